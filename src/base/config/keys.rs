//! The table of all settings: what may stand in the file and in the environment.

/// One setting.
#[derive(Debug)]
pub struct Key {
    /// Where it stands in the file, e.g. `community.name`.
    pub path: &'static str,
    /// What kind of value it takes in the environment.
    pub kind: Kind,
    /// What it does, for the operator.
    pub about: &'static str,
}

/// How a value of the environment is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// As it is.
    Text,
    /// Comma-separated.
    List,
    /// A whole number.
    Number,
    /// `true` or `false`.
    Flag,
}

const fn key(path: &'static str, kind: Kind, about: &'static str) -> Key {
    Key { path, kind, about }
}

/// Every setting there is.
pub const KEYS: &[Key] = &[
    key("domain", Kind::Text, "host of handles and ids, with port if any"),
    key("base_url", Kind::Text, "where the server is reached; https:// and the domain unless set"),
    key("listen", Kind::Text, "address and port to listen on (127.0.0.1:3000)"),
    key("database_url", Kind::Text, "sqlite://… or postgres://… (sqlite://data/anamnesis.db)"),
    key("data_dir", Kind::Text, "folder for everything that is not in the database (data)"),
    key(
        "source_url",
        Kind::Text,
        "where the source code of this very program can be had (AGPL section 13); set it if you changed anything. \
         Unset: the page about the community tells people to ask its operator",
    ),
    key("trusted_proxies", Kind::List, "addresses of reverse proxies whose X-Forwarded-For is believed"),
    key(
        "federation.allow_private",
        Kind::List,
        "names that may be http and private; for tests and the demo only",
    ),
    key(
        "federation.authorized_fetch",
        Kind::Flag,
        "whether other servers read posts, collections and profiles only with a signature, so that none that is blocked \
         can; pages for people stay open (false)",
    ),
    key(
        "federation.mode",
        Kind::Text,
        "with which servers this one talks: open (all that are not suspended) or allow (only those that moderators \
         allowed) (open)",
    ),
    key("community.name", Kind::Text, "name of the community"),
    key("community.description", Kind::Text, "what the community is, in two sentences"),
    key(
        "community.language",
        Kind::Text,
        "language of the pages where a reader asks for none we have: en or ja",
    ),
    key("community.operator", Kind::Text, "who runs it"),
    key("community.contact", Kind::Text, "how to reach who runs it"),
    key("community.rules", Kind::List, "its rules, one each"),
    key("community.terms_version", Kind::Text, "version of its terms"),
    key("community.privacy_version", Kind::Text, "version of its privacy notice"),
    key("community.accent", Kind::Text, "colour of links and buttons, #rrggbb, dark enough to read"),
    key("sign_up.mode", Kind::Text, "approval, invite or open"),
    key("sign_up.daily_limit", Kind::Number, "most new members a day when open"),
    key("sign_up.question", Kind::Text, "question asked when open"),
    key("sign_up.answer", Kind::Text, "its answer"),
    key(
        "review.mode",
        Kind::Text,
        "which stories a moderator reads before others do: all, first or none (first)",
    ),
    key(
        "review.scan",
        Kind::Text,
        "what follows when a story holds contact data or names somebody: hold, advise or off (hold)",
    ),
    key(
        "review.replies",
        Kind::Text,
        "which replies by strangers wait until they are let through: care (on stories that need care), all or none (care)",
    ),
    key(
        "review.care",
        Kind::Text,
        "what follows when words say that somebody is in danger now, or tell others to die: hold, advise or off (hold)",
    ),
    key(
        "review.two_persons",
        Kind::Text,
        "whether two people have to say yes to a story of care level 2 and more: auto (from four moderators on), always or \
         never (auto)",
    ),
    key(
        "privacy.k",
        Kind::Number,
        "how many stories have to state the same facts together before they point at nobody; at least 5 (11)",
    ),
    key("telling.without_account", Kind::Flag, "whether anybody may tell a story without an account (true)"),
    key("telling.handle", Kind::Text, "handle of the account that publishes those stories (told)"),
    key(
        "telling.reviewed",
        Kind::Flag,
        "whether a moderator reads each of them, and each change, before others do (true)",
    ),
    key("telling.daily_limit", Kind::Number, "most of these stories a day (20)"),
    key(
        "telling.release",
        Kind::Text,
        "when stories are released that nobody reads first: author (chooses), next-time \
         or within-a-day (author)",
    ),
    key("telling.times", Kind::List, "the times for next-time, in UTC (06:00, 18:00)"),
    key(
        "telling.question",
        Kind::Text,
        "question that keeps programs out; a small sum in words unless set together with its answer",
    ),
    key("telling.answer", Kind::Text, "its answer"),
    key("complaints.answer_days", Kind::Number, "within how many days a complaint is to be decided (7)"),
    key("complaints.keep_days", Kind::Number, "how many days after that its words are erased (30)"),
    key("complaints.daily_limit", Kind::Number, "most complaints a day (20)"),
    key(
        "guide.enabled",
        Kind::Flag,
        "whether the guide asks, explains and answers; true unless set; who may be in danger hears from it in any case",
    ),
    key("guide.handle", Kind::Text, "handle of the guide (guide)"),
    key(
        "translation.url",
        Kind::Text,
        "address of a service that speaks LibreTranslate's interface; empty: none",
    ),
    key("translation.key", Kind::Text, "its key, if it wants one"),
    key("media.enabled", Kind::Flag, "whether members may send pictures (true)"),
    key("media.folder", Kind::Text, "folder of the pictures (media in the data folder)"),
    key("media.s3_bucket", Kind::Text, "bucket for the pictures, in place of the folder"),
    key("media.s3_endpoint", Kind::Text, "where the S3-compatible service is reached; Amazon's unless set"),
    key("media.s3_region", Kind::Text, "its region (us-east-1)"),
    key("media.s3_key_id", Kind::Text, "id of the access key"),
    key("media.s3_secret", Kind::Text, "the access key's secret"),
    key(
        "limits.requests",
        Kind::Number,
        "requests in 5 minutes of one app, or of one address where nobody is signed in (300)",
    ),
    key("limits.member_requests", Kind::Number, "requests in 5 minutes of all apps of a member (1500)"),
    key("limits.posts", Kind::Number, "posts of a member in 3 hours (300)"),
    key(
        "metrics.token",
        Kind::Text,
        "who sends it as a bearer token reads /metrics, at least 16 characters; unset: nobody",
    ),
    key("log.format", Kind::Text, "text or json"),
    key("log.level", Kind::Text, "a filter such as info"),
];

