//! The pictures of a post as pages show them: our own files, and links to what lies elsewhere. A page loads nothing
//! from another server, which would see its readers.

use crate::base::urls::Urls;
use crate::domain::media::Media;
use crate::domain::post::Shown;

/// One picture.
#[derive(Debug, Clone, Default)]
pub struct PictureView {
    /// The picture itself, here or elsewhere.
    pub address: String,
    /// The path of a version to be shown on the page; `None` for what lies elsewhere.
    pub small: Option<String>,
    /// Of that version, in pixels.
    pub width: i32,
    /// Of that version, in pixels.
    pub height: i32,
    /// What is to be seen; empty where nobody said.
    pub description: String,
}

/// The pictures of a post, in their order.
pub fn of(urls: &Urls, shown: &Shown) -> Vec<PictureView> {
    several(urls, &shown.media)
}

/// Pictures of a post that is not shown yet.
pub fn several(urls: &Urls, rows: &[Media]) -> Vec<PictureView> {
    rows.iter().filter_map(|row| picture(urls, row)).collect()
}

/// Whether the pictures have to be covered by themselves: the post is sensitive, and no warning covers all of it.
pub fn are_covered(shown: &Shown) -> bool {
    shown.is_sensitive() && shown.post.warning.trim().is_empty()
}

fn picture(urls: &Urls, row: &Media) -> Option<PictureView> {
    let description = row.description.clone();
    let path = |file: String| {
        let address = urls.picture(&file);
        urls.local_path(&address).map(str::to_owned).unwrap_or(address)
    };
    let Some(file) = row.file() else {
        let address = row.remote_url.clone()?;
        return Some(PictureView { address, description, ..PictureView::default() });
    };
    let (small, width, height) = match row.small_file() {
        Some(small) => (small, row.small_width, row.small_height),
        None => (file.clone(), row.width, row.height),
    };
    Some(PictureView { address: path(file), small: Some(path(small)), width, height, description })
}
