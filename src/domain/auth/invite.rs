//! Invitations: codes that let somebody sign up without waiting for approval.

use super::secret;
use crate::app::App;
use crate::base::error::Result;
use crate::store::invite::{self, Invite};

/// Makes an invitation for so many people, that ends after so many days. The code is stored as a hash only.
pub async fn create(app: &App, uses: u16, days: u16) -> Result<String> {
    let code = app.random.wire_id();
    let row = Invite {
        code_hash: secret::hash(&code),
        uses_left: i32::from(uses),
        expires_at: app.minute() + i64::from(days) * 24 * 3600,
    };
    let tx = app.db.begin().await?;
    invite::insert(&tx, row, app.now()).await?;
    app.commit(tx).await?;
    Ok(code)
}

/// Whether an invitation still lets somebody in; says nothing about who made it or used it.
pub async fn is_open(app: &App, code: &str) -> Result<bool> {
    invite::is_open(app.read(), &secret::hash(code.trim()), app.now()).await
}
