//! `/desk`: what waits for a moderator, and the decisions.

use std::collections::HashMap;

use axum::extract::{Query, State};
use axum::response::Response;
use chrono::{DateTime, NaiveDate};
use http::StatusCode;
use serde::Deserialize;

use super::{Applicant, DeskPage, Form, HeldStory, Typed, accounts, appeals, complaints, propose};
use crate::app::App;
use crate::base::error::{Error, Result};
use crate::domain::account::{self, Account};
use crate::domain::auth::{Member, member};
use crate::domain::care::level;
use crate::domain::moderation::report::{self, Sought};
use crate::domain::story::second::Said;
use crate::domain::story::{self, Reason, Refusal, Waiting, identity, reply};
use crate::domain::transparency::log::By;
use crate::domain::vocabulary::List;
use crate::http::web::door::{Failure, Reader, Sent, answer, go};
use crate::http::web::findings;
use crate::http::web::form::Choice;
use crate::http::web::frame::Frame;
use crate::http::web::people::mendable;
use crate::http::web::queue::Queue;
use crate::http::web::replies;
use crate::http::web::stories::views::Spoken;
use crate::http::web::stories::{facts, pictures, present};

/// The desk.
const PATH: &str = "/desk";

/// So many stories stand on one page, each whole and with its forms: more would weigh more than a page may.
pub const STORIES: usize = 3;
/// So many people who would like to join stand there at once.
pub const PEOPLE: usize = 4;

/// What the address of the page may carry.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    /// Whether a decision came too late.
    overtaken: String,
    /// How many stories stand on the pages before.
    after: String,
}

/// `GET /desk`.
pub async fn show(
    State(app): State<App>,
    reader: Reader,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let page = desk(&app, &reader, Typed::default(), asked.after.parse().unwrap_or_default()).await?;
    answer(StatusCode::OK, &DeskPage { overtaken: !asked.overtaken.is_empty(), ..page })
}

/// What comes of a decision: the desk anew. What can be mended stands there again, with what is wrong.
pub(super) async fn decided(
    app: &App,
    reader: &Reader,
    sent: &Sent,
    form: Form,
    outcome: Result<()>,
) -> Result<Response, Failure> {
    match outcome {
        Ok(()) => Ok(go(reader, PATH)),
        Err(Error::Conflict(_)) => Ok(go(reader, "/desk?overtaken=yes")),
        Err(error) => {
            let problems = mendable(error, |problem| problem.field)?;
            let page = desk(app, reader, Typed::of(form, sent), 0).await?;
            let frame = reader.frame_at(PATH, problems);
            answer(StatusCode::UNPROCESSABLE_ENTITY, &DeskPage { page: frame, ..page })
        }
    }
}

/// The desk, with the stories that come after so many more urgent ones; a story whose form has to be mended comes first.
async fn desk(app: &App, reader: &Reader, typed: Typed, after: usize) -> Result<DeskPage> {
    let moderator = moderator(reader)?;
    let held = story::list_held(app).await?;
    let waiting = held.len();
    let mended = held.iter().position(|one| typed.is_of(&Form::Story, &one.post.id.to_string()));
    let start = Some(mended.unwrap_or(after)).filter(|start| *start < waiting).unwrap_or_default();
    let end = start.saturating_add(STORIES);
    let held: Vec<Waiting> = held.into_iter().skip(start).take(STORIES).collect();
    let writers: Vec<i64> = held.iter().map(|waiting| waiting.post.account_id).collect();
    let writers = account::list(app, &writers).await?;
    let writers: HashMap<i64, Account> = writers.into_iter().map(|account| (account.id, account)).collect();
    let people = member::list_pending(app).await?;
    let frame = reader.frame();
    let mut stories = Vec::new();
    for waiting in held {
        let found = identity::views_of(app, &waiting.post).await?;
        let findings =
            found.iter().flat_map(|(text, found)| findings::present(text, found, reader.language)).collect();
        let by = By::Moderator(moderator.id());
        let own = story::review::is_own(app, by, waiting.post.account_id).await?;
        stories.push(HeldStory { findings, own, ..held_story(app, reader, &writers, waiting) });
    }
    let open = Sought { closed: Some(false), ..Sought::default() };
    Ok(DeskPage {
        appeals: appeals::views(app, reader, moderator, &typed).await?,
        complaints: complaints::views(app, reader, &typed).await?,
        rules: accounts::rules(&frame),
        reasons: reasons(&frame),
        reports: report::count(app, moderator, &open).await?,
        page: frame,
        people: Queue::of(people.into_iter().map(applicant).collect(), PEOPLE),
        stories,
        waiting,
        next: (end < waiting).then(|| format!("{PATH}?after={end}")),
        replies: replies::views(app, reader, reply::list_for_moderators(app).await?),
        replies_action: "/desk/replies".to_owned(),
        overtaken: false,
        typed,
    })
}

