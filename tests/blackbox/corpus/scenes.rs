//! What each kind of software says, one scene each (`tests/fixtures/scenes`): its people, what they tell, and how they take it back.

use serde_json::Value;

use super::lines;
use crate::support::keys::Key;
use crate::support::{Here, Peer};

#[tokio::test]
async fn what_other_software_says_is_understood_or_does_no_harm() {
    let here = Here::start().await;
    let folder = format!("{}/tests/fixtures/scenes", env!("CARGO_MANIFEST_DIR"));
    let mut files: Vec<_> = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|file| file.extension().is_some_and(|extension| extension == "json"));
    files.sort();
    assert!(files.len() >= 15, "{}", files.len());
    for file in files {
        let name = file.file_stem().unwrap().to_str().unwrap().to_owned();
        let peer = Peer::start();
        let scene = read(&here, &peer, &std::fs::read_to_string(&file).unwrap());
        let seen = play(&here, &peer, &scene).await.replace(&peer.domain, "peer.example");
        let seen = seen.replace(here.post["uri"].as_str().unwrap(), "OURS").replace(&here.person, "US");
        insta::assert_snapshot!(name, seen.replace(&here.server.domain, "here.example"));
    }
}

/// A scene as the peer plays it.
fn read(here: &Here, peer: &Peer, text: &str) -> Value {
    let text = text
        .replace("https://peer.example", &peer.url(""))
        .replace("peer.example", &peer.domain)
        .replace("https://here.example/stories/1", here.post["uri"].as_str().unwrap())
        .replace("https://here.example/people/1", &here.person)
        .replace("PUBLIC KEY", &Key::shared().public_pem().replace('\n', "\\n"));
    serde_json::from_str(&text).unwrap()
}

/// Plays it and tells what was understood.
async fn play(here: &Here, peer: &Peer, scene: &Value) -> String {
    let mut seen = format!("{}\n", scene["software"].as_str().unwrap());
    let actors = scene["actors"].as_array().unwrap();
    for document in actors.iter().chain(scene["fetched"].as_array().unwrap()) {
        let address: url::Url = document["id"].as_str().unwrap().parse().unwrap();
        peer.publish(address.path(), document.clone());
    }
    for actor in actors {
        seen.push_str(&format!("\n{}\n", meet(here, actor).await));
    }
    for (number, sent) in scene["sends"].as_array().unwrap().iter().enumerate() {
        let actor = &actors[usize::try_from(sent["actor"].as_u64().unwrap_or(0)).unwrap()];
        let key_id = actor["publicKey"]["id"].as_str().unwrap();
        // Twice, as happens: the second time must change nothing.
        for _ in 0..2 {
            let answer = peer.send_signed(Key::shared(), key_id, &here.inbox(), &sent["activity"]).await;
            assert_eq!(answer.status, 202, "{number}: {}", answer.body);
        }
        here.settle(peer).await;
        seen.push_str(&format!("\n{}\n", sent["what"].as_str().unwrap()));
        if let Some(about) = sent["about"].as_str() {
            for line in understood(here, about).await {
                seen.push_str(&format!("    {}\n", line.replace('\n', "\n        ")));
            }
        }
        for line in reactions(here, actor["id"].as_str().unwrap()).await {
            seen.push_str(&format!("    {line}\n"));
        }
    }
    seen
}

/// Looks somebody up, has our member follow them, and tells who they are.
async fn meet(here: &Here, actor: &Value) -> String {
    let found = here.search(actor["id"].as_str().unwrap()).await;
    let account = &found["accounts"][0];
    let id = account["id"].as_str().unwrap_or_else(|| panic!("nobody: {found}\n{actor:#}"));
    let follow = format!(
        "INSERT INTO follow (id, follower_id, target_id, uri, accepted)
         SELECT {id}, id, {id}, 'follow-{id}', TRUE FROM account WHERE uri = '{}' RETURNING id",
        here.person
    );
    assert_eq!(here.server.database.rows(&follow).await.len(), 1);
    let mut said = vec![format!(
        "{} ({})",
        account["display_name"].as_str().unwrap(),
        account["acct"].as_str().unwrap()
    )];
    for name in ["bot", "group", "locked"] {
        if account[name] == true {
            said.push(name.to_owned());
        }
    }
    for name in ["url", "note"] {
        said.push(format!("{name} {}", account[name]));
    }
    for field in account["fields"].as_array().unwrap() {
        said.push(format!("{}: {}", field["name"].as_str().unwrap(), field["value"].as_str().unwrap()));
    }
    said.join("; ")
}

async fn understood(here: &Here, uri: &str) -> Vec<String> {
    let query: String = url::form_urlencoded::byte_serialize(uri.as_bytes()).collect();
    let found = here.member.get(&format!("/api/v2/search?type=statuses&q={query}")).await.expect(200).json();
    let Some(post) = found["statuses"].get(0) else { return vec!["is not here".to_owned()] };
    let rows = format!("SELECT in_reply_to_uri FROM post WHERE uri = '{uri}'");
    let rows = here.server.database.rows(&rows).await;
    let mut all = lines(post, rows[0]["in_reply_to_uri"].as_str());
    all.insert(0, format!("by: {}", post["account"]["acct"].as_str().unwrap()));
    let passed = format!("SELECT id FROM post WHERE boost_of_id = {}", post["id"].as_str().unwrap());
    if !here.server.database.rows(&passed).await.is_empty() {
        all.push("passed on".to_owned());
    }
    all
}

/// What somebody did with our post.
async fn reactions(here: &Here, actor: &str) -> Vec<String> {
    let ours = here.post["id"].as_str().unwrap();
    let likes = format!(
        "SELECT favourite.id FROM favourite JOIN account ON account.id = favourite.account_id
         WHERE account.uri = '{actor}' AND favourite.post_id = {ours}"
    );
    let boosts = format!(
        "SELECT post.id FROM post JOIN account ON account.id = post.account_id
         WHERE account.uri = '{actor}' AND post.boost_of_id = {ours}"
    );
    let mut all = Vec::new();
    for (what, rows) in [("likes ours", likes), ("passes ours on", boosts)] {
        if !here.server.database.rows(&rows).await.is_empty() {
            all.push(what.to_owned());
        }
    }
    all
}
