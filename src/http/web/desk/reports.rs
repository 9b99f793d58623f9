//! `/desk/reports`: what readers and other servers ask the moderators to look at.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use chrono::NaiveDate;
use http::StatusCode;
use serde::Deserialize;

use super::seek::Seek;
use super::work::moderator;
use crate::app::App;
use crate::base::clock;
use crate::domain::account;
use crate::domain::moderation::report::{self, Category, Done, Seen, Sought};
use crate::domain::relation::{Page, Slice};
use crate::http::web::door::{Failure, Reader, answer};
use crate::http::web::form::Choice;
use crate::http::web::frame::Frame;
use crate::http::web::stories::present::name;

/// Reports on one page.
const PAGE: u64 = 20;
const PATH: &str = "/desk/reports";

/// Reports that moderators look for.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "desk/reports.html", config = "src/http/web/askama.toml")]
pub struct ReportsPage {
    /// The frame; its reader is a moderator.
    pub page: Frame,
    /// Whom the reports are about, and whether they are open.
    pub seek: Seek,
    /// The reports, the newest first.
    pub reports: Vec<ReportView>,
    /// The path of the page with older ones.
    pub older: Option<String>,
}

/// A report as a moderator sees it.
#[derive(Debug, Clone, Default)]
pub struct ReportView {
    /// The path of its page.
    pub address: String,
    /// Who is reported, e.g. `@ann@peer.example`.
    pub about: String,
    /// What of, in words.
    pub category: String,
    /// The first day of the week in which it came.
    pub week: Option<NaiveDate>,
    /// Who reported, in words: a member by handle, others by their server.
    pub by: String,
    /// Who took it up, in words.
    pub taken: Option<String>,
    /// With what it is closed, in words; none while it is open.
    pub outcome: Option<String>,
    /// Who closed it.
    pub closed_by: Option<String>,
    /// When.
    pub closed: Option<NaiveDate>,
}

/// What the address of the page may carry.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    q: String,
    state: String,
    before: Option<i64>,
}

/// `GET /desk/reports`.
pub async fn show(
    State(app): State<App>,
    reader: Reader,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let me = moderator(&reader)?;
    let frame = reader.frame();
    let (closed, chosen) = match asked.state.as_str() {
        "closed" => (Some(true), "closed"),
        "all" => (None, "all"),
        _ => (Some(false), "open"),
    };
    let typed = asked.q.trim();
    let found = if typed.is_empty() { None } else { account::find_by_address(&app, typed).await? };
    let slice = if found.is_none() && !typed.is_empty() {
        Slice::empty()
    } else {
        let sought = Sought { closed, target: found.map(|account| account.id), from: None };
        let page = Page { max: asked.before, ..Page::first(PAGE) };
        report::list(&app, me, &sought, page).await?
    };
    let choice = |word, key| Choice::new(word, frame.say(key).to_string());
    let seek = Seek {
        path: PATH,
        part: asked.q,
        part_label: frame.say("desk-reports-search").to_string(),
        name: "state",
        label: frame.say("desk-reports-state").to_string(),
        choices: vec![
            choice("open", "desk-reports-only-open"),
            choice("closed", "desk-reports-only-closed"),
            choice("all", "desk-reports-all"),
        ],
        chosen: chosen.to_owned(),
    };
    let page = ReportsPage {
        older: seek.older(&slice),
        seek,
        reports: slice.items.iter().map(|seen| view(&frame, seen)).collect(),
        page: frame,
    };
    answer(StatusCode::OK, &page)
}

/// The path of the page about a report.
pub fn path(id: i64) -> String {
    format!("{PATH}/{id}")
}

/// A report in words. Of somebody elsewhere who reports only the server is named.
pub fn view(frame: &Frame, seen: &Seen) -> ReportView {
    let Seen { report, from, target, taken_by, closed_by } = seen;
    let by = match from {
        Some(member) if member.is_local() => frame.say("desk-report-by").with("who", name(member)),
        Some(elsewhere) => frame.say("desk-report-by-server").with("host", &elsewhere.host),
        None => frame.say("desk-report-by-nobody"),
    };
    let words = |key| frame.say(key).to_string();
    ReportView {
        address: path(report.id),
        about: name(target),
        category: words(category_key(Category::parse(&report.category))),
        week: clock::monday_of(&report.created_week),
        by: by.to_string(),
        taken: taken_by.as_ref().map(|who| frame.say("desk-report-taken").with("who", name(who)).to_string()),
        outcome: report.closed.then(|| words(outcome_key(report.done.unwrap_or(Done::Nothing)))),
        closed_by: closed_by.as_ref().map(name),
        closed: report.closed_day.as_deref().and_then(|day| day.parse().ok()),
    }
}

/// Key of the words for what a report is about.
pub const fn category_key(category: Category) -> &'static str {
    match category {
        Category::Violation => "desk-report-violation",
        Category::Spam => "desk-report-spam",
        Category::Legal => "desk-report-legal",
        Category::Other => "desk-report-other",
    }
}

/// Key of the words for what a report was closed with.
const fn outcome_key(done: Done) -> &'static str {
    match done {
        Done::Nothing => "desk-report-done-nothing",
        Done::Limited => "desk-report-done-limited",
        Done::Marked => "desk-report-done-marked",
        Done::Frozen => "desk-report-done-frozen",
        Done::Suspended => "desk-report-done-suspended",
    }
}
