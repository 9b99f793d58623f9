//! Cities, wards and stations. Countries are wide enough to be told.

use super::letters::{Gap, Script, Text, is_han, is_hiragana, is_katakana};
use super::lists::lists;
use super::{FindingKind, Found, is_term};

/// Most characters of a Japanese place name without its ending.
const MOST: usize = 8;

/// Stations: before names of people and cities, since they are called after them.
pub(super) fn find_stations(text: &Text, found: &mut Found) {
    for place in 0..text.len() {
        if text.at(place) == '駅' {
            japanese_station(text, place, found);
        }
    }
    for (number, word) in text.words().iter().enumerate() {
        if word.lower == "station" {
            let start = capitals_before(text, number, 3);
            if let Some(first) = text
                .word(start)
                .filter(|first| start < number && !lists().places_en.not_stations.contains(&first.lower))
            {
                found.add(FindingKind::Place, first.start, word.end);
            }
        }
    }
}

pub(super) fn find(text: &Text, is_japanese: bool, found: &mut Found) {
    if is_japanese {
        for place in 0..text.len() {
            municipality(text, place, found);
            known_japanese(text, place, found);
        }
    }
    for number in 0..text.words().len() {
        known_english(text, number, found);
        after_preposition(text, number, found);
        ward(text, number, found);
    }
}

/// The number of the first of at most `most` capitalised words right before this one.
pub(super) fn capitals_before(text: &Text, number: usize, most: usize) -> usize {
    let mut first = number;
    while number - first < most {
        let Some(word) = first.checked_sub(1).and_then(|before| text.word(before)) else { break };
        let joins = text.word(first).is_some_and(|word| word.gap == Gap::Space);
        if !joins
            || !word.is_capital
            || word.script != Script::Letters
            || lists().common.starters.contains(&word.lower)
        {
            break;
        }
        first -= 1;
    }
    first
}

fn japanese_station(text: &Text, sign: usize, found: &mut Found) {
    let words = &lists().places_ja;
    let script = text.before(sign);
    let start = if is_han(script) {
        text.back(sign, MOST, is_han)
    } else if is_katakana(script) {
        text.back(sign, MOST, is_katakana)
    } else {
        // みなとみらい駅: hiragana names are known ones.
        words.hiragana.before(text, sign).unwrap_or(sign)
    };
    let mut start = start;
    // センター北駅, 東京テレポート駅
    if is_han(text.at(start)) && is_katakana(text.before(start)) {
        start = text.back(start, MOST, is_katakana);
    }
    let name = text.part(start, sign);
    let is_plain = words.not_stations.before(text, sign).is_some()
        || name.chars().all(|c| c.is_ascii_digit() || "一二三四五六七八九十数".contains(c));
    let goes_on = words.after_station.at(text, sign + 1).is_some();
    if start < sign && !is_plain && !goes_on {
        found.add(FindingKind::Place, start, sign + 1);
    }
}

/// Where a row of prefecture, city, ward and quarter begins that ends right before `place`; none without one.
pub(super) fn municipality_before(text: &Text, place: usize) -> Option<usize> {
    let from = text.back(place, 24, |c| is_han(c) || is_katakana(c) || is_hiragana(c) || c.is_ascii_digit());
    let words = &lists().places_ja;
    let known = (from..place).find(|at| {
        let is_whole = |end: usize| end < place && "都道府県市区町村".contains(text.at(end));
        words.prefectures.at(text, *at).is_some_and(|end| end < place)
            || words.known.at(text, *at).is_some_and(is_whole)
    });
    known.or_else(|| {
        let han = text.back(place, 16, |c| is_han(c) || c == 'ノ' || c == 'ケ');
        let has_ending = (han + 1..place).any(|at| "市区町村郡".contains(text.at(at)) && at > han + 1);
        has_ending.then_some(han)
    })
}

/// 世田谷区, 横浜市: a name with the ending of a city or ward.
fn municipality(text: &Text, place: usize, found: &mut Found) {
    let words = &lists().places_ja;
    let Some(kind) = words.municipalities.iter().find(|kind| text.at(place) == kind.sign) else { return };
    // 長野県松本市: behind the prefecture.
    let start = text.back(place, 5, |c| is_han(c) && !"都道府県市区".contains(c));
    let length = place - start;
    let name = text.part(start, place);
    // 都市 is a word of its own: 地方都市.
    let is_plain = kind.not_before.contains(&name) || (kind.sign == '市' && name.ends_with('都'));
    let goes_on = kind.not_after.at(text, place + 1).is_some();
    if let Some(known) = words.hiragana.before(text, place).filter(|_| length == 0 && !goes_on) {
        found.add(FindingKind::Place, known, place + 1);
    } else if length >= kind.least && !is_plain && !goes_on {
        found.add(FindingKind::Place, start, place + 1);
    }
}

/// A prefecture or a city that is known by its name alone: 東京, 梅田.
fn known_japanese(text: &Text, place: usize, found: &mut Found) {
    let words = &lists().places_ja;
    let before = text.before(place);
    if is_han(before) && !"約元現南北東西新旧在各都道府県市区".contains(before) {
        return;
    }
    let Some(end) = words.prefectures.at(text, place).max(words.known.at(text, place)) else { return };
    let whole = if "都府県市区".contains(text.at(end)) { end + 1 } else { end };
    let next = text.at(whole);
    let stands_alone = !is_han(next) && !is_katakana(next) && next != 'ー';
    let may_follow = words.may_follow.at(text, whole).is_some();
    let is_thing = words.things_after.at(text, whole).is_some();
    if (stands_alone || may_follow) && !is_thing {
        found.add(FindingKind::Place, place, whole);
    }
}

