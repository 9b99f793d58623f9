//! Telling a story, and changing one: the doors to the steps, and what happens then.

use axum::extract::{Path, Query, State};
use axum::response::Response;
use http::{StatusCode, Uri};
use serde::Deserialize;

use super::fields::StoryForm;
use super::filled::filled;
use super::page::{gate, page};
use super::step::Step;
use super::told::YES;
use super::walk::{Done, Outcome, Own, Stand, Teller, reach, walk};
use super::{KeyPage, ToldPage};
use crate::app::App;
use crate::base::error::{Error, Result};
use crate::domain::auth::{Member, unnamed};
use crate::domain::post::timed::find_time;
use crate::domain::post::{Post, PostKind, PostState};
use crate::domain::story::manuscript::{self, Manuscript};
use crate::domain::story::{self, keyed, proposal};
use crate::http::params;
use crate::http::web::door::{Failure, Reader, Sent, answer, forget_manuscript, go, keep_manuscript, unkept};
use crate::http::web::people::words_of;
use crate::http::web::stories::present;
use crate::http::web::stories::show::helplines;

/// `GET /share`: the first step; where only members may tell, for others how to become one.
pub async fn show(State(app): State<App>, reader: Reader) -> Result<Response, Failure> {
    if reader.signed_in().is_none() && !keyed::is_open(&app) {
        return gate(&app, &reader);
    }
    let author = author(&app, &reader).await?;
    let form = kept(&app, &reader, None).await?.unwrap_or_default();
    page(&app, &reader, &teller(&reader, &author), Stand::at(Step::Tell, form)).await
}

/// `GET /share/{step}`: a later step, with what was typed before; the first one where nothing was.
pub async fn show_step(
    State(app): State<App>,
    reader: Reader,
    Path(code): Path<String>,
) -> Result<Response, Failure> {
    let step = Step::parse(&code)
        .filter(|step| matches!(step, Step::Facts | Step::Course | Step::Preview | Step::Consent));
    let step = step.ok_or(Error::NotFound("a step"))?;
    let Some(form) = kept(&app, &reader, None).await? else { return Ok(go(&reader, &Step::Tell.path())) };
    let author = author(&app, &reader).await?;
    let teller = teller(&reader, &author);
    let stand = reach(&app, &teller, form, step).await?;
    if stand.step != step {
        return Ok(go(&reader, &stand.step.path()));
    }
    page(&app, &reader, &teller, stand).await
}

/// `POST /share`: to another step, or telling it.
pub async fn send(State(app): State<App>, reader: Reader, sent: Sent) -> Result<Response, Failure> {
    let author = author(&app, &reader).await?;
    let teller = teller(&reader, &author);
    match Box::pin(walk(&app, &reader, &sent, &teller)).await? {
        Outcome::Stands(stand) => stay(&app, &reader, &teller, *stand).await,
        Outcome::Forget => forgotten(&app, &reader, &teller, go(&reader, &Step::Tell.path())).await,
        Outcome::Stored(done) => {
            let Done { post, words } = *done;
            let Some(words) = words else {
                let to = go(&reader, &format!("{}/told", path(&app, &post)));
                return forgotten(&app, &reader, &teller, to).await;
            };
            let page = KeyPage {
                page: reader.frame_at("/manage", Vec::new()),
                appears: find_time(app.read(), &post).await?.and_then(present::day),
                words: words_of(&words),
                address: keyed::is_readable(&post).then(|| path(&app, &post)),
                danger: story::danger::is_waiting(&app, &post).await?,
                refused: post.state == PostState::Refused,
                helplines: present::needs_helplines(post.care_level).then(|| helplines(&app, &reader)),
            };
            forgotten(&app, &reader, &teller, unkept(answer(StatusCode::OK, &page)?)).await
        }
    }
}

/// Who counts as the author of a new story: the member, or whoever tells without an account.
pub async fn author(app: &App, reader: &Reader) -> Result<Member> {
    if reader.signed_in().is_some() || !keyed::is_open(app) {
        return Ok(reader.active_member()?.clone());
    }
    unnamed::author(app).await
}

/// As whom the reader tells.
pub fn teller<'a>(reader: &Reader, author: &'a Member) -> Teller<'a> {
    if reader.signed_in().is_some() { Teller::member(author) } else { Teller::anybody(author) }
}

/// What the reader has typed so far of a new story, or of the change of one, if it is kept.
pub async fn kept(app: &App, reader: &Reader, story: Option<i64>) -> Result<Option<StoryForm>> {
    let Some(secret) = reader.manuscript() else { return Ok(None) };
    let found = manuscript::find(app, secret, reader.viewer()).await?;
    let found = found.filter(|found| found.story == story);
    let read = |found: Manuscript| {
        StoryForm::read(found.fields.iter().map(|(name, value)| (name.as_str(), value.as_str())))
    };
    Ok(found.map(read))
}

