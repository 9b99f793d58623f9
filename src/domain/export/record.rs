//! A story as researchers get it: codes of the vocabulary, without a word of its author; what few others state is left out.

use std::collections::BTreeSet;

use chrono::DateTime;
use serde::Serialize;

use super::crowd::Crowds;
use crate::base::clock;
use crate::base::digest::sha256_hex;
use crate::domain::post::Post;
use crate::domain::story::countries;
use crate::domain::story::document::{Answer, StoryView, TermView, TimelineView};
use crate::domain::story::facts::Teller;
use crate::domain::vocabulary::{Lang, List, PREFER_NOT_TO_SAY, TermId};

/// How many hexadecimal digits name a story.
const ID_DIGITS: usize = 32;

/// The coded facts of one story.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Record {
    /// Made of the story's wire id with a key that the server keeps: the same in every export.
    pub id: String,
    /// The month of its release, e.g. `2026-11`.
    pub told: String,
    /// `here`, or `elsewhere` where an accepted community sent it.
    pub from: &'static str,
    /// The language of the original.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// Who tells it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub teller: Option<&'static str>,
    /// ISO 3166-1 alpha-2.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// Age at the time of use.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub age_band: Option<&'static str>,
    /// Only where the author says it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gender: Option<&'static str>,
    /// How long it was taken.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub duration_of_use: Option<&'static str>,
    /// Whether it is still taken.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub current_status: Option<&'static str>,
    /// How long ago it was stopped.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time_since_stopping: Option<&'static str>,
    /// When it all began.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub onset: Option<&'static str>,
    /// The overall course.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub trajectory: Option<&'static str>,
    /// Whether the author was warned.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub warned_beforehand: Option<&'static str>,
    /// How the prescriber answered.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prescriber_response: Option<&'static str>,
    /// Whether the author would take it again.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub would_take_again: Option<&'static str>,
    /// What was taken, felt, had and gained.
    pub terms: Vec<Stated>,
    /// What happened to a symptom when.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub timeline: Vec<Point>,
    /// How many things that the story states are not in it: no term means them, or few others state them.
    pub terms_left_out: usize,
    /// Whether something about the person was left out, because few others state it.
    pub person_left_out: bool,
}

/// What part a term plays in a story.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Part {
    /// It was taken.
    Medication,
    /// A medication was taken for it.
    Purpose,
    /// It was felt.
    Symptom,
    /// It followed.
    Condition,
    /// The medication did it for the author.
    Benefit,
}

impl Part {
    /// Its word in the table.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Medication => "medication",
            Self::Purpose => "purpose",
            Self::Symptom => "symptom",
            Self::Condition => "condition",
            Self::Benefit => "benefit",
        }
    }
}

/// One term that a story states.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Stated {
    /// What part it plays.
    pub part: Part,
    /// Which term.
    pub term: TermId,
    /// Of a medication: whether the story is about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<&'static str>,
    /// Of a medication: where it came from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub obtained: Option<&'static str>,
    /// Of a symptom: from 1 to 5; of a benefit: from 0 to 4.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub degree: Option<&'static str>,
    /// Of a symptom: when it began.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub onset: Option<&'static str>,
    /// Of a symptom: what became of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outcome: Option<&'static str>,
    /// Of a symptom: whether it was there before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before_use: Option<&'static str>,
}

/// One point of a timeline.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Point {
    /// What the offset is counted from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub anchor: Option<&'static str>,
    /// How long after.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offset: Option<&'static str>,
    /// The phase of use.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phase: Option<&'static str>,
    /// The symptom.
    pub symptom: TermId,
    /// What happened to it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub change: Option<&'static str>,
}

/// What may be said of a person: country, age band and gender, the most first.
const KEPT: [[bool; 3]; 8] = [
    [true, true, true],
    [true, true, false],
    [true, false, true],
    [false, true, true],
    [true, false, false],
    [false, true, false],
    [false, false, true],
    [false, false, false],
];

impl Record {
    /// Everything that the vocabulary has a code for. `key` makes the name.
    pub(super) fn of(post: &Post, view: &StoryView, key: &str) -> Self {
        let answer = |list: List| known(view.answer(list));
        let (terms, unknown) = stated(view);
        let month = DateTime::from_timestamp(post.published_at, 0).unwrap_or_default();
        Self {
            id: sha256_hex(&[key.as_bytes(), post.uri.as_bytes()]).chars().take(ID_DIGITS).collect(),
            told: clock::month(month),
            from: if post.local { "here" } else { "elsewhere" },
            language: view.original_language.as_deref().and_then(language),
            teller: view.teller.as_deref().and_then(Teller::from_code).map(Teller::code),
            country: view.country.clone().filter(|code| countries::name(code, Lang::En).is_some()),
            age_band: answer(List::AgeBand),
            gender: answer(List::Gender),
            duration_of_use: answer(List::Duration),
            current_status: answer(List::CurrentStatus),
            time_since_stopping: answer(List::TimeSinceStopping),
            onset: answer(List::Onset),
            trajectory: answer(List::Trajectory),
            warned_beforehand: answer(List::Warned),
            prescriber_response: answer(List::PrescriberResponse),
            would_take_again: answer(List::WouldTakeAgain),
            terms,
            timeline: timeline(view),
            terms_left_out: unknown,
            person_left_out: false,
        }
    }

