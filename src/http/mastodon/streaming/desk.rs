//! The desk: hears what happens, and puts it into the queues of those who get to see it.
//!
//! It works through happenings one after another, so that nobody is told of an edit before the post. Where it can't
//! keep up it misses some, and nobody waits for it: neither the workers whose happenings it hears nor a reader.

use std::collections::{HashMap, hash_map};
use std::sync::Arc;
use std::time::Duration;

use serde_json::json;
use tokio::sync::watch;
use tokio::time::MissedTickBehavior;
use tracing::{error, warn};

use super::super::present::notice::notification;
use super::super::present::status::status;
use super::super::{announcements, conversations};
use super::lines::{Ear, Lines};
use super::stream::Stream;
use crate::app::App;
use crate::base::error::{Error, Result};
use crate::base::hub::{Happening, Heard, SeenBy};
use crate::domain::auth::oauth;
use crate::domain::post::{self, Post, Shown, Visibility};
use crate::domain::timeline::{self, Watch};
use crate::domain::{announcement, notice};

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
        Happening::Reviewed { post } => Box::pin(reviewed(app, lines, post)).await,
        Happening::FiltersChanged { member } => {
            filters_changed(lines, member);
            Ok(())
        }
        Happening::Withdrawn { post, author, seen_by } => withdrawn(app, lines, post, author, &seen_by).await,
        Happening::Told { member, notice } => Box::pin(told(app, lines, member, notice)).await,
        Happening::NoticesLetIn { member } => {
            let payload: Arc<str> = "1".into();
            for ear in lines.ears_for_notices(member) {
                lines.put(&ear, "notifications_merged", &payload);
            }
            Ok(())
        }
        Happening::Announced { announcement } => announced(app, lines, announcement).await,
        Happening::AnnouncementAnswered { announcement, emoji } => {
            answered(app, lines, announcement, &emoji).await
        }
        Happening::AnnouncementWithdrawn { announcement } => {
            put_to_all(lines, "announcement.delete", announcement.to_string().into());
            Ok(())
        }
    };
    match told {
        // It went away in the meantime.
        Ok(()) | Err(Error::NotFound(_) | Error::Gone(_)) => {}
        Err(error) => error!("streaming: {error:#}"),
    }
}

/// A post came: new to all but the author of one that had waited for review.
async fn published(app: &App, lines: &Lines, post: i64, was_held: bool) -> Result<()> {
    let ears = by_list(lines.ears_for_posts());
    let Some((post, mut seen)) = timeline::where_seen(app, post, watched(&ears)).await? else {
        return Ok(());
    };
    if !timeline::is_news(app, &post) {
        return Ok(());
    }
    seen.retain(|watch| !(was_held && watch.member == post.account_id));
    show(app, lines, &ears, &post, seen, "update").await?;
    talk(app, lines, &post).await
}

async fn edited(app: &App, lines: &Lines, post: i64) -> Result<()> {
    let ears = by_list(lines.ears_for_posts());
    match timeline::where_seen(app, post, watched(&ears)).await? {
        Some((post, seen)) => {
            show(app, lines, &ears, &post, seen, "status.update").await?;
            talk(app, lines, &post).await
        }
        None => Ok(()),
    }
}

/// Shows the conversation that a direct post belongs to, to those of the listeners who take part in it.
async fn talk(app: &App, lines: &Lines, post: &Post) -> Result<()> {
    if post.visibility != Visibility::Direct {
        return Ok(());
    }
    let ears = lines.ears_for_talks();
    let listeners = ears.iter().map(|ear| ear.member).collect();
    for (member, found) in timeline::conversations_with(app, post, &listeners).await? {
        let payload = as_text(&conversations::present(app, member, &found))?;
        for ear in ears.iter().filter(|ear| ear.member == member) {
            lines.put(ear, "conversation", &payload);
        }
    }
    Ok(())
}

/// Shows an announcement to all members.
async fn announced(app: &App, lines: &Lines, id: i64) -> Result<()> {
    let payload = as_text(&announcements::present(announcement::load(app, id).await?))?;
    put_to_all(lines, "announcement", payload);
    Ok(())
}

