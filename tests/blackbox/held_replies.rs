//! Replies by strangers wait: on stories that need care, until the author or a moderator lets them through.

use serde_json::{Value, json};

use crate::support::client::Answer;
use crate::support::{Client, Peer, Server, eventually};
use crate::web_stories::{signed_in, token};

const PUBLIC: &str = "https://www.w3.org/ns/activitystreams#Public";

/// A server with somebody who told a story.
struct Told {
    server: Server,
    author: Client,
    /// The author in a browser, signed in.
    browser: Client,
    peer: Peer,
    story: Value,
}

impl Told {
    /// `symptom` decides how much care the story needs.
    async fn with(server: Server, symptom: &str) -> Self {
        let browser = signed_in(&server, "quiet_fern_12").await;
        let token = server.cli(&["token", "create", "quiet_fern_12", "--scope", "read write follow"]);
        let author = server.client().with_token(token.expect_success().trim());
        let status = format!(
            "After I stopped\n\nMedication: Zoloft\nAge: 26-35\nDuration: 1-2 years\nSymptoms: {symptom}\n\n\
             It was given to me for panic attacks at work."
        );
        let body = json!({"status": status, "language": "en"});
        let story = author.post_json("/api/v1/statuses", &body).await.expect(200).json();
        assert!(story["story"].is_object(), "{story}");
        Self { server, author, browser, peer: Peer::start(), story }
    }

    async fn start(symptom: &str) -> Self {
        Self::with(Server::start().await, symptom).await
    }

    /// A person of the peer answers the story.
    async fn answer(&self, name: &str, words: &str) -> String {
        let (person, id) = (self.peer.person(name), self.peer.url(&format!("/notes/{name}")));
        self.peer.publish(&format!("/notes/{name}"), self.note(name, words));
        let create = json!({"id": format!("{id}/activity"), "type": "Create", "actor": person,
            "to": PUBLIC, "object": self.note(name, words)});
        self.peer.send(name, &self.server.url("/inbox"), &create).await.expect(202);
        id
    }

    fn note(&self, name: &str, words: &str) -> Value {
        let (person, id) = (self.peer.person(name), self.peer.url(&format!("/notes/{name}")));
        json!({"id": id, "type": "Note", "attributedTo": person, "inReplyTo": self.story["uri"], "to": PUBLIC,
            "cc": [], "content": format!("<p>{words}</p>"), "published": "2026-11-20T09:00:00Z"})
    }

    /// Waits until so many posts are in a state.
    async fn posts(&self, state: &str, count: usize) -> Vec<Value> {
        eventually(&format!("{count} posts are {state}"), async || {
            let sql =
                format!("SELECT id FROM post WHERE kind = 'note' AND local = FALSE AND state = '{state}'");
            let rows = self.server.database.rows(&sql).await;
            if rows.len() == count { Ok(rows) } else { Err(format!("{rows:?}")) }
        })
        .await
    }

    /// What somebody finds below the story, without what the guide says to the author there.
    async fn below(&self, client: &Client) -> Vec<String> {
        let path = format!("/api/v1/statuses/{}/context", self.story["id"].as_str().unwrap());
        let context = client.get(&path).await.expect(200).json();
        let below = context["descendants"].as_array().unwrap();
        let others = below.iter().filter(|post| post["account"]["acct"] != "guide");
        others.map(|post| post["content"].as_str().unwrap().to_owned()).collect()
    }

    async fn count(&self) -> Value {
        let path = format!("/api/v1/statuses/{}", self.story["id"].as_str().unwrap());
        self.author.get(&path).await.expect(200).json()["replies_count"].clone()
    }

    async fn notices(&self) -> String {
        self.author.get("/api/v1/notifications?types[]=mention").await.expect(200).body
    }
}

/// Presses a button about a reply.
async fn decide(browser: &Client, page: &str, reply: &Value, decision: &str) -> Answer {
    let csrf = token(&browser.get(page).await.expect(200).body);
    let id = reply.as_i64().unwrap().to_string();
    let fields = [("csrf", csrf.as_str()), ("reply", &id), ("decision", decision)];
    browser.post_form(&format!("{page}/replies"), &fields).await
}

