//! Events: changes that happened here and still have effects to come.

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::ExprTrait;
use sea_orm::{ActiveValue, QueryOrder as _, QuerySelect as _};
use serde::{Deserialize, Serialize};

use super::kind::{PermissionKind, Reason};
use super::tx::failed;
use super::{Conn, Tx};
use crate::base::error::Result;
use crate::base::hub::SeenBy;

/// A change that happened here. Holds ids and addresses of things, never what people wrote, so that erasing a
/// text erases it everywhere. Effects follow from it at least once, in order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Event {
    /// A member's post was released, or a remote one arrived.
    PostPublished {
        /// The post.
        post: i64,
        /// It had waited for review, so its author knows it already.
        #[serde(default)]
        was_held: bool,
    },
    /// The text or the facts of a released post changed.
    PostEdited {
        /// The post.
        post: i64,
        /// It said more before of who somebody is, and other servers may have that.
        #[serde(default)]
        took_out: bool,
    },
    /// How far the review of a story or of its change is has changed: its author is to know.
    ReviewChanged {
        /// The story.
        post: i64,
    },
    /// Somebody elsewhere wrote to the guide. What they wrote is not kept.
    GuideAsked {
        /// Who wrote.
        account: i64,
        /// Wire id of what they wrote, so that the answer stands below it.
        uri: String,
        /// The language they wrote in, as a tag.
        language: Option<String>,
    },
    /// A post was taken back here or deleted elsewhere; its row is gone, its tombstone stands.
    PostWithdrawn {
        /// The number it had.
        post: i64,
        /// Its wire id.
        uri: String,
        /// Who wrote it.
        account: i64,
        /// Who could read it, for those who watch a list that it stood in.
        #[serde(default)]
        seen_by: SeenBy,
    },
    /// A moderator took a story down; its row is gone, and who told it is to know.
    TakenDown {
        /// The number that it had.
        post: i64,
        /// Who told it.
        account: i64,
        /// The wire id that it had.
        uri: String,
        /// The rule.
        rule: Option<Reason>,
    },
    /// There is a complaint about a story, or it was decided: the author is to know.
    ComplaintChanged {
        /// The complaint.
        complaint: i64,
    },
    /// Somebody looked again at a decision about a story: its author is to know.
    AppealDecided {
        /// The number that the story has, or had.
        story: i64,
    },
    /// What an author agreed to changed, and with it what other servers may do with the post.
    ConsentChanged {
        /// The post.
        post: i64,
    },
    /// A post that stayed here may travel from now on.
    LetTravel {
        /// The post.
        post: i64,
    },
    /// A post may travel no longer: it stays here, and whoever received it is to delete it.
    KeptHere {
        /// The post, which has another wire id by now.
        post: i64,
        /// The wire id under which it had travelled.
        uri: String,
        /// Who wrote it.
        account: i64,
    },
    /// A post that waited for its time was called off; its row is gone.
    CalledOff {
        /// The wire id that it would have had.
        uri: String,
    },
    /// A boost was taken back; its row is gone.
    BoostUndone {
        /// Who had boosted.
        account: i64,
        /// What had been boosted.
        post: i64,
        /// Wire id of the Announce.
        uri: String,
        /// The number that the boost had; 0 where an older version wrote the event.
        #[serde(default)]
        boost: i64,
    },
    /// Somebody asked to follow; accepted or waiting as the row says.
    FollowRequested {
        /// The follow.
        follow: i64,
    },
    /// A waiting follow was accepted.
    FollowAccepted {
        /// The follow.
        follow: i64,
    },
    /// A follow was refused or a follower removed; the row is gone.
    FollowRejected {
        /// Who had asked.
        follower: i64,
        /// Whom.
        target: i64,
        /// Wire id of the Follow.
        uri: String,
    },
    /// Somebody stopped following; the row is gone.
    FollowUndone {
        /// Who had followed.
        follower: i64,
        /// Whom.
        target: i64,
        /// Wire id of the Follow.
        uri: String,
    },
    /// Somebody marked a post as a favourite.
    Favourited {
        /// The favourite.
        favourite: i64,
    },
    /// A favourite was taken back; the row is gone.
    FavouriteUndone {
        /// Whose favourite it was.
        account: i64,
        /// The post.
        post: i64,
        /// Wire id of the Like.
        uri: String,
    },
    /// An author lets somebody elsewhere do what they asked for.
    Permitted {
        /// The permission.
        permission: i64,
        /// Wire id of the request.
        request: String,
    },
    /// An author does not let somebody elsewhere do what they asked for.
    Declined {
        /// The post.
        post: i64,
        /// Who asked.
        asker: i64,
        /// Wire id of the request.
        request: String,
        /// What they wanted to do.
        what: PermissionKind,
        /// Wire id of what would have done so.
        interacting: String,
    },
    /// An author took a permission back; its row is gone.
    PermissionRevoked {
        /// Whose post it was about.
        account: i64,
        /// The post.
        post: i64,
        /// Who had asked.
        asker: i64,
        /// Wire id of the permission.
        uri: String,
    },
    /// Somebody voted in a poll.
    Voted {
        /// The vote.
        vote: i64,
    },
    /// How many chose what in a poll is to be told, or was told by its own server.
    VotesCounted {
        /// The post with the poll.
        post: i64,
    },
    /// A poll has ended.
    PollEnded {
        /// The post with the poll.
        post: i64,
    },
    /// The operator announces something to all members.
    Announced {
        /// The announcement.
        announcement: i64,
    },
    /// The operator took an announcement back; its row is gone.
    AnnouncementWithdrawn {
        /// The number it had.
        announcement: i64,
    },
    /// A member shows a post first.
    Pinned {
        /// The member's account.
        account: i64,
        /// The post.
        post: i64,
    },
    /// A member shows a post first no longer.
    Unpinned {
        /// The member's account.
        account: i64,
        /// The post.
        post: i64,
    },
    /// A member blocked somebody.
    Blocked {
        /// The member.
        account: i64,
        /// Who is blocked.
        target: i64,
        /// Wire id of the Block.
        uri: String,
    },
    /// A member took a block back.
    Unblocked {
        /// The member.
        account: i64,
        /// Who was blocked.
        target: i64,
        /// Wire id of the Block.
        uri: String,
    },
    /// A member's profile changed.
    ProfileChanged {
        /// The member's account.
        account: i64,
    },
    /// A member reported somebody elsewhere, and wants that server to know.
    Reported {
        /// The report.
        report: i64,
    },
    /// An account of this server signs with new keys.
    KeysRotated {
        /// The account.
        account: i64,
    },
    /// A member left or was removed; the account row stays as a shell until everybody was told.
    AccountDeleted {
        /// The account.
        account: i64,
    },
}

