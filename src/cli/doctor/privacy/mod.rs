//! `anamnesis doctor privacy`: whether what the server promises to who tells a story is so: in the database, in the log,
//! among the files, and in what the running server answers. Each check names what breaks a promise, or says that nothing
//! does. It changes nothing.

mod database;
mod files;
mod handles;
mod left;
mod live;
mod log;
mod pictures;
mod traces;

use std::path::PathBuf;

use anyhow::anyhow;

use super::super::Outcome;
use super::{Finding, print};
use crate::app::App;
use crate::base::config::Config;

/// What is looked at beside the database and the server.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// A file with what the server, or the proxy before it, has logged; can be given more than once.
    #[arg(long, value_name = "FILE")]
    log: Vec<PathBuf>,
}

/// Looks at everything and prints what it finds; an error when a promise is broken.
pub async fn run(config: Config, arguments: Arguments) -> Outcome {
    let app = App::open(config).await?;
    let mut findings = Box::pin(database::check(&app)).await?;
    findings.extend(Box::pin(handles::check(&app)).await?);
    findings.extend(left::check(&app).await?);
    let words = database::words(&app).await?;
    for file in &arguments.log {
        findings.extend(log::check(file, &words)?);
    }
    if arguments.log.is_empty() {
        let advice = "give the server's log, and your proxy's, with --log FILE";
        findings.push(Finding::Doubtful(format!("no log was looked at: {advice}")));
    }
    findings.extend(files::check(&app).await?);
    findings.extend(Box::pin(live::check(&app)).await?);
    findings.iter().for_each(print);
    match findings.iter().filter(|finding| matches!(finding, Finding::Broken(_))).count() {
        0 => Ok(()),
        broken => Err(anyhow!("{broken} of {} promises are broken", findings.len()).into()),
    }
}

/// What breaks one promise, place by place.
#[derive(Debug, Default)]
struct Breaches(Vec<String>);

impl Breaches {
    /// As many places as an operator reads.
    const MOST: usize = 10;

    fn add(&mut self, place: impl Into<String>) {
        let place = place.into();
        if !self.0.contains(&place) {
            self.0.push(place);
        }
    }

    /// The promise kept, or broken with the places where.
    fn finding(self, kept: &str, broken: &str) -> Finding {
        if self.0.is_empty() {
            return Finding::Fine(kept.to_owned());
        }
        let more = self.0.len().saturating_sub(Self::MOST);
        let shown: Vec<String> = self.0.into_iter().take(Self::MOST).collect();
        let more = if more == 0 { String::new() } else { format!(", and {more} more") };
        Finding::Broken(format!("{broken}: {}{more}", shown.join(", ")))
    }
}
