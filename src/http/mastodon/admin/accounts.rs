//! `/api/v1/admin/accounts`: looking for accounts, letting applicants in, limiting accounts and taking that back.

use axum::Json;
use axum::extract::{OriginalUri, State};
use http::Uri;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::app::App;
use crate::base::error::Error;
use crate::domain::account::handle_key;
use crate::domain::auth::{Role, member};
use crate::domain::moderation::limit::{self, Deed, Place, Seen, Sought, State as Stands};
use crate::domain::moderation::report;
use crate::domain::relation::Slice;
use crate::domain::transparency::log::By;
use crate::http::failure::Failure;
use crate::http::mastodon::caller::Moderator;
use crate::http::mastodon::id::{self, Id};
use crate::http::mastodon::paging::{Listed, Paging};
use crate::http::mastodon::present::account::role_of;
use crate::http::mastodon::present::admin::{SeenAccount, account as present};
use crate::http::params::{self, Params};

/// Accounts on one page.
const PAGE: u64 = 40;

/// What both versions of the list look for.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Named {
    username: String,
    display_name: String,
    by_domain: String,
    email: String,
    ip: String,
    invited_by: String,
}

/// What the first version looks for besides.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Flags {
    remote: bool,
    pending: bool,
    disabled: bool,
    silenced: bool,
    suspended: bool,
    sensitized: bool,
    staff: bool,
}

/// What the second version looks for besides.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Words {
    origin: String,
    status: String,
    permissions: String,
    role_ids: Vec<String>,
}

/// The accounts that a moderator looks for; active members unless the client says otherwise.
pub async fn list_v1(
    State(app): State<App>,
    _: Moderator,
    OriginalUri(uri): OriginalUri,
    paging: Paging,
    Params(flags): Params<Flags>,
) -> Result<Listed<SeenAccount>, Failure> {
    let states = [
        (flags.sensitized, Stands::Sensitized),
        (flags.suspended, Stands::Suspended),
        (flags.silenced, Stands::Silenced),
        (flags.disabled, Stands::Frozen),
        (flags.pending, Stands::Pending),
    ];
    let state = states.into_iter().find(|(wanted, _)| *wanted).map_or(Stands::Active, |(_, state)| state);
    let sought = Sought {
        place: if flags.remote { Place::Elsewhere } else { Place::Here },
        state: Some(state),
        roles: flags.staff.then(staff),
        ..Sought::default()
    };
    listed(&app, &uri, &paging, sought).await
}

/// The accounts that a moderator looks for; all unless the client says otherwise.
pub async fn list_v2(
    State(app): State<App>,
    _: Moderator,
    OriginalUri(uri): OriginalUri,
    paging: Paging,
    Params(words): Params<Words>,
) -> Result<Listed<SeenAccount>, Failure> {
    let unknown = |field| Failure::from(Error::invalid(field, "problem-choose-from-list"));
    let place = match words.origin.as_str() {
        "" => Place::Anywhere,
        "local" => Place::Here,
        "remote" => Place::Elsewhere,
        _ => return Err(unknown("origin")),
    };
    let state = match words.status.as_str() {
        "" => None,
        "active" => Some(Stands::Active),
        "pending" => Some(Stands::Pending),
        "disabled" => Some(Stands::Frozen),
        "silenced" => Some(Stands::Silenced),
        "suspended" => Some(Stands::Suspended),
        "sensitized" => Some(Stands::Sensitized),
        _ => return Err(unknown("status")),
    };
    let named = || words.role_ids.iter().filter_map(|id| role_of(id)).collect();
    let roles = match words.permissions.as_str() {
        "" => (!words.role_ids.is_empty()).then(named),
        "staff" => Some(staff()),
        _ => return Err(unknown("permissions")),
    };
    listed(&app, &uri, &paging, Sought { place, state, roles, ..Sought::default() }).await
}

/// Those who may do what the desk does.
fn staff() -> Vec<Role> {
    vec![Role::Moderator, Role::Operator]
}

