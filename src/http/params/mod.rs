//! What a request says, whatever encoding it came in: query, form, multipart or JSON become one typed struct.
//!
//! Client applications disagree about encodings, about how a list or a yes is written, and repeat keys. So all
//! of them are read into one tree of values, and the tree into the type that the handler asks for.

mod lenient;
mod tree;

use axum::body::{Body, Bytes};
use axum::extract::{FromRequest, Multipart, Request};
use futures_util::StreamExt as _;
use http::Uri;
use http::header::CONTENT_TYPE;
use http::request::Parts;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

pub use lenient::Count;

/// Room for the longest story: 60,000 characters, each of which may take twelve bytes when escaped.
pub const MAX_BODY_BYTES: usize = 1024 * 1024;
/// How much of a body that is too large is still read and thrown away: a client that is cut off while it
/// sends would see a broken connection instead of the answer.
const MAX_DRAINED_BYTES: usize = 16 * 1024 * 1024;

/// What a request says, as `T`: the query first, and what the body says stands over it. Unknown keys are
/// ignored; of a repeated key the last value counts, or all of them where `T` wants a list.
#[derive(Debug)]
pub struct Params<T>(pub T);

/// Why a request could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unreadable {
    /// The body is larger than [`MAX_BODY_BYTES`].
    TooLarge,
    /// Some of it is not UTF-8.
    NotText,
    /// The body is not what its content type says.
    Malformed,
    /// A parameter is not of its type.
    Wrong {
        /// Its name, with dots where it is nested; empty where the whole is meant.
        name: String,
        /// What it should have been, e.g. `a whole number`.
        expected: &'static str,
    },
    /// The client went away before all of the body was here.
    CutOff,
}

impl<S, T> FromRequest<S> for Params<T>
where
    S: Send + Sync,
    T: DeserializeOwned,
{
    type Rejection = super::failure::Failure;

    async fn from_request(request: Request, _: &S) -> Result<Self, Self::Rejection> {
        Ok(Self(lenient::into_typed(Value::Object(read(request).await?))?))
    }
}

/// What a query says, as `T`.
pub fn from_query<T: DeserializeOwned>(uri: &Uri) -> Result<T, Unreadable> {
    let mut said = Map::new();
    tree::read_form(uri.query().unwrap_or_default().as_bytes(), &mut said)?;
    lenient::into_typed(Value::Object(said))
}

/// Reads and throws away a body, so that the client comes to reading the answer.
pub async fn drain(request: Request) {
    let mut stream = request.into_body().into_data_stream();
    let mut drained = 0_usize;
    while let Some(Ok(chunk)) = stream.next().await {
        drained = drained.saturating_add(chunk.len());
        if drained > MAX_DRAINED_BYTES {
            break;
        }
    }
}

/// Everything that a request says, as a tree.
async fn read(request: Request) -> Result<Map<String, Value>, Unreadable> {
    let (parts, body) = request.into_parts();
    let bytes = whole(body).await?;
    let mut said = Map::new();
    tree::read_form(parts.uri.query().unwrap_or_default().as_bytes(), &mut said)?;
    if !bytes.is_empty() {
        read_body(&parts, bytes, &mut said).await?;
    }
    Ok(said)
}

async fn read_body(parts: &Parts, bytes: Bytes, said: &mut Map<String, Value>) -> Result<(), Unreadable> {
    let kind = parts.headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    let is_json = kind.ends_with("/json") || kind.ends_with("+json");
    if kind == "multipart/form-data" {
        read_multipart(parts, bytes, said).await
    } else if is_json || (kind != "application/x-www-form-urlencoded" && bytes.starts_with(b"{")) {
        let text = std::str::from_utf8(&bytes).map_err(|_invalid| Unreadable::NotText)?;
        match serde_json::from_str(text) {
            Ok(Value::Object(body)) => {
                said.extend(body);
                Ok(())
            }
            Ok(_) | Err(_) => Err(Unreadable::Malformed),
        }
    } else {
        let mut body = Map::new();
        tree::read_form(&bytes, &mut body)?;
        said.extend(body);
        Ok(())
    }
}

/// Parts of a multipart body as values; of a file only that it is there: we take none.
async fn read_multipart(
    parts: &Parts,
    bytes: Bytes,
    said: &mut Map<String, Value>,
) -> Result<(), Unreadable> {
    let mut request = Request::new(Body::from(bytes));
    *request.headers_mut() = parts.headers.clone();
    let mut multipart =
        Multipart::from_request(request, &()).await.map_err(|_rejection| Unreadable::Malformed)?;
    let mut body = Map::new();
    while let Some(field) = multipart.next_field().await.map_err(|_error| Unreadable::Malformed)? {
        let name = field.name().unwrap_or_default().to_owned();
        let is_file = field.file_name().is_some_and(|name| !name.is_empty());
        let content = field.bytes().await.map_err(|_error| Unreadable::Malformed)?;
        let value = if is_file {
            Value::Bool(true)
        } else {
            Value::String(String::from_utf8(content.to_vec()).map_err(|_invalid| Unreadable::NotText)?)
        };
        tree::insert(&mut body, &name, value);
    }
    said.extend(body);
    Ok(())
}

/// The whole body, or that it is too large.
async fn whole(body: Body) -> Result<Bytes, Unreadable> {
    let mut stream = body.into_data_stream();
    let (mut kept, mut read) = (Vec::new(), 0_usize);
    while let Some(chunk) = stream.next().await {
        let chunk = chunk.map_err(|_error| Unreadable::CutOff)?;
        read = read.saturating_add(chunk.len());
        if read > MAX_DRAINED_BYTES {
            break;
        }
        if read <= MAX_BODY_BYTES {
            kept.extend_from_slice(&chunk);
        }
    }
    if read > MAX_BODY_BYTES { Err(Unreadable::TooLarge) } else { Ok(kept.into()) }
}

#[cfg(test)]
mod tests;
