//! Clinics, hospitals and pharmacies by name, in Japanese: what is left of a name when all general words are gone.

use super::letters::{Text, is_han, is_hiragana, is_katakana};
use super::lists::lists;
use super::{FindingKind, Found};

/// Most characters of a name that are looked at.
const MOST: usize = 24;

pub(super) fn find(text: &Text, found: &mut Found) {
    let mut place = 0;
    while place < text.len() {
        match ending(text, place) {
            Some(end) => {
                practice(text, place, end, found);
                place = end;
            }
            None => place += 1,
        }
    }
}

/// Where the row of words like 皮膚科 and クリニック ends that begins here; none where none begins.
fn ending(text: &Text, start: usize) -> Option<usize> {
    let words = &lists().practices_ja;
    let mut end = start;
    while let Some(next) = words.endings.at(text, end) {
        end = next;
    }
    if end == start {
        return None;
    }
    let goes_on = words.not_after.at(text, end).is_some();
    (!goes_on).then_some(end)
}

fn practice(text: &Text, start: usize, end: usize, found: &mut Found) {
    let words = &lists().practices_ja;
    // クリニック新宿院: the branch names it, whatever stands before.
    let branch = text.forth(end, 7, |c| is_han(c) || is_katakana(c));
    let is_branch = branch > end + 1
        && text.before(branch) == '院'
        && !text.said(branch, "病院")
        && !text.said(branch, "医院");
    if is_branch {
        let begin = text.back(start, MOST, |c| is_han(c) || is_katakana(c) || is_latin(c));
        found.add(FindingKind::Clinic, begin, branch);
        return;
    }
    // 日本医科大学附属病院: general words that together are a name.
    if let Some(begin) = words.known.before(text, start) {
        found.add(FindingKind::Clinic, begin, end);
        return;
    }
    let mut head = general_before(text, start);
    // さくらのクリニック: の only after a name that is known.
    if text.before(head) == 'の' && words.hiragana.before(text, head - 1).is_some() {
        head -= 1;
    }
    let Some(name) = name_before(text, head) else { return };
    found.add(FindingKind::Clinic, name, end);
}

/// Where the general words before the ending begin: 総合, メンタル.
fn general_before(text: &Text, start: usize) -> usize {
    let words = &lists().practices_ja;
    let mut head = start;
    while let Some(before) = words.general.before(text, head) {
        head = before;
    }
    head
}

/// Where the name begins that ends before `head`; none where there is no name.
fn name_before(text: &Text, head: usize) -> Option<usize> {
    let words = &lists().practices_ja;
    let last = text.before(head);
    if is_hiragana(last) {
        return words.hiragana.before(text, head).or_else(|| unknown_hiragana(text, head));
    }
    let same: fn(char) -> bool = if is_han(last) {
        is_han
    } else if is_katakana(last) {
        is_katakana
    } else {
        is_latin
    };
    let mut start = text.back(head, MOST, same);
    // 東京メンタル…, TCB東京…: another script may stand before.
    let before = text.before(start);
    if is_han(last) && is_latin(before) {
        start = text.back(start, MOST, is_latin);
    } else if is_katakana(last) && is_han(before) {
        start = text.back(start, MOST, is_han);
    } else if is_han(last) && is_katakana(before) {
        start = text.back(start, MOST, is_katakana);
    }
    // 昨日田中皮膚科: words of time and manner.
    while let Some(next) = words.not_first.at(text, start).filter(|next| *next < head) {
        start = next;
    }
    // ひばりが丘皮膚科
    if matches!(text.before(start), 'が' | 'ヶ' | 'ケ') && "丘台崎谷原浜島沢関".contains(text.at(start))
    {
        let longer = text.back(start, 7, is_hiragana);
        if start - longer >= 3 {
            start = longer;
        }
    }
    // みどりの森皮膚科
    if text.before(start) == 'の'
        && let Some(longer) = words.hiragana.before(text, start.saturating_sub(1))
        && !is_hiragana(text.before(longer))
    {
        start = longer;
    }
    let name = text.part(start, head);
    let is_one_letter = name.chars().count() == 1 && !is_han(last);
    let is_plain = name.is_empty()
        || is_one_letter
        || words.not_names.contains(&name)
        || name.chars().all(|c| c.is_ascii_digit() || "一二三四五六七八九十数何".contains(c))
        || is_general(text, start, head);
    (!is_plain).then_some(start)
}

/// Whether a name consists of general words only: 地方中核.
fn is_general(text: &Text, start: usize, end: usize) -> bool {
    let words = &lists().practices_ja;
    let mut rest = end;
    while rest > start {
        let shorter = [&words.general, &words.not_names, &words.not_first]
            .into_iter()
            .filter_map(|list| list.before(text, rest))
            .min();
        let Some(shorter) = shorter else { return false };
        rest = shorter;
    }
    true
}

/// はなぞのクリニック: hiragana between the sentence's other characters and the ending, that is no adverb.
fn unknown_hiragana(text: &Text, head: usize) -> Option<usize> {
    let start = text.back(head, 7, is_hiragana);
    let is_business = ["クリニック", "医院", "薬局", "歯科"].into_iter().any(|word| text.says(head, word));
    let ends_like_grammar = "のなたるいくにでとがはもをてかやへばずらりれけせ".contains(text.before(head));
    let is_adverb = lists().practices_ja.not_hiragana.before(text, head).is_some();
    let begins_well =
        !is_hiragana(text.before(start)) && !is_han(text.before(start)) && !is_katakana(text.before(start));
    (head - start >= 3 && is_business && !ends_like_grammar && !is_adverb && begins_well).then_some(start)
}

fn is_latin(c: char) -> bool {
    c.is_ascii_alphanumeric()
}
