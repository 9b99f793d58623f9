//! Shapes of what members set up and what all are told, as the strictest clients declare them.

use super::decoder::Kind::{
    self, Day, Each, Entity, Flag, Id, Link, Maybe, Object, Optional, Text, Time, Whole,
};

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
