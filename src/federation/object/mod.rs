//! Objects as they travel: our rows turned into JSON, and other servers' JSON read tolerantly.

pub mod around;
pub mod attachment;
pub mod context;
pub mod note;
pub mod read;
#[cfg(test)]
mod readers;
pub mod remote_actor;
pub mod remote_note;
pub mod remote_policy;
pub mod strict;
