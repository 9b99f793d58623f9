//! Event streams over plain HTTP, one stream for each connection: for clients without a WebSocket.

use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::Extension;
use axum::extract::{OriginalUri, State};
use axum::response::sse::{Event as Sent, KeepAlive, Sse};
use axum::response::{IntoResponse as _, Response};
use futures_util::stream::{self, StreamExt as _};
use http::{HeaderMap, HeaderName, HeaderValue};
use serde::Deserialize;

use super::lines::{Holder, Line, Lines};
use super::stream::{Asked as Wanted, NoStream};
use super::subscribe;
use crate::app::App;
use crate::base::error::Error;
use crate::http::failure::Failure;
use crate::http::mastodon::caller::{authenticate, bearer_in};
use crate::http::params;

/// How often a sign of life is sent.
const THUMP: Duration = Duration::from_secs(15);

/// What stands in the address.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    access_token: Option<String>,
    tag: Option<String>,
    list: Option<String>,
    only_media: bool,
}

/// What every one of these needs.
type Call = (State<App>, Extension<Arc<Lines>>, OriginalUri, HeaderMap);

/// Makes the handler of one stream.
macro_rules! streams {
    ($($(#[$about:meta])* $handler:ident = $name:literal;)*) => {
        $(
            $(#[$about])*
            pub async fn $handler(
                app: State<App>,
                lines: Extension<Arc<Lines>>,
                uri: OriginalUri,
                headers: HeaderMap,
            ) -> Result<Response, Failure> {
                begin((app, lines, uri, headers), $name).await
            }
        )*
    };
}

streams! {
    /// The home timeline and notices.
    user = "user";
    /// Only notices.
    notices = "user:notification";
    /// Public posts.
    public = "public";
    /// Public posts from here.
    public_local = "public:local";
    /// Public posts from elsewhere.
    public_remote = "public:remote";
    /// Public posts with a hashtag.
    hashtag = "hashtag";
    /// Public posts from here with a hashtag.
    hashtag_local = "hashtag:local";
    /// The posts of a list's members.
    list = "list";
    /// Conversations.
    direct = "direct";
}

async fn begin(call: Call, name: &str) -> Result<Response, Failure> {
    let (State(app), Extension(lines), OriginalUri(uri), headers) = call;
    let asked: Asked = params::from_query(&uri)?;
    let secret = bearer_in(&headers).or(asked.access_token.as_deref());
    let token = authenticate(&app, secret.ok_or(Failure::BadToken)?).await?;
    let line = lines.open(Holder::of(token)?);
    let name = if asked.only_media && name.starts_with("public") {
        format!("{name}:media")
    } else {
        name.to_owned()
    };
    let wanted = Wanted { name: &name, tag: asked.tag.as_deref(), list: asked.list.as_deref() };
    subscribe(&app, &line, wanted).await.map_err(failure)?;
    Ok(events(line))
}

/// Everything that comes over the line, until it is hung up.
fn events(line: Line) -> Response {
    // Says at once that the stream has begun, also to a proxy that waits for the first byte.
    let begun = stream::iter([Sent::default().comment(")")]);
    let told = stream::unfold(line, async |mut line: Line| {
        let event = line.next().await?;
        Some((Sent::default().event(event.name).data(event.payload), line))
    });
    let sent = begun.chain(told).map(Ok::<_, Infallible>);
    let mut response =
        Sse::new(sent).keep_alive(KeepAlive::new().interval(THUMP).text("thump")).into_response();
    // A proxy that collects bytes first would hold events back.
    response
        .headers_mut()
        .insert(HeaderName::from_static("x-accel-buffering"), HeaderValue::from_static("no"));
    response
}

fn failure(refusal: NoStream) -> Failure {
    match refusal {
        NoStream::OutOfScope => Failure::OutOfScope,
        NoStream::NoTag => Error::invalid("tag", "api-stream-tag").into(),
        NoStream::NoList => Error::NotFound("the list").into(),
        NoStream::Unknown | NoStream::TooMany => Failure::NoSuchPath,
    }
}
