//! Developing: a file from anybody becomes pictures of our own making. They are written from pixels alone, upright
//! and not too large, so that nothing of the file itself survives: no place, no time, no device, no thumbnail.
//!
//! Of what moves only the first frame is kept: keeping all of them costs too much memory and time where it matters
//! least, and flashing pictures hurt some of those who read here.

use std::io::Cursor;

use image::codecs::gif::GifDecoder;
use image::codecs::jpeg::{JpegDecoder, JpegEncoder};
use image::codecs::png::{PngDecoder, PngEncoder};
use image::codecs::webp::WebPDecoder;
use image::imageops::FilterType;
use image::metadata::Orientation;
use image::{
    DynamicImage, ExtendedColorType, ImageDecoder, ImageEncoder as _, ImageError, ImageResult, Limits,
};

use super::outline::{self, Kind};
use super::refusal::Refusal;
use super::{MAX_BYTES, MAX_PIXELS, Sent, disguise};
use crate::store::kind::{MediaPurpose, PictureFormat};

/// A decoded picture may take so much memory.
const MAX_MEMORY: u64 = 192 * 1024 * 1024;
/// Larger pictures are scaled down to so many pixels: a page of small print can still be read.
const LARGE_PIXELS: u64 = 4_000_000;
/// The small version, for lists; Mastodon's size.
const SMALL_PIXELS: u64 = 640 * 360;
/// The side of a member's picture.
const AVATAR_SIDE: u32 = 400;
/// The height of the picture above a member's page; it is three times as wide.
const HEADER_HEIGHT: u32 = 500;
/// What came without loss is kept so up to here; more than this is a photograph after all.
const LOSSLESS_BYTES: usize = 1024 * 1024;
/// Hardly anybody sees a difference to 100.
const JPEG_QUALITY: u8 = 90;
/// A blurhash is made from a picture of this size.
const BLUR_SIDE: u32 = 32;

/// What a file became.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Developed {
    /// The picture.
    pub large: Print,
    /// A version for lists, where the picture is larger than that.
    pub small: Option<Print>,
    /// A few colours as text, to be shown while the picture is loaded.
    pub blurhash: Option<String>,
}

/// One file of our own making.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Print {
    /// The file.
    pub bytes: Vec<u8>,
    /// What it is.
    pub format: PictureFormat,
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
}

/// Makes pictures for a purpose from a file, or says why not. Takes up to some seconds of one processor.
pub fn develop(sent: &Sent, purpose: MediaPurpose) -> Result<Developed, Refusal> {
    if sent.bytes.len() > MAX_BYTES {
        return Err(Refusal::TooLarge);
    }
    let kind = Kind::of(&sent.bytes).ok_or(Refusal::UnknownKind)?;
    disguise::check(&sent.bytes, sent.media_type.as_deref(), sent.file_name.as_deref())?;
    outline::check(kind, &sent.bytes)?;
    let (picture, orientation) = decode(kind, &sent.bytes)?;
    // Smaller first, and turned then: turning copies every pixel.
    let mut picture = within(picture, LARGE_PIXELS);
    picture.apply_orientation(orientation);
    let picture = shaped(opaque_where_possible(picture), purpose);
    let is_lossless = matches!(kind, Kind::Png | Kind::Gif);
    let blurhash = blurhash(&picture);
    let pixels = u64::from(picture.width()) * u64::from(picture.height());
    let small = if purpose == MediaPurpose::Attachment && pixels > SMALL_PIXELS {
        Some(print(&within(picture.clone(), SMALL_PIXELS), is_lossless)?)
    } else {
        None
    };
    Ok(Developed { large: print(&picture, is_lossless)?, small, blurhash })
}

fn decode(kind: Kind, bytes: &[u8]) -> Result<(DynamicImage, Orientation), Refusal> {
    let input = Cursor::new(bytes);
    match kind {
        Kind::Jpeg => read(JpegDecoder::new(input)),
        Kind::Png => read(PngDecoder::with_limits(input, limits())),
        Kind::WebP => read(WebPDecoder::new(input)),
        Kind::Gif => read(GifDecoder::new(input)),
    }
}

fn read(decoder: ImageResult<impl ImageDecoder>) -> Result<(DynamicImage, Orientation), Refusal> {
    let mut decoder = decoder.map_err(refused)?;
    let (width, height) = decoder.dimensions();
    let pixels = u64::from(width) * u64::from(height);
    if pixels > MAX_PIXELS || decoder.total_bytes() > MAX_MEMORY {
        return Err(Refusal::TooManyPixels);
    }
    decoder.set_limits(limits()).map_err(refused)?;
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let picture = DynamicImage::from_decoder(decoder).map_err(refused)?;
    // Decoders differ in what they make of a picture without pixels.
    if pixels == 0 { Err(Refusal::Broken) } else { Ok((picture, orientation)) }
}

fn refused(error: ImageError) -> Refusal {
    if matches!(error, ImageError::Limits(_)) { Refusal::TooManyPixels } else { Refusal::Broken }
}

