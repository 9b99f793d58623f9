//! Limits of accounts, as moderators decide. *Limited*: out of public lists, and its notices wait. *Marked*: its pictures are
//! always covered. *Suspended*: of somebody elsewhere nothing is taken in or shown, and follows are cut; a member is signed
//! out, hidden with everything they told, and can still take it along. *Frozen*: a member cannot sign in.
//!
//! Everything but the cut follows can be taken back.

use std::collections::HashMap;

use crate::app::App;
use crate::base::error::{Error, Result};
use crate::domain::account::{self, Account};
use crate::domain::auth::{self, Member, Role, member};
use crate::domain::transparency::log::{self, Act, By};
use crate::store::kind::Reason;
use crate::store::page::{Page, Slice};
use crate::store::{Tx, account as accounts, follow, member as members, peer, people_list_entry};

pub use crate::store::account::{Place, Sought, State};

/// What a moderator does about an account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deed {
    /// Keeps it out of public lists.
    Limit,
    /// Lets it into them again.
    Unlimit,
    /// Shuts it out.
    Suspend,
    /// Lets it in again.
    Unsuspend,
    /// Covers its pictures, always.
    Mark,
    /// No longer.
    Unmark,
    /// Keeps a member from signing in.
    Freeze,
    /// Lets them sign in again.
    Thaw,
}

impl Deed {
    /// Every deed, with the word by which forms name it.
    pub const ALL: [(Self, &'static str); 8] = [
        (Self::Limit, "limit"),
        (Self::Unlimit, "unlimit"),
        (Self::Suspend, "suspend"),
        (Self::Unsuspend, "unsuspend"),
        (Self::Mark, "mark"),
        (Self::Unmark, "unmark"),
        (Self::Freeze, "freeze"),
        (Self::Thaw, "thaw"),
    ];

    /// The deed of this word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(_, known)| *known == word).map(|(deed, _)| deed)
    }
}

/// An account as moderators see it.
#[derive(Debug, Clone)]
pub struct Seen {
    /// The account.
    pub account: Account,
    /// Its member, where it is one of ours.
    pub member: Option<Member>,
}

/// Does it, and answers how many follows were cut. What holds already stays as it is.
///
/// # Errors
/// `NotFound` where there is no such account; `Forbidden` for the server's own accounts, for oneself, and where a member may
/// do as much as who decides; `Conflict` for what does not fit, such as freezing somebody elsewhere.
pub async fn decide(app: &App, by: By, id: i64, deed: Deed, rule: Option<Reason>) -> Result<u64> {
    let tx = app.db.begin().await?;
    let cut = decide_in(app, &tx, by, id, deed, rule).await?;
    app.commit(tx).await?;
    Ok(cut)
}

/// [`decide`] in an open transaction.
///
/// # Errors
/// As there.
pub async fn decide_in(app: &App, tx: &Tx, by: By, id: i64, deed: Deed, rule: Option<Reason>) -> Result<u64> {
    let account = accounts::find(&**tx, id).await?.ok_or(Error::NotFound("the account"))?;
    let is_member = account.is_local();
    if is_member {
        require_over(tx, by, id).await?;
    }
    match (deed, is_member) {
        (Deed::Suspend | Deed::Unsuspend, _) if account.suspended == (deed == Deed::Suspend) => Ok(0),
        (Deed::Suspend, true) => member::suspend_in(app, tx, by, id, rule).await.map(|()| 0),
        (Deed::Unsuspend, true) => member::unsuspend_in(app, tx, by, id).await.map(|()| 0),
        (Deed::Freeze, true) => member::freeze_in(app, tx, by, id, rule).await.map(|()| 0),
        (Deed::Thaw, true) => member::thaw_in(app, tx, by, id).await.map(|()| 0),
        (Deed::Freeze | Deed::Thaw, false) => Err(Error::Conflict("somebody who signs in elsewhere")),
        (Deed::Suspend, false) => suspend(app, tx, by, &account, rule).await,
        (Deed::Unsuspend, false) => unsuspend(app, tx, by, &account).await.map(|()| 0),
        (Deed::Limit | Deed::Unlimit | Deed::Mark | Deed::Unmark, _) => {
            limit(app, tx, by, &account, deed, rule).await.map(|()| 0)
        }
    }
}

