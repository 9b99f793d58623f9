//! What the benchmarks stand on: a server with members, the crowd of other servers, and the bonds between them.

use reqwest::RequestBuilder;
use sea_orm::ConnectionTrait as _;
use serde_json::{Value, json};

use super::crowd::{self, Crowd};
use super::load::{self, OF_ONE};
use super::meter::Meter;
use super::support::{Client, Server, eventually};

/// How often each thing is done.
#[derive(Debug, Clone, Copy)]
pub struct Sizes {
    /// Notes received.
    pub notes: u32,
    /// Other servers with a follower.
    pub hosts: u32,
    /// Servers in the audience of one member with very many followers.
    pub servers: u32,
    /// Those followers.
    pub followers: u32,
    /// Stories that go to all of them.
    pub stories: u32,
    /// Stories posted by members without followers.
    pub posts: u32,
    /// Timelines read.
    pub timelines: u32,
    /// Small documents read, of each kind.
    pub documents: u32,
    /// Sockets that stay open while nothing happens.
    pub sockets: u32,
    /// Stories in the database for reading among many.
    pub many_stories: u32,
    /// Their authors.
    pub many_accounts: u32,
    /// Starts.
    pub starts: u32,
    /// Ticks of 10 ms for which RSA is measured.
    pub rsa_ticks: u32,
}

impl Sizes {
    /// For figures.
    pub const FULL: Self = Self {
        notes: 500,
        hosts: 500,
        servers: 5000,
        followers: 100_000,
        stories: 4,
        posts: 500,
        timelines: 1000,
        documents: 5000,
        sockets: 2000,
        many_stories: 100_000,
        many_accounts: 2000,
        starts: 5,
        rsa_ticks: 100,
    };
    /// To see whether everything still works.
    pub const QUICK: Self = Self {
        notes: 20,
        hosts: 5,
        servers: 10,
        followers: 100,
        stories: 2,
        posts: 4,
        timelines: 10,
        documents: 20,
        sockets: 20,
        many_stories: 1000,
        many_accounts: 20,
        starts: 1,
        rsa_ticks: 5,
    };
}

/// A member here, signed in.
#[derive(Debug)]
pub struct Member {
    /// Handle.
    pub handle: String,
    /// Wire id.
    pub uri: String,
    /// A client with a token.
    pub client: Client,
}

/// Everything there is.
#[derive(Debug)]
pub struct World {
    /// How often each thing is done.
    pub sizes: Sizes,
    /// The server under measurement.
    pub server: Server,
    /// A client that is not signed in.
    pub stranger: Client,
    /// The others.
    pub crowd: Crowd,
    /// Whom the whole crowd follows, and whose stories go to all of it.
    pub author: Member,
    /// Whom the crowd follows afterwards, when all of it is known here.
    pub second: Member,
    /// Members who follow somebody elsewhere; several, since one may send so many requests only.
    pub readers: Vec<Member>,
    /// Members without followers, who post.
    pub writers: Vec<Member>,
}

impl World {
    /// Starts everything; nobody knows anybody yet.
    pub async fn start(sizes: Sizes) -> Self {
        let audience = (1..=sizes.servers).map(crowd::name_of_audience);
        let names: Vec<String> = (1..=sizes.hosts).map(crowd::name_of).chain(audience).collect();
        let server = Server::at("a")
            .env("ANAMNESIS_FEDERATION_ALLOW_PRIVATE", &names.join(","))
            // Requests without a token are limited by address, so they come from many, as if through a proxy.
            .env("ANAMNESIS_TRUSTED_PROXIES", "127.0.0.1")
            .start()
            .await;
        let stranger = server.client();
        stranger.get("/api/v2/instance").await.expect(200);
        let readers = Member::several(&server, "quiet_reader", sizes.timelines).await;
        let writers = Member::several(&server, "quiet_writer", sizes.posts).await;
        let author = Member::new(&server, "quiet_author").await;
        let second = Member::new(&server, "quiet_second").await;
        Self { sizes, crowd: Crowd::start(), server, stranger, author, second, readers, writers }
    }

