//! Settings: a TOML file, and `ANAMNESIS_*` from the environment over it. Read once, at start.

mod keys;
mod read;

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;

use serde::Deserialize;
use url::Url;

pub use keys::{KEYS, Key};
pub use read::{ConfigError, from_parts, load};

/// All settings of one server.
#[derive(Debug, Clone)]
pub struct Config {
    /// Host of handles and ids, with port if any: `stories.example`.
    pub domain: String,
    /// Where the server is reached from outside; `https://` and the domain unless set.
    pub base_url: Url,
    /// Address and port that the server listens on.
    pub listen: SocketAddr,
    /// `sqlite://…` or `postgres://…`.
    pub database_url: String,
    /// Folder for everything that is not in the database.
    pub data_dir: PathBuf,
    /// Talking to other servers.
    pub federation: Federation,
    /// What the community is and says of itself.
    pub community: Community,
    /// Who may become a member, and how.
    pub sign_up: SignUp,
    /// Reverse proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<IpAddr>,
    /// What is written to the log, and how.
    pub log: Log,
}

/// Talking to other servers.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Federation {
    /// Names (`host` or `host:port`) that may be plain http and on a private address: for tests and the demo only.
    pub allow_private: Vec<String>,
}

/// What the community is and says of itself.
#[derive(Debug, Clone, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Community {
    /// Its name, on every page.
    pub name: String,
    /// What it is, in two sentences of its own; empty: the catalogue's words.
    pub description: String,
    /// The language of its pages where a reader asks for none that we have, and of generated handles.
    pub language: String,
    /// Who runs it.
    pub operator: String,
    /// How to reach who runs it: an e-mail address, a postal address, a page.
    pub contact: String,
    /// Its rules, one each; empty: the catalogue's.
    pub rules: Vec<String>,
    /// Version of its terms, e.g. `2026-11`; empty: it has none yet.
    pub terms_version: String,
    /// Version of its privacy notice; empty: it has none yet.
    pub privacy_version: String,
    /// Accent colour of its pages as `#rrggbb`; it must be readable on the pages' paper.
    pub accent: String,
}

impl Default for Community {
    fn default() -> Self {
        Self {
            name: "Anamnesis".to_owned(),
            description: String::new(),
            language: "en".to_owned(),
            operator: String::new(),
            contact: String::new(),
            rules: Vec::new(),
            terms_version: String::new(),
            privacy_version: String::new(),
            accent: String::new(),
        }
    }
}

/// Who may become a member, and how.
#[derive(Debug, Clone, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SignUp {
    /// By a moderator's approval, by invitation only, or open.
    pub mode: SignUpMode,
    /// Most new members a day when open.
    pub daily_limit: u32,
    /// A question that a person can answer and a program can't, asked when open.
    pub question: String,
    /// Its answer; capitals, spaces and width do not matter.
    pub answer: String,
}

impl Default for SignUp {
    fn default() -> Self {
        Self { mode: SignUpMode::Approval, daily_limit: 20, question: String::new(), answer: String::new() }
    }
}

/// How one becomes a member.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SignUpMode {
    /// A moderator lets each person in.
    Approval,
    /// Only with an invitation.
    Invite,
    /// At once, within a daily ceiling and after a question.
    Open,
}

/// What is written to the log, and how. It never holds text, names, addresses, tokens or bodies.
#[derive(Debug, Clone, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Log {
    /// `text` or `json`.
    pub format: LogFormat,
    /// A filter such as `info` or `anamnesis=debug`.
    pub level: String,
}

impl Default for Log {
    fn default() -> Self {
        Self { format: LogFormat::Text, level: "info".to_owned() }
    }
}

/// The shape of log lines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// For people.
    Text,
    /// For programs, one object a line.
    Json,
}
