//! The accounts that every server has: the server itself, the feed that announces its stories, the one that publishes
//! what was told without an account, and the guide.

use anyhow::anyhow;

use super::{blank, find_by_uri, handle_key, key};
use crate::app::App;
use crate::base::error::{Error, Result};
use crate::base::i18n::{self, Language};
use crate::base::keys;
use crate::store::account::{self, Account};
use crate::store::kind::AccountKind;

/// Handle of the server itself, which signs fetches and reports.
pub const SERVER_HANDLE: &str = "server";
/// Handle of the feed: `@stories@host` is the first address that somebody elsewhere follows.
pub const FEED_HANDLE: &str = "stories";

/// What one of the server's own accounts is to be.
struct Own<'a> {
    uri: String,
    handle: &'a str,
    kind: AccountKind,
    name: String,
    summary: String,
    discoverable: bool,
}

/// Makes the server's own accounts at the first start, and gives them their present names. Running it again changes
/// nothing.
///
/// # Errors
/// `Internal` where a member has the handle that the settings give to one of them.
pub async fn ensure_own(app: &App) -> Result<()> {
    let name = &app.config.community.name;
    let own = |uri, handle, kind, discoverable| {
        let (name, summary) = (name.clone(), String::new());
        Own { uri, handle, kind, name, summary, discoverable }
    };
    ensure(app, own(app.urls.server_actor(), SERVER_HANDLE, AccountKind::Application, false)).await?;
    ensure(app, own(app.urls.feed_actor(), FEED_HANDLE, AccountKind::Group, true)).await?;
    let language = Language::parse(&app.config.community.language).unwrap_or_default();
    if app.config.telling.without_account {
        let told = Own {
            name: i18n::text(language, "told-name", &[]),
            summary: i18n::text(language, "told-about", &[]),
            ..own(app.urls.told_actor(), &app.config.telling.handle, AccountKind::Service, false)
        };
        ensure_named(app, told, "telling.handle").await?;
    }
    // It is there also where it may not ask: who may be in danger hears from it in any case.
    let guide = Own {
        name: i18n::text(language, "guide-name", &[]),
        summary: i18n::text(language, "guide-about", &[]),
        ..own(app.urls.guide_actor(), &app.config.guide.handle, AccountKind::Service, false)
    };
    ensure_named(app, guide, "guide.handle").await
}

/// The same for an account whose handle is a setting.
async fn ensure_named(app: &App, own: Own<'_>, setting: &str) -> Result<()> {
    let handle = own.handle;
    match ensure(app, own).await {
        Err(Error::Conflict(_)) => {
            Err(anyhow!("@{handle} belongs to somebody: choose another name with {setting}").into())
        }
        outcome => outcome,
    }
}

async fn ensure(app: &App, own: Own<'_>) -> Result<()> {
    let known = account::find_by_uri(app.read(), &own.uri).await?;
    // Making keys is slow, so it is done before the transaction.
    let keys = if known.is_none() { Some(keys::generate().await?) } else { None };
    let tx = app.db.begin().await?;
    match (known, keys) {
        (Some(row), _) => {
            let named = named(app, &own, row.clone());
            if named == row {
                return Ok(());
            }
            account::update(&tx, named).await?;
        }
        (None, Some(keys)) => {
            let row = blank(app, own.uri.clone(), own.handle, own.kind, keys);
            account::insert(&tx, named(app, &own, row.clone())).await?;
            key::add_second(app, &tx, &row).await?;
        }
        (None, None) => return Ok(()),
    }
    app.commit(tx).await
}

/// The account that speaks for the server: it signs fetches and reports, so that no member shows.
pub async fn server_actor(app: &App) -> Result<Account> {
    own(app, &app.urls.server_actor()).await
}

/// The feed: the group that announces every public story of this community.
pub async fn feed(app: &App) -> Result<Account> {
    own(app, &app.urls.feed_actor()).await
}

/// The guide: the service that helps members tell their stories.
pub async fn guide(app: &App) -> Result<Account> {
    own(app, &app.urls.guide_actor()).await
}

/// The account that publishes what was told without an account.
pub async fn told(app: &App) -> Result<Account> {
    own(app, &app.urls.told_actor()).await
}

async fn own(app: &App, uri: &str) -> Result<Account> {
    find_by_uri(app, uri).await?.ok_or(Error::NotFound("the server's own account"))
}

fn named(app: &App, own: &Own<'_>, row: Account) -> Account {
    Account {
        handle: own.handle.to_owned(),
        handle_key: handle_key(own.handle),
        url: app.urls.member_page(own.handle),
        display_name: own.name.clone(),
        summary: own.summary.clone(),
        discoverable: own.discoverable,
        ..row
    }
}
