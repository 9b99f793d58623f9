//! Receipts: what became of the request to delete a story elsewhere that its author took back, for as long as it is made.

use std::collections::BTreeMap;

use crate::app::App;
use crate::base::error::Result;
use crate::domain::transparency::log::By;
use crate::store::kind::{DeliveryState, Reason};
use crate::store::post::Post;
use crate::store::withdrawal::{self, Withdrawal};
use crate::store::{Conn, Tx, delivery_to, number, story_key};

/// How far the request is with all servers that may have a copy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// The number that the story had.
    pub story: i64,
    /// When the story was taken back, in seconds, to the minute.
    pub at: i64,
    /// What is known of each server; `None` while it is not yet worked out who is to be asked.
    pub servers: Option<Servers>,
    /// The rule under which a moderator took it down; `None` where its author took it back.
    pub removed_under: Option<Reason>,
}

/// What the servers that were asked answered, by host.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Servers {
    /// How many took the request.
    pub took: usize,
    /// Those that did not take it yet, and are asked again.
    pub asked_again: Vec<String>,
    /// Those that will not take it.
    pub refused: Vec<String>,
}

impl Servers {
    /// How many were asked.
    pub const fn asked(&self) -> usize {
        self.took + self.asked_again.len() + self.refused.len()
    }

    /// From the state of every inbox. A server is done with when one of its inboxes took the request: a copy is kept once.
    fn of(progress: Vec<(String, DeliveryState)>) -> Self {
        Self::of_all(progress.into_iter().map(|(host, state)| (0, host, state)).collect())
    }

    /// The same of several requests, by their numbers: a server took them when it took each.
    pub fn of_all(progress: Vec<(i64, String, DeliveryState)>) -> Self {
        let mut hosts: BTreeMap<String, BTreeMap<i64, Vec<DeliveryState>>> = BTreeMap::new();
        for (request, host, state) in progress {
            hosts.entry(host).or_default().entry(request).or_default().push(state);
        }
        let waits = |state: &DeliveryState| match state {
            DeliveryState::Waiting | DeliveryState::Later => true,
            DeliveryState::Delivered | DeliveryState::Refused | DeliveryState::Struck => false,
        };
        let is_taken = |states: &Vec<DeliveryState>| states.contains(&DeliveryState::Delivered);
        let mut servers = Self::default();
        for (host, requests) in hosts {
            let mut open = requests.values().filter(|states| !is_taken(states)).peekable();
            if open.peek().is_none() {
                servers.took += 1;
            } else if open.any(|states| states.iter().any(waits)) {
                servers.asked_again.push(host);
            } else {
                servers.refused.push(host);
            }
        }
        servers
    }
}

/// Begins the receipt of a story that is about to be erased; where its author did not take it back, under which rule that is so,
/// and who decided.
pub(super) async fn begin(app: &App, tx: &Tx, post: &Post, removed: Option<(Reason, By)>) -> Result<()> {
    let row = Withdrawal {
        id: app.new_id(tx).await?,
        post_id: post.id,
        account_id: post.account_id,
        words_hash: story_key::find_hash(&**tx, post.id).await?,
        delivery_id: None,
        removed_under: removed.map(|(rule, _)| rule),
        removed_by: removed.and_then(|(_, by)| by.account()),
    };
    withdrawal::insert(tx, row).await
}

/// The receipts of everything that an account took back lately, the newest first.
pub async fn list(app: &App, account_id: i64) -> Result<Vec<Receipt>> {
    let mut receipts = Vec::new();
    for row in withdrawal::list_by(app.read(), account_id).await? {
        receipts.push(read(app.read(), &row).await?);
    }
    Ok(receipts)
}

/// The receipt of the story that had this number, for its author.
pub async fn find(app: &App, account_id: i64, post_id: i64) -> Result<Option<Receipt>> {
    match withdrawal::find(app.read(), post_id).await? {
        Some(row) if row.account_id == account_id => Ok(Some(read(app.read(), &row).await?)),
        Some(_) | None => Ok(None),
    }
}

/// The receipt of the story that was managed with the words of this hash.
pub async fn find_by_words(app: &App, words_hash: &str) -> Result<Option<Receipt>> {
    match withdrawal::find_by_words(app.read(), words_hash).await? {
        Some(row) => Ok(Some(read(app.read(), &row).await?)),
        None => Ok(None),
    }
}

async fn read(conn: &impl Conn, row: &Withdrawal) -> Result<Receipt> {
    let servers = match row.delivery_id {
        Some(id) => Some(Servers::of(delivery_to::list_progress(conn, id).await?)),
        None => None,
    };
    Ok(Receipt {
        story: row.post_id,
        at: number::minute_of(row.id),
        servers,
        removed_under: row.removed_under,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_server_is_done_with_when_one_of_its_inboxes_took_the_request() {
        use DeliveryState::{Delivered, Later, Refused, Struck, Waiting};
        let progress = [
            ("a.example", Refused),
            ("a.example", Delivered),
            ("b.example", Waiting),
            ("b.example", Refused),
            ("c.example", Later),
            ("d.example", Refused),
            ("e.example", Delivered),
            ("f.example", Struck),
        ];
        let progress = progress.map(|(host, state)| (host.to_owned(), state)).to_vec();
        let servers = Servers::of(progress);
        assert_eq!((servers.took, servers.asked()), (2, 6));
        assert_eq!(servers.asked_again, ["b.example", "c.example"]);
        assert_eq!(servers.refused, ["d.example", "f.example"]);
        assert_eq!(Servers::of(Vec::new()).asked(), 0);
    }

    #[test]
    fn a_server_took_several_requests_when_it_took_each_of_them() {
        use DeliveryState::{Delivered, Refused, Waiting};
        let progress = [
            (1, "a.example", Delivered),
            (2, "a.example", Delivered),
            (1, "b.example", Delivered),
            (2, "b.example", Waiting),
            (1, "c.example", Delivered),
            (2, "c.example", Refused),
            (2, "d.example", Delivered),
        ];
        let progress = progress.map(|(request, host, state)| (request, host.to_owned(), state)).to_vec();
        let servers = Servers::of_all(progress);
        assert_eq!((servers.took, servers.asked()), (2, 4));
        assert_eq!(
            (servers.asked_again, servers.refused),
            (vec!["b.example".to_owned()], vec!["c.example".to_owned()])
        );
    }
}
