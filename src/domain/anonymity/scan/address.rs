//! Postal codes and street addresses.

use super::letters::{Gap, Script, Text, is_han, is_han_number, is_katakana};
use super::lists::lists;
use super::places::{capitals_before, municipality_before};
use super::{FindingKind, Found};

pub(super) fn find(text: &Text, found: &mut Found) {
    japanese_codes(text, found);
    japanese(text, found);
    for number in 0..text.words().len() {
        post_box(text, number, found);
        street(text, number, found);
        street_with_number_behind(text, number, found);
        blocks(text, number, found);
        codes(text, number, found);
    }
}

/// Streets without a number: after practices, which may stand in the name of one.
pub(super) fn find_streets(text: &Text, found: &mut Found) {
    for number in 0..text.words().len() {
        street_without_number(text, number, found);
    }
}

fn digits(text: &Text, start: usize, most: usize) -> usize {
    text.forth(start, most, |c| c.is_ascii_digit()) - start
}

/// `〒150-0001`, `郵便番号1500001`, `150-0001 東京都…`.
fn japanese_codes(text: &Text, found: &mut Found) {
    for place in 0..text.len() {
        let marked =
            ["〒", "郵便番号は", "郵便番号:", "郵便番号"].into_iter().find(|mark| text.says(place, mark));
        let start = text.after_space(place + marked.map_or(0, |mark| mark.chars().count()));
        if marked.is_none()
            && (!text.at(place).is_ascii_digit()
                || text.before(place).is_ascii_alphanumeric()
                || text.before(place) == '-')
        {
            continue;
        }
        let has_dash =
            digits(text, start, 4) == 3 && text.at(start + 3) == '-' && digits(text, start + 4, 5) == 4;
        let end = if has_dash { start + 8 } else { start + 7 };
        let is_code = has_dash && text.at(end) != '-' || (marked.is_some() && digits(text, start, 8) == 7);
        let goes_on = lists().places_ja.prefectures.at(text, text.after_space(end)).is_some();
        if is_code && (marked.is_some() || goes_on) {
            found.add(FindingKind::PostalCode, place, end);
        }
    }
}

/// A number as it stands in a Japanese address.
fn is_block_number(c: char) -> bool {
    c.is_ascii_digit() || is_han_number(c)
}

fn is_place_letter(c: char) -> bool {
    is_han(c) || is_katakana(c) || matches!(c, 'の' | 'ノ' | 'つ' | 'が')
}

/// `高円寺南4-6-7`, `三丁目1番3号`, `123番地`, `南一条西5丁目`.
fn japanese(text: &Text, found: &mut Found) {
    let mut place = 0;
    while place < text.len() {
        let starts = is_block_number(text.at(place)) && !is_block_number(text.before(place));
        let end = if starts { block(text, place) } else { None };
        let Some(mut end) = end else {
            place += 1;
            continue;
        };
        let start = start_of_japanese(text, place);
        let is_dashed = text.part(place, end).chars().all(|c| c.is_ascii_digit() || "-ーの".contains(c));
        // Two or three numbers with dashes are an address only behind the name of a place.
        let is_behind_place = start < place
            && (municipality_before(text, place).is_some_and(|at| at < place)
                || has_place_ending(text, place)
                || lists().places_ja.known.before(text, place).is_some());
        if !is_dashed || is_behind_place {
            end = house(text, end);
            found.add(FindingKind::Address, start, end);
        }
        place = end;
    }
}

/// Where the numbers of an address end that begin here; none where these are no such numbers.
fn block(text: &Text, start: usize) -> Option<usize> {
    let number = |from: usize| text.forth(from, 4, is_block_number);
    let mut end = number(start);
    let mut parts = 0;
    if text.says(end, "丁目") {
        parts += 1;
        end += 2;
        let next = number(end);
        if next == end {
            return Some(end);
        }
        end = next;
    }
    if text.says(end, "番地の")
        || text.says(end, "番地")
        || text.says(end, "番") && is_block_number(text.at(end + 1))
    {
        let is_part = text.says(end, "番地");
        end += if text.says(end, "番地の") {
            3
        } else if is_part {
            2
        } else {
            1
        };
        let next = number(end);
        let is_house = next > end && text.at(next) == '号';
        return if is_house {
            Some(next + 1)
        } else if is_part || parts > 0 {
            Some(next.max(end))
        } else {
            None
        };
    }
    let mut dashes = 0;
    while matches!(text.at(end), '-' | 'ー' | 'の')
        && text.at(end + 1).is_ascii_digit()
        && text.before(end).is_ascii_digit()
    {
        dashes += 1;
        end = text.forth(end + 1, 5, |c| c.is_ascii_digit());
    }
    let is_counted = "年月日時分回錠歳%円mkg℃個件人本点割".contains(text.at(end)) && text.at(end) != '\0';
    (parts > 0 || ((1..=3).contains(&dashes) && !is_counted)).then_some(end)
}