/// A city or state from the list: `Leeds`, `New York`, `Austin, TX`.
fn known_english(text: &Text, number: usize, found: &mut Found) {
    let words = &lists().places_en;
    let Some(word) = text.word(number).filter(|word| word.is_capital && word.script == Script::Letters)
    else {
        return;
    };
    // "University of Michigan": the school was found, or others do research there.
    let is_university = text.lower_before(number) == "of"
        && number
            .checked_sub(2)
            .is_some_and(|before| matches!(text.lower(before), "university" | "college" | "institute"));
    if is_university {
        return;
    }
    let longer = (1..=2).rev().find_map(|more| {
        let last = text.word(number + more)?;
        let parts: Vec<&str> = (number..=number + more).map(|part| text.lower(part)).collect();
        (words.cities.contains(&parts.join(" "))
            && (number + 1..=number + more)
                .all(|part| text.word(part).is_some_and(|word| word.gap == Gap::Space)))
        .then_some((number + more, last.end))
    });
    let (last, end) = match longer {
        Some(found) => found,
        None if words.cities.contains(&word.lower) => (number, word.end),
        None => return state_behind(text, number, found),
    };
    let is_also_word = words.also_words.contains(&word.lower) && longer.is_none();
    let is_placed = words.prepositions.contains(text.lower_before(number));
    let next = text
        .word(last + 1)
        .filter(|next| next.gap == Gap::Space && next.is_capital && next.script == Script::Letters);
    let names_a_thing = next.is_some_and(|_| !is_state(text, last + 1))
        || words.things.contains(text.lower(last + 1))
        || text.lower(last + 1) == "'"
        || text.at(end) == '-';
    if ((is_also_word || names_a_thing) && !is_placed) || words.things.contains(text.lower(last + 1)) {
        return;
    }
    found.add(FindingKind::Place, word.start, end_with_state(text, last));
}

fn is_state(text: &Text, number: usize) -> bool {
    text.word(number)
        .is_some_and(|word| word.is_all_capital && lists().places_en.state_codes.contains(&word.lower))
}

/// `Austin, TX`
fn end_with_state(text: &Text, last: usize) -> usize {
    let end = text.word(last).map_or(0, |word| word.end);
    let state = if text.lower(last + 1) == "," { last + 2 } else { last + 1 };
    if is_state(text, state) { text.word(state).map_or(end, |word| word.end) } else { end }
}

/// `Millbrook, NY`: any capitalised word with a state.
fn state_behind(text: &Text, number: usize, found: &mut Found) {
    let Some(word) = text.word(number) else { return };
    if text.lower(number + 1) == ","
        && is_state(text, number + 2)
        && !lists().common.starters.contains(&word.lower)
    {
        found.add(FindingKind::Place, word.start, end_with_state(text, number));
    }
}

/// "I live in Millbrook", "moved to Ashby", "from near Tarnow": a capitalised word that is no country.
fn after_preposition(text: &Text, number: usize, found: &mut Found) {
    let words = &lists().places_en;
    let Some(word) = text
        .word(number)
        .filter(|word| word.is_capital && word.script == Script::Letters && word.gap == Gap::Space)
    else {
        return;
    };
    let is_placed = words.prepositions.contains(text.lower_before(number));
    let back = (2..=4)
        .filter_map(|far| number.checked_sub(far))
        .any(|before| words.dwelling.contains(text.lower(before)));
    if !is_placed || !back || word.is_all_capital || is_no_place(&word.lower) {
        return;
    }
    let mut last = number;
    while last < number + 2
        && text.word(last + 1).is_some_and(|next| {
            next.gap == Gap::Space
                && next.is_capital
                && next.script == Script::Letters
                && !is_no_place(&next.lower)
        })
    {
        last += 1;
    }
    let end = end_with_state(text, last);
    if !is_term(&text.part(word.start, end)) {
        found.add(FindingKind::Place, word.start, end);
    }
}

fn is_no_place(word: &str) -> bool {
    let lists = lists();
    lists.places_en.countries.contains(word)
        || lists.common.starters.contains(word)
        || lists.dates.months.contains(word)
}

/// `Suginami-ku`, `Shibuya Ward`.
fn ward(text: &Text, number: usize, found: &mut Found) {
    let Some(word) = text.word(number).filter(|word| word.is_capital && word.script == Script::Letters)
    else {
        return;
    };
    let joined = text.at(word.end) == '-' && lists().places_en.ward_endings.contains(text.lower(number + 2));
    if joined && let Some(last) = text.word(number + 2) {
        found.add(FindingKind::Place, word.start, last.end);
    }
    let next = text.next(number);
    if next.is_some_and(|next| {
        next.lower == "ward" && next.is_capital && !lists().places_en.not_wards.contains(&word.lower)
    }) {
        found.add(FindingKind::Place, word.start, next.map_or(word.end, |next| next.end));
    }
}
