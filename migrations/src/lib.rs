//! Schema history. It cannot import the server: a migration must mean the same for ever.
//!
//! Each migration is one SQL file that SQLite and Postgres both read; `ID_KEY` stands for the key type that
//! is the cheapest on each.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::{DatabaseBackend, DatabaseConnection, DatabaseTransaction};

mod m0001_first_light;
mod m0002_agreement;
mod m0003_timelines;
mod m0004_push;
mod m0005_pictures;
mod m0006_review;
mod m0007_posts;
mod m0008_announcements;
mod m0008_filters;
mod m0008_people;
mod m0008_people_lists;
mod m0008_tags;
mod m0010_keys;
mod m0012_care;
mod m0013_forgetting;
mod m0013_peers;
mod m0013_replies;
mod m0014_deciders;
mod m0015_policies;
mod m0015_quotes;
mod m0016_had;
mod m0017_appeals;
mod m0017_approvals;
mod m0017_complaints;
mod m0017_transparency;
mod m0018_manuscripts;
mod m0020_strangers;
mod m0021_limits;
mod m0022_handles;
mod m0023_data_use;
mod m0024_reports;
mod m0025_proposals;
mod m0026_leaving;
mod m0027_release;

/// The number under which processes that migrate one Postgres database wait for one another: any will do, and it stays.
const LOCK: i64 = 0x616e_616d;

/// Brings the schema of a database up to date: all of it when the transaction is committed, or nothing. Running it again
/// does nothing. On SQLite the transaction has to be one that writes from its beginning, so that of several processes
/// which start at once one migrates and the others find it done.
pub async fn up(transaction: &DatabaseTransaction) -> Result<(), DbErr> {
    if transaction.get_database_backend() == DatabaseBackend::Postgres {
        transaction.execute_unprepared(&format!("SELECT pg_advisory_xact_lock({LOCK})")).await?;
    }
    Migrator::up(transaction, None).await
}

/// How many migrations the database still waits for. Changes nothing.
pub async fn count_waiting(database: &DatabaseConnection) -> Result<usize, DbErr> {
    Ok(Migrator::get_pending_migrations_read_only(database).await?.len())
}

/// Name of the newest migration: which schema this program knows.
pub fn newest() -> String {
    Migrator::migrations().last().map(|migration| migration.name().to_owned()).unwrap_or_default()
}

/// All migrations, oldest first.
#[derive(Debug)]
struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m0001_first_light::Migration),
            Box::new(m0002_agreement::Migration),
            Box::new(m0003_timelines::Migration),
            Box::new(m0004_push::Migration),
            Box::new(m0005_pictures::Migration),
            Box::new(m0006_review::Migration),
            Box::new(m0007_posts::Migration),
            Box::new(m0008_filters::Migration),
            Box::new(m0008_people_lists::Migration),
            Box::new(m0008_tags::Migration),
            Box::new(m0008_people::Migration),
            Box::new(m0008_announcements::Migration),
            Box::new(m0010_keys::Migration),
            Box::new(m0012_care::Migration),
            Box::new(m0013_forgetting::Migration),
            Box::new(m0013_peers::Migration),
            Box::new(m0013_replies::Migration),
            Box::new(m0014_deciders::Migration),
            Box::new(m0015_quotes::Migration),
            Box::new(m0015_policies::Migration),
            Box::new(m0016_had::Migration),
            Box::new(m0017_transparency::Migration),
            Box::new(m0017_complaints::Migration),
            Box::new(m0017_appeals::Migration),
            Box::new(m0017_approvals::Migration),
            Box::new(m0020_strangers::Migration),
            Box::new(m0018_manuscripts::Migration),
            Box::new(m0021_limits::Migration),
            Box::new(m0022_handles::Migration),
            Box::new(m0023_data_use::Migration),
            Box::new(m0024_reports::Migration),
            Box::new(m0025_proposals::Migration),
            Box::new(m0026_leaving::Migration),
            Box::new(m0027_release::Migration),
        ]
    }
}

/// Runs every statement of a migration's SQL file. Statements end with `;` at the end of a line.
async fn run(manager: &SchemaManager<'_>, sql: &str) -> Result<(), DbErr> {
    // In SQLite only `INTEGER PRIMARY KEY` is the row's own number and needs no second index.
    let is_sqlite = manager.get_database_backend() == DatabaseBackend::Sqlite;
    let id_key = if is_sqlite { "INTEGER PRIMARY KEY NOT NULL" } else { "BIGINT PRIMARY KEY NOT NULL" };
    for statement in sql.replace("ID_KEY", id_key).split(";\n") {
        let lines: Vec<&str> =
            statement.lines().filter(|line| !line.trim_start().starts_with("--")).collect();
        let statement = lines.join("\n");
        if !statement.trim().is_empty() {
            manager.get_connection().execute_unprepared(statement.trim()).await?;
        }
    }
    Ok(())
}
