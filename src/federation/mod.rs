//! Federation: talking to other servers in their words, and believing them only what they may say.

pub mod object;
pub mod signature;
