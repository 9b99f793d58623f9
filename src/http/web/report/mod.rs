//! A report to a medicines authority, filled in from a story for its author, who sends it or does not. Nothing of it is stored, and
//! nothing is sent by us.

mod fill;
pub mod send;

use askama::Template;

use super::form::Choice;
use super::frame::{Frame, Link};
use super::stories::views::Spoken;

/// The report, or why there is none.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "report/report.html", config = "src/http/web/askama.toml")]
pub struct ReportPage {
    /// The frame.
    pub page: Frame,
    /// The path of the story; empty where it is managed with its words.
    pub address: String,
    /// The title of the story.
    pub title: Spoken,
    /// The path to which the forms are sent.
    pub action: String,
    /// What the forms carry.
    pub carried: Vec<(String, String)>,
    /// Whether the author agreed that it is prepared.
    pub agreed: bool,
    /// The countries to choose from.
    pub countries: Vec<Choice>,
    /// The chosen one; empty: none.
    pub country: String,
    /// The name of the chosen one.
    pub country_name: String,
    /// Where the report is filed, where that is known.
    pub authority: Option<Link>,
    /// What the story says, in the order in which the form asks.
    pub sections: Vec<Section>,
}

/// The same as a file that can be read without us.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "report/file.html", config = "src/http/web/askama.toml")]
pub struct ReportFile {
    /// What is in it.
    pub report: ReportPage,
}

/// One part of a form.
#[derive(Debug, Clone, Default)]
pub struct Section {
    /// What it is about.
    pub title: String,
    /// What the story says of it.
    pub rows: Vec<Row>,
}

/// One answer.
#[derive(Debug, Clone, Default)]
pub struct Row {
    /// What is answered.
    pub label: String,
    /// The answer, with its language; empty: to be filled in by hand.
    pub value: Spoken,
    /// What else was said about it.
    pub note: String,
}
