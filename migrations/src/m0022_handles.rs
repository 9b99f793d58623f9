//! Several members of one person: the sealed rings, and what lets a session open one.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DatabaseBackend;

#[derive(Debug)]
pub struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0022_handles"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        crate::run(manager, include_str!("m0022_handles.sql")).await?;
        // Each database has its own source of random bytes.
        if manager.get_database_backend() == DatabaseBackend::Sqlite {
            crate::run(manager, include_str!("m0022_rings_sqlite.sql")).await
        } else {
            crate::run(manager, include_str!("m0022_rings_postgres.sql")).await
        }
    }
}
