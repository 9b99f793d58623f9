//! What is composed, byte for byte.

use super::*;
use crate::domain::account::{Account, AccountKind};
use crate::domain::post::{Mine, Post, PostKind, Shown, Visibility};
use crate::federation::actor;
use crate::federation::object::around::Around;
use crate::store::follow::Follow;
use crate::store::testing::{Fresh, fresh, local, note, remote};

struct Cast {
    app: Fresh,
    fern: Account,
    zoe: Account,
    post: Shown,
}

async fn cast() -> Cast {
    let app = fresh().await;
    let fern = local(&app, "fern").await;
    let uri = app.urls.person("fern");
    let fern = Account {
        id: 1,
        display_name: "Fern".to_owned(),
        summary: "I tell.".to_owned(),
        url: app.urls.member_page("fern"),
        inbox: format!("{uri}/inbox"),
        followers_uri: Some(format!("{uri}/followers")),
        key_id: Some(format!("{uri}#main-key")),
        public_key: "PEM".to_owned(),
        uri,
        ..fern
    };
    let zoe = Account { id: 2, ..remote(&app, "zoe", "b.example").await };
    let post = note(&app, &fern).await;
    let uri = app.urls.post("one");
    let post = Post { id: 3, account_id: 1, url: app.urls.post_page("fern", 3), uri, ..post };
    let post = shown(post, &fern, None);
    Cast { app, fern, zoe, post }
}

fn shown(post: Post, author: &Account, boosted: Option<Shown>) -> Shown {
    let (author, boosted) = (author.clone(), boosted.map(Box::new));
    Shown {
        post,
        author,
        boosted,
        mentions: Vec::new(),
        tags: Vec::new(),
        poll: None,
        media: Vec::new(),
        mine: Mine::default(),
        filtered: Vec::new(),
        review: None,
        release_at: None,
    }
}

/// Without the context, which has a test of its own, and without the note inside.
fn text(mut activity: Value) -> String {
    let members = activity.as_object_mut().unwrap();
    assert!(members.shift_remove("@context").is_some());
    activity.to_string()
}

