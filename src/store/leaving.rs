//! Erasing what a member leaves behind beside posts: reactions, relations, notices, the words of the profile.

use std::collections::HashSet;

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{ExprTrait, Query, SelectStatement};
use sea_orm::{ActiveValue, Condition, QueryOrder as _, QuerySelect as _};

use super::kind::PostKind;
use super::tx::failed;
use super::{
    Conn, Tx, account, account_note, announcement_reaction, announcement_seen, appeal, approval, block,
    bookmark, complaint, conversation, delivery, delivery_to, endorsement, favourite, featured_tag, filter,
    follow, guidance, had, host_block, inbox_item, mention, mute, notice, notice_policy, people_list,
    people_list_entry, pin, poll, poll_option, poll_vote, post, report, review, scheduled_post, tag_follow,
    thread_mute, tombstone, welcome, withdrawal,
};
use crate::base::error::Result;

/// Everything that the account wrote, boosts left out, the newest first: replies go before what they answer.
pub async fn list_written(conn: &impl Conn, account_id: i64) -> Result<Vec<post::Post>> {
    let query = post::Entity::find()
        .filter(post::Column::AccountId.eq(account_id))
        .filter(post::Column::Kind.ne(PostKind::Boost))
        .order_by_desc(post::Column::Id);
    query.all(conn).await.map_err(failed("listing what an account wrote"))
}

/// What the account wrote before the post with this number, boosts left out, the newest first.
pub async fn list_written_before(
    conn: &impl Conn,
    account_id: i64,
    before: Option<i64>,
    limit: u64,
) -> Result<Vec<post::Post>> {
    let mut query = post::Entity::find()
        .filter(post::Column::AccountId.eq(account_id))
        .filter(post::Column::Kind.ne(PostKind::Boost))
        .order_by_desc(post::Column::Id)
        .limit(limit);
    if let Some(before) = before {
        query = query.filter(post::Column::Id.lt(before));
    }
    query.all(conn).await.map_err(failed("listing what an account wrote"))
}

/// Erases what the account did. Who follows it stays until they were told, see [`forget_followers`].
pub async fn erase(tx: &Tx, account_id: i64) -> Result<()> {
    take_back_counts(tx, account_id).await?;
    take_back_votes(tx, account_id).await?;
    erase_reactions(tx, account_id).await?;
    erase_relations(tx, account_id).await?;
    erase_reading(tx, account_id).await?;
    guidance::delete(tx, account_id).await?;
    withdrawal::delete_by(tx, account_id).await?;
    review::forget_decider(tx, account_id).await?;
    withdrawal::forget_remover(tx, account_id).await?;
    appeal::delete_by(tx, account_id).await?;
    approval::delete_by(tx, account_id).await?;
    appeal::forget_decider(tx, account_id).await?;
    report::forget_decider(tx, account_id).await?;
    tombstone::forget_author(tx, account_id).await
}

/// After the followers were told that the account is gone.
pub async fn forget_followers(tx: &Tx, account_id: i64) -> Result<()> {
    let query = follow::Entity::delete_many().filter(follow::Column::TargetId.eq(account_id));
    query.exec(&**tx).await.map_err(failed("forgetting followers"))?;
    Ok(())
}

/// What others were given is counted without the one who leaves.
async fn take_back_counts(tx: &Tx, account_id: i64) -> Result<()> {
    let favoured = Query::select()
        .column(favourite::Column::PostId)
        .from(favourite::Entity)
        .and_where(favourite::Column::AccountId.eq(account_id))
        .to_owned();
    let boosted = Query::select()
        .column(post::Column::BoostOfId)
        .from(post::Entity)
        .and_where(post::Column::AccountId.eq(account_id))
        .and_where(post::Column::BoostOfId.is_not_null())
        .to_owned();
    for (column, of) in [(post::Column::FavouriteCount, favoured), (post::Column::BoostCount, boosted)] {
        post::Entity::update_many()
            .col_expr(column, ExprTrait::sub(Expr::col(column), 1))
            .filter(post::Column::Id.in_subquery(of))
            .filter(column.gt(0))
            .exec(&**tx)
            .await
            .map_err(failed("counting without an account"))?;
    }
    let followed = |wanted: follow::Column, by: follow::Column| -> SelectStatement {
        Query::select()
            .column(wanted)
            .from(follow::Entity)
            .and_where(by.eq(account_id))
            .and_where(follow::Column::Accepted.eq(true))
            .to_owned()
    };
    let counts = [
        (account::Column::FollowerCount, followed(follow::Column::TargetId, follow::Column::FollowerId)),
        (account::Column::FollowingCount, followed(follow::Column::FollowerId, follow::Column::TargetId)),
    ];
    for (column, of) in counts {
        account::Entity::update_many()
            .col_expr(column, ExprTrait::sub(Expr::col(column), 1))
            .filter(account::Column::Id.in_subquery(of))
            .filter(column.gt(0))
            .exec(&**tx)
            .await
            .map_err(failed("counting without an account"))?;
    }
    Ok(())
}

