//! Days and months of the calendar. A year alone says little and is left alone, but for that of a birth.

use super::letters::{Script, Text, is_han_number};
use super::lists::lists;
use super::{FindingKind, Found};

pub(super) fn find(text: &Text, found: &mut Found) {
    for place in 0..text.len() {
        let c = text.at(place);
        if c.is_ascii_digit()
            && !text.before(place).is_ascii_digit()
            && let Some(end) = numeric(text, place)
        {
            found.add(FindingKind::Date, place, end);
        }
        if let Some(end) = short_era(text, place) {
            found.add(FindingKind::Date, place, end);
        }
        if let Some(end) = japanese(text, place) {
            found.add(FindingKind::Date, place, end);
        }
    }
    for number in 0..text.words().len() {
        month_by_name(text, number, found);
        birth(text, number, found);
    }
}

fn value(text: &Text, start: usize, end: usize) -> u32 {
    text.part(start, end).parse().unwrap_or(0)
}

fn is_year(year: u32) -> bool {
    (1900..=2099).contains(&year)
}

/// `2023-04-05`, `04/05/2023`, `12.07.1988`, `4/5/23`, `05/2021`.
fn numeric(text: &Text, start: usize) -> Option<usize> {
    let is_inner = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '/' | '-' | ',');
    if is_inner(text.before(start)) {
        return None;
    }
    let digits = |from: usize| text.forth(from, 5, |c| c.is_ascii_digit());
    let first_end = digits(start);
    let sign = text.at(first_end);
    if !matches!(sign, '/' | '-' | '.') {
        return None;
    }
    let second_end = digits(first_end + 1);
    if second_end == first_end + 1 {
        return None;
    }
    let (first, second) = (value(text, start, first_end), value(text, first_end + 1, second_end));
    let (first_length, second_length) = (first_end - start, second_end - first_end - 1);
    let ends = |end: usize| {
        let (next, after) = (text.at(end), text.at(end + 1));
        let goes_on = matches!(next, '/' | '-' | '.') && after.is_ascii_digit();
        !next.is_ascii_alphanumeric() && !goes_on
    };
    let has_third = text.at(second_end) == sign && text.at(second_end + 1).is_ascii_digit();
    if has_third {
        let third_end = digits(second_end + 1);
        let third = value(text, second_end + 1, third_end);
        let third_length = third_end - second_end - 1;
        let is_day_and_month = |a: u32, b: u32| {
            (1..=31).contains(&a) && (1..=12).contains(&b) || (1..=12).contains(&a) && (1..=31).contains(&b)
        };
        let is_date =
            (first_length == 4 && is_year(first) && third_length <= 2 && is_day_and_month(second, third))
                || (third_length == 4 && is_year(third) && is_day_and_month(first, second))
                || (third_length == 2 && first_length <= 2 && sign != '-' && is_day_and_month(first, second));
        return (is_date && second_length <= 2 && ends(third_end)).then_some(third_end);
    }
    // "4/15(月)": the weekday says that it is one.
    let is_weekday = text.at(second_end) == '('
        && "月火水木金土日".contains(text.at(second_end + 1))
        && text.at(second_end + 2) == ')';
    if is_weekday && sign == '/' && (1..=12).contains(&first) && (1..=31).contains(&second) {
        return Some(second_end + 3);
    }
    let is_month_and_year = sign == '/'
        && ends(second_end)
        && ((first_length == 4 && is_year(first) && second_length <= 2 && (1..=12).contains(&second))
            || (second_length == 4 && is_year(second) && (1..=12).contains(&first)));
    let is_expiry =
        (start.saturating_sub(12)..start).any(|place| lists().dates.not_after.at(text, place).is_some());
    (is_month_and_year && !is_expiry).then_some(second_end)
}