/// Keeps what was typed, and shows where its writer stands: by an address of its own where the browser gives the
/// secret back, so that it can be fetched again; else at once, with everything in the form.
pub async fn stay(
    app: &App,
    reader: &Reader,
    teller: &Teller<'_>,
    stand: Stand,
) -> Result<Response, Failure> {
    let Some(place) = teller.kept_at() else { return page(app, reader, teller, stand).await };
    let story = teller.own.map(|own| own.post.id);
    let written = Manuscript { whose: reader.viewer(), story, fields: stand.form.pairs() };
    let secret = manuscript::keep(app, reader.manuscript(), &written, reader.from).await?;
    let is_known = secret.is_some() && secret.as_deref() == reader.manuscript();
    let can_be_fetched =
        stand.problems.is_empty() && !stand.changed && !stand.has_more_rows && !stand.brought;
    if is_known && can_be_fetched {
        return Ok(go(reader, &teller.address(stand.step)));
    }
    let mut response = page(app, reader, teller, stand).await?;
    if let Some(secret) = secret.filter(|_| !is_known) {
        keep_manuscript(app, &place, &secret, &mut response);
    }
    Ok(response)
}

/// Forgets what was typed.
async fn forgotten(
    app: &App,
    reader: &Reader,
    teller: &Teller<'_>,
    mut response: Response,
) -> Result<Response, Failure> {
    if let (Some(secret), Some(place)) = (reader.manuscript(), teller.kept_at()) {
        manuscript::forget(app, secret).await?;
        forget_manuscript(app, &place, &mut response);
    }
    Ok(response)
}

/// What the address of the form may carry.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// A later step, of what is being typed.
    step: String,
    /// Whether it begins with the text that a moderator proposes.
    proposed: String,
}

/// `GET /@{handle}/{id}/edit`: the form with what was told, or with what was typed since.
pub async fn edit(
    State(app): State<App>,
    reader: Reader,
    Path((_, id)): Path<(String, String)>,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let author = reader.active_member()?;
    let own = load_own(&app, author, &id).await?;
    let teller = Teller::changes(author, &own);
    let step = Step::parse(&asked.step).filter(|step| *step < Step::Done).unwrap_or_default();
    let stand = match kept(&app, &reader, Some(own.post.id)).await? {
        _ if asked.proposed == YES => {
            let source = proposal::load_source(&app, author, own.post.id).await?;
            Stand::at(Step::Tell, filled(&source, own.post.indexable))
        }
        Some(form) => reach(&app, &teller, form, step).await?,
        None => Stand::at(Step::Tell, filled(&own.source, own.post.indexable)),
    };
    if stand.step != step {
        return Ok(go(&reader, &teller.address(stand.step)));
    }
    page(&app, &reader, &teller, stand).await
}

/// `POST /@{handle}/{id}/edit`: as for a new story.
pub async fn send_edit(
    State(app): State<App>,
    reader: Reader,
    Path((_, id)): Path<(String, String)>,
    sent: Sent,
) -> Result<Response, Failure> {
    let author = reader.active_member()?;
    let own = load_own(&app, author, &id).await?;
    let teller = Teller::changes(author, &own);
    let to = match Box::pin(walk(&app, &reader, &sent, &teller)).await? {
        Outcome::Stands(stand) => return stay(&app, &reader, &teller, *stand).await,
        Outcome::Forget => teller.path.clone(),
        Outcome::Stored(done) => changed(&path(&app, &done.post)),
    };
    forgotten(&app, &reader, &teller, go(&reader, &to)).await
}

fn path(app: &App, post: &Post) -> String {
    app.urls.local_path(&post.url).unwrap_or("/").to_owned()
}

/// Where the author of a story is thanked for its change, below the path of its page.
pub fn changed(path: &str) -> String {
    format!("{path}/told?changed={YES}")
}

/// What the page after telling says.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct After {
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
    let after: After = params::from_query(&uri).unwrap_or_default();
    let page = ToldPage {
        page: reader.frame(),
        appears: find_time(app.read(), &own.post).await?.and_then(present::day),
        address: own.path,
        held: story::review::is_waiting(&app, &own.post).await?,
        changed: after.changed == YES,
        danger: story::danger::is_waiting(&app, &own.post).await?,
        refused: story::danger::may_ask(&app, &own.post).await?,
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
