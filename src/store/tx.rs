//! The database: opening it, reading from it, and writing to it in one transaction at a time.
//!
//! One of the few places that know which database it is. SQLite gets one writing connection, whose
//! transactions begin with the write lock in hand, and a pool that only reads; Postgres gets one pool.

use std::collections::BTreeSet;
use std::fs::File;
use std::ops::Deref;
use std::path::{Path, PathBuf};
use std::str::FromStr as _;
use std::time::Duration;

use anyhow::Context as _;
use sea_orm::sea_query::{Alias, Asterisk, Query};
use sea_orm::sqlx::postgres::PgListener;
use sea_orm::sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous};
use sea_orm::{
    AccessMode, ConnectOptions, ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr,
    FromQueryResult as _, IsolationLevel, JsonValue, QueryResult, SqlErr, SqliteTransactionMode, Statement,
    TransactionOptions, TransactionTrait as _,
};

use crate::base::error::{Error, Result};

/// Anything that a query can run on: the read pool or an open transaction.
pub trait Conn: ConnectionTrait {}
impl<T: ConnectionTrait> Conn for T {}

/// How many connections read at once. SQLite readers are threads; a few are enough for one machine.
const READERS: u32 = 4;
/// Connections to Postgres of one server process.
const POSTGRES_CONNECTIONS: u32 = 16;
/// Statements that each connection keeps ready to run: more than there are different ones in an hour.
const STATEMENTS: usize = 400;
/// A connection that rested this long is asked whether it still lives before it is used. Not every time: that would
/// double the way to the database and back for each read.
const RESTED: Duration = Duration::from_secs(30);
/// Where processes on one Postgres database call one another.
const CHANNEL: &str = "anamnesis";

/// The database of this server; cheap to clone.
#[derive(Debug, Clone)]
pub struct Database {
    write: DatabaseConnection,
    read: DatabaseConnection,
    /// Where it is, if several processes may share it.
    shared_at: Option<String>,
}

impl Database {
    /// Opens the database at `url` (`sqlite://…` or `postgres://…`); a missing SQLite file is made, with its folder.
    pub async fn open(url: &str) -> Result<Self> {
        if url.starts_with("sqlite:") { Self::open_sqlite(url).await } else { Self::open_postgres(url).await }
    }

    async fn open_sqlite(url: &str) -> Result<Self> {
        let turn = match sqlite_path(url).as_deref().and_then(Path::parent) {
            Some(folder) => Some(take_turn(folder.to_path_buf()).await?),
            None => None,
        };
        let write = connect(sqlite_options(url, 1)).await?;
        let read = connect(sqlite_options(url, READERS)).await?;
        drop(turn);
        Ok(Self { write, read, shared_at: None })
    }

    async fn open_postgres(url: &str) -> Result<Self> {
        let mut options = ConnectOptions::new(url);
        options
            .max_connections(POSTGRES_CONNECTIONS)
            .acquire_timeout(Duration::from_secs(10))
            .test_before_acquire_if_idle_for(RESTED)
            // Compiling a question takes seconds, and answering any of ours milliseconds.
            .map_sqlx_postgres_opts(|options| {
                options.options([("jit", "off")]).statement_cache_capacity(STATEMENTS)
            })
            .sqlx_logging(false);
        let pool = connect(options).await?;
        Ok(Self { write: pool.clone(), read: pool, shared_at: Some(url.to_owned()) })
    }

    /// Brings the schema up to date, whole or not at all. Running it again does nothing, and neither does another
    /// process that starts at the same time.
    pub async fn migrate(&self) -> Result<()> {
        if self.count_waiting_migrations().await? == 0 {
            return Ok(());
        }
        let tx = self.begin().await?;
        migrations::up(&tx).await.context("migrating the database")?;
        tx.commit().await
    }

    /// How many migrations are still to come. Changes nothing.
    pub async fn count_waiting_migrations(&self) -> Result<usize> {
        Ok(migrations::count_waiting(&self.read)
            .await
            .context("reading which migrations the database has")?)
    }

