//! `App`: what every room may use. Cheap to clone; passed as `&App`.

use std::ops::Deref;
use std::sync::Arc;

use tokio::sync::Notify;

use crate::base::clock::{self, Clock};
use crate::base::config::Config;
use crate::base::error::Result;
use crate::base::random::Random;
use crate::base::urls::Urls;
use crate::store::event::{self, Event};
use crate::store::{Conn, Database, Tx, number};

/// The running server's tools and settings.
#[derive(Debug, Clone)]
pub struct App(Arc<Tools>);

/// What [`App`] gives access to.
#[derive(Debug)]
pub struct Tools {
    /// Settings; they never change while the server runs.
    pub config: Config,
    /// The database.
    pub db: Database,
    /// Where time comes from.
    pub clock: Clock,
    /// Where randomness comes from.
    pub random: Random,
    /// Makes addresses.
    pub urls: Urls,
    /// Wakes the workers that wait for new work.
    pub wake: Wake,
}

/// Bells for the workers: rung after a commit that leaves them work. A worker that misses a bell finds the
/// work at its next round anyway.
#[derive(Debug, Default)]
pub struct Wake {
    /// Events wait for their effects.
    pub events: Notify,
    /// Jobs are due.
    pub jobs: Notify,
    /// Activities were received.
    pub inbox: Notify,
    /// Activities wait to be sent.
    pub delivery: Notify,
}

impl Deref for App {
    type Target = Tools;

    fn deref(&self) -> &Tools {
        &self.0
    }
}

impl App {
    /// Opens the database and puts the tools together. Does not migrate and starts no worker.
    pub async fn open(config: Config) -> Result<Self> {
        let db = Database::open(&config.database_url).await?;
        Ok(Self::with(config, db, Clock::System, Random::System))
    }

    /// Puts the given tools together.
    pub fn with(config: Config, db: Database, clock: Clock, random: Random) -> Self {
        let urls = Urls::new(&config.domain, &config.base_url);
        Self(Arc::new(Tools { config, db, clock, random, urls, wake: Wake::default() }))
    }

    /// The next number for a row, drawn in the transaction that uses it.
    pub async fn new_id(&self, tx: &Tx) -> Result<i64> {
        number::next(&**tx, &self.clock, &self.random).await
    }

    /// Writes an event in the transaction of the change it tells of. End with [`App::commit`].
    pub async fn record(&self, tx: &Tx, event: &Event) -> Result<()> {
        event::append(tx, self.new_id(tx).await?, event).await
    }

    /// Commits, and wakes the worker that works out what follows.
    pub async fn commit(&self, tx: Tx) -> Result<()> {
        tx.commit().await?;
        self.wake.events.notify_one();
        Ok(())
    }

    /// The present minute, in seconds: as exact as times of posts get.
    pub fn minute(&self) -> i64 {
        clock::minute(self.clock.now()).timestamp()
    }

    /// The present moment, in seconds: for queues and limits only.
    pub fn now(&self) -> i64 {
        self.clock.now().timestamp()
    }

    /// The present week: as exact as times of people get.
    pub fn week(&self) -> String {
        clock::week(self.clock.now())
    }

    /// For queries that change nothing.
    pub fn read(&self) -> &impl Conn {
        self.db.read()
    }
}
