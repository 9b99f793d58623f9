//! What a story may tell about who somebody is, and what follows: the identity scan over all its texts.
//!
//! Computed from the texts whenever it is asked, and stored nowhere. `docs/privacy.md` says how much it finds.

use crate::app::App;
use crate::base::config::ScanMode;
use crate::base::error::{Error, Problem, Result};
use crate::domain::account::{self, AccountKind};
use crate::domain::anonymity::scan::{self, Finding, FindingKind, Instead, Weight, Whose};
use crate::domain::auth::Member;
use crate::domain::media::{self, Described};
use crate::domain::post::{Post, PostKind, PostState};
use crate::domain::story::change::Change;
use crate::domain::story::compose::{Source, Told};
use crate::domain::story::edit::{self, Pictures};
use crate::domain::story::facts::{Facts, Teller};
use crate::domain::vocabulary::{Context, Lookup, vocabulary};

/// Sites of everybody, one a line: a link there leads to nobody's door.
const PUBLIC_SITES: &str = include_str!("data/public_sites.txt");

/// Whether a finding of this kind keeps a story from being published.
pub const fn holds(kind: FindingKind) -> bool {
    match kind.weight() {
        Weight::Contact | Weight::Named => true,
        Weight::Own => false,
    }
}

/// What a text holds, without what is everybody's: addresses of this server and of public sites, services.
pub async fn findings_in(app: &App, text: &str, language: &str, whose: Whose) -> Result<Vec<Finding>> {
    if app.config.review.scan == ScanMode::Off {
        return Ok(Vec::new());
    }
    let known = Some(language).filter(|language| *language != "und");
    let scanned = scan::scan_of(text, known, whose);
    let mut found = Vec::new();
    for finding in scanned {
        let is_open = match finding.kind {
            FindingKind::Url => is_public_site(app, &finding.text),
            FindingKind::Handle => is_service(app, &finding.text).await?,
            FindingKind::Email
            | FindingKind::Phone
            | FindingKind::PostalCode
            | FindingKind::Address
            | FindingKind::RecordNumber
            | FindingKind::Name
            | FindingKind::Clinic
            | FindingKind::Employer
            | FindingKind::School
            | FindingKind::Place
            | FindingKind::Date
            | FindingKind::Age
            | FindingKind::Child
            | FindingKind::AgeInCare
            | FindingKind::SchoolInCare => false,
        };
        if !is_open {
            found.push(finding);
        }
    }
    Ok(found)
}

/// What all texts of a story hold, in their order; `pictures` is what is said of its pictures.
async fn findings(app: &App, told: &Told, pictures: &[String]) -> Result<Vec<Finding>> {
    let by_text = findings_by_text(app, told, pictures).await?;
    Ok(by_text.into_iter().flat_map(|(_, found)| found).collect())
}

/// The texts of a story, each with what it holds.
async fn findings_by_text(
    app: &App,
    told: &Told,
    pictures: &[String],
) -> Result<Vec<(String, Vec<Finding>)>> {
    let original = original(told);
    let descriptions = pictures.iter().map(|words| (words.as_str(), original));
    let mut found = Vec::new();
    for (text, language) in texts(told).into_iter().chain(descriptions) {
        found.push((text.to_owned(), findings_in(app, text, language, whose(&told.facts)).await?));
    }
    Ok(found)
}

/// Whose story these facts are of.
pub fn whose(facts: &Facts) -> Whose {
    match facts.teller {
        Some(Teller::Caregiver) => Whose::InCare,
        Some(Teller::Oneself) | None => Whose::Own,
    }
}

/// Everything in words that a story tells, each with its language.
pub(super) fn texts(told: &Told) -> Vec<(&str, &str)> {
    let mut texts = Vec::new();
    for edition in &told.editions {
        let language = edition.language.as_str();
        texts.extend(edition.title.as_deref().map(|title| (title, language)));
        texts.push((edition.text.as_str(), language));
    }
    texts.extend(told.titles.iter().map(|(language, title)| (title.as_str(), language.as_str())));
    let original = original(told);
    texts.extend(told.warning.as_deref().map(|warning| (warning, original)));
    texts.extend(told.facts.words().filter(|words| is_own(words)).map(|words| (words, original)));
    texts
}

