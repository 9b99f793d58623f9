//! Muting: not seeing somebody, who does not learn of it.

use crate::app::App;
use crate::base::error::{Error, Result};
use crate::store::account::Account;
use crate::store::mute::{self, Mute};

/// How somebody is muted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MuteOptions {
    /// Whether notices about the other one are held back too.
    pub notices: bool,
    /// For how many seconds; for ever when not given.
    pub seconds: Option<i64>,
}

impl Default for MuteOptions {
    fn default() -> Self {
        Self { notices: true, seconds: None }
    }
}

/// Hides somebody from `me`. Muting again changes the options.
///
/// # Errors
/// `Forbidden` for oneself.
pub async fn mute(app: &App, me: &Account, target: &Account, options: MuteOptions) -> Result<()> {
    if me.id == target.id {
        return Err(Error::Forbidden("nobody mutes themselves"));
    }
    let seconds = options.seconds.filter(|seconds| *seconds > 0);
    let until_at = seconds.map(|seconds| app.now().saturating_add(seconds));
    let row = Mute { account_id: me.id, target_id: target.id, notices: options.notices, until_at };
    let tx = app.db.begin().await?;
    mute::upsert(&tx, row).await?;
    app.commit(tx).await
}

/// Shows somebody again.
pub async fn unmute(app: &App, me: &Account, target: &Account) -> Result<()> {
    let tx = app.db.begin().await?;
    mute::delete(&tx, me.id, target.id).await?;
    app.commit(tx).await
}
