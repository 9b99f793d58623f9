//! Blocking a whole server for oneself: the member sees nothing more of it, and its people follow no longer.

use super::follow::{refuse, undo};
use super::peer::host_key;
use crate::app::App;
use crate::base::error::Result;
use crate::store::account::Account;
use crate::store::host_block::{self, HostBlock};
use crate::store::page::{Page, Slice};
use crate::store::{Tx, follow, notice};

/// Blocks a host for `me`: ends follows in both directions and takes back notices about its people. Blocking again
/// changes nothing.
///
/// # Errors
/// `Invalid` when it is no host name, or our own.
pub async fn block_host(app: &App, me: &Account, host: &str) -> Result<()> {
    let host = host_key(app, host)?;
    let tx = app.db.begin().await?;
    for row in follow::list_with_host(&*tx, me.id, &host).await? {
        if row.follower_id == me.id {
            undo(app, &tx, me.id, row.target_id).await?;
        } else {
            refuse(app, &tx, row.follower_id, me.id).await?;
        }
    }
    notice::delete_from_host(&tx, me.id, &host).await?;
    let id = app.new_id(&tx).await?;
    host_block::insert(&tx, HostBlock { id, account_id: me.id, host }).await?;
    app.commit(tx).await
}

/// Takes it back. Follows and notices that went with it do not come back.
///
/// # Errors
/// `Invalid` when it is no host name, or our own.
pub async fn unblock_host(app: &App, me: &Account, host: &str) -> Result<()> {
    let host = host_key(app, host)?;
    let tx = app.db.begin().await?;
    host_block::delete(&tx, me.id, &host).await?;
    app.commit(tx).await
}

/// The hosts that `me` blocks, the latest first.
pub async fn list_blocked_hosts(app: &App, me: i64, page: Page) -> Result<Slice<String>> {
    Ok(host_block::list_of(app.read(), me, page).await?.map(|row| row.host))
}

/// Whether `account` blocks the host that `other` lives on.
pub(super) async fn keeps_away(tx: &Tx, account: i64, other: &Account) -> Result<bool> {
    Ok(!host_block::list_by(&**tx, &[account], &other.host).await?.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::error::Error;
    use crate::domain::relation::{FollowOptions, find_follow, follow, receive_follow, relationship};
    use crate::store::kind::{NoticeKind, NoticeStanding};
    use crate::store::notice::{Notice, Wanted};
    use crate::store::testing::{Fresh, fresh_on_each, local, remote};

    async fn told(app: &Fresh, me: &Account, from: &Account) {
        let tx = app.db.begin().await.unwrap();
        let id = app.new_id(&tx).await.unwrap();
        let (account_id, from_id) = (me.id, from.id);
        let (kind, standing) = (NoticeKind::Follow, NoticeStanding::Told);
        let row = Notice { id, account_id, kind, from_id, post_id: 0, created_at: 0, standing };
        notice::insert_all(&tx, vec![row]).await.unwrap();
        tx.commit().await.unwrap();
    }

    async fn notices(app: &Fresh, me: &Account) -> usize {
        let all = notice::list(app.read(), me.id, app.now(), &Wanted::default(), Page::default()).await;
        all.unwrap().items.len()
    }

    #[tokio::test]
    async fn blocking_a_host_ends_follows_with_it_and_lets_none_begin() {
        for app in fresh_on_each().await {
            let (me, far) = (local(&app, "fern").await, remote(&app, "mori", "b.example").await);
            let other = remote(&app, "eve", "c.example").await;
            for target in [&far, &other] {
                follow(&app, &me, target, FollowOptions::default()).await.unwrap();
            }
            let asks = async |follower: &Account| {
                let tx = app.db.begin().await.unwrap();
                let uri = format!("https://{}/follows/1", follower.host);
                let outcome = receive_follow(&app, &tx, &uri, follower, &me).await;
                app.commit(tx).await.unwrap();
                outcome
            };
            asks(&far).await.unwrap();
            told(&app, &me, &far).await;
            block_host(&app, &me, "B.example.").await.unwrap();
            assert!(find_follow(&app, me.id, far.id).await.unwrap().is_none());
            assert!(find_follow(&app, far.id, me.id).await.unwrap().is_none());
            assert!(find_follow(&app, me.id, other.id).await.unwrap().is_some());
            assert_eq!(notices(&app, &me).await, 0);
            told(&app, &me, &far).await;
            assert_eq!(notices(&app, &me).await, 0, "nor does a late one show");
            assert!(matches!(asks(&far).await, Err(Error::Forbidden(_))));
            asks(&other).await.unwrap();
            let stands = relationship(&app, me.id, &[far.id, other.id]).await.unwrap();
            assert_eq!((stands[0].blocking_host, stands[1].blocking_host), (true, false));
            unblock_host(&app, &me, "b.example").await.unwrap();
            asks(&far).await.unwrap();
        }
    }
}
