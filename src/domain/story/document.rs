//! The wire form of a story: facts, editions and consents become the one `patientStory` document.
//!
//! It is the story's interchange form (`docs/story-format.md` section 4): stored as composed, sent to every reader,
//! exported. Keys stand in a fixed order, facts that are not stated are left out, and there are no nulls and no
//! floats. Care levels are not in it: no machine-readable list of people in danger. [`StoryView`] reads it back.

mod view;

use serde_json::{Map, Value};

pub use crate::base::canonical::canonical;
pub use view::{
    ANSWERS, Answer, BenefitView, EditionView, MedicationView, Shown, StoryView, SymptomView, TermView,
    TimelineView, same_language,
};

use super::codes::{
    AgeBand, BeforeUse, CurrentStatus, DurationOfUse, Gender, MedicationSource, Onset, Outcome,
    PrescriberResponse, TimeSinceStopping, TimelinePhase, Trajectory, Warned, WouldTakeAgain,
};
use super::edition::Edition;
use super::facts::{Benefit, Facts, Medication, Named, Symptom, Teller, TimelinePoint};
use crate::domain::vocabulary::{Code, Lang, TermId, vocabulary};

/// Grows only by addition: a reader of an older version can read every newer document.
pub const SCHEMA_VERSION: u64 = 1;

/// The JSON Schema of the document, served at `/schemas/patient-story.json`.
pub const SCHEMA: &str = include_str!("document/patient-story.schema.json");

/// Everything that goes into one document.
#[derive(Debug, Clone, Copy)]
pub struct Document<'a> {
    /// BCP 47 tag of the original edition.
    pub original_language: &'a str,
    /// What the story states.
    pub facts: &'a Facts,
    /// Its language versions, the original first.
    pub editions: &'a [PublishedEdition<'a>],
    /// Titles in languages that no edition is in: language tag and title.
    pub titles: &'a [(String, String)],
    /// What its author agreed to.
    pub consents: &'a [Consent],
    /// Codes of what its author was asked and said no to.
    pub declined: &'a [&'a str],
}

/// One edition as it travels.
#[derive(Debug, Clone, Copy)]
pub struct PublishedEdition<'a> {
    /// Language, title and where the text is from.
    pub edition: &'a Edition,
    /// The text as clean HTML.
    pub content: &'a str,
}

/// What an author agreed to, for one purpose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Consent {
    /// A code of `List::ConsentScope`: `publish`, `federate`, `translate`, `research`.
    pub scope: String,
    /// Which version of the wording was agreed to.
    pub version: u32,
    /// The month, `2026-11`: no finer time leaves the server.
    pub given: String,
}

impl Document<'_> {
    /// The document as JSON.
    pub fn compose(&self) -> Value {
        let facts = self.facts;
        let langs = self.label_languages();
        let mut story = Members::of_type("PatientStory");
        story.put("schemaVersion", Some(SCHEMA_VERSION));
        story.put("originalLanguage", Some(self.original_language));
        story.put_map("titleMap", self.titles());
        story.put_list("medications", facts.medications.iter().map(|one| medication(one, &langs)));
        story.put_list("symptoms", facts.symptoms.iter().map(|one| symptom(one, &langs)));
        story.put_list("conditions", facts.conditions.iter().map(|one| named("Condition", one, &langs)));
        story.put("ageBand", facts.age_band.map(AgeBand::code));
        story.put("gender", facts.gender.map(Gender::code));
        story.put("country", facts.country.as_deref());
        story.put("durationOfUse", facts.duration_of_use.map(DurationOfUse::code));
        story.put("currentStatus", facts.current_status.map(CurrentStatus::code));
        story.put("timeSinceStopping", facts.time_since_stopping.map(TimeSinceStopping::code));
        story.put("onset", facts.onset.map(Onset::code));
        story.put("warnedBeforehand", facts.warned_beforehand.map(Warned::code));
        story.put("prescriberResponse", facts.prescriber_response.map(PrescriberResponse::code));
        story.put("wouldTakeAgain", facts.would_take_again.map(WouldTakeAgain::code));
        story.put_list("benefits", facts.benefits.iter().map(|one| benefit(one, &langs)));
        story.put("trajectory", facts.trajectory.map(Trajectory::code));
        story.put_list("timeline", facts.timeline.iter().map(point));
        story.put("teller", facts.teller.map(Teller::code));
        story.put_list("consent", self.consents.iter().map(consent));
        story.put_list("declined", self.declined.iter().map(|scope| Value::from(*scope)));
        story.put_list("editions", self.editions.iter().map(edition));
        story.into_value()
    }

    /// Labels travel in English and in the languages of the editions, so that a reader who does not know a term can
    /// show it to those who read the story.
    fn label_languages(&self) -> Vec<Lang> {
        let tags = self.editions.iter().map(|published| published.edition.language.as_str());
        let spoken: Vec<Lang> =
            tags.chain([self.original_language, "en"]).filter_map(Lang::from_tag).collect();
        Lang::ALL.into_iter().filter(|lang| spoken.contains(lang)).collect()
    }

    /// One title per language: the first edition's that has one, else one that stands without an edition.
    fn titles(&self) -> Map<String, Value> {
        let mut titles = Map::new();
        for Edition { language, title, .. } in self.editions.iter().map(|published| published.edition) {
            if let Some(title) = title {
                titles.entry(language.as_str()).or_insert_with(|| title.as_str().into());
            }
        }
        for (language, title) in self.titles {
            titles.entry(language.as_str()).or_insert_with(|| title.as_str().into());
        }
        titles
    }
}

