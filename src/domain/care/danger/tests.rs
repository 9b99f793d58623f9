//! How well the words of danger are told apart: the sentences of `tests/fixtures/danger.txt`.

use super::{Danger, gravest};
use crate::domain::care::level::{self, SUICIDAL_THOUGHTS};

const SENTENCES: &str = include_str!("../../../../tests/fixtures/danger.txt");

/// Signs that the lists are known to miss: what stands behind a comma, for whom.
const MISSED: [&str; 1] = ["早く死ねばいいのに、お前は。"];

fn sentences() -> impl Iterator<Item = (u8, &'static str)> {
    let lines = SENTENCES.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines.map(|line| {
        let (level, sentence) = line.split_once(' ').unwrap();
        (level.parse().unwrap(), sentence)
    })
}

#[test]
fn every_sentence_has_its_danger_and_no_harmless_one_has_any() {
    let (mut told, mut found) = (0, 0);
    for (level, sentence) in sentences() {
        let expected = match level {
            3 => Some(Danger::Present),
            4 => Some(Danger::Harmful),
            _ => None,
        };
        told += 1;
        found += usize::from(expected.is_some());
        let expected = expected.filter(|_| !MISSED.contains(&sentence));
        assert_eq!(gravest([sentence]), expected, "{sentence}");
    }
    println!("{told} sentences, {found} of them with danger, {} missed", MISSED.len());
    for language in ["en", "ja"] {
        let is_of = |sentence: &str| sentence.is_ascii() == (language == "en");
        let of: Vec<u8> =
            sentences().filter(|(_, sentence)| is_of(sentence)).map(|(level, _)| level).collect();
        let harmless = of.iter().filter(|level| **level <= SUICIDAL_THOUGHTS).count();
        assert!(of.len() >= 60 && harmless * 2 >= of.len(), "{language}: {harmless} of {}", of.len());
    }
}

#[test]
fn what_is_neither_now_nor_meant_has_at_most_the_level_of_a_thought() {
    for (level, sentence) in sentences().filter(|(level, _)| *level == 0) {
        assert_eq!(level::assess(&[], &[sentence]).level, level, "{sentence}");
    }
}

#[test]
fn a_sign_is_found_wherever_it_stands_in_a_long_story() {
    let story = "My skin was dry. ".repeat(200);
    assert_eq!(gravest([format!("{story}Tonight I will kill myself.").as_str()]), Some(Danger::Present));
    assert_eq!(gravest([format!("{story}今夜、死にます。{story}").as_str()]), Some(Danger::Present));
    assert_eq!(gravest([story.as_str(), "You should kill yourself."]), Some(Danger::Harmful));
}
