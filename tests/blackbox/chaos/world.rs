//! The three servers, their authors, and what they told.

use std::collections::VecDeque;

use serde_json::{Value, json};

use super::{deeds, moods};
use crate::between_servers::follow;
use crate::support::chaos::{Dice, skewed};
use crate::support::keys::{Key, Way};
use crate::support::{Client, Peer, Server, eventually};

pub const SERVERS: [&str; 3] = ["a", "b", "c"];
/// How many seconds the clock of each is ahead; nobody's clock is quite right.
const SKEWS: [i32; 3] = [0, 240, -180];

/// What an author does with one of their stories.
#[derive(Debug, Clone, Copy)]
pub enum Deed {
    Tell,
    Change,
    TakeBack,
}

/// One story, as its author means it to be.
struct Story {
    id: String,
    uri: String,
    version: u32,
    is_there: bool,
}

/// A server with its author.
struct Home {
    server: Server,
    is_up: bool,
    author: Client,
    stories: Vec<Story>,
    /// What the author has decided and could not do yet, with the story's number; done in this order.
    waiting: VecDeque<(Deed, usize)>,
}

pub struct World {
    homes: Vec<Home>,
    /// Fails, is busy or hangs, and gets everything in the end.
    pub patient: Peer,
    /// Does not believe us now and then, and misses what it refused.
    pub strict: Peer,
    dice: Dice,
    likes: usize,
    kills: usize,
}

impl World {
    pub async fn start(seed: u64) -> Self {
        let mut homes = Vec::new();
        for (name, skew) in SERVERS.into_iter().zip(SKEWS) {
            let many = "1000000";
            let mut server = Server::at(name);
            for (name, value) in skewed(skew) {
                server = server.env(name, &value);
            }
            let server =
                server.env("ANAMNESIS_LIMITS_POSTS", many).env("ANAMNESIS_LIMITS_MEMBER_REQUESTS", many);
            let server = server.env("ANAMNESIS_LIMITS_REQUESTS", many).start().await;
            let author = server.member(&format!("teller_of_{name}"));
            homes.push(Home { server, is_up: true, author, stories: Vec::new(), waiting: VecDeque::new() });
        }
        for home in &homes {
            for other in homes.iter().filter(|other| other.server.domain != home.server.domain) {
                home.server.cli(&["peer", "accept", &other.server.domain]).expect_success();
            }
        }
        for (place, name) in SERVERS.iter().enumerate() {
            for other in homes.iter().filter(|other| !other.server.domain.starts_with(name)) {
                let reader = &homes[place].author;
                let (its_name, _) = other.server.domain.split_once('.').unwrap();
                let teller = format!("teller_of_{its_name}@{}", other.server.domain);
                follow(reader, &teller).await;
            }
        }
        let world = Self {
            homes,
            patient: Peer::start(),
            strict: Peer::start(),
            dice: Dice::new(seed),
            likes: 0,
            kills: 0,
        };
        for peer in [&world.patient, &world.strict] {
            world.followed_by(peer).await;
        }
        world
    }

    /// Somebody of the peer follows all three authors.
    async fn followed_by(&self, peer: &Peer) {
        for home in &self.homes {
            let rows = home
                .server
                .database
                .rows("SELECT uri FROM account WHERE handle LIKE 'teller%' AND host = ''")
                .await;
            let actor = peer.person("zoe");
            let id = format!("{actor}/follows/{}", home.server.domain);
            let wish = json!({"id": id, "type": "Follow", "actor": actor, "object": rows[0]["uri"]});
            peer.send("zoe", &home.server.url("/inbox"), &wish).await.expect(202);
        }
        eventually("the follows are accepted", async || {
            let accepts = peer.received().iter().filter(|item| item.activity["type"] == "Accept").count();
            if accepts == SERVERS.len() { Ok(()) } else { Err(accepts.to_string()) }
        })
        .await;
    }

    /// One thing happens.
    pub async fn act(&mut self) {
        let place = self.dice.roll(self.homes.len());
        match self.dice.roll(20) {
            0 => self.end(place, true),
            1 => self.end(place, false),
            2 | 3 => self.start_one().await,
            4 => {
                let mood = self.dice.pick(moods(false));
                self.patient.behave(mood);
            }
            5 => {
                let mood = self.dice.pick(moods(true));
                self.strict.behave(mood);
            }
            6 | 7 => self.like(place).await,
            _ => {
                let deed = self.dice.pick(deeds());
                self.decide(place, deed);
            }
        }
        for place in 0..self.homes.len() {
            self.work(place).await;
        }
    }

