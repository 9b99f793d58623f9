//! What readers ask moderators to look at, and what moderators do.

pub mod complaint;
pub mod limit;
pub mod report;
pub mod rules;

#[cfg(test)]
mod tests;
