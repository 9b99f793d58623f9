//! Posts as clients see them: the client API's word is status.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::Arc;

use serde::{Serialize, Serializer};
use serde_json::value::to_raw_value;
use serde_json::{Map, Value, json};

use super::account::{self, Account};
use super::card::card;
use super::filter::{self, FilterResult};
use super::media::{MediaAttachment, attachments};
use super::poll::{self, Poll};
use super::time;
use crate::app::{Kept, WrittenStory};
use crate::base::i18n::{self, Language};
use crate::base::urls::Urls;
use crate::domain::account::Account as Person;
use crate::domain::post::{
    Post, PostKind, PostState, PostTag, Quotable, Review, ReviewState, Shown, permission,
};

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
    pub media_attachments: Vec<MediaAttachment>,
    pub mentions: Vec<Mention>,
    pub tags: Vec<Tag>,
    pub emojis: [(); 0],
    /// Written out already, since it is the same for every reader.
    pub card: Option<Told>,
    pub poll: Option<Poll>,
    pub quote_approval: QuoteApproval,
    #[serde(flatten)]
    pub mine: Option<Mine>,
    /// Ours: the facts of a story as they travel, and how far it is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub story: Option<Told>,
}

/// A part of what a story tells.
#[derive(Debug, Clone)]
pub enum Told {
    /// A preview, the same for every reader.
    Card(Arc<WrittenStory>),
    /// The facts of a story that anybody may read.
    Facts(Arc<WrittenStory>),
    /// The facts with what only their writer is told.
    Own(Value),
}

impl Serialize for Told {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Card(written) => written.card.serialize(serializer),
            Self::Facts(written) => written.facts.serialize(serializer),
            Self::Own(value) => value.serialize(serializer),
        }
    }
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

/// Who may quote a post. Nobody here can: quotes are permitted to others and not made.
#[derive(Debug, Clone, Serialize)]
pub struct QuoteApproval {
    pub automatic: Vec<&'static str>,
    pub manual: [(); 0],
    pub current_user: &'static str,
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
    pub poll: Option<AskedThen>,
    pub media_attachments: Vec<MediaAttachment>,
    pub emojis: [(); 0],
}

/// What was asked in a state of a post, without who chose what.
#[derive(Debug, Clone, Serialize)]
pub struct AskedThen {
    pub options: Vec<OptionThen>,
}

/// An option of it.
#[derive(Debug, Clone, Serialize)]
pub struct OptionThen {
    pub title: String,
}

/// What is above and below a post.
#[derive(Debug, Clone, Serialize)]
pub struct Context {
    pub ancestors: Vec<Status>,
    pub descendants: Vec<Status>,
}

/// A post as `viewer` sees it.
pub fn status(urls: &Urls, kept: &Kept, viewer: Option<i64>, shown: &Shown) -> Status {
    let inner = shown.boosted.as_deref().map(|boosted| Box::new(status(urls, kept, viewer, boosted)));
    // A boost shows what it passes on, for clients that do not look inside.
    let said = shown.boosted.as_deref().unwrap_or(shown);
    let post = &said.post;
    let is_own = viewer == Some(shown.post.account_id);
    Status {
        id: shown.post.id.to_string(),
        created_at: time::moment(shown.post.published_at),
        in_reply_to_id: shown.post.in_reply_to_id.map(|id| id.to_string()),
        in_reply_to_account_id: shown.post.in_reply_to_account_id.map(|id| id.to_string()),
        sensitive: said.is_sensitive(),
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
        media_attachments: attachments(urls, &said.media),
        mentions: said.mentions.iter().map(mention).collect(),
        tags: said.tags.iter().map(|found| tag(urls, found)).collect(),
        emojis: [],
        card: told(urls, kept, said).map(Told::Card),
        poll: said.poll.as_ref().map(|asked| poll::poll(viewer, said.author.id, asked)),
        quote_approval: quote_approval(post),
        mine: viewer.map(|_| Mine {
            favourited: said.mine.favourited,
            reblogged: said.mine.boosted,
            muted: said.mine.muted,
            bookmarked: said.mine.bookmarked,
            pinned: said.mine.pinned,
            filtered: filter::results(&shown.filtered),
        }),
        story: story(urls, kept, shown),
    }
}

