//! The facts that a story states, typed. Names and values follow `docs/story-format.md` section 1.

use serde::{Deserialize, Serialize};

use super::codes::{
    AgeBand, BeforeUse, CurrentStatus, DurationOfUse, Gender, MedicationRole, MedicationSource, Onset,
    Outcome, PrescriberResponse, TimeSinceStopping, TimelineAnchor, TimelineChange, TimelinePhase,
    Trajectory, Warned, WouldTakeAgain,
};
use crate::domain::vocabulary::{FactLine, TermId};

/// Everything a story states besides its text. Every fact is optional; lists keep the author's order.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Facts {
    /// What was taken, the suspected and the others.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub medications: Vec<Medication>,
    /// After-effect conditions, such as Post-Accutane syndrome. What a medication was taken for stands there.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub conditions: Vec<Named>,
    /// What the author felt.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub symptoms: Vec<Symptom>,
    /// What the medication did for the author.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub benefits: Vec<Benefit>,
    /// Age at the time of use.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub age_band: Option<AgeBand>,
    /// How long it was taken.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub duration_of_use: Option<DurationOfUse>,
    /// Whether it is still taken.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub current_status: Option<CurrentStatus>,
    /// How long ago it was stopped.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time_since_stopping: Option<TimeSinceStopping>,
    /// When it all began.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub onset: Option<Onset>,
    /// The overall course.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trajectory: Option<Trajectory>,
    /// Whether somebody had told the author what could happen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub warned_beforehand: Option<Warned>,
    /// How the prescriber answered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prescriber_response: Option<PrescriberResponse>,
    /// Whether the author would take it again.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub would_take_again: Option<WouldTakeAgain>,
    /// ISO 3166-1 alpha-2, upper case; never a finer place.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// Only where the author says it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gender: Option<Gender>,
    /// Who tells the story.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub teller: Option<Teller>,
    /// Whether a caregiver wants age band and country shown; never taken from a text.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub shows_person: bool,
    /// What happened when, counted from the use of the medication; never taken from a text.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub timeline: Vec<TimelinePoint>,
}

/// A term of the vocabulary, or only the author's own words.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Named {
    /// The term that the words mean, where that is certain.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub term: Option<TermId>,
    /// The author's own wording.
    pub name: String,
}

/// A medication that a story names.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Medication {
    /// The term that the name means, where that is certain.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub term: Option<TermId>,
    /// The author's own wording, often a brand.
    pub name: String,
    /// Whether the story is about it.
    #[serde(default)]
    pub role: MedicationRole,
    /// What it was taken for: terms of kind condition, or own words.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub purposes: Vec<Named>,
    /// The dose, in the author's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub dose: Option<String>,
    /// Where it came from.
    #[serde(default, rename = "obtained", skip_serializing_if = "Option::is_none")]
    pub source: Option<MedicationSource>,
}

/// One symptom of a story.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Symptom {
    /// The term that the name means, where that is certain.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub term: Option<TermId>,
    /// The author's own wording without the severity word.
    pub name: String,
    /// From 1 (very mild) to 5 (unbearable).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub severity: Option<u8>,
    /// When it began; never taken from a text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub onset: Option<Onset>,
    /// What became of it; never taken from a text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<Outcome>,
    /// Whether it was there before; never taken from a text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before_use: Option<BeforeUse>,
}

/// Something that the medication did for the author.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Benefit {
    /// The term that the name means, where that is certain.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub term: Option<TermId>,
    /// The author's own wording.
    pub name: String,
    /// From 0 (not at all) to 4 (completely).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scale: Option<u8>,
}

/// Who tells a story.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Teller {
    /// The person whom it happened to.
    #[default]
    #[serde(rename = "self")]
    Oneself,
    /// Somebody who cares for them; age band and country stay hidden by default.
    Caregiver,
}

impl Teller {
    /// The code that stands on the wire.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Oneself => "self",
            Self::Caregiver => "caregiver",
        }
    }

    /// The teller with this code; `None` for a code that this version does not know.
    pub fn from_code(code: &str) -> Option<Self> {
        match code {
            "self" => Some(Self::Oneself),
            "caregiver" => Some(Self::Caregiver),
            _ => None,
        }
    }
}

