//! `GET /settings`, and the same page after a form on it was not right.

use axum::extract::{Query, State};
use axum::response::Response;
use chrono::{NaiveDate, Weekday};
use http::StatusCode;
use serde::Deserialize;
use url::Url;

use super::{Agreed, App as ActingApp, OwnStory, Planned, Push, Saved, SettingsPage, strangers};
use crate::app::App;
use crate::base::error::{Problem, Result};
use crate::base::i18n::Language;
use crate::domain::auth::MemberState;
use crate::domain::auth::{Member, Visibility, agreement, oauth};
use crate::domain::notice::{self, push};
use crate::domain::post::timed::list_times;
use crate::domain::post::{Post, PostState, receipt};
use crate::domain::story::{later, reply, schedule};
use crate::domain::timeline::Page;
use crate::domain::{guide, story};
use crate::http::web::door::{Failure, Reader, answer};
use crate::http::web::form::Choice;
use crate::http::web::replies;
use crate::http::web::share::lists::release_times;
use crate::http::web::share::receipt::ReceiptView;
use crate::http::web::stories::present;
use crate::http::web::stories::views::Spoken;

/// The path of the page.
pub const PATH: &str = "/settings";

/// What the address of the page may carry.
#[derive(Debug, Deserialize)]
pub struct Asked {
    /// Which form was just saved.
    #[serde(default)]
    saved: String,
}

/// `GET /settings`.
pub async fn show(
    State(app): State<App>,
    reader: Reader,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    let saved = match asked.saved.as_str() {
        "profile" => Some(Saved::Profile),
        "passphrase" => Some(Saved::Passphrase),
        "app" => Some(Saved::App),
        "push" => Some(Saved::Push),
        "called-off" => Some(Saved::CalledOff),
        "reply" => Some(Saved::Reply),
        "stranger" => Some(Saved::Stranger),
        _ => None,
    };
    let page = filled(&app, &reader, Vec::new()).await?;
    answer(StatusCode::OK, &SettingsPage { saved, ..page })
}

/// The page again, with what was wrong.
pub async fn again(app: &App, reader: &Reader, problems: Vec<Problem>) -> Result<Response, Failure> {
    answer(StatusCode::UNPROCESSABLE_ENTITY, &filled(app, reader, problems).await?)
}

/// The page as it is for this member.
pub async fn filled(app: &App, reader: &Reader, problems: Vec<Problem>) -> Result<SettingsPage> {
    let member = reader.member()?;
    let stories = story::list_own(app, member.id()).await?;
    let times = list_times(app.read(), stories.iter()).await?;
    Ok(SettingsPage {
        page: reader.frame_at(PATH, problems),
        saved: None,
        suspended: member.row.state == MemberState::Suspended,
        stories: stories.iter().map(|post| own_story(app, post, times.get(&post.id))).collect(),
        replies: replies::views(app, reader, reply::list_for_author(app, member.id()).await?),
        replies_action: "/settings/replies".to_owned(),
        strangers: strangers::list(app, reader, member.id()).await?,
        messages: notice::policy::policy(app, member.id()).await?.private_mentions.word(),
        messages_choices: strangers::choices(reader),
        planned: planned(app, member).await?,
        taken_back: taken_back(app, reader, member).await?,
        name: member.account.display_name.clone(),
        about: member.account.summary.clone(),
        language: member.row.language.clone(),
        languages: Language::ALL.map(|language| Choice::new(language.code(), language.name())).into(),
        visibility: code(member.row.default_visibility).to_owned(),
        visibilities: visibilities(reader),
        release: member.row.release_time.code().to_owned(),
        releases: release_times(reader.language, later::usual_choices(app)),
        federates: member.row.federates,
        agreed: agreed(app, member).await?,
        guide: if guide::is_there(app) { Some(guide::is_wanted(app, member.id()).await?) } else { None },
        apps: apps(app, reader, member).await?,
        pushes: pushes(app, reader, member).await?,
    })
}

fn own_story(app: &App, post: &Post, release_at: Option<&i64>) -> OwnStory {
    let title = post.title.as_deref().unwrap_or_default();
    OwnStory {
        title: Spoken::new(post.language.as_deref().unwrap_or_default(), title),
        address: app.urls.local_path(&post.url).unwrap_or("/").to_owned(),
        told: present::day(post.published_at),
        held: post.state == PostState::Held,
        appears: release_at.copied().and_then(present::day),
        refused: post.state == PostState::Refused,
    }
}

