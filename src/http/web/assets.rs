//! Our own files: style, script, icon, default pictures. The addresses of what pages load carry a fingerprint, so
//! that browsers may keep them for ever; those of the pictures stay the same, because other servers store them.

mod lean;

use std::borrow::Cow;
use std::fmt::Write as _;
use std::sync::LazyLock;

use aws_lc_rs::digest;

use crate::base::colour::Accent;

/// One file with its address.
#[derive(Debug)]
pub struct Asset {
    name: &'static str,
    /// The path, e.g. `/assets/style-0a1b2c3d4e5f.css` or `/assets/avatar.png`.
    pub path: String,
    /// The media type to send it with.
    pub media_type: &'static str,
    /// What it holds.
    pub bytes: Cow<'static, [u8]>,
    /// Whether the same path always holds the same bytes.
    pub for_ever: bool,
}

static ASSETS: LazyLock<Vec<Asset>> = LazyLock::new(|| {
    vec![
        asset("style.css", "text/css; charset=utf-8", lean::style(include_str!("assets/style.css"))),
        asset(
            "quick-exit.js",
            "text/javascript; charset=utf-8",
            lean::script(include_str!("assets/quick-exit.js")),
        ),
        asset("favicon.svg", "image/svg+xml", include_str!("assets/favicon.svg").to_owned()),
        picture("avatar.png", include_bytes!("assets/avatar.png")),
        picture("header.png", include_bytes!("assets/header.png")),
    ]
});

/// The file at a path, fingerprint included.
pub fn find(path: &str) -> Option<&'static Asset> {
    ASSETS.iter().find(|asset| asset.path == path)
}

/// The path of a file by its plain name, e.g. `style.css`.
pub fn address(name: &str) -> String {
    ASSETS
        .iter()
        .find(|asset| asset.name == name)
        .map_or_else(|| format!("/assets/{name}"), |a| a.path.clone())
}

/// The style that stands over ours where the community chose a colour.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccentStyle {
    /// The path, fingerprint included.
    pub path: String,
    /// The rules.
    pub css: String,
}

impl AccentStyle {
    /// The style of a colour.
    pub fn of(accent: Accent) -> Self {
        let Accent { day, night } = accent;
        let css = format!(":root {{ --accent: light-dark({day}, {night}); }}\n");
        Self { path: format!("/assets/accent-{}.css", fingerprint(css.as_bytes())), css }
    }
}

fn asset(name: &'static str, media_type: &'static str, text: String) -> Asset {
    let (stem, ending) = name.split_once('.').unwrap_or((name, ""));
    let path = format!("/assets/{stem}-{}.{ending}", fingerprint(text.as_bytes()));
    Asset { name, path, media_type, bytes: Cow::Owned(text.into_bytes()), for_ever: true }
}

fn fingerprint(bytes: &[u8]) -> String {
    let mut fingerprint = String::new();
    for byte in digest::digest(&digest::SHA256, bytes).as_ref().iter().take(6) {
        // Writing to a string cannot fail.
        let _ = write!(fingerprint, "{byte:02x}");
    }
    fingerprint
}

fn picture(name: &'static str, bytes: &'static [u8]) -> Asset {
    let path = format!("/assets/{name}");
    Asset { name, path, media_type: "image/png", bytes: Cow::Borrowed(bytes), for_ever: false }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_is_found_at_its_address() {
        for name in ["style.css", "quick-exit.js", "favicon.svg", "avatar.png", "header.png"] {
            let found = find(&address(name)).unwrap();
            assert!(found.path.starts_with("/assets/") && !found.bytes.is_empty());
        }
        assert!(find("/assets/avatar.png").is_some(), "other servers keep this address");
        assert!(find("/assets/style.css").is_none(), "without its fingerprint a file could not be kept");
    }
}
