//! Another server's actor, read as tolerantly as Mastodon reads it.

use serde_json::Value;

use super::read;
use crate::base::text::{CleanHtml, html};
use crate::domain::account::{AccountKind, Field, Profile, PublicKey};
use crate::store::kind::Knock;

/// Longest name that is kept, in characters.
const MAX_NAME_CHARS: usize = 200;
/// Most keys of an account that are kept: Mastodon's limit.
const MAX_KEYS: usize = 10;
/// Longest key that is kept, in bytes.
const MAX_KEY_BYTES: usize = 8 * 1024;
/// Most lines of a profile that are kept.
const MAX_FIELDS: usize = 16;

/// Reads an actor; `None` where the object is none, or lacks what an account needs: an id, a handle, an inbox and a
/// key on the same host. Keys that have expired at `now` (seconds) are none.
pub fn parse(object: &Value, now: i64) -> Option<Profile> {
    let kind = account_kind(read::kind(object)?)?;
    let uri = read::text(object, "id")?.to_owned();
    let host = read::host(&uri)?;
    let handle = read::text(object, "preferredUsername").filter(|handle| is_handle(handle))?.to_owned();
    let inbox = read::id(object.get("inbox")).filter(|inbox| read::same_host(inbox, &uri))?.to_owned();
    let mut keys = keys(object, &uri, now).into_iter();
    let PublicKey { id: key_id, key: public_key } = keys.next()?;
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
        further_keys: keys.collect(),
        knock: knock(object),
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

/// The keys that the actor owns, each on the actor's own host: those of `publicKey`, then the Multikeys of
/// `assertionMethod` (FEP-521a).
fn keys(object: &Value, uri: &str, now: i64) -> Vec<PublicKey> {
    let pems = read::items(object.get("publicKey")).map(|key| (key, "owner", "publicKeyPem"));
    let multikeys =
        read::items(object.get("assertionMethod")).map(|key| (key, "controller", "publicKeyMultibase"));
    let mut keys: Vec<PublicKey> = Vec::new();
    for (key, owner, text) in pems.chain(multikeys) {
        let (Some(id), Some(text)) = (read::text(key, "id"), read::text(key, text)) else { continue };
        let is_own = read::id(key.get(owner)).unwrap_or(uri) == uri && read::same_host(id, uri);
        let is_over = key.get("revoked").is_some_and(|revoked| !revoked.is_null())
            || read::time(key.get("expires")).is_some_and(|expires| expires <= now);
        let is_known = keys.iter().any(|known| known.id == id);
        if is_own && !is_over && !is_known && text.len() <= MAX_KEY_BYTES && keys.len() < MAX_KEYS {
            keys.push(PublicKey { id: id.to_owned(), key: text.to_owned() });
        }
    }
    keys
}

/// What the actor's software says that it reads (FEP-844e).
fn knock(object: &Value) -> Option<Knock> {
    let implemented: Vec<&str> = read::items(object.get("generator"))
        .flat_map(|generator| read::items(generator.get("implements")))
        .filter_map(|item| {
            item.as_str().or_else(|| read::text(item, "href").or_else(|| read::text(item, "id")))
        })
        .collect();
    let has = |wanted: &str| implemented.contains(&wanted);
    if has(MESSAGE_SIGNATURES_ED25519) {
        Some(Knock::MessageEd25519)
    } else if has(MESSAGE_SIGNATURES) {
        Some(Knock::Message)
    } else {
        None
    }
}

/// What software says of itself that verifies RFC 9421 with RSA.
pub const MESSAGE_SIGNATURES: &str = "https://datatracker.ietf.org/doc/html/rfc9421";
/// What software says of itself that verifies RFC 9421 with Ed25519 too.
pub const MESSAGE_SIGNATURES_ED25519: &str =
    "https://datatracker.ietf.org/doc/html/rfc9421#name-eddsa-using-curve-edwards25";

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
        let profile = parse(&actor(), 0).unwrap();
        assert_eq!((profile.host.as_str(), profile.handle.as_str()), ("a.example", "ann"));
        assert_eq!((profile.display_name.as_str(), profile.summary.as_str()), ("Ann", "<p>x</p>"));
        assert_eq!(profile.shared_inbox.as_deref(), Some("https://a.example/inbox"));
    }

    #[test]
    fn what_belongs_to_another_host_or_owner_is_not_believed() {
        let mut other_inbox = actor();
        other_inbox["inbox"] = json!("https://b.example/inbox");
        assert!(parse(&other_inbox, 0).is_none());
        let mut other_owner = actor();
        other_owner["publicKey"]["owner"] = json!("https://a.example/u/2");
        assert!(parse(&other_owner, 0).is_none());
        let mut other_shared = actor();
        other_shared["endpoints"]["sharedInbox"] = json!("https://b.example/inbox");
        assert_eq!(parse(&other_shared, 0).unwrap().shared_inbox, None);
    }

    #[test]
    fn all_keys_of_an_actor_are_read_and_none_that_is_not_its_own() {
        let multikey = |id: &str, controller: &str, more: Value| {
            let mut key =
                json!({"id": id, "type": "Multikey", "controller": controller, "publicKeyMultibase": "z6Mk"});
            key.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
            key
        };
        let own = "https://a.example/u/1";
        let mut object = actor();
        object["assertionMethod"] = json!([
            multikey("https://a.example/u/1#ed", own, json!({})),
            multikey("https://a.example/u/1#main-key", own, json!({})),
            multikey("https://b.example/u/1#ed", own, json!({})),
            multikey("https://a.example/u/1#other", "https://a.example/u/2", json!({})),
            multikey("https://a.example/u/1#revoked", own, json!({"revoked": "2026-01-01T00:00:00Z"})),
            multikey("https://a.example/u/1#over", own, json!({"expires": "2026-01-01T00:00:00Z"})),
            multikey("https://a.example/u/1#lasting", own, json!({"expires": "2096-01-01T00:00:00Z"})),
            "https://a.example/u/1#elsewhere"
        ]);
        let profile = parse(&object, 1_795_338_000).unwrap();
        assert_eq!(profile.key_id.as_deref(), Some("https://a.example/u/1#main-key"));
        let ids: Vec<&str> = profile.further_keys.iter().map(|key| key.id.as_str()).collect();
        assert_eq!(ids, ["https://a.example/u/1#ed", "https://a.example/u/1#lasting"]);
        object["publicKey"] = Value::Null;
        let profile = parse(&object, 0).unwrap();
        assert_eq!(profile.key_id.as_deref(), Some("https://a.example/u/1#ed"));
        object["assertionMethod"] =
            (0..20).map(|number| multikey(&format!("{own}#{number}"), own, json!({}))).collect();
        assert_eq!(parse(&object, 0).unwrap().further_keys.len(), MAX_KEYS - 1);
        object["assertionMethod"] = json!([]);
        assert!(parse(&object, 0).is_none());
    }

    #[test]
    fn what_software_says_of_itself_is_how_it_is_spoken_to() {
        for (implements, knock) in [
            (json!([]), None),
            (json!(["https://w3id.org/patient-story#v1"]), None),
            (json!([{"href": MESSAGE_SIGNATURES, "name": "RFC-9421"}]), Some(Knock::Message)),
            (json!([MESSAGE_SIGNATURES, {"href": MESSAGE_SIGNATURES_ED25519}]), Some(Knock::MessageEd25519)),
            (json!({"id": MESSAGE_SIGNATURES}), Some(Knock::Message)),
        ] {
            let mut object = actor();
            object["generator"] = json!({"type": "Application", "implements": implements});
            assert_eq!(parse(&object, 0).unwrap().knock, knock, "{implements}");
        }
    }
}
