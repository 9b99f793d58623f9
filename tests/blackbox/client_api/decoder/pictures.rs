//! What a picture has to be.

use super::Kind::{self, Entity, Id, Link, Maybe, Number, Optional, Text, Whole};
use super::Shape;

/// A picture.
pub const MEDIA: Kind = Entity(media);

/// As Tusky reads one: an address always, also where the picture is not ready, which is checked by itself.
fn media() -> Shape {
    vec![
        ("id", Id),
        ("type", Text),
        ("url", Link),
        ("preview_url", Maybe(&Link)),
        ("remote_url", Maybe(&Link)),
        ("description", Maybe(&Text)),
        ("blurhash", Maybe(&Text)),
        (
            "meta",
            Entity(|| {
                vec![
                    ("original", Optional(&SIZE)),
                    ("small", Optional(&SIZE)),
                    ("focus", Entity(|| vec![("x", Number), ("y", Number)])),
                ]
            }),
        ),
    ]
}

const SIZE: Kind = Entity(|| vec![("width", Whole), ("height", Whole), ("size", Text), ("aspect", Number)]);