/// Where the address begins: at the prefecture or city before the numbers, else at the name of the quarter.
fn start_of_japanese(text: &Text, numbers: usize) -> usize {
    let back = text.back(numbers, 24, |c| is_place_letter(c) || is_block_number(c));
    municipality_before(text, numbers).unwrap_or_else(|| {
        // Without a city, the quarter alone: particles part it from the sentence.
        let quarter = text.back(numbers, 6, |c| is_han(c) || is_katakana(c));
        quarter.max(back)
    })
}

/// 高円寺南4-6-7: quarters often end so.
fn has_place_ending(text: &Text, numbers: usize) -> bool {
    let quarter = numbers - text.back(numbers, 8, is_han);
    quarter >= 2 && "町村区市南北東西台丘寺島川沢谷橋崎塚浜原".contains(text.before(numbers))
}

/// Behind the numbers the building: `ハイツ101号室`, ` 4F`.
fn house(text: &Text, end: usize) -> usize {
    let name =
        text.forth(text.after_space(end), 20, |c| is_katakana(c) || c.is_ascii_alphanumeric() || c == '-');
    let is_building =
        lists().places_ja.buildings.iter().any(|word| text.part(end, name).to_lowercase().contains(word));
    let after = if is_building { name } else { end };
    let room = text.forth(text.after_space(after), 5, |c| c.is_ascii_digit());
    if room > after && text.says(room, "号室") { room + 2 } else { after }
}

/// `PO Box 123`.
fn post_box(text: &Text, at: usize, found: &mut Found) {
    let is_po = text.lower(at) == "po" && text.lower(at + 1) == "box";
    let is_dotted = text.lower(at) == "p"
        && text.lower(at + 1) == "."
        && text.lower(at + 2) == "o"
        && text.lower(at + 4) == "box";
    let german = matches!(text.lower(at), "postfach" | "私書箱");
    let number = if is_po {
        at + 2
    } else if is_dotted {
        at + 5
    } else if german {
        at + 1
    } else {
        return;
    };
    if let (Some(first), Some(number)) =
        (text.word(at), text.word(number).filter(|word| word.script == Script::Digits))
    {
        found.add(FindingKind::Address, first.start, number.end);
    }
}

/// `18 Larch Avenue`, `221b Baker St.`, `42 W 23rd Street, Apt 5`; `12 rue de la Paix`.
fn street(text: &Text, at: usize, found: &mut Found) {
    const MOST_WORDS: usize = 6;
    let words = &lists().streets;
    let Some(number) = text.word(at).filter(|word| word.script == Script::Digits && word.lower.len() <= 5)
    else {
        return;
    };
    if text.before(number.start).is_alphanumeric()
        || matches!(text.before(number.start), '.' | '$' | '£' | '€')
    {
        return;
    }
    let mut next = at + 1;
    // 221b
    if text.word(next).is_some_and(|word| {
        word.gap == Gap::Nothing && word.lower.len() == 1 && word.script == Script::Letters
    }) {
        next += 1;
    } else if text.word(next).is_some_and(|word| word.gap == Gap::Nothing && word.script != Script::Mark) {
        return;
    }
    if text.lower(next) == "," {
        next += 1;
    }
    let first = next;
    // "3. Dhaked" counts something, and "2, 14 Maple Road" begins with the flat.
    if text
        .word(first)
        .is_none_or(|word| word.script == Script::Mark || (word.script == Script::Digits && first > at + 1))
    {
        return;
    }
    if words.before_name.contains(text.lower(first)) {
        let name =
            (first + 1..first + 5).rev().find(|place| text.word(*place).is_some_and(|word| word.is_capital));
        if let Some(name) = name.and_then(|name| text.word(name)).filter(|name| name.gap != Gap::Line) {
            found.add(FindingKind::Address, number.start, name.end);
        }
        return;
    }
    for place in first..first + MOST_WORDS {
        let Some(word) = text.word(place).filter(|word| word.gap != Gap::Line) else { return };
        let is_type = words.types.contains(&word.lower) && place > first;
        let is_loose = words.loose_types.contains(&word.lower) && place > first;
        let name_is_capital = (first..place).all(|place| {
            text.word(place).is_some_and(|word| {
                word.is_capital
                    || word.script != Script::Letters
                    || matches!(word.lower.as_str(), "st" | "nd" | "rd" | "th")
                    || words.in_names.contains(&word.lower)
            })
        });
        if (is_type && (name_is_capital || place <= first + 2))
            || (is_loose && name_is_capital && word.is_capital)
        {
            let begins_named = text.word(first).is_some_and(|word| {
                (word.is_capital && word.end - word.start > 1)
                    || text.at(word.end).is_ascii_alphabetic()
                    || is_type
                    || word.lower.len() == 1
            });
            if begins_named {
                found.add(FindingKind::Address, number.start, end_of_street(text, place));
            }
            return;
        }
        let is_mark = word.script == Script::Mark && !matches!(word.lower.as_str(), "." | "'" | "-");
        if is_mark || words.other_words.contains(&word.lower) {
            return;
        }
    }
}

