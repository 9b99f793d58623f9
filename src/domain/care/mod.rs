//! Care: how carefully a text has to be met, and where people in distress find help.

pub mod danger;
pub mod helplines;
pub mod level;
