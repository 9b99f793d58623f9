//! Times as clients can read them.
//!
//! Some clients take nothing but three digits of seconds' parts and a `Z`, and fall back to "now" without a
//! word when they see anything else.

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime};

/// The last second that has a year of four digits: what is set to end later is told as this.
const LAST: i64 = 253_402_300_799;

/// `2026-11-22T10:15:00.000Z` for seconds since 1970.
pub fn moment(seconds: i64) -> String {
    DateTime::from_timestamp(seconds.min(LAST), 0)
        .unwrap_or_default()
        .format("%Y-%m-%dT%H:%M:%S.000Z")
        .to_string()
}

/// `2026-11-22`: some fields are days.
pub fn day(seconds: i64) -> String {
    DateTime::from_timestamp(seconds, 0).unwrap_or_default().format("%Y-%m-%d").to_string()
}

/// The first moment of a month such as `2026-11`: nobody's first day here is kept more exactly.
pub fn first_of(month: &str) -> String {
    let is_month = month.len() == 7 && month.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
    if is_month { format!("{month}-01T00:00:00.000Z") } else { moment(0) }
}

/// The first moment of a day such as `2026-11-29`: of most decisions nothing else is kept.
pub fn start_of(day: &str) -> String {
    let midnight = day.parse::<NaiveDate>().map(|day| day.and_time(NaiveTime::MIN).and_utc().timestamp());
    moment(midnight.unwrap_or_default())
}

/// The time that a client means, in seconds; one without a zone is UTC.
pub fn parse(text: &str) -> Option<i64> {
    let text = text.trim();
    let whole = DateTime::parse_from_rfc3339(text).map(|at| at.timestamp());
    let bare =
        || NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S%.f").map(|at| at.and_utc().timestamp());
    whole.or_else(|_error| bare()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn finding_06_times_have_three_digits_and_a_z() {
        assert_eq!(moment(1_795_342_500), "2026-11-22T10:15:00.000Z");
        assert_eq!(moment(0), "1970-01-01T00:00:00.000Z");
        assert_eq!(
            moment(i64::MAX),
            "9999-12-31T23:59:59.000Z",
            "a filter that a client lets end in 100,000 years"
        );
        assert_eq!(first_of("2026-11"), "2026-11-01T00:00:00.000Z");
        assert_eq!(first_of(""), "1970-01-01T00:00:00.000Z");
        assert_eq!(start_of("2026-11-29"), "2026-11-29T00:00:00.000Z");
        assert_eq!(start_of("someday"), "1970-01-01T00:00:00.000Z");
    }

    #[test]
    fn a_time_is_read_with_and_without_a_zone() {
        for text in [
            "2026-11-22T10:15:00Z",
            "2026-11-22T11:15:00.000+01:00",
            "2026-11-22T10:15:00",
            " 2026-11-22T10:15:00.5 ",
        ] {
            assert_eq!(parse(text), Some(1_795_342_500), "{text}");
        }
        assert_eq!(parse("tomorrow"), None);
    }

    #[test]
    fn finding_06_a_day_is_a_date() {
        assert_eq!(day(1_795_342_500), "2026-11-22");
    }
}
