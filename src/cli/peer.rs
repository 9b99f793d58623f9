//! `anamnesis peer`: what the operator decides about other servers, and how delivery to them goes.

use std::io::Read as _;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use chrono::{DateTime, SecondsFormat};
use clap::{Args, Subcommand, ValueEnum};

use super::{Outcome, say};
use crate::app::App;
use crate::base::config::Config;
use crate::base::error::Error;
use crate::base::i18n::{self, Language};
use crate::domain::relation::exchange::{self, Outlook};
use crate::domain::relation::limit::{self, Decided, Limit, Severity};
use crate::domain::relation::peer::Reach;
use crate::domain::relation::{Peer, peer};
use crate::domain::transparency::log::By;
use crate::store::delivery_to;
use crate::store::kind::Trouble;

/// What can be done about other servers.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// The servers that were accepted, limited or allowed, that fail, or to which something is still to be delivered.
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
    /// Take a block, or any other limit, back.
    Unblock {
        /// Its host name, with port if any.
        host: String,
    },
    /// Limit a server and all names below it, in place of what was decided before.
    Limit(LimitArgs),
    /// Allow a server and all names below it, where only chosen servers are spoken with.
    Allow {
        /// Its host name, with port if any.
        host: String,
    },
    /// Allow it no longer.
    Disallow {
        /// Its host name, with port if any.
        host: String,
    },
    /// Read limits from a CSV file as Mastodon exports them; tells what would change. An import only ever tightens.
    Import {
        /// The file; `-` reads standard input.
        file: PathBuf,
        /// The file names servers to be allowed.
        #[arg(long)]
        allows: bool,
        /// Really do it.
        #[arg(long)]
        yes: bool,
    },
    /// Print all limits as a CSV file that Mastodon imports.
    Export {
        /// The servers that are allowed instead.
        #[arg(long)]
        allows: bool,
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

/// How a server is limited.
#[derive(Debug, Args)]
pub struct LimitArgs {
    /// Its host name, with port if any.
    host: String,
    /// How far.
    #[arg(long, value_enum, default_value_t = SeverityName::Silence)]
    severity: SeverityName,
    /// Leave its pictures out.
    #[arg(long)]
    reject_media: bool,
    /// Drop its reports.
    #[arg(long)]
    reject_reports: bool,
    /// Show its name to everybody with stars in it.
    #[arg(long)]
    obfuscate: bool,
    /// Why, in words that everybody can read at /transparency.
    #[arg(long, default_value = "")]
    reason: String,
    /// Why, in words for moderators.
    #[arg(long, default_value = "")]
    note: String,
}

/// How far, as it is typed.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum SeverityName {
    /// Not at all, but for its pictures or reports.
    None,
    /// Out of public lists.
    Silence,
    /// Nothing comes from there or goes there.
    Suspend,
}

impl From<SeverityName> for Severity {
    fn from(name: SeverityName) -> Self {
        match name {
            SeverityName::None => Self::Noop,
            SeverityName::Silence => Self::Silence,
            SeverityName::Suspend => Self::Suspend,
        }
    }
}

impl LimitArgs {
    fn limit(&self) -> Limit {
        Limit {
            severity: self.severity.into(),
            reject_media: self.reject_media,
            reject_reports: self.reject_reports,
            obfuscate: self.obfuscate,
            public_comment: self.reason.clone(),
            private_comment: self.note.clone(),
        }
    }
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
            decide(&app, &host, &Limit::suspend(&reason)).await?;
        }
        Command::Unblock { host } => {
            limit::lift(&app, By::Operator, &host).await?;
            show(&app, &host).await?;
        }
        Command::Limit(args) => decide(&app, &args.host, &args.limit()).await?,
        Command::Allow { host } => {
            limit::allow(&app, By::Operator, &host, true).await?;
            show(&app, &host).await?;
        }
        Command::Disallow { host } => {
            limit::allow(&app, By::Operator, &host, false).await?;
            show(&app, &host).await?;
        }
        Command::Import { file, allows, yes } => import(&app, &file, kind(allows), yes).await?,
        Command::Export { allows } => say(exchange::export(&app, kind(allows)).await?.trim_end()),
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

const fn kind(allows: bool) -> Decided {
    if allows { Decided::Allowed } else { Decided::Limited }
}

/// Limits a server, and tells how many follows that cut.
async fn decide(app: &App, host: &str, limit: &Limit) -> Outcome {
    let cut = limit::set(app, By::Operator, host, limit).await?;
    show(app, host).await?;
    if cut > 0 {
        say(&format!("follows cut: {cut}"));
    }
    Ok(())
}

/// Tells what a file would do, or does it.
async fn import(app: &App, file: &Path, kind: Decided, yes: bool) -> Outcome {
    let mut text = String::new();
    if file == Path::new("-") {
        std::io::stdin().read_to_string(&mut text).context("reading standard input")?;
    } else {
        text = std::fs::read_to_string(file).with_context(|| format!("reading {}", file.display()))?;
    }
    let outlook = if yes {
        exchange::import(app, By::Operator, kind, &text).await?
    } else {
        exchange::look(app, kind, &text).await?
    };
    let Outlook { new, tightened, same, refused, cut } = outlook;
    for (host, what) in
        new.iter().map(|host| (host, "new")).chain(tightened.iter().map(|host| (host, "tightened")))
    {
        say(&format!("{host}\t{what}"));
    }
    for (line, why) in &refused {
        say(&format!("line {line} refused: {}", i18n::text(Language::En, why, &[])));
    }
    let (new, tightened, refused) = (new.len(), tightened.len(), refused.len());
    say(&format!("new {new}, tightened {tightened}, same {same}, refused {refused}, follows cut {cut}"));
    if !yes {
        say("nothing is done yet: add --yes");
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
    let state = match (peer.blocked, peer.silenced, peer.accepted) {
        (true, ..) => "blocked",
        (false, true, _) => "limited",
        (false, false, true) => "accepted",
        (false, false, false) => "undecided",
    };
    let allowed = if peer.allowed { ", allowed" } else { "" };
    format!("{}\t{state}{allowed}", peer.host)
}
