//! A member's settings: their stories, their page, the passphrase, the recovery words, and leaving.

pub mod change;
pub mod handles;
pub mod leave;
pub mod show;
pub mod strangers;

use askama::Template;
use chrono::NaiveDate;

use super::form::Choice;
use super::frame::Frame;
use super::people::Door;
use super::queue::Queue;
use super::replies::HeldReply;
use super::share::receipt::ReceiptView;
use super::stories::views::Spoken;

/// All settings on one page, each with its own small form.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "settings/settings.html", config = "src/http/web/askama.toml")]
pub struct SettingsPage {
    /// The frame; its reader is the member.
    pub page: Frame,
    /// What was just saved, in words; none on a first visit.
    pub saved: Option<Saved>,
    /// Whether the member is suspended, and may only take their things along.
    pub suspended: bool,
    /// The member's stories, newest first.
    pub stories: Vec<OwnStory>,
    /// Replies to the member's stories that wait for the member.
    pub replies: Queue<HeldReply>,
    /// Where their forms are sent.
    pub replies_action: String,
    /// Strangers whose messages wait for the member.
    pub strangers: Vec<strangers::Stranger>,
    /// What is done with messages of strangers.
    pub messages: String,
    /// Answers to choose from.
    pub messages_choices: Vec<Choice>,
    /// Stories that are released later.
    pub planned: Vec<Planned>,
    /// What other servers answered about stories that were taken back lately.
    pub taken_back: Vec<ReceiptView>,
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
    /// When the member's stories are released, unless they say otherwise.
    pub release: String,
    /// Answers to choose from; none where the operator decided for all.
    pub releases: Vec<Choice>,
    /// Whether public means copied to other servers.
    pub federates: bool,
    /// Whether the guide may write to the member; none where there is no guide.
    pub guide: Option<bool>,
    /// What the member agreed to.
    pub agreed: Agreed,
    /// The apps that may act for the member.
    pub apps: Vec<App>,
    /// The apps that are told of notices by push.
    pub pushes: Vec<Push>,
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
    /// An app is told of nothing any more.
    Push,
    /// A story that was to come was called off.
    CalledOff,
    /// A reply that waited was let through or turned away.
    Reply,
    /// A stranger was let in, or turned away.
    Stranger,
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
    /// The day on which it appears by itself, while it waits for that.
    pub appears: Option<NaiveDate>,
    /// Whether it was not let through.
    pub refused: bool,
}

/// A story, or another post, that is released later.
#[derive(Debug, Clone, Default)]
pub struct Planned {
    /// Which, as the form sends it back.
    pub id: String,
    /// Its first words.
    pub words: Spoken,
    /// The day of its release.
    pub day: Option<NaiveDate>,
}

/// Which versions of the site's texts a member agreed to.
#[derive(Debug, Clone, Default)]
pub struct Agreed {
    /// The version of the rules, as the operator names it; empty: none.
    pub rules: String,
    /// The version of the privacy page; empty: none.
    pub privacy: String,
    /// The month in which they did.
    pub month: Option<NaiveDate>,
    /// Whether there is a version that they have not agreed to.
    pub outdated: bool,
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

/// An app that is told of notices by push.
#[derive(Debug, Clone, Default)]
pub struct Push {
    /// Which subscription it is, as the form sends it back.
    pub id: String,
    /// What the app calls itself.
    pub name: String,
    /// The host of the service that messages go through.
    pub host: String,
}

/// Asks once, with the passphrase, whether the account is to be deleted.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "settings/leave.html", config = "src/http/web/askama.toml")]
pub struct LeavePage {
    /// The frame; its reader is the member.
    pub page: Frame,
    /// How many stories would be taken back, of the handle in use.
    pub stories: u64,
    /// What can be deleted, for who has several handles; else empty.
    pub choices: Vec<Choice>,
    /// What is to be deleted, as chosen.
    pub goes: String,
}

/// The handles of one person: which there are, going on as another, and making one more.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "settings/handles.html", config = "src/http/web/askama.toml")]
pub struct HandlesPage {
    /// The frame; its reader is the handle in use.
    pub page: Frame,
    /// The person's handles, that with which they sign in first.
    pub handles: Vec<OwnHandle>,
    /// How many they can have.
    pub most: usize,
    /// How one more comes in.
    pub door: Door,
    /// The handle to be made: generated, or as typed.
    pub handle: String,
    /// The community's host, as it stands after the handle.
    pub host: String,
    /// The display name, as typed.
    pub name: String,
    /// Why they would like to have it, as typed.
    pub reason: String,
    /// The invitation code, as typed.
    pub invitation: String,
    /// The answer to the question, as typed.
    pub answer: String,
    /// Understands what public means.
    pub knows_public: bool,
    /// Agrees to the rules and the privacy page.
    pub agrees: bool,
    /// The handle that was just made.
    pub made: Option<String>,
}

/// One handle of the person.
#[derive(Debug, Clone, Default)]
pub struct OwnHandle {
    /// Which, as the forms send it back.
    pub id: String,
    /// The handle without `@`.
    pub handle: String,
    /// Whether it is in use now.
    pub current: bool,
    /// Whether the person signs in with it.
    pub first: bool,
    /// Whether it waits for approval.
    pub waits: bool,
    /// Whether it is suspended.
    pub suspended: bool,
    /// Whether nobody may sign in with it.
    pub frozen: bool,
}

/// After the account was deleted.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "settings/left.html", config = "src/http/web/askama.toml")]
pub struct LeftPage {
    /// The frame.
    pub page: Frame,
    /// The handle with which the person signs in from now on, where others of theirs stay and they signed in with this one.
    pub heir: Option<String>,
    /// The recovery words for it.
    pub words: Vec<String>,
    /// How far other servers are with the request to delete.
    pub receipt: ReceiptView,
    /// The words with which that is found again.
    pub receipt_words: Vec<String>,
    /// What the form carries that asks how far it is.
    pub carried: Vec<(String, String)>,
}
