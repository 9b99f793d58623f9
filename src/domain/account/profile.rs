//! What people say about themselves. Members write plain text; what other servers send is HTML, cleaned on arrival.

use serde::{Deserialize, Serialize};

use crate::app::App;
use crate::base::error::{Error, Problem, Result};
use crate::domain::anonymity::{Taken, naming};
use crate::store::Tx;
use crate::store::account::{self, Account};
use crate::store::event::Event;
use crate::store::kind::AccountKind;

/// Most characters of a display name.
pub const MAX_DISPLAY_NAME: usize = naming::DISPLAY_NAME_MOST;
/// Most characters of the text about oneself.
pub const MAX_SUMMARY: usize = 2000;
/// Most lines of name and value in a profile.
pub const MAX_FIELDS: usize = 4;
/// Most characters of such a name or value.
pub const MAX_FIELD: usize = 255;

/// One line of name and value in a profile.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Field {
    /// What the line is about.
    pub name: String,
    /// What it says.
    pub value: String,
}

/// What a member changes about the profile; what is not given stays.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ProfileChange {
    /// The name that stands above posts.
    pub display_name: Option<String>,
    /// The text about oneself, plain.
    pub summary: Option<String>,
    /// Whether followers have to be let in one by one.
    pub locked: Option<bool>,
    /// Whether the member may be suggested to others and found by display name.
    pub discoverable: Option<bool>,
    /// Whether search engines and other servers' search may keep the member's public posts.
    pub indexable: Option<bool>,
    /// Whether a program writes here, not a person.
    pub bot: Option<bool>,
    /// Lines of name and value; empty ones are left out.
    pub fields: Option<Vec<Field>>,
}

/// Changes a member's profile and lets other servers know.
///
/// # Errors
/// `Invalid` when a text is too long, or the name gives the person away or can be taken for another's.
pub async fn change_profile(app: &App, id: i64, change: ProfileChange) -> Result<Account> {
    check(&change)?;
    let tx = app.db.begin().await?;
    let old = account::find(&*tx, id).await?.ok_or(Error::NotFound("the account"))?;
    let mut row = old.clone();
    if let Some(name) = change.display_name {
        let name = name.trim();
        if name != old.display_name {
            check_name(&tx, id, name).await?;
        }
        name.clone_into(&mut row.display_name);
    }
    if let Some(summary) = change.summary {
        summary.trim().clone_into(&mut row.summary);
    }
    if let Some(fields) = change.fields {
        let said: Vec<Field> = fields.into_iter().filter(|field| !field.name.trim().is_empty()).collect();
        row.fields = serde_json::to_string(&said).map_err(anyhow::Error::from)?;
    }
    row.locked = change.locked.unwrap_or(row.locked);
    row.discoverable = change.discoverable.unwrap_or(row.discoverable);
    row.indexable = change.indexable.unwrap_or(row.indexable);
    if let Some(bot) = change.bot {
        row.kind = if bot { AccountKind::Service } else { AccountKind::Person };
    }
    if row == old {
        return Ok(old);
    }
    account::update(&tx, row.clone()).await?;
    app.record(&tx, &Event::ProfileChanged { account: id }).await?;
    app.commit(tx).await?;
    Ok(row)
}

async fn check_name(tx: &Tx, id: i64, name: &str) -> Result<()> {
    let taken = Taken::read(&**tx, Some(id)).await?;
    let found = naming::check_display_name(name).and_then(|()| taken.check("display_name", name));
    found.map_err(|problem| Error::Invalid(vec![problem]))
}

fn check(change: &ProfileChange) -> Result<()> {
    let mut problems = Vec::new();
    let mut limit = |field: &'static str, text: &str, most: usize| {
        if text.trim().chars().count() > most {
            let problem = Problem::new(field, "problem-too-long");
            problems.push(problem.with("most", most));
        }
    };
    limit("display_name", change.display_name.as_deref().unwrap_or_default(), MAX_DISPLAY_NAME);
    limit("summary", change.summary.as_deref().unwrap_or_default(), MAX_SUMMARY);
    let fields = change.fields.as_deref().unwrap_or_default();
    for field in fields {
        limit("fields", &field.name, MAX_FIELD);
        limit("fields", &field.value, MAX_FIELD);
    }
    if fields.len() > MAX_FIELDS {
        problems.push(Problem::new("fields", "problem-too-many").with("most", MAX_FIELDS));
    }
    if problems.is_empty() { Ok(()) } else { Err(Error::Invalid(problems)) }
}

/// The text about an account as harmless HTML.
pub fn summary_as_html(account: &Account) -> String {
    if !account.is_local() {
        return account.summary.clone();
    }
    let paragraphs = account.summary.split("\n\n").map(str::trim).filter(|text| !text.is_empty());
    let paragraphs: Vec<String> = paragraphs.map(|text| escape(text).replace('\n', "<br>")).collect();
    if paragraphs.is_empty() { String::new() } else { format!("<p>{}</p>", paragraphs.join("</p><p>")) }
}

/// The lines of a profile with values as harmless HTML.
pub fn fields_as_html(account: &Account) -> Vec<Field> {
    let mut fields = fields_as_written(account);
    if account.is_local() {
        for field in &mut fields {
            field.value = escape(&field.value);
        }
    }
    fields
}

/// The lines of a profile as they were written: plain for members, cleaned HTML for others.
pub fn fields_as_written(account: &Account) -> Vec<Field> {
    serde_json::from_str(&account.fields).unwrap_or_default()
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
