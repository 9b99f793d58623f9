//! Single posts and announcements by their ids, for other servers.

use axum::Extension;
use axum::extract::{Path, Query, Request, State};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use http::{HeaderMap, Method, StatusCode};
use serde::Deserialize;
use serde_json::json;

use super::answer::{self, Failure, wants_activity};
use super::asker::Asker;
use crate::app::App;
use crate::base::error::{Error, Result};
use crate::domain::post::show::show_one;
use crate::domain::post::thread::root_of;
use crate::domain::post::{Post, PostKind, PostState, Shown, Visibility};
use crate::federation::activity::{announce, create, delete, permit};
use crate::federation::actor;
use crate::federation::object::around::{self, Around};
use crate::federation::object::{context, note};
use crate::store::permission::Permission;
use crate::store::{account, follow, outside, permission, post, tombstone};

type Answer = std::result::Result<Response, Failure>;

/// `GET /stories/{wire}`: the note, or its page; what is left of it where it was public and taken back.
pub async fn story(
    State(app): State<App>,
    Extension(asker): Extension<Asker>,
    Path(wire): Path<String>,
    headers: HeaderMap,
) -> Answer {
    let uri = app.urls.post(&wire);
    if !wants_activity(&headers) {
        return match find(&app, &uri).await? {
            Some(post) => Ok(answer::page(&post.url)),
            None => gone(&app, &uri, &headers).await,
        };
    }
    asker.require(&app).await?;
    let Some(post) = find_for(&app, &asker, &uri).await? else {
        return gone(&app, &uri, &headers).await;
    };
    if asker.note(&app, &[post.id]).await? && find_for(&app, &asker, &uri).await?.is_none() {
        return gone(&app, &uri, &headers).await;
    }
    let around = Around::load(&app, &post).await?;
    let shown = show_one(&app, None, post).await?;
    Ok(answer::activity(StatusCode::OK, &note::compose(&app, &shown, &around)))
}

/// Mastodon takes its copy away when it hears 404, others when they hear 410 and see the tombstone; the Delete that
/// was delivered does the rest.
async fn gone(app: &App, uri: &str, headers: &HeaderMap) -> Answer {
    let stone = tombstone::find(app.read(), uri).await?;
    let Some(stone) = stone.filter(|stone| stone.was_public) else {
        return Err(Error::NotFound("post").into());
    };
    if !wants_activity(headers) {
        return Err(Error::Gone("post").into());
    }
    let left = note::with_context(context::plain(), delete::tombstone(uri, stone.deleted_at));
    Ok(answer::activity(StatusCode::GONE, &left))
}

/// `GET /stories/{wire}/activity`: the Create that brought the post.
pub async fn story_created(
    State(app): State<App>,
    Extension(asker): Extension<Asker>,
    Path(wire): Path<String>,
) -> Answer {
    let mut shown = load(&app, &asker, &wire).await?;
    if asker.note(&app, &[shown.post.id]).await? {
        shown = load(&app, &asker, &wire).await?;
    }
    let around = Around::load(&app, &shown.post).await?;
    Ok(answer::activity(StatusCode::OK, &create::compose(&app, &shown, &around)))
}

/// Which page of a collection around a post is asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct PageQuery {
    /// Present for a page, absent for the collection itself.
    page: Option<String>,
    /// Only what stands behind the post with this number.
    after: Option<i64>,
}

/// `GET /stories/{wire}/replies`: the public replies that are known here.
pub async fn replies(
    State(app): State<App>,
    Path(wire): Path<String>,
    Query(query): Query<PageQuery>,
) -> Answer {
    let post = find(&app, &app.urls.post(&wire)).await?.ok_or(Error::NotFound("post"))?;
    let document = match query.page {
        Some(_) => around::replies_page(&app, &post, query.after).await?,
        None => around::replies(&app, &post).await?,
    };
    Ok(answer::activity(StatusCode::OK, &document))
}

/// `GET /stories/{wire}/context`: the thread that begins with this post (FEP-f228).
pub async fn thread(
    State(app): State<App>,
    Path(wire): Path<String>,
    Query(query): Query<PageQuery>,
) -> Answer {
    let root = find(&app, &app.urls.post(&wire)).await?.filter(|post| root_of(post) == post.id);
    let root = root.ok_or(Error::NotFound("thread"))?;
    let document = match query.page {
        Some(_) => around::conversation_page(&app, &root, query.after).await?,
        None => {
            let author =
                account::find(app.read(), root.account_id).await?.ok_or(Error::NotFound("thread"))?;
            around::conversation(&app, &root, &author.uri).await?
        }
    };
    Ok(answer::activity(StatusCode::OK, &document))
}

/// `GET /stories/{wire}/likes`.
pub async fn likes(State(app): State<App>, Path(wire): Path<String>) -> Answer {
    count(&app, &wire, "likes", |post| post.favourite_count).await
}

/// `GET /stories/{wire}/shares`.
pub async fn shares(State(app): State<App>, Path(wire): Path<String>) -> Answer {
    count(&app, &wire, "shares", |post| post.boost_count).await
}

async fn count(app: &App, wire: &str, name: &str, counter: fn(&Post) -> i32) -> Answer {
    let uri = app.urls.post(wire);
    let post = find(app, &uri).await?.ok_or(Error::NotFound("post"))?;
    let document = json!({
        "@context": context::plain(),
        "id": format!("{uri}/{name}"),
        "type": "Collection",
        "totalItems": counter(&post).max(0)
    });
    Ok(answer::activity(StatusCode::OK, &document))
}

