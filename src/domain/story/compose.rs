//! Composing: what the author told becomes everything that is stored and sent, in one step without the database.

use std::collections::HashMap;

use anyhow::Context as _;
use serde::{Deserialize, Serialize};

use crate::app::App;
use crate::base::error::{Error, Problem, Result};
use crate::domain::account;
use crate::domain::auth::Member;
use crate::domain::care::level::{self, Assessment};
use crate::domain::consent::{Consent, Scope};
use crate::domain::post::{Post, PostKind, Visibility};
use crate::domain::story::content::{self, Links, StoryParts};
use crate::domain::story::danger;
use crate::domain::story::document::{self, Document, PublishedEdition};
use crate::domain::story::draft::{self, Draft};
use crate::domain::story::marks::{MarkKind, marks};
use crate::domain::story::{Edition, Facts, render};
use crate::domain::vocabulary::{Lang, TermId};

/// Most people one post may mention: more is spam.
const MAX_MENTIONS: usize = 20;
/// Longest content warning, in characters: Misskey has room for 512, and loses the whole post where one is longer.
const MAX_WARNING_CHARS: usize = 500;

/// What an author tells, from a text or from the form.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Told {
    /// Whether it is a story; else a plain note without facts on the wire.
    pub is_story: bool,
    /// What it states.
    pub facts: Facts,
    /// Its language versions, the original first; never empty. A plain note has one, with all that was written.
    pub editions: Vec<Edition>,
    /// Titles in languages that no edition is in: language tag and title.
    pub titles: Vec<(String, String)>,
    /// Hashtags that stood alone, without sign.
    pub hashtags: Vec<String>,
    /// The content warning as written.
    pub warning: Option<String>,
    /// Whether the author wants it covered.
    pub sensitive: bool,
    /// What the author agreed to.
    pub consent: Consent,
    /// The care level that a moderator set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub care: Option<u8>,
}

/// What an author told, as it is kept for changing it later.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Source {
    /// What it states.
    pub facts: Facts,
    /// Its language versions, the original first.
    pub editions: Vec<Edition>,
    /// Titles in languages that no edition is in: language tag and title.
    #[serde(default)]
    pub titles: Vec<(String, String)>,
    /// Hashtags that stood alone.
    #[serde(default)]
    pub hashtags: Vec<String>,
    /// The warning as the author wrote it; empty: the server's.
    #[serde(default)]
    pub warning: String,
    /// What the author agreed to.
    pub consent: Consent,
    /// The care level that a moderator set.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub care: Option<u8>,
}

/// Everything that is stored of a new or changed post.
#[derive(Debug, Clone)]
pub struct Composed {
    pub(super) kind: PostKind,
    pub(super) language: Option<String>,
    pub(super) title: Option<String>,
    pub(super) warning: String,
    pub(super) sensitive: bool,
    pub(super) care_level: u8,
    pub(super) html: String,
    pub(super) source: String,
    pub(super) story: Option<String>,
    /// Folded form and name.
    pub(super) tags: Vec<(String, String)>,
    pub(super) terms: Vec<String>,
    pub(super) mentions: Vec<i64>,
}

/// A story before it is told.
#[derive(Debug, Clone)]
pub struct Preview {
    /// Its facts and editions in their wire form, as a post holds them.
    pub story: String,
    /// What covers it; empty where nothing does.
    pub warning: String,
    /// How much care it needs, from 0 to 2.
    pub care_level: u8,
}

impl Told {
    /// What a text tells: a story with its facts, or a plain note that keeps every word.
    pub fn from_text(text: &str, draft: Draft, is_story: bool, consent: Consent) -> Self {
        let titles = titles_alone(&draft);
        let mut told = Self {
            is_story,
            facts: draft.facts,
            titles,
            editions: draft.editions,
            hashtags: draft.hashtags,
            warning: None,
            sensitive: false,
            consent,
            care: None,
        };
        if !is_story {
            let language =
                told.editions.first().map_or_else(|| "und".to_owned(), |edition| edition.language.clone());
            told.facts = Facts::default();
            told.editions = vec![Edition::original(language, None, text)];
            told.titles = Vec::new();
            told.hashtags = Vec::new();
        }
        told
    }
}

impl Told {
    /// What a stored source tells.
    pub(super) fn of(source: Source, is_story: bool, sensitive: bool) -> Self {
        Self {
            is_story,
            facts: source.facts,
            editions: source.editions,
            titles: source.titles,
            hashtags: source.hashtags,
            warning: Some(source.warning).filter(|warning| !warning.is_empty()),
            sensitive,
            consent: source.consent,
            care: source.care,
        }
    }

