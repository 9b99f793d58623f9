//! The house rules that the compiler does not know: who may import whom, and how files are kept.
//!
//! The tables below are the rules; `docs/architecture.md` gives their reasons. Who changes a table writes down
//! why in `docs/decisions/`. Files are read as words, without comments and strings, so a rule needs no compiler.
#![cfg(test)]

use std::fs;
use std::path::{Path, PathBuf};

/// Who may import whom inside `src/`: the first row whose place holds the file counts. A place that ends in `/`
/// is a folder (or the file of the same name); a module that is not named here may be imported by nobody.
const MAY_IMPORT: &[(&str, &[&str])] = &[
    ("base/", &["base"]),
    // Gives every test an app of its own.
    ("store/testing.rs", &["base", "store", "app"]),
    ("store/", &["base", "store"]),
    ("app.rs", &["base", "store"]),
    ("jobs/", &["base", "store", "app", "jobs"]),
    // Rooms may also import rooms that stand above them in `ROOMS`.
    ("domain/", &["base", "store", "app", "jobs", "domain"]),
    ("federation/", &["base", "store", "app", "jobs", "domain", "federation"]),
    ("effects/", &["base", "store", "app", "jobs", "domain", "federation", "effects"]),
    // A door opens on rooms, and never on another door; what doors share lies beside them in `http/`.
    ("http/mastodon/", &["base", "app", "domain", "federation::resolve", "http::mastodon", "http::(shared)"]),
    // Whoever takes everything along gets it as others do (decision 27).
    (
        "http/web/",
        &[
            "base",
            "app",
            "domain",
            "federation::resolve",
            "federation::belongings",
            "http::web",
            "http::(shared)",
        ],
    ),
    ("http/api/", &["base", "app", "domain", "federation::resolve", "http::api", "http::(shared)"]),
    ("http/router", &["base", "app", "domain", "federation", "http"]),
    ("http/", &["base", "app", "domain", "http::(shared)"]),
    ("cli/", &["base", "store", "app", "jobs", "domain", "federation", "effects", "http", "cli"]),
    ("lib.rs", &["cli"]),
    ("main.rs", &[]),
];

/// Modules in `http/` that are not shared by the doors.
const DOORS: &[&str] = &["mastodon", "web", "api", "router"];

/// The rooms of `domain/`, from the ground up: a room imports only rooms above it in this list.
const ROOMS: &[&str] = &[
    "vocabulary",
    "transparency",
    "consent",
    "care",
    "anonymity",
    "media",
    "account",
    "auth",
    "relation",
    "filter",
    "post",
    "poll",
    "story",
    "reaction",
    "topic",
    "guide",
    "partner",
    "timeline",
    "notice",
    "moderation",
    "announcement",
    "search",
    "stats",
    "export",
    "leaving",
];

/// Libraries that stay in their place, so that each can be replaced there.
const CONFINED: &[(&str, &[&str])] = &[
    (
        "axum",
        &[
            "http/",
            "federation/inbox",
            "federation/outbox",
            "federation/actor",
            "federation/webfinger",
            "federation/nodeinfo",
        ],
    ),
    ("sea_orm", &["store/", "app.rs"]),
    ("reqwest", &["base/fetch"]),
    ("object_store", &["base/files"]),
    ("image", &["domain/media"]),
    ("blurhash", &["domain/media"]),
    ("activitypub_federation", &["federation/"]),
];

/// Words that stand only in their place: hidden inputs, waiting, and asking which database it is.
const WORDS: &[(&[&str], &[&str])] = &[
    (&["Utc", "now"], &["src/base/clock.rs"]),
    (&["Local", "now"], &[]),
    (&["SystemTime", "now"], &["src/base/clock.rs"]),
    (
        &["env", "var"],
        // Outside of the settings only switches of tests.
        &[
            "src/base/config",
            "src/store/testing",
            "src/http/web/gallery",
            "src/http/mastodon/described/tests",
            "tests/blackbox/support/",
        ],
    ),
    (&["env", "vars"], &["src/base/config"]),
    (&["rand", "random"], &[]),
    (&["sleep"], &["tests/blackbox/support/eventually.rs"]),
    (
        &["get_database_backend"],
        &["src/store/tx.rs", "src/store/search.rs", "migrations/", "tests/blackbox/support/"],
    ),
];

