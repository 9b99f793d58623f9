//! `/api/v2/notifications/policy` and `/api/v1/notifications/requests`: on Mastodon, notices of strangers can be held
//! back until one asks for them. Here every notice is told at once: who does not want somebody's mutes or blocks them.
//! So the policy is to accept, whatever a client asks for, and there are no requests.

use axum::Json;
use serde_json::{Value, json};

use crate::http::mastodon::caller::Me;

/// The policy in the second version's words.
pub async fn v2(_: Me) -> Json<Value> {
    Json(json!({
        "for_not_following": "accept",
        "for_not_followers": "accept",
        "for_new_accounts": "accept",
        "for_private_mentions": "accept",
        "for_limited_accounts": "accept",
        "summary": summary(),
    }))
}

/// The policy in the first version's words.
pub async fn v1(_: Me) -> Json<Value> {
    Json(json!({
        "filter_not_following": false,
        "filter_not_followers": false,
        "filter_new_accounts": false,
        "filter_private_mentions": false,
        "summary": summary(),
    }))
}

/// Whether notices of accepted requests have arrived; there are none to wait for.
pub async fn merged(_: Me) -> Json<Value> {
    Json(json!({ "merged": true }))
}

fn summary() -> Value {
    json!({ "pending_requests_count": 0, "pending_notifications_count": 0 })
}
