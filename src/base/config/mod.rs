//! Settings: a TOML file, and `ANAMNESIS_*` from the environment over it. Read once, at start.

mod keys;
mod read;

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;

use serde::Deserialize;
use url::Url;

use super::colour::Accent;

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
    /// Where the source code of the program that runs here is offered (AGPL section 13); none: the page about us says
    /// whom to ask.
    pub source_url: Option<Url>,
    /// What the community is and says of itself.
    pub community: Community,
    /// Who may become a member, and how.
    pub sign_up: SignUp,
    /// Which stories wait for a moderator.
    pub review: Review,
    /// What protects who tells a story.
    pub privacy: Privacy,
    /// Telling without an account.
    pub telling: Telling,
    /// Complaints by anybody.
    pub complaints: Complaints,
    /// The account that helps members tell their stories.
    pub guide: Guide,
    /// The service that translates where nobody has.
    pub translation: Translation,
    /// How much clients may ask for.
    pub limits: Rates,
    /// Reverse proxies whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Vec<IpAddr>,
    /// Pictures: whether there are any, and where they lie.
    pub media: Media,
    /// Numbers for the operator's own watch.
    pub metrics: Metrics,
    /// What is written to the log, and how.
    pub log: Log,
}

/// Numbers for the operator's own watch.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Metrics {
    /// Who sends it as a bearer token reads them; empty: nobody.
    pub token: String,
}

/// Talking to other servers.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Federation {
    /// Names (`host` or `host:port`) that may be plain http and on a private address: for tests and the demo only.
    pub allow_private: Vec<String>,
    /// Whether other servers get posts, collections and profiles only where they sign (Mastodon's "secure mode").
    pub authorized_fetch: bool,
    /// With which servers it talks.
    pub mode: FederationMode,
}

/// With which other servers a server talks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FederationMode {
    /// With all that are not suspended.
    #[default]
    Open,
    /// With those that moderators chose, and no other.
    Allow,
}

impl FederationMode {
    /// Whether only chosen servers are spoken with.
    pub const fn is_by_choice(self) -> bool {
        match self {
            Self::Open => false,
            Self::Allow => true,
        }
    }
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
    /// Colour of links and buttons on its pages; the style's own where the community chose none.
    pub accent: Option<Accent>,
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
            accent: None,
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

/// Which stories wait for a moderator.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Review {
    /// Which stories a moderator reads before others do.
    pub mode: ReviewMode,
    /// What follows from what the identity scan finds.
    pub scan: ScanMode,
    /// What follows from words of danger.
    pub care: ScanMode,
    /// Which replies wait, if their writers are not followed by who told the story.
    pub replies: ReplyMode,
    /// Whether two people have to say yes to what speaks of suicidal thoughts.
    pub two_persons: TwoPersons,
}

/// Whether two people have to say yes to what speaks of suicidal thoughts, before it is published.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TwoPersons {
    /// Where there are four moderators or more.
    #[default]
    Auto,
    /// Always.
    Always,
    /// Never: one is enough.
    Never,
}

/// Which replies wait until the author of the story, or a moderator, lets them through.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ReplyMode {
    /// Those to stories that need care.
    #[default]
    Care,
    /// Those to all stories.
    All,
    /// None.
    None,
}

/// What follows from what is found in a text: by the identity scan, or of danger.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ScanMode {
    /// Some of it keeps a text from being published; the writer is told of everything.
    #[default]
    Hold,
    /// The writer is told; nothing waits for it.
    Advise,
    /// Nothing is looked for.
    Off,
}

/// Which stories a moderator reads before others do.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ReviewMode {
    /// Every story, and every change of one.
    All,
    /// The first story of who came in by open sign-up.
    #[default]
    First,
    /// None.
    None,
}

impl ReviewMode {
    /// The word that stands in the settings.
    pub const fn code(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::First => "first",
            Self::None => "none",
        }
    }
}

/// What protects who tells a story.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Privacy {
    /// How many stories have to state the same combination of facts before it points at nobody.
    pub k: u64,
}

impl Privacy {
    /// Fewer protect nobody: most agencies suppress cells below 3 or 5.
    pub const LEAST_K: u64 = 5;
}

impl Default for Privacy {
    /// Cells of 1 to 10 are small to CMS, and the EMA's policy 0070 wants a risk of at most 0.09, one in eleven.
    fn default() -> Self {
        Self { k: 11 }
    }
}

