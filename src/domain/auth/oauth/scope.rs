//! Scopes: what a token may do. The words are Mastodon's.

use std::fmt;

/// Every scope there is. A scope holds all that continue it: `read` holds `read:statuses`.
const KNOWN: &[&str] = &[
    "profile",
    "read",
    "read:accounts",
    "read:blocks",
    "read:bookmarks",
    "read:collections",
    "read:favourites",
    "read:filters",
    "read:follows",
    "read:lists",
    "read:me",
    "read:mutes",
    "read:notifications",
    "read:search",
    "read:statuses",
    "write",
    "write:accounts",
    "write:blocks",
    "write:bookmarks",
    "write:collections",
    "write:conversations",
    "write:favourites",
    "write:filters",
    "write:follows",
    "write:lists",
    "write:media",
    "write:mutes",
    "write:notifications",
    "write:reports",
    "write:statuses",
    "follow",
    "push",
    "admin:read",
    "admin:read:accounts",
    "admin:read:reports",
    "admin:read:domain_allows",
    "admin:read:domain_blocks",
    "admin:read:ip_blocks",
    "admin:read:email_domain_blocks",
    "admin:read:canonical_email_blocks",
    "admin:write",
    "admin:write:accounts",
    "admin:write:reports",
    "admin:write:domain_allows",
    "admin:write:domain_blocks",
    "admin:write:ip_blocks",
    "admin:write:email_domain_blocks",
    "admin:write:canonical_email_blocks",
];

/// What the old scope `follow` holds.
const FOLLOW: &[&str] =
    &["read:blocks", "write:blocks", "read:follows", "write:follows", "read:mutes", "write:mutes"];

/// Some scopes, each once, in the order in which they were asked for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Scopes(Vec<&'static str>);

/// A scope that nobody knows.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown scope")]
pub struct UnknownScope;

impl Scopes {
    /// What an application gets that asks for nothing.
    pub fn read() -> Self {
        Self(vec!["read"])
    }

    /// Every scope that there is.
    pub const fn known() -> &'static [&'static str] {
        KNOWN
    }

    /// Reads scopes separated by spaces (or `+`, from clients that encode twice, or commas).
    pub fn parse(text: &str) -> Result<Self, UnknownScope> {
        let mut scopes = Vec::new();
        let words = text.split(|c: char| c.is_whitespace() || c == '+' || c == ',');
        for word in words.filter(|word| !word.is_empty()) {
            let known = KNOWN.iter().find(|known| **known == word).ok_or(UnknownScope)?;
            if !scopes.contains(known) {
                scopes.push(*known);
            }
        }
        Ok(Self(scopes))
    }

    /// Whether what needs this scope is allowed.
    pub fn allows(&self, needed: &str) -> bool {
        self.0.iter().any(|held| holds(held, needed))
    }

    /// Whether all of these are allowed.
    pub fn contain(&self, other: &Self) -> bool {
        other.0.iter().all(|scope| self.allows(scope))
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether only moderators may hand these out.
    pub fn need_moderator(&self) -> bool {
        self.0.iter().any(|scope| scope.starts_with("admin:"))
    }

    /// The scopes in order.
    pub fn iter(&self) -> impl Iterator<Item = &'static str> {
        self.0.iter().copied()
    }
}

fn holds(held: &str, needed: &str) -> bool {
    held == needed
        || needed.strip_prefix(held).is_some_and(|rest| rest.starts_with(':'))
        || (held == "follow" && FOLLOW.contains(&needed))
}

impl fmt::Display for Scopes {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.0.join(" "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scope_allows_itself_and_what_continues_it() {
        let check = |held: &str, needed: &str, expect: bool| {
            assert_eq!(Scopes::parse(held).unwrap().allows(needed), expect, "{held} / {needed}");
        };
        check("read write", "write:statuses", true);
        check("read:statuses", "read:statuses", true);
        check("read:statuses", "read", false);
        check("read:statuses", "read:accounts", false);
        check("follow", "write:follows", true);
        check("follow", "write:statuses", false);
        check("read", "admin:read", false);
        check("admin:read", "admin:read:accounts", true);
        check("write", "write:", true);
        check("", "read", false);
    }

    #[test]
    fn scopes_are_read_as_clients_write_them_and_keep_their_order() {
        assert_eq!(
            Scopes::parse("write  read+follow,push read").unwrap().to_string(),
            "write read follow push"
        );
        assert_eq!(Scopes::parse("read everything"), Err(UnknownScope));
        let app = Scopes::parse("read write").unwrap();
        assert!(app.contain(&Scopes::parse("read:statuses write").unwrap()));
        assert!(!app.contain(&Scopes::parse("read push").unwrap()));
    }
}
