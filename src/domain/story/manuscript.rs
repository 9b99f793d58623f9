//! Manuscripts: what somebody has typed of a story that is not told yet, or of a change of one, so that it outlives a reload
//! and a way back.
//!
//! It is sealed under a secret that only the browser holds, and the row is found by a hash of that secret: the database
//! says neither what is in it nor whose it is. It is forgotten when the story is told, on request, or after a day or two.

use anyhow::Context as _;
use chrono::TimeDelta;
use serde::{Deserialize, Serialize};

use crate::app::App;
use crate::base::digest;
use crate::base::error::{Error, Result};
use crate::base::limit::{AddressHash, Deed};
use crate::base::seal::SealKey;
use crate::store::manuscript;

/// How long it is kept at least after it was last changed.
const KEPT: TimeDelta = TimeDelta::days(1);
const DAY: i64 = 24 * 3600;
/// What the key is for.
const PURPOSE: &str = "manuscript";

/// What was typed, with who began it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manuscript {
    /// The account of the member who writes it; none where nobody was signed in.
    pub whose: Option<i64>,
    /// The story that is being changed; none for a new one.
    #[serde(default)]
    pub story: Option<i64>,
    /// Names of fields, and what stands in them.
    pub fields: Vec<(String, String)>,
}

/// Keeps a manuscript, and gives the secret that finds it again: the same as before where there was one. None where so
/// many were begun from one place that this one cannot be kept; nothing is lost then but a reload.
pub async fn keep(
    app: &App,
    secret: Option<&str>,
    written: &Manuscript,
    from: AddressHash,
) -> Result<Option<String>> {
    let known = match secret {
        Some(secret) if find(app, secret, written.whose).await?.is_some() => Some(secret.to_owned()),
        Some(_) | None => None,
    };
    let secret = match known {
        Some(secret) => secret,
        None => match app.limits.check(Deed::Manuscript, from) {
            Ok(_) => app.random.secret(),
            Err(Error::TooMany { .. }) => return Ok(None),
            Err(error) => return Err(error),
        },
    };
    let open = serde_json::to_vec(written).context("writing a manuscript")?;
    let row = manuscript::Manuscript {
        secret_hash: hash(&secret),
        sealed: key(&secret)?.close(&app.random, &open)?,
        expires_at: end_of_day(app.now() + KEPT.num_seconds()),
    };
    let tx = app.db.begin().await?;
    manuscript::put(&tx, row).await?;
    tx.commit().await?;
    Ok(Some(secret))
}

/// What is kept under a secret, for who may see it: the member who wrote it, and where nobody was signed in, whoever
/// has the secret.
pub async fn find(app: &App, secret: &str, whose: Option<i64>) -> Result<Option<Manuscript>> {
    let Some(row) = manuscript::find(app.read(), &hash(secret), app.now()).await? else { return Ok(None) };
    let open = key(secret)?.open(&row.sealed);
    let read = open.and_then(|open| serde_json::from_slice::<Manuscript>(&open).ok());
    Ok(read.filter(|read| read.whose.is_none() || read.whose == whose))
}

/// Forgets what is kept under a secret.
pub async fn forget(app: &App, secret: &str) -> Result<()> {
    let tx = app.db.begin().await?;
    manuscript::delete(&tx, &hash(secret)).await?;
    tx.commit().await
}

fn key(secret: &str) -> Result<SealKey> {
    SealKey::of(secret.as_bytes(), PURPOSE)
}

fn hash(secret: &str) -> String {
    digest::sha256_hex(&[b"manuscript", secret.as_bytes()])
}

/// Times of people are coarse: all that is forgotten on one day runs out in the same second.
fn end_of_day(seconds: i64) -> i64 {
    (seconds.div_euclid(DAY) + 1) * DAY
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::testing::fresh_on_each;

    fn written(whose: Option<i64>, text: &str) -> Manuscript {
        Manuscript { whose, story: None, fields: vec![("text".to_owned(), text.to_owned())] }
    }

    #[tokio::test]
    async fn only_the_secret_and_its_member_open_a_manuscript() {
        for app in fresh_on_each().await {
            let from = app.limits.name("here");
            let first = written(Some(7), "quiet days");
            let secret = keep(&app, None, &first, from).await.unwrap().unwrap();
            assert_eq!(find(&app, &secret, Some(7)).await.unwrap(), Some(first));
            assert_eq!(find(&app, &secret, Some(8)).await.unwrap(), None);
            assert_eq!(find(&app, &secret, None).await.unwrap(), None);
            assert_eq!(find(&app, &app.random.secret(), Some(7)).await.unwrap(), None);
            let rows = app.db.rows("manuscript", 0, 10).await.unwrap();
            assert_eq!(rows.len(), 1);
            assert!(!rows[0].to_string().contains("quiet"), "{rows:?}");

            let second = written(Some(7), "quieter days");
            assert_eq!(keep(&app, Some(&secret), &second, from).await.unwrap().as_ref(), Some(&secret));
            assert_eq!(find(&app, &secret, Some(7)).await.unwrap(), Some(second));
            let other = keep(&app, Some(&secret), &written(None, "another"), from).await.unwrap().unwrap();
            assert_ne!(other, secret, "what is another's stays as it is");
            assert!(find(&app, &other, Some(8)).await.unwrap().is_some(), "who signs in later goes on");
            forget(&app, &secret).await.unwrap();
            assert_eq!(find(&app, &secret, Some(7)).await.unwrap(), None);
        }
    }

    #[tokio::test]
    async fn a_manuscript_runs_out_after_a_day_or_two_and_one_place_begins_so_many() {
        for app in fresh_on_each().await {
            let from = app.limits.name("here");
            let secret = keep(&app, None, &written(None, "quiet"), from).await.unwrap().unwrap();
            app.pass(DAY - 1);
            assert!(find(&app, &secret, None).await.unwrap().is_some());
            app.pass(DAY + 1);
            assert_eq!(find(&app, &secret, None).await.unwrap(), None);
            let tx = app.db.begin().await.unwrap();
            manuscript::delete_expired(&tx, app.now()).await.unwrap();
            tx.commit().await.unwrap();
            assert_eq!(app.count("manuscript").await, 0);
            for _ in 0..30 {
                keep(&app, None, &written(None, "quiet"), from).await.unwrap();
            }
            assert_eq!(keep(&app, None, &written(None, "quiet"), from).await.unwrap(), None);
        }
    }
}
