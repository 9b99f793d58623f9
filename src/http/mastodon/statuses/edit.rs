//! `PUT /api/v1/statuses/:id`, its `source` and its `history`.

use axum::Json;
use axum::extract::State;
use serde::Deserialize;
use serde_json::{Value, json};

use super::answer;
use crate::app::App;
use crate::domain::media::{Described, Focus};
use crate::domain::post::{self, PostKind, permission};
use crate::domain::story::{self, Edit, Pictures};
use crate::http::failure::Failure;
use crate::http::mastodon::caller::{Me, Viewer};
use crate::http::mastodon::id::{self, Id};
use crate::http::mastodon::polls::Asked;
use crate::http::mastodon::present::status::{self, Status, StatusEdit};
use crate::http::mastodon::words::{given, pictures_of, quotable_of};
use crate::http::params::Params;

/// What a client changes; what it does not send stays.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Changed {
    status: Option<String>,
    spoiler_text: Option<String>,
    sensitive: Option<bool>,
    language: Option<String>,
    media_ids: Option<Vec<String>>,
    media_attributes: Vec<Attributes>,
    poll: Option<Asked>,
    quote_approval_policy: Option<String>,
}

/// What a client says anew about a picture.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Attributes {
    id: String,
    description: Option<String>,
    focus: Option<String>,
}

/// Changes a post of the caller.
pub async fn edit(
    State(app): State<App>,
    Me(me): Me,
    Id(id): Id,
    Params(changed): Params<Changed>,
) -> Result<Json<Status>, Failure> {
    let quotable = given(changed.quote_approval_policy).map(|word| quotable_of(&word)).transpose()?;
    let (before, text) = story::source(&app, &me, id).await?;
    let edit = Edit {
        text: changed.status.unwrap_or(text),
        language: given(changed.language),
        warning: changed.spoiler_text.or(Some(before.warning)).filter(|warning| !warning.trim().is_empty()),
        sensitive: changed.sensitive.unwrap_or(before.sensitive),
        poll: changed.poll.map(Asked::read).transpose()?.flatten(),
        media: pictures(changed.media_ids, changed.media_attributes)?,
    };
    let mut written = Box::pin(story::edit(&app, &me, id, edit)).await?;
    // A story is opened only by a request of its own: a client's usual choice is not the author's.
    if let Some(quotable) = quotable.filter(|_| written.kind == PostKind::Note) {
        written = permission::set_quotable(&app, &me.account, id, quotable).await?;
    }
    Ok(answer(&app, Some(me.account.id), written).await?)
}

/// The pictures that an edit leaves a post with. A client that names none takes none away (Mastodon.py sends no key
/// where it means "as before"), unless it sends an empty list.
fn pictures(ids: Option<Vec<String>>, attributes: Vec<Attributes>) -> Result<Option<Pictures>, Failure> {
    let Some(ids) = ids else { return Ok(None) };
    let described = attributes.into_iter().filter_map(|said| {
        let focus = said.focus.as_deref().map(Focus::parse);
        Some(Described { id: id::parse(&said.id)?, description: said.description, focus })
    });
    Ok(Some(Pictures { ids: pictures_of(&ids)?, described: described.collect() }))
}

/// What its writer gets to change: the text with lines for the facts.
pub async fn source(State(app): State<App>, Me(me): Me, Id(id): Id) -> Result<Json<Value>, Failure> {
    let (post, text) = story::source(&app, &me, id).await?;
    Ok(Json(json!({
        "id": post.id.to_string(),
        "text": text,
        "spoiler_text": post.warning,
        "content_type": "text/plain",
    })))
}

/// The versions of a post: only the present one is kept, so that what was taken back stays so.
pub async fn history(
    State(app): State<App>,
    viewer: Viewer,
    Id(id): Id,
) -> Result<Json<[StatusEdit; 1]>, Failure> {
    let found = post::load_visible(&app, viewer.id(), id).await?;
    let shown = post::show_one(&app, viewer.id(), found).await?;
    Ok(Json([status::edit(&app.urls, &shown)]))
}
