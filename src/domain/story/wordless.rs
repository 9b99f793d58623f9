//! Facts without their author's words: who is afraid of being recognised by how they write tells what the vocabulary can
//! say, in its words. What it cannot say is left out.

use crate::domain::care::level::SENSITIVE;
use crate::domain::story::Facts;
use crate::domain::story::facts::Named;
use crate::domain::vocabulary::{Lang, TermId, vocabulary};

/// Symptoms in a title: more are no title.
const MOST_NAMED: usize = 3;
/// Longest dose that is kept: numbers and units, not a sentence.
const MAX_DOSE_CHARS: usize = 16;

/// The facts in the words of the vocabulary, without those that it has no word for.
pub fn facts(mut facts: Facts, lang: Lang) -> Facts {
    facts.medications.retain_mut(|medication| {
        medication.purposes.retain_mut(|purpose| reword(purpose, lang));
        medication.dose = medication.dose.take().filter(|dose| is_plain_dose(dose));
        label(medication.term, lang).is_some_and(|label| {
            medication.name = label;
            true
        })
    });
    facts.symptoms.retain_mut(|symptom| {
        label(symptom.term, lang).is_some_and(|label| {
            symptom.name = label;
            true
        })
    });
    facts.benefits.retain_mut(|benefit| {
        label(benefit.term, lang).is_some_and(|label| {
            benefit.name = label;
            true
        })
    });
    facts.conditions.retain_mut(|condition| reword(condition, lang));
    facts.timeline.retain_mut(|point| reword(&mut point.symptom, lang));
    facts
}

/// A title made of the facts: what was taken, and what it did. Nothing that needs care stands in a title.
pub fn title(facts: &Facts, lang: Lang) -> Option<String> {
    let named = |terms: &mut dyn Iterator<Item = Option<TermId>>, most: usize| {
        let mut names: Vec<String> = Vec::new();
        for term in terms.flatten().filter(|term| care_level(*term) < SENSITIVE) {
            if let Some(name) = label(Some(term), lang).filter(|name| !names.contains(name)) {
                names.push(name);
            }
        }
        names.truncate(most);
        names.join(if lang.is_spaced() { ", " } else { "、" })
    };
    let taken = named(&mut facts.medications.iter().map(|medication| medication.term), MOST_NAMED);
    let felt = facts.symptoms.iter().map(|symptom| symptom.term);
    let felt = named(&mut felt.chain(facts.conditions.iter().map(|condition| condition.term)), MOST_NAMED);
    let parts: Vec<String> = [taken, felt].into_iter().filter(|part| !part.is_empty()).collect();
    let joint = if lang.is_spaced() { ": " } else { "：" };
    (!parts.is_empty()).then(|| parts.join(joint))
}

fn reword(named: &mut Named, lang: Lang) -> bool {
    label(named.term, lang).is_some_and(|label| {
        named.name = label;
        true
    })
}

fn label(term: Option<TermId>, lang: Lang) -> Option<String> {
    term.and_then(|term| vocabulary().term(term)).map(|term| term.label(lang).to_owned())
}

fn care_level(term: TermId) -> u8 {
    vocabulary().term(term).map_or(0, |term| term.care_level())
}

/// `40 mg`, `0.5 mg × 2`: what everybody writes alike.
fn is_plain_dose(dose: &str) -> bool {
    dose.chars().next().is_some_and(|first| first.is_ascii_digit()) && dose.chars().count() <= MAX_DOSE_CHARS
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::story::draft::typed;
    use crate::domain::story::facts::Medication;

    fn told() -> Facts {
        let medication = |medication: Medication, dose: &str| Medication {
            dose: Some(dose.to_owned()),
            purposes: typed::conditions("acne, my poor face", Some(Lang::En)),
            ..medication
        };
        let mut facts = Facts::default();
        for (name, dose) in [("アキュテイン", "40 mg"), ("the red pill of my aunt", "one, always at dusk")]
        {
            let read = typed::medications(name, None).into_iter();
            facts.medications.extend(read.map(|read| medication(read, dose)));
        }
        for name in ["dry lips", "suicidal thoughts", "My hands. They are not mine."] {
            facts.symptoms.extend(typed::symptoms(name, Some(Lang::En)).0);
        }
        facts
    }

    #[test]
    fn what_is_left_are_the_vocabularys_words_in_the_language_asked_for() {
        let facts = facts(told(), Lang::Ja);
        let words: Vec<&str> = facts.words().collect();
        assert!(words.contains(&"イソトレチノイン") && words.contains(&"40 mg"), "{words:?}");
        assert_eq!((facts.medications.len(), facts.symptoms.len()), (1, 2), "{words:?}");
        for own in ["アキュテイン", "my poor face", "aunt", "dusk", "dry lips", "hands"] {
            assert!(!words.iter().any(|word| word.contains(own)), "{own} in {words:?}");
        }
    }

    #[test]
    fn the_title_says_what_was_taken_and_felt_and_nothing_that_needs_care() {
        let title = title(&facts(told(), Lang::En), Lang::En).unwrap();
        assert!(title.starts_with("Isotretinoin: "), "{title}");
        assert!(title.to_lowercase().contains("lips") && !title.to_lowercase().contains("suicid"), "{title}");
        assert_eq!(super::title(&Facts::default(), Lang::En), None);
    }
}
