//! Complaints: anybody may say what is wrong with a story, without an account. Its author is heard, a moderator decides by
//! rule and within a set time, and who complained reads the answer with words that were shown once.

use chrono::{NaiveDate, TimeDelta};

use crate::app::App;
use crate::base::clock;
use crate::base::digest::sha256_hex;
use crate::base::error::{Error, Problem, Result};
use crate::base::limit::{AddressHash, Deed};
use crate::domain::auth::{limit, recovery};
use crate::domain::post::{self, Post};
use crate::domain::story::review;
use crate::domain::transparency::log::{self, Act, By};
use crate::domain::transparency::numbers::{self, What};
use crate::store::complaint;
use crate::store::event::Event;
use crate::store::kind::Reason;
use crate::store::{Tx, post as posts};

pub use crate::store::complaint::{About, Complaint, Outcome};

/// Most characters of what is wrong.
pub const BODY_MOST: usize = 4000;
/// Most characters of how to answer.
pub const REACH_MOST: usize = 200;
/// Most characters of what the author says, and of the answer.
pub const SAID_MOST: usize = 2000;
/// How many open complaints the desk shows.
const PAGE: u64 = 50;

/// Whom or what a complaint can be about, in the order of the form.
pub const ABOUT: [About; 4] = [About::Person, About::Organisation, About::Key, About::Other];

/// What somebody complains of.
#[derive(Debug, Clone, Default)]
pub struct NewComplaint {
    /// The address of the story, as it was typed or pasted; may be empty.
    pub story: String,
    /// Whom or what it is about; none where nothing was chosen.
    pub about: Option<About>,
    /// What is wrong.
    pub body: String,
    /// How to answer; may be empty.
    pub reach: String,
    /// What no other form has.
    pub form: String,
}

impl NewComplaint {
    /// Tells the form, and what was typed into it, from every other.
    fn hash(&self) -> String {
        let about = format!("{:?}", self.about);
        sha256_hex(&[&self.form, &self.story, &about, &self.body, &self.reach].map(|part| part.as_bytes()))
    }
}

/// What who complained keeps.
#[derive(Clone)]
pub struct Receipt {
    /// The words with which they read how far it is; known nowhere else.
    pub words: String,
    /// By when it is decided.
    pub due: Option<NaiveDate>,
}

/// What a moderator decides.
#[derive(Debug, Clone)]
pub struct Decision {
    /// What becomes of it.
    pub outcome: Outcome,
    /// The rule by which the story was changed or taken down.
    pub rule: Option<Reason>,
    /// What who complained is told; may be empty.
    pub answer: String,
}

/// A complaint that waits, with the story.
#[derive(Debug, Clone)]
pub struct Open {
    /// The complaint.
    pub complaint: Complaint,
    /// The story that it is about.
    pub story: Option<Post>,
}

/// Takes a complaint in. The same form sent again gives the same complaint, and new words in place of those that perhaps never
/// arrived.
///
/// # Errors
/// `Invalid` with every field that has to be mended, or where as many came in today as the operator allows; `TooMany` for one
/// place.
pub async fn complain(app: &App, new: NewComplaint, from: AddressHash) -> Result<Receipt> {
    let (about, story) = check(app, &new).await?;
    app.limits.check(Deed::Complain, from)?;
    let words = recovery::draw(&app.random, recovery::COUNT);
    let settings = &app.config.complaints;
    let due_day = day_in(app, i64::from(settings.answer_days));
    let tx = app.db.begin().await?;
    if !limit::count_today(app, &tx, "complaints:", settings.daily_limit).await? {
        return Err(Error::invalid("answer", "problem-complaints-full"));
    }
    let form_hash = new.hash();
    // The count of today was just written, so nobody else takes one in before this is done.
    if let Some(known) = complaint::find_by_form(&*tx, &form_hash).await? {
        let due = known.due_day.parse().ok();
        complaint::update(&tx, Complaint { words_hash: recovery::hash(&words), ..known }).await?;
        app.commit(tx).await?;
        return Ok(Receipt { words, due });
    }
    let row = Complaint {
        id: log::day_number(app),
        words_hash: recovery::hash(&words),
        post_id: story.map(|post| post.id),
        about,
        body: new.body.trim().to_owned(),
        reach: new.reach.trim().to_owned(),
        shown: false,
        said: String::new(),
        received_day: app.day(),
        due_day: due_day.clone(),
        outcome: None,
        rule: None,
        answer: String::new(),
        decided_day: None,
        form_hash,
    };
    complaint::insert(&tx, row.clone()).await?;
    numbers::count(&tx, app.now(), What::Complained).await?;
    tell_author(app, &tx, &row).await?;
    app.commit(tx).await?;
    Ok(Receipt { words, due: due_day.parse().ok() })
}

