//! `/complain`: anybody says what is wrong; `/complaint`: how far that is, for who knows the words.

use axum::extract::{Query, State as Tools};
use axum::response::Response;
use chrono::NaiveDate;
use http::StatusCode;
use serde::Deserialize;

use super::{ComplainPage, State, StatePage, Typed, WordsPage, kind, outcome_key};
use crate::app::App;
use crate::base::error::{Error, Problem, Result};
use crate::domain::moderation::complaint::{self, ABOUT, About, Complaint, NewComplaint};
use crate::http::web::door::{Failure, Reader, Sent, answer, unkept};
use crate::http::web::form::Choice;
use crate::http::web::frame::Frame;
use crate::http::web::people::{mendable, words_of};

/// What the address of the form may carry.
#[derive(Debug, Deserialize)]
pub struct Asked {
    /// The story from whose page somebody comes.
    #[serde(default)]
    story: String,
}

/// `GET /complain`.
pub async fn show(
    Tools(app): Tools<App>,
    reader: Reader,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let typed = Typed { story: asked.story, ..Typed::default() };
    form(&app, &reader, reader.frame(), typed, None)
}

/// `POST /complain`.
pub async fn send(Tools(app): Tools<App>, reader: Reader, sent: Sent) -> Result<Response, Failure> {
    let field = |name: &str| sent.get(name).to_owned();
    let typed = Typed {
        story: field("story"),
        about: field("about"),
        body: field("body"),
        reach: field("reach"),
        answer: field("answer"),
    };
    let (asked, seal) = (sent.get("asked"), sent.get("seal"));
    let again = reader.is_asked(&app, asked, seal).then_some(asked);
    if !reader.is_answered(&app, asked, seal, &typed.answer) {
        let page = reader.frame_at("/complain", vec![Problem::new("answer", "problem-answer-wrong")]);
        return form(&app, &reader, page, typed, again);
    }
    let new = NewComplaint {
        story: typed.story.clone(),
        about: ABOUT.into_iter().find(|about| kind(*about).0 == typed.about),
        body: typed.body.clone(),
        reach: typed.reach.clone(),
        form: asked.to_owned(),
    };
    match complaint::complain(&app, new, reader.from).await {
        Ok(receipt) => {
            let page = reader.frame_at("/complain", Vec::new());
            let page = WordsPage { page, words: words_of(&receipt.words), due: receipt.due };
            answer(StatusCode::OK, &page).map(unkept)
        }
        Err(error) => {
            let page = reader.frame_at("/complain", mendable(error, |problem| problem.field)?);
            form(&app, &reader, page, typed, again)
        }
    }
}

fn form(
    app: &App,
    reader: &Reader,
    page: Frame,
    typed: Typed,
    asked: Option<&str>,
) -> Result<Response, Failure> {
    let status = if page.problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let choice = |about: About| {
        let (code, key) = kind(about);
        Choice::new(code, page.say(key).to_string())
    };
    let page = ComplainPage {
        kinds: ABOUT.map(choice).into(),
        question: match asked {
            Some(asked) => reader.question_again(app, asked),
            None => reader.question(app),
        },
        days: app.config.complaints.answer_days,
        kept: app.config.complaints.keep_days,
        typed,
        page,
    };
    answer(status, &page)
}

/// `GET /complaint`: asks for the words.
pub async fn ask(reader: Reader) -> Result<Response, Failure> {
    answer(StatusCode::OK, &StatePage { page: reader.frame(), state: None })
}

/// `POST /complaint`: how far it is.
pub async fn state(Tools(app): Tools<App>, reader: Reader, sent: Sent) -> Result<Response, Failure> {
    let found = match complaint::open(&app, sent.get("words"), reader.from).await {
        Ok(found) => found,
        Err(error) => {
            let problems = mendable(error, |_| "words")?;
            let page = StatePage { page: reader.frame_at("/complaint", problems), state: None };
            return answer(StatusCode::UNPROCESSABLE_ENTITY, &page).map(unkept);
        }
    };
    let page = reader.frame_at("/complaint", Vec::new());
    let state = Some(said(&app, &page, found)?);
    answer(StatusCode::OK, &StatePage { page, state }).map(unkept)
}

fn said(app: &App, page: &Frame, complaint: Complaint) -> Result<State> {
    let day = |text: &str| text.parse::<NaiveDate>().ok();
    let today = day(&app.day()).ok_or(Error::NotFound("today"))?;
    let due = day(&complaint.due_day).filter(|_| complaint.outcome.is_none());
    Ok(State {
        received: day(&complaint.received_day),
        due,
        late: due.is_some_and(|due| due < today),
        outcome: complaint.outcome.map(|outcome| page.say(outcome_key(outcome)).to_string()),
        rule: complaint.rule.map(|rule| page.say(rule.name_key()).to_string()),
        answer: complaint.answer,
    })
}
