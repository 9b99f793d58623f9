//! `/desk/hosts`: how far other servers are limited, which are allowed, and files of both.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::{IntoResponse as _, Response};
use chrono::NaiveDate;
use http::StatusCode;
use http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};
use serde::Deserialize;

use super::seek::Seek;
use super::work::moderator;
use crate::app::App;
use crate::base::error::{Error, Problem, Result};
use crate::domain::relation::exchange::{self, Outlook};
use crate::domain::relation::limit::{self, Decided, Limit, Severity};
use crate::domain::relation::{Page, Peer};
use crate::domain::transparency::log::By;
use crate::http::web::door::{Failure, Reader, Sent, SentFile, answer, go};
use crate::http::web::form::Choice;
use crate::http::web::frame::Frame;

/// Servers on one page.
const PAGE: u64 = 40;
const PATH: &str = "/desk/hosts";
/// So many servers of a file are named.
const NAMED: usize = 100;

/// What was decided about other servers.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "desk/hosts.html", config = "src/http/web/askama.toml")]
pub struct HostsPage {
    /// The frame; its reader is a moderator.
    pub page: Frame,
    /// What is looked for, and the kind of decision that is listed.
    pub seek: Seek,
    /// Whether only allowed servers are spoken with.
    pub by_choice: bool,
    /// What was decided, the latest known first.
    pub hosts: Vec<HostView>,
    /// The path of the page with older ones.
    pub older: Option<String>,
    /// The server in the form, and what is decided about it.
    pub host: String,
    /// How far it is limited, as the form sends it back.
    pub severity: String,
    /// How far a server can be limited.
    pub severities: Vec<Choice>,
    /// Leave its pictures out.
    pub reject_media: bool,
    /// Drop its reports.
    pub reject_reports: bool,
    /// Show its name with stars in it.
    pub obfuscate: bool,
    /// Why, for everybody.
    pub public_comment: String,
    /// Why, for moderators.
    pub private_comment: String,
    /// How many follows this would cut: to be said yes to.
    pub cuts: Option<u64>,
    /// What a file would do, or did.
    pub file: Option<FileView>,
    /// The text of the file, as it is sent back.
    pub text: String,
}

/// What was decided about a server.
#[derive(Debug, Clone, Default)]
pub struct HostView {
    /// Its name.
    pub host: String,
    /// What was decided, in words.
    pub what: Vec<String>,
    /// Why, for everybody.
    pub public_comment: String,
    /// Why, for moderators.
    pub private_comment: String,
    /// When.
    pub day: Option<NaiveDate>,
    /// The path of the page where it is changed.
    pub change: String,
}

/// What a file would do, or did.
#[derive(Debug, Clone, Default)]
pub struct FileView {
    /// It is done.
    pub done: bool,
    /// New servers, as far as they are named.
    pub new: Vec<String>,
    /// How many.
    pub new_count: usize,
    /// Servers that are limited further, as far as they are named.
    pub tightened: Vec<String>,
    /// How many.
    pub tightened_count: usize,
    /// How many stay as they are.
    pub same: usize,
    /// Why lines are refused, in words.
    pub refused: Vec<String>,
    /// How many.
    pub refused_count: usize,
    /// How many follows are cut.
    pub cut: u64,
}

/// What the address of the page may carry.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    q: String,
    kind: String,
    host: String,
    before: Option<i64>,
}

/// `GET /desk/hosts`.
pub async fn show(
    State(app): State<App>,
    reader: Reader,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    moderator(&reader)?;
    let page = listed(&app, &reader, &asked, Vec::new()).await?;
    let wanted = asked.host.trim().to_lowercase();
    let known = limit::list(&app, Decided::Limited, &wanted, Page::first(PAGE)).await?.items;
    let known = known.iter().find(|peer| peer.host == wanted).and_then(Limit::of);
    answer(StatusCode::OK, &with_limit(page, &asked.host, &known.unwrap_or_default()))
}

