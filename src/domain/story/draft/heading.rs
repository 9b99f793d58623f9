//! Headings that start an edition: "English Translation", 原文 (Original Japanese), 英訳, "Übersetzung (Englisch)".

use super::language;
use super::words::{HeadingWord, letters_of, page};
use crate::domain::story::codes::{EditionBy, EditionKind};
use crate::domain::vocabulary::{EditionHeading, List, find_edition_heading};

/// A longer line is a sentence.
const MAX_HEADING_CHARS: usize = 60;

/// No word of a heading is longer.
const MAX_WORD_CHARS: usize = 28;

/// Shorter names of languages (日, 英) mean too much else to stand alone.
const MIN_LANGUAGE_CHARS: usize = 2;

/// What a heading says of the text below it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Heading {
    /// None where it only names a language ("English", 日本語版).
    pub kind: Option<EditionKind>,
    /// BCP 47, where it names one.
    pub language: Option<String>,
    pub by: EditionBy,
    /// The machine, where it is named.
    pub engine: Option<String>,
}

/// A part of the text: what stands before the first heading, or below one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Section<'a> {
    pub heading: Option<Heading>,
    pub lines: Vec<&'a str>,
}

/// Cuts a text at its edition headings. A heading with nothing below it is none.
pub(super) fn sections<'a>(lines: &[&'a str]) -> Vec<Section<'a>> {
    let mut sections: Vec<Section> = vec![Section { heading: None, lines: Vec::new() }];
    let found = headings(lines);
    let mut skip_to = 0;
    for (at, line) in lines.iter().enumerate() {
        if let Some((_, end, heading)) = found.iter().find(|(start, _, _)| *start == at) {
            sections.push(Section { heading: Some(heading.clone()), lines: Vec::new() });
            skip_to = *end;
        }
        if at >= skip_to
            && let Some(section) = sections.last_mut()
        {
            section.lines.push(line);
        }
    }
    sections
}

/// The headings with the range of their lines, rules beside them included.
fn headings(lines: &[&str]) -> Vec<(usize, usize, Heading)> {
    let is_blank = |at: usize| lines.get(at).is_none_or(|line| line.trim().is_empty());
    let is_rule = |at: usize| lines.get(at).is_some_and(|line| is_rule(line));
    let mut found: Vec<(usize, usize, Heading)> = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let start = if at > 0 && is_rule(at - 1) { at - 1 } else { at };
        let end = if is_rule(at + 1) { at + 2 } else { at + 1 };
        let stands_alone = (start == 0 || is_blank(start - 1)) && is_blank(end);
        if stands_alone && let Some(heading) = heading(line) {
            found.push((start, end, heading));
        }
    }
    // Below each there is text before the next one.
    let starts: Vec<usize> = found.iter().skip(1).map(|(start, _, _)| *start).chain([lines.len()]).collect();
    let mut kept: Vec<(usize, usize, Heading)> = Vec::new();
    for ((start, end, heading), next) in found.into_iter().zip(starts) {
        if (end..next).any(|at| !is_blank(at)) {
            kept.push((start, end, heading));
        }
    }
    confirm_languages(lines, kept)
}

/// A line that only names a language is a heading where the text below is in that language, and where another one
/// names another language: a post in two languages.
fn confirm_languages(lines: &[&str], found: Vec<(usize, usize, Heading)>) -> Vec<(usize, usize, Heading)> {
    let languages: Vec<Option<String>> =
        found.iter().map(|(_, _, heading)| heading.language.clone()).collect();
    let starts: Vec<usize> = found.iter().skip(1).map(|(start, _, _)| *start).chain([lines.len()]).collect();
    let is_sound = |place: usize, end: usize, heading: &Heading| {
        let Some(named) = heading.language.as_deref().filter(|_| heading.kind.is_none()) else { return true };
        let below = lines.get(end..starts.get(place).copied().unwrap_or(end)).unwrap_or_default().join("\n");
        let is_in_it = language::detect(&below)
            .is_some_and(|guess| language::primary(&guess.code) == language::primary(named));
        let others = languages.iter().flatten().any(|other| other != named);
        is_in_it && others
    };
    found
        .into_iter()
        .enumerate()
        .filter(|(place, (_, end, heading))| is_sound(*place, *end, heading))
        .map(|(_, found)| found)
        .collect()
}

