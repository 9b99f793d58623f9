//! The streams beside those of every client: lists, pictures, conversations, announcements; and who does not read.

use axum::http::Method;
use serde_json::json;

use super::decoder::{CONVERSATION, STATUS, check};
use super::shapes::ANNOUNCEMENT;
use super::streaming::{follow, listen, next, settle};
use super::{own_account, tell, text};
use crate::support::client::EventStream;
use crate::support::socket::Socket;
use crate::support::{Client, Server, pictures};

#[tokio::test]
async fn a_list_is_a_stream_of_its_owner_alone() {
    let server = Server::start().await;
    let (ann, ben, cleo) =
        (server.member("quiet_fern_12"), server.member("slow_river_7"), server.member("old_moss_3"));
    follow(&ann, &ben).await;
    follow(&ann, &cleo).await;
    let list = ann.post_json("/api/v1/lists", &json!({"title": "Near"})).await.expect(200).json();
    let id = text(&list["id"]);
    let on_it = json!({"account_ids": [own_account(&ben).await["id"]]});
    ann.post_json(&format!("/api/v1/lists/{id}/accounts"), &on_it).await.expect(200);
    let subscribe = json!({"type": "subscribe", "stream": "list", "list": id});
    let mut socket = listen(&server, &ann, &[]).await;
    socket.say(&subscribe).await;
    settle(&mut socket).await;
    let mut other = listen(&server, &cleo, &[]).await;
    other.say(&subscribe).await;
    assert_eq!(other.hear().await, json!({"error": "Not authorized to stream this list", "status": 401}));
    cleo.get(&format!("/api/v1/streaming/list?list={id}")).await.expect(404);
    let mut events = EventStream::open(&ann, &format!("/api/v1/streaming/list?list={id}")).await;

    tell(&cleo, "Not on the list.").await;
    let told = tell(&ben, "On the list.").await;
    let (what, post) = next(&mut socket).await;
    check(STATUS, &post);
    assert_eq!((what.as_str(), &post["id"]), (format!("list {id} update").as_str(), &told["id"]));
    assert_eq!(events.next().await.unwrap().0, "update");
    ben.delete(&format!("/api/v1/statuses/{}", text(&told["id"]))).await.expect(200);
    assert_eq!(next(&mut socket).await.0, format!("list {id} delete"));

    socket.say(&json!({"type": "unsubscribe", "stream": "list", "list": id})).await;
    socket.say(&json!({"type": "subscribe", "stream": "public"})).await;
    settle(&mut socket).await;
    tell(&ben, "Nobody listens to the list now. #DryEyes").await;
    assert_eq!(next(&mut socket).await.0, "public update");
}

#[tokio::test]
async fn posts_with_pictures_have_streams_and_lists_of_their_own() {
    let server = Server::start().await;
    let (ann, ben) = (server.member("quiet_fern_12"), server.member("slow_river_7"));
    let mut socket =
        listen(&server, &ann, &["public:media", "public:local:media", "public:remote:media"]).await;
    let mut events = EventStream::open(&ann, "/api/v1/streaming/public?only_media=true").await;
    tell(&ben, "Words alone. #DryEyes").await;
    let shown = with_picture(&ben, "Look. #DryEyes").await;
    let mut heard = Vec::new();
    for _ in 0..2 {
        let (what, post) = next(&mut socket).await;
        assert_eq!(text(&post["id"]), shown);
        heard.push(what);
    }
    heard.sort();
    assert_eq!(heard, ["public:local:media update", "public:media update"]);
    assert!(events.next().await.unwrap().1.contains(&shown));

    tell(&ben, "More words. #DryEyes").await;
    let account = text(&own_account(&ben).await["id"]).to_owned();
    for path in [
        "/api/v1/timelines/public",
        "/api/v1/timelines/tag/dryeyes",
        &format!("/api/v1/accounts/{account}/statuses"),
    ] {
        assert_eq!(super::ids(&ann.get(path).await.expect(200).json()).len(), 3, "{path}");
        let with = ann.get(&format!("{path}?only_media=true")).await.expect(200).json();
        assert_eq!(super::ids(&with), [shown.as_str()], "{path}");
        let remote = ann.get(&format!("{path}?only_media=true&remote=true")).await.expect(200).json();
        assert!(path.contains("accounts") || super::ids(&remote).is_empty(), "{path}");
    }
}

/// Posts a picture and gives the post's id.
async fn with_picture(writer: &Client, words: &str) -> String {
    let file = pictures::png(40, 30);
    let sent = writer.send_files(Method::POST, "/api/v1/media", &[], &[("file", &file)]).await;
    let sent = sent.expect(200).json();
    let body = json!({"status": words, "media_ids": [sent["id"]], "visibility": "public"});
    text(&writer.post_json("/api/v1/statuses", &body).await.expect(200).json()["id"]).to_owned()
}

