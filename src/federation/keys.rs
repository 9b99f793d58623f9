//! The keys that accounts of this server sign with.

use anyhow::anyhow;
use url::Url;

use super::signature::SigningKey;
use crate::app::App;
use crate::base::error::Result;
use crate::domain::account::{self, Account};

/// What an account of this server signs with.
#[derive(Debug, Clone)]
pub struct SigningKeys {
    /// What every server verifies.
    pub rsa: SigningKey,
    /// Short and quick: for proofs, and for servers that say that they verify it.
    pub ed25519: Option<SigningKey>,
}

impl SigningKeys {
    /// The keys of an account.
    ///
    /// # Errors
    /// `Internal` where it has none, or one that can't be read.
    pub async fn load(app: &App, account: &Account) -> Result<Self> {
        let further = account::further_keys(app, account.id).await?;
        let newest = further.iter().find_map(|key| Some((&key.key_id, key.private_key.as_deref()?)));
        let ed25519 = match newest {
            Some((id, pem)) => Some(SigningKey::from_pem(parse(id)?, pem)?),
            None => None,
        };
        Ok(Self { rsa: main_key(account)?, ed25519 })
    }
}

/// The RSA key that an account of this server signs with.
pub fn main_key(account: &Account) -> Result<SigningKey> {
    let pem = account.private_key.as_deref().ok_or_else(|| anyhow!("account {} has no key", account.id))?;
    SigningKey::from_pem(parse(&main_key_id(account))?, pem)
}

/// Where others find the RSA key of an account of this server.
pub fn main_key_id(account: &Account) -> String {
    account.key_id.clone().unwrap_or_else(|| format!("{}#main-key", account.uri))
}

fn parse(id: &str) -> Result<Url> {
    Ok(Url::parse(id).map_err(anyhow::Error::from)?)
}
