//! `App`: what every room may use. Cheap to clone; passed as `&App`.

use std::ops::Deref;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use anyhow::Context as _;
use bytes::Bytes;
use http::HeaderValue;
use serde_json::value::RawValue;
use tokio::sync::{Notify, Semaphore};

use crate::base::clock::{self, Clock};
use crate::base::config::Config;
use crate::base::counts::Counts;
use crate::base::error::Result;
use crate::base::fetch::{FetchRules, Fetcher};
use crate::base::files::Files;
use crate::base::gather::Gather;
use crate::base::hub::{Happening, Hub};
use crate::base::limit::Limits;
use crate::base::random::Random;
use crate::base::recent::{Changes, Recent};
use crate::base::translator::Translator;
use crate::base::urls::Urls;
use crate::store::account::Account;
use crate::store::event::{self, Event};
use crate::store::inbox_item::InboxItem;
use crate::store::oauth_token::Bearer;
use crate::store::peer::Standing;
use crate::store::signing_key::AccountKey;
use crate::store::whole::Whole;
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
    /// The one way out to other servers.
    pub fetch: Fetcher,
    /// The service that translates, if the operator chose one.
    pub translator: Option<Translator>,
    /// Files that are no rows: pictures.
    pub files: Files,
    /// Wakes the workers that wait for new work.
    pub wake: Wake,
    /// How often who may do what.
    pub limits: Limits,
    /// Tells those who watch what happens.
    pub hub: Hub,
    /// What was read lately.
    pub kept: Kept,
    /// Activities that are being taken in.
    pub arrived: Gather<InboxItem>,
    /// Threads elsewhere that may be read at once.
    pub threads: Arc<Semaphore>,
    /// What has happened since the start, in numbers.
    pub counts: Counts,
}

/// So many threads elsewhere are read at once; each asks one thing after the other.
const MOST_THREADS: usize = 2;

/// What many ask for again and again, as it was read since the last change.
#[derive(Debug)]
pub struct Kept {
    /// Tokens by hash, with their members.
    pub bearers: Recent<String, Arc<Bearer>>,
    /// Accounts by number.
    pub accounts: Recent<i64, Arc<Account>>,
    /// Accounts by what other servers call them or their keys; also that there is none.
    pub actors: Recent<String, Option<Arc<Account>>>,
    /// Further keys of accounts, by the account's number.
    pub keys: Recent<i64, Arc<Vec<AccountKey>>>,
    /// How a host stands, after what was decided about it and the names above it.
    pub hosts: Recent<String, Standing>,
    /// Posts by number, with what hangs on them.
    pub posts: Recent<i64, Arc<Whole>>,
    /// Whether a member has filters, by the number of the account.
    pub filtering: Recent<i64, bool>,
    /// What stories tell, written out for clients, by post and by a digest of all that it is made of.
    pub told: Recent<(i64, u64), Arc<WrittenStory>>,
    /// Finished documents for everybody, by address.
    pub documents: Recent<String, Bytes>,
    /// Finished pages of lists for everybody who is not signed in, by all that was asked for.
    pub pages: Recent<String, WrittenPage>,
    /// Peers, by number and by how they signed, that were heard from lately and need not be woken.
    pub awake: Recent<(i64, bool), ()>,
    /// How much there is of something, by its name. May be some seconds old: counting anew with each change would cost
    /// more than the change.
    pub counts: Recent<&'static str, u64>,
    changes: Changes,
    rests: Changes,
}

/// What a story tells, written out as JSON once for all readers.
#[derive(Debug, Default)]
pub struct WrittenStory {
    /// Its preview.
    pub card: Option<Box<RawValue>>,
    /// Its facts.
    pub facts: Option<Box<RawValue>>,
}

/// A page of a list, written out as JSON once for all who are not signed in.
#[derive(Debug, Clone)]
pub struct WrittenPage {
    /// The page.
    pub body: Bytes,
    /// Its `Link` header.
    pub link: Option<HeaderValue>,
}

