//! A post as a `Note`, or as a `Question` where it has a poll: one document for every reader, whatever their software.

use serde_json::{Map, Value, json};

use super::around::Around;
use super::attachment;
use super::context::{self, PUBLIC};
use crate::app::App;
use crate::domain::account::Account;
use crate::domain::post::{Post, PostKind, Quotable, Shown, ShownPoll, Visibility, permission};

/// The note as it stands alone, with its context.
pub fn compose(app: &App, shown: &Shown, around: &Around) -> Value {
    with_context(context_of(shown), compose_bare(app, shown, around))
}

/// The context that a note of this kind needs.
pub fn context_of(shown: &Shown) -> Value {
    if shown.poll.is_some() {
        return context::question();
    }
    match shown.post.kind {
        PostKind::Story => context::story(),
        PostKind::Note | PostKind::Boost => context::note(),
    }
}

/// Puts the context first, where readers look for it.
pub fn with_context(context: Value, object: Map<String, Value>) -> Value {
    let mut whole = Map::with_capacity(object.len() + 1);
    whole.insert("@context".to_owned(), context);
    whole.extend(object);
    Value::Object(whole)
}

/// The note as it stands inside an activity.
pub fn compose_bare(app: &App, shown: &Shown, around: &Around) -> Map<String, Value> {
    let (post, author) = (&shown.post, &shown.author);
    let (to, cc) = audience(shown);
    let mut note = Map::new();
    let mut put = |name: &str, value: Value| note.insert(name.to_owned(), value);
    put("id", json!(post.uri));
    // A single string: an array hides the text on Mastodon and breaks Akkoma.
    put("type", json!(if shown.poll.is_some() { "Question" } else { "Note" }));
    put("url", json!(post.url));
    put("attributedTo", json!(author.uri));
    if let Some(parent) = &post.in_reply_to_uri {
        put("inReplyTo", json!(parent));
    }
    if let Some(thread) = &around.context {
        put("context", json!(thread));
    }
    put("published", json!(time(post.published_at)));
    if let Some(updated_at) = post.updated_at {
        put("updated", json!(time(updated_at)));
    }
    put("to", json!(to));
    put("cc", json!(cc));
    put("sensitive", json!(shown.is_sensitive()));
    if !post.warning.is_empty() {
        put("summary", json!(post.warning));
    }
    put("content", json!(post.html));
    if let Some(language) = &post.language {
        // Exactly one entry, equal to `content`: Akkoma shows the first of several, GoToSocial compares.
        put("contentMap", json!({language: post.html}));
    }
    put("tag", tags(app, shown));
    put("attachment", attachment::compose(app, &shown.media));
    for (name, count) in
        [("replies", post.reply_count), ("likes", post.favourite_count), ("shares", post.boost_count)]
    {
        // Embedded: Mastodon reads counts from nowhere else.
        let mut collection =
            json!({"id": format!("{}/{name}", post.uri), "type": "Collection", "totalItems": count.max(0)});
        if let Some(first) = around.replies.as_ref().filter(|_| name == "replies")
            && let Some(members) = collection.as_object_mut()
        {
            members.insert("first".to_owned(), first.clone());
        }
        put(name, collection);
    }
    put("interactionPolicy", policy(post, author));
    if let Some(poll) = &shown.poll {
        note.extend(asked(poll));
    }
    if let Some(story) = post.story.as_deref().and_then(|story| serde_json::from_str(story).ok()) {
        note.insert("patientStory".to_owned(), story);
    }
    note
}

/// The members of a `Question` in the form that Mastodon and those after it read. Counts that nobody may see yet are 0.
fn asked(poll: &ShownPoll) -> Map<String, Value> {
    let count = |count: i32| if poll.shows_counts() { count.max(0) } else { 0 };
    let options = poll.options.iter().map(|option| {
        let replies = json!({"type": "Collection", "totalItems": count(option.vote_count)});
        json!({"type": "Note", "name": option.title, "replies": replies})
    });
    let mut members = Map::new();
    let kind = if poll.poll.multiple { "anyOf" } else { "oneOf" };
    members.insert(kind.to_owned(), options.collect());
    if let Some(ends_at) = poll.poll.ends_at {
        members.insert("endTime".to_owned(), json!(time(ends_at)));
        if poll.has_ended {
            members.insert("closed".to_owned(), json!(time(ends_at)));
        }
    }
    members.insert("votersCount".to_owned(), json!(count(poll.poll.voter_count.unwrap_or(0))));
    members
}

/// Whom a post is addressed to: `to` and `cc`.
pub fn audience(shown: &Shown) -> (Vec<String>, Vec<String>) {
    let followers = shown.author.followers_uri.clone();
    let mentioned = shown.mentions.iter().map(|account| account.uri.clone());
    match shown.post.visibility {
        Visibility::Public => (vec![PUBLIC.to_owned()], followers.into_iter().chain(mentioned).collect()),
        Visibility::Unlisted => {
            (followers.into_iter().collect(), std::iter::once(PUBLIC.to_owned()).chain(mentioned).collect())
        }
        Visibility::Private => (followers.into_iter().collect(), mentioned.collect()),
        Visibility::Direct => (mentioned.collect(), Vec::new()),
    }
}

/// Seconds as a time on the wire.
pub fn time(seconds: i64) -> String {
    let at = chrono::DateTime::from_timestamp(seconds, 0).unwrap_or_default();
    at.to_rfc3339_opts(chrono::SecondsFormat::Secs, true)
}

fn tags(app: &App, shown: &Shown) -> Value {
    let hashtags = shown.tags.iter().map(|tag| {
        json!({"type": "Hashtag", "href": app.urls.tag_page(&tag.tag), "name": format!("#{}", tag.name)})
    });
    let mentions = shown.mentions.iter().map(|account| {
        json!({"type": "Mention", "href": account.uri, "name": format!("@{}", full_address(app, account))})
    });
    hashtags.chain(mentions).collect()
}

/// `handle@host` of any account, ours too.
fn full_address(app: &App, account: &Account) -> String {
    let host = if account.host.is_empty() { app.urls.domain() } else { &account.host };
    format!("{}@{host}", account.handle)
}

/// Whoever can read it may like and answer; what is open to all may be passed on; nobody may quote but whom the author
/// lets. All four are always said: on Mastodon an absent `canQuote` means nobody, on GoToSocial an absent `canAnnounce`
/// means everybody.
fn policy(post: &Post, author: &Account) -> Value {
    let whoever = |who: &[&str]| json!({"automaticApproval": who, "manualApproval": []});
    let (own, everybody) = (author.uri.as_str(), [PUBLIC]);
    let quoting = match permission::quotable(post) {
        Quotable::Nobody => vec![own],
        Quotable::Followers => std::iter::once(own).chain(author.followers_uri.as_deref()).collect(),
        Quotable::Everybody => everybody.to_vec(),
    };
    json!({
        "canLike": whoever(&everybody),
        "canReply": whoever(&everybody),
        "canAnnounce": whoever(if post.visibility.is_open() { &everybody } else { std::slice::from_ref(&own) }),
        "canQuote": whoever(&quoting)
    })
}
