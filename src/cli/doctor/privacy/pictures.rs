//! Whether a picture holds anything beside its pixels: what cameras, phones and programs put into JPEG, PNG, GIF and WebP.

/// The beginnings of Exif, XMP and IPTC, wherever they stand in the head of a file, also one that cannot be read on.
const MARKS: [&[u8]; 3] = [b"Exif\0\0", b"http://ns.adobe.com/xap", b"Photoshop 3.0"];
/// How far the head of a file reaches.
const HEAD: usize = 4096;
/// The signature of PNG.
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n";

/// Whether something was added to a picture.
pub fn holds_more(bytes: &[u8]) -> bool {
    let head = bytes.get(..HEAD).unwrap_or(bytes);
    let is_marked = MARKS.iter().any(|mark| head.windows(mark.len()).any(|part| part == *mark));
    is_marked || walk(bytes).unwrap_or(false)
}

/// The same by the blocks of which the format is made; none where the file ends in the middle of one.
fn walk(bytes: &[u8]) -> Option<bool> {
    let rest = Rest(bytes);
    if bytes.starts_with(b"\xff\xd8") {
        jpeg(rest)
    } else if bytes.starts_with(PNG) {
        png(rest)
    } else if bytes.starts_with(b"GIF8") {
        gif(rest)
    } else if bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP") {
        webp(rest)
    } else {
        Some(false)
    }
}

/// A comment, or one of the application segments 1 (Exif, XMP) and 13 (IPTC).
fn jpeg(mut rest: Rest<'_>) -> Option<bool> {
    rest.take(2)?;
    loop {
        // Between segments stand the compressed pixels, in which 0xFF is followed by 0 or the number of a restart.
        while rest.byte()? != 0xFF {}
        let mut marker = 0xFF;
        while marker == 0xFF {
            marker = rest.byte()?;
        }
        match marker {
            0xFE | 0xE1 | 0xED => return Some(true),
            0xD9 => return Some(false),
            0x00 | 0x01 | 0xD0..=0xD8 => {}
            _ => {
                let length = rest.big(2)?;
                rest.take(length.checked_sub(2)?)?;
            }
        }
    }
}

fn png(mut rest: Rest<'_>) -> Option<bool> {
    rest.take(PNG.len())?;
    loop {
        let length = rest.big(4)?;
        match rest.take(4)? {
            b"tEXt" | b"zTXt" | b"iTXt" | b"tIME" | b"eXIf" => return Some(true),
            b"IEND" => return Some(false),
            _ => rest.take(length.checked_add(4)?)?,
        };
    }
}

/// A comment, or an application block that holds XMP.
fn gif(mut rest: Rest<'_>) -> Option<bool> {
    rest.take(10)?;
    let flags = rest.byte()?;
    rest.take(2)?;
    rest.colours(flags)?;
    loop {
        match rest.byte()? {
            0x21 => match rest.byte()? {
                0xFE => return Some(true),
                0xFF => {
                    let length = rest.byte()?;
                    if rest.take(usize::from(length))?.starts_with(b"XMP Data") {
                        return Some(true);
                    }
                    rest.blocks()?;
                }
                _ => rest.blocks()?,
            },
            0x2C => {
                rest.take(8)?;
                let flags = rest.byte()?;
                rest.colours(flags)?;
                rest.byte()?;
                rest.blocks()?;
            }
            _ => return Some(false),
        }
    }
}

fn webp(mut rest: Rest<'_>) -> Option<bool> {
    rest.take(12)?;
    loop {
        let Some(kind) = rest.take(4) else { return Some(false) };
        if matches!(kind, b"EXIF" | b"XMP ") {
            return Some(true);
        }
        let length = u32::from_le_bytes(rest.take(4)?.try_into().ok()?);
        let length = usize::try_from(length).ok()?;
        rest.take(length.checked_add(length % 2)?)?;
    }
}

/// What of a file is still to be looked at.
struct Rest<'a>(&'a [u8]);

impl<'a> Rest<'a> {
    fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(count)?;
        self.0 = rest;
        Some(taken)
    }

    fn byte(&mut self) -> Option<u8> {
        self.take(1)?.first().copied()
    }

    /// A number whose first byte weighs most.
    fn big(&mut self, bytes: usize) -> Option<usize> {
        let digits = self.take(bytes)?;
        digits
            .iter()
            .try_fold(0_usize, |number, digit| number.checked_mul(256)?.checked_add(usize::from(*digit)))
    }

    /// A table of colours of a GIF, where there is one.
    fn colours(&mut self, flags: u8) -> Option<()> {
        let size = if flags & 0x80 == 0 { 0 } else { 3 << ((flags & 7) + 1) };
        self.take(size)?;
        Some(())
    }

    /// The blocks of a GIF until an empty one.
    fn blocks(&mut self) -> Option<()> {
        loop {
            let length = self.byte()?;
            if length == 0 {
                return Some(());
            }
            self.take(usize::from(length))?;
        }
    }
}
