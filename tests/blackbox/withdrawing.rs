//! A withdrawal that arrives: also at servers that only fetched the story, also at those that do not delete at once; and what
//! its author is told of it.

use serde_json::{Value, json};

use crate::consent::decide;
use crate::support::keys::{Key, Way};
use crate::support::{Behaviour, Client, Peer, Server, eventually};
use crate::web_stories::{signed_in, token};

const STORY: &str = "After I stopped\n\nMedication: Zoloft\nAge: 26-35\nDuration: 1-2 years\nSymptoms: emotional blunting\n\n\
    It was given to me for panic attacks at work. A wryneck sat outside.";

/// A server with a member who tells stories.
struct Telling {
    server: Server,
    author: Client,
    /// The author in a browser, signed in.
    browser: Client,
    /// The author's wire id.
    person: String,
}

impl Telling {
    async fn start() -> Self {
        let server = Server::start().await;
        let browser = signed_in(&server, "quiet_fern_12").await;
        let token = server.cli(&["token", "create", "quiet_fern_12", "--scope", "read write follow"]);
        let author = server.client().with_token(token.expect_success().trim());
        let rows = server.database.rows("SELECT uri FROM account WHERE handle = 'quiet_fern_12'").await;
        let person = rows[0]["uri"].as_str().unwrap().to_owned();
        Self { server, author, browser, person }
    }

    async fn tell(&self) -> Value {
        let body = json!({"status": STORY, "language": "en"});
        let told = self.author.post_json("/api/v1/statuses", &body).await.expect(200).json();
        assert!(told["story"].is_object(), "{told}");
        told
    }

    async fn take_back(&self, told: &Value) {
        self.author.delete(&format!("/api/v1/statuses/{}", told["id"].as_str().unwrap())).await.expect(200);
    }

    /// Somebody of the peer follows the author.
    async fn followed_by(&self, peer: &Peer) {
        self.follow(peer, &self.person).await;
    }

    async fn follow(&self, peer: &Peer, whom: &str) {
        let actor = peer.person("zoe");
        let follow =
            json!({"id": format!("{actor}/follow"), "type": "Follow", "actor": actor, "object": whom});
        peer.send("zoe", &self.server.url("/inbox"), &follow).await.expect(202);
        peer.wait_for("Accept").await;
    }

    async fn change_profile(&self, note: &str) {
        let path = "/api/v1/accounts/update_credentials";
        let request = self.author.request(reqwest::Method::PATCH, path).json(&json!({"note": note}));
        self.author.send(request).await.expect(200);
    }

    async fn fetched(&self) -> Vec<Value> {
        let rows = "SELECT peer.host, fetched.* FROM fetched JOIN peer ON peer.id = peer_id ORDER BY host";
        self.server.database.rows(rows).await
    }

    /// Lets what is done once a day happen now.
    async fn pass_a_day(&mut self) {
        self.server.stop();
        let due = "UPDATE job SET run_at = 0 WHERE payload LIKE '%tidy%' RETURNING id";
        assert_eq!(self.server.database.rows(due).await.len(), 1);
        self.server.start_again().await;
    }
}

fn deletes(peer: &Peer) -> usize {
    peer.received().iter().filter(|item| item.activity["type"] == "Delete").count()
}