/// `POST /desk/hosts`: limits a server, lifts what is decided, allows it, or does so no longer.
pub async fn decide(State(app): State<App>, reader: Reader, sent: Sent) -> Result<Response, Failure> {
    let by = By::Moderator(moderator(&reader)?.id());
    let host = sent.get("host");
    let done = match sent.get("decision") {
        "limit" => return set(&app, &reader, by, &sent).await,
        "lift" => limit::lift(&app, by, host).await.map(|()| PATH),
        "allow" => limit::allow(&app, by, host, true).await.map(|()| "/desk/hosts?kind=allowed"),
        "disallow" => limit::allow(&app, by, host, false).await.map(|()| "/desk/hosts?kind=allowed"),
        _ => return Err(Error::invalid("decision", "problem-choose-from-list").into()),
    };
    match done {
        Ok(path) => Ok(go(&reader, path)),
        Err(error) => {
            let Error::Invalid(problems) = error else { return Err(error.into()) };
            let page = listed(&app, &reader, &Asked::default(), problems).await?;
            answer(StatusCode::UNPROCESSABLE_ENTITY, &with_limit(page, host, &Limit::default()))
        }
    }
}

/// Limits a server; where follows are cut by it, only with a second yes.
async fn set(app: &App, reader: &Reader, by: By, sent: &Sent) -> Result<Response, Failure> {
    let host = sent.get("host");
    let wanted = Limit {
        severity: exchange::severity(sent.get("severity"))
            .ok_or_else(|| Error::invalid("severity", "problem-choose-from-list"))?,
        reject_media: sent.has("reject_media"),
        reject_reports: sent.has("reject_reports"),
        obfuscate: sent.has("obfuscate"),
        public_comment: sent.get("public_comment").to_owned(),
        private_comment: sent.get("private_comment").to_owned(),
    };
    let weighed = limit::count_cut(app, host, &wanted).await;
    let outcome = match weighed {
        Ok(cuts) if cuts > 0 && !sent.has("sure") => Ok(Some(cuts)),
        Ok(_) => limit::set(app, by, host, &wanted).await.map(|_cut| None),
        Err(error) => Err(error),
    };
    match outcome {
        Ok(None) => Ok(go(reader, PATH)),
        Ok(cuts) => {
            let page = listed(app, reader, &Asked::default(), Vec::new()).await?;
            answer(StatusCode::OK, &HostsPage { cuts, ..with_limit(page, host, &wanted) })
        }
        Err(error) => {
            let Error::Invalid(problems) = error else { return Err(error.into()) };
            let page = listed(app, reader, &Asked::default(), problems).await?;
            answer(StatusCode::UNPROCESSABLE_ENTITY, &with_limit(page, host, &wanted))
        }
    }
}

/// `POST /desk/hosts/import`: shows what a file would do, and does it when it comes back with a yes.
pub async fn import(
    State(app): State<App>,
    reader: Reader,
    SentFile { sent, file }: SentFile,
) -> Result<Response, Failure> {
    let by = By::Moderator(moderator(&reader)?.id());
    let kind = kind(sent.get("kind"));
    let text = match file {
        Some(file) => String::from_utf8_lossy(&file.bytes).replace('\0', ""),
        None => sent.get("file-text").to_owned(),
    };
    let is_sure = sent.has("sure");
    let done = if is_sure {
        exchange::import(&app, by, kind, &text).await
    } else {
        exchange::look(&app, kind, &text).await
    };
    let asked = Asked { kind: sent.get("kind").to_owned(), ..Asked::default() };
    match done {
        Ok(outlook) => {
            let page = listed(&app, &reader, &asked, Vec::new()).await?;
            let file = Some(file_view(&page.page, outlook, is_sure));
            let text = if is_sure { String::new() } else { text };
            answer(StatusCode::OK, &HostsPage { file, text, ..page })
        }
        Err(error) => {
            let Error::Invalid(problems) = error else { return Err(error.into()) };
            let page = listed(&app, &reader, &asked, problems).await?;
            answer(StatusCode::UNPROCESSABLE_ENTITY, &HostsPage { text, ..page })
        }
    }
}

/// `GET /desk/hosts/export`: a file as Mastodon reads it.
pub async fn export(
    State(app): State<App>,
    reader: Reader,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    moderator(&reader)?;
    let kind = kind(&asked.kind);
    let name = match kind {
        Decided::Limited => "attachment; filename=\"domain_blocks.csv\"",
        Decided::Allowed => "attachment; filename=\"domain_allows.csv\"",
    };
    let headers =
        [(CONTENT_TYPE, "text/csv; charset=utf-8"), (CONTENT_DISPOSITION, name), (CACHE_CONTROL, "no-store")];
    Ok((headers, exchange::export(&app, kind).await?).into_response())
}

