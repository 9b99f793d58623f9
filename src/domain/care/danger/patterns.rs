//! Patterns of words: read from the lists once, and looked for in sentences.
//!
//! Words that stand in no pattern are all alike, so a sentence becomes a row of numbers. A pattern looks at a bounded
//! number of words from where it begins, so that time grows in proportion to the text.

use std::collections::HashMap;
use std::sync::LazyLock;

use serde::Deserialize;
use unicode_normalization::UnicodeNormalization as _;

use super::{Danger, Sign};

/// A word that stands in no pattern.
const OTHER: u32 = 0;

/// How deep lists may stand in lists.
const DEEPEST: u8 = 4;

/// One language's lists, as they are written.
#[derive(Debug, Default, Deserialize)]
struct Written {
    spoken: String,
    harmless: String,
    past: String,
    aside: String,
    now: String,
    reported: String,
    present: String,
    harmful: String,
    lists: HashMap<String, String>,
}

/// One language's lists, to be looked for.
#[derive(Default)]
struct Lists {
    /// What counts for nothing.
    harmless: Vec<Pattern>,
    /// With one of these, a sentence is not about now.
    past: Vec<Pattern>,
    /// With one of these it may not be, unless it has one of `now`.
    aside: Vec<Pattern>,
    now: Vec<Pattern>,
    /// With one of these, a sentence says what somebody else said.
    reported: Vec<Pattern>,
    present: Vec<Pattern>,
    harmful: Vec<Pattern>,
}

/// What is looked for.
struct Pattern {
    row: Row,
    /// Words of which a sentence has one, if the pattern fits.
    key: Vec<u32>,
}

/// What has to follow each other.
type Row = Vec<Element>;

#[derive(Debug, Clone)]
enum Element {
    /// One of these.
    One(Vec<Row>),
    /// This word.
    Word(u32),
    /// Up to so many words, whatever they are.
    Gap(usize),
    /// The first word of a sentence follows.
    Start,
    /// No word follows.
    End,
}

/// All languages' lists, and the numbers of their words.
#[derive(Default)]
struct Known {
    numbers: HashMap<String, u32>,
    spoken: HashMap<String, Vec<String>>,
    languages: Vec<Lists>,
}

static KNOWN: LazyLock<Known> = LazyLock::new(|| {
    let mut known = Known::default();
    for file in [include_str!("en.toml"), include_str!("ja.toml")] {
        // The files are part of the binary, and a test reads them.
        known.add(&toml::from_str(file).unwrap_or_default());
    }
    known
});

/// All signs in a text.
pub(super) fn signs(text: &str) -> Vec<Sign> {
    let known = &*KNOWN;
    let mut found = Vec::new();
    for words in sentences(text, &known.spoken) {
        let numbers: Vec<u32> =
            words.iter().map(|word| known.numbers.get(word).copied().unwrap_or(OTHER)).collect();
        for lists in &known.languages {
            lists.look(&words, &numbers, &mut found);
        }
    }
    found
}

impl Lists {
    fn look(&self, words: &[String], numbers: &[u32], found: &mut Vec<Sign>) {
        let mut rest = numbers.to_vec();
        for pattern in &self.harmless {
            while let Some((from, to)) = find(pattern, &rest) {
                rest.iter_mut().take(to).skip(from).for_each(|number| *number = OTHER);
            }
        }
        let says = |patterns: &[Pattern]| patterns.iter().any(|pattern| find(pattern, numbers).is_some());
        let mut add = |danger: Danger, patterns: &[Pattern]| {
            for (from, to) in patterns.iter().filter_map(|pattern| find(pattern, &rest)) {
                let words = words.get(from..to).unwrap_or_default().join(" ");
                found.push(Sign { danger, words });
            }
        };
        let is_now = !says(&self.past) && (!says(&self.aside) || says(&self.now));
        if is_now {
            add(Danger::Present, &self.present);
        }
        if !says(&self.reported) {
            add(Danger::Harmful, &self.harmful);
        }
    }
}

