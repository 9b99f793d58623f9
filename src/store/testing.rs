//! For tests: a fresh app with an empty, migrated database, a clock that stands still and repeatable randomness.

use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};

use chrono::{DateTime, Utc};
pub use sea_orm::Statement;
use sea_orm::{ConnectionTrait as _, DbBackend};

use super::Database;
use super::account::{self, Account};
use super::kind::{AccountKind, PostKind, PostState, Quotable, Visibility};
use super::peer::{self, Peer};
use super::post::{self, Post};
use crate::app::App;
use crate::base::clock::Clock;
use crate::base::config::{self, Config};
use crate::base::random::Random;

/// What the clock of a fresh app shows: Sunday, 22 November 2026, 9:00:30 UTC.
pub const NOW: i64 = 1_795_338_030;

/// Databases made on Postgres by this process, for their names.
static MADE: AtomicU32 = AtomicU32::new(0);

/// An app of its own for one test; the database goes with it.
#[derive(Debug)]
pub struct Fresh {
    /// The app; hand out clones of it.
    pub app: App,
    folder: tempfile::TempDir,
}

impl std::ops::Deref for Fresh {
    type Target = App;

    fn deref(&self) -> &App {
        &self.app
    }
}

impl Fresh {
    /// Moves the clock.
    ///
    /// # Panics
    /// When the app was given a clock that moves by itself.
    pub fn pass(&self, seconds: i64) {
        let Clock::Fixed(clock) = &self.app.clock else { panic!("tests have a clock that can be moved") };
        clock.fetch_add(seconds, Ordering::Relaxed);
    }

    /// The same app, with a note of every statement that it runs.
    pub fn watched(&self) -> Watched {
        let noted: Noted = Arc::default();
        let (note, tools) = (noted.clone(), (self.clock.clone(), self.random.clone()));
        let db = self.db.watched(move |statement| note.lock().unwrap().push(statement.clone()));
        Watched { app: App::with(self.config.clone(), db, tools.0, tools.1).unwrap(), noted }
    }

    /// Runs an SQL file of `tests/fixtures`, with numbers in place of words.
    pub async fn run_sql(&self, sql: &str, numbers: &[(&str, i64)]) {
        let put = |sql: String, (word, number): &(&str, i64)| sql.replace(word, &number.to_string());
        let sql = numbers.iter().fold(sql.to_owned(), put);
        self.db.read().execute_unprepared(&sql).await.unwrap();
    }

    /// Runs one statement, or tells in words why the database does not.
    pub async fn try_sql(&self, sql: &str) -> Result<(), String> {
        self.db.read().execute_unprepared(sql).await.map(drop).map_err(|error| error.to_string())
    }

    /// Counts what Postgres plans by, as it does by itself after a while. SQLite plans without.
    pub async fn analyze(&self) {
        if self.config.database_url.starts_with("postgres:") {
            self.run_sql("ANALYZE", &[]).await;
        }
    }

    /// How many rows a table has.
    pub async fn count(&self, table: &str) -> i64 {
        let conn = self.db.read();
        let sql = format!("SELECT COUNT(*) AS rows_there FROM {table}");
        let is_postgres = self.config.database_url.starts_with("postgres:");
        let backend = if is_postgres { DbBackend::Postgres } else { DbBackend::Sqlite };
        let row = conn.query_one_raw(Statement::from_string(backend, sql)).await.unwrap();
        row.unwrap().try_get("", "rows_there").unwrap()
    }

    /// A folder of the test's own.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }
}

type Noted = Arc<Mutex<Vec<Statement>>>;

/// An app whose statements are noted.
pub struct Watched {
    /// The app.
    pub app: App,
    noted: Noted,
}

impl Watched {
    /// The statements since the last time that somebody asked.
    pub fn take(&self) -> Vec<Statement> {
        std::mem::take(&mut self.noted.lock().unwrap())
    }

