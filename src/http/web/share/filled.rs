//! From what was told back to the form, for changing a story: as its author wrote it, not as others read it.

use super::fields::{Benefit, Edition, Medication, Moment, Published, StoryForm, Symptom};
use super::told::YES;
use crate::domain::consent::Scope;
use crate::domain::story::codes::{
    AgeBand, BeforeUse, CurrentStatus, DurationOfUse, EditionBy, EditionKind, Gender, MedicationSource,
    Onset, Outcome, PrescriberResponse, TimeSinceStopping, TimelinePhase, Trajectory, Warned, WouldTakeAgain,
};
use crate::domain::story::draft::typed;
use crate::domain::story::facts::{Named, Teller};
use crate::domain::story::{Facts, Source, wordless};
use crate::domain::vocabulary::Lang;

/// What is filled in when an author changes a story.
pub fn filled(source: &Source, indexable: bool) -> StoryForm {
    let facts = &source.facts;
    let mut form = StoryForm::default();
    let original = source.editions.first().filter(|edition| edition.kind == EditionKind::Original);
    let single = &mut form.single;
    if let Some(original) = original {
        single.text.clone_from(&original.text);
        single.title = original.title.clone().unwrap_or_default();
        if !typed::is_undetermined(&original.language) {
            single.language.clone_from(&original.language);
        }
    }
    single.warning.clone_from(&source.warning);
    let published = published(source);
    published.code().clone_into(&mut single.published);
    if published == Published::FactsAlone {
        // The title is made of the facts each time.
        single.title.clear();
    }
    single.conditions = names(&facts.conditions);
    single.age = code(facts.age_band.map(AgeBand::code));
    single.duration = code(facts.duration_of_use.map(DurationOfUse::code));
    single.status = code(facts.current_status.map(CurrentStatus::code));
    single.since_stopping = code(facts.time_since_stopping.map(TimeSinceStopping::code));
    single.onset = code(facts.onset.map(Onset::code));
    single.trajectory = code(facts.trajectory.map(Trajectory::code));
    single.warned = code(facts.warned_beforehand.map(Warned::code));
    single.response = code(facts.prescriber_response.map(PrescriberResponse::code));
    single.again = code(facts.would_take_again.map(WouldTakeAgain::code));
    single.country = facts.country.clone().unwrap_or_default();
    single.gender = code(facts.gender.map(Gender::code));
    single.teller = code(facts.teller.map(Teller::code));
    let ticked = |is_ticked: bool| code(is_ticked.then_some(YES));
    single.shows_person = ticked(facts.shows_person);
    single.consent_publish = ticked(source.consent.allows(Scope::Publish));
    single.consent_federate = ticked(source.consent.allows(Scope::Federate));
    single.consent_translate = ticked(source.consent.allows(Scope::Translate));
    single.consent_research = ticked(source.consent.allows(Scope::Research));
    single.consent_report = ticked(source.consent.allows(Scope::Report));
    single.findable = ticked(indexable);
    let translations = source.editions.iter().skip(usize::from(original.is_some()));
    form.editions = translations
        .map(|edition| Edition {
            language: edition.language.clone(),
            title: edition.title.clone().unwrap_or_default(),
            text: edition.text.clone(),
            by: code((edition.by == EditionBy::Machine).then_some("machine")),
        })
        .collect();
    fill_rows(&mut form, facts);
    form
}

/// What its author chose to publish.
fn published(source: &Source) -> Published {
    let first = source.editions.first();
    let lang = first.and_then(|first| Lang::from_tag(&first.language)).unwrap_or(Lang::En);
    if source.editions.iter().all(|edition| edition.text.is_empty()) {
        Published::FactsAlone
    } else if first.is_some_and(|first| first.kind == EditionKind::Translation)
        && wordless::facts(source.facts.clone(), lang) == source.facts
    {
        Published::TranslationAlone
    } else {
        Published::All
    }
}

fn fill_rows(form: &mut StoryForm, facts: &Facts) {
    for medication in &facts.medications {
        // A brand of two substances is two medications under one name, and one row.
        if !form.medications.iter().any(|row| row.name == medication.name) {
            form.medications.push(Medication {
                name: medication.name.clone(),
                role: medication.role.code().to_owned(),
                purpose: names(&medication.purposes),
                dose: medication.dose.clone().unwrap_or_default(),
                source: code(medication.source.map(MedicationSource::code)),
            });
        }
    }
    form.symptoms = facts
        .symptoms
        .iter()
        .map(|symptom| Symptom {
            name: symptom.name.clone(),
            severity: symptom.severity.map(|level| level.to_string()).unwrap_or_default(),
            onset: code(symptom.onset.map(Onset::code)),
            outcome: code(symptom.outcome.map(Outcome::code)),
            before: code(symptom.before_use.map(BeforeUse::code)),
        })
        .collect();
    form.benefits = facts
        .benefits
        .iter()
        .map(|benefit| Benefit {
            name: benefit.name.clone(),
            scale: benefit.scale.map(|level| level.to_string()).unwrap_or_default(),
        })
        .collect();
    form.moments = facts
        .timeline
        .iter()
        .map(|point| Moment {
            anchor: point.anchor.code().to_owned(),
            offset: code(point.offset.map(Onset::code)),
            phase: code(point.phase.map(TimelinePhase::code)),
            symptom: point.symptom.name.clone(),
            change: point.change.code().to_owned(),
        })
        .collect();
}

fn code(code: Option<&'static str>) -> String {
    code.unwrap_or_default().to_owned()
}

fn names(named: &[Named]) -> String {
    named.iter().map(|one| one.name.as_str()).collect::<Vec<_>>().join(", ")
}
