//! The client API told in words: every endpoint with what it does, beside the routes that it is checked against. The
//! OpenAPI document and docs/client-api.md are made from it.

pub mod openapi;

#[cfg(test)]
mod tests;

use super::routes;
use super::table::Endpoint;

/// One line an endpoint: method, path, state, what it does, parameters, answer; tabs between them.
const LINES: &str = include_str!("endpoints.tsv");

/// How far an endpoint is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// It does what Mastodon's does, or says where it differs.
    Works,
    /// There is nothing of this kind here, and it says so: an empty list, or 404 for one of them.
    Empty,
}

/// The kind of value that a parameter takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Text.
    Text,
    /// Decimal digits.
    Id,
    /// A whole number.
    Number,
    /// A switch.
    Flag,
    /// `YYYY-MM-DDTHH:MM:SSZ`.
    Time,
    /// A file in a form.
    File,
    /// Several keys below this one, as JSON or as `name[key]`.
    Object,
}

/// One parameter: of the query for GET, DELETE takes either, of the body for the rest.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Parameter {
    /// Its name, without the brackets of a list.
    pub name: &'static str,
    /// What it takes.
    pub kind: Kind,
    /// Whether it is a list.
    pub list: bool,
    /// Whether the endpoint fails without it.
    pub required: bool,
}

/// One endpoint in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Described {
    /// GET, POST, PUT, PATCH or DELETE.
    pub method: &'static str,
    /// The path with its variable parts.
    pub path: &'static str,
    /// How far it is.
    pub state: State,
    /// What it does, and where it differs from Mastodon's.
    pub what: &'static str,
    /// What it takes.
    pub parameters: Vec<Parameter>,
    /// The entity it answers with, `[Entity]` for a list, `{}` for an empty object.
    pub answer: &'static str,
}

/// Every endpoint in words, in the order of the file. A line that can't be read is left out; a test finds it.
pub fn all() -> Vec<Described> {
    LINES.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).filter_map(read).collect()
}

/// The routes themselves.
pub fn endpoints() -> Vec<Endpoint> {
    routes::table().into_endpoints()
}

/// The scopes of which a token must reach one for this endpoint, as the routes say.
pub fn scopes_of(endpoints: &[Endpoint], method: &str, path: &str) -> &'static [&'static str] {
    let found = endpoints.iter().find(|found| found.path == path && found.methods.contains(&method));
    found.map_or(&[], |found| found.scopes)
}

fn read(line: &'static str) -> Option<Described> {
    let mut columns = line.split('\t').map(str::trim);
    let (method, path) = (columns.next()?, columns.next()?);
    let state = match columns.next()? {
        "works" => State::Works,
        "empty" => State::Empty,
        _ => return None,
    };
    let (what, parameters, answer) = (columns.next()?, columns.next()?, columns.next()?);
    let parameters = parameters.split(' ').filter(|word| !word.is_empty() && *word != "-");
    let parameters = parameters.map(parameter).collect::<Option<Vec<_>>>()?;
    columns.next().is_none().then_some(Described { method, path, state, what, parameters, answer })
}

/// `name`, `name:kind`, with `[]` before the kind for a list and `!` at the end where it must be there.
fn parameter(word: &'static str) -> Option<Parameter> {
    let required = word.ends_with('!');
    let word = word.trim_end_matches('!');
    let (name, kind) = word.split_once(':').unwrap_or((word, "text"));
    let list = name.ends_with("[]");
    let kind = match kind {
        "text" => Kind::Text,
        "id" => Kind::Id,
        "number" => Kind::Number,
        "flag" => Kind::Flag,
        "time" => Kind::Time,
        "file" => Kind::File,
        "object" => Kind::Object,
        _ => return None,
    };
    Some(Parameter { name: name.trim_end_matches("[]"), kind, list, required })
}