/// One point of a story's timeline. Never a calendar date.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TimelinePoint {
    /// What the offset is counted from.
    pub anchor: TimelineAnchor,
    /// How long after the anchor.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub offset: Option<Onset>,
    /// The phase of use.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phase: Option<TimelinePhase>,
    /// The symptom, by term or in the author's words.
    pub symptom: Named,
    /// What happened to it.
    pub change: TimelineChange,
}

impl Facts {
    /// What of it is published: a caregiver's story leaves out the age band and the country of the person it is about,
    /// unless its author wants them shown.
    pub fn published(&self) -> Self {
        let mut published = self.clone();
        if self.hides_person() {
            (published.age_band, published.country) = (None, None);
        }
        published
    }

    /// The lines that are stated and not published.
    pub fn left_out(&self) -> Vec<FactLine> {
        let stated = [(FactLine::Age, self.age_band.is_some()), (FactLine::Country, self.country.is_some())];
        let left_out = stated.into_iter().filter(|(_, is_stated)| *is_stated && self.hides_person());
        left_out.map(|(line, _)| line).collect()
    }

    /// Whether age band and country stay with the author.
    pub fn hides_person(&self) -> bool {
        self.teller == Some(Teller::Caregiver) && !self.shows_person
    }

    /// Whether nothing at all is stated.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    /// Every term that is stated: what indexes, counts and care levels go by. A purpose is none of the story's terms.
    pub fn terms(&self) -> impl Iterator<Item = TermId> + '_ {
        let medications = self.medications.iter().filter_map(|medication| medication.term);
        let conditions = self.conditions.iter().filter_map(|condition| condition.term);
        let symptoms = self.symptoms.iter().filter_map(|symptom| symptom.term);
        let benefits = self.benefits.iter().filter_map(|benefit| benefit.term);
        medications.chain(conditions).chain(symptoms).chain(benefits)
    }

    /// Everything that stands in them in somebody's own wording: names, also of what is a term, and doses.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        let medications = self.medications.iter().flat_map(|medication| {
            let purposes = medication.purposes.iter().map(|purpose| &purpose.name);
            std::iter::once(&medication.name).chain(&medication.dose).chain(purposes)
        });
        medications
            .chain(self.conditions.iter().map(|condition| &condition.name))
            .chain(self.symptoms.iter().map(|symptom| &symptom.name))
            .chain(self.benefits.iter().map(|benefit| &benefit.name))
            .chain(self.timeline.iter().map(|point| &point.symptom.name))
            .map(String::as_str)
    }

    /// The same, to be changed.
    pub fn words_mut(&mut self) -> impl Iterator<Item = &mut String> {
        let medications = self.medications.iter_mut().flat_map(|medication| {
            let purposes = medication.purposes.iter_mut().map(|purpose| &mut purpose.name);
            std::iter::once(&mut medication.name).chain(&mut medication.dose).chain(purposes)
        });
        medications
            .chain(self.conditions.iter_mut().map(|condition| &mut condition.name))
            .chain(self.symptoms.iter_mut().map(|symptom| &mut symptom.name))
            .chain(self.benefits.iter_mut().map(|benefit| &mut benefit.name))
            .chain(self.timeline.iter_mut().map(|point| &mut point.symptom.name))
    }

    /// The same, and what `other` says of what this leaves open: the medications, and answers that are one of a list.
    pub fn completed_by(self, other: Self) -> Self {
        let medications = if self.medications.is_empty() { other.medications } else { self.medications };
        Self {
            medications,
            age_band: self.age_band.or(other.age_band),
            duration_of_use: self.duration_of_use.or(other.duration_of_use),
            current_status: self.current_status.or(other.current_status),
            ..self
        }
    }

    /// Takes the text facts of `stated`, keeping what has no text form (timeline, and onset, outcome and before-use of a
    /// symptom that is still named): an edit from a text changes text facts only. Who tells the story stays too where
    /// the text no longer says it: a line that got lost shows nobody's child.
    pub fn with_text_facts(&self, mut stated: Self) -> Self {
        for symptom in &mut stated.symptoms {
            let same = |known: &&Symptom| match (known.term, symptom.term) {
                (Some(one), Some(other)) => one == other,
                (None, None) => known.name == symptom.name,
                (Some(_), None) | (None, Some(_)) => false,
            };
            if let Some(known) = self.symptoms.iter().find(same) {
                symptom.onset = known.onset;
                symptom.outcome = known.outcome;
                symptom.before_use = known.before_use;
            }
        }
        stated.teller = stated.teller.or(self.teller);
        stated.shows_person = self.shows_person;
        stated.timeline.clone_from(&self.timeline);
        stated
    }
}