#[tokio::test]
async fn a_stranger_s_reply_is_nowhere_until_the_author_lets_it_through() {
    let told = Told::start("hopelessness").await;
    let care = told.server.database.rows("SELECT care_level FROM post WHERE kind = 'story'").await;
    assert_eq!(care[0]["care_level"], 1, "the story needs care");
    let uri = told.answer("ann", "Wormwood words.").await;
    let held = told.posts("held", 1).await;
    for client in [&told.author, &told.server.client()] {
        assert!(told.below(client).await.is_empty());
    }
    assert_eq!(told.count().await, 0);
    assert!(!told.notices().await.contains("Wormwood"));
    let search = format!("/api/v2/search?resolve=true&q={uri}");
    assert_eq!(told.author.get(&search).await.expect(200).json()["statuses"], json!([]));
    let path = told.story["url"].as_str().unwrap().split_once(&told.server.domain).unwrap().1;
    let page = told.browser.get(path).await.expect(200).body;
    assert!(page.contains("One reply by somebody whom you do not follow") && !page.contains("Wormwood"));
    let settings = told.browser.get("/settings").await.expect(200).body;
    let cover = settings.split("<details class=\"covered\">").nth(1).expect("it is covered");
    assert!(cover.contains("Wormwood") && cover.contains(&format!("@ann@{}", told.peer.domain)));

    let stranger = signed_in(&told.server, "mild_river_48").await;
    decide(&stranger, "/settings", &held[0]["id"], "show").await.expect(404);
    // What its server says anew changes nothing of that.
    let update = json!({"id": format!("{uri}#2"), "type": "Update", "actor": told.peer.person("ann"), "to": PUBLIC,
        "object": told.note("ann", "Mugwort words.")});
    told.peer.send("ann", &told.server.url("/inbox"), &update).await.expect(202);
    eventually("the update is applied", async || {
        let settings = told.browser.get("/settings").await.expect(200).body;
        if settings.contains("Mugwort") { Ok(()) } else { Err(settings) }
    })
    .await;
    assert!(told.below(&told.author).await.is_empty());

    decide(&told.browser, "/settings", &held[0]["id"], "show").await.expect(303);
    assert_eq!(told.below(&told.server.client()).await, ["<p>Mugwort words.</p>"]);
    assert_eq!(told.count().await, 1);
    assert!(!told.browser.get("/settings").await.expect(200).body.contains("Mugwort"));
    decide(&told.browser, "/settings", &held[0]["id"], "drop").await.expect(303);
    assert_eq!(told.below(&told.author).await.len(), 1, "decided is decided");
}

#[tokio::test]
async fn a_reply_that_is_turned_away_is_erased_and_does_not_come_back() {
    let told = Told::start("hopelessness").await;
    let uri = told.answer("ann", "Wormwood words.").await;
    let held = told.posts("held", 1).await;
    decide(&told.browser, "/settings", &held[0]["id"], "drop").await.expect(303);
    assert!(told.server.database.tables_with("Wormwood").await.is_empty());
    for (number, kind) in [(2, "Update"), (3, "Create")] {
        let again = json!({"id": format!("{uri}#{number}"), "type": kind, "actor": told.peer.person("ann"),
            "to": PUBLIC, "object": told.note("ann", "Wormwood words.")});
        told.peer.send("ann", &told.server.url("/inbox"), &again).await.expect(202);
    }
    told.answer("bob", "Another one.").await;
    told.posts("held", 1).await;
    assert!(told.server.database.tables_with("Wormwood").await.is_empty());
    // A story that is taken back takes along what still waits.
    told.author.delete(&format!("/api/v1/statuses/{}", told.story["id"].as_str().unwrap())).await.expect(200);
    assert!(told.server.database.tables_with("Another one").await.is_empty());
}

