//! Clinics, hospitals, practices and pharmacies by name, in Latin letters.

use super::letters::{Gap, Script, Text};
use super::lists::lists;
use super::organisations::is_research;
use super::{FindingKind, Found};

/// Most words of a name.
const MOST_WORDS: usize = 6;

pub(super) fn find(text: &Text, found: &mut Found) {
    for number in 0..text.words().len() {
        by_ending(text, number, found);
        by_beginning(text, number, found);
        known(text, number, found);
    }
}

/// "Northgate Skin Clinic", "St. Mary's Hospital", "Hada no clinic Koenji".
fn by_ending(text: &Text, number: usize, found: &mut Found) {
    let words = &lists().practices_en;
    let Some(taken) = text.phrase(number, &words.endings) else { return };
    let Some(head) = text.word(number) else { return };
    let first = start_of_name(text, number);
    let name = first..number;
    let is_plain = |place: usize| {
        let lower = text.lower(place);
        words.generic.contains(lower)
            || text
                .word(place)
                .is_none_or(|word| word.script == Script::Mark || word.script == Script::Digits)
    };
    let has_name = name.clone().any(|place| !is_plain(place));
    if !has_name {
        return of_place(text, number, taken, found);
    }
    // "the Smith clinic" may be written small, "dermatology" may not: "French dermatology" is no practice.
    let may_be_small = words.small_endings.contains(&head.lower);
    let after_of = taken == 1 && text.lower_before(first) == "of" && words.subjects.contains(&head.lower);
    if (!head.is_capital && !may_be_small)
        || after_of
        || name.clone().any(|place| words.publishers.contains(text.lower(place)))
    {
        return;
    }
    let is_romaji = text.lower_before(number) == "no";
    if !head.is_capital
        && !is_romaji
        && name.clone().all(|place| {
            is_plain(place)
                || lists().places_en.countries.contains(text.lower(place))
                || lists().dates.months.contains(text.lower(place))
                || place == name.start && !stands_inside(text, place)
        })
    {
        return;
    }
    let Some(start) = text.word(first) else { return };
    let mut last = number + taken - 1;
    // "Boots Pharmacy on Cole Lane", "Clinic of Hope", "Hospital Koenji".
    while let Some(next) = text
        .word(last + 1)
        .filter(|next| next.gap == Gap::Space && next.is_capital && next.script == Script::Letters)
    {
        if lists().common.starters.contains(&next.lower) || last > number + 4 {
            break;
        }
        last += 1;
    }
    let end = text.word(last).map_or(start.end, |word| word.end);
    found.add(FindingKind::Clinic, start.start, end_of_street(text, last).unwrap_or(end));
}

/// "Dermatology Associates of Seattle": general words that a place behind them makes a name.
fn of_place(text: &Text, number: usize, taken: usize, found: &mut Found) {
    let Some(head) = text.word(number).filter(|word| word.is_capital) else { return };
    let next = number + taken;
    let place = text
        .word(next + 1)
        .filter(|word| text.lower(next) == "of" && word.is_capital && word.gap == Gap::Space);
    let is_whole =
        text.word(next - 1).is_some_and(|word| word.is_capital) && text.lower_before(number) != "of";
    if let Some(place) = place.filter(|place| is_whole && !lists().places_en.countries.contains(&place.lower))
    {
        found.add(FindingKind::Clinic, head.start, place.end);
    }
}

/// "Boots Pharmacy on Cole Lane": the end of the street that tells it from others of its name.
fn end_of_street(text: &Text, last: usize) -> Option<usize> {
    if !matches!(text.lower(last + 1), "on" | "at") {
        return None;
    }
    let street = (last + 3..last + 6).find(|place| lists().streets.types.contains(text.lower(*place)))?;
    let is_name = (last + 2..=street).all(|place| {
        text.word(place)
            .is_some_and(|word| word.gap == Gap::Space && (word.is_capital || word.script == Script::Digits))
    });
    text.word(street).filter(|_| is_name).map(|word| word.end)
}

/// Whether a word stands within a sentence, so that a capital says something.
fn stands_inside(text: &Text, number: usize) -> bool {
    text.word(number).is_some_and(|word| word.gap == Gap::Space)
        && !matches!(text.lower_before(number), "." | "!" | "?" | ":" | "" | "\"")
}

/// The first word of the capitalised row before `number`, with the small words that names have inside.
fn start_of_name(text: &Text, number: usize) -> usize {
    let mut first = number;
    let mut at = number;
    while number - at < MOST_WORDS {
        let Some(before) = at.checked_sub(1) else { break };
        let Some(word) = text.word(before) else { break };
        let joins = text.word(at).is_some_and(|word| word.gap != Gap::Line);
        if !joins {
            break;
        }
        let is_name = word.script == Script::Letters
            && word.is_capital
            && !lists().common.starters.contains(&word.lower);
        // "St." and "Mary's", "and", "of", "no" in between.
        let is_inner =
            matches!(word.lower.as_str(), "'" | "&" | "-" | "no" | "of" | "and" | "the" | "for" | "s")
                || (word.lower == "." && matches!(text.lower_before(before), "st" | "dr"));
        if is_name {
            first = before;
        } else if !is_inner {
            break;
        }
        at = before;
    }
    first
}

/// "Hospital of the Holy Spirit", "Klinik am Park", "Clínica Santa Ana".
fn by_beginning(text: &Text, number: usize, found: &mut Found) {
    let Some(head) = text.word(number).filter(|word| word.is_capital) else { return };
    if !lists().practices_en.beginnings.contains(&head.lower) {
        return;
    }
    let mut last = number;
    let mut place = number + 1;
    while place < number + 5 {
        let Some(word) = text.word(place).filter(|word| word.gap == Gap::Space) else { break };
        if word.is_capital && word.script == Script::Letters {
            last = place;
        } else if !lists().streets.in_names.contains(&word.lower) {
            break;
        }
        place += 1;
    }
    if last > number
        && let Some(end) = text.word(last)
    {
        found.add(FindingKind::Clinic, head.start, end.end);
    }
}

/// "At Johns Hopkins": houses that everybody knows without the word hospital.
fn known(text: &Text, number: usize, found: &mut Found) {
    let Some(taken) = text.phrase(number, &lists().practices_en.known) else { return };
    let last = number + taken - 1;
    // "a nurse at Kaiser Permanente" says where somebody works.
    let is_employer = text.word(number).is_some_and(|word| {
        let before = word.start.saturating_sub(1);
        lists().organisations_en.working.before(text, before).is_some()
    });
    if is_employer {
        return;
    }
    if let (Some(first), Some(end)) = (text.word(number).filter(|word| word.is_capital), text.word(last))
        && !is_research(text, number, last)
    {
        found.add(FindingKind::Clinic, first.start, end.end);
    }
}
