//! What the database holds of people: weeks and months, hashes, and nothing that we promised not to keep.

use std::collections::hash_map::DefaultHasher;
use std::collections::{BTreeMap, HashSet};
use std::hash::{Hash as _, Hasher as _};

use serde_json::Value;

use super::super::Finding;
use super::Breaches;
use super::traces::{self, Trace};
use crate::app::App;
use crate::base::error::Result;
use crate::domain::auth::member;
use crate::domain::consent::Scope;
use crate::domain::story::Source;
use crate::store::number;

/// Rows read at once.
const SOME: u64 = 500;
/// What no column is called, by itself or as the end of a name.
const NEVER: [&str; 14] = [
    "ip",
    "ip_address",
    "remote_addr",
    "user_agent",
    "email",
    "e_mail",
    "phone",
    "last_seen",
    "last_seen_at",
    "seen_at",
    "birthday",
    "real_name",
    "latitude",
    "longitude",
];
/// Columns with people's own words, in which they may say what they like, and with addresses of servers.
const FREE: [&str; 45] = [
    "html",
    "source",
    "story",
    "title",
    "warning",
    "words",
    "change",
    "note",
    "description",
    "summary",
    "display_name",
    "fields",
    "comment",
    "public_comment",
    "private_comment",
    "reach",
    "said",
    "answer",
    "reason",
    "recipient",
    "body",
    "name",
    "keyword",
    "uri",
    "url",
    "inbox",
    "shared_inbox",
    "outbox",
    "followers_uri",
    "following_uri",
    "featured_uri",
    "key_id",
    "in_reply_to_uri",
    "signer_uri",
    "avatar_url",
    "header_url",
    "remote_url",
    "endpoint",
    "host",
    "payload",
    "activity",
    "redirect_uris",
    "website",
    "value",
    "blurhash",
];
/// The least length of what is sealed: its text is filled up to whole blocks.
const SEALED: usize = 5000;
/// Columns that hold a hash, or what is sealed, and never what was hashed or sealed: table, column, and the least length.
const HASHES: [(&str, &str, usize); 12] = [
    ("session", "secret_hash", 43),
    ("manuscript", "secret_hash", 43),
    ("manuscript", "sealed", SEALED),
    ("oauth_token", "token_hash", 43),
    ("story_key", "words_hash", 43),
    ("complaint", "words_hash", 43),
    ("withdrawal", "words_hash", 43),
    ("departure", "words_hash", 43),
    ("former", "digest", 43),
    ("sign_in", "passphrase_hash", 43),
    ("sign_in", "recovery_hash", 43),
    ("invite", "code_hash", 43),
];
/// Times of people's doings that are days, in seconds.
const DAYS: [(&str, &str); 3] =
    [("marker", "updated_at"), ("account", "last_post_at"), ("manuscript", "expires_at")];
const DAY: i64 = 86_400;
const MINUTE: i64 = 60;

/// What was found while going through all rows.
#[derive(Debug, Default)]
struct Found {
    traces: BTreeMap<&'static str, Breaches>,
    times: Breaches,
    hashes: Breaches,
    minutes: Breaches,
    consents: Breaches,
}

/// Goes through every row of every table.
pub async fn check(app: &App) -> Result<Vec<Finding>> {
    let mut tables: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (table, column) in app.db.columns().await? {
        tables.entry(table).or_default().push(column);
    }
    let (mut columns, mut found) = (Breaches::default(), Found::default());
    for (table, names) in &tables {
        for column in names.iter().filter(|column| is_never(column)) {
            columns.add(format!("{table}.{column}"));
        }
        // The index of words is made of what everybody can read.
        if !table.starts_with("post_words") {
            look_through(app, table, &mut found).await?;
        }
    }
    let mut findings = vec![
        columns.finding("no column is made for what gives people away", "columns that nobody should have"),
        found.times.finding(
            "sessions, tokens and people have weeks, months and days",
            "times of people that are too exact",
        ),
        found.hashes.finding("secrets are kept as hashes or sealed only", "secrets that can be read"),
        found.minutes.finding("posts have the minute of their release", "posts with another time"),
        found
            .consents
            .finding("no story travels without its author's consent", "stories that travel without consent"),
    ];
    if found.traces.is_empty() {
        let kept =
            "no row holds an IP address, user agent or e-mail address beside what people wrote themselves";
        findings.push(Finding::Fine(kept.to_owned()));
    }
    let traced =
        found.traces.into_iter().map(|(name, places)| places.finding("", &format!("rows hold {name}")));
    findings.extend(traced);
    Ok(findings)
}