    /// What the database's own clock shows, in seconds; `None` for SQLite, which has only this machine's.
    pub async fn clock(&self) -> Result<Option<i64>> {
        let backend = self.read.get_database_backend();
        if backend == DbBackend::Sqlite {
            return Ok(None);
        }
        let question = "SELECT CAST(EXTRACT(EPOCH FROM now()) AS BIGINT) AS seconds";
        let answer = self.read.query_one_raw(Statement::from_string(backend, question)).await;
        let row = answer.map_err(failed("asking the database for the time"))?;
        row.map(|row| row.try_get("", "seconds"))
            .transpose()
            .map_err(failed("asking the database for the time"))
    }

    /// Every table with its columns, as the database itself lists them: also what no code of ours knows.
    pub async fn columns(&self) -> Result<Vec<(String, String)>> {
        let backend = self.read.get_database_backend();
        let question = if backend == DbBackend::Sqlite {
            "SELECT tables.name AS place, columns.name AS part FROM sqlite_master AS tables \
             JOIN pragma_table_info(tables.name) AS columns \
             WHERE tables.type = 'table' AND tables.name NOT LIKE 'sqlite_%'"
        } else {
            "SELECT CAST(table_name AS TEXT) AS place, CAST(column_name AS TEXT) AS part \
             FROM information_schema.columns WHERE table_schema = current_schema()"
        };
        let answer = self.read.query_all_raw(Statement::from_string(backend, question)).await;
        let rows = answer.map_err(failed("listing columns"))?;
        let name = |row: &QueryResult, column| row.try_get::<String>("", column);
        let pair = |row: &QueryResult| Ok((name(row, "place")?, name(row, "part")?));
        rows.iter().map(pair).collect::<Result<_, DbErr>>().map_err(failed("listing columns"))
    }

    /// Some rows of a table, as they lie in the database: to look at what is really kept.
    pub async fn rows(&self, table: &str, from: u64, some: u64) -> Result<Vec<serde_json::Value>> {
        let every =
            Query::select().column(Asterisk).from(Alias::new(table)).limit(some).offset(from).to_owned();
        let backend = self.read.get_database_backend();
        let found = JsonValue::find_by_statement(backend.build(&every)).all(&self.read).await;
        found.map_err(failed("reading rows"))
    }

    /// Opens a transaction that only reads, and sees the database as it was at its first query, whatever is written
    /// meanwhile.
    pub async fn snapshot(&self) -> Result<DatabaseTransaction> {
        let options = if self.read.get_database_backend() == DbBackend::Sqlite {
            // A transaction of SQLite that writes nothing is a snapshot by itself.
            TransactionOptions::default()
        } else {
            TransactionOptions {
                isolation_level: Some(IsolationLevel::RepeatableRead),
                access_mode: Some(AccessMode::ReadOnly),
                ..TransactionOptions::default()
            }
        };
        self.read.begin_with_options(options).await.map_err(failed("opening a snapshot"))
    }

    /// Calls to all processes that listen on this database, this one among them. False where no other process can
    /// listen, since there is one file and one server; then nobody hears the call.
    pub async fn call(&self, words: &str) -> Result<bool> {
        if self.shared_at.is_none() {
            return Ok(false);
        }
        let values = [CHANNEL.into(), words.into()];
        let call = Statement::from_sql_and_values(DbBackend::Postgres, "SELECT pg_notify($1, $2)", values);
        self.write.execute_raw(call).await.map_err(failed("calling to other processes"))?;
        Ok(true)
    }

    /// Listens for [`Database::call`] on a connection of its own; `None` where nobody calls.
    pub async fn listen(&self) -> Result<Option<Calls>> {
        let Some(url) = &self.shared_at else { return Ok(None) };
        let mut calls = PgListener::connect(url).await.context("connecting to Postgres to listen")?;
        calls.listen(CHANNEL).await.context("listening to other processes")?;
        Ok(Some(Calls(calls)))
    }

    /// The same database, with every statement shown to `note` after it ran: for tests that count and explain them.
    #[cfg(test)]
    pub fn watched(&self, note: impl Fn(&Statement) + Clone + Send + Sync + 'static) -> Self {
        let (mut watched, other) = (self.clone(), note.clone());
        watched.read.set_metric_callback(move |run| note(run.statement));
        watched.write.set_metric_callback(move |run| other(run.statement));
        watched
    }

    /// For queries that change nothing. Sees only what is committed.
    pub fn read(&self) -> &DatabaseConnection {
        &self.read
    }

