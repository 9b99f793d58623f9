//! The collections of an actor: what was published, and how many follow.

use axum::Extension;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use http::StatusCode;
use serde::Deserialize;
use serde_json::{Value, json};

use super::answer::{self, Failure};
use super::asker::Asker;
use crate::app::App;
use crate::base::error::{Error, Result};
use crate::domain::account::Account;
use crate::domain::post::{self, PostKind, Shown};
use crate::federation::activity::{announce, create};
use crate::federation::object::around::Around;
use crate::federation::object::context;
use crate::federation::{actor, followers};
use crate::store::outside;

/// Items of one page of an outbox.
const PAGE: u64 = 20;

/// Which page of an outbox is asked for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct PageQuery {
    /// Present for a page, absent for the collection itself.
    page: Option<String>,
    /// Only what stands below this position.
    before: Option<i64>,
}

type Answer = std::result::Result<Response, Failure>;

/// `GET /people/{wire}/{collection}`.
pub async fn of_person(
    State(app): State<App>,
    Extension(asker): Extension<Asker>,
    Path((wire, name)): Path<(String, String)>,
    Query(query): Query<PageQuery>,
) -> Answer {
    show(&app, &app.urls.person(&wire), &name, &query, &asker).await
}

/// `GET /feed/{collection}`.
pub async fn of_feed(
    State(app): State<App>,
    Extension(asker): Extension<Asker>,
    Path(name): Path<String>,
    Query(query): Query<PageQuery>,
) -> Answer {
    show(&app, &app.urls.feed_actor(), &name, &query, &asker).await
}

/// `GET /guide/{collection}`.
pub async fn of_guide(
    State(app): State<App>,
    Extension(asker): Extension<Asker>,
    Path(name): Path<String>,
    Query(query): Query<PageQuery>,
) -> Answer {
    show(&app, &app.urls.guide_actor(), &name, &query, &asker).await
}

/// `GET /told/{collection}`.
pub async fn of_told(
    State(app): State<App>,
    Extension(asker): Extension<Asker>,
    Path(name): Path<String>,
    Query(query): Query<PageQuery>,
) -> Answer {
    show(&app, &app.urls.told_actor(), &name, &query, &asker).await
}

/// `GET /actor/{collection}`.
pub async fn of_server(
    State(app): State<App>,
    Extension(asker): Extension<Asker>,
    Path(name): Path<String>,
    Query(query): Query<PageQuery>,
) -> Answer {
    show(&app, &app.urls.server_actor(), &name, &query, &asker).await
}

async fn show(app: &App, uri: &str, name: &str, query: &PageQuery, asker: &Asker) -> Answer {
    let account = actor::load(app, uri).await?;
    let id = format!("{uri}/{name}");
    let document = match name {
        // Only how many: who follows a patient is nobody's business.
        "followers" => counted(&id, account.follower_count),
        "following" => counted(&id, account.following_count),
        // Who of the asking server follows, told to that server alone (FEP-8fcf).
        "followers_synchronization" => {
            let signer = asker.signer(app).await?.ok_or(Error::Unauthenticated)?;
            followers::partial(app, &account, &signer).await?
        }
        "featured" => {
            let posts = post::list_pinned(app, None, account.id).await?;
            let ids: Vec<String> =
                posts.into_iter().filter(|post| post.federates).map(|post| post.uri).collect();
            json!({
                "@context": context::plain(), "id": id, "type": "OrderedCollection",
                "totalItems": ids.len(), "orderedItems": ids
            })
        }
        "outbox" if query.page.is_some() => page(app, &account, &id, query.before, asker).await?,
        "outbox" => {
            let total = outside::count_published(app.read(), account.id).await?;
            json!({
                "@context": context::plain(), "id": id, "type": "OrderedCollection",
                "totalItems": total, "first": format!("{id}?page=true")
            })
        }
        _ => return Err(Error::NotFound("collection").into()),
    };
    Ok(answer::activity(StatusCode::OK, &document))
}

/// A collection of which only the number is told: Mastodon shows the list as hidden.
fn counted(id: &str, total: i32) -> Value {
    json!({
        "@context": context::plain(), "id": id, "type": "OrderedCollection", "totalItems": total.max(0)
    })
}

async fn page(
    app: &App,
    account: &Account,
    outbox: &str,
    before: Option<i64>,
    asker: &Asker,
) -> Result<Value> {
    let mut posts = outside::list_published(app.read(), account.id, before, PAGE).await?;
    // A boost is told by its id only.
    let written = posts.iter().filter(|post| post.kind != PostKind::Boost);
    if asker.note(app, &written.map(|post| post.id).collect::<Vec<_>>()).await? {
        posts = outside::list_published(app.read(), account.id, before, PAGE).await?;
    }
    let is_full = u64::try_from(posts.len()).is_ok_and(|count| count == PAGE);
    let last = posts.last().and_then(|post| post.position).filter(|_| is_full);
    let around = Around::list(app, &posts).await?;
    let shown = post::show(app, None, posts).await?;
    let around_of = |shown: &Shown| around.get(&shown.post.id).cloned().unwrap_or_default();
    let items: Vec<Value> = shown.iter().filter_map(|shown| item(app, shown, &around_of(shown))).collect();
    let id =
        before.map_or_else(|| format!("{outbox}?page=true"), |at| format!("{outbox}?page=true&before={at}"));
    let mut page = json!({
        "@context": context::any_post(), "id": id, "type": "OrderedCollectionPage", "partOf": outbox
    });
    if let Value::Object(page) = &mut page {
        if let Some(last) = last {
            page.insert("next".to_owned(), json!(format!("{outbox}?page=true&before={last}")));
        }
        page.insert("orderedItems".to_owned(), Value::Array(items));
    }
    Ok(page)
}

fn item(app: &App, shown: &Shown, around: &Around) -> Option<Value> {
    match shown.post.kind {
        PostKind::Story | PostKind::Note => Some(Value::Object(create::compose_bare(app, shown, around))),
        PostKind::Boost => announce::compose_bare(shown).map(Value::Object),
    }
}
