//! Rings: which members one person has, sealed. Everybody has one, of equal size.

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue, IntoActiveModel as _, QueryOrder as _, QuerySelect as _};

use super::tx::failed;
use super::{Conn, Tx};
use crate::base::error::Result;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "ring")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub account_id: i64,
    /// What is on it, sealed under its key.
    pub sealed: String,
    /// The key, sealed under one that is made of the passphrase.
    pub by_passphrase: String,
    /// The key, sealed under one that is made of the recovery words.
    pub by_words: String,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

pub use Model as Ring;

/// Keeps a ring in place of the one that was there before.
pub async fn put(tx: &Tx, row: Model) -> Result<()> {
    let newer = OnConflict::column(Column::AccountId)
        .update_columns([Column::Sealed, Column::ByPassphrase, Column::ByWords])
        .to_owned();
    Entity::insert(row.into_active_model())
        .on_conflict(newer)
        .exec_without_returning(&**tx)
        .await
        .map_err(failed("keeping a ring"))?;
    Ok(())
}

/// The ring of this member.
pub async fn find(conn: &impl Conn, account_id: i64) -> Result<Option<Model>> {
    Entity::find_by_id(account_id).one(conn).await.map_err(failed("reading a ring"))
}

/// Changes what is on a ring, unless somebody else did since it was read as `before`. False where they did.
pub async fn change(tx: &Tx, account_id: i64, before: &str, sealed: String) -> Result<bool> {
    let done = Entity::update_many()
        .set(ActiveModel { sealed: ActiveValue::Set(sealed), ..<ActiveModel as Default>::default() })
        .filter(Column::AccountId.eq(account_id))
        .filter(Column::Sealed.eq(before))
        .exec(&**tx)
        .await
        .map_err(failed("changing a ring"))?;
    Ok(done.rows_affected > 0)
}

/// Replaces what opens a ring; `None` stays as it is.
pub async fn change_openers(
    tx: &Tx,
    account_id: i64,
    by_passphrase: Option<String>,
    by_words: Option<String>,
) -> Result<()> {
    let row = ActiveModel {
        account_id: ActiveValue::Unchanged(account_id),
        by_passphrase: by_passphrase.map_or(ActiveValue::NotSet, ActiveValue::Set),
        by_words: by_words.map_or(ActiveValue::NotSet, ActiveValue::Set),
        ..<ActiveModel as Default>::default()
    };
    Entity::update(row).exec(&**tx).await.map_err(failed("changing what opens a ring"))?;
    Ok(())
}

/// Writes some rings anew as they are, chosen at random: a database whose rows have versions then shows many rings that
/// changed in this transaction, and not which one it was about.
pub async fn stir(tx: &Tx, count: u64) -> Result<()> {
    let some = Entity::find()
        .select_only()
        .column(Column::AccountId)
        .order_by_asc(Expr::cust("RANDOM()"))
        .limit(count)
        .into_tuple::<i64>()
        .all(&**tx)
        .await
        .map_err(failed("choosing rings"))?;
    Entity::update_many()
        .col_expr(Column::Sealed, Expr::col(Column::Sealed))
        .filter(Column::AccountId.is_in(some))
        .exec(&**tx)
        .await
        .map_err(failed("writing rings anew"))?;
    Ok(())
}
