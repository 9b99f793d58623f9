//! Outgoing HTTP: the one client for everything that leaves this server.
//!
//! Other people's servers choose the URLs that we fetch, so every request is bounded in time, size and number, and
//! can reach only public addresses ([`address::forbidden`]), checked on the addresses that are connected to and anew
//! at every redirect. Exceptions are named by the operator ([`PrivatePeer`]). Answers are never decompressed, so a
//! small answer cannot become a large one.

pub mod address;
#[cfg(test)]
pub mod hostile;
mod hosts;
mod resolver;
mod rules;
mod target;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use bytes::{Bytes, BytesMut};
use http::header::{AUTHORIZATION, COOKIE, LOCATION};
use http::{HeaderMap, HeaderName, Method, StatusCode};
use tokio::time::{Instant, timeout_at};
use url::Url;

use crate::base::counts::{Counted, Counts};
use crate::base::error::{Error, Result};
use hosts::Hosts;
use resolver::CheckedResolver;
pub use rules::{FetchRules, Limits, NotAPeer, PrivatePeer};
use target::Reach;
pub use target::Refusal;

/// Sends requests to other servers within the rules. Cheap to clone.
#[derive(Clone)]
pub struct Fetcher {
    inner: Arc<Inner>,
    counts: Counts,
}

impl std::fmt::Debug for Fetcher {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Fetcher")
            .field("private_peers", &self.inner.private_peers)
            .finish_non_exhaustive()
    }
}

struct Inner {
    /// For everybody.
    public: reqwest::Client,
    /// For the private peers only: no address check. Its own connection pool, so that no connection is lent across.
    private: reqwest::Client,
    private_peers: Vec<PrivatePeer>,
    limits: Limits,
    hosts: Hosts,
}

/// An answer, whatever its status.
#[derive(Debug, Clone)]
pub struct Fetched {
    /// The status, never a redirect that was followed.
    pub status: StatusCode,
    /// The headers as they came.
    pub headers: HeaderMap,
    /// The whole body, at most [`Limits::max_body_bytes`].
    pub body: Bytes,
    /// Where the answer came from after redirects, without a fragment.
    pub final_url: Url,
}

/// Why there is no answer; the cause of [`Error::Remote`].
#[derive(Debug, thiserror::Error)]
pub enum FetchFailure {
    /// The rules forbid it; trying again will not help.
    #[error("refused: {0}")]
    Refused(#[from] Refusal),
    /// It failed several times a moment ago and was not asked again.
    #[error("left in peace after several failures")]
    Paused,
    /// The body is larger than this many bytes.
    #[error("the answer has more than {0} bytes")]
    TooLarge(usize),
    /// More redirects than allowed, or a loop.
    #[error("too many redirects")]
    TooManyRedirects,
    /// A redirect that leads nowhere.
    #[error("a redirect without a usable address")]
    BadRedirect,
    /// No answer, or no end of it, in time.
    #[error("no complete answer in time")]
    TimedOut,
    /// The name, the connection, TLS or the protocol failed; the text has no URL in it.
    #[error("{0}")]
    Broken(String),
}

impl FetchFailure {
    /// The failure behind an error of the [`Fetcher`], if it is one.
    pub fn of(error: &Error) -> Option<&Self> {
        if let Error::Remote { cause, .. } = error { cause.downcast_ref() } else { None }
    }

    /// Whether the host is to blame in a way that may pass: such failures are counted and lead to a pause.
    fn is_outage(&self) -> bool {
        match self {
            Self::TimedOut | Self::Broken(_) => true,
            Self::Refused(_)
            | Self::Paused
            | Self::TooLarge(_)
            | Self::TooManyRedirects
            | Self::BadRedirect => false,
        }
    }

    /// The failure in one word.
    const fn word(&self) -> &'static str {
        match self {
            Self::Refused(_) => "refused",
            Self::Paused => "paused",
            Self::TooLarge(_) => "too-large",
            Self::TooManyRedirects | Self::BadRedirect => "bad-redirect",
            Self::TimedOut => "timed-out",
            Self::Broken(_) => "broken",
        }
    }

    fn into_error(self, url: &Url) -> Error {
        Error::Remote { host: authority(url), cause: self.into() }
    }
}