/// With the flat behind it: `, Apt 5`, ` #12`.
fn end_of_street(text: &Text, last: usize) -> usize {
    let end = text.word(last).map_or(0, |word| word.end);
    let mut next = last + 1;
    while matches!(text.lower(next), "." | ",") && next < last + 3 {
        next += 1;
    }
    let is_flat = lists().streets.flats.contains(text.lower(next));
    match text.word(next + 1).filter(|word| is_flat && word.script == Script::Digits) {
        Some(number) => number.end,
        None => end,
    }
}

/// "I live on Maple Street", "the surgery on Mill Lane": without a number only where somebody lives or works, or behind
/// "on".
fn street_without_number(text: &Text, at: usize, found: &mut Found) {
    let Some(kind) =
        text.word(at).filter(|word| word.is_capital && lists().streets.types.contains(&word.lower))
    else {
        return;
    };
    let first = capitals_before(text, at, 2);
    let is_lived_in = (1..=5)
        .filter_map(|far| first.checked_sub(far))
        .any(|before| lists().places_en.dwelling.contains(text.lower(before)));
    let is_on = text.lower_before(first) == "on"
        && !lists().streets.famous.contains(text.lower(first))
        && text.word(first).is_some_and(|name| name.gap == Gap::Space);
    if let Some(start) = text.word(first).filter(|_| first < at && (is_lived_in || is_on)) {
        found.add(FindingKind::Address, start.start, kind.end);
    }
}

/// `Hauptstraße 12`, `Calle Mayor 5`.
fn street_with_number_behind(text: &Text, at: usize, found: &mut Found) {
    let words = &lists().streets;
    let Some(name) = text.word(at).filter(|word| word.script == Script::Letters && word.is_capital) else {
        return;
    };
    let is_joined = words.joined_endings.iter().any(|ending| {
        name.lower.ends_with(ending) && name.lower.chars().count() > ending.chars().count() + 2
    });
    let is_alone = words.joined_endings.contains(&name.lower)
        && text.word(at.saturating_sub(1)).is_some_and(|word| word.is_capital);
    let mut next = at + 1;
    let mut start = name.start;
    if words.before_name.contains(&name.lower) && name.lower != "st" {
        while next < at + 4
            && text.word(next).is_some_and(|word| word.is_capital || words.in_names.contains(&word.lower))
        {
            next += 1;
        }
        if next == at + 1 {
            return;
        }
        if text.lower(next) == "," {
            next += 1;
        }
    } else if is_joined || is_alone {
        if is_alone {
            start = text.word(at.saturating_sub(1)).map_or(start, |word| word.start);
        }
        if text.lower(next) == "." {
            next += 1;
        }
    } else {
        return;
    }
    if let Some(number) = text
        .next(next.saturating_sub(1))
        .filter(|word| word.script == Script::Digits && word.lower.len() <= 4)
    {
        found.add(FindingKind::Address, start, number.end);
    }
}

