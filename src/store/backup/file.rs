//! The file of a backup: lines out and in, counted and digested on the way.

use std::fs::{self, File, OpenOptions};
use std::io::{BufRead as _, BufReader, BufWriter, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, anyhow, bail, ensure};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::base::digest::Running;

/// One line below the header.
#[derive(Debug, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Line {
    /// A row of the table that was named last.
    Row(Vec<Value>),
    /// The rows that follow belong to this table.
    Table {
        /// Its name.
        table: String,
        /// What stands in each row, in this order.
        columns: Vec<String>,
    },
    /// The last line.
    End {
        /// How many rows there are.
        rows: u64,
        /// Digest of all bytes before this line.
        sha256: String,
    },
}

/// Writes a backup beside its place, and moves it there when it is whole and on the disk.
pub struct Writer {
    out: BufWriter<File>,
    digest: Running,
    rows: u64,
    place: PathBuf,
    draft: PathBuf,
}

impl Writer {
    /// Begins a file that will stand at `place`.
    pub fn create(place: &Path) -> Result<Self> {
        let name = place.file_name().with_context(|| format!("{} names no file", place.display()))?;
        let draft = place.with_file_name(format!(".{}.{}.part", name.display(), std::process::id()));
        let _ = fs::remove_file(&draft);
        let file = OpenOptions::new()
            .write(true)
            .create_new(true)
            // Keys, hashes of passphrases and what nobody else may read: only for who makes it.
            .mode(0o600)
            .open(&draft)
            .with_context(|| format!("making {}", draft.display()))?;
        let out = BufWriter::new(file);
        Ok(Self { out, digest: Running::default(), rows: 0, place: place.to_path_buf(), draft })
    }

    /// Writes one line.
    pub fn line(&mut self, line: &impl Serialize) -> Result<()> {
        let mut bytes = serde_json::to_vec(line)?;
        // Only rows are lists.
        self.rows += u64::from(bytes.first() == Some(&b'['));
        bytes.push(b'\n');
        self.digest.update(&bytes);
        self.out.write_all(&bytes).with_context(|| format!("writing {}", self.draft.display()))
    }

    /// Writes the last line and puts the file in its place. Gives the number of rows.
    pub fn finish(mut self) -> Result<u64> {
        let rows = self.rows;
        let sha256 = std::mem::take(&mut self.digest).finish();
        self.line(&Line::End { rows, sha256 })?;
        self.put_in_place().with_context(|| format!("writing {}", self.place.display()))?;
        Ok(rows)
    }

    fn put_in_place(&mut self) -> std::io::Result<()> {
        self.out.flush()?;
        self.out.get_ref().sync_all()?;
        fs::rename(&self.draft, &self.place)?;
        let folder = self.place.parent().filter(|folder| !folder.as_os_str().is_empty());
        File::open(folder.unwrap_or(Path::new(".")))?.sync_all()
    }
}

impl Drop for Writer {
    /// What was begun and not put in its place does not stay behind.
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.draft);
    }
}

/// Reads a backup line by line, and sees at its end that it is whole.
pub struct Reader {
    lines: BufReader<File>,
    digest: Running,
    rows: u64,
}

impl Reader {
    /// Opens the file at `path`.
    pub fn open(path: &Path) -> Result<Self> {
        let file = File::open(path).with_context(|| format!("opening {}", path.display()))?;
        Ok(Self { lines: BufReader::new(file), digest: Running::default(), rows: 0 })
    }

    /// The header, as text.
    pub fn first_line(&mut self) -> Result<String> {
        let text = self.text()?;
        self.digest.update(text.as_bytes());
        Ok(text)
    }

    /// The next line below the header. The last one is given only if the file is whole.
    pub fn next_line(&mut self) -> Result<Line> {
        let text = self.text()?;
        ensure!(text.ends_with('\n'), "the backup was cut off after {} rows", self.rows);
        let line = serde_json::from_str(&text).context("the backup is damaged: a line can't be read")?;
        match &line {
            Line::Row(_) => self.rows += 1,
            Line::Table { .. } => {}
            Line::End { rows, sha256 } => self.check_end(*rows, sha256)?,
        }
        self.digest.update(text.as_bytes());
        Ok(line)
    }

    /// How many rows were read.
    pub fn rows(&self) -> u64 {
        self.rows
    }

    fn text(&mut self) -> Result<String> {
        let mut text = String::new();
        self.lines.read_line(&mut text).map_err(|cause| anyhow!(cause).context("reading the backup"))?;
        Ok(text)
    }

    fn check_end(&mut self, rows: u64, sha256: &str) -> Result<()> {
        if rows != self.rows || self.digest.clone().finish() != sha256 {
            bail!("the backup is damaged: it is not what was written");
        }
        ensure!(self.text()?.is_empty(), "the backup is damaged: something stands after its end");
        Ok(())
    }
}
