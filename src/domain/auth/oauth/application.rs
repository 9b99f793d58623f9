//! Applications: registration is open to everybody, so it is limited and what nobody uses is forgotten.

use super::super::limit::{AddressHash, Deed};
use super::super::secret;
use super::redirect;
use super::scope::Scopes;
use crate::app::App;
use crate::base::clock;
use crate::base::error::{Error, Problem, Result};
use crate::store::oauth_app::{self, OauthApp};

/// An application without tokens is forgotten after so many days; Elk keeps its registration for a week.
const UNUSED_DAYS: i64 = 14;
/// So many are forgotten at each registration, at most.
const FORGET_AT_ONCE: u64 = 50;
/// Most characters of an application's name.
const NAME_MOST: usize = 100;
/// Most characters of an application's website.
const WEBSITE_MOST: usize = 2000;

/// What an application says about itself.
#[derive(Debug, Clone, Default)]
pub struct NewApplication {
    /// Its name, which stands on the consent page and beside posts.
    pub name: String,
    /// Where it wants to be returned to; one text may hold several.
    pub redirect_uris: Vec<String>,
    /// What it wants to do; nothing means `read`.
    pub scopes: String,
    /// Its page.
    pub website: Option<String>,
}

/// A registered application with its secret, which is known nowhere else.
#[derive(Clone)]
pub struct Registered {
    /// The application.
    pub application: OauthApp,
    /// Its secret.
    pub client_secret: String,
}

/// Registers an application.
pub async fn register(app: &App, new: NewApplication, from: AddressHash) -> Result<Registered> {
    app.limits.check(Deed::AppRegistration, from)?;
    let (redirect_uris, scopes) = checked(&new)?;
    let client_secret = app.random.secret();
    let tx = app.db.begin().await?;
    let long_ago = clock::week(app.clock.now() - chrono::TimeDelta::days(UNUSED_DAYS));
    oauth_app::delete_unused(&tx, &long_ago, FORGET_AT_ONCE).await?;
    let application = OauthApp {
        id: app.new_id(&tx).await?,
        client_id: app.random.secret(),
        secret_hash: secret::hash(&client_secret),
        name: new.name.trim().to_owned(),
        website: new.website.map(|website| website.trim().to_owned()).filter(|website| is_website(website)),
        redirect_uris: redirect_uris.join("\n"),
        scopes: scopes.to_string(),
        created_week: app.week(),
    };
    oauth_app::insert(&tx, application.clone()).await?;
    app.commit(tx).await?;
    Ok(Registered { application, client_secret })
}

/// The application with this `client_id`.
pub async fn find_application(app: &App, client_id: &str) -> Result<Option<OauthApp>> {
    oauth_app::find_by_client_id(app.read(), client_id).await
}

fn checked(new: &NewApplication) -> Result<(Vec<String>, Scopes)> {
    let mut problems = Vec::new();
    let name = new.name.trim();
    if name.is_empty() {
        problems.push(Problem::new("client_name", "problem-required"));
    }
    if name.chars().count() > NAME_MOST {
        problems.push(Problem::new("client_name", "problem-too-long").with("most", NAME_MOST));
    }
    let uris = redirect::parse_all(&new.redirect_uris);
    if uris.is_none() {
        problems.push(Problem::new("redirect_uris", "problem-redirect-uri-wrong"));
    }
    let scopes = Scopes::parse(&new.scopes);
    if scopes.is_err() {
        problems.push(Problem::new("scopes", "problem-scopes-wrong"));
    }
    match (uris, scopes) {
        (Some(uris), Ok(scopes)) if problems.is_empty() => {
            Ok((uris, if scopes.is_empty() { Scopes::read() } else { scopes }))
        }
        (_, _) => Err(Error::Invalid(problems)),
    }
}

/// A page that may be linked beside posts; anything else is left out.
fn is_website(website: &str) -> bool {
    website.len() <= WEBSITE_MOST
        && url::Url::parse(website).is_ok_and(|url| matches!(url.scheme(), "http" | "https"))
}
