//! Fetching objects: signed as the server, checked to be what was asked for.

use anyhow::anyhow;
use http::header::CONTENT_TYPE;
use serde_json::Value;
use url::Url;

use super::authority::{Found, of_fetched};
use super::object::{read, strict};
use super::signature::sign_get;
use super::{keys, knock};
use crate::app::App;
use crate::base::error::{Error, Result};
use crate::base::fetch::Fetched;
use crate::domain::account;

/// What we ask for; Mastodon's own words.
const ACCEPT: &str = "application/activity+json, application/ld+json";

/// Fetches the object with this id.
///
/// # Errors
/// `NotFound` where its server says that there is none, `Gone` where it says that it was deleted, `Remote` for all
/// else, also for an answer that is no ActivityPub or has another id.
pub async fn object(app: &App, id: &str) -> Result<Value> {
    let (found, answered) = document(app, id).await?;
    let its_id = match of_fetched(id, &answered, &found) {
        Ok(Found::Itself) => return Ok(found),
        Ok(Found::AskAgain(its_id)) => its_id.to_owned(),
        Err(error) => return Err(strange(id, &error.to_string())),
    };
    let (again, answered) = document(app, &its_id).await?;
    match of_fetched(&its_id, &answered, &again) {
        Ok(Found::Itself) => Ok(again),
        Ok(Found::AskAgain(_)) => Err(strange(id, "the object's id leads to another object")),
        Err(error) => Err(strange(id, &error.to_string())),
    }
}

/// A document, and where it came from.
async fn document(app: &App, address: &str) -> Result<(Value, String)> {
    let url = Url::parse(address).map_err(|_error| Error::NotFound("object"))?;
    let answer = Box::pin(signed(app, &url)).await?;
    match answer.status.as_u16() {
        200..=299 => {}
        404 => return Err(Error::NotFound("object")),
        410 => return Err(Error::Gone("object")),
        status => return Err(strange(address, &format!("answered {status}"))),
    }
    let kind = answer.headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    if !is_activity(kind) {
        return Err(strange(address, "the answer is no ActivityPub"));
    }
    let value = strict::parse(&answer.body).map_err(|_error| strange(address, "the answer is no JSON"))?;
    Ok((value, answer.final_url.into()))
}

/// Asks as the server, in the way that the peer takes.
async fn signed(app: &App, url: &Url) -> Result<Fetched> {
    let server = account::server_actor(app).await?;
    let keys = keys::SigningKeys { rsa: keys::main_key(&server)?, ed25519: None };
    let peer = knock::find(app, &read::host(url.as_str()).unwrap_or_default()).await?;
    let first = peer.as_ref().and_then(|peer| peer.knock).unwrap_or(knock::FIRST);
    let get = async |knock| {
        let (kind, key) = knock::with(knock, &keys);
        let sign = |hop: &Url| sign_get(kind, key, hop, ACCEPT, app.clock.now());
        Box::pin(app.fetch.get_with(url, sign)).await
    };
    let answer = get(first).await?;
    if !knock::is_misunderstood(answer.status) {
        return Ok(answer);
    }
    let other = knock::other(first);
    match get(other).await {
        Ok(second) if second.status.is_success() => {
            if let Some(peer) = peer {
                knock::remember(app, peer.id, other).await?;
            }
            Ok(second)
        }
        Ok(_) | Err(_) => Ok(answer),
    }
}

/// Only these types are ActivityPub: a JSON file that somebody uploaded elsewhere is not (media-type confusion).
fn is_activity(content_type: &str) -> bool {
    let Ok(kind) = content_type.parse::<mime::Mime>() else { return false };
    match kind.essence_str() {
        "application/activity+json" => true,
        "application/ld+json" => kind.get_param("profile").is_some_and(|profile| {
            profile.as_str().split(' ').any(|one| one == super::object::context::ACTIVITY_STREAMS)
        }),
        _ => false,
    }
}

fn strange(address: &str, what: &str) -> Error {
    let host = read::host(address).unwrap_or_default();
    Error::Remote { host, cause: anyhow!("{what}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_activity_pub_is_taken_for_activity_pub() {
        assert!(is_activity("application/activity+json; charset=utf-8"));
        assert!(is_activity("application/ld+json; profile=\"https://www.w3.org/ns/activitystreams\""));
        assert!(!is_activity("application/ld+json"));
        assert!(!is_activity("application/json"));
        assert!(!is_activity("text/html"));
        assert!(!is_activity(""));
    }
}