#[tokio::test]
async fn a_server_that_only_fetched_a_story_is_asked_to_delete_it() {
    let telling = Telling::start().await;
    let told = telling.tell().await;
    let uri = told["uri"].as_str().unwrap();
    let (object, outbox, created, liar, silent) =
        (Peer::start(), Peer::start(), Peer::start(), Peer::start(), Peer::start());
    let note = object.fetch(Way::Cavage, "reader", uri).await.expect(200).json();
    assert_eq!(note["id"], uri);
    object.fetch(Way::Cavage, "another", uri).await.expect(200);
    let page = format!("{}/outbox?page=true", telling.person);
    outbox.fetch(Way::Message, "reader", &page).await.expect(200);
    created.fetch(Way::Cavage, "reader", &format!("{uri}/activity")).await.expect(200);
    // Anybody may read without a signature, also with one that is wrong; nothing is known of them.
    liar.fetch_signed(Way::Cavage, &Key::fresh(), "reader", uri).await.expect(200);
    silent.fetch(Way::Cavage, "reader", &format!("{uri}/likes")).await.expect(200);

    let rows = telling.fetched().await;
    let mut hosts: Vec<&str> = rows.iter().map(|row| row["host"].as_str().unwrap()).collect();
    hosts.sort_unstable();
    let mut expected = [&object, &outbox, &created].map(|peer| peer.domain.as_str());
    expected.sort_unstable();
    assert_eq!(hosts, expected, "each server once, whoever of it asked");
    for row in &rows {
        let mut names: Vec<&String> = row.as_object().unwrap().keys().collect();
        names.sort_unstable();
        assert_eq!(
            names,
            ["fetched_week", "host", "peer_id", "post_id"],
            "nothing but server, post and week"
        );
    }

    telling.take_back(&told).await;
    for peer in [&object, &outbox, &created] {
        let delete = peer.wait_for("Delete").await;
        assert_eq!((delete.path.as_str(), &delete.activity["object"]["id"]), ("/inbox", &json!(uri)));
        assert_eq!(deletes(peer), 1);
    }
    assert_eq!((liar.attempts(), silent.attempts()), (0, 0));
    assert!(telling.fetched().await.is_empty(), "who fetched it is forgotten with it");
    object.fetch(Way::Cavage, "reader", uri).await.expect(410);
}

#[tokio::test]
async fn an_edit_and_the_end_of_a_storys_travels_reach_a_server_that_only_fetched_it() {
    let (telling, peer) = (Telling::start().await, Peer::start());
    let told = telling.tell().await;
    let uri = told["uri"].as_str().unwrap();
    peer.fetch(Way::Cavage, "reader", uri).await.expect(200);
    let own = format!("/api/v1/statuses/{}", told["id"].as_str().unwrap());
    let edited = json!({"status": STORY.replace("wryneck", "nightjar"), "language": "en"});
    telling.author.put_json(&own, &edited).await.expect(200);
    let update = peer.wait_for("Update").await;
    assert_eq!((update.path.as_str(), &update.activity["object"]["id"]), ("/inbox", &json!(uri)));
    assert!(update.activity["object"]["content"].as_str().unwrap().contains("nightjar"));
    assert!(update.signed_by.is_ok(), "{update:?}");

    let path = told["url"].as_str().unwrap().split_once(&telling.server.domain).unwrap().1;
    decide(&telling.browser, path, &["consent-translate"]).await;
    let delete = peer.wait_for("Delete").await;
    assert_eq!(delete.activity["object"]["id"], uri);
    assert!(telling.fetched().await.is_empty());
    // What it says here from now on is not told there.
    let again = json!({"status": STORY.replace("wryneck", "bittern"), "language": "en"});
    telling.author.put_json(&own, &again).await.expect(200);
    telling.change_profile("Later.").await;
    assert_eq!(peer.received().len(), 2);
}

#[tokio::test]
async fn what_passed_a_story_on_is_undone_with_it() {
    let telling = Telling::start().await;
    let booster = telling.server.member("mild_river_48");
    let rows = "SELECT uri FROM account WHERE handle = 'mild_river_48'";
    let booster_uri = telling.server.database.rows(rows).await[0]["uri"].as_str().unwrap().to_owned();
    let (of_feed, of_booster) = (Peer::start(), Peer::start());
    telling.follow(&of_feed, &telling.server.url("/feed")).await;
    telling.follow(&of_booster, &booster_uri).await;
    let told = telling.tell().await;
    booster.post(&format!("/api/v1/statuses/{}/reblog", told["id"].as_str().unwrap())).await.expect(200);
    let mut announced = Vec::new();
    for peer in [&of_feed, &of_booster] {
        let announce = peer.wait_for("Announce").await.activity;
        assert_eq!(announce["object"], told["uri"]);
        announced.push(announce);
    }
    telling.take_back(&told).await;
    for (peer, announce) in [&of_feed, &of_booster].into_iter().zip(announced) {
        let undo = peer.wait_for("Undo").await.activity;
        assert_eq!(undo["actor"], announce["actor"]);
        assert_eq!((&undo["object"]["type"], &undo["object"]["id"]), (&json!("Announce"), &announce["id"]));
        assert_eq!(peer.wait_for("Delete").await.activity["object"]["id"], told["uri"]);
        assert_eq!(deletes(peer), 1);
    }
}

