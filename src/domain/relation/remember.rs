//! What a member keeps about others, for nobody else to see: notes, and whom to keep at hand.

use super::list::with_accounts;
use crate::app::App;
use crate::base::error::{Error, Problem, Result};
use crate::store::account::Account;
use crate::store::account_note::{self, AccountNote};
use crate::store::endorsement::{self, Endorsement};
use crate::store::follow;
use crate::store::page::{Page, Slice};

/// Most characters of a note about somebody; Mastodon's number.
const NOTE_MOST: usize = 2000;

/// Notes something about somebody, in place of what was noted before; an empty text removes it.
///
/// # Errors
/// `Invalid` when it is too long.
pub async fn note(app: &App, me: i64, target: i64, words: &str) -> Result<()> {
    let words = words.trim();
    if words.chars().count() > NOTE_MOST {
        let problem = Problem::new("comment", "problem-too-long").with("most", NOTE_MOST);
        return Err(Error::Invalid(vec![problem]));
    }
    let tx = app.db.begin().await?;
    if words.is_empty() {
        account_note::delete(&tx, me, target).await?;
    } else {
        let row = AccountNote { account_id: me, target_id: target, words: words.to_owned() };
        account_note::put(&tx, row).await?;
    }
    app.commit(tx).await
}

/// Keeps somebody at hand.
///
/// # Errors
/// `Forbidden` where `me` does not follow the other one.
pub async fn endorse(app: &App, me: i64, target: i64) -> Result<()> {
    let tx = app.db.begin().await?;
    if !follow::find_pair(&*tx, me, target).await?.is_some_and(|row| row.accepted) {
        return Err(Error::Forbidden("only who is followed can be kept at hand"));
    }
    let id = app.new_id(&tx).await?;
    endorsement::insert(&tx, Endorsement { id, account_id: me, target_id: target }).await?;
    app.commit(tx).await
}

/// Keeps somebody at hand no longer.
pub async fn unendorse(app: &App, me: i64, target: i64) -> Result<()> {
    let tx = app.db.begin().await?;
    endorsement::delete(&tx, me, target).await?;
    app.commit(tx).await
}

/// Whom `me` keeps at hand, the latest first.
pub async fn list_endorsed(app: &App, me: i64, page: Page) -> Result<Slice<Account>> {
    let ids = endorsement::list_of(app.read(), me, page).await?.map(|row| row.target_id);
    with_accounts(app, ids).await
}
