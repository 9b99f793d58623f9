//! Blocking: from then on neither sees anything of the other.

use super::follow::{refuse, undo};
use crate::app::App;
use crate::base::error::{Error, Result};
use crate::store::account::Account;
use crate::store::block::{self, Block};
use crate::store::event::Event;
use crate::store::{Tx, notice};

/// Blocks somebody: ends follows in both directions and takes back notices about each other. Blocking again changes
/// nothing.
///
/// # Errors
/// `Forbidden` for oneself.
pub async fn block(app: &App, me: &Account, target: &Account) -> Result<()> {
    if me.id == target.id {
        return Err(Error::Forbidden("nobody blocks themselves"));
    }
    let tx = app.db.begin().await?;
    if block::find(&*tx, me.id, target.id).await?.is_none() {
        let uri = app.urls.activity(&app.random.wire_id());
        begin(app, &tx, me.id, target.id, &uri).await?;
        app.record(&tx, &Event::Blocked { account: me.id, target: target.id, uri }).await?;
    }
    app.commit(tx).await
}

/// Takes a block back. Follows and notices that went with it do not come back.
pub async fn unblock(app: &App, me: &Account, target: &Account) -> Result<()> {
    let tx = app.db.begin().await?;
    if let Some(row) = block::find(&*tx, me.id, target.id).await? {
        block::delete(&tx, me.id, target.id).await?;
        app.record(&tx, &Event::Unblocked { account: me.id, target: target.id, uri: row.uri }).await?;
    }
    app.commit(tx).await
}

/// Somebody elsewhere blocked a member here.
pub async fn receive_block(app: &App, tx: &Tx, uri: &str, blocker: &Account, target: &Account) -> Result<()> {
    begin(app, tx, blocker.id, target.id, uri).await
}

/// Somebody elsewhere took a block of a member here back.
pub async fn receive_unblock(tx: &Tx, blocker: &Account, target: &Account) -> Result<()> {
    block::delete(tx, blocker.id, target.id).await
}

/// Whether one of the two blocks the other.
pub async fn is_blocked_between(app: &App, one: i64, other: i64) -> Result<bool> {
    Ok(!block::list_between(app.read(), one, &[other]).await?.is_empty())
}

/// [`is_blocked_between`] inside a transaction.
pub(super) async fn stands_between(tx: &Tx, one: i64, other: i64) -> Result<bool> {
    Ok(!block::list_between(&**tx, one, &[other]).await?.is_empty())
}

async fn begin(app: &App, tx: &Tx, blocker: i64, target: i64, uri: &str) -> Result<()> {
    undo(app, tx, blocker, target).await?;
    refuse(app, tx, target, blocker).await?;
    block::insert(tx, Block { account_id: blocker, target_id: target, uri: uri.to_owned() }).await?;
    notice::delete_between(tx, blocker, target).await
}
