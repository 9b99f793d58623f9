//! Answering somebody elsewhere who wrote to the guide: once, in private, with how to tell a story here.

use crate::app::App;
use crate::base::error::Result;
use crate::base::i18n::{self, Language};
use crate::domain::account::{self, AccountKind};
use crate::domain::guide::say::{Below, Message, say};
use crate::store::mention;

/// Answers, unless it did before: that it did is known by its answer alone. Programs get no answer, or two of them
/// could talk for ever.
pub(super) async fn answer(app: &App, account_id: i64, uri: &str, tag: Option<&str>) -> Result<()> {
    let Some(asker) = account::find(app, account_id).await? else { return Ok(()) };
    let is_program = match asker.kind {
        AccountKind::Person | AccountKind::Organization => false,
        AccountKind::Application | AccountKind::Group | AccountKind::Service => true,
    };
    let guide = account::guide(app).await?;
    let is_silent = is_program || asker.suspended || asker.is_local();
    if is_silent || mention::is_mentioned_by(app.read(), guide.id, account_id).await? {
        return Ok(());
    }
    let own = || Language::parse(&app.config.community.language).unwrap_or_default();
    let language = tag.and_then(Language::parse).unwrap_or_else(own);
    let args = [
        ("community", app.urls.name().to_owned()),
        ("join", app.urls.absolute("/sign-up")),
        ("rules", app.urls.absolute("/rules")),
    ];
    let text = i18n::text(language, "guide-elsewhere", &args);
    let message = Message { to: &asker, below: Below::Elsewhere(uri), text: &text, language, poll: None };
    say(app, &format!("elsewhere:{account_id}"), message).await
}
