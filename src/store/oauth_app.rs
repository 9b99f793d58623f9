//! Client applications that registered themselves.

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::Query;
use sea_orm::{Condition, IntoActiveModel as _, QuerySelect as _};

use super::tx::failed;
use super::{Conn, Tx, oauth_grant, oauth_token};
use crate::base::error::Result;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "oauth_app")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i64,
    pub client_id: String,
    pub secret_hash: String,
    pub name: String,
    pub website: Option<String>,
    pub redirect_uris: String,
    pub scopes: String,
    pub created_week: String,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

pub use Model as OauthApp;

/// Adds an application.
pub async fn insert(tx: &Tx, row: Model) -> Result<()> {
    Entity::insert(row.into_active_model())
        .exec_without_returning(&**tx)
        .await
        .map_err(failed("adding an application"))?;
    Ok(())
}

/// The application of this number.
pub async fn find(conn: &impl Conn, id: i64) -> Result<Option<Model>> {
    Entity::find_by_id(id).one(conn).await.map_err(failed("reading an application"))
}

/// The application with this public name of its own.
pub async fn find_by_client_id(conn: &impl Conn, client_id: &str) -> Result<Option<Model>> {
    let query = Entity::find().filter(Column::ClientId.eq(client_id));
    query.one(conn).await.map_err(failed("reading an application"))
}

/// Forgets at most `limit` applications that were registered before `week` and that nobody uses.
pub async fn delete_unused(tx: &Tx, week: &str, limit: u64) -> Result<()> {
    let with_token = Query::select()
        .column(oauth_token::Column::AppId)
        .from(oauth_token::Entity)
        .and_where(oauth_token::Column::AppId.is_not_null())
        .to_owned();
    let with_grant = Query::select().column(oauth_grant::Column::AppId).from(oauth_grant::Entity).to_owned();
    let unused = Condition::all()
        .add(Column::CreatedWeek.lt(week))
        .add(Column::Id.not_in_subquery(with_token))
        .add(Column::Id.not_in_subquery(with_grant));
    let query = Entity::find().select_only().column(Column::Id).filter(unused).limit(limit);
    let ids: Vec<i64> = query.into_tuple().all(&**tx).await.map_err(failed("finding unused applications"))?;
    if !ids.is_empty() {
        let query = Entity::delete_many().filter(Column::Id.is_in(ids));
        query.exec(&**tx).await.map_err(failed("forgetting unused applications"))?;
    }
    Ok(())
}
