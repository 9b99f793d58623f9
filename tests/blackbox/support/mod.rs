//! The harness: a real server, a client, a peer that is not of our kind, and patience.

pub mod bucket;
pub mod chaos;
pub mod client;
pub mod database;
pub mod described;
pub mod device;
pub mod eventually;
pub mod here;
pub mod keys;
pub mod machine;
pub mod peer;
pub mod pictures;
pub mod process;
pub mod server;
pub mod socket;

pub use client::Client;
pub use eventually::eventually;
pub use here::Here;
pub use machine::{Machine, Says};
pub use peer::{Behaviour, Peer};
pub use server::Server;
