//! `anamnesis member …`: make, list, let in, suspend and remove members.

use std::io::Read as _;

use anyhow::Context as _;
use clap::{Subcommand, ValueEnum};

use super::{Outcome, say};
use crate::app::App;
use crate::base::config::Config;
use crate::base::error::{Error, Result};
use crate::base::i18n::Language;
use crate::domain::auth::member::NewMember;
use crate::domain::auth::{self, Member, MemberState, Role, member, recovery};
use crate::domain::leaving;
use crate::domain::transparency::log::By;

/// How many words a generated passphrase has: 60 bits and more.
const PASSPHRASE_WORDS: usize = 6;

/// What can be done with members.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Make a member; prints handle, passphrase and recovery words, once.
    ///
    /// The member is let in at once, may write to other servers, and counts as having agreed to what sign-up asks
    /// (16 or older; public posts are copied to other countries): whoever runs this command answers for that.
    Create {
        /// The handle; two words and a number are generated if none is given.
        name: Option<String>,
        /// What the member may do.
        #[arg(long, value_enum, default_value_t = RoleName::Member)]
        role: RoleName,
        /// Language of the pages and of a generated handle: en or ja; the community's if none is given.
        #[arg(long)]
        language: Option<String>,
        /// Read the passphrase from standard input instead of making one.
        #[arg(long)]
        passphrase_stdin: bool,
    },
    /// List members: handle, role, state and week of sign-up, separated by tabs.
    List {
        /// Only those who wait for approval.
        #[arg(long)]
        pending: bool,
    },
    /// Let somebody in who waits for approval.
    Approve {
        /// The handle.
        name: String,
    },
    /// Turn somebody away who waits for approval.
    Refuse {
        /// The handle.
        name: String,
    },
    /// Hide a member and all the member told, and end sessions and tokens; nothing is erased, and the member can still sign
    /// in to take their things along.
    Suspend {
        /// The handle.
        name: String,
    },
    /// Keep a member from signing in; what the member told stays.
    Freeze {
        /// The handle.
        name: String,
    },
    /// Let a frozen member sign in again.
    Thaw {
        /// The handle.
        name: String,
    },
    /// Take a suspension back.
    Unsuspend {
        /// The handle.
        name: String,
    },
    /// Remove a member for ever, with everything the member told, here and at every server that has a copy.
    Delete {
        /// The handle.
        name: String,
        /// Really do it.
        #[arg(long, required = true)]
        yes: bool,
    },
}

/// A role as it is typed.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum RoleName {
    /// Tells, reads, follows.
    Member,
    /// Reviews stories, sign-ups and reports.
    Moderator,
    /// Runs the server.
    Operator,
}

impl From<RoleName> for Role {
    fn from(name: RoleName) -> Self {
        match name {
            RoleName::Member => Self::Member,
            RoleName::Moderator => Self::Moderator,
            RoleName::Operator => Self::Operator,
        }
    }
}

/// Does it. A server that runs on the same database sees it within seconds.
pub async fn run(config: Config, command: Command) -> Outcome {
    let app = super::open(config).await?;
    match command {
        Command::Create { name, role, language, passphrase_stdin } => {
            create(&app, name, role.into(), language.as_deref(), passphrase_stdin).await
        }
        Command::List { pending } => list(&app, pending).await,
        Command::Approve { name } => member::approve(&app, By::Operator, load(&app, &name).await?.id()).await,
        Command::Refuse { name } => member::refuse(&app, By::Operator, load(&app, &name).await?.id()).await,
        Command::Suspend { name } => {
            member::suspend(&app, By::Operator, load(&app, &name).await?.id(), None).await
        }
        Command::Freeze { name } => {
            member::freeze(&app, By::Operator, load(&app, &name).await?.id(), None).await
        }
        Command::Thaw { name } => member::thaw(&app, By::Operator, load(&app, &name).await?.id()).await,
        Command::Unsuspend { name } => {
            member::unsuspend(&app, By::Operator, load(&app, &name).await?.id()).await
        }
        Command::Delete { name, yes: _ } => {
            leaving::remove(&app, By::Operator, load(&app, &name).await?.id()).await
        }
    }
}

/// The member with this handle, in words for the operator if there is none.
pub(super) async fn load(app: &App, name: &str) -> Result<Member> {
    auth::find_by_handle(app, name).await?.ok_or(Error::NotFound("a member with this handle"))
}

async fn create(
    app: &App,
    name: Option<String>,
    role: Role,
    language: Option<&str>,
    passphrase_stdin: bool,
) -> Outcome {
    let language = language.unwrap_or(&app.config.community.language);
    let language = Language::parse(language).ok_or(Error::invalid("language", "problem-choose-from-list"))?;
    let passphrase = if passphrase_stdin {
        let mut text = String::new();
        std::io::stdin().read_to_string(&mut text).context("reading the passphrase")?;
        text.trim().to_owned()
    } else {
        recovery::draw(&app.random, PASSPHRASE_WORDS)
    };
    let new = NewMember { handle: name, role, language, ..NewMember::active("", &passphrase) };
    let created = member::create(app, new).await?;
    say(&format!("handle: {}", created.member.account.handle));
    if !passphrase_stdin {
        say(&format!("passphrase: {passphrase}"));
    }
    say(&format!("recovery words: {}", created.recovery_words));
    Ok(())
}

async fn list(app: &App, pending: bool) -> Outcome {
    for member in member::list(app, pending.then_some(MemberState::Pending)).await? {
        let row = &member.row;
        let role = match row.role {
            Role::Member => "member",
            Role::Moderator => "moderator",
            Role::Operator => "operator",
        };
        let state = match row.state {
            MemberState::Pending => "pending",
            MemberState::Active => "active",
            MemberState::Frozen => "frozen",
            MemberState::Suspended => "suspended",
        };
        say(&format!("{}\t{role}\t{state}\t{}", member.account.handle, row.created_week));
    }
    Ok(())
}
