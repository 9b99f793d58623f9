//! Who reads a page: in which language, signed in or not. Found out once per request.

use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::response::Response;
use http::HeaderValue;
use http::header::{ACCEPT_LANGUAGE, SET_COOKIE};
use http::request::Parts;

use super::answer::Failure;
use super::cookie::{self, Cookie};
use super::site::Site;
use crate::app::App;
use crate::base::error::{Error, Problem, Result};
use crate::base::i18n::Language;
use crate::domain::auth::limit::AddressHash;
use crate::domain::auth::session::{self, Session, SignedIn};
use crate::domain::auth::{Member, MemberState};
use crate::http::address::From;
use crate::http::web::frame::{self, Frame};
use crate::http::web::helplines::Asking;

/// Who reads.
#[derive(Debug, Clone)]
pub struct Reader {
    /// The language of the page.
    pub language: Language,
    /// Whether the address of the page chose the language.
    pub chosen: bool,
    /// The country whose helplines the address asks for, as ISO 3166-1 code.
    help: Option<String>,
    /// What the browser says about languages, for guessing a country.
    pub accept_language: Option<String>,
    /// Stands for where the request came from, for limits.
    pub from: AddressHash,
    /// The token that the reader's forms carry.
    pub csrf: String,
    site: Arc<Site>,
    address: String,
    signed_in: Option<Arc<SignedIn>>,
    secret: Option<String>,
    manuscript: Option<String>,
}

impl Reader {
    /// Reads a request. When the session cannot be looked up, the reader is nobody, and the reason stands beside.
    pub(super) async fn read(app: &App, site: Arc<Site>, parts: &Parts) -> (Self, Result<()>) {
        let secret = cookie::read(app, &parts.headers, Cookie::Session);
        let found = match &secret {
            Some(secret) => session::find(app, secret).await,
            None => Ok(None),
        };
        let (signed_in, outcome) = match found {
            Ok(signed_in) => (signed_in.map(Arc::new), Ok(())),
            Err(error) => (None, Err(error)),
        };
        let choice = parts.uri.query().and_then(chosen_language);
        let accept_language = parts.headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
        let csrf = signed_in.as_ref().map_or_else(|| site.form_token(app.now()), |own| own.csrf.clone());
        let reader = Self {
            language: language(app, choice, signed_in.as_deref(), accept_language),
            chosen: choice.is_some(),
            help: parts.uri.query().and_then(chosen_country),
            accept_language: accept_language.map(str::to_owned),
            from: From::of(app, parts).0,
            csrf,
            site,
            address: address(parts),
            secret: signed_in.is_some().then_some(secret).flatten(),
            manuscript: cookie::read(app, &parts.headers, Cookie::Manuscript),
            signed_in,
        };
        (reader, outcome)
    }

    /// What the reader says of a country and of languages, for choosing helplines.
    pub fn asking(&self) -> Asking<'_> {
        let accept_language = self.accept_language.as_deref();
        let country = self.help.as_deref();
        Asking { country, language: self.language, chosen: self.chosen, accept_language }
    }

    /// The frame of the page that was asked for.
    pub fn frame(&self) -> Frame {
        let reader = self.signed_in.as_deref().map(|SignedIn { member, ring, .. }| frame::Reader {
            handle: member.account.handle.clone(),
            address: format!("/@{}", member.account.handle),
            reviews: member.is_moderator(),
            signs_in: member.id() == ring.home,
        });
        let frame = Frame::new(self.site.community.clone(), self.language, self.address.clone());
        let help = self.help.clone();
        Frame { chosen: self.chosen, help, csrf: self.csrf.clone(), reader, ..frame }
    }

    /// The frame of another page than the one that was asked for: after a form was sent, the page that shows it,
    /// with what was wrong.
    pub fn frame_at(&self, address: &str, problems: Vec<Problem>) -> Frame {
        Frame { address: address.to_owned(), problems, ..self.frame() }
    }

    /// A path of this site that keeps what the reader chose by the address.
    pub fn link(&self, path: &str) -> String {
        self.frame().link(path)
    }

    /// The member who is signed in, if any; waits for approval, perhaps.
    pub fn signed_in(&self) -> Option<&Member> {
        self.signed_in.as_deref().map(|signed_in| &signed_in.member)
    }

    /// The session: as whom the reader is signed in, and what opens the ring of the person.
    ///
    /// # Errors
    /// As [`Reader::member`].
    pub fn session(&self) -> Result<&SignedIn> {
        self.signed_in.as_deref().ok_or(Error::Unauthenticated)
    }

    /// The number of the member's account, for rooms that ask who looks. Who is suspended looks as anybody does.
    pub fn viewer(&self) -> Option<i64> {
        self.signed_in().filter(|member| member.row.state != MemberState::Suspended).map(Member::id)
    }

    /// The member who is signed in.
    ///
    /// # Errors
    /// `Unauthenticated` when nobody is; the reader is then asked to sign in.
    pub fn member(&self) -> Result<&Member> {
        self.signed_in().ok_or(Error::Unauthenticated)
    }

    /// The member who is signed in and may act.
    ///
    /// # Errors
    /// As [`Reader::member`], and `Forbidden` for who waits for approval.
    pub fn active_member(&self) -> Result<&Member> {
        let member = self.member()?;
        member.require_active()?;
        Ok(member)
    }

    /// What all pages share.
    pub(super) fn site(&self) -> &Site {
        &self.site
    }

    /// The secret of the reader's session, to keep it when all others end.
    pub fn session_secret(&self) -> Option<&str> {
        self.secret.as_deref()
    }

    /// The secret of what the reader is typing, if it is kept.
    pub fn manuscript(&self) -> Option<&str> {
        self.manuscript.as_deref()
    }

    /// The same reader after a session began, for the page that answers.
    pub fn with_session(&self, session: &Session) -> Self {
        let (member, csrf, ring) = (session.member.clone(), session.csrf.clone(), session.ring.clone());
        let signed_in = SignedIn { member, csrf, ring };
        Self {
            csrf: session.csrf.clone(),
            signed_in: Some(Arc::new(signed_in)),
            secret: Some(session.secret.clone()),
            ..self.clone()
        }
    }

    /// The same reader after the session ended.
    pub fn without_session(&self, app: &App) -> Self {
        let csrf = self.site.form_token(app.now());
        Self { csrf, signed_in: None, secret: None, ..self.clone() }
    }

    /// Whether a form carries the token of this reader's pages.
    pub(super) fn sent(&self, app: &App, token: &str) -> bool {
        self.signed_in
            .as_ref()
            .map_or_else(|| self.site.accepts(token, app.now()), |signed_in| signed_in.accepts(token))
    }
}

