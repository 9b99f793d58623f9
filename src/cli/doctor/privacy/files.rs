//! The files of pictures: made anew when they come in, so that nothing of a camera, a place or a time is in them.

use futures_util::TryStreamExt as _;

use super::super::Finding;
use super::{Breaches, pictures};
use crate::app::App;
use crate::base::error::Result;

/// Files looked at in one go.
const SOME: usize = 100;
/// More than any picture that is kept.
const MOST_BYTES: u64 = 64 << 20;

/// Looks through every file.
pub async fn check(app: &App) -> Result<Vec<Finding>> {
    let (mut names, mut breaches) = (Vec::new(), Breaches::default());
    app.files
        .walk(SOME, |entries| {
            names.extend(entries.into_iter().map(|entry| entry.name));
            std::future::ready(Ok(()))
        })
        .await?;
    let count = names.len();
    for name in names {
        let bytes: Vec<_> =
            app.files.get(&name, 0..MOST_BYTES).await?.try_collect().await.map_err(anyhow::Error::from)?;
        if pictures::holds_more(&bytes.concat()) {
            breaches.add(name);
        }
    }
    let kept = format!("{count} files of pictures hold nothing beside their pixels");
    Ok(vec![breaches.finding(&kept, "pictures hold what a camera or program added")])
}
