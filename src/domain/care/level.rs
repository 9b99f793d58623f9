//! Care levels: what a text needs before others read it, from the terms it states and the words it uses.
//!
//! 0 nothing, 1 a warning, 2 a warning and helplines (it mentions suicidal thoughts). A level that is too high costs a
//! reader one tap; one that is too low can cost more. Levels 3 and 4 are never published: [`danger`](super::danger)
//! looks for their words, and people decide.

use std::sync::LazyLock;

use crate::domain::vocabulary::{Lang, List, TermId, vocabulary};

/// It encourages others to die, or says how: not published.
pub const HARMFUL: u8 = 4;
/// Its writer may be in danger now: not published before a person has read it.
pub const PRESENT_DANGER: u8 = 3;
/// A warning and helplines; the highest level of what is published.
pub const SUICIDAL_THOUGHTS: u8 = 2;
/// A warning.
pub const SENSITIVE: u8 = 1;

/// Most topics that a warning names.
const MAX_TOPICS: usize = 3;

/// What stands between the parts of a warning, and between the names in one of them.
const BETWEEN_PARTS: &str = ": ";
const BETWEEN_NAMES: &str = ", ";

/// What a text needs.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Assessment {
    /// 0, 1 or 2.
    pub level: u8,
    /// The sensitive terms that were found, stated or mentioned, without repeats.
    pub topics: Vec<TermId>,
}

/// Words beside the vocabulary's, in lower case.
static WORDS: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    let lines = include_str!("words.txt").lines().map(str::trim);
    lines.filter(|line| !line.is_empty() && !line.starts_with('#')).collect()
});

/// Finds out what a text needs: `terms` are those it states, `texts` all its wording (title, editions, replies).
pub fn assess(terms: &[TermId], texts: &[&str]) -> Assessment {
    let mut found = Assessment::default();
    for id in terms {
        add(&mut found, *id);
    }
    for text in texts {
        for mention in vocabulary().mentions(text, None) {
            add(&mut found, mention.term);
        }
        let lower = text.to_lowercase();
        if WORDS.iter().any(|word| lower.contains(word)) {
            found.level = SUICIDAL_THOUGHTS;
        }
    }
    found
}

fn add(found: &mut Assessment, id: TermId) {
    let level = vocabulary().term(id).map_or(0, |term| term.care_level());
    if level > 0 && !found.topics.contains(&id) {
        found.topics.push(id);
    }
    found.level = found.level.max(level);
}

/// The content warning for a text whose writer gave none, in the text's language; `None` where it needs none.
/// It says exactly what is inside, so that a reader can decide: the medication, and the topic.
pub fn warning(found: &Assessment, medications: &[TermId], lang: Lang) -> Option<String> {
    if found.level == 0 {
        return None;
    }
    let label = |id: &TermId| vocabulary().term(*id).map(|term| term.label(lang));
    let medications: Vec<&str> = medications.iter().filter_map(label).take(MAX_TOPICS).collect();
    let what = List::CareLevel.label(&found.level.to_string(), lang)?;
    let mut parts = Vec::new();
    if !medications.is_empty() {
        parts.push(medications.join(BETWEEN_NAMES));
    }
    parts.push(what.to_owned());
    if found.level == SENSITIVE {
        let topics: Vec<&str> = found.topics.iter().filter_map(label).take(MAX_TOPICS).collect();
        parts.push(topics.join(BETWEEN_NAMES));
    }
    Some(parts.join(BETWEEN_PARTS))
}

/// A warning as [`warning`] would make it in another language, so that a reader of that language knows what is inside.
/// `None` for an author's own words: those stay theirs.
pub fn reworded(text: &str, from: Lang, to: Lang) -> Option<String> {
    let level = |part: &str| {
        let mut codes = List::CareLevel.codes();
        codes.find(|code| List::CareLevel.label(code, from) == Some(part))
    };
    text.split(BETWEEN_PARTS).find_map(level)?;
    let parts: Option<Vec<String>> = text
        .split(BETWEEN_PARTS)
        .map(|part| match level(part) {
            Some(code) => List::CareLevel.label(code, to).map(str::to_owned),
            None => names_in(part, from, to),
        })
        .collect();
    Some(parts?.join(BETWEEN_PARTS))
}

/// Names of terms in another language; `None` if one is no term's label.
fn names_in(names: &str, from: Lang, to: Lang) -> Option<String> {
    let term = |name: &str| vocabulary().terms().iter().find(|term| term.label(from) == name);
    let labels: Option<Vec<&str>> =
        names.split(BETWEEN_NAMES).map(|name| term(name).map(|term| term.label(to))).collect();
    Some(labels?.join(BETWEEN_NAMES))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn level(text: &str) -> u8 {
        assess(&[], &[text]).level
    }

    #[test]
    fn words_of_suicide_are_found_in_every_language() {
        for text in [
            "I am only alive because I am afraid to die.",
            "どうしても死にたくなったりした時は",
            "Ich hatte Suizidgedanken.",
            "J'ai eu des idées suicidaires",
            "pensaba en el suicidio",
            "自杀的念头",
            "자살 생각이 났다",
        ] {
            assert_eq!(level(text), SUICIDAL_THOUGHTS, "{text}");
        }
    }

    #[test]
    fn plain_side_effects_need_no_warning() {
        assert_eq!(level("My lips were dry and my back hurt."), 0);
        assert_eq!(level("唇が乾燥しました。"), 0);
    }

    #[test]
    fn a_warning_names_the_medication_and_the_topic_in_the_texts_language() {
        let id = |text: &str| text.parse::<TermId>().unwrap();
        let found = assess(&[id("sym/0123")], &[]);
        let isotretinoin = [id("med/0001")];
        assert_eq!(
            warning(&found, &isotretinoin, Lang::En).unwrap(),
            "Isotretinoin: Sensitive subject: Sexual dysfunction"
        );
        assert!(warning(&found, &isotretinoin, Lang::Ja).unwrap().starts_with("イソトレチノイン: "));
        assert_eq!(warning(&Assessment::default(), &isotretinoin, Lang::En), None);
    }

    #[test]
    fn our_own_warnings_can_be_said_in_every_language_and_an_authors_words_stay_theirs() {
        let id = |text: &str| text.parse::<TermId>().unwrap();
        let medications = [id("med/0001"), id("med/0002")];
        for found in [assess(&[id("sym/0123")], &[]), assess(&[], &["suicidal thoughts"])] {
            let said = |lang| warning(&found, &medications, lang).unwrap();
            for (from, to) in [(Lang::Ja, Lang::En), (Lang::En, Lang::Ja), (Lang::De, Lang::Ja)] {
                assert_eq!(reworded(&said(from), from, to), Some(said(to)), "{}", said(from));
            }
        }
        for own in
            ["", "mental health", "Isotretinoin", "Isotretinoin: what my doctor said", "注意: つらい話です"]
        {
            assert_eq!(reworded(own, Lang::En, Lang::Ja), None, "{own}");
        }
    }
}
