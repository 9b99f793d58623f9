//! Pictures of posts of other servers: where they are, and what is to be seen. They are not fetched and never shown
//! from there: who reads here would be seen by whoever wrote there (`docs/decisions/0012-pictures-elsewhere-are-links.md`).

use super::upload::{blank, insert_in};
use super::{Focus, Media, MediaPurpose, MediaState};
use crate::app::App;
use crate::base::error::Result;
use crate::jobs::pictures;
use crate::store::{Tx, media};

/// A picture of a post of another server, with its texts made harmless.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RemotePicture {
    /// Where it is.
    pub url: String,
    /// What is to be seen, plain.
    pub description: String,
    /// A few colours as text.
    pub blurhash: Option<String>,
    /// In pixels; 0: it does not say.
    pub width: i32,
    /// In pixels; 0: it does not say.
    pub height: i32,
    /// What matters most in it.
    pub focus: Focus,
}

/// Writes the pictures of a post in place of those it had.
pub async fn receive_anew(
    app: &App,
    tx: &Tx,
    account_id: i64,
    post_id: i64,
    found: &[RemotePicture],
) -> Result<()> {
    let before = media::list_of_posts(&**tx, &[post_id]).await?;
    pictures::erase(app, tx, &before).await?;
    receive(app, tx, account_id, post_id, found).await
}

/// Writes the pictures of a post that is new here.
pub async fn receive(
    app: &App,
    tx: &Tx,
    account_id: i64,
    post_id: i64,
    found: &[RemotePicture],
) -> Result<()> {
    for (place, picture) in (0..).zip(found) {
        let row = Media {
            post_id: Some(post_id),
            place,
            state: MediaState::Elsewhere,
            width: picture.width,
            height: picture.height,
            blurhash: picture.blurhash.clone(),
            description: picture.description.clone(),
            focus_x: picture.focus.x,
            focus_y: picture.focus.y,
            remote_url: Some(picture.url.clone()),
            ..blank(account_id, MediaPurpose::Attachment)
        };
        insert_in(app, tx, row).await?;
    }
    Ok(())
}
