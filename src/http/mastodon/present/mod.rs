//! Rows and views as the client API's JSON. A key that clients declare as required is always there.

pub mod account;
pub mod admin;
pub mod card;
pub mod filter;
pub mod instance;
pub mod media;
pub mod notice;
pub mod pictures;
pub mod poll;
pub mod relation;
pub mod scheduled;
pub mod status;
pub mod tag;
pub mod time;

use crate::domain::post::Visibility;

/// The client API's word for who may read a post.
pub fn visibility(visibility: Visibility) -> &'static str {
    match visibility {
        Visibility::Public => "public",
        Visibility::Unlisted => "unlisted",
        Visibility::Private => "private",
        Visibility::Direct => "direct",
    }
}