/// A line of dashes or the like.
fn is_rule(line: &str) -> bool {
    let line = line.trim();
    line.chars().count() >= 3
        && line.chars().all(|c| {
            matches!(c, '-' | '=' | '_' | '*' | '~' | '—' | '–' | '─' | '━' | '═' | '＝' | 'ー' | '－')
        })
}

/// A heading as a story's source writes it: "原文 (ja)", "Translation (en, DeepL)".
fn tagged(line: &str) -> Option<Heading> {
    let line = line.trim();
    let (outer, inner) = line.strip_suffix([')', '）'])?.rsplit_once(['(', '（'])?;
    let mut told = inner.split(',').map(str::trim);
    let language = language::well_formed(told.next()?)?;
    let heading = named(outer).filter(|heading| heading.kind.is_some() && heading.language.is_none())?;
    let (by, engine) = match told.next() {
        None => (heading.by, heading.engine),
        Some(by) => match List::EditionBy.find(by, None).and_then(EditionBy::from_code) {
            Some(by) => (by, None),
            None => (EditionBy::Machine, Some(by.to_owned())),
        },
    };
    told.next().is_none().then_some(Heading { language: Some(language), by, engine, ..heading })
}

/// Reads a line as a heading of an edition.
pub(super) fn heading(line: &str) -> Option<Heading> {
    if line.chars().count() > MAX_HEADING_CHARS * 2 {
        return None;
    }
    tagged(line).or_else(|| named(line))
}

/// Reads a line as a heading: it consists of known words only, and says "original" or "translation", or names a
/// language.
fn named(line: &str) -> Option<Heading> {
    if line.contains(['。', '、', ',', '!', '?', '！', '？']) {
        return None;
    }
    let letters = letters_of(line);
    if letters.is_empty() || letters.chars().count() > MAX_HEADING_CHARS {
        return None;
    }
    let Some(words) = cut(&letters) else {
        let kind = match find_edition_heading(line.trim())? {
            EditionHeading::Original => EditionKind::Original,
            EditionHeading::Translation => EditionKind::Translation,
        };
        return Some(Heading { kind: Some(kind), language: None, by: EditionBy::Author, engine: None });
    };
    let has = |word: &HeadingWord| words.contains(&word);
    let engine = words
        .iter()
        .find_map(|word| if let HeadingWord::Engine(name) = word { Some(name.clone()) } else { None });
    let mut languages = words
        .iter()
        .filter_map(|word| if let HeadingWord::Language(code) = word { Some(code.clone()) } else { None });
    let is_machine = has(&HeadingWord::Machine) || engine.is_some();
    let kind = match (has(&HeadingWord::Original), has(&HeadingWord::Translation) || is_machine) {
        (true, true) => return None,
        (true, false) => Some(EditionKind::Original),
        (false, true) => Some(EditionKind::Translation),
        (false, false) => None,
    };
    let language = languages.next();
    if kind.is_none() && (language.is_none() || letters.chars().count() < MIN_LANGUAGE_CHARS) {
        return None;
    }
    // "Machine" or "Google" alone says too little; "English to Japanese translation" names two languages.
    if (is_machine && !has(&HeadingWord::Translation))
        && !words.iter().any(|word| **word == HeadingWord::Machine)
    {
        return None;
    }
    let by = if is_machine { EditionBy::Machine } else { EditionBy::Author };
    Some(Heading { kind, language: languages.next().or(language), by, engine })
}