    fn end(&mut self, place: usize, at_once: bool) {
        let home = &mut self.homes[place];
        if !home.is_up {
            return;
        }
        home.is_up = false;
        self.kills += 1;
        if at_once {
            home.server.kill();
        } else {
            home.server.stop();
        }
    }

    async fn start_one(&mut self) {
        if let Some(home) = self.homes.iter_mut().find(|home| !home.is_up) {
            home.server.start_again().await;
            home.is_up = true;
        }
    }

    /// Somebody of the strict peer, whose clock is hours slow, likes a story; nobody minds where that is lost.
    async fn like(&mut self, place: usize) {
        let home = &self.homes[place];
        let Some(story) = home.stories.iter().rfind(|story| story.is_there && home.is_up) else { return };
        self.likes += 1;
        let actor = self.strict.person("zoe");
        let like = json!({"id": format!("{actor}/likes/{}", self.likes), "type": "Like", "actor": actor, "object": story.uri});
        let (body, key_id) = (like.to_string().into_bytes(), format!("{actor}#main-key"));
        let headers =
            Key::shared().sign_later(-11, Way::Cavage, &key_id, &home.server.domain, "/inbox", &body);
        let client = home.server.client();
        let mut request = client
            .request(reqwest::Method::POST, "/inbox")
            .header("content-type", "application/activity+json");
        for (name, value) in headers {
            request = request.header(name, value);
        }
        if let Ok(answer) = client.attempt(request.body(body)).await {
            assert!([202, 503].contains(&answer.status), "{} {}", answer.status, answer.body);
        }
    }

    fn decide(&mut self, place: usize, deed: Deed) {
        let home = &mut self.homes[place];
        let number = match deed {
            Deed::Tell => {
                let story = Story { id: String::new(), uri: String::new(), version: 1, is_there: true };
                home.stories.push(story);
                home.stories.len() - 1
            }
            Deed::Change | Deed::TakeBack => {
                let there: Vec<usize> =
                    (0..home.stories.len()).filter(|at| home.stories[*at].is_there).collect();
                if there.is_empty() {
                    return;
                }
                let number = self.dice.pick(&there);
                let story = &mut self.homes[place].stories[number];
                match deed {
                    Deed::TakeBack => story.is_there = false,
                    Deed::Tell | Deed::Change => story.version += 1,
                }
                number
            }
        };
        self.homes[place].waiting.push_back((deed, number));
    }

    /// Does what waits, as far as the server answers.
    async fn work(&mut self, place: usize) {
        let home = &mut self.homes[place];
        while let Some((deed, number)) = home.waiting.front().copied() {
            if !home.is_up || !home.does(place, deed, number).await {
                return;
            }
            home.waiting.pop_front();
        }
    }

    /// Everybody is up and well, and what waited is done.
    pub async fn calm(&mut self) {
        for peer in [&self.patient, &self.strict] {
            peer.behave(crate::support::Behaviour::Accept);
        }
        while self.homes.iter().any(|home| !home.is_up) {
            self.start_one().await;
        }
        for place in 0..self.homes.len() {
            self.work(place).await;
            assert!(self.homes[place].waiting.is_empty(), "{:?}", self.homes[place].waiting);
        }
    }

    /// How much happened.
    pub fn told(&self) -> String {
        let count = |of: fn(&Story) -> bool| {
            self.homes.iter().flat_map(|home| &home.stories).filter(|story| of(story)).count()
        };
        let (all, there) = (count(|_| true), count(|story| story.is_there));
        format!(
            "{all} stories of which {} were taken back, {} ends of a server, {} likes",
            all - there,
            self.kills,
            self.likes
        )
    }

    /// Home and number of a story.
    pub fn find(&self, uri: &str) -> Option<(usize, usize)> {
        let place = self.homes.iter().position(|home| uri.contains(&home.server.domain))?;
        Some((place, self.homes[place].stories.iter().position(|story| story.uri == uri)?))
    }

    /// Waits until all stories of one server stand on another (or the same), each once, as they are now, in order.
    pub async fn stands(&self, home: usize, place: usize) {
        let (home, there) = (&self.homes[home], &self.homes[place]);
        let stories = home.stories.iter().filter(|story| story.is_there);
        let expected: Vec<(String, u32)> = stories.map(|story| (story.uri.clone(), story.version)).collect();
        eventually(
            &format!("what {} told stands on {}", home.server.domain, there.server.domain),
            async || {
                home.server.cli(&["peer", "retry", &there.server.domain]);
                let rows = "SELECT uri, html FROM post WHERE html LIKE '%Mark %' ORDER BY position";
                let rows = there.server.database.rows(rows).await;
                let text = |row: &Value, name: &str| row[name].as_str().unwrap().to_owned();
                let found: Vec<(String, u32)> = rows
                    .iter()
                    .map(|row| (text(row, "uri"), version_of(&text(row, "html"))))
                    .filter(|(uri, _)| uri.contains(&home.server.domain))
                    .collect();
                if found == expected {
                    Ok(())
                } else {
                    Err(format!("{} of {}: {}", found.len(), expected.len(), difference(&found, &expected)))
                }
            },
        )
        .await;
    }

