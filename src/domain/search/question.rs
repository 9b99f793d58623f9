//! What somebody looks for, as they type it: words, and the operators that Mastodon's users know.
//!
//! `from:name`, `has:media`, `has:poll`, `is:reply`, `is:sensitive`, `language:ja`, `before:2026-11-28`, `after:…`,
//! `during:…`, `"whole words"` and `-not`. The index keeps no order of words, so quotation marks demand whole words and
//! not their order. What is no operator of ours are words: a line such as `Age: 29` can be looked for.

use chrono::{Days, NaiveDate};

use crate::base::text::words::{self, Asked};
use crate::store::search::Like;

/// A question to the index.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Question {
    /// By whom: a handle as it was typed, or `me`.
    pub from: Option<String>,
    /// What the posts must be like.
    pub like: Like,
}

impl Question {
    /// Reads what was typed.
    pub fn parse(text: &str) -> Self {
        let mut question = Self::default();
        for (place, piece) in text.split(['"', '“', '”', '„']).enumerate() {
            // Every second piece stands between quotation marks.
            if place % 2 == 1 {
                let whole = words::ask(piece).into_iter().map(|asked| Asked { begins: false, ..asked });
                question.like.words.extend(whole);
            } else {
                piece.split_whitespace().for_each(|word| question.read(word));
            }
        }
        question.like.words.truncate(words::MAX_ASKED);
        question
    }

    /// Whether it asks for nothing at all.
    pub fn is_empty(&self) -> bool {
        // What is only left out asks for nothing either.
        let without = self.like.without.clone();
        *self == Self { like: Like { without, ..Like::default() }, ..Self::default() }
    }

    fn read(&mut self, word: &str) {
        let (wanted, bare) = match word.strip_prefix('-') {
            Some(bare) => (false, bare),
            None => (true, word),
        };
        if self.read_operator(wanted, bare) {
            return;
        }
        let asked = words::ask(bare);
        if wanted {
            self.like.words.extend(asked);
        } else if !asked.is_empty() {
            self.like.without.push(asked);
        }
    }

    /// Whether it was an operator.
    fn read_operator(&mut self, wanted: bool, word: &str) -> bool {
        let Some((name, value)) = word.split_once(':').filter(|(_, value)| !value.is_empty()) else {
            return false;
        };
        match (name, value) {
            ("has", "media" | "image") => self.like.pictures = Some(wanted),
            ("has", "poll") => self.like.poll = Some(wanted),
            ("is", "reply") => self.like.reply = Some(wanted),
            ("is", "sensitive") => self.like.sensitive = Some(wanted),
            ("from", name) if wanted => self.from = Some(name.trim_start_matches('@').to_owned()),
            ("language", tag) if wanted && is_tag(tag) => self.like.language = Some(tag.to_ascii_lowercase()),
            ("before" | "after" | "during", day) if wanted => return self.read_day(name, day),
            _ => return false,
        }
        true
    }

    fn read_day(&mut self, name: &str, day: &str) -> bool {
        let Ok(day) = NaiveDate::parse_from_str(day, "%Y-%m-%d") else { return false };
        let begin = |day: NaiveDate| day.and_time(chrono::NaiveTime::MIN).and_utc().timestamp();
        let end = day.checked_add_days(Days::new(1)).map(begin);
        if name == "before" {
            self.like.until = Some(begin(day));
        } else if name == "after" {
            self.like.since = end;
        } else {
            (self.like.since, self.like.until) = (Some(begin(day)), end);
        }
        true
    }
}

fn is_tag(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words_of(question: &Question) -> Vec<&str> {
        question.like.words.iter().map(|asked| asked.word.as_str()).collect()
    }

    #[test]
    fn operators_are_taken_out_of_the_words() {
        let asked =
            Question::parse("dry from:@quiet_fern_12 eyes has:media -is:reply language:ja after:2026-11-28");
        assert_eq!(words_of(&asked), ["dry", "eyes"]);
        assert_eq!(asked.from.as_deref(), Some("quiet_fern_12"));
        assert_eq!((asked.like.pictures, asked.like.reply, asked.like.poll), (Some(true), Some(false), None));
        assert_eq!(asked.like.language.as_deref(), Some("ja"));
        assert_eq!((asked.like.since, asked.like.until), (Some(1_795_910_400), None));
        let during = Question::parse("during:2026-11-28");
        assert_eq!((during.like.since, during.like.until), (Some(1_795_824_000), Some(1_795_910_400)));
        assert!(!during.is_empty() && Question::parse(" -dry ").is_empty() && Question::parse("").is_empty());
    }

    #[test]
    fn quotation_marks_ask_for_whole_words_and_a_minus_for_none() {
        let asked = Question::parse("“numb feet” tingl -\"x\" -cold");
        let begins: Vec<(&str, bool)> =
            asked.like.words.iter().map(|asked| (asked.word.as_str(), asked.begins)).collect();
        assert_eq!(begins, [("numb", false), ("feet", false), ("tingl", true), ("x", false)]);
        assert_eq!(asked.like.without.len(), 1);
    }

    #[test]
    fn what_is_no_operator_is_words() {
        for (typed, words) in [
            ("Age: 29", vec!["age", "29"]),
            ("has:everything", vec!["has", "everything"]),
            ("before:yesterday", vec!["before", "yesterday"]),
            ("language:%", vec!["language"]),
            ("-", vec![]),
        ] {
            assert_eq!(words_of(&Question::parse(typed)), words, "{typed}");
        }
    }
}
