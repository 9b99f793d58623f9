//! `anamnesis invite …`: invitations to sign up without waiting for approval.

use clap::Subcommand;

use super::{Outcome, say};
use crate::base::config::Config;
use crate::domain::auth::invite;

/// What can be done with invitations.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Make an invitation; prints the address to hand on, and nothing else.
    Create {
        /// How many people may use it.
        #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..=1000))]
        uses: u16,
        /// After how many days it ends.
        #[arg(long, default_value_t = 7, value_parser = clap::value_parser!(u16).range(1..=365))]
        days: u16,
    },
}

/// Does it.
pub async fn run(config: Config, command: Command) -> Outcome {
    let app = super::open(config).await?;
    match command {
        Command::Create { uses, days } => {
            let code = invite::create(&app, uses, days).await?;
            say(&app.urls.absolute(&format!("/sign-up?invite={code}")));
            Ok(())
        }
    }
}
