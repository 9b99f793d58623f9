//! What the community tells everybody of its decisions: how many, under which rules, and which servers it shuts out.

pub mod show;

use askama::Template;
use chrono::NaiveDate;

use super::frame::Frame;
use crate::domain::transparency::numbers::Number;

/// How this community decides, in numbers.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "transparency/transparency.html", config = "src/http/web/askama.toml")]
pub struct TransparencyPage {
    /// The frame.
    pub page: Frame,
    /// Everything up to the end of last month.
    pub whole: Vec<Line>,
    /// Of it, what was not let through, by rule.
    pub refused: Vec<Line>,
    /// The servers that are shut out.
    pub blocked: Vec<ShutOut>,
    /// The servers that are limited without that.
    pub limited: Vec<ShutOut>,
    /// Whether only allowed servers are spoken with.
    pub by_choice: bool,
    /// What was decided in each month, the latest first.
    pub months: Vec<Month>,
    /// What was given to researchers, the latest first.
    pub uses: Vec<Use>,
}

/// What was given to researchers once.
#[derive(Debug, Clone, Default)]
pub struct Use {
    /// The first day of the week.
    pub monday: NaiveDate,
    /// How many stories.
    pub stories: Number,
    /// To whom, in the operator's words.
    pub recipient: String,
    /// For what, in the operator's words.
    pub reason: String,
}

/// A number with what it counts.
#[derive(Debug, Clone, Default)]
pub struct Line {
    /// What is counted, in words.
    pub label: String,
    /// How many.
    pub number: Number,
}

/// A server that is shut out or limited.
#[derive(Debug, Clone, Default)]
pub struct ShutOut {
    /// Its host name.
    pub host: String,
    /// Why, in the operator's words; may be empty.
    pub why: String,
    /// How far, in words.
    pub how: Vec<String>,
}

/// What was decided in one month.
#[derive(Debug, Clone, Default)]
pub struct Month {
    /// Its first day.
    pub first: NaiveDate,
    /// What there was any of.
    pub lines: Vec<Line>,
}

impl Frame {
    /// A number in words, veiled where it is small.
    pub fn number(&self, number: &Number) -> String {
        match number {
            Number::None => self.say("number-none").to_string(),
            Number::Few => self.say("number-few").to_string(),
            Number::About(about) => self.say("number-about").with("count", about).to_string(),
        }
    }
}