/// Why something may not be let through, as its author is told.
pub(super) fn reasons(page: &Frame) -> Vec<Choice> {
    Reason::ALL.map(|reason| Choice::new(reason.code(), page.say(reason.key()).to_string())).into()
}

/// `POST /desk/people`: lets somebody in, or turns them away.
pub async fn person(State(app): State<App>, reader: Reader, sent: Sent) -> Result<Response, Failure> {
    let by = By::Moderator(moderator(&reader)?.id());
    let id = number(sent.get("person"))?;
    match Decision::read(&sent)? {
        Decision::Approve => member::approve(&app, by, id).await?,
        Decision::Refuse => member::refuse(&app, by, id).await?,
        Decision::Care => return Err(Error::invalid("decision", "problem-choose-from-list").into()),
    }
    Ok(go(&reader, "/desk"))
}

/// `POST /desk/stories`: publishes a story or its change, or does not. A decision about a version that is no longer
/// the newest decides nothing.
pub async fn story(State(app): State<App>, reader: Reader, sent: Sent) -> Result<Response, Failure> {
    let by = By::Moderator(moderator(&reader)?.id());
    let outcome = Box::pin(decide(&app, by, &sent)).await;
    decided(&app, &reader, &sent, Form::Story, outcome).await
}

async fn decide(app: &App, by: By, sent: &Sent) -> Result<()> {
    let id = number(sent.get("story"))?;
    let seen = Some(sent.get("version"));
    let decided = match Decision::read(sent)? {
        Decision::Approve => Box::pin(story::release(app, by, id, seen, care(sent)?)).await,
        Decision::Care => {
            let level = care(sent)?.ok_or_else(|| Error::invalid("care", "problem-care-level"))?;
            Box::pin(story::review::set_care(app, by, id, level, seen)).await
        }
        Decision::Refuse => {
            let reason = Reason::parse(sent.get("reason"))
                .ok_or_else(|| Error::invalid("reason", "problem-choose-from-list"))?;
            let note = sent.get("note").to_owned();
            story::refuse(app, id, Refusal { reason, note, proposal: None, by }, seen).await
        }
    };
    decided.map(drop)
}

/// `POST /desk/replies`: lets a reply through, or turns it away.
pub async fn reply(State(app): State<App>, reader: Reader, sent: Sent) -> Result<Response, Failure> {
    replies::decide(&app, moderator(&reader)?, &sent).await?;
    Ok(go(&reader, "/desk"))
}

pub(super) fn moderator(reader: &Reader) -> Result<&Member> {
    let member = reader.active_member()?;
    member.require_moderator()?;
    Ok(member)
}

enum Decision {
    Approve,
    Refuse,
    /// Only the care level changes.
    Care,
}

impl Decision {
    fn read(sent: &Sent) -> Result<Self> {
        match sent.get("decision") {
            "approve" => Ok(Self::Approve),
            "refuse" => Ok(Self::Refuse),
            "care" => Ok(Self::Care),
            _ => Err(Error::invalid("decision", "problem-choose-from-list")),
        }
    }
}

pub(super) fn number(text: &str) -> Result<i64> {
    text.parse().ok().ok_or(Error::NotFound("what is to be decided"))
}

