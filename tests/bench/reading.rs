//! Reading: timelines, and the small documents that everybody asks for.

use std::iter;

use reqwest::{Method, RequestBuilder};

use super::load::{self, OF_ONE};
use super::support::Client;
use super::table::Table;
use super::world::World;

/// Requests, each with the client that sends it.
pub type Requests<'a> = Vec<(&'a Client, RequestBuilder)>;

/// Runs it.
pub async fn run(strangers: &mut Strangers<'_>, table: &Table) {
    let world = strangers.world;
    let (timelines, documents) = (world.sizes.timelines, world.sizes.documents);
    let public = strangers.ask(timelines, "/api/v1/timelines/public?limit=20");
    measure(world, table, "GET public timeline, 20 posts", public, Some(0.25)).await;
    let home = world.readers.iter().cycle().zip(0..timelines).map(|(reader, _)| {
        (&reader.client, reader.client.request(Method::GET, "/api/v1/timelines/home?limit=20"))
    });
    measure(world, table, "GET home timeline, 20 posts", home.collect(), Some(0.25)).await;
    let actor = strangers.ask(documents, &world.author.uri).into_iter();
    let actor =
        actor.map(|(client, request)| (client, request.header("accept", "application/activity+json")));
    measure(world, table, "GET actor", actor.collect(), Some(0.08)).await;
    let address = format!("{}@{}", world.author.handle, world.server.domain);
    let finger = strangers.ask(documents, &format!("/.well-known/webfinger?resource=acct:{address}"));
    measure(world, table, "GET WebFinger", finger, Some(0.03)).await;
    let instance = strangers.ask(documents, "/api/v2/instance");
    measure(world, table, "GET instance", instance, Some(0.04)).await;
}

/// Readers who are not signed in, each with an address of their own.
#[derive(Debug)]
pub struct Strangers<'a> {
    /// What they read.
    pub world: &'a World,
    /// How many there have been.
    seen: u32,
}

impl<'a> Strangers<'a> {
    /// Nobody yet.
    pub fn of(world: &'a World) -> Self {
        Self { world, seen: 0 }
    }

    /// Requests for one thing, by as many strangers as are needed.
    pub fn ask(&mut self, number: u32, path: &str) -> Requests<'a> {
        let client = &self.world.stranger;
        let addresses = (self.seen..).flat_map(|stranger| {
            let address = format!("10.0.{}.{}", stranger / 250, stranger % 250 + 1);
            iter::repeat_n(address, usize::try_from(OF_ONE).unwrap())
        });
        self.seen += number.div_ceil(OF_ONE);
        let ask =
            |(address, _)| (client, client.request(Method::GET, path).header("x-forwarded-for", address));
        addresses.zip(0..number).map(ask).collect()
    }
}

/// Measures requests that all get the same.
pub async fn measure(world: &World, table: &Table, name: &str, requests: Requests<'_>, target: Option<f64>) {
    let number = u32::try_from(requests.len()).unwrap();
    let (client, first) = requests.first().expect("a request");
    let bytes = client.send(first.try_clone().unwrap()).await.expect(200).body.len();
    let kilobytes = f64::from(u32::try_from(bytes).unwrap()) / 1000.0;
    let used = Box::pin(world.meter().measure(load::send(requests, 200))).await;
    table.work(&format!("{name} ({kilobytes:.1} kB)"), number, used, target);
}