    /// The care level that nobody may go below: that of the terms stated.
    pub fn least_care(&self) -> u8 {
        level::assess(&distinct(self.facts.terms()), &[]).level
    }

    /// The warning as its author wrote it; empty: the server's.
    pub(super) fn own_warning(&self) -> String {
        own_warning(self).unwrap_or_default().to_owned()
    }

    /// What is kept for changing it later.
    pub(super) fn into_source(self) -> Source {
        Source {
            warning: self.own_warning(),
            facts: self.facts,
            editions: self.editions,
            titles: self.titles,
            hashtags: self.hashtags,
            consent: self.consent,
            care: self.care,
        }
    }
}

impl Source {
    /// The source of a post of this server.
    pub fn of(post: &Post) -> Result<Self> {
        let source = post.source.as_deref().ok_or(Error::NotFound("source"))?;
        Ok(serde_json::from_str(source).with_context(|| format!("reading the source of post {}", post.id))?)
    }

    /// The text that gives this source when it is parsed again. Titles without an edition stand beside the first one.
    pub fn render(&self) -> String {
        let mut editions = self.editions.clone();
        if let Some(title) = editions.first_mut().and_then(|first| first.title.as_mut()) {
            for (_, other) in &self.titles {
                title.push_str(" / ");
                title.push_str(other);
            }
        }
        render::source(&self.facts, &editions, &self.hashtags)
    }
}

/// The titles of a draft that none of its editions has.
fn titles_alone(read: &Draft) -> Vec<(String, String)> {
    let is_alone = |title: &&draft::Title| {
        !read.editions.iter().any(|edition| edition.title.as_deref() == Some(title.text.as_str()))
    };
    let alone = read.titles.iter().filter(is_alone);
    alone.map(|title| (title.language.clone(), title.text.clone())).collect()
}

/// Composes a post with the wire id `uri` for those who may see it. `parent` is what it answers: its author counts as
/// mentioned.
pub async fn compose(
    app: &App,
    author: &Member,
    told: &Told,
    uri: &str,
    visibility: Visibility,
    parent: Option<&Post>,
) -> Result<Composed> {
    let original = told.editions.first().ok_or_else(|| Error::invalid("status", "problem-text-empty"))?;
    let (mentions, pages) = find_mentioned(app, told, author, parent).await?;
    refuse_what_waits_for_trust(author, told, &mentions)?;
    if own_warning(told).is_some_and(|warning| warning.chars().count() > MAX_WARNING_CHARS) {
        let problem = Problem::new("warning", "problem-too-long").with("most", MAX_WARNING_CHARS);
        return Err(Error::Invalid(vec![problem]));
    }
    let tag_page = |tag: &str| app.urls.tag_page(tag);
    let links = Links { tag_page: &tag_page, mentions: &pages };
    let lang = Lang::from_tag(&original.language).unwrap_or(Lang::En);
    let terms = distinct(told.facts.terms());
    let (care_level, warning) = cover(app, told, &terms, lang, visibility);
    let content = if told.is_story {
        let facts = told.facts.published();
        let fact_lines = render::fact_lines(&facts, lang);
        let parts = StoryParts {
            edition: original,
            others: told.editions.get(1..).unwrap_or_default(),
            fact_lines: &fact_lines,
            facts: &facts,
            typed: &told.hashtags,
            page: uri,
        };
        content::story(&parts, &links)
    } else {
        content::note(&original.text, &links)
    };
    let source = told.clone().into_source();
    Ok(Composed {
        kind: if told.is_story { PostKind::Story } else { PostKind::Note },
        language: Some(original.language.clone()).filter(|language| language != "und"),
        title: original.title.clone().filter(|_| told.is_story),
        sensitive: told.sensitive || !warning.is_empty(),
        warning,
        care_level,
        html: content.html,
        source: serde_json::to_string(&source).context("writing a post's source")?,
        story: told.is_story.then(|| document(told, original, &links)),
        tags: content.tags,
        terms: if told.is_story { terms.iter().map(ToString::to_string).collect() } else { Vec::new() },
        mentions,
    })
}

/// A story as others will see it, before it is told. Nothing is stored; mentions lead nowhere yet.
pub fn preview(app: &App, told: &Told) -> Result<Preview> {
    let original = told.editions.first().ok_or_else(|| Error::invalid("text", "problem-story-empty"))?;
    let lang = Lang::from_tag(&original.language).unwrap_or(Lang::En);
    let (care_level, warning) = cover(app, told, &distinct(told.facts.terms()), lang, Visibility::Public);
    let tag_page = |tag: &str| app.urls.tag_page(tag);
    let links = Links { tag_page: &tag_page, mentions: &HashMap::new() };
    Ok(Preview { story: document(told, original, &links), warning, care_level })
}