/// `R4.5.6`, `H30/6/1`: a year of an era by its letter, with month and day.
fn short_era(text: &Text, start: usize) -> Option<usize> {
    if !matches!(text.at(start), 'R' | 'H' | 'S') || text.before(start).is_ascii_alphanumeric() {
        return None;
    }
    let mut end = text.forth(start + 1, 2, |c| c.is_ascii_digit());
    let sign = text.at(end);
    if end == start + 1 || !matches!(sign, '.' | '/') {
        return None;
    }
    for most in [12, 31] {
        let next = text.forth(end + 1, 2, |c| c.is_ascii_digit());
        if text.at(end) != sign || next == end + 1 || !(1..=most).contains(&value(text, end + 1, next)) {
            return None;
        }
        end = next;
    }
    (!text.at(end).is_ascii_alphanumeric()).then_some(end)
}

/// The number at a place, in digits or Han characters, and where it ends.
fn number(text: &Text, start: usize) -> Option<(u32, usize)> {
    let end = text.forth(start, 4, |c| c.is_ascii_digit());
    if end > start {
        return Some((value(text, start, end), end));
    }
    let end = text.forth(start, 5, is_han_number);
    (end > start).then(|| (han_value(&text.part(start, end)), end))
}

/// 二十七 is 27, 二〇二三 is 2023.
pub(super) fn han_value(written: &str) -> u32 {
    let digit = |c: char| {
        "〇一二三四五六七八九".chars().zip(0..).find(|(known, _)| *known == c).map(|(_, value)| value)
    };
    let (mut whole, mut last) = (0, None);
    for c in written.chars() {
        match (c, digit(c)) {
            ('十', _) => (whole, last) = (whole + 10 * last.unwrap_or(1), None),
            ('百', _) => (whole, last) = (whole + 100 * last.unwrap_or(1), None),
            (_, Some(digit)) => last = Some(last.unwrap_or(0) * 10 + digit),
            (_, None) => {}
        }
    }
    whole + last.unwrap_or(0)
}

/// `2023年4月5日`, `令和5年`, `4月5日`, `1989年生まれ`. A year of our era alone is none.
fn japanese(text: &Text, start: usize) -> Option<usize> {
    if let Some(from) = lists().dates_ja.eras.at(text, start) {
        let year_end = if text.at(from) == '元' { from + 1 } else { number(text, from)?.1 };
        if text.at(year_end) != '年' {
            return None;
        }
        return Some(born(text, month_and_day(text, year_end + 1).unwrap_or(year_end + 1)));
    }
    let before = text.before(start);
    if before.is_ascii_digit()
        || is_han_number(before)
        || matches!(before, '.' | '/' | '数' | '-' | '〜' | '~')
    {
        return None;
    }
    let (first, end) = number(text, start)?;
    match text.at(end) {
        '年' if is_year(first) => {
            let whole = month_and_day(text, end + 1).unwrap_or(end + 1);
            let born = born(text, whole);
            (born > end + 1).then_some(born)
        }
        '月' => {
            let end = month_and_day(text, start)?;
            (text.before(end) == '日').then_some(end)
        }
        _ => None,
    }
}

/// `4月`, `4月5日`: where it ends.
fn month_and_day(text: &Text, start: usize) -> Option<usize> {
    let (month, end) = number(text, start)?;
    if !(1..=12).contains(&month) || text.at(end) != '月' {
        return None;
    }
    let after_month = end + 1;
    Some(match number(text, after_month) {
        Some((day, end))
            if (1..=31).contains(&day)
                && text.at(end) == '日'
                && !matches!(text.at(end + 1), '間' | '分') =>
        {
            end + 1
        }
        _ => after_month,
    })
}

fn born(text: &Text, end: usize) -> usize {
    lists().dates_ja.born_after.at(text, end).unwrap_or(end)
}

