//! Names of people in Latin letters: behind a title, beside a relation, in an introduction, or given and family name.

use std::collections::HashSet;

use super::letters::{Gap, Script, Text, Word};
use super::lists::lists;
use super::{FindingKind, Found, is_term};
use crate::domain::anonymity::naming;

/// Fewest letters of a name that is looked for again.
const LEAST_AGAIN: usize = 4;

pub(super) fn find(text: &Text, found: &mut Found) {
    for number in 0..text.words().len() {
        titled(text, number, found);
        with_degree(text, number, found);
        related(text, number, found);
        introduced(text, number, found);
        full_name(text, number, found);
    }
}

/// A name that stood behind a title stands alone later on: "Whitfield wrote that …".
pub(super) fn find_again(text: &Text, found: &mut Found) {
    let mut known: HashSet<String> = HashSet::new();
    for passage in found.passages.iter().filter(|passage| passage.kind == FindingKind::Name) {
        for word in
            text.words().iter().filter(|word| word.start >= passage.start && word.end <= passage.end).take(6)
        {
            let is_long = word.end - word.start >= LEAST_AGAIN && word.is_capital;
            let is_title = lists().names_en.titles.contains(&word.lower)
                || lists().common.starters.contains(&word.lower);
            if is_long
                && word.script == Script::Letters
                && !is_title
                && !lists().places_en.cities.contains(&word.lower)
            {
                known.insert(word.lower.clone());
            }
        }
    }
    if known.is_empty() {
        return;
    }
    for word in text.words().iter().filter(|word| word.is_capital) {
        let bare = word.lower.strip_suffix("'s").unwrap_or(&word.lower);
        if known.contains(bare) {
            found.add(FindingKind::Name, word.start, word.start + bare.chars().count());
        }
    }
}

fn is_starter(word: &Word) -> bool {
    lists().common.starters.contains(&word.lower)
}

pub(super) fn may_be_name(word: &Word) -> bool {
    let lists = lists();
    word.is_capital
        && word.script == Script::Letters
        && !is_starter(word)
        && !lists.names_en.not_names.contains(&word.lower)
        && !lists.places_en.countries.contains(&word.lower)
}

fn is_known(word: &str) -> bool {
    let bare = word.strip_suffix("'s").unwrap_or(word);
    naming::is_given(bare) || lists().names_en.given.contains(bare)
}

fn is_family(word: &str) -> bool {
    naming::is_family(word) || lists().names_en.family.contains(word)
}

pub(super) fn without_s(word: &Word) -> usize {
    if word.lower.ends_with("'s") { word.end - 2 } else { word.end }
}

/// "Dr. Whitfield", "Prof. Maria van der Berg", "dr patel".
fn titled(text: &Text, number: usize, found: &mut Found) {
    let words = &lists().names_en;
    let Some(title) = text.word(number).filter(|word| words.titles.contains(&word.lower)) else { return };
    if !title.is_capital && words.capital_titles.contains(&title.lower) || text.before(title.start) == '.' {
        return;
    }
    let mut at = number + 1;
    if text.lower(at) == "." && text.at(title.end) == '.' {
        at += 1;
    }
    if words.titles.contains(text.lower(at)) {
        return;
    }
    let first = at;
    let mut end = None;
    let mut names = 0;
    while names < 3 {
        let Some(word) = text.word(at).filter(|word| word.gap != Gap::Line) else { break };
        if at > first
            && word.gap == Gap::Nothing
            && !matches!(word.lower.as_str(), "-" | ".")
            && !is_joined(text, at)
        {
            break;
        }
        let is_initial = word.is_capital && word.end - word.start == 1 && text.at(word.end) == '.';
        if is_initial && text.word(at + 2).is_some_and(may_be_name) {
            at += 2;
            continue;
        }
        let is_particle = words.particles.contains(&word.lower)
            && text.word(at + 1).is_some_and(|next| next.is_capital || words.particles.contains(&next.lower));
        let small_name =
            !title.is_capital && at == first && (is_known(&word.lower) || is_family(&word.lower));
        let is_long = word.end - word.start > 1;
        if is_particle {
            at += 1;
            continue;
        }
        if !(is_long
            && may_be_name(word)
            && (!word.is_all_capital || is_known(&word.lower) || is_family(&word.lower))
            || small_name)
        {
            break;
        }
        end = Some(without_s(word));
        names += 1;
        at += 1;
        if text.at(word.end) == '-' && text.word(at + 1).is_some_and(|next| next.is_capital) {
            at += 1;
        } else if word.lower.ends_with("'s") {
            break;
        }
    }
    let name = text.word(first).map_or(title.start, |word| word.start);
    if let Some(end) = end.filter(|end| !is_term(&text.part(name, *end))) {
        found.add(FindingKind::Name, title.start, end);
    }
}