/// Cuts letters into known words, as few as possible.
fn cut(letters: &str) -> Option<Vec<&'static HeadingWord>> {
    let ends: Vec<usize> = letters.char_indices().map(|(at, _)| at).chain([letters.len()]).collect();
    let mut best: Vec<Option<Vec<&HeadingWord>>> = vec![None; ends.len()];
    *best.first_mut()? = Some(Vec::new());
    for to in 1..ends.len() {
        for from in to.saturating_sub(MAX_WORD_CHARS)..to {
            let Some(word) = ends.get(from).zip(ends.get(to)).and_then(|(a, b)| letters.get(*a..*b)) else {
                continue;
            };
            let Some(meaning) = page().heading_words.get(word) else { continue };
            let Some(before) = best.get(from).and_then(Option::as_ref) else { continue };
            let held = best.get(to).and_then(Option::as_ref).map_or(usize::MAX, Vec::len);
            if before.len() + 1 < held {
                let longer = before.iter().copied().chain([meaning]).collect();
                if let Some(slot) = best.get_mut(to) {
                    *slot = Some(longer);
                }
            }
        }
    }
    best.pop().flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_of_editions_are_read_in_nine_languages() {
        use EditionKind::{Original, Translation};
        let cases = [
            ("English Translation", Translation, Some("en")),
            ("原文 (Original Japanese)", Original, Some("ja")),
            ("— English translation —", Translation, Some("en")),
            ("=== Translation (English) ===", Translation, Some("en")),
            ("## Original", Original, None),
            ("**Original Japanese**", Original, Some("ja")),
            ("原文", Original, None),
            ("【原文】", Original, None),
            ("原文（日本語）", Original, Some("ja")),
            ("英訳", Translation, Some("en")),
            ("英語訳", Translation, Some("en")),
            ("日本語訳", Translation, Some("ja")),
            ("翻訳", Translation, None),
            ("オリジナル", Original, None),
            ("日本語原文", Original, Some("ja")),
            ("Übersetzung ins Deutsche", Translation, Some("de")),
            ("Englische Übersetzung", Translation, Some("en")),
            ("Übersetzung (Englisch)", Translation, Some("en")),
            ("Originaltext (Japanisch)", Original, Some("ja")),
            ("Traduction en anglais", Translation, Some("en")),
            ("Traduction française", Translation, Some("fr")),
            ("Texte original (japonais)", Original, Some("ja")),
            ("Traducción al inglés", Translation, Some("en")),
            ("Texto original en español", Original, Some("es")),
            ("Tradução para o inglês", Translation, Some("en")),
            ("Texto original (japonês)", Original, Some("ja")),
            ("中文翻译", Translation, Some("zh")),
            ("英文翻譯", Translation, Some("en")),
            ("原文（日文）", Original, Some("ja")),
            ("영어 번역", Translation, Some("en")),
            ("원문 (일본어)", Original, Some("ja")),
            ("한국어 번역", Translation, Some("ko")),
        ];
        for (line, kind, language) in cases {
            let found = heading(line).unwrap_or_else(|| panic!("{line} is a heading"));
            assert_eq!((found.kind, found.language.as_deref()), (Some(kind), language), "{line}");
        }
    }

    #[test]
    fn a_machine_is_named_as_one() {
        for (line, engine) in [
            ("Machine translation (English)", None),
            ("English translation (DeepL)", Some("DeepL")),
            ("機械翻訳", None),
            ("英語（機械翻訳）", None),
            ("Traducción automática al inglés", None),
        ] {
            let found = heading(line).unwrap_or_else(|| panic!("{line} is a heading"));
            assert_eq!((found.by, found.engine.as_deref()), (EditionBy::Machine, engine), "{line}");
        }
    }

    #[test]
    fn every_heading_of_the_vocabulary_is_one() {
        for expected in EditionHeading::ALL {
            for (_, text) in expected.words() {
                let found = heading(text).unwrap_or_else(|| panic!("{text} is a heading"));
                assert_eq!(found.kind.map(EditionKind::code), Some(expected.key()), "{text}");
            }
        }
    }

    #[test]
    fn sentences_are_no_headings() {
        for line in [
            "My original prescription",
            "The translation is mine.",
            "Original, but not mine",
            "Lost in translation",
            "原文を読んでください",
            "text",
            "in",
            "Google",
            "翻訳しました",
            "日",
            "The original dose",
            "",
        ] {
            assert_eq!(heading(line).filter(|heading| heading.kind.is_some()), None, "{line}");
        }
    }
}
