//! The ground everything stands on: errors, ids, time, randomness, configuration, text, outgoing HTTP.

pub mod clock;
pub mod error;
pub mod i18n;
pub mod random;
