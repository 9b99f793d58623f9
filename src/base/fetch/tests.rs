//! The fetcher against a small server on loopback.

use std::sync::Arc;
use std::time::Duration;

use http::{HeaderMap, HeaderValue, StatusCode};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use url::Url;

use super::{FetchFailure, FetchRules, Fetched, Fetcher, Limits, Refusal, hostile};
use crate::base::error::{Error, Result};

/// What the small server does with a request.
enum Answer {
    /// Sends these bytes and closes.
    Bytes(String),
    /// Sends the head of an answer, then a byte now and then, for ever.
    Drip,
    /// Says nothing, for ever.
    Silence,
}

/// A server on a free port of loopback; what it was sent arrives in the receiver.
async fn serve(
    answer: impl Fn(&str, u16) -> Answer + Send + Sync + 'static,
) -> (u16, mpsc::UnboundedReceiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    let (heard, received) = mpsc::unbounded_channel();
    let answer = Arc::new(answer);
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(talk(stream, port, Arc::clone(&answer), heard.clone()));
        }
    });
    (port, received)
}

async fn talk(
    mut stream: TcpStream,
    port: u16,
    answer: Arc<impl Fn(&str, u16) -> Answer>,
    heard: mpsc::UnboundedSender<String>,
) {
    let mut request = vec![0; 65_536];
    let size = stream.read(&mut request).await.unwrap();
    let request = String::from_utf8_lossy(&request[..size]).into_owned();
    let path = request.split(' ').nth(1).unwrap_or_default().to_owned();
    heard.send(request).ok();
    let mut ticks = tokio::time::interval(Duration::from_millis(20));
    match answer(&path, port) {
        Answer::Bytes(bytes) => stream.write_all(bytes.as_bytes()).await.unwrap_or_default(),
        Answer::Silence => std::future::pending().await,
        Answer::Drip => {
            let mut next = "HTTP/1.1 200 OK\r\ncontent-length: 100000\r\n\r\n";
            while stream.write_all(next.as_bytes()).await.is_ok() {
                ticks.tick().await;
                next = ".";
            }
        }
    }
}

fn ok(body: &str) -> Answer {
    Answer::Bytes(format!("HTTP/1.1 200 OK\r\ncontent-length: {}\r\nx-test: yes\r\n\r\n{body}", body.len()))
}

fn redirect(to: &str) -> Answer {
    Answer::Bytes(format!(
        "HTTP/1.1 302 Found\r\nlocation: {to}\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
    ))
}

fn limits() -> Limits {
    Limits { max_body_bytes: 100, failures_before_pause: 100, ..Limits::default() }
}

fn fetcher(private_peers: &[String], limits: Limits) -> Fetcher {
    let rules = FetchRules::new("test/1".to_owned(), private_peers).unwrap();
    Fetcher::new(&FetchRules { limits, ..rules }).unwrap()
}

fn url(port: u16, path: &str) -> Url {
    format!("http://peer.localhost:{port}{path}").parse().unwrap()
}

async fn get(port: u16, path: &str, limits: Limits) -> Result<Fetched> {
    fetcher(&[format!("peer.localhost:{port}")], limits).get(&url(port, path), HeaderMap::new()).await
}

fn failure_of(outcome: &Result<Fetched>) -> &FetchFailure {
    FetchFailure::of(outcome.as_ref().unwrap_err()).unwrap()
}

#[tokio::test]
async fn a_private_peer_that_the_operator_named_answers() {
    let (port, mut heard) = serve(|_, _| ok("hello")).await;
    let answer = get(port, "/a?b=c#fragment", limits()).await.unwrap();
    assert_eq!(answer.status, StatusCode::OK);
    assert_eq!(answer.headers["x-test"], "yes");
    assert_eq!(answer.body, "hello");
    assert_eq!(answer.final_url, url(port, "/a?b=c"));
    let request = heard.recv().await.unwrap();
    assert!(request.starts_with("GET /a?b=c HTTP/1.1\r\n"), "{request}");
    assert!(request.contains("user-agent: test/1\r\n") && !request.contains("accept-encoding"), "{request}");
}

