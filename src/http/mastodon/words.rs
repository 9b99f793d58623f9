//! Words that several endpoints take from clients.

use super::id;
use crate::base::error::Error;
use crate::domain::post::{Quotable, Visibility};
use crate::http::failure::Failure;

/// The visibility that a client's word means. `local` and its like of other servers are not ours.
pub fn visibility_of(word: &str) -> Result<Visibility, Failure> {
    match word {
        "public" => Ok(Visibility::Public),
        "unlisted" => Ok(Visibility::Unlisted),
        "private" => Ok(Visibility::Private),
        "direct" => Ok(Visibility::Direct),
        _ => Err(Error::invalid("visibility", "problem-choose-from-list").into()),
    }
}

/// Who may quote a post, as a client's word says.
pub fn quotable_of(word: &str) -> Result<Quotable, Failure> {
    match word {
        "public" => Ok(Quotable::Everybody),
        "followers" => Ok(Quotable::Followers),
        "nobody" => Ok(Quotable::Nobody),
        _ => Err(Error::invalid("quote_approval_policy", "problem-choose-from-list").into()),
    }
}

/// The pictures that a client names. One that is no id of ours is nobody's.
pub fn pictures_of(ids: &[String]) -> Result<Vec<i64>, Failure> {
    let given = ids.iter().filter(|text| !text.trim().is_empty());
    if given.clone().any(|text| id::parse(text).is_none()) {
        return Err(Error::invalid("media_ids", "problem-picture-not-there").into());
    }
    Ok(id::parse_all(ids))
}

/// What was given and is not empty.
pub fn given(text: Option<String>) -> Option<String> {
    text.filter(|text| !text.trim().is_empty())
}