impl Fetcher {
    /// A client with these rules.
    ///
    /// # Errors
    /// `Internal` when the machine has no usable root certificates.
    pub fn new(rules: &FetchRules) -> Result<Self> {
        Ok(Self {
            inner: Arc::new(Inner {
                public: client(rules, Reach::Public)?,
                private: client(rules, Reach::Private)?,
                private_peers: rules.private_peers.clone(),
                limits: rules.limits.clone(),
                hosts: Hosts::new(&rules.limits),
            }),
            counts: Counts::default(),
        })
    }

    /// The same, which counts its requests there.
    pub fn counted(self, counts: &Counts) -> Self {
        Self { counts: counts.clone(), ..self }
    }

    /// Says why a URL would be refused without looking up its name: for ids and inboxes that are only stored now.
    pub fn refusal(&self, url: &Url) -> Option<Refusal> {
        target::check(url, &self.inner.private_peers).err()
    }

    /// Reads a URL. Headers that prove who we are go only to the first server, not where it redirects to.
    ///
    /// # Errors
    /// `Remote` with a [`FetchFailure`].
    pub async fn get(&self, url: &Url, headers: HeaderMap) -> Result<Fetched> {
        let without_proofs = without_proofs(&headers);
        let mut headers = Some(headers);
        let each = move |_: &Url| Ok(headers.take().unwrap_or_else(|| without_proofs.clone()));
        Box::pin(self.get_with(url, each)).await
    }

    /// Reads a URL, with headers made anew for each server on the way: a signed GET must be signed for where it goes.
    ///
    /// # Errors
    /// `Remote` with a [`FetchFailure`], or what `headers` fails with.
    pub async fn get_with(
        &self,
        url: &Url,
        mut headers: impl FnMut(&Url) -> Result<HeaderMap> + Send,
    ) -> Result<Fetched> {
        let deadline = Instant::now() + self.inner.limits.total;
        let mut url = without_fragment(url.clone());
        let first_reach = self.reach(&url)?;
        for _ in 0..=self.inner.limits.max_redirects {
            let reach = self.reach(&url)?;
            if first_reach == Reach::Public && reach == Reach::Private {
                return Err(FetchFailure::Refused(Refusal::RedirectInward).into_error(&url));
            }
            let request =
                Outgoing { method: Method::GET, headers: headers(&url)?, body: Bytes::new(), reach };
            let answer = self.exchange(&url, request, deadline).await?;
            if !is_redirect(answer.status) {
                return Ok(answer);
            }
            url = redirected(&answer).map_err(|failure| failure.into_error(&url))?;
        }
        Err(FetchFailure::TooManyRedirects.into_error(&url))
    }

    /// Sends a body to a URL. A redirect is handed back as the answer: whoever posts knows where an inbox is.
    ///
    /// # Errors
    /// `Remote` with a [`FetchFailure`].
    pub async fn post(&self, url: &Url, headers: HeaderMap, body: impl Into<Bytes>) -> Result<Fetched> {
        let deadline = Instant::now() + self.inner.limits.total;
        let url = without_fragment(url.clone());
        let reach = self.reach(&url)?;
        let request = Outgoing { method: Method::POST, headers, body: body.into(), reach };
        Box::pin(self.exchange(&url, request, deadline)).await
    }

    fn reach(&self, url: &Url) -> Result<Reach> {
        target::check(url, &self.inner.private_peers)
            .map_err(|refusal| FetchFailure::Refused(refusal).into_error(url))
    }

    /// One request and its answer, with the host's failures counted.
    async fn exchange(&self, url: &Url, request: Outgoing, deadline: Instant) -> Result<Fetched> {
        let host = authority(url);
        let hosts = &self.inner.hosts;
        if hosts.is_paused(&host).await {
            self.counts.count(Counted::Fetches, FetchFailure::Paused.word());
            return Err(FetchFailure::Paused.into_error(url));
        }
        let outcome = match timeout_at(deadline, Box::pin(self.send(url, &host, request))).await {
            Ok(outcome) => outcome,
            Err(_elapsed) => Err(FetchFailure::TimedOut),
        };
        match outcome {
            Ok(answer) => {
                self.counts.count(Counted::Fetches, class(answer.status));
                hosts.answered(&host).await;
                Ok(answer)
            }
            Err(failure) => {
                self.counts.count(Counted::Fetches, failure.word());
                if failure.is_outage() {
                    hosts.failed(&host).await;
                }
                Err(failure.into_error(url))
            }
        }
    }

