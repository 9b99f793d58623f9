//! What clients demand of a server's description of itself, in both forms.

use super::Kind::{self, Each, Entity, Flag, Link, Maybe, Object, Socket, Text, Whole};
use super::{ACCOUNT, Shape};

pub const INSTANCE: Kind = Entity(instance);
pub const INSTANCE_V1: Kind = Entity(instance_v1);

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
        ("urls", Entity(|| vec![("streaming_api", Socket)])),
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
        ("urls", Entity(|| vec![("streaming", Socket)])),
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
        ("vapid", Entity(|| vec![("public_key", Text)])),
    ]
}
