//! The small language of the two tables: a key or parameter as `name:kind`, with marks for lists, for null and for what
//! may be missing.

/// The kind of value that a key or a parameter takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Text.
    Text,
    /// Decimal digits.
    Id,
    /// A whole number.
    Number,
    /// A number with digits behind the point.
    Decimal,
    /// A switch.
    Flag,
    /// `YYYY-MM-DDTHH:MM:SS.sssZ`.
    Time,
    /// `YYYY-MM-DD`.
    Day,
    /// A whole address.
    Link,
    /// A file in a form.
    File,
    /// Keys that are told nowhere.
    Object,
    /// One of these words, with bars between them.
    Choice(&'static str),
    /// An object of the table of entities.
    Entity(&'static str),
}

/// A key of an entity, or a parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word {
    /// Its name, without the brackets of a list.
    pub name: &'static str,
    /// What it takes.
    pub kind: Kind,
    /// Whether it is a list.
    pub list: bool,
    /// A parameter without which the endpoint fails; a key that is always there.
    pub required: bool,
    /// Whether null may stand there.
    pub nullable: bool,
}

/// A parameter: `name`, `name:kind`, with `[]` before the kind for a list and `!` at the end where it must be there.
pub fn parameter(word: &'static str) -> Option<Word> {
    let bare = word.trim_end_matches('!');
    Some(Word { required: bare != word, ..read(bare)? })
}

/// A key of an entity: the same with `?` at the end where it may be null and `~` where it may be missing.
pub fn key(word: &'static str) -> Option<Word> {
    let bare = word.trim_end_matches(['?', '~']);
    let marks = word.get(bare.len()..)?;
    Some(Word { required: !marks.contains('~'), nullable: marks.contains('?'), ..read(bare)? })
}

/// Where the name itself has colons, an equals sign stands before the kind.
fn read(word: &'static str) -> Option<Word> {
    let (name, kind) = word.split_once('=').or_else(|| word.split_once(':')).unwrap_or((word, "text"));
    let list = name.ends_with("[]");
    let kind = match kind {
        "text" => Kind::Text,
        "id" => Kind::Id,
        "number" => Kind::Number,
        "decimal" => Kind::Decimal,
        "flag" => Kind::Flag,
        "time" => Kind::Time,
        "day" => Kind::Day,
        "link" => Kind::Link,
        "file" => Kind::File,
        "object" => Kind::Object,
        name if name.starts_with(|letter: char| letter.is_ascii_uppercase()) && !name.contains('|') => {
            Kind::Entity(name)
        }
        words if words.contains('|') => Kind::Choice(words),
        _ => return None,
    };
    Some(Word { name: name.trim_end_matches("[]"), kind, list, required: false, nullable: false })
}