/// Tells all members how many answered an announcement so.
async fn answered(app: &App, lines: &Lines, id: i64, emoji: &str) -> Result<()> {
    let count = announcement::count_answers(app, id, emoji).await?;
    let payload = json!({ "announcement_id": id.to_string(), "name": emoji, "count": count });
    put_to_all(lines, "announcement.reaction", as_text(&payload)?);
    Ok(())
}

fn put_to_all(lines: &Lines, name: &'static str, payload: Arc<str>) {
    for ear in lines.ears_for_all() {
        lines.put(&ear, name, &payload);
    }
}

/// What a review says of a post is its author's business only.
async fn reviewed(app: &App, lines: &Lines, post: i64) -> Result<()> {
    let ears = by_list(lines.ears_for_posts());
    match timeline::where_own(app, post, watched(&ears)).await? {
        Some((post, own)) => show(app, lines, &ears, &post, own, "status.update").await,
        None => Ok(()),
    }
}

/// Who listens, by the lists that they watch.
type Ears = HashMap<Watch, Vec<Ear>>;

fn by_list(ears: Vec<Ear>) -> Ears {
    let mut by_list = Ears::new();
    for ear in ears {
        if let Some(place) = ear.stream.place() {
            by_list.entry(Watch { member: ear.member, place }).or_default().push(ear);
        }
    }
    by_list
}

fn watched(ears: &Ears) -> Vec<Watch> {
    ears.keys().cloned().collect()
}

/// Shows a post in these lists, to each member as they see it there; what their filters hide is not shown.
async fn show(
    app: &App,
    lines: &Lines,
    ears: &Ears,
    post: &Post,
    seen: Vec<Watch>,
    name: &'static str,
) -> Result<()> {
    let mut as_seen_by: HashMap<i64, Option<(Shown, Arc<str>)>> = HashMap::new();
    for watch in seen {
        let me = Some(watch.member);
        if let hash_map::Entry::Vacant(place) = as_seen_by.entry(watch.member) {
            let shown = post::show(app, me, vec![post.clone()]).await?.pop();
            let written = shown
                .map(|shown| Ok::<_, Error>((as_text(&status(&app.urls, &app.kept, me, &shown))?, shown)));
            place.insert(written.transpose()?.map(|(payload, shown)| (shown, payload)));
        }
        let Some(Some((shown, payload))) = as_seen_by.get(&watch.member) else { continue };
        for ear in ears.get(&watch).into_iter().flatten() {
            if !shown.is_hidden(ear.stream.context()) {
                lines.put(ear, name, payload);
            }
        }
    }
    Ok(())
}

/// Tells the id of what is gone to those who may have it on their screens.
async fn withdrawn(app: &App, lines: &Lines, post: i64, author: i64, seen_by: &SeenBy) -> Result<()> {
    let ears = by_list(lines.ears_for_posts());
    let payload: Arc<str> = post.to_string().into();
    for watch in timeline::where_gone(app, author, seen_by, watched(&ears)).await? {
        for ear in ears.get(&watch).into_iter().flatten() {
            lines.put(ear, "delete", &payload);
        }
    }
    Ok(())
}

/// A member's other apps have old filters.
fn filters_changed(lines: &Lines, member: i64) {
    let payload: Arc<str> = "".into();
    for ear in lines.ears_for_posts() {
        if ear.member == member && ear.stream == Stream::User {
            lines.put(&ear, "filters_changed", &payload);
        }
    }
}

/// Shows a member a notice.
async fn told(app: &App, lines: &Lines, member: i64, notice: i64) -> Result<()> {
    let ears = lines.ears_for_notices(member);
    if ears.is_empty() {
        return Ok(());
    }
    let found = notice::load(app, member, notice).await?;
    for told in notice::show(app, member, vec![found]).await? {
        let payload = as_text(&notification(&app.urls, &app.kept, member, &told))?;
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
