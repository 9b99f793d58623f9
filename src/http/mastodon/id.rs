//! Ids as clients write them: decimal digits.

use axum::extract::{FromRequestParts, Path};
use http::request::Parts;
use serde::de::DeserializeOwned;

use crate::base::error::Error;
use crate::http::failure::Failure;
use crate::http::params::Unreadable;

/// The `{id}` of a path. What is no id of ours does not exist.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Id(pub i64);

impl<S: Send + Sync> FromRequestParts<S> for Id {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Failure> {
        let text: String = variable(parts, state).await?;
        parse(&text).map(Self).ok_or_else(nothing)
    }
}

/// The variable part of a path that is a name. What is not UTF-8, or has a NUL in it, names nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Name(pub String);

impl<S: Send + Sync> FromRequestParts<S> for Name {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Failure> {
        variable(parts, state).await.and_then(name)
    }
}

/// The `{id}` of a path and the name behind it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdAndName(pub i64, pub String);

impl<S: Send + Sync> FromRequestParts<S> for IdAndName {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Failure> {
        let (id, text): (String, String) = variable(parts, state).await?;
        let Name(text) = name(text)?;
        Ok(Self(parse(&id).ok_or_else(nothing)?, text))
    }
}

/// The two ids of a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TwoIds(pub i64, pub i64);

impl<S: Send + Sync> FromRequestParts<S> for TwoIds {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Failure> {
        let (one, other): (String, String) = variable(parts, state).await?;
        parse(&one).zip(parse(&other)).map(|(one, other)| Self(one, other)).ok_or_else(nothing)
    }
}

async fn variable<T: DeserializeOwned + Send, S: Send + Sync>(
    parts: &mut Parts,
    state: &S,
) -> Result<T, Failure> {
    let Path(found) = Path::<T>::from_request_parts(parts, state).await.map_err(|_rejection| nothing())?;
    Ok(found)
}

fn name(text: String) -> Result<Name, Failure> {
    if text.contains('\0') { Err(nothing()) } else { Ok(Name(text)) }
}

fn nothing() -> Failure {
    Error::NotFound("what the path names").into()
}

/// The id that the text is, if it is one.
pub fn parse(text: &str) -> Option<i64> {
    let text = text.trim();
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if digits { text.parse().ok() } else { None }
}

/// All of the texts that are ids, without repeats and in their order; the others are nobody's.
pub fn parse_all(texts: &[String]) -> Vec<i64> {
    let mut ids = Vec::new();
    for id in texts.iter().filter_map(|text| parse(text)) {
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    ids
}

/// An id that may be left out. One that is too large to be ours is larger than all of ours.
pub fn cursor(name: &str, text: Option<&str>) -> Result<Option<i64>, Failure> {
    match text.map(str::trim) {
        None | Some("") => Ok(None),
        Some(text) if text.bytes().all(|byte| byte.is_ascii_digit()) => {
            Ok(Some(text.parse().unwrap_or(i64::MAX)))
        }
        Some(_) => Err(Unreadable::Wrong { name: name.to_owned(), expected: "an id" }.into()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_digits_are_an_id() {
        for (text, id) in
            [("7", Some(7)), (" 7", Some(7)), ("", None), ("-7", None), ("+7", None), ("7a", None)]
        {
            assert_eq!(parse(text), id, "{text:?}");
        }
        assert_eq!(parse("99999999999999999999"), None);
    }

    #[test]
    fn a_cursor_beyond_all_ids_is_no_error() {
        assert_eq!(cursor("max_id", Some("99999999999999999999")).unwrap(), Some(i64::MAX));
        assert_eq!(cursor("max_id", Some("")).unwrap(), None);
        assert!(cursor("max_id", Some("newest")).is_err());
    }
}
