//! What the running server answers to strangers: nothing that follows them, and no more of members than was promised.

use std::time::Duration;

use serde_json::Value;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use super::super::Finding;
use super::Breaches;
use crate::app::App;
use crate::base::error::Result;
use crate::domain::auth::{Member, MemberState, member};

/// A server on the same machine answers sooner.
const PATIENCE: Duration = Duration::from_secs(10);
/// More than any of these answers.
const MAX_ANSWER_BYTES: u64 = 4 * 1024 * 1024;
/// Members that are looked at: what one answers all do.
const SOME: usize = 20;
/// Pages that everybody can read.
const PAGES: [&str; 7] = ["/", "/share", "/manage", "/sign-in", "/about", "/privacy", "/helplines"];
/// What makes a browser fetch something by itself.
const FETCHED: [&str; 5] =
    ["<script src=\"", "<img src=\"", "<link rel=\"stylesheet\" href=\"", "<iframe src=\"", "url("];

/// One answer.
struct Answer {
    status: String,
    /// Lower-case lines.
    headers: Vec<String>,
    body: String,
}

impl Answer {
    fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find_map(|line| line.strip_prefix(name)?.strip_prefix(':')).map(str::trim)
    }

    fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_default()
    }

    fn is_found(&self) -> bool {
        self.status.contains(" 200 ")
    }
}

/// Asks the server that listens where the settings say.
pub async fn check(app: &App) -> Result<Vec<Finding>> {
    if ask(app, "/", "text/html").await.is_none() {
        let sentence =
            format!("no server answers on {}: what it answers was not looked at", app.config.listen);
        return Ok(vec![Finding::Doubtful(sentence)]);
    }
    let mut findings = pages(app).await;
    let mut members = member::list(app, Some(MemberState::Active)).await?;
    members.truncate(SOME);
    findings.extend(people(app, &members).await);
    Ok(findings)
}

/// What pages bring along and what they make a browser fetch.
async fn pages(app: &App) -> Vec<Finding> {
    let (mut kept, mut fetched, mut told) = (Breaches::default(), Breaches::default(), Breaches::default());
    for path in PAGES {
        let Some(page) = ask(app, path, "text/html").await else { continue };
        if page.header("set-cookie").is_some() {
            kept.add(path);
        }
        let base = app.urls.base();
        for start in FETCHED {
            for address in page.body.split(start).skip(1) {
                let address = address.trim_start_matches(['"', '\'']);
                let is_elsewhere =
                    (address.starts_with("http") || address.starts_with("//")) && !address.starts_with(base);
                if is_elsewhere {
                    fetched.add(path);
                }
            }
        }
        let policy = page.header("content-security-policy").unwrap_or_default();
        if page.header("referrer-policy") != Some("no-referrer") || !policy.contains("default-src 'none'") {
            told.add(path);
        }
    }
    vec![
        kept.finding("pages leave nothing in a reader's browser", "pages set cookies for readers"),
        fetched.finding("pages fetch nothing from others", "pages fetch something from others"),
        told.finding(
            "pages tell no other site where a reader came from",
            "pages without referrer policy or content security policy",
        ),
    ]
}

/// Whether a moment says no more than its month.
fn is_month(json: &Value, name: &str) -> bool {
    json.get(name).and_then(Value::as_str).is_some_and(is_first_of_month)
}

/// What strangers and their servers learn of members.
async fn people(app: &App, members: &[Member]) -> Vec<Finding> {
    let (mut since, mut lists) = (Breaches::default(), Breaches::default());
    for member in members {
        let uri = &member.account.uri;
        let path = app.urls.local_path(uri).unwrap_or("/").to_owned();
        if let Some(actor) = ask(app, &path, "application/activity+json").await.filter(Answer::is_found) {
            if !is_month(&actor.json(), "published") {
                since.add(path.clone());
            }
            for list in ["followers", "following"] {
                let address = format!("{path}/{list}");
                let answer = ask(app, &address, "application/activity+json").await;
                let json = answer.map(|answer| answer.json()).unwrap_or_default();
                if ["items", "orderedItems", "first"]
                    .iter()
                    .any(|name| json.get(*name).is_some_and(|list| !list.is_null()))
                {
                    lists.add(address);
                }
            }
        }
        let path = format!("/api/v1/accounts/{}", member.id());
        if let Some(account) = ask(app, &path, "application/json").await.filter(Answer::is_found) {
            if !is_month(&account.json(), "created_at") {
                since.add(path.clone());
            }
            for list in ["followers", "following"] {
                let address = format!("{path}/{list}");
                let answer = ask(app, &address, "application/json").await;
                if answer.is_some_and(|answer| answer.json().as_array().is_some_and(|list| !list.is_empty()))
                {
                    lists.add(address);
                }
            }
        }
    }
    let count = members.len();
    vec![
        since.finding(
            &format!("{count} members show the month in which they came"),
            "members show when they came",
        ),
        lists.finding(
            &format!("nobody sees whom {count} members follow and who follows them"),
            "lists of followers are shown",
        ),
    ]
}

/// `2026-11-01T00:00:00Z`, with or without parts of seconds.
fn is_first_of_month(moment: &str) -> bool {
    moment.get(7..).is_some_and(|rest| rest.starts_with("-01T00:00:00"))
}

/// What the server on our port answers to a stranger; none where nothing does in time.
async fn ask(app: &App, path: &str, accept: &str) -> Option<Answer> {
    let asking = async {
        let mut stream = TcpStream::connect(app.config.listen).await.ok()?;
        let host = app.config.base_url.authority();
        let request =
            format!("GET {path} HTTP/1.1\r\nHost: {host}\r\nAccept: {accept}\r\nConnection: close\r\n\r\n");
        stream.write_all(request.as_bytes()).await.ok()?;
        let mut answer = Vec::new();
        stream.take(MAX_ANSWER_BYTES).read_to_end(&mut answer).await.ok()?;
        let answer = String::from_utf8_lossy(&answer).into_owned();
        let (head, body) = answer.split_once("\r\n\r\n")?;
        let mut lines = head.split("\r\n");
        let status = lines.next()?.to_owned();
        let headers = lines.map(header).collect();
        Some(Answer { status, headers, body: body.to_owned() })
    };
    tokio::time::timeout(PATIENCE, asking).await.ok().flatten()
}

/// A header with its name in lower case.
fn header(line: &str) -> String {
    match line.split_once(':') {
        Some((name, value)) => format!("{}:{value}", name.to_lowercase()),
        None => line.to_owned(),
    }
}
