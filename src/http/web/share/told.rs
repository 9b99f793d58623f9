//! From the form as typed to what is told: names become terms, codes become values, and what cannot be taken becomes
//! a problem at its field.

use std::sync::LazyLock;

use super::fields::{
    Benefit, Edition as TypedEdition, Inputs as _, Medication, Moment, Published, StoryForm, Symptom,
};
use crate::app::App;
use crate::base::error::Problem;
use crate::base::i18n::{self, Language};
use crate::domain::consent::{Consent, Scope};
use crate::domain::story::codes::{
    AgeBand, BeforeUse, CurrentStatus, DurationOfUse, EditionBy, EditionKind, Gender, MedicationRole,
    MedicationSource, Onset, Outcome, PrescriberResponse, TimeSinceStopping, TimelineAnchor, TimelineChange,
    TimelinePhase, Trajectory, Warned, WouldTakeAgain,
};
use crate::domain::story::draft::{MAX_CHARS, typed};
use crate::domain::story::facts::{Named, Teller, TimelinePoint};
use crate::domain::story::{Edition, Facts, Source, Told, wordless};
use crate::domain::vocabulary::{Lang, PREFER_NOT_TO_SAY, TermId};

/// A ticked box.
pub const YES: &str = "yes";
/// Longest title, in characters.
const MAX_TITLE: usize = 200;
/// Longest content warning, in characters.
const MAX_WARNING: usize = 300;
/// Longest name of a medication, symptom and the like, in characters.
const MAX_NAME: usize = 200;
/// The most language versions: more than anybody writes.
const MAX_TRANSLATIONS: usize = 8;

/// What the form tells, with what its writer agrees to. `before` is what stood there, where a story is changed;
/// `sensitive` whether the writer wants everything covered.
pub fn told(
    app: &App,
    form: &StoryForm,
    before: Option<&Source>,
    sensitive: bool,
) -> Result<Told, Vec<Problem>> {
    let (facts, editions) = read(form, before, &app.config.community.language)?;
    let scopes = agreed(form);
    let care = before.and_then(|before| before.care);
    let consent = match before {
        Some(before) => before.consent.changed(app, &scopes),
        None => Consent::asked(app, &scopes),
    };
    // What was written before goes with the rest of the words; who wanted a cover gets one in ours.
    let written = form.single.warning.trim();
    let (before, warning) = match form.published() {
        Published::All => (before, written.to_owned()),
        Published::FactsAlone | Published::TranslationAlone if written.is_empty() => (None, String::new()),
        Published::FactsAlone | Published::TranslationAlone => (None, general_warning(&editions)),
    };
    // A title in a language that now has a version of its own stands there.
    let titles = before.iter().flat_map(|before| before.titles.clone());
    let titles = titles.filter(|(tag, _)| !editions.iter().any(|edition| edition.language == *tag)).collect();
    Ok(Told {
        is_story: true,
        facts,
        titles,
        editions,
        hashtags: before.map(|before| before.hashtags.clone()).unwrap_or_default(),
        warning: Some(warning).filter(|warning| !warning.is_empty()),
        sensitive,
        consent,
        care,
    })
}

/// A note before reading that says no more than that there is something to be covered.
fn general_warning(editions: &[Edition]) -> String {
    let tag = editions.first().map(|edition| edition.language.as_str()).unwrap_or_default();
    i18n::text(Language::parse(tag).unwrap_or(Language::En), "care-warning-sensitive", &[])
}

/// What is wrong where the writer has not agreed to publishing.
pub fn unconsented(form: &StoryForm) -> Option<Problem> {
    let is_agreed = form.single.consent_publish == YES;
    (!is_agreed).then(|| Problem::new("consent-publish", "problem-consent-needed"))
}

fn agreed(form: &StoryForm) -> Vec<Scope> {
    let single = &form.single;
    let boxes = [
        (&single.consent_publish, Scope::Publish),
        (&single.consent_federate, Scope::Federate),
        (&single.consent_translate, Scope::Translate),
        (&single.consent_research, Scope::Research),
        (&single.consent_report, Scope::Report),
    ];
    boxes.into_iter().filter(|(ticked, _)| *ticked == YES).map(|(_, scope)| scope).collect()
}

