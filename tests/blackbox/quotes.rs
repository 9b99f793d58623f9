//! Quotes: who may quote a post is its author's to say; others read that as a permission, until it is taken back.

use serde_json::{Value, json};

use crate::support::client::Answer;
use crate::support::{Client, Here, Peer, eventually};

pub const PUBLIC: &str = "https://www.w3.org/ns/activitystreams#Public";

impl Here {
    /// A post of the member that may be quoted by those.
    pub async fn quotable(&self, policy: &str) -> Value {
        let post =
            json!({"status": "Nightjars, all of them.", "language": "en", "quote_approval_policy": policy});
        self.member.post_json("/api/v1/statuses", &post).await.expect(200).json()
    }

    /// A post of ours as other servers read it.
    pub async fn wire(&self, post: &Value) -> Value {
        self.read(post["uri"].as_str().unwrap()).await.expect(200).json()
    }

    /// What lies at an address here, as other servers read it.
    pub async fn read(&self, address: &str) -> Answer {
        let path = address.split_once(&self.server.domain).unwrap().1;
        let client = self.server.client();
        let request =
            client.request(reqwest::Method::GET, path).header("accept", "application/activity+json");
        client.send(request).await
    }

    /// Somebody of the peer follows the member.
    pub async fn let_follow(&self, peer: &Peer, name: &str) {
        let actor = peer.person(name);
        let follow =
            json!({"id": format!("{actor}/follow"), "type": "Follow", "actor": actor, "object": self.person});
        peer.send(name, &self.server.url("/inbox"), &follow).await.expect(202);
        answered(peer, "Accept", &follow["id"]).await;
    }

    /// Sends a request twice, as happens.
    pub async fn ask(&self, peer: &Peer, name: &str, request: &Value) {
        for _ in 0..2 {
            peer.send(name, &self.server.url("/inbox"), request).await.expect(202);
        }
    }
}

/// A note of somebody of the peer that quotes, under an address where it can be fetched.
pub fn quoting(peer: &Peer, name: &str, number: usize, quoted: &Value) -> Value {
    let id = peer.url(&format!("/notes/{number}"));
    let note = json!({
        "id": id, "type": "Note", "attributedTo": peer.person(name), "to": [PUBLIC], "cc": [],
        "content": format!("<p>Look at this, {number}.</p>"), "published": "2026-11-20T09:00:00Z",
        "quote": quoted["uri"], "quoteUri": quoted["uri"], "_misskey_quote": quoted["uri"],
    });
    peer.publish(&format!("/notes/{number}"), note.clone());
    note
}

/// A request to quote; `instrument` is the note or its id.
pub fn request(peer: &Peer, name: &str, number: usize, quoted: &Value, instrument: &Value) -> Value {
    json!({
        "@context": ["https://www.w3.org/ns/activitystreams", {"QuoteRequest": "https://w3id.org/fep/044f#QuoteRequest"}],
        "id": peer.url(&format!("/quotes/{number}")), "type": "QuoteRequest", "actor": peer.person(name),
        "object": quoted["uri"], "instrument": instrument,
    })
}

/// Waits for the answer to what has this id: of a kind, and the only one. It may come more than once.
pub async fn answered(peer: &Peer, kind: &str, id: &Value) -> Value {
    let answers = || {
        let received = peer.received().into_iter().map(|received| received.activity);
        received.filter(|activity| activity["object"]["id"] == *id).collect::<Vec<Value>>()
    };
    let found = eventually(&format!("{kind} of {id}"), async || {
        answers().first().cloned().ok_or_else(|| format!("{:?}", peer.received()))
    })
    .await;
    assert_eq!(found["type"], kind, "{found}");
    assert!(answers().iter().all(|answer| *answer == found), "{:?}", answers());
    found
}

async fn quotes(client: &Client, post: &Value) -> Value {
    client.get(&format!("/api/v1/statuses/{}/quotes", post["id"].as_str().unwrap())).await.expect(200).json()
}

