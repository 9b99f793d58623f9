//! A database of its own for each test: an SQLite file, or a fresh Postgres database.

use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};

use sea_orm::{ConnectionTrait as _, DatabaseConnection, FromQueryResult as _, JsonValue, Statement};

static COUNT: AtomicU32 = AtomicU32::new(0);

/// Where a server under test stores everything.
#[derive(Debug)]
pub struct Database {
    /// As the server gets it.
    pub url: String,
    /// The Postgres cluster, and the name of the database that is ours in it.
    postgres: Option<(String, String)>,
}

impl Database {
    /// A fresh database: on Postgres if `ANAMNESIS_TEST_POSTGRES` names a cluster, else a file in `home`.
    #[expect(clippy::disallowed_methods, reason = "tests/run says here which database is meant")]
    pub async fn fresh(home: &Path) -> Self {
        let Ok(cluster) = std::env::var("ANAMNESIS_TEST_POSTGRES") else {
            let url = format!("sqlite://{}", home.join("anamnesis.db").display());
            return Self { url, postgres: None };
        };
        let name = format!("test_{}_{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed));
        command(&cluster, &format!("CREATE DATABASE {name}")).await;
        let mut url = url::Url::parse(&cluster).unwrap();
        url.set_path(&name);
        Self { url: url.into(), postgres: Some((cluster, name)) }
    }

    /// The rows that a query gives, as JSON objects: to look behind what the server says.
    pub async fn rows(&self, sql: &str) -> Vec<JsonValue> {
        let connection = sea_orm::Database::connect(&self.url).await.unwrap();
        let rows = select(&connection, sql).await;
        connection.close().await.unwrap();
        rows
    }

    /// The tables that hold this text anywhere in a row; a story that was taken back must be in none.
    pub async fn tables_with(&self, text: &str) -> Vec<String> {
        self.tables_with_any(&[text.to_owned()]).await
    }

    /// The tables that hold any of these texts anywhere in a row.
    pub async fn tables_with_any(&self, texts: &[String]) -> Vec<String> {
        let names = if self.postgres.is_some() {
            "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public'"
        } else {
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
        };
        let connection = sea_orm::Database::connect(&self.url).await.unwrap();
        let mut found = Vec::new();
        for table in select(&connection, names).await {
            let name = table.get("name").and_then(JsonValue::as_str).unwrap().to_owned();
            let rows = select(&connection, &format!("SELECT * FROM \"{name}\"")).await;
            let rows: Vec<String> = rows.iter().map(JsonValue::to_string).collect();
            if rows.iter().any(|row| texts.iter().any(|text| row.contains(text))) {
                found.push(name);
            }
        }
        connection.close().await.unwrap();
        found
    }

    /// Every row version that Postgres still holds, seen or unseen, with what it moved out of the rows, as hexadecimal `held` in
    /// its `place`. Nothing for SQLite, whose files tests can read themselves.
    pub async fn stored(&self) -> Vec<JsonValue> {
        if self.postgres.is_none() {
            return Vec::new();
        }
        command(&self.url, "CREATE EXTENSION IF NOT EXISTS pageinspect").await;
        self.rows(
            "SELECT place.relname AS place, encode(item.t_data, 'hex') AS held
             FROM pg_class AS place
             CROSS JOIN LATERAL generate_series(0, pg_relation_size(place.oid) / 8192 - 1) AS block
             CROSS JOIN LATERAL heap_page_items(get_raw_page(CAST(CAST(place.oid AS regclass) AS TEXT), block)) AS item
             WHERE item.t_data IS NOT NULL AND place.oid IN (
                 SELECT oid FROM pg_class WHERE relkind = 'r' AND relnamespace = CAST('public' AS regnamespace)
                 UNION SELECT reltoastrelid FROM pg_class
                 WHERE relkind = 'r' AND relnamespace = CAST('public' AS regnamespace))",
        )
        .await
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        let Some((cluster, name)) = self.postgres.take() else { return };
        // The test's own runtime may be at its end, so a thread with one of its own clears away.
        let cleared = std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
            runtime.block_on(command(&cluster, &format!("DROP DATABASE {name} WITH (FORCE)")));
        });
        assert!(cleared.join().is_ok() || std::thread::panicking(), "the test's database can be dropped");
    }
}

async fn select(connection: &DatabaseConnection, sql: &str) -> Vec<JsonValue> {
    let statement = Statement::from_string(connection.get_database_backend(), sql);
    JsonValue::find_by_statement(statement).all(connection).await.unwrap()
}

/// Runs one command in the database that the cluster's address names.
async fn command(cluster: &str, sql: &str) {
    let connection = sea_orm::Database::connect(cluster).await.unwrap();
    connection.execute_unprepared(sql).await.unwrap();
    connection.close().await.unwrap();
}