async fn check(app: &App, new: &NewComplaint) -> Result<(About, Option<Post>)> {
    let mut problems = Vec::new();
    let story = find_story(app, &new.story).await?;
    let names_one = !new.story.trim().is_empty();
    if names_one && story.is_none() {
        problems.push(Problem::new("story", "problem-complaint-story"));
    } else if !names_one && matches!(new.about, Some(About::Person | About::Organisation)) {
        problems.push(Problem::new("story", "problem-complaint-which"));
    }
    if new.about.is_none() {
        problems.push(Problem::new("about", "problem-choose-from-list"));
    }
    if new.body.trim().is_empty() {
        problems.push(Problem::new("body", "problem-complaint-empty"));
    }
    for (field, text, most) in [("body", &new.body, BODY_MOST), ("reach", &new.reach, REACH_MOST)] {
        if text.trim().chars().count() > most {
            problems.push(Problem::new(field, "problem-too-long").with("most", most));
        }
    }
    match new.about {
        Some(about) if problems.is_empty() => Ok((about, story)),
        Some(_) | None => Err(Error::Invalid(problems)),
    }
}

/// The post that somebody means by an address of its page, of which nobody learns here whether it is there unless everybody
/// can read it.
async fn find_story(app: &App, typed: &str) -> Result<Option<Post>> {
    let typed = typed.trim();
    let place = typed.split(['?', '#']).next().unwrap_or_default().trim_end_matches('/');
    let with_scheme = format!("https://{place}");
    let mut found = None;
    for address in [place, with_scheme.as_str()] {
        if found.is_none() {
            found = post::find_by_address(app, address).await?;
        }
    }
    if found.is_none() {
        // Of this server the end of the path is enough.
        let number = place.rsplit('/').next().and_then(|end| end.parse::<i64>().ok());
        let is_here = place.starts_with('/') || place.contains(app.urls.domain());
        if let Some(number) = number.filter(|_| is_here) {
            found = posts::find(app.read(), number).await?;
        }
    }
    match found {
        Some(found) => post::find_visible(app, None, found.id).await,
        None => Ok(None),
    }
}

/// The complaint of who knows the words.
///
/// # Errors
/// `Invalid` where nothing is known by these words, or no longer.
pub async fn open(app: &App, words: &str, from: AddressHash) -> Result<Complaint> {
    if let Some(found) = complaint::find_by_words(app.read(), &recovery::hash(words)).await? {
        return Ok(found);
    }
    // Only who guesses is counted.
    app.limits.check(Deed::SignInFrom, from)?;
    Err(Error::invalid("words", "problem-complaint-words"))
}

/// The complaints that wait for a decision, the most urgent first; for moderators.
pub async fn list_open(app: &App) -> Result<Vec<Open>> {
    let mut found = Vec::new();
    for complaint in complaint::list_open(app.read(), PAGE).await? {
        let story = match complaint.post_id {
            Some(id) => posts::find(app.read(), id).await?,
            None => None,
        };
        found.push(Open { complaint, story });
    }
    Ok(found)
}

/// The complaints about a story that wait for a decision, for its author. What they say is left out where no moderator has
/// passed it on: an author need not read what was written to hurt.
pub async fn list_about(app: &App, story: &Post) -> Result<Vec<Complaint>> {
    let mut found = complaint::list_open_about(app.read(), story.id).await?;
    for complaint in &mut found {
        if !complaint.shown {
            complaint.body = String::new();
        }
        complaint.reach = String::new();
    }
    Ok(found)
}

/// Takes in what the author of a story says to a complaint, in place of what they said before.
///
/// # Errors
/// `Invalid` where it is too long, `NotFound` where there is no such complaint about this story, `Conflict` where it is
/// decided.
pub async fn say(app: &App, story: &Post, id: i64, said: &str) -> Result<()> {
    let said = said.trim();
    if said.chars().count() > SAID_MOST {
        return Err(Error::Invalid(vec![Problem::new("said", "problem-too-long").with("most", SAID_MOST)]));
    }
    let tx = app.db.begin().await?;
    let row = load_open(&tx, id).await?;
    if row.post_id != Some(story.id) {
        return Err(Error::NotFound("complaint"));
    }
    complaint::update(&tx, Complaint { said: said.to_owned(), ..row }).await?;
    app.commit(tx).await
}