/// The care level of what is published, 0 to 2, and the warning that covers the text: the author's own, or one where it
/// is due: over what everybody may read. A message to some people is its writer's own affair. A moderator decides about
/// words, and never below what the terms say.
fn cover(app: &App, told: &Told, terms: &[TermId], lang: Lang, visibility: Visibility) -> (u8, String) {
    let mut care = assess(app, told, terms);
    if let Some(set) = told.care {
        care.level = set.min(level::SUICIDAL_THOUGHTS).max(told.least_care());
    }
    let medications: Vec<_> =
        told.facts.medications.iter().filter_map(|medication| medication.term).collect();
    let warning = match own_warning(told) {
        Some(warning) => warning.to_owned(),
        None if visibility.is_open() => level::warning(&care, &medications, lang).unwrap_or_default(),
        None => String::new(),
    };
    (care.level, warning)
}

/// What is found in it, whatever a moderator says.
fn assess(app: &App, told: &Told, terms: &[TermId]) -> Assessment {
    let texts =
        told.editions.iter().flat_map(|edition| [edition.title.as_deref(), Some(edition.text.as_str())]);
    let mut care = level::assess(terms, &texts.flatten().collect::<Vec<_>>());
    if danger::found(app, told, None).is_some() {
        care.level = level::SUICIDAL_THOUGHTS;
    }
    care
}

/// The care level, 0 to 2, that the terms and the words have before a moderator sets one.
pub(super) fn found_care(app: &App, told: &Told) -> u8 {
    assess(app, told, &distinct(told.facts.terms())).level
}

fn own_warning(told: &Told) -> Option<&str> {
    told.warning.as_deref().map(str::trim).filter(|warning| !warning.is_empty())
}

/// Each term once, in the author's order.
fn distinct(terms: impl Iterator<Item = TermId>) -> Vec<TermId> {
    let mut known = Vec::new();
    for term in terms {
        if !known.contains(&term) {
            known.push(term);
        }
    }
    known
}

fn document(told: &Told, original: &Edition, links: &Links<'_>) -> String {
    let contents: Vec<String> =
        told.editions.iter().map(|edition| content::edition_html(edition, links)).collect();
    let editions: Vec<PublishedEdition<'_>> = told
        .editions
        .iter()
        .zip(&contents)
        .map(|(edition, content)| PublishedEdition { edition, content })
        .collect();
    let consents: Vec<document::Consent> = told
        .consent
        .agreed()
        .filter(|given| given.scope.travels())
        .map(|given| document::Consent {
            scope: given.scope.code().to_owned(),
            version: u32::from(given.version),
            given: given.given.clone(),
        })
        .collect();
    let declined: Vec<&str> =
        told.consent.declined().filter(|scope| scope.travels()).map(Scope::code).collect();
    let document = Document {
        original_language: &original.language,
        facts: &told.facts.published(),
        editions: &editions,
        titles: &told.titles,
        consents: &consents,
        declined: &declined,
    };
    document.compose().to_string()
}

/// The accounts that a text mentions, as far as they are known here, with their pages by the words that name them.
async fn find_mentioned(
    app: &App,
    told: &Told,
    author: &Member,
    parent: Option<&Post>,
) -> Result<(Vec<i64>, HashMap<String, String>)> {
    let mut ids: Vec<i64> = parent.map(|parent| parent.account_id).into_iter().collect();
    let mut pages = HashMap::new();
    for edition in &told.editions {
        for mark in marks(&edition.text).into_iter().filter(|mark| mark.kind == MarkKind::Mention) {
            let handle =
                edition.text.get(mark.range).unwrap_or_default().trim_start_matches('@').to_lowercase();
            if ids.len() >= MAX_MENTIONS || pages.contains_key(&handle) {
                continue;
            }
            if let Some(account) = account::find_by_address(app, &handle).await? {
                pages.insert(handle, account.url.clone());
                if !ids.contains(&account.id) {
                    ids.push(account.id);
                }
            }
        }
    }
    ids.retain(|id| *id != author.account.id);
    Ok((ids, pages))
}

/// Before the first approved story of an open sign-up: no links, no mentions.
fn refuse_what_waits_for_trust(author: &Member, told: &Told, mentions: &[i64]) -> Result<()> {
    if author.row.trusted {
        return Ok(());
    }
    let is_link = |edition: &Edition| marks(&edition.text).iter().any(|mark| mark.kind == MarkKind::Link);
    let problem = if told.editions.iter().any(is_link) {
        Problem::new("status", "problem-untrusted-link")
    } else if mentions.is_empty() {
        return Ok(());
    } else {
        Problem::new("status", "problem-untrusted-mention")
    };
    Err(Error::Invalid(vec![problem]))
}
