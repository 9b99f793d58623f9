//! The pictures that everybody has: clients crash where there is none, and we take and pass on no others yet.

use crate::app::App;

/// The address of everybody's picture.
pub fn avatar(app: &App) -> String {
    app.urls.absolute("/assets/avatar.png")
}

/// The address of everybody's banner.
pub fn header(app: &App) -> String {
    app.urls.absolute("/assets/header.png")
}
