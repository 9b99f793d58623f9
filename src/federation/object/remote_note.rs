//! Another server's post, read as tolerantly as Mastodon reads it.

use serde_json::Value;

use super::read;
use crate::base::text::{CleanHtml, html};
use crate::domain::post::Visibility;

/// Longest text that is kept of a remote post, in bytes of HTML; the rest is cut at a paragraph.
const MAX_HTML_BYTES: usize = 300_000;
/// Longest warning that is kept, in characters.
const MAX_WARNING_CHARS: usize = 500;
/// Most hashtags kept of one post.
const MAX_TAGS: usize = 64;

/// What a remote post says, made harmless.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RemoteNote {
    /// Its wire id.
    pub uri: String,
    /// Its page.
    pub url: String,
    /// Wire id of its author.
    pub author_uri: String,
    /// When it was published, in seconds, as far as it says.
    pub published_at: Option<i64>,
    /// When it was last changed, in seconds.
    pub updated_at: Option<i64>,
    /// Its text.
    pub html: CleanHtml,
    /// Its title, where it is of a kind that has one.
    pub title: Option<String>,
    /// Its content warning, as plain text.
    pub warning: String,
    /// Whether it asks to be covered.
    pub sensitive: bool,
    /// BCP 47.
    pub language: Option<String>,
    /// Who may read it.
    pub visibility: Visibility,
    /// What it answers.
    pub in_reply_to: Option<String>,
    /// Wire ids of those it mentions.
    pub mentions: Vec<String>,
    /// Its hashtags, without `#`.
    pub hashtags: Vec<String>,
    /// Its facts, exactly as they came.
    pub story: Option<Value>,
}

/// Kinds of objects that are posts with a text of their own.
const NOTES: &[&str] = &["Note", "Question"];
/// Kinds that are shown as title, summary and link, as Mastodon does.
const PAGES: &[&str] = &["Article", "Page", "Event", "Video", "Audio", "Image"];

/// Reads a post; `None` where the object is none. `followers_uri` is its author's.
pub fn parse(object: &Value, followers_uri: Option<&str>) -> Option<RemoteNote> {
    let kind = read::kind(object)?;
    let is_page = PAGES.contains(&kind);
    if !is_page && !NOTES.contains(&kind) {
        return None;
    }
    let uri = read::text(object, "id")?.to_owned();
    let author_uri = read::id(object.get("attributedTo").or_else(|| object.get("actor")))?.to_owned();
    let url = read::page(object).filter(|url| read::host(url).is_some()).unwrap_or(&uri).to_owned();
    let title = read::text(object, "name").filter(|_| is_page).map(html::plain);
    let summary = read::text(object, "summary").map(html::plain).unwrap_or_default();
    let text = if is_page { page_html(title.as_deref(), &summary, &url) } else { note_html(object) };
    let story = object.get("patientStory").filter(|story| story.is_object() && !is_page).cloned();
    Some(RemoteNote {
        published_at: read::time(object.get("published")),
        updated_at: read::time(object.get("updated")),
        html: text,
        warning: if is_page { String::new() } else { cut(&summary, MAX_WARNING_CHARS) },
        sensitive: object.get("sensitive").and_then(Value::as_bool).unwrap_or(false)
            || (!is_page && !summary.is_empty()),
        language: language(object),
        visibility: visibility(object, followers_uri),
        in_reply_to: read::id(object.get("inReplyTo")).map(str::to_owned),
        mentions: mentions(object),
        hashtags: hashtags(object),
        title,
        story,
        uri,
        url,
        author_uri,
    })
}

fn note_html(object: &Value) -> CleanHtml {
    let content = read::text(object, "content")
        .or_else(|| object.get("contentMap")?.as_object()?.values().find_map(Value::as_str))
        .unwrap_or_default();
    CleanHtml::clean(cut_bytes(content))
}

