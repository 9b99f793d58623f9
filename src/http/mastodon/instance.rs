//! `/api/v1/instance` and `/api/v2/instance`: what the server says of itself.

use axum::Json;
use axum::extract::State;
use http::HeaderMap;
use serde_json::{Value, json};

use super::present;
use crate::app::App;
use crate::base::digest::Running;
use crate::domain::notice::push;
use crate::domain::relation::peer;
use crate::domain::stats;
use crate::domain::story::translation;
use crate::http::failure::{Failure, reader_language};

/// The second version; most clients ask for it first.
pub async fn v2(State(app): State<App>, headers: HeaderMap) -> Result<Json<Value>, Failure> {
    let size = stats::size(&app).await?;
    let push_key = push::public_key(&app).await?;
    Ok(Json(present::instance::v2(&app, reader_language(&headers), size, &push_key)))
}

/// The first version; some clients know no other.
pub async fn v1(State(app): State<App>, headers: HeaderMap) -> Result<Json<Value>, Failure> {
    let size = stats::size(&app).await?;
    let push_key = push::public_key(&app).await?;
    Ok(Json(present::instance::v1(&app, reader_language(&headers), size, &push_key)))
}

/// The community's rules.
pub async fn rules(State(app): State<App>, headers: HeaderMap) -> Json<Value> {
    Json(present::instance::rules(&app, reader_language(&headers)))
}

/// Other servers whose stories stand in our public lists.
pub async fn peers(State(app): State<App>) -> Result<Json<Vec<String>>, Failure> {
    let known = peer::list(&app).await?.into_iter();
    Ok(Json(known.filter(|peer| peer.accepted).map(|peer| peer.host).collect()))
}

/// Servers that the operator shut out: members may know what they cannot see. The reasons are the operator's.
pub async fn blocked_peers(State(app): State<App>) -> Result<Json<Vec<Value>>, Failure> {
    let known = peer::list(&app).await?.into_iter();
    let present = |host: String| {
        let mut digest = Running::default();
        digest.update(host.as_bytes());
        json!({ "domain": host, "digest": digest.finish(), "severity": "suspend", "comment": "" })
    };
    Ok(Json(known.filter(|peer| peer.blocked).map(|peer| present(peer.host)).collect()))
}

/// The long description: what the community is, and the address of the page that says more.
pub async fn extended_description(State(app): State<App>, headers: HeaderMap) -> Json<Value> {
    let content = present::instance::description(&app, reader_language(&headers));
    let now = present::time::moment(app.minute());
    Json(json!({ "updated_at": now, "content": ammonia::clean_text(&content) }))
}

/// From which languages into which everything is translated: the pairs of the operator's service. A story may have
/// editions in other languages too.
pub async fn translation_languages(State(app): State<App>) -> Json<Value> {
    Json(json!(translation::languages(&app).await))
}
