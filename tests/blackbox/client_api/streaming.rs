//! What happens is told to clients at once.

use serde_json::{Value, json};

use super::decoder::{NOTIFICATION, STATUS, check};
use super::posting::STORY;
use super::{own_account, tell, text};
use crate::support::client::EventStream;
use crate::support::socket::Socket;
use crate::support::{Client, Server};

const PATH: &str = "/api/v1/streaming";

/// A socket of this member that listens to these streams.
pub async fn listen(server: &Server, client: &Client, streams: &[&str]) -> Socket {
    let mut socket = open(server, client).await;
    for stream in streams {
        socket.say(&json!({ "type": "subscribe", "stream": stream })).await;
    }
    settle(&mut socket).await;
    socket
}

async fn open(server: &Server, client: &Client) -> Socket {
    let token = client.token.as_deref().unwrap();
    Socket::open(&server.domain, &format!("{PATH}?access_token={token}"), &[]).await.unwrap()
}

/// Messages are answered in their order, so with the answer to this one all before it are done. What happened before
/// the test asked may be told meanwhile.
pub async fn settle(socket: &mut Socket) {
    socket.say(&json!({ "type": "subscribe", "stream": "no such stream" })).await;
    let mut heard = socket.hear().await;
    while heard.get("event").is_some() {
        heard = socket.hear().await;
    }
    assert_eq!(heard, json!({ "error": "Unknown stream type", "status": 400 }));
}

/// The next message: stream and event, and the payload, which is JSON in a text.
pub async fn next(socket: &mut Socket) -> (String, Value) {
    let heard = socket.hear().await;
    let streams: Vec<&str> = heard["stream"].as_array().unwrap().iter().map(text).collect();
    let payload = serde_json::from_str(text(&heard["payload"])).unwrap();
    (format!("{} {}", streams.join(" "), text(&heard["event"])), payload)
}

pub async fn follow(client: &Client, other: &Client) {
    let id = own_account(other).await["id"].clone();
    client.post(&format!("/api/v1/accounts/{}/follow", text(&id))).await.expect(200);
}

#[tokio::test]
async fn finding_10_the_token_comes_in_any_of_three_places_and_a_sub_protocol_is_said_back() {
    let server = Server::start().await;
    let member = server.member("quiet_fern_12");
    let token = member.token.as_deref().unwrap();
    let bearer = format!("Bearer {token}");
    let by_protocol = Socket::open(&server.domain, PATH, &[("sec-websocket-protocol", token)]).await.unwrap();
    assert_eq!(by_protocol.headers["sec-websocket-protocol"], token);
    let by_header = Socket::open(&server.domain, PATH, &[("authorization", &bearer)]).await.unwrap();
    assert!(!by_header.headers.contains_key("sec-websocket-protocol"));
    open(&server, &member).await;
    for refused in ["", "?access_token=wrong"] {
        let refused = Socket::open(&server.domain, &format!("{PATH}{refused}"), &[]).await;
        assert_eq!(refused.unwrap_err(), 401);
    }
    let plain = member.get(PATH).await.expect(426);
    assert_eq!(plain.header("upgrade"), "websocket");
    assert_eq!(server.client().get("/api/v1/streaming/health").await.expect(200).body, "OK");
}

#[tokio::test]
async fn one_socket_carries_several_streams_until_they_are_unsubscribed() {
    let server = Server::start().await;
    let (ann, ben) = (server.member("quiet_fern_12"), server.member("slow_river_7"));
    follow(&ann, &ben).await;
    let mut socket = listen(&server, &ann, &["user", "public:local"]).await;
    socket.say(&json!({ "type": "subscribe", "stream": "hashtag", "tag": "DryEyes" })).await;
    socket.say(&json!({ "type": "subscribe", "stream": "public:remote" })).await;
    settle(&mut socket).await;
    let told = tell(&ben, &format!("{STORY}\n\n#DryEyes")).await;
    let mut heard = Vec::new();
    for _ in 0..3 {
        let (what, post) = next(&mut socket).await;
        check(STATUS, &post);
        assert_eq!(post["id"], told["id"]);
        assert_eq!(post["favourited"], false, "as the listener sees it");
        heard.push(what);
    }
    heard.sort();
    assert_eq!(heard, ["hashtag DryEyes update", "public:local update", "user update"]);

    for stream in ["public:local", "public:remote"] {
        socket.say(&json!({ "type": "unsubscribe", "stream": stream })).await;
    }
    socket.say(&json!({ "type": "unsubscribe", "stream": "hashtag", "tag": "DryEyes" })).await;
    settle(&mut socket).await;
    let path = format!("/api/v1/statuses/{}", text(&told["id"]));
    ben.put_json(&path, &json!({ "status": format!("{STORY} It is over.") })).await.expect(200);
    let (what, post) = next(&mut socket).await;
    assert_eq!(what, "user status.update");
    check(STATUS, &post);
    assert!(text(&post["content"]).contains("It is over"));
    ben.delete(&path).await.expect(200);
    let (what, id) = next(&mut socket).await;
    assert_eq!((what.as_str(), id.to_string()), ("user delete", text(&told["id"]).to_owned()));
}

