//! What leaves for a purpose that an author agreed to: exports for researchers with the public list of who got them, and where a
//! report to an authority is filed.
//!
//! What stands in an export, and what is left out, is told in `docs/decisions/0043-purposes-are-used.md`.

pub mod authority;
mod crowd;
mod record;
pub mod research;
pub mod table;

use crate::app::App;
use crate::base::error::Result;
use crate::store::data_use;

pub use crate::store::data_use::DataUse;
pub use record::Record;

/// How many uses of data are listed.
const PAGE: u64 = 100;

/// What was given to researchers, the latest first.
pub async fn list_uses(app: &App) -> Result<Vec<DataUse>> {
    data_use::list(app.read(), PAGE).await
}
