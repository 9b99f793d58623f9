//! What the server costs: CPU time of its process for each unit of work, memory, and the time to its first answer.
//!
//! ```sh
//! cargo bench --bench server                                    # the table, on SQLite; wants a quiet machine
//! cargo bench --bench server --profile dev -- --quick           # whether it still works; figures mean nothing
//! cargo bench --bench server -- --only posting                  # one part of it, for who takes a profile
//! ```
//! With `ANAMNESIS_TEST_POSTGRES=postgres://user@host:port/postgres` on a fresh Postgres database, whose own CPU is not
//! counted. Not a test and no part of the suite: a timed test fails on a busy machine. How to read the table is told in
//! `docs/performance.md`. Start reading at `world.rs`.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "a benchmark that goes wrong stops and says where"
)]

mod crowd;
mod delivery;
mod followers;
mod inbox;
mod load;
mod many;
mod meter;
mod posting;
mod reading;
mod starting;
mod streaming;
#[path = "../blackbox/support/mod.rs"]
#[expect(dead_code, unused_imports, reason = "benchmarks need a part of the harness only")]
mod support;
mod table;
mod world;

use reading::Strangers;
use table::Table;
use world::{Sizes, World};

#[tokio::main]
async fn main() {
    let mut sizes = Sizes::FULL;
    let mut only = None;
    let mut arguments = std::env::args().skip(1);
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--quick" => sizes = Sizes::QUICK,
            "--only" => only = Some(arguments.next().expect("a part of the table after --only")),
            // Cargo's own.
            "--bench" => {}
            other => panic!("unknown argument {other}; there are --quick and --only PART"),
        }
    }
    let parts = ["inbox", "delivery", "posting", "reading", "streaming", "followers", "many", "starting"];
    assert!(only.as_deref().is_none_or(|part| parts.contains(&part)), "the parts are {parts:?}");
    let wanted = |part: &str| only.as_deref().is_none_or(|only| only == part);
    // Before anything else runs, so that nothing shares the core with it.
    let table = Table::begin(meter::rsa(sizes.rsa_ticks));
    let mut world = Box::pin(World::start(sizes)).await;
    table.memory("resident memory, idle", world.meter().resident_mib(), Some(40.0));
    Box::pin(world.join()).await;
    // Who reads wants something to read.
    if wanted("inbox") || wanted("reading") {
        Box::pin(inbox::run(&world, &table)).await;
    }
    if wanted("delivery") {
        Box::pin(delivery::run(&world, &table)).await;
    }
    if wanted("posting") || wanted("reading") {
        Box::pin(posting::run(&world, &table)).await;
    }
    let mut strangers = Strangers::of(&world);
    if wanted("reading") {
        Box::pin(reading::run(&mut strangers, &table)).await;
    }
    if wanted("streaming") {
        Box::pin(streaming::run(&world, &table)).await;
    }
    table.memory("resident memory, after these loads", world.meter().resident_mib(), Some(80.0));
    if wanted("followers") {
        Box::pin(followers::run(&world, &table)).await;
    }
    if wanted("many") {
        Box::pin(many::run(&mut strangers, &table)).await;
    }
    if wanted("starting") {
        Box::pin(starting::run(&mut world, &table)).await;
    }
}
