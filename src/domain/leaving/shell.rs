//! What is left of who left: kept while other servers are asked to delete what they have, and taken away then.

use std::collections::HashMap;

use chrono::TimeDelta;

use super::farewell;
use crate::app::App;
use crate::base::clock;
use crate::base::error::Result;
use crate::domain::account::Account;
use crate::domain::auth::member;
use crate::store::departure::{self, Departure};
use crate::store::{event, leaving};

/// For so long servers are asked that do not answer, or do not do it.
pub const ASK: TimeDelta = TimeDelta::days(30);

/// Takes away what is left of who left, where every server took the request to delete or never will, and after 30 days in any
/// case. Called once a day.
pub async fn tidy(app: &App) -> Result<()> {
    for account in departure::list_unnoted(app.read()).await? {
        member::empty(app, &account).await?;
    }
    let oldest = clock::day(app.clock.now() - ASK);
    // Requests to delete single stories are still to be written for events that came before.
    let waiting = event::list_oldest(app.read(), 1).await?.first().map(|event| event.id);
    for row in departure::list(app.read()).await? {
        let servers = farewell::servers(app.read(), std::slice::from_ref(&row)).await?;
        let is_told = row.delivery_id.is_some_and(|last| waiting.is_none_or(|event| event > last));
        let is_settled = is_told && servers.as_ref().is_some_and(|servers| servers.asked_again.is_empty());
        if is_settled || row.left_day <= oldest {
            let is_taken = is_settled && servers.is_some_and(|servers| servers.refused.is_empty());
            remove(app, &row, is_taken).await?;
        }
    }
    Ok(())
}

/// What is left of one account.
#[derive(Debug)]
pub struct Shell {
    /// The account.
    pub account: Account,
    /// The day on which its member left, where that is noted.
    pub left_day: Option<String>,
}

/// What is left of accounts of this server.
pub async fn list(app: &App) -> Result<Vec<Shell>> {
    let mut days: HashMap<i64, String> =
        departure::list(app.read()).await?.into_iter().map(|row| (row.account_id, row.left_day)).collect();
    let shells = departure::list_shells(app.read()).await?;
    Ok(shells.into_iter().map(|account| Shell { left_day: days.remove(&account.id), account }).collect())
}

/// Whether a shell holds what is needed to ask others to delete, and nothing else.
pub fn is_empty(account: &Account) -> bool {
    let texts = [&account.handle, &account.display_name, &account.summary, &account.url, &account.inbox];
    let addresses = [
        &account.shared_inbox,
        &account.outbox,
        &account.followers_uri,
        &account.following_uri,
        &account.featured_uri,
        &account.avatar_url,
        &account.header_url,
    ];
    texts.into_iter().all(String::is_empty)
        && addresses.into_iter().all(Option::is_none)
        && account.handle_key == format!("~{}", account.id)
        && account.fields == "[]"
        && account.created_month.is_empty()
        && account.last_post_at.is_none()
        && [account.follower_count, account.following_count, account.post_count] == [0; 3]
}

async fn remove(app: &App, row: &Departure, is_taken: bool) -> Result<()> {
    let tx = app.db.begin().await?;
    if let Some(hash) = &row.words_hash {
        farewell::end(&tx, hash, is_taken).await?;
    }
    leaving::remove_shell(&tx, row.account_id).await?;
    // What was composed of theirs and not sent yet is worth nothing from now on.
    app.note_overtaken();
    app.commit(tx).await
}
