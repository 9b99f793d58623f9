//! NodeInfo: what software this is and how large the community is, for directories and clients.

use axum::extract::State;
use axum::response::Response;
use http::{HeaderValue, StatusCode};
use serde_json::{Value, json};

use super::outbox::answer::{Failure, json as answer_json};
use crate::app::App;
use crate::base::config::SignUpMode;
use crate::base::error::Result;
use crate::domain::stats;

/// Below this many members a number would say too much about who is here.
const SMALLEST_TOLD: u64 = 10;

const SCHEMA: &str = "http://nodeinfo.diaspora.software/ns/schema";

type Answer = std::result::Result<Response, Failure>;

/// `GET /.well-known/nodeinfo`.
pub async fn links(State(app): State<App>) -> Response {
    let link = |version: &str| {
        json!({
            "rel": format!("{SCHEMA}/{version}"), "href": app.urls.absolute(&format!("/nodeinfo/{version}"))
        })
    };
    let links = json!({
        "links": [
            link("2.0"),
            link("2.1"),
            // FEP-2677: who signs for the server.
            {"rel": "https://www.w3.org/ns/activitystreams#Application", "href": app.urls.server_actor()}
        ]
    });
    answer_json(StatusCode::OK, HeaderValue::from_static("application/json; charset=utf-8"), &links)
}

/// `GET /nodeinfo/2.0`. Elk asks for exactly this path.
pub async fn v2_0(State(app): State<App>) -> Answer {
    Ok(answer(&describe(&app, "2.0").await?, "2.0"))
}

/// `GET /nodeinfo/2.1`.
pub async fn v2_1(State(app): State<App>) -> Answer {
    Ok(answer(&describe(&app, "2.1").await?, "2.1"))
}

fn answer(document: &Value, version: &str) -> Response {
    let kind = format!("application/json; profile=\"{SCHEMA}/{version}#\"; charset=utf-8");
    let kind = HeaderValue::from_str(&kind).unwrap_or(HeaderValue::from_static("application/json"));
    answer_json(StatusCode::OK, kind, document)
}

async fn describe(app: &App, version: &str) -> Result<Value> {
    let size = stats::size(app).await?;
    let mut software = json!({"name": "anamnesis", "version": env!("CARGO_PKG_VERSION")});
    if let (Value::Object(software), "2.1") = (&mut software, version) {
        software.insert("homepage".to_owned(), json!(app.urls.absolute("/about")));
    }
    let users = if size.members >= SMALLEST_TOLD { json!({"total": size.members}) } else { json!({}) };
    let sign_up_is_open = match app.config.sign_up.mode {
        SignUpMode::Open => true,
        SignUpMode::Approval | SignUpMode::Invite => false,
    };
    Ok(json!({
        "version": version,
        "software": software,
        "protocols": ["activitypub"],
        "services": {"inbound": [], "outbound": []},
        "openRegistrations": sign_up_is_open,
        "usage": {"users": users, "localPosts": size.posts},
        "metadata": {
            "nodeName": app.config.community.name,
            "nodeDescription": app.config.community.description,
            // Clients that know us by no name take us for what we are compatible with (megalodon).
            "upstream": {"name": "mastodon"}
        }
    }))
}