#[tokio::test]
async fn a_server_that_was_sent_a_story_and_fetches_it_too_is_asked_once() {
    let (telling, peer) = (Telling::start().await, Peer::start());
    telling.followed_by(&peer).await;
    let told = telling.tell().await;
    peer.wait_for("Create").await;
    peer.fetch(Way::Cavage, "zoe", told["uri"].as_str().unwrap()).await.expect(200);
    telling.take_back(&told).await;
    telling.change_profile("After it.").await;
    peer.wait_for("Update").await;
    assert_eq!(deletes(&peer), 1);
}

#[tokio::test]
async fn a_blocked_server_reads_nothing_but_who_we_are() {
    let (telling, peer) = (Telling::start().await, Peer::start());
    let told = telling.tell().await;
    let uri = told["uri"].as_str().unwrap();
    telling.server.cli(&["peer", "block", &peer.domain]).expect_success();
    let (person, page) = (telling.person.clone(), format!("{}/outbox?page=true", telling.person));
    for address in [uri, &format!("{uri}/activity"), &format!("{uri}/replies"), &person, &page] {
        for way in [Way::Cavage, Way::Message] {
            let answer = peer.fetch(way, "reader", address).await.expect(403);
            assert!(!answer.body.contains("wryneck"), "{address}");
        }
    }
    peer.fetch(Way::Cavage, "reader", &telling.server.url("/actor")).await.expect(200);
    assert!(telling.fetched().await.is_empty());
}

#[tokio::test]
async fn the_author_reads_which_servers_took_the_request() {
    let (telling, quick, slow) = (Telling::start().await, Peer::start(), Peer::start());
    for peer in [&quick, &slow] {
        telling.followed_by(peer).await;
    }
    let told = telling.tell().await;
    for peer in [&quick, &slow] {
        peer.wait_for("Create").await;
    }
    slow.behave(Behaviour::Refuse(503));
    let browser = &telling.browser;
    let path = told["url"].as_str().unwrap().split_once(&telling.server.domain).unwrap().1.to_owned();
    let page = format!("{path}/take-back");
    let csrf = token(&browser.get(&page).await.expect(200).body);
    let sent = browser.post_form(&page, &[("csrf", &csrf)]).await.expect(303);
    assert_eq!(sent.header("location"), page);
    eventually("one of two took it", async || {
        let body = browser.get(&page).await.expect(200).body;
        let is_told = body.contains("1 of 2 servers took the request") && body.contains(&slow.domain);
        if is_told && !body.contains(&quick.domain) { Ok(()) } else { Err(body) }
    })
    .await;
    let settings = browser.get("/settings").await.expect(200).body;
    assert!(settings.contains("Copies that we cannot see may remain"), "{settings}");
    assert!(settings.contains(&slow.domain) && !settings.contains("wryneck"), "{settings}");

    telling.server.client().get(&page).await.expect(401);
    let stranger = signed_in(&telling.server, "mild_river_48").await;
    stranger.get(&page).await.expect(404);
    assert!(telling.server.database.tables_with("wryneck").await.is_empty());

    slow.behave(Behaviour::Accept);
    slow.wait_for("Delete").await;
    eventually("both took it", async || {
        let body = browser.get(&page).await.expect(200).body;
        if body.contains("All 2 servers took the request") { Ok(()) } else { Err(body) }
    })
    .await;
    telling.server.cli(&["member", "delete", "quiet_fern_12", "--yes"]).expect_success();
    assert!(telling.server.database.rows("SELECT id FROM withdrawal").await.is_empty());
}

#[tokio::test]
async fn who_does_not_delete_is_asked_again_each_day_and_holds_up_nothing_else() {
    let (mut telling, peer) = (Telling::start().await, Peer::start());
    telling.followed_by(&peer).await;
    let told = telling.tell().await;
    peer.wait_for("Create").await;
    peer.behave(Behaviour::Refuse(404));
    let before = peer.attempts();
    telling.take_back(&told).await;
    eventually("the request is put off", async || {
        let rows = telling.server.database.rows("SELECT state FROM delivery_to WHERE urgent").await;
        if rows.iter().any(|row| row["state"] == "later") { Ok(()) } else { Err(format!("{rows:?}")) }
    })
    .await;
    assert!(peer.attempts() > before);
    peer.behave(Behaviour::Accept);
    telling.change_profile("In between.").await;
    peer.wait_for("Update").await;
    assert_eq!(deletes(&peer), 0);
    telling.pass_a_day().await;
    peer.wait_for("Delete").await;
}
