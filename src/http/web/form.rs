//! The fields of our forms: each with its label, hint, and problem, linked so that every reader hears them.
//!
//! A template asks the frame for a field (`page.line("title", label, value)`), adds to it, and prints it.
#![expect(clippy::needless_pass_by_value, reason = "a template hands over what it has, owned or not")]

use std::borrow::Borrow;

use askama::Template;
use askama::filters::HtmlSafe;

use super::frame::Frame;

/// One answer of a closed list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Choice {
    /// The code that is sent.
    pub value: String,
    /// What the reader reads.
    pub label: String,
}

impl Choice {
    /// An answer with its code.
    pub fn new(value: impl Into<String>, label: impl Into<String>) -> Self {
        Self { value: value.into(), label: label.into() }
    }
}

/// A field for one line of text.
#[derive(Debug, Clone, Template)]
#[template(path = "form/line.html", config = "src/http/web/askama.toml")]
pub struct Line {
    name: String,
    label: String,
    value: String,
    hint: Option<String>,
    problem: Option<String>,
    kind: &'static str,
    autocomplete: &'static str,
    needed: bool,
    narrow: bool,
    suggestions: Option<&'static str>,
}

/// A field for a text of several lines.
#[derive(Debug, Clone, Template)]
#[template(path = "form/area.html", config = "src/http/web/askama.toml")]
pub struct Area {
    name: String,
    label: String,
    value: String,
    hint: Option<String>,
    problem: Option<String>,
    rows: u16,
    needed: bool,
}

/// A closed list with many answers, or one that has to stay small.
#[derive(Debug, Clone, Template)]
#[template(path = "form/select.html", config = "src/http/web/askama.toml")]
pub struct Select<'a> {
    name: String,
    label: String,
    value: String,
    empty: String,
    choices: &'a [Choice],
    hint: Option<String>,
    problem: Option<String>,
    needed: bool,
}

/// A closed list with few answers, all in sight.
#[derive(Debug, Clone, Template)]
#[template(path = "form/radios.html", config = "src/http/web/askama.toml")]
pub struct Radios<'a> {
    name: String,
    label: String,
    value: String,
    choices: &'a [Choice],
    hint: Option<String>,
    problem: Option<String>,
}

/// A box to tick. Boxes are never ticked in advance.
#[derive(Debug, Clone, Template)]
#[template(path = "form/tick.html", config = "src/http/web/askama.toml")]
pub struct Tick {
    name: String,
    label: String,
    hint: Option<String>,
    problem: Option<String>,
    ticked: bool,
    needed: bool,
}

/// The hidden inputs that prove that a form came from our own page, and carry what the reader should not retype.
#[derive(Debug, Clone, Template)]
#[template(path = "form/hidden.html", config = "src/http/web/askama.toml")]
pub struct Hidden {
    pairs: Vec<(String, String)>,
}

// Fields escape what they are given and may be printed as they are.
impl HtmlSafe for Line {}
impl HtmlSafe for Area {}
impl HtmlSafe for Select<'_> {}
impl HtmlSafe for Radios<'_> {}
impl HtmlSafe for Tick {}
impl HtmlSafe for Hidden {}

impl Frame {
    /// A field for one line of text.
    pub fn line(&self, name: &str, label: impl ToString, value: &str) -> Line {
        Line {
            name: name.to_owned(),
            label: label.to_string(),
            value: value.to_owned(),
            hint: None,
            problem: self.problem_with(name),
            kind: "text",
            autocomplete: "off",
            needed: false,
            narrow: false,
            suggestions: None,
        }
    }

    /// A field for a passphrase; what was typed is never sent back.
    pub fn passphrase(&self, name: &str, label: impl ToString, autocomplete: &'static str) -> Line {
        Line { kind: "password", autocomplete, needed: true, ..self.line(name, label, "") }
    }

    /// A field for a text of several lines.
    pub fn area(&self, name: &str, label: impl ToString, value: &str) -> Area {
        Area {
            name: name.to_owned(),
            label: label.to_string(),
            value: value.to_owned(),
            hint: None,
            problem: self.problem_with(name),
            rows: 5,
            needed: false,
        }
    }

