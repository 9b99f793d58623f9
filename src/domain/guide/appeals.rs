//! Appeals: the author learns what came of the second look.

use crate::app::App;
use crate::base::error::Result;
use crate::base::i18n::{self, Language};
use crate::domain::auth;
use crate::domain::guide::say::{Below, Message, say};
use crate::domain::story::second;
use crate::store::{appeal, post, tombstone};

/// Where an author can ask for a second look.
pub(super) fn offer(app: &App, language: Language, story: i64) -> String {
    i18n::text(language, "guide-appeal", &[("page", app.urls.absolute(&format!("/appeal/{story}")))])
}

/// Tells the author of a story what came of the second look. This is said also to who asked for silence: they asked for it.
pub(super) async fn tell(app: &App, event_id: i64, story: i64) -> Result<()> {
    let Some(appeal) = appeal::find(app.read(), story).await? else { return Ok(()) };
    let Some(member) = auth::find(app, appeal.account_id).await? else { return Ok(()) };
    let key = match (appeal.granted, appeal.removed) {
        (Some(true), true) => "guide-appeal-granted-removed",
        (Some(true), false) => "guide-appeal-granted",
        (Some(false), _) => "guide-appeal-denied",
        (None, _) => return Ok(()),
    };
    let language = member.language();
    let mut said = vec![i18n::text(language, key, &[])];
    if !appeal.answer.is_empty() {
        said.push(i18n::text(language, "story-refused-note", &[("note", appeal.answer.clone())]));
    }
    let there = post::find(app.read(), story).await?;
    if let (Some(post), Some(true)) = (&there, appeal.granted)
        && second::waits_for_two(app, post).await?
    {
        said.push(i18n::text(language, "guide-appeal-second", &[]));
    }
    let text = said.join("\n\n");
    let gone = tombstone::find_by_post(app.read(), story).await?;
    let below = match (&there, &gone) {
        (Some(story), _) => Below::Post(story),
        (None, Some(stone)) => Below::Elsewhere(&stone.uri),
        (None, None) => return Ok(()),
    };
    let message = Message { to: &member.account, below, text: &text, language, poll: None };
    say(app, &format!("appeal:{event_id}"), message).await
}
