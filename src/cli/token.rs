//! `anamnesis token …`: tokens for programs that act for a member without a browser.

use std::io::Read as _;

use anyhow::Context as _;
use clap::Subcommand;

use super::{Outcome, say};
use crate::base::config::Config;
use crate::base::error::Error;
use crate::domain::auth::oauth::{self, Scopes};

/// What can be done with tokens.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Make a token for a member; prints it and nothing else.
    Create {
        /// The handle.
        name: String,
        /// What it may do, separated by spaces, e.g. "read write follow".
        #[arg(long, default_value = "read")]
        scope: String,
    },
    /// End a token; a server that runs on the same database refuses it within seconds.
    Revoke {
        /// The token; read from standard input if it is not given, so that no list of processes shows it.
        // One token in 64 begins with a hyphen.
        #[arg(allow_hyphen_values = true)]
        token: Option<String>,
    },
}

/// Does it.
pub async fn run(config: Config, command: Command) -> Outcome {
    let app = super::open(config).await?;
    match command {
        Command::Create { name, scope } => {
            let member = super::member::load(&app, &name).await?;
            member.require_active()?;
            let scopes =
                Scopes::parse(&scope).map_err(|_unknown| Error::invalid("scope", "problem-scopes-wrong"))?;
            say(&oauth::create_for(&app, &member, scopes).await?);
            Ok(())
        }
        Command::Revoke { token } => {
            let token = token.map_or_else(read_token, Ok)?;
            if oauth::revoke_plain(&app, &token).await? { Ok(()) } else { Err(Error::NotFound("this token")) }
        }
    }
}

fn read_token() -> Result<String, anyhow::Error> {
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text).context("reading the token")?;
    Ok(text)
}
