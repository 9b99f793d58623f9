//! Translating a post for one reader: an edition of the story where there is one, people's before machines'; else
//! what the operator's service makes of the text.
//!
//! A translation by the service is a reading aid and is not kept. A story whose author was asked about translations and
//! said no gets none.

use std::sync::Arc;

use tracing::warn;

use crate::app::App;
use crate::base::error::{Error, Result};
use crate::base::text::CleanHtml;
use crate::base::text::html::{escape, plain};
use crate::base::translator::{Languages, Translated};
use crate::domain::care::level;
use crate::domain::consent::Scope;
use crate::domain::media;
use crate::domain::post::{self, Post, PostState};
use crate::domain::story::codes::EditionBy;
use crate::domain::story::document::{EditionView, StoryView, same_language};
use crate::domain::story::summary::{fact_lines, view_of};
use crate::domain::vocabulary::Lang;
use crate::store::poll_option;

/// The longest language tag that anybody may ask for (BCP 47 section 4.4.1).
const MAX_TAG: usize = 35;

/// A post in another language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Translation {
    /// The text.
    pub html: CleanHtml,
    /// The content warning, plain.
    pub warning: String,
    /// The options of its poll, plain; empty where it asks nothing, or nobody translated them.
    pub options: Vec<String>,
    /// What is to be seen on its pictures, plain, by their numbers; without those that nobody described or translated.
    pub pictures: Vec<(i64, String)>,
    /// The language it is in.
    pub language: String,
    /// The language it was translated from; `und` where nobody knows.
    pub source_language: String,
    /// Who translated it.
    pub by: TranslatedBy,
}

/// Who translated a post.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TranslatedBy {
    /// Nobody: it was written in this language.
    Nobody,
    /// Who wrote it.
    Author,
    /// A member of a community.
    Community,
    /// A machine, by name where it is known.
    Machine(Option<String>),
    /// The service of this server.
    Service,
}

/// A post in the language that a reader asks for. `None` where nobody translated it and there is no service that
/// could, or it failed.
///
/// # Errors
/// `NotFound` where the reader may not read the post, `Forbidden` where it is not for everybody: what was said to a
/// few goes to no service.
pub async fn translate(app: &App, viewer: i64, id: i64, wanted: &str) -> Result<Option<Translation>> {
    let found = post::load_visible(app, Some(viewer), id).await?;
    let post = match found.boost_of_id {
        Some(boosted) => post::load_visible(app, Some(viewer), boosted).await?,
        None => found,
    };
    if !post.visibility.is_open() || post.state != PostState::Published {
        return Err(Error::Forbidden("the post is not for everybody"));
    }
    let is_tag = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    if wanted.is_empty() || wanted.len() > MAX_TAG || !wanted.bytes().all(is_tag) {
        return Err(Error::invalid("lang", "problem-language-unknown"));
    }
    let story = view_of(&post);
    if let Some(story) = &story
        && let Some(edition) = story.edition(wanted)
    {
        let of_edition = of_edition(&post, story, edition, wanted);
        return Ok(Some(with_beside(app, &post, of_edition).await?));
    }
    if story.as_ref().is_some_and(|story| story.declines(Scope::Translate.code())) {
        return Ok(None);
    }
    by_service(app, &post, story.as_ref(), wanted).await
}

/// From which languages into which the operator's service translates; nothing where there is none, or it fails.
pub async fn languages(app: &App) -> Languages {
    let Some(service) = &app.translator else { return Languages::default() };
    match service.languages().await {
        Ok(languages) => Languages::clone(&languages),
        Err(error) => {
            warn!("asking for the languages of the translation service: {error:#}");
            Languages::default()
        }
    }
}

fn of_edition(post: &Post, story: &StoryView, edition: &EditionView, wanted: &str) -> Translation {
    let original = original_language(post, Some(story));
    let language = edition.language.clone().unwrap_or_else(|| original.clone());
    let is_original = edition.kind.as_ref().is_some_and(|kind| kind.code == "original");
    let by = edition.by.as_ref().and_then(|by| EditionBy::from_code(&by.code));
    let by = match by.unwrap_or(EditionBy::Community) {
        EditionBy::Author if is_original => TranslatedBy::Nobody,
        EditionBy::Author => TranslatedBy::Author,
        EditionBy::Community => TranslatedBy::Community,
        EditionBy::Machine => TranslatedBy::Machine(edition.engine.clone()),
    };
    let known = |(tag, title): &(String, String)| same_language(tag, wanted).then(|| title.clone());
    let title = edition.title.clone().or_else(|| story.titles.iter().find_map(known));
    Translation {
        html: with_facts(title.as_deref(), &edition.unclean_content, story, wanted),
        warning: warning(post, story, wanted),
        options: Vec::new(),
        pictures: Vec::new(),
        language,
        source_language: original,
        by,
    }
}

/// What stands beside the text of a post, and is in no edition.
struct Beside {
    options: Vec<String>,
    pictures: Vec<(i64, String)>,
}

impl Beside {
    async fn load(app: &App, post: &Post) -> Result<Self> {
        let options = poll_option::list(app.read(), &[post.id]).await?;
        let pictures = media::list_of(app, post.id).await?.into_iter();
        Ok(Self {
            options: options.into_iter().map(|option| option.title).collect(),
            pictures: pictures
                .filter(|picture| !picture.description.is_empty())
                .map(|picture| (picture.id, picture.description))
                .collect(),
        })
    }

