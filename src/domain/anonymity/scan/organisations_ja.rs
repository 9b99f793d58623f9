//! Employers and schools by name, in Japanese.

use super::letters::{Text, is_han, is_hiragana, is_katakana};
use super::lists::lists;
use super::{FindingKind, Found};

/// Most characters of a name.
const MOST: usize = 16;
/// How far around a name words like 勤務 still speak of it.
const MOST_AROUND: usize = 14;

pub(super) fn find(text: &Text, found: &mut Found) {
    for place in 0..text.len() {
        school(text, place, found);
        company(text, place, found);
        company_by_ending(text, place, found);
        workplace(text, place, found);
    }
}

fn is_latin(c: char) -> bool {
    c.is_ascii_alphanumeric()
}

/// The start of a name that ends before `end`: Han, katakana or Latin, or a mixture of them.
fn name_before(text: &Text, end: usize) -> usize {
    text.back(end, MOST, |c| is_han(c) || is_katakana(c) || is_latin(c) || c == '・')
}

/// 桜丘高校, 立命館大学; 東大, 早稲田 where somebody goes there.
fn school(text: &Text, place: usize, found: &mut Found) {
    let words = &lists().organisations_ja;
    let goes_on = |end: usize| words.not_after_school.at(text, end).is_some();
    if let Some(end) = words.school_endings.at(text, place) {
        let mut head = place;
        while let Some(start) = words.school_general.before(text, head) {
            head = start;
        }
        let mut start = name_before(text, head);
        while let Some(after) = lists().practices_ja.not_first.at(text, start).filter(|after| *after <= head)
        {
            start = after;
        }
        let is_plain = start == head
            || lists().practices_ja.not_names.contains(&text.part(start, head))
            || is_number(&text.part(start, head));
        let has_kana = lists()
            .places_ja
            .hiragana
            .before(text, head)
            .or_else(|| lists().practices_ja.hiragana.before(text, head));
        let name = if is_plain { has_kana.filter(|_| start == head) } else { Some(start) };
        if let Some(start) = name.filter(|_| !goes_on(end)) {
            found.add(FindingKind::School, start, end);
        }
    }
    if let Some(end) = words.school_short.at(text, place)
        && !is_han(text.before(place))
        && !goes_on(end)
        && words.school_context.at(text, end).is_some()
    {
        found.add(FindingKind::School, place, end);
    }
}

fn is_number(name: &str) -> bool {
    name.chars().all(|c| c.is_ascii_digit() || "第一二三四五六七八九十数何両各".contains(c))
}

/// 株式会社青葉商事, 青葉商事株式会社, (株)青葉.
fn company(text: &Text, place: usize, found: &mut Found) {
    let Some(end) = lists().organisations_ja.company_marks.at(text, place) else { return };
    let is_name = |c: char| is_han(c) || is_katakana(c) || is_latin(c) || c == '・';
    let behind = text.forth(end, MOST, is_name);
    let before = text.back(place, MOST, is_name);
    if behind > end + 1 {
        found.add(FindingKind::Employer, place, behind);
    } else if before + 1 < place {
        found.add(FindingKind::Employer, before, end);
    }
}

fn speaks_of_work(text: &Text, start: usize, end: usize) -> bool {
    let working = &lists().organisations_ja.working;
    (end..end + MOST_AROUND)
        .take_while(|place| !"。\n".contains(text.at(*place)))
        .any(|place| working.at(text, place).is_some())
        || (start.saturating_sub(MOST_AROUND)..start)
            .any(|place| working.at(text, place).is_some_and(|end| end <= start))
}

/// みずほ銀行に勤めて, トヨタ自動車で働いて: endings of companies, where somebody works.
fn company_by_ending(text: &Text, place: usize, found: &mut Found) {
    let words = &lists().organisations_ja;
    let Some(end) = words.company_endings.at(text, place) else { return };
    if is_han(text.at(end)) && !text.says(end, "勤") && !text.says(end, "入社") && !text.says(end, "退") {
        return;
    }
    let mut start = name_before(text, place);
    if start == place {
        start = short_kana(text, place);
    }
    let name = text.part(start, place);
    let is_plain = name.is_empty()
        || words.company_general.contains(&name)
        || lists().practices_ja.not_names.contains(&name);
    if !is_plain && speaks_of_work(text, start, end) {
        found.add(FindingKind::Employer, start, end);
    }
}

/// みずほ, あおば: a short name in hiragana that begins behind a mark or a particle.
fn short_kana(text: &Text, end: usize) -> usize {
    let start = text.back(end, 6, is_hiragana);
    let begins = matches!(text.before(start), '\0' | '、' | '。' | '\n' | ' ' | '「');
    if begins && end - start >= 2 { start } else { end }
}

/// ソニーに勤めて, ANAで働いて: katakana or Latin letters right before words of work.
fn workplace(text: &Text, place: usize, found: &mut Found) {
    let words = &lists().organisations_ja;
    if !matches!(text.at(place), 'に' | 'で' | 'を' | 'の')
        || !(is_katakana(text.before(place)) || is_latin(text.before(place)))
    {
        return;
    }
    let follows =
        ["に勤", "で働", "で勤務", "に勤務", "に入社", "に就職", "を退職", "の社員", "を退社", "で正社員"];
    if !follows.iter().any(|word| text.says(place, word)) {
        return;
    }
    let start = text.back(place, MOST, |c| is_katakana(c) || is_latin(c) || c == '・');
    let name = text.part(start, place).to_lowercase();
    let is_plain =
        words.not_employers.before(text, place).is_some() || name.chars().all(|c| c.is_ascii_digit());
    if place - start >= 2 && !is_plain && !is_han(text.before(start)) {
        found.add(FindingKind::Employer, start, place);
    }
}
