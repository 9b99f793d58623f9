//! Complaints: their author learns that there is one about their story, and what became of it, without a word of it.

use crate::app::App;
use crate::base::error::Result;
use crate::base::i18n;
use crate::domain::auth;
use crate::domain::guide::say::{Below, Message, say};
use crate::domain::guide::{appeals, is_wanted};
use crate::store::complaint::{self, Outcome};
use crate::store::kind::Reason;
use crate::store::post;

/// Tells the author of a story how far a complaint about it is.
pub(super) async fn tell(app: &App, event_id: i64, id: i64) -> Result<()> {
    let Some(complaint) = complaint::find(app.read(), id).await? else { return Ok(()) };
    // Of a story that was taken down its author hears by itself.
    let Some(post_id) = complaint.post_id else { return Ok(()) };
    let Some(story) = post::find(app.read(), post_id).await? else { return Ok(()) };
    let Some(member) = auth::find(app, story.account_id).await? else { return Ok(()) };
    if !is_wanted(app, member.id()).await? {
        return Ok(());
    }
    let key = match complaint.outcome {
        None if complaint.shown => "guide-complaint-shown",
        None => "guide-complaint",
        Some(Outcome::Mended) => "guide-complaint-mended",
        Some(Outcome::Stands | Outcome::Answered | Outcome::Removed | Outcome::Gone) => {
            "guide-complaint-stands"
        }
    };
    let language = member.language();
    let due = complaint.due_day.parse().map(|day| i18n::day(language, day)).unwrap_or_default();
    let args = [("page", format!("{}/complaints", story.url)), ("day", due)];
    let text = i18n::text(language, key, &args);
    let message =
        Message { to: &member.account, below: Below::Post(&story), text: &text, language, poll: None };
    say(app, &format!("complaint:{event_id}"), message).await
}

/// Tells who told a story that a moderator took it down. This is said also to who asked for silence: nothing else would.
pub(super) async fn taken_down(
    app: &App,
    post: i64,
    account: i64,
    uri: &str,
    rule: Option<Reason>,
) -> Result<()> {
    let Some(member) = auth::find(app, account).await? else { return Ok(()) };
    let language = member.language();
    let mut said = vec![i18n::text(language, "guide-taken-down", &[])];
    said.extend(rule.map(|rule| i18n::text(language, rule.key(), &[])));
    said.push(i18n::text(language, "guide-taken-down-then", &[]));
    said.push(appeals::offer(app, language, post));
    let text = said.join("\n\n");
    let message =
        Message { to: &member.account, below: Below::Elsewhere(uri), text: &text, language, poll: None };
    say(app, &format!("taken-down:{post}"), message).await
}
