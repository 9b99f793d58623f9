//! Who may do what: members and the person behind them, sign-in, sessions, applications and their tokens.
//!
//! No e-mail and no address is kept. A sign-in (passphrase and recovery words), a session or a token belongs to one member; which
//! members are one person's, only the person can see (`ring`).

pub mod agreement;
pub mod former;
pub mod handle;
pub mod invite;
pub mod limit;
pub mod member;
pub mod oauth;
pub mod passphrase;
pub mod recovery;
pub mod ring;
mod secret;
pub mod session;
pub mod sign_up;
pub mod unnamed;

use crate::app::App;
use crate::base::error::{Error, Result};
use crate::base::i18n::Language;
use crate::domain::media::Sender;
pub use crate::store::account::Account;
pub use crate::store::kind::{MemberState, ReleaseTime, Role, Visibility};
pub use crate::store::member::Member as MemberRow;
use crate::store::member::Whole;

/// An account that can sign in here, with what only it and the moderators know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// The account that others see.
    pub account: Account,
    /// Role, state and preferences.
    pub row: MemberRow,
}

impl Member {
    /// The number of the account, which is the member's too.
    pub fn id(&self) -> i64 {
        self.account.id
    }

    /// Whether the member reviews stories, sign-ups and reports.
    pub fn is_moderator(&self) -> bool {
        self.row.role >= Role::Moderator
    }

    /// Whether the member runs the server.
    pub fn is_operator(&self) -> bool {
        self.row.role == Role::Operator
    }

    /// Whether what the member writes may leave this server: agreed to, and no longer on trial.
    pub fn may_federate(&self) -> bool {
        self.row.federates && self.row.trusted
    }

    /// Who the member is as a sender of pictures.
    pub fn sender(&self) -> Sender {
        Sender { account_id: self.id(), trusted: self.row.trusted }
    }

    /// The language of the pages that the member chose.
    pub fn language(&self) -> Language {
        Language::parse(&self.row.language).unwrap_or_default()
    }

    /// Refuses who is not a moderator.
    pub fn require_moderator(&self) -> Result<()> {
        if self.is_moderator() { Ok(()) } else { Err(Error::Forbidden("moderators only")) }
    }

    /// Refuses who waits for approval, is suspended, or may not sign in.
    pub fn require_active(&self) -> Result<()> {
        match self.row.state {
            MemberState::Active => Ok(()),
            MemberState::Pending => Err(Error::Forbidden(PENDING)),
            MemberState::Frozen => Err(Error::Forbidden(FROZEN)),
            MemberState::Suspended => Err(Error::Forbidden(SUSPENDED)),
        }
    }
}

/// What [`Error::Forbidden`] says to a member who waits for approval.
pub const PENDING: &str = "your sign-up waits for a moderator's approval";
/// What [`Error::Forbidden`] says to a suspended member.
pub const SUSPENDED: &str = "this account is suspended";
/// What [`Error::Forbidden`] says to a member who may not sign in.
pub const FROZEN: &str = "signing in is stopped for this account";

impl From<Whole> for Member {
    fn from((row, account): Whole) -> Self {
        Self { account, row }
    }
}

/// The member with this account, if there is one.
pub async fn find(app: &App, account_id: i64) -> Result<Option<Member>> {
    Ok(crate::store::member::find(app.read(), account_id).await?.map(Member::from))
}

/// The member with this account.
pub async fn load(app: &App, account_id: i64) -> Result<Member> {
    find(app, account_id).await?.ok_or(Error::NotFound("member"))
}

/// The member with this handle, written in any case, with or without `@` and our own domain.
pub async fn find_by_handle(app: &App, text: &str) -> Result<Option<Member>> {
    let key = handle::key(app, text);
    Ok(crate::store::member::find_by_handle_key(app.read(), &key).await?.map(Member::from))
}

#[cfg(test)]
mod tests;
