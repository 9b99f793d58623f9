//! Another server's actor, read as tolerantly as Mastodon reads it.

use serde_json::Value;

use super::read;
use crate::base::text::{CleanHtml, html};
use crate::domain::account::{AccountKind, Field, Profile};

/// Longest name that is kept, in characters.
const MAX_NAME_CHARS: usize = 200;
/// Most lines of a profile that are kept.
const MAX_FIELDS: usize = 16;

/// Reads an actor; `None` where the object is none, or lacks what an account needs: an id, a handle, an inbox and a
/// key on the same host.
pub fn parse(object: &Value) -> Option<Profile> {
    let kind = account_kind(read::kind(object)?)?;
    let uri = read::text(object, "id")?.to_owned();
    let host = read::host(&uri)?;
    let handle = read::text(object, "preferredUsername").filter(|handle| is_handle(handle))?.to_owned();
    let inbox = read::id(object.get("inbox")).filter(|inbox| read::same_host(inbox, &uri))?.to_owned();
    let (key_id, public_key) = public_key(object, &uri)?;
    let on_host = |name: &str| {
        read::id(object.get(name)).filter(|address| read::same_host(address, &uri)).map(str::to_owned)
    };
    let shared_inbox = object.get("endpoints").and_then(|endpoints| read::id(endpoints.get("sharedInbox")));
    let name = read::text(object, "name").map(html::plain).filter(|name| !name.is_empty());
    let summary = read::text(object, "summary").unwrap_or_default();
    let url = read::page(object).filter(|url| read::same_host(url, &uri)).unwrap_or(&uri).to_owned();
    let flag = |name: &str| object.get(name).and_then(Value::as_bool).unwrap_or(false);
    Some(Profile {
        peer_host: host.clone(),
        host,
        kind,
        display_name: name.unwrap_or_else(|| handle.clone()).chars().take(MAX_NAME_CHARS).collect(),
        summary: CleanHtml::clean(summary).into_string(),
        url,
        inbox,
        shared_inbox: shared_inbox.filter(|inbox| read::same_host(inbox, &uri)).map(str::to_owned),
        outbox: on_host("outbox"),
        followers_uri: on_host("followers"),
        following_uri: on_host("following"),
        featured_uri: on_host("featured"),
        key_id: Some(key_id),
        public_key,
        avatar_url: picture(object, "icon"),
        header_url: picture(object, "image"),
        fields: fields(object),
        locked: flag("manuallyApprovesFollowers"),
        discoverable: flag("discoverable"),
        indexable: flag("indexable"),
        created_month: read::text(object, "published").and_then(|time| time.get(..7)).map(str::to_owned),
        handle,
        uri,
    })
}

fn account_kind(kind: &str) -> Option<AccountKind> {
    match kind {
        "Person" => Some(AccountKind::Person),
        "Application" => Some(AccountKind::Application),
        "Group" => Some(AccountKind::Group),
        "Organization" => Some(AccountKind::Organization),
        "Service" => Some(AccountKind::Service),
        _ => None,
    }
}

/// As Mastodon: letters, digits and `_`, with dots and hyphens inside.
fn is_handle(handle: &str) -> bool {
    let inside = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '_' | '.' | '-');
    let edge =
        |letter: Option<char>| letter.is_some_and(|letter| letter.is_ascii_alphanumeric() || letter == '_');
    handle.len() <= 256
        && handle.chars().all(inside)
        && edge(handle.chars().next())
        && edge(handle.chars().next_back())
}

/// The first RSA key that the actor owns: its id and its PEM text. The id is on the actor's own host.
fn public_key(object: &Value, uri: &str) -> Option<(String, String)> {
    read::items(object.get("publicKey")).find_map(|key| {
        let id = read::text(key, "id")?;
        let pem = read::text(key, "publicKeyPem")?;
        let owner = read::id(key.get("owner")).unwrap_or(uri);
        (owner == uri && read::same_host(id, uri)).then(|| (id.to_owned(), pem.to_owned()))
    })
}

fn picture(object: &Value, name: &str) -> Option<String> {
    let image = read::items(object.get(name)).next()?;
    let address = image.as_str().or_else(|| read::page(image)).or_else(|| read::text(image, "href"))?;
    read::host(address).map(|_| address.to_owned())
}

fn fields(object: &Value) -> Vec<Field> {
    let values =
        read::items(object.get("attachment")).filter(|item| read::kind(item) == Some("PropertyValue"));
    let field = |item: &Value| {
        let name = html::plain(read::text(item, "name")?);
        let value = CleanHtml::clean(read::text(item, "value")?).into_string();
        Some(Field { name, value })
    };
    values.filter_map(field).take(MAX_FIELDS).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn actor() -> Value {
        json!({"id": "https://a.example/u/1", "type": "Person", "preferredUsername": "ann", "inbox": "https://a.example/u/1/inbox",
            "name": "<b>Ann</b>", "summary": "<p>x<script>y</script></p>",
            "publicKey": {"id": "https://a.example/u/1#main-key", "owner": "https://a.example/u/1", "publicKeyPem": "PEM"},
            "endpoints": {"sharedInbox": "https://a.example/inbox"}})
    }

    #[test]
    fn an_actor_is_read_and_made_harmless() {
        let profile = parse(&actor()).unwrap();
        assert_eq!((profile.host.as_str(), profile.handle.as_str()), ("a.example", "ann"));
        assert_eq!((profile.display_name.as_str(), profile.summary.as_str()), ("Ann", "<p>x</p>"));
        assert_eq!(profile.shared_inbox.as_deref(), Some("https://a.example/inbox"));
    }

    #[test]
    fn what_belongs_to_another_host_or_owner_is_not_believed() {
        let mut other_inbox = actor();
        other_inbox["inbox"] = json!("https://b.example/inbox");
        assert!(parse(&other_inbox).is_none());
        let mut other_owner = actor();
        other_owner["publicKey"]["owner"] = json!("https://a.example/u/2");
        assert!(parse(&other_owner).is_none());
        let mut other_shared = actor();
        other_shared["endpoints"]["sharedInbox"] = json!("https://b.example/inbox");
        assert_eq!(parse(&other_shared).unwrap().shared_inbox, None);
    }
}
