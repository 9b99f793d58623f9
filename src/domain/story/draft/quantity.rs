//! Exact values that fall into a band: "29", "6か月", "2 and a half years", "day 3". Only the band is kept, which
//! also protects the author. Whatever is not wholly understood, or lies across two bands, is no value.

use super::words::{Prefixes, words};
use crate::domain::story::codes::{AgeBand, DurationOfUse, Onset, TimeSinceStopping};
use crate::domain::vocabulary::fold;

/// Nobody is older, so a larger number is a year or something else.
const MAX_AGE: u32 = 120;

/// "around 30" may be two years off; nearer to the edge of a band it says nothing certain.
const AGE_MARGIN: u32 = 2;

/// The band of an age in years, as written: "29", "29歳", "29 years old".
pub(super) fn age_band(text: &str) -> Option<AgeBand> {
    let (text, before) = strip_about(fold(text), &words().quantity.about);
    let mut rest = text.as_str();
    while let Some(after) = words().age.before.strip(rest) {
        rest = after;
    }
    let (first, after) = whole_number(rest)?;
    rest = after;
    let mut last = first;
    let between = rest.strip_prefix('-').or_else(|| words().age.between.strip(rest));
    if let Some((end, after)) = between.and_then(whole_number) {
        last = end;
        rest = after;
    }
    let mut after_about = false;
    while !rest.is_empty() {
        if let Some(after) = words().age.after.strip(rest) {
            rest = after;
        } else {
            rest = words().quantity.about_after.strip(rest)?;
            after_about = true;
        }
    }
    let margin = if before || after_about { AGE_MARGIN } else { 0 };
    let low = band_of_age(first.checked_sub(margin)?)?;
    (first <= last && Some(low) == band_of_age(last + margin)).then_some(low)
}

/// The band of a duration of use.
pub(super) fn duration_of_use(text: &str) -> Option<DurationOfUse> {
    Some(match length_band(&fold(text), false)? {
        LengthBand::Under1Month => DurationOfUse::Under1Month,
        LengthBand::Months1To6 => DurationOfUse::Months1To6,
        LengthBand::Months6To12 => DurationOfUse::Months6To12,
        LengthBand::Years1To2 => DurationOfUse::Years1To2,
        LengthBand::Years2To5 => DurationOfUse::Years2To5,
        LengthBand::Over5Years => DurationOfUse::Over5Years,
    })
}

/// The band of the time since the medication was stopped.
pub(super) fn time_since_stopping(text: &str) -> Option<TimeSinceStopping> {
    Some(match length_band(&fold(text), true)? {
        LengthBand::Under1Month => TimeSinceStopping::Under1Month,
        LengthBand::Months1To6 => TimeSinceStopping::Months1To6,
        LengthBand::Months6To12 => TimeSinceStopping::Months6To12,
        LengthBand::Years1To2 => TimeSinceStopping::Years1To2,
        LengthBand::Years2To5 => TimeSinceStopping::Years2To5,
        LengthBand::Over5Years => TimeSinceStopping::Over5Years,
    })
}

/// The band of the time from the start of use to the symptoms.
pub(super) fn onset(text: &str) -> Option<Onset> {
    let folded = fold(text);
    if let Some(day) = ordinal_day(&folded) {
        return Some(match day {
            1 => Onset::SameDay,
            2..=3 => Onset::Within3Days,
            4..=7 => Onset::Within1Week,
            8..=28 => Onset::Weeks1To4,
            _ => return None,
        });
    }
    let ends = lengths(&folded, true)?;
    let bands: Vec<Option<Onset>> = ends.iter().map(|length| band_of_onset(*length)).collect();
    let first = bands.first().copied().flatten()?;
    bands.iter().all(|band| *band == Some(first)).then_some(first)
}

fn band_of_age(years: u32) -> Option<AgeBand> {
    Some(match years {
        0..=17 => AgeBand::Under18,
        18..=25 => AgeBand::From18To25,
        26..=35 => AgeBand::From26To35,
        36..=45 => AgeBand::From36To45,
        46..=55 => AgeBand::From46To55,
        56..=65 => AgeBand::From56To65,
        66..=MAX_AGE => AgeBand::Over65,
        _ => return None,
    })
}

/// The bands that durations and times since stopping share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum LengthBand {
    Under1Month,
    Months1To6,
    Months6To12,
    Years1To2,
    Years2To5,
    Over5Years,
}

/// A length of time; months and days are not mixed up, because a band's edges are months.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Length {
    months: f64,
    days: f64,
}

