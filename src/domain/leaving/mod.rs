//! Leaving: a member goes for ever, with everything that was told here.

pub mod belongings;

use crate::app::App;
use crate::base::error::Result;
use crate::domain::auth::Member;
use crate::domain::post::withdrawals::Withdrawn;
use crate::domain::post::{PostKind, PostState};
use crate::domain::transparency::log::{self, Act, By};
use crate::domain::transparency::numbers::{self, What};
use crate::domain::{auth, post};
use crate::store::{Tx, leaving};

/// Lets a member go: posts are taken back one by one, so that everybody who has one is told; reactions, relations,
/// notices, sign-in, sessions and tokens are erased. All in one step, so that nobody is half gone.
pub async fn leave(app: &App, account_id: i64) -> Result<()> {
    let member = auth::load(app, account_id).await?;
    let tx = app.db.begin().await?;
    go(app, &tx, &member).await?;
    app.commit(tx).await
}

/// The same on the word of the operator.
pub async fn remove(app: &App, by: By, account_id: i64) -> Result<()> {
    let member = auth::load(app, account_id).await?;
    let tx = app.db.begin().await?;
    go(app, &tx, &member).await?;
    log::write(app, &tx, by, Act::MemberRemoved, account_id).await?;
    app.commit(tx).await
}

async fn go(app: &App, tx: &Tx, member: &Member) -> Result<()> {
    let account_id = member.id();
    for post in leaving::list_written(&**tx, account_id).await? {
        match (post.kind, post.state) {
            (PostKind::Story, PostState::Published) => numbers::count(tx, app.now(), What::Withdrawn).await?,
            (PostKind::Story, PostState::Held | PostState::Refused)
            | (PostKind::Note | PostKind::Boost, _) => {}
        }
        Box::pin(post::withdraw::erase(app, tx, &post)).await?;
    }
    auth::member::erase(app, tx, member).await
}

/// Lets everybody go again who had left after the backup that was just restored. Gives their number.
pub async fn leave_again(app: &App, withdrawn: &Withdrawn) -> Result<usize> {
    let members = auth::member::list(app, None).await?;
    let left: Vec<_> = members.iter().filter(|member| withdrawn.holds(&member.account.uri)).collect();
    for member in &left {
        Box::pin(leave(app, member.id())).await?;
    }
    Ok(left.len())
}

/// Forgets who followed somebody who left, once the followers' servers are on the list of those to be told.
pub async fn forget_followers(app: &App, account_id: i64) -> Result<()> {
    let tx = app.db.begin().await?;
    leaving::forget_followers(&tx, account_id).await?;
    app.commit(tx).await
}

#[cfg(test)]
mod tests;
