//! Words as JSON Schema: what the OpenAPI document says of entities and parameters.

use utoipa::openapi::RefOr;
use utoipa::openapi::schema::{
    AdditionalProperties, AnyOfBuilder, ArrayBuilder, KnownFormat, ObjectBuilder, Ref, Schema, SchemaFormat,
    SchemaType, Type,
};

use super::words::{Kind, Word};
use super::{Answer, Entity};

/// A time as the API writes it; three digits of seconds' parts and a `Z`, because some clients read nothing else.
const TIME: &str = r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$";

/// The name of an entity among the schemas of the document, which may have no colons.
pub fn name_of(entity: &str) -> String {
    entity.replace("::", ".")
}

/// An object with the entity's keys; clients pass over others.
pub fn entity(entity: &Entity) -> Schema {
    let object = object(entity.keys.iter().map(|word| (*word, value(*word))));
    if entity.open {
        object.additional_properties(Some(AdditionalProperties::FreeForm(true)))
    } else {
        object
    }
    .build()
    .into()
}

/// An object of parameters.
pub fn parameters(words: &[Word]) -> Schema {
    object(words.iter().map(|word| (*word, parameter(*word)))).build().into()
}

/// What a parameter takes. Times are read in every form of ISO 8601.
pub fn parameter(word: Word) -> RefOr<Schema> {
    match word.kind {
        Kind::Time => format(KnownFormat::DateTime).build().into_schema(),
        Kind::Text
        | Kind::Id
        | Kind::Number
        | Kind::Decimal
        | Kind::Flag
        | Kind::Day
        | Kind::Link
        | Kind::File
        | Kind::Object
        | Kind::Choice(_)
        | Kind::Entity(_) => value(word),
    }
}

/// What stands at a key.
fn value(word: Word) -> RefOr<Schema> {
    let one = kind(word.kind);
    let value = if word.list { list(one) } else { one };
    if word.nullable { AnyOfBuilder::new().item(value).item(null()).build().into_schema() } else { value }
}

fn object(keys: impl Iterator<Item = (Word, RefOr<Schema>)>) -> ObjectBuilder {
    keys.fold(ObjectBuilder::new(), |object, (word, schema)| {
        let object = object.property(word.name, schema);
        if word.required { object.required(word.name) } else { object }
    })
}

/// What an endpoint answers with.
pub fn answer(answer: Answer) -> RefOr<Schema> {
    match answer {
        Answer::Nothing | Answer::Object => ObjectBuilder::new().build().into_schema(),
        Answer::Words | Answer::Events => text().build().into_schema(),
        Answer::One(name) => kind_of_answer(name),
        Answer::List(name) => list(kind_of_answer(name)),
        Answer::Either(one, other) => {
            AnyOfBuilder::new().item(named(one)).item(named(other)).build().into_schema()
        }
    }
}

fn kind_of_answer(name: &str) -> RefOr<Schema> {
    if name == "String" { text().build().into_schema() } else { named(name) }
}

fn kind(kind: Kind) -> RefOr<Schema> {
    let number = |kind: Type| ObjectBuilder::new().schema_type(kind);
    match kind {
        Kind::Text => text(),
        Kind::Id => text().pattern(Some("^[0-9]{1,19}$")),
        Kind::Number => number(Type::Integer),
        Kind::Decimal => number(Type::Number),
        Kind::Flag => number(Type::Boolean),
        Kind::Time => format(KnownFormat::DateTime).pattern(Some(TIME)),
        Kind::Day => format(KnownFormat::Date),
        Kind::Link => text().format(Some(SchemaFormat::Custom("uri".to_owned()))),
        Kind::File => format(KnownFormat::Binary),
        Kind::Object => ObjectBuilder::new(),
        Kind::Choice(words) => text().enum_values(Some(words.split('|').filter(|word| !word.is_empty()))),
        Kind::Entity(name) => return named(name),
    }
    .build()
    .into_schema()
}

fn text() -> ObjectBuilder {
    ObjectBuilder::new().schema_type(Type::String)
}

fn format(format: KnownFormat) -> ObjectBuilder {
    text().format(Some(SchemaFormat::KnownFormat(format)))
}

fn null() -> RefOr<Schema> {
    ObjectBuilder::new().schema_type(SchemaType::Type(Type::Null)).build().into_schema()
}

fn list(items: RefOr<Schema>) -> RefOr<Schema> {
    ArrayBuilder::new().items(items).build().into_schema()
}

fn named(entity: &str) -> RefOr<Schema> {
    RefOr::Ref(Ref::from_schema_name(name_of(entity)))
}

/// Builders of utoipa give objects of several types; the document wants one.
trait IntoSchema {
    fn into_schema(self) -> RefOr<Schema>;
}

impl<T: Into<Schema>> IntoSchema for T {
    fn into_schema(self) -> RefOr<Schema> {
        RefOr::T(self.into())
    }
}
