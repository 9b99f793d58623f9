//! What gives a person away wherever it stands: addresses of their machines, names of their browsers, e-mail addresses.

use std::net::{Ipv4Addr, Ipv6Addr};

/// What a trace is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trace {
    /// An IP address.
    Address,
    /// What a browser or an app says of itself.
    UserAgent,
    /// An e-mail address.
    Mail,
    /// A token or password on its way.
    Secret,
}

impl Trace {
    /// In words for the operator.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Address => "an IP address",
            Self::UserAgent => "a user agent",
            Self::Mail => "an e-mail address",
            Self::Secret => "a token or cookie",
        }
    }
}

/// The traces in a text. The machine's own address (loopback) belongs to nobody.
pub fn find(text: &str) -> Vec<Trace> {
    let mut found = Vec::new();
    let mut add = |trace| {
        if !found.contains(&trace) {
            found.push(trace);
        }
    };
    if text.split(|c: char| !c.is_ascii_hexdigit() && c != '.' && c != ':').any(is_address) {
        add(Trace::Address);
    }
    if ["Mozilla/", "AppleWebKit/", "okhttp/", "Dalvik/", "CFNetwork/"].iter().any(|name| text.contains(name))
    {
        add(Trace::UserAgent);
    }
    if text.split(|c: char| c.is_whitespace() || "\"'<>(),;".contains(c)).any(is_mail) {
        add(Trace::Mail);
    }
    if ["Bearer ", "session=", "access_token=", "client_secret="].iter().any(|name| text.contains(name)) {
        add(Trace::Secret);
    }
    found
}

/// Whether a word is the address of a machine that is not this one, with or without a port.
fn is_address(word: &str) -> bool {
    let word = word.trim_matches(['.', ':']);
    let v4 = word.rsplit_once(':').map_or(word, |(host, _)| host);
    if let Ok(address) = v4.parse::<Ipv4Addr>() {
        // Version numbers look like addresses of the first network, which nobody has.
        return !address.is_loopback() && !address.is_unspecified() && address.octets().first() != Some(&0);
    }
    // A time such as 10:15:00 is no address: of those that are abbreviated, `::` makes the difference.
    let is_long = word.matches(':').count() == 7 || word.contains("::");
    is_long
        && word.parse::<Ipv6Addr>().is_ok_and(|address| !address.is_loopback() && !address.is_unspecified())
}

/// `name@host.tld`; a handle of the fediverse begins with `@`.
fn is_mail(word: &str) -> bool {
    let Some((name, host)) = word.split_once('@') else { return false };
    let is_name = !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || "._+-".contains(c));
    is_name && host.contains('.') && host.chars().all(|c| c.is_ascii_alphanumeric() || ".-".contains(c))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn traces_are_told_from_what_looks_like_them() {
        for (text, expected) in [
            ("GET / from 203.0.113.7", vec![Trace::Address]),
            ("peer 203.0.113.7:443 closed", vec![Trace::Address]),
            ("[2001:db8::1]:443", vec![Trace::Address]),
            ("UA Mozilla/5.0 (X11)", vec![Trace::UserAgent]),
            ("ann@mail.example wrote", vec![Trace::Mail]),
            ("authorization: Bearer abc", vec![Trace::Secret]),
            ("listening on 127.0.0.1:3000 and [::1]:3000", vec![]),
            ("2026-11-22T10:15:00.123456Z INFO 10:15:00", vec![]),
            ("published story 7 to @quiet_fern_12@a.example", vec![]),
            ("Anamnesis/0.1.0 0.1.0.0", vec![]),
            ("https://w3id.org/patient-story#", vec![]),
        ] {
            assert_eq!(find(text), expected, "{text}");
        }
    }
}
