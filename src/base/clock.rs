//! Time: the only place that asks the machine what time it is.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use chrono::{DateTime, Datelike as _, NaiveDate, Utc};

/// Where the server takes the time from; passed around in `App`, so that tests can set it.
#[derive(Debug, Clone, Default)]
pub enum Clock {
    /// The machine's clock.
    #[default]
    System,
    /// A clock that stands still until a test moves it; seconds since 1970.
    Fixed(Arc<AtomicI64>),
}

impl Clock {
    /// A clock that stands at `at` until it is moved.
    pub fn fixed(at: DateTime<Utc>) -> Self {
        Self::Fixed(Arc::new(AtomicI64::new(at.timestamp())))
    }

    /// The present moment. For anything that lasts or leaves use a coarser reading ([`minute`], [`week`], [`month`]).
    #[expect(clippy::disallowed_methods, reason = "this is the clock")]
    pub fn now(&self) -> DateTime<Utc> {
        match self {
            Self::System => Utc::now(),
            Self::Fixed(seconds) => {
                DateTime::from_timestamp(seconds.load(Ordering::Relaxed), 0).unwrap_or_default()
            }
        }
    }
}

/// The minute a time falls into. Nothing more exact about a person's doings is kept or sent.
pub fn minute(at: DateTime<Utc>) -> DateTime<Utc> {
    let seconds = at.timestamp();
    DateTime::from_timestamp(seconds - seconds.rem_euclid(60), 0).unwrap_or_default()
}

/// The ISO week a time falls into, e.g. `2026-W47`: as exact as lasting rows about people get.
pub fn week(at: DateTime<Utc>) -> String {
    at.format("%G-W%V").to_string()
}

/// The first day of a week that is written as [`week`] writes it.
pub fn monday_of(week: &str) -> Option<NaiveDate> {
    NaiveDate::parse_from_str(&format!("{week}-1"), "%G-W%V-%u").ok()
}

/// The first moment of the week a time falls into, for clients that want a moment where a week is all that is kept.
pub fn monday(at: DateTime<Utc>) -> DateTime<Utc> {
    const DAY: i64 = 86_400;
    let day = at.timestamp().div_euclid(DAY) - i64::from(at.weekday().num_days_from_monday());
    DateTime::from_timestamp(day * DAY, 0).unwrap_or_default()
}

/// The day a time falls into, e.g. `2026-11-28`: for what servers do, never for what people do.
pub fn day(at: DateTime<Utc>) -> String {
    at.format("%Y-%m-%d").to_string()
}

/// The month a time falls into, e.g. `2026-11`.
pub fn month(at: DateTime<Utc>) -> String {
    at.format("%Y-%m").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_week_begins_on_monday_at_midnight() {
        let at = |text: &str| text.parse::<DateTime<Utc>>().unwrap();
        for moment in ["2026-11-23T00:00:00Z", "2026-11-28T18:20:31Z", "2026-11-29T23:59:59Z"] {
            assert_eq!(monday(at(moment)), at("2026-11-23T00:00:00Z"), "{moment}");
        }
    }

    #[test]
    fn times_are_cut_to_the_minute_the_week_and_the_month() {
        let at: DateTime<Utc> = "2026-01-01T23:59:59.9Z".parse().unwrap();
        assert_eq!(minute(at).to_rfc3339(), "2026-01-01T23:59:00+00:00");
        assert_eq!(week(at), "2026-W01");
        assert_eq!(month(at), "2026-01");
        assert_eq!(day(at), "2026-01-01");
    }
}
