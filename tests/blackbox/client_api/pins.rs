//! Posts that stand first on their writer's page, and threads of which nobody wants to hear any more.

use serde_json::{Value, json};

use super::decoder::{Kind, STATUS, check};
use super::{ids, own_account, tell, text};
use crate::support::{Client, Server, eventually};

async fn act(client: &Client, post: &Value, deed: &str, status: u16) -> Value {
    client.post(&format!("/api/v1/statuses/{}/{deed}", text(&post["id"]))).await.expect(status).json()
}

#[tokio::test]
async fn pinned_posts_stand_first_and_are_a_few_of_one_s_own() {
    let server = Server::start().await;
    let (writer, other) = (server.member("quiet_fern_12"), server.member("slow_river_7"));
    let mut posts = Vec::new();
    for number in 0..6 {
        posts.push(tell(&writer, &format!("Note {number}.")).await);
    }
    for post in &posts[..5] {
        let pinned = act(&writer, post, "pin", 200).await;
        check(STATUS, &pinned);
        assert_eq!(pinned["pinned"], true);
    }
    act(&writer, &posts[4], "pin", 200).await;
    act(&writer, &posts[5], "pin", 422).await;
    act(&other, &posts[5], "pin", 404).await;
    let own = text(&own_account(&writer).await["id"]).to_owned();
    let list = format!("/api/v1/accounts/{own}/statuses?pinned=true");
    let seen = server.client().get(&list).await.expect(200);
    assert_eq!(seen.header("link"), "", "there is one page of them");
    check(Kind::Each(&STATUS), &seen.json());
    let expected: Vec<String> = posts[..5].iter().rev().map(|post| text(&post["id"]).to_owned()).collect();
    assert_eq!(ids(&seen.json()), expected);
    assert_eq!(server.client().get(&format!("{list}&max_id={}", expected[4])).await.json(), json!([]));

    assert_eq!(act(&writer, &posts[4], "unpin", 200).await["pinned"], false);
    writer.delete(&format!("/api/v1/statuses/{}", expected[1])).await.expect(200);
    assert_eq!(ids(&server.client().get(&list).await.json()), expected[2..]);
    let direct = json!({"status": "@slow_river_7 For you.", "visibility": "direct"});
    let direct = writer.post_json("/api/v1/statuses", &direct).await.expect(200).json();
    act(&writer, &direct, "pin", 422).await;
    let boost = act(&writer, &posts[0], "reblog", 200).await;
    act(&writer, &boost, "pin", 422).await;
    let followers = json!({"status": "For followers.", "visibility": "private"});
    let followers = writer.post_json("/api/v1/statuses", &followers).await.expect(200).json();
    act(&writer, &followers, "pin", 200).await;
    assert_eq!(ids(&server.client().get(&list).await.json()), expected[2..], "not for strangers");
    assert_eq!(ids(&writer.get(&list).await.json())[0], text(&followers["id"]));
}

#[tokio::test]
async fn a_muted_thread_gives_no_notices_until_it_is_unmuted() {
    let server = Server::start().await;
    let (writer, other) = (server.member("quiet_fern_12"), server.member("slow_river_7"));
    let (muted, loud) = (tell(&writer, "One.").await, tell(&writer, "Two.").await);
    let answer = act(&writer, &muted, "mute", 200).await;
    check(STATUS, &answer);
    assert_eq!(answer["muted"], true);
    let reply = async |to: &Value, words: &str| {
        let body = json!({"status": words, "in_reply_to_id": to["id"]});
        other.post_json("/api/v1/statuses", &body).await.expect(200).json()
    };
    let below = reply(&muted, "Silent.").await;
    act(&other, &muted, "favourite", 200).await;
    // A later one that is told shows that the others were passed over.
    let told = reply(&loud, "Heard.").await;
    let notices = eventually("the other thread is heard", async || {
        let notices = writer.get("/api/v1/notifications").await.expect(200).json();
        let heard = notices.as_array().unwrap().iter().any(|notice| notice["status"]["id"] == told["id"]);
        if heard { Ok(notices) } else { Err(notices.to_string()) }
    })
    .await;
    assert_eq!(notices.as_array().unwrap().len(), 1, "{notices}");
    let path = format!("/api/v1/statuses/{}", text(&below["id"]));
    assert_eq!(writer.get(&path).await.json()["muted"], true, "the whole thread is");
    assert_eq!(act(&writer, &below, "unmute", 200).await["muted"], false);
    let again = reply(&below, "@quiet_fern_12 Heard again.").await;
    eventually("the thread is heard again", async || {
        let notices = writer.get("/api/v1/notifications").await.expect(200).json();
        if notices[0]["status"]["id"] == again["id"] { Ok(()) } else { Err(notices.to_string()) }
    })
    .await;
    act(&other, &json!({"id": "1"}), "mute", 404).await;
}
