//! `GET /metrics`: numbers for the operator's own watch, in the text form of Prometheus. For whoever has the token of the
//! settings; to everybody else there is nothing here.

use aws_lc_rs::constant_time::verify_slices_are_equal;
use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use http::header::{AUTHORIZATION, CACHE_CONTROL, CONTENT_TYPE};
use http::{HeaderMap, StatusCode};
use tracing::error;

use crate::app::App;
use crate::base::counts::{Gauge, memory};
use crate::base::error::Result;
use crate::domain::stats::queues;

/// The type of version 0.0.4 of the text form.
const TEXT: &str = "text/plain; version=0.0.4; charset=utf-8";

/// The numbers; `streams` is how many are open.
pub async fn show(State(app): State<App>, headers: HeaderMap, streams: usize) -> Response {
    if !may_read(&app.config.metrics.token, &headers) {
        return StatusCode::NOT_FOUND.into_response();
    }
    match page(&app, streams).await {
        Ok(page) => ([(CONTENT_TYPE, TEXT), (CACHE_CONTROL, "no-store")], page).into_response(),
        Err(error) => {
            error!("counting what waits: {error:#}");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

/// Whether a request has the token. Without one in the settings nobody has it.
fn may_read(token: &str, headers: &HeaderMap) -> bool {
    let sent = headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok());
    let sent = sent.and_then(|value| value.strip_prefix("Bearer ")).unwrap_or_default();
    !token.is_empty() && verify_slices_are_equal(sent.as_bytes(), token.as_bytes()).is_ok()
}

async fn page(app: &App, streams: usize) -> Result<String> {
    let queues = queues::queues(app).await?;
    let gauge = |name, help, value| Gauge { name, help, value };
    let mut gauges = vec![
        gauge("anamnesis_deliveries_waiting", "Deliveries that wait to be sent.", queues.deliveries),
        gauge(
            "anamnesis_delivery_lag_seconds",
            "Age of the oldest delivery that waits for a server which is not parked.",
            queues.delivery_lag,
        ),
        gauge("anamnesis_peers_parked", "Servers that are only tried once a day.", queues.parked),
        gauge("anamnesis_jobs_waiting", "Jobs that wait, due or not.", queues.jobs),
        gauge("anamnesis_events_waiting", "Events whose effects are still to come.", queues.events),
        gauge("anamnesis_inbox_waiting", "Activities that were received and not applied yet.", queues.inbox),
        gauge(
            "anamnesis_streams_open",
            "Open streams of clients.",
            u64::try_from(streams).unwrap_or(u64::MAX),
        ),
    ];
    gauges.extend(memory().map(|bytes| gauge("process_resident_memory_bytes", "Resident memory.", bytes)));
    let mut page = String::new();
    app.counts.write(&mut page);
    for gauge in gauges {
        gauge.write(&mut page);
    }
    Ok(page)
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    #[test]
    fn only_whoever_has_the_token_reads_and_without_one_nobody_does() {
        let with =
            |value: &'static str| HeaderMap::from_iter([(AUTHORIZATION, HeaderValue::from_static(value))]);
        assert!(may_read("secret", &with("Bearer secret")));
        for value in ["Bearer secre", "Bearer secrets", "secret", "Basic secret", "Bearer "] {
            assert!(!may_read("secret", &with(value)), "{value}");
        }
        assert!(!may_read("secret", &HeaderMap::new()));
        assert!(!may_read("", &with("Bearer ")) && !may_read("", &HeaderMap::new()));
    }
}
