//! `/api/v1/instance` and `/api/v2/instance`: what the server says of itself.

use axum::Json;
use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use bytes::Bytes;
use http::HeaderMap;
use http::header::CONTENT_TYPE;
use serde_json::{Value, json};

use super::present;
use crate::app::App;
use crate::base::error::Error;
use crate::base::i18n::Language;
use crate::domain::notice::push;
use crate::domain::relation::limit::{self, Decided, Severity};
use crate::domain::relation::{Peer, exchange, peer};
use crate::domain::stats::{self, Size};
use crate::domain::story::translation;
use crate::http::failure::{Failure, reader_language};

/// The second version; most clients ask for it first.
pub async fn v2(State(app): State<App>, headers: HeaderMap) -> Result<Response, Failure> {
    written(&app, "instance v2", reader_language(&headers), present::instance::v2).await
}

/// The first version; some clients know no other.
pub async fn v1(State(app): State<App>, headers: HeaderMap) -> Result<Response, Failure> {
    written(&app, "instance v1", reader_language(&headers), present::instance::v1).await
}

/// The same for everybody who reads the language, so it is written down once.
async fn written(
    app: &App,
    name: &str,
    language: Language,
    present: fn(&App, Language, Size, &str) -> Value,
) -> Result<Response, Failure> {
    let document = async {
        let size = stats::size(app).await?;
        let push_key = push::public_key(app).await?;
        Ok::<_, Error>(Bytes::from(present(app, language, size, &push_key).to_string()))
    };
    let document = app.kept.documents.get_or(format!("{name} {language:?}"), document).await?;
    Ok(([(CONTENT_TYPE, "application/json")], document).into_response())
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

/// Servers that are limited or shut out, with the reason for everybody: members may know what they cannot see.
pub async fn blocked_peers(State(app): State<App>) -> Result<Json<Vec<Value>>, Failure> {
    let known = limit::list_all(&app, Decided::Limited).await?.into_iter();
    // As Mastodon: what only leaves pictures or reports out is not told.
    let present = |peer: Peer, severity: Severity| {
        json!({
            "domain": limit::public_name(&peer),
            "digest": present::admin::digest_of(&peer.host),
            "severity": exchange::word(severity),
            "comment": peer.public_comment,
        })
    };
    let told = known.filter_map(|peer| {
        let severity = peer.severity.filter(|severity| *severity != Severity::Noop)?;
        Some(present(peer, severity))
    });
    Ok(Json(told.collect()))
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
