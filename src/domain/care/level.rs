//! Care levels: what a text needs before others read it, from the terms it states and the words it uses.
//!
//! 0 nothing, 1 a warning, 2 a warning and helplines (it mentions suicidal thoughts). Higher levels are for
//! people to decide. A level that is too high costs a reader one tap; one that is too low can cost more.

use std::sync::LazyLock;

use crate::domain::vocabulary::{Lang, List, TermId, vocabulary};

/// A warning and helplines.
pub const SUICIDAL_THOUGHTS: u8 = 2;
/// A warning.
pub const SENSITIVE: u8 = 1;

/// Most topics that a warning names.
const MAX_TOPICS: usize = 3;

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
        parts.push(medications.join(", "));
    }
    parts.push(what.to_owned());
    if found.level == SENSITIVE {
        let topics: Vec<&str> = found.topics.iter().filter_map(label).take(MAX_TOPICS).collect();
        parts.push(topics.join(", "));
    }
    Some(parts.join(": "))
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
}
