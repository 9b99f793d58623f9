//! The browser itself, against a page of three lines: what every walk relies on.

use axum::Router;
use axum::extract::RawQuery;
use axum::http::HeaderMap;
use axum::response::Html;
use axum::routing::get;

use super::driver::{Browser, PHONE, key};

/// Serves a form that answers with what was typed and the reader's languages; returns its address.
async fn form() -> String {
    let page = async |RawQuery(query): RawQuery, headers: HeaderMap| {
        let languages = headers.get("accept-language").map_or("", |value| value.to_str().unwrap()).to_owned();
        let typed = query.unwrap_or_default();
        Html(format!(
            "<!doctype html><meta charset=utf-8><title>話す</title>
             <script>document.title = 'script ran'</script>
             <form><input name=word><button>Tell</button></form>
             <p id=typed>{typed}</p><p id=languages>{languages}</p>"
        ))
    };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://a.localhost:{}/", listener.local_addr().unwrap().port());
    tokio::spawn(async move { axum::serve(listener, Router::new().route("/", get(page))).await });
    address
}

#[tokio::test]
async fn a_form_can_be_filled_sent_and_photographed_at_phone_width() {
    let (address, browser) = (form().await, Browser::start("ja,en").await);
    browser.resize(PHONE).await;
    browser.open(&address).await;
    assert_eq!(browser.title().await, "script ran");
    assert!(browser.text("#languages").await.starts_with("ja,en"), "{}", browser.text("#languages").await);
    assert_eq!(browser.run("return window.innerWidth").await, PHONE);
    assert_eq!(browser.overflow().await, 0);

    browser.fill("[name=word]", "old").await;
    browser.fill("[name=word]", "pain").await;
    browser.click("[name=word]").await;
    browser.follow("button").await;
    assert_eq!(browser.text("#typed").await, "word=pain");
    assert_eq!(browser.address().await, format!("{address}?word=pain"));

    let picture = std::fs::read(browser.screenshot("harness").await).unwrap();
    assert!(picture.starts_with(b"\x89PNG") && picture.len() > 1000);
}

#[tokio::test]
async fn a_form_can_be_sent_with_the_keyboard_alone_and_without_javascript() {
    let (address, browser) = (form().await, Browser::start("en").await);
    browser.without_javascript().await;
    browser.open(&address).await;
    assert_eq!(browser.title().await, "話す");
    browser.press(key::TAB).await;
    browser.press("ache").await;
    browser.press(key::TAB).await;
    browser.enter().await;
    assert_eq!(browser.text("#typed").await, "word=ache");
}
