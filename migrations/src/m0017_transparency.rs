//! What was decided and how often, for everybody to see.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DatabaseBackend;

#[derive(Debug)]
pub struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0017_transparency"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        crate::run(manager, include_str!("m0017_transparency.sql")).await?;
        // Each of the two databases has its own way of refusing a change.
        if manager.get_database_backend() == DatabaseBackend::Sqlite {
            crate::run(manager, include_str!("m0017_log_sqlite.sql")).await
        } else {
            crate::run(manager, include_str!("m0017_log_postgres.sql")).await
        }
    }
}