/// The first place where a pattern fits, unless that is empty.
fn find(pattern: &Pattern, words: &[u32]) -> Option<(usize, usize)> {
    if !words.iter().any(|word| pattern.key.contains(word)) {
        return None;
    }
    (0..words.len()).find_map(|from| {
        let to = fits(&pattern.row, words, from, &|at| Some(at))?;
        (to > from).then_some((from, to))
    })
}

/// Where a pattern ends that begins at `at`, if `then` goes on from there.
fn fits(
    pattern: &[Element],
    words: &[u32],
    at: usize,
    then: &dyn Fn(usize) -> Option<usize>,
) -> Option<usize> {
    let Some((first, rest)) = pattern.split_first() else { return then(at) };
    let go_on = |at: usize| fits(rest, words, at, then);
    match first {
        Element::Word(word) => (words.get(at) == Some(word)).then(|| go_on(at + 1)).flatten(),
        Element::One(all) => all.iter().find_map(|one| fits(one, words, at, &go_on)),
        Element::Gap(most) => (at..=at.saturating_add(*most).min(words.len())).find_map(go_on),
        Element::Start => (at == 0).then(|| go_on(at)).flatten(),
        Element::End => (at == words.len()).then(|| go_on(at)).flatten(),
    }
}

impl Known {
    fn add(&mut self, written: &Written) {
        for line in lines(&written.spoken) {
            if let Some((short, long)) = line.split_once('=') {
                let long = long.split_whitespace().map(str::to_owned).collect();
                self.spoken.insert(short.trim().to_owned(), long);
            }
        }
        let mut read = |text: &str| -> Vec<Pattern> {
            let row = |line| Reader { known: &mut *self, lists: &written.lists, depth: 0 }.read(line);
            lines(text).map(row).map(|row| Pattern { key: key(&row).unwrap_or_default(), row }).collect()
        };
        let lists = Lists {
            harmless: read(&written.harmless),
            past: read(&written.past),
            aside: read(&written.aside),
            now: read(&written.now),
            reported: read(&written.reported),
            present: read(&written.present),
            harmful: read(&written.harmful),
        };
        self.languages.push(lists);
    }

    fn number(&mut self, word: &str) -> u32 {
        let next = u32::try_from(self.numbers.len()).unwrap_or(OTHER).saturating_add(1);
        *self.numbers.entry(word.to_owned()).or_insert(next)
    }
}

/// Makes patterns from lines.
struct Reader<'a> {
    known: &'a mut Known,
    lists: &'a HashMap<String, String>,
    depth: u8,
}

impl Reader<'_> {
    fn read(&mut self, line: &str) -> Row {
        let mut pattern = Row::new();
        let mut rest = line.trim();
        while let Some(first) = rest.chars().next() {
            if first == '('
                && let Some((inside, after)) = bracket(rest)
            {
                pattern.push(Element::One(parts(inside).map(|part| self.read(part)).collect()));
                rest = after.trim_start();
                continue;
            }
            let end = rest.find([' ', '(']).unwrap_or(rest.len());
            let (item, after) = rest.split_at(end);
            self.item(item, &mut pattern);
            rest = after.trim_start();
        }
        pattern
    }

    fn item(&mut self, item: &str, pattern: &mut Row) {
        if let Some(name) = item.strip_prefix('@') {
            let lists = self.lists;
            let list = lists.get(name).map(String::as_str).unwrap_or_default();
            if self.depth < DEEPEST {
                self.depth += 1;
                // An empty line is the choice of nothing.
                let all = list.trim_start_matches(' ').strip_suffix('\n').unwrap_or(list);
                pattern.push(Element::One(all.split('\n').map(|line| self.read(line)).collect()));
                self.depth -= 1;
            }
        } else if let Some(most) = item.strip_prefix('~') {
            pattern.push(Element::Gap(most.parse().unwrap_or_default()));
        } else if item == "^" {
            pattern.push(Element::Start);
        } else if item == "$" {
            pattern.push(Element::End);
        } else {
            let none = HashMap::new();
            for word in sentences(item, &none).into_iter().flatten() {
                pattern.push(Element::Word(self.known.number(&word)));
            }
        }
    }
}

