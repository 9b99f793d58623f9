//! Conversations: threads of direct messages.

use serde_json::{Value, json};

use super::decoder::{CONVERSATION, Kind, check};
use super::streaming::follow;
use super::{ids, text};
use crate::support::{Client, Server};

async fn write(from: &Client, words: &str, in_reply_to: Option<&Value>) -> Value {
    let body = json!({"status": words, "visibility": "direct", "in_reply_to_id": in_reply_to.map(|post| &post["id"])});
    from.post_json("/api/v1/statuses", &body).await.expect(200).json()
}

async fn list(of: &Client) -> Value {
    let list = of.get("/api/v1/conversations").await.expect(200).json();
    check(Kind::Each(&CONVERSATION), &list);
    list
}

#[tokio::test]
async fn each_thread_of_messages_is_one_conversation_with_its_last_post_and_the_others() {
    let server = Server::start().await;
    let (fern, river) = (server.member("quiet_fern_12"), server.member("slow_river_7"));
    let heron = server.member("late_heron_3");
    for reader in [&river, &heron] {
        follow(reader, &fern).await;
    }
    let first = write(&fern, "@slow_river_7 How are you?", None).await;
    write(&fern, "@late_heron_3 And you?", None).await;
    let answer = write(&river, "@quiet_fern_12 Better.", Some(&first)).await;
    super::tell(&river, "@quiet_fern_12 For all to read.").await;

    let seen = list(&fern).await;
    assert_eq!(seen.as_array().unwrap().len(), 2, "{seen}");
    assert_eq!((&seen[0]["last_status"]["id"], &seen[0]["unread"]), (&answer["id"], &json!(true)));
    assert_eq!(seen[0]["accounts"][0]["username"], "slow_river_7");
    assert_eq!(
        (&seen[1]["unread"], &seen[1]["accounts"][0]["username"]),
        (&json!(false), &json!("late_heron_3"))
    );
    let others = list(&heron).await;
    assert_eq!((others.as_array().unwrap().len(), &others[0]["unread"]), (1, &json!(true)));
    assert_eq!(list(&river).await[0]["unread"], false, "one's own words are read");

    let path = format!("/api/v1/conversations/{}/read", text(&seen[0]["id"]));
    let read = fern.post(&path).await.expect(200).json();
    check(CONVERSATION, &read);
    assert_eq!(read["unread"], false);
    assert_eq!(list(&fern).await[0]["unread"], false);
    heron.post(&path).await.expect(404);
    server.client().get("/api/v1/conversations").await.expect(401);

    let page = fern.get("/api/v1/conversations?limit=1").await.expect(200);
    assert_eq!(ids(&page.json()), ids(&seen)[..1]);
    let next = page.header("link").split('<').nth(1).unwrap().split('>').next().unwrap().to_owned();
    assert_eq!(ids(&fern.get(&next).await.expect(200).json()), ids(&seen)[1..]);
    // Some clients page by the last post that they know.
    let by_post = format!("/api/v1/conversations?max_id={}", text(&answer["id"]));
    assert_eq!(ids(&fern.get(&by_post).await.expect(200).json()), ids(&seen)[1..]);
}

#[tokio::test]
async fn a_conversation_that_was_removed_comes_back_with_the_next_message_and_goes_with_what_is_taken_back() {
    let server = Server::start().await;
    let (fern, river) = (server.member("quiet_fern_12"), server.member("slow_river_7"));
    follow(&river, &fern).await;
    let first = write(&fern, "@slow_river_7 How are you?", None).await;
    let answer = write(&river, "@quiet_fern_12 Better.", Some(&first)).await;
    let path = format!("/api/v1/conversations/{}", text(&list(&fern).await[0]["id"]));
    fern.delete(&path).await.expect(200);
    assert_eq!(list(&fern).await, json!([]));
    fern.delete(&path).await.expect(404);
    assert_eq!(list(&river).await.as_array().unwrap().len(), 1, "it is taken off one list only");
    let again = write(&river, "@quiet_fern_12 And you?", Some(&answer)).await;
    let back = list(&fern).await;
    assert_eq!((&back[0]["last_status"]["id"], &back[0]["unread"]), (&again["id"], &json!(true)));
    river.delete(&format!("/api/v1/statuses/{}", text(&again["id"]))).await.expect(200);
    assert_eq!(list(&fern).await, json!([]), "what was read away stays away");
    assert_eq!(list(&river).await[0]["last_status"]["id"], answer["id"]);
    let alone = write(&fern, "A note to myself.", None).await;
    let own = list(&fern).await;
    assert_eq!(
        (&own[0]["last_status"]["id"], &own[0]["accounts"][0]["username"]),
        (&alone["id"], &json!("quiet_fern_12"))
    );
}
