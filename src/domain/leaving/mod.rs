//! Leaving: a member goes for ever, with everything that was told here.

pub mod belongings;
pub mod farewell;
pub mod shell;

use crate::app::App;
use crate::base::error::Result;
use crate::domain::auth::member::Going;
use crate::domain::auth::session::SignedIn;
use crate::domain::auth::{Member, recovery, ring};
use crate::domain::post::withdrawals::Withdrawn;
use crate::domain::post::{PostKind, PostState};
use crate::domain::transparency::log::{self, Act, By};
use crate::domain::transparency::numbers::{self, What};
use crate::domain::{auth, post};
use crate::store::{Tx, leaving};

/// Lets a member go: posts are taken back one by one, so that everybody who has one is told; reactions, relations,
/// notices, sign-in, sessions and tokens are erased. All in one step, so that nobody is half gone.
pub async fn leave(app: &App, account_id: i64) -> Result<()> {
    leave_with(app, account_id, None).await
}

/// [`leave`], for who reads with words of this hash what other servers answer.
async fn leave_with(app: &App, account_id: i64, words_hash: Option<String>) -> Result<()> {
    let member = auth::load(app, account_id).await?;
    let going = Going::prepare(app, &member, words_hash).await?;
    let tx = app.db.begin().await?;
    go(app, &tx, &member, going).await?;
    app.commit(tx).await
}

/// What somebody deletes who leaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Goes {
    /// Only the member as whom they are signed in.
    This,
    /// All members that they have here.
    All,
}

/// With what those sign in from now on who deleted the member with which they signed in, and have others.
#[derive(Clone)]
pub struct Heir {
    /// The handle.
    pub handle: String,
    /// New recovery words, to be shown once.
    pub recovery_words: String,
}

/// What somebody takes along who deleted one member or all.
#[derive(Clone)]
pub struct Left {
    /// Words that lead to what other servers answer; shown once.
    pub words: String,
    /// With what they sign in from now on.
    pub heir: Option<Heir>,
}

/// Lets a person go, as the one member as whom they are signed in or as all that they have here; the passphrase has been proved.
/// Where the one was the member with which they sign in, another of theirs takes that place.
pub async fn leave_by(app: &App, signed_in: &SignedIn, passphrase: &str, goes: Goes) -> Result<Left> {
    let own = ring::list(app, signed_in).await?;
    let (me, home) = (signed_in.member.id(), signed_in.ring.home);
    let words = recovery::draw(&app.random, recovery::COUNT);
    let mut hashes = farewell::hashes(&words).into_iter();
    let heir = match goes {
        Goes::All => {
            // The one with the ring at the end: who is interrupted can sign in and go on.
            for member in own.iter().rev() {
                Box::pin(leave_with(app, member.id(), hashes.next())).await?;
            }
            None
        }
        Goes::This => {
            let heir = if me == home {
                hand_over(app, signed_in, passphrase, &own).await?
            } else {
                ring::forget(app, &signed_in.ring, me).await?;
                None
            };
            Box::pin(leave_with(app, me, hashes.next())).await?;
            heir
        }
    };
    Ok(Left { words, heir })
}

/// Before the member goes with which a person signs in: another takes that place, if there is one, and rather one that may act.
async fn hand_over(
    app: &App,
    signed_in: &SignedIn,
    passphrase: &str,
    own: &[Member],
) -> Result<Option<Heir>> {
    let others = own.iter().filter(|member| member.id() != signed_in.ring.home);
    let Some(next) = others.min_by_key(|member| !member.row.state.may_come_in()) else {
        return Ok(None);
    };
    let recovery_words = ring::hand_over(app, signed_in, passphrase, next).await?;
    Ok(Some(Heir { handle: next.account.handle.clone(), recovery_words }))
}

/// Lets a member go on the word of the operator.
pub async fn remove(app: &App, by: By, account_id: i64) -> Result<()> {
    let member = auth::load(app, account_id).await?;
    let going = Going::prepare(app, &member, None).await?;
    let tx = app.db.begin().await?;
    go(app, &tx, &member, going).await?;
    log::write(app, &tx, by, Act::MemberRemoved, account_id).await?;
    app.commit(tx).await
}

async fn go(app: &App, tx: &Tx, member: &Member, going: Going) -> Result<()> {
    let account_id = member.id();
    for post in leaving::list_written(&**tx, account_id).await? {
        match (post.kind, post.state) {
            (PostKind::Story, PostState::Published) => numbers::count(tx, app.now(), What::Withdrawn).await?,
            (PostKind::Story, PostState::Held | PostState::Refused)
            | (PostKind::Note | PostKind::Boost, _) => {}
        }
        Box::pin(post::withdraw::erase(app, tx, &post)).await?;
    }
    auth::member::erase(app, tx, member, going).await
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
