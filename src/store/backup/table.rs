//! Which tables a backup holds, in the order in which their rows can be inserted.

use anyhow::anyhow;
use serde_json::Value;

use super::super as store;
use super::file::Writer;
use super::row;
use crate::base::error::Result;
use crate::store::{Conn, Tx};

/// Tables whose rows stay for ever: a restore leaves those that are there, and adds those that are missing.
const ADDED_TO: &[&str] = &["action", "data_use", "former"];

/// Makes the list of tables and one function for each thing that is done with a table by its name.
macro_rules! tables {
    ($($table:ident),* $(,)?) => {
        /// All tables that are kept: what refers to a table stands after it.
        pub const NAMES: &[&str] = &[$(stringify!($table)),*];

        /// Writes a table's columns and rows.
        pub async fn write(name: &str, conn: &impl Conn, out: &mut Writer) -> Result<()> {
            match name {
                $(stringify!($table) => row::write::<store::$table::Entity>(name, conn, out).await,)*
                _ => Err(unknown(name)),
            }
        }

        /// Removes a table's rows, but for those that nobody removes.
        pub async fn clear(name: &str, tx: &Tx) -> Result<()> {
            if ADDED_TO.contains(&name) {
                return Ok(());
            }
            match name {
                $(stringify!($table) => row::clear::<store::$table::Entity>(tx).await,)*
                _ => Err(unknown(name)),
            }
        }

        /// Inserts rows whose values stand in the order of `columns`.
        pub async fn insert(name: &str, tx: &Tx, columns: &[String], rows: &[Vec<Value>]) -> Result<()> {
            match name {
                $(stringify!($table) => {
                    row::insert::<store::$table::Entity>(tx, columns, rows, ADDED_TO.contains(&name)).await
                })*
                _ => Err(unknown(name)),
            }
        }
    };
}

tables!(
    setting,
    tally,
    action,
    data_use,
    former,
    peer,
    account,
    departure,
    signing_key,
    sign_in,
    member,
    ring,
    invite,
    oauth_app,
    oauth_token,
    push_subscription,
    post,
    post_term,
    combination,
    post_tag,
    media,
    post_facet,
    mention,
    poll,
    poll_option,
    poll_vote,
    pin,
    thread_mute,
    conversation,
    scheduled_post,
    timed_release,
    story_key,
    complaint,
    appeal,
    approval,
    held_reply,
    permission,
    post_policy,
    tombstone,
    fetched,
    had,
    withdrawal,
    review,
    guidance,
    follow,
    block,
    mute,
    favourite,
    bookmark,
    notice,
    notice_policy,
    welcome,
    marker,
    report,
    filter,
    filter_keyword,
    filter_post,
    people_list,
    people_list_entry,
    host_block,
    account_note,
    endorsement,
    announcement,
    announcement_seen,
    announcement_reaction,
    tag_follow,
    tag_key,
    featured_tag,
    idempotency,
    event,
    job,
    inbox_item,
    received,
    delivery,
    delivery_to,
);

fn unknown(name: &str) -> crate::base::error::Error {
    anyhow!("the backup is damaged: there is no table {name}").into()
}
