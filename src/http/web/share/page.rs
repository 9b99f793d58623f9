//! The pages of the steps.

use axum::response::Response;
use http::StatusCode;

use super::fields::StoryForm;
use super::lists::{lists, release_times};
use super::passages::{self, Scanned};
use super::rare;
use super::step::Step;
use super::walk::{Stand, Teller};
use super::{Next, PreviewPage, SharePage};
use crate::app::App;
use crate::base::config::ScanMode;
use crate::base::error::{Error, Result};
use crate::domain::auth::unnamed;
use crate::domain::post::PostState;
use crate::domain::post::timed::find_time;
use crate::domain::story::danger::Danger;
use crate::domain::story::draft::typed;
use crate::domain::story::{self, Told, later};
use crate::domain::vocabulary::vocabulary;
use crate::http::web::door::{Failure, Question, Reader, answer};
use crate::http::web::form::Choice;
use crate::http::web::frame::Frame;
use crate::http::web::stories::facts::lang_of;
use crate::http::web::stories::mark;
use crate::http::web::stories::present;
use crate::http::web::stories::show::helplines;
use crate::http::web::stories::views::StoryView;

/// More words than these are a second story.
const MOST_MENTIONED: usize = 12;

/// The page where the writer stands.
pub async fn page(
    app: &App,
    reader: &Reader,
    teller: &Teller<'_>,
    stand: Stand,
) -> Result<Response, Failure> {
    match stand.step {
        Step::Preview => preview_page(app, reader, teller, stand).await,
        Step::Tell | Step::Facts | Step::Course | Step::Consent | Step::Done => {
            form_page(app, reader, teller, stand).await
        }
    }
}

/// Only members may tell: the way to become one.
pub fn gate(app: &App, reader: &Reader) -> Result<Response, Failure> {
    let page = SharePage {
        page: reader.frame(),
        helplines: helplines(app, reader),
        gate: true,
        ..SharePage::default()
    };
    answer(StatusCode::OK, &page)
}

/// The frame of a step's page: where it can be fetched, the language choice leads to it.
fn frame(reader: &Reader, teller: &Teller<'_>, stand: &Stand) -> Frame {
    reader.frame_at(&teller.address(stand.step), stand.problems.clone())
}

fn status(stand: &Stand) -> StatusCode {
    if stand.problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY }
}

/// The form of a step.
async fn form_page(
    app: &App,
    reader: &Reader,
    teller: &Teller<'_>,
    stand: Stand,
) -> Result<Response, Failure> {
    let read = teller.told(app, &stand.form).ok();
    let next = match &read {
        Some(read) if stand.step == Step::Consent => next(app, teller, &stand.form, read).await?,
        Some(_) | None => Next::default(),
    };
    let written = teller.told(app, &stand.form.as_written()).ok();
    let is_facts = stand.step == Step::Facts;
    let is_consent = stand.step == Step::Consent;
    let page = SharePage {
        page: frame(reader, teller, &stand),
        question: (teller.is_anybody && is_consent).then(|| asked(app, reader, &stand.form)),
        anybody: teller.is_anybody,
        lists: lists(reader.language),
        helplines: helplines(app, reader),
        mentioned: written.filter(|_| is_facts).map(|told| mentioned(reader, &told)).unwrap_or_default(),
        releases: releases(app, reader, teller),
        release: stand.form.release(teller.author).code().to_owned(),
        next,
        editing: teller.own.map(|own| own.path.clone()),
        action: teller.path.clone(),
        carried: teller.carried.clone(),
        brought: stand.brought,
        kept: teller.kept_at().is_some() && reader.manuscript().is_some(),
        gate: false,
        step: stand.step,
        form: if stand.has_more_rows { stand.form.clone() } else { stand.form.clone().with_rows() },
    };
    answer(status(&stand), &page)
}

/// When a new story may be released, where its writer chooses.
fn releases(app: &App, reader: &Reader, teller: &Teller<'_>) -> Vec<Choice> {
    let times = if teller.own.is_none() { later::choices(app, teller.author) } else { Vec::new() };
    release_times(reader.language, times)
}

