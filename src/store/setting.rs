//! Small facts about this server, by name.

use sea_orm::IntoActiveModel as _;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::OnConflict;

use super::tx::failed;
use super::{Conn, Tx};
use crate::base::error::Result;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "setting")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub name: String,
    pub value: String,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

pub use Model as Setting;

/// The value of a setting.
pub async fn find(conn: &impl Conn, name: &str) -> Result<Option<String>> {
    let found = Entity::find_by_id(name).one(conn).await.map_err(failed("reading a setting"))?;
    Ok(found.map(|row| row.value))
}

/// Sets a setting, new or not.
pub async fn put(tx: &Tx, name: String, value: String) -> Result<()> {
    Entity::insert(Model { name, value }.into_active_model())
        .on_conflict(OnConflict::column(Column::Name).update_column(Column::Value).to_owned())
        .exec_without_returning(&**tx)
        .await
        .map_err(failed("writing a setting"))?;
    Ok(())
}

/// Removes the settings whose names begin with `prefix`, but for the one called `but`.
pub async fn delete_others(tx: &Tx, prefix: &str, but: &str) -> Result<()> {
    let query = Entity::delete_many().filter(Column::Name.starts_with(prefix)).filter(Column::Name.ne(but));
    query.exec(&**tx).await.map_err(failed("removing settings"))?;
    Ok(())
}
