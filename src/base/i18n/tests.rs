//! The catalogues are whole: every language has every key, and every key that the code names exists.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use super::*;

/// The keys of one file, by its lines: a key starts a line and is followed by `=`.
fn keys(source: &str) -> Vec<&str> {
    source
        .lines()
        .filter_map(|line| line.split_once('='))
        .map(|(key, _)| key.trim_end())
        .filter(|key| key.starts_with(|first: char| first.is_ascii_lowercase()))
        .collect()
}

fn all_keys(language: Language) -> BTreeSet<String> {
    sources(language).iter().flat_map(|(_, source)| keys(source)).map(str::to_owned).collect()
}

/// The variables that the message of one key uses.
fn variables(language: Language) -> BTreeSet<(String, String)> {
    let mut found = BTreeSet::new();
    for (_, source) in sources(language) {
        let mut key = String::new();
        for line in source.lines() {
            if line.starts_with(|first: char| first.is_ascii_lowercase()) {
                key = line.split('=').next().unwrap().trim().to_owned();
            }
            for after in line.split('$').skip(1) {
                let name: String =
                    after.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
                found.insert((key.clone(), name));
            }
        }
    }
    found
}

#[test]
fn every_language_has_every_key_in_the_same_file_with_the_same_values() {
    let known: Vec<_> =
        sources(Language::En).iter().map(|(file, source)| (*file, sorted(keys(source)))).collect();
    for language in Language::ALL {
        for ((file, source), (_, expected)) in sources(language).iter().zip(&known) {
            assert_eq!(&sorted(keys(source)), expected, "keys of {}/{file}.ftl", language.code());
        }
        let used = variables(language);
        for missing in variables(Language::En).difference(&used) {
            // A month's name or a plural may need a value in one language only.
            assert!(
                missing.1 == "count" || missing.1 == "number",
                "{missing:?} is unused in {}",
                language.code()
            );
        }
        assert!(used.is_subset(&variables(Language::En)), "{language:?} uses values that English does not");
    }
}

fn sorted(mut keys: Vec<&str>) -> Vec<&str> {
    keys.sort_unstable();
    keys
}

#[test]
fn every_catalogue_is_well_formed_and_says_each_thing_once() {
    for language in Language::ALL {
        let mut seen = BTreeSet::new();
        for (file, source) in sources(language) {
            if let Err((_, errors)) = FluentResource::try_new(source.to_owned()) {
                panic!("{}/{file}.ftl: {errors:?}", language.code());
            }
            for key in keys(source) {
                assert!(seen.insert(key), "{}/{file}.ftl says {key} again", language.code());
            }
        }
    }
}

#[test]
fn every_key_that_the_code_and_the_templates_name_is_in_the_catalogue() {
    let known = all_keys(Language::En);
    let mut missing = BTreeSet::new();
    for file in source_files(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src")) {
        let source = fs::read_to_string(&file).unwrap();
        for key in keys_named_in(&source) {
            if !known.contains(&key) {
                missing.insert(format!("{key} ({})", file.display()));
            }
        }
    }
    assert!(missing.is_empty(), "add these to src/base/i18n/{{en,ja}}/*.ftl: {missing:#?}");
}

/// Keys as the code names them: `say("…")`, `Problem::new(field, "…")`, `invalid(field, "…")`, `text(lang, "…", …)`.
fn keys_named_in(source: &str) -> Vec<String> {
    let code = source.split("#[cfg(test)]\nmod ").next().unwrap();
    let written = code.lines().filter(|line| !line.trim_start().starts_with("//"));
    let code = written.collect::<Vec<_>>().join("\n");
    let mut found = Vec::new();
    // A key is the last literal of a problem, and the first of everything else.
    for (opening, last) in
        [(".say(", false), ("i18n::text(", false), ("Problem::new(", true), ("Error::invalid(", true)]
    {
        for rest in code.split(opening).skip(1) {
            let call = rest.split(')').next().unwrap_or_default();
            let mut literals = call.split('"').skip(1).step_by(2);
            let key = if last { literals.last() } else { literals.next() };
            found.extend(key.filter(|key| key.contains('-')).map(str::to_owned));
        }
    }
    found
}

fn source_files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(source_files(&path));
        } else if path.extension().is_some_and(|ending| ending == "rs" || ending == "html")
            && !path.ends_with("i18n/tests.rs")
            && !path.ends_with("i18n/mod.rs")
        {
            found.push(path);
        }
    }
    found
}

#[test]
fn plurals_values_and_unknown_keys_all_give_plain_text() {
    let say =
        |language, count: u32| Words::new(language).say("stories-count").with("count", count).to_string();
    assert_eq!(say(Language::En, 1), "1 story");
    assert_eq!(say(Language::En, 24), "24 stories");
    assert_eq!(say(Language::Ja, 24), "体験談 24件");
    assert_eq!(text(Language::Ja, "no-such-key", &[]), "no-such-key");
    let bare = text(Language::En, "stories-count", &[]);
    assert!(!bare.is_empty(), "a missing value is no panic");
}

#[test]
fn a_number_with_leading_zeros_stays_as_it_was_written() {
    let said = Words::new(Language::En).say("site-signed-in-as").with("handle", "007").to_string();
    assert!(said.contains("007"), "{said}");
}