/// Several posts as `viewer` sees them.
pub fn statuses(urls: &Urls, kept: &Kept, viewer: Option<i64>, shown: &[Shown]) -> Vec<Status> {
    shown.iter().map(|shown| status(urls, kept, viewer, shown)).collect()
}

/// The state a post is in now, as the only one of its history: earlier ones are not kept.
pub fn edit(urls: &Urls, shown: &Shown) -> StatusEdit {
    let post = &shown.post;
    StatusEdit {
        content: post.html.clone(),
        spoiler_text: post.warning.clone(),
        sensitive: shown.is_sensitive(),
        created_at: time::moment(post.updated_at.unwrap_or(post.published_at)),
        account: account::account(urls, &shown.author),
        poll: shown.poll.as_ref().map(|asked| AskedThen {
            options: asked.options.iter().map(|option| OptionThen { title: option.title.clone() }).collect(),
        }),
        media_attachments: attachments(urls, &shown.media),
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

fn quote_approval(post: &Post) -> QuoteApproval {
    let automatic = match permission::quotable(post) {
        Quotable::Nobody => Vec::new(),
        Quotable::Followers => vec!["followers"],
        Quotable::Everybody => vec!["public"],
    };
    QuoteApproval { automatic, manual: [], current_user: "denied" }
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

/// What a story tells, written out: anew only when something changed that it is made of.
fn told(urls: &Urls, kept: &Kept, shown: &Shown) -> Option<Arc<WrittenStory>> {
    let (post, author) = (&shown.post, &shown.author);
    if post.kind != PostKind::Story {
        return None;
    }
    let made_of = (&post.story, &post.language, &post.title, &post.warning, &post.url);
    let mut digest = DefaultHasher::new();
    (made_of, post.sensitive, post.care_level, &author.handle, &author.host).hash(&mut digest);
    Some(kept.told.get_or_make((post.id, digest.finish()), || {
        let mut facts = facts(post);
        facts.insert("state".to_owned(), json!("published"));
        let written = (to_raw_value(&card(urls, shown)), to_raw_value(&facts));
        Arc::new(WrittenStory { card: written.0.ok(), facts: written.1.ok() })
    }))
}

/// The facts of a story as they travel.
fn facts(post: &Post) -> Map<String, Value> {
    let facts = post.story.as_deref().and_then(|text| serde_json::from_str(text).ok());
    let mut facts = match facts {
        Some(Value::Object(facts)) => facts,
        Some(_) | None => Map::new(),
    };
    // Members of these names that another server sends are not ours to tell.
    for name in ["state", "release_at", "review", "change"] {
        facts.shift_remove(name);
    }
    facts
}

/// The facts of a story as they travel, and how far it is (`docs/story-format.md`, "In the client API"). To its
/// writer it says also what a moderator said, and that a change waits.
fn story(urls: &Urls, kept: &Kept, shown: &Shown) -> Option<Told> {
    let post = &shown.post;
    if post.state == PostState::Published && shown.review.is_none() {
        return told(urls, kept, shown).map(Told::Facts);
    }
    let mut story = facts(post);
    let mut put = |name: &str, value: Value| story.insert(name.to_owned(), value);
    match (post.state, &shown.review) {
        (PostState::Published, None) => put("state", json!("published")),
        (PostState::Published, Some(review)) => {
            put("state", json!("published"));
            put("change", reviewed(post, review))
        }
        (PostState::Held, _) => {
            if let Some(at) = shown.release_at {
                put("release_at", json!(time::moment(at)));
            }
            put("state", json!("held"))
        }
        (PostState::Refused, None) => put("state", json!("refused")),
        (PostState::Refused, Some(review)) => {
            put("state", json!("refused"));
            put("review", reviewed(post, review))
        }
    };
    Some(Told::Own(Value::Object(story)))
}

/// What a moderator said: the rule by its word and as a sentence in the story's language, and a note.
fn reviewed(post: &Post, review: &Review) -> Value {
    let state = match review.state {
        ReviewState::Held => return json!({ "state": "held" }),
        ReviewState::Refused => "refused",
    };
    let language = post.language.as_deref().and_then(Language::parse).unwrap_or_default();
    json!({
        "state": state,
        "reason": review.reason.map(|reason| reason.code()),
        "text": review.reason.map(|reason| i18n::text(language, reason.key(), &[])),
        "note": review.note,
        "proposal": review.proposal,
    })
}

#[cfg(test)]
mod tests;
