//! Whatever another server posts to an inbox is read, or refused; nothing of it makes the reader fall.
#![no_main]

use anamnesis::federation::authority;
use anamnesis::federation::object::{read, remote_actor, remote_note, strict};
use anamnesis::federation::proof::Proof;
use chrono::{DateTime, Utc};
use libfuzzer_sys::fuzz_target;

const NOW: i64 = 1_795_338_030;

fuzz_target!(|body: &[u8]| {
    let Ok(activity) = strict::parse(body) else { return };
    let actor = read::id(activity.get("actor")).unwrap_or("https://peer.example/users/ann");
    let _verdict = authority::may_say(actor, &activity);
    let _address = authority::passed_on(&activity);
    let _proof = Proof::read(&activity, DateTime::<Utc>::from_timestamp(NOW, 0).unwrap_or_default());
    for document in [Some(&activity), activity.get("object")].into_iter().flatten() {
        let _vote = remote_note::vote(document);
        let _actor = remote_actor::parse(document, NOW);
        if let Some(note) = remote_note::parse(document, Some("https://peer.example/users/ann/followers")) {
            assert!(note.hashtags.iter().all(|tag| !tag.is_empty()));
            assert!(!note.html.as_str().contains("<script"));
        }
    }
});