#[tokio::test]
async fn a_message_moves_its_conversation_for_those_who_take_part() {
    let server = Server::start().await;
    let (ann, ben, cleo) =
        (server.member("quiet_fern_12"), server.member("slow_river_7"), server.member("old_moss_3"));
    follow(&ann, &ben).await;
    follow(&cleo, &ben).await;
    let mut near = listen(&server, &ann, &["direct"]).await;
    let mut own = listen(&server, &ben, &["direct"]).await;
    let mut far = listen(&server, &cleo, &["direct"]).await;
    let body = json!({"status": "@quiet_fern_12 How are you?", "visibility": "direct"});
    let sent = ben.post_json("/api/v1/statuses", &body).await.expect(200).json();
    for (socket, unread, with) in [(&mut near, true, "slow_river_7"), (&mut own, false, "quiet_fern_12")] {
        let (what, talk) = next(socket).await;
        assert_eq!(what, "direct conversation");
        check(CONVERSATION, &talk);
        assert_eq!((&talk["last_status"]["id"], &talk["unread"]), (&sent["id"], &json!(unread)));
        assert_eq!(talk["accounts"][0]["acct"], with);
    }
    let body = json!({"status": "@old_moss_3 And you?", "visibility": "direct"});
    let other = ben.post_json("/api/v1/statuses", &body).await.expect(200).json();
    assert_eq!(next(&mut far).await.1["last_status"]["id"], other["id"], "the first that it hears");
}

#[tokio::test]
async fn an_announcement_its_answers_and_its_end_are_told_to_all_members() {
    let server = Server::start().await;
    let (ann, ben) = (server.member("quiet_fern_12"), server.member("slow_river_7"));
    let mut one = listen(&server, &ann, &["user"]).await;
    let mut other = listen(&server, &ben, &["user"]).await;
    let id = server.cli(&["announcement", "publish", "Closed on Sunday."]).expect_success().trim().to_owned();
    for socket in [&mut one, &mut other] {
        let (what, announced) = next(socket).await;
        assert_eq!(what, "user announcement");
        check(ANNOUNCEMENT, &announced);
        assert_eq!((text(&announced["id"]), &announced["read"]), (id.as_str(), &json!(false)));
    }
    let answer = format!("/api/v1/announcements/{id}/reactions/%F0%9F%91%8D");
    ann.request(Method::PUT, &answer).send().await.unwrap();
    for socket in [&mut one, &mut other] {
        let (what, answered) = next(socket).await;
        assert_eq!(what, "user announcement.reaction");
        assert_eq!(answered, json!({"announcement_id": id, "name": "👍", "count": 1}));
    }
    ann.delete(&answer).await.expect(200);
    assert_eq!(next(&mut other).await.1["count"], 0);
    server.cli(&["announcement", "withdraw", &id]).expect_success();
    let (what, gone) = next(&mut other).await;
    assert_eq!((what.as_str(), gone.to_string()), ("user announcement.delete", id));
}

/// So many streams does the reader of the test below listen to, and so many posts are written; each is told on each of
/// the streams.
const STREAMS: usize = 40;
const POSTS: usize = 16;

#[tokio::test]
async fn who_does_not_read_is_hung_up_on_and_nobody_else_waits_or_pays() {
    let server = Server::start().await;
    let (ann, ben) = (server.member("quiet_fern_12"), server.member("slow_river_7"));
    let token = ann.token.as_deref().unwrap();
    let mut asleep =
        Socket::open_narrow(&server.domain, &format!("/api/v1/streaming?access_token={token}")).await;
    let tags: Vec<String> = (0..STREAMS).map(|number| format!("tag{number}x")).collect();
    for tag in &tags {
        asleep.say(&json!({"type": "subscribe", "stream": "hashtag", "tag": tag})).await;
    }
    settle(&mut asleep).await;
    let mut awake = listen(&server, &ben, &["public"]).await;
    let before = server.memory();
    let long = format!("{}#DryEyes\n\n#{}", "It was a long year. ".repeat(1500), tags.join(" #"));
    for _ in 0..POSTS {
        let told = tell(&ben, &long).await;
        let (_, heard) = next(&mut awake).await;
        assert_eq!(heard["id"], told["id"], "who reads hears at once");
    }
    let grown = server.memory().saturating_sub(before);
    let heard = asleep.count_to_end().await;
    let total = STREAMS * POSTS;
    assert!(heard < total, "all {total} messages were kept for somebody who did not read");
    // All that was told to it would be more than this.
    assert!(grown < 32 * 1024 * 1024, "the server grew by {grown} bytes");
}