async fn planned(app: &App, member: &Member) -> Result<Vec<Planned>> {
    /// Nobody has more waiting in one look.
    const MOST_PLANNED: u64 = 40;
    /// Nobody reads more of it here.
    const FIRST_CHARS: usize = 80;
    let waiting = schedule::list(app, member.id(), Page::first(MOST_PLANNED)).await?.items;
    let planned = waiting.into_iter().map(|waiting| Planned {
        id: waiting.id.to_string(),
        words: Spoken::new(
            waiting.post.language.unwrap_or_else(|| "und".to_owned()),
            waiting
                .post
                .text
                .lines()
                .next()
                .unwrap_or_default()
                .chars()
                .take(FIRST_CHARS)
                .collect::<String>(),
        ),
        day: present::day(waiting.at),
    });
    Ok(planned.collect())
}

async fn taken_back(app: &App, reader: &Reader, member: &Member) -> Result<Vec<ReceiptView>> {
    let (page, receipts) = (reader.frame(), receipt::list(app, member.id()).await?);
    Ok(receipts.iter().map(|receipt| ReceiptView::new(&page, receipt)).collect())
}

async fn agreed(app: &App, member: &Member) -> Result<Agreed> {
    let agreed = agreement::load(app, member).await?;
    Ok(Agreed {
        outdated: !agreed.is_current(app),
        month: format!("{}-01", agreed.month).parse().ok(),
        rules: agreed.terms_version,
        privacy: agreed.privacy_version,
    })
}

async fn apps(app: &App, reader: &Reader, member: &Member) -> Result<Vec<ActingApp>> {
    let tokens = oauth::list(app, member).await?;
    let unnamed = || reader.frame().say("settings-app-command-line").to_string();
    let acting = tokens.into_iter().map(|(token, application)| ActingApp {
        id: token.id.to_string(),
        name: application.map_or_else(unnamed, |application| application.name),
        since: monday(&token.created_week),
    });
    Ok(acting.collect())
}

async fn pushes(app: &App, reader: &Reader, member: &Member) -> Result<Vec<Push>> {
    let subscriptions = push::list(app, member.id()).await?;
    if subscriptions.is_empty() {
        return Ok(Vec::new());
    }
    let tokens = oauth::list(app, member).await?;
    let name_of = |token_id: i64| {
        let application = tokens.iter().find(|(token, _)| token.id == token_id)?.1.as_ref()?;
        Some(application.name.clone())
    };
    let unnamed = || reader.frame().say("settings-app-command-line").to_string();
    let told = subscriptions.into_iter().map(|subscription| Push {
        id: subscription.id.to_string(),
        name: name_of(subscription.token_id).unwrap_or_else(unnamed),
        host: Url::parse(&subscription.endpoint)
            .ok()
            .and_then(|endpoint| endpoint.host_str().map(str::to_owned))
            .unwrap_or_default(),
    });
    Ok(told.collect())
}

/// The Monday of a week such as `2026-W47`.
fn monday(week: &str) -> Option<NaiveDate> {
    let (year, week) = week.split_once("-W")?;
    NaiveDate::from_isoywd_opt(year.parse().ok()?, week.parse().ok()?, Weekday::Mon)
}

/// Who may be meant by default. A message to single people is never the default.
const OFFERED: [Visibility; 3] = [Visibility::Public, Visibility::Unlisted, Visibility::Private];

fn visibilities(reader: &Reader) -> Vec<Choice> {
    let page = reader.frame();
    let words = ["settings-visibility-public", "settings-visibility-unlisted", "settings-visibility-private"];
    let choices = OFFERED.into_iter().zip(words);
    choices.map(|(visibility, key)| Choice::new(code(visibility), page.say(key).to_string())).collect()
}

/// The visibility of a code that the page offers.
pub fn visibility_of(text: &str) -> Option<Visibility> {
    OFFERED.into_iter().find(|visibility| code(*visibility) == text)
}

fn code(visibility: Visibility) -> &'static str {
    match visibility {
        Visibility::Public => "public",
        Visibility::Unlisted => "unlisted",
        Visibility::Private => "private",
        Visibility::Direct => "direct",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_week_begins_on_its_monday() {
        assert_eq!(monday("2026-W47"), NaiveDate::from_ymd_opt(2026, 11, 16));
        assert_eq!(monday("2026"), None);
    }
}
