//! `anamnesis migrate`: bring the database up to date and stop.

use super::Outcome;
use crate::base::config::Config;

/// Opens the database and migrates it.
pub async fn run(config: Config) -> Outcome {
    let app = super::open(config).await?;
    super::say("the database is up to date");
    drop(app);
    Ok(())
}
