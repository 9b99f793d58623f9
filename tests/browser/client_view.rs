//! A story as web clients of Mastodon show it: the content and the card of its Status under their rules, photographed.

use axum::Router;
use axum::response::Html;
use axum::routing::get;
use serde_json::{Value, json};

use super::driver::{Browser, LAPTOP, PHONE};
use super::reader::{BILINGUAL, PLAIN_STORY};
use super::support::Server;

/// The page of a client; `STATUS` stands where the Status goes.
const PAGE: &str = include_str!("client_view.html");

/// Shows a Status at an address of its own.
async fn client(status: &Value) -> String {
    let page = PAGE.replace("STATUS", &status.to_string().replace('<', "\\u003c"));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://client.localhost:{}/", listener.local_addr().unwrap().port());
    let show = move || std::future::ready(Html(page.clone()));
    tokio::spawn(async move { axum::serve(listener, Router::new().route("/", get(show))).await });
    address
}

/// A story that somebody really told, where those lie beside the project; they are no part of it.
fn seed() -> Option<String> {
    let folder = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/../shared/seeds")).ok()?;
    let mut found: Vec<_> = folder.filter_map(|entry| Some(entry.ok()?.path())).collect();
    found.sort();
    std::fs::read_to_string(found.into_iter().find(|path| path.extension().is_some_and(|end| end == "txt"))?)
        .ok()
}

#[tokio::test]
async fn a_story_and_its_card_can_be_read_in_a_web_client_at_every_width() {
    let server = Server::at("a").env("ANAMNESIS_COMMUNITY_NAME", "Quiet harbour").start().await;
    let writer = server.member("quiet_fern_12");
    let seed = seed().unwrap_or_else(|| BILINGUAL.to_owned());
    let browser = Browser::start("en").await;
    for (name, text) in [("bilingual", seed.as_str()), ("plain", PLAIN_STORY)] {
        let body = json!({"status": text, "visibility": "public"});
        let status = writer.post_json("/api/v1/statuses", &body).await.expect(200).json();
        browser.open(&client(&status).await).await;
        for width in [LAPTOP, PHONE] {
            browser.resize(width).await;
            browser.screenshot(&format!("client-{name}-{width}")).await;
            browser.run("document.querySelectorAll('details').forEach(cover => { cover.open = true })").await;
            browser.screenshot(&format!("client-{name}-{width}-open")).await;
            assert_eq!(browser.overflow().await, 0, "{name} at {width} px");
        }
        let card = &status["card"];
        assert_eq!(browser.text(".card .title").await, card["title"].as_str().unwrap());
        assert_eq!(browser.text(".card .provider").await, "Quiet harbour");
        // What clients do not know they drop, and show its words in a row.
        let odd = "return [...document.querySelectorAll('.content *')].map(part => part.localName)
            .filter(name => !['p', 'br', 'a', 'span', 'strong', 'em', 'ul', 'ol', 'li', 'blockquote'].includes(name))";
        assert_eq!(browser.run(odd).await, json!([]), "{name}");
        let empty = "return [...document.querySelectorAll('.content p')].filter(part => !part.innerText.trim()).length";
        assert_eq!(browser.run(empty).await, 0, "{name}: a paragraph with nothing in it is a hole");
    }
}
