//! Federation: talking to other servers in their words, and believing them only what they may say.

pub mod activity;
pub mod actor;
pub mod authority;
pub mod belongings;
pub mod delivery;
#[cfg(test)]
mod examples_tests;
pub mod featured;
pub mod fetch;
pub mod followers;
pub mod inbox;
pub mod keys;
pub mod knock;
pub mod nodeinfo;
pub mod object;
pub mod outbox;
pub mod proof;
#[cfg(test)]
mod reach_tests;
pub mod receive;
pub mod resolve;
pub mod signature;
pub mod signers;
pub mod thread;
pub mod webfinger;