/// Lets the browser keep a session.
pub fn keep_session(app: &App, session: &Session, response: &mut Response) {
    set(response, cookie::keep(app, Cookie::Session, "/", &session.secret));
}

/// Lets the browser forget its session, and what was typed in it.
pub fn forget_session(app: &App, response: &mut Response) {
    set(response, cookie::forget(app, Cookie::Session, "/"));
    forget_manuscript(app, "/share", response);
}

/// Lets the browser keep the secret of what is being typed on the pages below a path.
pub fn keep_manuscript(app: &App, path: &str, secret: &str, response: &mut Response) {
    set(response, cookie::keep(app, Cookie::Manuscript, path, secret));
}

/// Lets the browser forget what was being typed there.
pub fn forget_manuscript(app: &App, path: &str, response: &mut Response) {
    set(response, cookie::forget(app, Cookie::Manuscript, path));
}

fn set(response: &mut Response, cookie: Option<HeaderValue>) {
    if let Some(value) = cookie {
        response.headers_mut().append(SET_COOKIE, value);
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Reader {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Self::Rejection> {
        let reader = parts.extensions.get::<Self>().cloned();
        reader.ok_or_else(|| Error::Internal(anyhow::anyhow!("a page stands outside the door")).into())
    }
}

/// What the address chose, else what the member chose, else what the browser asks for, else the community's.
fn language(
    app: &App,
    choice: Option<Language>,
    signed_in: Option<&SignedIn>,
    accept_language: Option<&str>,
) -> Language {
    // The community's language stands behind all that the browser names.
    let asked = format!("{},{};q=0.001", accept_language.unwrap_or_default(), app.config.community.language);
    let own = signed_in.map(|signed_in| signed_in.member.language());
    choice.or(own).unwrap_or_else(|| Language::negotiate(None, Some(&asked)))
}

fn chosen_language(query: &str) -> Option<Language> {
    query.split('&').find_map(|pair| pair.strip_prefix("lang=")).and_then(Language::parse)
}

fn chosen_country(query: &str) -> Option<String> {
    let code = query.split('&').find_map(|pair| pair.strip_prefix("help="))?;
    let is_code = code.len() == 2 && code.chars().all(|letter| letter.is_ascii_alphabetic());
    is_code.then(|| code.to_ascii_uppercase())
}

/// Path and query without the language.
fn address(parts: &Parts) -> String {
    let path = parts.uri.path();
    let query = parts.uri.query().unwrap_or_default().split('&');
    let kept: Vec<&str> = query.filter(|pair| !pair.is_empty() && !pair.starts_with("lang=")).collect();
    if kept.is_empty() { path.to_owned() } else { format!("{path}?{}", kept.join("&")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_address_of_a_page_does_not_hold_its_language() {
        let parts = |uri: &str| http::Request::builder().uri(uri).body(()).unwrap().into_parts().0;
        assert_eq!(address(&parts("/?lang=ja&symptom=%E4%B8%8D")), "/?symptom=%E4%B8%8D");
        assert_eq!(address(&parts("/about?lang=ja")), "/about");
        assert_eq!(chosen_language("a=b&lang=ja"), Some(Language::Ja));
        assert_eq!(chosen_language("lang=None"), None, "Mastodon.py sends this");
        assert_eq!(chosen_country("lang=ja&help=gb").as_deref(), Some("GB"));
        assert_eq!(chosen_country("help=%ff"), None);
    }
}
