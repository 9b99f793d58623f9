//! The streams by the names that clients use for them, and what a token must reach for each.

use crate::base::text::fold_tag;
use crate::domain::auth::oauth::Scopes;
use crate::domain::filter::Context;
use crate::domain::timeline::{Place, Scope};
use crate::http::mastodon::id;

/// What a client can listen to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Stream {
    /// The home timeline, and the notices where the token reaches those.
    User,
    /// Only the notices.
    Notices,
    /// Public posts.
    Public(Scope),
    /// Public posts with pictures.
    Pictures(Scope),
    /// Public posts with a hashtag.
    Hashtag {
        /// As the client wrote it, for the answer.
        name: String,
        /// From where.
        scope: Scope,
    },
    /// What those on a people list wrote and passed on.
    List(i64),
    /// Conversations.
    Direct,
}

/// What a client asks for, before anybody looked whether there is such a stream.
#[derive(Debug, Clone, Copy, Default)]
pub struct Asked<'a> {
    /// The name of the stream.
    pub name: &'a str,
    /// The hashtag, for streams that need one.
    pub tag: Option<&'a str>,
    /// The number of the list, for the stream that needs one.
    pub list: Option<&'a str>,
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
    /// The stream that is meant. Whether a list is the listener's own is still to be asked.
    pub fn parse(asked: Asked<'_>) -> Result<Self, NoStream> {
        let hashtag = |scope| match asked.tag.map(|tag| tag.trim().trim_start_matches(['#', '＃'])) {
            None | Some("") => Err(NoStream::NoTag),
            Some(name) => Ok(Self::Hashtag { name: name.to_owned(), scope }),
        };
        match asked.name {
            "user" => Ok(Self::User),
            "user:notification" => Ok(Self::Notices),
            "public" => Ok(Self::Public(Scope::All)),
            // Ice Cubes calls it `local`.
            "public:local" | "local" => Ok(Self::Public(Scope::Local)),
            "public:remote" => Ok(Self::Public(Scope::Remote)),
            "public:media" => Ok(Self::Pictures(Scope::All)),
            "public:local:media" => Ok(Self::Pictures(Scope::Local)),
            "public:remote:media" => Ok(Self::Pictures(Scope::Remote)),
            "hashtag" => hashtag(Scope::All),
            "hashtag:local" => hashtag(Scope::Local),
            "direct" => Ok(Self::Direct),
            "list" => asked.list.and_then(id::parse).map(Self::List).ok_or(NoStream::NoList),
            _ => Err(NoStream::Unknown),
        }
    }

    /// Refuses where the token does not reach far enough.
    pub fn require(&self, scopes: &Scopes) -> Result<(), NoStream> {
        let needed = match self {
            Self::Notices => "read:notifications",
            Self::User
            | Self::Public(_)
            | Self::Pictures(_)
            | Self::Hashtag { .. }
            | Self::List(_)
            | Self::Direct => "read:statuses",
        };
        if scopes.allows(needed) { Ok(()) } else { Err(NoStream::OutOfScope) }
    }

    /// Its name with what belongs to it, as it stands in each message.
    pub fn label(&self) -> Vec<String> {
        let words = match self {
            Self::List(id) => return vec!["list".to_owned(), id.to_string()],
            Self::User => vec!["user"],
            Self::Notices => vec!["user:notification"],
            Self::Public(Scope::All) => vec!["public"],
            Self::Public(Scope::Local) => vec!["public:local"],
            Self::Public(Scope::Remote) => vec!["public:remote"],
            Self::Pictures(Scope::All) => vec!["public:media"],
            Self::Pictures(Scope::Local) => vec!["public:local:media"],
            Self::Pictures(Scope::Remote) => vec!["public:remote:media"],
            Self::Hashtag { name, scope: Scope::Local } => vec!["hashtag:local", name],
            Self::Hashtag { name, scope: Scope::All | Scope::Remote } => vec!["hashtag", name],
            Self::Direct => vec!["direct"],
        };
        words.into_iter().map(str::to_owned).collect()
    }

    /// Where a member's filters see it.
    pub fn context(&self) -> Context {
        match self {
            Self::User | Self::List(_) | Self::Direct => Context::Home,
            Self::Notices => Context::Notices,
            Self::Public(_) | Self::Pictures(_) | Self::Hashtag { .. } => Context::Public,
        }
    }

    /// The list of posts that it follows; none where it tells of other things.
    pub fn place(&self) -> Option<Place> {
        match self {
            Self::User => Some(Place::Home),
            Self::Public(scope) => Some(Place::Public(*scope)),
            Self::Pictures(scope) => Some(Place::Pictures(*scope)),
            Self::List(id) => Some(Place::PeopleList(*id)),
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
        let label = |name, tag, list| Stream::parse(Asked { name, tag, list }).unwrap().label();
        let public = ["public", "public:local", "public:remote"];
        let pictures = ["public:media", "public:local:media", "public:remote:media"];
        for name in ["user", "user:notification", "direct"].into_iter().chain(public).chain(pictures) {
            assert_eq!(label(name, None, None), [name]);
        }
        for name in ["hashtag", "hashtag:local"] {
            assert_eq!(label(name, Some("#Nausea"), None), [name, "Nausea"]);
        }
        assert_eq!(label("local", None, None), ["public:local"]);
        assert_eq!(label("list", None, Some("12")), ["list", "12"]);
    }

    #[test]
    fn what_is_no_stream_is_refused_in_the_words_that_clients_know() {
        let refused = |name, tag, list| Stream::parse(Asked { name, tag, list }).unwrap_err().to_string();
        assert_eq!(refused("everything", None, None), "Unknown stream type");
        assert_eq!(refused("hashtag", Some("#"), None), "No tag for stream provided");
        assert_eq!(refused("list", None, None), "Not authorized to stream this list");
        assert_eq!(refused("list", None, Some("mine")), "Not authorized to stream this list");
    }

    #[test]
    fn a_token_must_reach_what_a_stream_tells() {
        let scopes = |text| Scopes::parse(text).unwrap();
        let check = |name, held| {
            let asked = Asked { name, ..Asked::default() };
            Stream::parse(asked).unwrap().require(&scopes(held)).is_ok()
        };
        assert!(check("user", "read") && check("user", "read:statuses"));
        assert!(!check("user", "read:notifications") && check("user:notification", "read:notifications"));
        assert!(!check("public", "write") && !check("user:notification", "read:statuses"));
    }
}
