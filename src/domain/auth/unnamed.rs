//! Telling without an account: the community's own account publishes what was told, and nobody is signed in.

use unicode_normalization::UnicodeNormalization as _;

use super::{Member, MemberRow, MemberState, ReleaseTime, Role, Visibility};
use crate::app::App;
use crate::base::error::Result;
use crate::domain::account::{self, Account};

/// The account as the author of a story. It is no member: nobody can sign in as it, and it is always on trial, so that
/// there are no links and no mentions.
pub async fn author(app: &App) -> Result<Member> {
    let account = account::told(app).await?;
    let row = MemberRow {
        account_id: account.id,
        sign_in_id: 0,
        role: Role::Member,
        state: MemberState::Active,
        language: app.config.community.language.clone(),
        default_visibility: Visibility::Public,
        default_sensitive: false,
        release_time: ReleaseTime::AtOnce,
        federates: true,
        trusted: false,
        reason: None,
        created_week: String::new(),
    };
    Ok(Member { account, row })
}

/// Whether an account is the one that publishes what was told without an account.
pub fn is(app: &App, account: &Account) -> bool {
    account.uri == app.urls.told_actor()
}

/// Who wrote a story of this server: a member, or whoever told it without an account.
pub async fn find_author(app: &App, account_id: i64) -> Result<Option<Member>> {
    if let Some(member) = super::find(app, account_id).await? {
        return Ok(Some(member));
    }
    match account::find(app, account_id).await? {
        Some(account) if is(app, &account) => Ok(Some(author(app).await?)),
        Some(_) | None => Ok(None),
    }
}

/// An answer to a question without capitals, spaces and width, as answers are compared.
pub fn plain_answer(answer: &str) -> String {
    answer.nfkc().flat_map(char::to_lowercase).filter(|letter| letter.is_alphanumeric()).collect()
}
