//! What a file says of itself before anything of it is decoded: which kind of picture it is, whether it is all there,
//! and how many pieces it has. Decoders are careful about pixels, but not about pieces: a file of a few bytes each
//! can hold more of them than anybody has time for.

use super::refusal::Refusal;

/// The kinds of pictures that we take.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Photographs, mostly.
    Jpeg,
    /// Screenshots and drawings.
    Png,
    /// Either.
    WebP,
    /// Drawings, often moving.
    Gif,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Jpeg, Self::Png, Self::WebP, Self::Gif];

    /// Its media type.
    pub fn media_type(self) -> &'static str {
        self.format().to_mime_type()
    }

    fn format(self) -> image::ImageFormat {
        match self {
            Self::Jpeg => image::ImageFormat::Jpeg,
            Self::Png => image::ImageFormat::Png,
            Self::WebP => image::ImageFormat::WebP,
            Self::Gif => image::ImageFormat::Gif,
        }
    }

    /// The kind that the bytes are, whatever they are called.
    pub fn of(bytes: &[u8]) -> Option<Self> {
        let format = image::guess_format(bytes).ok()?;
        Self::ALL.into_iter().find(|kind| kind.format() == format)
    }
}

/// Most frames of an animation. Only the first is shown; a file with more of them is not meant to be looked at.
const MAX_FRAMES: usize = 1000;
/// Most scans of a JPEG. A progressive one has about ten, and each is a walk over all pixels.
const MAX_SCANS: usize = 100;

/// Refuses a file that is not all there, or has too many pieces.
pub fn check(kind: Kind, bytes: &[u8]) -> Result<(), Refusal> {
    let (pieces, most) = match kind {
        Kind::Jpeg => (jpeg_scans(bytes), MAX_SCANS),
        Kind::Png => (png_frames(bytes), MAX_FRAMES),
        Kind::WebP => (webp_frames(bytes), MAX_FRAMES),
        Kind::Gif => (gif_frames(bytes), MAX_FRAMES),
    };
    match pieces {
        Some(pieces) if pieces <= most => Ok(()),
        Some(_) => Err(Refusal::TooManyFrames),
        None => Err(Refusal::Broken),
    }
}

/// How many scans a JPEG has (ITU-T T.81, annex B); `None` where its end is missing.
fn jpeg_scans(bytes: &[u8]) -> Option<usize> {
    const SOI: u8 = 0xD8;
    const EOI: u8 = 0xD9;
    const SOS: u8 = 0xDA;
    let mut rest = bytes.strip_prefix(&[0xFF, SOI])?;
    let mut scans = 0;
    loop {
        let marker;
        (marker, rest) = next_marker(rest)?;
        match marker {
            EOI => return (scans > 0).then_some(scans),
            // Markers without a segment: restarts, and two that nobody uses.
            0x01 | 0xD0..=SOI => continue,
            SOS => scans += 1,
            _ => {}
        }
        let length = usize::from(u16::from_be_bytes(*rest.first_chunk()?));
        rest = rest.get(length.max(2)..)?;
    }
}

/// The next marker and what stands behind it. In between lies compressed data, where 0xFF is followed by zero.
fn next_marker(mut rest: &[u8]) -> Option<(u8, &[u8])> {
    loop {
        let at = rest.iter().position(|byte| *byte == 0xFF)?;
        rest = rest.get(at + 1..)?;
        let (marker, behind) = rest.split_first()?;
        if !matches!(marker, 0x00 | 0xFF) {
            return Some((*marker, behind));
        }
    }
}

/// How many frames a PNG has (PNG specification, third edition, section 5); `None` where its end is missing.
fn png_frames(bytes: &[u8]) -> Option<usize> {
    let mut rest = bytes.get(8..)?;
    let mut frames = 1;
    loop {
        let length = usize::try_from(u32::from_be_bytes(*rest.first_chunk()?)).ok()?;
        let kind = rest.get(4..8)?;
        let content = rest.get(8..length.checked_add(8)?)?;
        match kind {
            b"IEND" => return Some(frames),
            b"acTL" => frames = usize::try_from(u32::from_be_bytes(*content.first_chunk()?)).ok()?,
            _ => {}
        }
        // The checksum has four bytes.
        rest = rest.get(length.checked_add(12)?..)?;
    }
}

