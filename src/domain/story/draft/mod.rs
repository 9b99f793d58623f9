//! Drafts: a text as a person writes it becomes titles, editions and facts.
//!
//! The rules stand in `docs/story-format.md` section 2. One parser for every text and language; its words are data
//! (`data/` here, and the vocabulary's lists). What is not understood stays prose: a false fact is worse than a
//! missed one.

mod age;
mod chrome;
mod entry;
mod fact_line;
mod gather;
mod heading;
mod items;
mod language;
mod listing;
mod quantity;
mod remains;
mod severity;
mod title;
pub mod typed;
mod values;
mod words;

#[cfg(test)]
mod seeds;
#[cfg(test)]
mod tests;

use crate::base::error::Problem;
use crate::domain::story::codes::{EditionBy, EditionKind};
use crate::domain::story::edition::Edition;
use crate::domain::story::facts::Facts;
use crate::domain::story::marks;
use crate::domain::vocabulary::{Context, Kind, Lang, Mention, Term, TermId, vocabulary};

use fact_line::Part;
use gather::{Gathering, Place};
use heading::{Heading, Section};
pub use title::Title;

/// The most characters that all editions of a story may have together (`docs/story-format.md` section 2).
pub const MAX_CHARS: usize = 60_000;

/// A text, read: what a story would consist of, and what is wrong with it.
///
/// Where [`Self::stated`] is false and nobody marked the text as a story, it is a plain post, and only its text as
/// typed counts: a plain post has no title, no facts and no editions.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Draft {
    /// What the text states.
    pub facts: Facts,
    /// The original first, then the translations in the order of the text. The first is a translation only where
    /// the text says that it is one and holds no original. Never empty.
    pub editions: Vec<Edition>,
    /// Every title in the order of the text, also those in a language that no edition is in.
    pub titles: Vec<Title>,
    /// As typed, without `#`, in order, each once.
    pub hashtags: Vec<String>,
    /// Terms that the prose mentions and nobody stated: to be asked about, never taken.
    pub suggestions: Vec<TermId>,
    /// What has to be mended before it can be published.
    pub problems: Vec<Problem>,
    /// Whether a medication, symptom or after-effect is stated by fact line, hashtag or title, which makes a story.
    pub stated: bool,
}

/// A section on its way through the parser.
struct Block<'a> {
    heading: Option<Heading>,
    lines: Vec<&'a str>,
    language: String,
    titles: Vec<Title>,
    read: Vec<Vec<Part<'a>>>,
    /// By line and part: whether it leaves the text.
    taken: Vec<Vec<bool>>,
}

impl Draft {
    /// Reads a text. `language` is what the client or the person says it is in (BCP 47).
    pub fn parse(text: &str, language: Option<&str>) -> Self {
        let text = normal(text);
        if text.chars().count() > MAX_CHARS {
            let problem = Problem::new("text", "problem-story-too-long").with("most", MAX_CHARS);
            let edition = Edition::original(language::language_of(&text, language), None, text);
            return Self { editions: vec![edition], problems: vec![problem], ..Self::default() };
        }
        let lines = chrome::without_chrome(text.split('\n').collect());
        let mut sections: Vec<Block> =
            heading::sections(&lines).into_iter().map(|section| Block::of(section, language)).collect();
        take_titles(&mut sections, language);
        for section in &mut sections {
            section.read();
        }
        let order = order(&sections);
        let mut gathering = Gathering::default();
        for place in &order {
            gather_lines(&mut gathering, *place, sections.get_mut(*place));
        }
        let hashtags = hashtags(&mut gathering, &sections);
        let titles: Vec<Title> = sections.iter().flat_map(|section| section.titles.clone()).collect();
        let titled_symptom = gather_titles(&mut gathering, &sections, &order);
        for place in gathering.settle() {
            let line = sections.get_mut(place.section).and_then(|section| section.taken.get_mut(place.line));
            if let Some(taken) = line.and_then(|line| line.get_mut(place.part)) {
                *taken = true;
            }
        }
        let facts = gathering.facts;
        let editions = remains::editions(&sections, &order, language);
        let suggestions = suggestions(&facts, &editions, &titles);
        let mut problems = Vec::new();
        if facts.is_empty()
            && titles.is_empty()
            && editions.iter().all(|edition| edition.text.is_empty())
            && hashtags.is_empty()
        {
            problems.push(Problem::new("text", "problem-story-empty"));
        }
        let stated = titled_symptom
            || !(facts.medications.is_empty() && facts.symptoms.is_empty() && facts.conditions.is_empty());
        Self { facts, editions, titles, hashtags, suggestions, problems, stated }
    }
}

impl<'a> Block<'a> {
    fn of(section: Section<'a>, stated: Option<&str>) -> Self {
        let text = spoken(&section.lines);
        let language = match &section.heading {
            None => language::language_of(&text, stated),
            Some(heading) => match &heading.language {
                Some(named) if !language::contradicts(named, &text) => language::refine(named.clone(), &text),
                _ => match language::detect(&text) {
                    Some(guess) => guess.code,
                    None => language::language_of(&text, stated),
                },
            },
        };
        Self {
            heading: section.heading,
            lines: section.lines,
            language,
            titles: Vec::new(),
            read: Vec::new(),
            taken: Vec::new(),
        }
    }