fn is_joined(text: &Text, number: usize) -> bool {
    text.lower_before(number) == "-"
}

/// "Whitfield, MD", "Tanaka-san", "Tanaka sensei".
fn with_degree(text: &Text, number: usize, found: &mut Found) {
    let words = &lists().names_en;
    let Some(name) = text.word(number).filter(|word| may_be_name(word) && word.end - word.start > 1) else {
        return;
    };
    let next = text.lower(number + 1);
    let after = text.lower(number + 2);
    let is_sir = |word: &str| matches!(word, "san" | "sensei" | "sama" | "kun" | "chan");
    let joined = next == "-" && is_sir(after) && text.at(name.end) == '-';
    let follows = is_sir(next) && next != "san" && text.word(number + 1).is_some_and(|word| !word.is_capital);
    let is_degree = |place: usize| {
        text.word(place).is_some_and(|word| {
            word.is_all_capital && words.degrees.contains(&word.lower) || word.lower == "phd"
        })
    };
    let degree = next == "," && is_degree(number + 2)
        || (is_degree(number + 1) && number > 0 && text.word(number - 1).is_some_and(may_be_name));
    if joined || follows || degree {
        let first = match number.checked_sub(1).and_then(|before| text.word(before)) {
            Some(before) if degree && name.gap == Gap::Space && may_be_name(before) => before.start,
            _ => name.start,
        };
        found.add(FindingKind::Name, first, name.end);
    }
}

/// "my husband Graham", "my sister-in-law, Priya,".
fn related(text: &Text, number: usize, found: &mut Found) {
    if lists().names_en.relations.contains(text.lower(number))
        && let Some((start, end)) = beside(text, number)
    {
        found.add(FindingKind::Name, start, end);
    }
}

/// Where a name begins and ends that stands beside a word for somebody.
pub(super) fn beside(text: &Text, number: usize) -> Option<(usize, usize)> {
    let mut at = number + 1;
    if text.lower(at) == "-" && text.lower(at + 1) == "in" {
        at += 4;
    }
    let has_comma = text.lower(at) == ",";
    if has_comma || matches!(text.lower(at), "called" | "named") {
        at += 1;
    }
    let name =
        text.word(at).filter(|word| may_be_name(word) && word.gap == Gap::Space && !word.is_all_capital)?;
    let closed = matches!(text.lower(at + 1), "," | ")");
    let is_sentence = lists().dates.months.contains(&name.lower) || name.end - name.start < 2;
    let is_name = (is_known(&name.lower) || !has_comma || closed) && !is_sentence && !is_term(&name.lower);
    is_name.then(|| (name.start, with_family(text, at).unwrap_or_else(|| without_s(name))))
}

/// The end of a family name right behind a given one.
fn with_family(text: &Text, given: usize) -> Option<usize> {
    let family = text
        .word(given + 1)
        .filter(|word| word.gap == Gap::Space && may_be_name(word) && word.end - word.start > 1)?;
    let is_no_family = lists().names_en.not_family.contains(&family.lower)
        || lists().dates.months.contains(&family.lower)
        || family.is_all_capital;
    (!is_no_family && !is_term(&family.lower)).then(|| without_s(family))
}

/// "I'm Hannah", "my name is Margaret Ellison", "called Dr.", "Love, Kate".
fn introduced(text: &Text, number: usize, found: &mut Found) {
    let words = &lists().names_en;
    let Some(end) = text.word(number).and_then(|word| words.introductions.whole_at(text, word.start)) else {
        return;
    };
    let Some(at) = (number + 1..number + 5).find(|at| text.word(*at).is_some_and(|word| word.start >= end))
    else {
        return;
    };
    // "Signed, Margaret"
    let at = if matches!(text.lower(at), "," | ":" | "-") { at + 1 } else { at };
    let Some(name) = text.word(at).filter(|word| may_be_name(word)) else { return };
    let is_name =
        text.part(text.word(number).map_or(0, |word| word.start), end).to_lowercase().contains("name");
    if (is_known(&name.lower) || is_name)
        && !name.is_all_capital
        && name.end - name.start > 1
        && !is_term(&name.lower)
    {
        found.add(FindingKind::Name, name.start, with_family(text, at).unwrap_or_else(|| without_s(name)));
    }
}

/// "Sarah Mitchell": a given name with a family name behind it.
fn full_name(text: &Text, number: usize, found: &mut Found) {
    let Some(given) = text.word(number).filter(|word| may_be_name(word) && is_known(&word.lower)) else {
        return;
    };
    let ends_plainly = given.lower.ends_with("'s");
    if let Some(end) = with_family(text, number).filter(|_| !ends_plainly) {
        found.add(FindingKind::Name, given.start, end);
    }
}
