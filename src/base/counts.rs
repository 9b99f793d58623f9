//! What has happened since the start, in numbers, for the operator's own watch: never who, where or what.
//!
//! A hundred lines of our own: every label has a few words that are known before, so there is nothing to register, and no
//! library brings a second HTTP server along.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::{Arc, Mutex, PoisonError};

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Counted {
    /// Requests to inboxes, by the status of the answer.
    InboxRequests,
    /// Activities that were worked on, by what became of them.
    Activities,
    /// Deliveries that were tried or given up, by how that went.
    Deliveries,
    /// Requests to other servers, by how they were answered.
    Fetches,
}

impl Counted {
    const fn name(self) -> &'static str {
        match self {
            Self::InboxRequests => "anamnesis_inbox_requests_total",
            Self::Activities => "anamnesis_activities_total",
            Self::Deliveries => "anamnesis_deliveries_total",
            Self::Fetches => "anamnesis_fetches_total",
        }
    }

    const fn label(self) -> &'static str {
        match self {
            Self::InboxRequests => "status",
            Self::Activities | Self::Deliveries | Self::Fetches => "outcome",
        }
    }

    const fn help(self) -> &'static str {
        match self {
            Self::InboxRequests => "Requests to inboxes, by the status of the answer.",
            Self::Activities => "Received activities that were worked on, by what became of them.",
            Self::Deliveries => "Deliveries that were tried or given up, by how that went.",
            Self::Fetches => "Requests to other servers, by the answer.",
        }
    }
}

/// What was counted since the start. Cheap to clone.
#[derive(Debug, Clone, Default)]
pub struct Counts(Arc<Mutex<BTreeMap<(Counted, &'static str), u64>>>);

impl Counts {
    /// Counts one. `word` is one of a few that stand in the program.
    pub fn count(&self, counted: Counted, word: &'static str) {
        let mut counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let count = counts.entry((counted, word)).or_default();
        *count = count.saturating_add(1);
    }

    /// All of it as Prometheus reads it.
    pub fn write(&self, page: &mut String) {
        let counts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut last = None;
        for ((counted, word), count) in counts.iter() {
            if last != Some(*counted) {
                head(page, counted.name(), counted.help(), "counter");
                last = Some(*counted);
            }
            let _ = writeln!(page, "{}{{{}=\"{word}\"}} {count}", counted.name(), counted.label());
        }
    }
}

/// A number as it stands now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gauge {
    /// Its name.
    pub name: &'static str,
    /// What it is.
    pub help: &'static str,
    /// The number.
    pub value: u64,
}

impl Gauge {
    /// The number as Prometheus reads it.
    pub fn write(&self, page: &mut String) {
        head(page, self.name, self.help, "gauge");
        let _ = writeln!(page, "{} {}", self.name, self.value);
    }
}

fn head(page: &mut String, name: &str, help: &str, kind: &str) {
    let _ = writeln!(page, "# HELP {name} {help}\n# TYPE {name} {kind}");
}

/// The memory that this process really has, in bytes; `None` where the system does not tell.
pub fn memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.trim().strip_suffix(" kB")?.trim().parse::<u64>().ok()?.checked_mul(1024)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_is_in_the_text_form_of_prometheus() {
        let counts = Counts::default();
        counts.count(Counted::Deliveries, "delivered");
        counts.count(Counted::InboxRequests, "401");
        counts.clone().count(Counted::InboxRequests, "202");
        counts.count(Counted::InboxRequests, "202");
        let mut page = String::new();
        counts.write(&mut page);
        Gauge { name: "anamnesis_jobs_waiting", help: "Jobs that wait.", value: 3 }.write(&mut page);
        assert_eq!(
            page,
            "# HELP anamnesis_inbox_requests_total Requests to inboxes, by the status of the answer.\n\
             # TYPE anamnesis_inbox_requests_total counter\n\
             anamnesis_inbox_requests_total{status=\"202\"} 2\n\
             anamnesis_inbox_requests_total{status=\"401\"} 1\n\
             # HELP anamnesis_deliveries_total Deliveries that were tried or given up, by how that went.\n\
             # TYPE anamnesis_deliveries_total counter\n\
             anamnesis_deliveries_total{outcome=\"delivered\"} 1\n\
             # HELP anamnesis_jobs_waiting Jobs that wait.\n\
             # TYPE anamnesis_jobs_waiting gauge\n\
             anamnesis_jobs_waiting 3\n"
        );
    }

    #[test]
    fn this_process_has_some_memory() {
        assert!(memory().is_none_or(|bytes| bytes > 1024 * 1024));
    }
}
