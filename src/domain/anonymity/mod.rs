//! Keeping people from giving themselves away, and from being mistaken for another.

pub mod naming;
mod taken;

pub use taken::Taken;
