//! What clients get to see of posts in each of their states.

use serde_json::{Value, json};

use super::*;
use crate::domain::account::AccountKind;
use crate::domain::post::{self, PostKind, Quotable, Visibility};

fn urls() -> Urls {
    Urls::new("a.example", &"https://a.example".parse().unwrap())
}

fn person(id: i64, handle: &str, host: &str) -> Person {
    Person {
        id,
        uri: format!("https://a.example/people/{id}"),
        handle: handle.to_owned(),
        handle_key: handle.to_owned(),
        host: host.to_owned(),
        peer_id: None,
        kind: AccountKind::Person,
        display_name: "シダ".to_owned(),
        summary: String::new(),
        url: format!("https://a.example/@{handle}"),
        inbox: String::new(),
        shared_inbox: None,
        outbox: None,
        followers_uri: None,
        following_uri: None,
        featured_uri: None,
        key_id: None,
        public_key: String::new(),
        private_key: None,
        avatar_url: Some("https://elsewhere.example/face.png".to_owned()),
        header_url: None,
        fields: "[]".to_owned(),
        locked: false,
        discoverable: false,
        indexable: false,
        suspended: false,
        silenced: false,
        hushed: false,
        sensitized: false,
        created_month: "2026-11".to_owned(),
        fetched_at: 0,
        follower_count: 0,
        following_count: 0,
        post_count: 1,
        last_post_at: Some(1_795_342_500),
    }
}

