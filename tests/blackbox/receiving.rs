//! What other servers send is applied once and in order, whatever happens to us in the middle of it.

use std::collections::BTreeMap;
use std::rc::Rc;

use serde_json::{Value, json};
use tokio::sync::watch;
use tokio::task::{JoinSet, LocalSet};

use super::support::{Client, Here, Peer, Server, eventually};

/// So many notes each peer sends, and with each of them the deeds of one reader.
const NOTES: usize = 10;
const PUBLIC: &str = "https://www.w3.org/ns/activitystreams#Public";

/// Whether the note of this number is deleted in the end.
fn is_deleted(number: usize) -> bool {
    number.is_multiple_of(3)
}

/// Whether the reader of this number takes the like back in the end.
fn is_taken_back(number: usize) -> bool {
    number.is_multiple_of(4)
}

impl Here {
    /// All that the people of a peer do, in order: who does it, and the activity.
    fn deeds(&self, peer: &Peer) -> Vec<(String, Value)> {
        let (mut deeds, ann) = (Vec::new(), peer.person("ann"));
        let mut add = |who: &str, kind: &str, id: String, more: Value| {
            let mut activity = json!({"id": id, "type": kind, "actor": peer.person(who)});
            activity.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            deeds.push((who.to_owned(), activity));
        };
        for number in 0..NOTES {
            let (note, reader) = (note_of(peer, number), format!("reader{number}"));
            let written = |words: &str, updated: Option<&str>| {
                json!({"object": {
                    "id": note, "type": "Note", "attributedTo": ann, "to": [PUBLIC], "cc": [self.person],
                    "content": format!("<p>{words} words of {}.</p>", mark_of(peer, number)),
                    "published": "2026-11-20T09:00:00Z", "updated": updated,
                    "tag": [{"type": "Mention", "href": self.person, "name": "@quiet_fern_12"}],
                }})
            };
            add("ann", "Create", format!("{note}/create"), written("First", None));
            let like = json!({"id": format!("{note}/like"), "type": "Like", "object": self.post["uri"]});
            add(&reader, "Like", format!("{note}/like"), json!({"object": self.post["uri"]}));
            for (words, updated) in [("Second", "2026-11-20T10:00:00Z"), ("Third", "2026-11-20T11:00:00Z")] {
                add("ann", "Update", format!("{note}/{words}"), written(words, Some(updated)));
            }
            let boost = json!({"object": self.post["uri"], "to": [PUBLIC]});
            add(&reader, "Announce", format!("{note}/boost"), boost);
            if is_taken_back(number) {
                add(&reader, "Undo", format!("{note}/unlike"), json!({"object": like}));
            }
            if is_deleted(number) {
                add("ann", "Delete", format!("{note}/delete"), json!({"object": note}));
            }
        }
        deeds
    }

    /// Waits until everything that was taken is applied, with all that follows from it; as long as it goes on, however
    /// slow the machine is.
    async fn rests(&self) {
        let mut left = self.waiting().await;
        while left > 0 {
            left = eventually(&format!("fewer than {left} are left"), async || {
                let now = self.waiting().await;
                if now < left { Ok(now) } else { Err(now.to_string()) }
            })
            .await;
        }
    }

    /// How many activities and events wait.
    async fn waiting(&self) -> usize {
        let mut waiting = 0;
        for table in ["inbox_item", "event"] {
            waiting += self.server.database.rows(&format!("SELECT id FROM {table}")).await.len();
        }
        waiting
    }

    /// How many notices of each kind the member has.
    async fn notices(&self) -> BTreeMap<String, i64> {
        let mut counts = BTreeMap::new();
        for row in self.server.database.rows("SELECT kind FROM notice").await {
            *counts.entry(row["kind"].as_str().unwrap().to_owned()).or_default() += 1;
        }
        counts
    }
}

fn note_of(peer: &Peer, number: usize) -> String {
    peer.url(&format!("/notes/{number}"))
}

/// A word that stands in this note and nowhere else.
fn mark_of(peer: &Peer, number: usize) -> String {
    format!("bitterpill{number}at{}", peer.domain.split('.').next().unwrap())
}

/// Counts what the server under test took.
type Taken = Rc<watch::Sender<usize>>;

/// Sends everything in order, each until it is taken, and some of it a second time although it was.
async fn do_all(peer: Peer, client: Client, inbox: String, deeds: Vec<(String, Value)>, taken: Taken) {
    for (at, (who, activity)) in deeds.iter().enumerate() {
        until_taken(&peer, &client, who, &inbox, activity).await;
        taken.send_modify(|count| *count += 1);
        if at % 4 == 3 {
            let (who, earlier) = &deeds[at / 2];
            until_taken(&peer, &client, who, &inbox, earlier).await;
        }
    }
}

async fn until_taken(peer: &Peer, client: &Client, who: &str, inbox: &str, activity: &Value) {
    eventually(&format!("{} is taken", activity["id"]), async || {
        match peer.attempt(client, who, inbox, activity).await {
            Ok(answer) if answer.status == 503 => Err(answer.body),
            Ok(answer) => {
                answer.expect(202);
                Ok(())
            }
            Err(error) => Err(error.to_string()),
        }
    })
    .await;
}

