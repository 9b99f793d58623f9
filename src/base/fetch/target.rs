//! Which URLs may be fetched at all: decided from the URL alone, before any name is looked up.

use url::{Host, Url};

use super::rules::PrivatePeer;

/// Longest host name of DNS, in bytes.
const MAX_NAME_BYTES: usize = 253;

/// Why a URL was refused. No byte has left for it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Not `https` (or `http` for a private peer).
    #[error("the scheme is not https")]
    Scheme,
    /// `user:password@` stands in it: nobody needs that but to mislead.
    #[error("it carries credentials")]
    Userinfo,
    /// An address in place of a name: no server of the fediverse lives there.
    #[error("it has an address in place of a name")]
    AddressLiteral,
    /// A port other than 443: a way to talk to other services than the web.
    #[error("the port is not the usual one")]
    Port,
    /// Not a full name of the public DNS: no dot, a dot at the end, too long.
    #[error("the name is not a full host name")]
    Name,
    /// The name leads only to addresses that are not public; says which kind.
    #[error("the name leads to a forbidden address ({0})")]
    Address(&'static str),
    /// A public server sent us on to a private peer.
    #[error("a redirect from outside to a private peer")]
    RedirectInward,
}

/// Whom a URL leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Reach {
    /// A server of the public internet: all rules hold.
    Public,
    /// A server that the operator has named as a private peer.
    Private,
}

/// Checks everything that a URL shows without looking up its name.
pub(super) fn check(url: &Url, private_peers: &[PrivatePeer]) -> Result<Reach, Refusal> {
    if !matches!(url.scheme(), "https" | "http") {
        return Err(Refusal::Scheme);
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err(Refusal::Userinfo);
    }
    if private_peers.iter().any(|peer| peer.holds(url)) {
        return Ok(Reach::Private);
    }
    if url.scheme() != "https" {
        return Err(Refusal::Scheme);
    }
    match url.host() {
        Some(Host::Domain(name)) if is_full_name(name) => {}
        Some(Host::Domain(_)) | None => return Err(Refusal::Name),
        Some(Host::Ipv4(_) | Host::Ipv6(_)) => return Err(Refusal::AddressLiteral),
    }
    // The parser has already dropped the port that is usual for the scheme.
    if url.port().is_some() {
        return Err(Refusal::Port);
    }
    Ok(Reach::Public)
}

/// A trailing dot names the same server in other letters, which would walk around blocks and look-ups by name.
fn is_full_name(name: &str) -> bool {
    name.contains('.') && name.len() <= MAX_NAME_BYTES && name.split('.').all(|label| !label.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_https_names_may_be_fetched() {
        for (url, expected) in [
            ("https://peer.example/people/1", Ok(Reach::Public)),
            ("https://peer.example:443/", Ok(Reach::Public)),
            ("https://bücher.example/", Ok(Reach::Public)),
            ("https://b.localhost/", Ok(Reach::Public)), // refused when its name is looked up
            ("http://peer.example/", Err(Refusal::Scheme)),
            ("ftp://peer.example/", Err(Refusal::Scheme)),
            ("file:///etc/passwd", Err(Refusal::Scheme)),
            ("data:text/plain,x", Err(Refusal::Scheme)),
            ("gopher://listed.example/", Err(Refusal::Scheme)),
            ("https://user@peer.example/", Err(Refusal::Userinfo)),
            ("https://:secret@peer.example/", Err(Refusal::Userinfo)),
            ("http://user@listed.example:8080/", Err(Refusal::Userinfo)),
            ("https://127.0.0.1/", Err(Refusal::AddressLiteral)),
            ("https://8.8.8.8/", Err(Refusal::AddressLiteral)),
            ("https://2130706433/", Err(Refusal::AddressLiteral)),
            ("https://0x7f.1/", Err(Refusal::AddressLiteral)),
            ("https://017700000001/", Err(Refusal::AddressLiteral)),
            ("https://①②⑦.⓪.⓪.①/", Err(Refusal::AddressLiteral)),
            ("https://[::1]/", Err(Refusal::AddressLiteral)),
            ("https://[::ffff:10.0.0.1]/", Err(Refusal::AddressLiteral)),
            ("https://peer.example:8443/", Err(Refusal::Port)),
            ("https://peer.example:80/", Err(Refusal::Port)),
            ("https://peer.example./", Err(Refusal::Name)),
            ("https://peer..example/", Err(Refusal::Name)),
            ("https://localhost/", Err(Refusal::Name)),
            ("https://database/", Err(Refusal::Name)),
            ("http://listed.example:8080/", Ok(Reach::Private)),
            ("https://listed.example:8080/", Ok(Reach::Private)),
            ("https://listed.example/", Ok(Reach::Public)),
            ("http://listed.example/", Err(Refusal::Scheme)),
            ("http://listed.example:8081/", Err(Refusal::Scheme)),
            ("http://127.0.0.1:7000/", Ok(Reach::Private)),
        ] {
            let peers = ["listed.example:8080".parse().unwrap(), "127.0.0.1:7000".parse().unwrap()];
            assert_eq!(check(&url.parse().unwrap(), &peers), expected, "{url}");
        }
    }

    #[test]
    fn a_name_longer_than_dns_allows_is_refused() {
        let url: Url = format!("https://{}example/", "a.".repeat(130)).parse().unwrap();
        assert_eq!(check(&url, &[]), Err(Refusal::Name));
    }
}
