//! Keeping people from giving themselves away.

pub mod naming;
