//! What servers that nobody here wrote are known to send, sent to the real inbox: nothing of it makes us fall, and what was
//! understood of each stands in a snapshot. Where that is not what Mastodon understands, decision 33 says why.

mod pasture;
mod scenes;

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::support::{Client, Here, Peer, eventually};

/// What was understood of a post, as lines; what every post has in the same way is left out.
fn lines(post: &Value, answers: Option<&str>) -> Vec<String> {
    let mut lines = Vec::new();
    let mut say = |name: &str, value: &Value| {
        let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
        lines.push(format!("{name}: {text}"));
    };
    say("text", &post["content"]);
    for (name, usual) in [
        ("spoiler_text", json!("")),
        ("sensitive", json!(false)),
        ("visibility", json!("public")),
        ("language", json!(null)),
        ("url", post["uri"].clone()),
    ] {
        if post[name] != usual {
            say(name, &post[name]);
        }
    }
    let each = |list: &str| post[list].as_array().into_iter().flatten();
    for tag in each("tags") {
        say("hashtag", &tag["name"]);
    }
    for mention in each("mentions") {
        say("mentions", &mention["acct"]);
    }
    for media in each("media_attachments") {
        say(&format!("shows {}", media["type"].as_str().unwrap()), &media["remote_url"]);
        if !media["description"].is_null() {
            say("described as", &media["description"]);
        }
    }
    for option in post["poll"]["options"].as_array().into_iter().flatten() {
        say("option", &json!(format!("{} ({})", option["title"].as_str().unwrap(), option["votes_count"])));
    }
    if let Some(answers) = answers {
        say("answers", &json!(answers));
    }
    lines
}

/// Follows a person of the peer, so that whatever they say is kept; their number here.
async fn follow(here: &Here, peer: &Peer, name: &str) -> String {
    let found = here.search(&format!("@{name}@{}", peer.domain)).await;
    let id = found["accounts"][0]["id"].as_str().unwrap_or_else(|| panic!("no {name} in {found}")).to_owned();
    here.member.post(&format!("/api/v1/accounts/{id}/follow")).await.expect(200);
    let follow = peer.wait_for("Follow").await.activity;
    let accept =
        json!({"id": peer.url("/accepts/1"), "type": "Accept", "actor": follow["object"], "object": follow});
    peer.send(name, &here.inbox(), &accept).await.expect(202);
    eventually("the follow is accepted", async || {
        let relations = here.member.get(&format!("/api/v1/accounts/relationships?id[]={id}")).await.json();
        if relations[0]["following"] == true { Ok(()) } else { Err(relations.to_string()) }
    })
    .await;
    id
}

/// Everything that an account has written, by wire id.
async fn written(member: &Client, id: &str) -> BTreeMap<String, Value> {
    let (mut all, mut before) = (BTreeMap::new(), String::new());
    loop {
        let path = format!("/api/v1/accounts/{id}/statuses?limit=40{before}");
        let page = member.get(&path).await.expect(200).json();
        let Some(last) = page.as_array().unwrap().last() else { return all };
        before = format!("&max_id={}", last["id"].as_str().unwrap());
        for post in page.as_array().unwrap() {
            all.insert(post["uri"].as_str().unwrap().to_owned(), post.clone());
        }
    }
}
