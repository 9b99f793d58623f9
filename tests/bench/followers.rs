//! One story to a hundred thousand followers on five thousand servers: what memory that takes at its height.

use super::posting;
use super::table::Table;
use super::world::{Member, World};

/// The story has this number.
const STORY: u32 = 800_000;

/// Runs it.
pub async fn run(world: &World, table: &Table) {
    let servers = world.sizes.servers;
    let beacon = Member::several(&world.server, "quiet_beacon", 1).await.remove(0);
    let (port, number) = (world.crowd.port().to_string(), beacon.number(world).await);
    let (every, followers) = (servers.to_string(), world.sizes.followers.to_string());
    let words =
        [("MEMBER", number.as_str()), ("PORT", &port), ("SERVERS", &every), ("FOLLOWERS", &followers)];
    world.run_sql(include_str!("../fixtures/followers.sql"), &words).await;

    let (arrived, meter) = (world.crowd.count("Create"), world.meter());
    meter.forget_height();
    let before = meter.resident_mib();
    let used = meter.measure(async {
        let story = posting::story(STORY);
        beacon.client.post_json("/api/v1/statuses", &story).await.expect(200);
        world.crowd.wait_for("Create", arrived + servers).await;
        world.settled().await;
    });
    let used = Box::pin(used).await;
    let name = format!("a story to {followers} followers on {servers} servers");
    table.work(&format!("{name}, each"), servers, used, None);
    table.memory(&format!("memory, {name}"), meter.height_mib() - before, Some(20.0));
}
