//! A question that a person answers in a moment and a program that fills in forms does not: for forms that anybody may
//! send. It is asked in words, and nothing is kept of it: the form brings back what was asked, sealed by us.

use unicode_normalization::UnicodeNormalization as _;

use super::reader::Reader;
use crate::app::App;
use crate::domain::auth::unnamed::plain_answer;

/// The largest number in a sum.
const LARGEST: u32 = 9;
/// What stands in place of a sum where the operator chose the question.
const OWN: &str = "own";

/// What the form shows, and what it brings back.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Question {
    /// The question in the reader's language.
    pub words: String,
    /// What was asked, and a random word that no other form has.
    pub asked: String,
    /// Shows that we asked it.
    pub seal: String,
}

/// The numbers of a sum in words.
const NUMBERS: [&str; 9] = [
    "number-one",
    "number-two",
    "number-three",
    "number-four",
    "number-five",
    "number-six",
    "number-seven",
    "number-eight",
    "number-nine",
];

impl Reader {
    /// A new question.
    pub fn question(&self, app: &App) -> Question {
        let kind = if app.config.telling.question.trim().is_empty() {
            format!("{} {}", 1 + app.random.below(LARGEST), 1 + app.random.below(LARGEST))
        } else {
            OWN.to_owned()
        };
        self.question_again(app, &format!("{kind} {}", app.random.wire_id()))
    }

    /// The same question on the next page, sealed anew.
    pub fn question_again(&self, app: &App, asked: &str) -> Question {
        let seal = self.site().seal(asked, app.now());
        Question { words: self.worded(app, asked), asked: asked.to_owned(), seal }
    }

    /// Whether a question was ours.
    pub fn is_asked(&self, app: &App, asked: &str, seal: &str) -> bool {
        self.site().sealed(asked, seal, app.now())
    }

    /// Whether a question was ours, and its answer is right.
    pub fn is_answered(&self, app: &App, asked: &str, seal: &str, answer: &str) -> bool {
        if !self.is_asked(app, asked, seal) {
            return false;
        }
        match sum(asked) {
            Some((left, right)) => answer.nfkc().collect::<String>().trim() == (left + right).to_string(),
            None => plain_answer(answer) == plain_answer(&app.config.telling.answer),
        }
    }

    fn worded(&self, app: &App, asked: &str) -> String {
        let frame = self.frame();
        let Some((left, right)) = sum(asked) else { return app.config.telling.question.clone() };
        let number = |number: u32| {
            let at = usize::try_from(number).ok().and_then(|number| number.checked_sub(1));
            at.and_then(|at| NUMBERS.get(at)).map(|key| frame.say(key).to_string()).unwrap_or_default()
        };
        frame.say("question-sum").with("left", number(left)).with("right", number(right)).to_string()
    }
}

/// The numbers of a sum that was asked.
fn sum(asked: &str) -> Option<(u32, u32)> {
    let mut parts = asked.split(' ');
    let mut number = || parts.next()?.parse::<u32>().ok().filter(|number| *number <= LARGEST);
    Some((number()?, number()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_asked_is_read_back_and_an_own_question_is_no_sum() {
        assert_eq!(sum("7 2 k3"), Some((7, 2)));
        for other in ["own k3", "", "70 2 k3", "7"] {
            assert_eq!(sum(other), None, "{other}");
        }
    }
}
