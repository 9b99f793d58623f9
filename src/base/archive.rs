//! An archive in the ZIP format (PKWARE's APPNOTE, 6.3), made file by file, so that it can be sent while it is made.
//!
//! Files are stored as they are: pictures are small already, and words are few. No time stands in it. It is as large as
//! the format allows without its later additions: 4 GiB and 65 535 files.

use std::sync::LazyLock;

use anyhow::{Context as _, anyhow};

use super::error::Result;

/// Version 2.0 of the format: what stores files needs no more.
const NEEDS: u16 = 20;
/// Names are UTF-8.
const FLAGS: u16 = 0x0800;
/// The first day that the format knows, in place of a time: 1 January 1980.
const NO_DAY: u16 = 0x0021;

/// An archive that is being made.
#[derive(Debug, Default)]
pub struct Archive {
    /// How many bytes were given out.
    length: u32,
    files: Vec<Entry>,
}

#[derive(Debug)]
struct Entry {
    name: String,
    sum: u32,
    size: u32,
    at: u32,
}

impl Archive {
    /// The bytes of one more file, to be sent after those before. A name may have folders, parted by `/`.
    ///
    /// # Errors
    /// Fails where the archive would be larger than the format allows.
    pub fn file(&mut self, name: &str, content: &[u8]) -> Result<Vec<u8>> {
        let size = small(content.len())?;
        let entry = Entry { name: name.to_owned(), sum: sum(content), size, at: self.length };
        let mut out = Vec::with_capacity(content.len().saturating_add(64));
        out.extend(0x0403_4b50_u32.to_le_bytes());
        entry.describe(&mut out)?;
        out.extend(name.as_bytes());
        out.extend(content);
        let length = self.length.checked_add(small(out.len())?).context("an archive over 4 GiB")?;
        self.length = length;
        self.files.push(entry);
        Ok(out)
    }

    /// The list of files, which ends the archive.
    ///
    /// # Errors
    /// Fails where the archive would be larger than the format allows.
    pub fn end(self) -> Result<Vec<u8>> {
        let mut out = Vec::new();
        for entry in &self.files {
            out.extend(0x0201_4b50_u32.to_le_bytes());
            out.extend(NEEDS.to_le_bytes());
            entry.describe(&mut out)?;
            // No comment, disk 0, no attributes of any system.
            out.extend([0; 10]);
            out.extend(entry.at.to_le_bytes());
            out.extend(entry.name.as_bytes());
        }
        let size = small(out.len())?;
        let count = u16::try_from(self.files.len())
            .map_err(|error| anyhow!("an archive of too many files: {error}"))?;
        out.extend(0x0605_4b50_u32.to_le_bytes());
        out.extend([0; 4]);
        out.extend(count.to_le_bytes());
        out.extend(count.to_le_bytes());
        out.extend(size.to_le_bytes());
        out.extend(self.length.to_le_bytes());
        out.extend([0; 2]);
        Ok(out)
    }
}

impl Entry {
    /// What stands before a file and in the list alike, up to the length of what else is said, which is nothing.
    fn describe(&self, out: &mut Vec<u8>) -> Result<()> {
        let name = u16::try_from(self.name.len()).map_err(|error| anyhow!("a name too long: {error}"))?;
        for half in [NEEDS, FLAGS, 0, 0, NO_DAY] {
            out.extend(half.to_le_bytes());
        }
        for whole in [self.sum, self.size, self.size] {
            out.extend(whole.to_le_bytes());
        }
        out.extend(name.to_le_bytes());
        out.extend([0; 2]);
        Ok(())
    }
}

fn small(length: usize) -> Result<u32> {
    Ok(u32::try_from(length).map_err(|error| anyhow!("an archive over 4 GiB: {error}"))?)
}

/// CRC-32 as the format wants it (ISO 3309).
fn sum(content: &[u8]) -> u32 {
    let step = |sum: u32, byte: &u8| {
        let place = usize::try_from((sum ^ u32::from(*byte)) & 0xff).unwrap_or_default();
        (sum >> 8) ^ TABLE.get(place).copied().unwrap_or_default()
    };
    !content.iter().fold(u32::MAX, step)
}

/// What each byte adds to the sum.
static TABLE: LazyLock<Vec<u32>> = LazyLock::new(|| {
    let step = |sum: u32, _| if sum & 1 == 1 { (sum >> 1) ^ 0xedb8_8320 } else { sum >> 1 };
    (0..=0xff_u32).map(|byte| (0..8).fold(byte, step)).collect()
});

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sum_is_the_one_of_the_standard() {
        assert_eq!(sum(b"123456789"), 0xcbf4_3926);
        assert_eq!(sum(b""), 0);
    }

    #[test]
    fn every_file_stands_where_the_list_says() {
        let mut archive = Archive::default();
        let mut all = archive.file("index.html", b"<p>hello</p>").unwrap();
        let second = all.len();
        all.extend(archive.file("pictures/絵.webp", &[1, 2, 3]).unwrap());
        let list = all.len();
        all.extend(archive.end().unwrap());
        let at = |place: usize| u32::from_le_bytes(all[place..place + 4].try_into().unwrap());
        assert_eq!((at(0), at(second), at(list)), (0x0403_4b50, 0x0403_4b50, 0x0201_4b50));
        let end = all.len() - 22;
        assert_eq!((at(end), usize::try_from(at(end + 16)).unwrap()), (0x0605_4b50, list));
        let listed_second = list + 46 + "index.html".len();
        assert_eq!(usize::try_from(at(listed_second + 42)).unwrap(), second);
    }
}
