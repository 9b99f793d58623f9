//! Reading a tree of values into a type, as forgivingly as clients need: numbers and booleans written as text,
//! one value where a list is meant, a list with numbered keys.

use std::fmt;

use serde::Deserialize;
use serde::de::value::{SeqDeserializer, StringDeserializer};
use serde::de::{DeserializeOwned, DeserializeSeed, Deserializer, IntoDeserializer, MapAccess, Visitor};
use serde_json::{Map, Value};

use super::Unreadable;

/// Reads the tree into a type.
pub fn into_typed<T: DeserializeOwned>(tree: Value) -> Result<T, Unreadable> {
    T::deserialize(Lenient(tree)).map_err(|wrong| Unreadable::Wrong {
        name: wrong.path.into_iter().rev().collect::<Vec<_>>().join("."),
        expected: wrong.expected,
    })
}

/// A number that a client may also leave empty or write wrong; then it counts as not given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Count(pub Option<i64>);

impl<'de> Deserialize<'de> for Count {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Ok(Self(Option::<String>::deserialize(deserializer)?.and_then(|text| text.trim().parse().ok())))
    }
}

/// A value that is read forgivingly.
struct Lenient(Value);

/// What was found to be wrong, and where; the path is kept from the inside out.
#[derive(Debug)]
struct Wrong {
    path: Vec<String>,
    expected: &'static str,
}

impl Wrong {
    fn expected(expected: &'static str) -> Self {
        Self { path: Vec::new(), expected }
    }

    fn inside(mut self, name: &str) -> Self {
        self.path.push(name.to_owned());
        self
    }
}

impl fmt::Display for Wrong {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.expected)
    }
}

impl std::error::Error for Wrong {}

impl serde::de::Error for Wrong {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self::expected("one of the known values")
    }

    fn missing_field(field: &'static str) -> Self {
        Self::expected("present").inside(field)
    }
}

impl IntoDeserializer<'_, Wrong> for Lenient {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

impl Lenient {
    /// Where one value is wanted and several were given, the last one counts.
    fn single(self) -> Value {
        match self.0 {
            Value::Array(mut values) => values.pop().unwrap_or(Value::Null),
            value @ (Value::Null
            | Value::Bool(_)
            | Value::Number(_)
            | Value::String(_)
            | Value::Object(_)) => value,
        }
    }

    fn text(self) -> Result<String, Wrong> {
        match self.single() {
            // No text has a NUL in it, and not every database takes one.
            Value::String(text) if text.contains('\0') => Ok(text.replace('\0', "")),
            Value::String(text) => Ok(text),
            Value::Number(number) => Ok(number.to_string()),
            Value::Bool(value) => Ok(value.to_string()),
            Value::Null => Ok(String::new()),
            Value::Array(_) | Value::Object(_) => Err(Wrong::expected("text")),
        }
    }

    fn flag(self) -> Result<bool, Wrong> {
        let text = self.text().map_err(|_wrong| Wrong::expected("true or false"))?;
        match text.trim().to_ascii_lowercase().as_str() {
            "true" | "1" | "on" | "yes" | "t" => Ok(true),
            "false" | "0" | "off" | "no" | "f" | "" | "none" | "null" | "undefined" => Ok(false),
            _ => Err(Wrong::expected("true or false")),
        }
    }

    fn number(self) -> Result<i64, Wrong> {
        let text = self.text().map_err(|_wrong| Wrong::expected("a whole number"))?;
        text.trim().parse().map_err(|_error| Wrong::expected("a whole number"))
    }

    /// A list as it is, a single value as a list of one, an object with numbered keys in their order.
    fn items(self) -> Result<Vec<Self>, Wrong> {
        match self.0 {
            Value::Null => Ok(Vec::new()),
            Value::String(text) if text.is_empty() => Ok(Vec::new()),
            Value::Array(values) => Ok(values.into_iter().map(Self).collect()),
            Value::Object(map) => numbered(map),
            value @ (Value::Bool(_) | Value::Number(_) | Value::String(_)) => Ok(vec![Self(value)]),
        }
    }
}

fn numbered(map: Map<String, Value>) -> Result<Vec<Lenient>, Wrong> {
    let items: Option<Vec<(u64, Value)>> =
        map.into_iter().map(|(key, value)| Some((key.parse().ok()?, value))).collect();
    let mut items = items.ok_or_else(|| Wrong::expected("a list"))?;
    items.sort_by_key(|(place, _)| *place);
    Ok(items.into_iter().map(|(_, value)| Lenient(value)).collect())
}

impl<'de> Deserializer<'de> for Lenient {
    type Error = Wrong;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Wrong> {
        match self.0 {
            Value::Null => visitor.visit_unit(),
            Value::Bool(value) => visitor.visit_bool(value),
            Value::Number(number) => match number.as_i64() {
                Some(whole) => visitor.visit_i64(whole),
                None => visitor.visit_f64(number.as_f64().unwrap_or_default()),
            },
            Value::String(text) => visitor.visit_string(text),
            value @ Value::Array(_) => Self(value).deserialize_seq(visitor),
            value @ Value::Object(_) => Self(value).deserialize_map(visitor),
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Wrong> {
        visitor.visit_bool(self.flag()?)
    }

    fn deserialize_i64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Wrong> {
        visitor.visit_i64(self.number()?)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Wrong> {
        visitor.visit_string(self.text()?)
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Wrong> {
        visitor.visit_string(self.text()?)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Wrong> {
        if self.0.is_null() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Wrong> {
        visitor.visit_seq(SeqDeserializer::new(self.items()?.into_iter()))
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Wrong> {
        match self.0 {
            Value::Object(map) => visitor.visit_map(Entries { left: map.into_iter(), current: None }),
            Value::Null => visitor.visit_map(Entries { left: Map::new().into_iter(), current: None }),
            Value::String(text) if text.is_empty() => {
                visitor.visit_map(Entries { left: Map::new().into_iter(), current: None })
            }
            Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => {
                Err(Wrong::expected("an object"))
            }
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Wrong> {
        self.deserialize_map(visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Wrong> {
        let name: StringDeserializer<Wrong> = self.text()?.into_deserializer();
        visitor.visit_enum(name)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Wrong> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Wrong> {
        visitor.visit_unit()
    }

    serde::forward_to_deserialize_any! {
        i8 i16 i32 i128 u8 u16 u32 u64 u128 f32 f64 char bytes byte_buf unit unit_struct tuple tuple_struct
        identifier
    }
}

/// The entries of an object; an error inside one of them gets its name.
struct Entries {
    left: serde_json::map::IntoIter,
    current: Option<(String, Value)>,
}

impl<'de> MapAccess<'de> for Entries {
    type Error = Wrong;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Wrong> {
        let Some((key, value)) = self.left.next() else { return Ok(None) };
        let name: StringDeserializer<Wrong> = key.clone().into_deserializer();
        self.current = Some((key, value));
        seed.deserialize(name).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Wrong> {
        let (key, value) = self.current.take().unwrap_or_default();
        seed.deserialize(Lenient(value)).map_err(|wrong| wrong.inside(&key))
    }
}
