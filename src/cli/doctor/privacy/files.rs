//! The files of pictures: made anew when they come in, so that nothing of a camera, a place or a time is in them.

use futures_util::TryStreamExt as _;

use super::super::Finding;
use super::Breaches;
use crate::app::App;
use crate::base::error::Result;

/// Files looked at in one go.
const SOME: usize = 100;
/// What cameras and programs add stands at the beginning of a file.
const HEAD: u64 = 4096;
/// The beginnings of Exif, XMP, IPTC and of comments and times in PNG.
const MARKS: [&[u8]; 6] =
    [b"Exif\0\0", b"http://ns.adobe.com/xap", b"Photoshop 3.0", b"eXIf", b"tEXt", b"tIME"];

/// Looks at the beginning of every file.
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
            app.files.get(&name, 0..HEAD).await?.try_collect().await.map_err(anyhow::Error::from)?;
        let bytes = bytes.concat();
        if MARKS.iter().any(|mark| bytes.windows(mark.len()).any(|part| part == *mark)) {
            breaches.add(name);
        }
    }
    let kept = format!("{count} files of pictures hold nothing of a camera, a place or a time");
    Ok(vec![breaches.finding(&kept, "pictures hold what a camera or program added")])
}
