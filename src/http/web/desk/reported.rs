//! `/desk/reports/{id}`: one report, with what it names, and what can be done about it.

use askama::Template;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use chrono::NaiveDate;
use http::StatusCode;
use serde::Deserialize;

use super::accounts::{self, AccountView};
use super::reports::{ReportView, path, view};
use super::seek::address;
use super::work::{moderator, number};
use crate::app::App;
use crate::base::error::{Error, Problem, Result};
use crate::domain::account::Account;
use crate::domain::auth::{Member, Role};
use crate::domain::moderation::limit::{self, Deed};
use crate::domain::moderation::report::{self, Reported, Sought};
use crate::domain::moderation::rules;
use crate::domain::post::{PostState, Visibility};
use crate::domain::story::Reason;
use crate::http::web::door::{Failure, Reader, Sent, answer, go};
use crate::http::web::form::Choice;
use crate::http::web::frame::Frame;
use crate::http::web::stories::pictures::{self, PictureView};
use crate::http::web::stories::present;
use crate::http::web::stories::views::Spoken;

/// One report.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "desk/reported.html", config = "src/http/web/askama.toml")]
pub struct ReportedPage {
    /// The frame; its reader is a moderator.
    pub page: Frame,
    /// The report in short.
    pub report: ReportView,
    /// What who reported says; may be empty.
    pub comment: String,
    /// The rules that were broken, as who reported sees it.
    pub broken: Vec<String>,
    /// Whether the server of the reported account was told.
    pub forwarded: bool,
    /// The reported posts that are still there.
    pub posts: Vec<PostView>,
    /// How many are not.
    pub gone: usize,
    /// The reported account; its deeds are those that close the report.
    pub account: AccountView,
    /// How many other reports there are about it.
    pub others: u64,
    /// The path of the page with all of them.
    pub others_address: String,
    /// Whether who reads has taken it up.
    pub is_mine: bool,
    /// The rules to decide by.
    pub rules: Vec<Choice>,
    /// The chosen one.
    pub reason: String,
    /// The posts that can be taken down.
    pub numbered: Vec<Choice>,
    /// The chosen one.
    pub post: String,
    /// How many follows a suspension would cut: to be said yes to.
    pub cuts: Option<u64>,
    /// Whether somebody else decided meanwhile.
    pub overtaken: bool,
}

/// A reported post, covered.
#[derive(Debug, Clone, Default)]
pub struct PostView {
    /// What it is called here, e.g. `Post 1`.
    pub number: String,
    /// Its title; may be empty.
    pub title: Spoken,
    /// The path of its page; none where who reads may not see it there.
    pub address: Option<String>,
    /// Whether it is not for everybody.
    pub is_private: bool,
    /// Its content warning.
    pub warning: Option<Spoken>,
    /// The language of its text.
    pub language: String,
    /// Its text as cleaned HTML.
    pub html: String,
    /// Its pictures.
    pub pictures: Vec<PictureView>,
    /// The month in which it was told.
    pub told: Option<NaiveDate>,
}

/// What the address of the page may carry.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    overtaken: String,
}

/// `GET /desk/reports/{id}`.
pub async fn show(
    State(app): State<App>,
    reader: Reader,
    Path(id): Path<String>,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let page = page(&app, &reader, number(&id)?, Vec::new()).await?;
    answer(StatusCode::OK, &ReportedPage { overtaken: !asked.overtaken.is_empty(), ..page })
}

/// `POST /desk/reports/{id}`: takes it up, puts it back, decides, opens it again.
pub async fn decide(
    State(app): State<App>,
    reader: Reader,
    Path(id): Path<String>,
    sent: Sent,
) -> Result<Response, Failure> {
    let (me, id) = (moderator(&reader)?, number(&id)?);
    let done = match sent.get("decision") {
        "take" => report::take(&app, me, id).await.map(|()| None),
        "put-back" => report::put_back(&app, me, id).await.map(|()| None),
        "close" => report::close(&app, me, id).await.map(|()| None),
        "reopen" => report::reopen(&app, me, id).await.map(|()| None),
        "take-down" => Box::pin(take_down(&app, me, id, &sent)).await.map(|()| None),
        word => Box::pin(act(&app, me, id, word, &sent)).await,
    };
    let (status, cuts, problems) = match done {
        Ok(None) => return Ok(go(&reader, &path(id))),
        Err(Error::Conflict(_) | Error::NotFound("post")) => {
            return Ok(go(&reader, &format!("{}?overtaken=yes", path(id))));
        }
        Ok(cuts) => (StatusCode::OK, cuts, Vec::new()),
        Err(Error::Invalid(problems)) => (StatusCode::UNPROCESSABLE_ENTITY, None, problems),
        Err(error) => return Err(error.into()),
    };
    let page = page(&app, &reader, id, problems).await?;
    let (reason, post) = (sent.get("reason").to_owned(), sent.get("post").to_owned());
    answer(status, &ReportedPage { cuts, reason, post, ..page })
}

