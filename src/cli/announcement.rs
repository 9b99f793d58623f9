//! `anamnesis announcement …`: what the operator tells all members in their clients.

use clap::Subcommand;

use super::{Outcome, say};
use crate::base::config::Config;
use crate::domain::announcement;

/// What can be done with announcements.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Tell all members something; prints its number.
    Publish {
        /// What to tell, plain text.
        text: String,
        /// After how many days it is shown no longer; until it is withdrawn when not given.
        #[arg(long, value_parser = clap::value_parser!(u16).range(1..=365))]
        days: Option<u16>,
    },
    /// The announcements of the present: number, tab, first line.
    List,
    /// Show an announcement no longer.
    Withdraw {
        /// Its number.
        id: i64,
    },
}

/// Does it.
pub async fn run(config: Config, command: Command) -> Outcome {
    let app = super::open(config).await?;
    match command {
        Command::Publish { text, days } => {
            say(&announcement::publish(&app, &text, days).await?.id.to_string());
        }
        Command::List => {
            for row in announcement::list(&app).await? {
                say(&format!("{}\t{}", row.id, row.words.lines().next().unwrap_or_default()));
            }
        }
        Command::Withdraw { id } => announcement::withdraw(&app, id).await?,
    }
    Ok(())
}
