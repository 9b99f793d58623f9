//! Messages of strangers wait until a member lets in who wrote them.

use reqwest::Method;
use serde_json::{Value, json};

use super::streaming::follow;
use super::{ids, text};
use crate::support::client::Answer;
use crate::support::{Client, Here, Peer, Server, eventually};
use crate::web_stories::{signed_in, token};

const REQUESTS: &str = "/api/v1/notifications/requests";
const POLICY: &str = "/api/v2/notifications/policy";

/// Writes to one person.
async fn write(from: &Client, words: &str) -> Value {
    let body = json!({"status": words, "visibility": "direct"});
    from.post_json("/api/v1/statuses", &body).await.expect(200).json()
}

/// The requests, once there are so many.
async fn requests(of: &Client, count: usize) -> Vec<Value> {
    eventually(&format!("{count} requests wait"), async || {
        let found = of.get(REQUESTS).await.expect(200).json();
        let found = found.as_array().unwrap().clone();
        if found.len() == count { Ok(found) } else { Err(format!("{found:?}")) }
    })
    .await
}

/// The texts of all that the member is told, and of the conversations.
async fn told(of: &Client) -> (String, String) {
    let notices = of.get("/api/v1/notifications?types[]=mention").await.expect(200).body;
    (notices, of.get("/api/v1/conversations").await.expect(200).body)
}

async fn choose(member: &Client, policy: &Value) -> Answer {
    member.send(member.request(Method::PATCH, POLICY).json(policy)).await
}

#[tokio::test]
async fn a_message_of_a_stranger_elsewhere_waits_until_its_writer_is_let_in() {
    let here = Here::start().await;
    let peer = Peer::start();
    let ann = peer.person("ann");
    let message = |number: u32, words: &str| {
        let id = peer.url(&format!("/notes/{number}"));
        json!({"id": format!("{id}/activity"), "type": "Create", "actor": ann, "to": [here.person],
            "object": {"id": id, "type": "Note", "attributedTo": ann, "to": [here.person], "cc": [],
                "tag": [{"type": "Mention", "href": here.person, "name": "@quiet_fern_12"}],
                "content": format!("<p>{words}</p>"), "published": "2026-11-20T09:00:00Z"}})
    };
    let inbox = here.server.url("/inbox");
    peer.send("ann", &inbox, &message(1, "Wormwood words.")).await.expect(202);
    let waiting = requests(&here.member, 1).await;
    assert_eq!(waiting[0]["account"]["acct"], format!("ann@{}", peer.domain));
    assert_eq!(waiting[0]["notifications_count"], "1");
    assert!(waiting[0]["last_status"]["content"].as_str().unwrap().contains("Wormwood"));
    let policy = here.member.get(POLICY).await.expect(200).json();
    assert_eq!(policy["for_private_mentions"], "filter");
    assert_eq!(policy["summary"], json!({"pending_requests_count": 1, "pending_notifications_count": 1}));
    let (notices, conversations) = told(&here.member).await;
    assert!(!notices.contains("Wormwood") && !conversations.contains("Wormwood"));
    let unread = here.member.get("/api/v1/notifications/unread_count").await.expect(200).json();
    assert_eq!(unread["count"], 0);
    let all = here.member.get("/api/v1/notifications?include_filtered=true").await.expect(200).body;
    assert!(all.contains("Wormwood"), "who asks for it sees what waits: {all}");

    let stranger = here.server.member("mild_river_48");
    let path = format!("{REQUESTS}/{}", text(&waiting[0]["id"]));
    assert_eq!(here.member.get(&path).await.expect(200).json()["id"], waiting[0]["id"]);
    for door in ["", "/accept", "/dismiss"] {
        let path = format!("{path}{door}");
        let answer = if door.is_empty() { stranger.get(&path).await } else { stranger.post(&path).await };
        answer.expect(404);
    }
    here.member.post("/api/v1/notifications/clear").await.expect(200);
    assert_eq!(requests(&here.member, 1).await[0]["id"], waiting[0]["id"], "what waits is not cleared");

    here.member.post(&format!("{path}/accept")).await.expect(200);
    here.member.post(&format!("{path}/accept")).await.expect(404);
    let (notices, conversations) = told(&here.member).await;
    assert!(notices.contains("Wormwood") && conversations.contains("Wormwood"), "{notices}{conversations}");
    requests(&here.member, 0).await;
    peer.send("ann", &inbox, &message(2, "Mugwort words.")).await.expect(202);
    eventually("the next message comes at once", async || {
        let (notices, conversations) = told(&here.member).await;
        if notices.contains("Mugwort") && conversations.contains("Mugwort") { Ok(()) } else { Err(notices) }
    })
    .await;
}

#[tokio::test]
async fn what_is_turned_away_is_never_told_and_the_next_message_waits_again() {
    let server = Server::start().await;
    let (fern, river) = (server.member("quiet_fern_12"), server.member("slow_river_7"));
    write(&river, "@quiet_fern_12 Wormwood words.").await;
    let first = requests(&fern, 1).await;
    fern.post(&format!("{REQUESTS}/{}/dismiss", text(&first[0]["id"]))).await.expect(200);
    requests(&fern, 0).await;
    write(&river, "@quiet_fern_12 Mugwort words.").await;
    let second = requests(&fern, 1).await;
    assert_eq!(second[0]["notifications_count"], "1");
    let both = json!({"id": [first[0]["id"], second[0]["id"]]});
    fern.post_json(&format!("{REQUESTS}/accept"), &both).await.expect(200);
    let (notices, conversations) = told(&fern).await;
    assert!(notices.contains("Mugwort") && !notices.contains("Wormwood"), "{notices}");
    assert!(conversations.contains("Mugwort"));
    let merged = fern.get(&format!("{REQUESTS}/merged")).await.expect(200).json();
    assert_eq!(merged["merged"], true);
}

