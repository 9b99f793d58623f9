//! Telling a story, and changing one: the form, the page as others will see it, and what happens then.

use axum::extract::{Path, State};
use axum::response::Response;
use http::{StatusCode, Uri};
use serde::Deserialize;

use super::fields::StoryForm;
use super::filled::filled;
use super::lists::lists;
use super::rare;
use super::told::{YES, told};
use super::{PreviewPage, SharePage, ToldPage};
use crate::app::App;
use crate::base::config::ScanMode;
use crate::base::error::{Error, Problem, Result};
use crate::domain::auth::Member;
use crate::domain::consent::Scope;
use crate::domain::post::{Post, PostKind, PostState};
use crate::domain::story::draft::typed;
use crate::domain::story::identity::{self, Which};
use crate::domain::story::{self, Source, Told};
use crate::domain::vocabulary::vocabulary;
use crate::http::params;
use crate::http::web::door::{Failure, Reader, Sent, answer, go};
use crate::http::web::findings::{self, FindingView, Keeps};
use crate::http::web::frame::Frame;
use crate::http::web::stories::facts::lang_of;
use crate::http::web::stories::present;
use crate::http::web::stories::show::helplines;

/// More words than these are a second story.
const MOST_MENTIONED: usize = 12;

/// A story that its author changes.
pub struct Own {
    /// The post.
    pub post: Post,
    /// What the author told.
    pub source: Source,
    /// The path of its page.
    pub path: String,
}

/// `GET /share`: the form; for who is not signed in, how to come to it.
pub async fn show(State(app): State<App>, reader: Reader) -> Result<Response, Failure> {
    if let Some(member) = reader.signed_in() {
        member.require_active()?;
    }
    form_page(&app, &reader, reader.frame(), StoryForm::empty(), None)
}

/// `POST /share`: more rows, the preview, back to the form, or telling it.
pub async fn send(State(app): State<App>, reader: Reader, sent: Sent) -> Result<Response, Failure> {
    Box::pin(step(&app, &reader, &sent, None)).await
}

/// `GET /@{handle}/{id}/edit`: the form with what was told.
pub async fn edit(
    State(app): State<App>,
    reader: Reader,
    Path((_, id)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let own = load_own(&app, reader.active_member()?, &id).await?;
    let form = filled(&own.source, own.post.indexable).with_rows();
    form_page(&app, &reader, reader.frame(), form, Some(&own))
}

/// `POST /@{handle}/{id}/edit`: as for a new story.
pub async fn send_edit(
    State(app): State<App>,
    reader: Reader,
    Path((_, id)): Path<(String, String)>,
    sent: Sent,
) -> Result<Response, Failure> {
    let own = load_own(&app, reader.active_member()?, &id).await?;
    Box::pin(step(&app, &reader, &sent, Some(&own))).await
}

/// What the page after telling says.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Done {
    changed: String,
}

/// `GET /@{handle}/{id}/told`: thanks, and what happens now.
pub async fn done(
    State(app): State<App>,
    reader: Reader,
    Path((_, id)): Path<(String, String)>,
    uri: Uri,
) -> Result<Response, Failure> {
    let own = load_own(&app, reader.member()?, &id).await?;
    let done: Done = params::from_query(&uri).unwrap_or_default();
    let page = ToldPage {
        page: reader.frame(),
        address: own.path,
        held: story::review::is_waiting(&app, &own.post).await?,
        changed: done.changed == YES,
        helplines: present::needs_helplines(own.post.care_level).then(|| helplines(&app, &reader)),
    };
    answer(StatusCode::OK, &page)
}

/// The reader's own story. Others' stories, and posts that are none, are changed nowhere here.
pub async fn load_own(app: &App, author: &Member, id: &str) -> Result<Own> {
    let Ok(id) = id.parse() else { return Err(Error::NotFound("post")) };
    let (post, source) = story::load_source(app, author, id).await?;
    let path = present::path(&app.urls, &post, &author.account);
    match post.kind {
        PostKind::Story => Ok(Own { post, source, path }),
        PostKind::Note | PostKind::Boost => Err(Error::NotFound("post")),
    }
}

/// What a form asks for.
async fn step(app: &App, reader: &Reader, sent: &Sent, own: Option<&Own>) -> Result<Response, Failure> {
    let author = reader.active_member()?;
    let mut form = StoryForm::read(sent.pairs());
    if sent.has("hide") {
        rare::leave_out(&mut form, sent.get("hide"));
    }
    if sent.has("more") {
        return form_page(app, reader, frame(reader, own), form.with_more(sent.get("more")), own);
    }
    if sent.get("action") == "change" {
        return form_page(app, reader, frame(reader, own), form.with_rows(), own);
    }
    let form = match sent.get("action") {
        "replace" => replaced(app, form, Which::All).await?,
        "replace-holding" => replaced(app, form, Which::Holding).await?,
        _ => form,
    };
    let covers_all = author.row.default_sensitive;
    let read = match told(app, &form, own.map(|own| &own.source), covers_all) {
        Ok(read) => read,
        Err(problems) => return with_problems(app, reader, form, own, problems),
    };
    let found = found(app, reader, &form).await?;
    let must_change = found.iter().any(|view| view.keeps == Keeps::Never) && holds_back(app);
    if sent.get("action") != "tell" || must_change {
        let problems = if sent.get("action") == "tell" {
            vec![Problem::new("findings-title", "problem-contact")]
        } else {
            Vec::new()
        };
        return preview_page(app, reader, author, Shown { form, read: &read, found, problems }, own).await;
    }
    let indexable = form.single.findable == YES;
    let stored = match own {
        Some(own) => Box::pin(story::retell(app, author, own.post.id, read, indexable)).await,
        None => Box::pin(story::tell(app, author, read, indexable)).await,
    };
    match stored {
        Ok(post) => {
            let changed = if own.is_some() { "?changed=yes" } else { "" };
            Ok(go(reader, &format!("{}/told{changed}", present::path(&app.urls, &post, &author.account))))
        }
        Err(Error::Invalid(problems)) => with_problems(app, reader, form, own, problems),
        Err(error) => Err(error.into()),
    }
}

