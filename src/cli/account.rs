//! `anamnesis account …`: how far single accounts are limited, of members and of people on other servers.

use clap::{Args, Subcommand};

use super::{Outcome, say};
use crate::app::App;
use crate::base::config::Config;
use crate::base::error::{Error, Result};
use crate::domain::account;
use crate::domain::moderation::limit::{self, Deed, Seen};
use crate::domain::transparency::log::By;

/// What can be done about an account.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// How an account stands.
    Show(Whose),
    /// Keep an account out of public lists.
    Limit(Ruled),
    /// Let it into them again.
    Unlimit(Whose),
    /// Shut an account out. Of somebody elsewhere all follows are cut; a member is signed out and hidden, and nothing is erased.
    Suspend(Ruled),
    /// Let it in again; follows that were cut stay cut.
    Unsuspend(Whose),
    /// Cover an account's pictures, always.
    Mark(Ruled),
    /// No longer.
    Unmark(Whose),
}

/// Which account is meant.
#[derive(Debug, Args)]
pub struct Whose {
    /// The handle of a member, or `name@host` of somebody elsewhere who is known here.
    handle: String,
}

/// Which account is meant, and why.
#[derive(Debug, Args)]
pub struct Ruled {
    #[command(flatten)]
    whose: Whose,
    /// The rule: hidden, named, method, advice, kind, trade, own or other.
    #[arg(long)]
    rule: Option<String>,
}

/// Does it. A server that runs on the same database sees it within seconds.
pub async fn run(config: Config, command: Command) -> Outcome {
    let app = super::open(config).await?;
    let (whose, rule, deed) = match command {
        Command::Show(whose) => (whose, None, None),
        Command::Limit(Ruled { whose, rule }) => (whose, rule, Some(Deed::Limit)),
        Command::Unlimit(whose) => (whose, None, Some(Deed::Unlimit)),
        Command::Suspend(Ruled { whose, rule }) => (whose, rule, Some(Deed::Suspend)),
        Command::Unsuspend(whose) => (whose, None, Some(Deed::Unsuspend)),
        Command::Mark(Ruled { whose, rule }) => (whose, rule, Some(Deed::Mark)),
        Command::Unmark(whose) => (whose, None, Some(Deed::Unmark)),
    };
    let rule = rule.as_deref().map(super::story::rule).transpose()?;
    let found = account::find_by_address(&app, &whose.handle).await?;
    let id = found.ok_or(Error::NotFound("an account of this name"))?.id;
    if let Some(deed) = deed {
        let cut = Box::pin(limit::decide(&app, By::Operator, id, deed, rule)).await?;
        if cut > 0 {
            say(&format!("follows cut: {cut}"));
        }
    }
    show(&app, id).await
}

/// One line about an account: handle and what holds for it.
async fn show(app: &App, id: i64) -> Result<()> {
    let Seen { account, .. } = limit::load(app, id).await?;
    let host = if account.is_local() { app.urls.domain() } else { &account.host };
    let stands = [
        (account.suspended, "suspended"),
        (account.silenced, "limited"),
        (account.hushed && !account.silenced, "limited with its server"),
        (account.sensitized, "marked"),
    ];
    let stands: Vec<&str> = stands.into_iter().filter(|(holds, _)| *holds).map(|(_, word)| word).collect();
    let stands = if stands.is_empty() { "undecided".to_owned() } else { stands.join(", ") };
    say(&format!("{}@{host}\t{stands}", account.handle));
    Ok(())
}
