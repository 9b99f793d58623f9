//! The pictures of profiles. Members have their own or the one that everybody has, for clients crash where there is
//! none. Pictures of people elsewhere are not passed on: who loads one is seen by their server.

use crate::base::urls::Urls;
use crate::domain::account::Account;

/// The address of a member's picture.
pub fn avatar(urls: &Urls, account: &Account) -> String {
    own(urls, account.avatar_url.as_ref()).unwrap_or_else(|| urls.absolute("/assets/avatar.png"))
}

/// The address of the picture above a member's page.
pub fn header(urls: &Urls, account: &Account) -> String {
    own(urls, account.header_url.as_ref()).unwrap_or_else(|| banner(urls))
}

/// The banner that everybody has, and the server too.
pub fn banner(urls: &Urls) -> String {
    urls.absolute("/assets/header.png")
}

/// Only what lies here.
pub fn own(urls: &Urls, address: Option<&String>) -> Option<String> {
    address.filter(|address| urls.local_path(address).is_some()).cloned()
}
