//! A member's settings: their stories, their page, the passphrase, the recovery words, and leaving.

pub mod change;
pub mod leave;
pub mod show;

use askama::Template;
use chrono::NaiveDate;

use super::form::Choice;
use super::frame::Frame;
use super::stories::views::Spoken;

/// All settings on one page, each with its own small form.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "settings/settings.html", config = "src/http/web/askama.toml")]
pub struct SettingsPage {
    /// The frame; its reader is the member.
    pub page: Frame,
    /// What was just saved, in words; none on a first visit.
    pub saved: Option<Saved>,
    /// The member's stories, newest first.
    pub stories: Vec<OwnStory>,
    /// The display name, as typed.
    pub name: String,
    /// What they say about themselves, as typed.
    pub about: String,
    /// The language of the pages.
    pub language: String,
    /// Languages to choose from.
    pub languages: Vec<Choice>,
    /// Who may read new posts, unless the member says otherwise.
    pub visibility: String,
    /// Answers to choose from.
    pub visibilities: Vec<Choice>,
    /// Whether public means copied to other servers.
    pub federates: bool,
    /// The apps that may act for the member.
    pub apps: Vec<App>,
}

/// What a form of the settings has just done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Saved {
    /// The member's page was changed.
    Profile,
    /// The passphrase was changed; every other session has ended.
    Passphrase,
    /// An app was signed out.
    App,
}

/// One of the member's own stories.
#[derive(Debug, Clone, Default)]
pub struct OwnStory {
    /// Its title.
    pub title: Spoken,
    /// The path of its page.
    pub address: String,
    /// The month in which it was told.
    pub told: Option<NaiveDate>,
    /// Whether it still waits for approval.
    pub held: bool,
}

/// An app that may act for the member.
#[derive(Debug, Clone, Default)]
pub struct App {
    /// Which grant it is, as the form sends it back.
    pub id: String,
    /// What the app calls itself.
    pub name: String,
    /// The month since which it may.
    pub since: Option<NaiveDate>,
}

/// Asks once, with the passphrase, whether the account is to be deleted.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "settings/leave.html", config = "src/http/web/askama.toml")]
pub struct LeavePage {
    /// The frame; its reader is the member.
    pub page: Frame,
    /// How many stories would be taken back.
    pub stories: u64,
}

/// After the account was deleted.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "settings/left.html", config = "src/http/web/askama.toml")]
pub struct LeftPage {
    /// The frame.
    pub page: Frame,
}
