//! Transparency: what was decided here, by whom and under which rule, and how often, as far as everybody may know.
//!
//! The log is only ever added to, and holds no word of anybody (`docs/decisions/0036-decisions-are-written-down.md`).

pub mod log;
pub mod numbers;