/// Facts and language versions of a form: what is published of it. `home` is the language of facts whose writer says none.
fn read(
    form: &StoryForm,
    before: Option<&Source>,
    home: &str,
) -> Result<(Facts, Vec<Edition>), Vec<Problem>> {
    let mut reading = Reading::default();
    let known = before.map(|before| before.editions.as_slice()).unwrap_or_default();
    let mut editions = reading.editions(form, known);
    reading.lang = editions.first().and_then(|edition| Lang::from_tag(&edition.language));
    let mut facts = reading.facts(form);
    if let Some(before) = before {
        keep_known_terms(&mut facts, &before.facts);
    }
    reading.at_most("warning", &form.single.warning, MAX_WARNING);
    match form.published() {
        Published::All => {}
        Published::FactsAlone => {
            let tag = editions.first().map(|edition| edition.language.as_str());
            let lang = tag.or(stated(&form.single.language)).and_then(Lang::from_tag);
            let lang = lang.or(Lang::from_tag(home)).unwrap_or(Lang::En);
            facts = wordless::facts(facts, lang);
            if facts.medications.is_empty() && facts.symptoms.is_empty() && facts.conditions.is_empty() {
                reading.problems.push(Problem::new("medication-1-name", "problem-facts-needed"));
            }
            editions = vec![Edition::original(lang.tag(), wordless::title(&facts, lang), "")];
        }
        Published::TranslationAlone => {
            editions.retain(|edition| edition.kind == EditionKind::Translation && !edition.text.is_empty());
            let tag = editions.first().map(|edition| edition.language.as_str());
            facts = wordless::facts(facts, tag.and_then(Lang::from_tag).unwrap_or(Lang::En));
            if editions.is_empty() {
                reading.problems.push(Problem::new("edition-1-text", "problem-translation-needed"));
            }
        }
    }
    if reading.problems.is_empty() { Ok((facts, editions)) } else { Err(reading.problems) }
}

#[derive(Default)]
struct Reading {
    /// The language of the original, which decides between words that are spelt alike.
    lang: Option<Lang>,
    problems: Vec<Problem>,
}

impl Reading {
    fn editions(&mut self, form: &StoryForm, known: &[Edition]) -> Vec<Edition> {
        let single = &form.single;
        let mut editions = Vec::new();
        if !single.text.trim().is_empty() || !single.title.trim().is_empty() {
            let all = format!("{}\n{}", single.title, single.text);
            let language = typed::language_of(&all, stated(&single.language));
            self.at_most("title", &single.title, MAX_TITLE);
            editions.push(Edition::original(language, line(&single.title), single.text.trim()));
        }
        let rows = form.editions.iter().enumerate().take(MAX_TRANSLATIONS);
        for (at, row) in rows.filter(|(_, row)| !row.text.trim().is_empty() || !row.title.trim().is_empty()) {
            let edition = self.translation(at, row, &editions, known);
            editions.push(edition);
        }
        let needs_text = form.published() == Published::All;
        if needs_text && editions.iter().all(|edition| edition.text.is_empty()) {
            self.problems.push(Problem::new("text", "problem-story-empty"));
        }
        let chars = editions.iter().map(|edition| edition.text.chars().count()).sum::<usize>();
        if chars > MAX_CHARS {
            self.problems.push(Problem::new("text", "problem-story-too-long").with("most", MAX_CHARS));
        }
        editions
    }

    fn translation(
        &mut self,
        at: usize,
        row: &TypedEdition,
        others: &[Edition],
        known: &[Edition],
    ) -> Edition {
        let language = typed::language_of(&format!("{}\n{}", row.title, row.text), stated(&row.language));
        let is_taken = others.iter().any(|other| other.language == language);
        if is_taken || typed::is_undetermined(&language) {
            self.problems.push(Problem::new(field("edition", at, "language"), "problem-language-unknown"));
        }
        self.at_most(field("edition", at, "title"), &row.title, MAX_TITLE);
        let is_machine = row.by == "machine";
        let same = known.iter().find(|known| {
            known.kind == EditionKind::Translation
                && known.language == language
                && (known.by == EditionBy::Machine) == is_machine
        });
        let by = if is_machine { EditionBy::Machine } else { EditionBy::Author };
        Edition {
            kind: EditionKind::Translation,
            by: same.map_or(by, |known| known.by),
            engine: same.and_then(|known| known.engine.clone()),
            reviewed: same.map_or(!is_machine, |known| known.reviewed),
            ..Edition::original(language, line(&row.title), row.text.trim())
        }
    }

