//! Posts: anything written here or received. Who may read one, what is shown with it, and how it is taken back.

pub mod read;
pub mod show;
pub mod withdraw;
pub mod withdrawals;

pub use crate::store::kind::{PostKind, PostState, Visibility};
pub use crate::store::post::Post;
pub use crate::store::post_tag::PostTag;
pub use read::{
    context, find_by_address, find_by_address_in, find_visible, keep_visible, list_visible, load_gone,
    load_visible,
};
pub use show::{Mine, Shown, list_whole, show, show_in, show_one};
pub use withdraw::{remove, withdraw};
