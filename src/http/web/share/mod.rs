//! Telling: the form, what it will look like, what happens next; changing a story and taking it back.

pub mod bring;
pub mod consent;
pub mod fields;
mod filled;
pub mod lists;
pub mod manage;
mod page;
mod passages;
mod rare;
pub mod receipt;
pub mod step;
pub mod take_back;
pub mod tell;
mod told;
mod walk;

use askama::Template;
use chrono::NaiveDate;

use super::door::Question;
use super::findings::FindingView;
use super::form::Choice;
use super::frame::Frame;
use super::helplines::HelplinesView;
use super::stories::views::{Spoken, StoryView};
use fields::{Published, StoryForm};
use receipt::ReceiptView;
use step::Step;

/// The form for a new story, or for changing one.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "share/form.html", config = "src/http/web/askama.toml")]
pub struct SharePage {
    /// The frame.
    pub page: Frame,
    /// The step that the page is for.
    pub step: Step,
    /// What is filled in, at this step and at the others.
    pub form: StoryForm,
    /// The closed lists.
    pub lists: Lists,
    /// Where to find help; stands before anything is typed.
    pub helplines: HelplinesView,
    /// The path of the story that is being changed; none for a new one.
    pub editing: Option<String>,
    /// The path to which the form is sent.
    pub action: String,
    /// What the form carries beside the story.
    pub carried: Vec<(String, String)>,
    /// Whether anybody may tell here, with a name or without.
    pub anybody: bool,
    /// What is asked of who has no account, at the last step.
    pub question: Option<Question>,
    /// What the text mentions and the facts do not have, each a button.
    pub mentioned: Vec<Choice>,
    /// Whether it was just brought from elsewhere.
    pub brought: bool,
    /// What happens once it is told, for the last step.
    pub next: Next,
    /// Whether something typed before is kept, so that it can be thrown away.
    pub kept: bool,
    /// When it may be released, where the writer chooses.
    pub releases: Vec<Choice>,
    /// What of that is chosen.
    pub release: String,
    /// Only members may tell: there is no form.
    pub gate: bool,
}

/// What happens with a story once it is told.
#[derive(Debug, Clone, Copy, Default)]
pub struct Next {
    /// A moderator decides whether names in it may stand.
    pub names: bool,
    /// Its writer may be in danger: a person reads it at once.
    pub danger: bool,
    /// A person reads it before others do.
    pub held_first: bool,
    /// It appears by itself, but not at once.
    pub later: bool,
    /// Nothing of this member is sent to other servers.
    pub stays: bool,
}

/// One kind of what the identity scan found, with what can be done about it.
#[derive(Debug, Clone, Default)]
pub struct KindView {
    /// The name of its input.
    pub input: String,
    /// What it looks like, in words.
    pub label: String,
    /// The passages, each with the words around it.
    pub findings: Vec<FindingView>,
    /// What can be done.
    pub choices: Vec<Choice>,
    /// What is chosen.
    pub chosen: String,
}

/// The closed lists of the form, worded in the reader's language. The vocabulary has the codes.
#[derive(Debug, Clone, Default)]
pub struct Lists {
    /// Languages of a text.
    pub languages: Vec<Choice>,
    /// Age bands.
    pub ages: Vec<Choice>,
    /// Durations of use.
    pub durations: Vec<Choice>,
    /// Answers to "Are you still taking it?".
    pub statuses: Vec<Choice>,
    /// Times since stopping.
    pub times_since_stopping: Vec<Choice>,
    /// When a symptom began.
    pub onsets: Vec<Choice>,
    /// How a symptom is now.
    pub outcomes: Vec<Choice>,
    /// Whether a symptom was there before.
    pub before_use: Vec<Choice>,
    /// How strong.
    pub severities: Vec<Choice>,
    /// The course as a whole.
    pub trajectories: Vec<Choice>,
    /// Whether the writer was warned.
    pub warned: Vec<Choice>,
    /// What the prescriber said.
    pub responses: Vec<Choice>,
    /// Whether they would take it again.
    pub again: Vec<Choice>,
    /// Where a medication came from.
    pub sources: Vec<Choice>,
    /// What part a medication plays.
    pub roles: Vec<Choice>,
    /// Genders.
    pub genders: Vec<Choice>,
    /// Who tells.
    pub tellers: Vec<Choice>,
    /// What of it is published.
    pub published: Vec<Choice>,
    /// Countries.
    pub countries: Vec<Choice>,
    /// How much it helped.
    pub benefit_scales: Vec<Choice>,
    /// What a time is counted from.
    pub anchors: Vec<Choice>,
    /// How long after that.
    pub offsets: Vec<Choice>,
    /// While taking it, or after.
    pub phases: Vec<Choice>,
    /// What changed.
    pub changes: Vec<Choice>,
    /// Names of medications to choose from while typing.
    pub medication_names: Vec<String>,
    /// Names of symptoms to choose from while typing.
    pub symptom_names: Vec<String>,
}

/// The story as others will see it, before it is told.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "share/preview.html", config = "src/http/web/askama.toml")]
pub struct PreviewPage {
    /// The frame.
    pub page: Frame,
    /// The step that the page is for.
    pub step: Step,
    /// The story as a page would show it, with what was found marked.
    pub story: StoryView,
    /// What was typed, carried on.
    pub form: StoryForm,
    /// Whether the text was just changed as its writer chose.
    pub changed: bool,
    /// Helplines, when the story speaks of suicidal thoughts.
    pub helplines: Option<HelplinesView>,
    /// What stands in the texts and might say who somebody is, by kind.
    pub kinds: Vec<KindView>,
    /// Whether something is among them that is never published.
    pub has_contact: bool,
    /// Whether its writer may be in danger.
    pub danger: bool,
    /// Whether it says how to die, or that others should: it would not be published.
    pub harmful: bool,
    /// Which facts few others state together, in words; empty: nothing points at the writer.
    pub rare: Vec<String>,
    /// What could be left out so that nothing does any more, each a button.
    pub ways: Vec<Choice>,
    /// The path to which the form is sent.
    pub action: String,
    /// What the form carries beside the story.
    pub carried: Vec<(String, String)>,
}

