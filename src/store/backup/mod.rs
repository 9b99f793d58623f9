//! Backups: one file of everything that is kept, made from either database while it is used, restored into either.
//!
//! The file is lines of JSON: a header, then each table as its name with its columns and a line per row, and an end
//! with the number of rows and a digest of all that stands before it, so that a file that was cut off or damaged is
//! refused. Sessions and half-made grants are left out: who signs in after a restore signs in anew.

mod file;
mod row;
mod table;

#[cfg(test)]
mod tests;

use std::path::Path;

use anyhow::{Context as _, anyhow, ensure};
use sea_orm::EntityTrait as _;
use serde::{Deserialize, Serialize};

use super::tx::failed;
use super::{Database, Tx, member, number, post};
use crate::base::error::Result;
use file::{Line, Reader, Writer};

/// What the first line of every backup says it is.
const FORMAT: &str = "anamnesis-backup";
/// Version of the form of the file; grows when a reader must know about a change.
const VERSION: u32 = 1;
/// Rows that are read or written at once. A row with a long story has about 100 kB.
const BATCH: u64 = 100;

/// The first line: where a backup comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Header {
    format: String,
    version: u32,
    /// Newest migration of the database it was made from.
    pub schema: String,
    /// Domain of the server it was made from.
    pub domain: String,
    /// When it was made, in seconds; whole minutes.
    pub made_at: i64,
    /// The last number that was drawn.
    last_number: i64,
}

/// What a backup or a restore did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Done {
    /// The first line of the file.
    pub header: Header,
    /// How many rows were written.
    pub rows: u64,
}

/// Writes everything that is kept to `path`, as it was at one moment, `made_at`; other processes go on writing
/// meanwhile. The file appears whole or not at all, replaces one of that name, and only its owner can read it.
///
/// # Errors
/// `Internal` with the reason in words when the database can't be read or the file can't be written.
pub async fn write(db: &Database, path: &Path, domain: &str, made_at: i64) -> Result<Done> {
    if db.count_waiting_migrations().await? > 0 {
        let reason =
            "the database waits for migrations: back it up with the version of Anamnesis that used it last";
        return Err(anyhow!(reason).into());
    }
    let snapshot = db.snapshot().await?;
    let header = Header {
        format: FORMAT.to_owned(),
        version: VERSION,
        schema: migrations::newest(),
        domain: domain.to_owned(),
        made_at,
        last_number: number::last(&snapshot).await?,
    };
    let mut writer = Writer::create(path)?;
    writer.line(&header)?;
    for name in table::NAMES {
        Box::pin(table::write(name, &snapshot, &mut writer)).await?;
    }
    let rows = writer.finish()?;
    snapshot.rollback().await.map_err(failed("closing the snapshot"))?;
    Ok(Done { header, rows })
}

/// Puts the content of the backup at `path` in the place of everything in the database, which has the newest schema.
/// Nothing is changed unless `tx` is committed.
///
/// # Errors
/// `Internal` with the reason in words: the file is none of ours, damaged, from another version or another domain
/// than `domain`, or the database has members or posts and `replace` is not set.
pub async fn restore(tx: &Tx, path: &Path, domain: &str, replace: bool) -> Result<Done> {
    let mut reader = Reader::open(path)?;
    let header = read_header(&mut reader, domain)?;
    if !replace && is_used(tx).await? {
        let reason = "the database has members or posts already; --replace puts the backup in their place";
        return Err(anyhow!(reason).into());
    }
    for name in table::NAMES.iter().rev() {
        table::clear(name, tx).await?;
    }
    let rows = Box::pin(insert_rows(tx, &mut reader)).await?;
    number::raise(&**tx, header.last_number).await?;
    Ok(Done { header, rows })
}

fn read_header(reader: &mut Reader, domain: &str) -> anyhow::Result<Header> {
    let first = reader.first_line()?;
    let header: Header = serde_json::from_str(&first).context("this is no backup of Anamnesis")?;
    ensure!(header.format == FORMAT, "this is no backup of Anamnesis");
    ensure!(
        header.version == VERSION,
        "this backup has form {} and this program reads form {VERSION}: use the version of Anamnesis that made it",
        header.version
    );
    let schema = migrations::newest();
    ensure!(
        header.schema == schema,
        "this backup has the tables of {} and this program those of {schema}: restore it with the version of Anamnesis \
         that made it, and upgrade then",
        header.schema
    );
    ensure!(
        header.domain == domain,
        "this is a backup of {} and this server is {domain}: addresses of stories and members hold the domain for \
         ever, so it can be restored there only",
        header.domain
    );
    Ok(header)
}

/// Whether there is anything that a restore would overwrite. A server that has only been started has nothing.
async fn is_used(tx: &Tx) -> Result<bool> {
    let member = member::Entity::find().one(&**tx).await.map_err(failed("looking for members"))?;
    let post = post::Entity::find().one(&**tx).await.map_err(failed("looking for posts"))?;
    Ok(member.is_some() || post.is_some())
}

/// Inserts all rows, a batch at a time, and sees that the file is whole.
async fn insert_rows(tx: &Tx, reader: &mut Reader) -> Result<u64> {
    let mut current: Option<(String, Vec<String>)> = None;
    let mut batch = Vec::new();
    loop {
        let line = reader.next_line()?;
        let ends_batch = !matches!(line, Line::Row(_)) || batch.len() >= usize::try_from(BATCH).unwrap_or(1);
        if let Some((name, columns)) = current.as_ref().filter(|_| ends_batch && !batch.is_empty()) {
            table::insert(name, tx, columns, &batch).await?;
            batch.clear();
        }
        match line {
            Line::Table { table, columns } => current = Some((table, columns)),
            Line::Row(row) if current.is_some() => batch.push(row),
            Line::Row(_) => return Err(anyhow!("the backup is damaged: a row without a table").into()),
            Line::End { .. } => return Ok(reader.rows()),
        }
    }
}
