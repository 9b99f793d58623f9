//! Keeping people from giving themselves away, and from being mistaken for another.

pub mod naming;
pub mod scan;
mod taken;

pub use taken::Taken;
