//! Posting: stories through the client API, by members whom nobody elsewhere follows.

use reqwest::Method;
use serde_json::{Value, json};

use super::load;
use super::table::Table;
use super::world::World;

/// A story as a client sends it; each number gives another one.
pub fn story(number: u32) -> Value {
    let text = format!(
        "After the tablets, part {number}\n\nMedication: Zoloft\nAge: 29 · Duration of use: 18 months\n\
         Current status: No, have stopped\nSymptoms: severe insomnia, tinnitus, dizziness\n\n\
         For a year and a half it helped, and I could take the train again. When I felt well I was told to halve \
         the dose for two weeks and then to leave it. On the fourth day the dizziness began, with short jolts when \
         I moved my eyes. That passed after some weeks; the ringing did not."
    );
    json!({"status": text, "language": "en", "visibility": "public"})
}

/// Runs it.
pub async fn run(world: &World, table: &Table) {
    let writers = world.writers.iter().cycle().zip(1..=world.sizes.posts);
    let requests = writers.map(|(writer, number)| {
        let request = writer.client.request(Method::POST, "/api/v1/statuses").json(&story(number));
        (&writer.client, request)
    });
    let requests = requests.collect();
    let used = world.meter().measure(async {
        load::send(requests, 200).await;
        world.settled().await;
    });
    let used = Box::pin(used).await;
    table.work("posting a story through the client API", world.sizes.posts, used, Some(0.8));
}