/// Does what a button says about the account. Answers how many follows it would cut where nobody said yes to that yet; then
/// nothing is done.
async fn act(app: &App, me: &Member, id: i64, word: &str, sent: &Sent) -> Result<Option<u64>> {
    let deed = Deed::parse(word).ok_or_else(|| Error::invalid("decision", "problem-choose-from-list"))?;
    let rule = rule(sent)?;
    if deed == Deed::Suspend && !sent.has("sure") {
        let cuts = limit::count_cut(app, &report::load(app, me, id).await?.target).await?;
        if cuts > 0 {
            return Ok(Some(cuts));
        }
    }
    report::act(app, me, id, deed, Some(rule)).await.map(|_cut| None)
}

async fn take_down(app: &App, me: &Member, id: i64, sent: &Sent) -> Result<()> {
    let rule = rule(sent)?;
    let post = sent.get("post").parse();
    let post = post.map_err(|_no_number| Error::invalid("post", "problem-choose-from-list"))?;
    report::take_down(app, me, id, post, Some(rule)).await
}

/// Nothing is decided without a rule.
fn rule(sent: &Sent) -> Result<Reason> {
    Reason::parse(sent.get("reason")).ok_or_else(|| Error::invalid("reason", "problem-choose-from-list"))
}

async fn page(app: &App, reader: &Reader, id: i64, problems: Vec<Problem>) -> Result<ReportedPage> {
    let me = moderator(reader)?;
    let seen = report::load(app, me, id).await?;
    let frame = reader.frame_at(&path(id), problems);
    let named = report::posts_of(&seen.report).len();
    let posts = report::list_posts(app, me, &seen.report).await?;
    let gone = named.saturating_sub(posts.len());
    let posts: Vec<(i64, PostView)> = posts
        .into_iter()
        .zip(1..)
        .map(|(reported, number)| (reported.post.id, post(app, &frame, &seen.target, reported, number)))
        .collect();
    let numbered: Vec<Choice> =
        posts.iter().map(|(id, view)| Choice::new(id.to_string(), view.number.clone())).collect();
    let sought = Sought { target: Some(seen.target.id), ..Sought::default() };
    let texts = rules::list(app, frame.language);
    let broken = report::rules_of(&seen.report).into_iter().filter_map(|number| {
        texts.get(usize::try_from(number).ok()?.checked_sub(1)?).map(|rule| rule.text.clone())
    });
    let report = view(&frame, &seen);
    Ok(ReportedPage {
        comment: seen.report.comment.clone(),
        broken: broken.collect(),
        forwarded: seen.report.forward,
        gone,
        account: account(app, &frame, me, &seen.target).await?,
        others: report::count(app, me, &sought).await?.saturating_sub(1),
        others_address: address("/desk/reports", &[("state", "all"), ("q", &report.about)]),
        is_mine: seen.report.assigned_id == Some(me.id()),
        rules: accounts::rules(&frame),
        post: numbered
            .first()
            .filter(|_| numbered.len() == 1)
            .map(|one| one.value.clone())
            .unwrap_or_default(),
        numbered,
        posts: posts.into_iter().map(|(_, view)| view).collect(),
        report,
        page: frame,
        ..ReportedPage::default()
    })
}

/// The reported account with those deeds that close a report; none about who may do as much as who reads.
async fn account(app: &App, frame: &Frame, me: &Member, target: &Account) -> Result<AccountView> {
    let seen = limit::load(app, target.id).await?;
    let is_above = |role| role == Role::Member || role < me.row.role;
    let may_decide = seen.member.as_ref().is_none_or(|member| is_above(member.row.role));
    let mut view = accounts::view(app, frame, &seen).await?;
    let closes = |word: &str| Deed::parse(word).and_then(report::done_by).is_some();
    view.deeds.retain(|deed| may_decide && closes(&deed.value));
    Ok(view)
}

fn post(app: &App, frame: &Frame, author: &Account, reported: Reported, number: u32) -> PostView {
    let Reported { post, pictures } = reported;
    let is_open = matches!(post.visibility, Visibility::Public | Visibility::Unlisted);
    let is_shown = is_open && post.state == PostState::Published && !author.suspended;
    let language = post.language.clone().unwrap_or_else(|| "und".to_owned());
    PostView {
        number: frame.say("desk-report-post").with("number", number).to_string(),
        address: is_shown.then(|| present::path(&app.urls, &post, author)),
        is_private: !is_open,
        title: Spoken::new(language.as_str(), post.title.clone().unwrap_or_default()),
        warning: present::warning(&post.warning, &language, frame.language),
        told: present::day(post.published_at),
        // Stored posts are clean: they are cleaned when they are written or received.
        html: post.html,
        pictures: pictures::several(&app.urls, &pictures),
        language,
    }
}