    fn facts(&mut self, form: &StoryForm) -> Facts {
        let single = &form.single;
        let mut facts = Facts {
            conditions: typed::conditions(&single.conditions, self.lang),
            age_band: self.one_of("age", &single.age, AgeBand::from_code),
            duration_of_use: self.one_of("duration", &single.duration, DurationOfUse::from_code),
            current_status: self.one_of("status", &single.status, CurrentStatus::from_code),
            time_since_stopping: self.one_of(
                "since-stopping",
                &single.since_stopping,
                TimeSinceStopping::from_code,
            ),
            onset: self.one_of("onset", &single.onset, Onset::from_code),
            trajectory: self.one_of("trajectory", &single.trajectory, Trajectory::from_code),
            warned_beforehand: self.one_of("warned", &single.warned, Warned::from_code),
            prescriber_response: self.one_of("response", &single.response, PrescriberResponse::from_code),
            would_take_again: self.one_of("again", &single.again, WouldTakeAgain::from_code),
            country: self.one_of("country", &single.country, country),
            gender: self.one_of("gender", &single.gender, Gender::from_code),
            teller: self.one_of("teller", &single.teller, Teller::from_code),
            shows_person: single.shows_person == YES,
            ..Facts::default()
        };
        for (at, row) in form.medications.iter().enumerate() {
            self.medication(at, row, &mut facts);
        }
        for (at, row) in form.symptoms.iter().enumerate() {
            self.symptom(at, row, &mut facts);
        }
        for (at, row) in form.benefits.iter().enumerate() {
            self.benefit(at, row, &mut facts);
        }
        for (at, row) in form.moments.iter().enumerate() {
            self.moment(at, row, &mut facts);
        }
        facts
    }

    fn medication(&mut self, at: usize, row: &Medication, facts: &mut Facts) {
        self.at_most(field("medication", at, "name"), &row.name, MAX_NAME);
        self.at_most(field("medication", at, "purpose"), &row.purpose, MAX_NAME);
        self.at_most(field("medication", at, "dose"), &row.dose, MAX_NAME);
        let role = self.one_of(field("medication", at, "role"), &row.role, MedicationRole::from_code);
        let source = self.one_of(field("medication", at, "source"), &row.source, MedicationSource::from_code);
        for mut medication in typed::medications(&row.name, self.lang) {
            medication.role = role.unwrap_or_default();
            medication.source = source;
            medication.dose = line(&row.dose).or(medication.dose);
            medication.purposes = typed::conditions(&row.purpose, self.lang);
            if !facts.medications.contains(&medication) {
                facts.medications.push(medication);
            }
        }
    }

    fn symptom(&mut self, at: usize, row: &Symptom, facts: &mut Facts) {
        self.at_most(field("symptom", at, "name"), &row.name, MAX_NAME);
        let severity = self.one_of(field("symptom", at, "severity"), &row.severity, |code| scale(code, 1, 5));
        let onset = self.one_of(field("symptom", at, "onset"), &row.onset, Onset::from_code);
        let outcome = self.one_of(field("symptom", at, "outcome"), &row.outcome, Outcome::from_code);
        let before_use = self.one_of(field("symptom", at, "before"), &row.before, BeforeUse::from_code);
        let (symptoms, conditions) = typed::symptoms(&row.name, self.lang);
        for mut symptom in symptoms {
            symptom.severity = severity.or(symptom.severity);
            (symptom.onset, symptom.outcome, symptom.before_use) = (onset, outcome, before_use);
            if !facts.symptoms.contains(&symptom) {
                facts.symptoms.push(symptom);
            }
        }
        for condition in conditions {
            if !facts.conditions.contains(&condition) {
                facts.conditions.push(condition);
            }
        }
    }

    fn benefit(&mut self, at: usize, row: &Benefit, facts: &mut Facts) {
        self.at_most(field("benefit", at, "name"), &row.name, MAX_NAME);
        let much = self.one_of(field("benefit", at, "scale"), &row.scale, |code| scale(code, 0, 4));
        for mut benefit in typed::benefits(&row.name, self.lang) {
            benefit.scale = much.or(benefit.scale);
            facts.benefits.push(benefit);
        }
    }

    /// A moment needs to say of what and what changed; where nobody says from when, it is the start of use.
    fn moment(&mut self, at: usize, row: &Moment, facts: &mut Facts) {
        self.at_most(field("moment", at, "symptom"), &row.symptom, MAX_NAME);
        let change_field = field("moment", at, "change");
        let change = self.one_of(change_field, &row.change, TimelineChange::from_code);
        let anchor = self.one_of(field("moment", at, "anchor"), &row.anchor, TimelineAnchor::from_code);
        let offset = self.one_of(field("moment", at, "offset"), &row.offset, Onset::from_code);
        let phase = self.one_of(field("moment", at, "phase"), &row.phase, TimelinePhase::from_code);
        let (symptoms, conditions) = typed::symptoms(&row.symptom, self.lang);
        let named = symptoms.into_iter().map(|symptom| Named { term: symptom.term, name: symptom.name });
        let Some(symptom) = named.chain(conditions).next() else {
            if change.is_some() {
                self.problems.push(Problem::new(field("moment", at, "symptom"), "problem-required"));
            }
            return;
        };
        let Some(change) = change else {
            if row.change.is_empty() {
                self.problems.push(Problem::new(change_field, "problem-required"));
            }
            return;
        };
        let anchor = anchor.unwrap_or(TimelineAnchor::Start);
        facts.timeline.push(TimelinePoint { anchor, offset, phase, symptom, change });
    }

