//! The two accounts that every server has: the server itself, and the feed that announces its stories.

use super::blank;
use crate::app::App;
use crate::base::error::{Error, Result};
use crate::base::keys;
use crate::store::account::{self, Account};
use crate::store::kind::AccountKind;

/// Handle of the server itself, which signs fetches and reports.
pub const SERVER_HANDLE: &str = "server";
/// Handle of the feed: `@stories@host` is the first address that somebody elsewhere follows.
pub const FEED_HANDLE: &str = "stories";

/// Makes the server's own accounts at the first start, and gives the feed the community's present name. Running it
/// again changes nothing.
pub async fn ensure_own(app: &App) -> Result<()> {
    let own = [
        (app.urls.server_actor(), SERVER_HANDLE, AccountKind::Application),
        (app.urls.feed_actor(), FEED_HANDLE, AccountKind::Group),
    ];
    for (uri, handle, kind) in own {
        match account::find_by_uri(app.read(), &uri).await? {
            Some(row) if row.display_name == app.config.community.name => {}
            Some(row) => {
                let tx = app.db.begin().await?;
                account::update(&tx, named(app, row)).await?;
                app.commit(tx).await?;
            }
            None => {
                let keys = keys::generate().await?;
                let tx = app.db.begin().await?;
                let row = blank(app, &tx, uri, handle, kind, keys).await?;
                let discoverable = kind == AccountKind::Group;
                account::insert(&tx, named(app, Account { discoverable, ..row })).await?;
                app.commit(tx).await?;
            }
        }
    }
    Ok(())
}

/// The account that speaks for the server: it signs fetches and reports, so that no member shows.
pub async fn server_actor(app: &App) -> Result<Account> {
    own(app, &app.urls.server_actor()).await
}

/// The feed: the group that announces every public story of this community.
pub async fn feed(app: &App) -> Result<Account> {
    own(app, &app.urls.feed_actor()).await
}

async fn own(app: &App, uri: &str) -> Result<Account> {
    account::find_by_uri(app.read(), uri).await?.ok_or(Error::NotFound("the server's own account"))
}

fn named(app: &App, row: Account) -> Account {
    Account { display_name: app.config.community.name.clone(), ..row }
}
