//! Numbers of records: patients, insurances, cases, identity cards.

use super::letters::Text;
use super::lists::lists;
use super::{FindingKind, Found};

/// How far after its name a number may stand.
const MOST_BETWEEN: usize = 12;

pub(super) fn find(text: &Text, found: &mut Found) {
    let words = &lists().records;
    for place in 0..text.len() {
        let inside = text.before(place).is_ascii_alphanumeric() && text.at(place).is_ascii_alphanumeric();
        if inside {
            if is_social_security(text, place) {
                found.add(FindingKind::RecordNumber, place, place + 11);
            }
            continue;
        }
        let Some(after) = words.names.at(text, place) else {
            if is_social_security(text, place) {
                found.add(FindingKind::RecordNumber, place, place + 11);
            }
            continue;
        };
        if !text.at(after).is_ascii_lowercase() {
            number_after(text, after, found);
        }
    }
}

/// Passes over "no.", "is", a colon and the like, and takes the number behind.
fn number_after(text: &Text, after: usize, found: &mut Found) {
    let mut start = after;
    while start < after + MOST_BETWEEN {
        if matches!(
            text.at(start),
            ' ' | ':' | '#' | '=' | '「' | '(' | '.' | '"' | ',' | 'は' | 'が' | 'の' | '、'
        ) {
            start += 1;
            continue;
        }
        match lists().records.fillers.whole_at(text, start) {
            Some(end) => start = end,
            None => break,
        }
    }
    let mut end = text.forth(start, 30, |c| c.is_ascii_alphanumeric() || "-/._".contains(c));
    // "ADR 26112345": letters before the number.
    let is_prefix = end - start <= 5 && text.part(start, end).chars().all(|c| c.is_ascii_uppercase());
    if is_prefix && text.at(end) == ' ' && text.at(end + 1).is_ascii_digit() {
        end = text.forth(end + 1, 20, |c| c.is_ascii_digit() || c == '-');
    }
    // "943 476 5919": groups of digits.
    while text.at(end) == ' '
        && text.at(end + 1).is_ascii_digit()
        && text.before(end).is_ascii_digit()
        && end - start < 24
    {
        end = text.forth(end + 1, 12, |c| c.is_ascii_digit() || c == '-');
    }
    while end > start && matches!(text.before(end), '.' | '-' | '/' | '_') {
        end -= 1;
    }
    let digits = text.part(start, end).chars().filter(char::is_ascii_digit).count();
    if digits >= 3 && digits * 2 >= end - start {
        found.add(FindingKind::RecordNumber, start, end);
    }
}

/// `123-45-6789`, alone.
fn is_social_security(text: &Text, place: usize) -> bool {
    let is_digit = |place: usize| text.at(place).is_ascii_digit();
    let shape = "ddd-dd-dddd";
    !text.before(place).is_alphanumeric()
        && text.before(place) != '-'
        && shape
            .chars()
            .zip(place..)
            .all(|(c, place)| if c == 'd' { is_digit(place) } else { text.at(place) == c })
        && !is_digit(place + 11)
        && text.at(place + 11) != '-'
}
