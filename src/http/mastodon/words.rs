//! Words that several endpoints take from clients.

use crate::base::error::Error;
use crate::domain::post::Visibility;
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

/// What was given and is not empty.
pub fn given(text: Option<String>) -> Option<String> {
    text.filter(|text| !text.trim().is_empty())
}
