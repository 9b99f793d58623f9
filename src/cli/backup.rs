//! `anamnesis backup FILE`: write everything that is kept into one file, while the server runs.

use std::path::Path;

use super::Outcome;
use crate::app::App;
use crate::base::config::Config;
use crate::store::backup;

/// Writes the backup. The database is not changed, and not migrated either: a backup comes before an upgrade.
pub async fn run(config: Config, file: &Path) -> Outcome {
    let app = App::open(config).await?;
    let done = Box::pin(backup::write(&app.db, file, &app.config.domain, app.minute())).await?;
    super::say(&format!("wrote {} rows to {}", done.rows, file.display()));
    Ok(())
}
