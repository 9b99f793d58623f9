//! Requests that no page and no server of good will sends, to pages and inboxes: each gets its answer, none is an
//! error of ours, and the log stays quiet. What the client API answers stands in `client_api/odd_requests.rs`.

use axum::http::Method;
use serde_json::json;

use super::support::client::Answer;
use super::support::keys::Key;
use super::support::{Peer, Server};

/// The longest body that anybody tries here.
const TWO_MEBIBYTES: usize = 2 * 1024 * 1024;

/// A word of what is sent; the log must not hold it.
const MARK: &str = "bitterpill";

fn page(answer: Answer, status: u16) {
    let answer = answer.expect(status);
    assert!(answer.header("content-type").starts_with("text/html"), "{}: {:?}", answer.asked, answer.headers);
    assert!(answer.body.starts_with("<!DOCTYPE html>"), "{}", answer.asked);
    assert_eq!(answer.header("referrer-policy"), "no-referrer", "{}", answer.asked);
}

/// Nothing worse than a plain line, and nothing of what was sent.
fn log_is_quiet(server: &Server) {
    let log = server.log();
    for word in [" ERROR ", " WARN ", "panicked", MARK] {
        assert!(!log.contains(word), "{word} in\n{log}");
    }
}

#[tokio::test]
async fn odd_requests_for_pages_are_answered_with_pages() {
    let server = Server::start().await;
    let client = server.client();
    for path in
        ["/nowhere", "/settings/nowhere", "/@nobody", "/@nobody/7", "/@nobody/x", "/tags", "//", "/share/x"]
    {
        page(client.get(path).await, if path == "//" { 200 } else { 404 });
    }
    for path in ["/about/", "/sign-in/", "/?max=9223372036854775807", "/?max=99999999999999999999&min=x"] {
        page(client.get(path).await, 200);
    }
    for path in ["/?medication=%ff", "/helplines?help=%ff&help=JP", "/tags/x?max=-1", "/?lang=%00"] {
        page(client.get(path).await, 200);
    }
    for path in ["/@%ff", "/@nobody/%ff", "/sign-in?next=a&next=b"] {
        page(client.get(path).await, 400);
    }
    page(client.delete("/about").await, 405);
    page(client.post("/settings").await, 405);

    let sent = async |kind: &str, body: Vec<u8>| {
        let request = client.request(Method::POST, "/sign-in").header("content-type", kind);
        client.send(request.body(body)).await
    };
    let form = "application/x-www-form-urlencoded";
    page(sent(form, format!("handle={MARK}").into_bytes()).await, 403);
    page(sent(form, b"handle=\xff%ff&csrf=\xff".to_vec()).await, 403);
    page(sent("application/json", format!("{{\"handle\": \"{MARK}").into_bytes()).await, 403);
    page(sent("multipart/form-data", b"x".to_vec()).await, 403);
    page(sent(form, vec![b'a'; TWO_MEBIBYTES]).await, 413);
    let stranger =
        client.request(Method::GET, "/settings").header("cookie", "session=wrong; __Host-session=");
    page(client.send(stranger).await, 401);
    log_is_quiet(&server);
}

#[tokio::test]
async fn odd_requests_for_inboxes_are_refused_with_a_line_that_says_why() {
    let (server, peer) = (Server::start().await, Peer::start());
    let inbox = server.url("/inbox");
    let client = server.client();
    let note = json!({"id": peer.url("/1"), "type": "Create", "actor": peer.person("ann"), "object": MARK});
    let refused = |answer: Answer, status: u16| {
        let answer = answer.expect(status);
        assert!(answer.header("content-type").starts_with("text/plain"), "{}", answer.asked);
        assert!(answer.body.ends_with('\n') && answer.body.lines().count() == 1, "{}", answer.body);
    };
    refused(client.post_json("/inbox", &note).await, 401);
    refused(client.post("/inbox").await, 401);
    let unsigned = client.request(Method::POST, "/inbox").header("signature", "\"=,keyId").body("x");
    refused(client.send(unsigned).await, 400);
    let key_id = format!("{}#main-key", peer.person("ann"));
    refused(peer.send_signed(&Key::fresh(), &key_id, &inbox, &note).await, 401);
    let unknown = peer.send_signed(Key::shared(), &peer.url("/nobody#main-key"), &inbox, &note).await;
    assert!(matches!(unknown.status, 401 | 503), "{unknown:?}");
    for body in
        [b"{\"id\": ".to_vec(), b"[]".to_vec(), b"\"\xff\xfe\"".to_vec(), Vec::new(), b"null".to_vec()]
    {
        refused(peer.send_bytes("ann", &inbox, body).await, 400);
    }
    for strange in [
        json!({"type": "Create", "actor": peer.person("ann")}),
        json!({"id": 7, "type": ["Create"], "actor": {"id": []}}),
        json!({"id": "http://other.example/1", "type": "Like", "actor": peer.person("ann")}),
    ] {
        refused(peer.send("ann", &inbox, &strange).await, 400);
    }
    refused(peer.send_bytes("ann", &inbox, vec![b' '; TWO_MEBIBYTES]).await, 413);
    refused(client.post_json("/inbox/", &note).await, 401);
    // Of a kind that nobody knows: taken, and nothing comes of it.
    let unknown = json!({
        "id": peer.url("/2"), "type": "Levitate", "actor": peer.person("ann"), "object": {"a": [MARK]},
    });
    peer.send("ann", &inbox, &unknown).await.expect(202);
    for path in ["/inbox", "/people/nobody/inbox"] {
        assert!(matches!(client.get(path).await.status, 404 | 405), "{path}");
    }
    for path in [
        "/.well-known/webfinger",
        "/.well-known/webfinger?resource=%ff",
        "/.well-known/webfinger?resource=acct:",
    ] {
        let status = client.get(path).await.status;
        assert!(matches!(status, 400 | 404 | 422), "{path}: {status}");
    }
    client.get("/nodeinfo/2.1/").await.expect(200);
    let future = client.request(Method::GET, "/people/nobody/outbox?max_id=99999999999999999999&page=%ff");
    client.send(future.header("accept", "application/activity+json")).await.expect(404);
    log_is_quiet(&server);
}
