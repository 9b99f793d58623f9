//! Which file of a picture an address means, and what is known of it.

use super::{Media, PictureFormat};
use crate::app::App;
use crate::base::error::{Error, Result};
use crate::store::media;

/// A file that may be sent to whoever knows its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Served {
    /// Its name.
    pub file: String,
    /// What it is.
    pub format: PictureFormat,
    /// How long it is.
    pub bytes: u64,
}

/// The file of this name. The row is asked first, so that what was taken back or hidden is gone at once. Pictures of `owner`
/// are there for them while they are suspended.
///
/// # Errors
/// `NotFound` where no picture has such a file.
pub async fn find_served(app: &App, file: &str, owner: Option<i64>) -> Result<Served> {
    let name = media::name_of_file(file);
    let row = media::find_by_name(app.read(), name, owner).await?;
    row.and_then(|row| of(&row, file)).ok_or(Error::NotFound("a picture"))
}

fn of(row: &Media, file: &str) -> Option<Served> {
    let versions =
        [(row.file(), row.format, row.bytes), (row.small_file(), row.small_format, row.small_bytes)];
    versions.into_iter().find_map(|(name, format, bytes)| {
        let file = name.filter(|name| name == file)?;
        Some(Served { file, format: format?, bytes: u64::try_from(bytes).ok()? })
    })
}