/// The language in which a story was written.
fn original(told: &Told) -> &str {
    told.editions.first().map_or("und", |edition| edition.language.as_str())
}

/// Whether the words of a fact are the author's own: what the vocabulary knows tells of nobody.
pub fn is_own(words: &str) -> bool {
    match vocabulary().resolve(words, Context::Any, None) {
        Lookup::Unknown => true,
        Lookup::One(_) | Lookup::Both(_) | Lookup::Ambiguous(_) => false,
    }
}

/// What the newest version of a story that its author made holds.
pub async fn findings_of(app: &App, post: &Post) -> Result<Vec<Finding>> {
    let pictures = media::descriptions_of(app, post.id).await?;
    findings(app, &Change::newest(app.read(), post).await?.told, &pictures).await
}

/// The texts of the version of a story that a moderator looks at, each with what it holds.
pub async fn views_of(app: &App, post: &Post) -> Result<Vec<(String, Vec<Finding>)>> {
    let told = Told::of(Source::of(post)?, post.kind == PostKind::Story, post.sensitive);
    findings_by_text(app, &told, &media::descriptions_of(app, post.id).await?).await
}

/// A version of a story, with what is said of its pictures.
#[derive(Debug, Clone, Copy)]
pub(super) struct Version<'a> {
    pub told: &'a Told,
    pub pictures: &'a [String],
}

/// Whether a story has to wait for what was found in it. Of a version that follows another, only what is new counts:
/// what a moderator let stand once stands.
pub(super) async fn has_to_wait(
    app: &App,
    Version { told, pictures }: Version<'_>,
    before: Option<Version<'_>>,
) -> Result<bool> {
    if app.config.review.scan != ScanMode::Hold || !told.is_story {
        return Ok(false);
    }
    let mut known = match before {
        Some(before) => findings(app, before.told, before.pictures).await?,
        None => Vec::new(),
    };
    let found = findings(app, told, pictures).await?;
    known.retain(|finding| finding.kind.weight() == Weight::Named);
    let is_new = |finding: &Finding| {
        holds(finding.kind) && !known.iter().any(|old| old.kind == finding.kind && old.text == finding.text)
    };
    Ok(found.iter().any(is_new))
}

/// Whether a change takes something out of a published story that other servers may have, and that may say who
/// somebody is.
pub(super) async fn takes_out(app: &App, old: &Post, new: Version<'_>) -> Result<bool> {
    if old.state != PostState::Published || old.kind != PostKind::Story || !old.federates {
        return Ok(false);
    }
    let pictures = media::descriptions_of(app, old.id).await?;
    let before = findings(app, &Change::of(old)?.told, &pictures).await?;
    let after = findings(app, new.told, new.pictures).await?;
    let stays = |gone: &Finding| after.iter().any(|left| left.text == gone.text);
    Ok(!before.iter().all(stays))
}

/// Whether the newest version of a story holds what keeps it from being published without a moderator.
pub async fn gives_away(app: &App, post: &Post) -> Result<bool> {
    let is_held = app.config.review.scan == ScanMode::Hold && post.kind == PostKind::Story;
    Ok(is_held && findings_of(app, post).await?.iter().any(|finding| holds(finding.kind)))
}

/// Refuses to publish contact data, whoever lets it through. `post` is the number of the post that would tell it: no pictures
/// come with what waits.
pub(super) async fn refuse_contact(app: &App, post: i64, told: &Told) -> Result<()> {
    refuse_contact_in(app, told, &media::descriptions_of(app, post).await?).await
}

/// The same for a text alone, or with what is said of some pictures.
pub(super) async fn refuse_contact_in(app: &App, told: &Told, pictures: &[String]) -> Result<()> {
    if app.config.review.scan != ScanMode::Hold || !told.is_story {
        return Ok(());
    }
    let found = findings(app, told, pictures).await?;
    let has_contact = found.iter().any(|finding| finding.kind.weight() == Weight::Contact);
    if has_contact { Err(Error::Invalid(vec![Problem::new("text", "problem-contact")])) } else { Ok(()) }
}