#[tokio::test]
async fn notices_are_told_on_their_own_stream_and_with_the_home_timeline() {
    let server = Server::start().await;
    let (ann, ben) = (server.member("quiet_fern_12"), server.member("slow_river_7"));
    let mut notices = listen(&server, &ann, &["user:notification"]).await;
    let mut home = listen(&server, &ann, &["user"]).await;
    let token = server.cli(&["token", "create", "quiet_fern_12", "--scope", "read:statuses"]);
    let narrow = server.client().with_token(token.expect_success().trim());
    let mut without = listen(&server, &narrow, &["user"]).await;
    without.say(&json!({ "type": "subscribe", "stream": "user:notification" })).await;
    assert_eq!(without.hear().await["error"], "Access token has insufficient scopes");

    follow(&ben, &ann).await;
    for (socket, stream) in [(&mut notices, "user:notification"), (&mut home, "user")] {
        let (what, notice) = next(socket).await;
        assert_eq!(what, format!("{stream} notification"));
        check(NOTIFICATION, &notice);
        assert_eq!((&notice["type"], &notice["account"]["acct"]), (&json!("follow"), &json!("slow_river_7")));
    }
    tell(&ann, "A note.").await;
    assert_eq!(next(&mut without).await.0, "user update", "its token does not reach notices");
}

#[tokio::test]
async fn nobody_hears_what_they_may_not_read() {
    let server = Server::start().await;
    let (ann, ben, cleo) =
        (server.member("quiet_fern_12"), server.member("slow_river_7"), server.member("old_moss_3"));
    follow(&ann, &ben).await;
    follow(&cleo, &ben).await;
    let ben_id = text(&own_account(&ben).await["id"]).to_owned();
    let mut near = listen(&server, &ann, &["user", "public"]).await;
    let mut far = listen(&server, &cleo, &["user", "public"]).await;
    cleo.post(&format!("/api/v1/accounts/{ben_id}/mute")).await.expect(200);
    let secret = json!({ "status": "@quiet_fern_12 Only for you.", "visibility": "direct" });
    let secret = ben.post_json("/api/v1/statuses", &secret).await.expect(200).json();
    tell(&ben, STORY).await;
    let mut heard = Vec::new();
    for _ in 0..4 {
        heard.push(next(&mut near).await.0);
    }
    heard.sort();
    assert_eq!(heard, ["public update", "user notification", "user update", "user update"]);
    ben.delete(&format!("/api/v1/statuses/{}", text(&secret["id"]))).await.expect(200);
    let (what, id) = next(&mut near).await;
    assert_eq!((what.as_str(), id.to_string()), ("user delete", text(&secret["id"]).to_owned()));
    // The first that the other hears is something of their own: no direct message, no muted story, no deletion.
    let own = tell(&cleo, "A note.").await;
    assert_eq!(next(&mut far).await.1["id"], own["id"]);
}

#[tokio::test]
async fn a_released_story_is_an_update_of_what_its_author_has_and_new_to_others() {
    let server = Server::start().await;
    let (ann, ben) = (server.member("quiet_fern_12"), server.member("slow_river_7"));
    let changed = server.database.rows("UPDATE member SET trusted = FALSE RETURNING account_id").await;
    assert_eq!(changed.len(), 2);
    follow(&ann, &ben).await;
    let held = tell(&ben, STORY).await;
    assert_eq!(held["story"]["state"], "held");
    let mut author = listen(&server, &ben, &["user"]).await;
    let mut other = listen(&server, &ann, &["user"]).await;
    server.cli(&["story", "release", text(&held["id"])]).expect_success();
    // The guide may speak in between, and that it is held may be told only now.
    let (mut what, mut post) = next(&mut author).await;
    while post["id"] != held["id"] || post["story"]["state"] == "held" {
        (what, post) = next(&mut author).await;
    }
    assert_eq!((what.as_str(), &post["visibility"]), ("user status.update", &json!("public")));
    let (what, post) = next(&mut other).await;
    assert_eq!((what.as_str(), &post["id"]), ("user update", &held["id"]));
}

