//! `anamnesis keys`: the keys that accounts of this server sign with.

use clap::Subcommand;

use super::{Outcome, say};
use crate::app::App;
use crate::base::config::Config;
use crate::base::error::Error;
use crate::domain::account::{self, Account};
use crate::store::member;

/// What can be done with keys.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Replace keys by new ones and tell other servers; of the server's own accounts, unless you name others.
    Rotate {
        /// Of this member only.
        #[arg(long, value_name = "HANDLE", conflicts_with = "members")]
        member: Option<String>,
        /// Of all members too.
        #[arg(long)]
        members: bool,
    },
}

/// Runs the command on the server's database, beside the running server.
pub async fn run(config: Config, command: Command) -> Outcome {
    let app = super::open(config).await?;
    match command {
        Command::Rotate { member, members } => {
            for account in chosen(&app, member.as_deref(), members).await? {
                account::rotate_keys(&app, account.id).await?;
                say(&format!("new keys\t@{}", account.handle));
            }
        }
    }
    Ok(())
}

async fn chosen(app: &App, member: Option<&str>, members: bool) -> Result<Vec<Account>, Error> {
    if let Some(handle) = member {
        let account = account::find_local(app, handle.trim_start_matches('@')).await?;
        return Ok(vec![account.ok_or(Error::NotFound("a member of this name"))?]);
    }
    let mut accounts =
        vec![account::server_actor(app).await?, account::feed(app).await?, account::guide(app).await?];
    if members {
        accounts.extend(member::list(app.read(), None).await?.into_iter().map(|(_, account)| account));
    }
    Ok(accounts)
}