    /// Opens a transaction for writing. It is rolled back unless [`Tx::commit`] is called.
    pub async fn begin(&self) -> Result<Tx> {
        let options = TransactionOptions {
            sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
            ..TransactionOptions::default()
        };
        Ok(Tx(self.write.begin_with_options(options).await.map_err(failed("opening a transaction"))?))
    }

    /// Takes what was erased out of the database's files: on SQLite, whose freed pages are zeroes already, it empties the log
    /// of writes; on Postgres it vacuums the rows that nobody can see any more. False where somebody still reads what was
    /// there before, so that it has to be done again.
    pub async fn wipe(&self) -> Result<bool> {
        let backend = self.write.get_database_backend();
        if backend == DbBackend::Sqlite {
            // Without waiting first: whoever empties the log keeps all writers waiting until the last old reader is done.
            return Ok(self.checkpoint("PASSIVE").await? && self.checkpoint("TRUNCATE").await?);
        }
        let tables: BTreeSet<String> = self.columns().await?.into_iter().map(|(table, _)| table).collect();
        for table in tables {
            let command = Statement::from_string(backend, format!("VACUUM \"{table}\""));
            self.write.execute_raw(command).await.map_err(failed("vacuuming a table"))?;
        }
        Ok(true)
    }

    /// Writes SQLite's file anew, without what rows left behind where they lay before they moved: zeroes are only put where a
    /// row is at the moment when it is erased. Writers wait meanwhile. Nothing for Postgres, whose tables cannot be written anew
    /// while they are used.
    pub async fn write_anew(&self) -> Result<()> {
        if self.write.get_database_backend() == DbBackend::Sqlite {
            // The copy is as large as the file: not into memory, as other temporary things.
            for command in ["PRAGMA temp_store = file", "VACUUM", "PRAGMA temp_store = memory"] {
                self.write.execute_unprepared(command).await.map_err(failed("writing the database anew"))?;
            }
        }
        Ok(())
    }

    /// Writes SQLite's log to its place; false where not all of it could be written.
    async fn checkpoint(&self, how: &str) -> Result<bool> {
        let command = Statement::from_string(DbBackend::Sqlite, format!("PRAGMA wal_checkpoint({how})"));
        let row = self.write.query_one_raw(command).await.map_err(failed("emptying the log of writes"))?;
        let number = |name: &str| row.as_ref().and_then(|row| row.try_get::<i64>("", name).ok());
        Ok(number("busy") == Some(0) && number("log") == number("checkpointed"))
    }

    /// Writes what is pending to its place and closes all connections.
    pub async fn close(self) {
        for connection in [self.read, self.write] {
            if let Err(error) = connection.close().await {
                tracing::debug!("closing a database connection: {error}");
            }
        }
    }
}

/// What processes call to one another.
#[derive(Debug)]
pub struct Calls(PgListener);

impl Calls {
    /// Waits for the next call; connects anew where the connection was lost.
    pub async fn next(&mut self) -> Result<String> {
        let call = self.0.recv().await.context("hearing other processes")?;
        Ok(call.payload().to_owned())
    }
}

/// An open transaction for writing.
#[derive(Debug)]
pub struct Tx(DatabaseTransaction);

impl Tx {
    /// Makes everything that was written durable and visible.
    pub async fn commit(self) -> Result<()> {
        self.0.commit().await.map_err(failed("committing"))
    }

    /// Opens a savepoint: work inside it can fail without losing what was written before.
    pub async fn savepoint(&self) -> Result<Tx> {
        Ok(Tx(self.0.begin().await.map_err(failed("opening a savepoint"))?))
    }
}

impl Deref for Tx {
    type Target = DatabaseTransaction;

    fn deref(&self) -> &Self::Target {
        &self.0
    }
}

/// Turns a database error into ours, once: a broken uniqueness is a conflict, everything else our own fault.
/// `doing` says what was being done, for the log; it never holds what people wrote.
pub fn failed(doing: &'static str) -> impl FnOnce(DbErr) -> Error {
    move |error| match error.sql_err() {
        Some(SqlErr::UniqueConstraintViolation(_)) => Error::Conflict(doing),
        Some(SqlErr::ForeignKeyConstraintViolation(_)) => Error::NotFound(doing),
        _ => Error::Internal(anyhow::Error::new(error).context(doing)),
    }
}

