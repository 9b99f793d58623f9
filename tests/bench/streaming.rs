//! Streams that nothing happens on: what each costs while it is open.

use super::support::socket::Socket;
use super::table::Table;
use super::world::World;

/// Opens sockets that listen to a home timeline, and measures what they add to the server's memory.
pub async fn run(world: &World, table: &Table) {
    let token = world.author.client.token.as_deref().expect("the author is signed in");
    let path = format!("/api/v1/streaming?stream=user&access_token={token}");
    let before = world.meter().resident_mib();
    let mut open = Vec::new();
    for number in 0..world.sizes.sockets {
        // Each from an address of its own: sockets that are opened count as requests.
        let from = format!("198.18.{}.{}", number / 250, number % 250);
        let socket = Socket::open(&world.server.domain, &path, &[("x-forwarded-for", &from)]).await;
        open.push(socket.expect("a socket"));
    }
    let more = world.meter().resident_mib() - before;
    table.memory(&format!("more memory for {} idle sockets", open.len()), more, Some(40.0));
}
