//! What other software sends, one file for each shape in `tests/fixtures/activities`: each is understood for what it is.

use serde_json::{Value, json};

use super::support::keys::Key;
use super::support::{Client, Peer, Server, eventually};

/// Our member, the post that others react to, and the server of both.
struct Here {
    server: Server,
    member: Client,
    person: String,
    id: String,
    uri: String,
}

impl Here {
    async fn start() -> Self {
        let server = Server::start().await;
        let member = server.member("quiet_fern_12");
        let finger = format!("/.well-known/webfinger?resource=acct:quiet_fern_12@{}", server.domain);
        let finger = member.get(&finger).await.expect(200).json();
        let links = finger["links"].as_array().unwrap();
        let person = links.iter().find(|link| link["rel"] == "self").unwrap()["href"].as_str().unwrap();
        let post = json!({"status": "Who else hears a ringing since #sertraline?", "language": "en"});
        let post = member.post_json("/api/v1/statuses", &post).await.expect(200).json();
        let text = |name: &str| post[name].as_str().unwrap().to_owned();
        Self { person: person.to_owned(), id: text("id"), uri: text("uri"), server, member }
    }

    /// The fixture of this name, as `peer` would send it here.
    fn read(&self, peer: &Peer, name: &str) -> Value {
        let file = format!("{}/tests/fixtures/activities/{name}.json", env!("CARGO_MANIFEST_DIR"));
        let text = std::fs::read_to_string(&file).unwrap_or_else(|error| panic!("{file}: {error}"));
        let text = text
            .replace("https://peer.example", &peer.url(""))
            .replace("https://here.example/stories/1", &self.uri)
            .replace("https://here.example/people/1", &self.person)
            .replace("PUBLIC KEY", &Key::shared().public_pem().replace('\n', "\\n"));
        serde_json::from_str(&text).unwrap_or_else(|error| panic!("{file}: {error}"))
    }

    /// Sends a fixture twice, as happens: the second time must change nothing.
    async fn send(&self, peer: &Peer, key_id: &str, name: &str) {
        let activity = self.read(peer, name);
        for _ in 0..2 {
            peer.send_signed(Key::shared(), &peer.url(key_id), &self.server.url("/inbox"), &activity)
                .await
                .expect(202);
        }
    }

    /// Waits until our post counts so many.
    async fn counts(&self, what: &str, counter: &str, number: u64) {
        eventually(&format!("{what}: {counter} {number}"), async || {
            // Who waits for long is told that these are too many requests; that is no reason to stop.
            let post = self.member.get(&format!("/api/v1/statuses/{}", self.id)).await.json();
            if post[counter] == number { Ok(()) } else { Err(post.to_string()) }
        })
        .await;
    }

    /// What is known here of a post elsewhere.
    async fn find(&self, uri: &str) -> Option<Value> {
        let found =
            self.member.get(&format!("/api/v2/search?type=statuses&q={uri}")).await.expect(200).json();
        found["statuses"].get(0).cloned()
    }

    async fn arrives(&self, uri: &str) -> Value {
        eventually(&format!("{uri} is here"), async || self.find(uri).await.ok_or("not yet".to_owned())).await
    }

    async fn goes(&self, uri: &str) {
        eventually(&format!("{uri} is gone"), async || match self.find(uri).await {
            None => Ok(()),
            Some(post) => Err(post.to_string()),
        })
        .await;
    }
}