    async fn send(&self, url: &Url, host: &str, request: Outgoing) -> Result<Fetched, FetchFailure> {
        let _slot = self.inner.hosts.slot(host).await;
        let client = match request.reach {
            Reach::Public => &self.inner.public,
            Reach::Private => &self.inner.private,
        };
        let mut response = client
            .request(request.method, url.clone())
            .headers(request.headers)
            .body(request.body)
            .send()
            .await
            .map_err(failure)?;

        let max = self.inner.limits.max_body_bytes;
        let too_large = |size: usize| size > max;
        if response.content_length().is_some_and(|size| usize::try_from(size).map_or(true, too_large)) {
            return Err(FetchFailure::TooLarge(max));
        }
        let mut body = BytesMut::new();
        while let Some(piece) = response.chunk().await.map_err(failure)? {
            if too_large(body.len() + piece.len()) {
                return Err(FetchFailure::TooLarge(max));
            }
            body.extend_from_slice(&piece);
        }
        Ok(Fetched {
            status: response.status(),
            headers: std::mem::take(response.headers_mut()),
            body: body.freeze(),
            final_url: url.clone(),
        })
    }
}

/// A request that has passed the rules for its URL.
struct Outgoing {
    method: Method,
    headers: HeaderMap,
    body: Bytes,
    reach: Reach,
}

#[expect(clippy::disallowed_methods, reason = "this is the one client for everything that leaves")]
fn client(rules: &FetchRules, reach: Reach) -> Result<reqwest::Client> {
    let limits = &rules.limits;
    let client = reqwest::Client::builder()
        .user_agent(&rules.user_agent)
        .dns_resolver(CheckedResolver::new(reach))
        // A proxy would look up names in our place, past the address check.
        .no_proxy()
        .redirect(reqwest::redirect::Policy::none())
        // Signatures cover the header `host`, which HTTP/2 does not have.
        .http1_only()
        .referer(false)
        .connect_timeout(limits.connect)
        .read_timeout(limits.read)
        .timeout(limits.total)
        .pool_max_idle_per_host(limits.per_host)
        .no_gzip()
        .no_brotli()
        .no_zstd()
        .no_deflate()
        .build();
    client.map_err(|error| Error::Internal(anyhow::Error::new(error).context("setting up outgoing HTTP")))
}

/// The first digit of a status.
fn class(status: StatusCode) -> &'static str {
    match status.as_u16() {
        200..=299 => "2xx",
        300..=399 => "3xx",
        400..=499 => "4xx",
        500..=599 => "5xx",
        _ => "other",
    }
}

/// Host and, if it is not the usual one, port.
fn authority(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
}

fn without_fragment(mut url: Url) -> Url {
    url.set_fragment(None);
    url
}

/// Headers that must not be shown to a server that they were not made for.
fn without_proofs(headers: &HeaderMap) -> HeaderMap {
    let proofs = [AUTHORIZATION, COOKIE, HeaderName::from_static("signature"), http::header::HOST];
    let mut kept = headers.clone();
    for name in proofs.into_iter().chain([HeaderName::from_static("signature-input")]) {
        kept.remove(name);
    }
    kept
}

fn is_redirect(status: StatusCode) -> bool {
    [
        StatusCode::MOVED_PERMANENTLY,
        StatusCode::FOUND,
        StatusCode::SEE_OTHER,
        StatusCode::TEMPORARY_REDIRECT,
        StatusCode::PERMANENT_REDIRECT,
    ]
    .contains(&status)
}

fn redirected(answer: &Fetched) -> Result<Url, FetchFailure> {
    let location = answer.headers.get(LOCATION).and_then(|value| value.to_str().ok());
    location
        .and_then(|location| answer.final_url.join(location).ok())
        .map(without_fragment)
        .ok_or(FetchFailure::BadRedirect)
}

/// Names a failure of the client. The refusal of our own resolver lies at the bottom of its chain of causes.
fn failure(error: reqwest::Error) -> FetchFailure {
    let timed_out = error.is_timeout();
    let error = error.without_url();
    let mut words = error.to_string();
    let mut cause = std::error::Error::source(&error);
    while let Some(inner) = cause {
        if let Some(refusal) = inner.downcast_ref::<Refusal>() {
            return FetchFailure::Refused(*refusal);
        }
        words.push_str(": ");
        words.push_str(&inner.to_string());
        cause = inner.source();
    }
    if timed_out { FetchFailure::TimedOut } else { FetchFailure::Broken(words) }
}
