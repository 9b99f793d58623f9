//! What the server says of itself and its limits, in both versions that clients ask for.
//!
//! Clients refuse to sign in when one key of `configuration` is missing, so it is complete, also where it says
//! that something is not to be had. What is not there is not advertised: no `streaming` address, and no more in
//! `api_versions` and the version than grouped notices (2, 4.3), at which clients stop asking for others.

use serde_json::{Value, json};

use crate::app::App;
use crate::base::i18n::{self, Language};
use crate::domain::stats::Size;
use crate::domain::timeline::featured_tag::MOST as MAX_FEATURED_TAGS;

/// What clients read features from; it must begin with three numbers.
const VERSION: &str = concat!("4.3.0 (compatible; Anamnesis ", env!("CARGO_PKG_VERSION"), ")");
/// The longest story in all its language versions together, in characters.
const MAX_CHARACTERS: u32 = 60_000;
/// How many lines a profile's table may have.
const MAX_FIELDS: u32 = 4;

/// Keys of the catalogue's rules; each has its reason at the same key with `-why`.
const RULES: [&str; 7] =
    ["rules-own", "rules-hidden", "rules-kind", "rules-method", "rules-advice", "rules-trade", "rules-age"];

/// The second version.
pub fn v2(app: &App, language: Language, size: Size) -> Value {
    let community = &app.config.community;
    json!({
        "domain": app.urls.domain(),
        "title": community.name,
        "version": VERSION,
        "source_url": app.urls.absolute("/about"),
        "description": description(app, language),
        "usage": { "users": { "active_month": size.members } },
        "thumbnail": { "url": super::pictures::header(&app.urls), "blurhash": null, "versions": {} },
        "icon": [],
        "languages": languages(),
        "configuration": configuration(app),
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
pub fn v1(app: &App, language: Language, size: Size) -> Value {
    let community = &app.config.community;
    json!({
        "uri": app.urls.domain(),
        "title": community.name,
        "short_description": description(app, language),
        "description": description(app, language),
        "email": contact_mail(app),
        "version": VERSION,
        "urls": {},
        "stats": { "user_count": size.members, "status_count": size.posts, "domain_count": size.peers },
        "thumbnail": super::pictures::header(&app.urls),
        "languages": languages(),
        "registrations": false,
        "approval_required": true,
        "invites_enabled": false,
        "max_toot_chars": MAX_CHARACTERS,
        "configuration": configuration(app),
        "contact_account": null,
        "rules": rules(app, language),
    })
}

/// The community's rules, numbered: the operator's own, else the catalogue's with their reasons.
pub fn rules(app: &App, language: Language) -> Value {
    let own = &app.config.community.rules;
    let said: Vec<(String, String)> = if own.is_empty() {
        let word = |key: &str| i18n::text(language, key, &[]);
        RULES.iter().map(|key| (word(key), word(&format!("{key}-why")))).collect()
    } else {
        own.iter().map(|rule| (rule.clone(), String::new())).collect()
    };
    said.iter()
        .enumerate()
        .map(|(at, (text, hint))| json!({ "id": (at + 1).to_string(), "text": text, "hint": hint }))
        .collect()
}

/// Whether one of the community's rules has this number.
pub fn is_rule(number: i64) -> bool {
    usize::try_from(number).is_ok_and(|number| (1..=RULES.len()).contains(&number))
}

/// What the community is, in the words of its operator or of the catalogue.
pub fn description(app: &App, language: Language) -> String {
    let own = &app.config.community.description;
    if own.is_empty() { i18n::text(language, "api-description", &[]) } else { own.clone() }
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

fn configuration(app: &App) -> Value {
    let everybody = json!({ "local": "public", "remote": "public" });
    json!({
        "urls": {
            "about": app.urls.absolute("/about"),
            "privacy_policy": app.urls.absolute("/privacy"),
            "terms_of_service": null,
            "status": null,
        },
        "accounts": { "max_featured_tags": MAX_FEATURED_TAGS, "max_pinned_statuses": 0, "max_profile_fields": MAX_FIELDS },
        "statuses": {
            "max_characters": MAX_CHARACTERS,
            "max_media_attachments": 0,
            "characters_reserved_per_url": 23,
            "supported_mime_types": ["text/plain"],
        },
        // No pictures, no polls yet; the keys have to be there all the same, with numbers above nothing.
        "media_attachments": {
            "supported_mime_types": [],
            "description_limit": 1500,
            "image_size_limit": 1,
            "image_matrix_limit": 1,
            "video_size_limit": 1,
            "video_frame_rate_limit": 1,
            "video_matrix_limit": 1,
        },
        "polls": {
            "max_options": 4,
            "max_characters_per_option": 50,
            "min_expiration": 300,
            "max_expiration": 2_629_746,
        },
        "translation": { "enabled": false },
        "timelines_access": {
            "live_feeds": everybody,
            "hashtag_feeds": everybody,
            "trending_link_feeds": { "local": "disabled", "remote": "disabled" },
        },
        "limited_federation": false,
        "stories": { "schema_version": 1 },
    })
}
