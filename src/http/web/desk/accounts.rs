//! `/desk/accounts`: finding an account, seeing how it stands, limiting it.

use askama::Template;
use axum::extract::{Query, State};
use axum::response::Response;
use http::StatusCode;
use serde::Deserialize;

use super::seek::{Seek, address};
use super::work::{moderator, number};
use crate::app::App;
use crate::base::error::{Error, Result};
use crate::domain::account::handle_key;
use crate::domain::auth::{MemberState, Role};
use crate::domain::moderation::limit::{self, Deed, Place, Seen, Sought, State as Stands};
use crate::domain::relation::Page;
use crate::domain::story::Reason;
use crate::domain::transparency::log::By;
use crate::http::web::door::{Failure, Reader, Sent, answer, go};
use crate::http::web::form::Choice;
use crate::http::web::frame::Frame;

/// Accounts on one page.
const PAGE: u64 = 20;
const PATH: &str = "/desk/accounts";

/// How accounts can stand that are looked for, with the word of the address and the key of their name.
const STATES: [(Stands, &str, &str); 5] = [
    (Stands::Silenced, "limited", "account-limited"),
    (Stands::Suspended, "suspended", "account-suspended"),
    (Stands::Sensitized, "marked", "account-marked"),
    (Stands::Frozen, "frozen", "account-frozen"),
    (Stands::Pending, "pending", "account-pending"),
];

/// Accounts that moderators look for.
#[derive(Debug, Clone, Default, Template)]
#[template(path = "desk/accounts.html", config = "src/http/web/askama.toml")]
pub struct AccountsPage {
    /// The frame; its reader is a moderator.
    pub page: Frame,
    /// What is looked for, and how the accounts stand; empty: however.
    pub seek: Seek,
    /// The accounts, the latest known first.
    pub accounts: Vec<AccountView>,
    /// The path of the page with more.
    pub older: Option<String>,
    /// The rules by which an account may be limited.
    pub rules: Vec<Choice>,
    /// Whether somebody decided meanwhile.
    pub overtaken: bool,
}

/// An account as a moderator sees it.
#[derive(Debug, Clone, Default)]
pub struct AccountView {
    /// Which, as the form sends it back.
    pub id: String,
    /// Its address, with a leading `@`.
    pub address: String,
    /// Its display name.
    pub name: String,
    /// The page where it is to be seen.
    pub page: String,
    /// How it stands, in words.
    pub stands: Vec<String>,
    /// What can be done: the word that is sent, and the words for it.
    pub deeds: Vec<Choice>,
    /// How many follows a suspension cuts.
    pub cuts: u64,
}

/// What the address of the page may carry.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    q: String,
    state: String,
    before: Option<i64>,
    overtaken: String,
}

/// `GET /desk/accounts`.
pub async fn show(
    State(app): State<App>,
    reader: Reader,
    Query(asked): Query<Asked>,
) -> Result<Response, Failure> {
    moderator(&reader)?;
    let frame = reader.frame();
    let state = STATES.iter().find(|(_, word, _)| *word == asked.state);
    let sought = Sought { state: state.map(|(state, ..)| *state), ..sought(&app, &asked.q) };
    let choice = |word, key| Choice::new(word, frame.say(key).to_string());
    let states = STATES.into_iter().map(|(_, word, key)| choice(word, key));
    let seek = Seek {
        path: PATH,
        part: asked.q,
        part_label: frame.say("desk-accounts-search").to_string(),
        name: "state",
        label: frame.say("desk-accounts-state").to_string(),
        choices: [choice("", "desk-accounts-any")].into_iter().chain(states).collect(),
        chosen: asked.state,
    };
    let mut accounts = Vec::new();
    let mut older = None;
    // Nobody needs a list of everybody.
    if state.is_some() || !seek.part.trim().is_empty() {
        let page = Page { max: asked.before, ..Page::first(PAGE) };
        let slice = limit::list(&app, &sought, page).await?;
        older = seek.older(&slice);
        for seen in &slice.items {
            accounts.push(view(&app, &frame, seen).await?);
        }
    }
    let page = AccountsPage {
        seek,
        accounts,
        older,
        rules: rules(&frame),
        overtaken: !asked.overtaken.is_empty(),
        page: frame,
    };
    answer(StatusCode::OK, &page)
}

