//! Rendering: facts become lines of text again, which parse to the same facts, in each language of the vocabulary.

use super::codes::EditionKind;
use super::countries;
use super::{Edition, Facts};
use crate::domain::story::codes::MedicationRole;
use crate::domain::story::facts::{Medication, Named, Symptom};
use crate::domain::vocabulary::{EditionHeading, FactLine, Lang, List, TermId, vocabulary};

/// The text facts as lines `label: value` in a language, in a fixed order.
pub fn fact_lines(facts: &Facts, lang: Lang) -> Vec<String> {
    let mut lines = Lines { lang, lines: Vec::new() };
    let of_role = |role: MedicationRole| facts.medications.iter().filter(move |one| one.role == role);
    lines.open(FactLine::Medication, of_role(MedicationRole::Suspected).map(|one| medication(one, lang)));
    lines.open(FactLine::OtherMedications, of_role(MedicationRole::Other).map(|one| medication(one, lang)));
    lines.closed(FactLine::Age, facts.age_band.map(|value| value.code()));
    lines.closed(FactLine::DurationOfUse, facts.duration_of_use.map(|value| value.code()));
    lines.closed(FactLine::CurrentStatus, facts.current_status.map(|value| value.code()));
    lines.closed(FactLine::TimeSinceStopping, facts.time_since_stopping.map(|value| value.code()));
    lines.open(FactLine::Condition, facts.conditions.iter().map(|one| wording(one.term, &one.name, lang)));
    lines.open(FactLine::Symptoms, facts.symptoms.iter().map(|one| symptom(one, lang)));
    lines.open(FactLine::Benefits, facts.benefits.iter().map(|one| wording(one.term, &one.name, lang)));
    lines.closed(FactLine::Warned, facts.warned_beforehand.map(|value| value.code()));
    lines.closed(FactLine::PrescriberResponse, facts.prescriber_response.map(|value| value.code()));
    lines.closed(FactLine::WouldTakeAgain, facts.would_take_again.map(|value| value.code()));
    let country = facts.country.as_deref().map(|code| countries::name(code, lang).unwrap_or(code));
    lines.open(FactLine::Country, country.map(str::to_owned).into_iter());
    lines.closed(FactLine::Gender, facts.gender.map(|value| value.code()));
    lines.lines
}

/// The whole text that parses to these facts and editions again: what a client gets to change.
pub fn source(facts: &Facts, editions: &[Edition], hashtags: &[String]) -> String {
    let mut paragraphs = Vec::new();
    let language = editions.first().and_then(|edition| Lang::from_tag(&edition.language)).unwrap_or(Lang::En);
    for (place, edition) in editions.iter().enumerate() {
        let lang = Lang::from_tag(&edition.language).unwrap_or(language);
        if place > 0 {
            paragraphs.push(heading(edition, lang));
        }
        paragraphs.extend(edition.title.clone());
        paragraphs.push(edition.text.trim().to_owned());
        if place == 0 {
            paragraphs.push(fact_lines(facts, language).join("\n"));
        }
    }
    let tags: Vec<String> = hashtags.iter().map(|name| format!("#{name}")).collect();
    paragraphs.push(tags.join(" "));
    paragraphs.retain(|paragraph| !paragraph.is_empty());
    paragraphs.join("\n\n")
}

fn heading(edition: &Edition, lang: Lang) -> String {
    match edition.kind {
        EditionKind::Original => EditionHeading::Original.label(lang).to_owned(),
        EditionKind::Translation => EditionHeading::Translation.label(lang).to_owned(),
    }
}

/// Lines in the making.
struct Lines {
    lang: Lang,
    lines: Vec<String>,
}

impl Lines {
    fn closed(&mut self, line: FactLine, code: Option<&str>) {
        let label = line.list().and_then(|list| code.and_then(|code| list.label(code, self.lang)));
        if let Some(label) = label {
            self.push(line, label);
        }
    }

    fn open(&mut self, line: FactLine, values: impl Iterator<Item = String>) {
        let values: Vec<String> = values.filter(|value| !value.is_empty()).collect();
        if !values.is_empty() {
            let separator = if self.lang.is_spaced() { ", " } else { "、" };
            self.push(line, &values.join(separator));
        }
    }

    fn push(&mut self, line: FactLine, value: &str) {
        let separator = if self.lang.is_spaced() { ": " } else { "：" };
        self.lines.push(format!("{}{separator}{value}", line.label(self.lang)));
    }
}

/// The author's own words where there are any, else the term's label.
fn wording(term: Option<TermId>, name: &str, lang: Lang) -> String {
    if !name.is_empty() {
        return name.to_owned();
    }
    term.and_then(|id| vocabulary().term(id)).map(|term| term.label(lang).to_owned()).unwrap_or_default()
}

fn medication(medication: &Medication, lang: Lang) -> String {
    let Named { term, name } = Named { term: medication.term, name: medication.name.clone() };
    wording(term, &name, lang)
}

fn symptom(symptom: &Symptom, lang: Lang) -> String {
    let name = wording(symptom.term, &symptom.name, lang);
    let word = symptom.severity.and_then(|severity| List::Severity.label(&severity.to_string(), lang));
    match word {
        Some(word) => format!("{name} ({word})"),
        None => name,
    }
}
