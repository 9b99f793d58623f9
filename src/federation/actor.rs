//! Actors: members, the server itself and its feed as other servers see them.

use axum::Extension;
use axum::extract::{Path, State};
use axum::response::Response;
use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use serde_json::{Map, Value, json};

use super::keys::main_key_id;
use super::object::context;
use super::object::note::with_context;
use super::object::remote_actor::{MESSAGE_SIGNATURES, MESSAGE_SIGNATURES_ED25519};
use super::outbox::answer::{self, Failure, wants_activity};
use super::outbox::asker::Asker;
use super::signature::VerifyingKey;
use crate::app::App;
use crate::base::error::{Error, Result};
use crate::domain::account::{self, Account, AccountKey, AccountKind};
use crate::domain::auth::former;
use crate::domain::media::PictureFormat;
use crate::store::outside::{self, Actor, Standing};

/// What this software understands beyond ActivityPub (FEP-844e), each with a name for people.
const IMPLEMENTS: &[(&str, &str)] = &[
    ("https://w3id.org/patient-story#v1", "Facts of patients' stories"),
    (MESSAGE_SIGNATURES, "RFC-9421: HTTP Message Signatures"),
    (MESSAGE_SIGNATURES_ED25519, "RFC-9421 signatures using the Ed25519 algorithm"),
];

/// `GET /people/{wire}`: a member, or the member's page.
pub async fn person(
    State(app): State<App>,
    Extension(asker): Extension<Asker>,
    Path(wire): Path<String>,
    headers: HeaderMap,
) -> Answer {
    show(&app, &app.urls.person(&wire), &headers, Some(&asker)).await
}

/// `GET /actor`: the server itself. Never asks for a signature: its key is what others verify ours with.
pub async fn server(State(app): State<App>, headers: HeaderMap) -> Answer {
    show(&app, &app.urls.server_actor(), &headers, None).await
}

/// `GET /feed`: the group that announces every public story of this community.
pub async fn feed(State(app): State<App>, Extension(asker): Extension<Asker>, headers: HeaderMap) -> Answer {
    show(&app, &app.urls.feed_actor(), &headers, Some(&asker)).await
}

/// `GET /guide`: the service that helps members tell their stories.
pub async fn guide(State(app): State<App>, Extension(asker): Extension<Asker>, headers: HeaderMap) -> Answer {
    show(&app, &app.urls.guide_actor(), &headers, Some(&asker)).await
}

/// `GET /told`: the service that publishes what was told without an account.
pub async fn told(State(app): State<App>, Extension(asker): Extension<Asker>, headers: HeaderMap) -> Answer {
    show(&app, &app.urls.told_actor(), &headers, Some(&asker)).await
}

type Answer = std::result::Result<Response, Failure>;

/// An actor. Who has to sign and does not gets as much as is needed to check what it signed, or two servers that both want
/// signatures could never read each other's keys.
async fn show(app: &App, uri: &str, headers: &HeaderMap, asker: Option<&Asker>) -> Answer {
    if !wants_activity(headers) {
        return Ok(answer::page(&load(app, uri).await?.url));
    }
    if let Some(asker) = asker
        && !asker.is_admitted(app).await?
    {
        let account = load(app, uri).await?;
        let keys = account::further_keys(app, account.id).await?;
        return Ok(answer::activity(StatusCode::OK, &compose_stub(&account, &keys)));
    }
    let document = async {
        let account = load(app, uri).await?;
        let keys = account::further_keys(app, account.id).await?;
        Ok::<_, Error>(Bytes::from(compose(app, &account, &keys).to_string()))
    };
    Ok(answer::written(app.kept.documents.get_or(uri.to_owned(), document).await?))
}

/// Who signs and with which keys, and nothing else: as GoToSocial shows its actors to strangers, with the inbox, without which
/// Mastodon takes nothing for an actor.
fn compose_stub(account: &Account, keys: &[AccountKey]) -> Value {
    let mut stub = Map::new();
    stub.insert("id".to_owned(), json!(account.uri));
    stub.insert("type".to_owned(), json!(kind(account.kind)));
    stub.insert("preferredUsername".to_owned(), json!(account.handle));
    stub.insert("inbox".to_owned(), json!(account.inbox));
    stub.insert("publicKey".to_owned(), public_key(account));
    stub.insert("assertionMethod".to_owned(), multikeys(&account.uri, keys));
    with_context(context::actor(), stub)
}

/// The account of this server that other servers know by this id.
///
/// # Errors
/// `NotFound` when there is none, or it does not speak to other servers; `Gone` when its member left, for ever.
pub async fn load(app: &App, uri: &str) -> Result<Account> {
    match outside::find_actor(app.read(), uri).await? {
        None if former::is_former_actor(app.read(), uri).await? => Err(Error::Gone("actor")),
        found => open(found),
    }
}

