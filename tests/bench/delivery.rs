//! Sending: a follow answered, and one story to every server of the crowd.

use serde_json::json;

use super::load;
use super::meter::Used;
use super::posting;
use super::table::Table;
use super::world::{Member, World};

/// Runs it.
pub async fn run(world: &World, table: &Table) {
    let (hosts, stories) = (world.sizes.hosts, world.sizes.stories);
    let used = Box::pin(follow(world, &world.author)).await;
    table.work("follow of a stranger: actor fetched, Accept sent", hosts, used, None);
    let used = Box::pin(follow(world, &world.second)).await;
    table.work("follow of somebody known: Accept sent", hosts, used, Some(0.8));

    let arrived = world.crowd.count("Create");
    let used = world.meter().measure(async {
        for number in 1..=stories {
            let story = posting::story(world.sizes.posts + number);
            world.author.client.post_json("/api/v1/statuses", &story).await.expect(200);
            world.crowd.wait_for("Create", arrived + number * hosts).await;
        }
        world.settled().await;
    });
    let used = Box::pin(used).await;
    table.work(
        &format!("fan-out: a story to {hosts} servers, each delivery"),
        stories * hosts,
        used,
        Some(0.45),
    );
}

/// Lets somebody of every server follow a member.
async fn follow(world: &World, member: &Member) -> Used {
    let requests = (1..=world.sizes.hosts).map(|number| {
        let fan = world.crowd.person(number, "fan");
        world.signed(&json!({
            "@context": "https://www.w3.org/ns/activitystreams", "type": "Follow", "actor": fan,
            "id": format!("{fan}/follows/{}", member.handle), "object": member.uri,
        }))
    });
    let (requests, accepted) = (requests.collect(), world.crowd.count("Accept"));
    let used = world.meter().measure(async {
        load::send(requests, 202).await;
        world.crowd.wait_for("Accept", accepted + world.sizes.hosts).await;
        world.settled().await;
    });
    Box::pin(used).await
}
