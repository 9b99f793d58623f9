//! A story as pages show it: words, dates, and cleaned HTML; nothing of how it is stored.

use chrono::NaiveDate;

use super::mark::marked;
use super::pictures::PictureView;
use crate::base::i18n::{self, Saying};
use crate::base::text::html;
use crate::http::web::frame::{Frame, Link};

/// A text with its language.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Spoken {
    /// BCP 47 code.
    pub language: String,
    /// The words, as plain text.
    pub text: String,
}

impl Spoken {
    /// A text in a language.
    pub fn new(language: impl Into<String>, text: impl Into<String>) -> Self {
        Self { language: language.into(), text: text.into() }
    }

    /// The writing direction, for `dir`.
    pub fn direction(&self) -> &'static str {
        i18n::direction_of(&self.language)
    }
}

/// One fact in words: what it is, and what the author said.
#[derive(Debug, Clone, Default)]
pub struct Fact {
    /// In the reader's language.
    pub label: String,
    /// One or more answers, in the author's order.
    pub values: Vec<FactValue>,
}

/// One answer of a fact.
#[derive(Debug, Clone, Default)]
pub struct FactValue {
    /// In the reader's language where the vocabulary knows it, else the author's own words.
    pub text: String,
    /// The language of the words, where it is not the reader's.
    pub language: Option<String>,
    /// What was said about it, e.g. `severe`, `within 3 days`.
    pub note: Option<String>,
    /// Stories with the same fact.
    pub address: Option<String>,
}

/// How much care a story needs.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Care {
    /// None beyond the ordinary.
    #[default]
    Nothing,
    /// A subject that some would rather not read now.
    Sensitive,
    /// It speaks of suicidal thoughts: helplines stand before and after it.
    SuicidalThoughts,
}

/// A story in a list.
#[derive(Debug, Clone, Default)]
pub struct StoryCard {
    /// The path of its page.
    pub address: String,
    /// In the reader's language if there is such an edition, else in the original's.
    pub title: Spoken,
    /// The community it comes from, when that is not this one.
    pub home: Option<String>,
    /// Medications and symptoms in one line each.
    pub facts: Vec<Fact>,
    /// The first sentences; absent where a warning covers them.
    pub opening: Option<Spoken>,
    /// The content warning, in its own language.
    pub warning: Option<Spoken>,
    /// The language of the original, when the reader's language has no edition.
    pub only_in: Option<String>,
    /// The month in which it was told.
    pub told: Option<NaiveDate>,
    /// Whether it still waits for approval (shown to its writer only).
    pub held: bool,
}

/// A whole story, or another post that is shown like one.
#[derive(Debug, Clone, Default)]
pub struct StoryView {
    /// Whether it is no story: it has no facts, no editions, and often no title.
    pub is_note: bool,
    /// One title per language, the reader's first.
    pub titles: Vec<Spoken>,
    /// Who told it.
    pub teller: Link,
    /// The community it comes from, when that is not this one.
    pub home: Option<String>,
    /// Its page where it was told, when that is not here.
    pub elsewhere: Option<String>,
    /// The month in which it was told.
    pub told: Option<NaiveDate>,
    /// The month of the last change, if any.
    pub changed: Option<NaiveDate>,
    /// Everything that was stated.
    pub facts: Vec<Fact>,
    /// How much care it needs.
    pub care: Care,
    /// The content warning, in its own language.
    pub warning: Option<Spoken>,
    /// Whether what the warning covers stands open: its writer is to look at what is marked there.
    pub opened: bool,
    /// What is marked in titles, facts and the warning, too.
    pub marks: Vec<String>,
    /// Translations first, then the original.
    pub editions: Vec<EditionView>,
    /// What it asks, where it has a poll.
    pub poll: Option<PollView>,
    /// Its pictures.
    pub pictures: Vec<PictureView>,
    /// Whether the pictures are covered by themselves.
    pub covers_pictures: bool,
    /// Medications and symptoms to read on about.
    pub topics: Vec<Link>,
    /// Its full address, to be pasted into any fediverse app.
    pub address: String,
}

impl StoryView {
    /// A plain text as HTML, with what is marked.
    pub fn shown(&self, text: &str) -> String {
        marked(&html::escape(text), &self.marks)
    }

    /// Whether there is no text: its author tells the facts alone.
    pub fn tells_facts_alone(&self) -> bool {
        !self.is_note && self.editions.is_empty() && !self.facts.is_empty()
    }

    /// Whether its author gives a translation and keeps the original.
    pub fn keeps_original(&self) -> bool {
        !self.editions.is_empty() && self.editions.iter().all(|edition| edition.origin != Origin::Original)
    }
}

/// A poll, to be read: voting is for apps.
#[derive(Debug, Clone, Default)]
pub struct PollView {
    /// What can be chosen, with how many chose it where readers may see that.
    pub options: Vec<(String, Option<i32>)>,
    /// Whether nobody can vote any more.
    pub ended: bool,
}

/// A reply below a story.
#[derive(Debug, Clone, Default)]
pub struct ReplyView {
    /// Who wrote it.
    pub teller: Link,
    /// The path of its own page.
    pub address: String,
    /// The month in which it was written.
    pub told: Option<NaiveDate>,
    /// The content warning, in its own language.
    pub warning: Option<Spoken>,
    /// BCP 47 code.
    pub language: String,
    /// The text as cleaned HTML.
    pub html: String,
    /// Its pictures.
    pub pictures: Vec<PictureView>,
    /// Whether the pictures are covered by themselves.
    pub covers_pictures: bool,
}

impl ReplyView {
    /// The writing direction, for `dir`.
    pub fn direction(&self) -> &'static str {
        i18n::direction_of(&self.language)
    }
}

/// One language version of a story.
#[derive(Debug, Clone, Default)]
pub struct EditionView {
    /// BCP 47 code.
    pub language: String,
    /// Its title; empty when it has none.
    pub title: String,
    /// The text as cleaned HTML, paragraphs kept.
    pub html: String,
    /// Whether this is what the author wrote, or who put it into this language.
    pub origin: Origin,
}

impl EditionView {
    /// The writing direction, for `dir`.
    pub fn direction(&self) -> &'static str {
        i18n::direction_of(&self.language)
    }
}

/// Where an edition comes from.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Origin {
    /// What the author wrote.
    #[default]
    Original,
    /// A translation.
    Translation {
        /// Who made it.
        by: Translator,
        /// Whether a person has checked it.
        reviewed: bool,
    },
}

/// Who made a translation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Translator {
    /// The author.
    Author,
    /// A member of the community.
    Community,
    /// A machine, by name where it is known.
    Machine(Option<String>),
}

impl EditionView {
    /// The sentence that says who translated it and whether it was checked; none for the original.
    pub fn marked(&self, page: &Frame) -> Option<Saying> {
        let Origin::Translation { by, reviewed } = &self.origin else { return None };
        Some(match (by, reviewed) {
            (Translator::Author, _) => page.say("story-translated-by-author"),
            (Translator::Community, true) => page.say("story-translated-checked"),
            (Translator::Community, false) => page.say("story-translated"),
            (Translator::Machine(_), true) => page.say("story-translated-machine-checked"),
            (Translator::Machine(None), false) => page.say("story-translated-machine"),
            (Translator::Machine(Some(engine)), false) => {
                page.say("story-translated-machine-by").with("engine", engine)
            }
        })
    }
}