/// `GET /activities/{wire}`: an announcement.
pub async fn announced(State(app): State<App>, Path(wire): Path<String>) -> Answer {
    let uri = app.urls.activity(&wire);
    let boost = readable(&app, post::find_by_uri(app.read(), &uri).await?, is_for_all).await?;
    let boost = boost.filter(|boost| boost.kind == PostKind::Boost).ok_or(Error::NotFound("activity"))?;
    let shown = show_one(&app, None, boost).await?;
    let document = announce::compose(&shown).ok_or(Error::NotFound("activity"))?;
    Ok(answer::activity(StatusCode::OK, &document))
}

/// `GET /permissions/{wire}`: what an author lets somebody do with a post. Whoever reads it is going to show the post.
pub async fn permitted(
    State(app): State<App>,
    Extension(asker): Extension<Asker>,
    Path(wire): Path<String>,
) -> Answer {
    let uri = app.urls.permission(&wire);
    let mut found = load_permission(&app, &uri).await?;
    if asker.note(&app, &[found.1.id]).await? {
        found = load_permission(&app, &uri).await?;
    }
    let (permission, post) = found;
    let author = account::find(app.read(), post.account_id).await?.ok_or(Error::NotFound("permission"))?;
    Ok(answer::activity(StatusCode::OK, &permit::compose_permission(&permission, &author.uri, &post.uri)))
}

/// A permission about a post that every server may read, with the post.
async fn load_permission(app: &App, uri: &str) -> Result<(Permission, Post)> {
    let Some(found) = permission::find_by_uri(app.read(), uri).await? else {
        let stone = tombstone::find(app.read(), uri).await?.filter(|stone| stone.was_public);
        return Err(stone.map_or(Error::NotFound("permission"), |_| Error::Gone("permission")));
    };
    let post = readable(app, post::find(app.read(), found.post_id).await?, is_for_all).await?;
    let post = post.ok_or(Error::NotFound("permission"))?;
    if found.revoked { Err(Error::Gone("permission")) } else { Ok((found, post)) }
}

async fn load(app: &App, asker: &Asker, wire: &str) -> Result<Shown> {
    let post = find_for(app, asker, &app.urls.post(wire)).await?.ok_or(Error::NotFound("post"))?;
    show_one(app, None, post).await
}

/// The post with this id, if every server may read it. What only followers may read answers as if it were not there.
async fn find(app: &App, uri: &str) -> Result<Option<Post>> {
    let post = readable(app, post::find_by_uri(app.read(), uri).await?, is_for_all).await?;
    Ok(post.filter(|post| post.kind != PostKind::Boost))
}

/// The post with this id, if the server that asks may read it: also what is for followers, where one is at that server. All
/// others learn nothing: what is not theirs answers as what is not there, with the same work done before.
async fn find_for(app: &App, asker: &Asker, uri: &str) -> Result<Option<Post>> {
    if let Some(post) = find(app, uri).await? {
        return Ok(Some(post));
    }
    let signer = asker.signer(app).await?;
    let is_for_followers = |post: &Post| post.visibility == Visibility::Private;
    let post = readable(app, post::find_by_uri(app.read(), uri).await?, is_for_followers).await?;
    let (Some(post), Some(peer_id)) = (post, signer.and_then(|signer| signer.peer_id)) else {
        return Ok(None);
    };
    let is_followed = follow::has_follower_at(app.read(), post.account_id, peer_id).await?;
    Ok(is_followed.then_some(post))
}

fn is_for_all(post: &Post) -> bool {
    matches!(post.visibility, Visibility::Public | Visibility::Unlisted)
}

async fn readable(app: &App, post: Option<Post>, is_open: fn(&Post) -> bool) -> Result<Option<Post>> {
    let is_out =
        |post: &Post| post.local && post.federates && post.state == PostState::Published && is_open(post);
    let Some(post) = post.filter(is_out) else { return Ok(None) };
    let author = outside::find_actor_by_id(app.read(), post.account_id).await?;
    Ok(author.filter(|author| author.standing == outside::Standing::Open).map(|_| post))
}

/// Middleware: the address of a page (`/@handle`, `/@handle/7`), asked for as ActivityPub, leads to the id.
pub async fn page_as_activity(State(app): State<App>, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    if request.method() != Method::GET || !path.starts_with("/@") || !wants_activity(request.headers()) {
        return next.run(request).await;
    }
    match id_of_page(&app, path).await {
        Ok(id) => answer::page(&id),
        Err(error) => Failure::from(error).into_response(),
    }
}

async fn id_of_page(app: &App, path: &str) -> Result<String> {
    let (handle, rest) = path
        .trim_start_matches("/@")
        .split_once('/')
        .map_or((path.trim_start_matches("/@"), None), |(handle, rest)| (handle, Some(rest)));
    let owner = outside::find_actor_by_handle(app.read(), &handle.to_lowercase()).await?;
    let owner = actor::open(owner)?;
    let Some(number) = rest else { return Ok(owner.uri) };
    let number = number.parse().map_err(|_error| Error::NotFound("post"))?;
    let post = readable(app, post::find(app.read(), number).await?, is_for_all).await?;
    post.filter(|post| post.account_id == owner.id).map(|post| post.uri).ok_or(Error::NotFound("post"))
}