#[tokio::test]
async fn notes_reactions_and_deletions_of_microblogs_are_understood() {
    let here = Here::start().await;
    // Misskey does not say which language a note is in.
    for (software, key_id, language) in [
        ("mastodon", "/users/ann#main-key", json!("en")),
        ("gotosocial", "/users/ann/main-key", json!("en")),
        ("misskey", "/users/ann#main-key", json!(null)),
        ("akkoma", "/users/ann#main-key", json!("en")),
    ] {
        let peer = Peer::start();
        if software == "gotosocial" {
            peer.publish("/users/ann/main-key", here.read(&peer, "gotosocial.key"));
            peer.publish("/users/ann", here.read(&peer, "gotosocial.actor"));
        }
        let send = async |shape: &str| here.send(&peer, key_id, &format!("{software}.{shape}")).await;

        let create = here.read(&peer, &format!("{software}.create-note"));
        let uri = create["object"]["id"].as_str().unwrap();
        send("create-note").await;
        let note = here.arrives(uri).await;
        let content = note["content"].as_str().unwrap();
        assert!(content.contains("My ears ring since the second week."), "{software}: {content}");
        assert_eq!(note["account"]["acct"], format!("ann@{}", peer.domain), "{software}");
        assert_eq!(note["visibility"], "public", "{software}");
        assert_eq!(note["language"], language, "{software}");
        assert_eq!((&note["spoiler_text"], &note["sensitive"]), (&json!("side effects"), &json!(true)));
        assert_eq!(note["tags"].as_array().unwrap().len(), 1, "{software}: {}", note["tags"]);
        assert_eq!(note["tags"][0]["name"], "tinnitus", "{software}");
        assert_eq!(note["mentions"][0]["acct"], "quiet_fern_12", "{software}");

        send("like").await;
        here.counts(software, "favourites_count", 1).await;
        send("undo-like").await;
        here.counts(software, "favourites_count", 0).await;
        send("announce").await;
        here.counts(software, "reblogs_count", 1).await;
        send("undo-announce").await;
        here.counts(software, "reblogs_count", 0).await;
        send("delete").await;
        here.goes(uri).await;
        if software == "akkoma" {
            // An emoji that says more than a like is counted as one.
            send("emoji-react").await;
            here.counts(software, "favourites_count", 1).await;
        }
    }
}

#[tokio::test]
async fn comments_likes_and_communities_of_lemmy_are_understood() {
    let (here, peer) = (Here::start().await, Peer::start());
    peer.publish("/u/ann", here.read(&peer, "lemmy.person"));
    peer.publish("/c/pain", here.read(&peer, "lemmy.group"));
    let page = here.read(&peer, "lemmy.page");
    peer.publish("/post/1", page.clone());
    let ann = "/u/ann#main-key";

    here.send(&peer, ann, "lemmy.create-note").await;
    let comment = here.arrives(&peer.url("/comment/1")).await;
    assert_eq!(comment["in_reply_to_id"], here.id.as_str());
    assert_eq!(comment["content"], "<p>My ears ring since the second week.</p>\n");
    here.send(&peer, ann, "lemmy.like").await;
    here.counts("lemmy", "favourites_count", 1).await;
    here.send(&peer, ann, "lemmy.undo-like").await;
    here.counts("lemmy", "favourites_count", 0).await;
    here.send(&peer, ann, "lemmy.delete").await;
    here.goes(&peer.url("/comment/1")).await;

    // A community wraps what its people do. Its word is not enough: the page is read at its origin.
    let found = format!("/api/v2/search?type=accounts&resolve=true&q={}", peer.url("/c/pain"));
    let found = here.member.get(&found).await.expect(200).json();
    let group = found["accounts"][0]["id"].as_str().unwrap_or_else(|| panic!("no group in {found}"));
    here.member.post(&format!("/api/v1/accounts/{group}/follow")).await.expect(200);
    peer.wait_for("Follow").await;
    let accept = json!({
        "id": peer.url("/activities/accept/1"), "type": "Accept", "actor": peer.url("/c/pain"),
        "object": {"type": "Follow", "actor": here.person, "object": peer.url("/c/pain")},
    });
    let inbox = here.server.url("/inbox");
    peer.send_signed(Key::shared(), &peer.url("/c/pain#main-key"), &inbox, &accept).await.expect(202);
    here.send(&peer, "/c/pain#main-key", "lemmy.announce").await;
    let told = here.arrives(&peer.url("/post/1")).await;
    let content = told["content"].as_str().unwrap();
    assert!(content.contains("<strong>Ringing ears</strong>"), "{content}");
    assert!(content.contains(&peer.url("/post/1")), "{content}");
    assert_eq!(told["account"]["acct"], format!("ann@{}", peer.domain));
    eventually("the page stands in the home timeline of who follows the community", async || {
        let home = here.member.get("/api/v1/timelines/home").await.expect(200).json();
        let passed_on = home.as_array().unwrap().iter().find(|item| item["reblog"]["id"] == told["id"]);
        passed_on.map(|item| assert_eq!(item["account"]["username"], "pain")).ok_or(home.to_string())
    })
    .await;
}
