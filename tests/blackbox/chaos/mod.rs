//! Three servers and two bad peers under load, killed, stopped and started again at random: in the end every story stands
//! everywhere it should, once, in order and in its last version, and what was taken back stands nowhere.
//!
//! `ANAMNESIS_TEST_CHAOS=180` has it go on for so many seconds instead of twenty; `ANAMNESIS_TEST_CHAOS_SEED` changes what
//! happens. The seed is printed where it fails.

mod world;

use std::collections::{BTreeMap, BTreeSet};
use std::time::{Duration, Instant};

use super::support::{Behaviour, Peer, chaos, eventually};
use world::{Deed, SERVERS, World};

/// How long it goes on where nobody says more, in seconds.
const USUAL: u64 = 20;
/// Acts in a second: two cores that do other things as well can follow.
const ACTS: u32 = 8;

#[tokio::test]
async fn whatever_dies_in_between_every_story_stands_everywhere_once_and_in_order() {
    let (seconds, seed) = chaos::settings(USUAL);
    let mut world = World::start(seed).await;
    let begun = Instant::now();
    let mut acts = 0_u32;
    while begun.elapsed() < Duration::from_secs(seconds) {
        world.act().await;
        acts += 1;
        let due = Duration::from_secs(1) * acts / ACTS;
        eventually("its turn", async || if begun.elapsed() >= due { Ok(()) } else { Err(String::new()) })
            .await;
    }
    world.calm().await;
    println!("seed {seed}: {acts} acts, {}", world.told());
    for home in 0..SERVERS.len() {
        for place in 0..SERVERS.len() {
            world.stands(home, place).await;
        }
    }
    world.nowhere().await;
    let (patient, strict) = (world.patient.clone(), world.strict.clone());
    for home in 0..SERVERS.len() {
        world.arrived(home, &patient).await;
    }
    for peer in [&patient, &strict] {
        in_order(&world, peer);
    }
}

/// Of each story: first it is created, its versions follow one another, and nothing comes after it was taken back; and what
/// each author told comes in that order.
fn in_order(world: &World, peer: &Peer) {
    let mut known = BTreeSet::new();
    let (mut gone, mut versions, mut last) = (BTreeSet::new(), BTreeMap::new(), BTreeMap::new());
    for item in peer.received() {
        let activity = &item.activity;
        let id = activity["id"].as_str().unwrap().to_owned();
        let kind = activity["type"].as_str().unwrap();
        if !known.insert(id) || !["Create", "Update", "Delete"].contains(&kind) {
            continue;
        }
        let uri = activity["object"]["id"].as_str().unwrap_or_default().to_owned();
        let Some((home, number)) = world.find(&uri) else { continue };
        assert!(!gone.contains(&uri), "{kind} of {uri} after its Delete at {}", peer.domain);
        if kind == "Delete" {
            gone.insert(uri);
            continue;
        }
        let version = world::version_of(activity["object"]["content"].as_str().unwrap());
        let before = versions.insert(uri.clone(), version);
        assert!(before.is_none_or(|before| before <= version), "{uri}: {version} after {before:?}");
        // The strict one may have refused what came before.
        let is_whole = peer.domain == world.patient.domain;
        assert!(!is_whole || before.is_none() == (kind == "Create"), "{kind} of {uri} at {}", peer.domain);
        if kind == "Create" {
            let before = last.insert(home, number);
            assert!(
                before.is_none_or(|before| before < number),
                "{number} after {before:?} at {}",
                peer.domain
            );
        }
    }
}

/// What the bad peers do next; each has its ways of being bad.
fn moods(strict: bool) -> &'static [Behaviour] {
    if strict {
        &[Behaviour::Accept, Behaviour::Refuse(401), Behaviour::Accept, Behaviour::Refuse(403)]
    } else {
        &[
            Behaviour::Accept,
            Behaviour::Refuse(500),
            Behaviour::Later(429, 1),
            Behaviour::Hold,
            Behaviour::Refuse(503),
        ]
    }
}

/// What an author does.
fn deeds() -> &'static [Deed] {
    &[Deed::Tell, Deed::Tell, Deed::Tell, Deed::Change, Deed::TakeBack]
}
