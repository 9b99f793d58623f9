//! Fact lines: `label: value`, several of them joined on one line. A line that is not understood stays prose.

use super::items::{self, Items};
use super::values::statement;
use crate::domain::story::codes::{
    AgeBand, CurrentStatus, DurationOfUse, Gender, MedicationRole, MedicationSource, Onset,
    PrescriberResponse, TimeSinceStopping, Trajectory, Warned, WouldTakeAgain,
};
use crate::domain::story::facts::Teller;
use crate::domain::story::marks::is_zero_width;
use crate::domain::vocabulary::{Context, FactLine, Lang, find_fact_line};

/// A longer line is no row of facts.
const MAX_LINE_CHARS: usize = 4_000;

/// No label is longer, with its decoration.
const MAX_LABEL_BYTES: usize = 200;

/// More spaces part no two facts that one of other signs parts.
const MAX_SPACES: usize = 4;

/// What one `label: value` states.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Statement {
    /// The author prefers not to say: the line goes, and nothing is stored.
    Withheld,
    /// Two facts under one label: "29, female", "stopped 3 months ago".
    Both(Box<[Self; 2]>),
    /// An entry of the list that the label above begins.
    AsBefore,
    AgeBand(AgeBand),
    DurationOfUse(DurationOfUse),
    CurrentStatus(CurrentStatus),
    TimeSinceStopping(TimeSinceStopping),
    Onset(Onset),
    Trajectory(Trajectory),
    Warned(Warned),
    PrescriberResponse(PrescriberResponse),
    WouldTakeAgain(WouldTakeAgain),
    Country(&'static str),
    Gender(Gender),
    Teller(Teller),
    Medications(MedicationRole, Items),
    Symptoms(Items),
    Conditions(Items),
    Benefits(Items),
    /// What the medication before it was taken for.
    Purposes(Items),
    /// How much of the medication before it.
    Dose(String),
    /// Where the medication before it came from.
    Source(MedicationSource),
    /// How strong the symptom before it is.
    Severity(u8),
}

/// One `label: value` of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Part<'a> {
    /// As typed, with its label.
    pub raw: &'a str,
    /// What it states; none where the value is prose.
    pub statement: Option<Statement>,
}

impl Part<'_> {
    /// Whether it is a fact line by itself, or only beside another one: a list of own words alone may be prose.
    pub fn is_certain(&self) -> bool {
        match &self.statement {
            None => false,
            Some(
                Statement::Medications(_, items)
                | Statement::Symptoms(items)
                | Statement::Conditions(items)
                | Statement::Benefits(items)
                | Statement::Purposes(items),
            ) => items.is_certain,
            Some(_) => true,
        }
    }
}

/// The parts of a line that begins with a known label; none for any other line.
pub(super) fn parts(line: &str, lang: Option<Lang>) -> Vec<Part<'_>> {
    if line.len() > MAX_LINE_CHARS * 4 {
        return Vec::new();
    }
    if label(line).is_none() {
        return loose(line, lang).into_iter().collect();
    }
    let mut cuts = vec![0];
    let mut ends = Vec::new();
    let (mut before, mut has_label) = ('\0', false);
    for (at, c) in line.char_indices() {
        let rest = line.get(at..).unwrap_or_default();
        let next = rest.get(c.len_utf8()..).unwrap_or_default();
        // "Age/Sex: 29/F": nothing is cut before the label of a part has ended.
        let ends_label = is_colon(c) || is_closing_bracket(c) || matches!(c, '?' | '？');
        if !has_label {
            has_label = ends_label;
        } else if joins(before, c, next) && begins_with_label(next) {
            ends.push(at);
            cuts.push(at + c.len_utf8());
            has_label = false;
        } else if is_open_bracket(c) && bracketed_label(rest).is_some() {
            // 【年齢】29歳【性別】男性, unless the joiner before it cut here already.
            let joined =
                line.get(cuts.last().copied().unwrap_or(0)..at).is_some_and(|gap| gap.trim().is_empty());
            if !joined {
                ends.push(at);
                cuts.push(at);
            }
            has_label = false;
        }
        before = c;
    }
    ends.push(line.len());
    let ranges = cuts.into_iter().zip(ends);
    // "Cipro || Age: 38": of several joiners the last one cuts.
    let is_joiner =
        |c: char| c.is_whitespace() || matches!(c, '|' | '｜' | '·' | '•' | ';' | '；' | '/' | '／');
    let texts = ranges.filter_map(|(start, end)| line.get(start..end));
    texts.filter_map(|text| part(text.trim_end_matches(is_joiner), lang)).collect()
}

