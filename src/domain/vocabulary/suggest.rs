//! Words that begin as somebody types: for offering hashtags and terms while a name is still being written.

use super::Vocabulary;
use super::fold::fold;
use super::index::{Entry, Source};
use super::term::{Form, Term};

/// Words of terms with this care level or above mark somebody in danger; they are never put forward as hashtags.
const TOO_GRAVE: u8 = 2;
/// After so many words nobody has typed enough yet.
const MOST: usize = 200;

impl Vocabulary {
    /// Words of the vocabulary that begin like `start`, however it is written, in the order of their keys: labels
    /// and brands as they are shown. Words that also mean something else are left out.
    pub fn words_from(&self, start: &str) -> Vec<&'static str> {
        let key = fold(start);
        if key.is_empty() {
            return Vec::new();
        }
        let mut words = Vec::new();
        for entry in self.index.starting_with(&key).take(MOST) {
            let word = self.term(entry.posting.term).and_then(|term| word_of(term, entry));
            if let Some(word) = word.filter(|word| !words.contains(word)) {
                words.push(word);
            }
        }
        words
    }
}

/// The word as it is shown, of which an entry holds the key.
fn word_of(term: &Term, entry: &Entry) -> Option<&'static str> {
    let posting = entry.posting;
    if posting.is_ambiguous || term.care_level() >= TOO_GRAVE {
        return None;
    }
    let is_it = |text: &&'static str| fold(text) == *entry.key;
    match posting.source {
        Source::Label(Form::Preferred | Form::Alternative) => {
            let labels = term.labels.iter().filter(|label| label.lang == posting.lang);
            labels.map(|label| label.text).find(is_it)
        }
        Source::Brand => {
            let names = term.brands.iter().flat_map(|brand| {
                std::iter::once(brand.name).chain(brand.scripts.iter().map(|(_, name)| name))
            });
            names.into_iter().find(is_it)
        }
        Source::Label(Form::Hidden) | Source::Derived => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::vocabulary;

    #[test]
    fn words_are_offered_from_their_first_letters_in_any_script() {
        assert!(
            vocabulary().words_from("isotr").iter().any(|word| word.eq_ignore_ascii_case("isotretinoin"))
        );
        assert!(vocabulary().words_from("ACCUT").iter().any(|word| word.eq_ignore_ascii_case("accutane")));
        assert!(vocabulary().words_from("イソトレ").contains(&"イソトレチノイン"));
        assert!(vocabulary().words_from("").is_empty());
        assert!(vocabulary().words_from("qqqq").is_empty());
    }

    #[test]
    fn words_that_mark_somebody_in_danger_are_not_offered() {
        assert!(!vocabulary().words_from("suicid").iter().any(|word| word.to_lowercase().contains("suicid")));
    }
}
