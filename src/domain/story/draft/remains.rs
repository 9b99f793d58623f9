//! What remains of a text once its facts, headings and rows of hashtags are taken: the editions.

use super::{Block, language};
use crate::domain::story::codes::{EditionBy, EditionKind};
use crate::domain::story::edition::Edition;
use crate::domain::story::marks;

/// The editions of a story: the original first, then the translations in the order of the text.
pub(super) fn editions(sections: &[Block<'_>], order: &[usize], stated: Option<&str>) -> Vec<Edition> {
    let original = order.first().copied().unwrap_or(0);
    let texts: Vec<String> = sections.iter().map(remaining).collect();
    let mut editions: Vec<Edition> = Vec::new();
    for place in order {
        let (Some(section), Some(text)) = (sections.get(*place), texts.get(*place)) else { continue };
        if text.is_empty() && !(editions.is_empty() && sections.len() == 1) {
            continue;
        }
        // What stands before the first heading beside a named original: a part of the edition in its language.
        let is_preface = section.heading.is_none() && *place != original;
        if is_preface {
            continue;
        }
        let is_original = *place == original && section.kind() != Some(EditionKind::Translation);
        add(&mut editions, edition(section, text, is_original));
    }
    let preface = sections
        .first()
        .zip(texts.first())
        .filter(|(section, text)| original != 0 && section.heading.is_none() && !text.is_empty());
    if let Some((section, text)) = preface {
        add_preface(&mut editions, section, text);
    }
    if editions.is_empty() {
        let spoken = sections.get(original).map(|section| section.language.clone());
        let language = spoken.unwrap_or_else(|| language::language_of("", stated));
        editions.push(Edition::original(language, None, String::new()));
    }
    for title in sections.iter().flat_map(|section| &section.titles) {
        let place = editions.iter().position(|edition| edition.language == title.language);
        if let Some(edition) = place.and_then(|place| editions.get_mut(place)) {
            edition.title.get_or_insert_with(|| title.text.clone());
        }
    }
    editions
}

fn edition(section: &Block<'_>, text: &str, is_original: bool) -> Edition {
    let by = if is_original { EditionBy::Author } else { section.by() };
    Edition {
        language: section.language.clone(),
        kind: if is_original { EditionKind::Original } else { EditionKind::Translation },
        by,
        engine: section.heading.as_ref().and_then(|heading| heading.engine.clone()).filter(|_| !is_original),
        reviewed: by != EditionBy::Machine,
        title: None,
        text: text.to_owned(),
    }
}

/// Two sections in one language are one edition.
fn add(editions: &mut Vec<Edition>, edition: Edition) {
    match editions.iter_mut().find(|known| known.language == edition.language) {
        Some(known) => join(&mut known.text, &edition.text),
        None => editions.push(edition),
    }
}

/// Text above the headings goes to the edition in its language; in a language of its own it is a translation.
fn add_preface(editions: &mut Vec<Edition>, section: &Block<'_>, text: &str) {
    let same = editions.iter().position(|edition| edition.language == section.language);
    let is_sure = language::detect(text).is_some_and(|guess| guess.is_sure);
    match same.or(if is_sure { None } else { Some(0) }).and_then(|place| editions.get_mut(place)) {
        Some(edition) => {
            let below = std::mem::replace(&mut edition.text, text.to_owned());
            join(&mut edition.text, &below);
        }
        None => editions.push(edition(section, text, false)),
    }
}

fn join(text: &mut String, below: &str) {
    if !text.is_empty() && !below.is_empty() {
        text.push_str("\n\n");
    }
    text.push_str(below);
}

/// The text of a section without the parts that were taken and without paragraphs of hashtags.
fn remaining(section: &Block<'_>) -> String {
    let mut kept: Vec<String> = Vec::new();
    let mut closes_gap = false;
    for ((line, parts), taken) in section.lines.iter().zip(&section.read).zip(&section.taken) {
        let goes = !taken.is_empty() && taken.iter().all(|taken| *taken);
        let is_blank = line.trim().is_empty();
        if goes {
            // A removed paragraph takes one of the two gaps around it with it.
            closes_gap = kept.last().is_none_or(|last| last.trim().is_empty());
        } else if is_blank && closes_gap {
        } else if taken.iter().any(|taken| *taken) {
            let left = parts.iter().zip(taken).filter(|(_, taken)| !**taken).map(|(part, _)| part.raw);
            kept.push(left.collect::<Vec<&str>>().join(" · "));
            closes_gap = false;
        } else {
            kept.push((*line).to_owned());
            closes_gap = false;
        }
    }
    without_rows_of_hashtags(&kept).join("\n").trim_matches('\n').trim_end().to_owned()
}

/// Drops each paragraph that consists of hashtags only, with the gap below it.
fn without_rows_of_hashtags(lines: &[String]) -> Vec<&str> {
    let mut kept: Vec<&str> = Vec::new();
    let mut paragraph: Vec<&str> = Vec::new();
    let mut drops_gap = false;
    for line in lines.iter().map(String::as_str).chain([""]) {
        if !line.trim().is_empty() {
            paragraph.push(line);
            drops_gap = false;
            continue;
        }
        if !paragraph.is_empty() && marks::is_hashtags_only(&paragraph.join("\n")) {
            paragraph.clear();
            drops_gap = true;
        }
        kept.append(&mut paragraph);
        if !drops_gap {
            kept.push(line);
        }
    }
    while kept.first().is_some_and(|line| line.trim().is_empty()) {
        kept.remove(0);
    }
    while kept.last().is_some_and(|line| line.trim().is_empty()) {
        kept.pop();
    }
    kept
}
