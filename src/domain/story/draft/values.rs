//! Values of fact lines: what a value states under its label, if it is one.

use std::collections::BTreeMap;

use super::fact_line::Statement;
use super::words::words;
use super::{age, items, quantity};
use crate::domain::story::codes::{
    AgeBand, CurrentStatus, DurationOfUse, Gender, MedicationRole, MedicationSource, Onset,
    PrescriberResponse, TimeSinceStopping, Trajectory, Warned, WouldTakeAgain,
};
use crate::domain::story::countries;
use crate::domain::story::facts::Teller;
use crate::domain::vocabulary::{Context, FactLine, Lang, List, PREFER_NOT_TO_SAY, Term, TermId, vocabulary};

/// A longer value of a closed list is a sentence.
const MAX_VALUE_CHARS: usize = 80;

/// The author's words for a dose.
const MAX_DOSE_CHARS: usize = 60;

/// What a value states under its label; none where it is no value of that fact.
pub(super) fn statement(line: FactLine, value: &str, lang: Option<Lang>) -> Option<Statement> {
    let list = |context| items::read(value, context, lang);
    match line {
        FactLine::Symptoms => list(Context::Symptom).map(Statement::Symptoms),
        FactLine::Medication => {
            list(Context::Medication).map(|items| Statement::Medications(MedicationRole::Suspected, items))
        }
        FactLine::OtherMedications => {
            list(Context::Medication).map(|items| Statement::Medications(MedicationRole::Other, items))
        }
        FactLine::Benefits => list(Context::Benefit).map(Statement::Benefits),
        FactLine::Purpose => list(Context::Condition).map(Statement::Purposes),
        FactLine::Condition => list(Context::Condition).and_then(after_effects).map(Statement::Conditions),
        FactLine::Dose => dose(value),
        FactLine::Country => country(value, lang),
        FactLine::Age
        | FactLine::DurationOfUse
        | FactLine::CurrentStatus
        | FactLine::Source
        | FactLine::TimeSinceStopping
        | FactLine::Onset
        | FactLine::Outcome
        | FactLine::Warned
        | FactLine::PrescriberResponse
        | FactLine::WouldTakeAgain
        | FactLine::Gender
        | FactLine::Teller
        | FactLine::Severity => {
            let ended = value.trim_end_matches(['。', '．', '.']).trim_end();
            closed(line, value, lang).or_else(|| closed(line, ended, lang))
        }
        // Stories have no such fact of their own: the line is for the reader.
        FactLine::BeforeUse | FactLine::Language | FactLine::Message => None,
    }
}

/// A value of a closed list, or two of them that are said together.
fn closed(line: FactLine, value: &str, lang: Option<Lang>) -> Option<Statement> {
    if value.chars().count() > MAX_VALUE_CHARS {
        return None;
    }
    let of = |line| move |value: &str| one(line, value, lang);
    let stopped = |value: &str| one(line, value, lang).filter(|status| *status == STOPPED);
    one(line, value, lang).or_else(|| {
        if line == FactLine::Age {
            both(value, of(line), of(FactLine::Gender))
        } else if line == FactLine::CurrentStatus {
            both(value, stopped, of(FactLine::TimeSinceStopping))
        } else {
            None
        }
    })
}

const STOPPED: Statement = Statement::CurrentStatus(CurrentStatus::Stopped);

/// Two values in either order, with a mark, a space or nothing between them: "29, female", "M/45", "29F", 3年前にやめた.
fn both(
    value: &str,
    first: impl Fn(&str) -> Option<Statement>,
    second: impl Fn(&str) -> Option<Statement>,
) -> Option<Statement> {
    let is_between = |c: char| {
        c.is_whitespace()
            || matches!(
                c,
                ',' | '、' | '，' | '/' | '／' | '・' | '·' | '|' | '(' | '（' | ')' | '）' | 'に' | ';'
            )
    };
    value.char_indices().skip(1).find_map(|(at, _)| {
        let (left, right) = value.split_at_checked(at)?;
        let (left, right) = (left.trim_matches(is_between), right.trim_matches(is_between));
        let pair = first(left).zip(second(right)).or_else(|| first(right).zip(second(left)));
        pair.map(|(first, second)| Statement::Both(Box::new([first, second])))
    })
}

