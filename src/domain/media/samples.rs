//! Files for tests: small pictures of every kind, and what a phone or an attacker makes of them.

use image::codecs::gif::GifEncoder;
use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::PngEncoder;
use image::codecs::webp::WebPEncoder;
use image::{ExtendedColorType, ImageEncoder as _, Rgb, RgbImage, RgbaImage};

use super::outline::Kind;

/// Width and height of the samples.
pub const SIZE: (u32, u32) = (64, 48);
/// What a phone writes of the place where a picture was taken.
pub const PLACE: &[u8] = b"35.6762N139.6503E";
/// A comment inside.
pub const COMMENT: &[u8] = b"taken by Ann with her own phone";
/// What stands behind a picture.
pub const BEHIND: &[u8] = b"the film that a phone puts behind";

/// One whole file of each kind: red on the left, blue on the right.
pub fn all() -> Vec<(Kind, Vec<u8>)> {
    let picture = picture();
    vec![
        (Kind::Jpeg, jpeg(&picture)),
        (Kind::Png, png(&picture)),
        (Kind::WebP, webp(&image::DynamicImage::from(picture.clone()).into_rgba8())),
        (Kind::Gif, gif(&picture)),
    ]
}

pub fn picture() -> RgbImage {
    RgbImage::from_fn(
        SIZE.0,
        SIZE.1,
        |x, _| if x < SIZE.0 / 2 { Rgb([230, 20, 20]) } else { Rgb([20, 20, 230]) },
    )
}

pub fn jpeg(picture: &RgbImage) -> Vec<u8> {
    let mut bytes = Vec::new();
    let encoder = JpegEncoder::new_with_quality(&mut bytes, 90);
    encoder
        .write_image(picture.as_raw(), picture.width(), picture.height(), ExtendedColorType::Rgb8)
        .unwrap();
    bytes
}

pub fn png(picture: &RgbImage) -> Vec<u8> {
    let mut bytes = Vec::new();
    let encoder = PngEncoder::new(&mut bytes);
    encoder
        .write_image(picture.as_raw(), picture.width(), picture.height(), ExtendedColorType::Rgb8)
        .unwrap();
    bytes
}

pub fn webp(picture: &RgbaImage) -> Vec<u8> {
    let mut bytes = Vec::new();
    let encoder = WebPEncoder::new_lossless(&mut bytes);
    encoder
        .write_image(picture.as_raw(), picture.width(), picture.height(), ExtendedColorType::Rgba8)
        .unwrap();
    bytes
}

pub fn gif(picture: &RgbImage) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = GifEncoder::new(&mut bytes);
    encoder.encode(picture.as_raw(), picture.width(), picture.height(), ExtendedColorType::Rgb8).unwrap();
    drop(encoder);
    bytes
}

/// What a phone makes: turned by a quarter, with its place, a comment, and something behind.
pub fn photograph() -> Vec<u8> {
    let mut bytes = vec![0xFF, 0xD8];
    bytes.extend(segment(0xE1, &exif()));
    bytes.extend(segment(0xFE, COMMENT));
    bytes.extend(&jpeg(&picture())[2..]);
    bytes.extend(BEHIND);
    bytes
}

/// Exif (CIPA DC-008): the orientation 6 (turn right to see it upright), and a text of the GPS kind.
fn exif() -> Vec<u8> {
    let mut exif = b"Exif\0\0MM\0\x2A\0\0\0\x08".to_vec();
    // Two entries: Orientation, one SHORT; GPSProcessingMethod, text behind the table.
    exif.extend([0, 2]);
    exif.extend([0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0]);
    exif.extend([0x00, 0x1B, 0, 2, 0, 0, 0, u8::try_from(PLACE.len()).unwrap(), 0, 0, 0, 38]);
    exif.extend([0, 0, 0, 0]);
    exif.extend(PLACE);
    exif
}

fn segment(marker: u8, content: &[u8]) -> Vec<u8> {
    let mut segment = vec![0xFF, marker];
    segment.extend(u16::try_from(content.len() + 2).unwrap().to_be_bytes());
    segment.extend(content);
    segment
}

/// A PNG with a text chunk.
pub fn png_with_words() -> Vec<u8> {
    let plain = png(&picture());
    let mut text = b"tEXtComment\0".to_vec();
    text.extend(COMMENT);
    // Behind the header, which has 8 + 25 bytes.
    [&plain[..33], &chunk(&text), &plain[33..]].concat()
}

/// A PNG that says it has 100,000 by 100,000 pixels.
pub fn huge_png() -> Vec<u8> {
    let mut header = b"IHDR".to_vec();
    header.extend(100_000_u32.to_be_bytes());
    header.extend(100_000_u32.to_be_bytes());
    header.extend([8, 2, 0, 0, 0]);
    let plain = png(&picture());
    [&plain[..8], &chunk(&header), &plain[33..]].concat()
}

/// A GIF that says it has 65,535 by 65,535 pixels.
pub fn huge_gif() -> Vec<u8> {
    let mut bytes = gif(&picture());
    bytes[6..10].fill(0xFF);
    bytes
}

/// A chunk of a PNG from its kind and content, with its checksum.
fn chunk(content: &[u8]) -> Vec<u8> {
    let mut crc = u32::MAX;
    for byte in content {
        crc ^= u32::from(*byte);
        for _ in 0..8 {
            crc = (crc >> 1) ^ if crc & 1 == 1 { 0xEDB8_8320 } else { 0 };
        }
    }
    let length = u32::try_from(content.len() - 4).unwrap();
    [&length.to_be_bytes()[..], content, &(!crc).to_be_bytes()].concat()
}

/// Whether the words stand anywhere in the bytes.
pub fn holds(bytes: &[u8], words: &[u8]) -> bool {
    bytes.windows(words.len()).any(|part| part == words)
}