impl Length {
    fn band(self) -> Option<LengthBand> {
        let is_sane = self.months <= 1200.0 && self.days <= 36500.0 && self.months + self.days > 0.0;
        if !is_sane {
            return None;
        }
        // 30 days and 26 weeks are said for one month and six.
        let edges = if self.months > 0.0 {
            [1.0, 6.0, 12.0, 24.0, 60.0].map(|edge| (self.months + self.days / 30.5, edge))
        } else {
            [30.0, 184.0, 366.0, 731.0, 1827.0].map(|edge| (self.days, edge))
        };
        let [one, six, twelve, two_years, five_years] = edges;
        Some(if one.0 < one.1 {
            LengthBand::Under1Month
        } else if six.0 <= six.1 {
            LengthBand::Months1To6
        } else if twelve.0 <= twelve.1 {
            LengthBand::Months6To12
        } else if two_years.0 <= two_years.1 {
            LengthBand::Years1To2
        } else if five_years.0 <= five_years.1 {
            LengthBand::Years2To5
        } else {
            LengthBand::Over5Years
        })
    }
}

fn band_of_onset(length: Length) -> Option<Onset> {
    if length.months > 0.0 {
        return match length.band()? {
            LengthBand::Under1Month => Some(Onset::Weeks1To4),
            LengthBand::Months1To6 => Some(Onset::Months1To6),
            LengthBand::Months6To12
            | LengthBand::Years1To2
            | LengthBand::Years2To5
            | LengthBand::Over5Years => Some(Onset::Later),
        };
    }
    // "1 day" may be the first day or the next one.
    match length.days {
        days if days < 2.0 => None,
        days if days <= 3.0 => Some(Onset::Within3Days),
        days if days <= 7.0 => Some(Onset::Within1Week),
        days if days <= 28.0 => Some(Onset::Weeks1To4),
        days if days <= 184.0 => Some(Onset::Months1To6),
        days if days <= 36500.0 => Some(Onset::Later),
        _ => None,
    }
}

/// "day 3", "3日目", "第3天": the number, where a word on one side says that it counts days.
fn ordinal_day(folded: &str) -> Option<u32> {
    let mut rest = folded;
    let mut says_day = false;
    while let Some(after) = words().onset.day_before.strip(rest) {
        rest = after;
        says_day = true;
    }
    let (day, after) = whole_number(rest)?;
    match words().onset.day_after.strip(after) {
        Some("") => Some(day),
        None if after.is_empty() && says_day => Some(day),
        _ => None,
    }
}

/// The band of one length, or of a range whose ends lie in one band.
fn length_band(folded: &str, is_past: bool) -> Option<LengthBand> {
    let ends = lengths(folded, is_past)?;
    let bands: Vec<Option<LengthBand>> = ends.iter().map(|length| length.band()).collect();
    let first = bands.first().copied().flatten()?;
    bands.iter().all(|band| *band == Some(first)).then_some(first)
}

/// One length, or the two ends of a range.
fn lengths(folded: &str, is_past: bool) -> Option<Vec<Length>> {
    // NFKC writes 2½ as 21⁄2.
    if folded.contains('\u{2044}') {
        return None;
    }
    whole_lengths(folded, is_past).or_else(|| {
        let quantity = &words().quantity;
        let past = if is_past { quantity.since_before.strip(folded) } else { None };
        let before = [past, quantity.about.strip(folded), quantity.ignore_before.strip(folded)];
        let mut shorter = before.into_iter().flatten().filter(|rest| !rest.is_empty());
        shorter.find_map(|rest| lengths(rest, is_past))
    })
}

/// Lengths with nothing before them, and after them only words that do not change them.
fn whole_lengths(text: &str, is_past: bool) -> Option<Vec<Length>> {
    let quantity = &words().quantity;
    let (ends, mut rest) = range(text).or_else(|| length(text).map(|(length, rest)| (vec![length], rest)))?;
    while !rest.is_empty() {
        let past = if is_past { quantity.since_after.strip(rest) } else { None };
        rest = past
            .or_else(|| quantity.about_after.strip(rest))
            .or_else(|| quantity.ignore_after.strip(rest))?;
    }
    Some(ends)
}

/// "3-4 months", "3か月から4か月".
fn range(text: &str) -> Option<(Vec<Length>, &str)> {
    if let Some((number, rest)) = number(text)
        && let Some(rest) = after_between(rest)
        && let Some((_, after)) = self::number(rest)
        && let Some((unit, _)) = unit(after)
        && let Some((end, rest)) = length(rest)
    {
        return Some((vec![unit.of(number), end], rest));
    }
    let (start, rest) = length(text)?;
    let (end, rest) = length(after_between(rest)?)?;
    Some((vec![start, end], rest))
}

/// What follows a dash or a word between the ends of a range.
fn after_between(text: &str) -> Option<&str> {
    text.strip_prefix('-').or_else(|| words().quantity.between.strip(text))
}