    /// What it states that others may state too, for counting.
    pub(super) fn traits(&self) -> Vec<String> {
        let person = KEPT.into_iter().map(|kept| self.person(kept));
        let different: BTreeSet<TermId> = self.terms.iter().map(|stated| stated.term).collect();
        let terms = different.iter().flat_map(|term| {
            let there = self.country.as_deref().map(|country| in_country(*term, country));
            std::iter::once(term.to_string()).chain(there)
        });
        let spoken = self.language.as_deref().map(in_language);
        person.chain(terms).chain(spoken).collect()
    }

    /// Leaves out what few others state; nothing where no medication, symptom or condition is left.
    pub(super) fn without_rare(mut self, crowds: &Crowds) -> Option<Self> {
        let before = self.terms.len();
        self.terms.retain(|stated| crowds.is_enough(&stated.term.to_string()));
        self.terms_left_out += before - self.terms.len();
        let terms: BTreeSet<TermId> = self.terms.iter().map(|stated| stated.term).collect();
        if !self.terms.iter().any(|stated| !matches!(stated.part, Part::Purpose | Part::Benefit)) {
            return None;
        }
        self.timeline.retain(|point| terms.contains(&point.symptom));
        self.language = self.language.filter(|language| crowds.is_enough(&in_language(language)));
        let kept = KEPT.into_iter().find(|kept| {
            let [country, ..] = *kept;
            let there = |code: &String| terms.iter().all(|term| crowds.is_enough(&in_country(*term, code)));
            crowds.is_enough(&self.person(*kept)) && (!country || self.country.as_ref().is_none_or(there))
        });
        let [country, age, gender] = kept.unwrap_or_default();
        self.person_left_out = (!country && self.country.is_some())
            || (!age && self.age_band.is_some())
            || (!gender && self.gender.is_some());
        self.country = self.country.filter(|_| country);
        self.age_band = self.age_band.filter(|_| age);
        self.gender = self.gender.filter(|_| gender);
        Some(self)
    }

    fn person(&self, [country, age, gender]: [bool; 3]) -> String {
        let or_any = |kept: bool, said: Option<&str>| said.filter(|_| kept).unwrap_or("*").to_owned();
        format!(
            "person {} {} {}",
            or_any(country, self.country.as_deref()),
            or_any(age, self.age_band),
            or_any(gender, self.gender)
        )
    }
}

fn in_country(term: TermId, country: &str) -> String {
    format!("{term} {country}")
}

fn in_language(language: &str) -> String {
    format!("language {language}")
}

/// The first part of a language tag.
fn language(tag: &str) -> Option<String> {
    let first = tag.split('-').next().unwrap_or_default().to_ascii_lowercase();
    let is_one = (2..=3).contains(&first.len()) && first.bytes().all(|letter| letter.is_ascii_lowercase());
    is_one.then_some(first)
}

/// A code that this version knows.
fn known(answer: Option<&Answer>) -> Option<&'static str> {
    answer.and_then(|answer| answer.list.code(&answer.code)).filter(|code| *code != PREFER_NOT_TO_SAY)
}

/// Every term that a story states, and how many things it states that no term means.
pub(super) fn stated(view: &StoryView) -> (Vec<Stated>, usize) {
    let mut all: Vec<Option<Stated>> = Vec::new();
    for one in &view.medications {
        let (role, obtained) = (known(one.role.as_ref()), known(one.source.as_ref()));
        all.push(bare(Part::Medication, &one.what).map(|bare| Stated { role, obtained, ..bare }));
        all.extend(one.purposes.iter().map(|purpose| bare(Part::Purpose, purpose)));
    }
    all.extend(view.symptoms.iter().map(|one| {
        Some(Stated {
            degree: known(one.severity.as_ref()),
            onset: known(one.onset.as_ref()),
            outcome: known(one.outcome.as_ref()),
            before_use: known(one.before_use.as_ref()),
            ..bare(Part::Symptom, &one.what)?
        })
    }));
    all.extend(view.conditions.iter().map(|condition| bare(Part::Condition, condition)));
    all.extend(
        view.benefits
            .iter()
            .map(|one| Some(Stated { degree: known(one.scale.as_ref()), ..bare(Part::Benefit, &one.what)? })),
    );
    let stated = all.len();
    let known: Vec<Stated> = all.into_iter().flatten().collect();
    let unknown = stated - known.len();
    (known, unknown)
}

/// A term with nothing said of it.
fn bare(part: Part, what: &TermView) -> Option<Stated> {
    Some(Stated {
        part,
        term: what.known()?.id(),
        role: None,
        obtained: None,
        degree: None,
        onset: None,
        outcome: None,
        before_use: None,
    })
}

fn timeline(view: &StoryView) -> Vec<Point> {
    let point = |point: &TimelineView| {
        Some(Point {
            anchor: known(point.anchor.as_ref()),
            offset: known(point.offset.as_ref()),
            phase: known(point.phase.as_ref()),
            symptom: point.symptom.known()?.id(),
            change: known(point.change.as_ref()),
        })
    };
    view.timeline.iter().filter_map(point).collect()
}
