//! Telling a story, and changing one: the form, the page as others will see it, and what happens then.

use axum::extract::{Path, State};
use axum::response::Response;
use http::{StatusCode, Uri};
use serde::Deserialize;

use super::fields::StoryForm;
use super::filled::filled;
use super::lists::lists;
use super::told::{YES, told};
use super::{PreviewPage, SharePage, ToldPage};
use crate::app::App;
use crate::base::error::{Error, Problem, Result};
use crate::domain::auth::Member;
use crate::domain::consent::Scope;
use crate::domain::post::{Post, PostKind, PostState};
use crate::domain::story::draft::typed;
use crate::domain::story::{self, Source, Told};
use crate::domain::vocabulary::vocabulary;
use crate::http::params;
use crate::http::web::door::{Failure, Reader, Sent, answer, go};
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
        held: own.post.state == PostState::Held,
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
    let form = StoryForm::read(sent.pairs());
    if sent.has("more") {
        return form_page(app, reader, frame(reader, own), form.with_more(sent.get("more")), own);
    }
    if sent.get("action") == "change" {
        return form_page(app, reader, frame(reader, own), form.with_rows(), own);
    }
    let covers_all = author.row.default_sensitive;
    let read = match told(app, &form, own.map(|own| &own.source), covers_all) {
        Ok(read) => read,
        Err(problems) => return with_problems(app, reader, form, own, problems),
    };
    if sent.get("action") != "tell" {
        return preview_page(app, reader, author, form, &read, own);
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

fn preview_page(
    app: &App,
    reader: &Reader,
    author: &Member,
    form: StoryForm,
    read: &Told,
    own: Option<&Own>,
) -> Result<Response, Failure> {
    let preview = story::preview(app, read)?;
    let mentioned = typed::also_mentioned(&read.facts, &read.editions);
    let label = |id| vocabulary().term(id).map(|term| term.label(lang_of(reader.language)).to_owned());
    let travels = own.is_none_or(|own| own.post.federates) && author.row.federates;
    let page = PreviewPage {
        page: frame(reader, own),
        story: present::preview(&preview, &author.account, reader.language, app.minute()),
        form,
        helplines: present::needs_helplines(i32::from(preview.care_level)).then(|| helplines(app, reader)),
        findings: Vec::new(),
        also_mentioned: mentioned.into_iter().filter_map(label).take(MOST_MENTIONED).collect(),
        held_first: own.map_or(!author.row.trusted, |own| own.post.state == PostState::Held),
        federated: travels && read.consent.allows(Scope::Federate),
        editing: own.map(|own| own.path.clone()),
    };
    answer(StatusCode::OK, &page)
}