/// `4-6-7 Koenji Minami, Suginami-ku, Tokyo`: a Japanese address in Latin letters.
fn blocks(text: &Text, at: usize, found: &mut Found) {
    let is_digits = |number: usize| {
        text.word(number).is_some_and(|word| word.script == Script::Digits && word.lower.len() <= 4)
    };
    let is_block = is_digits(at) && text.lower(at + 1) == "-" && is_digits(at + 2);
    let Some(first) = text.word(at).filter(|word| is_block && text.before(word.start) != '-') else { return };
    let mut next = at + 3;
    if text.lower(next) == "-" && is_digits(next + 1) {
        next += 2;
    }
    if text.lower(next) == "," {
        next += 1;
    }
    let from = next;
    let (mut end, mut has_ward) = (None, false);
    while next < from + 14 {
        let Some(word) = text.word(next).filter(|word| word.gap != Gap::Line) else { break };
        let is_ward = lists().places_en.ward_endings.contains(&word.lower) && text.lower_before(next) == "-";
        if is_ward {
            has_ward = true;
            end = Some(word.end);
        } else if word.is_capital {
            if has_ward {
                end = Some(word.end);
            }
        } else if !matches!(word.lower.as_str(), "," | "-") {
            break;
        }
        next += 1;
    }
    if let Some(end) = end {
        found.add(FindingKind::Address, first.start, end);
    }
}

/// American, British, Canadian, Dutch and continental codes.
fn codes(text: &Text, at: usize, found: &mut Found) {
    let words = &lists().places_en;
    let Some(word) = text.word(at) else { return };
    let is_digits = |number: usize, length: usize| {
        text.word(number).is_some_and(|word| word.script == Script::Digits && word.lower.len() == length)
    };
    // "WA 98101", "ZIP 98101", "98101-1234"
    if is_digits(at, 5)
        && !text.at(word.end).is_ascii_alphabetic()
        && !matches!(text.before(word.start), '.' | ',' | '-' | '$' | '/')
    {
        let before = at.checked_sub(1).and_then(|before| text.word(before));
        let has_plus =
            text.at(word.end) == '-' && is_digits(at + 2, 4) && !text.at(word.end + 5).is_ascii_digit();
        let end = if has_plus { word.end + 5 } else { word.end };
        let before = before.filter(|before| before.gap != Gap::Line || before.is_capital);
        let state =
            before.filter(|before| before.is_all_capital && words.state_codes.contains(&before.lower));
        let is_said = (1..=3).any(|far| {
            at.checked_sub(far).is_some_and(|before| words.code_words.contains(text.lower(before)))
        });
        let city = text.next(at).filter(|city| {
            city.is_capital && words.cities.contains(&city.lower) && text.lower_before(at) != "the"
        });
        if let Some(state) = state {
            found.add(FindingKind::PostalCode, state.start, end);
        } else if has_plus || is_said || city.is_some() {
            found.add(FindingKind::PostalCode, word.start, end);
        }
        return;
    }
    british(text, word.start, found);
}

/// `SW9 7QD`: an area that exists, and an inward part without the letters that it never has. `M5V 3L9` in Canada.
fn british(text: &Text, start: usize, found: &mut Found) {
    if text.before(start).is_alphanumeric() || !text.at(start).is_ascii_uppercase() {
        return;
    }
    let outward = text.forth(start, 4, |c| c.is_ascii_uppercase() || c.is_ascii_digit());
    let inward = text.after_space(outward);
    let end = inward + 3;
    let letters = text.forth(start, 2, |c| c.is_ascii_uppercase());
    let area = text.part(start, letters).to_lowercase();
    let has_number = text.at(letters).is_ascii_digit();
    let is_inward = text.at(inward).is_ascii_digit()
        && (inward + 1..end)
            .all(|place| text.at(place).is_ascii_uppercase() && !"CIKMOV".contains(text.at(place)));
    let whole = !text.at(end).is_alphanumeric();
    if outward > inward.saturating_sub(2)
        && has_number
        && is_inward
        && whole
        && lists().places_en.british_areas.contains(&area)
    {
        found.add(FindingKind::PostalCode, start, end);
        return;
    }
    let shape = "AdA dAd";
    let is_canadian = shape.chars().zip(start..).all(|(c, place)| match c {
        'A' => text.at(place).is_ascii_uppercase(),
        'd' => text.at(place).is_ascii_digit(),
        other => text.at(place) == other,
    });
    if is_canadian && !text.at(start + 7).is_alphanumeric() && !"DFIOQUWZ".contains(text.at(start)) {
        found.add(FindingKind::PostalCode, start, start + 7);
    }
}
