//! `anamnesis restore FILE`: put a backup in the place of what the database holds.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, anyhow};
use chrono::DateTime;

use super::{Outcome, say};
use crate::base::config::Config;
use crate::base::error::Result;
use crate::domain::leaving;
use crate::domain::post::withdrawals::{self, Withdrawn};
use crate::store::backup;

/// What is restored, and how.
#[derive(Debug, clap::Args)]
pub struct Restore {
    /// The backup.
    file: PathBuf,
    /// Put it in the place of the members and posts that the database holds already.
    #[arg(long)]
    replace: bool,
    /// A list of what was taken back since, read beside the data folder's own `withdrawn.log`.
    #[arg(long, value_name = "FILE")]
    withdrawn: Option<PathBuf>,
}

/// Restores, and takes back again what was taken back since the backup was made: in one transaction, so that nobody
/// sees it in between.
pub async fn run(config: Config, restore: Restore) -> Outcome {
    let app = super::open(config).await?;
    let withdrawn = read_lists(&withdrawals::path(&app), restore.withdrawn.as_deref())?;

    let tx = app.db.begin().await?;
    let domain = &app.config.domain;
    let done = Box::pin(backup::restore(&tx, &restore.file, domain, restore.replace)).await?;
    let posts = withdrawals::replay(&app, &tx, &withdrawn).await?;
    app.commit(tx).await?;
    let members = leaving::leave_again(&app, &withdrawn).await?;

    let made = DateTime::from_timestamp(done.header.made_at, 0).context("the backup's time is none")?;
    say(&format!("restored {} rows of {}", done.rows, made.format("%Y-%m-%d %H:%M UTC")));
    say(&format!("taken back again: {posts} posts, {members} members"));
    say("restart the server if it runs, so that it forgets what it remembers");
    Ok(())
}

/// The data folder's list, and the one that was given with it.
fn read_lists(own: &Path, given: Option<&Path>) -> Result<Withdrawn> {
    let mut withdrawn = Withdrawn::read(own)?;
    if let Some(given) = given {
        if !given.exists() {
            return Err(anyhow!("there is no list of withdrawals at {}", given.display()).into());
        }
        withdrawn.add(Withdrawn::read(given)?);
    } else if withdrawn.is_empty() {
        let missing = own.display();
        say(&format!(
            "note: no withdrawals in {missing}; with --withdrawn FILE you give a list that you kept"
        ));
    }
    Ok(withdrawn)
}
