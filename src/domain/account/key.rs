//! The keys of accounts beside the RSA key in the account's row: a second kind, and those that were replaced.
//!
//! An account of this server signs with two keys, RSA and Ed25519. A key that was replaced loses its private half at
//! once, and is shown until it is tidied away (`jobs/tidy.rs`).

use std::sync::Arc;

use super::Account;
use crate::app::App;
use crate::base::error::{Error, Result};
use crate::base::keys;
use crate::store::event::Event;
use crate::store::signing_key::{self, AccountKey};
use crate::store::{Tx, account};

/// Accounts that get their second key in one transaction.
const BATCH: u64 = 200;

/// A further key of another server's account, as its actor shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicKey {
    /// Its id.
    pub id: String,
    /// PEM or Multikey.
    pub key: String,
}

/// The further keys of an account, the newest first.
pub async fn further_keys(app: &App, account_id: i64) -> Result<Vec<AccountKey>> {
    signing_key::list(app.read(), account_id).await
}

/// The public key with this id, if the account has it: PEM or Multikey.
pub async fn find_key(app: &App, account: &Account, key_id: &str) -> Result<Option<String>> {
    if account.key_id.as_deref() == Some(key_id) {
        return Ok(Some(account.public_key.clone()));
    }
    let read = async { Ok::<_, Error>(Arc::new(further_keys(app, account.id).await?)) };
    let further = app.kept.keys.get_or(account.id, read).await?;
    Ok(further.iter().find(|key| key.key_id == key_id).map(|key| key.public_key.clone()))
}

/// Gives a second key to every account that signs and has none: those made by an older version. Called at start.
pub async fn ensure_second_keys(app: &App) -> Result<()> {
    loop {
        let tx = app.db.begin().await?;
        let without = signing_key::list_without(&*tx, BATCH).await?;
        if without.is_empty() {
            return Ok(());
        }
        for account in &without {
            add_second(app, &tx, account).await?;
        }
        app.commit(tx).await?;
    }
}

/// Gives a new account of this server its second key.
pub(super) async fn add_second(app: &App, tx: &Tx, account: &Account) -> Result<()> {
    let second = second(app, tx, account, "ed25519-key").await?;
    signing_key::insert_all(tx, vec![second]).await
}

async fn second(app: &App, tx: &Tx, account: &Account, name: &str) -> Result<AccountKey> {
    let made = keys::generate_ed25519()?;
    Ok(AccountKey {
        id: app.new_id(tx).await?,
        account_id: account.id,
        key_id: format!("{}#{name}", account.uri),
        public_key: made.public,
        private_key: Some(made.private),
        retired_at: None,
    })
}

/// Replaces both keys of an account of this server. Other servers are told, and still find the old ones for a while.
///
/// # Errors
/// `NotFound` when there is no such account, or it is not one of ours.
pub async fn rotate_keys(app: &App, account_id: i64) -> Result<()> {
    // Slow, so it is done before the transaction.
    let made = keys::generate().await?;
    let tx = app.db.begin().await?;
    let account = account::find(&*tx, account_id).await?;
    let account = account.filter(|account| account.private_key.is_some()).ok_or(Error::NotFound("keys"))?;
    signing_key::retire(&tx, account.id, app.now()).await?;
    let old = AccountKey {
        id: app.new_id(&tx).await?,
        account_id: account.id,
        key_id: account.key_id.clone().unwrap_or_else(|| format!("{}#main-key", account.uri)),
        public_key: account.public_key.clone(),
        private_key: None,
        retired_at: Some(app.now()),
    };
    let second = second(app, &tx, &account, &format!("key-{}", app.random.wire_id())).await?;
    signing_key::insert_all(&tx, vec![old, second]).await?;
    let renewed = Account {
        key_id: Some(format!("{}#key-{}", account.uri, app.random.wire_id())),
        public_key: made.public,
        private_key: Some(made.private),
        ..account
    };
    account::update(&tx, renewed).await?;
    app.record(&tx, &Event::KeysRotated { account: account_id }).await?;
    app.commit(tx).await
}

/// Keeps the further keys that another server shows for an account, and none that it shows no more.
pub(super) async fn receive_keys(app: &App, tx: &Tx, account_id: i64, shown: Vec<PublicKey>) -> Result<()> {
    let known = signing_key::list(&**tx, account_id).await?;
    let is_shown =
        |key: &AccountKey| shown.iter().any(|one| one.id == key.key_id && one.key == key.public_key);
    if known.len() == shown.len() && known.iter().all(is_shown) {
        return Ok(());
    }
    signing_key::delete_of(tx, account_id).await?;
    let ids = app.new_ids(tx, shown.len()).await?;
    let row = |(id, PublicKey { id: key_id, key })| AccountKey {
        id,
        account_id,
        key_id,
        public_key: key,
        private_key: None,
        retired_at: None,
    };
    signing_key::insert_all(tx, ids.into_iter().zip(shown).map(row).collect()).await
}
