//! Care: who may be in danger gets numbers to call, at once and in private; moderators are called to read what they wrote.
//!
//! It is the one thing that is said also to who asked the guide to be silent: in an app nothing else would tell them.

use crate::app::App;
use crate::base::error::Result;
use crate::base::i18n::{self, Language};
use crate::domain::auth::{Member, MemberState, Role, member};
use crate::domain::care::helplines::{self, Hours};
use crate::domain::guide::is_wanted;
use crate::domain::guide::say::{Below, Message, say};
use crate::domain::post::{Post, Visibility};
use crate::domain::story::danger::{self, Danger};
use crate::domain::story::{self};

/// Tells a member where to find help; `key` is the sentence that says what became of their words.
pub(super) async fn help(app: &App, member: &Member, post: &Post, key: &str) -> Result<()> {
    let language = member.language();
    let country = story::load_facts(app, post).await?.country;
    let mut said = vec![i18n::text(language, key, &[])];
    said.extend(numbers(app, language, country.as_deref()));
    let page = [("page", app.urls.absolute("/helplines"))];
    said.push(i18n::text(language, "guide-danger-page", &page));
    let text = said.join("\n\n");
    let message =
        Message { to: &member.account, below: Below::Post(post), text: &text, language, poll: None };
    say(app, &format!("danger:{}", post.id), message).await
}

/// What was published, or is on its way to some people, and says that its writer may be in danger.
pub(super) async fn stand_by(app: &App, member: &Member, post: &Post) -> Result<()> {
    if danger::said_in(app, post)? != Some(Danger::Present) {
        return Ok(());
    }
    match post.visibility {
        Visibility::Public | Visibility::Unlisted => call_moderators(app, post).await?,
        // Whom it is for may help; it is nobody else's to read.
        Visibility::Private | Visibility::Direct => {}
    }
    help(app, member, post, "guide-danger-sent").await
}

/// Calls every moderator who wants to hear from the guide, without a word of what was written.
pub(super) async fn call_moderators(app: &App, post: &Post) -> Result<()> {
    for moderator in member::list(app, Some(MemberState::Active)).await? {
        let is_asked = moderator.row.role >= Role::Moderator && moderator.id() != post.account_id;
        if !is_asked || !is_wanted(app, moderator.id()).await? {
            continue;
        }
        let language = moderator.language();
        let text = i18n::text(language, "guide-alarm", &[("page", app.urls.absolute("/desk"))]);
        let message =
            Message { to: &moderator.account, below: Below::Post(post), text: &text, language, poll: None };
        say(app, &format!("alarm:{}:{}", post.id, moderator.id()), message).await?;
    }
    Ok(())
}

/// The numbers of the country that a story states, else of the one where its writer's language is mostly spoken.
fn numbers(app: &App, language: Language, stated: Option<&str>) -> Option<String> {
    let country = stated.or_else(|| helplines::usual_country(language))?;
    let line = |line: &helplines::Helpline| {
        let (_, name) = line.name_in(language.code()).unwrap_or_default();
        let hours = match line.hours {
            Hours::Always => Some("care-hours-always"),
            Hours::ByRegion => Some("care-hours-by-region"),
            Hours::MostOfDay => Some("care-hours-most-of-day"),
            Hours::Evening => Some("care-hours-evening"),
            Hours::Unstated => None,
        };
        let hours = hours.map(|key| i18n::text(language, key, &[])).unwrap_or_default();
        let args = [("name", name.to_owned()), ("number", line.dial.clone()), ("hours", hours)];
        i18n::text(language, "guide-danger-line", &args)
    };
    let mut lines: Vec<String> = helplines::list(country, app.clock.now()).into_iter().map(line).collect();
    lines.extend(helplines::emergency_number(country).map(|number| {
        let country = i18n::country_name(language, country);
        format!("{} {number}", i18n::text(language, "care-emergency", &[("country", country)]))
    }));
    (!lines.is_empty()).then(|| lines.join("\n"))
}