/// One or more amounts with descending units: "1 year and 3 months", "2年半".
fn length(text: &str) -> Option<(Length, &str)> {
    let (mut total, mut last_unit, mut rest) = amount(text)?;
    loop {
        let joined = words().quantity.joiner.strip(rest).unwrap_or(rest);
        match amount(joined) {
            // "3か月4か月" was a range before folding took its dash.
            Some((more, unit, after)) if unit < last_unit => {
                total.months += more.months;
                total.days += more.days;
                last_unit = unit;
                rest = after;
            }
            _ => return Some((total, rest)),
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Unit {
    Days,
    Weeks,
    Months,
    Years,
}

impl Unit {
    fn of(self, number: f64) -> Length {
        match self {
            Self::Days => Length { months: 0.0, days: number },
            Self::Weeks => Length { months: 0.0, days: number * 7.0 },
            Self::Months => Length { months: number, days: 0.0 },
            Self::Years => Length { months: number * 12.0, days: 0.0 },
        }
    }
}

/// A number with its unit. Words for numbers overlap ("un", "una"), so each that fits is tried.
fn amount(text: &str) -> Option<(Length, Unit, &str)> {
    let quantity = &words().quantity;
    let with_unit = |number: f64, rest| -> Option<(Length, Unit, &str)> {
        // First, because "and" begins with a French year.
        if let Some((unit, rest)) = quantity.half_before_unit.strip(rest).and_then(unit) {
            return Some((unit.of(number + 0.5), unit, rest));
        }
        let (unit, rest) = unit(rest)?;
        Some(match quantity.half_after.strip(rest) {
            Some(rest) => (unit.of(number + 0.5), unit, rest),
            None => (unit.of(number), unit, rest),
        })
    };
    let half = quantity.half.strip(text).and_then(unit).map(|(unit, rest)| (unit.of(0.5), unit, rest));
    let digits = || with_unit(digits(text)?.0, digits(text)?.1);
    let ideographs = || with_unit(f64::from(ideographic(text)?.0), ideographic(text)?.1);
    let named = || {
        let fitting = quantity
            .numbers
            .iter()
            .filter_map(|(word, value)| Some((*value, text.strip_prefix(word.as_str())?)));
        fitting.into_iter().find_map(|(value, rest)| with_unit(value, rest))
    };
    half.or_else(digits).or_else(ideographs).or_else(named)
}

fn unit(text: &str) -> Option<(Unit, &str)> {
    let units = &words().quantity.units;
    let strip = |words: &Prefixes, unit| words.strip(text).map(|rest| (unit, rest));
    let fitting = [
        strip(&units.days, Unit::Days),
        strip(&units.weeks, Unit::Weeks),
        strip(&units.months, Unit::Months),
        strip(&units.years, Unit::Years),
    ];
    // The longest word wins over all units.
    fitting.into_iter().flatten().min_by_key(|(_, rest)| rest.len())
}

fn number(text: &str) -> Option<(f64, &str)> {
    digits(text).or_else(|| ideographic(text).map(|(number, rest)| (f64::from(number), rest)))
}

fn whole_number(text: &str) -> Option<(u32, &str)> {
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (digits, rest) = text.split_at(end);
    if digits.is_empty() {
        return ideographic(text);
    }
    if rest.starts_with(['.', ',']) && rest.chars().nth(1).is_some_and(|c| c.is_ascii_digit()) {
        return None;
    }
    Some((digits.parse().ok()?, rest))
}

/// Digits with at most one decimal point or comma.
fn digits(text: &str) -> Option<(f64, &str)> {
    let mut end = 0;
    let mut has_point = false;
    for (at, c) in text.char_indices() {
        let next_is_digit =
            || text.get(at + 1..).and_then(|rest| rest.chars().next()).is_some_and(|c| c.is_ascii_digit());
        if c.is_ascii_digit() {
            end = at + 1;
        } else if at > 0 && !has_point && matches!(c, '.' | ',') && next_is_digit() {
            has_point = true;
        } else {
            break;
        }
    }
    let (digits, rest) = text.split_at_checked(end)?;
    Some((digits.replace(',', ".").parse().ok()?, rest))
}

/// Numbers below a hundred in kanji, hanzi and Sino-Korean hangul: 六, 十二, 二十九, 이십구.
fn ideographic(text: &str) -> Option<(u32, &str)> {
    let (mut total, mut ones, mut end) = (0, None, 0);
    for (at, c) in text.char_indices() {
        let digit = match c {
            '一' | '일' => 1,
            '二' | '两' | '兩' | '両' | '이' => 2,
            '三' | '삼' => 3,
            '四' | '사' => 4,
            '五' | '오' => 5,
            '六' | '육' => 6,
            '七' | '칠' => 7,
            '八' | '팔' => 8,
            '九' | '구' => 9,
            '十' | '십' => {
                if total > 0 {
                    return None;
                }
                total = ones.take().unwrap_or(1) * 10;
                end = at + c.len_utf8();
                continue;
            }
            _ => break,
        };
        if ones.is_some() {
            // 일일 is "one day": the second one belongs to the unit.
            break;
        }
        ones = Some(digit);
        end = at + c.len_utf8();
    }
    let number = total + ones.unwrap_or(0);
    if number == 0 { None } else { Some((number, text.get(end..)?)) }
}

/// Takes "about" off the front; says whether it was there.
fn strip_about(text: String, about: &Prefixes) -> (String, bool) {
    match about.strip(&text) {
        Some(rest) => (rest.to_owned(), true),
        None => (text, false),
    }
}
