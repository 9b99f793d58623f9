//! `anamnesis vocabulary check`: tells what is wrong with the vocabulary that this program carries.

use std::io::Write as _;
use std::process::ExitCode;

use clap::Subcommand;

use crate::domain::vocabulary;

/// What can be done with the vocabulary.
#[derive(Debug, Clone, Copy, Subcommand)]
pub enum Command {
    /// Look for duplicates, unmarked double meanings, missing labels, broken references and changed ids.
    Check,
}

/// Needs no database: the vocabulary is part of the program.
pub fn run(command: Command) -> ExitCode {
    match command {
        Command::Check => check(),
    }
}

/// Prints one fault a line; fails where there is any.
fn check() -> ExitCode {
    let faults = vocabulary::check();
    let mut out = std::io::stdout().lock();
    let told = match faults.len() {
        0 => writeln!(out, "The vocabulary is sound: {} terms.", vocabulary::vocabulary().terms().len()),
        count => writeln!(out, "{}\n{count} faults in the vocabulary.", faults.join("\n")),
    };
    if told.is_ok() && faults.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