#[tokio::test]
async fn posts() {
    let Cast { app, fern, post, .. } = cast().await;
    let created = create::compose(&app, &post, &Around::default());
    assert_eq!(created["object"]["content"], "<p>words</p>");
    let note = created["object"].to_string();
    insta::assert_snapshot!(text(created).replace(&note, "{}"), @r#"{"id":"https://stories.example/stories/one/activity","type":"Create","actor":"https://stories.example/people/fern","published":"2026-11-22T09:00:00Z","to":["https://www.w3.org/ns/activitystreams#Public"],"cc":["https://stories.example/people/fern/followers"],"object":{}}"#);

    let changed = Post { updated_at: Some(1_795_338_060), ..post.post.clone() };
    let updated = update::compose(&app, &shown(changed, &fern, None), &Around::default());
    let note = updated["object"].to_string();
    insta::assert_snapshot!(text(updated).replace(&note, "{}"), @r#"{"id":"https://stories.example/stories/one#updates/1795338060","type":"Update","actor":"https://stories.example/people/fern","published":"2026-11-22T09:01:00Z","to":["https://www.w3.org/ns/activitystreams#Public"],"cc":["https://stories.example/people/fern/followers"],"object":{}}"#);

    insta::assert_snapshot!(text(delete::compose(&fern, &post.post.uri, 1_795_338_060)), @r##"{"id":"https://stories.example/stories/one#delete","type":"Delete","actor":"https://stories.example/people/fern","to":["https://www.w3.org/ns/activitystreams#Public"],"cc":["https://stories.example/people/fern/followers"],"object":{"id":"https://stories.example/stories/one","type":"Tombstone","formerType":"Note","deleted":"2026-11-22T09:01:00Z"}}"##);
    insta::assert_snapshot!(text(delete::compose_actor(&fern)), @r##"{"id":"https://stories.example/people/fern#delete","type":"Delete","actor":"https://stories.example/people/fern","to":["https://www.w3.org/ns/activitystreams#Public"],"object":"https://stories.example/people/fern"}"##);
}

#[tokio::test]
async fn boosts() {
    let Cast { app, fern, zoe, post } = cast().await;
    let uri = app.urls.activity("boost");
    let row = Post {
        kind: PostKind::Boost,
        account_id: zoe.id,
        boost_of_id: Some(3),
        uri: uri.clone(),
        ..post.post.clone()
    };
    let unlisted = Post { visibility: Visibility::Unlisted, ..row.clone() };
    let boost = |row: Post| announce::compose(&shown(row, &zoe, Some(post.clone()))).unwrap();
    insta::assert_snapshot!(text(boost(row)), @r#"{"id":"https://stories.example/activities/boost","type":"Announce","actor":"https://b.example/users/zoe","published":"2026-11-22T09:00:00Z","to":["https://www.w3.org/ns/activitystreams#Public"],"cc":["https://b.example/users/zoe/followers","https://stories.example/people/fern"],"object":"https://stories.example/stories/one"}"#);
    assert_eq!(boost(unlisted)["cc"][0], "https://www.w3.org/ns/activitystreams#Public");
    assert_eq!(announce::compose(&post), None);
    insta::assert_snapshot!(text(undo::compose_announce(&uri, &fern, Some(&post.post.uri))), @r##"{"id":"https://stories.example/activities/boost#undo","type":"Undo","actor":"https://stories.example/people/fern","to":["https://www.w3.org/ns/activitystreams#Public"],"cc":["https://stories.example/people/fern/followers"],"object":{"id":"https://stories.example/activities/boost","type":"Announce","actor":"https://stories.example/people/fern","to":["https://www.w3.org/ns/activitystreams#Public"],"cc":["https://stories.example/people/fern/followers"],"object":"https://stories.example/stories/one"}}"##);
}

#[tokio::test]
async fn follows_likes_and_blocks() {
    let Cast { app, fern, zoe, .. } = cast().await;
    let uri = app.urls.activity("x");
    insta::assert_snapshot!(text(follow::compose(&uri, &fern, &zoe)), @r#"{"id":"https://stories.example/activities/x","type":"Follow","actor":"https://stories.example/people/fern","to":["https://b.example/users/zoe"],"object":"https://b.example/users/zoe"}"#);
    insta::assert_snapshot!(text(undo::compose_follow(&uri, &fern, &zoe)), @r##"{"id":"https://stories.example/activities/x#undo","type":"Undo","actor":"https://stories.example/people/fern","to":["https://b.example/users/zoe"],"object":{"id":"https://stories.example/activities/x","type":"Follow","actor":"https://stories.example/people/fern","to":["https://b.example/users/zoe"],"object":"https://b.example/users/zoe"}}"##);
    let asked = Follow {
        id: 9,
        follower_id: zoe.id,
        target_id: fern.id,
        uri: "https://b.example/f/1".to_owned(),
        accepted: true,
        shows_boosts: true,
        notifies: false,
        languages: String::new(),
    };
    insta::assert_snapshot!(text(accept::compose(&asked, &zoe, &fern)), @r##"{"id":"https://stories.example/people/fern#accepts/9","type":"Accept","actor":"https://stories.example/people/fern","to":["https://b.example/users/zoe"],"object":{"id":"https://b.example/f/1","type":"Follow","actor":"https://b.example/users/zoe","to":["https://stories.example/people/fern"],"object":"https://stories.example/people/fern"}}"##);
    let rejected = reject::compose(&asked.uri, &zoe, &fern, 5);
    assert_eq!(
        (&rejected["type"], &rejected["id"]),
        (&json!("Reject"), &json!(format!("{}#rejects/5", fern.uri)))
    );
    let note = "https://b.example/notes/1";
    insta::assert_snapshot!(text(like::compose(&uri, &fern, note, &zoe)), @r#"{"id":"https://stories.example/activities/x","type":"Like","actor":"https://stories.example/people/fern","to":["https://b.example/users/zoe"],"object":"https://b.example/notes/1"}"#);
    insta::assert_snapshot!(text(undo::compose_like(&uri, &fern, note, &zoe)), @r##"{"id":"https://stories.example/activities/x#undo","type":"Undo","actor":"https://stories.example/people/fern","to":["https://b.example/users/zoe"],"object":{"id":"https://stories.example/activities/x","type":"Like","actor":"https://stories.example/people/fern","to":["https://b.example/users/zoe"],"object":"https://b.example/notes/1"}}"##);
    insta::assert_snapshot!(text(block::compose(&uri, &fern, &zoe)), @r#"{"id":"https://stories.example/activities/x","type":"Block","actor":"https://stories.example/people/fern","to":["https://b.example/users/zoe"],"object":"https://b.example/users/zoe"}"#);
    assert_eq!(undo::compose_block(&uri, &fern, &zoe)["object"]["type"], "Block");
}

#[tokio::test]
async fn actors() {
    let Cast { app, fern, .. } = cast().await;
    let key = crate::domain::account::AccountKey {
        id: 1,
        account_id: fern.id,
        key_id: format!("{}#ed25519-key", fern.uri),
        public_key: include_str!("../../../tests/fixtures/keys/public-ed25519.pem").to_owned(),
        private_key: Some("never shown".to_owned()),
        retired_at: None,
    };
    let mut composed = actor::compose(&app, &fern, &[key]);
    insta::assert_snapshot!(text(composed.clone()), @r##"{"id":"https://stories.example/people/fern","type":"Person","preferredUsername":"fern","webfinger":"fern@stories.example","name":"Fern","summary":"<p>I tell.</p>","url":"https://stories.example/@fern","published":"2026-11-01T00:00:00Z","inbox":"https://stories.example/people/fern/inbox","outbox":"https://stories.example/people/fern/outbox","followers":"https://stories.example/people/fern/followers","following":"https://stories.example/people/fern/following","featured":"https://stories.example/people/fern/featured","endpoints":{"sharedInbox":"https://stories.example/inbox"},"manuallyApprovesFollowers":false,"discoverable":false,"indexable":false,"attachment":[],"tag":[],"interactionPolicy":{"canFeature":{"automaticApproval":["https://stories.example/people/fern"]}},"icon":{"type":"Image","mediaType":"image/png","url":"https://stories.example/assets/avatar.png"},"image":{"type":"Image","mediaType":"image/png","url":"https://stories.example/assets/header.png"},"generator":{"type":"Application","id":"https://stories.example/actor","name":"Anamnesis","implements":[{"href":"https://w3id.org/patient-story#v1","name":"Facts of patients' stories"},{"href":"https://datatracker.ietf.org/doc/html/rfc9421","name":"RFC-9421: HTTP Message Signatures"},{"href":"https://datatracker.ietf.org/doc/html/rfc9421#name-eddsa-using-curve-edwards25","name":"RFC-9421 signatures using the Ed25519 algorithm"}]},"publicKey":{"id":"https://stories.example/people/fern#main-key","owner":"https://stories.example/people/fern","publicKeyPem":"PEM"},"assertionMethod":[{"id":"https://stories.example/people/fern#ed25519-key","type":"Multikey","controller":"https://stories.example/people/fern","publicKeyMultibase":"z6Mkq5j3zkb47jdscmXkBrSptiSiivzBF6YiaYkeVxspvVpZ"}]}"##);
    // Every member that is not ActivityStreams' own has a meaning in the context.
    let terms = composed["@context"][2].take();
    for name in [
        "webfinger",
        "manuallyApprovesFollowers",
        "discoverable",
        "indexable",
        "featured",
        "interactionPolicy",
        "assertionMethod",
        "Multikey",
        "controller",
        "publicKeyMultibase",
    ] {
        assert!(terms.get(name).is_some(), "{name}");
    }
    let feed = Account { kind: AccountKind::Group, ..fern.clone() };
    assert_eq!(actor::compose(&app, &feed, &[])["type"], "Group");
    let updated = update::compose_actor(&app, &fern, &[], 77);
    assert_eq!(updated["id"], "https://stories.example/people/fern#updates/77");
    assert_eq!(updated["object"]["id"], fern.uri);
}
