//! Starting: how long until the first answer, on the database that the other benchmarks have left and on none.

use std::io::{Read as _, Write as _};
use std::net::{Ipv4Addr, TcpStream};
use std::sync::mpsc::channel;
use std::time::{Duration, Instant};

use super::support::Server;
use super::table::Table;
use super::world::World;

/// A server that needs longer is broken.
const PATIENCE: Duration = Duration::from_secs(30);
/// How often is knocked.
const INTERVAL: Duration = Duration::from_millis(1);

/// Runs it.
pub async fn run(world: &mut World, table: &Table) {
    let mut times = Vec::new();
    for _ in 0..world.sizes.starts {
        world.server.stop();
        let (domain, begun) = (world.server.domain.clone(), Instant::now());
        let answered = std::thread::spawn(move || first_answer(&domain));
        world.server.start_again().await;
        times.push(answered.join().unwrap().duration_since(begun).as_secs_f64());
    }
    times.sort_by(f64::total_cmp);
    let median = times.get(times.len() / 2).copied().expect("at least one start");
    table.time("start to first answer, existing database", world.sizes.starts, median, 0.1);
    let begun = Instant::now();
    let fresh = Server::at("b").start().await;
    fresh.client().get("/api/v2/instance").await.expect(200);
    table.time("start to first answer, database to be made", 1, begun.elapsed().as_secs_f64(), 2.0);
}

/// Knocks until the server answers, and says when that was.
fn first_answer(domain: &str) -> Instant {
    let (begun, port) = (Instant::now(), domain.rsplit_once(':').unwrap().1.parse().unwrap());
    // Nothing is ever sent: waiting for it is a rest.
    let (_sender, nothing) = channel::<()>();
    while begun.elapsed() < PATIENCE {
        if ask(domain, port).is_ok_and(|answer| answer.starts_with("HTTP/1.1 200")) {
            return Instant::now();
        }
        let _ = nothing.recv_timeout(INTERVAL);
    }
    panic!("no answer within {PATIENCE:?}");
}

fn ask(domain: &str, port: u16) -> std::io::Result<String> {
    let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port))?;
    write!(stream, "GET /api/v2/instance HTTP/1.1\r\nhost: {domain}\r\nconnection: close\r\n\r\n")?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    Ok(answer)
}
