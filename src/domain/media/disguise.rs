//! Files that are a picture and something else at once. A picture is written anew from its pixels, so nothing of such
//! a file survives; but its sender should know that it is no honest picture, and nobody may use us to pass it on.

use super::refusal::Refusal;

/// Where a browser or an interpreter begins to read. Long enough that no compressed data holds one by chance.
const BEGINNINGS: &[&[u8]] = &[b"<script", b"<!doctype html", b"<html", b"<iframe", b"<?php", b"%pdf-1"];
/// How the end of a zip archive begins, and how long it is without its comment (APPNOTE, 4.3.16).
const ZIP_END: &[u8] = b"PK\x05\x06";
const ZIP_END_BYTES: usize = 22;
/// The longest comment of an archive.
const ZIP_COMMENT_BYTES: usize = 65_535;
/// Endings of names that promise something else than a picture.
const OTHER_ENDINGS: &[&str] = &[
    "css", "exe", "htm", "html", "jar", "js", "json", "jsonld", "mjs", "mp3", "mp4", "pdf", "php", "sh",
    "svg", "txt", "xhtml", "xml", "zip",
];

/// Refuses what is something else beside a picture, or says that it is.
pub fn check(bytes: &[u8], media_type: Option<&str>, file_name: Option<&str>) -> Result<(), Refusal> {
    if !says_picture(media_type) || file_name.is_some_and(names_other) {
        return Err(Refusal::OtherType);
    }
    if holds_beginning(bytes) || ends_as_archive(bytes) {
        return Err(Refusal::Disguised);
    }
    Ok(())
}

/// Whether the sender calls it a picture, or nothing in particular.
fn says_picture(media_type: Option<&str>) -> bool {
    let kind =
        media_type.unwrap_or_default().split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    kind.is_empty()
        || kind == "application/octet-stream"
        || (kind.starts_with("image/") && kind != "image/svg+xml")
}

fn names_other(file_name: &str) -> bool {
    let ending = file_name.rsplit_once('.').map_or("", |(_, ending)| ending).trim().to_ascii_lowercase();
    OTHER_ENDINGS.contains(&ending.as_str())
}

fn holds_beginning(bytes: &[u8]) -> bool {
    bytes.iter().enumerate().filter(|(_, byte)| matches!(byte, b'<' | b'%')).any(|(at, _)| {
        let rest = bytes.get(at..).unwrap_or_default();
        BEGINNINGS.iter().any(|beginning| {
            rest.get(..beginning.len()).is_some_and(|start| start.eq_ignore_ascii_case(beginning))
        })
    })
}

/// Whether an archive ends where the file ends: programs look for archives from there.
fn ends_as_archive(bytes: &[u8]) -> bool {
    let from = bytes.len().saturating_sub(ZIP_END_BYTES + ZIP_COMMENT_BYTES);
    let tail = bytes.get(from..).unwrap_or_default();
    tail.windows(ZIP_END_BYTES).enumerate().any(|(at, end)| {
        let comment = tail.len().saturating_sub(at + ZIP_END_BYTES);
        let said = end.last_chunk().map(|length| usize::from(u16::from_le_bytes(*length)));
        end.starts_with(ZIP_END) && said == Some(comment)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn problem(bytes: &[u8]) -> Option<Refusal> {
        check(bytes, Some("image/jpeg"), Some("cat.jpg")).err()
    }

    #[test]
    fn pages_programs_and_archives_inside_a_picture_are_found() {
        let archive = b"PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x03\0end";
        for inside in
            [&b"..<ScRipt src=x>"[..], b"<!DOCTYPE HTML>", b"\0<html lang=en>", b"<?php x();", archive]
        {
            let mut bytes = b"\xFF\xD8\xFF\xE0 picture ".to_vec();
            bytes.extend(inside);
            assert_eq!(problem(&bytes), Some(Refusal::Disguised), "{inside:?}");
        }
        assert_eq!(problem(b"\xFF\xD8 <x:xmpmeta> <rdf:RDF> PK\x05\x06 <svgx"), None);
    }

    #[test]
    fn what_calls_itself_something_else_is_refused_and_what_calls_itself_nothing_is_not() {
        let said =
            |media_type: Option<&str>, name: Option<&str>| check(b"\xFF\xD8", media_type, name).is_ok();
        assert!(said(None, None) && said(Some("application/octet-stream"), Some("blob")));
        assert!(
            said(Some("image/png; x=y"), Some("photo.jpg_large")) && said(Some("IMAGE/JPEG"), Some("A.JPG"))
        );
        assert!(!said(Some("text/html"), None) && !said(Some("image/svg+xml"), None));
        assert!(
            !said(Some("application/activity+json"), None) && !said(Some("image/jpeg"), Some("a.jpg.HTML"))
        );
    }
}
