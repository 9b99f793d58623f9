//! The way through the steps: what a form asks for, and on which page its writer stands then. Only somebody whose form is
//! in order comes further; back goes everybody, and nothing typed is lost either way.

use super::fields::StoryForm;
use super::passages;
use super::rare;
use super::step::Step;
use super::told::{YES, told, unconsented};
use crate::app::App;
use crate::base::error::{Error, Problem, Result};
use crate::domain::auth::Member;
use crate::domain::post::Post;
use crate::domain::story::{self, Source, Told, keyed};
use crate::domain::vocabulary::{TermId, vocabulary};
use crate::http::web::door::{Failure, Reader, Sent};
use crate::http::web::stories::facts::lang_of;

/// A story that its author changes.
pub struct Own {
    /// The post.
    pub post: Post,
    /// What the author told.
    pub source: Source,
    /// The path of its page.
    pub path: String,
}

/// Who tells, and on which page.
pub struct Teller<'a> {
    /// Who counts as the author.
    pub author: &'a Member,
    /// The story that is changed; none for a new one.
    pub own: Option<&'a Own>,
    /// The path to which the form is sent.
    pub path: String,
    /// What every form carries beside the story: the management key of who has no account.
    pub carried: Vec<(String, String)>,
    /// Anybody may send this form, so it asks something that keeps programs out.
    pub is_anybody: bool,
}

impl<'a> Teller<'a> {
    /// A member who tells a new story.
    pub fn member(author: &'a Member) -> Self {
        Self { author, own: None, path: Step::Tell.path(), carried: Vec::new(), is_anybody: false }
    }

    /// Anybody who tells a new story.
    pub fn anybody(author: &'a Member) -> Self {
        Self { is_anybody: true, ..Self::member(author) }
    }

    /// A member who changes a story.
    pub fn changes(author: &'a Member, own: &'a Own) -> Self {
        Self { own: Some(own), path: format!("{}/edit", own.path), ..Self::member(author) }
    }

    /// The pages on which what is typed is kept for a reload; none for who has no account and changes a story, since a browser
    /// is to keep nothing of that.
    pub fn kept_at(&self) -> Option<String> {
        let is_keyed = self.own.is_some() && !self.carried.is_empty();
        (!is_keyed).then(|| self.path.clone())
    }

    /// The address of a step's page, where it can be fetched.
    pub fn address(&self, step: Step) -> String {
        match self.own {
            None => step.path(),
            Some(_) if step == Step::Tell || self.kept_at().is_none() => self.path.clone(),
            Some(_) => format!("{}?step={}", self.path, step.code()),
        }
    }

    /// What the form of this teller tells.
    pub fn told(&self, app: &App, form: &StoryForm) -> Result<Told, Vec<Problem>> {
        told(app, form, self.own.map(|own| &own.source), self.author.row.default_sensitive)
    }
}

/// Where the writer stands.
pub struct Stand {
    /// At which step.
    pub step: Step,
    /// With what filled in.
    pub form: StoryForm,
    /// What is wrong.
    pub problems: Vec<Problem>,
    /// Whether the text was just changed as chosen.
    pub changed: bool,
    /// Whether empty rows were just added, which no manuscript has.
    pub has_more_rows: bool,
    /// Whether it was just brought from elsewhere.
    pub brought: bool,
}

impl Stand {
    /// At a step with everything in order.
    pub fn at(step: Step, form: StoryForm) -> Self {
        Self { step, form, problems: Vec::new(), changed: false, has_more_rows: false, brought: false }
    }

    /// Where these problems are to be mended: at the first step that has one.
    fn with(form: StoryForm, problems: Vec<Problem>) -> Self {
        // The room names the one field of the client API; here it is the story.
        let here = |problem: Problem| {
            let field = if problem.field == "status" { "text" } else { problem.field };
            Problem { field, ..problem }
        };
        let mut problems: Vec<Problem> = problems.into_iter().map(here).collect();
        let first = problems.iter().map(|problem| Step::of(problem.field)).min().unwrap_or_default();
        problems.retain(|problem| Step::of(problem.field) == first);
        Self { problems, ..Self::at(first, form) }
    }
}

/// What became of a form.
pub enum Outcome {
    /// There is something to show first.
    Stands(Box<Stand>),
    /// What was typed is to be forgotten.
    Forget,
    /// The story is told, or changed.
    Stored(Box<Done>),
}

/// A story that was told or changed.
pub struct Done {
    /// The story.
    pub post: Post,
    /// The words that manage it, where its author has no account.
    pub words: Option<String>,
}

