//! The log: appending what is to be sent.

use super::outgoing::Outgoing;
use super::recipients::{self, Recipients};
use crate::app::App;
use crate::base::error::Result;
use crate::store::Tx;
use crate::store::delivery::{self, Delivery};
use crate::store::delivery_to::{self, Addressed};

/// One entry of the log to be.
#[derive(Debug)]
pub struct Entry {
    /// The event that it follows from: an event whose effects run twice is written once.
    pub event_id: i64,
    /// Who sends.
    pub actor_id: i64,
    /// What.
    pub outgoing: Outgoing,
    /// The post that whoever receives this will have.
    pub post_id: Option<i64>,
    /// To whom.
    pub recipients: Recipients,
}

/// What an urgent entry makes pointless.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Strikes {
    /// It does not overtake.
    Nothing,
    /// It overtakes, and pushes nothing aside.
    OnlyOvertakes,
    /// It overtakes, and whatever else waits about this post is not sent any more.
    AboutPost(i64),
    /// It overtakes, and whatever else waits of this actor is not sent any more.
    OfActor(i64),
}

/// Writes an entry into the log, unless that was done before or there is nobody to send it to. Whether it did.
pub async fn append(app: &App, tx: &Tx, entry: Entry, strikes: Strikes) -> Result<bool> {
    let id = entry.event_id;
    let activity = serde_json::to_string(&entry.outgoing).map_err(anyhow::Error::from)?;
    let row = Delivery { id, actor_id: entry.actor_id, activity, post_id: entry.post_id };
    if !delivery::insert_new(tx, row).await? {
        return Ok(false);
    }
    let to = Addressed { delivery_id: id, urgent: strikes != Strikes::Nothing };
    // Before striking: what waits may be on its way at this moment, so its inbox must hear of the end too.
    let inboxes = recipients::add(tx, to, &entry.recipients).await?;
    match strikes {
        Strikes::Nothing | Strikes::OnlyOvertakes => {}
        Strikes::AboutPost(post_id) => delivery_to::strike_about(tx, post_id, id).await?,
        Strikes::OfActor(actor_id) => delivery_to::strike_by(tx, actor_id, id).await?,
    }
    if strikes != Strikes::Nothing {
        app.note_overtaken();
    }
    if inboxes == 0 {
        delivery::delete(tx, id).await?;
    }
    Ok(inboxes > 0)
}