    /// Waits until nothing of what was taken back stands in any table anywhere.
    pub async fn nowhere(&self) {
        for there in &self.homes {
            for (place, home) in self.homes.iter().enumerate() {
                let gone = home.stories.iter().enumerate().filter(|(_, story)| !story.is_there);
                let marks: Vec<String> = gone.map(|(number, _)| mark(place, number)).collect();
                eventually(&format!("nothing withdrawn is left on {}", there.server.domain), async || {
                    let left = there.server.database.tables_with_any(&marks).await;
                    if left.is_empty() { Ok(()) } else { Err(format!("{left:?}")) }
                })
                .await;
            }
        }
    }

    /// Waits until a peer has what stands, as it is now, and knows of what it had that it is gone.
    pub async fn arrived(&self, home: usize, peer: &Peer) {
        let home = &self.homes[home];
        eventually(&format!("what {} told is at {}", home.server.domain, peer.domain), async || {
            home.server.cli(&["peer", "retry", &peer.domain]);
            let received = peer.received();
            let of = |uri: &str, kind: &str| {
                let about = received.iter().filter(|item| item.activity["object"]["id"] == uri);
                about
                    .filter(|item| item.activity["type"] == kind)
                    .map(|item| item.activity.clone())
                    .collect::<Vec<_>>()
            };
            let missing: Vec<String> = home
                .stories
                .iter()
                .filter(|story| {
                    let (created, changed, deleted) =
                        (of(&story.uri, "Create"), of(&story.uri, "Update"), of(&story.uri, "Delete"));
                    let last = changed.last().or(created.last());
                    let shown =
                        last.map(|activity| version_of(activity["object"]["content"].as_str().unwrap()));
                    if story.is_there {
                        shown != Some(story.version) || !deleted.is_empty()
                    } else {
                        shown.is_some() && deleted.is_empty()
                    }
                })
                .map(|story| story.uri.clone())
                .collect();
            if missing.is_empty() { Ok(()) } else { Err(format!("{missing:?}")) }
        })
        .await;
    }
}

impl Home {
    /// Whether it could be done. What was asked for and not answered may be done already: asking again must do no harm.
    async fn does(&mut self, place: usize, deed: Deed, number: usize) -> bool {
        let story = &mut self.stories[number];
        let path = format!("/api/v1/statuses/{}", story.id);
        let request = match deed {
            Deed::Tell => {
                let body = json!({"status": text(place, number, 1), "language": "en"});
                self.author
                    .request(reqwest::Method::POST, "/api/v1/statuses")
                    .header("idempotency-key", mark(place, number))
                    .json(&body)
            }
            Deed::Change => {
                let body = json!({"status": text(place, number, story.version), "language": "en"});
                self.author.request(reqwest::Method::PUT, &path).json(&body)
            }
            Deed::TakeBack => self.author.request(reqwest::Method::DELETE, &path),
        };
        let Ok(answer) = self.author.attempt(request).await else { return false };
        match (deed, answer.status) {
            (Deed::Tell, 200) => {
                let told = answer.json();
                assert!(told["story"].is_object(), "{told}");
                story.id = told["id"].as_str().unwrap().to_owned();
                story.uri = told["uri"].as_str().unwrap().to_owned();
                true
            }
            (Deed::Change, 200) | (Deed::TakeBack, 200 | 404) => true,
            (_, 503) => false,
            (deed, status) => panic!("{deed:?}: {status} {}", answer.body),
        }
    }
}

/// A word that stands in one story only.
fn mark(place: usize, number: usize) -> String {
    format!("q{}x{number}q", SERVERS[place])
}

fn text(place: usize, number: usize, version: u32) -> String {
    format!("Medication: Zoloft\n\nMark {} version {version} of it.", mark(place, number))
}

/// The version that stands in a text.
pub fn version_of(html: &str) -> u32 {
    let (_, after) = html.split_once(" version ").unwrap_or_else(|| panic!("no version: {html}"));
    after.split(' ').next().unwrap().parse().unwrap()
}

/// The first place where two lists are not the same.
fn difference(found: &[(String, u32)], expected: &[(String, u32)]) -> String {
    let at = found
        .iter()
        .zip(expected)
        .position(|(one, other)| one != other)
        .unwrap_or(found.len().min(expected.len()));
    format!("at {at} {:?} instead of {:?}", found.get(at), expected.get(at))
}
