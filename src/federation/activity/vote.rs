//! A vote: the Create of a Note that has a name and no text, as Mastodon and those after it send and read it.

use activitypub_federation::kinds::activity::CreateType;
use serde_json::{Value, json};

use super::{begin, put};
use crate::domain::account::Account;
use crate::domain::poll::Choice;
use crate::federation::object::{context, note};

/// The vote of `voter`, for the author of the poll and for nobody else.
pub fn compose(choice: &Choice, voter: &Account, author: &Account) -> Value {
    let uri = &choice.vote.uri;
    let mut activity = begin(&format!("{uri}/create"), CreateType::Create, &voter.uri);
    put(&mut activity, "to", json!([author.uri]));
    put(
        &mut activity,
        "object",
        json!({
            "id": uri,
            "type": "Note",
            "name": choice.title,
            "attributedTo": voter.uri,
            "inReplyTo": choice.post.uri,
            "to": [author.uri]
        }),
    );
    note::with_context(context::plain(), activity)
}
