//! Pages of a list: what a client asks for, and the `Link` header that leads it on.

use axum::Json;
use axum::response::{IntoResponse, Response};
use http::header::LINK;
use http::{HeaderValue, Uri};
use serde::{Deserialize, Serialize};

use super::id;
use crate::base::urls::Urls;
use crate::http::failure::Failure;
use crate::http::params::Count;

/// Which part of a list a client asks for.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Paging {
    max_id: Option<String>,
    since_id: Option<String>,
    min_id: Option<String>,
    limit: Count,
}

/// What a client asked for, read: ids, and a limit between one and the list's most.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bounds {
    /// Only what is older than this.
    pub max: Option<i64>,
    /// Only what is newer than this, the newest first.
    pub since: Option<i64>,
    /// Only what is newer than this, right after it.
    pub min: Option<i64>,
    /// At most so many.
    pub limit: u64,
}

impl Paging {
    /// Reads the cursors and the limit, which is `usual` when none was given and never above `most`.
    pub fn bounds(&self, usual: u64, most: u64) -> Result<Bounds, Failure> {
        let limit = match self.limit.0 {
            Some(limit) => u64::try_from(limit).unwrap_or(0).clamp(1, most),
            None => usual,
        };
        Ok(Bounds {
            max: id::cursor("max_id", self.max_id.as_deref())?,
            since: id::cursor("since_id", self.since_id.as_deref())?,
            min: id::cursor("min_id", self.min_id.as_deref())?,
            limit,
        })
    }
}

/// A page of a list with its `Link` header.
#[derive(Debug)]
pub struct Listed<T> {
    items: Vec<T>,
    link: Option<HeaderValue>,
}

impl<T> Listed<T> {
    /// A page whose first and last item have the given cursors; without them it is empty, and leads nowhere.
    pub fn new(urls: &Urls, uri: &Uri, items: Vec<T>, ends: Option<(i64, i64)>) -> Self {
        let link = ends.and_then(|(first, last)| HeaderValue::from_str(&link(urls, uri, first, last)).ok());
        Self { items, link }
    }
}

impl<T: Serialize> IntoResponse for Listed<T> {
    fn into_response(self) -> Response {
        let mut response = Json(self.items).into_response();
        if let Some(link) = self.link {
            response.headers_mut().insert(LINK, link);
        }
        response
    }
}

/// `next` first, because toot sees no other order; whole addresses, because others want nothing less.
fn link(urls: &Urls, uri: &Uri, first: i64, last: i64) -> String {
    let kept: Vec<&str> = uri
        .query()
        .unwrap_or_default()
        .split('&')
        .filter(|pair| !pair.is_empty() && !["max_id", "since_id", "min_id"].contains(&key_of(pair)))
        .collect();
    let page = |cursor: String| {
        let query = kept.iter().copied().chain([cursor.as_str()]).collect::<Vec<_>>().join("&");
        urls.absolute(&format!("{}?{query}", uri.path()))
    };
    let (next, previous) = (page(format!("max_id={last}")), page(format!("min_id={first}")));
    format!(r#"<{next}>; rel="next", <{previous}>; rel="prev""#)
}

fn key_of(pair: &str) -> &str {
    pair.split('=').next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finding_18_next_comes_first_with_whole_addresses_and_the_other_parameters() {
        let urls = Urls::new("a.example", &"https://a.example".parse().unwrap());
        let uri: Uri = "/api/v1/timelines/home?limit=2&max_id=9&local=true".parse().unwrap();
        assert_eq!(
            link(&urls, &uri, 8, 7),
            "<https://a.example/api/v1/timelines/home?limit=2&local=true&max_id=7>; rel=\"next\", \
             <https://a.example/api/v1/timelines/home?limit=2&local=true&min_id=8>; rel=\"prev\""
        );
    }

    #[test]
    fn limits_stay_between_one_and_the_most() {
        let limit = |asked| Paging { limit: Count(asked), ..Paging::default() }.bounds(20, 40).unwrap().limit;
        assert_eq!([None, Some(5), Some(500), Some(0), Some(-3)].map(limit), [20, 5, 40, 1, 1]);
    }
}