/// Telling without an account.
#[derive(Debug, Clone, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Telling {
    /// Whether anybody may.
    pub without_account: bool,
    /// Handle of the account that publishes what was told.
    pub handle: String,
    /// Whether a moderator reads each of these stories, and each change, before others do.
    pub reviewed: bool,
    /// Most of these stories a day.
    pub daily_limit: u32,
    /// When stories are released that nobody reads first.
    pub release: Release,
    /// The times for that, as minutes of the day in UTC.
    #[serde(deserialize_with = "read::times")]
    pub times: Vec<u32>,
    /// A question that a person can answer and a program can't; empty: a small sum in words.
    pub question: String,
    /// Its answer; capitals, spaces and width do not matter.
    pub answer: String,
}

impl Default for Telling {
    fn default() -> Self {
        Self {
            without_account: true,
            handle: "told".to_owned(),
            reviewed: true,
            daily_limit: 20,
            release: Release::Author,
            times: vec![6 * 60, 18 * 60],
            question: String::new(),
            answer: String::new(),
        }
    }
}

/// Complaints by anybody.
#[derive(Debug, Clone, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Complaints {
    /// Within how many days one is to be decided.
    pub answer_days: u32,
    /// How many days after that its words are erased.
    pub keep_days: u32,
    /// Most complaints a day.
    pub daily_limit: u32,
}

impl Default for Complaints {
    fn default() -> Self {
        Self { answer_days: 7, keep_days: 30, daily_limit: 20 }
    }
}

/// When stories are released.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Release {
    /// Each author chooses.
    Author,
    /// All at the next of the community's times.
    NextTime,
    /// Each at a random minute within a day.
    WithinADay,
}

/// The account that helps members tell their stories.
#[derive(Debug, Clone, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Guide {
    /// Whether it asks, explains and answers. Who may be in danger hears from it in any case.
    pub enabled: bool,
    /// Its handle.
    pub handle: String,
}

impl Default for Guide {
    fn default() -> Self {
        Self { enabled: true, handle: "guide".to_owned() }
    }
}

/// The service that translates where nobody has: one that speaks LibreTranslate's interface.
#[derive(Clone, Default)]
pub struct Translation {
    /// Where it is; none: there is no such service.
    pub url: Option<Url>,
    /// Its key; empty where it wants none.
    pub key: String,
}

impl std::fmt::Debug for Translation {
    /// Without the key: settings are printed when something is wrong.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Translation").field("url", &self.url).finish_non_exhaustive()
    }
}

/// Pictures: whether there are any, and where they lie.
#[derive(Clone, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Media {
    /// Whether members may send pictures.
    pub enabled: bool,
    /// Folder of the pictures; `media` in the data folder unless set.
    pub folder: Option<PathBuf>,
    /// Bucket for the pictures, in place of the folder; empty: the folder.
    pub s3_bucket: String,
    /// Where the S3-compatible service is reached; empty: Amazon's.
    pub s3_endpoint: String,
    /// Its region.
    pub s3_region: String,
    /// Id of the access key.
    pub s3_key_id: String,
    /// The access key's secret.
    pub s3_secret: String,
}

impl Default for Media {
    fn default() -> Self {
        Self {
            enabled: true,
            folder: None,
            s3_bucket: String::new(),
            s3_endpoint: String::new(),
            s3_region: "us-east-1".to_owned(),
            s3_key_id: String::new(),
            s3_secret: String::new(),
        }
    }
}

impl std::fmt::Debug for Media {
    /// Without the secret.
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { enabled, folder, s3_bucket, .. } = self;
        write!(out, "Media {{ enabled: {enabled}, folder: {folder:?}, s3_bucket: {s3_bucket:?}, .. }}")
    }
}

/// How much clients may ask for. The numbers are bursts; they fill up again evenly.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Rates {
    /// Requests of one app of a member, or of one address where nobody is signed in, in five minutes.
    pub requests: u32,
    /// Requests of all apps of a member together, in five minutes.
    pub member_requests: u32,
    /// Posts of a member in three hours.
    pub posts: u32,
}

impl Default for Rates {
    /// Mastodon's numbers, on which clients count.
    fn default() -> Self {
        Self { requests: 300, member_requests: 1500, posts: 300 }
    }
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
