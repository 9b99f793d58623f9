//! Create: a post was published.

use activitypub_federation::kinds::activity::CreateType;
use serde_json::{Map, Value, json};

use super::{begin, put};
use crate::app::App;
use crate::domain::post::Shown;
use crate::federation::object::around::Around;
use crate::federation::object::note;

/// The Create of a post.
pub fn compose(app: &App, shown: &Shown, around: &Around) -> Value {
    note::with_context(note::context_of(shown), compose_bare(app, shown, around))
}

/// The Create as it stands in a collection.
pub fn compose_bare(app: &App, shown: &Shown, around: &Around) -> Map<String, Value> {
    let post = &shown.post;
    let (to, cc) = note::audience(shown);
    let mut activity = begin(&format!("{}/activity", post.uri), CreateType::Create, &shown.author.uri);
    put(&mut activity, "published", json!(note::time(post.published_at)));
    put(&mut activity, "to", json!(to));
    put(&mut activity, "cc", json!(cc));
    put(&mut activity, "object", Value::Object(note::compose_bare(app, shown, around)));
    activity
}
