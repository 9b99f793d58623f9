//! What hangs on posts: polls and votes, pins, muted threads, posts to come, and an index of words.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DatabaseBackend;

#[derive(Debug)]
pub struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0007_posts"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        crate::run(manager, include_str!("m0007_posts.sql")).await?;
        // Full text is the one thing that the two databases do not do alike.
        if manager.get_database_backend() == DatabaseBackend::Sqlite {
            crate::run(manager, include_str!("m0007_words_sqlite.sql")).await
        } else {
            crate::run(manager, include_str!("m0007_words_postgres.sql")).await
        }
    }
}
