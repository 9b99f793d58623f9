//! Another server's post, read as tolerantly as Mastodon reads it.

use serde_json::Value;

use super::{attachment, read};
use crate::base::text::tag::clean_tag;
use crate::base::text::{CleanHtml, html};
use crate::domain::media::RemotePicture;
use crate::domain::poll::RemotePoll;
use crate::domain::post::Visibility;

/// Longest text that is kept of a remote post, in bytes of HTML; the rest is cut at a paragraph.
const MAX_HTML_BYTES: usize = 300_000;
/// Longest warning that is kept, in characters.
const MAX_WARNING_CHARS: usize = 500;
/// Most hashtags kept of one post.
const MAX_TAGS: usize = 64;

/// Most options kept of a poll, and the longest one: more than any server lets its people ask.
const MAX_OPTIONS: usize = 100;
const MAX_OPTION_CHARS: usize = 300;

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
    /// What it asks.
    pub poll: Option<RemotePoll>,
    /// Its facts, exactly as they came.
    pub story: Option<Value>,
    /// Its pictures.
    pub pictures: Vec<RemotePicture>,
    /// What it quotes, where its text does not lead there.
    pub quotes: Option<String>,
}

/// Kinds of objects that are posts with a text of their own.
const NOTES: &[&str] = &["Note", "Question"];
/// Kinds that are shown as title, summary and link, as Mastodon does.
const PAGES: &[&str] = &["Article", "Page", "Event", "Video", "Audio", "Image"];

/// Reads a post; `None` where the object is none, or a vote. `followers_uri` is its author's.
pub fn parse(object: &Value, followers_uri: Option<&str>) -> Option<RemoteNote> {
    let kind = read::kind(object)?;
    let is_page = PAGES.contains(&kind);
    if (!is_page && !NOTES.contains(&kind)) || vote(object).is_some() {
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
        pictures: if is_page { Vec::new() } else { attachment::parse(object) },
        quotes: unlinked_quote(object).filter(|_| !is_page).map(str::to_owned),
        title,
        poll: poll(object),
        story,
        uri,
        url,
        author_uri,
    })
}

/// A vote is a note with a name and no text, in reply to the poll: the chosen words, and what they answer.
pub fn vote(object: &Value) -> Option<(&str, &str)> {
    let is_bare = read::kind(object) == Some("Note")
        && ["content", "contentMap", "attachment"]
            .iter()
            .all(|name| read::items(object.get(*name)).next().is_none());
    let chosen = read::text(object, "name").filter(|_| is_bare)?;
    Some((chosen, read::id(object.get("inReplyTo"))?))
}

/// The addresses of what a post quotes, as it says, by all names that are in use: FEP-044f's, Fedibird's, Misskey's two, and
/// links of FEP-e232.
pub fn quoted(object: &Value) -> impl Iterator<Item = &str> {
    let members = ["quote", "quoteUri", "quoteUrl", "_misskey_quote"];
    let named = members.into_iter().flat_map(|name| read::ids(object.get(name)));
    let is_quote =
        |link: &&Value| read::text(link, "rel").is_some_and(|rel| rel.ends_with("#_misskey_quote"));
    let links = read::items(object.get("tag")).filter(|tag| read::kind(tag) == Some("Link")).filter(is_quote);
    named.chain(links.filter_map(|link| read::text(link, "href")))
}

/// A poll: options of which one or any can be chosen, with the number of replies to each.
fn poll(object: &Value) -> Option<RemotePoll> {
    if read::kind(object) != Some("Question") {
        return None;
    }
    let multiple = object.get("oneOf").is_none();
    let asked = read::items(object.get(if multiple { "anyOf" } else { "oneOf" }));
    let options: Vec<(String, i32)> = asked
        .filter_map(|option| Some((cut(read::text(option, "name")?, MAX_OPTION_CHARS), option)))
        .map(|(title, option)| (title, count(option.pointer("/replies/totalItems"))))
        .take(MAX_OPTIONS)
        .collect();
    let closed = object.get("closed").filter(|closed| closed.is_string());
    let ends_at = read::time(closed).or_else(|| read::time(object.get("endTime")));
    let voter_count = object.get("votersCount").map(|voters| count(Some(voters)));
    (!options.is_empty()).then_some(RemotePoll { multiple, options, ends_at, voter_count })
}

