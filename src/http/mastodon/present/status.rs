//! Posts as clients see them: the client API's word is status.

use serde::Serialize;
use serde_json::Value;
use serde_json::value::RawValue;

use super::account::{self, Account};
use super::filter::{self, FilterResult};
use super::time;
use crate::base::urls::Urls;
use crate::domain::account::Account as Person;
use crate::domain::post::{Post, PostKind, PostState, PostTag, Shown};

/// A post.
#[derive(Debug, Clone, Serialize)]
pub struct Status {
    pub id: String,
    pub created_at: String,
    pub in_reply_to_id: Option<String>,
    pub in_reply_to_account_id: Option<String>,
    pub sensitive: bool,
    pub spoiler_text: String,
    pub visibility: &'static str,
    pub language: Option<String>,
    pub uri: String,
    pub url: String,
    pub replies_count: i32,
    pub reblogs_count: i32,
    pub favourites_count: i32,
    pub edited_at: Option<String>,
    pub content: String,
    /// Only in the answer to a deletion: what its writer may begin anew with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    pub reblog: Option<Box<Status>>,
    /// Which program wrote it; nobody's business but its writer's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub application: Option<Application>,
    pub account: Account,
    pub media_attachments: [(); 0],
    pub mentions: Vec<Mention>,
    pub tags: Vec<Tag>,
    pub emojis: [(); 0],
    pub card: Option<Value>,
    pub poll: Option<Value>,
    #[serde(flatten)]
    pub mine: Option<Mine>,
    /// Ours: the facts of a story as they travel, and how far it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub story: Option<Box<RawValue>>,
}

/// What the reader did with a post; only there when somebody is signed in.
#[derive(Debug, Clone, Serialize)]
pub struct Mine {
    pub favourited: bool,
    pub reblogged: bool,
    pub muted: bool,
    pub bookmarked: bool,
    pub pinned: bool,
    pub filtered: Vec<FilterResult>,
}

/// The program that wrote a post.
#[derive(Debug, Clone, Serialize)]
pub struct Application {
    pub name: String,
    pub website: Option<String>,
}

/// Somebody whom a post mentions.
#[derive(Debug, Clone, Serialize)]
pub struct Mention {
    pub id: String,
    pub username: String,
    pub url: String,
    pub acct: String,
}

/// A hashtag.
#[derive(Debug, Clone, Serialize)]
pub struct Tag {
    pub name: String,
    pub url: String,
}

/// One state that a post was in.
#[derive(Debug, Clone, Serialize)]
pub struct StatusEdit {
    pub content: String,
    pub spoiler_text: String,
    pub sensitive: bool,
    pub created_at: String,
    pub account: Account,
    pub poll: Option<Value>,
    pub media_attachments: [(); 0],
    pub emojis: [(); 0],
}

/// What is above and below a post.
#[derive(Debug, Clone, Serialize)]
pub struct Context {
    pub ancestors: Vec<Status>,
    pub descendants: Vec<Status>,
}

/// A post as `viewer` sees it.
pub fn status(urls: &Urls, viewer: Option<i64>, shown: &Shown) -> Status {
    let inner = shown.boosted.as_deref().map(|boosted| Box::new(status(urls, viewer, boosted)));
    // A boost shows what it passes on, for clients that do not look inside.
    let said = shown.boosted.as_deref().unwrap_or(shown);
    let post = &said.post;
    let is_own = viewer == Some(shown.post.account_id);
    Status {
        id: shown.post.id.to_string(),
        created_at: time::moment(shown.post.published_at),
        in_reply_to_id: shown.post.in_reply_to_id.map(|id| id.to_string()),
        in_reply_to_account_id: shown.post.in_reply_to_account_id.map(|id| id.to_string()),
        sensitive: post.sensitive,
        spoiler_text: post.warning.clone(),
        visibility: seen_by(&shown.post),
        language: post.language.clone(),
        uri: shown.post.uri.clone(),
        url: post.url.clone(),
        replies_count: post.reply_count,
        reblogs_count: post.boost_count,
        favourites_count: post.favourite_count,
        edited_at: post.updated_at.map(time::moment),
        content: post.html.clone(),
        text: None,
        reblog: inner,
        application: written_with(&shown.post).filter(|_| is_own),
        account: account::account(urls, &shown.author),
        media_attachments: [],
        mentions: said.mentions.iter().map(mention).collect(),
        tags: said.tags.iter().map(|found| tag(urls, found)).collect(),
        emojis: [],
        card: None,
        poll: None,
        mine: viewer.map(|_| Mine {
            favourited: said.mine.favourited,
            reblogged: said.mine.boosted,
            muted: false,
            bookmarked: said.mine.bookmarked,
            pinned: false,
            filtered: filter::results(&shown.filtered),
        }),
        story: story(&shown.post),
    }
}

/// Several posts as `viewer` sees them.
pub fn statuses(urls: &Urls, viewer: Option<i64>, shown: &[Shown]) -> Vec<Status> {
    shown.iter().map(|shown| status(urls, viewer, shown)).collect()
}

/// The state a post is in now, as the only one of its history: earlier ones are not kept.
pub fn edit(urls: &Urls, shown: &Shown) -> StatusEdit {
    let post = &shown.post;
    StatusEdit {
        content: post.html.clone(),
        spoiler_text: post.warning.clone(),
        sensitive: post.sensitive,
        created_at: time::moment(post.updated_at.unwrap_or(post.published_at)),
        account: account::account(urls, &shown.author),
        poll: None,
        media_attachments: [],
        emojis: [],
    }
}

/// A hashtag with the address of its page here.
pub fn tag(urls: &Urls, found: &PostTag) -> Tag {
    Tag { name: found.name.clone(), url: urls.tag_page(&found.tag) }
}

fn mention(person: &Person) -> Mention {
    Mention {
        id: person.id.to_string(),
        username: person.handle.clone(),
        url: person.url.clone(),
        acct: account::address(person),
    }
}

fn written_with(post: &Post) -> Option<Application> {
    post.app_name.clone().map(|name| Application { name, website: None })
}

/// A post that waits for review is shown to nobody but its writer, whatever it will be.
fn seen_by(post: &Post) -> &'static str {
    match post.state {
        PostState::Published => super::visibility(post.visibility),
        PostState::Held | PostState::Refused => "private",
    }
}

/// How far a story is, and its facts as they travel: put beside one another as text, for reading them just to write
/// them again would be most of the work of a page.
fn story(post: &Post) -> Option<Box<RawValue>> {
    if post.kind != PostKind::Story && post.state == PostState::Published {
        return None;
    }
    let state = match post.state {
        PostState::Published => "published",
        PostState::Held => "held",
        PostState::Refused => "refused",
    };
    let facts = post.story.as_deref().unwrap_or_default().trim().strip_prefix('{').unwrap_or("}");
    let comma = if facts.trim_start().starts_with('}') { "" } else { "," };
    RawValue::from_string(format!("{{\"state\":\"{state}\"{comma}{facts}"))
        .or_else(|_no_json| RawValue::from_string(format!("{{\"state\":\"{state}\"}}")))
        .ok()
}

#[cfg(test)]
mod tests;
