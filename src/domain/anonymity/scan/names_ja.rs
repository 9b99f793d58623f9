//! Names of people in Japanese: before an honorific or behind a role, in an introduction, or family and given name.

use super::letters::{Text, is_han, is_hiragana, is_katakana};
use super::lists::lists;
use super::{FindingKind, Found, is_term};
use crate::domain::anonymity::naming;

/// Most characters of family and given name together.
const MOST: usize = 8;

pub(super) fn find(text: &Text, found: &mut Found) {
    let words = &lists().names_ja;
    for place in 0..text.len() {
        // "dr" inside of a Latin word is none.
        let inside = text.at(place).is_ascii_alphabetic() && text.before(place).is_ascii_alphabetic();
        if inside {
            continue;
        }
        let strict = || words.strict_honorifics.at(text, place).map(|end| (end, true));
        let honorific = words.honorifics.whole_at(text, place).map(|end| (end, false)).or_else(strict);
        if let Some((start, end)) =
            honorific.and_then(|(end, is_strict)| honoured(text, place, end, is_strict))
        {
            found.add(FindingKind::Name, start, end);
        }
    }
    for place in 0..text.len() {
        if let Some(end) = words.titles.whole_at(text, place) {
            behind(text, place, end, found);
        }
        if let Some(end) = words.roles.at(text, place) {
            behind(text, end, end, found);
        }
        full_name(text, place, found);
        introduced(text, place, found);
    }
}

fn is_family(name: &str) -> bool {
    naming::is_family_han(name) || lists().names_ja.family.contains(name)
}

pub(super) fn is_given(name: &str) -> bool {
    naming::is_given_han(name) || lists().names_ja.given.contains(name)
}

/// 田中さん, 山本太郎先生, ジョンソンさん, さとうさん. `end` is where the honorific ends, and the name with it.
pub(super) fn honoured(text: &Text, sign: usize, end: usize, is_strict: bool) -> Option<(usize, usize)> {
    let words = &lists().names_ja;
    let last = text.before(sign);
    let start = if is_han(last) {
        han_name(text, sign, is_strict)
    } else if is_katakana(last) {
        katakana_name(text, sign, is_strict)
    } else if is_hiragana(last) {
        hiragana_name(text, sign, is_strict)
    } else if last.is_ascii_alphabetic() {
        let start = text.back(sign, 20, |c| c.is_ascii_alphabetic());
        // "K先生" is no name any more.
        (sign - start > 2
            && text.at(start).is_uppercase()
            && text.part(start, sign).chars().any(char::is_lowercase))
        .then_some(start)
    } else {
        None
    };
    // 様子, 君主, 氏名: the sign belongs to another word.
    let goes_on = words.before.at(text, sign).is_some_and(|word_end| word_end > end);
    let start = start.filter(|start| !goes_on && !is_term(&text.part(*start, sign)))?;
    Some((start, end))
}

/// Where the name begins in the Han characters before an honorific.
fn han_name(text: &Text, sign: usize, is_strict: bool) -> Option<usize> {
    let words = &lists().names_ja;
    let start = text.back(sign, MOST, is_han);
    let whole = text.part(start, sign);
    if words.not_names.contains(&whole)
        || words.not_names.before(text, sign).is_some_and(|begin| begin <= start)
    {
        return None;
    }
    // The longest family name that ends here, or family and given name.
    for begin in start..sign {
        let name = text.part(begin, sign);
        let is_single = sign - begin == 1;
        if (is_family(&name) || is_given(&name))
            && (!is_single || begin == start)
            && !words.not_names.contains(&name)
        {
            return Some(begin);
        }
        let has_both = (begin + 1..sign).any(|middle| {
            is_family(&text.part(begin, middle))
                && (is_given(&text.part(middle, sign))
                    || (begin == start
                        && sign - middle <= 2
                        && middle - begin >= 2
                        && words.not_endings.before(text, sign).is_none()))
        });
        if has_both {
            return Some(begin);
        }
    }
    if is_strict || words.not_endings.before(text, sign).is_some() {
        return None;
    }
    let length = sign - start;
    let ends_like_family = words.family_endings.before(text, sign).is_some();
    let begins_well = !is_han(text.before(start));
    ((2..=3).contains(&length)
        && ends_like_family
        && begins_well
        && !lists().practices_ja.not_names.contains(&whole))
    .then_some(start)
}