fn told(kind: PostKind) -> Shown {
    let post = Post {
        id: 7,
        position: Some(8),
        kind,
        account_id: 1,
        uri: "https://a.example/stories/x".to_owned(),
        url: "https://a.example/@fern/7".to_owned(),
        local: true,
        listed: true,
        visibility: Visibility::Public,
        state: PostState::Published,
        language: Some("en".to_owned()),
        title: None,
        warning: String::new(),
        sensitive: false,
        care_level: 0,
        html: "<p>a</p>".to_owned(),
        source: None,
        story: Some(r#"{"type":"PatientStory","schemaVersion":1,"ageBand":"26-35"}"#.to_owned()),
        in_reply_to_id: None,
        in_reply_to_account_id: None,
        in_reply_to_uri: None,
        root_id: Some(7),
        boost_of_id: None,
        published_at: 1_795_342_500,
        updated_at: None,
        indexable: false,
        federates: true,
        quotable: Quotable::Nobody,
        app_name: Some("A client".to_owned()),
        reply_count: 0,
        boost_count: 0,
        favourite_count: 2,
    };
    Shown {
        filtered: Vec::new(),
        post,
        author: person(1, "fern", ""),
        boosted: None,
        mentions: vec![person(2, "moss", "b.example")],
        tags: Vec::new(),
        poll: None,
        media: Vec::new(),
        mine: post::Mine { favourited: true, ..post::Mine::default() },
        review: None,
        release_at: None,
    }
}

fn seen(viewer: Option<i64>, shown: &Shown) -> Value {
    serde_json::to_value(status(&urls(), &Kept::default(), viewer, shown)).unwrap()
}

#[test]
fn finding_15_every_key_that_clients_demand_is_there() {
    let seen = seen(None, &told(PostKind::Note));
    let object = seen.as_object().unwrap();
    for key in [
        "id",
        "uri",
        "url",
        "created_at",
        "account",
        "visibility",
        "spoiler_text",
        "media_attachments",
        "mentions",
        "tags",
        "emojis",
        "content",
        "sensitive",
        "reblogs_count",
        "favourites_count",
        "replies_count",
        "reblog",
        "poll",
        "card",
        "language",
        "in_reply_to_id",
        "in_reply_to_account_id",
    ] {
        assert!(object.contains_key(key), "{key}");
    }
    assert_eq!(seen["id"], "7");
    assert_eq!(seen["mentions"][0]["acct"], "moss@b.example");
    assert!(!object.contains_key("favourited"), "nobody is signed in");
}

#[test]
fn a_story_carries_its_facts_and_a_note_none() {
    let story = seen(None, &told(PostKind::Story))["story"].clone();
    let facts = json!({"state": "published", "type": "PatientStory", "schemaVersion": 1, "ageBand": "26-35"});
    assert_eq!(story, facts);
    assert_eq!(seen(None, &told(PostKind::Note)).get("story"), None);
}

#[test]
fn finding_17_a_held_story_is_an_ordinary_post_that_only_its_writer_sees() {
    let mut held = told(PostKind::Story);
    held.post.state = PostState::Held;
    let seen = seen(Some(1), &held);
    assert_eq!((&seen["visibility"], &seen["story"]["state"]), (&json!("private"), &json!("held")));
}

#[test]
fn a_story_has_a_card_with_every_key_and_its_facts_cannot_say_how_far_it_is() {
    let mut story = told(PostKind::Story);
    story.post.story = Some(r#"{"state":"held","change":1,"ageBand":"26-35"}"#.to_owned());
    let seen = seen(None, &story);
    let keys: Vec<&str> = seen["card"].as_object().unwrap().keys().map(String::as_str).collect();
    let expected = "url title description language type author_name author_url authors provider_name provider_url \
                    html width height image image_description embed_url blurhash published_at";
    assert_eq!(keys, expected.split_whitespace().collect::<Vec<_>>());
    assert_eq!(seen["story"], json!({"ageBand": "26-35", "state": "published"}));
}

#[test]
fn what_a_moderator_said_stands_beside_the_facts_of_what_it_is_about() {
    let review = Review {
        post_id: 7,
        state: ReviewState::Refused,
        change: None,
        reason: Some(crate::domain::story::Reason::Hidden),
        note: "The street.".to_owned(),
        proposal: None,
        decided_by: None,
        changed_at: 0,
    };
    let mut story = told(PostKind::Story);
    story.review = Some(review.clone());
    let changed = seen(Some(1), &story)["story"].clone();
    assert_eq!((&changed["state"], &changed["change"]["state"]), (&json!("published"), &json!("refused")));
    story.post.state = PostState::Refused;
    let refused = seen(Some(1), &story)["story"].clone();
    assert_eq!((&refused["state"], &refused["review"]["reason"]), (&json!("refused"), &json!("hidden")));
    assert!(refused["review"]["text"].as_str().unwrap().len() > 20, "{refused}");
    let mut note = told(PostKind::Note);
    note.review = Some(Review { state: ReviewState::Held, reason: None, ..review });
    assert_eq!(seen(Some(1), &note)["story"]["change"], json!({"state": "held"}), "it wants to be a story");
}

#[test]
fn which_program_wrote_a_post_is_shown_to_its_writer_only() {
    let note = told(PostKind::Note);
    assert_eq!(seen(Some(1), &note)["application"]["name"], "A client");
    assert_eq!(seen(Some(2), &note).get("application"), None);
    assert_eq!(seen(Some(2), &note)["favourited"], true);
}

#[test]
fn finding_05_a_boost_has_its_own_id_and_shows_what_it_passes_on() {
    let mut boost = told(PostKind::Boost);
    boost.post.id = 9;
    boost.post.html = String::new();
    boost.boosted = Some(Box::new(told(PostKind::Note)));
    let seen = seen(Some(2), &boost);
    assert_eq!((&seen["id"], &seen["reblog"]["id"]), (&json!("9"), &json!("7")));
    assert_eq!((&seen["content"], &seen["favourited"]), (&json!("<p>a</p>"), &json!(true)));
    assert_eq!(seen.get("story"), None);
}

#[test]
fn pictures_come_from_here_so_that_no_other_server_learns_who_reads() {
    let account = seen(None, &told(PostKind::Note))["account"].clone();
    for key in ["avatar", "avatar_static", "header", "header_static"] {
        assert!(account[key].as_str().unwrap().starts_with("https://a.example/assets/"), "{key}");
    }
    assert_eq!(account["last_status_at"], "2026-11-22");
}
