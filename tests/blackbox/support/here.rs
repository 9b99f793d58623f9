//! A server with a member and a post of theirs: what people of other servers have to do with.

use serde_json::{Value, json};

use super::{Client, Peer, Server};

/// A server, its member, and the post of the member that others react to.
pub struct Here {
    pub server: Server,
    pub member: Client,
    /// The member's wire id.
    pub person: String,
    pub post: Value,
}

impl Here {
    pub async fn start() -> Self {
        let server = Server::start().await;
        let member = server.member("quiet_fern_12");
        let post = json!({"status": "Who else hears a ringing?", "language": "en"});
        let post = member.post_json("/api/v1/statuses", &post).await.expect(200).json();
        let rows = server.database.rows("SELECT uri FROM account WHERE handle = 'quiet_fern_12'").await;
        let person = rows[0]["uri"].as_str().unwrap().to_owned();
        Self { server, member, person, post }
    }

    /// A like of the post, by a person of the peer.
    pub fn like(&self, peer: &Peer, name: &str, number: usize) -> Value {
        let actor = peer.person(name);
        json!({"id": format!("{actor}/likes/{number}"), "type": "Like", "actor": actor, "object": self.post["uri"]})
    }
}
