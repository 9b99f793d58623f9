//! The doors: turn outside words into calls of rooms, and answers into bytes.

mod router;

pub use router::serve;
