//! The known ways of attacking a server of the fediverse, by class: each has a test that is named after it.
//!
//! 1 body not bound to the signature, 2 replay, 3 key of another actor, 4 authority of objects, 5 media-type confusion,
//! 6 server-side request forgery, 7 redirect loops and amplification, 8 recursion and fan-out, 9 size, 10 JSON-LD tricks,
//! 11 cross-site scripting, 12 going round a block, 13 leaks of private posts, 14 quotes and interaction policies,
//! 15 WebFinger spoofing, 16 media processing (here, and `client_api/pictures_refused`), 17 services without approval.

mod endless;
mod objects;
mod private;
mod quotes;
mod reach;
mod requests;
mod texts;

use std::sync::atomic::{AtomicU32, Ordering};

use serde_json::{Value, json};

pub use super::support::Here;
use super::support::{Peer, eventually};

pub const PUBLIC: &str = "https://www.w3.org/ns/activitystreams#Public";

impl Here {
    pub fn inbox(&self) -> String {
        self.server.url("/inbox")
    }

    /// A note that mentions the member, so that it is kept.
    pub fn note(&self, peer: &Peer, name: &str, number: usize, content: &str) -> Value {
        json!({
            "id": peer.url(&format!("/notes/{number}")), "type": "Note", "attributedTo": peer.person(name),
            "to": [PUBLIC], "cc": [self.person], "content": content, "published": "2026-11-20T09:00:00Z",
            "tag": [{"type": "Mention", "href": self.person, "name": "@quiet_fern_12"}],
        })
    }

    /// Sends an activity by a person of the peer.
    pub async fn send(&self, peer: &Peer, name: &str, kind: &str, id: &str, object: Value) -> u16 {
        let activity = json!({"id": peer.url(id), "type": kind, "actor": peer.person(name), "to": [PUBLIC], "object": object});
        peer.send(name, &self.inbox(), &activity).await.status
    }

    /// Waits until everything that was sent before is applied: a like of a new reader is.
    pub async fn settle(&self, peer: &Peer) {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let reader = format!("reader{}", COUNT.fetch_add(1, Ordering::Relaxed));
        peer.send(&reader, &self.inbox(), &self.like(peer, &reader, 1)).await.expect(202);
        let like = format!(
            "SELECT favourite.id FROM favourite JOIN account ON account.id = favourite.account_id
             WHERE account.handle = '{reader}'"
        );
        eventually("everything is applied", async || {
            let likes = self.server.database.rows(&like).await;
            if likes.is_empty() { Err("not yet".to_owned()) } else { Ok(()) }
        })
        .await;
    }

    pub async fn favourites(&self) -> u64 {
        let path = format!("/api/v1/statuses/{}", self.post["id"].as_str().unwrap());
        self.member.get(&path).await.json()["favourites_count"].as_u64().unwrap()
    }

    /// The text of the post with this id, if it is here.
    pub async fn stored(&self, uri: &str) -> Option<String> {
        let rows = self.server.database.rows(&format!("SELECT html FROM post WHERE uri = '{uri}'")).await;
        Some(rows.first()?["html"].as_str().unwrap().to_owned())
    }

    /// What the member finds when asking for an address.
    pub async fn search(&self, address: &str) -> Value {
        let query: String = url::form_urlencoded::byte_serialize(address.as_bytes()).collect();
        let path = format!("/api/v2/search?resolve=true&q={query}");
        self.member.get(&path).await.expect(200).json()
    }
}

/// Nothing of any kind was found.
pub fn is_nothing(found: &Value) -> bool {
    ["accounts", "statuses"].iter().all(|kind| found[*kind].as_array().is_some_and(Vec::is_empty))
}
