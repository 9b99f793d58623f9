//! Rendering: text facts become lines again, and a stored story becomes the text that its author edits.
//!
//! What is rendered here parses to the same facts (`docs/story-format.md` section 2): a test in every language.

use super::codes::{EditionBy, EditionKind, MedicationRole};
use super::countries;
use super::draft::typed;
use super::edition::Edition;
use super::facts::{Benefit, Facts, Medication, Named, Symptom, Teller};
use super::marks::hashtags;
use crate::base::text::tag::fold_tag;
use crate::domain::vocabulary::{Context, EditionHeading, FactLine, Lang, List, TermId, vocabulary};

/// The text facts as lines `label: value` in one language, in the order in which the story page shows them.
pub fn fact_lines(facts: &Facts, lang: Lang) -> Vec<String> {
    let mut lines = Lines { lang, lines: Vec::new() };
    lines.code(FactLine::Age, List::AgeBand, facts.age_band.map(|value| value.code()));
    lines.code(FactLine::DurationOfUse, List::Duration, facts.duration_of_use.map(|value| value.code()));
    lines.code(FactLine::CurrentStatus, List::CurrentStatus, facts.current_status.map(|value| value.code()));
    let since = facts.time_since_stopping.map(|value| value.code());
    lines.code(FactLine::TimeSinceStopping, List::TimeSinceStopping, since);
    lines.medications(FactLine::Medication, facts, MedicationRole::Suspected);
    lines.medications(FactLine::OtherMedications, facts, MedicationRole::Other);
    lines.list(
        FactLine::Condition,
        facts.conditions.iter().map(|one| lines.named(one, Context::Condition)).collect(),
    );
    lines.list(FactLine::Symptoms, facts.symptoms.iter().map(|symptom| lines.symptom(symptom)).collect());
    lines.list(FactLine::Benefits, facts.benefits.iter().map(|benefit| lines.benefit(benefit)).collect());
    lines.code(FactLine::Onset, List::Onset, facts.onset.map(|value| value.code()));
    lines.code(FactLine::Outcome, List::Trajectory, facts.trajectory.map(|value| value.code()));
    lines.code(FactLine::Warned, List::Warned, facts.warned_beforehand.map(|value| value.code()));
    let response = facts.prescriber_response.map(|value| value.code());
    lines.code(FactLine::PrescriberResponse, List::PrescriberResponse, response);
    let again = facts.would_take_again.map(|value| value.code());
    lines.code(FactLine::WouldTakeAgain, List::WouldTakeAgain, again);
    if let Some(code) = &facts.country {
        lines.push(FactLine::Country, countries::name(code, lang).unwrap_or(code));
    }
    lines.code(FactLine::Gender, List::Gender, facts.gender.map(|value| value.code()));
    // Whoever tells their own story need not say so.
    let other = facts.teller.filter(|teller| *teller != Teller::Oneself);
    lines.code(FactLine::Teller, List::Teller, other.map(Teller::code));
    lines.lines
}

/// The text that gives this story when it is parsed: title, facts, editions under their headings, hashtags.
///
/// An exact age or a scanned word that the text once held does not come back: only what is stored is written.
pub fn source(facts: &Facts, editions: &[Edition], typed: &[String]) -> String {
    let original = editions.first();
    let lang = original.and_then(|edition| Lang::from_tag(&edition.language)).unwrap_or(Lang::En);
    let mut paragraphs: Vec<String> = Vec::new();
    // One edition has its title on top; several have theirs below their headings.
    let is_alone = editions.len() <= 1;
    if is_alone {
        paragraphs.extend(original.and_then(|edition| edition.title.clone()));
    }
    let lines = fact_lines(facts, lang);
    if !lines.is_empty() {
        paragraphs.push(lines.join("\n"));
    }
    for edition in editions {
        if !is_alone || edition.kind == EditionKind::Translation {
            paragraphs.push(heading(edition, lang));
            paragraphs.extend(edition.title.clone().filter(|_| !is_alone));
        }
        if !edition.text.is_empty() {
            paragraphs.push(edition.text.clone());
        }
    }
    let told = paragraphs.join("\n\n");
    let inline: Vec<String> = hashtags(&told).map(fold_tag).collect();
    let row: Vec<String> =
        typed.iter().filter(|tag| !inline.contains(&fold_tag(tag))).map(|tag| format!("#{tag}")).collect();
    if !row.is_empty() {
        paragraphs.push(row.join(" "));
    }
    paragraphs.join("\n\n")
}

