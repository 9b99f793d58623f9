//! The log: readable lines, or one JSON object a line. Never text, names, addresses, tokens or bodies.

use tracing_subscriber::EnvFilter;

use super::config::{Log, LogFormat};

/// Starts writing the log to standard error. A second call does nothing.
pub fn start(settings: &Log) {
    let filter = EnvFilter::try_new(&settings.level).unwrap_or_else(|_| EnvFilter::new("info"));
    let lines = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    let started = match settings.format {
        LogFormat::Text => lines.with_ansi(false).try_init(),
        LogFormat::Json => lines.json().try_init(),
    };
    drop(started);
}