    /// Reads the fact lines. A list of own words counts only beside a line that counts by itself.
    fn read(&mut self) {
        let lang = Lang::from_tag(&self.language);
        self.read = self.lines.iter().map(|line| fact_line::parts(line, lang)).collect();
        for (at, part) in listing::lists(&self.lines, lang) {
            if let Some(parts) = self.read.get_mut(at) {
                *parts = vec![part];
            }
        }
        let mut counts: Vec<bool> =
            self.read.iter().map(|parts| parts.iter().any(Part::is_certain)).collect();
        let could: Vec<bool> =
            self.read.iter().map(|parts| parts.iter().any(|part| part.statement.is_some())).collect();
        let places = 0..self.read.len();
        for at in places.clone().skip(1).chain(places.rev()) {
            let beside = [at.checked_sub(1), Some(at + 1)];
            let touches = beside.into_iter().flatten().any(|near| counts.get(near).copied().unwrap_or(false));
            if touches
                && could.get(at).copied().unwrap_or(false)
                && let Some(slot) = counts.get_mut(at)
            {
                *slot = true;
            }
        }
        for (parts, counts) in self.read.iter_mut().zip(counts) {
            if !counts {
                for part in parts {
                    part.statement = None;
                }
            }
        }
        self.taken = self.read.iter().map(|parts| vec![false; parts.len()]).collect();
    }

    /// Whether anything but facts, titles and rows of hashtags stands in it.
    fn has_prose(&self) -> bool {
        self.lines.iter().zip(&self.read).any(|(line, parts)| {
            let is_fact = !parts.is_empty() && parts.iter().all(|part| part.statement.is_some());
            !is_fact && !line.trim().is_empty() && !marks::is_hashtags_only(line)
        })
    }

    fn kind(&self) -> Option<EditionKind> {
        self.heading.as_ref().and_then(|heading| heading.kind)
    }

    fn by(&self) -> EditionBy {
        self.heading.as_ref().map_or(EditionBy::Author, |heading| heading.by)
    }
}

/// The lines that tell the language of a section: prose below the title, else whatever there is.
fn spoken(lines: &[&str]) -> String {
    let title = title::find(lines, false);
    let is_prose = |line: &str| fact_line::parts(line, None).is_empty() && !marks::is_hashtags_only(line);
    let below = lines.iter().enumerate().filter(|(place, _)| Some(*place) != title).map(|(_, line)| *line);
    let prose: Vec<&str> = below.filter(|line| is_prose(line)).collect();
    let has_words = prose.iter().any(|line| line.chars().any(char::is_alphabetic));
    if has_words { prose.join("\n") } else { lines.join("\n") }
}

/// Line ends of every system are one, and characters that only steer terminals go.
fn normal(text: &str) -> String {
    let text = text
        .trim_start_matches('\u{feff}')
        .replace("\r\n", "\n")
        .replace(['\r', '\u{2028}', '\u{2029}', '\u{85}'], "\n");
    if text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\t')) {
        text.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect()
    } else {
        text
    }
}

