//! Lengths of time that fall into a band: "6か月", "2 and a half years", "a few weeks", "day 3". Only the band is kept,
//! which also protects the author. Whatever is not wholly understood, or lies across two bands, is no value.

use super::words::{Prefixes, Span, words};
use crate::domain::story::codes::{DurationOfUse, Onset, TimeSinceStopping};
use crate::domain::vocabulary::fold;

/// What the length of a time says besides: how long it went on, how long ago it was, or how long after.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Told {
    During,
    Ago,
    After,
}

/// A range begins right after its first end: "6 to 12 months" lies above six months.
const INTO_RANGE: f64 = 0.01;

/// The band of a duration of use.
pub(super) fn duration_of_use(text: &str) -> Option<DurationOfUse> {
    Some(match length_band(&fold(text), Told::During)? {
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
    Some(match length_band(&fold(text), Told::Ago)? {
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
    let ends = lengths(&folded, Told::After)?;
    let bands: Vec<Option<Onset>> = ends.iter().map(|length| band_of_onset(*length)).collect();
    let first = bands.first().copied().flatten()?;
    bands.iter().all(|band| *band == Some(first)).then_some(first)
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
    /// As the first end of a range.
    fn into_range(self) -> Self {
        if self.months > 0.0 {
            Self { months: self.months + INTO_RANGE, ..self }
        } else {
            Self { days: self.days + INTO_RANGE, ..self }
        }
    }

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
fn length_band(folded: &str, told: Told) -> Option<LengthBand> {
    let Some(ends) = lengths(folded, told) else { return open_band(folded, told) };
    let bands: Vec<Option<LengthBand>> = ends.iter().map(|length| length.band()).collect();
    let first = bands.first().copied().flatten()?;
    bands.iter().all(|band| *band == Some(first)).then_some(first)
}

/// "more than 6 years", "10年以上", "less than two weeks": every length that is meant lies in one band.
fn open_band(folded: &str, told: Told) -> Option<LengthBand> {
    let bounds = &words().bounds;
    let single = |rest: &str| match lengths(rest, told)?.as_slice() {
        [only] => Some(*only),
        _ => None,
    };
    let over = bounds.over_before.strip(folded).or_else(|| bounds.over_after.strip_end(folded));
    // "10+ years", "10 years+"
    let unsigned = folded.replacen('+', "", 1);
    let over = over.or_else(|| (unsigned.len() < folded.len()).then_some(unsigned.as_str()));
    let above = |length: &Length| length.months + length.days / 30.5 >= 60.0;
    if over.and_then(single).as_ref().is_some_and(above) {
        return Some(LengthBand::Over5Years);
    }
    let under = bounds.under_before.strip(folded).or_else(|| bounds.under_after.strip_end(folded));
    let below = |length: &Length| length.months + length.days / 30.0 <= 1.0;
    under.and_then(single).as_ref().is_some_and(below).then_some(LengthBand::Under1Month)
}

/// Words before and after a length that belong to what it tells.
fn around(told: Told) -> [Option<(&'static Prefixes, &'static Prefixes)>; 2] {
    let quantity = &words().quantity;
    let after = Some((&quantity.after_before, &quantity.after_after));
    match told {
        Told::During => [Some((&quantity.during_before, &quantity.during_after)), None],
        Told::Ago => [Some((&quantity.ago_before, &quantity.ago_after)), after],
        Told::After => [after, None],
    }
}

/// One length, or the two ends of a range.
fn lengths(folded: &str, told: Told) -> Option<Vec<Length>> {
    // NFKC writes 2½ as 21⁄2.
    if folded.contains('\u{2044}') {
        return None;
    }
    whole_lengths(folded, told).or_else(|| {
        let quantity = &words().quantity;
        let ours = around(told).into_iter().flatten().map(|(before, _)| before.strip(folded));
        let before = ours.chain([quantity.about.strip(folded), quantity.ignore_before.strip(folded)]);
        let mut shorter = before.flatten().filter(|rest| !rest.is_empty());
        shorter.find_map(|rest| lengths(rest, told))
    })
}

/// Lengths with nothing before them, and after them only words that do not change them.
fn whole_lengths(text: &str, told: Told) -> Option<Vec<Length>> {
    let quantity = &words().quantity;
    let (ends, mut rest) = vague(text)
        .or_else(|| range(text))
        .or_else(|| length(text).map(|(length, rest)| (vec![length], rest)))?;
    while !rest.is_empty() {
        let ours = around(told).into_iter().flatten().find_map(|(_, after)| after.strip(rest));
        rest = ours
            .or_else(|| quantity.about_after.strip(rest))
            .or_else(|| quantity.ignore_after.strip(rest))?;
    }
    Some(ends)
}

/// "a few weeks", 数日: what it may be at least and at most.
fn vague(text: &str) -> Option<(Vec<Length>, &str)> {
    let fitting = words().quantity.vague.fitting(text);
    fitting.into_iter().find_map(|(Span { first, last }, rest)| {
        let (unit, rest) = unit(rest)?;
        Some((vec![unit.of(f64::from(first)), unit.of(f64::from(last))], rest))
    })
}

/// "3-4 months", "3か月から4か月".
fn range(text: &str) -> Option<(Vec<Length>, &str)> {
    if let Some((number, rest)) = number(text)
        && let Some(rest) = after_between(rest)
        && let Some((_, after)) = self::number(rest)
        && let Some((unit, _)) = unit(after)
        && let Some((end, rest)) = length(rest)
    {
        return Some((vec![unit.of(number).into_range(), end], rest));
    }
    let (start, rest) = length(text)?;
    let (end, rest) = length(after_between(rest)?)?;
    Some((vec![start.into_range(), end], rest))
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
    let named = || quantity.numbers.fitting(text).find_map(|(value, rest)| with_unit(value, rest));
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

pub(super) fn whole_number(text: &str) -> Option<(u32, &str)> {
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
pub(super) fn strip_about<'a>(text: &'a str, about: &Prefixes) -> (&'a str, bool) {
    about.strip(text).map_or((text, false), |rest| (rest, true))
}