/// Polls count only those who are there.
async fn take_back_votes(tx: &Tx, account_id: i64) -> Result<()> {
    let votes = poll_vote::list_by(&**tx, account_id).await?;
    for vote in &votes {
        poll_option::count(tx, vote.post_id, vote.place, -1).await?;
    }
    let polls: HashSet<i64> = votes.iter().map(|vote| vote.post_id).collect();
    for post_id in polls {
        poll::count_voters(tx, post_id, -1).await?;
    }
    poll_vote::delete_by(tx, account_id).await
}

/// What the member liked, kept, passed on and was told.
async fn erase_reactions(tx: &Tx, account_id: i64) -> Result<()> {
    favourite::Entity::delete_many()
        .filter(favourite::Column::AccountId.eq(account_id))
        .exec(&**tx)
        .await
        .map_err(failed("erasing favourites"))?;
    bookmark::Entity::delete_many()
        .filter(bookmark::Column::AccountId.eq(account_id))
        .exec(&**tx)
        .await
        .map_err(failed("erasing bookmarks"))?;
    post::Entity::delete_many()
        .filter(post::Column::AccountId.eq(account_id))
        .exec(&**tx)
        .await
        .map_err(failed("erasing boosts"))?;
    pin::Entity::delete_many()
        .filter(pin::Column::AccountId.eq(account_id))
        .exec(&**tx)
        .await
        .map_err(failed("erasing pins"))?;
    thread_mute::Entity::delete_many()
        .filter(thread_mute::Column::AccountId.eq(account_id))
        .exec(&**tx)
        .await
        .map_err(failed("erasing muted threads"))?;
    scheduled_post::delete_by(tx, account_id).await?;
    conversation::delete_by(tx, account_id).await?;
    let notices = either(notice::Column::AccountId, notice::Column::FromId, account_id);
    notice::Entity::delete_many().filter(notices).exec(&**tx).await.map_err(failed("erasing notices"))?;
    notice_policy::delete(tx, account_id).await?;
    welcome::delete_of(tx, account_id).await?;
    mention::Entity::delete_many()
        .filter(mention::Column::AccountId.eq(account_id))
        .exec(&**tx)
        .await
        .map_err(failed("erasing mentions"))?;
    // Of whom there is nothing any more, there is nothing to decide either.
    let reports = either(report::Column::FromId, report::Column::TargetId, account_id);
    report::Entity::delete_many().filter(reports).exec(&**tx).await.map_err(failed("erasing reports"))?;
    Ok(())
}

/// Whom the member followed or kept away, and who kept the member away.
async fn erase_relations(tx: &Tx, account_id: i64) -> Result<()> {
    follow::Entity::delete_many()
        .filter(follow::Column::FollowerId.eq(account_id))
        .exec(&**tx)
        .await
        .map_err(failed("erasing follows"))?;
    let blocks = either(block::Column::AccountId, block::Column::TargetId, account_id);
    block::Entity::delete_many().filter(blocks).exec(&**tx).await.map_err(failed("erasing blocks"))?;
    let mutes = either(mute::Column::AccountId, mute::Column::TargetId, account_id);
    let notes = either(account_note::Column::AccountId, account_note::Column::TargetId, account_id);
    account_note::Entity::delete_many().filter(notes).exec(&**tx).await.map_err(failed("erasing notes"))?;
    let pins = either(endorsement::Column::AccountId, endorsement::Column::TargetId, account_id);
    endorsement::Entity::delete_many()
        .filter(pins)
        .exec(&**tx)
        .await
        .map_err(failed("erasing endorsements"))?;
    host_block::Entity::delete_many()
        .filter(host_block::Column::AccountId.eq(account_id))
        .exec(&**tx)
        .await
        .map_err(failed("erasing blocks of hosts"))?;
    mute::Entity::delete_many().filter(mutes).exec(&**tx).await.map_err(failed("erasing mutes"))?;
    Ok(())
}

