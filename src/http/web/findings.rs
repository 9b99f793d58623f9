//! What the identity scan found, as pages show it: each passage marked within the words around it.

use crate::base::i18n::{self, Language};
use crate::domain::anonymity::scan::{Finding, Weight};

/// How many characters are shown on each side of a passage.
const AROUND: usize = 24;

/// A passage that may say who somebody is.
#[derive(Debug, Clone, Default)]
pub struct FindingView {
    /// The words before it.
    pub before: String,
    /// The passage, as typed.
    pub passage: String,
    /// The words after it.
    pub after: String,
    /// What it looks like, in words.
    pub kind: String,
    /// What may stand in its place.
    pub replacement: String,
    /// What follows when it stays: it is never published, a moderator decides, or nothing.
    pub keeps: Keeps,
}

/// What follows when a passage stays.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Keeps {
    /// It is never published.
    Never,
    /// A moderator decides.
    Moderator,
    /// Its writer decides.
    #[default]
    Writer,
}

/// The findings of one text.
pub fn present(text: &str, findings: &[Finding], language: Language) -> Vec<FindingView> {
    let letters: Vec<char> = text.chars().collect();
    let part = |start: usize, end: usize| -> String {
        let words: String = letters.get(start..end).unwrap_or_default().iter().collect();
        words.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let view = |finding: &Finding| {
        let (from, to) = (finding.start.saturating_sub(AROUND), (finding.end + AROUND).min(letters.len()));
        FindingView {
            before: format!("{}{}", if from > 0 { "…" } else { "" }, part(from, finding.start)),
            passage: finding.text.clone(),
            after: format!("{}{}", part(finding.end, to), if to < letters.len() { "…" } else { "" }),
            kind: i18n::text(language, finding.kind.key(), &[]),
            replacement: finding.replacement.clone(),
            keeps: match finding.kind.weight() {
                Weight::Contact => Keeps::Never,
                Weight::Named => Keeps::Moderator,
                Weight::Own => Keeps::Writer,
            },
        }
    };
    findings.iter().map(view).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::anonymity::scan::scan;

    #[test]
    fn a_passage_is_shown_with_the_words_around_it() {
        let text =
            "It was in the second winter, and\nDr. Whitfield said that it would pass by itself one day.";
        let views = present(text, &scan(text, Some("en")), Language::En);
        let [view] = views.as_slice() else { panic!("{views:?}") };
        assert_eq!(
            (view.before.as_str(), view.passage.as_str(), view.after.as_str()),
            ("…the second winter, and", "Dr. Whitfield", "said that it would pass…")
        );
        assert_eq!((view.kind.as_str(), view.keeps), ("somebody’s name", Keeps::Moderator));
    }
}
