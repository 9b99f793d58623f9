//! The site's own texts: about, rules, privacy. Each is dated, and carries what the operator configured.

pub mod show;

use askama::Template;
use chrono::NaiveDate;

use super::frame::Frame;

/// What this place is, who runs it, how it works.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "texts/about.html", config = "src/http/web/askama.toml")]
pub struct AboutPage {
    /// The frame.
    pub page: Frame,
    /// How many stories are public here.
    pub stories: u64,
    /// The communities whose stories are shown here too, by host name.
    pub peers: Vec<String>,
    /// The program's version.
    pub version: String,
}

/// What is asked of everybody here.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "texts/rules.html", config = "src/http/web/askama.toml")]
pub struct RulesPage {
    /// The frame.
    pub page: Frame,
    /// The operator's own rules, in the operator's words; the catalogue's rules where there are none.
    pub rules: Vec<String>,
    /// The version that members agree to.
    pub version: u32,
    /// The day from which it holds.
    pub dated: Option<NaiveDate>,
}

/// What is kept about whom, and what leaves.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "texts/privacy.html", config = "src/http/web/askama.toml")]
pub struct PrivacyPage {
    /// The frame.
    pub page: Frame,
    /// The version that members agree to.
    pub version: u32,
    /// The day from which it holds.
    pub dated: Option<NaiveDate>,
}
