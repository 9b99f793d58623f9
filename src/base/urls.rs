//! Addresses of everything this server shows, made in one place.
//!
//! Wire ids are random and link nothing; the handle stands only in page addresses and in WebFinger.

use url::Url;

/// Builds addresses below the server's base address, and knows what is found there.
#[derive(Debug, Clone)]
pub struct Urls {
    domain: String,
    base: String,
    name: String,
}

impl Urls {
    /// For a server whose handles end in `domain` and whose addresses begin with `base`.
    pub fn new(domain: &str, base: &Url) -> Self {
        let base = base.as_str().trim_end_matches('/').to_owned();
        Self { domain: domain.to_owned(), base, name: domain.to_owned() }
    }

    /// The same for a community of this name.
    pub fn named(self, name: &str) -> Self {
        Self { name: name.to_owned(), ..self }
    }

    /// The community's name, which previews show beside an address; the domain where it has none.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Host of handles, with port if any.
    pub fn domain(&self) -> &str {
        &self.domain
    }

    /// The start of every address, without a slash at the end.
    pub fn base(&self) -> &str {
        &self.base
    }

    /// `path` (with its leading slash) as a whole address.
    pub fn absolute(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }

    /// Where WebSockets are opened, without a path.
    pub fn sockets(&self) -> String {
        // `http` becomes `ws`, and `https` becomes `wss`.
        format!("ws{}", self.base.strip_prefix("http").unwrap_or(&self.base))
    }

    /// The path of an address of this server; `None` for other servers' addresses.
    pub fn local_path<'a>(&self, address: &'a str) -> Option<&'a str> {
        address.strip_prefix(self.base.as_str()).filter(|path| path.starts_with('/'))
    }

    /// Wire id of a new person.
    pub fn person(&self, wire_id: &str) -> String {
        self.absolute(&format!("/people/{wire_id}"))
    }

    /// Wire id of the server itself: the actor that signs fetches and reports.
    pub fn server_actor(&self) -> String {
        self.absolute("/actor")
    }

    /// Wire id of the community's feed, the group that announces its stories.
    pub fn feed_actor(&self) -> String {
        self.absolute("/feed")
    }

    /// Wire id of the guide, the service that helps members tell their stories.
    pub fn guide_actor(&self) -> String {
        self.absolute("/guide")
    }

    /// Wire id of the account that publishes what was told without an account.
    pub fn told_actor(&self) -> String {
        self.absolute("/told")
    }

    /// Where every peer may deliver what is for anybody here.
    pub fn shared_inbox(&self) -> String {
        self.absolute("/inbox")
    }

    /// Wire id of a new post, story or not.
    pub fn post(&self, wire_id: &str) -> String {
        self.absolute(&format!("/stories/{wire_id}"))
    }

    /// Wire id of a new follow, like, boost and the like.
    pub fn activity(&self, wire_id: &str) -> String {
        self.absolute(&format!("/activities/{wire_id}"))
    }

    /// Wire id of a new permission: what other servers read as the authorization of a quote, a like and the like.
    pub fn permission(&self, wire_id: &str) -> String {
        self.absolute(&format!("/permissions/{wire_id}"))
    }

    /// The page of a member.
    pub fn member_page(&self, handle: &str) -> String {
        self.absolute(&format!("/@{handle}"))
    }

    /// The page of a member's post.
    pub fn post_page(&self, handle: &str, post_id: i64) -> String {
        self.absolute(&format!("/@{handle}/{post_id}"))
    }

    /// Where the file of a picture is served.
    pub fn picture(&self, file: &str) -> String {
        self.absolute(&format!("/media/{file}"))
    }

    /// The page of a hashtag.
    pub fn tag_page(&self, tag: &str) -> String {
        let tag: String = url::form_urlencoded::byte_serialize(tag.as_bytes()).collect();
        self.absolute(&format!("/tags/{tag}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_begin_with_the_base_and_only_ours_have_a_local_path() {
        let urls = Urls::new("a.example", &Url::parse("https://a.example/").unwrap());
        assert_eq!(urls.post_page("quiet_fern_12", 7), "https://a.example/@quiet_fern_12/7");
        assert_eq!(urls.tag_page("イソトレ"), "https://a.example/tags/%E3%82%A4%E3%82%BD%E3%83%88%E3%83%AC");
        assert_eq!(urls.sockets(), "wss://a.example");
        assert_eq!(urls.local_path("https://a.example/inbox"), Some("/inbox"));
        assert_eq!(urls.local_path("https://a.example.evil/inbox"), None);
    }
}