/// After a story was told.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "share/told.html", config = "src/http/web/askama.toml")]
pub struct ToldPage {
    /// The frame.
    pub page: Frame,
    /// The path of the story.
    pub address: String,
    /// Whether a person reads it first.
    pub held: bool,
    /// The day on which it appears by itself, where it waits for that.
    pub appears: Option<NaiveDate>,
    /// Whether it was a change of a story that was there before.
    pub changed: bool,
    /// Whether its writer may be in danger: help stands before everything else.
    pub danger: bool,
    /// Whether it was not let through.
    pub refused: bool,
    /// Helplines, when the story speaks of suicidal thoughts.
    pub helplines: Option<HelplinesView>,
}

/// What may happen with one story, to be answered anew.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "share/consent.html", config = "src/http/web/askama.toml")]
pub struct ConsentPage {
    /// The frame.
    pub page: Frame,
    /// The path of the story.
    pub address: String,
    /// Its title; empty when it has none.
    pub title: Spoken,
    /// The path to which the form is sent.
    pub action: String,
    /// What the form carries beside the answers.
    pub carried: Vec<(String, String)>,
    /// Whether answers were just saved.
    pub saved: bool,
    /// What is asked.
    pub questions: Vec<Purpose>,
    /// Whether copies are on other servers, or on their way there.
    pub travels: bool,
    /// Whether the member lets nothing travel at all.
    pub stays: bool,
}

/// One purpose, with the answer that holds now.
#[derive(Debug, Clone, Default)]
pub struct Purpose {
    /// The name of its input.
    pub name: &'static str,
    /// What is asked.
    pub label: &'static str,
    /// What it means, and since when the answer holds.
    pub hint: String,
    /// Whether the answer is yes.
    pub ticked: bool,
}

/// Asks once whether a story is to be taken back.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "share/take_back.html", config = "src/http/web/askama.toml")]
pub struct TakeBackPage {
    /// The frame.
    pub page: Frame,
    /// The path of the story.
    pub address: String,
    /// Its title; empty when it has none.
    pub title: String,
    /// The language of the title.
    pub title_language: String,
    /// Whether copies were sent to other servers.
    pub federated: bool,
    /// The path to which the form is sent.
    pub action: String,
    /// What the form carries.
    pub carried: Vec<(String, String)>,
}

/// The words that manage a story of who has no account, shown once.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "share/key.html", config = "src/http/web/askama.toml")]
pub struct KeyPage {
    /// The frame.
    pub page: Frame,
    /// The words.
    pub words: Vec<String>,
    /// The path of the story; none while others can't read it.
    pub address: Option<String>,
    /// The day on which it appears by itself, where it waits for that.
    pub appears: Option<NaiveDate>,
    /// Whether its writer may be in danger: help stands before everything else.
    pub danger: bool,
    /// Whether it was not let through.
    pub refused: bool,
    /// Helplines, when the story speaks of suicidal thoughts.
    pub helplines: Option<HelplinesView>,
}

/// A story of who has no account, for who knows its words.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "share/manage.html", config = "src/http/web/askama.toml")]
pub struct ManagePage {
    /// The frame.
    pub page: Frame,
    /// The story; none while nobody has given the words.
    pub managed: Option<Managed>,
}

/// What can be done with a story of who has no account.
#[derive(Debug, Clone, Default)]
pub struct Managed {
    /// What every form carries: the words.
    pub carried: Vec<(String, String)>,
    /// Its title; empty when it has none.
    pub title: Spoken,
    /// The path of its page; none while others can't read it.
    pub address: Option<String>,
    /// How far it is, and what a moderator said, in sentences.
    pub said: Vec<String>,
    /// Whether something was just saved.
    pub saved: bool,
    /// Whether a program alone did not let it through, so that its writer may ask for a person.
    pub may_ask: bool,
    /// Whether its writer may say that a decision was wrong.
    pub may_appeal: bool,
    /// Whether a moderator proposes another text.
    pub has_proposal: bool,
    /// Whether somebody complains of it.
    pub has_complaints: bool,
    /// Where to find help, where its writer may be in danger.
    pub helplines: Option<HelplinesView>,
}

/// After a story was taken back.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "share/taken_back.html", config = "src/http/web/askama.toml")]
pub struct TakenBackPage {
    /// The frame.
    pub page: Frame,
    /// What other servers answered to the request to delete their copies; none where there is no such request any more.
    pub receipt: Option<ReceiptView>,
    /// The path of this page.
    pub again: String,
    /// What the form carries that asks for this page again: the management key of who has no account.
    pub carried: Vec<(String, String)>,
}

/// What other servers answer to who deleted their account, found again with the words of that moment.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "share/farewell.html", config = "src/http/web/askama.toml")]
pub struct FarewellPage {
    /// The frame.
    pub page: Frame,
    /// How far the request is; none where nothing is left here.
    pub receipt: Option<ReceiptView>,
    /// How it ended, as a sentence, where nothing is left here.
    pub ended: Option<String>,
    /// What the form carries that asks for this page again: the words.
    pub carried: Vec<(String, String)>,
}
