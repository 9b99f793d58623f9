//! The client API told in words: every endpoint with what it does, beside the routes that it is checked against, and every
//! entity that they answer with or take. The OpenAPI document and docs/client-api.md are made from it.

pub mod openapi;
mod schemas;
#[cfg(test)]
mod tests;
mod words;

use self::words::Word;
use super::routes;
use super::table::Endpoint;

/// One line an endpoint: method, path, state, what it does, parameters, answer; tabs between them.
const LINES: &str = include_str!("endpoints.tsv");
/// One line an entity: its name and its keys, with a tab between them.
const ENTITIES: &str = include_str!("entities.tsv");

/// How far an endpoint is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// It does what Mastodon's does, or says where it differs.
    Works,
    /// There is nothing of this kind here, and it says so: an empty list, or 404 for one of them.
    Empty,
}

/// What an endpoint answers with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// An entity.
    One(&'static str),
    /// A list of entities, or of texts.
    List(&'static str),
    /// One of two entities.
    Either(&'static str, &'static str),
    /// An object without keys.
    Nothing,
    /// An object whose keys are told elsewhere.
    Object,
    /// Plain text.
    Words,
    /// Server-sent events.
    Events,
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
    /// What it takes: of the query for GET, DELETE takes either, of the body for the rest.
    pub parameters: Vec<Word>,
    /// What it answers with.
    pub answer: Answer,
}

/// One entity in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entity {
    /// Its name, as Mastodon's documentation writes it.
    pub name: &'static str,
    /// Its keys, also those that it has from another.
    pub keys: Vec<Word>,
    /// Whether it has keys that are told elsewhere.
    pub open: bool,
}

/// Every endpoint in words, in the order of the file. A line that can't be read is left out; a test finds it.
pub fn all() -> Vec<Described> {
    lines_of(LINES).filter_map(described).collect()
}

/// Every entity in words, in the order of the file. A line that can't be read is left out; a test finds it.
pub fn entities() -> Vec<Entity> {
    lines_of(ENTITIES).filter_map(entity).collect()
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

fn lines_of(table: &'static str) -> impl Iterator<Item = &'static str> {
    table.lines().filter(|line| !line.is_empty() && !line.starts_with('#'))
}

fn described(line: &'static str) -> Option<Described> {
    let mut columns = line.split('\t').map(str::trim);
    let (method, path) = (columns.next()?, columns.next()?);
    let state = match columns.next()? {
        "works" => State::Works,
        "empty" => State::Empty,
        _ => return None,
    };
    let (what, parameters, answer) = (columns.next()?, columns.next()?, answer(columns.next()?));
    let parameters = parameters.split(' ').filter(|word| !word.is_empty() && *word != "-");
    let parameters = parameters.map(words::parameter).collect::<Option<Vec<_>>>()?;
    columns.next().is_none().then_some(Described { method, path, state, what, parameters, answer })
}

fn answer(word: &'static str) -> Answer {
    match word {
        "{}" => Answer::Nothing,
        "object" => Answer::Object,
        "words" => Answer::Words,
        "events" => Answer::Events,
        _ => match (word.strip_prefix('[').and_then(|word| word.strip_suffix(']')), word.split_once('|')) {
            (Some(inner), _) => Answer::List(inner),
            (None, Some((one, other))) => Answer::Either(one, other),
            (None, None) => Answer::One(word),
        },
    }
}

fn entity(line: &'static str) -> Option<Entity> {
    let (name, told) = line.split_once('\t')?;
    let mut entity = Entity { name, keys: Vec::new(), open: false };
    for word in told.split(' ').filter(|word| !word.is_empty()) {
        if word == "*" {
            entity.open = true;
        } else if let Some(other) = word.strip_prefix("..") {
            entity.keys.extend(keys_of(other)?);
        } else {
            entity.keys.push(words::key(word)?);
        }
    }
    Some(entity)
}

/// The keys of another entity, which must have them by itself.
fn keys_of(name: &str) -> Option<Vec<Word>> {
    let line = lines_of(ENTITIES).find(|line| line.split('\t').next() == Some(name))?;
    line.split_once('\t')?.1.split(' ').map(words::key).collect()
}
