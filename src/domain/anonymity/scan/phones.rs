//! Telephone numbers as they are written in Japan, North America and Europe.

use super::letters::Text;
use super::lists::lists;
use super::{FindingKind, Found};
use crate::domain::care::helplines;

/// Most characters of a number with its spaces.
const MOST: usize = 26;
/// How far before a number a word like "call" still speaks of it.
const MOST_BEFORE: usize = 28;

pub(super) fn find(text: &Text, found: &mut Found) {
    let mut place = 0;
    while place < text.len() {
        let c = text.at(place);
        let is_start = (c.is_ascii_digit() || matches!(c, '+' | '(')) && begins(text, place);
        let Some(number) = is_start.then(|| read(text, place)).flatten() else {
            place += 1;
            continue;
        };
        if is_phone(text, &number) {
            found.add(FindingKind::Phone, number.start, number.end);
        }
        place = number.end.max(place + 1);
    }
}

/// Digits in groups.
struct Number {
    start: usize,
    end: usize,
    groups: Vec<String>,
    is_international: bool,
    /// Whether its groups are parted by dots only.
    has_dots: bool,
}

fn begins(text: &Text, place: usize) -> bool {
    let before = text.before(place);
    !(before.is_ascii_alphanumeric() || "$¥£€#.,/-+_=".contains(before))
}

fn read(text: &Text, start: usize) -> Option<Number> {
    let mut end = start;
    let mut groups = vec![String::new()];
    let mut separators = 0;
    let (mut others, mut dots) = (0, 0);
    for place in start..(start + MOST).min(text.len()) {
        let c = text.at(place);
        if c.is_ascii_digit() {
            groups.last_mut()?.push(c);
            end = place + 1;
            separators = 0;
        } else if c == '+' && place == start {
            end = place;
        } else if matches!(c, ' ' | '-' | '.' | '(' | ')')
            || (c == '/' && groups.len() == 1)
            || (c == 'ー' && place > start)
        {
            separators += 1;
            // "(0)20", ") 555-": two signs may follow each other.
            if separators > 2 {
                break;
            }
            if c == '.' {
                dots += 1;
            } else {
                others += 1;
            }
            if groups.last().is_some_and(|group| !group.is_empty()) {
                groups.push(String::new());
            }
        } else {
            break;
        }
    }
    groups.retain(|group| !group.is_empty());
    // "(1-800-…)": the bracket is the sentence's.
    let is_opened = text.at(start) == '(' && !(start..end).any(|place| text.at(place) == ')');
    (end > start).then(|| Number {
        start: if is_opened { start + 1 } else { start },
        end,
        groups,
        is_international: text.at(start) == '+',
        has_dots: dots > 0 && others == 0,
    })
}

fn is_phone(text: &Text, number: &Number) -> bool {
    let digits: String = number.groups.concat();
    let lengths: Vec<usize> = number.groups.iter().map(String::len).collect();
    let first = lengths.first().copied().unwrap_or_default();
    let last = lengths.last().copied().unwrap_or_default();
    // Helplines are everybody's.
    if helplines::is_number(&digits) {
        return false;
    }
    let is_told = (number.start.saturating_sub(MOST_BEFORE)..number.start).any(|place| {
        !text.before(place).is_ascii_alphabetic() && lists().phones.before.whole_at(text, place).is_some()
    });
    // Codes of packages and papers.
    let is_code = (number.start.saturating_sub(8)..number.start)
        .any(|place| lists().phones.not_before.whole_at(text, place).is_some());
    if is_code {
        return false;
    }
    let next = text.at(text.after_space(number.end));
    let has_unit = next == '%'
        || lists().phones.units.at(text, text.after_space(number.end)).is_some()
        || text.at(number.end).is_ascii_alphabetic();
    if has_unit && !is_told {
        return false;
    }
    let several = lengths.len() > 1;
    if number.is_international || digits.starts_with("00") {
        return (9..=15).contains(&digits.len()) && (number.is_international || several);
    }
    // Inside the country a number begins with a nought, in Japan, Great Britain, Germany, France and elsewhere.
    if digits.starts_with('0') && (9..=12).contains(&digits.len()) {
        let is_whole = !several && (digits.len() == 10 || digits.len() == 11);
        let is_decimal = number.has_dots && lengths.len() == 2;
        // "(0)30 …": the nought that is left out from abroad.
        let has_nought = first == 1 && text.at(number.start) == '(' && lengths.len() > 2;
        return is_whole || (several && (first >= 2 || has_nought) && last >= 2 && !is_decimal);
    }
    let is_american = matches!(lengths.as_slice(), [3, 3, 4])
        || (matches!(lengths.as_slice(), [1, 3, 3, 4]) && digits.starts_with('1'));
    is_american || (is_told && (7..=13).contains(&digits.len()) && (several || digits.len() > 8) && last >= 3)
}