fn medication(medication: &Medication, langs: &[Lang]) -> Value {
    let mut members = Members::of_term("Medication", medication.term, &medication.name, langs);
    members.put("role", Some(medication.role.code()));
    members.put_list("purposes", medication.purposes.iter().map(|purpose| named("Purpose", purpose, langs)));
    members.put("dose", medication.dose.as_deref());
    members.put("obtained", medication.source.map(MedicationSource::code));
    members.into_value()
}

fn symptom(symptom: &Symptom, langs: &[Lang]) -> Value {
    let mut members = Members::of_term("Symptom", symptom.term, &symptom.name, langs);
    members.put("severity", symptom.severity);
    members.put("onset", symptom.onset.map(Onset::code));
    members.put("outcome", symptom.outcome.map(Outcome::code));
    members.put("beforeUse", symptom.before_use.map(BeforeUse::code));
    members.into_value()
}

fn benefit(benefit: &Benefit, langs: &[Lang]) -> Value {
    let mut members = Members::of_term("Benefit", benefit.term, &benefit.name, langs);
    members.put("scale", benefit.scale);
    members.into_value()
}

fn named(kind: &str, named: &Named, langs: &[Lang]) -> Value {
    Members::of_term(kind, named.term, &named.name, langs).into_value()
}

/// A symptom of the timeline is its term's IRI; one without a term is the author's words, under another key.
fn point(point: &TimelinePoint) -> Value {
    let mut members = Members::default();
    members.put("anchor", Some(point.anchor.code()));
    members.put("offset", point.offset.map(Onset::code));
    members.put("phase", point.phase.map(TimelinePhase::code));
    match point.symptom.term {
        Some(term) => members.put("symptom", Some(term.iri())),
        None => members.put("name", Some(point.symptom.name.as_str())),
    }
    members.put("change", Some(point.change.code()));
    members.into_value()
}

fn consent(consent: &Consent) -> Value {
    let mut members = Members::default();
    members.put("scope", Some(consent.scope.as_str()));
    members.put("version", Some(consent.version));
    members.put("given", Some(consent.given.as_str()));
    members.into_value()
}

fn edition(published: &PublishedEdition<'_>) -> Value {
    let edition = published.edition;
    let mut members = Members::of_type("Edition");
    members.put("language", Some(edition.language.as_str()));
    members.put("kind", Some(edition.kind.code()));
    members.put("by", Some(edition.by.code()));
    members.put("engine", edition.engine.as_deref());
    members.put("reviewed", Some(edition.reviewed));
    members.put("title", edition.title.as_deref());
    members.put("content", Some(published.content));
    members.into_value()
}

fn code(code: &Code) -> Value {
    let mut members = Members::default();
    members.put("system", Some(code.system));
    members.put("value", Some(code.value));
    members.into_value()
}

/// The members of one object, in the order in which they are put. What is absent or empty is left out.
#[derive(Default)]
struct Members(Map<String, Value>);

impl Members {
    fn of_type(kind: &str) -> Self {
        let mut members = Self::default();
        members.put("type", Some(kind));
        members
    }

    /// A term with the author's wording, its labels, and its identifiers elsewhere.
    fn of_term(kind: &str, id: Option<TermId>, name: &str, langs: &[Lang]) -> Self {
        let term = id.and_then(|id| vocabulary().term(id));
        let mut members = Self::of_type(kind);
        members.put("term", id.map(TermId::iri));
        members.put("name", Some(name).filter(|name| !name.is_empty()));
        if let Some(term) = term {
            let labels =
                langs.iter().filter_map(|lang| Some((lang.tag().to_owned(), term.label_in(*lang)?.into())));
            members.put_map("label", labels.collect());
            members.put_list("codes", term.codes().iter().map(code));
        }
        members
    }

    fn put(&mut self, name: &str, value: Option<impl Into<Value>>) {
        if let Some(value) = value {
            self.0.insert(name.to_owned(), value.into());
        }
    }

    fn put_map(&mut self, name: &str, map: Map<String, Value>) {
        self.put(name, (!map.is_empty()).then_some(map));
    }

    fn put_list(&mut self, name: &str, values: impl Iterator<Item = Value>) {
        let values: Vec<Value> = values.collect();
        self.put(name, (!values.is_empty()).then_some(values));
    }

    fn into_value(self) -> Value {
        Value::Object(self.0)
    }
}

#[cfg(test)]
mod tests;
