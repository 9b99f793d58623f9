//! The inputs of the fediverse pasture (`tests/fixtures/pasture`): 22 families of notes.

use serde_json::{Map, Value, json};

use super::{follow, lines, written};
use crate::attacks::PUBLIC;
use crate::support::{Client, Here, Peer};

/// What is not kept, by family and place in it, and why not.
const DROPPED: &[(&str, usize, &str)] = &[
    ("necessary_properties", 1, "nothing could be said about it later"),
    ("necessary_properties", 3, "nobody says who wrote it"),
    ("necessary_properties", 4, "it does not say what it is"),
    ("object_types", 2, "a Document is no post"),
    ("object_types", 7, "a Place is no post"),
    ("object_types", 8, "a Profile is no post"),
    ("object_types", 9, "a Relationship is no post"),
    ("object_types", 10, "a Tombstone is no post"),
    ("object_types", 13, "it does not say what it is"),
];

/// The address that the examples give their own server.
const PASTURE: &str = "http://pasture-one-actor";

#[tokio::test]
async fn every_input_of_the_fediverse_pasture_is_understood_or_dropped_for_a_reason() {
    let (here, peer) = (Here::start().await, Peer::start());
    let (client, inbox) = (Client::new(&here.server.domain), here.inbox());
    let author = follow(&here, &peer, "ann").await;
    let file = include_str!("../../fixtures/pasture/inputs.json");
    let families: Map<String, Value> = serde_json::from_str(file).unwrap();
    assert_eq!(families.len(), 22);
    for number in [1, 2] {
        let note = here.note(&peer, "ann", number, "<p>What others answer.</p>");
        let mut note = note.as_object().unwrap().clone();
        note["id"] = json!(peer.url(&format!("/assets/note{number}.jsonap")));
        peer.publish(&format!("/assets/note{number}.jsonap"), Value::Object(note));
    }
    let mut count = 0;
    for (family, examples) in &families {
        for (number, example) in examples.as_array().unwrap().iter().enumerate() {
            let uri = peer.url(&format!("/{family}/{number}"));
            let create = created(&peer, &uri, example);
            // Twice, as happens: the second time must change nothing.
            for _ in 0..2 {
                let answer = peer.attempt(&client, "ann", &inbox, &create).await.unwrap();
                assert_eq!(answer.status, 202, "{family} {number}: {}", answer.body);
            }
            count += 1;
        }
    }
    assert_eq!(count, 262);
    here.settle(&peer).await;
    let known = written(&here.member, &author).await;
    let rows = here.server.database.rows("SELECT uri, in_reply_to_uri FROM post").await;
    let mut unexplained = Vec::new();
    for (family, examples) in &families {
        let mut seen = String::new();
        for (number, example) in examples.as_array().unwrap().iter().enumerate() {
            let uri = peer.url(&format!("/{family}/{number}"));
            let reason = DROPPED.iter().find(|(name, place, _)| name == family && *place == number);
            let understood = match (known.get(&uri), reason) {
                (Some(post), None) => {
                    let row = rows.iter().find(|row| row["uri"] == uri.as_str()).unwrap();
                    lines(post, row["in_reply_to_uri"].as_str())
                }
                (None, Some((_, _, reason))) => vec![format!("dropped, because {reason}")],
                (found, _) => {
                    unexplained.push(format!("{family} {number}: {}", found.is_some()));
                    continue;
                }
            };
            let told = example.to_string().chars().take(300).collect::<String>();
            seen.push_str(&format!("{number}: {told}\n"));
            for line in understood {
                seen.push_str(&format!("    {}\n", line.replace('\n', "\n        ")));
            }
        }
        let seen = seen.replace(&peer.domain, "peer.example");
        insta::assert_snapshot!(family.as_str(), seen);
    }
    assert!(unexplained.is_empty(), "here, or not, and nothing says why: {unexplained:#?}");
}

/// The Create of an example, as the pasture's sender makes it.
fn created(peer: &Peer, uri: &str, example: &Value) -> Value {
    let ann = peer.person("ann");
    let mut note = json!({
        "type": "Note", "id": uri, "attributedTo": ann, "to": [PUBLIC], "published": "2026-11-20T09:00:00Z",
    });
    let example =
        example.to_string().replace(&format!("{PASTURE}/actor"), &ann).replace(PASTURE, &peer.url(""));
    let example: Map<String, Value> = serde_json::from_str(&example).unwrap();
    let members = note.as_object_mut().unwrap();
    for (name, value) in example {
        members.insert(name, value);
    }
    let usual = json!(["https://www.w3.org/ns/activitystreams", {"Hashtag": "as:Hashtag", "sensitive": "as:sensitive"}]);
    let context = members.shift_remove("@context").unwrap_or(usual);
    json!({
        "@context": context, "type": "Create", "id": format!("{uri}/activity"), "actor": ann, "to": note["to"],
        "published": "2026-11-20T09:00:00Z", "object": note,
    })
}
