//! A small client of the client API, as any app is one.

use std::time::Duration;

use anyhow::{Context as _, bail};
use http::header::{AUTHORIZATION, CONTENT_TYPE};
use http::{HeaderMap, HeaderValue};
use serde_json::Value;
use tokio::time::Instant;
use url::Url;

use crate::base::fetch::{FetchRules, Fetched, Fetcher};

/// Between two looks at something that is to come.
const PAUSE: Duration = Duration::from_millis(150);

/// Speaks to one community as one member.
pub struct Client {
    base: Url,
    fetch: Fetcher,
    headers: HeaderMap,
}

impl Client {
    /// For the community at `host` with a member's token. `hosts` are the names that may be on this machine.
    pub fn new(host: &str, token: &str, hosts: &[String]) -> anyhow::Result<Self> {
        let mut headers = HeaderMap::new();
        headers.insert(AUTHORIZATION, HeaderValue::from_str(&format!("Bearer {token}"))?);
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        let fetch = Fetcher::new(&FetchRules::new("anamnesis-demo".to_owned(), hosts)?)?;
        Ok(Self { base: Url::parse(&format!("http://{host}/"))?, fetch, headers })
    }

    /// `GET` of a path of the client API.
    pub async fn get(&self, path: &str) -> anyhow::Result<Value> {
        let url = self.base.join(path)?;
        read(path, self.fetch.get(&url, self.headers.clone()).await?)
    }

    /// `POST` of JSON to a path of the client API.
    pub async fn post(&self, path: &str, body: &Value) -> anyhow::Result<Value> {
        let url = self.base.join(path)?;
        read(path, self.fetch.post(&url, self.headers.clone(), body.to_string()).await?)
    }

    /// Looks at a path again and again until `found` finds something in it.
    pub async fn eventually<T>(
        &self,
        patience: Duration,
        path: &str,
        found: impl Fn(&Value) -> Option<T>,
    ) -> anyhow::Result<T> {
        let deadline = Instant::now() + patience;
        loop {
            if let Some(result) = found(&self.get(path).await?) {
                return Ok(result);
            }
            if Instant::now() > deadline {
                bail!("nothing came within {} s", patience.as_secs());
            }
            let _ = tokio::time::timeout(PAUSE, std::future::pending::<()>()).await;
        }
    }
}

fn read(path: &str, answer: Fetched) -> anyhow::Result<Value> {
    let path = path.split('?').next().unwrap_or(path);
    if !answer.status.is_success() {
        bail!("{path} answered {}: {}", answer.status, String::from_utf8_lossy(&answer.body));
    }
    serde_json::from_slice(&answer.body).with_context(|| format!("{path} answered no JSON"))
}