impl Event {
    /// The post that others can read since, if it tells of one.
    pub fn released(&self) -> Option<i64> {
        if let Self::PostPublished { post, .. } | Self::LetTravel { post } = self {
            Some(*post)
        } else {
            None
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "event")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i64,
    pub payload: String,
    pub attempts: i32,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// Writes an event in the transaction of the change it tells of.
pub async fn append(tx: &Tx, id: i64, event: &Event) -> Result<()> {
    let row = row(id, event)?;
    Entity::insert(row).exec_without_returning(&**tx).await.map_err(failed("writing an event"))?;
    Ok(())
}

/// Writes several events with their numbers.
pub async fn append_all(tx: &Tx, events: &[(i64, Event)]) -> Result<()> {
    let rows = events.iter().map(|(id, event)| row(*id, event)).collect::<Result<Vec<_>>>()?;
    if !rows.is_empty() {
        Entity::insert_many(rows).exec_without_returning(&**tx).await.map_err(failed("writing events"))?;
    }
    Ok(())
}

fn row(id: i64, event: &Event) -> Result<ActiveModel> {
    let payload = serde_json::to_string(event).map_err(anyhow::Error::from)?;
    Ok(ActiveModel {
        id: ActiveValue::Set(id),
        payload: ActiveValue::Set(payload),
        attempts: ActiveValue::Set(0),
    })
}

/// The oldest events, at most `limit`.
pub async fn list_oldest(conn: &impl Conn, limit: u64) -> Result<Vec<Model>> {
    Entity::find().order_by_asc(Column::Id).limit(limit).all(conn).await.map_err(failed("reading events"))
}

/// Removes events whose effects are done; gives the numbers of those that nobody else has removed.
pub async fn delete_all(tx: &Tx, ids: &[i64]) -> Result<Vec<i64>> {
    let gone = Entity::delete_many()
        .filter(Column::Id.is_in(ids.iter().copied()))
        .exec_with_returning(&**tx)
        .await
        .map_err(failed("removing events"))?;
    Ok(gone.into_iter().map(|event| event.id).collect())
}

/// Counts a failed attempt at an event's effects.
pub async fn count_attempt(tx: &Tx, id: i64) -> Result<()> {
    Entity::update_many()
        .col_expr(Column::Attempts, ExprTrait::add(Expr::col(Column::Attempts), 1))
        .filter(Column::Id.eq(id))
        .exec(&**tx)
        .await
        .map_err(failed("counting an attempt"))?;
    Ok(())
}