/// Names that say nothing about what is inside.
const EMPTY_NAMES: &[&str] =
    &["util", "utils", "common", "helper", "helpers", "misc", "manager", "data", "info"];

/// Marks of unfinished work (written apart, since this file is read too).
const MARKS: &[&str] =
    &[concat!("TO", "DO"), concat!("FIX", "ME"), concat!("to", "do!("), concat!("unimple", "mented!(")];

/// More than this and a file holds a second idea.
const MAX_LINES: usize = 500;

#[test]
fn the_house_is_in_order() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    for folder in ["src", "migrations", "tests"] {
        collect(&root.join(folder), &mut files);
    }
    assert!(files.len() > 5, "found only {} files to read", files.len());
    let broken: Vec<String> = files
        .iter()
        .flat_map(|file| {
            let path = file.strip_prefix(root).unwrap().to_string_lossy().replace('\\', "/");
            violations(&path, &fs::read_to_string(file).unwrap())
        })
        .collect();
    assert!(broken.is_empty(), "{} broken rules:\n  {}\n", broken.len(), broken.join("\n  "));
}

/// All Rust files under `folder`; tests' work folders are skipped.
fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    let mut entries: Vec<PathBuf> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        if path.is_dir() && !name.starts_with('.') && name != "node_modules" {
            collect(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
}

/// Every rule that the file breaks; `path` is relative to the top of the project, with `/`.
fn violations(path: &str, text: &str) -> Vec<String> {
    let mut broken = kept_badly(path, text);
    let words = words(text);
    broken.extend(paths(&words, &module_of(path)).iter().filter_map(|used| refused(path, used)));
    for (phrase, places) in WORDS {
        let found = words.iter().enumerate().any(|(at, _)| says(&words, at, phrase));
        if found && !places.iter().any(|place| path.starts_with(place)) {
            broken.push(format!("`{}` does not belong here: only in {places:?}", phrase.join("::")));
        }
    }
    for (at, word) in words.iter().enumerate() {
        let name = words.get(at + 1).map_or("", String::as_str);
        if word == "mod" && EMPTY_NAMES.contains(&name) {
            broken.push(format!("a module called `{name}` says nothing"));
        }
    }
    broken.into_iter().map(|rule| format!("{path}: {rule}")).collect()
}

/// Length, first line, names and unfinished work.
fn kept_badly(path: &str, text: &str) -> Vec<String> {
    let mut broken = Vec::new();
    let lines = text.lines().count();
    if lines > MAX_LINES {
        broken.push(format!("{lines} lines; at most {MAX_LINES}"));
    }
    if !text.starts_with("//! ") {
        broken.push("does not start with a `//!` line that says what it is for".to_owned());
    }
    for name in path.trim_end_matches(".rs").split('/').filter(|name| EMPTY_NAMES.contains(name)) {
        broken.push(format!("the name `{name}` says nothing"));
    }
    for mark in MARKS.iter().filter(|mark| text.contains(**mark)) {
        broken.push(format!("unfinished: {mark}"));
    }
    broken
}

/// Whether the path `phrase` (its words joined by `::`) begins at this word.
fn says(words: &[String], at: usize, phrase: &[&str]) -> bool {
    phrase.iter().enumerate().all(|(step, wanted)| {
        words.get(at + 2 * step).is_some_and(|word| word == wanted)
            && (step == 0 || words.get(at + 2 * step - 1).is_some_and(|word| word == "::"))
    })
}

/// Why this file may not use this path, or nothing if it may.
fn refused(path: &str, used: &[String]) -> Option<String> {
    let file = path.strip_prefix("src/")?;
    let (first, rest) = used.split_first()?;
    if first != "crate" {
        let (library, places) = CONFINED.iter().find(|(library, _)| library == first)?;
        let here = places.iter().any(|place| file.starts_with(place));
        return (!here).then(|| format!("`{library}` is used only in {places:?}"));
    }
    let (target, inner) = (rest.first()?, rest.get(1).map_or("", String::as_str));
    if target.chars().next().is_some_and(char::is_uppercase) {
        return None;
    }
    let Some((_, allowed)) = MAY_IMPORT.iter().find(|(place, _)| holds(place, file)) else {
        return Some("no row of MAY_IMPORT holds this file".to_owned());
    };
    let shared = target == "http" && !inner.is_empty() && !DOORS.contains(&inner);
    let fits = allowed.iter().any(|module| {
        *module == target
            || *module == format!("{target}::{inner}")
            || (*module == "http::(shared)" && shared)
    });
    if !fits {
        let used = [target, inner].join("::");
        return Some(format!(
            "must not import `crate::{}`; it may import {allowed:?}",
            used.trim_end_matches(':')
        ));
    }
    match (room_of(file), target.as_str()) {
        (Some(room), "domain") => refused_room(&room, inner),
        _ => None,
    }
}

/// Why room `from` may not use room `to`.
fn refused_room(from: &str, to: &str) -> Option<String> {
    let place = |room: &str| ROOMS.iter().position(|name| *name == room);
    if from == to {
        return None;
    }
    match (place(from), place(to)) {
        (Some(here), Some(there)) if there < here => None,
        (Some(_), Some(_)) => Some(format!("room `{from}` must not import `{to}`, which stands below it")),
        (None, _) => Some(format!("room `{from}` is not in the list of rooms")),
        (_, None) => Some(format!("`crate::domain::{to}` is not in the list of rooms")),
    }
}

/// Whether a place of the table holds the file: `http/web/` holds `http/web/x.rs`, `http/web.rs`.
fn holds(place: &str, file: &str) -> bool {
    file.starts_with(place) || place.strip_suffix('/').is_some_and(|name| file == format!("{name}.rs"))
}

/// The room that a file of `src/` belongs to.
fn room_of(file: &str) -> Option<String> {
    let room = file.strip_prefix("domain/")?.split('/').next()?.trim_end_matches(".rs");
    (room != "mod").then(|| room.to_owned())
}

/// `src/domain/story/mod.rs` is the module `crate::domain::story`.
fn module_of(path: &str) -> Vec<String> {
    let inside = path.trim_start_matches("src/").trim_end_matches(".rs");
    let names = inside.split('/').filter(|name| !["mod", "lib", "main"].contains(name));
    std::iter::once("crate").chain(names).map(str::to_owned).collect()
}

/// Every path that the words use, with groups spread out and `super` and `self` resolved.
fn paths(words: &[String], module: &[String]) -> Vec<Vec<String>> {
    let (mut found, mut module, mut depth, mut inline) = (Vec::new(), module.to_vec(), 0_usize, Vec::new());
    let mut at = 0;
    while let Some(word) = words.get(at) {
        let next = words.get(at + 1).map_or("", String::as_str);
        let mut step = 1;
        if word == "{" {
            depth += 1;
        } else if word == "}" {
            depth = depth.saturating_sub(1);
            if inline.last() == Some(&depth) {
                inline.pop();
                module.pop();
            }
        } else if word == "mod" && words.get(at + 2).is_some_and(|word| word == "{") {
            module.push(next.to_owned());
            inline.push(depth);
            step = 2;
        } else if is_name(word) && (next == "::" || (at > 0 && words.get(at - 1).is_some_and(|w| w == "use")))
        {
            let mut spread = Vec::new();
            step = spread_out(words, at, &[], &mut spread) - at;
            found.extend(spread.into_iter().map(|path| resolved(&path, &module)));
        }
        at += step;
    }
    found
}

/// Reads one path (or tree of paths) from `at`, appends it spread out, and returns where it ends.
fn spread_out(words: &[String], mut at: usize, prefix: &[String], found: &mut Vec<Vec<String>>) -> usize {
    let mut path = prefix.to_vec();
    while let Some(word) = words.get(at) {
        if word == "{" && at > 0 && words.get(at - 1).is_some_and(|word| word == "::" || word == "use") {
            at += 1;
            while let Some(word) = words.get(at).filter(|word| *word != "}") {
                at = if is_name(word) { spread_out(words, at, &path, found) } else { at + 1 };
            }
            return at + 1;
        }
        if !is_name(word) {
            break;
        }
        path.push(word.clone());
        at += 1;
        if words.get(at).is_none_or(|word| word != "::") {
            break;
        }
        at += 1;
    }
    found.push(path);
    at
}

/// A path as seen from the top: `super::x` in `crate::a::b` is `crate::a::x`.
fn resolved(path: &[String], module: &[String]) -> Vec<String> {
    let ups = path.iter().take_while(|word| *word == "super" || *word == "self");
    let levels = ups.clone().filter(|word| *word == "super").count();
    if ups.clone().count() == 0 {
        return path.to_vec();
    }
    let kept = module.len().saturating_sub(levels).max(1);
    module.iter().take(kept).chain(path.iter().skip(ups.count())).cloned().collect()
}

/// Whether a word is a name (and not punctuation).
fn is_name(word: &str) -> bool {
    word.starts_with(|first: char| first.is_alphabetic() || first == '_')
}

/// The text as words: names, `::`, and single marks; comments, strings and characters are left out.
fn words(text: &str) -> Vec<String> {
    let text: Vec<char> = text.chars().collect();
    let is = |at: usize, wanted: &str| wanted.chars().enumerate().all(|(i, c)| text.get(at + i) == Some(&c));
    let after = |from: usize, end: &str| {
        (from..text.len()).find(|at| is(*at, end)).map_or(text.len(), |at| at + end.len())
    };
    let (mut words, mut at) = (Vec::new(), 0);
    while let Some(&letter) = text.get(at) {
        if is(at, "//") {
            at = after(at, "\n");
        } else if is(at, "/*") {
            at = after(at + 2, "*/");
        } else if letter == '"' {
            at += 1;
            while text.get(at).is_some_and(|letter| *letter != '"') {
                at += if is(at, "\\") { 2 } else { 1 };
            }
            at += 1;
        } else if letter == 'r' && (is(at, "r\"") || is(at, "r#\"") || is(at, "r##\"")) {
            let hashes = text.iter().skip(at + 1).take_while(|letter| **letter == '#').count();
            at = after(at + 2 + hashes, &format!("\"{}", "#".repeat(hashes)));
        } else if letter == '\'' {
            // A character, or the beginning of a lifetime.
            let escaped = is(at + 1, "\\");
            let character = escaped || text.get(at + 2) == Some(&'\'');
            at = if character { after(at + if escaped { 3 } else { 2 }, "'") } else { at + 1 };
        } else if letter.is_alphabetic() || letter == '_' {
            let word: String = text
                .iter()
                .skip(at)
                .take_while(|letter| letter.is_alphanumeric() || **letter == '_')
                .collect();
            at += word.chars().count();
            words.push(word);
        } else {
            let word = if is(at, "::") { "::".to_owned() } else { letter.to_string() };
            at += word.len().min(2);
            if !letter.is_whitespace() {
                words.push(word);
            }
        }
    }
    words
}

/// Reads a made-up file and returns what is wrong with it.
fn check(path: &str, code: &str) -> String {
    violations(path, &format!("//! A file.\n{code}")).join("\n")
}

#[test]
fn a_file_that_breaks_a_rule_is_named_with_the_rule() {
    let cases = [
        ("src/base/text.rs", "use crate::store::post;", "must not import `crate::store::post`"),
        (
            "src/store/post.rs",
            "fn f() { crate::domain::story::publish() }",
            "must not import `crate::domain::story`",
        ),
        (
            "src/domain/story/mod.rs",
            "use crate::{base::error, http::router};",
            "must not import `crate::http::router`",
        ),
        (
            "src/domain/post/read.rs",
            "use crate::domain::{account, story::Draft};",
            "room `post` must not import `story`",
        ),
        ("src/domain/post/read.rs", "use super::super::story::Draft;", "room `post` must not import `story`"),
        ("src/domain/misc.rs", "", "the name `misc` says nothing"),
        ("src/domain/weather.rs", "use crate::domain::post;", "room `weather` is not in the list"),
        ("src/federation/send.rs", "use crate::effects;", "must not import `crate::effects`"),
        (
            "src/http/web/page.rs",
            "use crate::http::mastodon::present;",
            "must not import `crate::http::mastodon`",
        ),
        (
            "src/http/web/page.rs",
            "use crate::federation::inbox;",
            "must not import `crate::federation::inbox`",
        ),
        ("src/http/api/page.rs", "use crate::store::post;", "must not import `crate::store::post`"),
        ("src/domain/post/mod.rs", "use axum::Json;", "`axum` is used only in"),
        ("src/http/web/page.rs", "fn f(x: sea_orm::DbErr) {}", "`sea_orm` is used only in"),
        ("src/http/web/page.rs", "use {reqwest::Client};", "`reqwest` is used only in"),
        (
            "src/domain/post/mod.rs",
            "use activitypub_federation as ap;",
            "`activitypub_federation` is used only in",
        ),
        ("src/domain/post/mod.rs", "fn f() { chrono::Utc::now(); }", "`Utc::now` does not belong here"),
        ("src/cli/serve.rs", "fn f() { std::env::var(\"A\"); }", "`env::var` does not belong here"),
        ("tests/blackbox/story.rs", "fn f() { tokio::time::sleep(x).await }", "`sleep` does not belong here"),
        (
            "src/store/post.rs",
            "fn f() { db.get_database_backend() }",
            "`get_database_backend` does not belong here",
        ),
        ("src/store/post.rs", "mod util { }", "a module called `util` says nothing"),
        ("src/store/post.rs", concat!("// TO", "DO: later"), "unfinished"),
    ];
    for (path, code, expected) in cases {
        let found = check(path, code);
        assert!(found.contains(expected), "{path}: {code}\n  wanted: {expected}\n  found: {found:?}");
    }
    assert!(violations("src/base/id.rs", "use std::fmt;\n").join("").contains("does not start with"));
    let long = "//! Long.\n".repeat(MAX_LINES + 1);
    assert!(violations("src/base/id.rs", &long).join("").contains("501 lines"));
}

#[test]
fn a_file_that_keeps_the_rules_passes() {
    let cases = [
        (
            "src/base/text.rs",
            "// use crate::store::post;\n/* axum:: */ const A: &str = \"crate::http::web\";",
        ),
        ("src/base/text.rs", "const A: &str = r#\"a \"quoted\" crate::http::web\"#; const Q: char = '\"';"),
        ("src/base/text.rs", "fn f<'a>(x: &'a str) -> char { '\\'' } use crate::base::error;"),
        ("src/domain/story/mod.rs", "mod tests { use super::*; use super::draft::Draft; }"),
        ("src/domain/story/publish.rs", "use crate::domain::{account::{self, Member}, post};"),
        ("src/domain/story/publish.rs", "use crate::{App, app, base::error::{Error, Result}};"),
        ("src/http/web/page.rs", "use crate::http::failure::Failure; use crate::federation::resolve;"),
        ("src/base/fetch.rs", "use reqwest::Client;"),
        ("src/federation/inbox.rs", "use axum::body::Bytes; use activitypub_federation::kinds;"),
        ("tests/blackbox/support/eventually.rs", "fn f() { tokio::time::sleep(x).await }"),
    ];
    for (path, code) in cases {
        assert_eq!(check(path, code), "", "{path}: {code}");
    }
}
