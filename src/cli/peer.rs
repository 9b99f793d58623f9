//! `anamnesis peer`: what the operator decides about other servers, and how delivery to them goes.

use clap::Subcommand;

use super::{Outcome, say};
use crate::app::App;
use crate::base::config::Config;
use crate::base::error::Error;
use crate::domain::relation::{Peer, peer};
use crate::store::delivery_to;

/// What can be done about other servers.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// The servers that were accepted or blocked.
    List,
    /// Show a server's public stories in our public lists.
    Accept {
        /// Its host name, with port if any.
        host: String,
    },
    /// Take a server's stories out of our public lists again.
    Unaccept {
        /// Its host name, with port if any.
        host: String,
    },
    /// Shut a server and all names below it out.
    Block {
        /// Its host name, with port if any.
        host: String,
    },
    /// Take a block back.
    Unblock {
        /// Its host name, with port if any.
        host: String,
    },
    /// What is known about a server, and how delivery to it goes.
    Show {
        /// Its host name, with port if any.
        host: String,
    },
}

/// Runs the command on the server's database, beside the running server.
pub async fn run(config: Config, command: Command) -> Outcome {
    let app = super::open(config).await?;
    match command {
        Command::List => peer::list(&app).await?.iter().for_each(|peer| say(&line(peer))),
        Command::Accept { host } => {
            peer::accept(&app, &host).await?;
            show(&app, &host).await?;
        }
        Command::Unaccept { host } => {
            peer::unaccept(&app, &host).await?;
            show(&app, &host).await?;
        }
        Command::Block { host } => {
            peer::block(&app, &host).await?;
            show(&app, &host).await?;
        }
        Command::Unblock { host } => {
            peer::unblock(&app, &host).await?;
            show(&app, &host).await?;
        }
        Command::Show { host } => {
            let peer = show(&app, &host).await?;
            say(&format!("software: {}", peer.software.as_deref().unwrap_or("unknown")));
            say(&format!("last heard from: {}", peer.heard_week.as_deref().unwrap_or("never")));
            say(&format!("waiting: {}", delivery_to::count_waiting(app.read(), peer.id).await?));
            say(&format!("failures in a row: {}", peer.fail_count));
        }
    }
    Ok(())
}

/// One line about a peer, which is then there.
async fn show(app: &App, host: &str) -> Result<Peer, Error> {
    let peer = peer::find(app, host).await?.ok_or(Error::NotFound("a server of this name"))?;
    say(&line(&peer));
    Ok(peer)
}

fn line(peer: &Peer) -> String {
    let state = match (peer.blocked, peer.accepted) {
        (true, _) => "blocked",
        (false, true) => "accepted",
        (false, false) => "undecided",
    };
    format!("{}\t{state}", peer.host)
}
