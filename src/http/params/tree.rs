//! Form text as a tree: `fields_attributes[0][name]=x` becomes `{"fields_attributes": {"0": {"name": "x"}}}`.

use percent_encoding::percent_decode;
use serde_json::{Map, Value};

use super::Unreadable;

/// Nothing that we read is nested deeper.
const MAX_DEPTH: usize = 5;

/// Reads `a=1&b[]=2` into `said`.
pub fn read_form(text: &[u8], said: &mut Map<String, Value>) -> Result<(), Unreadable> {
    for pair in text.split(|byte| *byte == b'&').filter(|pair| !pair.is_empty()) {
        let mut halves = pair.splitn(2, |byte| *byte == b'=');
        let key = decoded(halves.next().unwrap_or_default())?;
        let value = decoded(halves.next().unwrap_or_default())?;
        insert(said, &key, Value::String(value));
    }
    Ok(())
}

/// Puts a value where its key says. A key whose brackets do not close is taken as it stands.
pub fn insert(said: &mut Map<String, Value>, key: &str, value: Value) {
    let steps = steps(key);
    let Some((first, rest)) = steps.split_first() else { return };
    put(said.entry(*first).or_insert(Value::Null), rest, value);
}

fn decoded(bytes: &[u8]) -> Result<String, Unreadable> {
    let spaced: Vec<u8> = bytes.iter().map(|byte| if *byte == b'+' { b' ' } else { *byte }).collect();
    let text = percent_decode(&spaced).decode_utf8().map_err(|_invalid| Unreadable::NotText)?;
    Ok(text.into_owned())
}

/// `a[b][]` as `a`, `b` and an empty step, which means one more of a list.
fn steps(key: &str) -> Vec<&str> {
    let Some((name, brackets)) = key.split_once('[') else { return vec![key] };
    let Some(inner) = brackets.strip_suffix(']') else { return vec![key] };
    let steps: Vec<&str> = std::iter::once(name).chain(inner.split("][")).collect();
    let is_broken = name.is_empty() || steps.iter().any(|step| step.contains(['[', ']']));
    if is_broken || steps.len() > MAX_DEPTH { vec![key] } else { steps }
}

fn put(place: &mut Value, steps: &[&str], value: Value) {
    match steps.split_first() {
        None => *place = repeated(place.take(), value),
        Some((&"", rest)) => *place = Value::Array(added(place.take(), rest, value)),
        Some((step, rest)) => {
            let mut map = match place.take() {
                Value::Object(map) => map,
                Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Array(_) => {
                    Map::new()
                }
            };
            put(map.entry(*step).or_insert(Value::Null), rest, value);
            *place = Value::Object(map);
        }
    }
}

/// One more of a list: `a[][x]` begins a new item when the last one already has an `x`.
fn added(earlier: Value, rest: &[&str], value: Value) -> Vec<Value> {
    let mut items = listed(earlier);
    match (rest.first(), items.last_mut()) {
        (Some(step), Some(Value::Object(item))) if !item.contains_key(*step) => {
            let inner = rest.get(1..).unwrap_or_default();
            put(item.entry(*step).or_insert(Value::Null), inner, value);
        }
        (Some(_) | None, _) => {
            let mut item = Value::Null;
            put(&mut item, rest, value);
            items.push(item);
        }
    }
    items
}

/// A key that comes twice has two values; whoever wants one takes the last.
fn repeated(earlier: Value, value: Value) -> Value {
    if earlier.is_null() {
        return value;
    }
    let mut values = listed(earlier);
    values.push(value);
    Value::Array(values)
}

fn listed(value: Value) -> Vec<Value> {
    match value {
        Value::Null => Vec::new(),
        Value::Array(values) => values,
        value @ (Value::Bool(_) | Value::Number(_) | Value::String(_) | Value::Object(_)) => vec![value],
    }
}
