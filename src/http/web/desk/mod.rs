//! The desk: what waits for a moderator. People who would like to join, and stories to be read before others do.

pub mod accounts;
pub mod appeals;
pub mod complaints;
pub mod hosts;
pub mod log;
pub mod propose;
pub mod reported;
pub mod reports;
pub mod seek;
pub mod work;

use askama::Template;
use chrono::NaiveDate;

use self::appeals::OpenAppeal;
use self::complaints::OpenComplaint;
use super::door::Sent;
use super::findings::{FindingView, Keeps};
use super::form::Choice;
use super::frame::Frame;
use super::queue::Queue;
use super::replies::HeldReply;
use super::stories::pictures::PictureView;
use super::stories::views::Spoken;

/// Everything that waits, oldest first.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "desk/desk.html", config = "src/http/web/askama.toml")]
pub struct DeskPage {
    /// The frame; its reader is the moderator.
    pub page: Frame,
    /// How many reports are open.
    pub reports: u64,
    /// People who would like to join.
    pub people: Queue<Applicant>,
    /// Stories that are not public yet, and changes of stories that are: a page of them.
    pub stories: Vec<HeldStory>,
    /// How many of them wait in all.
    pub waiting: usize,
    /// The path of the page with the next ones.
    pub next: Option<String>,
    /// Replies that wait for a moderator.
    pub replies: Queue<HeldReply>,
    /// Where their forms are sent.
    pub replies_action: String,
    /// Decisions at which somebody has to look again.
    pub appeals: Queue<OpenAppeal>,
    /// What somebody complains of.
    pub complaints: Queue<OpenComplaint>,
    /// The rules by which a complaint may be decided.
    pub rules: Vec<Choice>,
    /// Why a story may not be let through, to choose from.
    pub reasons: Vec<Choice>,
    /// Whether the last decision was about a version that its author has changed since.
    pub overtaken: bool,
    /// What was sent and has to be mended.
    pub typed: Typed,
}

/// The forms of the desk in which moderators write.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Form {
    /// About a story that waits.
    #[default]
    Story,
    /// About an appeal.
    Appeal,
    /// About a complaint.
    Complaint,
}

/// What was sent with a form and could not be done: it stands there again.
#[derive(Debug, Clone, Default)]
pub struct Typed {
    form: Form,
    /// About which; empty where nothing has to be mended.
    id: String,
    reason: String,
    care: String,
    words: String,
}

impl Typed {
    /// What came with such a form.
    fn of(form: Form, sent: &Sent) -> Self {
        let (id, words) = match form {
            Form::Story => ("story", "note"),
            Form::Appeal => ("story", "answer"),
            Form::Complaint => ("complaint", "answer"),
        };
        let text = |name: &str| sent.get(name).to_owned();
        Self { form, id: text(id), reason: text("reason"), care: text("care"), words: text(words) }
    }

    /// Whether this form has to be mended.
    pub fn is_of(&self, form: &Form, id: &str) -> bool {
        self.form == *form && self.id == id
    }

    /// The id of an input of a form: its bare name in the form that has to be mended, since that is where the sentence that
    /// says what is wrong leads.
    pub fn at(&self, form: &Form, id: &str, name: &str) -> String {
        if self.is_of(form, id) { name.to_owned() } else { format!("{name}-{id}") }
    }

    /// What was written.
    pub fn words(&self, form: &Form, id: &str) -> &str {
        if self.is_of(form, id) { &self.words } else { "" }
    }

    /// Whether this reason was chosen.
    pub fn has_reason(&self, form: &Form, id: &str, reason: &str) -> bool {
        self.is_of(form, id) && self.reason == reason
    }

    /// The care level that was chosen, else the one that holds.
    pub fn care<'a>(&'a self, id: &str, now: &'a str) -> &'a str {
        if self.is_of(&Form::Story, id) && !self.care.is_empty() { &self.care } else { now }
    }
}

/// Somebody who would like to join.
#[derive(Debug, Clone, Default)]
pub struct Applicant {
    /// Which one, as the form sends it back.
    pub id: String,
    /// The handle they chose.
    pub handle: String,
    /// The display name they chose.
    pub name: String,
    /// Why, in their words.
    pub reason: String,
    /// The day on which they asked.
    pub asked: Option<NaiveDate>,
}

/// A story that is not public yet.
#[derive(Debug, Clone, Default)]
pub struct HeldStory {
    /// Which one, as the form sends it back.
    pub id: String,
    /// Its title.
    pub title: Spoken,
    /// The path of its page, where the moderator reads it whole.
    pub address: String,
    /// The handle of its writer.
    pub handle: String,
    /// How much care it needs, in words; none where it needs none.
    pub care: Option<String>,
    /// Its care level, as the form sends it back.
    pub care_level: String,
    /// The care levels that a moderator may set.
    pub levels: Vec<Choice>,
    /// The content warning.
    pub warning: Option<Spoken>,
    /// Who has said yes, where two people have to, in words.
    pub two: Option<String>,
    /// Why it is held, in words.
    pub reasons: Vec<String>,
    /// What in it may say who somebody is.
    pub findings: Vec<FindingView>,
    /// The text as cleaned HTML, covered until asked for.
    pub html: String,
    /// Its pictures, covered with the text.
    pub pictures: Vec<PictureView>,
    /// The language of the text.
    pub language: String,
    /// The day on which it was told.
    pub told: Option<NaiveDate>,
    /// Whether it is the new version of a story that everybody can read.
    pub change: bool,
    /// Whether its author took over what a moderator had proposed.
    pub taken_over: bool,
    /// Whether it is a story of who reads the desk: others decide about it.
    pub own: bool,
    /// Where to propose another text.
    pub propose: String,
    /// Which version this is, as the form sends it back.
    pub version: String,
}