fn is_never(column: &str) -> bool {
    NEVER.iter().any(|never| column == *never || column.ends_with(&format!("_{never}")))
}

async fn look_through(app: &App, table: &str, found: &mut Found) -> Result<()> {
    let mut from = 0;
    loop {
        let rows = app.db.rows(table, from, SOME).await?;
        for row in &rows {
            look_at(table, row, found);
        }
        from = from.saturating_add(SOME);
        if rows.len() < usize::try_from(SOME).unwrap_or(usize::MAX) {
            return Ok(());
        }
    }
}

fn look_at(table: &str, row: &Value, found: &mut Found) {
    let is_elsewhere = table == "account" && row["host"].as_str().is_some_and(|host| !host.is_empty());
    for (column, cell) in row.as_object().into_iter().flatten() {
        let place = || format!("{table}.{column}");
        if let Some(text) = cell.as_str() {
            let is_coarse = match column.rsplit('_').next() {
                Some("week") => text.is_empty() || is_week(text),
                Some("month") => text.is_empty() || is_month(text),
                Some(_) | None => true,
            };
            if !is_coarse && !is_elsewhere {
                found.times.add(place());
            }
            if HASHES
                .iter()
                .filter(|(held, name, _)| (*held, *name) == (table, column))
                .any(|(.., least)| text.len() < *least || text.contains(char::is_whitespace))
            {
                found.hashes.add(place());
            }
            if !FREE.contains(&column.as_str()) {
                for trace in traces::find(text).into_iter().filter(|trace| *trace != Trace::Secret) {
                    found.traces.entry(trace.name()).or_default().add(place());
                }
            }
        }
        let is_day = DAYS.contains(&(table, column.as_str()));
        if is_day && !is_elsewhere && cell.as_i64().is_some_and(|at| at.rem_euclid(DAY) != 0) {
            found.times.add(place());
        }
    }
    if table == "post" && is_true(&row["local"]) {
        look_at_post(row, found);
    }
    // Of a picture that a post has nothing tells when it was sent.
    if table == "media" && !row["post_id"].is_null() && row["uploaded_at"].as_i64() != Some(0) {
        found.minutes.add(format!("media {}", row["id"]));
    }
}

fn look_at_post(row: &Value, found: &mut Found) {
    let place = || format!("post {}", row["id"]);
    let published = row["published_at"].as_i64().unwrap_or_default();
    let is_back_dated = row["updated_at"].as_i64().is_some_and(|updated| updated < published);
    // A number that was drawn earlier in the week of the release tells when the post was written.
    let drawn = number::minute_of(row["id"].as_i64().unwrap_or_default());
    let tells_writing = drawn >= number::week_of(published) && drawn < published - 2 * MINUTE;
    let is_released = row["state"] == "published";
    if published.rem_euclid(MINUTE) != 0 || is_back_dated || (is_released && tells_writing) {
        found.minutes.add(place());
    }
    let source = row["source"].as_str().and_then(|source| serde_json::from_str::<Source>(source).ok());
    let travels = is_true(&row["federates"]) && row["kind"] == "story";
    if travels && source.is_some_and(|source| !source.consent.allows(Scope::Federate)) {
        found.consents.add(place());
    }
}

/// SQLite keeps truth as 1.
fn is_true(cell: &Value) -> bool {
    cell.as_bool().unwrap_or(false) || cell.as_i64() == Some(1)
}

/// `2026-W48`.
fn is_week(text: &str) -> bool {
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    text.split_once("-W")
        .is_some_and(|(year, week)| year.len() == 4 && week.len() == 2 && digits(year) && digits(week))
}

