//! The page of one story, with the replies that were let through, and the page of who told it.

use std::collections::HashSet;

use axum::extract::{Path, State};
use axum::response::Response;
use chrono::NaiveDate;
use http::{StatusCode, Uri};

use super::filter::Asked;
use super::list::{Listed, turn};
use super::views::{ReplyView, Spoken};
use super::{MemberPage, Mine, StoryPage, pictures, present};
use crate::app::App;
use crate::base::error::{Error, Result};
use crate::base::text::CleanHtml;
use crate::domain::account::{self, Account};
use crate::domain::moderation::complaint;
use crate::domain::post::{self, Post, PostKind, PostState, Review, ReviewState, Shown, Visibility};
use crate::domain::relation::peer;
use crate::domain::story::summary::{Place, summarize};
use crate::domain::story::{self, identity};
use crate::federation::resolve;
use crate::http::web::door::{Failure, Reader, Sent, answer, findable, go};
use crate::http::web::helplines::HelplinesView;
use crate::http::web::proposal::send as proposal;

/// Nobody reads more replies on one page.
const MOST_REPLIES: usize = 100;

/// `GET /@{handle}/{id}`: one story, or another post.
pub async fn story(
    State(app): State<App>,
    reader: Reader,
    Path((handle, id)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let shown = load(&app, &reader, &handle, &id).await?;
    let post = &shown.post;
    if reader.viewer().is_some() {
        resolve::refresh_thread(&app, post).await;
    }
    let mut frame = reader.frame();
    // A post has one address here, however its writer's name was typed.
    frame.address = present::path(&app.urls, post, &shown.author);
    let mut mine = (reader.viewer() == Some(post.account_id) && post.kind == PostKind::Story).then(|| Mine {
        edit: format!("{}/edit", frame.address),
        consent: format!("{}/consent", frame.address),
        report: format!("{}/report", frame.address),
        take_back: format!("{}/take-back", frame.address),
        ask: format!("{}/ask", frame.address),
        may_ask: false,
        complaints: None,
        proposal: None,
        appeal: None,
        held: post.state == PostState::Held,
        appears: shown.release_at.and_then(present::day),
        said: Vec::new(),
    });
    if let Some(mine) = &mut mine {
        mine.may_ask = story::danger::may_ask(&app, post).await?;
        if let Some(me) = reader.signed_in()
            && story::appeal::find(&app, me, post.id).await?.is_some()
        {
            mine.appeal = Some(format!("/appeal/{}", post.id));
        }
        if let Some(me) = reader.signed_in()
            && story::proposal::find(&app, me, post.id).await?.is_some()
        {
            mine.proposal = Some(proposal::path(post.id));
        }
        let complaints = complaint::list_about(&app, post).await?;
        mine.complaints = (!complaints.is_empty()).then(|| format!("{}/complaints", frame.address));
        if let Some(review) = &shown.review {
            mine.said = said(&reader, post, review, mine.may_ask);
        }
    }
    if let Some(mine) = &mut mine
        && story::review::is_waiting(&app, post).await?
        && identity::gives_away(&app, post).await?
    {
        mine.said.push(reader.frame().say("story-gives-away").to_string());
    }
    if let Some(mine) = &mut mine {
        if story::danger::is_waiting(&app, post).await? {
            mine.said.push(reader.frame().say("danger-answer").to_string());
        }
        let waiting = story::reply::count_for_author(&app, post).await?;
        if waiting > 0 {
            mine.said.push(reader.frame().say("story-replies-wait").with("count", waiting).to_string());
        }
    }
    let listed =
        post.indexable && post.state == PostState::Published && post.visibility == Visibility::Public;
    let page = StoryPage {
        complain: format!("/complain?story={}", frame.address),
        page: frame,
        story: present::story(&app.urls, &shown, reader.language),
        helplines: present::needs_helplines(post.care_level).then(|| helplines(&app, &reader)),
        mine,
        findable: listed,
        preview: summarize(post, Place::Link).map(|summary| summary.description).unwrap_or_default(),
        canonical: post.url.clone(),
        activity: post.uri.clone(),
        replies: replies(&app, &reader, post).await?,
    };
    let answered = answer(StatusCode::OK, &page)?;
    Ok(if listed { findable(answered) } else { answered })
}

/// `POST /@{handle}/{id}/ask`: a person reads what a program did not let through.
pub async fn ask(
    State(app): State<App>,
    reader: Reader,
    Path((handle, id)): Path<(String, String)>,
    _sent: Sent,
) -> Result<Response, Failure> {
    let shown = load(&app, &reader, &handle, &id).await?;
    story::review::ask_person(&app, reader.active_member()?, shown.post.id).await?;
    Ok(go(&reader, &present::path(&app.urls, &shown.post, &shown.author)))
}

/// What a moderator said to the writer of a story, or that a change still waits. Who can have a person read it by a
/// button (`may_ask`) is not sent to the operator.
pub fn said(reader: &Reader, post: &Post, review: &Review, may_ask: bool) -> Vec<String> {
    let frame = reader.frame();
    let say = |key| frame.say(key).to_string();
    let of_change = post.state == PostState::Published;
    match review.state {
        ReviewState::Held if of_change => vec![say("story-change-held")],
        // That a moderator was asked is said of every story that waits.
        ReviewState::Held => Vec::new(),
        ReviewState::Refused => {
            let what = if of_change { "story-change-refused" } else { "story-refused" };
            let mut said = vec![say(what)];
            said.extend(review.reason.map(|reason| say(reason.key())));
            if !review.note.is_empty() {
                said.push(frame.say("story-refused-note").with("note", &review.note).to_string());
            }
            said.push(say("story-refused-then"));
            if of_change && !may_ask && review.change.is_none() {
                said.push(say("story-refused-mistake"));
            }
            said
        }
    }
}

/// `GET /@{handle}`: who told stories here, and which.
pub async fn member(
    State(app): State<App>,
    reader: Reader,
    Path(handle): Path<String>,
    uri: Uri,
) -> Result<Response, Failure> {
    let found = account::find_by_address(&app, &handle).await?;
    let person = found.filter(|person| !person.suspended).ok_or(Error::NotFound("the account"))?;
    let asked = Asked::place(&uri);
    let listed = Listed::Of(&person);
    let turned = turn(&app, &reader, &asked, &present::member_path(&person), &listed).await?;
    let host = if person.is_local() { app.urls.domain() } else { &person.host };
    let page = MemberPage {
        page: reader.frame(),
        name: if person.display_name.trim().is_empty() {
            person.handle.clone()
        } else {
            person.display_name.clone()
        },
        handle: format!("@{}@{host}", person.handle),
        about_html: CleanHtml::clean(&account::summary_as_html(&person)).into_string(),
        since: since(&person),
        cards: turned.cards,
        newer: turned.newer,
        older: turned.older,
    };
    answer(StatusCode::OK, &page)
}

/// The helplines for a reader, by what they or their browser say of a country.
pub fn helplines(app: &App, reader: &Reader) -> HelplinesView {
    HelplinesView::choose(&reader.asking(), app.clock.now())
}

/// The post of an address, if the reader may read it and the address names its writer.
async fn load(app: &App, reader: &Reader, handle: &str, id: &str) -> Result<Shown> {
    let Ok(id) = id.parse() else { return Err(Error::NotFound("post")) };
    let post = post::load_visible(app, reader.viewer(), id).await?;
    let shown = post::show_one(app, reader.viewer(), post).await?;
    let writer = account::find_by_address(app, handle).await?;
    let is_its_page = writer.is_some_and(|writer| writer.id == shown.author.id);
    match shown.post.kind {
        PostKind::Story | PostKind::Note if is_its_page => Ok(shown),
        PostKind::Story | PostKind::Note | PostKind::Boost => Err(Error::NotFound("post")),
    }
}

/// Public replies from here and from the communities that this one works with; others are not let through.
async fn replies(app: &App, reader: &Reader, post: &Post) -> Result<Vec<ReplyView>> {
    if post.reply_count == 0 {
        return Ok(Vec::new());
    }
    let (_, mut below) = post::context(app, reader.viewer(), post).await?;
    below.retain(|reply| matches!(reply.visibility, Visibility::Public | Visibility::Unlisted));
    below.truncate(MOST_REPLIES);
    let shown = post::show(app, reader.viewer(), below).await?;
    let peers = peer::list(app).await?;
    let accepted: HashSet<String> =
        peers.into_iter().filter(|peer| peer.accepted && !peer.blocked).map(|peer| peer.host).collect();
    let is_let_through = |shown: &&Shown| shown.post.local || accepted.contains(&shown.author.host);
    Ok(shown.iter().filter(is_let_through).map(|shown| reply(app, shown)).collect())
}

fn reply(app: &App, shown: &Shown) -> ReplyView {
    let post = &shown.post;
    let language = post.language.clone().unwrap_or_else(|| "und".to_owned());
    let warning = post.warning.trim();
    ReplyView {
        teller: present::teller(&shown.author),
        address: present::path(&app.urls, post, &shown.author),
        told: present::day(post.published_at),
        warning: (!warning.is_empty()).then(|| Spoken::new(language.as_str(), warning)),
        language,
        html: CleanHtml::clean(&post.html).into_string(),
        pictures: pictures::of(&app.urls, shown),
        covers_pictures: pictures::are_covered(shown),
    }
}

fn since(person: &Account) -> Option<NaiveDate> {
    let day = format!("{}-01", person.created_month);
    NaiveDate::parse_from_str(&day, "%Y-%m-%d").ok().filter(|_| person.is_local())
}
