//! Exact ages of people. Bands, limits and guesses are none.

use super::dates::han_value;
use super::letters::{Gap, Script, Text, is_han_number};
use super::lists::lists;
use super::{FindingKind, Found};

/// Nobody is older.
const OLDEST: u32 = 115;

pub(super) fn find(text: &Text, found: &mut Found) {
    for place in 0..text.len() {
        if matches!(text.at(place), '歳' | '才') {
            japanese(text, place, 1, found);
        } else if text.says(place, "さい") && text.before(place).is_ascii_digit() {
            japanese(text, place, 2, found);
        }
    }
    for (number, word) in text.words().iter().enumerate() {
        if word.script == Script::Digits && word.lower.len() <= 3 {
            english(text, number, found);
        } else if lists().ages.tens.contains(&word.lower) {
            english_words(text, number, found);
        }
    }
}

fn japanese(text: &Text, sign: usize, length: usize, found: &mut Found) {
    let end = sign + length;
    let words = &lists().ages_ja;
    let digits = text.back(sign, 3, |c| c.is_ascii_digit());
    let han = text.back(sign, 4, is_han_number);
    let (start, age) = if digits < sign {
        (digits, text.part(digits, sign).parse().unwrap_or(0))
    } else if han < sign && text.at(sign) == '歳' {
        (han, han_value(&text.part(han, sign)))
    } else {
        return;
    };
    let is_guess =
        words.guess_before.before(text, start).is_some() || words.guess_after.at(text, end).is_some();
    // "20〜30歳" and "20歳から30歳" are bands.
    let is_band = matches!(text.before(start), '~' | '〜' | '-' | '、' | ',' | '.' | '・' | '/')
        && digit_near(text, start, 3)
        || matches!(text.at(end), '~' | '〜' | '-')
        || (text.says(end, "から") && text.at(end + 2).is_ascii_digit());
    let from = start.saturating_sub(4);
    let ends_band = (from..start).any(|place| text.said(place, "歳から") || text.said(start, "歳から"));
    if age <= OLDEST && !is_guess && !is_band && !ends_band {
        found.add(FindingKind::Age, start, end);
    }
}

fn digit_near(text: &Text, before: usize, most: usize) -> bool {
    (before.saturating_sub(most)..before).any(|place| text.at(place).is_ascii_digit())
}

/// One of the ways to say an age in English; `number` is the word that has the digits.
fn english(text: &Text, number: usize, found: &mut Found) {
    let words = &lists().ages;
    let Some(digits) = text.word(number) else { return };
    let Some(age) = digits.lower.parse::<u32>().ok().filter(|age| (1..=OLDEST).contains(age)) else { return };
    if matches!(text.before(digits.start), '.' | ',' | '-' | '$' | '£' | '€' | '¥' | '~' | '+')
        && digit_near(text, digits.start, 2)
        || "$£€¥#".contains(text.before(digits.start))
    {
        return;
    }
    let before = text.lower_before(number);
    let two_before = number.checked_sub(2).map_or("", |number| text.lower(number));
    let is_guess = words.vague_before.contains(before)
        || (before == "of"
            && (2..=4)
                .filter_map(|far| number.checked_sub(far + 1))
                .any(|far| words.vague_before.contains(text.lower(far))))
        || (words.vague_before.contains(two_before) && matches!(before, "of" | "than" | "age" | "about"));
    let at = |far: usize| text.lower(number + far);
    // "34 years old", "34-year-old", "34 yo", "34 y/o", "34yrs old".
    let (mut far, mut end) = (1, digits.end);
    if at(far) == "-" {
        far += 1;
    }
    let is_years = matches!(at(far), "year" | "years" | "yr" | "yrs" | "jahre" | "ans" | "años" | "anos");
    if is_years {
        far += 1;
        if at(far) == "-" {
            far += 1;
        }
        let is_old = matches!(at(far), "old" | "olds" | "alt") || (at(far) == "of" && at(far + 1) == "age");
        let of_age = usize::from(at(far) == "of");
        let tells = is_old
            && !text.word(number + far + 1 + of_age).is_some_and(|next| words.things.contains(&next.lower));
        if tells && !is_guess {
            end = text.word(number + far + of_age).map_or(end, |word| word.end);
            found.add(FindingKind::Age, digits.start, end);
        }
        return;
    }
    let is_short = matches!(at(1), "yo" | "yr")
        || (at(1) == "y" && at(2) == "/" && at(3) == "o")
        || (at(1) == "y" && at(2) == "." && at(3) == "o");
    if is_short && !is_guess {
        let last = if at(1) == "y" { 3 } else { 1 };
        found.add(FindingKind::Age, digits.start, text.word(number + last).map_or(end, |word| word.end));
        return;
    }
    // "34F here", "(34M)", "F34", "M/34".
    let has_sex = |word: &str| matches!(word, "f" | "m" | "nb" | "ftm" | "mtf");
    let after_sex = has_sex(at(1))
        && text.at(digits.end).is_ascii_alphabetic()
        && text.word(number + 1).is_some_and(|word| word.is_capital);
    let before_sex = has_sex(before)
        && text
            .word(number.saturating_sub(1))
            .is_some_and(|word| word.is_capital && !text.before(word.start).is_alphanumeric())
        && digits.gap == Gap::Nothing
        && age >= 10
        && !text.at(digits.end).is_ascii_alphabetic();
    let says_sex = |word: &str| matches!(word, "female" | "male" | "woman" | "man");
    let comma_sex =
        (before == "," && says_sex(two_before) && matches!(at(1), "" | "," | "." | ";" | ")" | "and"))
            || (at(1) == "," && says_sex(at(2)));
    let slash_sex = before == "/" && has_sex(two_before) || (at(1) == "/" && has_sex(at(2)));
    if age >= 10 && (after_sex || before_sex || slash_sex || comma_sex) && !is_range(text, number) {
        found.add(FindingKind::Age, digits.start, digits.end);
        return;
    }
    let is_birthday = matches!(at(1), "st" | "nd" | "rd" | "th") && at(2) == "birthday";
    if is_birthday {
        found.add(FindingKind::Age, digits.start, text.word(number + 1).map_or(end, |word| word.end));
        return;
    }
    let is_column = two_before == "年齢"
        && matches!(before, ":" | "は")
        && !matches!(text.at(digits.end), '代' | '歳' | '才' | '~' | '〜' | '-');
    if is_column {
        found.add(FindingKind::Age, digits.start, digits.end);
        return;
    }
    if is_guess || is_range(text, number) || text.at(digits.end).is_ascii_alphabetic() || at(1) == "%" {
        return;
    }
    if is_said_age(text, number, before, two_before) {
        found.add(FindingKind::Age, digits.start, digits.end);
    }
}

