//! `anamnesis doctor`: looks at everything that the server stands on, and says in words what is wrong.
//!
//! Each check gives one line: `ok`, `warn` (works, but not as it should) or `FAIL` (does not work). It changes
//! nothing and can run beside the server.

mod database;
mod machine;
pub mod privacy;
mod settings;

use std::process::ExitCode;

use anyhow::anyhow;
use clap::Subcommand;

use super::{Outcome, say};
use crate::base::clock::Clock;
use crate::base::config::{Config, ConfigError};

/// What else the doctor looks at.
#[derive(Debug, Subcommand)]
pub enum At {
    /// Whether the promises to who tells a story are kept: in the database, the log, the files and the server's answers.
    Privacy(privacy::Arguments),
}

/// What a check found, in a sentence for the operator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Finding {
    /// As it should be.
    Fine(String),
    /// Works, but not as it should.
    Doubtful(String),
    /// Does not work.
    Broken(String),
}

/// Says what is wrong with the settings: without them there is nothing else to look at.
pub fn refuse(error: &ConfigError) -> ExitCode {
    print(&Finding::Broken(format!("the settings can't be used: {error}")));
    ExitCode::FAILURE
}

/// Looks at everything and prints what it finds; an error when something does not work.
pub async fn run(config: Config) -> Outcome {
    let mut findings = settings::check(&config);
    findings.push(machine::check_folder(&config.data_dir));
    findings.push(machine::check_clock(&Clock::System));
    findings.push(machine::check_helplines(&Clock::System));
    findings.push(machine::check_port(&config).await);
    findings.extend(Box::pin(database::check(config)).await);
    findings.iter().for_each(print);
    match findings.iter().filter(|finding| matches!(finding, Finding::Broken(_))).count() {
        0 => Ok(()),
        broken => Err(anyhow!("{broken} of {} checks failed", findings.len()).into()),
    }
}

fn print(finding: &Finding) {
    match finding {
        Finding::Fine(sentence) => say(&format!("ok    {sentence}")),
        Finding::Doubtful(sentence) => say(&format!("warn  {sentence}")),
        Finding::Broken(sentence) => say(&format!("FAIL  {sentence}")),
    }
}
