//! The desk: hears what happens, and puts it into the queues of those who get to see it.
//!
//! It works through happenings one after another, so that nobody is told of an edit before the post. Where it can't
//! keep up it misses some, and nobody waits for it: neither the workers whose happenings it hears nor a reader.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;
use tokio::time::MissedTickBehavior;
use tracing::{error, warn};

use super::super::present::notice::notification;
use super::super::present::status::status;
use super::lines::{Ear, Lines};
use crate::app::App;
use crate::base::error::{Error, Result};
use crate::base::hub::{Happening, Heard, SeenBy};
use crate::domain::auth::oauth;
use crate::domain::notice;
use crate::domain::post::{self, Post};
use crate::domain::timeline::{self, Watch};

/// A token that was revoked, here or by another process, ends its streams within this time.
const ROUND: Duration = Duration::from_secs(5);

/// Works until told to stop, and hangs up on everybody then.
pub async fn attend(app: App, lines: Arc<Lines>, mut stopped: watch::Receiver<bool>) {
    let mut heard = app.hub.listen();
    let mut round = tokio::time::interval(ROUND);
    round.set_missed_tick_behavior(MissedTickBehavior::Delay);
    while !*stopped.borrow() {
        tokio::select! {
            next = heard.next() => match next {
                Heard::Happening(happening) => attend_to(&app, &lines, happening).await,
                Heard::Missed(count) => warn!("{count} happenings were not streamed: too much at once"),
                Heard::End => break,
            },
            _ = round.tick() => hang_up(&app, &lines).await,
            _ = stopped.changed() => {}
        }
    }
    lines.close();
}

async fn attend_to(app: &App, lines: &Lines, happening: Happening) {
    let told = match happening {
        Happening::Published { post, was_held } => Box::pin(published(app, lines, post, was_held)).await,
        Happening::Edited { post } => Box::pin(edited(app, lines, post)).await,
        Happening::Withdrawn { post, author, seen_by } => withdrawn(app, lines, post, author, &seen_by).await,
        Happening::Told { member, notice } => Box::pin(told(app, lines, member, notice)).await,
    };
    match told {
        // It went away in the meantime.
        Ok(()) | Err(Error::NotFound(_) | Error::Gone(_)) => {}
        Err(error) => error!("streaming: {error:#}"),
    }
}

/// A post came: new to all but the author of one that had waited for review.
async fn published(app: &App, lines: &Lines, post: i64, was_held: bool) -> Result<()> {
    let name = |member: i64, post: &Post| {
        if was_held && member == post.account_id { "status.update" } else { "update" }
    };
    show(app, lines, post, name).await
}

async fn edited(app: &App, lines: &Lines, post: i64) -> Result<()> {
    show(app, lines, post, |_, _| "status.update").await
}

/// Shows a post to those in whose lists it stands, to each as they see it.
async fn show(app: &App, lines: &Lines, post: i64, name: impl Fn(i64, &Post) -> &'static str) -> Result<()> {
    let ears = by_list(lines.ears_for_posts());
    if ears.is_empty() {
        return Ok(());
    }
    let watched = ears.keys().cloned().collect();
    let Some((post, seen)) = timeline::where_seen(app, post, watched).await? else { return Ok(()) };
    let mut payloads: HashMap<i64, Arc<str>> = HashMap::new();
    for watch in seen {
        let payload = match payloads.get(&watch.member) {
            Some(payload) => Arc::clone(payload),
            None => {
                let shown = post::show_one(app, Some(watch.member), post.clone()).await?;
                let payload = as_text(&status(&app.urls, Some(watch.member), &shown))?;
                payloads.insert(watch.member, Arc::clone(&payload));
                payload
            }
        };
        for ear in ears.get(&watch).into_iter().flatten() {
            lines.put(ear, name(watch.member, &post), &payload);
        }
    }
    Ok(())
}

/// Tells the id of what is gone to those who may have it on their screens.
async fn withdrawn(app: &App, lines: &Lines, post: i64, author: i64, seen_by: &SeenBy) -> Result<()> {
    let ears = by_list(lines.ears_for_posts());
    let payload: Arc<str> = post.to_string().into();
    for watch in timeline::where_gone(app, author, seen_by, ears.keys().cloned().collect()).await? {
        for ear in ears.get(&watch).into_iter().flatten() {
            lines.put(ear, "delete", &payload);
        }
    }
    Ok(())
}

/// Who listens, by the lists that they watch.
fn by_list(ears: Vec<Ear>) -> HashMap<Watch, Vec<Ear>> {
    let mut by_list: HashMap<Watch, Vec<Ear>> = HashMap::new();
    for ear in ears {
        if let Some(place) = ear.stream.place() {
            by_list.entry(Watch { member: ear.member, place }).or_default().push(ear);
        }
    }
    by_list
}

/// Shows a member a notice.
async fn told(app: &App, lines: &Lines, member: i64, notice: i64) -> Result<()> {
    let ears = lines.ears_for_notices(member);
    if ears.is_empty() {
        return Ok(());
    }
    let found = notice::load(app, member, notice).await?;
    for told in notice::show(app, member, vec![found]).await? {
        let payload = as_text(&notification(&app.urls, member, &told))?;
        for ear in &ears {
            lines.put(ear, "notification", &payload);
        }
    }
    Ok(())
}

/// Ends the lines of tokens that have ended.
async fn hang_up(app: &App, lines: &Lines) {
    let tokens = lines.tokens();
    if tokens.is_empty() {
        return;
    }
    match oauth::list_ended(app, &tokens).await {
        Ok(ended) => lines.end(&ended),
        Err(error) => error!("looking for streams whose tokens have ended: {error:#}"),
    }
}

fn as_text(value: &impl serde::Serialize) -> Result<Arc<str>> {
    Ok(serde_json::to_string(value).map_err(anyhow::Error::from)?.into())
}