fn kind(word: &str) -> Decided {
    if word == "allowed" { Decided::Allowed } else { Decided::Limited }
}

async fn listed(app: &App, reader: &Reader, asked: &Asked, problems: Vec<Problem>) -> Result<HostsPage> {
    let frame = reader.frame_at(PATH, problems);
    let kind = kind(&asked.kind);
    let word = match kind {
        Decided::Limited => "limited",
        Decided::Allowed => "allowed",
    };
    let slice = limit::list(app, kind, &asked.q, Page { max: asked.before, ..Page::first(PAGE) }).await?;
    let choice = |code, key| Choice::new(code, frame.say(key).to_string());
    let seek = Seek {
        path: PATH,
        part: asked.q.clone(),
        part_label: frame.say("desk-hosts-search").to_string(),
        name: "kind",
        label: frame.say("desk-hosts-kind").to_string(),
        choices: vec![choice("limited", "desk-hosts-limited"), choice("allowed", "desk-hosts-allowed")],
        chosen: word.to_owned(),
    };
    Ok(HostsPage {
        older: seek.older(&slice),
        seek,
        by_choice: app.config.federation.mode.is_by_choice(),
        hosts: slice.items.iter().map(|peer| host_view(&frame, kind, peer)).collect(),
        severities: [Severity::Silence, Severity::Suspend, Severity::Noop]
            .map(|severity| choice(exchange::word(severity), severity_key(severity)))
            .into(),
        severity: exchange::word(Severity::Silence).to_owned(),
        page: frame,
        ..HostsPage::default()
    })
}

/// Key of the words for how far a server is limited.
pub fn severity_key(severity: Severity) -> &'static str {
    match severity {
        Severity::Noop => "limit-noop",
        Severity::Silence => "limit-silence",
        Severity::Suspend => "limit-suspend",
    }
}

/// What is decided about a server, in words.
pub fn in_words(frame: &Frame, peer: &Peer) -> Vec<String> {
    let Some(limit) = Limit::of(peer) else { return Vec::new() };
    let mut keys = vec![severity_key(limit.severity)];
    if limit.reject_media {
        keys.push("limit-media");
    }
    if limit.reject_reports {
        keys.push("limit-reports");
    }
    keys.into_iter().map(|key| frame.say(key).to_string()).collect()
}

fn host_view(frame: &Frame, kind: Decided, peer: &Peer) -> HostView {
    let what = match kind {
        Decided::Limited => in_words(frame, peer),
        Decided::Allowed => Vec::new(),
    };
    HostView {
        host: peer.host.clone(),
        what,
        public_comment: peer.public_comment.clone(),
        private_comment: peer.private_comment.clone(),
        day: peer.decided_day.as_deref().and_then(|day| day.parse().ok()),
        change: format!("{PATH}?host={}", peer.host),
    }
}

fn with_limit(page: HostsPage, host: &str, limit: &Limit) -> HostsPage {
    HostsPage {
        host: host.trim().to_owned(),
        severity: exchange::word(limit.severity).to_owned(),
        reject_media: limit.reject_media,
        reject_reports: limit.reject_reports,
        obfuscate: limit.obfuscate,
        public_comment: limit.public_comment.clone(),
        private_comment: limit.private_comment.clone(),
        ..page
    }
}

fn file_view(frame: &Frame, outlook: Outlook, done: bool) -> FileView {
    let Outlook { mut new, mut tightened, same, refused, cut } = outlook;
    let (new_count, tightened_count, refused_count) = (new.len(), tightened.len(), refused.len());
    new.truncate(NAMED);
    tightened.truncate(NAMED);
    let why = |(line, key): (usize, &'static str)| {
        let why = frame.say(key).to_string();
        frame.say("desk-hosts-line").with("line", line).with("why", why).to_string()
    };
    let refused = refused.into_iter().take(NAMED).map(why).collect();
    FileView { done, new, new_count, tightened, tightened_count, same, refused, refused_count, cut }
}
