//! A thin HTTP client: JSON, forms and multipart, a token or cookies, and answers that say what was wrong.

use std::collections::BTreeMap;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Mutex;
use std::time::Duration;

use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, COOKIE, HeaderMap, SET_COOKIE};
use reqwest::{Method, RequestBuilder};
use serde_json::Value;

use super::described;
use super::pictures::File;

/// Talks to one server. Redirects are answers, not followed.
#[derive(Debug)]
pub struct Client {
    http: reqwest::Client,
    base: String,
    /// The bearer token, if it has one.
    pub token: Option<String>,
    cookies: Mutex<BTreeMap<String, String>>,
}

impl Client {
    /// A client for `http://domain`; `domain` is a name of this machine with its port, e.g. `a.localhost:4000`.
    pub fn new(domain: &str) -> Self {
        let (name, port) = domain.rsplit_once(':').expect("a host with its port");
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port.parse().expect("a port")));
        let http = builder()
            .no_proxy()
            .resolve(name, address)
            .redirect(reqwest::redirect::Policy::none())
            .timeout(Duration::from_secs(30))
            .build()
            .unwrap();
        Self { http, base: format!("http://{domain}"), token: None, cookies: Mutex::default() }
    }

    /// The same with a bearer token.
    pub fn with_token(mut self, token: &str) -> Self {
        self.token = Some(token.to_owned());
        self
    }

    /// GET.
    pub async fn get(&self, path: &str) -> Answer {
        self.send(self.request(Method::GET, path)).await
    }

    /// DELETE.
    pub async fn delete(&self, path: &str) -> Answer {
        self.send(self.request(Method::DELETE, path)).await
    }

    /// POST without a body.
    pub async fn post(&self, path: &str) -> Answer {
        self.send(self.request(Method::POST, path)).await
    }

    /// POST with a JSON body.
    pub async fn post_json(&self, path: &str, body: &Value) -> Answer {
        self.send(self.request(Method::POST, path).json(body)).await
    }

    /// PUT with a JSON body.
    pub async fn put_json(&self, path: &str, body: &Value) -> Answer {
        self.send(self.request(Method::PUT, path).json(body)).await
    }

    /// POST as a page's form does; a name may stand several times.
    pub async fn post_form(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let body = url::form_urlencoded::Serializer::new(String::new()).extend_pairs(fields).finish();
        let request =
            self.request(Method::POST, path).header(CONTENT_TYPE, "application/x-www-form-urlencoded");
        self.send(request.body(body)).await
    }

    /// POST as multipart, text fields only.
    pub async fn post_multipart(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        use std::fmt::Write as _;
        let (boundary, mut body) = ("-----------a-boundary-of-tests", String::new());
        for (name, value) in fields {
            write!(
                body,
                "--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
            )
            .unwrap();
        }
        write!(body, "--{boundary}--\r\n").unwrap();
        let content_type = format!("multipart/form-data; boundary={boundary}");
        self.send(self.request(Method::POST, path).header(CONTENT_TYPE, content_type).body(body)).await
    }

    /// A multipart request with text fields and files, each with the name of its field.
    pub async fn send_files(
        &self,
        method: Method,
        path: &str,
        fields: &[(&str, &str)],
        files: &[(&str, &File)],
    ) -> Answer {
        let request = Self::with_files(self.request(method, path), fields, files);
        self.send(request).await
    }

    /// The same as a request to finish by hand.
    pub fn with_files(
        request: RequestBuilder,
        fields: &[(&str, &str)],
        files: &[(&str, &File)],
    ) -> RequestBuilder {
        let (boundary, mut body) = ("-----------a-boundary-of-tests", Vec::new());
        let head = |name: &str| format!("--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"");
        for (name, file) in files {
            let (file_name, kind) = (file.name, file.media_type);
            body.extend(
                format!("{}; filename=\"{file_name}\"\r\nContent-Type: {kind}\r\n\r\n", head(name)).bytes(),
            );
            body.extend(&file.bytes);
            body.extend(b"\r\n");
        }
        for (name, value) in fields {
            body.extend(format!("{}\r\n\r\n{value}\r\n", head(name)).bytes());
        }
        body.extend(format!("--{boundary}--\r\n").bytes());
        request.header(CONTENT_TYPE, format!("multipart/form-data; boundary={boundary}")).body(body)
    }

    /// A request to finish by hand, for odd headers and bodies; send it with [`Client::send`]. `path` may also be a
    /// whole address of this server, e.g. from a `Link` header.
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let address = if path.starts_with("http") { path.to_owned() } else { format!("{}{path}", self.base) };
        let mut request = self.http.request(method, address);
        if let Some(token) = &self.token {
            request = request.header(AUTHORIZATION, format!("Bearer {token}"));
        }
        let cookies = self.cookies.lock().unwrap();
        if !cookies.is_empty() {
            let pairs: Vec<String> = cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
            request = request.header(COOKIE, pairs.join("; "));
        }
        request
    }

    /// Sends a request and reads the whole answer; cookies are kept as a browser would. An answer of the client API has to
    /// be as the OpenAPI document tells.
    pub async fn send(&self, request: RequestBuilder) -> Answer {
        self.attempt(request).await.unwrap_or_else(|error| panic!("{error:?}"))
    }

    /// [`Client::send`] to a server that may be gone: an error where no whole answer came.
    pub async fn attempt(&self, request: RequestBuilder) -> Result<Answer, reqwest::Error> {
        let request = request.build().unwrap();
        let asked = format!("{} {}", request.method(), request.url());
        let (method, path) = (request.method().to_string(), request.url().path().to_owned());
        let response = self.http.execute(request).await?;
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let body = response.bytes().await?;
        for cookie in headers.get_all(SET_COOKIE) {
            let pair = cookie.to_str().unwrap().split(';').next().unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            self.cookies.lock().unwrap().insert(name.trim().to_owned(), value.trim().to_owned());
        }
        let text = String::from_utf8_lossy(&body).into_owned();
        let answer = Answer { asked, status, headers, body: text, bytes: body.to_vec() };
        described::check(&method, &path, &answer);
        Ok(answer)
    }
}

