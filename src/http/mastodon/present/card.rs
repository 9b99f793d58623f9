//! The preview card of a story: its facts in the one place where every client shows a summary.
//!
//! Clients put it below the text, so it repeats in a fixed form what the content says in words. It stands on the
//! Status for clients of this server; other servers make their own from the page, which says the same
//! (`docs/decisions/0013-what-a-preview-says.md`).

use serde::Serialize;

use crate::base::urls::Urls;
use crate::domain::post::Shown;
use crate::domain::story::summary::{Place, summarize};

/// A preview of the page that a post leads to. Every key of the client API is there: some clients drop the whole
/// answer where one is missing.
#[derive(Debug, Clone, Serialize)]
pub struct Card {
    pub url: String,
    pub title: String,
    pub description: String,
    pub language: Option<String>,
    #[serde(rename = "type")]
    pub kind: &'static str,
    pub author_name: &'static str,
    pub author_url: &'static str,
    pub authors: [(); 0],
    pub provider_name: String,
    pub provider_url: String,
    pub html: &'static str,
    pub width: u32,
    pub height: u32,
    pub image: Option<String>,
    pub image_description: &'static str,
    pub embed_url: &'static str,
    pub blurhash: Option<String>,
    pub published_at: Option<String>,
}

/// The card of a story, told here or elsewhere; none for other posts. It leads to the story's page here.
pub fn card(urls: &Urls, shown: &Shown) -> Option<Card> {
    let summary = summarize(&shown.post, Place::Client)?;
    let (post, author) = (&shown.post, &shown.author);
    let url = if post.local {
        post.url.clone()
    } else {
        urls.post_page(&format!("{}@{}", author.handle, author.host), post.id)
    };
    Some(Card {
        url,
        title: summary.title,
        description: summary.description,
        language: Some(summary.language),
        kind: "link",
        author_name: "",
        author_url: "",
        authors: [],
        provider_name: urls.name().to_owned(),
        provider_url: urls.absolute("/"),
        html: "",
        width: 0,
        height: 0,
        image: None,
        image_description: "",
        embed_url: "",
        blurhash: None,
        published_at: None,
    })
}
