//! What protects who tells a story: combinations of facts that few others state.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DatabaseBackend;

#[derive(Debug)]
pub struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0012_care"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        crate::run(manager, include_str!("m0012_care.sql")).await?;
        // Facts stand in the JSON of each story, which the two databases read each in its own way.
        if manager.get_database_backend() == DatabaseBackend::Sqlite {
            crate::run(manager, include_str!("m0012_combinations_sqlite.sql")).await
        } else {
            crate::run(manager, include_str!("m0012_combinations_postgres.sql")).await
        }
    }
}