#[tokio::test]
async fn where_a_story_speaks_of_suicidal_thoughts_a_moderator_decides() {
    let told = Told::start("suicidal thoughts").await;
    told.answer("ann", "Wormwood words.").await;
    let held = told.posts("held", 1).await;
    assert!(!told.browser.get("/settings").await.expect(200).body.contains("Wormwood"));
    decide(&told.browser, "/settings", &held[0]["id"], "show").await.expect(403);
    let printed = told.server.cli(&["member", "create", "calm_stone_77", "--role", "moderator"]);
    let printed = printed.expect_success();
    let passphrase = printed.lines().find_map(|line| line.strip_prefix("passphrase: ")).unwrap();
    let moderator = told.server.client();
    let csrf = token(&moderator.get("/sign-in").await.expect(200).body);
    let fields = [("csrf", csrf.as_str()), ("handle", "calm_stone_77"), ("passphrase", passphrase)];
    moderator.post_form("/sign-in", &fields).await.expect(303);
    assert!(moderator.get("/desk").await.expect(200).body.contains("Wormwood"));
    decide(&moderator, "/desk", &held[0]["id"], "show").await.expect(303);
    assert_eq!(told.below(&told.server.client()).await.len(), 1);
    assert!(!moderator.get("/desk").await.expect(200).body.contains("Wormwood"));
}

#[tokio::test]
async fn members_replies_wait_too_and_those_of_whom_the_author_follows_do_not() {
    let told = Told::start("hopelessness").await;
    let member = told.server.member("mild_river_48");
    let id = told.story["id"].as_str().unwrap();
    let body = json!({"status": "Wormwood words.", "in_reply_to_id": id});
    let reply = member.post_json("/api/v1/statuses", &body).await.expect(200).json();
    assert!(told.below(&told.server.client()).await.is_empty());
    let path = format!("/api/v1/statuses/{}", reply["id"].as_str().unwrap());
    member.get(&path).await.expect(200);
    told.author.get(&path).await.expect(404);
    // A change does not let it out.
    member.put_json(&path, &json!({"status": "Mugwort words."})).await.expect(200);
    told.author.get(&path).await.expect(404);
    let number: Value = reply["id"].as_str().unwrap().parse::<i64>().unwrap().into();
    decide(&told.browser, "/settings", &number, "show").await.expect(303);
    assert_eq!(told.below(&told.server.client()).await.len(), 1);
    assert_eq!(told.below(&told.author).await.len(), 1);

    let me = member.get("/api/v1/accounts/verify_credentials").await.expect(200).json();
    let follow = format!("/api/v1/accounts/{}/follow", me["id"].as_str().unwrap());
    told.author.post(&follow).await.expect(200);
    member
        .post_json("/api/v1/statuses", &json!({"status": "Once more.", "in_reply_to_id": id}))
        .await
        .expect(200);
    assert_eq!(told.below(&told.server.client()).await.len(), 2);
}

#[tokio::test]
async fn a_community_may_hold_all_replies_or_none() {
    let all = Server::at("a").env("ANAMNESIS_REVIEW_REPLIES", "all").start().await;
    let told = Told::with(all, "dry eyes").await;
    told.answer("ann", "Wormwood words.").await;
    told.posts("held", 1).await;
    let none = Server::at("b").env("ANAMNESIS_REVIEW_REPLIES", "none").start().await;
    let told = Told::with(none, "suicidal thoughts").await;
    told.answer("ann", "Wormwood words.").await;
    told.posts("published", 1).await;
    let told = Told::start("dry eyes").await;
    told.answer("ann", "Wormwood words.").await;
    told.posts("published", 1).await;
}

#[tokio::test]
async fn who_asks_before_answering_is_told_yes_and_the_reply_waits_all_the_same() {
    let told = Told::start("hopelessness").await;
    let request = json!({"id": told.peer.url("/requests/1"), "type": "ReplyRequest", "actor": told.peer.person("ann"),
        "to": told.peer.person("whoever"), "object": told.story["uri"], "instrument": told.note("ann", "Wormwood words.")});
    for _ in 0..2 {
        told.peer.send("ann", &told.server.url("/inbox"), &request).await.expect(202);
    }
    let accept = told.peer.wait_for("Accept").await.activity;
    assert_eq!(accept["object"]["id"], request["id"]);
    told.posts("held", 1).await;
    assert!(told.below(&told.author).await.is_empty());
    assert!(!told.notices().await.contains("Wormwood"));
}