/// Takes the story's title from its first paragraph, and an edition's own from the first one below its heading.
fn take_titles(sections: &mut [Block<'_>], stated: Option<&str>) {
    let languages: Vec<String> = sections
        .iter()
        .enumerate()
        .filter(|(place, section)| {
            *place > 0 || section.lines.iter().filter(|line| !line.trim().is_empty()).count() > 1
        })
        .map(|(_, section)| section.language.clone())
        .collect();
    let below = |from: usize, sections: &[Block<'_>]| {
        sections.iter().skip(from + 1).any(|section| section.lines.iter().any(|line| !line.trim().is_empty()))
    };
    let mut titled: Vec<String> = Vec::new();
    for at in 0..sections.len() {
        let is_followed = at == 0 && below(at, sections);
        let Some(section) = sections.get_mut(at) else { return };
        if at > 0 && titled.contains(&section.language) {
            continue;
        }
        let Some(place) = title::find(&section.lines, is_followed) else { continue };
        let line = section.lines.remove(place);
        let parts = title::split(line);
        let named: Vec<&str> = if parts.len() > 1 || languages.len() != 1 {
            let known: Vec<&str> = languages.iter().map(String::as_str).collect();
            if at == 0 || parts.len() > 1 { known } else { vec![section.language.as_str()] }
        } else {
            vec![languages.first().map_or(section.language.as_str(), String::as_str)]
        };
        let is_only = parts.len() == 1 && (at > 0 || languages.len() == 1);
        let titles: Vec<Title> = parts
            .into_iter()
            .map(|text| {
                let only = named.first().copied().filter(|_| is_only).map(str::to_owned);
                let language = only.unwrap_or_else(|| title::language_of(text, &named, stated));
                Title { language, text: text.to_owned() }
            })
            .collect();
        titled.extend(titles.iter().map(|title| title.language.clone()));
        section.titles = titles;
    }
}

/// The sections in the order in which their facts count: the original, then the others as they stand.
fn order(sections: &[Block<'_>]) -> Vec<usize> {
    let named = sections.iter().position(|section| section.kind() == Some(EditionKind::Original));
    let first = sections.iter().position(Block::has_prose);
    let unnamed = first.filter(|place| {
        sections.get(*place).is_some_and(|section| section.kind() != Some(EditionKind::Translation))
    });
    let original = named.or(unnamed).or(first).unwrap_or(0);
    let mut order = vec![original];
    order.extend((0..sections.len()).filter(|place| *place != original));
    order
}

fn gather_lines(gathering: &mut Gathering, at: usize, section: Option<&mut Block<'_>>) {
    let Some(section) = section else { return };
    gathering.begin_section();
    for (line, (parts, taken)) in section.read.iter().zip(&mut section.taken).enumerate() {
        for (place, (part, taken)) in parts.iter().zip(taken).enumerate() {
            *taken = gathering.take(Place { section: at, line, part: place }, part);
        }
    }
}

/// Every hashtag of the text; those that are terms are facts, but not in what the author only quotes.
fn hashtags(gathering: &mut Gathering, sections: &[Block<'_>]) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for section in sections {
        let lang = Lang::from_tag(&section.language);
        let titles = section.titles.iter().map(|title| title.text.as_str());
        for line in titles.chain(section.lines.iter().copied()) {
            let is_quoted = line.trim_start().starts_with(['>', '＞']);
            for tag in marks::hashtags(line) {
                if !found.iter().any(|known| known == tag) {
                    found.push(tag.to_owned());
                }
                if !is_quoted {
                    let meant = vocabulary().resolve(tag, Context::Hashtag, lang);
                    meant.certain().iter().for_each(|term| gathering.add_term(*term, tag));
                }
            }
        }
    }
    found
}

/// Takes the medication and the after-effect that a title names. Says whether it names a symptom: that makes the
/// text a story, and the symptom is only suggested.
fn gather_titles(gathering: &mut Gathering, sections: &[Block<'_>], order: &[usize]) -> bool {
    let original =
        order.first().and_then(|place| sections.get(*place)).map(|section| section.language.as_str());
    let mut titles: Vec<&Title> = sections.iter().flat_map(|section| &section.titles).collect();
    titles.sort_by_key(|title| Some(title.language.as_str()) != original);
    let takes_medication = gathering.facts.medications.is_empty();
    let mut names_symptom = false;
    for title in titles {
        for (term, words) in mentioned(title) {
            match term.kind() {
                Kind::Medication if takes_medication => gathering.add_medication(term, words),
                Kind::Condition => gathering.add_term(term, words),
                Kind::Symptom => names_symptom = true,
                Kind::Medication | Kind::Benefit => {}
            }
        }
    }
    names_symptom
}

/// The terms that a title names: medications, also inside the name of a condition (イソトレチノイン後遺症),
/// after-effects and symptoms, with their words.
fn mentioned(title: &Title) -> Vec<(TermId, &str)> {
    let lang = Lang::from_tag(&title.language);
    let mut found: Vec<(TermId, &str)> = Vec::new();
    for Mention { term, range } in vocabulary().mentions(&title.text, lang) {
        let Some(words) = title.text.get(range) else { continue };
        match term.kind() {
            Kind::Condition => {
                let is_after_effect = vocabulary().term(term).is_some_and(Term::is_after_effect);
                if is_after_effect {
                    found.push((term, words));
                }
                found.extend(medications_within(words, lang));
            }
            Kind::Medication | Kind::Symptom | Kind::Benefit => found.push((term, words)),
        }
    }
    found
}

/// Medications named inside the name of a condition.
fn medications_within(words: &str, lang: Option<Lang>) -> Vec<(TermId, &str)> {
    use unicode_segmentation::UnicodeSegmentation as _;
    let named = |word| vocabulary().resolve(word, Context::Medication, lang).certain().to_vec();
    words.unicode_words().flat_map(|word| named(word).into_iter().map(move |term| (term, word))).collect()
}

/// Terms that the titles and texts mention beyond the facts.
fn suggestions(facts: &Facts, editions: &[Edition], titles: &[Title]) -> Vec<TermId> {
    let mut found: Vec<TermId> = Vec::new();
    let titles = titles.iter().map(|title| (title.language.as_str(), title.text.as_str()));
    let texts = editions.iter().map(|edition| (edition.language.as_str(), edition.text.as_str()));
    for (language, text) in titles.chain(texts) {
        for mention in vocabulary().mentions(text, Lang::from_tag(language)) {
            let is_stated = facts.terms().any(|term| term == mention.term);
            let is_askable = match mention.term.kind() {
                Kind::Medication | Kind::Symptom => true,
                Kind::Condition => vocabulary().term(mention.term).is_some_and(Term::is_after_effect),
                Kind::Benefit => false,
            };
            if is_askable && !is_stated && !found.contains(&mention.term) {
                found.push(mention.term);
            }
        }
    }
    found
}
