//! `GET /@{handle}/{id}/report`, and the same for who manages a story with its words: only its author comes here.

use axum::extract::{Path, Query, State};
use axum::response::{IntoResponse as _, Response};
use http::StatusCode;
use http::header::{CONTENT_DISPOSITION, CONTENT_TYPE};
use serde::Deserialize;

use super::{ReportFile, ReportPage, fill};
use crate::app::App;
use crate::base::error::{Error, Result};
use crate::base::i18n;
use crate::domain::auth::Member;
use crate::domain::consent::Scope;
use crate::domain::export::authority;
use crate::domain::story::summary::view_of;
use crate::domain::story::{self, Source};
use crate::http::web::door::{Failure, Reader, answer, unkept};
use crate::http::web::form::Choice;
use crate::http::web::frame::{Frame, Link};
use crate::http::web::stories::present;
use crate::http::web::stories::views::Spoken;

/// What the address of the page may carry.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// ISO 3166-1 code of the country; empty: another one. None where nobody has chosen.
    pub country: Option<String>,
    /// `text` or `page`: as a file.
    pub file: String,
}

/// The page, or a file.
pub async fn show(
    State(app): State<App>,
    reader: Reader,
    Path((_, id)): Path<(String, String)>,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let id = id.parse().map_err(|_error| Error::NotFound("post"))?;
    let page = page(&app, reader.frame(), reader.member()?, id, &asked).await?;
    let action = format!("{}/report", page.address);
    hand_over(ReportPage { action, ..page }, &asked)
}

/// The report of an author's story; the caller says where its forms are sent.
pub async fn page(app: &App, frame: Frame, author: &Member, id: i64, asked: &Asked) -> Result<ReportPage> {
    let (post, consent) = story::agree::load_own(app, author, id).await?;
    let view = view_of(&post).unwrap_or_default();
    let country = asked.country.clone().or_else(|| view.country.clone()).unwrap_or_default();
    let authority = authority::find(&country);
    let agreed = consent.allows(Scope::Report);
    let sections = if agreed {
        let is_problem_first = authority.is_some_and(|authority| authority.is_problem_first);
        fill::sections(&frame, &view, &Source::of(&post)?, is_problem_first)
    } else {
        Vec::new()
    };
    let language = frame.language;
    let mut countries: Vec<Choice> =
        authority::countries().map(|code| Choice::new(code, i18n::country_name(language, code))).collect();
    countries.sort_by(|left, right| left.label.cmp(&right.label));
    Ok(ReportPage {
        address: present::path(&app.urls, &post, &author.account),
        title: Spoken::new(
            post.language.as_deref().unwrap_or("und"),
            post.title.as_deref().unwrap_or_default(),
        ),
        action: String::new(),
        carried: Vec::new(),
        agreed,
        countries,
        country_name: if country.is_empty() { String::new() } else { i18n::country_name(language, &country) },
        country,
        authority: authority.map(|authority| Link {
            label: authority.name.to_owned(),
            address: authority.address.to_owned(),
        }),
        sections,
        page: frame,
    })
}

/// The report as a page, or as the file that was asked for. No browser keeps it.
pub fn hand_over(report: ReportPage, asked: &Asked) -> Result<Response, Failure> {
    let (kind, name, content) = match asked.file.as_str() {
        "text" if report.agreed => ("text/plain; charset=utf-8", "report.txt", report.as_text()),
        "page" if report.agreed => {
            let file = ReportFile { report };
            let content = askama::Template::render(&file).map_err(|error| Error::Internal(error.into()))?;
            ("text/html; charset=utf-8", "report.html", content)
        }
        _ => return answer(StatusCode::OK, &report).map(unkept),
    };
    let headers =
        [(CONTENT_TYPE, kind.to_owned()), (CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\""))];
    Ok(unkept((headers, content).into_response()))
}

impl ReportPage {
    /// The report as plain text.
    fn as_text(&self) -> String {
        let mut text = format!("{}\n", self.page.say("report-title"));
        if let Some(authority) = &self.authority {
            text.push_str(&format!("{} {}\n", authority.label, authority.address));
        }
        for section in &self.sections {
            text.push_str(&format!("\n{}\n\n", section.title));
            for row in &section.rows {
                let note = if row.note.is_empty() { String::new() } else { format!(" ({})", row.note) };
                let value = if row.value.text.is_empty() { "____" } else { &row.value.text };
                text.push_str(&format!("{}{note}: {value}\n", row.label));
            }
        }
        text
    }
}
