//! Ages that lie in one band: "29", "27歳", "twenty-nine", "late 40s", 30代前半, "over 70". Whatever may lie in two
//! bands is no value.

use super::quantity::{strip_about, whole_number};
use super::words::{Span, words};
use crate::domain::story::codes::AgeBand;
use crate::domain::vocabulary::fold;

/// Nobody is older, so a larger number is a year or something else.
const MAX_AGE: u32 = 120;

/// "around 30" may be two years off; nearer to the edge of a band it says nothing certain.
const AGE_MARGIN: u32 = 2;

/// The years of a decade.
const DECADE: Span = Span { first: 0, last: 9 };

/// The band of an age in years, as written: "29", "29歳", "29 years old", "early thirties".
pub(super) fn age_band(text: &str) -> Option<AgeBand> {
    let folded = fold(text);
    exact(&folded).or_else(|| within_decade(&folded)).or_else(|| open(&folded))
}

/// "29", "around 40", "27 to 31".
fn exact(folded: &str) -> Option<AgeBand> {
    let (text, before) = strip_about(folded, &words().quantity.about);
    let (first, after) = number(without_introduction(text))?;
    let mut rest = after;
    let mut last = first;
    // Folding takes the dash of "20歳〜22歳".
    let unit = words().age.after.strip(rest);
    let rested = unit.unwrap_or(rest);
    let between = rested.strip_prefix('-').or_else(|| words().age.between.strip(rested));
    let between = between.or_else(|| unit.filter(|end| end.starts_with(|c: char| c.is_ascii_digit())));
    if let Some((end, after)) = between.and_then(number) {
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
    band_of_all(first.checked_sub(margin)?, last + margin)
}

/// "late 40s", 30代前半, "Anfang dreißig", "70s": the years that are meant lie in one band.
fn within_decade(folded: &str) -> Option<AgeBand> {
    let age = &words().age;
    // "Mitte" begins with "mit", so the part is looked for before what leads to it.
    let introduced = without_introduction(folded);
    let mut part = age.parts.strip(folded).or_else(|| age.parts.strip(introduced));
    let mut rest = part.map_or(introduced, |(_, after)| after);
    let (decade, after) = age.decades.strip(rest).or_else(|| {
        let (years, after) = whole_number(rest).or_else(|| age.tens.strip(rest))?;
        let is_decade = years % 10 == 0 && (10..=90).contains(&years);
        let after = age.decade_after.strip(after).or_else(|| part.is_some().then_some(after))?;
        is_decade.then_some((years, after))
    })?;
    rest = after;
    if part.is_none() {
        part = age.parts.strip(rest);
        rest = part.map_or(rest, |(_, after)| after);
    }
    while !rest.is_empty() {
        rest = age.after.strip(rest)?;
    }
    let part = part.map_or(DECADE, |(part, _)| part);
    band_of_all(decade + part.first, decade + part.last)
}

/// "over 70", "75歳以上", "below 16": every age that is meant lies in one band.
fn open(folded: &str) -> Option<AgeBand> {
    let bounds = &words().bounds;
    let exactly = |rest: &str| {
        let (years, mut rest) = number(without_introduction(rest))?;
        while !rest.is_empty() {
            rest = words().age.after.strip(rest)?;
        }
        band_of(years)
    };
    let over = bounds.over_before.strip(folded).or_else(|| bounds.over_after.strip_end(folded));
    let over = over.or_else(|| folded.strip_suffix('+'));
    let under = bounds.under_before.strip(folded).or_else(|| bounds.under_after.strip_end(folded));
    let reaches = |band: AgeBand, rest: Option<&str>| rest.and_then(exactly).filter(|found| *found == band);
    reaches(AgeBand::Over65, over).or_else(|| reaches(AgeBand::Under18, under))
}

/// What follows "I was", "aged" and the like.
fn without_introduction(folded: &str) -> &str {
    let mut rest = folded;
    while let Some(after) = words().age.before.strip(rest) {
        rest = after;
    }
    rest
}

/// In digits, ideographs or words.
fn number(text: &str) -> Option<(u32, &str)> {
    whole_number(text).or_else(|| named_number(text))
}

/// "nineteen", "twenty-nine", "treinta y cinco", "neunundzwanzig".
fn named_number(text: &str) -> Option<(u32, &str)> {
    let words = words();
    let ones = |text| {
        let whole = |value: f64| (1..10_u32).find(|ones| (f64::from(*ones) - value).abs() < f64::EPSILON);
        let mut fitting = words.quantity.numbers.fitting(text);
        fitting.find_map(|(value, rest)| Some((whole(value)?, rest)))
    };
    if let Some(teen) = words.age.numbers.strip(text) {
        return Some(teen);
    }
    if let Some((tens, rest)) = words.age.tens.strip(text) {
        let joined = words.quantity.joiner.strip(rest).unwrap_or(rest);
        return Some(match ones(joined) {
            Some((ones, after)) => (tens + ones, after),
            None => (tens, rest),
        });
    }
    let (first, rest) = ones(text)?;
    let (tens, rest) = words.age.tens.strip(rest.strip_prefix("und")?)?;
    Some((tens + first, rest))
}

/// The band in which every age from the first to the last lies.
fn band_of_all(first: u32, last: u32) -> Option<AgeBand> {
    let band = band_of(first)?;
    (first <= last && Some(band) == band_of(last)).then_some(band)
}

fn band_of(years: u32) -> Option<AgeBand> {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_age_gives_its_band_only_where_it_cannot_lie_in_two() {
        use AgeBand::*;
        for (text, band) in [
            ("27 yo", Some(From26To35)),
            ("27歳", Some(From26To35)),
            ("twenty-nine", Some(From26To35)),
            ("neunundzwanzig", Some(From26To35)),
            ("treinta y cinco años", Some(From26To35)),
            ("nineteen", Some(From18To25)),
            ("late 40s", Some(From46To55)),
            ("early thirties", Some(From26To35)),
            ("in my early 30s", Some(From26To35)),
            ("Anfang 30", Some(From26To35)),
            ("Ende zwanzig", Some(From26To35)),
            ("début de la trentaine", Some(From26To35)),
            ("30代前半", Some(From26To35)),
            ("３０代の前半", Some(From26To35)),
            ("20대 초반", Some(From18To25)),
            ("30岁出头", None),
            ("70s", Some(Over65)),
            ("80代", Some(Over65)),
            ("over 70", Some(Over65)),
            ("75+", Some(Over65)),
            ("70歳以上", Some(Over65)),
            ("under 16", Some(Under18)),
            ("15歳未満", Some(Under18)),
            ("30代", None),
            ("30代後半", None),
            ("mid-fifties", None),
            ("Mitte 40", None),
            ("20s", None),
            ("over 30", None),
            ("65+", None),
            ("60歳以上", None),
            ("about 35", None),
            ("34 (now 41)", None),
            ("seventeen going on eighteen", None),
            ("1998", None),
            ("", None),
        ] {
            assert_eq!(age_band(text), band, "{text}");
        }
    }
}