/// The same question as before where one was asked: its answer may stand in the form already.
fn asked(app: &App, reader: &Reader, form: &StoryForm) -> Question {
    let single = &form.single;
    if reader.is_asked(app, &single.asked, &single.seal) {
        reader.question_again(app, &single.asked)
    } else {
        reader.question(app)
    }
}

/// Terms that the text mentions and the facts do not have, each a button.
fn mentioned(reader: &Reader, read: &Told) -> Vec<Choice> {
    let mentioned = typed::also_mentioned(&read.facts, &read.editions);
    let terms = mentioned.into_iter().filter_map(|id| vocabulary().term(id)).take(MOST_MENTIONED);
    terms.map(|term| Choice::new(term.id().to_string(), term.label(lang_of(reader.language)))).collect()
}

/// What happens with the story once it is told.
async fn next(app: &App, teller: &Teller<'_>, form: &StoryForm, read: &Told) -> Result<Next> {
    let scanned = passages::scan(app, form).await?;
    let (has_waited, later) = match teller.own {
        Some(own) => {
            let has_time = find_time(app.read(), &own.post).await?.is_some();
            (own.post.state != PostState::Published && !has_time, has_time)
        }
        None => (false, later::is_later(app, form.release(teller.author))),
    };
    Ok(Next {
        names: passages::has_names(app, &scanned),
        danger: story::danger::found(app, read, None) == Some(Danger::Present),
        held_first: story::review::reads_first(app, teller.author) || has_waited,
        later,
        stays: !teller.author.row.federates,
    })
}

/// The story as others will see it.
async fn preview_page(
    app: &App,
    reader: &Reader,
    teller: &Teller<'_>,
    stand: Stand,
) -> Result<Response, Failure> {
    let (author, own) = (teller.author, teller.own);
    let read = teller.told(app, &stand.form).map_err(Error::Invalid)?;
    let scanned = passages::scan(app, &stand.form).await?;
    let preview = story::preview(app, &read)?;
    let danger = story::danger::found(app, &read, None);
    // Help stands here also for what its writer tells nobody.
    let written = teller.told(app, &stand.form.as_written()).ok();
    let said = written.and_then(|written| story::danger::found(app, &written, None)).max(danger);
    let told_before = own.map(|own| own.post.id);
    let shown = read.facts.published();
    // What others told without an account is not this writer's own.
    let whose = Some(author.id()).filter(|_| !unnamed::is(app, &author.account));
    let rarity = story::rarity::check(app, &shown, &read.editions, whose, told_before).await?;
    let frame = frame(reader, teller, &stand);
    let page = PreviewPage {
        rare: rarity.lines(&shown, reader.language),
        ways: rare::ways(&frame, &rarity),
        kinds: passages::by_kind(app, &frame, &stand.form, &scanned),
        has_contact: passages::has_contact(app, &scanned),
        story: marked(present::preview(&preview, &author.account, reader.language, app.minute()), &scanned),
        helplines: (said == Some(Danger::Present) || present::needs_helplines(i32::from(preview.care_level)))
            .then(|| helplines(app, reader)),
        danger: said == Some(Danger::Present),
        harmful: danger == Some(Danger::Harmful) && app.config.review.care == ScanMode::Hold,
        changed: stand.changed,
        action: teller.path.clone(),
        carried: teller.carried.clone(),
        step: Step::Preview,
        form: stand.form.clone(),
        page: frame,
    };
    answer(status(&stand), &page)
}

/// The story with what was found marked in its texts, titles and facts.
fn marked(mut story: StoryView, scanned: &[Scanned]) -> StoryView {
    for edition in &mut story.editions {
        let passages = passages::passages_in(scanned, &edition.language);
        if !passages.is_empty() {
            edition.html = mark::marked(&edition.html, &passages);
            story.opened = true;
        }
    }
    story.marks = passages::passages(scanned);
    story
}
