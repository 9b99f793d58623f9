//! A reader as strict as the strictest clients: Ice Cubes and mastodon-android drop a whole answer when one
//! declared key is missing or of another type.

use serde_json::Value;

/// What a value has to be.
#[derive(Clone, Copy)]
pub enum Kind {
    /// Decimal digits in a text, below 2⁶³.
    Id,
    /// Any text.
    Text,
    /// True or false.
    Flag,
    /// A whole number.
    Whole,
    /// `YYYY-MM-DDTHH:MM:SS.sssZ` and nothing else.
    Time,
    /// `YYYY-MM-DD`.
    Day,
    /// A whole http(s) address.
    Link,
    /// Any object.
    Object,
    /// The key is there; the value may be null.
    Maybe(&'static Kind),
    /// The key may be missing.
    Optional(&'static Kind),
    /// A list of these.
    Each(&'static Kind),
    /// An object with at least these keys.
    Entity(fn() -> Shape),
}

/// The declared keys of an object.
pub type Shape = Vec<(&'static str, Kind)>;

use Kind::{Day, Each, Entity, Flag, Id, Link, Maybe, Object, Optional, Text, Time, Whole};

/// Fails with the path of everything that does not fit.
pub fn check(kind: Kind, value: &Value) {
    let mut wrong = Vec::new();
    walk(kind, value, "$", &mut wrong);
    assert!(wrong.is_empty(), "a strict client drops this answer:\n  {}\n{value:#}", wrong.join("\n  "));
}

fn walk(kind: Kind, value: &Value, path: &str, wrong: &mut Vec<String>) {
    let text = value.as_str().unwrap_or_default();
    let fits = match kind {
        Id => {
            !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) && text.parse::<i64>().is_ok()
        }
        Text => value.is_string(),
        Flag => value.is_boolean(),
        Whole => value.is_i64(),
        Time => fits_pattern(text, "dddd-dd-ddTdd:dd:dd.dddZ"),
        Day => fits_pattern(text, "dddd-dd-dd"),
        Link => text.starts_with("http://") || text.starts_with("https://"),
        Object => value.is_object(),
        Maybe(inner) | Optional(inner) => {
            if !value.is_null() {
                walk(*inner, value, path, wrong);
            }
            true
        }
        Each(inner) => {
            for (at, item) in value.as_array().into_iter().flatten().enumerate() {
                walk(*inner, item, &format!("{path}[{at}]"), wrong);
            }
            value.is_array()
        }
        Entity(shape) => {
            for (key, kind) in shape() {
                match value.get(key) {
                    Some(inner) => walk(kind, inner, &format!("{path}.{key}"), wrong),
                    None if matches!(kind, Optional(_)) => {}
                    None => wrong.push(format!("{path}.{key} is missing")),
                }
            }
            value.is_object()
        }
    };
    if !fits {
        wrong.push(format!("{path} is {value}"));
    }
}

/// `d` stands for a digit, everything else for itself.
fn fits_pattern(text: &str, pattern: &str) -> bool {
    text.len() == pattern.len()
        && text.bytes().zip(pattern.bytes()).all(|(byte, wanted)| match wanted {
            b'd' => byte.is_ascii_digit(),
            mark => byte == mark,
        })
}

pub const ACCOUNT: Kind = Entity(account);
pub const CREDENTIALS: Kind = Entity(credentials);
pub const STATUS: Kind = Entity(status);
pub const STATUSES: Kind = Each(&STATUS);
pub const CONTEXT: Kind = Entity(|| vec![("ancestors", STATUSES), ("descendants", STATUSES)]);
pub const RELATIONSHIP: Kind = Entity(relationship);
pub const NOTIFICATION: Kind = Entity(notification);
pub const GROUPS: Kind = Entity(|| {
    vec![
        ("accounts", Each(&ACCOUNT)),
        ("partial_accounts", Optional(&Each(&Entity(face)))),
        ("statuses", STATUSES),
        ("notification_groups", Each(&Entity(group))),
    ]
});
pub const INSTANCE: Kind = Entity(instance);
pub const INSTANCE_V1: Kind = Entity(instance_v1);
pub const APPLICATION: Kind = Entity(application);
pub const TOKEN: Kind =
    Entity(|| vec![("access_token", Text), ("token_type", Text), ("scope", Text), ("created_at", Whole)]);
pub const SEARCH: Kind =
    Entity(|| vec![("accounts", Each(&ACCOUNT)), ("statuses", STATUSES), ("hashtags", Each(&TAG))]);
pub const TAG: Kind = Entity(|| vec![("name", Text), ("url", Link)]);
pub const SOURCE: Kind = Entity(|| vec![("id", Id), ("text", Text), ("spoiler_text", Text)]);
pub const EDIT: Kind = Entity(|| {
    vec![
        ("content", Text),
        ("spoiler_text", Text),
        ("sensitive", Flag),
        ("created_at", Time),
        ("account", ACCOUNT),
        ("media_attachments", Each(&Object)),
        ("emojis", Each(&Object)),
    ]
});
pub const REPORT: Kind = Entity(|| {
    vec![
        ("id", Id),
        ("action_taken", Flag),
        ("action_taken_at", Maybe(&Time)),
        ("category", Text),
        ("comment", Text),
        ("forwarded", Flag),
        ("created_at", Time),
        ("status_ids", Maybe(&Each(&Id))),
        ("rule_ids", Maybe(&Each(&Id))),
        ("target_account", ACCOUNT),
    ]
});
pub const FILTER: Kind = Entity(|| {
    let mut shape = filter_head();
    shape.push(("keywords", Each(&Entity(|| vec![("id", Id), ("keyword", Text), ("whole_word", Flag)]))));
    shape.push(("statuses", Each(&Entity(|| vec![("id", Id), ("status_id", Id)]))));
    shape
});
pub const FILTER_V1: Kind = Entity(|| {
    vec![
        ("id", Id),
        ("phrase", Text),
        ("context", Each(&Text)),
        ("expires_at", Maybe(&Time)),
        ("irreversible", Flag),
        ("whole_word", Flag),
    ]
});
pub const LIST: Kind =
    Entity(|| vec![("id", Id), ("title", Text), ("replies_policy", Text), ("exclusive", Flag)]);
pub const HASHTAG: Kind = Entity(|| {
    vec![
        ("name", Text),
        ("url", Link),
        ("history", Each(&Entity(|| vec![("day", Text), ("uses", Text), ("accounts", Text)]))),
        ("following", Optional(&Flag)),
        ("featuring", Optional(&Flag)),
    ]
});
pub const FEATURED_TAG: Kind = Entity(|| {
    vec![("id", Id), ("name", Text), ("url", Link), ("statuses_count", Text), ("last_status_at", Maybe(&Day))]
});
pub const ANNOUNCEMENT: Kind = Entity(|| {
    vec![
        ("id", Id),
        ("content", Text),
        ("starts_at", Maybe(&Time)),
        ("ends_at", Maybe(&Time)),
        ("all_day", Flag),
        ("published_at", Time),
        ("updated_at", Time),
        ("read", Flag),
        ("mentions", Each(&Object)),
        ("statuses", Each(&Object)),
        ("tags", Each(&Object)),
        ("emojis", Each(&Object)),
        ("reactions", Each(&Entity(|| vec![("name", Text), ("count", Whole), ("me", Flag)]))),
    ]
});
pub const FAILURE: Kind = Entity(|| vec![("error", Text)]);

fn account() -> Shape {
    vec![
        ("id", Id),
        ("username", Text),
        ("acct", Text),
        ("url", Link),
        ("uri", Link),
        ("display_name", Text),
        ("note", Text),
        ("avatar", Link),
        ("avatar_static", Link),
        ("header", Link),
        ("header_static", Link),
        ("locked", Flag),
        ("bot", Flag),
        ("group", Flag),
        ("discoverable", Flag),
        ("created_at", Time),
        ("last_status_at", Maybe(&Day)),
        ("statuses_count", Whole),
        ("followers_count", Whole),
        ("following_count", Whole),
        ("emojis", Each(&Object)),
        ("fields", Each(&Entity(field))),
        ("roles", Each(&Entity(|| vec![("id", Text), ("name", Text), ("color", Text)]))),
    ]
}

fn field() -> Shape {
    vec![("name", Text), ("value", Text), ("verified_at", Maybe(&Time))]
}

fn credentials() -> Shape {
    let mut shape = account();
    shape.push(("source", Entity(source)));
    shape.push((
        "role",
        Entity(|| vec![("id", Text), ("name", Text), ("color", Text), ("permissions", Text)]),
    ));
    shape
}

fn source() -> Shape {
    vec![
        ("privacy", Text),
        ("sensitive", Flag),
        ("language", Maybe(&Text)),
        ("note", Text),
        ("fields", Each(&Entity(field))),
        ("follow_requests_count", Whole),
    ]
}

fn status() -> Shape {
    vec![
        ("id", Id),
        ("uri", Link),
        ("url", Maybe(&Link)),
        ("created_at", Time),
        ("edited_at", Maybe(&Time)),
        ("account", ACCOUNT),
        ("content", Text),
        ("visibility", Text),
        ("sensitive", Flag),
        ("spoiler_text", Text),
        ("media_attachments", Each(&Object)),
        ("mentions", Each(&Entity(|| vec![("id", Id), ("username", Text), ("url", Link), ("acct", Text)]))),
        ("tags", Each(&TAG)),
        ("emojis", Each(&Object)),
        ("reblogs_count", Whole),
        ("favourites_count", Whole),
        ("replies_count", Whole),
        ("in_reply_to_id", Maybe(&Id)),
        ("in_reply_to_account_id", Maybe(&Id)),
        ("reblog", Maybe(&STATUS)),
        ("poll", Maybe(&Object)),
        ("card", Maybe(&Entity(card))),
        ("language", Maybe(&Text)),
        ("application", Optional(&Entity(|| vec![("name", Text), ("website", Maybe(&Link))]))),
        ("favourited", Optional(&Flag)),
        ("reblogged", Optional(&Flag)),
        ("bookmarked", Optional(&Flag)),
        ("muted", Optional(&Flag)),
        ("pinned", Optional(&Flag)),
        ("filtered", Optional(&Each(&Entity(filter_result)))),
        ("story", Optional(&Object)),
    ]
}

fn filter_head() -> Shape {
    vec![
        ("id", Id),
        ("title", Text),
        ("context", Each(&Text)),
        ("expires_at", Maybe(&Time)),
        ("filter_action", Text),
    ]
}

fn filter_result() -> Shape {
    vec![
        ("filter", Entity(filter_head)),
        ("keyword_matches", Maybe(&Each(&Text))),
        ("status_matches", Maybe(&Each(&Id))),
    ]
}

fn card() -> Shape {
    vec![("url", Link), ("title", Text), ("description", Text), ("type", Text)]
}

fn relationship() -> Shape {
    let flags = [
        "following",
        "showing_reblogs",
        "notifying",
        "followed_by",
        "blocking",
        "blocked_by",
        "muting",
        "muting_notifications",
        "requested",
        "requested_by",
        "domain_blocking",
        "endorsed",
    ];
    flags
        .into_iter()
        .map(|key| (key, Flag))
        .chain([("id", Id), ("note", Text), ("languages", Maybe(&Each(&Text)))])
        .collect()
}

fn notification() -> Shape {
    vec![
        ("id", Id),
        ("type", Text),
        ("created_at", Time),
        ("account", ACCOUNT),
        ("group_key", Text),
        ("status", Optional(&STATUS)),
    ]
}

fn group() -> Shape {
    vec![
        ("group_key", Text),
        ("notifications_count", Whole),
        ("type", Text),
        ("most_recent_notification_id", Whole),
        ("page_min_id", Id),
        ("page_max_id", Id),
        ("latest_page_notification_at", Time),
        ("sample_account_ids", Each(&Id)),
        ("status_id", Optional(&Id)),
    ]
}

fn face() -> Shape {
    vec![
        ("id", Id),
        ("acct", Text),
        ("locked", Flag),
        ("bot", Flag),
        ("url", Link),
        ("avatar", Link),
        ("avatar_static", Link),
    ]
}

fn application() -> Shape {
    vec![
        ("id", Id),
        ("name", Text),
        ("website", Maybe(&Link)),
        ("scopes", Each(&Text)),
        ("redirect_uri", Text),
        ("redirect_uris", Each(&Text)),
        ("client_id", Text),
        ("client_secret", Text),
        ("client_secret_expires_at", Whole),
        ("vapid_key", Text),
    ]
}

fn instance() -> Shape {
    vec![
        ("domain", Text),
        ("title", Text),
        ("version", Text),
        ("source_url", Link),
        ("description", Text),
        ("usage", Entity(|| vec![("users", Entity(|| vec![("active_month", Whole)]))])),
        ("thumbnail", Entity(|| vec![("url", Link)])),
        ("icon", Each(&Object)),
        ("languages", Each(&Text)),
        ("configuration", Entity(configuration)),
        (
            "registrations",
            Entity(|| {
                vec![
                    ("enabled", Flag),
                    ("approval_required", Flag),
                    ("message", Maybe(&Text)),
                    ("url", Maybe(&Link)),
                ]
            }),
        ),
        ("api_versions", Object),
        ("contact", Entity(|| vec![("email", Text), ("account", Maybe(&ACCOUNT))])),
        ("rules", Each(&Entity(|| vec![("id", Text), ("text", Text), ("hint", Text)]))),
    ]
}

fn instance_v1() -> Shape {
    vec![
        ("uri", Text),
        ("title", Text),
        ("short_description", Text),
        ("description", Text),
        ("email", Text),
        ("version", Text),
        ("urls", Object),
        ("stats", Entity(|| vec![("user_count", Whole), ("status_count", Whole), ("domain_count", Whole)])),
        ("thumbnail", Link),
        ("languages", Each(&Text)),
        ("registrations", Flag),
        ("approval_required", Flag),
        ("invites_enabled", Flag),
        ("max_toot_chars", Whole),
        ("configuration", Entity(configuration)),
        ("contact_account", Maybe(&ACCOUNT)),
        ("rules", Each(&Entity(|| vec![("id", Text), ("text", Text)]))),
    ]
}

fn configuration() -> Shape {
    vec![
        ("urls", Entity(|| vec![("streaming", Optional(&Link))])),
        ("accounts", Entity(|| vec![("max_featured_tags", Whole), ("max_profile_fields", Whole)])),
        (
            "statuses",
            Entity(|| {
                vec![
                    ("max_characters", Whole),
                    ("max_media_attachments", Whole),
                    ("characters_reserved_per_url", Whole),
                ]
            }),
        ),
        (
            "media_attachments",
            Entity(|| {
                vec![
                    ("supported_mime_types", Each(&Text)),
                    ("image_size_limit", Whole),
                    ("image_matrix_limit", Whole),
                    ("video_size_limit", Whole),
                    ("video_frame_rate_limit", Whole),
                    ("video_matrix_limit", Whole),
                    ("description_limit", Whole),
                ]
            }),
        ),
        (
            "polls",
            Entity(|| {
                vec![
                    ("max_options", Whole),
                    ("max_characters_per_option", Whole),
                    ("min_expiration", Whole),
                    ("max_expiration", Whole),
                ]
            }),
        ),
        ("translation", Entity(|| vec![("enabled", Flag)])),
    ]
}