async fn connect(options: ConnectOptions) -> Result<DatabaseConnection> {
    let place = if options.get_url().starts_with("sqlite:") { "the SQLite file" } else { "Postgres" };
    Ok(sea_orm::Database::connect(options).await.with_context(|| format!("opening {place}"))?)
}

/// Makes the folder of an SQLite file if there is none, and waits for its turn to open the file: of processes that turn
/// the same new file's journal into a log at once, SQLite refuses all but one without waiting (`SQLITE_BUSY`). The turn
/// ends with what is given back.
async fn take_turn(folder: PathBuf) -> Result<File> {
    let locked = tokio::task::spawn_blocking(move || {
        let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { &folder };
        std::fs::create_dir_all(folder).with_context(|| format!("making the folder {}", folder.display()))?;
        let file = File::open(folder).with_context(|| format!("opening the folder {}", folder.display()))?;
        file.lock().with_context(|| format!("locking the folder {}", folder.display()))?;
        anyhow::Ok(file)
    });
    Ok(locked.await.context("waiting for a turn to open the SQLite file")??)
}

fn sqlite_options(url: &str, connections: u32) -> ConnectOptions {
    let mut options = ConnectOptions::new(url);
    options
        .max_connections(connections)
        .min_connections(1)
        .test_before_acquire_if_idle_for(RESTED)
        .sqlx_logging(false)
        .map_sqlx_sqlite_opts(|options| {
            options
                .statement_cache_capacity(STATEMENTS)
                .create_if_missing(true)
                .foreign_keys(true)
                .journal_mode(SqliteJournalMode::Wal)
                // What a person was told is stored must survive a power cut.
                .synchronous(SqliteSynchronous::Full)
                .busy_timeout(Duration::from_secs(10))
                .pragma("temp_store", "memory")
                // Erased text must not linger in free pages of the file.
                .pragma("secure_delete", "on")
                .pragma("cache_size", "-2000")
        });
    options
}

/// The file of a `sqlite:` address; `None` for one in memory.
pub fn sqlite_path(url: &str) -> Option<PathBuf> {
    let options = sea_orm::sqlx::sqlite::SqliteConnectOptions::from_str(url).ok()?;
    let path = options.get_filename();
    (path.as_os_str() != ":memory:").then(|| path.to_path_buf())
}

#[cfg(test)]
mod tests {
    use sea_orm::{ConnectionTrait as _, DbBackend, Statement};

    use crate::store::Database;
    use crate::store::testing::{empty_on_each, fresh_on_each};

    #[tokio::test]
    async fn of_processes_that_start_at_once_one_migrates_and_the_others_find_it_done() {
        for empty in empty_on_each().await {
            let starting: Vec<_> = (0..4)
                .map(|_| {
                    let url = empty.url.clone();
                    tokio::spawn(async move { Database::open(&url).await?.migrate().await })
                })
                .collect();
            for process in starting {
                process.await.unwrap().unwrap();
            }
            let database = Database::open(&empty.url).await.unwrap();
            assert_eq!(database.count_waiting_migrations().await.unwrap(), 0);
        }
    }

    /// What `.cargo/config.toml` asks for.
    #[tokio::test]
    async fn sqlite_is_compiled_so_that_statements_stay_prepared() {
        for app in fresh_on_each().await {
            let backend = app.read().get_database_backend();
            if backend != DbBackend::Sqlite {
                continue;
            }
            let question = Statement::from_string(backend, "PRAGMA compile_options");
            let rows = app.read().query_all_raw(question).await.unwrap();
            let options: Vec<String> = rows.iter().map(|row| row.try_get_by_index(0).unwrap()).collect();
            assert!(options.iter().any(|option| option == "ENABLE_QPSG"), "{options:?}");
        }
    }

    #[tokio::test]
    async fn a_call_is_heard_where_several_processes_may_share_the_database() {
        for app in fresh_on_each().await {
            let calls = app.db.listen().await.unwrap();
            let is_called = app.db.call("words").await.unwrap();
            assert_eq!(is_called, calls.is_some());
            if let Some(mut calls) = calls {
                assert_eq!(calls.next().await.unwrap(), "words");
            }
        }
    }
}
