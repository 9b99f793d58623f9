//! Finding accounts that are known here. Nothing in this file asks another server.

use std::sync::Arc;

use super::handle_key;
use crate::app::App;
use crate::base::error::{Error, Result};
use crate::store::account::{self, Account};
use crate::store::signing_key;

/// The account with this number.
pub async fn find(app: &App, id: i64) -> Result<Option<Account>> {
    account::find(app.read(), id).await
}

/// The account with this number.
///
/// # Errors
/// `NotFound` when there is none, or it is suspended.
pub async fn load(app: &App, id: i64) -> Result<Account> {
    find(app, id).await?.filter(|account| !account.suspended).ok_or(Error::NotFound("the account"))
}

/// The accounts with these numbers, in the order of the numbers; unknown ones are left out.
pub async fn list(app: &App, ids: &[i64]) -> Result<Vec<Account>> {
    let read = async |missing: Vec<i64>| {
        let rows = account::list(app.read(), &missing).await?;
        Ok::<_, Error>(rows.into_iter().map(|row| (row.id, Arc::new(row))).collect())
    };
    let mut wanted = ids.to_vec();
    wanted.sort_unstable();
    wanted.dedup();
    let mut accounts = app.kept.accounts.list_or(&wanted, read).await?;
    accounts.sort_by_key(|account| ids.iter().position(|id| *id == account.id));
    Ok(accounts.iter().map(|account| Account::clone(account)).collect())
}

/// The account of this name on this server.
pub async fn find_local(app: &App, handle: &str) -> Result<Option<Account>> {
    account::find_by_handle(app.read(), &handle_key(handle), "").await
}

/// The account with this wire id.
pub async fn find_by_uri(app: &App, uri: &str) -> Result<Option<Account>> {
    let read = async { Ok::<_, Error>(account::find_by_uri(app.read(), uri).await?.map(Arc::new)) };
    let found = app.kept.actors.get_or(format!("id {uri}"), read).await?;
    Ok(found.as_deref().cloned())
}

/// The accounts with these wire ids, in no order; unknown ones are left out.
pub async fn list_by_uris(app: &App, uris: &[String]) -> Result<Vec<Account>> {
    account::list_by_uris(app.read(), uris).await
}

/// The account whose key has this id.
pub async fn find_by_key_id(app: &App, key_id: &str) -> Result<Option<Account>> {
    let read = async {
        let found = match account::find_by_key_id(app.read(), key_id).await? {
            Some(account) => Some(account),
            None => match signing_key::list_by_key_id(app.read(), key_id).await?.first() {
                Some(key) => account::find(app.read(), key.account_id).await?,
                None => None,
            },
        };
        Ok::<_, Error>(found.map(Arc::new))
    };
    let found = app.kept.actors.get_or(format!("key {key_id}"), read).await?;
    Ok(found.as_deref().cloned())
}

/// The account at `user@host`, or of this server at `user` alone; a leading `@` does not matter.
pub async fn find_by_address(app: &App, address: &str) -> Result<Option<Account>> {
    let (handle, host) = parts(app, address);
    account::find_by_handle(app.read(), &handle_key(&handle), &host).await
}

/// Accounts that `text` may mean: the beginning of a handle, of an address `user@host`, or a part of the display
/// name of somebody who wants to be found, as `me` may find them. At most `limit`, those from here first.
pub async fn search(app: &App, me: Option<i64>, text: &str, limit: u64) -> Result<Vec<Account>> {
    let text = text.trim();
    if text.trim_start_matches('@').is_empty() {
        return Ok(Vec::new());
    }
    let (handle, host) = parts(app, text);
    let host = text.trim_start_matches('@').contains('@').then_some(host.as_str());
    account::search(app.read(), me, &handle_key(&handle), host, limit).await
}

/// Handle and host of an address; the host is empty for this server.
fn parts(app: &App, address: &str) -> (String, String) {
    let address = address.trim().trim_start_matches('@');
    let (handle, host) = address.split_once('@').unwrap_or((address, ""));
    let host = host.to_lowercase();
    let host = if host == app.urls.domain().to_lowercase() { String::new() } else { host };
    (handle.to_owned(), host)
}
