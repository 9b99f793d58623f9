//! The two pictures of a profile.

use super::MediaPurpose;
use super::upload::{Stored, blank, insert_in};
use crate::app::App;
use crate::base::error::Result;
use crate::jobs::pictures;
use crate::store::{Tx, media};

/// What becomes of one of the pictures of a profile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProfilePicture {
    /// This one from now on.
    New(Box<Stored>),
    /// The one that everybody has.
    Default,
}

/// The file of one of the pictures of a profile.
pub async fn file_of_profile(app: &App, account_id: i64, purpose: MediaPurpose) -> Result<Option<String>> {
    let found = media::find_of_profile(app.read(), account_id, purpose).await?;
    Ok(found.and_then(|picture| picture.file()))
}

/// Puts a picture in place of the one that a profile has, in the transaction that changes the profile. Gives the
/// address of the new one.
pub async fn change_of_profile(
    app: &App,
    tx: &Tx,
    account_id: i64,
    purpose: MediaPurpose,
    picture: ProfilePicture,
) -> Result<Option<String>> {
    if let Some(before) = media::find_of_profile(&**tx, account_id, purpose).await? {
        pictures::erase(app, tx, &[before]).await?;
    }
    match picture {
        ProfilePicture::Default => Ok(None),
        ProfilePicture::New(stored) => {
            let row = insert_in(app, tx, stored.fill(blank(account_id, purpose))).await?;
            Ok(row.file().map(|file| app.urls.picture(&file)))
        }
    }
}
