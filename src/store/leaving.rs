//! Erasing what a member leaves behind, in every table, in one transaction.

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{ExprTrait as _, OnConflict, Query, SelectStatement};
use sea_orm::{ActiveValue, Condition};

use super::kind::{PostState, Visibility};
use super::tx::failed;
use super::{
    Tx, account, block, bookmark, favourite, follow, mention, mute, notice, post, post_tag, post_term,
    report, tombstone,
};
use crate::base::error::Result;

/// Erases posts (their tombstones stay), reactions, notices, blocks, mutes and what the member followed; the account
/// becomes a shell without a word of its own. Who follows it stays until they were told, see [`forget_followers`].
pub async fn erase(tx: &Tx, account_id: i64, now: i64) -> Result<()> {
    bury_posts(tx, account_id, now).await?;
    let posts = || {
        let mut ids = Query::select();
        ids.column(post::Column::Id).from(post::Entity).and_where(post::Column::AccountId.eq(account_id));
        ids
    };
    // Rows that hang on the posts go first, for the sake of those without a foreign key.
    let of_posts = |column: fn(SelectStatement) -> Condition| column(posts());
    let notices = Condition::any()
        .add(notice::Column::AccountId.eq(account_id))
        .add(notice::Column::FromId.eq(account_id))
        .add(of_posts(|ids| notice::Column::PostId.in_subquery(ids).into()));
    notice::Entity::delete_many().filter(notices).exec(&**tx).await.map_err(failed("erasing notices"))?;
    post_term::Entity::delete_many()
        .filter(of_posts(|ids| post_term::Column::PostId.in_subquery(ids).into()))
        .exec(&**tx)
        .await
        .map_err(failed("erasing terms"))?;
    post_tag::Entity::delete_many()
        .filter(of_posts(|ids| post_tag::Column::PostId.in_subquery(ids).into()))
        .exec(&**tx)
        .await
        .map_err(failed("erasing tags"))?;
    post::Entity::delete_many()
        .filter(post::Column::AccountId.eq(account_id))
        .exec(&**tx)
        .await
        .map_err(failed("erasing posts"))?;
    erase_relations(tx, account_id).await?;
    empty_account(tx, account_id).await
}

/// After the followers were told that the account is gone.
pub async fn forget_followers(tx: &Tx, account_id: i64) -> Result<()> {
    let query = follow::Entity::delete_many().filter(follow::Column::TargetId.eq(account_id));
    query.exec(&**tx).await.map_err(failed("forgetting followers"))?;
    Ok(())
}

/// A tombstone for each post, so that its page can say that it is gone. Boosts had no page.
async fn bury_posts(tx: &Tx, account_id: i64, now: i64) -> Result<()> {
    let was_public = post::Column::State
        .eq(PostState::Published)
        .and(post::Column::Visibility.is_in([Visibility::Public, Visibility::Unlisted]));
    let rows = Query::select()
        .columns([post::Column::Uri, post::Column::Id, post::Column::AccountId])
        .expr(was_public)
        .expr(Expr::val(now))
        .from(post::Entity)
        .and_where(post::Column::AccountId.eq(account_id))
        .to_owned();
    let mut insert = Query::insert();
    let columns = [
        tombstone::Column::Uri,
        tombstone::Column::PostId,
        tombstone::Column::AccountId,
        tombstone::Column::WasPublic,
        tombstone::Column::DeletedAt,
    ];
    insert
        .into_table(tombstone::Entity)
        .columns(columns)
        .select_from(rows)
        .map_err(|error| anyhow::anyhow!("burying posts: {error}"))?
        .on_conflict(OnConflict::column(tombstone::Column::Uri).do_nothing().to_owned());
    tx.execute(&insert).await.map_err(failed("burying posts"))?;
    Ok(())
}

/// Everything that says whom or what the member liked, read, followed or kept away.
async fn erase_relations(tx: &Tx, account_id: i64) -> Result<()> {
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
    mention::Entity::delete_many()
        .filter(mention::Column::AccountId.eq(account_id))
        .exec(&**tx)
        .await
        .map_err(failed("erasing mentions"))?;
    follow::Entity::delete_many()
        .filter(follow::Column::FollowerId.eq(account_id))
        .exec(&**tx)
        .await
        .map_err(failed("erasing follows"))?;
    let blocks = Condition::any()
        .add(block::Column::AccountId.eq(account_id))
        .add(block::Column::TargetId.eq(account_id));
    block::Entity::delete_many().filter(blocks).exec(&**tx).await.map_err(failed("erasing blocks"))?;
    let mutes = Condition::any()
        .add(mute::Column::AccountId.eq(account_id))
        .add(mute::Column::TargetId.eq(account_id));
    mute::Entity::delete_many().filter(mutes).exec(&**tx).await.map_err(failed("erasing mutes"))?;
    report::Entity::delete_many()
        .filter(report::Column::FromId.eq(account_id))
        .exec(&**tx)
        .await
        .map_err(failed("erasing reports"))?;
    Ok(())
}

async fn empty_account(tx: &Tx, account_id: i64) -> Result<()> {
    let row = account::ActiveModel {
        display_name: ActiveValue::Set(String::new()),
        summary: ActiveValue::Set(String::new()),
        fields: ActiveValue::Set("[]".to_owned()),
        avatar_url: ActiveValue::Set(None),
        header_url: ActiveValue::Set(None),
        discoverable: ActiveValue::Set(false),
        indexable: ActiveValue::Set(false),
        suspended: ActiveValue::Set(true),
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