/// Refuses contact data in what is said of pictures: it cannot wait with a change.
pub(super) async fn refuse_contact_in_pictures(app: &App, version: Version<'_>) -> Result<()> {
    if app.config.review.scan != ScanMode::Hold || !version.told.is_story {
        return Ok(());
    }
    let (language, whose) = (original(version.told), whose(&version.told.facts));
    for words in version.pictures {
        let found = findings_in(app, words, language, whose).await?;
        if found.iter().any(|finding| finding.kind.weight() == Weight::Contact) {
            return Err(Error::Invalid(vec![Problem::new("media_attributes", "problem-contact")]));
        }
    }
    Ok(())
}

/// A text with what was found in it replaced, taken out, or left as it is.
pub async fn rewritten(
    app: &App,
    text: &str,
    language: &str,
    whose: Whose,
    instead: impl Fn(FindingKind) -> Instead,
) -> Result<String> {
    let found = findings_in(app, text, language, whose).await?;
    Ok(scan::rewritten(text, &found, instead))
}

/// What holds a story back is replaced, all else stays.
const fn instead_of_holding(kind: FindingKind) -> Instead {
    if holds(kind) { Instead::Replace } else { Instead::Leave }
}

/// Replaces in a story what keeps it from being published. It is published then, unless a moderator reads it first.
pub async fn replace(app: &App, author: &Member, id: i64) -> Result<Post> {
    let (post, mut change) = edit::load_change(app, author, id).await?;
    let told = &mut change.told;
    let whose = whose(&told.facts);
    let original = original(told).to_owned();
    for edition in &mut told.editions {
        edition.text = rewritten(app, &edition.text, &edition.language, whose, instead_of_holding).await?;
        if let Some(title) = &mut edition.title {
            *title = rewritten(app, title, &edition.language, whose, instead_of_holding).await?;
        }
    }
    for (language, title) in &mut told.titles {
        *title = rewritten(app, title, language, whose, instead_of_holding).await?;
    }
    if let Some(warning) = &mut told.warning {
        *warning = rewritten(app, warning, &original, whose, instead_of_holding).await?;
    }
    for words in told.facts.words_mut().filter(|words| is_own(words)) {
        *words = rewritten(app, words, &original, whose, instead_of_holding).await?;
    }
    let pictures = replaced_in_pictures(app, post.id, &original, whose).await?;
    Box::pin(edit::store_changed(app, author, post, change, None, pictures)).await
}

/// The same in what is said of its pictures; nothing where nothing is found there.
async fn replaced_in_pictures(
    app: &App,
    post_id: i64,
    language: &str,
    whose: Whose,
) -> Result<Option<Pictures>> {
    let rows = media::list_of(app, post_id).await?;
    let mut described = Vec::new();
    for row in &rows {
        let words = rewritten(app, &row.description, language, whose, instead_of_holding).await?;
        if words != row.description {
            described.push(Described { id: row.id, description: Some(words), focus: None });
        }
    }
    let ids = rows.iter().map(|row| row.id).collect();
    Ok((!described.is_empty()).then_some(Pictures { ids, described }))
}

/// An address on this server, or of a public site.
fn is_public_site(app: &App, address: &str) -> bool {
    let lower = address.to_lowercase();
    let bare = lower.trim_start_matches("https://").trim_start_matches("http://").trim_start_matches("www.");
    let host = bare.split(['/', '?', '#']).next().unwrap_or_default();
    let mut sites = PUBLIC_SITES.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    host == app.urls.domain() || sites.any(|site| host == site || host.ends_with(&format!(".{site}")))
}

/// A known account that is no person: the guide, a feed, a group.
async fn is_service(app: &App, handle: &str) -> Result<bool> {
    let account = account::find_by_address(app, handle.trim_start_matches(['@', '＠'])).await?;
    Ok(account.is_some_and(|account| match account.kind {
        AccountKind::Person => false,
        AccountKind::Application | AccountKind::Group | AccountKind::Organization | AccountKind::Service => {
            true
        }
    }))
}
