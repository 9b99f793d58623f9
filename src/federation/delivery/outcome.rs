//! What an answer to a delivery means, and when a peer that failed is tried again.

use chrono::{DateTime, Utc};
use http::header::RETRY_AFTER;
use http::{HeaderMap, StatusCode};

use crate::base::error::{Error, Result};
use crate::base::fetch::{FetchFailure, Fetched};
use crate::store::kind::Trouble;

/// After so long (seconds) a peer that failed for the first time is tried again; then after twice as long, and so on.
const FIRST_REST: i64 = 1;
/// The longest rest, in seconds: a dead peer is asked once a day whether it lives.
pub const LONGEST_REST: i64 = 24 * 3600;
/// A rest (seconds) that is not worth cutting short.
pub const SHORT_REST: i64 = 60;
/// The way out leaves a host in peace for so long (seconds) after several failures.
const PAUSE: i64 = 20;
/// A peer that does not believe us may not have been able to read our key: so often it is tried before it counts.
const MAX_DISBELIEF: i32 = 3;
/// A peer that breaks over one and the same activity for about a week is not offered it any more, so that the next
/// ones get through.
const MAX_BREAKAGES: i32 = 24;

/// How a delivery went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// The peer took it.
    Delivered,
    /// The peer will not take it.
    Refused,
    /// The peer does not take it now, and may take it another day. What waits behind it need not wait for that.
    Later,
    /// To be tried again.
    Failed {
        /// At this time (seconds) at the earliest; by how often it failed where the peer names none.
        not_before: Option<i64>,
        /// Whether the peer is to blame as a whole, and not just for this activity.
        counts: bool,
    },
}

impl Outcome {
    /// The outcome in one word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Delivered => "delivered",
            Self::Refused => "refused",
            Self::Later => "later",
            Self::Failed { .. } => "failed",
        }
    }
}

/// What the answer means; `attempts` is how often this delivery was tried in vain before. Where it `takes_back` something,
/// only a server that says that the inbox is gone for ever, or that must not be asked, is done with.
pub fn read(answer: &Result<Fetched>, attempts: i32, takes_back: bool, now: DateTime<Utc>) -> Outcome {
    let (outcome, is_final) = match answer {
        Ok(answer) => {
            (of_status(answer.status, &answer.headers, attempts, now), answer.status == StatusCode::GONE)
        }
        Err(error) => (
            of_failure(error, attempts, now),
            matches!(FetchFailure::of(error), Some(FetchFailure::Refused(_))),
        ),
    };
    if outcome == Outcome::Refused && takes_back && !is_final { Outcome::Later } else { outcome }
}

/// What was the matter with an answer; nothing where it was taken, or where it was not really asked.
pub fn trouble(answer: &Result<Fetched>) -> Option<Trouble> {
    match answer {
        Ok(answer) => match answer.status {
            status if status.is_success() => None,
            StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => Some(Trouble::Disbelieved),
            StatusCode::REQUEST_TIMEOUT | StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE => {
                Some(Trouble::Busy)
            }
            StatusCode::GONE => Some(Trouble::Gone),
            status if status.is_server_error() => Some(Trouble::Broken),
            status if status.is_client_error() => Some(Trouble::Refused),
            _ => Some(Trouble::Unclear),
        },
        Err(error) => match FetchFailure::of(error) {
            Some(FetchFailure::Paused) => None,
            Some(FetchFailure::Refused(_)) => Some(Trouble::Refused),
            Some(FetchFailure::TooLarge(_) | FetchFailure::TooManyRedirects | FetchFailure::BadRedirect) => {
                Some(Trouble::Unclear)
            }
            Some(FetchFailure::TimedOut | FetchFailure::Broken(_)) | None => Some(Trouble::Unreachable),
        },
    }
}

fn of_status(status: StatusCode, headers: &HeaderMap, attempts: i32, now: DateTime<Utc>) -> Outcome {
    let again = |most: i32| {
        if attempts + 1 >= most {
            return Outcome::Refused;
        }
        Outcome::Failed { not_before: retry_after(headers, now), counts: true }
    };
    match status {
        status if status.is_success() => Outcome::Delivered,
        StatusCode::UNAUTHORIZED | StatusCode::FORBIDDEN => again(MAX_DISBELIEF),
        // Not a word about this activity: the peer is busy.
        StatusCode::REQUEST_TIMEOUT | StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE => {
            again(i32::MAX)
        }
        status if status.is_server_error() => again(MAX_BREAKAGES),
        // An inbox that moves is told in the actor, not by a redirect; it may be a passing state of a proxy.
        status if status.is_redirection() => again(MAX_DISBELIEF),
        _ => Outcome::Refused,
    }
}

fn of_failure(error: &Error, attempts: i32, now: DateTime<Utc>) -> Outcome {
    let again = Outcome::Failed { not_before: None, counts: true };
    match FetchFailure::of(error) {
        Some(FetchFailure::Refused(_)) => Outcome::Refused,
        Some(FetchFailure::Paused) => {
            Outcome::Failed { not_before: Some(now.timestamp() + PAUSE), counts: false }
        }
        // It did answer, but in a way that says nothing.
        Some(FetchFailure::TooLarge(_) | FetchFailure::TooManyRedirects | FetchFailure::BadRedirect) => {
            if attempts + 1 >= MAX_DISBELIEF {
                Outcome::Refused
            } else {
                again
            }
        }
        Some(FetchFailure::TimedOut | FetchFailure::Broken(_)) | None => again,
    }
}