/// Refuses what nobody decides about one of our accounts, and what somebody else decides.
async fn require_over(tx: &Tx, by: By, id: i64) -> Result<()> {
    let role = match member::load_in(tx, id).await {
        Ok(member) => member.row.role,
        Err(Error::NotFound(_)) => return Err(Error::Forbidden("one of the server's own accounts")),
        Err(error) => return Err(error),
    };
    let By::Moderator(me) = by else { return Ok(()) };
    if me == id || (role != Role::Member && role >= member::load_in(tx, me).await?.row.role) {
        return Err(Error::Forbidden("an account that may do as much"));
    }
    Ok(())
}

/// How many follows a suspension would cut: of somebody elsewhere all, of a member none.
pub async fn count_cut(app: &App, account: &Account) -> Result<u64> {
    if account.is_local() { Ok(0) } else { follow::count_of_account(app.read(), account.id).await }
}

async fn suspend(app: &App, tx: &Tx, by: By, account: &Account, rule: Option<Reason>) -> Result<u64> {
    accounts::set_suspended(tx, account.id, true).await?;
    people_list_entry::delete_of_account(tx, account.id).await?;
    let cut = follow::delete_of_account(tx, account.id).await?;
    accounts::recount(tx, &cut.accounts).await?;
    log::write_with(app, tx, by, Act::AccountSuspended, account.id, rule).await?;
    Ok(cut.follows)
}

async fn unsuspend(app: &App, tx: &Tx, by: By, account: &Account) -> Result<()> {
    accounts::set_suspended(tx, account.id, false).await?;
    log::write(app, tx, by, Act::AccountUnsuspended, account.id).await
}

async fn limit(
    app: &App,
    tx: &Tx,
    by: By,
    account: &Account,
    deed: Deed,
    rule: Option<Reason>,
) -> Result<()> {
    let (silenced, sensitized, act) = match deed {
        Deed::Limit => (true, account.sensitized, Act::AccountLimited),
        Deed::Unlimit => (false, account.sensitized, Act::AccountUnlimited),
        Deed::Mark => (account.silenced, true, Act::AccountMarked),
        Deed::Unmark => (account.silenced, false, Act::AccountUnmarked),
        Deed::Suspend | Deed::Unsuspend | Deed::Freeze | Deed::Thaw => return Ok(()),
    };
    if (silenced, sensitized) == (account.silenced, account.sensitized) {
        return Ok(());
    }
    let with_its_server = match account.peer_id {
        Some(peer_id) => peer::find_by_id(&**tx, peer_id).await?.is_some_and(|peer| peer.silenced),
        None => false,
    };
    accounts::set_limits(tx, account.id, silenced, silenced || with_its_server, sensitized).await?;
    log::write_with(app, tx, by, act, account.id, rule).await
}

/// The account with this number as moderators see it, suspended or not.
///
/// # Errors
/// `NotFound` where there is none.
pub async fn load(app: &App, id: i64) -> Result<Seen> {
    let account = account::find(app, id).await?.ok_or(Error::NotFound("the account"))?;
    let member = if account.is_local() { auth::find(app, id).await? } else { None };
    Ok(Seen { account, member })
}

/// These accounts as moderators see them, each once, in no order. One query.
pub async fn see(app: &App, accounts: Vec<Account>) -> Result<Vec<Seen>> {
    let accounts: HashMap<i64, Account> = accounts.into_iter().map(|account| (account.id, account)).collect();
    let here: Vec<i64> =
        accounts.values().filter(|account| account.is_local()).map(|account| account.id).collect();
    let found = members::list_of(app.read(), &here).await?.into_iter().map(Member::from);
    let mut known: HashMap<i64, Member> = found.map(|member| (member.id(), member)).collect();
    let seen = accounts.into_values().map(|account| Seen { member: known.remove(&account.id), account });
    Ok(seen.collect())
}

/// One page of the accounts that moderators look for, the latest known first. A constant number of queries.
pub async fn list(app: &App, sought: &Sought, page: Page) -> Result<Slice<Seen>> {
    let slice = accounts::list_sought(app.read(), sought, page).await?;
    let seen = slice.items.iter().cloned().map(|(account, row)| {
        let member = row.map(|row| Member { account: account.clone(), row });
        Seen { account, member }
    });
    Ok(slice.with(seen.collect()))
}
