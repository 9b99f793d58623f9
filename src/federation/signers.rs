//! Who signed: from the id of a key to the account that holds it. Where the key is new, or does not fit any more, its
//! server is asked once.

use std::sync::Arc;
use std::time::Duration;

use moka::future::Cache;
use tracing::debug;

use super::object::read;
use super::proof::Proof;
use super::resolve;
use super::signature::{Claim, VerifyingKey};
use crate::app::App;
use crate::base::error::{Error, Result};
use crate::domain::account::{self, Account};
use crate::domain::relation::peer;

/// Parsed keys kept at once, each about two kilobytes.
const MAX_KEYS: u64 = 2000;
/// A key that was asked for in vain is not asked for again before this time is over, whoever names it.
const LOOK_AGAIN_AFTER: Duration = Duration::from_mins(1);
/// Keys that are remembered as asked for.
const MAX_LOOKS: u64 = 10_000;
/// So many keys of one host are asked for in vain in that time; then those who name further ones have to wait. Else
/// anybody could have us ask a stranger's server for key after key.
const MAX_VAIN_LOOKS: u32 = 60;

/// Why nobody is known to have signed.
#[derive(Debug)]
pub enum Doubt {
    /// The key could not be had now; it may be had later.
    NotNow,
    /// There is no such key.
    NoSuchKey,
    /// The key is there, and did not sign this.
    WrongSignature,
    /// The key's server is blocked.
    Blocked,
    /// It is a key of this server, which does not write to itself.
    Ours,
    /// Something failed here.
    Failed(Error),
}

impl From<Error> for Doubt {
    fn from(error: Error) -> Self {
        Self::Failed(error)
    }
}

/// What asking for a key came to.
#[derive(Debug, Clone)]
enum Look {
    Found(Arc<Account>, String),
    Nothing,
    NotNow,
    Blocked,
}

/// Finds out who signed, and remembers what that took.
#[derive(Debug)]
pub struct Signers {
    /// Keys by their text, so that none is ever out of date.
    parsed: Cache<String, VerifyingKey>,
    /// What was asked for lately and did not help, by the key's id.
    looks: Cache<String, Look>,
    /// How many keys of a host were asked for in vain lately.
    vain: Cache<String, u32>,
}

impl Default for Signers {
    fn default() -> Self {
        Self {
            parsed: Cache::new(MAX_KEYS),
            looks: Cache::builder().max_capacity(MAX_LOOKS).time_to_live(LOOK_AGAIN_AFTER).build(),
            vain: Cache::builder().max_capacity(MAX_LOOKS).time_to_live(LOOK_AGAIN_AFTER).build(),
        }
    }
}

impl Signers {
    /// The account whose key signed a request that brings an activity of `actor`.
    pub async fn of_request(&self, app: &App, claim: &Claim, actor: &str) -> Result<Account, Doubt> {
        let proves = |key: &VerifyingKey| claim.verify(key).is_ok();
        Box::pin(self.holder(app, claim.key_id.as_str(), actor, proves)).await
    }

    /// The account of `actor`, where a proof in the activity is made with its key.
    pub async fn of_proof(&self, app: &App, proof: &Proof, actor: &str) -> Result<Account, Doubt> {
        let key_id = proof.key_id.as_str();
        if !read::same_host(key_id, actor) {
            return Err(Doubt::NoSuchKey);
        }
        if peer::is_blocked(app, &read::host(actor).unwrap_or_default()).await? {
            return Err(Doubt::Blocked);
        }
        let account = Box::pin(self.holder(app, key_id, actor, |key| proof.is_made_by(key))).await?;
        if account.uri == actor { Ok(account) } else { Err(Doubt::NoSuchKey) }
    }

    /// The account that holds a key, where the key proves what it should.
    async fn holder(
        &self,
        app: &App,
        key_id: &str,
        actor: &str,
        proves: impl Fn(&VerifyingKey) -> bool,
    ) -> Result<Account, Doubt> {
        if let Some((account, text)) = known(app, key_id, actor).await?
            && self.parsed(&text).await.is_some_and(|key| proves(&key))
        {
            return accepted(&account);
        }
        match self.look(app, key_id).await? {
            Look::Found(account, text) => {
                if self.parsed(&text).await.is_some_and(|key| proves(&key)) {
                    // The next change may be looked at anew.
                    self.looks.invalidate(key_id).await;
                    return accepted(&account);
                }
                Err(Doubt::WrongSignature)
            }
            Look::Nothing => Err(Doubt::NoSuchKey),
            Look::NotNow => Err(Doubt::NotNow),
            Look::Blocked => Err(Doubt::Blocked),
        }
    }

    async fn parsed(&self, text: &str) -> Option<VerifyingKey> {
        if let Some(key) = self.parsed.get(text).await {
            return Some(key);
        }
        let key = VerifyingKey::parse(text).ok()?;
        self.parsed.insert(text.to_owned(), key.clone()).await;
        Some(key)
    }

    /// Asks a key's server for it, once for all who want to know at the same time, and not again soon.
    async fn look(&self, app: &App, key_id: &str) -> Result<Look, Doubt> {
        if let Some(look) = self.looks.get(key_id).await {
            return Ok(look);
        }
        let host = read::host(key_id).unwrap_or_default();
        let vain = self.vain.get(&host).await.unwrap_or(0);
        if vain >= MAX_VAIN_LOOKS {
            return Ok(Look::NotNow);
        }
        // Counted before it is known whether it helps; taken back where it does.
        self.vain.insert(host.clone(), vain.saturating_add(1)).await;
        let look = self.looks.try_get_with_by_ref(key_id, ask(app, key_id)).await;
        let look = look.map_err(|cause| Doubt::Failed(anyhow::anyhow!("{cause:#}").into()))?;
        if matches!(look, Look::Found(..)) {
            self.vain.insert(host, vain).await;
        }
        Ok(look)
    }
}

/// The known account that has this key: the actor itself, or whoever passes its activity on.
async fn known(app: &App, key_id: &str, actor: &str) -> Result<Option<(Account, String)>> {
    let itself = account::find_by_uri(app, actor).await?;
    if let Some(account) = itself
        && let Some(text) = account::find_key(app, &account, key_id).await?
    {
        return Ok(Some((account, text)));
    }
    let Some(account) = account::find_by_key_id(app, key_id).await? else { return Ok(None) };
    Ok(account::find_key(app, &account, key_id).await?.map(|text| (account, text)))
}

async fn ask(app: &App, key_id: &str) -> Result<Look, Error> {
    match Box::pin(resolve::fetch_key_owner(app, key_id)).await {
        Ok((account, text)) => Ok(Look::Found(Arc::new(account), text)),
        Err(Error::Remote { cause, .. }) => {
            debug!("a key could not be fetched: {cause}");
            Ok(Look::NotNow)
        }
        Err(Error::TooMany { .. }) => Ok(Look::NotNow),
        Err(Error::Forbidden(_)) => Ok(Look::Blocked),
        Err(
            Error::NotFound(_)
            | Error::Gone(_)
            | Error::Unauthenticated
            | Error::Invalid(_)
            | Error::Conflict(_),
        ) => Ok(Look::Nothing),
        Err(error @ Error::Internal(_)) => Err(error),
    }
}

fn accepted(account: &Account) -> Result<Account, Doubt> {
    if account.is_local() { Err(Doubt::Ours) } else { Ok(account.clone()) }
}
