//! Taking everything along: one archive with pages that can be read without us, and with documents for programs.

pub mod send;

use askama::Template;

use super::frame::{Frame, Link};
use super::stories::views::{Spoken, StoryView};

/// The first page of the archive.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "download/index.html", config = "src/http/web/askama.toml")]
pub struct IndexPage {
    /// The frame, for its words.
    pub page: Frame,
    /// The day on which it was made.
    pub made: Option<chrono::NaiveDate>,
    /// The address of the member; empty for a story that was told without an account.
    pub handle: String,
    /// The display name.
    pub name: String,
    /// What the member says about themselves, as cleaned HTML.
    pub about_html: String,
    /// The pictures of the profile, by their paths in the archive.
    pub pictures: Vec<String>,
    /// How many pages of posts there are.
    pub pages: Vec<usize>,
    /// What else there is, by heading.
    pub lists: Vec<List>,
}

/// A list of the archive.
#[derive(Debug, Clone, Default)]
pub struct List {
    /// What it is.
    pub title: String,
    /// What is on it: words, with an address where there is one.
    pub items: Vec<Link>,
}

/// Some of the posts, the newest first.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "download/posts.html", config = "src/http/web/askama.toml")]
pub struct PostsPage {
    /// The frame, for its words.
    pub page: Frame,
    /// Its number, from 1.
    pub number: usize,
    /// Whether another page follows.
    pub has_next: bool,
    /// The posts.
    pub posts: Vec<PostView>,
}

/// A post as its writer reads it years later.
#[derive(Debug, Clone, Default)]
pub struct PostView {
    /// What a page of ours would show.
    pub story: StoryView,
    /// Its title.
    pub title: Spoken,
    /// The day on which it was told.
    pub told: Option<chrono::NaiveDate>,
    /// How far it is and who can read it, in words.
    pub state: Vec<String>,
    /// Its pictures: the path in the archive, and what is to be seen.
    pub pictures: Vec<(String, String)>,
    /// What its writer agreed to, in sentences.
    pub consents: Vec<String>,
    /// The text of a change that waits.
    pub waiting: Option<String>,
    /// What its writer said to moderators: a heading, and the words.
    pub said: Vec<(String, String)>,
}