/// The fewest words of which one stands wherever a row fits; none where it may fit nothing.
fn key(row: &[Element]) -> Option<Vec<u32>> {
    let of = |element: &Element| match element {
        Element::Word(word) => Some(vec![*word]),
        Element::One(all) => {
            let keys: Option<Vec<Vec<u32>>> = all.iter().map(|one| key(one)).collect();
            keys.map(|keys| keys.concat())
        }
        Element::Gap(_) | Element::Start | Element::End => None,
    };
    row.iter().filter_map(of).min_by_key(Vec::len)
}

/// What stands in the bracket with which a text begins, and what follows it.
fn bracket(text: &str) -> Option<(&str, &str)> {
    let mut depth = 0_u32;
    for (place, letter) in text.char_indices() {
        match letter {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 {
            return Some((text.get(1..place)?, text.get(place + 1..)?));
        }
    }
    None
}

/// The choices in a bracket.
fn parts(inside: &str) -> impl Iterator<Item = &str> {
    let mut depth = 0_i32;
    inside.split(move |letter: char| {
        match letter {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        letter == '|' && depth == 0
    })
}

fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty())
}

/// A text as sentences of words. Of scripts without spaces every character is a word.
fn sentences(text: &str, spoken: &HashMap<String, Vec<String>>) -> Vec<Vec<String>> {
    let letters: Vec<char> = text.nfkc().flat_map(char::to_lowercase).collect();
    let mut all = vec![Vec::new()];
    let mut word = String::new();
    let finish = |word: &mut String, all: &mut Vec<Vec<String>>| {
        let read = std::mem::take(word);
        let Some(sentence) = all.last_mut().filter(|_| !read.is_empty()) else { return };
        match spoken.get(&read) {
            Some(long) => sentence.extend(long.iter().cloned()),
            None => sentence.push(read),
        }
    };
    for (place, letter) in letters.iter().copied().enumerate() {
        let letter = if letter == '’' { '\'' } else { letter };
        let is_inside = letter.is_alphanumeric() || (letter == '\'' && !word.is_empty());
        if is_inside && is_spaced(letter) {
            word.push(letter);
            continue;
        }
        finish(&mut word, &mut all);
        let next = letters.get(place + 1);
        if letter.is_alphanumeric() || letter == 'ー' {
            word.push(letter);
            finish(&mut word, &mut all);
        } else if "!?。\n".contains(letter) || (letter == '.' && !next.is_some_and(|c| c.is_alphanumeric()))
        {
            all.push(Vec::new());
        }
    }
    finish(&mut word, &mut all);
    all.retain(|sentence| !sentence.is_empty());
    all
}

/// Whether a letter stands in words that spaces part.
fn is_spaced(letter: char) -> bool {
    !matches!(letter, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '々')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_read_and_no_pattern_is_empty_or_names_a_list_that_is_not_there() {
        for file in [include_str!("en.toml"), include_str!("ja.toml")] {
            let written: Written = toml::from_str(file).unwrap();
            let words = file.split([' ', '(', '|', ')', '\n', ',']);
            for name in words.filter_map(|word| word.strip_prefix('@')).filter(|name| *name != "name") {
                assert!(written.lists.contains_key(name), "{name}");
            }
            let mut known = Known::default();
            known.add(&written);
            let lists = &known.languages[0];
            for pattern in
                [&lists.present, &lists.harmful, &lists.past, &lists.harmless].into_iter().flatten()
            {
                assert!(!pattern.key.is_empty(), "{:?}", pattern.row);
            }
        }
    }

    #[test]
    fn a_text_of_one_word_over_and_over_takes_no_time() {
        let text = "今夜死ぬ".repeat(5_000) + &"tonight i will ".repeat(5_000);
        assert!(signs(&text).is_empty());
    }
}