/// "thirty-four years old", "I'm nineteen"; "thirty" alone is a guess.
fn english_words(text: &Text, number: usize, found: &mut Found) {
    let words = &lists().ages;
    let Some(first) = text.word(number) else { return };
    let mut last = number;
    if text.lower(last + 1) == "-" && words.ones.contains(text.lower(last + 2)) {
        last += 2;
    } else if words.ones.contains(text.lower(last + 1)) {
        last += 1;
    }
    let end = text.word(last).map_or(first.end, |word| word.end);
    let mut next = last + 1;
    if text.lower(next) == "-" {
        next += 1;
    }
    let is_years = matches!(text.lower(next), "year" | "years");
    let old = if text.lower(next + 1) == "-" { next + 2 } else { next + 1 };
    let is_old = is_years
        && text.lower(old) == "old"
        && !text.word(old + 1).is_some_and(|thing| words.things.contains(&thing.lower));
    let before = text.lower_before(number);
    let is_teen = first.lower.ends_with("teen");
    let two_before_is_person =
        number.checked_sub(2).is_some_and(|two| matches!(text.lower(two), "i" | "was" | "he" | "she"));
    if is_old && !words.vague_before.contains(before) {
        found.add(FindingKind::Age, first.start, text.word(old).map_or(end, |word| word.end));
    } else if !is_years
        && (matches!(before, "aged" | "age")
            || (matches!(before, "was" | "only" | "just") && is_teen && two_before_is_person)
            || (last > number && matches!(before, "am" | "i'm" | "turned")))
    {
        found.add(FindingKind::Age, first.start, end);
    }
}

/// "26–35", "26 to 35".
fn is_range(text: &Text, number: usize) -> bool {
    let is_number = |number: usize| text.word(number).is_some_and(|word| word.script == Script::Digits);
    let joins = |word: &str| matches!(word, "-" | "~" | "〜" | "to" | "/" | "." | "," | ":");
    (joins(text.lower(number + 1))
        && is_number(number + 2)
        && (text.lower(number + 1) == "to"
            || text.word(number + 2).is_some_and(|word| {
                word.gap == Gap::Nothing || matches!(text.lower(number + 1), "-" | "~" | "〜")
            })))
        || (joins(text.lower_before(number))
            && number.checked_sub(2).is_some_and(is_number)
            && text.lower_before(number) != ","
            && text.lower_before(number) != ".")
}

/// "aged 34", "at 34", "I am 34", "turned 34", "my son is 8".
fn is_said_age(text: &Text, number: usize, before: &str, two_before: &str) -> bool {
    let words = &lists().ages;
    let next = text.word(number + 1);
    let digits_start = text.word(number).map_or(0, |word| word.start);
    // What may follow an age that has no unit.
    let ends = next.is_none_or(|next| {
        next.gap == Gap::Line
            || (next.script == Script::Mark && next.lower != "%" && next.lower != "°" && next.lower != "-")
            || words.may_follow.contains(&next.lower)
    });
    if !ends {
        return false;
    }
    let colon = before == ":" && matches!(two_before, "age" | "alter" | "âge" | "edad" | "idade" | "年齢");
    if colon
        || matches!(before, "aged" | "age" | "turned" | "turning")
        || (before == "of" && two_before == "age")
    {
        return true;
    }
    if before == "am" && two_before == "i" || matches!(before, "i'm" | "im" | "she's" | "he's" | "who's") {
        return true;
    }
    let three_before = number.checked_sub(3).map_or("", |number| text.lower(number));
    let people = |word: &str| words.people.contains(word);
    if matches!(before, "was" | "is" | "were" | "just" | "only" | "now")
        && (people(two_before)
            || (matches!(two_before, "was" | "am" | "is" | "i'm") && people(three_before))
            || two_before == "i'm")
    {
        return true;
    }
    // "at 34", "since I was 34", "when she was 34" need a person and no thing counted.
    let speaks_of_doses =
        || (digits_start.saturating_sub(80)..digits_start).any(|place| text.says(place, "mg"));
    before == "at" && words.after_at.contains(text.lower(number + 1)) && !speaks_of_doses()
}