    /// Lets every reader follow Ann of the crowd's first server.
    pub async fn join(&self) {
        let ann = self.ann();
        for (number, reader) in self.readers.iter().enumerate() {
            let found = format!("/api/v2/search?type=accounts&resolve=true&q={ann}");
            let found = reader.client.get(&found).await.expect(200).json();
            let id = found["accounts"][0]["id"].as_str().unwrap_or_else(|| panic!("no Ann in {found}"));
            reader.client.post(&format!("/api/v1/accounts/{id}/follow")).await.expect(200);
            let accept = json!({
                "id": format!("{ann}/accepts/{number}"), "type": "Accept", "actor": ann,
                "object": {"type": "Follow", "actor": reader.uri, "object": ann},
            });
            load::send(vec![self.signed(&accept)], 202).await;
            let asked = format!("/api/v1/accounts/relationships?id[]={id}");
            eventually(&format!("{} follows Ann", reader.handle), async || {
                let bond = reader.client.get(&asked).await.json();
                if bond[0]["following"] == true { Ok(()) } else { Err(bond.to_string()) }
            })
            .await;
        }
        self.settled().await;
    }

    /// Wire id of Ann, whom the readers follow.
    pub fn ann(&self) -> String {
        self.crowd.person(1, "ann")
    }

    /// An activity of the crowd on its way to our inbox.
    pub fn signed(&self, activity: &Value) -> (&Client, RequestBuilder) {
        (&self.stranger, crowd::signed(&self.stranger, &self.server.domain, activity))
    }

    /// The meter of the server's process.
    pub fn meter(&self) -> Meter {
        Meter::of(self.server.process_id())
    }

    /// Runs SQL on the server's database, with words in it replaced.
    pub async fn run_sql(&self, sql: &str, words: &[(&str, &str)]) {
        let sql = words.iter().fold(sql.to_owned(), |sql, (word, value)| sql.replace(word, value));
        let connection = sea_orm::Database::connect(&self.server.database.url).await.unwrap();
        connection.execute_unprepared(&sql).await.unwrap();
        connection.close().await.unwrap();
    }

    /// Waits until nothing is left to do. Asks the database and not the server, whose time would be counted.
    pub async fn settled(&self) {
        let mut left = self.left().await;
        while left > 0 {
            left = eventually("the server works off its queues", async || {
                let now = self.left().await;
                if now < left { Ok(now) } else { Err(format!("{now} rows are left")) }
            })
            .await;
        }
    }

    /// How many rows are left in the queues.
    async fn left(&self) -> usize {
        let rows = self.server.database.rows(
            "SELECT id FROM inbox_item UNION ALL SELECT id FROM event
             UNION ALL SELECT delivery_id FROM delivery_to WHERE state = 'waiting'",
        );
        rows.await.len()
    }
}

impl Member {
    /// As many members as may send so many requests.
    pub async fn several(server: &Server, name: &str, requests: u32) -> Vec<Self> {
        let mut members = Vec::new();
        for number in 1..=requests.div_ceil(OF_ONE) {
            members.push(Self::new(server, &format!("{name}_{number}")).await);
        }
        members
    }

    /// The number of the member's account.
    pub async fn number(&self, world: &World) -> String {
        let sql = format!("SELECT id FROM account WHERE handle = '{}'", self.handle);
        world.server.database.rows(&sql).await.first().unwrap()["id"].to_string()
    }

    async fn new(server: &Server, handle: &str) -> Self {
        let client = server.member(handle);
        let finger = format!("/.well-known/webfinger?resource=acct:{handle}@{}", server.domain);
        let finger = client.get(&finger).await.expect(200).json();
        let link = finger["links"].as_array().unwrap().iter().find(|link| link["rel"] == "self").unwrap();
        Self { handle: handle.to_owned(), uri: link["href"].as_str().unwrap().to_owned(), client }
    }
}
