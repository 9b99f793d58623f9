//! WebFinger (RFC 7033): from `handle@host` or a page to the actor.

use axum::extract::{RawQuery, State};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use http::header::{ACCESS_CONTROL_ALLOW_ORIGIN, CACHE_CONTROL, CONTENT_TYPE};
use http::{HeaderValue, StatusCode};
use serde_json::{Value, json};

use super::actor;
use super::outbox::answer::Failure;
use crate::app::App;
use crate::base::error::{Error, Result};
use crate::domain::account::Account;
use crate::store::outside;

/// `GET /.well-known/webfinger?resource=…`.
pub async fn show(
    State(app): State<App>,
    RawQuery(query): RawQuery,
) -> std::result::Result<Response, Failure> {
    let query = query.unwrap_or_default();
    let resource = url::form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == "resource");
    let Some((_, resource)) = resource.filter(|(_, resource)| !resource.is_empty()) else {
        return Err(Error::invalid("resource", "problem-required").into());
    };
    let document =
        async { Ok::<_, Error>(Bytes::from(describe(&app, &find(&app, &resource).await?).to_string())) };
    let document = app.kept.documents.get_or(format!("webfinger {resource}"), document).await?;
    Ok(open((HeaderValue::from_static("application/jrd+json; charset=utf-8"), document)))
}

/// `GET /.well-known/host-meta`: where WebFinger is, for those who ask first.
pub async fn host_meta(State(app): State<App>) -> Response {
    let template = app.urls.absolute("/.well-known/webfinger?resource={uri}");
    let body = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <XRD xmlns=\"http://docs.oasis-open.org/ns/xri/xrd-1.0\">\n  \
         <Link rel=\"lrdd\" template=\"{template}\"/>\n</XRD>\n"
    );
    open((HeaderValue::from_static("application/xrd+xml; charset=utf-8"), body))
}

/// Anybody's script may read it: it holds nothing that is not public.
fn open((kind, body): (HeaderValue, impl IntoResponse)) -> Response {
    let headers = [
        (CONTENT_TYPE, kind),
        (ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*")),
        (CACHE_CONTROL, HeaderValue::from_static("private, max-age=60")),
    ];
    (StatusCode::OK, headers, body).into_response()
}

/// The account of this server that a resource names: `acct:handle@host`, a page, or an id.
async fn find(app: &App, resource: &str) -> Result<Account> {
    let found = match named(app, resource) {
        Some(Named::Handle(handle)) => {
            outside::find_actor_by_handle(app.read(), &handle.to_lowercase()).await?
        }
        Some(Named::Id(uri)) => return actor::load(app, &uri).await,
        None => None,
    };
    actor::open(found)
}

/// What a resource names.
#[derive(Debug, PartialEq, Eq)]
enum Named {
    Handle(String),
    Id(String),
}

fn named(app: &App, resource: &str) -> Option<Named> {
    let resource = resource.trim();
    let scheme_end = resource.find(':');
    let is_web = resource.contains("://");
    if is_web {
        let path = app
            .urls
            .local_path(resource)
            .or((resource.trim_end_matches('/') == app.urls.base()).then_some("/"))?;
        return Some(match path.strip_prefix("/@") {
            Some(handle) => Named::Handle(handle.to_owned()),
            // The address of the whole server means the server itself.
            None if path == "/" => Named::Id(app.urls.server_actor()),
            None => Named::Id(app.urls.absolute(path)),
        });
    }
    let address = match scheme_end.and_then(|at| resource.split_at_checked(at)) {
        Some((scheme, rest)) if scheme.eq_ignore_ascii_case("acct") => rest.trim_start_matches(':'),
        _ => resource,
    };
    let (handle, host) = address.trim_start_matches('@').rsplit_once('@')?;
    if !host.eq_ignore_ascii_case(app.urls.domain()) {
        return None;
    }
    // `acct:host@host` is how some ask for the server itself.
    if handle.eq_ignore_ascii_case(app.urls.domain()) {
        return Some(Named::Id(app.urls.server_actor()));
    }
    Some(Named::Handle(handle.to_owned()))
}

fn describe(app: &App, account: &Account) -> Value {
    json!({
        "subject": format!("acct:{}", actor::address(app, account)),
        "aliases": [account.url, account.uri],
        "links": [
            {"rel": "self", "type": "application/activity+json", "href": account.uri},
            {"rel": "http://webfinger.net/rel/profile-page", "type": "text/html", "href": account.url}
        ]
    })
}
