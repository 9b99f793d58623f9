//! Review: a held story is released or refused by a moderator.

use crate::app::App;
use crate::base::error::{Error, Result};
use crate::domain::post::{Post, PostKind, PostState, Visibility};
use crate::domain::story::write::count_released;
use crate::store::member::Change;
use crate::store::{self, post};

/// Stories that wait for review, oldest first.
pub async fn list_held(app: &App) -> Result<Vec<Post>> {
    /// A page of the desk; the rest comes when these are decided.
    const LIMIT: u64 = 50;
    post::list_held(app.read(), LIMIT).await
}

/// Releases a held story. From its first released story on, its author is trusted.
pub async fn release(app: &App, id: i64) -> Result<Post> {
    let tx = app.db.begin().await?;
    let held = load_held(&tx, id).await?;
    let position = app.new_id(&tx).await?;
    let trusted = Change { trusted: Some(true), ..Change::default() };
    store::member::change(&tx, held.account_id, trusted).await?;
    let member = store::member::find(&*tx, held.account_id).await?;
    let federates = held.federates && member.is_some_and(|(member, _)| member.federates);
    let released = Post {
        position: Some(position),
        state: PostState::Published,
        listed: held.visibility == Visibility::Public && held.kind == PostKind::Story,
        published_at: app.minute(),
        federates,
        ..held
    };
    post::update(&tx, released.clone()).await?;
    store::post_facet::place(&tx, id, position).await?;
    store::post_tag::place(&tx, id, position).await?;
    store::post_term::place(&tx, id, position).await?;
    count_released(app, &tx, &released).await?;
    app.commit(tx).await?;
    Ok(released)
}

/// Does not let a held story through; its author still sees it, and that it was refused.
pub async fn refuse(app: &App, id: i64) -> Result<Post> {
    let tx = app.db.begin().await?;
    let held = load_held(&tx, id).await?;
    let refused = Post { state: PostState::Refused, ..held };
    post::update(&tx, refused.clone()).await?;
    app.commit(tx).await?;
    Ok(refused)
}

async fn load_held(tx: &store::Tx, id: i64) -> Result<Post> {
    let post = post::find(&**tx, id).await?.ok_or(Error::NotFound("post"))?;
    match post.state {
        PostState::Held => Ok(post),
        PostState::Refused | PostState::Published => Err(Error::Conflict("decision about this story")),
    }
}
