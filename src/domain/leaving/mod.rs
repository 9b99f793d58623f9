//! Leaving: a member goes for ever, with everything that was told here.

use crate::app::App;
use crate::base::error::Result;
use crate::domain::{auth, post};
use crate::store::leaving;

/// Lets a member go: posts are taken back one by one, so that everybody who has one is told; reactions, relations,
/// notices, sign-in, sessions and tokens are erased. All in one step, so that nobody is half gone.
pub async fn leave(app: &App, account_id: i64) -> Result<()> {
    let member = auth::load(app, account_id).await?;
    let tx = app.db.begin().await?;
    for post in leaving::list_written(&*tx, account_id).await? {
        Box::pin(post::withdraw::erase(app, &tx, &post)).await?;
    }
    auth::member::erase(app, &tx, &member).await?;
    app.commit(tx).await
}

#[cfg(test)]
mod tests;
