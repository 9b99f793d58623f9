//! Requests with files in them: what they say as any other request, and the files beside it.

use axum::body::Body;
use axum::extract::multipart::Field;
use axum::extract::{FromRequest, Multipart, Request};
use http::header::CONTENT_TYPE;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::{MAX_BODY_BYTES, Unreadable, lenient, read, tree};
use crate::domain::media::{MAX_BYTES, Sent};
use crate::http::failure::Failure;

/// So much of a request is read: two files of the largest size, and as much of one that is too large as it takes until
/// most clients have sent it all and come to reading why it was not taken.
pub const MAX_REQUEST_BYTES: usize = 64 * 1024 * 1024;
/// Fields in which we take files; those in others are read and thrown away.
const FILE_FIELDS: &[&str] = &["file", "avatar", "header"];

/// What a request says, as `T`, and the files that came with it. Routes that use it raise the limit of the body to
/// [`MAX_REQUEST_BYTES`].
#[derive(Debug)]
pub struct WithFiles<T> {
    /// As [`super::Params`] reads it; fields with a file are not part of it.
    pub said: T,
    files: Vec<(String, Sent)>,
}

impl<T> WithFiles<T> {
    /// Takes the file of a field. Empty ones count as not sent: browsers send them for untouched fields.
    pub fn take(&mut self, field: &str) -> Option<Sent> {
        let at = self.files.iter().position(|(name, sent)| name == field && !sent.bytes.is_empty())?;
        Some(self.files.swap_remove(at).1)
    }
}

impl<S, T> FromRequest<S> for WithFiles<T>
where
    S: Send + Sync,
    T: DeserializeOwned,
{
    type Rejection = Failure;

    async fn from_request(request: Request, _: &S) -> Result<Self, Failure> {
        let (said, files) = if is_multipart(&request) {
            read_parts(request).await?
        } else {
            (read(request).await?, Vec::new())
        };
        Ok(Self { said: lenient::into_typed(Value::Object(said))?, files })
    }
}

fn is_multipart(request: &Request<Body>) -> bool {
    let kind = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    kind.trim_start().to_ascii_lowercase().starts_with("multipart/form-data")
}

type Parts = (Map<String, Value>, Vec<(String, Sent)>);

async fn read_parts(request: Request) -> Result<Parts, Unreadable> {
    let (mut said, mut files) = (Map::new(), Vec::new());
    tree::read_form(request.uri().query().unwrap_or_default().as_bytes(), &mut said)?;
    let mut multipart =
        Multipart::from_request(request, &()).await.map_err(|_rejection| Unreadable::Malformed)?;
    let (mut body, mut room) = (Map::new(), MAX_BODY_BYTES);
    while let Some(mut field) = multipart.next_field().await.map_err(unreadable)? {
        let name = field.name().unwrap_or_default().to_owned();
        let is_file = field.file_name().is_some_and(|name| !name.is_empty())
            || field.content_type().is_some_and(|kind| !kind.starts_with("text/plain"));
        if is_file {
            let is_wanted = FILE_FIELDS.contains(&name.as_str());
            let sent = read_file(&mut field, if is_wanted { MAX_BYTES + 1 } else { 0 }).await?;
            files.extend(is_wanted.then_some((name, sent)));
        } else {
            let bytes = read_up_to(&mut field, room + 1).await?;
            room = room.checked_sub(bytes.len()).ok_or(Unreadable::TooLarge)?;
            let text = String::from_utf8(bytes).map_err(|_invalid| Unreadable::NotText)?;
            tree::insert(&mut body, &name, Value::String(text));
        }
    }
    said.extend(body);
    Ok((said, files))
}

async fn read_file(field: &mut Field<'_>, most: usize) -> Result<Sent, Unreadable> {
    let media_type = field.content_type().map(str::to_owned);
    let file_name = field.file_name().map(str::to_owned);
    let bytes = read_up_to(field, most).await?.into();
    Ok(Sent { bytes, media_type, file_name })
}

/// The first bytes of a field; the others are read and thrown away.
async fn read_up_to(field: &mut Field<'_>, most: usize) -> Result<Vec<u8>, Unreadable> {
    let mut bytes = Vec::new();
    while let Some(chunk) = field.chunk().await.map_err(unreadable)? {
        let wanted = chunk.len().min(most.saturating_sub(bytes.len()));
        bytes.extend_from_slice(chunk.get(..wanted).unwrap_or_default());
    }
    Ok(bytes)
}

fn unreadable(error: axum::extract::multipart::MultipartError) -> Unreadable {
    if error.status() == http::StatusCode::PAYLOAD_TOO_LARGE {
        Unreadable::TooLarge
    } else {
        Unreadable::Malformed
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, Default, PartialEq, Deserialize)]
    #[serde(default)]
    struct Said {
        description: String,
        focus: Option<String>,
    }

    async fn sent(parts: &[(&str, &str)]) -> WithFiles<Said> {
        let mut body = String::new();
        for (head, content) in parts {
            body.push_str(&format!(
                "--b\r\nContent-Disposition: form-data; name={head}\r\n\r\n{content}\r\n"
            ));
        }
        body.push_str("--b--\r\n");
        let request = Request::builder().uri("/x?focus=0,1&description=query");
        let request = request.header(CONTENT_TYPE, "multipart/form-data; boundary=b").body(Body::from(body));
        WithFiles::from_request(request.unwrap(), &()).await.unwrap()
    }

    #[tokio::test]
    async fn words_and_files_come_apart_whatever_their_order() {
        let mut read = sent(&[
            ("\"file\"; filename=\"a.png\"\r\nContent-Type: image/png", "PNG"),
            ("\"thumbnail\"; filename=\"t.png\"", "ignored"),
            ("\"description\"", "A cat"),
            ("\"avatar\"; filename=\"empty\"", ""),
        ])
        .await;
        assert_eq!(read.said, Said { description: "A cat".to_owned(), focus: Some("0,1".to_owned()) });
        let file = read.take("file").unwrap();
        assert_eq!((&file.bytes[..], file.media_type.as_deref()), (&b"PNG"[..], Some("image/png")));
        assert_eq!(file.file_name.as_deref(), Some("a.png"));
        assert!(
            read.take("file").is_none() && read.take("thumbnail").is_none() && read.take("avatar").is_none()
        );
    }

    #[tokio::test]
    async fn a_request_without_files_is_read_as_any_other() {
        let request = Request::builder().uri("/x").header(CONTENT_TYPE, "application/json");
        let request = request.body(Body::from(r#"{"description": "A cat"}"#)).unwrap();
        let read: WithFiles<Said> = WithFiles::from_request(request, &()).await.unwrap();
        assert_eq!(read.said.description, "A cat");
    }
}
