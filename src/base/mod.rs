//! The ground everything stands on: errors, ids, time, randomness, configuration, text, outgoing HTTP.

pub mod archive;
pub mod canonical;
pub mod clock;
pub mod colour;
pub mod config;
pub mod counts;
pub mod digest;
pub mod error;
pub mod fetch;
pub mod files;
pub mod gather;
pub mod hub;
pub mod i18n;
pub mod keys;
pub mod limit;
pub mod log;
pub mod random;
pub mod recent;
pub mod seal;
pub mod text;
pub mod translator;
pub mod urls;
