//! Our own files: style, script, icon, default pictures. The addresses of what pages load carry a fingerprint, so
//! that browsers may keep them for ever; those of the pictures stay the same, because other servers store them.

use std::fmt::Write as _;
use std::sync::LazyLock;

use aws_lc_rs::digest;

/// One file with its address.
#[derive(Debug)]
pub struct Asset {
    name: &'static str,
    /// The path, e.g. `/assets/style-0a1b2c3d4e5f.css` or `/assets/avatar.png`.
    pub path: String,
    /// The media type to send it with.
    pub media_type: &'static str,
    /// What it holds.
    pub bytes: &'static [u8],
    /// Whether the same path always holds the same bytes.
    pub for_ever: bool,
}

static ASSETS: LazyLock<Vec<Asset>> = LazyLock::new(|| {
    vec![
        asset("style.css", "text/css; charset=utf-8", include_bytes!("assets/style.css")),
        asset("quick-exit.js", "text/javascript; charset=utf-8", include_bytes!("assets/quick-exit.js")),
        asset("favicon.svg", "image/svg+xml", include_bytes!("assets/favicon.svg")),
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

fn asset(name: &'static str, media_type: &'static str, bytes: &'static [u8]) -> Asset {
    let (stem, ending) = name.split_once('.').unwrap_or((name, ""));
    let mut fingerprint = String::new();
    for byte in digest::digest(&digest::SHA256, bytes).as_ref().iter().take(6) {
        // Writing to a string cannot fail.
        let _ = write!(fingerprint, "{byte:02x}");
    }
    Asset { name, path: format!("/assets/{stem}-{fingerprint}.{ending}"), media_type, bytes, for_ever: true }
}

fn picture(name: &'static str, bytes: &'static [u8]) -> Asset {
    Asset { name, path: format!("/assets/{name}"), media_type: "image/png", bytes, for_ever: false }
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
