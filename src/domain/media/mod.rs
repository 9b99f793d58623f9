//! Pictures: taking them in, describing them, and whom they belong to.
//!
//! A file from anybody is looked at (`disguise`, `outline`), developed into pictures of our own making
//! (`develop`), and kept under a random name. What a picture belongs to (one post or one profile) takes it along
//! when it goes.

mod attach;
mod develop;
mod disguise;
mod outline;
mod profile;
mod receive;
mod refusal;
#[cfg(test)]
mod samples;
mod serve;
#[cfg(test)]
mod tests;
mod upload;

use bytes::Bytes;

pub use crate::store::kind::{MediaPurpose, MediaState, PictureFormat};
pub use crate::store::media::Media;
pub use attach::{
    Described, Effect, attach, check, descriptions, descriptions_of, effect, erase_of_account, erase_of_post,
    has_any, list_of,
};
pub use outline::Kind;
pub use profile::{ProfilePicture, change_of_profile, file_of_profile};
pub use receive::{RemotePicture, receive, receive_anew};
pub use refusal::Refusal;
pub use serve::{Served, find_served};
pub use upload::{MAX_TIME, Stored, Upload, change, delete, find_own, make, upload};

/// Most bytes of a file; Mastodon's number for pictures.
pub const MAX_BYTES: usize = 16 * 1024 * 1024;
/// Most pixels of a file; Mastodon's number. Phones take pictures of 12 million and more.
pub const MAX_PIXELS: u64 = 33_177_600;
/// Most pictures of one post; more is ignored elsewhere.
pub const MAX_PER_POST: usize = 4;
/// Most characters of a description; Mastodon's number.
pub const MAX_DESCRIPTION: usize = 1500;

/// A file as it was sent.
#[derive(Debug, Clone, Default)]
pub struct Sent {
    /// What it holds; of a file that is too large, enough to see that.
    pub bytes: Bytes,
    /// What its sender calls it, e.g. `image/jpeg`.
    pub media_type: Option<String>,
    /// Its name on the sender's machine; looked at, and never kept.
    pub file_name: Option<String>,
}

/// Who sends a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sender {
    /// The account.
    pub account_id: i64,
    /// Whether the account's first story was let through, or nobody asks for that.
    pub trusted: bool,
}

/// What matters most in a picture, in thousandths from the middle: right and up are positive.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Focus {
    /// To the right.
    pub x: i32,
    /// Upwards.
    pub y: i32,
}

impl Focus {
    /// Reads `x,y` as clients write it, each from -1 to 1; what can't be read is the middle.
    pub fn parse(text: &str) -> Self {
        let mut parts = text.split(',').map(thousandths);
        Self { x: parts.next().flatten().unwrap_or(0), y: parts.next().flatten().unwrap_or(0) }
    }

    /// The focus of a picture.
    pub fn of(picture: &Media) -> Self {
        Self { x: picture.focus_x, y: picture.focus_y }
    }

    /// As fractions from -1 to 1: right, and up.
    pub fn fractions(self) -> (f64, f64) {
        (f64::from(self.x) / 1000.0, f64::from(self.y) / 1000.0)
    }

    /// From fractions; what lies outside is moved to the edge.
    pub fn from_fractions(x: f64, y: f64) -> Self {
        Self::parse(&format!("{x:.3},{y:.3}"))
    }
}

/// A decimal number from -1 to 1 as thousandths. Read by its digits: a float would need rounding.
fn thousandths(text: &str) -> Option<i32> {
    let text = text.trim();
    let (is_negative, digits) = text.strip_prefix('-').map_or((false, text), |digits| (true, digits));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if digits.is_empty() || !is_digits(whole) || !is_digits(fraction) {
        return None;
    }
    let whole: i32 = if whole.is_empty() { 0 } else { whole.parse().unwrap_or(1).min(1) };
    let fraction: String = fraction.chars().chain("000".chars()).take(3).collect();
    let value = (whole * 1000 + fraction.parse::<i32>().ok()?).min(1000);
    Some(if is_negative { -value } else { value })
}
