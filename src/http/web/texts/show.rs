//! The site's own texts, with what the operator says in the settings.

use axum::extract::State;
use axum::response::Response;
use chrono::NaiveDate;
use http::StatusCode;

use super::{AboutPage, PrivacyPage, RulesPage};
use crate::app::App;
use crate::domain::consent;
use crate::domain::relation::peer;
use crate::domain::stats;
use crate::http::web::door::{Failure, Reader, answer, findable};

/// `GET /about`.
pub async fn about(State(app): State<App>, reader: Reader) -> Result<Response, Failure> {
    let peers = peer::list(&app).await?;
    let page = AboutPage {
        page: reader.frame(),
        stories: stats::stories(&app).await?,
        peers: peers
            .into_iter()
            .filter(|peer| peer.accepted && !peer.blocked)
            .map(|peer| peer.host)
            .collect(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
    };
    Ok(findable(answer(StatusCode::OK, &page)?))
}

/// `GET /rules`.
pub async fn rules(State(app): State<App>, reader: Reader) -> Result<Response, Failure> {
    let said = &app.config.community;
    let page = RulesPage {
        page: reader.frame(),
        rules: said.rules.clone(),
        version: version(),
        dated: day(&said.terms_version),
    };
    Ok(findable(answer(StatusCode::OK, &page)?))
}

/// `GET /privacy`.
pub async fn privacy(State(app): State<App>, reader: Reader) -> Result<Response, Failure> {
    let dated = day(&app.config.community.privacy_version);
    let page = PrivacyPage { page: reader.frame(), version: version(), dated };
    Ok(findable(answer(StatusCode::OK, &page)?))
}

/// The version that members agree to at sign-up.
fn version() -> u32 {
    u32::try_from(consent::SIGN_UP_VERSION).unwrap_or_default()
}

/// Operators may name a version by the day from which it holds; what names no day, such as `2026-11`, shows none.
fn day(version: &str) -> Option<NaiveDate> {
    version.trim().parse().ok()
}
