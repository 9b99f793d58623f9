//! What was taken back, or written over, is in no file either once the database was wiped, as `docs/operating.md` tells: not in
//! SQLite's file or its log of writes, not in a row of Postgres, seen or unseen, and not in the data folder.

use std::collections::HashMap;
use std::path::Path;

use reqwest::Method;
use serde_json::{Value, json};

use super::attacks::PUBLIC;
use super::support::chaos::Dice;
use super::support::pictures::png;
use super::support::{Client, Here, Peer, Server, eventually};

/// So many bytes of a mark in a row are a trace of it: Postgres' compression puts a byte of its own behind each eight.
const TRACE: usize = 8;

/// Random letters, so that no compression can take them apart; the same ones for the same number.
fn mark(number: u64) -> String {
    let mut dice = Dice::new(number + 1);
    (0..48).map(|_| char::from(b'a' + u8::try_from(dice.roll(26)).unwrap())).collect()
}

/// Which of the marks left a trace in these bytes.
fn traces(marks: &[String], places: &[(String, Vec<u8>)]) -> Vec<(String, String)> {
    let pieces: HashMap<&[u8], &String> = marks
        .iter()
        .flat_map(|mark| mark.as_bytes().windows(TRACE).map(move |piece| (piece, mark)))
        .collect();
    let mut found = Vec::new();
    for (place, bytes) in places {
        // Only runs of small letters can hold one.
        for run in bytes.split(|byte| !byte.is_ascii_lowercase()).filter(|run| run.len() >= TRACE) {
            let marks = run.windows(TRACE).filter_map(|piece| pieces.get(piece));
            found.extend(marks.map(|mark| ((*mark).clone(), place.clone())));
        }
    }
    found.sort();
    found.dedup();
    found
}

/// All that lies on the disk: the files of the data folder, with SQLite's among them, and the pages of Postgres.
async fn disk(server: &Server) -> Vec<(String, Vec<u8>)> {
    let mut places = Vec::new();
    collect(server.folder(), &mut places);
    for row in server.database.stored().await {
        let held = row["held"].as_str().unwrap().as_bytes();
        let digit = |byte: u8| char::from(byte).to_digit(16).unwrap();
        let bytes = held.chunks(2).map(|pair| u8::try_from(digit(pair[0]) * 16 + digit(pair[1])).unwrap());
        places.push((row["place"].as_str().unwrap().to_owned(), bytes.collect()));
    }
    places
}

fn collect(folder: &Path, places: &mut Vec<(String, Vec<u8>)>) {
    for entry in std::fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        if path.is_dir() {
            collect(&path, places);
        } else if let Ok(bytes) = std::fs::read(&path) {
            places.push((path.display().to_string(), bytes));
        }
    }
}

/// A story with the mark in every place where a text can stand, and so much more text.
fn story(mark: &str, more: usize) -> Value {
    let text = format!(
        "{mark} / 題名\n\nMedication: Zoloft\nSymptoms: dry eyes, {mark}\n\nIt was {mark}.\n\n{}\n\n#{mark}\n\n原文\n\nこれは{mark}です。",
        "And so on and so on. ".repeat(more)
    );
    json!({"status": text, "language": "en", "spoiler_text": format!("about {mark}")})
}

async fn tell(member: &Client, body: &Value) -> String {
    member.post_json("/api/v1/statuses", body).await.expect(200).json()["id"].as_str().unwrap().to_owned()
}

async fn take_back(member: &Client, id: &str) {
    member.delete(&format!("/api/v1/statuses/{id}")).await.expect(200);
}

