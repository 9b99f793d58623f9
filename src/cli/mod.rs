//! The command line: one file per command.

mod account;
mod announcement;
mod backup;
mod demo;
mod doctor;
mod export;
mod facts;
mod invite;
mod keys;
mod lines;
mod member;
mod migrate;
mod peer;
mod restore;
mod scan;
mod serve;
mod story;
mod token;
mod vocabulary;

use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::app::App;
use crate::base::config::{self, Config};
use crate::base::error::Error;
use crate::base::i18n::{self, Language};

/// A federated server for patients' own accounts of what a medication did to them.
#[derive(Debug, Parser)]
#[command(name = "anamnesis", version, about)]
struct Arguments {
    /// Settings file (TOML); `ANAMNESIS_*` in the environment stand over it.
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Run the server.
    Serve,
    /// Show two communities exchanging a story on this machine.
    Demo(demo::DemoArgs),
    /// Bring the database up to date and stop.
    Migrate,
    /// Write everything that is kept into one file, while the server runs.
    Backup {
        /// The file; one of that name is replaced.
        file: PathBuf,
    },
    /// Put a backup in the place of what the database holds.
    Restore(restore::Restore),
    /// Look at settings, database, files, clock and keys, and say what is wrong; changes nothing.
    Doctor {
        /// Look at something else.
        #[command(subcommand)]
        at: Option<doctor::At>,
    },
    /// Make, list, let in, suspend and remove members.
    #[command(subcommand)]
    Member(member::Command),
    /// Limit single accounts, of members and of people on other servers.
    #[command(subcommand)]
    Account(account::Command),
    /// Review and take down what was told here.
    #[command(subcommand)]
    Story(story::Command),
    /// Tokens for programs that act for a member.
    #[command(subcommand)]
    Token(token::Command),
    /// What all members are told in their clients.
    #[command(subcommand)]
    Announcement(announcement::Command),
    /// Invitations to sign up.
    #[command(subcommand)]
    Invite(invite::Command),
    /// Print what is taken from a text: facts, titles, what remains. Status 0 once all was read.
    Facts(lines::Arguments),
    /// Print what in a text may say who somebody is: names, places, addresses, dates. Status 0 once all was read.
    Scan(lines::Arguments),
    /// Accept, block and look at other servers.
    #[command(subcommand)]
    Peer(peer::Command),
    /// New keys to sign with.
    #[command(subcommand)]
    Keys(keys::Command),
    /// The terms that this program knows.
    #[command(subcommand)]
    Vocabulary(vocabulary::Command),
}

/// Runs the command that the process was started with.
pub fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let config = match config::load(arguments.config.as_deref()) {
        Ok(config) => config,
        Err(error) if matches!(arguments.command, Command::Doctor { .. }) => return doctor::refuse(&error),
        Err(error) => return fail(&error.to_string()),
    };
    match arguments.command {
        Command::Serve => block_on(serve::run(config)),
        Command::Demo(arguments) => block_on(demo::run(arguments)),
        Command::Migrate => block_on(migrate::run(config)),
        Command::Backup { file } => block_on(backup::run(config, &file)),
        Command::Restore(restore) => block_on(restore::run(config, restore)),
        Command::Doctor { at: None } => block_on(doctor::run(config)),
        Command::Doctor { at: Some(doctor::At::Privacy(arguments)) } => {
            block_on(doctor::privacy::run(config, arguments))
        }
        Command::Member(command) => block_on(member::run(config, command)),
        Command::Account(command) => block_on(account::run(config, command)),
        Command::Story(command) => block_on(story::run(config, command)),
        Command::Token(command) => block_on(token::run(config, command)),
        Command::Announcement(command) => block_on(announcement::run(config, command)),
        Command::Invite(command) => block_on(invite::run(config, command)),
        Command::Facts(arguments) => facts::run(&arguments),
        Command::Scan(arguments) => scan::run(&arguments),
        Command::Peer(command) => block_on(peer::run(config, command)),
        Command::Keys(command) => block_on(keys::run(config, command)),
        Command::Vocabulary(command) => vocabulary::run(command),
    }
}

/// What a command ends with: nothing, or an error that [`block_on`] prints.
type Outcome = Result<(), Error>;

/// Runs a command's work on a new runtime and turns its outcome into the process's status.
fn block_on(work: impl Future<Output = Outcome>) -> ExitCode {
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return fail(&format!("cannot start: {error}")),
    };
    match runtime.block_on(work) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => fail(&explain(&error)),
    }
}

/// Opens the app with its database brought up to date, as every command needs it.
async fn open(config: Config) -> Result<App, Error> {
    let app = App::open(config).await?;
    app.db.migrate().await?;
    Ok(app)
}

/// An error in words for the operator: on the command line, unlike on the web, the cause helps.
fn explain(error: &Error) -> String {
    match error {
        Error::Internal(cause) => format!("{cause:#}"),
        Error::Invalid(problems) => problems
            .iter()
            .map(|problem| format!("{}: {}", problem.field, i18n::problem(Language::En, problem)))
            .collect::<Vec<_>>()
            .join("\n"),
        Error::NotFound(_)
        | Error::Gone(_)
        | Error::Unauthenticated
        | Error::Forbidden(_)
        | Error::Conflict(_)
        | Error::TooMany { .. }
        | Error::Remote { .. } => error.to_string(),
    }
}

/// Writes one line for the operator and gives the status of failure.
fn fail(message: &str) -> ExitCode {
    // With no one reading, there is nobody left to tell.
    let _ = writeln!(std::io::stderr(), "anamnesis: {message}");
    ExitCode::FAILURE
}

/// Writes one line of a command's result. A reader who went away is no error.
fn say(line: &str) {
    let _ = writeln!(std::io::stdout(), "{line}");
}
