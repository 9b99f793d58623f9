//! Numbers for rows: 63 bits, growing with time, with random gaps.
//!
//! Clients read them as decimal strings and compare by length, then text, so they never go back. The minute
//! stands in the high bits, a counter with random gaps in the low ones: they tell no more than the minute.
//! The counter's row stays locked until the transaction ends, so that no reader sees a number before a lower
//! one that is still being written.

use sea_orm::{FromQueryResult, Statement, Value};

use super::Conn;
use super::tx::failed;
use crate::base::clock::Clock;
use crate::base::error::Result;
use crate::base::random::Random;

/// Bits below the minute. Numbers stay below 2⁵³ until the year 2225, for clients that read them as floats.
const LOW_BITS: u32 = 26;
/// Largest gap between two numbers of the same minute: room for 130,000 a minute before the next one is borrowed.
const MAX_GAP: u32 = 1024;

#[derive(FromQueryResult)]
struct Last {
    last: i64,
}

/// The next number. Draw it in the transaction that uses it.
pub async fn next(tx: &impl Conn, clock: &Clock, random: &Random) -> Result<i64> {
    let gap = i64::from(random.below(MAX_GAP)) + 1;
    draw(tx, floor(clock.now().timestamp()), gap).await
}

/// A number for a post that was published elsewhere at `published_at` (seconds), in the past: it sorts there, so
/// that old posts that arrive late don't flood the timelines. Its low bits are random.
pub fn at(published_at: i64, random: &Random) -> i64 {
    floor(published_at.max(0)) + i64::from(random.below(1 << LOW_BITS))
}

/// The smallest number of the minute that a time (seconds) falls into.
pub fn floor(seconds: i64) -> i64 {
    (seconds.div_euclid(60)) << LOW_BITS
}

async fn draw(tx: &impl Conn, floor: i64, gap: i64) -> Result<i64> {
    let sql = "UPDATE counter SET last = CASE WHEN last < $1 THEN $1 ELSE last END + $2 WHERE name = 'id' RETURNING last";
    let values: [Value; 2] = [floor.into(), gap.into()];
    let statement = Statement::from_sql_and_values(tx.get_database_backend(), sql, values);
    let row = tx.query_one_raw(statement).await.map_err(failed("drawing a number"))?;
    let last =
        row.map(|row| Last::from_query_result(&row, "")).transpose().map_err(failed("drawing a number"))?;
    last.map(|row| row.last).ok_or_else(|| anyhow::anyhow!("the counter's row is missing").into())
}