#[tokio::test]
async fn no_byte_of_what_was_taken_back_is_left_on_the_disk() {
    let (here, peer) = (Here::start().await, Peer::start());
    let (server, member) = (&here.server, &here.member);
    let (mut stays, mut goes) = (Vec::new(), Vec::new());
    let mut told = Vec::new();
    // Of all sizes, so that rows move about.
    for number in 0..40 {
        let mark = mark(number);
        let more = usize::try_from(number * number % 37).unwrap() * 12;
        told.push((tell(member, &story(&mark, more)).await, mark));
    }
    // Written over.
    for (number, (id, mark_before)) in told.iter_mut().enumerate().step_by(3) {
        let new = mark(1000 + u64::try_from(number).unwrap());
        member.put_json(&format!("/api/v1/statuses/{id}"), &story(&new, number * 5)).await.expect(200);
        goes.push(std::mem::replace(mark_before, new));
    }
    // With a picture, to one person, and for later.
    let [pictured, direct, later, remote] = [2000, 2001, 2002, 2003].map(mark);
    let fields = [("description", pictured.as_str())];
    let uploaded =
        member.send_files(Method::POST, "/api/v2/media", &fields, &[("file", &png(8, 8))]).await.expect(200);
    let body = json!({"status": format!("Look {pictured}."), "media_ids": [uploaded.json()["id"]]});
    let picture = tell(member, &body).await;
    let letter =
        tell(member, &json!({"status": format!("Only you {direct}."), "visibility": "direct"})).await;
    let plan = json!({"status": format!("One day {later}."), "scheduled_at": "2096-11-22T10:15:00Z"});
    let planned = member.post_json("/api/v1/statuses", &plan).await.expect(200).json();
    // And from elsewhere.
    let note = here.note(&peer, "ann", 1, &format!("<p>From afar {remote}.</p>"));
    assert_eq!(here.send(&peer, "ann", "Create", "/creates/1", note.clone()).await, 202);
    here.settle(&peer).await;

    let all: Vec<String> = told
        .iter()
        .map(|(_, mark)| mark.clone())
        .chain([&pictured, &direct, &later, &remote].map(Clone::clone))
        .collect();
    let seen = traces(&all, &disk(server).await);
    for mark in &all {
        assert!(seen.iter().any(|(found, _)| found == mark), "nothing is found of what was just written");
    }

    for (number, (id, mark)) in told.into_iter().enumerate() {
        if number % 2 == 0 {
            take_back(member, &id).await;
            goes.push(mark);
        } else {
            stays.push(mark);
        }
    }
    take_back(member, &picture).await;
    take_back(member, &letter).await;
    let planned = planned["id"].as_str().unwrap();
    member.delete(&format!("/api/v1/scheduled_statuses/{planned}")).await.expect(200);
    let gone = json!({"id": note["id"], "type": "Tombstone"});
    assert_eq!(here.send(&peer, "ann", "Delete", "/deletes/1", gone).await, 202);
    goes.extend([pictured, direct, later, remote]);
    here.settle(&peer).await;

    wipe(&here, &peer).await;
    eventually("no trace is left", async || {
        let left = traces(&goes, &disk(server).await);
        if left.is_empty() { Ok(()) } else { Err(format!("{} traces: {left:#?}", left.len())) }
    })
    .await;
    let kept = traces(&stays, &disk(server).await);
    for mark in &stays {
        assert!(kept.iter().any(|(found, _)| found == mark), "what stays is there");
    }
}

/// Lets the hour come in which the log is emptied, and the day on which the file is written anew, while the server runs.
async fn wipe(here: &Here, peer: &Peer) {
    let due = "UPDATE job SET run_at = 0 WHERE payload LIKE '%wipe%' OR payload LIKE '%tidy%' RETURNING id";
    eventually("wiping is planned", async || {
        if here.server.database.rows(due).await.len() < 2 { Err("not yet".to_owned()) } else { Ok(()) }
    })
    .await;
    // One more post goes: whoever waits for jobs looks again.
    let note = json!({"id": peer.url("/notes/2"), "type": "Note", "attributedTo": peer.person("ann"), "to": [PUBLIC],
        "cc": [here.person], "content": "<p>Words.</p>", "tag": [{"type": "Mention", "href": here.person}]});
    assert_eq!(here.send(peer, "ann", "Create", "/creates/2", note.clone()).await, 202);
    assert_eq!(here.send(peer, "ann", "Delete", "/deletes/2", note["id"].clone()).await, 202);
    eventually("the database was wiped", async || {
        let waiting = here.server.database.rows("SELECT id FROM job WHERE run_at = 0").await;
        if waiting.is_empty() { Ok(()) } else { Err(format!("{waiting:?}")) }
    })
    .await;
}
