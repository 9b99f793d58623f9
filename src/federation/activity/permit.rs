//! Accept and Reject of a request to quote, like, answer or pass on a post of ours (FEP-044f, GoToSocial's interaction
//! controls), the permission itself, and the Delete with which it is taken back.

use activitypub_federation::kinds::activity::{AcceptType, DeleteType, RejectType};
use serde_json::{Map, Value, json};

use super::{begin, put};
use crate::base::digest::sha256_hex;
use crate::domain::account::Account;
use crate::domain::post::PermissionKind;
use crate::domain::post::permission::Permission;
use crate::federation::object::context::{self, PUBLIC};
use crate::federation::object::note;

/// A request as it is told again in the answer to it.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// What was asked for.
    pub kind: PermissionKind,
    /// Wire id of the request.
    pub request: &'a str,
    /// Who asked.
    pub asker: &'a Account,
    /// Wire id of the post.
    pub post: &'a str,
    /// Wire id of what will quote, like, answer or pass on.
    pub interacting: &'a str,
}

/// The Accept of a request; `result` leads to the permission.
pub fn compose_accept(asked: Asked<'_>, author: &Account, permission: &str) -> Value {
    let mut activity = begin(&id(asked, author, "permits"), AcceptType::Accept, &author.uri);
    put(&mut activity, "to", json!([asked.asker.uri]));
    put(&mut activity, "object", Value::Object(request(asked)));
    put(&mut activity, "result", json!(permission));
    note::with_context(context::permission(), activity)
}

/// The Reject of a request.
pub fn compose_reject(asked: Asked<'_>, author: &Account) -> Value {
    let mut activity = begin(&id(asked, author, "declines"), RejectType::Reject, &author.uri);
    put(&mut activity, "to", json!([asked.asker.uri]));
    put(&mut activity, "object", Value::Object(request(asked)));
    note::with_context(context::permission(), activity)
}

/// The permission as everybody can read it under its own id.
pub fn compose_permission(permission: &Permission, author: &str, post: &str) -> Value {
    let mut object = Map::new();
    put(&mut object, "id", json!(permission.uri));
    put(&mut object, "type", json!(authorization(permission.kind)));
    put(&mut object, "attributedTo", json!(author));
    put(&mut object, "interactingObject", json!(permission.interacting));
    put(&mut object, "interactionTarget", json!(post));
    note::with_context(context::permission(), object)
}

/// The Delete of a permission. Mastodon tells the bare id as well.
pub fn compose_delete(author: &Account, permission: &str) -> Value {
    let mut activity = begin(&format!("{permission}#delete"), DeleteType::Delete, &author.uri);
    put(&mut activity, "to", json!([PUBLIC]));
    put(&mut activity, "object", json!(permission));
    note::with_context(context::plain(), activity)
}

/// The id of an answer follows from the request, so that a second one is known as the same.
fn id(asked: Asked<'_>, author: &Account, word: &str) -> String {
    format!("{}#{word}/{}", author.uri, sha256_hex(&[asked.request.as_bytes()]))
}

/// The request itself, by ids alone: what it had embedded is not ours to tell.
fn request(asked: Asked<'_>) -> Map<String, Value> {
    let kind = match asked.kind {
        PermissionKind::Quote => "QuoteRequest",
        PermissionKind::Like => "LikeRequest",
        PermissionKind::Reply => "ReplyRequest",
        PermissionKind::Announce => "AnnounceRequest",
    };
    let mut request = begin(asked.request, kind, &asked.asker.uri);
    put(&mut request, "object", json!(asked.post));
    put(&mut request, "instrument", json!(asked.interacting));
    request
}

const fn authorization(kind: PermissionKind) -> &'static str {
    match kind {
        PermissionKind::Quote => "QuoteAuthorization",
        PermissionKind::Like => "LikeAuthorization",
        PermissionKind::Reply => "ReplyAuthorization",
        PermissionKind::Announce => "AnnounceAuthorization",
    }
}
