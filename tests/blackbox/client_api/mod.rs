//! The client API as unmodified clients use it. Tests named `finding_NN_…` hold what decides whether a client works
//! at all; the numbers are those of the research that the API was built from.

mod code_flow;
mod conversations;
pub mod decoder;
mod filters;
mod grouped;
mod instance;
mod keeping;
mod lists;
mod moderating;
mod odd_requests;
mod people;
pub mod pictures;
mod pictures_refused;
mod pins;
mod polls;
mod posting;
mod profile;
mod push;
mod reading;
mod scheduled;
mod searching;
mod shapes;
mod sign_in;
mod strangers;
mod streaming;
mod streams;
mod tags;

use serde_json::{Value, json};

use crate::support::Client;

/// Posts a text for everybody and gives the answer.
async fn tell(writer: &Client, text: &str) -> Value {
    let body = json!({ "status": text, "visibility": "public", "language": "en" });
    let posted = writer.post_json("/api/v1/statuses", &body).await.expect(200).json();
    decoder::check(decoder::STATUS, &posted);
    posted
}

/// The account of the member that a client speaks for.
async fn own_account(client: &Client) -> Value {
    let account = client.get("/api/v1/accounts/verify_credentials").await.expect(200).json();
    decoder::check(decoder::CREDENTIALS, &account);
    account
}

/// The text of a value that has to be one.
fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_else(|| panic!("not a text: {value}"))
}

/// The ids of a list.
fn ids(list: &Value) -> Vec<String> {
    list.as_array().unwrap().iter().map(|item| text(&item["id"]).to_owned()).collect()
}