    /// What the database says about how it runs a statement, line by line; Postgres runs it for that.
    pub async fn explain(&self, statement: &Statement) -> Vec<String> {
        let is_sqlite = statement.db_backend == DbBackend::Sqlite;
        let (word, column) =
            if is_sqlite { ("EXPLAIN QUERY PLAN", "detail") } else { ("EXPLAIN (ANALYZE)", "QUERY PLAN") };
        let statement = Statement { sql: format!("{word} {}", statement.sql), ..statement.clone() };
        let rows = self.app.read().query_all_raw(statement).await.unwrap();
        self.take();
        rows.iter().map(|row| row.try_get("", column).unwrap()).collect()
    }
}

/// A database in which nothing is yet.
#[derive(Debug)]
pub struct Empty {
    /// Its address.
    pub url: String,
    folder: tempfile::TempDir,
}

impl Empty {
    fn on_sqlite() -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self { url: format!("sqlite://{}", folder.path().join("anamnesis.db").display()), folder }
    }
}

/// A fresh app of `stories.example` on SQLite.
pub async fn fresh() -> Fresh {
    open(Empty::on_sqlite()).await
}

/// A fresh app on SQLite with other settings.
pub async fn fresh_with(change: impl FnOnce(&mut Config)) -> Fresh {
    let plain = fresh().await;
    let mut config = plain.config.clone();
    change(&mut config);
    let tools = (plain.db.clone(), plain.clock.clone(), plain.random.clone());
    Fresh { app: App::with(config, tools.0, tools.1, tools.2).unwrap(), folder: plain.folder }
}

/// One fresh app for each database to test on: SQLite always, Postgres where `ANAMNESIS_TEST_POSTGRES` names a
/// server (`postgres://user@host/database`) on which databases can be made.
pub async fn fresh_on_each() -> Vec<Fresh> {
    let mut apps = Vec::new();
    for empty in empty_on_each().await {
        apps.push(open(empty).await);
    }
    apps
}

/// One empty database of each kind, as [`fresh_on_each`].
pub async fn empty_on_each() -> Vec<Empty> {
    let mut found = vec![Empty::on_sqlite()];
    if let Some(server) = postgres() {
        let name = format!("anamnesis_test_{}_{}", std::process::id(), MADE.fetch_add(1, Ordering::Relaxed));
        let admin = sea_orm::Database::connect(server.as_str()).await.unwrap();
        admin.execute_unprepared(&format!("DROP DATABASE IF EXISTS {name}")).await.unwrap();
        admin.execute_unprepared(&format!("CREATE DATABASE {name}")).await.unwrap();
        admin.close().await.unwrap();
        let mut address = url::Url::parse(&server).unwrap();
        address.set_path(&name);
        found.push(Empty { url: address.into(), folder: tempfile::tempdir().unwrap() });
    }
    found
}

async fn open(Empty { url, folder }: Empty) -> Fresh {
    let db = Database::open(&url).await.unwrap();
    db.migrate().await.unwrap();
    let at: DateTime<Utc> = DateTime::from_timestamp(NOW, 0).unwrap();
    let app = App::with(settings(&url, folder.path()), db, Clock::fixed(at), Random::seeded(1)).unwrap();
    Fresh { app, folder }
}

fn settings(database_url: &str, folder: &Path) -> Config {
    let text = format!("domain = \"stories.example\"\ndatabase_url = \"{database_url}\"\n");
    let config = config::from_parts(&text, Path::new("test.toml"), []).unwrap();
    Config { data_dir: folder.to_path_buf(), ..config }
}

#[expect(clippy::disallowed_methods, reason = "says whether there is a Postgres to test on")]
fn postgres() -> Option<String> {
    std::env::var("ANAMNESIS_TEST_POSTGRES").ok().filter(|server| !server.is_empty())
}

