//! Numbers for rows: 63 bits, growing with time, with random gaps.
//!
//! Clients read them as decimal strings and compare by length, then text, so they never go back. The minute
//! stands in the high bits, a counter with random gaps in the low ones: they tell no more than the minute.
//! The counter's row stays locked until the transaction ends, so that no reader sees a number before a lower
//! one that is still being written.

use sea_orm::sea_query::{Expr, ExprTrait, Query};

use super::Conn;
use super::tx::failed;
use crate::base::clock::Clock;
use crate::base::error::Result;
use crate::base::random::Random;

/// Bits below the minute. Numbers stay below 2⁵³ until the year 2225, for clients that read them as floats.
const LOW_BITS: u32 = 26;
/// Largest gap between two numbers of the same minute: room for 130,000 a minute before the next one is borrowed.
const MAX_GAP: u32 = 1024;

#[derive(sea_orm::DeriveIden)]
enum Counter {
    Table,
    Name,
    Last,
}

/// The next number. Draw it in the transaction that uses it.
pub async fn next(tx: &impl Conn, clock: &Clock, random: &Random) -> Result<i64> {
    let gap = i64::from(random.below(MAX_GAP)) + 1;
    draw(tx, floor(clock.now().timestamp()), gap).await
}

/// The next `count` numbers, in order; as good as drawn one by one, with one statement.
pub async fn next_many(tx: &impl Conn, clock: &Clock, random: &Random, count: usize) -> Result<Vec<i64>> {
    let gaps: Vec<i64> = (0..count).map(|_| i64::from(random.below(MAX_GAP)) + 1).collect();
    let all: i64 = gaps.iter().sum();
    let before = draw(tx, floor(clock.now().timestamp()), all).await? - all;
    let mut last = before;
    Ok(gaps
        .into_iter()
        .map(|gap| {
            last += gap;
            last
        })
        .collect())
}

/// A number for a post that was published elsewhere at `published_at` (seconds), in the past: it sorts there, so
/// that old posts that arrive late don't flood the timelines. Its low bits are random.
pub fn at(published_at: i64, random: &Random) -> i64 {
    floor(Ord::max(published_at, 0)) + i64::from(random.below(1 << LOW_BITS))
}

/// The smallest number of the minute that a time (seconds) falls into.
pub fn floor(seconds: i64) -> i64 {
    (seconds.div_euclid(60)) << LOW_BITS
}

/// The minute (seconds since 1970) in which a number was drawn; a little later where more were drawn than fit.
pub const fn minute_of(number: i64) -> i64 {
    (number >> LOW_BITS) * 60
}

/// A number of the week (Monday to Sunday, UTC) before the one in which `now` (seconds) lies, at random: it tells the week
/// and no more.
pub fn of_week_before(now: i64, random: &Random) -> i64 {
    const WEEK: i64 = 7 * 86_400;
    const MINUTES_OF_A_WEEK: u32 = 7 * 24 * 60;
    at(week_of(now) - WEEK + 60 * i64::from(random.below(MINUTES_OF_A_WEEK)), random)
}

/// When the week began (Monday, UTC) in which a time lies, both in seconds.
pub const fn week_of(seconds: i64) -> i64 {
    const DAY: i64 = 86_400;
    // The first of January 1970 was a Thursday.
    seconds - (seconds + 3 * DAY).rem_euclid(7 * DAY)
}

/// The last number that was drawn, as this connection sees it.
pub async fn last(conn: &impl Conn) -> Result<i64> {
    let statement = Query::select()
        .column(Counter::Last)
        .from(Counter::Table)
        .and_where(ExprTrait::eq(Expr::col(Counter::Name), "id"))
        .to_owned();
    let row = conn.query_one(&statement).await.map_err(failed("reading the last number"))?;
    let row = row.ok_or_else(|| anyhow::anyhow!("the counter's row is missing"))?;
    row.try_get("", "last").map_err(failed("reading the last number"))
}

/// Numbers that are drawn from now on are greater than `last`: numbers never come twice, also after a restore.
pub async fn raise(tx: &impl Conn, last: i64) -> Result<()> {
    let statement = Query::update()
        .table(Counter::Table)
        .value(Counter::Last, last)
        .and_where(ExprTrait::eq(Expr::col(Counter::Name), "id"))
        .and_where(ExprTrait::lt(Expr::col(Counter::Last), last))
        .to_owned();
    tx.execute(&statement).await.map_err(failed("raising the last number"))?;
    Ok(())
}

async fn draw(tx: &impl Conn, floor: i64, gap: i64) -> Result<i64> {
    let last = || Expr::col(Counter::Last);
    let from: Expr = Expr::case(ExprTrait::lt(last(), floor), floor).finally(last()).into();
    let statement = Query::update()
        .table(Counter::Table)
        .value(Counter::Last, ExprTrait::add(from, gap))
        .and_where(ExprTrait::eq(Expr::col(Counter::Name), "id"))
        .returning(Query::returning().column(Counter::Last))
        .to_owned();
    let row = tx.query_one(&statement).await.map_err(failed("drawing a number"))?;
    let row = row.ok_or_else(|| anyhow::anyhow!("the counter's row is missing"))?;
    row.try_get("", "last").map_err(failed("drawing a number"))
}
