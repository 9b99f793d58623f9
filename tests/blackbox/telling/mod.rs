//! A story through an unmodified client: its card, its translations, its review, and the guide that helps with it.

mod appeals;
mod cards;
mod caregivers;
mod danger;
mod decisions;
mod described;
mod guide;
mod guide_elsewhere;
mod identity;
mod later;
mod proposals;
mod review;
pub mod review_desk;
mod translating;
mod two_persons;
mod warned;

use serde_json::{Value, json};

use crate::client_api::decoder::{STATUS, check};
use crate::support::{Client, Server, eventually};

/// A story that needs no warning and states everything that the guide would ask about.
const PLAIN: &str = "Eleven years\n\nMedication: tramadol\nSymptoms: dizziness\nAge: 41\nDuration of use: 11 years\n\
    Current status: No, have stopped\n\nFor eleven years I took it for pain that was never examined.";

/// A story in two languages that speaks of suicidal thoughts.
const COVERED: &str = "Isotretinoin Aftermath / イソトレチノイン後遺症\n\n\
    Age: 26–35\nDuration of use: 1–6 months\nCurrent status: No, have stopped\nMedication: isotretinoin\n\
    Symptoms: severe anxiety, suicidal ideation, dry eyes\n\n\
    English Translation\n\nBy the third day my feelings had gone quiet and nothing was enjoyable any more.\n\n\
    原文\n\n飲み始めて3日目で何も感じなくなり、楽しいと思えることがなくなりました。";

/// Posts a text for everybody and gives the answer.
async fn post(writer: &Client, text: &str) -> Value {
    let posted = writer.post_json("/api/v1/statuses", &json!({ "status": text })).await.expect(200).json();
    check(STATUS, &posted);
    posted
}

/// The path of a status of the client API.
fn path(status: &Value) -> String {
    format!("/api/v1/statuses/{}", said(&status["id"]))
}

/// The text of a value that has to be one.
fn said(value: &Value) -> &str {
    value.as_str().unwrap_or_else(|| panic!("not a text: {value}"))
}

/// The direct messages that a member got from the guide, oldest first, as plain HTML.
async fn messages(member: &Client) -> Vec<Value> {
    let notices = member.get("/api/v1/notifications?types[]=mention&limit=40").await.json();
    // Who asks very often is told that these are too many requests.
    let mut found: Vec<Value> = notices
        .as_array()
        .into_iter()
        .flatten()
        .map(|notice| notice["status"].clone())
        .filter(|status| status["account"]["acct"] == "guide")
        .collect();
    found.reverse();
    found
}

/// Waits until the guide has said something with these words to a member, and gives it.
pub async fn hears(member: &Client, words: &str) -> Value {
    eventually(&format!("the guide says {words}"), async || {
        let messages = messages(member).await;
        let found = messages.iter().find(|message| said(&message["content"]).contains(words)).cloned();
        found.ok_or_else(|| format!("{:#?}", messages.iter().map(|one| &one["content"]).collect::<Vec<_>>()))
    })
    .await
}

/// A server on which a moderator reads every story first.
async fn reviewing() -> Server {
    Server::at("a").env("ANAMNESIS_REVIEW_MODE", "all").start().await
}