    /// As HTML, for the service.
    fn texts(&self) -> Vec<String> {
        let descriptions = self.pictures.iter().map(|(_, description)| description);
        self.options.iter().chain(descriptions).map(|text| escape(text)).collect()
    }

    /// The same in the words that came back for [`Beside::texts`].
    fn worded(self, texts: &[String]) -> Self {
        let mut texts = texts.iter().map(|text| plain(text));
        let options = self.options.iter().filter_map(|_| texts.next()).collect();
        let pictures = self.pictures.iter().filter_map(|(id, _)| Some((*id, texts.next()?))).collect();
        Self { options, pictures }
    }
}

/// An edition with what stands beside the text, where a service can translate that: people translated the rest.
async fn with_beside(app: &App, post: &Post, edition: Translation) -> Result<Translation> {
    let beside = Beside::load(app, post).await?;
    let texts = beside.texts();
    if texts.is_empty() || same_language(&edition.source_language, &edition.language) {
        return Ok(edition);
    }
    let known = Some(edition.source_language.as_str()).filter(|tag| *tag != "und");
    let Some(made) = ask(app, post, &texts, known, &edition.language).await? else { return Ok(edition) };
    let Beside { options, pictures } = beside.worded(&made.texts);
    Ok(Translation { options, pictures, ..edition })
}

/// Asks the operator's service; nothing where there is none, it does not know the languages, or it fails.
async fn ask(
    app: &App,
    post: &Post,
    texts: &[String],
    from: Option<&str>,
    into: &str,
) -> Result<Option<Arc<Translated>>> {
    let Some(service) = &app.translator else { return Ok(None) };
    match service.translate(texts, from, into).await {
        Err(error @ Error::Remote { .. }) => {
            warn!(post.id = post.id, "translating post {}: {error:#}", post.id);
            Ok(None)
        }
        made => made,
    }
}

async fn by_service(
    app: &App,
    post: &Post,
    story: Option<&StoryView>,
    wanted: &str,
) -> Result<Option<Translation>> {
    let original = original_language(post, story);
    // The facts of a story need no machine: the vocabulary has them in nine languages.
    let told = story.and_then(|story| Some((story, story.edition(&original)?)));
    let title = told.and_then(|(_, edition)| edition.title.as_deref());
    let text = told.map_or(post.html.as_str(), |(_, edition)| edition.unclean_content.as_str());
    let mut texts =
        vec![escape(title.unwrap_or_default()), CleanHtml::clean(text).into_string(), escape(&post.warning)];
    let before = texts.len();
    let beside = Beside::load(app, post).await?;
    texts.extend(beside.texts());
    let known = Some(original.as_str()).filter(|tag| *tag != "und");
    let Some(made) = ask(app, post, &texts, known, wanted).await? else { return Ok(None) };
    let piece = |at: usize| made.texts.get(at).map(String::as_str).unwrap_or_default();
    let html = match told {
        Some((story, _)) => {
            // What was empty stays so, whatever came back for it.
            let title = title.map(|_| plain(piece(0)));
            with_facts(title.as_deref(), piece(1), story, wanted)
        }
        None => CleanHtml::clean(piece(1)),
    };
    let ours = story.map(|story| warning(post, story, wanted)).filter(|ours| *ours != post.warning);
    let theirs = || if post.warning.is_empty() { String::new() } else { plain(piece(2)) };
    let Beside { options, pictures } = beside.worded(made.texts.get(before..).unwrap_or_default());
    Ok(Some(Translation {
        html,
        warning: ours.unwrap_or_else(theirs),
        options,
        pictures,
        language: wanted.to_owned(),
        source_language: known.map(str::to_owned).or_else(|| made.detected.clone()).unwrap_or(original),
        by: TranslatedBy::Service,
    }))
}

fn original_language(post: &Post, story: Option<&StoryView>) -> String {
    let stated = story.and_then(|story| story.original_language.clone());
    stated.or_else(|| post.language.clone()).unwrap_or_else(|| "und".to_owned())
}

/// Title, text and facts, as the post itself has them, in the reader's language.
fn with_facts(title: Option<&str>, unclean: &str, story: &StoryView, wanted: &str) -> CleanHtml {
    let mut html = String::new();
    if let Some(title) = title {
        html.push_str(&format!("<p><strong>{}</strong></p>", escape(title)));
    }
    html.push_str(CleanHtml::clean(unclean).as_str());
    let lines = fact_lines(story, Lang::from_tag(wanted).unwrap_or(Lang::En));
    if !lines.is_empty() {
        let lines: Vec<String> = lines.iter().map(|line| escape(line)).collect();
        html.push_str(&format!("<p>{}</p>", lines.join("<br>")));
    }
    CleanHtml::clean(&html)
}

/// The warning that covers a story: one that a server set can be said in every language of the vocabulary, an
/// author's own words stand.
fn warning(post: &Post, story: &StoryView, wanted: &str) -> String {
    let original = original_language(post, Some(story));
    let reworded = match (Lang::from_tag(&original), Lang::from_tag(wanted)) {
        (Some(from), Some(to)) if from != to => level::reworded(&post.warning, from, to),
        (Some(_) | None, Some(_) | None) => None,
    };
    reworded.unwrap_or_else(|| post.warning.clone())
}
