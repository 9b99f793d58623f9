//! Who receives a delivery: rows for inboxes, one for each, and none for blocked peers.

use crate::base::error::Result;
use crate::domain::post::{Post, Visibility};
use crate::store::delivery_to::{self, Addressed};
use crate::store::{Tx, mention};

/// Who should know.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Recipients {
    /// These accounts.
    Accounts(Vec<i64>),
    /// An account's followers, and these accounts too.
    Followers {
        /// Whose followers.
        of: i64,
        /// Who else.
        and: Vec<i64>,
    },
    /// Everybody for whom a post is, everybody who has an earlier version, and every server that fetched one.
    Readers {
        /// Its number.
        post: i64,
        /// Its author's followers, where it is for them.
        followers_of: Option<i64>,
        /// Who else.
        and: Vec<i64>,
    },
    /// Everybody who was sent a post that is gone, or something about it that is, and every server that fetched it.
    Holders {
        /// The number it had.
        post: i64,
        /// Who else.
        and: Vec<i64>,
    },
    /// An account's followers, and everybody who was sent its boost of a post.
    Boosted {
        /// Who had boosted.
        by: i64,
        /// What.
        post: i64,
    },
    /// An account's followers, and everybody who was sent anything of it.
    All {
        /// Whose.
        of: i64,
    },
}

/// Writes down where a delivery goes; gives the number of inboxes.
pub async fn add(tx: &Tx, to: Addressed, recipients: &Recipients) -> Result<u64> {
    Ok(match recipients {
        Recipients::Accounts(ids) => delivery_to::add_accounts(tx, to, ids).await?,
        Recipients::Followers { of, and } => {
            delivery_to::add_followers(tx, to, *of).await? + delivery_to::add_accounts(tx, to, and).await?
        }
        Recipients::Readers { post, followers_of, and } => {
            let followers = match followers_of {
                Some(author) => delivery_to::add_followers(tx, to, *author).await?,
                None => 0,
            };
            followers
                + delivery_to::add_accounts(tx, to, and).await?
                + delivery_to::add_readers(tx, to, *post, None).await?
                + delivery_to::add_fetchers(tx, to, *post).await?
        }
        Recipients::Holders { post, and } => {
            delivery_to::add_accounts(tx, to, and).await?
                + delivery_to::add_readers(tx, to, *post, None).await?
                + delivery_to::add_fetchers(tx, to, *post).await?
        }
        Recipients::Boosted { by, post } => {
            delivery_to::add_followers(tx, to, *by).await?
                + delivery_to::add_readers(tx, to, *post, Some(*by)).await?
        }
        Recipients::All { of } => {
            delivery_to::add_followers(tx, to, *of).await?
                + delivery_to::add_readers_of_actor(tx, to, *of).await?
        }
    })
}

/// For whom a post is: its author's followers, unless it is for single persons; whom it mentions; whom it answers.
pub fn of_post(post: &Post, mentions: &[i64]) -> (Option<i64>, Vec<i64>) {
    let mut others = mentions.to_vec();
    let followers = match post.visibility {
        Visibility::Public | Visibility::Unlisted => {
            others.extend(post.in_reply_to_account_id);
            Some(post.account_id)
        }
        Visibility::Private => Some(post.account_id),
        Visibility::Direct => None,
    };
    (followers, others)
}

/// The same of a post whose mentions have still to be read.
pub async fn of_stored(tx: &Tx, post: &Post) -> Result<(Option<i64>, Vec<i64>)> {
    let mentions: Vec<i64> =
        mention::list(&**tx, &[post.id]).await?.into_iter().map(|mention| mention.account_id).collect();
    Ok(of_post(post, &mentions))
}