#[tokio::test]
async fn a_fresh_app_has_a_migrated_database_and_a_standing_clock() {
    for app in fresh_on_each().await {
        let tx = app.db.begin().await.unwrap();
        let first = app.new_id(&tx).await.unwrap();
        assert!(app.new_id(&tx).await.unwrap() > first);
        assert_eq!(app.now(), NOW);
        app.pass(60);
        assert_eq!(app.now(), NOW + 60);
    }
}

/// Writes an account of this server.
pub async fn local(app: &App, handle: &str) -> Account {
    let uri = app.urls.person(&app.random.wire_id());
    insert(app, handle, "", None, uri).await
}

/// Writes an account of another server, with its peer.
pub async fn remote(app: &App, handle: &str, host: &str) -> Account {
    let tx = app.db.begin().await.unwrap();
    let peer = if let Some(peer) = peer::find(&*tx, host).await.unwrap() {
        peer
    } else {
        let row = Peer::new(app.new_id(&tx).await.unwrap(), host.to_owned());
        peer::insert(&tx, row.clone()).await.unwrap();
        row
    };
    tx.commit().await.unwrap();
    insert(app, handle, host, Some(peer.id), format!("https://{host}/users/{handle}")).await
}

async fn insert(app: &App, handle: &str, host: &str, peer_id: Option<i64>, uri: String) -> Account {
    let tx = app.db.begin().await.unwrap();
    let row = Account {
        id: app.new_id(&tx).await.unwrap(),
        handle: handle.to_owned(),
        handle_key: handle.to_lowercase(),
        host: host.to_owned(),
        peer_id,
        kind: AccountKind::Person,
        display_name: String::new(),
        summary: String::new(),
        url: uri.clone(),
        inbox: format!("{uri}/inbox"),
        shared_inbox: None,
        outbox: None,
        followers_uri: Some(format!("{uri}/followers")),
        following_uri: None,
        featured_uri: None,
        key_id: Some(format!("{uri}#main-key")),
        public_key: String::new(),
        private_key: None,
        avatar_url: None,
        header_url: None,
        fields: "[]".to_owned(),
        locked: false,
        discoverable: false,
        indexable: false,
        suspended: false,
        silenced: false,
        hushed: false,
        sensitized: false,
        created_month: "2026-11".to_owned(),
        fetched_at: 0,
        follower_count: 0,
        following_count: 0,
        post_count: 0,
        last_post_at: None,
        uri,
    };
    account::insert(&tx, row.clone()).await.unwrap();
    tx.commit().await.unwrap();
    row
}

/// A released public note by `author`, not yet written: change what the test is about, then [`keep`] it.
pub async fn note(app: &App, author: &Account) -> Post {
    let tx = app.db.begin().await.unwrap();
    let (id, position) = (app.new_id(&tx).await.unwrap(), app.new_id(&tx).await.unwrap());
    tx.commit().await.unwrap();
    let uri = app.urls.post(&app.random.wire_id());
    Post {
        id,
        position: Some(position),
        kind: PostKind::Note,
        account_id: author.id,
        url: uri.clone(),
        uri,
        local: author.is_local(),
        listed: author.is_local(),
        visibility: Visibility::Public,
        state: PostState::Published,
        language: Some("en".to_owned()),
        title: None,
        warning: String::new(),
        sensitive: false,
        care_level: 0,
        html: "<p>words</p>".to_owned(),
        source: None,
        story: None,
        in_reply_to_id: None,
        in_reply_to_account_id: None,
        in_reply_to_uri: None,
        root_id: Some(id),
        boost_of_id: None,
        published_at: app.minute(),
        updated_at: None,
        indexable: false,
        federates: true,
        quotable: Quotable::Nobody,
        app_name: None,
        reply_count: 0,
        boost_count: 0,
        favourite_count: 0,
    }
}

/// Writes a post.
pub async fn keep(app: &App, row: Post) -> Post {
    let tx = app.db.begin().await.unwrap();
    post::insert(&tx, row.clone()).await.unwrap();
    tx.commit().await.unwrap();
    row
}