/// Whether a label follows. Rows of marks are passed over at their end, and no more is read than a label needs: a long
/// line takes time in proportion.
fn begins_with_label(next: &str) -> bool {
    let first = next.chars().take(MAX_SPACES).find(|c| !c.is_whitespace());
    let is_row = first.is_none_or(|c| joins(' ', c, " "));
    let end = next.char_indices().map(|(at, _)| at).take_while(|at| *at <= MAX_LABEL_BYTES * 2).last();
    !is_row && end.and_then(|end| next.get(..end)).is_some_and(|near| label(near).is_some())
}

fn part(raw: &str, lang: Option<Lang>) -> Option<Part<'_>> {
    let (line, value) = label(raw)?;
    Some(Part { raw: raw.trim(), statement: statement(line, value, lang) })
}

/// "Medication – Lyrica", "症状→頭痛": a dash or an arrow parts label and value only where the value says for certain
/// that it is one. Else the line is prose, or a title.
fn loose(line: &str, lang: Option<Lang>) -> Option<Part<'_>> {
    let text = undecorated(line);
    let mut near = text.char_indices().take_while(|(at, _)| *at <= MAX_LABEL_BYTES);
    let (end, mark) = near.find(|(at, c)| {
        let is_spaced = || {
            text.get(..*at).is_some_and(|name| name.ends_with(char::is_whitespace))
                && text.get(at + c.len_utf8()..).is_some_and(|value| value.starts_with(char::is_whitespace))
        };
        matches!(c, '→' | '➡' | '⇒' | '=' | '＝' | '—' | '–' | '―') || (*c == '-' && is_spaced())
    })?;
    let (name, value) = text.split_at_checked(end)?;
    let value = clean(value.strip_prefix(mark)?);
    let part = Part { raw: line.trim(), statement: statement(named(name)?, value, lang) };
    part.is_certain().then_some(part)
}

/// Whether a character joins two facts where a label follows. Commas, full stops, dashes and wide spaces do too: people
/// write them.
fn joins(before: char, c: char, next: &str) -> bool {
    match c {
        '·' | '・' | '•' | '|' | '｜' | '/' | '／' | ';' | '；' | ',' | '、' | '，' | '。' | '\t'
        | '\u{3000}' => true,
        ' ' | '.' => next.starts_with(' '),
        '-' | '–' | '—' => before == ' ' && next.starts_with(' '),
        _ => false,
    }
}

/// The known label at the start of a text, and the value after it.
fn label(text: &str) -> Option<(FactLine, &str)> {
    let text = undecorated(text);
    if text.starts_with(is_open_bracket)
        && let Some(found) = bracketed_label(text)
    {
        return Some(found);
    }
    let mut near = text.char_indices().take_while(|(at, _)| *at <= MAX_LABEL_BYTES);
    let (end, mark) = near.find(|(_, c)| is_colon(*c) || matches!(c, '?' | '？'))?;
    let (name, rest) = text.split_at_checked(end)?;
    let value = clean(rest.strip_prefix(mark)?);
    if is_colon(mark) {
        return Some((named(name)?, value));
    }
    // "Are you still taking it? No": a question with an answer from a closed list, or with a colon after all.
    let line = text.get(..end + mark.len_utf8()).and_then(named).or_else(|| named(name))?;
    match value.strip_prefix(is_colon) {
        Some(value) => Some((line, clean(value))),
        None => line.list().is_some().then_some((line, value)),
    }
}

/// An open list whose entries may stand below its label, each on a line of its own.
pub(super) struct OpenList {
    line: FactLine,
    context: Context,
    stated: fn(Items) -> Statement,
}

const OPEN_LISTS: [OpenList; 4] = [
    OpenList { line: FactLine::Symptoms, context: Context::Symptom, stated: Statement::Symptoms },
    OpenList {
        line: FactLine::Medication,
        context: Context::Medication,
        stated: |items| Statement::Medications(MedicationRole::Suspected, items),
    },
    OpenList {
        line: FactLine::OtherMedications,
        context: Context::Medication,
        stated: |items| Statement::Medications(MedicationRole::Other, items),
    },
    OpenList { line: FactLine::Benefits, context: Context::Benefit, stated: Statement::Benefits },
];

impl OpenList {
    /// The list of which a line is the label, and nothing else.
    pub fn begun_by(line: &str) -> Option<&'static Self> {
        let (found, value) = label(line)?;
        OPEN_LISTS.iter().find(|list| list.line == found && value.is_empty())
    }

    /// Reads one of its entries.
    pub fn read(&self, line: &str, lang: Option<Lang>) -> Option<Items> {
        items::read(entry(line), self.context, lang)
    }

    /// What the list states.
    pub fn statement(&self, items: Items) -> Statement {
        (self.stated)(items)
    }
}

/// A line without its bullet or number.
pub(super) fn entry(line: &str) -> &str {
    clean(undecorated(line))
}

