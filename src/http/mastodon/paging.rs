//! Pages of a list: what a client asks for, and the `Link` header that leads it on.

use anyhow::Context as _;
use axum::Json;
use axum::extract::FromRequestParts;
use axum::response::{IntoResponse, Response};
use http::header::{CONTENT_TYPE, LINK};
use http::request::Parts;
use http::{HeaderValue, Uri};
use serde::{Deserialize, Serialize};

use super::id;
use crate::app::WrittenPage;
use crate::base::error::Error;
use crate::base::urls::Urls;
use crate::domain::relation::{Page, Slice};
use crate::http::failure::Failure;
use crate::http::params::{self, Count};

/// Which part of a list a client asks for.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Paging {
    max_id: Option<String>,
    since_id: Option<String>,
    min_id: Option<String>,
    limit: Count,
}

impl Paging {
    /// The page that is wanted: `usual` items when the client does not say how many, and never above `most`.
    pub fn page(&self, usual: u64, most: u64) -> Result<Page, Failure> {
        let limit = match self.limit.0 {
            Some(limit) => u64::try_from(limit).unwrap_or(0).clamp(1, most),
            None => usual,
        };
        Ok(Page {
            max: id::cursor("max_id", self.max_id.as_deref())?,
            since: id::cursor("since_id", self.since_id.as_deref())?,
            min: id::cursor("min_id", self.min_id.as_deref())?,
            limit,
        })
    }
}

impl Paging {
    /// Whether the client wants everything at once: some lists are given whole for a limit of 0.
    pub fn wants_all(&self) -> bool {
        self.limit.0 == Some(0)
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Paging {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Failure> {
        Ok(params::from_query(&parts.uri)?)
    }
}

/// A page of a list with its `Link` header.
#[derive(Debug)]
pub struct Listed<T> {
    items: Vec<T>,
    link: Option<HeaderValue>,
}

impl<T> Listed<T> {
    /// A page of a list, answered at `uri`.
    pub fn new(urls: &Urls, uri: &Uri, slice: Slice<T>) -> Self {
        let oldest = slice.oldest.filter(|_| slice.more);
        let link = HeaderValue::from_str(&link(urls, uri, slice.newest, oldest)).ok();
        Self { items: slice.items, link: link.filter(|link| !link.is_empty()) }
    }
}

impl<T> Listed<T> {
    /// The same page in an answer that is more than a list.
    pub fn inside(self, body: impl Serialize) -> Response {
        let mut response = Json(body).into_response();
        if let Some(link) = self.link {
            response.headers_mut().insert(LINK, link);
        }
        response
    }
}

impl<T: Serialize> Listed<T> {
    /// The page as it is sent, to be sent again.
    pub fn written(self) -> Result<WrittenPage, Error> {
        let body = serde_json::to_vec(&self.items).context("writing a page of a list")?;
        Ok(WrittenPage { body: body.into(), link: self.link })
    }
}

/// The answer that a written page is.
pub fn again(page: WrittenPage) -> Response {
    let mut response = ([(CONTENT_TYPE, "application/json")], page.body).into_response();
    if let Some(link) = page.link {
        response.headers_mut().insert(LINK, link);
    }
    response
}

impl<T: Serialize> IntoResponse for Listed<T> {
    fn into_response(mut self) -> Response {
        let items = std::mem::take(&mut self.items);
        self.inside(items)
    }
}

/// `next` first, because toot sees no other order; whole addresses, because others want nothing less.
fn link(urls: &Urls, uri: &Uri, newest: Option<i64>, oldest: Option<i64>) -> String {
    let kept: Vec<&str> = uri
        .query()
        .unwrap_or_default()
        .split('&')
        .filter(|pair| !pair.is_empty() && !["max_id", "since_id", "min_id"].contains(&key_of(pair)))
        .collect();
    let page = |relation: &str, cursor: String| {
        let query = kept.iter().copied().chain([cursor.as_str()]).collect::<Vec<_>>().join("&");
        let address = urls.absolute(&format!("{}?{query}", uri.path()));
        format!(r#"<{address}>; rel="{relation}""#)
    };
    let next = oldest.map(|oldest| page("next", format!("max_id={oldest}")));
    let previous = newest.map(|newest| page("prev", format!("min_id={newest}")));
    next.into_iter().chain(previous).collect::<Vec<_>>().join(", ")
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
            link(&urls, &uri, Some(8), Some(7)),
            "<https://a.example/api/v1/timelines/home?limit=2&local=true&max_id=7>; rel=\"next\", \
             <https://a.example/api/v1/timelines/home?limit=2&local=true&min_id=8>; rel=\"prev\""
        );
    }

    #[test]
    fn finding_18_the_last_page_has_no_next() {
        let urls = Urls::new("a.example", &"https://a.example".parse().unwrap());
        let uri: Uri = "/api/v1/favourites".parse().unwrap();
        assert_eq!(
            link(&urls, &uri, Some(8), None),
            "<https://a.example/api/v1/favourites?min_id=8>; rel=\"prev\""
        );
        assert_eq!(link(&urls, &uri, None, None), "");
    }

    #[test]
    fn limits_stay_between_one_and_the_most() {
        let limit = |asked| Paging { limit: Count(asked), ..Paging::default() }.page(20, 40).unwrap().limit;
        assert_eq!([None, Some(5), Some(500), Some(0), Some(-3)].map(limit), [20, 5, 40, 1, 1]);
    }
}
