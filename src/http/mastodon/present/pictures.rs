//! The pictures that everybody has: clients crash where there is none, and we take and pass on no others yet.

use crate::base::urls::Urls;

/// The address of everybody's picture.
pub fn avatar(urls: &Urls) -> String {
    urls.absolute("/assets/avatar.png")
}

/// The address of everybody's banner.
pub fn header(urls: &Urls) -> String {
    urls.absolute("/assets/header.png")
}
