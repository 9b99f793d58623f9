//! The ground everything stands on: errors, ids, time, randomness, configuration, text, outgoing HTTP.

pub mod clock;
pub mod config;
pub mod digest;
pub mod error;
pub mod fetch;
pub mod gather;
pub mod i18n;
pub mod keys;
pub mod limit;
pub mod log;
pub mod random;
pub mod recent;
pub mod text;
pub mod urls;