/// Does what a form asks for.
pub async fn walk(app: &App, reader: &Reader, sent: &Sent, teller: &Teller<'_>) -> Result<Outcome, Failure> {
    let mut form = StoryForm::read(sent.pairs());
    let stands = |stand: Stand| Ok(Outcome::Stands(Box::new(stand)));
    if sent.has("more") {
        let form = form.with_more(sent.get("more"));
        return stands(Stand { has_more_rows: true, ..Stand::at(Step::Facts, form) });
    }
    if sent.has("add") {
        return stands(Stand::at(Step::Facts, with_term(reader, form, sent.get("add"))));
    }
    if sent.has("hide") {
        rare::leave_out(&mut form, sent.get("hide"));
        return stands(reach(app, teller, form, Step::Preview).await?);
    }
    match sent.get("action") {
        "forget" => Ok(Outcome::Forget),
        "apply" => {
            let changed = passages::apply(app, &form).await?;
            let stand = reach(app, teller, changed, Step::Preview).await?;
            stands(Stand { changed: stand.form != form, ..stand })
        }
        // Who goes on from the preview gets what they chose there, and looks at it again.
        "consent" => {
            let changed = passages::apply(app, &form).await?;
            if changed == form {
                return stands(reach(app, teller, form, Step::Consent).await?);
            }
            stands(Stand { changed: true, ..reach(app, teller, changed, Step::Preview).await? })
        }
        action => match Step::parse(action).unwrap_or_default() {
            Step::Done => tell(app, reader, teller, form).await,
            step @ (Step::Tell | Step::Facts | Step::Course | Step::Preview | Step::Consent) => {
                stands(reach(app, teller, form, step).await?)
            }
        },
    }
}

/// The way to a step: at its end, or where something has to be mended before.
pub async fn reach(app: &App, teller: &Teller<'_>, form: StoryForm, step: Step) -> Result<Stand> {
    let mut problems = teller.told(app, &form).err().unwrap_or_default();
    problems.retain(|problem| {
        let field = if problem.field == "status" { "text" } else { problem.field };
        Step::of(field) < step
    });
    if !problems.is_empty() {
        return Ok(Stand::with(form, problems));
    }
    if step > Step::Preview && passages::has_contact(app, &passages::scan(app, &form).await?) {
        return Ok(Stand::with(form, vec![Problem::new("findings-title", "problem-contact")]));
    }
    Ok(Stand::at(step, form))
}

async fn tell(app: &App, reader: &Reader, teller: &Teller<'_>, form: StoryForm) -> Result<Outcome, Failure> {
    let stand = reach(app, teller, form, Step::Done).await?;
    if !stand.problems.is_empty() {
        return Ok(Outcome::Stands(Box::new(stand)));
    }
    let form = stand.form;
    let problems: Vec<Problem> =
        [unconsented(&form), unanswered(app, reader, &form, teller)].into_iter().flatten().collect();
    let read = match teller.told(app, &form) {
        Ok(read) if problems.is_empty() => read,
        read => {
            let problems = read.err().into_iter().flatten().chain(problems).collect();
            return Ok(Outcome::Stands(Box::new(Stand::with(form, problems))));
        }
    };
    match store(app, reader, teller, read, &form).await {
        Ok(done) => Ok(Outcome::Stored(Box::new(done))),
        Err(Error::Invalid(problems)) => Ok(Outcome::Stands(Box::new(Stand::with(form, problems)))),
        Err(error) => Err(error.into()),
    }
}

/// Tells or changes the story.
async fn store(
    app: &App,
    reader: &Reader,
    teller: &Teller<'_>,
    read: Told,
    form: &StoryForm,
) -> Result<Done> {
    let indexable = form.single.findable == YES;
    let author = teller.author;
    let time = form.release(author);
    let post = match teller.own {
        Some(own) => Box::pin(story::retell(app, author, own.post.id, read, indexable)).await?,
        None if teller.is_anybody => {
            let asked = &form.single.asked;
            let told = keyed::tell_without_account(app, read, indexable, time, asked, reader.from);
            let told = Box::pin(told).await?;
            return Ok(Done { post: told.post, words: Some(told.words) });
        }
        None => Box::pin(story::tell(app, author, read, indexable, time)).await?,
    };
    Ok(Done { post, words: None })
}

/// What is wrong with the answer to the question that keeps programs out, where one was asked.
fn unanswered(app: &App, reader: &Reader, form: &StoryForm, teller: &Teller<'_>) -> Option<Problem> {
    let single = &form.single;
    let is_fine = !teller.is_anybody || reader.is_answered(app, &single.asked, &single.seal, &single.answer);
    (!is_fine).then(|| Problem::new("answer", "problem-answer-wrong"))
}

/// The form with one more fact: a term that the text mentions, in the reader's words for it.
fn with_term(reader: &Reader, form: StoryForm, id: &str) -> StoryForm {
    let term = id.parse::<TermId>().ok().and_then(|id| vocabulary().term(id));
    match term {
        Some(term) => form.with_term(term.kind(), term.label(lang_of(reader.language))),
        None => form,
    }
}