/// A heading that says what edition follows, in the original's language, with the code of its own: "原文 (ja)".
fn heading(edition: &Edition, lang: Lang) -> String {
    let kind = match edition.kind {
        EditionKind::Original => EditionHeading::Original.label(lang),
        EditionKind::Translation => EditionHeading::Translation.label(lang),
    };
    let by = match edition.by {
        EditionBy::Machine => edition
            .engine
            .clone()
            .or_else(|| List::EditionBy.label(EditionBy::Machine.code(), lang).map(str::to_owned)),
        EditionBy::Community => List::EditionBy.label(EditionBy::Community.code(), lang).map(str::to_owned),
        EditionBy::Author => None,
    };
    let told: Vec<String> = [Some(edition.language.clone()), by].into_iter().flatten().collect();
    format!("{kind} ({})", told.join(", "))
}

struct Lines {
    lang: Lang,
    lines: Vec<String>,
}

impl Lines {
    fn push(&mut self, line: FactLine, value: &str) {
        let separator = if self.lang.is_spaced() { ": " } else { "：" };
        self.lines.push(format!("{}{separator}{value}", line.label(self.lang)));
    }

    fn code(&mut self, line: FactLine, list: List, code: Option<&str>) {
        if let Some(label) = code.and_then(|code| list.label(code, self.lang)) {
            self.push(line, label);
        }
    }

    fn list(&mut self, line: FactLine, entries: Vec<String>) {
        if !entries.is_empty() {
            let separator = if self.lang.is_spaced() { ", " } else { "、" };
            self.push(line, &entries.join(separator));
        }
    }

    /// Medications with details have a line each, with the details below; the others share one.
    fn medications(&mut self, line: FactLine, facts: &Facts, role: MedicationRole) {
        let mut shared: Vec<String> = Vec::new();
        let mut seen: Vec<&str> = Vec::new();
        for medication in facts.medications.iter().filter(|medication| medication.role == role) {
            // A brand of two ingredients is two medications with one name.
            if seen.contains(&medication.name.as_str()) {
                continue;
            }
            seen.push(&medication.name);
            let name = self.name(medication.term, &medication.name, Context::Medication);
            let has_details =
                medication.dose.is_some() || medication.source.is_some() || !medication.purposes.is_empty();
            if !has_details {
                shared.push(name);
                continue;
            }
            let before = std::mem::take(&mut shared);
            self.list(line, before);
            self.push(line, &name);
            self.details(medication);
        }
        self.list(line, shared);
    }

    fn details(&mut self, medication: &Medication) {
        let purposes = medication.purposes.iter().map(|one| self.named(one, Context::Condition)).collect();
        self.list(FactLine::Purpose, purposes);
        if let Some(dose) = &medication.dose {
            self.push(FactLine::Dose, dose);
        }
        self.code(FactLine::Source, List::MedicationSource, medication.source.map(|source| source.code()));
    }

    fn named(&self, named: &Named, context: Context) -> String {
        self.name(named.term, &named.name, context)
    }

    fn symptom(&self, symptom: &Symptom) -> String {
        let name = self.name(symptom.term, &symptom.name, Context::Symptom);
        self.graded(name, List::Severity, symptom.severity)
    }

    fn benefit(&self, benefit: &Benefit) -> String {
        let name = self.name(benefit.term, &benefit.name, Context::Benefit);
        self.graded(name, List::BenefitScale, benefit.scale)
    }

    /// "name (how much)".
    fn graded(&self, name: String, list: List, grade: Option<u8>) -> String {
        match grade.and_then(|grade| list.label(&grade.to_string(), self.lang)) {
            Some(label) => format!("{name} ({label})"),
            None => name,
        }
    }

    /// The author's wording where it means the term in this language too; else the term's label.
    fn name(&self, term: Option<TermId>, name: &str, context: Context) -> String {
        let Some(term) = term else { return name.to_owned() };
        let is_understood = typed::is_name_of(term, name, context, self.lang);
        let label = || vocabulary().term(term).map(|term| term.label(self.lang).to_owned());
        if is_understood { name.to_owned() } else { label().unwrap_or_else(|| name.to_owned()) }
    }
}
