//! What the server says of itself and its limits, in both versions that clients ask for.
//!
//! Clients refuse to sign in when one key of `configuration` is missing, so it is complete, also where it says
//! that something is not to be had. What is not there is not advertised: no more in `api_versions` and the version than
//! grouped notices (2, 4.3), at which clients stop asking for others.

use serde_json::{Value, json};

use crate::app::App;
use crate::base::i18n::{self, Language};
use crate::domain::media;
use crate::domain::moderation::rules::{self, Rule};
use crate::domain::stats::Size;
use crate::domain::story::document::SCHEMA_VERSION;
use crate::domain::timeline::featured_tag::MOST as MAX_FEATURED_TAGS;
use crate::domain::{poll, post};

/// What clients read features from; it must begin with three numbers.
const VERSION: &str = concat!("4.3.0 (compatible; Anamnesis ", env!("CARGO_PKG_VERSION"), ")");
/// The longest story in all its language versions together, in characters.
const MAX_CHARACTERS: u32 = 60_000;
/// How many lines a profile's table may have.
const MAX_FIELDS: u32 = 4;

/// The second version.
pub fn v2(app: &App, language: Language, size: Size, push_key: &str) -> Value {
    let community = &app.config.community;
    json!({
        "domain": app.urls.domain(),
        "title": community.name,
        "version": VERSION,
        "source_url": source_url(app),
        "description": description(app, language),
        "usage": { "users": { "active_month": size.members } },
        "thumbnail": { "url": super::pictures::banner(&app.urls), "blurhash": null, "versions": {} },
        "icon": [],
        "languages": languages(),
        "configuration": configuration(app, push_key),
        "registrations": {
            "enabled": false,
            "approval_required": true,
            "reason_required": true,
            "message": null,
            "min_age": 16,
            "url": app.urls.absolute("/sign-up"),
        },
        "api_versions": { "mastodon": 2, "stories": 1 },
        "contact": { "email": contact_mail(app), "account": null },
        "rules": rules(app, language),
    })
}

/// The first version.
pub fn v1(app: &App, language: Language, size: Size, push_key: &str) -> Value {
    let community = &app.config.community;
    json!({
        "uri": app.urls.domain(),
        "title": community.name,
        "short_description": description(app, language),
        "description": description(app, language),
        "email": contact_mail(app),
        "version": VERSION,
        "urls": { "streaming_api": app.urls.sockets() },
        "stats": { "user_count": size.members, "status_count": size.posts, "domain_count": size.peers },
        "thumbnail": super::pictures::banner(&app.urls),
        "languages": languages(),
        "registrations": false,
        "approval_required": true,
        "invites_enabled": false,
        "max_toot_chars": MAX_CHARACTERS,
        "configuration": configuration(app, push_key),
        "contact_account": null,
        "rules": rules(app, language),
    })
}

/// The community's rules, numbered: the operator's own, else the catalogue's with their reasons.
pub fn rules(app: &App, language: Language) -> Value {
    let numbered = rules::list(app, language).into_iter().enumerate();
    numbered
        .map(|(at, Rule { text, why })| json!({ "id": (at + 1).to_string(), "text": text, "hint": why }))
        .collect()
}

/// Those of the community's rules that have these numbers, as clients see them.
pub fn rules_of(app: &App, language: Language, numbers: &[i64]) -> Vec<Value> {
    let ids: Vec<String> = numbers.iter().map(ToString::to_string).collect();
    let is_named = |rule: &Value| ids.iter().any(|id| rule["id"] == id.as_str());
    let Value::Array(rules) = rules(app, language) else { return Vec::new() };
    rules.into_iter().filter(is_named).collect()
}

/// What the community is, in the words of its operator or of the catalogue.
pub fn description(app: &App, language: Language) -> String {
    let own = &app.config.community.description;
    if own.is_empty() { i18n::text(language, "api-description", &[]) } else { own.clone() }
}

/// Where the program's source code is offered (AGPL section 13); the page about us says whom to ask.
fn source_url(app: &App) -> String {
    let set = app.config.source_url.as_ref();
    set.map_or_else(|| app.urls.absolute("/about"), ToString::to_string)
}

/// The operator's contact where it is an e-mail address: clients make a link to one of it.
fn contact_mail(app: &App) -> &str {
    let contact = &app.config.community.contact;
    let is_mail = contact.contains('@') && !contact.contains(char::is_whitespace);
    if is_mail { contact } else { "" }
}

fn languages() -> Vec<&'static str> {
    Language::ALL.iter().map(|language| language.code()).collect()
}

/// The kinds of pictures that can be sent.
fn media_types(app: &App) -> Vec<&'static str> {
    let kinds = media::Kind::ALL.iter().map(|kind| kind.media_type());
    kinds.filter(|_| app.config.media.enabled).collect()
}

fn configuration(app: &App, push_key: &str) -> Value {
    let everybody = json!({ "local": "public", "remote": "public" });
    json!({
        "urls": {
            "streaming": app.urls.sockets(),
            "about": app.urls.absolute("/about"),
            "privacy_policy": app.urls.absolute("/privacy"),
            "terms_of_service": null,
            "status": null,
        },
        "vapid": { "public_key": push_key },
        "accounts": { "max_featured_tags": MAX_FEATURED_TAGS, "max_pinned_statuses": post::MAX_PINS, "max_profile_fields": MAX_FIELDS },
        "statuses": {
            "max_characters": MAX_CHARACTERS,
            "max_media_attachments": if app.config.media.enabled { media::MAX_PER_POST } else { 0 },
            "characters_reserved_per_url": 23,
            "supported_mime_types": ["text/plain"],
        },
        // Pictures only; the keys for films have to be there all the same, with numbers above nothing.
        "media_attachments": {
            "supported_mime_types": media_types(app),
            "description_limit": media::MAX_DESCRIPTION,
            "image_size_limit": media::MAX_BYTES,
            "image_matrix_limit": media::MAX_PIXELS,
            "video_size_limit": 1,
            "video_frame_rate_limit": 1,
            "video_matrix_limit": 1,
        },
        "polls": {
            "max_options": poll::MAX_OPTIONS,
            "max_characters_per_option": poll::MAX_OPTION_CHARACTERS,
            "min_expiration": poll::MIN_SECONDS,
            "max_expiration": poll::MAX_SECONDS,
        },
        // A story may have editions in other languages, with a service behind or without: asking makes sense.
        "translation": { "enabled": true },
        "timelines_access": {
            "live_feeds": everybody,
            "hashtag_feeds": everybody,
            "trending_link_feeds": { "local": "disabled", "remote": "disabled" },
        },
        "limited_federation": app.config.federation.mode.is_by_choice(),
        "stories": stories(app),
    })
}

/// What clients can know of stories (`docs/story-format.md`); the number in `api_versions.stories` grows when
/// something is taken away, this table when something is added.
fn stories(app: &App) -> Value {
    json!({
        "schema_version": SCHEMA_VERSION,
        "schema": app.urls.absolute("/schemas/patient-story.json"),
        "review": app.config.review.mode.code(),
        "guide": app.config.guide.enabled.then_some(app.config.guide.handle.as_str()),
    })
}