fn count(value: Option<&Value>) -> i32 {
    value.and_then(Value::as_i64).map_or(0, |count| i32::try_from(count.max(0)).unwrap_or(i32::MAX))
}

fn note_html(object: &Value) -> CleanHtml {
    CleanHtml::clean(cut_bytes(content(object)))
}

fn content(object: &Value) -> &str {
    read::text(object, "content")
        .or_else(|| object.get("contentMap")?.as_object()?.values().find_map(Value::as_str))
        .unwrap_or_default()
}

/// The address of what a post quotes, unless its text has it. Mastodon and Misskey put a line of the class `quote-inline`
/// into the text, with the address of the page.
fn unlinked_quote(object: &Value) -> Option<&str> {
    let content = content(object);
    let mut addresses = quoted(object).filter(|address| read::host(address).is_some());
    let first = addresses.next()?;
    let is_linked = |address: &str| content.contains(address) || content.contains(&html::escape(address));
    let leads_there = content.contains("quote-inline") || is_linked(first) || addresses.any(is_linked);
    (!leads_there).then_some(first)
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
    tags.filter_map(|tag| clean_tag(read::text(tag, "name")?)).take(MAX_TAGS).collect()
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
    fn a_question_is_read_with_its_options_and_an_end_that_has_come_is_its_end() {
        let option =
            |name: &str, count: i64| json!({"type": "Note", "name": name, "replies": {"totalItems": count}});
        let asked = json!({"type": "Question", "oneOf": [option("a < b", 2), option("c", -7), {"type": "Note"}],
            "endTime": "2026-11-22T10:00:00Z", "closed": "2026-11-22T09:00:00Z", "votersCount": 2});
        let expected = RemotePoll {
            multiple: false,
            options: vec![("a < b".to_owned(), 2), ("c".to_owned(), 0)],
            ends_at: Some(1_795_338_000),
            voter_count: Some(2),
        };
        assert_eq!(note(asked).poll, Some(expected));
        let asked = json!({"type": "Question", "anyOf": option("a", 1)});
        let read = note(asked).poll.unwrap();
        assert!(read.multiple && read.ends_at.is_none() && read.voter_count.is_none());
        assert_eq!(note(json!({"oneOf": [option("a", 1)]})).poll, None, "a note asks nothing");
        assert_eq!(note(json!({"type": "Question"})).poll, None, "nothing to choose from");
    }

    #[test]
    fn a_vote_is_no_post_and_a_named_note_with_words_is_no_vote() {
        let bare = json!({"id": "https://a.example/1", "type": "Note", "attributedTo": "https://a.example/u",
            "name": "Yes", "inReplyTo": "https://b.example/2"});
        assert_eq!(vote(&bare), Some(("Yes", "https://b.example/2")));
        assert_eq!(parse(&bare, None), None);
        let mut told = bare.clone();
        told["content"] = json!("<p>x</p>");
        assert_eq!(vote(&told), None);
        assert!(parse(&told, None).is_some());
    }

    #[test]
    fn what_a_post_quotes_is_read_by_every_name_and_its_link_is_missed_where_the_text_has_none() {
        let far = "https://b.example/notes/1?a=1&b=2";
        let link = json!([{"type": "Link", "rel": "https://misskey-hub.net/ns#_misskey_quote", "href": far}]);
        for (name, value) in [
            ("quote", json!(far)),
            ("quote", json!({"id": far, "type": "Note", "content": "forged"})),
            ("quoteUri", json!(far)),
            ("quoteUrl", json!([far])),
            ("_misskey_quote", json!(far)),
            ("tag", link),
        ] {
            assert_eq!(note(json!({name: value})).quotes.as_deref(), Some(far), "{name}");
            for content in [
                "<p>x</p><p class=\"quote-inline\">RE: <a href=\"https://b.example/@b/1\">b</a></p>",
                "<p>x https://b.example/notes/1?a=1&amp;b=2</p>",
            ] {
                assert_eq!(note(json!({name: value, "content": content})).quotes, None, "{content}");
            }
        }
        for value in [json!(null), json!("javascript:alert(1)"), json!(7), json!([])] {
            assert_eq!(note(json!({"quote": value})).quotes, None);
        }
    }

    #[test]
    fn what_is_no_post_is_not_read() {
        assert_eq!(
            parse(&json!({"id": "https://a.example/1", "type": "Like", "attributedTo": "x"}), None),
            None
        );
    }
}