/// `POST /desk/accounts`: limits an account, or takes that back.
pub async fn decide(State(app): State<App>, reader: Reader, sent: Sent) -> Result<Response, Failure> {
    let by = By::Moderator(moderator(&reader)?.id());
    let id = number(sent.get("account"))?;
    let deed = Deed::parse(sent.get("decision"))
        .ok_or_else(|| Error::invalid("decision", "problem-choose-from-list"))?;
    let rule = Reason::parse(sent.get("reason"));
    let back = address(PATH, &[("q", sent.get("q")), ("state", sent.get("state"))]);
    match Box::pin(limit::decide(&app, by, id, deed, rule)).await {
        Ok(_cut) => Ok(go(&reader, &back)),
        Err(Error::Conflict(_)) => Ok(go(&reader, &format!("{back}&overtaken=yes"))),
        Err(error) => Err(error.into()),
    }
}

/// What somebody looks for who types this: the beginning of a handle, or an address.
fn sought(app: &App, typed: &str) -> Sought {
    let typed = typed.trim().trim_start_matches('@');
    let (handle, host) = typed.split_once('@').map_or((typed, None), |(handle, host)| (handle, Some(host)));
    let host = host.unwrap_or_default().to_lowercase();
    let is_ours = host == app.urls.domain().to_lowercase();
    Sought {
        handle: handle_key(handle),
        place: if is_ours { Place::Here } else { Place::Anywhere },
        host: if is_ours { String::new() } else { host },
        ..Sought::default()
    }
}

/// The rules by which something can be decided, to choose from.
pub fn rules(frame: &Frame) -> Vec<Choice> {
    Reason::ALL.map(|rule| Choice::new(rule.code(), frame.say(rule.name_key()).to_string())).into()
}

/// An account with what can be done about it.
pub async fn view(app: &App, frame: &Frame, seen: &Seen) -> Result<AccountView> {
    let Seen { account, member } = seen;
    let host = if account.is_local() { app.urls.domain() } else { &account.host };
    let state = member.as_ref().map(|member| member.row.state);
    let words = |holds: bool, key| holds.then(|| frame.say(key).to_string());
    let is_frozen = state == Some(MemberState::Frozen);
    let stands = [
        words(account.suspended, "account-suspended"),
        words(account.silenced, "account-limited"),
        words(account.hushed && !account.silenced, "account-limited-with-server"),
        words(account.sensitized, "account-marked"),
        words(is_frozen, "account-frozen"),
        words(state == Some(MemberState::Pending), "account-pending"),
        words(member.as_ref().is_some_and(|member| member.row.role != Role::Member), "account-staff"),
    ];
    Ok(AccountView {
        id: account.id.to_string(),
        address: format!("@{}@{host}", account.handle),
        name: account.display_name.clone(),
        page: account.url.clone(),
        stands: stands.into_iter().flatten().collect(),
        deeds: deeds(frame, seen),
        cuts: limit::count_cut(app, account).await?,
    })
}

/// What can be done about an account, with the words for it; nothing about the server's own.
pub fn deeds(frame: &Frame, seen: &Seen) -> Vec<Choice> {
    let Seen { account, member } = seen;
    let state = member.as_ref().map(|member| member.row.state);
    let is_frozen = state == Some(MemberState::Frozen);
    let has_no_member = account.is_local() && member.is_none();
    let choices = [
        (!account.silenced, Deed::Limit, "deed-limit"),
        (account.silenced, Deed::Unlimit, "deed-unlimit"),
        (!account.sensitized, Deed::Mark, "deed-mark"),
        (account.sensitized, Deed::Unmark, "deed-unmark"),
        (state == Some(MemberState::Active), Deed::Freeze, "deed-freeze"),
        (is_frozen, Deed::Thaw, "deed-thaw"),
        (!account.suspended, Deed::Suspend, "deed-suspend"),
        (account.suspended, Deed::Unsuspend, "deed-unsuspend"),
    ];
    let deeds = choices.into_iter().filter(|(fits, ..)| *fits && !has_no_member);
    let named = |deed| Deed::ALL.into_iter().find(|(known, _)| *known == deed).map_or("", |(_, word)| word);
    deeds.map(|(_, deed, key)| Choice::new(named(deed), frame.say(key).to_string())).collect()
}
