//! Posts: anything written here or received. Who may read one, what is shown with it, and how it is taken back.

pub mod permission;
pub mod pin;
pub mod policy;
pub mod read;
pub mod receipt;
pub mod released;
pub mod show;
pub mod thread;
pub mod timed;
pub mod travel;
pub mod withdraw;
pub mod withdrawals;

pub use crate::store::kind::{PermissionKind, PostKind, PostState, Quotable, ReviewState, Visibility};
pub use crate::store::post::Post;
pub use crate::store::post_tag::PostTag;
pub use crate::store::review::Review;
pub use pin::{MAX_PINS, MAX_RECEIVED, list_pinned, pin, receive_pin, receive_pinned, receive_unpin, unpin};
pub use read::{
    context, find_by_address, find_by_address_in, find_visible, keep_visible, list_visible, load_gone,
    load_visible, require_released,
};
pub use released::{Released, list_released};
pub use show::{Mine, Shown, ShownPoll, list_whole, show, show_in, show_one};
pub use thread::{mute_thread, unmute_thread};
pub use withdraw::{remove, take_down, withdraw};
