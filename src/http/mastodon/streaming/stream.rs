//! The streams by the names that clients use for them, and what a token must reach for each.

use crate::base::text::fold_tag;
use crate::domain::auth::oauth::Scopes;
use crate::domain::filter::Context;
use crate::domain::timeline::{Place, Scope};

/// What a client can listen to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stream {
    /// The home timeline, and the notices where the token reaches those.
    User,
    /// Only the notices.
    Notices,
    /// Public posts.
    Public(Scope),
    /// Public posts with a hashtag.
    Hashtag {
        /// As the client wrote it, for the answer.
        name: String,
        /// From where.
        scope: Scope,
    },
    /// Conversations.
    Direct,
}

/// Why there is no such stream. The sentences are those of Mastodon's streaming server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoStream {
    /// Nothing has this name.
    #[error("Unknown stream type")]
    Unknown,
    /// A hashtag is missing.
    #[error("No tag for stream provided")]
    NoTag,
    /// There is no such list, or it is another's.
    #[error("Not authorized to stream this list")]
    NoList,
    /// The token does not reach that far.
    #[error("Access token has insufficient scopes")]
    OutOfScope,
    /// One connection listens to enough already.
    #[error("Too many streams on one connection")]
    TooMany,
}

impl NoStream {
    /// The status that fits.
    pub fn status(self) -> u16 {
        match self {
            Self::Unknown | Self::NoTag => 400,
            Self::NoList | Self::OutOfScope => 401,
            Self::TooMany => 429,
        }
    }
}

impl Stream {
    /// The stream with this name; `tag` is for those that need one.
    pub fn parse(name: &str, tag: Option<&str>) -> Result<Self, NoStream> {
        let hashtag = |scope| match tag.map(|tag| tag.trim().trim_start_matches(['#', '＃'])) {
            None | Some("") => Err(NoStream::NoTag),
            Some(name) => Ok(Self::Hashtag { name: name.to_owned(), scope }),
        };
        match name {
            "user" => Ok(Self::User),
            "user:notification" => Ok(Self::Notices),
            "public" => Ok(Self::Public(Scope::All)),
            // Ice Cubes calls it `local`.
            "public:local" | "local" => Ok(Self::Public(Scope::Local)),
            "public:remote" => Ok(Self::Public(Scope::Remote)),
            "hashtag" => hashtag(Scope::All),
            "hashtag:local" => hashtag(Scope::Local),
            "direct" => Ok(Self::Direct),
            "list" => Err(NoStream::NoList),
            _ => Err(NoStream::Unknown),
        }
    }

    /// Refuses where the token does not reach far enough.
    pub fn require(&self, scopes: &Scopes) -> Result<(), NoStream> {
        let needed = match self {
            Self::Notices => "read:notifications",
            Self::User | Self::Public(_) | Self::Hashtag { .. } | Self::Direct => "read:statuses",
        };
        if scopes.allows(needed) { Ok(()) } else { Err(NoStream::OutOfScope) }
    }

    /// Its name with what belongs to it, as it stands in each message.
    pub fn label(&self) -> Vec<&str> {
        match self {
            Self::User => vec!["user"],
            Self::Notices => vec!["user:notification"],
            Self::Public(Scope::All) => vec!["public"],
            Self::Public(Scope::Local) => vec!["public:local"],
            Self::Public(Scope::Remote) => vec!["public:remote"],
            Self::Hashtag { name, scope: Scope::Local } => vec!["hashtag:local", name],
            Self::Hashtag { name, scope: Scope::All | Scope::Remote } => vec!["hashtag", name],
            Self::Direct => vec!["direct"],
        }
    }

    /// Where a member's filters see it.
    pub fn context(&self) -> Context {
        match self {
            Self::User | Self::Direct => Context::Home,
            Self::Notices => Context::Notices,
            Self::Public(_) | Self::Hashtag { .. } => Context::Public,
        }
    }

    /// The list of posts that it follows; none where it tells of other things.
    pub fn place(&self) -> Option<Place> {
        match self {
            Self::User => Some(Place::Home),
            Self::Public(scope) => Some(Place::Public(*scope)),
            Self::Hashtag { name, scope } => Some(Place::Tagged(fold_tag(name), *scope)),
            Self::Notices | Self::Direct => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_that_clients_use_is_a_stream_and_says_its_name_in_messages() {
        for name in ["user", "user:notification", "public", "public:local", "public:remote", "direct"] {
            assert_eq!(Stream::parse(name, None).unwrap().label(), [name]);
        }
        for name in ["hashtag", "hashtag:local"] {
            assert_eq!(Stream::parse(name, Some("#Nausea")).unwrap().label(), [name, "Nausea"]);
        }
        assert_eq!(Stream::parse("local", None).unwrap().label(), ["public:local"]);
    }

    #[test]
    fn what_is_no_stream_is_refused_in_the_words_that_clients_know() {
        let refused = |name, tag| Stream::parse(name, tag).unwrap_err().to_string();
        assert_eq!(refused("everything", None), "Unknown stream type");
        assert_eq!(refused("hashtag", Some("#")), "No tag for stream provided");
        assert_eq!(refused("list", None), "Not authorized to stream this list");
    }

    #[test]
    fn a_token_must_reach_what_a_stream_tells() {
        let scopes = |text| Scopes::parse(text).unwrap();
        let check = |name, held| Stream::parse(name, None).unwrap().require(&scopes(held)).is_ok();
        assert!(check("user", "read") && check("user", "read:statuses"));
        assert!(!check("user", "read:notifications") && check("user:notification", "read:notifications"));
        assert!(!check("public", "write") && !check("user:notification", "read:statuses"));
    }
}
