//! Pictures to send: small ones of every kind, and what phones and attackers make of them.

use image::codecs::gif::GifEncoder;
use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::PngEncoder;
use image::codecs::webp::WebPEncoder;
use image::{ExtendedColorType, Frame, ImageEncoder as _, Rgb, RgbImage, RgbaImage};

/// A file as a client sends it.
#[derive(Debug, Clone)]
pub struct File {
    pub name: &'static str,
    pub media_type: &'static str,
    pub bytes: Vec<u8>,
}

/// Where a phone says that a picture was taken.
pub const PLACE: &str = "35.6762N139.6503E";

/// A JPEG of many colours.
pub fn jpeg(width: u32, height: u32) -> File {
    let picture = RgbImage::from_fn(width, height, |x, y| Rgb([x.to_le_bytes()[0], y.to_le_bytes()[0], 90]));
    File { name: "photo.jpg", media_type: "image/jpeg", bytes: encoded(&picture) }
}

fn encoded(picture: &RgbImage) -> Vec<u8> {
    let mut bytes = Vec::new();
    let encoder = JpegEncoder::new_with_quality(&mut bytes, 90);
    encoder
        .write_image(picture.as_raw(), picture.width(), picture.height(), ExtendedColorType::Rgb8)
        .unwrap();
    bytes
}

/// A PNG.
pub fn png(width: u32, height: u32) -> File {
    let (picture, mut bytes) = (RgbImage::new(width, height), Vec::new());
    PngEncoder::new(&mut bytes)
        .write_image(picture.as_raw(), width, height, ExtendedColorType::Rgb8)
        .unwrap();
    File { name: "screen.png", media_type: "image/png", bytes }
}

/// A WebP, half of it transparent.
pub fn webp(width: u32, height: u32) -> File {
    let picture =
        RgbaImage::from_fn(width, height, |x, _| image::Rgba([9, 9, 9, if x < width / 2 { 0 } else { 255 }]));
    let mut bytes = Vec::new();
    let encoder = WebPEncoder::new_lossless(&mut bytes);
    encoder.write_image(picture.as_raw(), width, height, ExtendedColorType::Rgba8).unwrap();
    File { name: "drawing.webp", media_type: "image/webp", bytes }
}

/// A GIF of so many frames.
pub fn gif(frames: usize) -> File {
    let mut bytes = Vec::new();
    let mut encoder = GifEncoder::new(&mut bytes);
    for _ in 0..frames {
        encoder.encode_frame(Frame::new(RgbaImage::new(4, 4))).unwrap();
    }
    drop(encoder);
    File { name: "moves.gif", media_type: "image/gif", bytes }
}

/// What a phone makes: it lies on its side and says so, says where it was taken, and has a film behind it. Upright it is
/// 48 wide and 64 high, red above and blue below.
pub fn photograph() -> File {
    let lying =
        RgbImage::from_fn(64, 48, |x, _| if x < 32 { Rgb([230, 20, 20]) } else { Rgb([20, 20, 230]) });
    let mut exif = b"Exif\0\0MM\0\x2A\0\0\0\x08\0\x02".to_vec();
    // Orientation (6: turn it right), and GPSProcessingMethod, a text behind the table of 38 bytes.
    exif.extend([0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0]);
    exif.extend([0x00, 0x1B, 0, 2, 0, 0, 0, u8::try_from(PLACE.len()).unwrap(), 0, 0, 0, 38]);
    exif.extend([0, 0, 0, 0]);
    exif.extend(PLACE.as_bytes());
    let mut bytes = vec![0xFF, 0xD8, 0xFF, 0xE1];
    bytes.extend(u16::try_from(exif.len() + 2).unwrap().to_be_bytes());
    bytes.extend(exif);
    bytes.extend(&encoded(&lying)[2..]);
    bytes.extend(format!("a film taken at {PLACE}").as_bytes());
    File { name: "IMG_0001.JPG", media_type: "image/jpeg", bytes }
}

/// A picture and a page at once.
pub fn picture_and_page() -> File {
    let mut file = jpeg(8, 8);
    file.bytes.extend(b"<!DOCTYPE html><script>alert(1)</script>");
    file
}

/// A picture and an archive at once: its directory ends where the file ends.
pub fn picture_and_archive() -> File {
    let mut file = jpeg(8, 8);
    file.bytes.extend(b"PK\x05\x06");
    file.bytes.extend([0; 18]);
    file
}

/// A PNG of a few bytes that says it has ten thousand million pixels.
pub fn huge() -> File {
    let mut header = b"IHDR".to_vec();
    header.extend(100_000_u32.to_be_bytes());
    header.extend(100_000_u32.to_be_bytes());
    header.extend([8, 2, 0, 0, 0]);
    let mut file = png(8, 8);
    let checked = [&13_u32.to_be_bytes()[..], &header, &checksum(&header).to_be_bytes()].concat();
    file.bytes.splice(8..33, checked);
    file
}

fn checksum(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| (sum >> 1) ^ if sum & 1 == 1 { 0xEDB8_8320 } else { 0 })
    })
}

/// A drawing with a program in it.
pub fn svg() -> File {
    let bytes = b"<svg xmlns=\"http://www.w3.org/2000/svg\"><script>alert(1)</script></svg>".to_vec();
    File { name: "drawing.svg", media_type: "image/svg+xml", bytes }
}

/// A post that somebody would like to have at an address of ours.
pub fn note() -> File {
    let note = br#"{"@context": "https://www.w3.org/ns/activitystreams", "type": "Note", "content": "I never wrote this"}"#;
    File { name: "note.png", media_type: "image/png", bytes: note.to_vec() }
}
