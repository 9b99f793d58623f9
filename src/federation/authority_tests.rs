//! The table of who may say what about which object.

use serde_json::{Value, json};

use super::*;

const ANN: &str = "https://a.example/users/ann";
const BOB: &str = "https://a.example/users/bob";
const EVE: &str = "https://evil.example/users/eve";
const NOTE: &str = "https://a.example/notes/1";
const FAR: &str = "https://evil.example/notes/1";

/// What the table expects.
#[derive(Debug, PartialEq, Eq)]
enum Expected {
    Embedded,
    Ask(&'static str),
    Names(&'static str),
    Nothing,
    Forbidden,
    NotFound,
}

use Expected::{Ask, Embedded, Forbidden, Names, NotFound, Nothing};

fn decided(actor: &str, activity: &Value) -> Expected {
    match may_say(actor, activity) {
        Ok(Verdict::Embedded(_)) => Embedded,
        Ok(Verdict::Ask(id)) => Ask(String::leak(id.to_owned())),
        Ok(Verdict::Names(id)) => Names(String::leak(id.to_owned())),
        Ok(Verdict::Nothing) => Nothing,
        Err(Error::Forbidden(_)) => Forbidden,
        Err(Error::NotFound(_)) => NotFound,
        Err(other) => panic!("{other}"),
    }
}

fn note(id: &str, author: Value) -> Value {
    json!({"id": id, "type": "Note", "attributedTo": author, "content": "<p>x</p>"})
}

#[test]
fn an_actor_speaks_for_what_is_its_own_and_names_everything_else() {
    let deed = |kind: &str, id: &str, actor: Value, object: &str| json!({"id": id, "type": kind, "actor": actor, "object": object});
    let table: Vec<(&str, Value, Expected)> = vec![
        // Create and Update of posts.
        ("Create", note(NOTE, json!(ANN)), Embedded),
        ("Create", json!([note(NOTE, json!(ANN))]), Embedded),
        ("Create", note(NOTE, json!([ANN])), Embedded),
        ("Create", note(NOTE, json!({"id": ANN, "type": "Person"})), Embedded),
        ("Create", json!(NOTE), Ask(NOTE)),
        ("Create", json!({"id": NOTE}), NotFound),
        ("Create", note(NOTE, json!(BOB)), Forbidden),
        ("Create", note(NOTE, json!([BOB, ANN])), Forbidden),
        ("Create", note(NOTE, json!(EVE)), Forbidden),
        ("Create", note(FAR, json!(ANN)), Forbidden),
        ("Create", note(FAR, json!(EVE)), Forbidden),
        ("Create", note("https://a.example:8443/notes/1", json!(ANN)), Forbidden),
        ("Create", note("https://b.a.example/notes/1", json!(ANN)), Forbidden),
        ("Create", note("https://a.example./notes/1", json!(ANN)), Forbidden),
        ("Create", note("https://a.example@evil.example/notes/1", json!(ANN)), Forbidden),
        ("Create", note("ap://a.example/notes/1", json!(ANN)), Forbidden),
        ("Create", note("", json!(ANN)), Forbidden),
        ("Create", note(NOTE, json!(null)), NotFound),
        ("Create", json!(FAR), Forbidden),
        ("Create", json!(null), NotFound),
        ("Create", json!([]), NotFound),
        ("Update", note(NOTE, json!(ANN)), Embedded),
        ("Update", note(NOTE, json!(BOB)), Forbidden),
        ("Update", note(FAR, json!(ANN)), Forbidden),
        ("Update", json!(NOTE), Ask(NOTE)),
        // Profiles.
        ("Update", json!({"id": ANN, "type": "Person"}), Embedded),
        ("Update", json!(ANN), Ask(ANN)),
        ("Update", json!({"id": BOB, "type": "Person"}), NotFound),
        ("Update", json!({"id": EVE, "type": "Person", "attributedTo": ANN}), Forbidden),
        // Delete: the author's server speaks for its posts; whose they are is asked again where they are stored.
        ("Delete", json!(ANN), Names(ANN)),
        ("Delete", json!({"id": NOTE, "type": "Tombstone"}), Names(NOTE)),
        ("Delete", json!(NOTE), Names(NOTE)),
        ("Delete", json!(FAR), Forbidden),
        ("Delete", json!(EVE), Forbidden),
        ("Delete", json!({"type": "Tombstone"}), NotFound),
        // Announce: what is passed on is asked for where it lives, whatever stands in the activity.
        ("Announce", json!(FAR), Ask(FAR)),
        ("Announce", note(FAR, json!(EVE)), Ask(FAR)),
        ("Announce", note(NOTE, json!(ANN)), Ask(NOTE)),
        (
            "Announce",
            json!({"type": "Create", "id": "https://a.example/c", "actor": EVE, "object": note(FAR, json!(EVE))}),
            Ask(FAR),
        ),
        ("Announce", json!(null), NotFound),
        // Reactions and relations name.
        ("Like", json!(FAR), Names(FAR)),
        ("Like", note(FAR, json!(EVE)), Names(FAR)),
        ("EmojiReact", json!(FAR), Names(FAR)),
        ("Follow", json!(EVE), Names(EVE)),
        ("Block", json!(EVE), Names(EVE)),
        ("Flag", json!([EVE, FAR]), Names(EVE)),
        ("Like", json!(null), NotFound),
        // Answers to a Follow: only by whom was asked.
        ("Accept", json!("https://evil.example/follows/1"), Names("https://evil.example/follows/1")),
        (
            "Accept",
            deed("Follow", "https://evil.example/follows/1", json!(EVE), ANN),
            Names("https://evil.example/follows/1"),
        ),
        ("Accept", json!({"type": "Follow", "actor": EVE, "object": ANN}), Names(ANN)),
        ("Accept", deed("Follow", "https://evil.example/follows/1", json!(EVE), BOB), Forbidden),
        ("Reject", deed("Follow", "https://evil.example/follows/1", json!(EVE), BOB), Forbidden),
        // Undo: only of what the actor did.
        ("Undo", deed("Like", "https://a.example/likes/1", json!(ANN), FAR), Embedded),
        ("Undo", json!({"type": "Like", "object": FAR}), Embedded),
        ("Undo", json!("https://a.example/likes/1"), Names("https://a.example/likes/1")),
        ("Undo", deed("Like", "https://a.example/likes/1", json!(BOB), FAR), Forbidden),
        ("Undo", deed("Like", "https://evil.example/likes/1", json!(ANN), FAR), Forbidden),
        ("Undo", json!("https://evil.example/likes/1"), Forbidden),
        ("Undo", json!(null), NotFound),
        // Pinned: only what lies on the actor's own server.
        ("Add", json!(NOTE), Names(NOTE)),
        ("Add", note(NOTE, json!(ANN)), Names(NOTE)),
        ("Remove", json!(NOTE), Names(NOTE)),
        ("Add", json!(FAR), Forbidden),
        ("Remove", json!(FAR), Forbidden),
        ("Add", json!(null), NotFound),
        // Whatever else there is, or will be.
        ("Question", note(FAR, json!(EVE)), Nothing),
        ("Offer", json!(null), Nothing),
        ("as:Create", note(NOTE, json!(ANN)), Nothing),
    ];
    for (kind, object, expected) in table {
        let activity =
            json!({"id": "https://a.example/activities/1", "type": kind, "actor": ANN, "object": object});
        assert_eq!(decided(ANN, &activity), expected, "{activity}");
        // The same said by somebody else.
        assert_eq!(decided(EVE, &activity), Forbidden, "{activity}");
    }
}

#[test]
fn expanded_and_compacted_names_are_not_half_read() {
    let activity =
        json!({"@type": "Create", "as:actor": ANN, "actor": ANN, "object": note(NOTE, json!(ANN))});
    assert_eq!(decided(ANN, &activity), Nothing);
    let activity = json!({"type": "Create", "as:actor": ANN, "object": note(NOTE, json!(ANN))});
    assert_eq!(decided(ANN, &activity), Forbidden);
    let activity = json!({"type": "Create", "actor": ANN, "object": {"@id": NOTE, "as:attributedTo": ANN}});
    assert_eq!(decided(ANN, &activity), NotFound);
}

#[test]
fn a_document_is_believed_from_the_host_of_its_id_only() {
    let page = "https://a.example/@ann/1";
    for (asked, answered, id, expected) in [
        (NOTE, NOTE, NOTE, Some(Found::Itself)),
        (NOTE, "https://a.example/objects/1", NOTE, Some(Found::Itself)),
        (page, page, NOTE, Some(Found::AskAgain(NOTE))),
        (page, NOTE, NOTE, Some(Found::AskAgain(NOTE))),
        // A redirect to another host, whose answer claims to be what was asked for.
        (NOTE, FAR, NOTE, None),
        (NOTE, FAR, FAR, None),
        (NOTE, NOTE, FAR, None),
        (NOTE, NOTE, "https://a.example:8443/notes/1", None),
        (NOTE, NOTE, "https://sub.a.example/notes/1", None),
        (NOTE, NOTE, "", None),
    ] {
        let document = json!({"id": id});
        assert_eq!(of_fetched(asked, answered, &document).ok(), expected, "{asked} {answered} {id}");
    }
}

#[test]
fn a_key_has_an_owner_of_its_own_host() {
    let key = "https://a.example/users/ann/main-key";
    for (document, expected) in [
        (json!({"id": key, "owner": ANN}), Some(ANN)),
        (json!({"id": key, "publicKey": {"id": key, "owner": ANN}}), Some(ANN)),
        (json!({"id": key, "type": "Multikey", "controller": ANN}), Some(ANN)),
        (json!({"id": key, "owner": EVE}), None),
        (json!({"id": key, "controller": EVE}), None),
        (json!({"id": key}), None),
    ] {
        assert_eq!(owner_of_key(&document, key).ok(), expected, "{document}");
    }
}

#[test]
fn an_activity_has_an_id_of_its_actors_host() {
    assert!(may_number(ANN, "https://a.example/activities/1"));
    assert!(may_number(ANN, "https://A.example/activities/1"));
    for id in [
        "https://evil.example/1",
        "https://a.example:8443/1",
        "urn:uuid:1",
        "",
        "https://a.example.evil.example/",
    ] {
        assert!(!may_number(ANN, id), "{id}");
    }
}

#[test]
fn who_asks_to_quote_or_react_asks_with_what_is_their_own() {
    let wrapped = |instrument: &Value| json!([instrument]);
    for kind in ["QuoteRequest", "LikeRequest", "ReplyRequest", "AnnounceRequest"] {
        let asking =
            |instrument: &Value| json!({"type": kind, "actor": ANN, "object": FAR, "instrument": instrument});
        let like = json!({"type": "Like", "id": NOTE, "actor": ANN, "object": FAR});
        for (instrument, expected) in [
            (json!(NOTE), Ask(NOTE)),
            (json!({"id": NOTE}), Ask(NOTE)),
            (note(NOTE, json!(null)), Ask(NOTE)),
            (note(NOTE, json!(ANN)), Embedded),
            (wrapped(&note(NOTE, json!(ANN))), Embedded),
            (like, Embedded),
            // Of the same server, but somebody else's.
            (note(NOTE, json!(BOB)), Forbidden),
            (note(NOTE, json!(EVE)), Forbidden),
            (json!({"type": "Like", "id": NOTE, "actor": BOB, "object": FAR}), Forbidden),
            // Of another server.
            (json!(FAR), Forbidden),
            (note(FAR, json!(ANN)), Forbidden),
            (note(FAR, json!(EVE)), Forbidden),
            (note("https://a.example:8443/notes/1", json!(ANN)), Forbidden),
            (json!(null), NotFound),
            (json!({"type": "Note", "attributedTo": ANN}), NotFound),
        ] {
            let request = asking(&instrument);
            assert_eq!(decided(ANN, &request), expected, "{request}");
            assert_eq!(decided(EVE, &request), Forbidden, "{request}");
        }
        let nothing = json!({"type": kind, "actor": ANN, "instrument": NOTE});
        assert_eq!(decided(ANN, &nothing), NotFound);
    }
}

#[test]
fn an_actor_moves_itself_only_and_only_to_one_that_says_the_same() {
    let moving = |object: &str, target: Value| json!({"type": "Move", "actor": ANN, "object": object, "target": target});
    assert_eq!(decided(ANN, &moving(ANN, json!(EVE))), Ask(EVE));
    assert_eq!(decided(ANN, &moving(ANN, json!({"id": EVE, "alsoKnownAs": [ANN]}))), Ask(EVE));
    assert_eq!(decided(ANN, &moving(BOB, json!(EVE))), Forbidden);
    assert_eq!(decided(EVE, &moving(ANN, json!(EVE))), Forbidden);
    assert_eq!(decided(ANN, &moving(ANN, json!(null))), NotFound);
    for (actor, is_one) in [
        (json!({"id": EVE, "alsoKnownAs": [BOB, ANN]}), true),
        (json!({"id": EVE, "alsoKnownAs": ANN}), true),
        (json!({"id": EVE, "alsoKnownAs": [BOB]}), false),
        (json!({"id": EVE}), false),
        (json!({"id": EVE, "alsoKnownAs": [ANN], "movedTo": BOB}), false),
    ] {
        assert_eq!(is_successor(&actor, ANN).is_ok(), is_one, "{actor}");
    }
}
