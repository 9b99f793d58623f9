//! The harness: a real server, a client, a peer that is not of our kind, and patience.

pub mod client;
pub mod database;
pub mod eventually;
pub mod keys;
pub mod peer;
pub mod process;
pub mod server;

pub use client::Client;
pub use eventually::eventually;
pub use peer::{Behaviour, Peer};
pub use server::Server;
