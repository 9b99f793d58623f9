//! Handles: generated ones that say nothing about a person, and the rules for chosen ones.

use std::sync::LazyLock;

use crate::app::App;
use crate::base::error::Result;
use crate::base::i18n::Language;
use crate::base::random::Random;
use crate::domain::anonymity::Taken;
pub use crate::domain::anonymity::naming::{check_display_name, check_handle as check, skeleton};

/// A handle that nobody has yet, with a display name in the script of the language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suggestion {
    /// Two romanised words and a number: `quiet_fern_42`.
    pub handle: String,
    /// The words as they are written: `Quiet fern`, `静かな木漏れ日`.
    pub display_name: String,
}

/// Words that describe, and words for things; each with how it is written.
struct Words {
    first: Vec<(&'static str, &'static str)>,
    second: Vec<(&'static str, &'static str)>,
}

static EN: LazyLock<Words> =
    LazyLock::new(|| Words::read(include_str!("words/en-first.txt"), include_str!("words/en-second.txt")));
static JA: LazyLock<Words> =
    LazyLock::new(|| Words::read(include_str!("words/ja-first.txt"), include_str!("words/ja-second.txt")));

impl Words {
    fn read(first: &'static str, second: &'static str) -> Self {
        Self { first: lines(first), second: lines(second) }
    }
}

/// One word a line, and after a space how it is written, if in another script.
fn lines(text: &'static str) -> Vec<(&'static str, &'static str)> {
    text.lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(|line| line.split_once(' ').unwrap_or((line, line)))
        .collect()
}

/// Two gentle words of the language and a number from 10 to 99.
pub fn generate(random: &Random, language: Language) -> Suggestion {
    let words = match language {
        Language::En => &*EN,
        Language::Ja => &*JA,
    };
    let (first, first_written) = pick(random, &words.first);
    let (second, second_written) = pick(random, &words.second);
    let display_name = match language {
        Language::En => capitalised(&format!("{first_written} {second_written}")),
        Language::Ja => format!("{first_written}{second_written}"),
    };
    Suggestion { handle: format!("{first}_{second}_{}", 10 + random.below(90)), display_name }
}

/// A generated handle that nobody here has and that looks like nobody's.
pub async fn suggest(app: &App, language: Language) -> Result<Suggestion> {
    let taken = Taken::read(app.read(), None).await?;
    let mut suggestion = generate(&app.random, language);
    // With a thousand words a few tries are enough; the last one is checked again when it is used.
    for _ in 0..50 {
        if check(&suggestion.handle).is_ok() && taken.check("handle", &suggestion.handle).is_ok() {
            break;
        }
        suggestion = generate(&app.random, language);
    }
    Ok(suggestion)
}

/// The form in which handles are compared and stored: lower case, without `@` and without our own domain.
pub fn key(app: &App, text: &str) -> String {
    let lower = text.trim().trim_start_matches('@').to_lowercase();
    match lower.split_once('@') {
        Some((name, domain)) if domain == app.urls.domain() => name.to_owned(),
        Some(_) | None => lower,
    }
}

fn pick(random: &Random, words: &[(&'static str, &'static str)]) -> (&'static str, &'static str) {
    let index = usize::try_from(random.below(u32::try_from(words.len()).unwrap_or(u32::MAX))).unwrap_or(0);
    words.get(index).copied().unwrap_or(("quiet", "quiet"))
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_word_makes_a_handle_and_a_name_that_pass_the_rules() {
        for words in [&*EN, &*JA] {
            assert!(words.first.len() >= 100 && words.second.len() >= 150, "a few hundred words each");
            let firsts: HashSet<_> = words.first.iter().map(|(word, _)| word).collect();
            let seconds: HashSet<_> = words.second.iter().map(|(word, _)| word).collect();
            assert_eq!(
                (firsts.len(), seconds.len()),
                (words.first.len(), words.second.len()),
                "a word twice"
            );
            for (first, first_written) in &words.first {
                for (second, second_written) in &words.second {
                    let handle = format!("{first}_{second}_99");
                    assert_eq!(check(&handle), Ok(()), "{handle}");
                    let name = format!("{first_written}{second_written}");
                    assert_eq!(check_display_name(&name), Ok(()), "{name}");
                }
            }
        }
    }

    #[test]
    fn a_generated_handle_is_two_words_and_a_number_and_its_name_is_in_the_script() {
        let random = Random::seeded(5);
        for _ in 0..200 {
            let english = generate(&random, Language::En);
            let parts: Vec<&str> = english.handle.split('_').collect();
            assert_eq!(parts.len(), 3, "{}", english.handle);
            assert!((10..=99).contains(&parts[2].parse::<u32>().unwrap()));
            let japanese = generate(&random, Language::Ja);
            assert!(japanese.handle.is_ascii());
            assert!(!japanese.display_name.is_ascii(), "{}", japanese.display_name);
        }
    }
}
