//! Reading: the list of all stories, and the page of one story.

pub mod facts;
mod filter;
pub mod list;
pub mod mark;
pub mod pictures;
pub mod present;
pub mod show;
pub mod views;

use askama::Template;
use chrono::NaiveDate;

use super::form::Choice;
use super::frame::{Frame, Link};
use super::helplines::HelplinesView;
use views::{ReplyView, StoryCard, StoryView};

/// All stories, newest first, one page of them.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "stories/list.html", config = "src/http/web/askama.toml")]
pub struct StoriesPage {
    /// The frame.
    pub page: Frame,
    /// What the reader asked for.
    pub filter: Filter,
    /// The stories of this page.
    pub cards: Vec<StoryCard>,
    /// The page of newer stories.
    pub newer: Option<String>,
    /// The page of older stories.
    pub older: Option<String>,
}

/// What the reader wants to see.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Words that stories must hold, as typed.
    pub words: String,
    /// A medication's name, as typed.
    pub medication: String,
    /// A symptom's name, as typed.
    pub symptom: String,
    /// Code of the language in which a story must be readable.
    pub language: String,
    /// Code of the current status.
    pub status: String,
    /// `here` for this community only; empty for the accepted communities too.
    pub from: String,
    /// The languages to choose from.
    pub languages: Vec<Choice>,
    /// The statuses to choose from.
    pub statuses: Vec<Choice>,
    /// The filters in force, each with the address of the list without it.
    pub active: Vec<Link>,
    /// Filters that many readers want, as links.
    pub suggested: Vec<Link>,
}

impl Filter {
    /// The one other answer to "Where from": without it, accepted communities are shown too.
    fn places(page: &Frame) -> Vec<Choice> {
        vec![Choice::new("here", page.say("stories-from-here").to_string())]
    }
}

/// One story with everything that belongs to it.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "stories/story.html", config = "src/http/web/askama.toml")]
pub struct StoryPage {
    /// The frame.
    pub page: Frame,
    /// The story.
    pub story: StoryView,
    /// Where to find help; present when the story speaks of suicidal thoughts.
    pub helplines: Option<HelplinesView>,
    /// The writer's own links, when the reader wrote it.
    pub mine: Option<Mine>,
    /// Where anybody says that something is wrong with it.
    pub complain: String,
    /// Whether the author lets search engines list it.
    pub findable: bool,
    /// What a link to it says beside its title, on other servers and in chats; empty where it is no story.
    pub preview: String,
    /// Its full address where it was told.
    pub canonical: String,
    /// Its wire id, for other servers; empty where it has none.
    pub activity: String,
    /// Replies that everybody may read.
    pub replies: Vec<ReplyView>,
}

/// What only the writer of a story sees on its page.
#[derive(Debug, Clone, Default)]
pub struct Mine {
    /// Where to change it.
    pub edit: String,
    /// Where to decide what may happen with it.
    pub consent: String,
    /// Where a report to an authority is filled in from it.
    pub report: String,
    /// Where to take it back.
    pub take_back: String,
    /// Where to ask for a person, where `may_ask`.
    pub ask: String,
    /// Whether a program alone did not let it through.
    pub may_ask: bool,
    /// Where another text stands that a moderator proposes, where one does.
    pub proposal: Option<String>,
    /// Where to say that a decision was wrong, where there is one.
    pub appeal: Option<String>,
    /// Where to read what somebody complains of, where somebody does.
    pub complaints: Option<String>,
    /// Whether it still waits for approval.
    pub held: bool,
    /// The day on which it appears by itself, while it waits for that.
    pub appears: Option<NaiveDate>,
    /// What a moderator said about it, or about a change of it, in sentences.
    pub said: Vec<String>,
}

/// A member's own page, or that of a person elsewhere whose stories are here.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "stories/member.html", config = "src/http/web/askama.toml")]
pub struct MemberPage {
    /// The frame.
    pub page: Frame,
    /// The display name, as chosen; the handle where there is none.
    pub name: String,
    /// The full address to follow, e.g. `@quiet_river_27@example.org`.
    pub handle: String,
    /// What they say about themselves, cleaned HTML; empty when nothing.
    pub about_html: String,
    /// The month since which they are here.
    pub since: Option<NaiveDate>,
    /// Their stories.
    pub cards: Vec<StoryCard>,
    /// The page of newer stories.
    pub newer: Option<String>,
    /// The page of older stories.
    pub older: Option<String>,
}