/// A label in brackets, which needs no colon: 【年齢】29歳, [Age] 29, and 【年齢：29歳】.
fn bracketed_label(text: &str) -> Option<(FactLine, &str)> {
    let mut chars = text.chars();
    let close = closing(chars.next()?)?;
    let inside = chars.as_str();
    let end =
        inside.char_indices().take_while(|(at, _)| *at <= MAX_LABEL_BYTES).find(|(_, c)| *c == close)?.0;
    let (name, rest) = inside.split_at_checked(end)?;
    let rest = rest.strip_prefix(close)?;
    if let Some(line) = named(name) {
        let rest = rest.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '*' | '_'));
        return Some((line, clean(rest.strip_prefix(is_colon).unwrap_or(rest))));
    }
    let (colon, _) = name.char_indices().find(|(_, c)| is_colon(*c))?;
    let (name, value) = name.split_at_checked(colon)?;
    let value = value.strip_prefix(is_colon)?;
    rest.trim().is_empty().then_some(())?;
    Some((named(name)?, clean(value)))
}

/// A label, the same label in two languages ("Age / 年齢", "年齢 (Age)"), or age and gender together ("Age/Sex").
fn named(name: &str) -> Option<FactLine> {
    let is_edge =
        |c: char| c.is_whitespace() || is_zero_width(c) || matches!(c, '*' | '_' | '`' | '~') || is_symbol(c);
    let name = name.trim_matches(is_edge);
    if name.is_empty() {
        return None;
    }
    find_fact_line(name).or_else(|| {
        let mut both = name.split(['/', '／', '(', '（', '|', '｜', '・', '·', '&', '＆']);
        let first = find_fact_line(both.next()?)?;
        let second = find_fact_line(both.next()?.trim_end_matches([')', '）', ' ']))?;
        let is_person =
            matches!((first, second), (FactLine::Age, FactLine::Gender) | (FactLine::Gender, FactLine::Age));
        (both.next().is_none() && (first == second || is_person)).then_some(if is_person {
            FactLine::Age
        } else {
            first
        })
    })
}

/// Takes bullets, numbering, emphasis and emoji off the front. A quotation mark stays: `> Age: 29` is not the author's.
fn undecorated(text: &str) -> &str {
    let is_mark = |c: char| {
        c.is_whitespace()
            || is_zero_width(c)
            || matches!(
                c,
                '-' | '–'
                    | '—'
                    | '〜'
                    | '~'
                    | '*'
                    | '•'
                    | '・'
                    | '·'
                    | '●'
                    | '○'
                    | '◦'
                    | '‣'
                    | '_'
                    | '`'
                    | '※'
                    | '+'
                    | '='
            )
            || is_symbol(c)
    };
    let mut rest = text.trim_start_matches(is_mark);
    // "## Age: 29" is a heading of Markdown, "#Age" a hashtag.
    let heading = rest.trim_start_matches('#');
    if heading.len() != rest.len() && heading.starts_with(char::is_whitespace) {
        rest = heading.trim_start_matches(is_mark);
    }
    let digits = rest.trim_start_matches(|c: char| c.is_ascii_digit());
    if (1..=2).contains(&(rest.len() - digits.len()))
        && let Some(after) = digits.strip_prefix(['.', ')', '）', '、', '．', '\u{20e3}', '\u{fe0f}'])
    {
        rest = after.trim_start_matches(|c: char| is_mark(c) || c == '\u{20e3}');
    }
    rest
}

/// Symbols and emoji that people put before a line.
fn is_symbol(c: char) -> bool {
    matches!(c, '\u{2190}'..='\u{21ff}' | '\u{2300}'..='\u{27bf}' | '\u{2900}'..='\u{297f}' | '\u{2b00}'..='\u{2bff}'
        | '\u{1f000}'..='\u{1faff}' | '\u{e0020}'..='\u{e007f}')
}

fn is_colon(c: char) -> bool {
    matches!(c, ':' | '：' | '﹕' | '︰' | '꞉' | '∶')
}

fn is_closing_bracket(c: char) -> bool {
    matches!(c, '】' | ']' | '］' | '〕' | '〗' | '》' | '〉' | '≫' | '＞')
}

fn is_open_bracket(c: char) -> bool {
    closing(c).is_some()
}

fn closing(open: char) -> Option<char> {
    Some(match open {
        '【' => '】',
        '[' => ']',
        '［' => '］',
        '〔' => '〕',
        '〖' => '〗',
        '《' => '》',
        '〈' => '〉',
        '≪' => '≫',
        '＜' => '＞',
        _ => return None,
    })
}

/// Takes spaces, invisible characters and emphasis off a value.
fn clean(value: &str) -> &str {
    value.trim_matches(|c: char| c.is_whitespace() || is_zero_width(c) || matches!(c, '*' | '_' | '`'))
}
