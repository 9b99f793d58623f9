//! The pages of stories, as a browser without script sees them: reading, telling, changing, taking back.

mod bringing;
mod own_words;
mod reading;
mod telling;

use reqwest::Method;
use serde_json::{Value, json};

use crate::support::client::Answer;
use crate::support::{Client, Server};

/// A story in two languages that speaks of suicidal thoughts.
const STORY: &str = "Isotretinoin Aftermath / イソトレチノイン後遺症\n\n\
    Age: 26–35\nDuration of use: 1–6 months\nCurrent status: No, have stopped\nMedication: isotretinoin\n\
    Symptoms: severe anxiety, suicidal ideation, dry eyes\n\n\
    English Translation\n\nBy the third day my feelings had gone quiet and nothing was enjoyable any more.\n\n\
    原文\n\n飲み始めて3日目で何も感じなくなり、楽しいと思えることがなくなりました。";

/// A story that needs no warning.
const PLAIN: &str = "Eleven years\n\nMedication: tramadol\nSymptoms: dizziness\n\n\
    For eleven years I took it for pain that was never examined.";

/// Posts a text for everybody through the client API, and gives the path of its page.
async fn tell(writer: &Client, text: &str) -> String {
    let body = json!({ "status": text, "visibility": "public" });
    let posted: Value = writer.post_json("/api/v1/statuses", &body).await.expect(200).json();
    let address = posted["url"].as_str().unwrap();
    format!("/@{}", address.split_once("/@").unwrap().1)
}

/// A page in a language, as a browser asks for it.
async fn read(client: &Client, path: &str, language: &str) -> Answer {
    let request = client.request(Method::GET, path);
    client.send(request.header("accept-language", language).header("accept", "text/html,*/*;q=0.8")).await
}

/// A browser that is signed in as a new member.
pub async fn signed_in(server: &Server, handle: &str) -> Client {
    let printed = server.cli(&["member", "create", handle]).expect_success();
    let passphrase = printed.lines().find_map(|line| line.strip_prefix("passphrase: ")).unwrap();
    let browser = server.client();
    let token = token(&browser.get("/sign-in").await.expect(200).body);
    let fields = [("csrf", token.as_str()), ("handle", handle), ("passphrase", passphrase)];
    browser.post_form("/sign-in", &fields).await.expect(303);
    browser
}

/// The token of a page's form.
pub fn token(page: &str) -> String {
    between(page, "name=\"csrf\" value=\"", "\"").to_owned()
}

pub fn between<'a>(text: &'a str, start: &str, end: &str) -> &'a str {
    let rest = text.split_once(start).unwrap_or_else(|| panic!("no {start} in\n{text}")).1;
    rest.split_once(end).unwrap().0
}

/// Where words stand on a page.
pub fn place(page: &str, words: &str) -> usize {
    page.find(words).unwrap_or_else(|| panic!("no {words} in\n{page}"))
}