impl WrittenStory {
    fn bytes(&self) -> usize {
        let written = [&self.card, &self.facts].into_iter().flatten();
        256 + written.map(|part| part.get().len()).sum::<usize>()
    }
}

impl Kept {
    /// Keeps nothing of what was read up to now: something changed.
    pub fn forget(&self) {
        self.changes.note();
    }

    /// A peer could not be reached: it may have to be woken when it is heard from.
    pub fn note_rest(&self) {
        self.rests.note();
    }
}

/// How much memory each of them may take, in bytes.
const MOST_BEARERS: u64 = 1024 * 1024;
const MOST_ACCOUNTS: u64 = 4 * 1024 * 1024;
const MOST_KEYS: u64 = 2 * 1024 * 1024;
const MOST_HOSTS: u64 = 1024 * 1024;
const MOST_POSTS: u64 = 8 * 1024 * 1024;
const MOST_FILTERING: u64 = 256 * 1024;
const MOST_TOLD: u64 = 2 * 1024 * 1024;
const MOST_DOCUMENTS: u64 = 2 * 1024 * 1024;
const MOST_PAGES: u64 = 4 * 1024 * 1024;
const MOST_AWAKE: u64 = 512 * 1024;
const MOST_COUNTS: u64 = 100;
/// About what an account takes, with its keys.
const ACCOUNT_BYTES: usize = 5 * 1024;