/// Lets the author of the story read what is said to be wrong.
///
/// # Errors
/// `Conflict` where it is decided.
pub async fn pass_on(app: &App, by: By, id: i64) -> Result<()> {
    refuse_own(app, by, id).await?;
    let tx = app.db.begin().await?;
    let row = Complaint { shown: true, ..load_open(&tx, id).await? };
    complaint::update(&tx, row.clone()).await?;
    log::write(app, &tx, by, Act::ComplaintPassedOn, id).await?;
    tell_author(app, &tx, &row).await?;
    app.commit(tx).await
}

/// Decides a complaint. What to answer to is erased at once, the rest some time later. A story that is taken down is erased
/// everywhere.
///
/// # Errors
/// `Invalid` for a decision that does not fit or lacks its rule, `Conflict` where it is decided.
pub async fn decide(app: &App, by: By, id: i64, decision: Decision) -> Result<()> {
    let answer = decision.answer.trim();
    if answer.chars().count() > SAID_MOST {
        return Err(Error::Invalid(vec![Problem::new("answer", "problem-too-long").with("most", SAID_MOST)]));
    }
    refuse_own(app, by, id).await?;
    let tx = app.db.begin().await?;
    let row = load_open(&tx, id).await?;
    let (act, needs_rule) = match (decision.outcome, row.post_id) {
        (Outcome::Stands, Some(_)) => (Act::ComplaintStands, false),
        (Outcome::Mended, Some(_)) => (Act::ComplaintMended, true),
        (Outcome::Removed, Some(_)) => (Act::ComplaintRemoved, true),
        (Outcome::Answered, None) => (Act::ComplaintAnswered, false),
        _ => return Err(Error::invalid("outcome", "problem-choose-from-list")),
    };
    let rule = decision.rule.filter(|_| needs_rule);
    if needs_rule && rule.is_none() {
        return Err(Error::invalid("reason", "problem-choose-from-list"));
    }
    let story = row.post_id;
    let mut decided = Complaint {
        outcome: Some(decision.outcome),
        rule,
        reach: String::new(),
        decided_day: Some(app.day()),
        ..row
    };
    complaint::update(&tx, decided.clone()).await?;
    if let (Outcome::Removed, Some(story)) = (decision.outcome, story) {
        let story = posts::find(&*tx, story).await?.ok_or(Error::NotFound("post"))?;
        post::take_down(app, &tx, by, &story, rule).await?;
        decided = complaint::find(&*tx, id).await?.ok_or(Error::NotFound("complaint"))?;
    }
    complaint::update(&tx, Complaint { answer: answer.to_owned(), ..decided.clone() }).await?;
    log::write_with(app, &tx, by, act, id, rule).await?;
    tell_author(app, &tx, &decided).await?;
    app.commit(tx).await
}

/// Leaves a complaint about a story of who decides to another moderator.
async fn refuse_own(app: &App, by: By, id: i64) -> Result<()> {
    let row = complaint::find(app.read(), id).await?.ok_or(Error::NotFound("complaint"))?;
    match row.post_id {
        Some(story) => match posts::find(app.read(), story).await? {
            Some(story) => review::refuse_own(app, by, story.account_id).await,
            None => Ok(()),
        },
        None => Ok(()),
    }
}

/// The author of the story is to know how far it is.
async fn tell_author(app: &App, tx: &Tx, row: &Complaint) -> Result<()> {
    match row.post_id {
        Some(_) => app.record(tx, &Event::ComplaintChanged { complaint: row.id }).await,
        None => Ok(()),
    }
}

async fn load_open(tx: &Tx, id: i64) -> Result<Complaint> {
    let row = complaint::find(&**tx, id).await?.ok_or(Error::NotFound("complaint"))?;
    if row.outcome.is_some() { Err(Error::Conflict("decision about this complaint")) } else { Ok(row) }
}

fn day_in(app: &App, days: i64) -> String {
    clock::day(app.clock.now() + TimeDelta::days(days))
}