/// `2026-11`.
fn is_month(text: &str) -> bool {
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    text.split_once('-')
        .is_some_and(|(year, month)| year.len() == 4 && month.len() == 2 && digits(year) && digits(month))
}

/// What was told here and by whom, for finding it where it should not be.
#[derive(Debug, Default)]
pub struct Words {
    passages: HashSet<u64>,
    handles: HashSet<String>,
}

impl Words {
    /// So many characters in a row are no coincidence.
    const LENGTH: usize = 24;

    fn learn(&mut self, text: &str) {
        self.passages.extend(passages(text));
    }

    /// Whether a line holds a passage of something that was told.
    pub fn tells(&self, line: &str) -> bool {
        passages(line).any(|passage| self.passages.contains(&passage))
    }

    /// Whether a line holds the handle of a member.
    pub fn names(&self, line: &str) -> bool {
        let words = line.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
        words.filter(|word| word.contains('_')).any(|word| self.handles.contains(word))
    }
}

/// A number for every passage of a text, so that the text itself is not kept.
fn passages(text: &str) -> impl Iterator<Item = u64> {
    let letters: Vec<char> = text.chars().collect();
    let number = |passage: &[char]| {
        let mut hasher = DefaultHasher::new();
        passage.hash(&mut hasher);
        hasher.finish()
    };
    letters.windows(Words::LENGTH).map(number).collect::<Vec<_>>().into_iter()
}

/// Reads what was told here, and the handles of members.
pub async fn words(app: &App) -> Result<Words> {
    let mut words = Words::default();
    for member in member::list(app, None).await? {
        words.handles.insert(member.account.handle);
    }
    let mut from = 0;
    loop {
        let rows = app.db.rows("post", from, SOME).await?;
        for row in rows.iter().filter(|row| is_true(&row["local"])) {
            let source =
                row["source"].as_str().and_then(|source| serde_json::from_str::<Source>(source).ok());
            for edition in source.into_iter().flat_map(|source| source.editions) {
                words.learn(&edition.text);
                words.learn(edition.title.as_deref().unwrap_or_default());
            }
        }
        from = from.saturating_add(SOME);
        if rows.len() < usize::try_from(SOME).unwrap_or(usize::MAX) {
            return Ok(words);
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn weeks_and_months_are_told_from_days_and_minutes() {
        assert!(is_week("2026-W48") && is_month("2026-11"));
        for exact in ["2026-11-28", "2026-11-28T10:15:00Z", "1795342500", "2026-W48-3"] {
            assert!(!is_week(exact) && !is_month(exact), "{exact}");
        }
        assert!(is_never("last_ip") && is_never("user_agent") && !is_never("recipient") && !is_never("tip"));
    }

    #[test]
    fn a_number_that_was_drawn_in_the_week_of_the_release_tells_when_a_post_was_written() {
        // A Thursday in November 2026, at noon.
        let released = 1_795_694_400;
        let broken = |id: i64, state: &str| {
            let row = json!({"id": id, "state": state, "published_at": released, "source": null});
            let mut found = Found::default();
            look_at_post(&row, &mut found);
            !found.minutes.0.is_empty()
        };
        assert!(!broken(number::floor(released), "published"), "in the same minute");
        assert!(!broken(number::floor(released - 60), "published"), "the minute before its end");
        assert!(broken(number::floor(released - 3600), "published"));
        assert!(!broken(number::floor(released - 3600), "held"), "nobody else sees it");
        assert!(
            !broken(number::floor(number::week_of(released) - 60), "published"),
            "it tells the week alone"
        );
    }

    #[test]
    fn a_passage_of_a_story_is_found_in_a_line_and_a_sentence_of_ours_is_not() {
        let mut words = Words::default();
        words.learn("飲み始めて3日目で何も感じなくなり、楽しいと思えることがなくなりました。");
        words.handles.insert("quiet_fern_12".to_owned());
        assert!(words.tells("2026 WARN 感じなくなり、楽しいと思えることがなくなりました。"));
        assert!(!words.tells("2026 INFO published story 7") && !words.tells("楽しいと思える"));
        assert!(words.names("INFO @quiet_fern_12 signed in") && !words.names("INFO quiet fern"));
    }
}