#[tokio::test]
async fn a_post_that_its_author_opens_is_quoted_until_the_author_takes_that_back() {
    let (here, peer) = (Here::start().await, Peer::start());
    let post = here.quotable("public").await;
    let approval = json!({"automatic": ["public"], "manual": [], "current_user": "denied"});
    assert_eq!(post["quote_approval"], approval);
    let policy = &here.wire(&post).await["interactionPolicy"];
    assert_eq!(policy["canQuote"], json!({"automaticApproval": [PUBLIC], "manualApproval": []}));

    // By its id alone, as Mastodon asks.
    let note = quoting(&peer, "ann", 1, &post);
    let asked = request(&peer, "ann", 1, &post, &note["id"]);
    here.ask(&peer, "ann", &asked).await;
    let accept = answered(&peer, "Accept", &asked["id"]).await;
    assert_eq!(accept["actor"], json!(here.person));
    assert_eq!(accept["to"], json!([peer.person("ann")]));
    let told_again = json!({"id": asked["id"], "type": "QuoteRequest", "actor": peer.person("ann"),
        "object": post["uri"], "instrument": note["id"]});
    assert_eq!(accept["object"], told_again);
    let stamp = accept["result"].as_str().unwrap();
    let read = here.read(stamp).await.expect(200).json();
    let expected = json!({"id": stamp, "type": "QuoteAuthorization", "attributedTo": here.person,
        "interactingObject": note["id"], "interactionTarget": post["uri"]});
    for (name, value) in expected.as_object().unwrap() {
        assert_eq!(&read[name], value, "{read}");
    }

    // Its author sees who quotes, nobody else does.
    let listed = quotes(&here.member, &post).await;
    assert_eq!((listed.as_array().unwrap().len(), &listed[0]["uri"]), (1, &note["id"]), "{listed}");
    let reader = here.server.member("other_moss_7");
    assert_eq!(quotes(&reader, &post).await, json!([]));
    let notices = here.member.get("/api/v1/notifications?types[]=mention").await.expect(200).json();
    assert_eq!(notices[0]["status"]["uri"], note["id"]);

    // The same thing gets the same permission, however it asks.
    let again = request(&peer, "ann", 2, &post, &note);
    here.ask(&peer, "ann", &again).await;
    assert_eq!(answered(&peer, "Accept", &again["id"]).await["result"], json!(stamp));

    let path = format!(
        "/api/v1/statuses/{}/quotes/{}/revoke",
        post["id"].as_str().unwrap(),
        listed[0]["id"].as_str().unwrap()
    );
    reader.post(&path).await.expect(404);
    here.server.client().post(&path).await.expect(401);
    assert_eq!(here.member.post(&path).await.expect(200).json()["uri"], note["id"]);
    here.member.post(&path).await.expect(404);
    let delete = peer.wait_for("Delete").await.activity;
    assert_eq!((&delete["object"], &delete["actor"]), (&json!(stamp), &json!(here.person)));
    assert!(delete["proof"].is_object(), "whoever passes it on is believed: {delete}");
    here.read(stamp).await.expect(410);
    assert_eq!(quotes(&here.member, &post).await, json!([]));
    // The post itself still stands.
    here.wire(&post).await;
}

