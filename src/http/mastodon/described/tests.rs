//! The words and the routes are the same, and so is the page in docs/.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use super::words::Kind;
use super::{Answer, Described, State, all, endpoints, entities, scopes_of};

/// Where the page stands.
const PAGE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/client-api.md");
/// What stands above the table, written by hand.
const HEAD: &str = include_str!("page.md");

#[test]
fn every_route_of_the_client_api_is_told_in_words_and_every_word_has_its_route() {
    let routes: BTreeSet<(String, String)> = endpoints()
        .into_iter()
        .flat_map(|found| {
            found.methods.into_iter().map(move |method| (method.to_owned(), found.path.clone()))
        })
        .collect();
    let told = super::LINES.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    let told: BTreeSet<(String, String)> = told
        .map(|line| {
            let mut columns = line.split('\t');
            (columns.next().unwrap().to_owned(), columns.next().unwrap_or_default().to_owned())
        })
        .collect();
    let silent: Vec<_> = routes.difference(&told).collect();
    let gone: Vec<_> = told.difference(&routes).collect();
    assert!(
        silent.is_empty() && gone.is_empty(),
        "not told: {silent:#?}\ntold, but there is no route: {gone:#?}"
    );
    assert_eq!(all().len(), told.len(), "a line can't be read, or stands twice");
}

#[test]
fn every_entity_that_is_named_is_told_and_every_one_that_is_told_is_named() {
    let lines = super::lines_of(super::ENTITIES).count();
    let entities = entities();
    assert_eq!(entities.len(), lines, "a line of the entities can't be read");
    let told: BTreeSet<&str> = entities.iter().map(|entity| entity.name).collect();
    assert_eq!(told.len(), lines, "an entity is told twice");
    let endpoints = all();
    let words = endpoints.iter().flat_map(|endpoint| &endpoint.parameters);
    let words = words.chain(entities.iter().flat_map(|entity| &entity.keys));
    let mut named: BTreeSet<&str> = BTreeSet::from(["Failure"]);
    named.extend(words.filter_map(|word| if let Kind::Entity(name) = word.kind { Some(name) } else { None }));
    named.extend(endpoints.iter().flat_map(|endpoint| match endpoint.answer {
        Answer::List("String") | Answer::Nothing | Answer::Object | Answer::Words | Answer::Events => {
            Vec::new()
        }
        Answer::One(name) | Answer::List(name) => vec![name],
        Answer::Either(one, other) => vec![one, other],
    }));
    let wrong: Vec<_> = named.symmetric_difference(&told).collect();
    assert!(wrong.is_empty(), "only named, or only told: {wrong:?}");
}

#[test]
#[expect(clippy::disallowed_methods, reason = "says whether the page is written anew")]
fn the_page_about_the_client_api_is_made_from_the_routes() {
    if std::env::var("ANAMNESIS_TEST_BLESS").is_ok() {
        std::fs::write(PAGE, page()).unwrap();
    }
    assert_eq!(std::fs::read_to_string(PAGE).unwrap_or_default(), page(), "run with ANAMNESIS_TEST_BLESS=1");
}

fn page() -> String {
    let endpoints = endpoints();
    let mut page = HEAD.to_owned();
    let mut about = String::new();
    for described in all() {
        let heading = heading_of(described.path);
        if heading != about {
            write!(page, "\n## {heading}\n\n| endpoint | scope | | what |\n|---|---|---|---|\n").unwrap();
            about = heading;
        }
        line(&mut page, &described, scopes_of(&endpoints, described.method, described.path));
    }
    page
}

fn line(page: &mut String, described: &Described, scopes: &[&str]) {
    let state = match described.state {
        State::Works => "✓",
        State::Empty => "none",
    };
    let Described { method, path, what, .. } = described;
    let scopes = if scopes.is_empty() { "–".to_owned() } else { scopes.join(" or ") };
    writeln!(page, "| `{method} {path}` | {scopes} | {state} | {what} |").unwrap();
}

/// The first word of a path below its version: `/api/v1/statuses/{id}` is about statuses.
fn heading_of(path: &str) -> String {
    let words: Vec<&str> = path.split('/').filter(|word| !word.is_empty()).collect();
    match words.as_slice() {
        ["api", _, about, ..] => (*about).to_owned(),
        [first, ..] => (*first).to_owned(),
        [] => String::new(),
    }
}