/// `Retry-After`, as seconds or as a date, within a day.
fn retry_after(headers: &HeaderMap, now: DateTime<Utc>) -> Option<i64> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    let now = now.timestamp();
    let at = match text.parse::<u32>() {
        Ok(seconds) => now + i64::from(seconds),
        Err(_) => DateTime::<Utc>::from(httpdate::parse_http_date(text).ok()?).timestamp(),
    };
    Some(at.clamp(now, now + LONGEST_REST))
}

/// Whether a peer that failed `fail_count` times in a row is only tried once a day from now on.
pub fn is_parked(fail_count: i32) -> bool {
    rest(fail_count, 0) >= LONGEST_REST
}

/// How long (seconds) a peer that failed `fail_count` times in a row is left alone. `spread` is a number below 1024
/// by which peers that failed together do not come back together.
pub fn rest(fail_count: i32, spread: u32) -> i64 {
    let doublings = u32::try_from(fail_count.clamp(1, 18) - 1).unwrap_or(0);
    let rest = FIRST_REST.saturating_mul(1 << doublings).min(LONGEST_REST);
    rest + rest * i64::from(spread) / 4096
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    fn at() -> DateTime<Utc> {
        DateTime::from_timestamp(1_795_338_030, 0).unwrap()
    }

    #[test]
    fn answers_are_final_or_worth_another_try() {
        let failed = Outcome::Failed { not_before: None, counts: true };
        for (status, attempts, outcome) in [
            (202, 0, Outcome::Delivered),
            (200, 0, Outcome::Delivered),
            (400, 0, Outcome::Refused),
            (404, 0, Outcome::Refused),
            (410, 0, Outcome::Refused),
            (401, 0, failed),
            (401, 1, failed),
            (401, 2, Outcome::Refused),
            (403, 2, Outcome::Refused),
            (408, 99, failed),
            (429, 99, failed),
            (503, 99, failed),
            (500, 5, failed),
            (500, 23, Outcome::Refused),
            (301, 0, failed),
            (301, 2, Outcome::Refused),
        ] {
            let status = StatusCode::from_u16(status).unwrap();
            assert_eq!(of_status(status, &HeaderMap::new(), attempts, at()), outcome, "{status} {attempts}");
        }
    }

    #[test]
    fn what_was_the_matter_is_told_by_the_answer() {
        let answer = |status: u16| {
            let status = StatusCode::from_u16(status).unwrap();
            let (headers, body) = (HeaderMap::new(), bytes::Bytes::new());
            Ok(Fetched { status, headers, body, final_url: "https://b.example/inbox".parse().unwrap() })
        };
        for (status, matter) in [
            (202, None),
            (301, Some(Trouble::Unclear)),
            (401, Some(Trouble::Disbelieved)),
            (403, Some(Trouble::Disbelieved)),
            (404, Some(Trouble::Refused)),
            (410, Some(Trouble::Gone)),
            (429, Some(Trouble::Busy)),
            (500, Some(Trouble::Broken)),
            (503, Some(Trouble::Busy)),
        ] {
            assert_eq!(trouble(&answer(status)), matter, "{status}");
        }
    }

    #[test]
    fn who_does_not_delete_is_asked_another_day_unless_gone_for_ever() {
        let answer = |status: u16| {
            let status = StatusCode::from_u16(status).unwrap();
            let (headers, body) = (HeaderMap::new(), bytes::Bytes::new());
            Ok(Fetched { status, headers, body, final_url: "https://b.example/inbox".parse().unwrap() })
        };
        for (status, attempts, outcome) in [
            (202, 0, Outcome::Delivered),
            (400, 0, Outcome::Later),
            (404, 0, Outcome::Later),
            (401, 2, Outcome::Later),
            (500, 23, Outcome::Later),
            (500, 99, Outcome::Later),
            (410, 0, Outcome::Refused),
        ] {
            assert_eq!(read(&answer(status), attempts, true, at()), outcome, "{status} {attempts}");
        }
        assert_eq!(read(&answer(404), 0, false, at()), Outcome::Refused);
    }

    #[test]
    fn a_peer_that_says_when_to_come_back_is_believed_for_a_day() {
        let later = |text: &'static str| {
            let headers = HeaderMap::from_iter([(RETRY_AFTER, HeaderValue::from_static(text))]);
            retry_after(&headers, at()).map(|time| time - at().timestamp())
        };
        assert_eq!(later("120"), Some(120));
        assert_eq!(later("999999999"), Some(LONGEST_REST));
        assert_eq!(later("Sun, 22 Nov 2026 09:01:00 GMT"), Some(30));
        assert_eq!(later("Sun, 22 Nov 2020 09:01:00 GMT"), Some(0));
        assert_eq!(later("soon"), None);
    }

    #[test]
    fn rests_double_up_to_a_day() {
        let rests: Vec<i64> = [1, 2, 3, 10, 17, 18, 1000].map(|count| rest(count, 0)).to_vec();
        assert_eq!(rests, [1, 2, 4, 512, 65536, 86400, 86400]);
        assert_eq!([16, 17, 18, 1000].map(is_parked), [false, false, true, true]);
        assert!(rest(18, 1023) < 86400 * 5 / 4);
    }
}
