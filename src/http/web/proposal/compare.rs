//! Two texts as one: what stays, what goes, what comes, word by word.

use std::time::Duration;

use similar::{ChangeTag, TextDiff};

/// How long it is looked for the shortest way between two texts; after that a longer one is shown.
const SEARCH: Duration = Duration::from_millis(200);

/// A piece of two texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// Stands in both.
    Same(String),
    /// Stands in the first alone.
    Gone(String),
    /// Stands in the second alone.
    New(String),
}

impl Part {
    fn text(&self) -> &str {
        match self {
            Self::Same(text) | Self::Gone(text) | Self::New(text) => text,
        }
    }
}

/// What of `before` goes and what comes for it. Words follow Unicode's boundaries, so that languages without spaces have some, too.
pub fn compare(before: &str, after: &str) -> Vec<Part> {
    let diff = TextDiff::configure().timeout(SEARCH).diff_unicode_words(before, after);
    let mut parts = Vec::new();
    let (mut gone, mut new, mut same) = (String::new(), String::new(), String::new());
    for change in diff.iter_all_changes() {
        if change.tag() == ChangeTag::Equal {
            same.push_str(change.value());
            continue;
        }
        // A space or a full stop between two changed words is read as part of the change.
        let has_changed = !(gone.is_empty() && new.is_empty());
        if has_changed && joins(&same) {
            gone.push_str(&same);
            new.push_str(&same);
            same.clear();
        } else {
            put(&mut parts, &mut gone, &mut new, &mut same);
        }
        match change.tag() {
            ChangeTag::Delete => gone.push_str(change.value()),
            ChangeTag::Insert | ChangeTag::Equal => new.push_str(change.value()),
        }
    }
    put(&mut parts, &mut gone, &mut new, &mut same);
    parts
}

fn joins(same: &str) -> bool {
    same.chars().all(|letter| !letter.is_alphanumeric() && letter != '\n')
}

/// What was collected: the change first, then what stays after it. A space with which both sides of the change begin stays before it.
fn put(parts: &mut Vec<Part>, gone: &mut String, new: &mut String, same: &mut String) {
    while let Some(first) =
        gone.chars().next().filter(|first| first.is_whitespace() && new.starts_with(*first))
    {
        gone.remove(0);
        new.remove(0);
        match parts.last_mut() {
            Some(Part::Same(before)) => before.push(first),
            Some(Part::Gone(_) | Part::New(_)) | None => parts.push(Part::Same(first.to_string())),
        }
    }
    let [gone, new, same] = [gone, new, same].map(std::mem::take);
    let pieces = [Part::Gone(gone), Part::New(new), Part::Same(same)];
    parts.extend(pieces.into_iter().filter(|part| !part.text().is_empty()));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn same(text: &str) -> Part {
        Part::Same(text.to_owned())
    }

    fn gone(text: &str) -> Part {
        Part::Gone(text.to_owned())
    }

    fn new(text: &str) -> Part {
        Part::New(text.to_owned())
    }

    #[test]
    fn what_goes_and_what_comes_are_whole_words() {
        let parts = compare(
            "I asked Dr. Whitfield twice.\n\nNothing came.",
            "I asked my doctor twice.\n\nNothing came.",
        );
        let changed = [gone("Dr. Whitfield"), new("my doctor")];
        assert_eq!(parts, [&[same("I asked ")][..], &changed, &[same(" twice.\n\nNothing came.")]].concat());
        let parts = compare("It was known to all.", "It was a dotterel.");
        assert_eq!(parts, [same("It was "), gone("known to all"), new("a dotterel"), same(".")]);
        assert_eq!(compare("the same", "the same"), [same("the same")]);
        assert_eq!(compare("", "all of it"), [new("all of it")]);
    }

    #[test]
    fn a_language_without_spaces_is_compared_by_its_words_too() {
        let parts = compare("四月に渋谷の病院で聞いた。", "四月に病院で聞いた。");
        assert_eq!(parts, [same("四月に"), gone("渋谷の"), same("病院で聞いた。")]);
    }

    #[test]
    fn both_texts_can_be_read_from_it() {
        let (before, after) =
            ("Age: 29\nCity: Leeds\n\nIt began, there.", "Age: 26–35\n\nIt began there, late.");
        let parts = compare(before, after);
        let read = |is_first: bool| -> String {
            let words = parts.iter().filter_map(|part| match part {
                Part::Same(text) => Some(text.as_str()),
                Part::Gone(text) => is_first.then_some(text.as_str()),
                Part::New(text) => (!is_first).then_some(text.as_str()),
            });
            words.collect()
        };
        assert_eq!((read(true).as_str(), read(false).as_str()), (before, after));
    }
}
