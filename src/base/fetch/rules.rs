//! The rules of outgoing HTTP: limits, and the few names for which an operator lifts the strict ones.

use std::str::FromStr;
use std::time::Duration;

use url::Url;

/// What a [`super::Fetcher`] is made from; taken from the configuration once at start.
#[derive(Debug, Clone)]
pub struct FetchRules {
    /// How we introduce ourselves: software, version and our own address.
    pub user_agent: String,
    /// Servers that may be reached over plain HTTP, on a private or loopback address, and on an odd port: for two
    /// servers on one machine, or in one private network. Empty on a public server.
    pub private_peers: Vec<PrivatePeer>,
    /// Bounds of time, size and number.
    pub limits: Limits,
}

impl FetchRules {
    /// The usual limits, with these names (`host` or `host:port`) as private peers.
    pub fn new(user_agent: String, private_peers: &[String]) -> Result<Self, NotAPeer> {
        let private_peers = private_peers.iter().map(|name| name.parse()).collect::<Result<_, _>>()?;
        Ok(Self { user_agent, private_peers, limits: Limits::default() })
    }
}

/// Bounds of one outgoing request. The defaults are what Mastodon allows itself, so that we can read whatever it can.
#[derive(Debug, Clone)]
pub struct Limits {
    /// Longest time to look up the name, connect and agree on TLS.
    pub connect: Duration,
    /// Longest time between two pieces of an answer.
    pub read: Duration,
    /// Longest time for everything, waiting and redirects included.
    pub total: Duration,
    /// Largest body of an answer, in bytes.
    pub max_body_bytes: usize,
    /// How many redirects a GET follows.
    pub max_redirects: usize,
    /// How many requests to one server may be on their way at once.
    pub per_host: usize,
    /// After how many failures in a row a server is left in peace for a while.
    pub failures_before_pause: u32,
    /// For how long it is left in peace. Short: lasting backoff is the business of delivery.
    pub pause: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connect: Duration::from_secs(5),
            read: Duration::from_secs(10),
            total: Duration::from_secs(30),
            max_body_bytes: 1024 * 1024,
            max_redirects: 3,
            per_host: 8,
            failures_before_pause: 3,
            pause: Duration::from_secs(20),
        }
    }
}

/// A server that the operator names as trusted although it is private: `b.localhost:8081`, `peer.lan`, `[::1]:8080`.
/// Without a port every port of it is meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrivatePeer {
    host: String,
    port: Option<u16>,
}

/// The text is not `host` or `host:port`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a host name with an optional port")]
pub struct NotAPeer(pub String);

impl FromStr for PrivatePeer {
    type Err = NotAPeer;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        parse(text).ok_or_else(|| NotAPeer(text.to_owned()))
    }
}

fn parse(text: &str) -> Option<PrivatePeer> {
    let (host, port) = match text.rsplit_once(':') {
        Some((host, port)) if !port.ends_with(']') => {
            (host, Some(port.parse().ok().filter(|port| *port != 0)?))
        }
        Some(_) | None => (text, None),
    };
    if host.is_empty() || host.contains(['/', '@', '?', '#', '\\']) || host.contains(char::is_whitespace) {
        return None;
    }
    // The URL parser writes the name as it will stand in the URLs that we compare it with.
    let url: Url = format!("http://{host}/").parse().ok()?;
    match (url.host_str(), url.port()) {
        (Some(host), None) => Some(PrivatePeer { host: host.to_owned(), port }),
        (Some(_) | None, Some(_)) | (None, None) => None,
    }
}

impl PrivatePeer {
    /// Whether the URL leads to this server.
    pub(super) fn holds(&self, url: &Url) -> bool {
        url.host_str() == Some(self.host.as_str())
            && (self.port.is_none() || self.port == url.port_or_known_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_private_peer_is_a_host_with_an_optional_port() {
        for (text, url, holds) in [
            ("b.localhost:8081", "http://b.localhost:8081/x", true),
            ("b.localhost:8081", "http://b.localhost:8082/x", false),
            ("b.localhost:8081", "https://b.localhost/x", false),
            ("B.LocalHost", "http://b.localhost:8082/x", true),
            ("b.localhost", "http://c.b.localhost/x", false),
            ("peer.lan:80", "http://peer.lan/x", true),
            ("[::1]:8080", "http://[::1]:8080/", true),
            ("[::1]", "http://[::1]:1/", true),
            ("127.0.0.1:8080", "http://127.0.0.1:8080/", true),
        ] {
            let peer: PrivatePeer = text.parse().unwrap();
            assert_eq!(peer.holds(&url.parse().unwrap()), holds, "{text} {url}");
        }
    }

    #[test]
    fn anything_else_is_not_a_private_peer() {
        for text in
            ["", ":80", "a:", "a:0", "a:70000", "http://a", "a/b", "u@a", "a b", "::1", "a:1:2", "a?b"]
        {
            assert_eq!(text.parse::<PrivatePeer>(), Err(NotAPeer(text.to_owned())));
        }
    }
}