/// The care level that a moderator set; none where the page did not ask.
fn care(sent: &Sent) -> Result<Option<u8>> {
    if !sent.has("care") {
        return Ok(None);
    }
    let level = sent.get("care").parse();
    level.map(Some).map_err(|_no_number| Error::invalid("care", "problem-care-level"))
}

/// The care levels to choose from: none below what the terms say, and for a new story also that its writer may be in
/// danger.
fn levels(reader: &Reader, waiting: &Waiting) -> Vec<Choice> {
    let highest = if waiting.is_change { level::SUICIDAL_THOUGHTS } else { level::PRESENT_DANGER };
    let label = |code: &str| List::CareLevel.label(code, facts::lang_of(reader.language)).unwrap_or_default();
    let codes = (waiting.least_care..=highest).map(|code| code.to_string());
    codes.map(|code| Choice::new(code.clone(), label(&code))).collect()
}

/// When people asked is known by week only, and is not shown.
fn applicant(member: Member) -> Applicant {
    Applicant {
        id: member.id().to_string(),
        handle: member.account.handle,
        name: member.account.display_name,
        reason: member.row.reason.unwrap_or_default(),
        asked: None,
    }
}

fn held_story(app: &App, reader: &Reader, writers: &HashMap<i64, Account>, waiting: Waiting) -> HeldStory {
    let levels = levels(reader, &waiting);
    let two = waiting.said.as_deref().map(|said| two(reader, said));
    let Waiting { post, pictures, is_change, version, least_care: _, said: _, is_taken_over } = waiting;
    let language = post.language.clone().unwrap_or_default();
    let handle = writers.get(&post.account_id).map(|account| account.handle.clone()).unwrap_or_default();
    HeldStory {
        id: post.id.to_string(),
        title: Spoken::new(language.as_str(), post.title.unwrap_or_default()),
        address: app.urls.local_path(&post.url).unwrap_or("/").to_owned(),
        handle,
        care: care_of(reader, post.care_level),
        // What is never published with its level is let through with the highest that is.
        care_level: post.care_level.min(i32::from(level::PRESENT_DANGER)).to_string(),
        levels,
        warning: present::warning(&post.warning, &language, reader.language),
        two,
        reasons: why(reader, post.care_level),
        findings: Vec::new(),
        // Stored posts are clean: they are cleaned when they are written or received.
        html: post.html,
        pictures: pictures::several(&app.urls, &pictures),
        language,
        told: day(post.published_at),
        change: is_change,
        taken_over: is_taken_over,
        own: false,
        propose: propose::path(post.id),
        version,
    }
}

/// Who has said yes, where two people have to.
fn two(reader: &Reader, said: &[Said]) -> String {
    let key = match said.first() {
        None => "desk-two",
        Some(said) if said.by.is_some() && said.by == reader.viewer() => "desk-your-yes",
        Some(_) => "desk-one-yes",
    };
    reader.frame().say(key).to_string()
}

/// Why it waits, where that has to be said.
fn why(reader: &Reader, care_level: i32) -> Vec<String> {
    let key = match u8::try_from(care_level) {
        Ok(level::PRESENT_DANGER) => "desk-danger",
        Ok(level::HARMFUL) => "desk-harmful",
        Ok(_) | Err(_) => return Vec::new(),
    };
    vec![reader.frame().say(key).to_string()]
}

/// How much care it needs, in words.
fn care_of(reader: &Reader, care_level: i32) -> Option<String> {
    let key = match u8::try_from(care_level) {
        Ok(level::SENSITIVE) => "desk-care-sensitive",
        Ok(level::SUICIDAL_THOUGHTS) => "desk-care-suicidal",
        Ok(level::PRESENT_DANGER) => "desk-care-danger",
        Ok(level::HARMFUL) => "desk-care-harmful",
        Ok(_) | Err(_) => return None,
    };
    Some(reader.frame().say(key).to_string())
}

fn day(moment: i64) -> Option<NaiveDate> {
    DateTime::from_timestamp(moment, 0).map(|moment| moment.date_naive())
}