#[tokio::test]
async fn a_server_on_loopback_that_nobody_named_is_never_reached() {
    let (port, mut heard) = serve(|_, _| ok("secret")).await;
    let fetcher = fetcher(&[format!("other.localhost:{port}"), "peer.localhost:1".to_owned()], limits());
    for (url, refusal) in [
        (format!("http://peer.localhost:{port}/"), Refusal::Scheme),
        (format!("https://peer.localhost:{port}/"), Refusal::Port),
        (format!("http://127.0.0.1:{port}/"), Refusal::Scheme),
        ("https://peer.localhost/".to_owned(), Refusal::Address("loopback")),
        ("https://inner.other.localhost/".to_owned(), Refusal::Address("loopback")),
    ] {
        let url: Url = url.parse().unwrap();
        for outcome in
            [fetcher.get(&url, HeaderMap::new()).await, fetcher.post(&url, HeaderMap::new(), "x").await]
        {
            assert!(
                matches!(failure_of(&outcome), FetchFailure::Refused(found) if *found == refusal),
                "{url}"
            );
        }
    }
    assert!(heard.try_recv().is_err());
}

#[tokio::test]
async fn an_error_names_the_host_with_its_port_and_not_the_path() {
    let (port, _heard) = serve(|_, _| ok("")).await;
    let outcome = fetcher(&[], limits()).get(&url(port, "/secret"), HeaderMap::new()).await;
    let error = outcome.unwrap_err();
    assert!(matches!(&error, Error::Remote { host, .. } if *host == format!("peer.localhost:{port}")));
    assert!(!error.to_string().contains("/secret"));
}

#[tokio::test]
async fn redirects_are_followed_and_end_at_the_final_url() {
    let (port, _heard) = serve(|path, _| match path {
        "/1" => redirect("/2"),
        "/2" => redirect("3#part"),
        _ => ok("end"),
    })
    .await;
    let answer = get(port, "/1", limits()).await.unwrap();
    assert_eq!((answer.final_url, answer.body), (url(port, "/3"), "end".into()));
}

#[tokio::test]
async fn a_redirect_to_a_server_that_nobody_named_is_refused() {
    for (to, refusal) in [
        ("https://inner.localhost/", Refusal::Address("loopback")),
        ("http://peer.localhost:1/", Refusal::Scheme),
        ("https://127.0.0.1/", Refusal::AddressLiteral),
        ("https://user@peer.example/", Refusal::Userinfo),
        ("file:///etc/passwd", Refusal::Scheme),
    ] {
        let (port, _heard) = serve(move |_, _| redirect(to)).await;
        let outcome = get(port, "/", limits()).await;
        assert!(matches!(failure_of(&outcome), FetchFailure::Refused(found) if *found == refusal), "{to}");
    }
}

#[tokio::test]
async fn no_redirect_leads_inside() {
    let (port, mut heard) = serve(|path, _| {
        let number: usize = path.trim_start_matches('/').parse().unwrap();
        redirect(&hostile::urls()[number])
    })
    .await;
    let fetcher = fetcher(&[format!("peer.localhost:{port}")], limits());
    for (number, to) in hostile::urls().iter().enumerate() {
        let outcome = fetcher.get(&url(port, &format!("/{number}")), HeaderMap::new()).await;
        let failure = failure_of(&outcome);
        assert!(matches!(failure, FetchFailure::Refused(_) | FetchFailure::BadRedirect), "{to}: {failure}");
        heard.recv().await.unwrap();
    }
    assert!(heard.try_recv().is_err());
}

#[tokio::test]
async fn a_redirect_loop_ends_after_three_redirects() {
    let (port, mut heard) = serve(|_, _| redirect("/again")).await;
    let outcome = get(port, "/", limits()).await;
    assert!(matches!(failure_of(&outcome), FetchFailure::TooManyRedirects));
    let mut requests = 0;
    while heard.try_recv().is_ok() {
        requests += 1;
    }
    assert_eq!(requests, 4);
}

#[tokio::test]
async fn a_redirect_without_a_location_is_an_error() {
    let (port, _heard) =
        serve(|_, _| Answer::Bytes("HTTP/1.1 302 Found\r\ncontent-length: 0\r\n\r\n".into())).await;
    assert!(matches!(failure_of(&get(port, "/", limits()).await), FetchFailure::BadRedirect));
}

#[tokio::test]
async fn proofs_of_who_we_are_do_not_follow_a_redirect() {
    let (port, mut heard) = serve(|path, _| if path == "/1" { redirect("/2") } else { ok("") }).await;
    let headers = [("signature", "s"), ("authorization", "a"), ("accept", "text/html")]
        .map(|(name, value)| (name.parse().unwrap(), HeaderValue::from_static(value)));
    let fetcher = fetcher(&[format!("peer.localhost:{port}")], limits());
    fetcher.get(&url(port, "/1"), HeaderMap::from_iter(headers)).await.unwrap();
    let (first, second) = (heard.recv().await.unwrap(), heard.recv().await.unwrap());
    assert!(first.contains("signature: s") && first.contains("authorization: a"), "{first}");
    assert!(!second.contains("signature") && !second.contains("authorization"), "{second}");
    assert!(second.contains("accept: text/html"), "{second}");
}

