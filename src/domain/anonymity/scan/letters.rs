//! A text as the rules read it: characters without differences of width, and words by script.

use super::lists::Phrases;

/// Which script a word is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Script {
    /// Letters that are set in words with spaces: Latin, Greek, Cyrillic, Hangul.
    Letters,
    Digits,
    Han,
    Hiragana,
    Katakana,
    /// One mark or sign.
    Mark,
}

/// What stands before a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Gap {
    /// The word before follows at once.
    Nothing,
    Space,
    /// A new line, or the beginning of the text.
    Line,
}

/// A word, a number or a mark.
#[derive(Debug, Clone)]
pub(super) struct Word {
    pub start: usize,
    pub end: usize,
    pub script: Script,
    pub gap: Gap,
    /// In small letters.
    pub lower: String,
    /// Whether it begins with a capital letter.
    pub is_capital: bool,
    /// Whether it has two letters or more, and all of them are capitals.
    pub is_all_capital: bool,
}

/// A text, with its places counted in characters.
pub(super) struct Text {
    written: Vec<char>,
    /// One for one with `written`: full-width forms, dashes and apostrophes as in ASCII.
    plain: Vec<char>,
    /// One for one with `plain`: the small letters, which every look-up compares.
    small: Vec<char>,
    words: Vec<Word>,
}

impl Text {
    pub(super) fn read(text: &str) -> Self {
        let written: Vec<char> = text.chars().collect();
        let plain: Vec<char> = written.iter().map(|c| plain(*c)).collect();
        let small: Vec<char> = plain.iter().map(|c| small(*c)).collect();
        let words = words(&plain);
        Self { written, plain, small, words }
    }

    pub(super) fn len(&self) -> usize {
        self.plain.len()
    }

    /// The character at a place; outside of the text a zero.
    pub(super) fn at(&self, place: usize) -> char {
        self.plain.get(place).copied().unwrap_or('\0')
    }

    /// The small letter at a place; outside of the text a zero.
    pub(super) fn small_at(&self, place: usize) -> char {
        self.small.get(place).copied().unwrap_or('\0')
    }

    /// The character before a place; at the beginning a zero.
    pub(super) fn before(&self, place: usize) -> char {
        place.checked_sub(1).map_or('\0', |place| self.at(place))
    }

    /// Whether these words stand at a place. They are in small letters; capitals in the text are no difference.
    pub(super) fn says(&self, place: usize, words: &str) -> bool {
        words.chars().zip(place..).all(|(c, place)| self.small_at(place) == c)
    }

    /// Whether these small letters stand at a place.
    pub(super) fn has(&self, place: usize, letters: &[char]) -> bool {
        self.small.get(place..).is_some_and(|rest| rest.starts_with(letters))
    }

    /// Whether these words end right before a place.
    pub(super) fn said(&self, place: usize, words: &str) -> bool {
        place.checked_sub(words.chars().count()).is_some_and(|start| self.says(start, words))
    }

    /// Where a row of such characters that ends before `place` begins; at most `most` of them.
    pub(super) fn back(&self, place: usize, most: usize, fits: impl Fn(char) -> bool) -> usize {
        let mut start = place;
        while start > 0 && place - start < most && fits(self.before(start)) {
            start -= 1;
        }
        start
    }

    /// Where a row of such characters that begins at `place` ends; at most `most` of them.
    pub(super) fn forth(&self, place: usize, most: usize, fits: impl Fn(char) -> bool) -> usize {
        let mut end = place;
        while end < self.len() && end - place < most && fits(self.at(end)) {
            end += 1;
        }
        end
    }

    /// The place after at most one space.
    pub(super) fn after_space(&self, place: usize) -> usize {
        if self.at(place) == ' ' { place + 1 } else { place }
    }

    /// A part of the text without differences of width.
    pub(super) fn part(&self, start: usize, end: usize) -> String {
        self.plain.get(start..end).unwrap_or_default().iter().collect()
    }

    /// A part of the text as it was written.
    pub(super) fn written(&self, start: usize, end: usize) -> String {
        self.written.get(start..end).unwrap_or_default().iter().collect()
    }

    pub(super) fn words(&self) -> &[Word] {
        &self.words
    }

    /// A word by its number.
    pub(super) fn word(&self, number: usize) -> Option<&Word> {
        self.words.get(number)
    }