/// The path to which the form is sent, so that the language choice leads to a page that can be fetched.
fn frame(reader: &Reader, own: Option<&Own>) -> Frame {
    reader.frame_at(&own.map_or_else(|| "/share".to_owned(), |own| format!("{}/edit", own.path)), Vec::new())
}

fn form_page(
    app: &App,
    reader: &Reader,
    page: Frame,
    form: StoryForm,
    own: Option<&Own>,
) -> Result<Response, Failure> {
    let status = if page.problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = SharePage {
        page,
        form,
        lists: lists(reader.language),
        helplines: helplines(app, reader),
        editing: own.map(|own| own.path.clone()),
    };
    answer(status, &page)
}

fn with_problems(
    app: &App,
    reader: &Reader,
    form: StoryForm,
    own: Option<&Own>,
    problems: Vec<Problem>,
) -> Result<Response, Failure> {
    // The room names the one field of the client API; here it is the story.
    let here = |problem: Problem| {
        let field = if problem.field == "status" { "text" } else { problem.field };
        Problem { field, ..problem }
    };
    let page = Frame { problems: problems.into_iter().map(here).collect(), ..frame(reader, own) };
    form_page(app, reader, page, form.with_rows(), own)
}

/// The form with what was found in its texts replaced.
async fn replaced(app: &App, mut form: StoryForm, which: Which) -> Result<StoryForm> {
    let language = language_of(&form);
    for text in [&mut form.single.title, &mut form.single.text, &mut form.single.warning] {
        *text = identity::replaced_in(app, text, &language, which).await?;
    }
    for edition in &mut form.editions {
        let language = typed::language_of(&edition.text, Some(edition.language.as_str()));
        for text in [&mut edition.title, &mut edition.text] {
            *text = identity::replaced_in(app, text, &language, which).await?;
        }
    }
    Ok(form)
}

/// What was found in the texts of a form, in their order.
async fn found(app: &App, reader: &Reader, form: &StoryForm) -> Result<Vec<FindingView>> {
    let language = language_of(form);
    let single = &form.single;
    let mut texts: Vec<(&str, String)> =
        [&single.title, &single.text, &single.warning].map(|text| (text.as_str(), language.clone())).into();
    for edition in &form.editions {
        let language = typed::language_of(&edition.text, Some(edition.language.as_str()));
        texts.extend([&edition.title, &edition.text].map(|text| (text.as_str(), language.clone())));
    }
    let mut found = Vec::new();
    for (text, language) in texts {
        found.extend(findings::present(
            text,
            &identity::findings_in(app, text, &language).await?,
            reader.language,
        ));
    }
    Ok(found)
}

fn language_of(form: &StoryForm) -> String {
    let stated = Some(form.single.language.trim()).filter(|language| !language.is_empty());
    typed::language_of(&form.single.text, stated)
}

/// Whether findings keep a story from being published here.
fn holds_back(app: &App) -> bool {
    app.config.review.scan == ScanMode::Hold
}

/// What the preview shows.
struct Shown<'a> {
    form: StoryForm,
    read: &'a Told,
    found: Vec<FindingView>,
    problems: Vec<Problem>,
}

async fn preview_page(
    app: &App,
    reader: &Reader,
    author: &Member,
    shown: Shown<'_>,
    own: Option<&Own>,
) -> Result<Response, Failure> {
    let Shown { form, read, found, problems } = shown;
    let status = if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let has_names = holds_back(app) && found.iter().any(|view| view.keeps == Keeps::Moderator);
    let preview = story::preview(app, read)?;
    let told_before = own.map(|own| own.post.id);
    let (facts, editions) = (&read.facts, &read.editions);
    let rarity = story::rarity::check(app, facts, editions, Some(author.id()), told_before).await?;
    let mentioned = typed::also_mentioned(&read.facts, &read.editions);
    let label = |id| vocabulary().term(id).map(|term| term.label(lang_of(reader.language)).to_owned());
    let frame = frame(reader, own);
    let page = PreviewPage {
        rare: rare::lines(&frame, &read.facts, &rarity),
        ways: rare::ways(&frame, &rarity),
        page: Frame { problems, ..frame },
        story: present::preview(&preview, &author.account, reader.language, app.minute()),
        form,
        helplines: present::needs_helplines(i32::from(preview.care_level)).then(|| helplines(app, reader)),
        has_contact: holds_back(app) && found.iter().any(|view| view.keeps == Keeps::Never),
        has_names,
        findings: found,
        also_mentioned: mentioned.into_iter().filter_map(label).take(MOST_MENTIONED).collect(),
        held_first: story::review::reads_first(app, author)
            || own.is_some_and(|own| own.post.state != PostState::Published),
        federated: author.row.federates && read.consent.allows(Scope::Federate),
        editing: own.map(|own| own.path.clone()),
    };
    answer(status, &page)
}
