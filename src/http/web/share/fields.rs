//! What the share form holds, exactly as typed: every field a string, so that nothing is lost between two pages.
//!
//! Every page carries the whole form: what another step asks for stands in hidden inputs, so that nothing has to be kept
//! anywhere else. Names of inputs are those of the list below; rows are numbered from 1, e.g. `symptom-2-name`.

use super::step::Step;
use crate::domain::auth::{Member, ReleaseTime};
use crate::domain::vocabulary::Kind;

/// A part of the form that is a plain set of inputs.
pub trait Inputs {
    /// Takes what was sent under a name; names that the form does not have are passed over.
    fn take(&mut self, name: &str, value: &str);
    /// Every input with its name, in the order of the form.
    fn inputs(&self) -> Vec<(&'static str, &str)>;
}

macro_rules! inputs {
    ($(#[$about:meta])* $struct:ident { $($(#[$field_about:meta])* $field:ident = $name:literal,)+ }) => {
        $(#[$about])*
        #[derive(Debug, Clone, Default, PartialEq, Eq)]
        pub struct $struct { $($(#[$field_about])* pub $field: String,)+ }

        impl Inputs for $struct {
            fn take(&mut self, name: &str, value: &str) {
                match name { $($name => value.clone_into(&mut self.$field),)+ _ => {} }
            }

            fn inputs(&self) -> Vec<(&'static str, &str)> {
                vec![$(($name, self.$field.as_str()),)+]
            }
        }
    };
}

inputs! {
    /// The single fields of the form. Closed lists hold the code that was chosen, boxes `yes`.
    Single {
        /// The story in the writer's own words.
        text = "text",
        /// Its title.
        title = "title",
        /// The language of the story.
        language = "language",
        /// The content warning, as written.
        warning = "warning",
        /// What of it is published: see [`Published`].
        published = "published",
        /// Conditions, separated by commas.
        conditions = "conditions",
        /// Age band at the time of use.
        age = "age",
        /// How long it was taken.
        duration = "duration",
        /// Whether it is still taken.
        status = "status",
        /// How long ago it was stopped.
        since_stopping = "since-stopping",
        /// When it began.
        onset = "onset",
        /// How it went on.
        trajectory = "trajectory",
        /// Whether the writer was warned beforehand.
        warned = "warned",
        /// What the prescriber said.
        response = "response",
        /// Whether the writer would take it again.
        again = "again",
        /// The country.
        country = "country",
        /// The gender.
        gender = "gender",
        /// Whether the writer tells their own story.
        teller = "teller",
        /// Whether who tells of somebody they care for wants age band and country shown.
        shows_person = "shows-person",
        /// Agrees that it is published here.
        consent_publish = "consent-publish",
        /// Agrees that it is sent to other servers.
        consent_federate = "consent-federate",
        /// Agrees that it is translated.
        consent_translate = "consent-translate",
        /// Agrees that it is used in research.
        consent_research = "consent-research",
        /// Agrees that a report may be prepared from it.
        consent_report = "consent-report",
        /// Lets search engines list it.
        findable = "findable",
        /// When it is released.
        release = "release",
        /// The answer to the question that keeps programs out.
        answer = "answer",
        /// What was asked.
        asked = "asked",
        /// Shows that we asked it.
        seal = "seal",
    }
}

/// What of a story is published. Who is afraid of being recognised by how they write keeps their words to themselves.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Published {
    /// All that was written.
    #[default]
    All,
    /// The facts, in the words of the vocabulary, and no text.
    FactsAlone,
    /// The translations, and the facts in the words of the vocabulary; the original never.
    TranslationAlone,
}

impl Published {
    /// Each of them, in the order of the form.
    pub const ALL: [Self; 3] = [Self::All, Self::FactsAlone, Self::TranslationAlone];

    /// The code that the form sends.
    pub const fn code(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::FactsAlone => "facts",
            Self::TranslationAlone => "translation",
        }
    }
}

inputs! {
    /// One translation by the writer.
    Edition {
        /// The language of the translation.
        language = "language",
        /// The title in that language.
        title = "title",
        /// The text in that language.
        text = "text",
        /// `machine` when a machine made it, else the writer did.
        by = "by",
    }
}

inputs! {
    /// One medication.
    Medication {
        /// Its name, as the writer says it.
        name = "name",
        /// Suspected, or only taken at the same time.
        role = "role",
        /// What it was taken for.
        purpose = "purpose",
        /// The dose in the writer's words.
        dose = "dose",
        /// Where it came from.
        source = "source",
    }
}

inputs! {
    /// One symptom.
    Symptom {
        /// Its name, as the writer says it.
        name = "name",
        /// How strong, 1 to 5.
        severity = "severity",
        /// When it began.
        onset = "onset",
        /// How it is now.
        outcome = "outcome",
        /// Whether it was there before.
        before = "before",
    }
}

inputs! {
    /// Something that got better.
    Benefit {
        /// What it was.
        name = "name",
        /// How much it helped, 0 to 4.
        scale = "scale",
    }
}

inputs! {
    /// One moment of the course, never a calendar date.
    Moment {
        /// What the time is counted from.
        anchor = "anchor",
        /// How long after it.
        offset = "offset",
        /// While taking it, or after.
        phase = "phase",
        /// Which symptom.
        symptom = "symptom",
        /// What changed.
        change = "change",
    }
}

impl Medication {
    /// Whether it has a name, so that more can be asked about it.
    pub fn is_named(&self) -> bool {
        !self.name.trim().is_empty()
    }
}

impl Symptom {
    /// Whether it has a name, so that more can be asked about it.
    pub fn is_named(&self) -> bool {
        !self.name.trim().is_empty()
    }
}

/// The whole form.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StoryForm {
    /// The single fields.
    pub single: Single,
    /// Translations.
    pub editions: Vec<Edition>,
    /// Medications.
    pub medications: Vec<Medication>,
    /// Symptoms.
    pub symptoms: Vec<Symptom>,
    /// Benefits.
    pub benefits: Vec<Benefit>,
    /// The course in time.
    pub moments: Vec<Moment>,
    /// What is to become of each kind of what the identity scan finds: name of the input, and the answer.
    pub choices: Vec<(String, String)>,
}

/// More rows than anybody fills; what lies beyond is passed over.
pub(super) const MOST_ROWS: usize = 40;

/// Names of the rows, as they stand before the number.
const EDITION: &str = "edition";
const MEDICATION: &str = "medication";
const SYMPTOM: &str = "symptom";
const BENEFIT: &str = "benefit";
const MOMENT: &str = "moment";
/// How the inputs begin that say what becomes of a finding; the code of its kind follows.
const FINDING: &str = "finding-";
/// More kinds than the identity scan has.
const MOST_CHOICES: usize = 20;

impl StoryForm {
    /// An empty form with as many rows as most people need.
    pub fn empty() -> Self {
        Self::default().with_rows()
    }

    /// What was sent, in any order. Unknown names are passed over; line ends become `\n`.
    pub fn read<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let mut form = Self::default();
        for (name, sent) in pairs {
            let value = sent.replace("\r\n", "\n");
            match row_of(name) {
                Some((EDITION, at, field)) => take(&mut form.editions, at, field, &value),
                Some((MEDICATION, at, field)) => take(&mut form.medications, at, field, &value),
                Some((SYMPTOM, at, field)) => take(&mut form.symptoms, at, field, &value),
                Some((BENEFIT, at, field)) => take(&mut form.benefits, at, field, &value),
                Some((MOMENT, at, field)) => take(&mut form.moments, at, field, &value),
                Some(_) | None if name.starts_with(FINDING) => {
                    if form.choices.len() < MOST_CHOICES {
                        form.choices.push((name.to_owned(), value));
                    }
                }
                Some(_) | None => form.single.take(name, &value),
            }
        }
        form
    }

    /// What the page of a step carries in hidden inputs: all that it does not ask for itself.
    pub fn carried(&self, step: Step) -> Vec<(String, String)> {
        self.pairs().into_iter().filter(|(name, _)| Step::of(name) != step).collect()
    }

    /// When the story is to be released: as chosen, else as its author usually wants it.
    pub fn release(&self, author: &Member) -> ReleaseTime {
        ReleaseTime::parse(&self.single.release).unwrap_or(author.row.release_time)
    }

    /// What of it is to be published.
    pub fn published(&self) -> Published {
        let code = self.single.published.as_str();
        Published::ALL.into_iter().find(|one| one.code() == code).unwrap_or_default()
    }

    /// The same form as if all of it were published: for what concerns its writer alone.
    pub fn as_written(&self) -> Self {
        let mut form = self.clone();
        form.single.published.clear();
        form
    }

    /// What is to become of a kind of finding; empty where nobody has said so.
    pub fn choice(&self, kind: &str) -> &str {
        let name = format!("{FINDING}{kind}");
        self.choices.iter().rfind(|(known, _)| *known == name).map_or("", |(_, choice)| choice)
    }

    /// Every filled input with its full name.
    pub fn pairs(&self) -> Vec<(String, String)> {
        let single = self.single.inputs();
        let mut all: Vec<_> =
            single.into_iter().map(|(name, value)| (name.to_owned(), value.to_owned())).collect();
        all.extend(rows(EDITION, &self.editions));
        all.extend(rows(MEDICATION, &self.medications));
        all.extend(rows(SYMPTOM, &self.symptoms));
        all.extend(rows(BENEFIT, &self.benefits));
        all.extend(rows(MOMENT, &self.moments));
        all.extend(self.choices.iter().cloned());
        all.retain(|(_, value)| !value.trim().is_empty());
        all
    }

    /// The same form with rows to write into; one more of each kind than are filled, and at least a few.
    pub fn with_rows(mut self) -> Self {
        fill(&mut self.editions, 1);
        fill(&mut self.medications, 2);
        fill(&mut self.symptoms, 5);
        fill(&mut self.benefits, 1);
        fill(&mut self.moments, 2);
        self
    }

    /// The same form with some more empty rows of one kind, as its button asks for.
    pub fn with_more(self, kind: &str) -> Self {
        /// So many more symptoms at once: few people have one.
        const SOME: usize = 3;
        let mut form = self.with_rows();
        match kind {
            MEDICATION => add(&mut form.medications, 1),
            SYMPTOM => add(&mut form.symptoms, SOME),
            _ => {}
        }
        form
    }

    /// The same form with one more medication, symptom or condition of this name.
    pub fn with_term(mut self, kind: Kind, name: &str) -> Self {
        match kind {
            Kind::Medication => {
                self.medications.push(Medication { name: name.to_owned(), ..Medication::default() });
            }
            Kind::Symptom => self.symptoms.push(Symptom { name: name.to_owned(), ..Symptom::default() }),
            Kind::Benefit => self.benefits.push(Benefit { name: name.to_owned(), ..Benefit::default() }),
            Kind::Condition => {
                let known = std::mem::take(&mut self.single.conditions);
                let all = [known.trim(), name].into_iter().filter(|name| !name.is_empty());
                self.single.conditions = all.collect::<Vec<_>>().join(", ");
            }
        }
        self.with_rows()
    }

    /// What the writer typed in their own words under the facts: names, reasons, doses.
    pub fn fact_words(&self) -> impl Iterator<Item = &str> {
        let medications = self.medications.iter().flat_map(|row| [&row.name, &row.purpose, &row.dose]);
        medications
            .chain([&self.single.conditions])
            .chain(self.symptoms.iter().map(|row| &row.name))
            .chain(self.benefits.iter().map(|row| &row.name))
            .chain(self.moments.iter().map(|row| &row.symptom))
            .map(String::as_str)
    }

    /// The same, to be changed.
    pub fn fact_words_mut(&mut self) -> impl Iterator<Item = &mut String> {
        let medications =
            self.medications.iter_mut().flat_map(|row| [&mut row.name, &mut row.purpose, &mut row.dose]);
        medications
            .chain([&mut self.single.conditions])
            .chain(self.symptoms.iter_mut().map(|row| &mut row.name))
            .chain(self.benefits.iter_mut().map(|row| &mut row.name))
            .chain(self.moments.iter_mut().map(|row| &mut row.symptom))
    }

    /// Whether a medication has a name.
    pub fn names_medications(&self) -> bool {
        self.medications.iter().any(Medication::is_named)
    }

    /// Whether a symptom has a name.
    pub fn names_symptoms(&self) -> bool {
        self.symptoms.iter().any(Symptom::is_named)
    }

    /// Whether anything about time or benefit is filled: then its part of the form stands open.
    pub fn tells_more(&self) -> bool {
        let filled = |inputs: Vec<(&str, &str)>| inputs.iter().any(|(_, value)| !value.is_empty());
        self.moments.iter().any(|row| filled(row.inputs()))
            || self.benefits.iter().any(|row| filled(row.inputs()))
    }

    /// Whether a translation is filled in.
    pub fn has_translation(&self) -> bool {
        self.editions.iter().any(|edition| !edition.text.is_empty() || !edition.title.is_empty())
    }
}

/// `symptom-2-name` gives `("symptom", 1, "name")`.
fn row_of(name: &str) -> Option<(&str, usize, &str)> {
    let (kind, rest) = name.split_once('-')?;
    let (number, field) = rest.split_once('-')?;
    let at = number.parse::<usize>().ok()?.checked_sub(1)?;
    (at < MOST_ROWS).then_some((kind, at, field))
}

fn take<T: Inputs + Default + Clone>(rows: &mut Vec<T>, at: usize, field: &str, value: &str) {
    if rows.len() <= at {
        rows.resize(at.saturating_add(1), T::default());
    }
    if let Some(row) = rows.get_mut(at) {
        row.take(field, value);
    }
}

fn rows<T: Inputs>(kind: &'static str, rows: &[T]) -> impl Iterator<Item = (String, String)> {
    rows.iter().enumerate().flat_map(move |(at, row)| {
        let number = at.saturating_add(1);
        let named =
            move |(field, value): (&str, &str)| (format!("{kind}-{number}-{field}"), value.to_owned());
        row.inputs().into_iter().map(named).collect::<Vec<_>>()
    })
}

/// Empty rows in between are dropped, and at least one empty row follows the filled ones.
fn fill<T: Inputs + Default + Clone>(rows: &mut Vec<T>, least: usize) {
    rows.retain(|row| row.inputs().iter().any(|(_, value)| !value.trim().is_empty()));
    rows.resize(rows.len().saturating_add(1).max(least).min(MOST_ROWS), T::default());
}

fn add<T: Default + Clone>(rows: &mut Vec<T>, more: usize) {
    rows.resize(rows.len().saturating_add(more).min(MOST_ROWS), T::default());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_typed_comes_back_in_the_same_fields() {
        let sent = [
            ("symptom-2-name", "anxiety"),
            ("text", "One.\r\nTwo."),
            ("consent-publish", "yes"),
            ("medication-1-name", "Accutane"),
            ("edition-1-language", "en"),
            ("edition-1-text", "Hello"),
        ];
        let form = StoryForm::read(sent);
        assert_eq!(form.single.text, "One.\nTwo.");
        assert_eq!(form.symptoms.get(1).unwrap().name, "anxiety");
        let pairs = form.pairs();
        let again = StoryForm::read(pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())));
        assert_eq!(again, form);
    }

    #[test]
    fn rows_leave_room_for_more_and_strange_names_do_no_harm() {
        let strange = [
            ("symptom-0-name", "x"),
            ("symptom-99999999999999999999-name", "x"),
            ("symptom-41-name", "x"),
            ("-", "x"),
        ];
        assert_eq!(StoryForm::read(strange), StoryForm::default());
        let many: Vec<_> = (1..=7).map(|number| (format!("symptom-{number}-name"), "x".to_owned())).collect();
        let form =
            StoryForm::read(many.iter().map(|(name, value)| (name.as_str(), value.as_str()))).with_rows();
        assert_eq!(form.symptoms.len(), 8);
        assert_eq!(form.medications.len(), 2);
    }
}