    /// A code of a closed list; nothing where nobody answered.
    fn one_of<T>(
        &mut self,
        field: &'static str,
        sent: &str,
        from_code: impl Fn(&str) -> Option<T>,
    ) -> Option<T> {
        if sent.is_empty() || sent == PREFER_NOT_TO_SAY {
            return None;
        }
        let value = from_code(sent);
        if value.is_none() {
            self.problems.push(Problem::new(field, "problem-choose-from-list"));
        }
        value
    }

    fn at_most(&mut self, field: &'static str, text: &str, most: usize) {
        if text.trim().chars().count() > most {
            self.problems.push(Problem::new(field, "problem-too-long").with("most", most));
        }
    }
}

/// A name that meant a term before, and that nobody changed, still means it, however it would be read by itself.
fn keep_known_terms(facts: &mut Facts, before: &Facts) {
    fn keep<'a>(
        term: &mut Option<TermId>,
        name: &str,
        mut known: impl Iterator<Item = (&'a str, Option<TermId>)>,
    ) {
        if term.is_none() {
            *term = known.find(|(before, _)| *before == name).and_then(|(_, term)| term);
        }
    }
    for one in &mut facts.medications {
        keep(&mut one.term, &one.name, before.medications.iter().map(|old| (old.name.as_str(), old.term)));
    }
    for one in &mut facts.symptoms {
        keep(&mut one.term, &one.name, before.symptoms.iter().map(|old| (old.name.as_str(), old.term)));
    }
    for one in &mut facts.conditions {
        keep(&mut one.term, &one.name, before.conditions.iter().map(|old| (old.name.as_str(), old.term)));
    }
    for one in &mut facts.benefits {
        keep(&mut one.term, &one.name, before.benefits.iter().map(|old| (old.name.as_str(), old.term)));
    }
}

fn stated(language: &str) -> Option<&str> {
    Some(language.trim()).filter(|language| !language.is_empty())
}

/// One line of text, if there is any.
fn line(typed: &str) -> Option<String> {
    let words = typed.split_whitespace().collect::<Vec<_>>().join(" ");
    (!words.is_empty()).then_some(words)
}

fn country(code: &str) -> Option<String> {
    let is_code = code.len() == 2 && code.chars().all(|letter| letter.is_ascii_uppercase());
    is_code.then(|| code.to_owned())
}

fn scale(code: &str, least: u8, most: u8) -> Option<u8> {
    code.parse().ok().filter(|level| (least..=most).contains(level))
}

/// The name of an input in a row, as problems carry it: `symptom-2-name`.
fn field(kind: &'static str, at: usize, name: &str) -> &'static str {
    static NAMES: LazyLock<Vec<String>> = LazyLock::new(|| {
        let kinds = [
            (
                "edition",
                TypedEdition::default().inputs().into_iter().map(|(name, _)| name).collect::<Vec<_>>(),
            ),
            ("medication", Medication::default().inputs().into_iter().map(|(name, _)| name).collect()),
            ("symptom", Symptom::default().inputs().into_iter().map(|(name, _)| name).collect()),
            ("benefit", Benefit::default().inputs().into_iter().map(|(name, _)| name).collect()),
            ("moment", Moment::default().inputs().into_iter().map(|(name, _)| name).collect()),
        ];
        let of_row = |kind: &str, fields: &[&str], row: usize| {
            fields.iter().map(|name| format!("{kind}-{row}-{name}")).collect::<Vec<_>>()
        };
        let rows = 1..=super::fields::MOST_ROWS;
        rows.flat_map(|row| kinds.iter().flat_map(move |(kind, fields)| of_row(kind, fields, row))).collect()
    });
    let wanted = format!("{kind}-{}-{name}", at.saturating_add(1));
    NAMES.iter().find(|known| **known == wanted).map_or(kind, String::as_str)
}

#[cfg(test)]
mod tests;
