//! What a story says, in the order in which authorities ask: the person, what happened, what was taken. Reactions stand in their author's
//! own words, since authorities code them themselves.

use super::{Row, Section};
use crate::base::i18n;
use crate::domain::story::Source;
use crate::domain::story::document::{Answer, MedicationView, StoryView, SymptomView, TermView};
use crate::domain::vocabulary::{FactLine, List};
use crate::http::web::frame::Frame;
use crate::http::web::stories::facts::{Reading, lang_of};
use crate::http::web::stories::views::Spoken;

/// What forms ask for and a story does not hold, for the author to fill in.
const ASKED: [&str; 6] = [
    "report-asks-dates",
    "report-asks-serious",
    "report-asks-batch",
    "report-asks-illnesses",
    "report-asks-doctor",
    "report-asks-contact",
];

/// Words for one author.
struct Filler<'a> {
    frame: &'a Frame,
    reading: Reading,
    /// The language of the author's own words.
    own: &'a str,
}

/// The parts of the report; what happened first where the form begins with it.
pub fn sections(frame: &Frame, story: &StoryView, source: &Source, is_problem_first: bool) -> Vec<Section> {
    let own = story.original_language.as_deref().unwrap_or("und");
    let filler = Filler { frame, reading: Reading::new(frame.language), own };
    let (person, problem) = (filler.person(story), filler.problem(story, source));
    let is_beside = |one: &&MedicationView| one.role.as_ref().is_some_and(|role| role.code == "other");
    let (beside, suspected): (Vec<_>, Vec<_>) = story.medications.iter().partition(is_beside);
    let mut taken = filler.medications("report-medication", &suspected);
    for list in [List::Duration, List::CurrentStatus, List::TimeSinceStopping] {
        taken.rows.extend(filler.answer(story.answer(list)));
    }
    let products = [taken, filler.medications("report-beside", &beside)];
    let blank = |key: &'static str| Row { label: frame.say(key).to_string(), ..Row::default() };
    let asked =
        Section { title: frame.say("report-asks").to_string(), rows: ASKED.into_iter().map(blank).collect() };
    let mut sections = vec![problem];
    sections.extend(products);
    if is_problem_first {
        sections.push(person);
    } else {
        sections.insert(0, person);
    }
    sections.push(asked);
    sections.retain(|section| !section.rows.is_empty());
    sections
}

impl Filler<'_> {
    fn section(&self, key: &'static str, rows: Vec<Row>) -> Section {
        Section { title: self.frame.say(key).to_string(), rows }
    }

    fn label(&self, line: FactLine) -> String {
        line.label(lang_of(self.frame.language)).to_owned()
    }

    /// An answer from a closed list, in the reader's words.
    fn answer(&self, answer: Option<&Answer>) -> Option<Row> {
        let answer = answer?;
        let value = Spoken::new(self.frame.language.code(), self.words(answer));
        Some(Row { label: self.reading.name_of(answer.list), value, note: String::new() })
    }

    fn words(&self, answer: &Answer) -> String {
        answer.label(self.frame.language.code()).text.to_owned()
    }

    fn note<'b>(&self, said: impl IntoIterator<Item = Option<&'b Answer>>) -> String {
        let named =
            |answer: &Answer| format!("{}: {}", self.reading.name_of(answer.list), self.words(answer));
        said.into_iter().flatten().map(named).collect::<Vec<_>>().join("; ")
    }

    /// A term in its author's words; what the vocabulary calls it stands beside it where that differs.
    fn term(&self, line: FactLine, view: &TermView, note: String) -> Option<Row> {
        let label = view.label(self.frame.language.code())?.text.to_owned();
        let own = view.own_words().map(|shown| shown.text.to_owned());
        let value = match &own {
            Some(own) => Spoken::new(self.own, own),
            None => Spoken::new(self.frame.language.code(), &label),
        };
        let meant = if own.is_some_and(|own| own != label) { label } else { String::new() };
        let note = [meant, note].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("; ");
        Some(Row { label: self.label(line), value, note })
    }

    fn person(&self, story: &StoryView) -> Section {
        let mut rows = Vec::new();
        if story.teller.as_deref() == Some("caregiver") {
            let told = self.frame.say("share-teller-caregiver").to_string();
            let value = Spoken::new(self.frame.language.code(), told);
            let label = self.frame.say("share-teller").to_string();
            rows.push(Row { label, value, ..Row::default() });
        }
        rows.extend(
            [List::AgeBand, List::Gender].into_iter().filter_map(|list| self.answer(story.answer(list))),
        );
        rows.extend(story.country.iter().map(|code| Row {
            label: self.label(FactLine::Country),
            value: Spoken::new(self.frame.language.code(), i18n::country_name(self.frame.language, code)),
            note: String::new(),
        }));
        self.section("report-person", rows)
    }

    fn problem(&self, story: &StoryView, source: &Source) -> Section {
        let symptom = |one: &SymptomView| {
            let said = [&one.severity, &one.onset, &one.outcome, &one.before_use];
            self.term(FactLine::Symptoms, &one.what, self.note(said.map(Option::as_ref)))
        };
        let mut rows: Vec<Row> = story.symptoms.iter().filter_map(symptom).collect();
        rows.extend(
            story.conditions.iter().filter_map(|one| self.term(FactLine::Condition, one, String::new())),
        );
        rows.extend(story.timeline.iter().filter_map(|point| {
            let said = [&point.change, &point.phase, &point.offset, &point.anchor];
            let row = self.term(FactLine::Symptoms, &point.symptom, self.note(said.map(Option::as_ref)))?;
            Some(Row { label: self.frame.say("story-timeline").to_string(), ..row })
        }));
        for list in [List::Onset, List::Trajectory, List::Warned, List::PrescriberResponse] {
            rows.extend(self.answer(story.answer(list)));
        }
        let told = source.editions.iter().filter(|edition| !edition.text.trim().is_empty());
        rows.extend(told.map(|edition| Row {
            label: self.frame.say("report-words").to_string(),
            value: Spoken::new(&edition.language, &edition.text),
            note: self.frame.language_name(&edition.language),
        }));
        self.section("report-problem", rows)
    }

    fn medications(&self, title: &'static str, all: &[&MedicationView]) -> Section {
        let mut rows = Vec::new();
        for one in all {
            rows.extend(self.term(FactLine::Medication, &one.what, self.note([one.source.as_ref()])));
            rows.extend(one.dose.iter().map(|dose| Row {
                label: self.label(FactLine::Dose),
                value: Spoken::new(self.own, dose),
                note: String::new(),
            }));
            rows.extend(
                one.purposes
                    .iter()
                    .filter_map(|purpose| self.term(FactLine::Purpose, purpose, String::new())),
            );
        }
        self.section(title, rows)
    }
}