/// What a server answered.
#[derive(Debug)]
pub struct Answer {
    /// The request, for messages.
    pub asked: String,
    /// HTTP status.
    pub status: u16,
    /// Headers.
    pub headers: HeaderMap,
    /// The whole body.
    pub body: String,
    /// The same, if it is no text.
    pub bytes: Vec<u8>,
}

impl Answer {
    /// Fails with the whole answer unless it has this status.
    pub fn expect(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{}\n{:#?}\n{}", self.asked, self.headers, self.body);
        self
    }

    /// The body as JSON.
    pub fn json(&self) -> Value {
        let json = serde_json::from_str(&self.body);
        json.unwrap_or_else(|error| panic!("{}: no JSON ({error}): {}", self.asked, self.body))
    }

    /// One header, or an empty text.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }
}

/// An event stream that is open (`text/event-stream`).
#[derive(Debug)]
pub struct EventStream {
    response: reqwest::Response,
    read: String,
}

impl EventStream {
    /// Opens one; fails where the server refuses. When this returns, the server tells what happens from now on.
    pub async fn open(client: &Client, path: &str) -> Self {
        let response = client.request(Method::GET, path).send().await.unwrap();
        assert_eq!(response.status(), 200, "{path}");
        Self { response, read: String::new() }
    }

    /// One header of the answer, or an empty text.
    pub fn header(&self, name: &str) -> &str {
        self.response.headers().get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// The next event and what it says; `None` when the server hung up. Comments are passed over.
    pub async fn next(&mut self) -> Option<(String, String)> {
        loop {
            if let Some((block, rest)) = self.read.split_once("\n\n") {
                let line = |name: &str| block.lines().find_map(|line| line.strip_prefix(name)).map(str::trim);
                let event = line("event:").zip(line("data:"));
                let event = event.map(|(name, said)| (name.to_owned(), said.to_owned()));
                let rest = rest.to_owned();
                self.read = rest;
                if event.is_some() {
                    return event;
                }
            }
            let piece = self.response.chunk().await.ok()??;
            self.read.push_str(std::str::from_utf8(&piece).unwrap());
        }
    }
}

/// A client of any kind; the server's own, hardened one would refuse this machine's addresses.
#[expect(clippy::disallowed_methods, reason = "tests stand outside the server")]
fn builder() -> reqwest::ClientBuilder {
    reqwest::Client::builder()
}