fn limits() -> Limits {
    let mut limits = Limits::no_limits();
    limits.max_alloc = Some(MAX_MEMORY);
    limits
}

/// The picture with at most so many pixels.
fn within(picture: DynamicImage, most: u64) -> DynamicImage {
    let (width, height) = (u64::from(picture.width()), u64::from(picture.height()));
    if width * height <= most {
        return picture;
    }
    let new_width = (most * width / height).isqrt().clamp(1, width);
    let new_height = (height * new_width / width).max(1);
    let side = |length: u64| u32::try_from(length).unwrap_or(u32::MAX);
    picture.resize_exact(side(new_width), side(new_height), FilterType::CatmullRom)
}

/// Cut to what a profile shows; never enlarged.
fn shaped(picture: DynamicImage, purpose: MediaPurpose) -> DynamicImage {
    let (width, height) = (picture.width(), picture.height());
    match purpose {
        MediaPurpose::Attachment => picture,
        MediaPurpose::Avatar => {
            let side = AVATAR_SIDE.min(width).min(height);
            picture.resize_to_fill(side, side, FilterType::CatmullRom)
        }
        MediaPurpose::Header => {
            let unit = HEADER_HEIGHT.min(height).min(width / 3).max(1);
            picture.resize_to_fill(unit * 3, unit, FilterType::CatmullRom)
        }
    }
}

/// Eight bits a colour, and transparency only where some of the picture is transparent.
fn opaque_where_possible(picture: DynamicImage) -> DynamicImage {
    if !picture.color().has_alpha() {
        return picture.into_rgb8().into();
    }
    let pixels = picture.into_rgba8();
    if pixels.pixels().all(|pixel| pixel.0.last() == Some(&u8::MAX)) {
        DynamicImage::from(pixels).into_rgb8().into()
    } else {
        pixels.into()
    }
}

/// The picture as a file: what is transparent or came without loss as PNG, photographs as JPEG.
fn print(picture: &DynamicImage, is_lossless: bool) -> Result<Print, Refusal> {
    let is_transparent = picture.color().has_alpha();
    let (mut bytes, mut format) = (Vec::new(), PictureFormat::Png);
    if is_transparent || is_lossless {
        let color = if is_transparent { ExtendedColorType::Rgba8 } else { ExtendedColorType::Rgb8 };
        let encoder = PngEncoder::new(&mut bytes);
        encoder
            .write_image(picture.as_bytes(), picture.width(), picture.height(), color)
            .map_err(|_error| Refusal::Broken)?;
    }
    if !is_transparent && (bytes.is_empty() || bytes.len() > LOSSLESS_BYTES) {
        bytes.clear();
        format = PictureFormat::Jpeg;
        let encoder = JpegEncoder::new_with_quality(&mut bytes, JPEG_QUALITY);
        encoder
            .write_image(picture.as_bytes(), picture.width(), picture.height(), ExtendedColorType::Rgb8)
            .map_err(|_error| Refusal::Broken)?;
    }
    Ok(Print { bytes, format, width: picture.width(), height: picture.height() })
}

fn blurhash(picture: &DynamicImage) -> Option<String> {
    let tiny = picture.thumbnail(BLUR_SIDE, BLUR_SIDE).into_rgba8();
    let (across, down) = if picture.width() >= picture.height() { (4, 3) } else { (3, 4) };
    blurhash::encode(across, down, tiny.width(), tiny.height(), tiny.as_raw()).ok()
}

#[cfg(test)]
mod tests {
    use image::{Rgb, RgbImage, Rgba, RgbaImage};

    use super::*;
    use crate::domain::media::samples;

    fn sent(bytes: Vec<u8>) -> Sent {
        Sent { bytes: bytes.into(), media_type: None, file_name: None }
    }

    fn attachment(bytes: Vec<u8>) -> Result<Developed, Refusal> {
        develop(&sent(bytes), MediaPurpose::Attachment)
    }

    fn decoded(print: &Print) -> DynamicImage {
        image::load_from_memory(&print.bytes).unwrap()
    }

    #[test]
    fn every_kind_becomes_a_picture_of_our_own_making() {
        for (kind, bytes) in samples::all() {
            let made = attachment(bytes).unwrap();
            assert_eq!((made.large.width, made.large.height), samples::SIZE, "{kind:?}");
            let expected = match kind {
                Kind::Jpeg | Kind::WebP => PictureFormat::Jpeg,
                Kind::Png | Kind::Gif => PictureFormat::Png,
            };
            assert_eq!(made.large.format, expected, "{kind:?}");
            assert!(made.blurhash.is_some() && made.small.is_none(), "{kind:?}");
            assert_eq!(decoded(&made.large).width(), made.large.width);
        }
    }

