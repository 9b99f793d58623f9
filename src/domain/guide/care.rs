//! Care: who may be in danger gets numbers to call, at once and in private; moderators are called to read what they wrote.
//!
//! It is the one thing that is said also to who asked the guide to be silent: in an app nothing else would tell them.

use crate::app::App;
use crate::base::error::Result;
use crate::base::i18n::{self, Language};
use crate::domain::auth::{self, Member, MemberState, Role, member};
use crate::domain::care::helplines::{self, Hours};
use crate::domain::guide::is_wanted;
use crate::domain::guide::say::{Below, Message, say};
use crate::domain::post::{Post, PostKind, Released, Visibility};
use crate::domain::story::danger::{self, Danger};
use crate::domain::story::{self};
use crate::store::event::Event;
use crate::store::post;

/// What is said also where the operator does not want the guide: nothing else would tell who may be in danger, or the moderators.
pub(super) async fn alone(app: &App, event: &Event, released: Option<&Released>) -> Result<()> {
    match (event, released) {
        (Event::PostPublished { was_held: false, .. }, Some(released)) if released.post().local => {
            let post = released.post();
            match auth::find(app, post.account_id).await? {
                Some(member) if post.kind != PostKind::Boost => stand_by(app, &member, post).await,
                Some(_) | None => Ok(()),
            }
        }
        (Event::ReviewChanged { post }, _) => match post::find(app.read(), *post).await? {
            Some(post) if danger::is_waiting(app, &post).await? => wait_with(app, &post).await,
            Some(_) | None => Ok(()),
        },
        _ => Ok(()),
    }
}

/// Calls the moderators to what waits because its writer may be in danger, and tells the writer where to find help.
pub(super) async fn wait_with(app: &App, post: &Post) -> Result<()> {
    call_moderators(app, post).await?;
    match auth::find(app, post.account_id).await? {
        Some(member) => help(app, &member, post, "guide-danger").await,
        None => Ok(()),
    }
}

/// Tells a member where to find help; `key` is the sentence that says what became of their words.
async fn help(app: &App, member: &Member, post: &Post, key: &str) -> Result<()> {
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
async fn call_moderators(app: &App, post: &Post) -> Result<()> {
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

/// The numbers of the country that a story states, else of the one where its writer's language is mostly spoken, else of every
/// country where it is.
fn numbers(app: &App, language: Language, stated: Option<&str>) -> Option<String> {
    let country = stated.or_else(|| helplines::usual_country(language));
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
        let name = match country {
            Some(_) => name.to_owned(),
            None => format!("{name} ({})", i18n::country_name(language, &line.country)),
        };
        let args = [("name", name), ("number", line.dial.clone()), ("hours", hours)];
        i18n::text(language, "guide-danger-line", &args)
    };
    let now = app.clock.now();
    let known = match country {
        Some(country) => helplines::list(country, now),
        None => helplines::list_in(language.code(), now),
    };
    let mut lines: Vec<String> = known.into_iter().map(line).collect();
    lines.extend(country.and_then(|country| {
        let number = helplines::emergency_number(country)?;
        let country = i18n::country_name(language, country);
        Some(format!("{} {number}", i18n::text(language, "care-emergency", &[("country", country)])))
    }));
    (!lines.is_empty()).then(|| lines.join("\n"))
}