/// What the member set up for reading, and where others read the member.
async fn erase_reading(tx: &Tx, account_id: i64) -> Result<()> {
    filter::Entity::delete_many()
        .filter(filter::Column::AccountId.eq(account_id))
        .exec(&**tx)
        .await
        .map_err(failed("erasing filters"))?;
    people_list::Entity::delete_many()
        .filter(people_list::Column::AccountId.eq(account_id))
        .exec(&**tx)
        .await
        .map_err(failed("erasing people lists"))?;
    tag_follow::Entity::delete_many()
        .filter(tag_follow::Column::AccountId.eq(account_id))
        .exec(&**tx)
        .await
        .map_err(failed("erasing followed hashtags"))?;
    featured_tag::Entity::delete_many()
        .filter(featured_tag::Column::AccountId.eq(account_id))
        .exec(&**tx)
        .await
        .map_err(failed("erasing featured hashtags"))?;
    announcement_seen::Entity::delete_many()
        .filter(announcement_seen::Column::AccountId.eq(account_id))
        .exec(&**tx)
        .await
        .map_err(failed("erasing which announcements were seen"))?;
    announcement_reaction::Entity::delete_many()
        .filter(announcement_reaction::Column::AccountId.eq(account_id))
        .exec(&**tx)
        .await
        .map_err(failed("erasing answers to announcements"))?;
    people_list_entry::Entity::delete_many()
        .filter(people_list_entry::Column::AccountId.eq(account_id))
        .exec(&**tx)
        .await
        .map_err(failed("taking an account off people lists"))?;
    Ok(())
}

fn either<C: ColumnTrait>(one: C, other: C, account_id: i64) -> Condition {
    Condition::any().add(one.eq(account_id)).add(other.eq(account_id))
}

/// Empties an account of this server to a shell: its wire id and its keys, with which it asks others to delete what they have.
pub async fn empty_account(tx: &Tx, account_id: i64) -> Result<()> {
    let row = account::ActiveModel {
        handle: ActiveValue::Set(String::new()),
        // Two accounts of one server never have the same; no handle looks like this.
        handle_key: ActiveValue::Set(format!("~{account_id}")),
        display_name: ActiveValue::Set(String::new()),
        summary: ActiveValue::Set(String::new()),
        url: ActiveValue::Set(String::new()),
        inbox: ActiveValue::Set(String::new()),
        shared_inbox: ActiveValue::Set(None),
        outbox: ActiveValue::Set(None),
        followers_uri: ActiveValue::Set(None),
        following_uri: ActiveValue::Set(None),
        featured_uri: ActiveValue::Set(None),
        fields: ActiveValue::Set("[]".to_owned()),
        avatar_url: ActiveValue::Set(None),
        header_url: ActiveValue::Set(None),
        locked: ActiveValue::Set(false),
        discoverable: ActiveValue::Set(false),
        indexable: ActiveValue::Set(false),
        suspended: ActiveValue::Set(true),
        silenced: ActiveValue::Set(false),
        hushed: ActiveValue::Set(false),
        sensitized: ActiveValue::Set(false),
        created_month: ActiveValue::Set(String::new()),
        fetched_at: ActiveValue::Set(0),
        follower_count: ActiveValue::Set(0),
        following_count: ActiveValue::Set(0),
        post_count: ActiveValue::Set(0),
        last_post_at: ActiveValue::Set(None),
        ..<account::ActiveModel as Default>::default()
    };
    account::Entity::update_many()
        .set(row)
        .filter(account::Column::Id.eq(account_id))
        .exec(&**tx)
        .await
        .map_err(failed("emptying an account"))?;
    Ok(())
}

/// Takes away what is left of an account of this server, with the requests to delete: who took none until now is not asked
/// any more.
pub async fn remove_shell(tx: &Tx, account_id: i64) -> Result<()> {
    delivery::delete_by(tx, account_id).await?;
    had::forget_actor(tx, account_id).await?;
    tombstone::forget_author(tx, account_id).await?;
    account::delete(tx, account_id).await
}

/// Takes away an account of another server that is gone, with everything that came from it and that names it.
pub async fn remove_elsewhere(tx: &Tx, leaver: &account::Account, today: &str) -> Result<()> {
    take_back_counts(tx, leaver.id).await?;
    take_back_votes(tx, leaver.id).await?;
    for post_id in complaint::list_about_posts_of(&**tx, leaver.id).await? {
        complaint::forget_story(tx, post_id, today).await?;
    }
    notice::delete_about_posts_of(tx, leaver.id).await?;
    post::orphan_replies_to(tx, leaver.id).await?;
    welcome::delete_of(tx, leaver.id).await?;
    tombstone::delete_by(tx, leaver.id).await?;
    inbox_item::delete_by(tx, &leaver.uri).await?;
    if leaver.shared_inbox.as_deref() != Some(leaver.inbox.as_str()) {
        delivery_to::forget_inbox(tx, &leaver.inbox).await?;
        had::forget_inbox(tx, &leaver.inbox).await?;
    }
    account::delete(tx, leaver.id).await
}
