//! Federation: talking to other servers in their words, and believing them only what they may say.

pub mod fetch;
pub mod inbox;
pub mod object;
pub mod resolve;
pub mod signature;
