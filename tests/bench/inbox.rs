//! Receiving: signed notes of somebody whom members here follow, until they stand in the home timeline.

use serde_json::{Value, json};

use super::load;
use super::support::eventually;
use super::table::Table;
use super::world::World;

/// Runs it.
pub async fn run(world: &World, table: &Table) {
    let ann = world.ann();
    // Signed before: what it costs to sign is the sender's.
    let requests = (1..=world.sizes.notes).map(|number| world.signed(&note(&ann, number))).collect();
    let used = world.meter().measure(async {
        load::send(requests, 202).await;
        world.settled().await;
    });
    let used = Box::pin(used).await;
    let reader = world.readers.first().expect("a reader");
    eventually("the notes stand in the home timeline", async || {
        let home = reader.client.get("/api/v1/timelines/home?limit=20").await.expect(200).json();
        let of_ann = home.as_array().unwrap().iter().filter(|status| status["account"]["username"] == "ann");
        if of_ann.count() == 20 { Ok(()) } else { Err(home.to_string()) }
    })
    .await;
    table.work("inbox: a signed note, until it stands in a timeline", world.sizes.notes, used, Some(0.6));
}

/// The Create of a note of Ann's.
fn note(ann: &str, number: u32) -> Value {
    let id = format!("{ann}/statuses/{number}");
    let content = format!("<p>Day {number} without the tablets, and the ringing is still there.</p>");
    let (to, cc) = ("https://www.w3.org/ns/activitystreams#Public", format!("{ann}/followers"));
    json!({
        "@context": "https://www.w3.org/ns/activitystreams", "id": format!("{id}/activity"), "type": "Create",
        "actor": ann, "published": "2026-11-20T09:00:00Z", "to": [to], "cc": [cc],
        "object": {
            "id": id, "type": "Note", "attributedTo": ann, "url": id, "published": "2026-11-20T09:00:00Z",
            "to": [to], "cc": [cc], "sensitive": false, "content": content, "contentMap": {"en": content},
            "tag": [{"type": "Hashtag", "href": "https://p1.localhost/tags/tinnitus", "name": "#tinnitus"}],
        },
    })
}