/// One page of what is looked for, narrowed by what both versions can name.
async fn listed(
    app: &App,
    uri: &Uri,
    paging: &Paging,
    mut sought: Sought,
) -> Result<Listed<SeenAccount>, Failure> {
    let named: Named = params::from_query(uri)?;
    // No account has an e-mail, an address or somebody who is known to have invited it.
    if [&named.email, &named.ip, &named.invited_by].iter().any(|asked| !asked.is_empty()) {
        return Ok(Listed::new(&app.urls, uri, Slice::empty()));
    }
    let host = named.by_domain.trim().to_lowercase();
    if host == app.urls.domain().to_lowercase() {
        sought.place = Place::Here;
    } else if !host.is_empty() {
        sought = Sought { place: Place::Elsewhere, host, ..sought };
    }
    sought.handle = handle_key(named.username.trim().trim_start_matches('@'));
    named.display_name.trim().clone_into(&mut sought.name);
    let slice = limit::list(app, &sought, paging.page(PAGE, PAGE)?).await?;
    Ok(Listed::new(&app.urls, uri, slice.map(|seen| present(&app.urls, &seen))))
}

/// One account.
pub async fn show(State(app): State<App>, _: Moderator, Id(id): Id) -> Result<Json<SeenAccount>, Failure> {
    shown(&app, id).await
}

/// Lets an applicant in.
pub async fn approve(
    State(app): State<App>,
    Moderator(me): Moderator,
    Id(id): Id,
) -> Result<Json<SeenAccount>, Failure> {
    member::approve(&app, By::Moderator(me.id()), id).await?;
    shown(&app, id).await
}

/// Turns an applicant away, and gives them as they were.
pub async fn reject(
    State(app): State<App>,
    Moderator(me): Moderator,
    Id(id): Id,
) -> Result<Json<SeenAccount>, Failure> {
    let before = limit::load(&app, id).await?;
    member::refuse(&app, By::Moderator(me.id()), id).await?;
    Ok(Json(present(&app.urls, &before)))
}

/// Lets a member sign in again.
pub async fn enable(app: State<App>, me: Moderator, id: Id) -> Result<Json<SeenAccount>, Failure> {
    undone(app, me, id, Deed::Thaw).await
}

/// Lets an account into public lists again.
pub async fn unsilence(app: State<App>, me: Moderator, id: Id) -> Result<Json<SeenAccount>, Failure> {
    undone(app, me, id, Deed::Unlimit).await
}

/// Takes a suspension back.
pub async fn unsuspend(app: State<App>, me: Moderator, id: Id) -> Result<Json<SeenAccount>, Failure> {
    undone(app, me, id, Deed::Unsuspend).await
}

/// No longer covers an account's pictures.
pub async fn unsensitive(app: State<App>, me: Moderator, id: Id) -> Result<Json<SeenAccount>, Failure> {
    undone(app, me, id, Deed::Unmark).await
}

async fn undone(
    State(app): State<App>,
    Moderator(me): Moderator,
    Id(id): Id,
    deed: Deed,
) -> Result<Json<SeenAccount>, Failure> {
    Box::pin(limit::decide(&app, By::Moderator(me.id()), id, deed, None)).await?;
    shown(&app, id).await
}

/// What is to be done about an account.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Wanted {
    r#type: String,
    report_id: Option<String>,
}

/// Limits an account, and closes the report that led to it with that. A program says what it wants, so nothing is asked back.
pub async fn act(
    State(app): State<App>,
    Moderator(me): Moderator,
    Id(id): Id,
    Params(wanted): Params<Wanted>,
) -> Result<Json<Value>, Failure> {
    let deed = match wanted.r#type.as_str() {
        "none" => None,
        "sensitive" => Some(Deed::Mark),
        "disable" => Some(Deed::Freeze),
        "silence" => Some(Deed::Limit),
        "suspend" => Some(Deed::Suspend),
        _ => return Err(Error::invalid("type", "problem-choose-from-list").into()),
    };
    limit::load(&app, id).await?;
    let report = id::cursor("report_id", wanted.report_id.as_deref())?;
    if let Some(report) = report
        && report::load(&app, &me, report).await?.target.id != id
    {
        return Err(Error::NotFound("a report about this account").into());
    }
    match (deed, report) {
        (Some(deed), Some(report)) => {
            Box::pin(report::act(&app, &me, report, deed, None)).await?;
        }
        (Some(deed), None) => {
            Box::pin(limit::decide(&app, By::Moderator(me.id()), id, deed, None)).await?;
        }
        (None, Some(report)) => report::close(&app, &me, report).await?,
        (None, None) => {}
    }
    Ok(Json(json!({})))
}

async fn shown(app: &App, id: i64) -> Result<Json<SeenAccount>, Failure> {
    let seen: Seen = limit::load(app, id).await?;
    Ok(Json(present(&app.urls, &seen)))
}