fn katakana_name(text: &Text, sign: usize, is_strict: bool) -> Option<usize> {
    let words = &lists().names_ja;
    let start = text.back(sign, 16, |c| is_katakana(c) || c == '・');
    let is_plain = words.not_katakana.before(text, sign).is_some();
    (sign - start >= 2 && !is_strict && !is_plain && !is_han(text.before(start))).then_some(start)
}

fn hiragana_name(text: &Text, sign: usize, is_strict: bool) -> Option<usize> {
    // 広瀬すずさん: behind a family name any hiragana are the given one.
    let given = text.back(sign, 5, is_hiragana);
    let family = (2..=3)
        .filter_map(|length| given.checked_sub(length))
        .find(|begin| is_family(&text.part(*begin, given)) && !is_han(text.before(*begin)));
    if let Some(family) = family.filter(|_| {
        !is_strict && (2..=4).contains(&(sign - given)) && !"のにをはがとも".contains(text.at(given))
    }) {
        return Some(family);
    }
    let start = lists().names_ja.family_kana.before(text, sign)?;
    let before = text.before(start);
    // Inside a longer word of hiragana it is none, but behind の, は or と it is.
    (!is_hiragana(before) || "のはとがにを、".contains(before)).then_some(start)
}

/// Dr.鈴木, ドクター鈴木; 担当医の佐藤, 院長の山本. `start` is where the finding begins.
fn behind(text: &Text, start: usize, end: usize, found: &mut Found) {
    let from = if matches!(text.at(end), '.' | ' ' | '、' | ':') { end + 1 } else { end };
    let name_end = text.forth(from, MOST, is_han);
    let longest = (from + 1..=name_end).rev().find(|until| {
        let name = text.part(from, *until);
        (is_family(&name) && (until - from > 1 || (start < end && *until == name_end)))
            || is_full(text, from, *until)
            || (start == end && *until == name_end && until - from > 1 && is_given(&name))
    });
    if let Some(until) = longest {
        // 小野寺: longer by the ending of a family name than the one that is known.
        let ends_later =
            name_end == until + 1 && lists().names_ja.family_endings.before(text, name_end).is_some();
        let until = if ends_later { name_end } else { until };
        let is_title = start < end;
        found.add(FindingKind::Name, if is_title { start } else { from }, until);
    }
}

fn is_full(text: &Text, start: usize, end: usize) -> bool {
    (start + 1..end).any(|middle| is_family(&text.part(start, middle)) && is_given(&text.part(middle, end)))
}

/// 山田花子, 佐藤 さくら: both names are known.
fn full_name(text: &Text, start: usize, found: &mut Found) {
    if is_han(text.before(start)) || !is_han(text.at(start)) {
        return;
    }
    for middle in start + 1..start + 4 {
        if !is_family(&text.part(start, middle)) {
            continue;
        }
        let given = text.after_space(middle);
        for end in (given + 1..given + 4).rev() {
            let next_ends = !is_han(text.at(end));
            let name = text.part(given, end);
            if next_ends && is_given(&name) && name.chars().count() >= 2 {
                found.add(FindingKind::Name, start, end);
                return;
            }
        }
    }
}

/// 山田と申します, 名前は山田です, 夫の健太.
fn introduced(text: &Text, place: usize, found: &mut Found) {
    let words = &lists().names_ja;
    let is_said = words.introductions.at(text, place).is_some();
    // "山田です。" at the beginning of a sentence.
    let is_greeting = text.says(place, "です");
    if !(is_said || is_greeting) || !is_han(text.before(place)) {
        return;
    }
    if let Some(start) = han_name(text, place, true) {
        let begins = matches!(text.before(start), '\0' | '\n' | '。');
        if is_said || (begins && place - start >= 2) {
            found.add(FindingKind::Name, start, place);
        }
    }
}
