//! Reading among many: the pages of lists on a database of 100,000 stories by 2,000 people.

use reqwest::Method;

use super::posting;
use super::reading::{Requests, Strangers, measure};
use super::table::Table;
use super::world::{Member, World};

/// The story that all others are copies of is posted with this number.
const SEED: u32 = 900_000;

/// A list, as the table names it, with its address.
type List = (&'static str, String);

/// Runs it.
pub async fn run(strangers: &mut Strangers<'_>, table: &Table) {
    let world = strangers.world;
    let number = world.sizes.timelines;
    // One member may send so many requests only, and one of the two reads three lists.
    let few = Member::several(&world.server, "few_reader", number * 3).await;
    let many = Member::several(&world.server, "many_reader", number * 3).await;
    fill(world, &few, &many).await;
    table.memory("resident memory, among 100,000 stories", world.meter().resident_mib(), None);
    let author = format!("/api/v1/accounts/{}/statuses?limit=20", (28_000_003_i64) << 26);
    let lists: [List; 8] = [
        ("public timeline", "/api/v1/timelines/public?limit=20".to_owned()),
        ("public timeline, this community", "/api/v1/timelines/public?limit=20&local=true".to_owned()),
        (
            "public timeline, far down",
            format!("/api/v1/timelines/public?limit=20&max_id={}", 29_005_000_i64 << 26),
        ),
        ("hashtag", "/api/v1/timelines/tag/insomnia?limit=20".to_owned()),
        ("account", author),
        ("page of all stories", "/".to_owned()),
        ("page of a medication", "/?medication=sertraline".to_owned()),
        (
            "page of stories that fit",
            "/?medication=sertraline&symptom=tinnitus&status=stopped&language=ja".to_owned(),
        ),
    ];
    for (name, path) in lists {
        let requests = strangers.ask(number, &path);
        measure(world, table, &format!("many: {name}"), requests, None).await;
    }
    let home = "/api/v1/timelines/home?limit=20";
    let lists: [(&[Member], &str, &str); 4] = [
        (few.as_slice(), "home, following 2", home),
        (many.as_slice(), "home, following 2,000", home),
        (many.as_slice(), "public timeline, signed in", "/api/v1/timelines/public?limit=20"),
        (many.as_slice(), "notifications", "/api/v1/notifications?limit=20"),
    ];
    for (readers, name, path) in lists {
        let asking = readers.iter().cycle().take(usize::try_from(number).unwrap());
        let requests: Requests<'_> =
            asking.map(|reader| (&reader.client, reader.client.request(Method::GET, path))).collect();
        measure(world, table, &format!("many: {name}"), requests, None).await;
    }
}

/// Fills the database, and lets the members follow.
async fn fill(world: &World, few: &[Member], many: &[Member]) {
    let posted = world.author.client.post_json("/api/v1/statuses", &posting::story(SEED)).await.expect(200);
    world.settled().await;
    let seed = posted.json()["id"].as_str().unwrap().to_owned();
    let (stories, accounts) = (world.sizes.many_stories.to_string(), world.sizes.many_accounts.to_string());
    let words = [("SEED", seed.as_str()), ("STORIES", &stories), ("ACCOUNTS", &accounts)];
    world.run_sql(include_str!("../fixtures/many.sql"), &words).await;
    for (number, (few, many)) in few.iter().zip(many).enumerate() {
        let (few, many, number) = (few.number(world).await, many.number(world).await, number.to_string());
        let words = [("FEW", few.as_str()), ("MANY", &many), ("NUMBER", &number)];
        world.run_sql(include_str!("../fixtures/many_readers.sql"), &words).await;
    }
    if world.server.database.url.starts_with("postgres:") {
        // As it does by itself after a while.
        world.run_sql("ANALYZE", &[]).await;
    }
}
