//! Update: a post or a profile changed.

use activitypub_federation::kinds::activity::UpdateType;
use serde_json::{Value, json};

use super::{begin, put};
use crate::app::App;
use crate::domain::account::{Account, AccountKey};
use crate::domain::post::Shown;
use crate::federation::actor;
use crate::federation::object::around::Around;
use crate::federation::object::context::{self, PUBLIC};
use crate::federation::object::note;

/// The Update of a post. Its `updated` names it, so that each change has its own id.
pub fn compose(app: &App, shown: &Shown, around: &Around) -> Value {
    let post = &shown.post;
    let updated = post.updated_at.unwrap_or(post.published_at);
    let (to, cc) = note::audience(shown);
    let id = format!("{}#updates/{updated}", post.uri);
    let mut activity = begin(&id, UpdateType::Update, &shown.author.uri);
    put(&mut activity, "published", json!(note::time(updated)));
    put(&mut activity, "to", json!(to));
    put(&mut activity, "cc", json!(cc));
    put(&mut activity, "object", Value::Object(note::compose_bare(app, shown, around)));
    note::with_context(note::context_of(shown), activity)
}

/// The Update of a poll's counts, or of its end; `change` numbers it. The post's own `updated` stays: its text is the
/// same.
pub fn compose_poll(app: &App, shown: &Shown, around: &Around, change: i64) -> Value {
    let (to, cc) = note::audience(shown);
    let id = format!("{}#counts/{change}", shown.post.uri);
    let mut activity = begin(&id, UpdateType::Update, &shown.author.uri);
    put(&mut activity, "to", json!(to));
    put(&mut activity, "cc", json!(cc));
    put(&mut activity, "object", Value::Object(note::compose_bare(app, shown, around)));
    note::with_context(note::context_of(shown), activity)
}

/// The Update of a profile; `change` numbers it.
pub fn compose_actor(app: &App, account: &Account, keys: &[AccountKey], change: i64) -> Value {
    let mut activity = begin(&format!("{}#updates/{change}", account.uri), "Update", &account.uri);
    put(&mut activity, "to", json!([PUBLIC]));
    put(&mut activity, "cc", json!(account.followers_uri.iter().collect::<Vec<_>>()));
    put(&mut activity, "object", Value::Object(actor::compose_bare(app, account, keys)));
    note::with_context(context::actor(), activity)
}