/// A value of a closed list: its label, a variant, its code, or an exact value that falls into a band.
fn one(line: FactLine, value: &str, lang: Option<Lang>) -> Option<Statement> {
    let list = if line == FactLine::Outcome { List::Trajectory } else { line.list()? };
    let code = list.find(value, lang);
    if code == Some(PREFER_NOT_TO_SAY) {
        return Some(Statement::Withheld);
    }
    match line {
        FactLine::Age => {
            code.and_then(AgeBand::from_code).or_else(|| age::age_band(value)).map(Statement::AgeBand)
        }
        FactLine::DurationOfUse => code
            .and_then(DurationOfUse::from_code)
            .or_else(|| quantity::duration_of_use(value))
            .map(Statement::DurationOfUse),
        FactLine::TimeSinceStopping => code
            .and_then(TimeSinceStopping::from_code)
            .or_else(|| quantity::time_since_stopping(value))
            .map(Statement::TimeSinceStopping),
        FactLine::Onset => {
            code.and_then(Onset::from_code).or_else(|| quantity::onset(value)).map(Statement::Onset)
        }
        FactLine::CurrentStatus => code.and_then(CurrentStatus::from_code).map(Statement::CurrentStatus),
        FactLine::Source => code.and_then(MedicationSource::from_code).map(Statement::Source),
        FactLine::Outcome => code.and_then(Trajectory::from_code).map(Statement::Trajectory),
        FactLine::Warned => code.and_then(Warned::from_code).map(Statement::Warned),
        FactLine::PrescriberResponse => {
            code.and_then(PrescriberResponse::from_code).map(Statement::PrescriberResponse)
        }
        FactLine::WouldTakeAgain => code.and_then(WouldTakeAgain::from_code).map(Statement::WouldTakeAgain),
        FactLine::Gender => {
            code.and_then(Gender::from_code).or_else(|| gender_letter(value, lang)).map(Statement::Gender)
        }
        FactLine::Teller => code.and_then(Teller::from_code).map(Statement::Teller),
        FactLine::Severity => code.and_then(|code| code.parse().ok()).map(Statement::Severity),
        FactLine::Symptoms
        | FactLine::Medication
        | FactLine::OtherMedications
        | FactLine::Purpose
        | FactLine::Dose
        | FactLine::BeforeUse
        | FactLine::Benefits
        | FactLine::Condition
        | FactLine::Country
        | FactLine::Language
        | FactLine::Message => None,
    }
}

/// "F", "m": a letter that means one gender in the language of the text.
fn gender_letter(value: &str, lang: Option<Lang>) -> Option<Gender> {
    let letter = value.to_lowercase();
    let letters = &words().gender;
    let means = |of: &BTreeMap<Lang, Vec<String>>| {
        lang.and_then(|lang| of.get(&lang)).is_some_and(|listed| listed.contains(&letter))
    };
    if means(&letters.woman) { Some(Gender::Woman) } else { means(&letters.man).then_some(Gender::Man) }
}

/// A condition of a story is an after-effect or own words. A known indication says what a medication was for, which
/// a line about conditions leaves open: nothing is taken.
fn after_effects(items: items::Items) -> Option<items::Items> {
    let is_after_effect = |id: &TermId| vocabulary().term(*id).is_some_and(Term::is_after_effect);
    let is_other = |id: &TermId| !is_after_effect(id);
    if items.items.iter().any(|item| item.terms.iter().any(is_other)) {
        return None;
    }
    Some(items)
}

fn dose(value: &str) -> Option<Statement> {
    let is_short = value.chars().count() <= MAX_DOSE_CHARS && !value.contains(['。', '!', '?', '！', '？']);
    (is_short && items::is_dose(value)).then(|| Statement::Dose(value.to_owned()))
}

fn country(value: &str, lang: Option<Lang>) -> Option<Statement> {
    if List::Gender.find(value, lang) == Some(PREFER_NOT_TO_SAY) {
        return Some(Statement::Withheld);
    }
    let ended = value.trim_end_matches(['。', '．', '.']).trim_end();
    countries::find(value, lang).or_else(|| countries::find(ended, lang)).map(Statement::Country)
}