#[tokio::test]
async fn a_post_for_followers_to_quote_is_quoted_by_them_alone() {
    let (here, peer) = (Here::start().await, Peer::start());
    let post = here.quotable("followers").await;
    assert_eq!(post["quote_approval"]["automatic"], json!(["followers"]));
    let can_quote = &here.wire(&post).await["interactionPolicy"]["canQuote"]["automaticApproval"];
    assert_eq!(can_quote, &json!([here.person, format!("{}/followers", here.person)]));
    let by_stranger = request(&peer, "bob", 1, &post, &quoting(&peer, "bob", 1, &post));
    here.ask(&peer, "bob", &by_stranger).await;
    answered(&peer, "Reject", &by_stranger["id"]).await;
    here.let_follow(&peer, "ann").await;
    let by_follower = request(&peer, "ann", 2, &post, &quoting(&peer, "ann", 2, &post));
    here.ask(&peer, "ann", &by_follower).await;
    answered(&peer, "Accept", &by_follower["id"]).await;
    // Closed again: nobody new, and what was permitted stays.
    let path = format!("/api/v1/statuses/{}/interaction_policy", post["id"].as_str().unwrap());
    here.member.put_json(&path, &json!({"quote_approval_policy": "nobody"})).await.expect(200);
    let later = request(&peer, "ann", 3, &post, &quoting(&peer, "ann", 3, &post));
    here.ask(&peer, "ann", &later).await;
    answered(&peer, "Reject", &later["id"]).await;
    assert_eq!(quotes(&here.member, &post).await.as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn a_story_is_opened_for_quotes_by_a_request_of_its_own_only() {
    let (here, peer) = (Here::start().await, Peer::start());
    here.let_follow(&peer, "zoe").await;
    let text = "After I stopped\n\nMedication: Zoloft\nSymptoms: emotional blunting\n\nIt was given to me for panic.";
    let body = json!({"status": text, "language": "en", "quote_approval_policy": "public"});
    let story = here.member.post_json("/api/v1/statuses", &body).await.expect(200).json();
    assert!(story["story"].is_object(), "{story}");
    assert_eq!(story["quote_approval"]["automatic"], json!([]));
    let path = format!("/api/v1/statuses/{}", story["id"].as_str().unwrap());
    let edited = json!({"status": format!("{text} Twice."), "quote_approval_policy": "public"});
    let edited = here.member.put_json(&path, &edited).await.expect(200).json();
    assert_eq!(edited["quote_approval"]["automatic"], json!([]));
    assert_eq!(
        here.wire(&story).await["interactionPolicy"]["canQuote"]["automaticApproval"],
        json!([here.person])
    );
    let opened = json!({"quote_approval_policy": "public"});
    let opened =
        here.member.put_json(&format!("{path}/interaction_policy"), &opened).await.expect(200).json();
    assert_eq!(opened["quote_approval"]["automatic"], json!(["public"]));
    assert_eq!(opened["edited_at"], edited["edited_at"], "the text is the same");
    eventually("who has it hears of it", async || {
        let mut updates =
            peer.received().into_iter().filter(|received| received.activity["type"] == "Update");
        let told = updates.next_back().map(|last| {
            last.activity["object"]["interactionPolicy"]["canQuote"]["automaticApproval"].clone()
        });
        if told == Some(json!([PUBLIC])) { Ok(()) } else { Err(format!("{told:?}")) }
    })
    .await;
}

#[tokio::test]
async fn what_is_not_for_everybody_stays_closed_and_strange_wishes_are_refused_with_a_sentence() {
    let here = Here::start().await;
    let body = json!({"status": "For some.", "visibility": "private", "quote_approval_policy": "public"});
    let private = here.member.post_json("/api/v1/statuses", &body).await.expect(200).json();
    assert_eq!(private["quote_approval"]["automatic"], json!([]));
    let policy =
        |post: &Value| format!("/api/v1/statuses/{}/interaction_policy", post["id"].as_str().unwrap());
    let opened = json!({"quote_approval_policy": "public"});
    let answer = here.member.put_json(&policy(&private), &opened).await.expect(200).json();
    assert_eq!(answer["quote_approval"]["automatic"], json!([]));
    let other = here.server.member("other_moss_7");
    other.put_json(&policy(&here.post), &opened).await.expect(404);
    other.put_json(&policy(&private), &opened).await.expect(404);
    here.server.client().put_json(&policy(&here.post), &opened).await.expect(401);
    let strange = json!({"quote_approval_policy": "friends", "status": "x"});
    here.member.put_json(&policy(&here.post), &strange).await.expect(422);
    here.member.post_json("/api/v1/statuses", &strange).await.expect(422);
    let quoting = json!({"status": "Look.", "quoted_status_id": here.post["id"]});
    let refused = here.member.post_json("/api/v1/statuses", &quoting).await.expect(422).json();
    assert!(refused["error"].as_str().unwrap().contains("link to the post"), "{refused}");
    // A plain post is opened and closed by an edit as well.
    let path = format!("/api/v1/statuses/{}", here.post["id"].as_str().unwrap());
    for (word, listed) in [("followers", json!(["followers"])), ("nobody", json!([]))] {
        let edit = json!({"status": format!("Opened for {word}."), "quote_approval_policy": word});
        let edited = here.member.put_json(&path, &edit).await.expect(200).json();
        assert_eq!(edited["quote_approval"]["automatic"], listed);
    }
}

#[tokio::test]
async fn a_post_that_quotes_others_leads_to_what_it_quotes() {
    let (here, peer) = (Here::start().await, Peer::start());
    let far = "https://far.example/notes/1";
    let line = "<p>RE: <a href=\"https://far.example/@b/1\">b</a></p>";
    for (number, (content, member)) in [
        ("<p>See.</p>".to_owned(), "quote"),
        ("<p>See.</p>".to_owned(), "quoteUrl"),
        (format!("<p>See.</p>{}", line.replace("<p>", "<p class=\"quote-inline\">")), "quote"),
    ]
    .into_iter()
    .enumerate()
    {
        let id = peer.url(&format!("/notes/{number}"));
        let mut note = json!({"id": id, "type": "Note", "attributedTo": peer.person("ann"), "to": [PUBLIC],
            "cc": [here.person], "content": content, "published": "2026-11-20T09:00:00Z",
            "tag": [{"type": "Mention", "href": here.person, "name": "@quiet_fern_12"}]});
        note[member] = json!(far);
        let create = json!({"id": format!("{id}/activity"), "type": "Create", "actor": peer.person("ann"),
            "to": [PUBLIC], "object": note});
        here.ask(&peer, "ann", &create).await;
    }
    eventually("all three are here", async || {
        let rows = here.server.database.rows("SELECT html FROM post WHERE local = FALSE ORDER BY id").await;
        let found: Vec<&str> = rows.iter().map(|row| row["html"].as_str().unwrap()).collect();
        let leads = |html: &&str, address: &str| html.contains(&format!("href=\"{address}\""));
        match found.as_slice() {
            [one, two, three] => {
                assert!(leads(one, far) && leads(two, far), "{found:?}");
                assert!(leads(three, "https://far.example/@b/1") && !leads(three, far), "{found:?}");
                Ok(())
            }
            other => Err(format!("{other:?}")),
        }
    })
    .await;
}
