//! Whether a text has a word. Compared without regard to capitals and to full and half width.

use unicode_normalization::UnicodeNormalization as _;

/// A text as it is compared.
#[derive(Debug)]
pub struct Folded(String);

impl Folded {
    /// Folds a text.
    pub fn of(text: &str) -> Self {
        Self(text.nfkc().collect::<String>().to_lowercase())
    }

    /// Whether `word` stands in the text, as a word of its own where `whole`.
    ///
    /// A word of its own has no other letter or digit next to it, as on Mastodon. Scripts that are written without
    /// spaces have no such edge: 薄毛 is found in 最近薄毛が.
    pub fn has(&self, word: &str, whole: bool) -> bool {
        let word = Self::of(word.trim()).0;
        let (Some(first), Some(last)) = (word.chars().next(), word.chars().next_back()) else { return false };
        self.0.match_indices(&word).any(|(start, found)| {
            let before = self.0.get(..start).and_then(|text| text.chars().next_back());
            let end = start.saturating_add(found.len());
            let after = self.0.get(end..).and_then(|text| text.chars().next());
            !whole || (is_edge(before, first) && is_edge(after, last))
        })
    }
}

/// Whether a word may end between these two letters.
fn is_edge(outside: Option<char>, inside: char) -> bool {
    let Some(outside) = outside else { return true };
    !is_of_a_word(outside) || !is_of_a_word(inside) || is_without_spaces(outside) || is_without_spaces(inside)
}

fn is_of_a_word(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

/// Scripts whose words stand together, or take endings without a space: Thai, Lao, Khmer, Burmese, kana, Chinese
/// characters, Hangul.
fn is_without_spaces(letter: char) -> bool {
    matches!(letter,
        '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1100}'..='\u{11ff}' | '\u{1780}'..='\u{17ff}'
        | '\u{3040}'..='\u{30ff}' | '\u{31f0}'..='\u{31ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}'
        | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_whole_word_has_no_letter_next_to_it() {
        for (text, word, found) in [
            ("I took Accutane.", "accutane", true),
            ("accutanes", "accutane", false),
            ("pre-accutane", "accutane", true),
            ("#Accutane", "accutane", true),
            ("acc\nutane", "accutane", false),
            ("the cat, the concatenation", "cat", true),
            ("a concatenation", "cat", false),
            ("5-HTP helps", "5-htp", true),
            ("#cats", "#cat", false),
            ("a #cat", "#cat", true),
            ("Straße", "straße", true),
            ("naïveté", "na", false),
        ] {
            assert_eq!(Folded::of(text).has(word, true), found, "{word} in {text}");
        }
    }

    #[test]
    fn scripts_without_spaces_have_no_edges() {
        for (text, word) in [
            ("最近薄毛が気になる", "薄毛"),
            ("イソトレチノインを飲んだ", "イソトレチノイン"),
            ("ｲｿﾄﾚﾁﾉｲﾝ", "イソトレチノイン"),
            ("Accutaneを飲んだ", "accutane"),
            ("탈모가 왔다", "탈모"),
        ] {
            assert!(Folded::of(text).has(word, true), "{word} in {text}");
        }
    }

    #[test]
    fn a_part_of_a_word_is_found_where_that_is_wanted_and_nothing_is_found_for_nothing() {
        assert!(Folded::of("a concatenation").has("CAT", false));
        assert!(!Folded::of("anything").has(" ", false));
        assert!(!Folded::of("").has("cat", true));
    }
}