    #[test]
    fn place_and_time_comments_and_what_stands_behind_are_gone_and_the_picture_is_upright() {
        // Turned by a quarter: the left half, red, comes to stand on top.
        let bytes = samples::photograph();
        for secret in [samples::PLACE, samples::COMMENT, samples::BEHIND] {
            assert!(samples::holds(&bytes, secret), "the test is of use");
        }
        let made = attachment(bytes).unwrap();
        for secret in [samples::PLACE, samples::COMMENT, samples::BEHIND, b"Exif"] {
            assert!(!samples::holds(&made.large.bytes, secret), "{}", String::from_utf8_lossy(secret));
        }
        let (width, height) = samples::SIZE;
        assert_eq!((made.large.width, made.large.height), (height, width));
        let picture = decoded(&made.large).into_rgb8();
        let (top, bottom) = (picture.get_pixel(height / 2, 2), picture.get_pixel(height / 2, width - 3));
        assert!(top.0[0] > 200 && top.0[2] < 80, "{top:?}");
        assert!(bottom.0[2] > 200 && bottom.0[0] < 80, "{bottom:?}");
    }

    #[test]
    fn text_chunks_and_profiles_of_other_kinds_are_gone_too() {
        let bytes = samples::png_with_words();
        assert!(samples::holds(&bytes, samples::COMMENT));
        assert!(!samples::holds(&attachment(bytes).unwrap().large.bytes, samples::COMMENT));
    }

    #[test]
    fn large_pictures_are_scaled_down_and_have_a_small_version() {
        let wide = RgbImage::from_fn(4000, 1500, |x, y| Rgb([x.to_le_bytes()[0], y.to_le_bytes()[0], 9]));
        let made = attachment(samples::jpeg(&wide)).unwrap();
        assert_eq!((made.large.width, made.large.height), (3265, 1224));
        let small = made.small.unwrap();
        assert_eq!((small.width, small.height), (783, 293));
        assert!(small.bytes.len() < made.large.bytes.len());
    }

    #[test]
    fn what_is_transparent_stays_so() {
        let half = RgbaImage::from_fn(20, 10, |x, _| Rgba([200, 10, 10, if x < 10 { 0 } else { 255 }]));
        let made = attachment(samples::webp(&half)).unwrap();
        assert_eq!(made.large.format, PictureFormat::Png);
        let picture = decoded(&made.large).into_rgba8();
        assert_eq!((picture.get_pixel(0, 0).0[3], picture.get_pixel(19, 9).0[3]), (0, 255));
    }

    #[test]
    fn a_lossless_photograph_is_not_kept_at_any_price() {
        let mut state = 1_u32;
        let noise = RgbImage::from_fn(900, 900, |_, _| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            let [_, a, b, c] = state.to_le_bytes();
            Rgb([a, b, c])
        });
        assert_eq!(attachment(samples::png(&noise)).unwrap().large.format, PictureFormat::Jpeg);
    }

    #[test]
    fn profiles_get_squares_and_banners() {
        let wide = samples::jpeg(&RgbImage::new(1600, 900));
        let avatar = develop(&sent(wide.clone()), MediaPurpose::Avatar).unwrap();
        assert_eq!((avatar.large.width, avatar.large.height), (400, 400));
        let header = develop(&sent(wide), MediaPurpose::Header).unwrap();
        assert_eq!((header.large.width, header.large.height), (1500, 500));
        let tiny = samples::jpeg(&RgbImage::new(2, 5));
        for purpose in [MediaPurpose::Avatar, MediaPurpose::Header] {
            assert!(develop(&sent(tiny.clone()), purpose).is_ok(), "{purpose:?}");
        }
    }

    #[test]
    fn bombs_and_what_is_no_picture_are_refused() {
        let svg = b"<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>".to_vec();
        let note = br#"{"@context": "https://www.w3.org/ns/activitystreams", "type": "Note"}"#.to_vec();
        for bytes in [svg, note, Vec::new(), b"RIFF\x04\0\0\0WAVE".to_vec(), b"BM".to_vec()] {
            assert_eq!(attachment(bytes), Err(Refusal::UnknownKind));
        }
        assert_eq!(attachment(samples::huge_png()), Err(Refusal::TooManyPixels));
        assert_eq!(attachment(samples::huge_gif()), Err(Refusal::TooManyPixels));
        let mut long = samples::jpeg(&RgbImage::new(2, 2));
        long.resize(MAX_BYTES + 1, 0);
        assert_eq!(attachment(long), Err(Refusal::TooLarge));
        let mut page = samples::jpeg(&RgbImage::new(2, 2));
        page.extend(b"<html><script>alert(1)</script>");
        assert_eq!(attachment(page), Err(Refusal::Disguised));
    }

    #[test]
    fn no_bytes_make_it_fail_otherwise_than_by_refusing() {
        for (kind, bytes) in samples::all() {
            for at in (0..bytes.len()).step_by(7) {
                let mut broken = bytes.clone();
                broken[at] ^= 0x55;
                if let Err(refusal) = attachment(broken) {
                    assert_ne!(refusal, Refusal::TooSlow, "{kind:?} {at}");
                }
            }
        }
    }
}