#[tokio::test]
async fn a_body_over_the_limit_is_dropped_whether_announced_or_not() {
    let (port, _heard) = serve(|path, _| match path {
        "/announced" => ok(&"x".repeat(101)),
        "/lying" => Answer::Bytes(format!("HTTP/1.1 200 OK\r\n\r\n{}", "x".repeat(101))),
        _ => ok(&"x".repeat(100)),
    })
    .await;
    for path in ["/announced", "/lying"] {
        assert!(
            matches!(failure_of(&get(port, path, limits()).await), FetchFailure::TooLarge(100)),
            "{path}"
        );
    }
    assert_eq!(get(port, "/fits", limits()).await.unwrap().body.len(), 100);
}

#[tokio::test]
async fn a_compressed_body_is_handed_on_as_it_came() {
    let (port, _heard) = serve(|_, _| {
        Answer::Bytes("HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: 3\r\n\r\nabc".into())
    })
    .await;
    assert_eq!(get(port, "/", limits()).await.unwrap().body, "abc");
}

#[tokio::test]
async fn a_silent_server_and_a_dripping_one_run_out_of_time() {
    let (port, _heard) = serve(|path, _| if path == "/drip" { Answer::Drip } else { Answer::Silence }).await;
    let short = Duration::from_millis(150);
    for (path, limits) in [
        ("/silence", Limits { read: short, ..limits() }),
        ("/silence", Limits { total: short, ..limits() }),
        ("/drip", Limits { total: short, max_body_bytes: 1_000_000, ..limits() }),
    ] {
        assert!(matches!(failure_of(&get(port, path, limits).await), FetchFailure::TimedOut), "{path}");
    }
}

#[tokio::test]
async fn a_server_that_failed_several_times_is_left_in_peace_for_a_while() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    drop(listener);
    let fetcher = fetcher(&["peer.localhost".to_owned()], Limits { failures_before_pause: 2, ..limits() });
    for _ in 0..2 {
        let outcome = fetcher.get(&url(port, "/"), HeaderMap::new()).await;
        assert!(matches!(failure_of(&outcome), FetchFailure::Broken(_)), "{outcome:?}");
    }
    let outcome = fetcher.get(&url(port, "/"), HeaderMap::new()).await;
    assert!(matches!(failure_of(&outcome), FetchFailure::Paused), "{outcome:?}");

    let (other_port, _heard) = serve(|_, _| ok("fine")).await;
    assert!(fetcher.get(&url(other_port, "/"), HeaderMap::new()).await.is_ok());
}

#[tokio::test]
async fn only_so_many_requests_to_one_server_are_on_their_way_at_once() {
    let (port, mut heard) = serve(|_, _| Answer::Silence).await;
    let (other_port, _) = serve(|_, _| ok("fine")).await;
    let long = Duration::from_mins(5);
    let fetcher = fetcher(&["peer.localhost".to_owned()], Limits { per_host: 2, total: long, ..limits() });
    let (address, elsewhere) = (url(port, "/"), url(other_port, "/"));
    let all = futures_util::future::join_all((0..5).map(|_| fetcher.get(&address, HeaderMap::new())));
    // While two are waited for, and another server answers many times, none of the other three is sent.
    let others = async {
        for _ in 0..2 {
            heard.recv().await.unwrap();
        }
        for _ in 0..20 {
            fetcher.get(&elsewhere, HeaderMap::new()).await.unwrap();
        }
    };
    tokio::select! {
        answers = all => panic!("nothing answers: {answers:?}"),
        () = others => {}
    }
    assert!(heard.try_recv().is_err());
}

#[tokio::test]
async fn a_post_sends_its_body_and_hands_a_redirect_back() {
    let (port, mut heard) = serve(|_, _| redirect("/elsewhere")).await;
    let headers =
        HeaderMap::from_iter([(http::header::CONTENT_TYPE, HeaderValue::from_static("text/plain"))]);
    let fetcher = fetcher(&["peer.localhost".to_owned()], limits());
    let answer = fetcher.post(&url(port, "/inbox"), headers, "body").await.unwrap();
    assert_eq!((answer.status, answer.final_url), (StatusCode::FOUND, url(port, "/inbox")));
    let request = heard.recv().await.unwrap();
    assert!(request.starts_with("POST /inbox ") && request.contains("content-type: text/plain"), "{request}");
    assert!(request.contains("content-length: 4\r\n"), "{request}");
    assert!(heard.try_recv().is_err());
}
