//! A receipt in words: how far the request to delete a story elsewhere is.

use chrono::{DateTime, NaiveDate};

use crate::domain::post::receipt::{Receipt, Servers};
use crate::http::web::frame::Frame;

/// Nobody reads more names of servers.
const MOST_HOSTS: usize = 50;

/// What became of the request.
#[derive(Debug, Clone, Default)]
pub struct ReceiptView {
    /// The path at which its author can ask for a second look, where a moderator took it down.
    pub appeal: String,
    /// The day on which the story was taken back.
    pub day: Option<NaiveDate>,
    /// Why a moderator took it down, as a sentence; none where its author took it back.
    pub removed: Option<String>,
    /// How many servers took the request, as a sentence.
    pub said: String,
    /// Which servers are asked again.
    pub asked_again: Hosts,
    /// Which servers will not take it.
    pub refused: Hosts,
}

/// Some of a list of servers.
#[derive(Debug, Clone, Default)]
pub struct Hosts {
    /// The first of them.
    pub first: Vec<String>,
    /// How many there are besides.
    pub more: usize,
}

impl Hosts {
    fn of(hosts: &[String]) -> Self {
        let first: Vec<String> = hosts.iter().take(MOST_HOSTS).cloned().collect();
        Self { more: hosts.len().saturating_sub(first.len()), first }
    }
}

impl ReceiptView {
    /// The receipt as a page says it.
    pub fn new(page: &Frame, receipt: &Receipt) -> Self {
        let day = DateTime::from_timestamp(receipt.at, 0).map(|moment| moment.date_naive());
        let appeal = format!("/appeal/{}", receipt.story);
        let removed = receipt.removed_under.map(|rule| page.say(rule.key()).to_string());
        let Some(servers) = &receipt.servers else {
            return Self {
                appeal,
                day,
                removed,
                said: page.say("receipt-asking").to_string(),
                ..Self::default()
            };
        };
        Self {
            appeal,
            day,
            removed,
            said: said(page, servers, ["receipt-nobody", "receipt-all", "receipt-some"]),
            asked_again: Hosts::of(&servers.asked_again),
            refused: Hosts::of(&servers.refused),
        }
    }

    /// The same for who deleted their account; `servers` as in [`Receipt`].
    pub fn of_left(page: &Frame, servers: Option<&Servers>) -> Self {
        let Some(servers) = servers else {
            return Self { said: page.say("receipt-asking").to_string(), ..Self::default() };
        };
        Self {
            said: said(page, servers, ["left-nobody", "left-all", "left-some"]),
            asked_again: Hosts::of(&servers.asked_again),
            refused: Hosts::of(&servers.refused),
            ..Self::default()
        }
    }
}

/// How many servers took the request; the words for it where nobody was asked, where all took it, and where some did.
fn said(page: &Frame, servers: &Servers, [nobody, all, some]: [&'static str; 3]) -> String {
    let (took, asked) = (servers.took, servers.asked());
    match (took, asked) {
        (_, 0) => page.say(nobody).to_string(),
        (took, asked) if took == asked => page.say(all).with("asked", asked).to_string(),
        (took, asked) => page.say(some).with("took", took).with("asked", asked).to_string(),
    }
}
