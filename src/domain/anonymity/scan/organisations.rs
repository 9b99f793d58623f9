//! Employers and schools by name, in English.

use super::letters::{Gap, Script, Text};
use super::lists::lists;
use super::places::capitals_before;
use super::{FindingKind, Found, is_term};

/// Most words of a name.
const MOST_WORDS: usize = 5;

pub(super) fn find(text: &Text, found: &mut Found) {
    for number in 0..text.words().len() {
        school(text, number, found);
        school_of(text, number, found);
    }
    // After schools: "a teacher at Brookfield Primary School" names one.
    for number in 0..text.words().len() {
        company(text, number, found);
        workplace(text, number, found);
    }
}

/// "Lincoln High School", "Oakfield Academy", "Harvard University".
fn school(text: &Text, number: usize, found: &mut Found) {
    let words = &lists().organisations_en;
    let Some(taken) = text.phrase(number, &words.school_endings) else { return };
    let Some(head) = text.word(number).filter(|word| word.is_capital) else { return };
    let first = capitals_before(text, number, MOST_WORDS);
    let is_general = |place: usize| {
        words.school_general.contains(text.lower(place))
            || lists().places_en.countries.contains(text.lower(place))
    };
    let last = number + taken - 1;
    let end = text.word(last).map_or(head.end, |word| word.end);
    if first < number && !(first..number).all(is_general) && !is_research(text, first, last) {
        found.add(FindingKind::School, text.word(first).map_or(head.start, |word| word.start), end);
    }
}

/// "University of Sheffield".
fn school_of(text: &Text, number: usize, found: &mut Found) {
    let Some(head) = text.word(number).filter(|word| word.is_capital) else { return };
    if !matches!(head.lower.as_str(), "university" | "college" | "universität" | "université" | "universidad")
    {
        return;
    }
    let of = text.lower(number + 1);
    let named = if matches!(of, "of" | "de") {
        number + 2
    } else if head.lower.ends_with("tät") {
        number + 1
    } else {
        return;
    };
    let mut last = named;
    while text
        .word(last + 1)
        .is_some_and(|word| word.gap == Gap::Space && word.is_capital && word.script == Script::Letters)
        && last < named + 3
    {
        last += 1;
    }
    if let Some(end) =
        text.word(last).filter(|word| word.is_capital && text.word(named).is_some_and(|word| word.is_capital))
        && !is_research(text, number, last)
    {
        found.add(FindingKind::School, head.start, end.end);
    }
}

/// Researchers of a university say nothing about the writer.
pub(super) fn is_research(text: &Text, first: usize, last: usize) -> bool {
    let research = &lists().organisations_en.research;
    let around = (1..=3).filter_map(|far| first.checked_sub(far)).chain(last + 1..last + 4);
    around.into_iter().any(|place| research.contains(text.lower(place)))
}

/// "Hartwell Logistics Ltd", "Acme Inc."
fn company(text: &Text, number: usize, found: &mut Found) {
    let words = &lists().organisations_en;
    let Some(form) =
        text.word(number).filter(|word| word.is_capital && words.companies.contains(&word.lower))
    else {
        return;
    };
    let first = capitals_before(text, number, MOST_WORDS);
    let Some(start) = text.word(first).filter(|_| first < number) else { return };
    let name = text.part(start.start, form.start);
    if !words.not_employers.contains(&start.lower) && !is_term(name.trim()) {
        found.add(FindingKind::Employer, start.start, form.end);
    }
}

/// "I work at Barclays", "a nurse at Kaiser Permanente", "my employer, Tesco".
fn workplace(text: &Text, number: usize, found: &mut Found) {
    let words = &lists().organisations_en;
    let (kind, taken) = match (text.phrase(number, &words.working), text.phrase(number, &words.studying)) {
        (Some(taken), _) => (FindingKind::Employer, taken),
        (None, Some(taken)) => (FindingKind::School, taken),
        (None, None) => return,
    };
    let mut first = number + taken;
    // "a nurse at": a few words may lie between; "the" stands before many names.
    let is_preposition = |word: &str| matches!(word, "at" | "for" | "with" | "by" | "in");
    if is_preposition(text.lower(first)) && text.lower(first) != "in" {
        first += 1;
    }
    if text.lower(first) == "the" || text.lower(first) == "," {
        first += 1;
    }
    let is_name = |place: usize, gap: bool| {
        text.word(place).is_some_and(|word| {
            word.is_capital
                && word.script == Script::Letters
                && (!gap || word.gap == Gap::Space)
                && !words.not_employers.contains(&word.lower)
                && !lists().common.starters.contains(&word.lower)
                && !lists().places_en.countries.contains(&word.lower)
                && !lists().dates.months.contains(&word.lower)
        })
    };
    if !is_name(first, true) {
        return;
    }
    let mut last = first;
    while last < first + 5 {
        let joins = matches!(text.lower(last + 1), "of" | "&" | "and") && is_name(last + 2, true);
        if is_name(last + 1, true) {
            last += 1;
        } else if joins && text.lower(last + 1) != "and" {
            last += 2;
        } else {
            break;
        }
    }
    if let (Some(start), Some(end)) = (text.word(first), text.word(last)) {
        let is_place = lists().places_en.cities.contains(&start.lower) && first == last;
        if !is_place && !is_term(&text.part(start.start, end.end)) {
            found.add(kind, start.start, end.end);
        }
    }
}