/// How many frames a WebP has (RFC 9649, section 2); `None` where some of it is missing.
fn webp_frames(bytes: &[u8]) -> Option<usize> {
    let size = usize::try_from(u32::from_le_bytes(*bytes.get(4..)?.first_chunk()?)).ok()?;
    let mut rest = bytes.get(12..size.checked_add(8)?)?;
    let (mut frames, mut stills) = (0_usize, 0_usize);
    while let Some(kind) = rest.get(..4) {
        let length = usize::try_from(u32::from_le_bytes(*rest.get(4..)?.first_chunk()?)).ok()?;
        match kind {
            b"ANMF" => frames += 1,
            b"VP8 " | b"VP8L" => stills += 1,
            _ => {}
        }
        // Chunks begin at even places; the last one may lack its padding.
        rest.get(..length.checked_add(8)?)?;
        rest = rest.get(length.checked_add(8)?.next_multiple_of(2)..).unwrap_or_default();
    }
    (frames + stills > 0).then_some(frames.max(stills))
}

/// How many frames a GIF has (GIF89a, sections 17 to 27); `None` where some of it is missing.
fn gif_frames(bytes: &[u8]) -> Option<usize> {
    const EXTENSION: u8 = 0x21;
    const IMAGE: u8 = 0x2C;
    const TRAILER: u8 = 0x3B;
    let table = |flags: u8| if flags & 0x80 == 0 { 0 } else { 3 << ((flags & 0x07) + 1) };
    let mut rest = bytes.get(13 + table(*bytes.get(10)?)..)?;
    let mut frames = 0;
    loop {
        let (kind, behind) = rest.split_first()?;
        rest = match *kind {
            TRAILER => return (frames > 0).then_some(frames),
            EXTENSION => gif_blocks(behind.get(1..)?)?,
            IMAGE => {
                frames += 1;
                gif_blocks(behind.get(10 + table(*behind.get(8)?)..)?)?
            }
            _ => return None,
        };
    }
}

/// What stands behind a row of blocks, each of which begins with its length; an empty one ends it.
fn gif_blocks(mut rest: &[u8]) -> Option<&[u8]> {
    loop {
        let (length, behind) = rest.split_first()?;
        rest = behind.get(usize::from(*length)..)?;
        if *length == 0 {
            return Some(rest);
        }
    }
}

#[cfg(test)]
mod tests {
    use image::codecs::gif::GifEncoder;
    use image::{Frame, RgbaImage};

    use super::*;
    use crate::domain::media::samples;

    #[test]
    fn whole_files_of_every_kind_pass_and_a_missing_end_is_noticed() {
        for (kind, bytes) in samples::all() {
            assert_eq!(Kind::of(&bytes), Some(kind));
            assert_eq!(check(kind, &bytes), Ok(()), "{kind:?}");
            let half = &bytes[..bytes.len() / 2];
            assert_eq!(check(kind, half), Err(Refusal::Broken), "{kind:?}");
            let mut longer = bytes.clone();
            longer.extend(b"what a phone puts behind a picture");
            assert_eq!(check(kind, &longer), Ok(()), "{kind:?}");
        }
    }

    #[test]
    fn a_file_of_too_many_frames_is_refused() {
        let animation = |frames: usize| {
            let mut bytes = Vec::new();
            let mut encoder = GifEncoder::new(&mut bytes);
            for _ in 0..frames {
                encoder.encode_frame(Frame::new(RgbaImage::new(2, 2))).unwrap();
            }
            drop(encoder);
            bytes
        };
        assert_eq!(gif_frames(&animation(3)), Some(3));
        assert_eq!(check(Kind::Gif, &animation(MAX_FRAMES + 1)), Err(Refusal::TooManyFrames));
    }

    #[test]
    fn a_jpeg_of_too_many_scans_is_refused() {
        let mut bytes = vec![0xFF, 0xD8];
        for _ in 0..=MAX_SCANS {
            bytes.extend([0xFF, 0xDA, 0, 2, 1, 0xFF, 0, 0xFF, 0xD1, 7]);
        }
        bytes.extend([0xFF, 0xD9]);
        assert_eq!(jpeg_scans(&bytes), Some(MAX_SCANS + 1));
        assert_eq!(check(Kind::Jpeg, &bytes), Err(Refusal::TooManyFrames));
    }

    #[test]
    fn nothing_makes_the_reader_fail() {
        for (kind, bytes) in samples::all() {
            for at in 0..bytes.len().min(400) {
                let mut broken = bytes.clone();
                broken[at] = !broken[at];
                let _ = check(kind, &broken);
                let _ = check(kind, &bytes[..at]);
            }
        }
    }
}