#[tokio::test]
async fn a_server_killed_in_the_middle_of_receiving_applies_what_it_took_once_and_in_order() {
    let mut here = Here::start().await;
    let peers: Vec<Peer> = (0..4).map(|_| Peer::start()).collect();
    let deeds: Vec<Vec<(String, Value)>> = peers.iter().map(|peer| here.deeds(peer)).collect();
    let total = deeds.iter().map(Vec::len).sum::<usize>();
    assert!(total >= 200, "only {total}");
    let everything = async {
        let taken = Rc::new(watch::Sender::new(0));
        let mut sending = JoinSet::new();
        for (peer, deeds) in peers.iter().zip(deeds) {
            let (client, inbox) = (here.server.client(), here.server.url("/inbox"));
            sending.spawn_local(do_all(peer.clone(), client, inbox, deeds, Rc::clone(&taken)));
        }
        // Right after something was taken, so that most of the time it is stored and not yet applied.
        let killing = async {
            for point in [1, 17, 18, total / 4, total / 2, total - 40, total - 9] {
                taken.subscribe().wait_for(|count| *count >= point).await.unwrap();
                here.server.kill();
                here.server.start_again().await;
            }
        };
        tokio::join!(sending.join_all(), killing);
    };
    LocalSet::new().run_until(everything).await;
    here.rests().await;

    let stored = "SELECT uri, html FROM post WHERE local = FALSE AND kind = 'note' ORDER BY position";
    let stored = here.server.database.rows(stored).await;
    for peer in &peers {
        let here_of_it =
            stored.iter().filter(|row| row["uri"].as_str().unwrap().starts_with(&peer.url("/notes/")));
        let seen: Vec<(&str, &str)> =
            here_of_it.map(|row| (row["uri"].as_str().unwrap(), row["html"].as_str().unwrap())).collect();
        let kept = (0..NOTES).filter(|number| !is_deleted(*number));
        let expected: Vec<(String, String)> = kept
            .map(|number| {
                (note_of(peer, number), format!("<p>Third words of {}.</p>", mark_of(peer, number)))
            })
            .collect();
        let expected: Vec<(&str, &str)> =
            expected.iter().map(|(uri, html)| (uri.as_str(), html.as_str())).collect();
        assert_eq!(seen, expected, "{}", peer.domain);
        for number in (0..NOTES).filter(|number| is_deleted(*number)) {
            let tables = here.server.database.tables_with(&mark_of(peer, number)).await;
            assert!(tables.is_empty(), "note {number} of {} is in {tables:?}", peer.domain);
        }
    }
    let of_each = |counts: fn(usize) -> bool| {
        i64::try_from(peers.len() * (0..NOTES).filter(|number| counts(*number)).count()).unwrap()
    };
    let (likes, boosts, notes) =
        (of_each(|number| !is_taken_back(number)), of_each(|_| true), of_each(|number| !is_deleted(number)));
    let post = here.member.get(&format!("/api/v1/statuses/{}", here.post["id"].as_str().unwrap())).await;
    let post = post.expect(200).json();
    assert_eq!((&post["favourites_count"], &post["reblogs_count"]), (&json!(likes), &json!(boosts)));
    let expected = [("favourite", likes), ("mention", notes), ("reblog", boosts)];
    assert_eq!(here.notices().await, expected.map(|(kind, number)| (kind.to_owned(), number)).into());
}

/// The texts of a reader's home timeline, the oldest first.
async fn home(reader: &Client) -> Result<Vec<String>, String> {
    let answer = reader.get("/api/v1/timelines/home?limit=40").await;
    if answer.status != 200 {
        return Err(answer.body);
    }
    let statuses = answer.json();
    let text = |status: &Value| status["content"].as_str().unwrap_or_default().to_owned();
    Ok(statuses.as_array().unwrap().iter().rev().map(text).collect())
}

#[tokio::test]
async fn a_server_of_ours_killed_while_another_delivers_has_everything_in_order_afterwards() {
    let (mut reading, telling) = (Server::start().await, Server::at("b").start().await);
    let (reader, author) = (reading.member("quiet_fern_12"), telling.member("shizuka_kaze_58"));
    super::between_servers::follow(&reader, &format!("shizuka_kaze_58@{}", telling.domain)).await;
    let (mut told, mut expected) = (Vec::new(), Vec::new());
    for round in 0..3 {
        for number in 0..10 {
            let text = format!("Note {number} of round {round}.");
            let body = json!({"status": text, "language": "en"});
            told.push(author.post_json("/api/v1/statuses", &body).await.expect(200).json());
            expected.push(format!("<p>{text}</p>"));
        }
        eventually("deliveries are on their way", async || {
            let seen = home(&reader).await?;
            if seen.len() > round * 10 { Ok(()) } else { Err(format!("{seen:?}")) }
        })
        .await;
        reading.kill();
        // Changes of what may have arrived and of what cannot have.
        let path = |at: usize| format!("/api/v1/statuses/{}", told[at]["id"].as_str().unwrap());
        let changed = format!("Note 1 of round {round}, changed.");
        author.put_json(&path(round * 10 + 1), &json!({"status": changed})).await.expect(200);
        expected[round * 10 + 1] = format!("<p>{changed}</p>");
        author.delete(&path(round * 10 + 8)).await.expect(200);
        expected[round * 10 + 8].clear();
        reading.start_again().await;
    }
    expected.retain(|text| !text.is_empty());
    eventually("everything is there, in order", async || {
        let seen = home(&reader).await?;
        if seen == expected { Ok(()) } else { Err(format!("{seen:#?}")) }
    })
    .await;
}
