//! The names of children in what a caregiver tells: beside a word for a child, or before ちゃん and くん. Nobody asked a
//! child, so that nobody else may let its name stand.

use std::collections::BTreeSet;

use super::letters::{Gap, Text, is_han, is_hiragana, is_katakana};
use super::lists::lists;
use super::{FindingKind, Found, is_term, names, names_ja};

/// Names that are looked for again: nobody has more children.
const MOST_NAMES: usize = 20;
/// Fewest characters of a name that is looked for again.
const LEAST_AGAIN: usize = 2;
/// Most words between "my" and "daughter".
const MOST_BETWEEN: usize = 2;

pub(super) fn find(text: &Text, is_japanese: bool, found: &mut Found) {
    let mut known = BTreeSet::new();
    let mut add = |(start, end): (usize, usize), found: &mut Found| {
        known.insert(text.part(start, end));
        found.add(FindingKind::Child, start, end);
    };
    for number in 0..text.words().len() {
        let passages = [behind(text, number), before(text, number)];
        passages.into_iter().flatten().for_each(|passage| add(passage, found));
    }
    if is_japanese {
        for place in 0..text.len() {
            let passages = [behind_japanese(text, place), called(text, place)];
            passages.into_iter().flatten().for_each(|passage| add(passage, found));
        }
    }
    for name in known.iter().filter(|name| name.chars().count() >= LEAST_AGAIN).take(MOST_NAMES) {
        again(text, name, found);
    }
}

fn is_child(word: &str) -> bool {
    lists().children.words.contains(word.strip_suffix("'s").unwrap_or(word))
}

/// "My son Oliver", "our daughter, Lily,", "a boy called Max", "my son's name is Oliver".
fn behind(text: &Text, number: usize) -> Option<(usize, usize)> {
    if !is_child(text.lower(number)) {
        return None;
    }
    let is_named = text.lower(number).ends_with("'s") && text.lower(number + 1) == "name";
    if is_named && matches!(text.lower(number + 2), "is" | "was") {
        let name = text.word(number + 3).filter(|word| names::may_be_name(word) && word.gap == Gap::Space)?;
        return (!is_term(&name.lower)).then_some((name.start, name.end));
    }
    names::beside(text, number)
}

/// "Oliver, my son", "Lily (our youngest daughter)".
fn before(text: &Text, number: usize) -> Option<(usize, usize)> {
    let name = text.word(number).filter(|word| names::may_be_name(word) && !word.is_all_capital)?;
    let is_apart =
        matches!(text.lower(number + 1), "," | "(") && matches!(text.lower(number + 2), "my" | "our");
    let is_followed = (0..=MOST_BETWEEN).any(|far| is_child(text.lower(number + 3 + far)));
    (is_apart && is_followed && name.end - name.start > 1 && !is_term(&name.lower))
        .then(|| (name.start, names::without_s(name)))
}

/// 娘の美咲, 息子（健太）, 長男のそうた: a known name behind a word for a child.
fn behind_japanese(text: &Text, place: usize) -> Option<(usize, usize)> {
    let words = &lists().children;
    let word_end = words.words_ja.at(text, place)?;
    let joint = text.at(word_end);
    let start = word_end + 1;
    if !matches!(joint, 'の' | '、' | '(' | '「') {
        return None;
    }
    let end = text.forth(start, 4, is_han);
    let known = (start + 1..=end).rev().find(|end| names_ja::is_given(&text.part(start, *end)));
    known.filter(|end| end - start > 1).map(|end| (start, end))
}

/// 美咲ちゃん, ケンタくん, ゆうとくん: what children are called. The name ends before it.
fn called(text: &Text, place: usize) -> Option<(usize, usize)> {
    let end = lists().children.called.at(text, place)?;
    let (start, _) = names_ja::honoured(text, place, end, false)?;
    Some((start, place))
}

/// The name wherever else it stands.
fn again(text: &Text, name: &str, found: &mut Found) {
    let small = name.to_lowercase();
    let length = name.chars().count();
    let is_latin =
        name.chars().all(|c| c.is_alphabetic() && !is_han(c) && !is_hiragana(c) && !is_katakana(c));
    for start in 0..text.len() {
        let end = start + length;
        let is_whole = !is_latin
            || (!text.before(start).is_alphanumeric()
                && !text.at(end).is_alphanumeric()
                && text.at(start).is_uppercase());
        if is_whole && text.says(start, &small) {
            found.add(FindingKind::Child, start, end);
        }
    }
}