#[tokio::test]
async fn no_stranger_is_who_is_followed_who_was_written_to_and_who_moderates() {
    let server = Server::start().await;
    let fern = server.member("quiet_fern_12");
    let (river, heron) = (server.member("slow_river_7"), server.member("late_heron_3"));
    server.cli(&["member", "create", "mild_owl_4", "--role", "moderator"]).expect_success();
    let owl = server.cli(&["token", "create", "mild_owl_4", "--scope", "read write follow"]);
    let owl = server.client().with_token(owl.expect_success().trim());
    follow(&fern, &river).await;
    write(&fern, "@late_heron_3 How are you?").await;
    for (writer, words) in [(&river, "Reed"), (&heron, "Sedge"), (&owl, "Alder")] {
        write(writer, &format!("@quiet_fern_12 {words} words.")).await;
    }
    eventually("all three are told", async || {
        let (notices, _) = told(&fern).await;
        if ["Reed", "Sedge", "Alder"].iter().all(|words| notices.contains(words)) {
            Ok(())
        } else {
            Err(notices)
        }
    })
    .await;
    requests(&fern, 0).await;
}

#[tokio::test]
async fn a_member_says_whose_notices_wait_and_which_are_never_told() {
    let server = Server::start().await;
    let (fern, river) = (server.member("quiet_fern_12"), server.member("slow_river_7"));
    let post = super::tell(&fern, "Who else hears a ringing?").await;
    choose(&fern, &json!({"for_not_following": "sometimes"})).await.expect(422);
    let chosen = json!({"for_not_following": "filter", "for_private_mentions": "drop"});
    let policy = choose(&fern, &chosen).await.expect(200).json();
    assert_eq!(
        (&policy["for_not_following"], &policy["for_private_mentions"], &policy["for_new_accounts"]),
        (&json!("filter"), &json!("drop"), &json!("accept"))
    );
    let old = fern.get("/api/v1/notifications/policy").await.expect(200).json();
    assert_eq!((&old["filter_not_following"], &old["filter_new_accounts"]), (&json!(true), &json!(false)));

    write(&river, "@quiet_fern_12 Wormwood words.").await;
    river.post(&format!("/api/v1/statuses/{}/favourite", text(&post["id"]))).await.expect(200);
    let waiting = requests(&fern, 1).await;
    assert_eq!(waiting[0]["notifications_count"], "1", "the message is dropped, the favourite waits");
    let all = fern.get("/api/v1/notifications?include_filtered=true").await.expect(200);
    assert!(!all.body.contains("Wormwood"));
    assert_eq!(fern.get("/api/v1/conversations").await.expect(200).json(), json!([]));

    fern.put_json("/api/v1/notifications/policy", &json!({"filter_private_mentions": false}))
        .await
        .expect(200);
    assert_eq!(fern.get(POLICY).await.expect(200).json()["for_private_mentions"], "accept");
    let page = fern.get(&format!("{REQUESTS}?limit=1")).await.expect(200);
    assert_eq!(ids(&page.json()).len(), 1);
    server.client().get(REQUESTS).await.expect(401);
}

#[tokio::test]
async fn on_the_settings_page_a_waiting_message_is_covered_until_asked_for_and_its_writer_can_be_blocked() {
    let server = Server::start().await;
    let browser = signed_in(&server, "quiet_fern_12").await;
    let river = server.member("slow_river_7");
    let waits = |page: &str| page.contains("Messages from people you do not know");
    assert!(!waits(&browser.get("/settings").await.expect(200).body));
    write(&river, "@quiet_fern_12 Wormwood words.").await;
    let page = eventually("the page shows that somebody waits", async || {
        let page = browser.get("/settings").await.expect(200).body;
        if waits(&page) { Ok(page) } else { Err("nobody waits".to_owned()) }
    })
    .await;
    let cover = page.split("<details class=\"covered\">").nth(1).expect("it is covered");
    assert!(cover.contains("Wormwood"));
    let request = page.split("name=\"stranger\" value=\"").nth(1).unwrap().split('"').next().unwrap();
    let fields =
        |decision| [("csrf", token(&page)), ("stranger", request.to_owned()), ("decision", decision)];
    let press = async |decision: &str| {
        let fields = fields(decision.to_owned());
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        browser.post_form("/settings/strangers", &fields).await
    };
    press("read").await.expect(422);
    press("block").await.expect(303);
    assert!(!waits(&browser.get("/settings").await.expect(200).body));
    let again = json!({"status": "@quiet_fern_12 Mugwort words.", "visibility": "direct"});
    river.post_json("/api/v1/statuses", &again).await;
    press("let-in").await.expect(303);
    assert!(!waits(&browser.get("/settings").await.expect(200).body));
}