    /// A closed list to choose from; the first entry is "no answer".
    pub fn select<'a>(
        &self,
        name: &str,
        label: impl ToString,
        choices: &'a [Choice],
        value: &str,
    ) -> Select<'a> {
        Select {
            name: name.to_owned(),
            label: label.to_string(),
            value: value.to_owned(),
            empty: self.say("site-no-answer").to_string(),
            choices,
            hint: None,
            problem: self.problem_with(name),
            needed: false,
        }
    }

    /// A closed list with all answers in sight.
    pub fn radios<'a>(
        &self,
        name: &str,
        label: impl ToString,
        choices: &'a [Choice],
        value: &str,
    ) -> Radios<'a> {
        Radios {
            name: name.to_owned(),
            label: label.to_string(),
            value: value.to_owned(),
            choices,
            hint: None,
            problem: self.problem_with(name),
        }
    }

    /// A box to tick.
    pub fn tick(&self, name: &str, label: impl ToString, ticked: impl Borrow<bool>) -> Tick {
        Tick {
            name: name.to_owned(),
            label: label.to_string(),
            hint: None,
            problem: self.problem_with(name),
            ticked: *ticked.borrow(),
            needed: false,
        }
    }

    /// The hidden inputs of a form that changes something.
    pub fn token(&self) -> Hidden {
        Hidden { pairs: vec![("csrf".to_owned(), self.csrf.clone())] }
    }

    /// The hidden inputs of a form that only looks: the language and the country of helplines, if the reader chose them.
    pub fn kept_language(&self) -> Hidden {
        let language = self.chosen.then(|| ("lang".to_owned(), self.language.code().to_owned()));
        let help = self.help.clone().map(|country| ("help".to_owned(), country));
        Hidden { pairs: language.into_iter().chain(help).collect() }
    }

    /// Hidden inputs that carry what was typed on the page before.
    pub fn carry(&self, pairs: &[(String, String)]) -> Hidden {
        Hidden { pairs: pairs.to_vec() }
    }
}

impl Line {
    /// A sentence under the label.
    pub fn hint(mut self, hint: impl ToString) -> Self {
        self.hint = Some(hint.to_string());
        self
    }

    /// The form cannot go on without it.
    pub fn needed(mut self) -> Self {
        self.needed = true;
        self
    }

    /// What the browser may fill in, e.g. `username`.
    pub fn autocomplete(mut self, what: &'static str) -> Self {
        self.autocomplete = what;
        self
    }

    /// For short answers.
    pub fn narrow(mut self) -> Self {
        self.narrow = true;
        self
    }

    /// The id of a list of suggestions on the same page.
    pub fn suggestions(mut self, list: &'static str) -> Self {
        self.suggestions = Some(list);
        self
    }
}

impl Area {
    /// A sentence under the label.
    pub fn hint(mut self, hint: impl ToString) -> Self {
        self.hint = Some(hint.to_string());
        self
    }

    /// How many lines are in sight.
    pub fn rows(mut self, rows: u16) -> Self {
        self.rows = rows;
        self
    }

    /// The form cannot go on without it.
    pub fn needed(mut self) -> Self {
        self.needed = true;
        self
    }
}

impl Select<'_> {
    /// A sentence under the label.
    pub fn hint(mut self, hint: impl ToString) -> Self {
        self.hint = Some(hint.to_string());
        self
    }

    /// What the first entry says, in place of "no answer".
    pub fn empty(mut self, words: impl ToString) -> Self {
        self.empty = words.to_string();
        self
    }

    /// The form cannot go on without it.
    pub fn needed(mut self) -> Self {
        self.needed = true;
        self
    }
}

impl Radios<'_> {
    /// A sentence under the question.
    pub fn hint(mut self, hint: impl ToString) -> Self {
        self.hint = Some(hint.to_string());
        self
    }
}

impl Tick {
    /// A sentence beside the box.
    pub fn hint(mut self, hint: impl ToString) -> Self {
        self.hint = Some(hint.to_string());
        self
    }

    /// The form cannot go on without it.
    pub fn needed(mut self) -> Self {
        self.needed = true;
        self
    }
}