impl Key {
    /// Its name in the environment, e.g. `ANAMNESIS_COMMUNITY_NAME`.
    pub fn variable(&self) -> String {
        format!("ANAMNESIS_{}", self.path.replace('.', "_").to_uppercase())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The page about all settings, as it must stand in `docs/`.
    fn page() -> String {
        let mut page = "# Settings\n\nWritten from `src/base/config/keys.rs` by its test \
            (`ANAMNESIS_TEST_BLESS=1 cargo test the_page_about_settings` writes it anew).\n\n\
            Settings stand in a TOML file (`anamnesis --config FILE …`); the environment stands over it. In the \
            environment, items of a list are separated by commas. An unknown name is refused at the start, with the \
            nearest right one.\n\n| setting | in the environment | what it is |\n|---|---|---|\n"
            .to_owned();
        for key in KEYS {
            let kind = match key.kind {
                Kind::Text => "",
                Kind::List => " (a list)",
                Kind::Number => " (a number)",
                Kind::Flag => " (true or false)",
            };
            page.push_str(&format!("| `{}` | `{}` | {}{kind} |\n", key.path, key.variable(), key.about));
        }
        page
    }

    #[test]
    #[expect(clippy::disallowed_methods, reason = "says whether the page is written anew")]
    fn the_page_about_settings_names_each_with_what_it_is() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/config.md");
        if std::env::var("ANAMNESIS_TEST_BLESS").is_ok() {
            std::fs::write(path, page()).unwrap();
        }
        assert_eq!(
            std::fs::read_to_string(path).unwrap_or_default(),
            page(),
            "run with ANAMNESIS_TEST_BLESS=1"
        );
    }
}
