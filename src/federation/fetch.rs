//! Fetching objects: signed as the server, checked to be what was asked for.

use anyhow::anyhow;
use http::header::CONTENT_TYPE;
use serde_json::Value;
use url::Url;

use super::object::read;
use super::signature::{SigningKey, cavage};
use crate::app::App;
use crate::base::error::{Error, Result};
use crate::domain::account;

/// What we ask for; Mastodon's own words.
const ACCEPT: &str = "application/activity+json, application/ld+json";

/// Fetches the object with this id.
///
/// # Errors
/// `NotFound` where its server says that there is none, `Gone` where it says that it was deleted, `Remote` for all
/// else, also for an answer that is no ActivityPub or has another id.
pub async fn object(app: &App, id: &str) -> Result<Value> {
    let found = document(app, id).await?;
    let its_id = read::text(&found, "id").unwrap_or_default().to_owned();
    if its_id == id {
        return Ok(found);
    }
    if !read::same_host(&its_id, id) {
        return Err(strange(id, "the object has an id of another host"));
    }
    // Asked by its page, or by an old address: the id itself must say the same.
    let again = document(app, &its_id).await?;
    if read::text(&again, "id") == Some(its_id.as_str()) {
        Ok(again)
    } else {
        Err(strange(id, "the object's id leads to another object"))
    }
}

async fn document(app: &App, address: &str) -> Result<Value> {
    let url = Url::parse(address).map_err(|_error| Error::NotFound("object"))?;
    let server = account::server_actor(app).await?;
    let key = signing_key(&server)?;
    let sign = |hop: &Url| cavage::sign_get(&key, hop, ACCEPT, app.clock.now());
    let answer = Box::pin(app.fetch.get_with(&url, sign)).await?;
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
    let mut value: Value =
        serde_json::from_slice(&answer.body).map_err(|_error| strange(address, "the answer is no JSON"))?;
    read::drop_nuls(&mut value);
    Ok(value)
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

/// The key that an account of this server signs with.
pub fn signing_key(account: &account::Account) -> Result<SigningKey> {
    let pem = account.private_key.as_deref().ok_or_else(|| anyhow!("account {} has no key", account.id))?;
    let id = Url::parse(&format!("{}#main-key", account.uri)).map_err(anyhow::Error::from)?;
    SigningKey::from_pem(id, pem)
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
