//! What other servers answer to who left: read with words that were shown once, until nobody is asked any more.
//!
//! Several members who leave at once share their words, and each has a hash of its own: the rows say nothing of one another.

use crate::app::App;
use crate::base::digest::sha256_hex;
use crate::base::error::Result;
use crate::domain::auth::{recovery, ring};
use crate::domain::post::receipt::Servers;
use crate::store::departure::{self, Departure};
use crate::store::{Conn, Tx, delivery_to, former};

/// How far the requests to delete are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Farewell {
    /// Servers are asked; none while it is not yet worked out which.
    Asked(Option<Servers>),
    /// Nothing is left here: every server that was asked took the request, or none had to be asked.
    AllTook,
    /// Nothing is left here: some servers had not taken the request when they were asked for the last time.
    SomeDidNot,
}

/// The hashes that words may have, one for each member who leaves with them.
pub(super) fn hashes(words: &str) -> Vec<String> {
    let words = recovery::normal(words);
    let hash = |number: usize| sha256_hex(&[b"left", words.as_bytes(), number.to_string().as_bytes()]);
    (0..=ring::MOST).map(hash).collect()
}

/// What these words lead to.
pub async fn find(app: &App, words: &str) -> Result<Option<Farewell>> {
    let hashes = hashes(words);
    let rows = departure::list_by_words(app.read(), &hashes).await?;
    if !rows.is_empty() {
        return Ok(Some(Farewell::Asked(servers(app.read(), &rows).await?)));
    }
    let digests = |is_taken| hashes.iter().map(move |hash| digest_of_end(hash, is_taken)).collect::<Vec<_>>();
    if !former::list(app.read(), &digests(false)).await?.is_empty() {
        return Ok(Some(Farewell::SomeDidNot));
    }
    let took = former::list(app.read(), &digests(true)).await?;
    Ok((!took.is_empty()).then_some(Farewell::AllTook))
}

/// What servers answer to the requests of these members; none while it is not yet worked out for one of them whom to ask.
pub(super) async fn servers(conn: &impl Conn, rows: &[Departure]) -> Result<Option<Servers>> {
    let mut progress = Vec::new();
    for row in rows {
        if row.delivery_id.is_none() {
            return Ok(None);
        }
        progress.extend(delivery_to::list_urgent_progress(conn, row.account_id).await?);
    }
    Ok(Some(Servers::of_all(progress)))
}

/// Remembers of the words of who left how it ended.
pub(super) async fn end(tx: &Tx, words_hash: &str, is_taken: bool) -> Result<()> {
    former::insert(tx, digest_of_end(words_hash, is_taken)).await
}

fn digest_of_end(words_hash: &str, is_taken: bool) -> String {
    let end: &[u8] = if is_taken { b"all took" } else { b"some did not" };
    sha256_hex(&[end, words_hash.as_bytes()])
}