    /// How many words a phrase of whole words takes that stands at a word; none where none stands there.
    pub(super) fn phrase(&self, number: usize, phrases: &Phrases) -> Option<usize> {
        let end = phrases.whole_at(self, self.word(number)?.start)?;
        let words = self.words.iter().skip(number);
        Some(words.take_while(|word| word.start < end).count())
    }

    /// The word `number + 1`, if it stands on the same line.
    pub(super) fn next(&self, number: usize) -> Option<&Word> {
        self.words.get(number + 1).filter(|word| word.gap != Gap::Line)
    }

    /// The small letters of a word; empty where there is none.
    pub(super) fn lower(&self, number: usize) -> &str {
        self.words.get(number).map_or("", |word| word.lower.as_str())
    }

    /// The small letters of the word before this one.
    pub(super) fn lower_before(&self, number: usize) -> &str {
        number.checked_sub(1).map_or("", |number| self.lower(number))
    }
}

/// One character without differences of width. One for one, so that places stay what they are.
fn plain(c: char) -> char {
    match c {
        '！'..='～' => u32::from(c).checked_sub(0xfee0).and_then(char::from_u32).unwrap_or(c),
        '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' | 'ｰ' => '-',
        '‘' | '’' | 'ʼ' => '\'',
        '“' | '”' => '"',
        '\u{3000}' | '\u{a0}' | '\u{2009}' | '\u{202f}' | '\t' => ' ',
        other => other,
    }
}

/// The small letter, where it is one character.
pub(super) fn small(c: char) -> char {
    if c.is_ascii() {
        return c.to_ascii_lowercase();
    }
    let mut lower = c.to_lowercase();
    match (lower.next(), lower.next()) {
        (Some(lower), None) => lower,
        _ => c,
    }
}

pub(super) fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}' | '々' | '〆' | 'ヶ' | 'ヵ')
}

pub(super) fn is_hiragana(c: char) -> bool {
    matches!(c, 'ぁ'..='ゖ' | 'ゝ' | 'ゞ')
}

pub(super) fn is_katakana(c: char) -> bool {
    matches!(c, 'ァ'..='ヴ' | 'ー' | 'ヽ' | 'ヾ' | 'ｦ'..='ﾟ')
}

/// Han characters that are numbers.
pub(super) fn is_han_number(c: char) -> bool {
    "〇一二三四五六七八九十百".contains(c)
}

fn script(c: char) -> Script {
    if c.is_ascii_digit() {
        Script::Digits
    } else if is_han(c) {
        Script::Han
    } else if is_hiragana(c) {
        Script::Hiragana
    } else if is_katakana(c) {
        Script::Katakana
    } else if c.is_alphabetic() || matches!(c, '\u{300}'..='\u{36f}') {
        Script::Letters
    } else {
        Script::Mark
    }
}

fn words(plain: &[char]) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut gap = Gap::Line;
    let mut is_open = false;
    for (place, c) in plain.iter().enumerate() {
        if c.is_whitespace() {
            gap = if *c == '\n' || *c == '\r' || gap == Gap::Line { Gap::Line } else { Gap::Space };
            is_open = false;
            continue;
        }
        let next = plain.get(place + 1).copied().unwrap_or('\0');
        let script = script(*c);
        if is_open && let Some(word) = words.last_mut() {
            // O'Connell, doctor's: an apostrophe between letters.
            let is_inner = *c == '\'' && word.script == Script::Letters && next.is_alphabetic();
            // センター: the long mark belongs to hiragana too.
            let is_long = *c == 'ー' && word.script == Script::Hiragana;
            if is_inner || is_long || (word.script == script && script != Script::Mark) {
                word.end = place + 1;
                word.lower.push(small(*c));
                word.is_all_capital = (word.end - word.start == 2 || word.is_all_capital)
                    && c.is_uppercase()
                    && word.is_capital;
                continue;
            }
        }
        words.push(Word {
            start: place,
            end: place + 1,
            script,
            gap,
            lower: small(*c).to_string(),
            is_capital: c.is_uppercase(),
            is_all_capital: false,
        });
        gap = Gap::Nothing;
        is_open = true;
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_cut_into_words_by_script() {
        let text = Text::read("Dr. O’Connell、高円寺のセンター ４F\nNHS");
        let words: Vec<&str> = text.words().iter().map(|word| word.lower.as_str()).collect();
        assert_eq!(words, ["dr", ".", "o'connell", "、", "高円寺", "の", "センター", "4", "f", "nhs"]);
        let last = text.words().last().unwrap();
        assert!(last.is_all_capital && last.gap == Gap::Line);
    }
}
