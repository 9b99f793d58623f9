//! Accounts: people and services, here and elsewhere.

use crate::app::App;
use crate::base::error::Result;
use crate::store::account;

pub use crate::store::account::Account;
pub use crate::store::kind::AccountKind;

/// The accounts with these numbers, in no order.
pub async fn list(app: &App, ids: &[i64]) -> Result<Vec<Account>> {
    account::list(app.read(), ids).await
}