#[tokio::test]
async fn filters_hold_on_streams_and_the_members_other_apps_learn_that_they_changed() {
    let server = Server::start().await;
    let (ann, ben) = (server.member("quiet_fern_12"), server.member("slow_river_7"));
    follow(&ann, &ben).await;
    let mut home = listen(&server, &ann, &["user"]).await;
    let filter = json!({
        "title": "No dizziness", "context": ["home"], "filter_action": "hide",
        "keywords_attributes": [{ "keyword": "dizzy", "whole_word": true }],
    });
    ann.post_json("/api/v2/filters", &filter).await.expect(200);
    assert_eq!(home.hear().await["event"], "filters_changed");
    tell(&ben, "So dizzy today.").await;
    let told = tell(&ben, "A note.").await;
    assert_eq!(next(&mut home).await.1["id"], told["id"]);
}

#[tokio::test]
async fn a_revoked_token_ends_its_streams_and_a_stopping_server_all() {
    let mut server = Server::start().await;
    let (ann, ben) = (server.member("quiet_fern_12"), server.member("slow_river_7"));
    let mut ends = listen(&server, &ann, &["user"]).await;
    let mut stays = listen(&server, &ben, &["user"]).await;
    let mut events = EventStream::open(&ben, "/api/v1/streaming/user").await;
    server.cli(&["token", "revoke", ann.token.as_deref().unwrap()]).expect_success();
    ends.wait_for_end().await;
    settle(&mut stays).await;
    assert!(server.stop() < std::time::Duration::from_secs(8), "streams hold nobody up");
    stays.wait_for_end().await;
    while events.next().await.is_some() {}
}

#[tokio::test]
async fn event_streams_tell_the_same_over_plain_http() {
    let server = Server::start().await;
    let (ann, ben) = (server.member("quiet_fern_12"), server.member("slow_river_7"));
    follow(&ann, &ben).await;
    let mut home = EventStream::open(&ann, "/api/v1/streaming/user").await;
    assert_eq!(home.header("content-type"), "text/event-stream");
    assert_eq!(home.header("access-control-allow-origin"), "*");
    let mut public = EventStream::open(&ann, "/api/v1/streaming/public/local").await;
    let mut tagged = EventStream::open(&ann, "/api/v1/streaming/hashtag?tag=dryeyes").await;
    let mut notices = EventStream::open(&ann, "/api/v1/streaming/user/notification").await;
    let told = tell(&ben, &format!("{STORY}\n\n#DryEyes")).await;
    for stream in [&mut home, &mut public, &mut tagged] {
        let (name, payload) = stream.next().await.unwrap();
        assert_eq!((name.as_str(), &json_of(&payload)["id"]), ("update", &told["id"]));
    }
    let path = format!("/api/v1/statuses/{}", text(&told["id"]));
    ben.delete(&path).await.expect(200);
    assert_eq!(home.next().await.unwrap(), ("delete".to_owned(), text(&told["id"]).to_owned()));
    follow(&ben, &ann).await;
    let (name, payload) = notices.next().await.unwrap();
    assert_eq!((name.as_str(), &json_of(&payload)["type"]), ("notification", &json!("follow")));

    for path in ["public", "public/remote", "hashtag/local?tag=x", "direct"] {
        EventStream::open(&ann, &format!("/api/v1/streaming/{path}")).await;
    }
    ann.get("/api/v1/streaming/hashtag").await.expect(422);
    ann.get("/api/v1/streaming/list?list=7").await.expect(404);
    ann.get("/api/v1/streaming/list").await.expect(404);
    server.client().get("/api/v1/streaming/public").await.expect(401);
    let narrow = server.cli(&["token", "create", "quiet_fern_12", "--scope", "write"]).expect_success();
    server.client().with_token(narrow.trim()).get("/api/v1/streaming/user").await.expect(403);
}

fn json_of(payload: &str) -> Value {
    serde_json::from_str(payload).unwrap()
}