/// Title, summary and a link: other kinds of objects are read at home, as on Mastodon.
fn page_html(title: Option<&str>, summary: &str, url: &str) -> CleanHtml {
    let mut whole = String::new();
    if let Some(title) = title {
        whole.push_str(&format!("<p><strong>{}</strong></p>", html::escape(title)));
    }
    if !summary.is_empty() {
        whole.push_str(CleanHtml::from_plain(summary).as_str());
    }
    let url = html::escape(url);
    whole.push_str(&format!("<p><a href=\"{url}\">{url}</a></p>"));
    CleanHtml::clean(&whole)
}

/// The first key of `contentMap`, as Mastodon reads it.
fn language(object: &Value) -> Option<String> {
    let key = ["contentMap", "nameMap", "summaryMap"]
        .iter()
        .find_map(|name| object.get(*name)?.as_object()?.keys().next().cloned())?;
    let fits = key.len() <= 35 && key.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '-');
    (fits && key != "und").then_some(key)
}

pub fn visibility(object: &Value, followers_uri: Option<&str>) -> Visibility {
    let (to, cc) = (object.get("to"), object.get("cc"));
    if read::ids(to).any(read::is_public) {
        Visibility::Public
    } else if read::ids(cc).any(read::is_public) {
        Visibility::Unlisted
    } else if read::ids(to).chain(read::ids(cc)).any(|address| Some(address) == followers_uri) {
        Visibility::Private
    } else {
        Visibility::Direct
    }
}

fn mentions(object: &Value) -> Vec<String> {
    let tags = read::items(object.get("tag")).filter(|tag| read::kind(tag) == Some("Mention"));
    tags.filter_map(|tag| read::text(tag, "href")).map(str::to_owned).collect()
}

fn hashtags(object: &Value) -> Vec<String> {
    let tags = read::items(object.get("tag")).filter(|tag| read::kind(tag) == Some("Hashtag"));
    let names = tags.filter_map(|tag| read::text(tag, "name"));
    let names = names.map(|name| name.trim_start_matches(['#', '＃']).to_owned());
    names.filter(|name| !name.is_empty() && name.chars().count() <= 100).take(MAX_TAGS).collect()
}

fn cut(text: &str, max_chars: usize) -> String {
    text.chars().take(max_chars).collect()
}

fn cut_bytes(content: &str) -> &str {
    content.get(..content.floor_char_boundary(MAX_HTML_BYTES)).unwrap_or(content)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn note(members: Value) -> RemoteNote {
        let mut object = json!({"id": "https://a.example/1", "type": "Note", "attributedTo": "https://a.example/u",
            "to": "as:Public", "content": "<p>x</p>"});
        object.as_object_mut().unwrap().extend(members.as_object().unwrap().clone());
        parse(&object, Some("https://a.example/u/followers")).unwrap()
    }

    #[test]
    fn audience_decides_who_may_read() {
        let followers = "https://a.example/u/followers";
        assert_eq!(note(json!({})).visibility, Visibility::Public);
        assert_eq!(note(json!({"to": followers, "cc": ["Public"]})).visibility, Visibility::Unlisted);
        assert_eq!(note(json!({"to": [followers]})).visibility, Visibility::Private);
        assert_eq!(note(json!({"to": ["https://b.example/v"]})).visibility, Visibility::Direct);
    }

    #[test]
    fn text_language_and_tags_are_read_as_mastodon_reads_them() {
        let read =
            note(json!({"content": null, "contentMap": {"de": "<p>a<script>b</script></p>", "en": "c"},
            "summary": "<b>w</b>", "tag": {"type": "Hashtag", "name": "#薄毛"}}));
        assert_eq!(read.html.as_str(), "<p>a</p>");
        assert_eq!(
            (read.language.as_deref(), read.warning.as_str(), read.sensitive),
            (Some("de"), "w", true)
        );
        assert_eq!(read.hashtags, ["薄毛"]);
    }

    #[test]
    fn an_article_is_shown_as_title_summary_and_link() {
        let read =
            note(json!({"type": "Article", "name": "T", "summary": "S", "url": "https://a.example/p"}));
        assert_eq!(read.html.to_plain(), "T\n\nS\n\nhttps://a.example/p");
    }

    #[test]
    fn what_is_no_post_is_not_read() {
        assert_eq!(
            parse(&json!({"id": "https://a.example/1", "type": "Like", "attributedTo": "x"}), None),
            None
        );
    }
}
