//! Care: where people in distress find help.

pub mod helplines;
