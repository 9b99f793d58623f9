//! `anamnesis peer`: what the operator decides about other servers, and how delivery to them goes.

use chrono::{DateTime, SecondsFormat};
use clap::Subcommand;

use super::{Outcome, say};
use crate::app::App;
use crate::base::config::Config;
use crate::base::error::Error;
use crate::domain::relation::peer::Reach;
use crate::domain::relation::{Peer, peer};
use crate::domain::transparency::log::By;
use crate::store::delivery_to;
use crate::store::kind::Trouble;

/// What can be done about other servers.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// The servers that were accepted or blocked, that fail, or to which something is still to be delivered.
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
        /// Why, in words that everybody can read at /transparency.
        #[arg(long, default_value = "")]
        reason: String,
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
    /// Try a server now that failed before, also with what it did not take.
    Retry {
        /// Its host name, with port if any.
        host: String,
    },
}

/// Runs the command on the server's database, beside the running server.
pub async fn run(config: Config, command: Command) -> Outcome {
    let app = super::open(config).await?;
    match command {
        Command::List => {
            for peer in peer::list_notable(&app).await? {
                say(&whole_line(&app, &peer).await?);
            }
        }
        Command::Accept { host } => {
            peer::accept(&app, By::Operator, &host).await?;
            show(&app, &host).await?;
        }
        Command::Unaccept { host } => {
            peer::unaccept(&app, By::Operator, &host).await?;
            show(&app, &host).await?;
        }
        Command::Block { host, reason } => {
            peer::block(&app, By::Operator, &host, &reason).await?;
            show(&app, &host).await?;
        }
        Command::Unblock { host } => {
            peer::unblock(&app, By::Operator, &host).await?;
            show(&app, &host).await?;
        }
        Command::Show { host } => {
            let peer = show(&app, &host).await?;
            say(&format!("software: {}", peer.software.as_deref().unwrap_or("unknown")));
            say(&format!("last heard from: {}", peer.heard_week.as_deref().unwrap_or("never")));
            say(&format!("delivery: {}", delivery(&app, &peer)));
            say(&format!("undelivered: {}", delivery_to::count_undelivered(app.read(), peer.id).await?));
            say(&format!("last success: {}", peer.delivered_day.as_deref().unwrap_or("never")));
            say(&format!("last failure: {}", peer.trouble.map_or("never", word)));
            say(&format!("failures in a row: {}", peer.fail_count));
        }
        Command::Retry { host } => {
            peer::retry(&app, &host).await?;
            let peer = peer::find(&app, &host).await?.ok_or(Error::NotFound("a server of this name"))?;
            say(&whole_line(&app, &peer).await?);
        }
    }
    Ok(())
}

/// One line with everything about a peer: host, decision, delivery, undelivered, last success, last failure.
async fn whole_line(app: &App, peer: &Peer) -> Result<String, Error> {
    let undelivered = delivery_to::count_undelivered(app.read(), peer.id).await?;
    let success = peer.delivered_day.as_deref().unwrap_or("never");
    let failure = peer.trouble.map_or("never", word);
    Ok(format!(
        "{}\t{}\tundelivered {undelivered}\tlast success {success}\tlast failure {failure}",
        line(peer),
        delivery(app, peer)
    ))
}

/// How far a peer can be reached, in words.
fn delivery(app: &App, peer: &Peer) -> String {
    match peer::reach(peer, app.now()) {
        Reach::Fine => "fine".to_owned(),
        Reach::RestsUntil(at) => {
            let at = DateTime::from_timestamp(at, 0).unwrap_or_default();
            format!("waiting until {}", at.to_rfc3339_opts(SecondsFormat::Secs, true))
        }
        Reach::ParkedSince(day) => format!("parked since {day}"),
    }
}

/// What was the matter, in a few words.
const fn word(trouble: Trouble) -> &'static str {
    match trouble {
        Trouble::Unreachable => "no answer",
        Trouble::Disbelieved => "not believed (401, 403)",
        Trouble::Busy => "busy (408, 429, 503)",
        Trouble::Broken => "broken there (5xx)",
        Trouble::Unclear => "unclear answer",
        Trouble::Gone => "gone (410)",
        Trouble::Refused => "refused (4xx)",
    }
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