/// The account behind an actor that speaks to other servers.
pub fn open(actor: Option<Actor>) -> Result<Account> {
    let actor = actor.ok_or(Error::NotFound("actor"))?;
    match actor.standing {
        Standing::Open => Ok(actor.account),
        Standing::Closed => Err(Error::NotFound("actor")),
        Standing::Left => Err(Error::Gone("actor")),
    }
}

/// The actor as it stands alone, with its context. `keys` are its further keys.
pub fn compose(app: &App, account: &Account, keys: &[AccountKey]) -> Value {
    with_context(context::actor(), compose_bare(app, account, keys))
}

/// The actor as it stands inside an activity.
pub fn compose_bare(app: &App, account: &Account, keys: &[AccountKey]) -> Map<String, Value> {
    let uri = &account.uri;
    let mut actor = Map::new();
    let mut put = |name: &str, value: Value| actor.insert(name.to_owned(), value);
    put("id", json!(uri));
    put("type", json!(kind(account.kind)));
    put("preferredUsername", json!(account.handle));
    put("webfinger", json!(address(app, account)));
    put("name", json!(name(account)));
    put("summary", json!(account::summary_as_html(account)));
    put("url", json!(account.url));
    // The month only: when exactly somebody came here says too much.
    put("published", json!(format!("{}-01T00:00:00Z", account.created_month)));
    put("inbox", json!(account.inbox));
    for collection in ["outbox", "followers", "following", "featured"] {
        put(collection, json!(format!("{uri}/{collection}")));
    }
    put("endpoints", json!({"sharedInbox": app.urls.shared_inbox()}));
    put("manuallyApprovesFollowers", json!(account.locked));
    put("discoverable", json!(account.discoverable));
    put("indexable", json!(account.indexable));
    put("attachment", fields(account));
    put("tag", json!([]));
    // A pseudonymous patient is not put into other people's lists.
    put("interactionPolicy", json!({"canFeature": {"automaticApproval": [uri]}}));
    put("icon", picture(app, account.avatar_url.as_deref(), "/assets/avatar.png"));
    put("image", picture(app, account.header_url.as_deref(), "/assets/header.png"));
    put(
        "generator",
        json!({
            "type": "Application",
            "id": app.urls.server_actor(),
            "name": "Anamnesis",
            "implements": IMPLEMENTS.iter().map(|(href, name)| json!({"href": href, "name": name})).collect::<Vec<_>>()
        }),
    );
    put("publicKey", public_key(account));
    put("assertionMethod", multikeys(uri, keys));
    actor
}

fn public_key(account: &Account) -> Value {
    json!({"id": main_key_id(account), "owner": account.uri, "publicKeyPem": account.public_key})
}

/// FEP-521a. Keys that were replaced stand here too: in `publicKey` most readers understand only one.
fn multikeys(uri: &str, keys: &[AccountKey]) -> Value {
    let multikey = |key: &AccountKey| {
        let text = VerifyingKey::parse(&key.public_key).ok()?.multikey();
        Some(json!({"id": key.key_id, "type": "Multikey", "controller": uri, "publicKeyMultibase": text}))
    };
    keys.iter().filter_map(multikey).collect()
}

fn kind(kind: AccountKind) -> &'static str {
    match kind {
        AccountKind::Person => "Person",
        AccountKind::Application => "Application",
        AccountKind::Group => "Group",
        AccountKind::Organization => "Organization",
        AccountKind::Service => "Service",
    }
}

/// `handle@domain` (FEP-2c59): saves others guessing.
pub fn address(app: &App, account: &Account) -> String {
    format!("{}@{}", account.handle, app.urls.domain())
}

fn name(account: &Account) -> &str {
    if account.display_name.is_empty() { &account.handle } else { &account.display_name }
}

fn fields(account: &Account) -> Value {
    let fields = account::fields_as_html(account);
    fields
        .into_iter()
        .map(|field| json!({"type": "PropertyValue", "name": field.name, "value": field.value}))
        .collect()
}

/// The member's own picture, or the one that everybody has.
fn picture(app: &App, own: Option<&str>, default: &str) -> Value {
    let url = own.map_or_else(|| app.urls.absolute(default), str::to_owned);
    let ending = url.rsplit_once('.').map(|(_, ending)| ending);
    let format = if ending == Some("jpg") { PictureFormat::Jpeg } else { PictureFormat::Png };
    json!({"type": "Image", "mediaType": format.media_type(), "url": url})
}
