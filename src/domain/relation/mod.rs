//! Who follows, blocks and mutes whom, and which other servers we accept or limit.
//!
//! Functions that apply what another server did (`receive_…`) work in the caller's transaction, so that the
//! activity is done with in the moment it takes effect; the caller ends with [`App::commit`](crate::app::App::commit).

mod block;
pub mod exchange;
mod follow;
mod host_block;
pub mod limit;
mod list;
mod mute;
pub mod peer;
pub mod people_list;
mod receive;
mod relationship;
mod remember;
mod tag;

#[cfg(test)]
mod tests;

pub use crate::store::follow::Follow;
pub use crate::store::page::{Page, Slice};
pub use crate::store::peer::Peer;

pub use block::{block, is_blocked_between, receive_block, receive_unblock, unblock};
pub use follow::{FollowOptions, accept, follow, reject, remove_follower, unfollow};
pub use host_block::{block_host, list_blocked_hosts, unblock_host};
pub use list::{
    count_follow_requests, find_follow, has_local_follower, keep_followed, list_blocks, list_follow_requests,
    list_followers, list_following, list_mutes,
};
pub use mute::{MuteOptions, mute, unmute};
pub use receive::{
    Named, receive_accept, receive_end, receive_follow, receive_move, receive_reject, receive_undo,
    receive_undo_by_uri,
};
pub use relationship::{Relationship, relationship};
pub use remember::{endorse, list_endorsed, note, unendorse};
pub use tag::{follow_tag, follows_tag, list_tags, renew_tags, unfollow_tag};
