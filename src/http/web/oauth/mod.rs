//! Letting an app in: sign-in and consent on one page, and the code for apps that cannot be called back.

pub mod authorise;

use askama::Template;

use super::form::Choice;
use super::frame::Frame;

/// Asks whether an app may act for the member. The answer of this page carries no `form-action` in its policy:
/// the redirect goes to whatever address the app registered.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "oauth/authorise.html", config = "src/http/web/askama.toml")]
pub struct AuthorisePage {
    /// The frame. With a reader the page asks for consent only, else for the passphrase too.
    pub page: Frame,
    /// What the app calls itself.
    pub app: String,
    /// The app's own page, if it gave one.
    pub website: Option<String>,
    /// What it asks for.
    pub asks: Vec<Ask>,
    /// The handle, as typed.
    pub handle: String,
    /// The handles of the person, where there are several: the app acts for one of them.
    pub handles: Vec<Choice>,
    /// The one that is chosen.
    pub own: String,
    /// The parameters of the request, sent back unchanged.
    pub carried: Vec<(String, String)>,
}

/// One thing that an app may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ask {
    /// Read what the member can read.
    Read,
    /// Write, change and take back in the member's name.
    Write,
    /// Follow, mute and block.
    Follow,
    /// Send notices to the member's device.
    Push,
    /// See the member's name and picture only.
    Profile,
    /// Read what only moderators read.
    ReadDesk,
    /// Work at the desk.
    Moderate,
}

/// The code that the member types into the app by hand (`urn:ietf:wg:oauth:2.0:oob`).
#[derive(Debug, Clone, Default, Template)]
#[template(path = "oauth/code.html", config = "src/http/web/askama.toml")]
pub struct CodePage {
    /// The frame.
    pub page: Frame,
    /// What the app calls itself.
    pub app: String,
    /// The code.
    pub code: String,
}