impl Default for Kept {
    fn default() -> Self {
        let (changes, rests) = (Changes::default(), Changes::default());
        Self {
            bearers: Recent::new(&changes, MOST_BEARERS, |_| ACCOUNT_BYTES + 512),
            accounts: Recent::new(&changes, MOST_ACCOUNTS, |_| ACCOUNT_BYTES),
            actors: Recent::new(&changes, MOST_ACCOUNTS, |found| {
                found.as_ref().map_or(256, |_| ACCOUNT_BYTES)
            }),
            keys: Recent::new(&changes, MOST_KEYS, |keys| 64 + keys.len() * 512),
            hosts: Recent::new(&changes, MOST_HOSTS, |_| 256),
            posts: Recent::new(&changes, MOST_POSTS, |whole| whole.bytes()),
            filtering: Recent::new(&changes, MOST_FILTERING, |_| 64),
            told: Recent::new(&Changes::default(), MOST_TOLD, |written| written.bytes()),
            documents: Recent::new(&changes, MOST_DOCUMENTS, Bytes::len),
            pages: Recent::new(&changes, MOST_PAGES, |page| 512 + page.body.len()),
            awake: Recent::new(&rests, MOST_AWAKE, |()| 128),
            counts: Recent::new(&Changes::default(), MOST_COUNTS, |_| 1),
            changes,
            rests,
        }
    }
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
    /// How often something was queued that overtakes, or a post changed: what a worker read before may be pointless or old.
    pub overtaken: AtomicU64,
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
        Self::with(config, db, Clock::System, Random::System)
    }

    /// Puts the given tools together.
    pub fn with(config: Config, db: Database, clock: Clock, random: Random) -> Result<Self> {
        let counts = Counts::default();
        let fetch = fetcher(&config)?.counted(&counts);
        let translator = Translator::new(introduction(&config), &config.translation)?;
        let urls = Urls::new(&config.domain, &config.base_url).named(&config.community.name);
        let limits = Limits::new(config.limits, clock.clone(), random.clone());
        let (kept, arrived) = (Kept::default(), Gather::default());
        let files = Files::open(&config)?;
        let (wake, hub) = (Wake::default(), Hub::default());
        let tools = Tools {
            config,
            db,
            clock,
            random,
            urls,
            fetch,
            translator,
            files,
            wake,
            limits,
            hub,
            kept,
            arrived,
            threads: Arc::new(Semaphore::new(MOST_THREADS)),
            counts,
        };
        Ok(Self(Arc::new(tools)))
    }

    /// The next number for a row, drawn in the transaction that uses it.
    pub async fn new_id(&self, tx: &Tx) -> Result<i64> {
        number::next(&**tx, &self.clock, &self.random).await
    }

    /// The next `count` numbers, as [`App::new_id`] draws one.
    pub async fn new_ids(&self, tx: &Tx, count: usize) -> Result<Vec<i64>> {
        number::next_many(&**tx, &self.clock, &self.random, count).await
    }

    /// As many numbers as are asked for, as [`App::new_id`] draws one.
    pub async fn new_id_each<const COUNT: usize>(&self, tx: &Tx) -> Result<[i64; COUNT]> {
        let drawn = self.new_ids(tx, COUNT).await?;
        Ok(drawn
            .try_into()
            .map_err(|drawn: Vec<i64>| anyhow::anyhow!("{} numbers were drawn", drawn.len()))?)
    }

    /// A number for what belongs to a person: it lies somewhere in the last weeks, so that nobody who sees it learns when
    /// the person came. Low random bits make it the only one.
    pub fn blurred_id(&self) -> i64 {
        const SPAN_SECONDS: u32 = 30 * 86_400;
        number::at(self.now().saturating_sub(i64::from(self.random.below(SPAN_SECONDS))), &self.random)
    }

    /// A number for what is shown later than it was written: it lies somewhere in the week before, so that it tells no more
    /// than the week in which that was.
    pub fn id_of_week_before(&self) -> i64 {
        number::of_week_before(self.now(), &self.random)
    }

    /// Writes an event in the transaction of the change it tells of. End with [`App::commit`].
    pub async fn record(&self, tx: &Tx, event: &Event) -> Result<()> {
        event::append(tx, self.new_id(tx).await?, event).await
    }

    /// Commits, and wakes the worker that works out what follows.
    pub async fn commit(&self, tx: Tx) -> Result<()> {
        tx.commit().await?;
        self.kept.forget();
        self.wake.events.notify_one();
        Ok(())
    }

    /// Commits a change of a post that may be on its way to others: what was composed of it before is composed anew, so
    /// that nobody gets a version after a later one.
    pub async fn commit_change(&self, tx: Tx) -> Result<()> {
        self.commit(tx).await?;
        self.note_overtaken();
        Ok(())
    }

    /// What is on its way to others may be pointless or old by now.
    pub fn note_overtaken(&self) {
        self.wake.overtaken.fetch_add(1, Ordering::Release);
    }

    /// Commits what only adds posts that nobody has read yet: what was read before stays right.
    pub async fn commit_new(&self, tx: Tx) -> Result<()> {
        tx.commit().await?;
        self.wake.events.notify_one();
        Ok(())
    }

    /// Tells those who watch what has just happened, in all processes on this database. Call it after the commit. What
    /// can't be told is lost, which nobody needs to hear of: the database knows.
    pub async fn tell(&self, happening: Happening) {
        let crossing = async {
            let words = serde_json::to_string(&happening).map_err(anyhow::Error::from)?;
            self.db.call(&words).await
        };
        match crossing.await {
            // The call comes back to this process too.
            Ok(true) => {}
            Ok(false) => self.hub.tell(happening),
            Err(error) => {
                tracing::warn!("telling other processes what happened: {error:#}");
                self.hub.tell(happening);
            }
        }
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

    /// The present day: as exact as times of other servers get.
    pub fn day(&self) -> String {
        clock::day(self.clock.now())
    }

    /// For queries that change nothing.
    pub fn read(&self) -> &impl Conn {
        self.db.read()
    }
}

/// The way out for a server with these settings; fails when a name that may be private is none, or the machine has no
/// usable root certificates.
fn fetcher(config: &Config) -> Result<Fetcher> {
    let rules = FetchRules::new(introduction(config), &config.federation.allow_private)
        .context("reading federation.allow_private")?;
    Fetcher::new(&rules)
}

/// How we introduce ourselves to other servers.
fn introduction(config: &Config) -> String {
    let name = concat!("Anamnesis/", env!("CARGO_PKG_VERSION"));
    format!("{name} (+{})", config.base_url)
}