/// How many words say a day here: `5`, `5th`, "fifth".
fn day(text: &Text, number: usize) -> Option<usize> {
    let word = text.word(number)?;
    if lists().dates.ordinals.contains(&word.lower) {
        return Some(1);
    }
    if word.script != Script::Digits || word.lower.len() > 2 {
        return None;
    }
    word.lower.parse().ok().filter(|day: &u32| (1..=31).contains(day))?;
    let ending = text.lower(number + 1);
    let is_ordinal = text.at(word.end).is_ascii_alphabetic();
    match (is_ordinal, ending) {
        (true, "st" | "nd" | "rd" | "th") => Some(2),
        (true, _) => None,
        (false, _) => Some(1),
    }
}

fn year_at(text: &Text, number: usize) -> Option<usize> {
    let word = text.word(number)?;
    let year = word.lower.parse().ok().filter(|year| is_year(*year));
    (word.script == Script::Digits && year.is_some() && !text.at(word.end).is_ascii_alphabetic())
        .then_some(number)
}

/// `5 April 2023`, `April 5th`, `the fifth of April`, `April 2023`; also in German, French, Spanish and Portuguese.
fn month_by_name(text: &Text, at: usize, found: &mut Found) {
    let dates = &lists().dates;
    let Some(month) = text.word(at) else { return };
    if !dates.months.contains(&month.lower) || (!month.is_capital && dates.also_words.contains(&month.lower))
    {
        return;
    }
    let (mut first, mut last) = (at, None);
    // Before it: "5", "5th of", "the fifth of", "5 de".
    let mut before = at;
    for _ in 0..2 {
        if matches!(text.lower_before(before), "of" | "de" | "." | "st" | "nd" | "rd" | "th") {
            before -= 1;
        }
    }
    if let Some(number) = before.checked_sub(1)
        && let Some(taken) = day(text, number)
        && number + taken >= before.min(at)
        && !matches!(text.word(number).map(|word| text.before(word.start)), Some('.' | '/' | '-' | ','))
    {
        (first, last) = (number, Some(at));
    }
    // After it: "5", "5th", ", 2023", "of 2023".
    let mut next = at + 1;
    if text.lower(next) == "." && text.at(month.end) == '.' && month.lower.chars().count() <= 4 {
        next += 1;
    }
    if last.is_none() {
        let start = if text.lower(next) == "the" { next + 1 } else { next };
        if let Some(taken) = day(text, start)
            && text.word(start).is_some_and(|word| word.gap == super::letters::Gap::Space)
            && !is_measured(text, start + taken)
        {
            last = Some(start + taken - 1);
            next = start + taken;
        }
    }
    let mut year = next;
    for _ in 0..2 {
        if matches!(text.lower(year), "," | "of" | "de" | "del" | "in") {
            year += 1;
        }
    }
    if let Some(year) = year_at(text, year)
        .filter(|_| text.word(year).is_some_and(|word| word.gap != super::letters::Gap::Line))
    {
        last = Some(year);
    }
    let (Some(first), Some(last)) = (text.word(first), last.and_then(|last| text.word(last))) else { return };
    let is_far = last.end.saturating_sub(first.start) > 40;
    if !is_far {
        found.add(FindingKind::Date, first.start, last.end);
    }
}

/// "May 20 mg": the number counts something else.
fn is_measured(text: &Text, after: usize) -> bool {
    let next = text.lower(after);
    let is_decimal = matches!(next, "." | "," | "/" | "-" | "%")
        && text
            .word(after + 1)
            .is_some_and(|word| word.script == Script::Digits && word.gap == super::letters::Gap::Nothing);
    is_decimal || next == "%" || lists().dates.counted.contains(next)
}

/// "born in 1989".
fn birth(text: &Text, at: usize, found: &mut Found) {
    if text.lower(at) != "born" {
        return;
    }
    let year = if matches!(text.lower(at + 1), "in" | "around") { at + 2 } else { at + 1 };
    if let Some(word) = year_at(text, year).and_then(|year| text.word(year)) {
        found.add(FindingKind::Date, word.start, word.end);
    }
}
