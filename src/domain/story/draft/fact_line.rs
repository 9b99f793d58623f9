//! Fact lines: `label: value`, several of them joined on one line. A line that is not understood stays prose.

use super::items::{self, Items};
use super::quantity;
use crate::domain::story::codes::{
    AgeBand, CurrentStatus, DurationOfUse, Gender, MedicationRole, MedicationSource, Onset,
    PrescriberResponse, TimeSinceStopping, Trajectory, Warned, WouldTakeAgain,
};
use crate::domain::story::countries;
use crate::domain::story::marks::is_zero_width;
use crate::domain::vocabulary::{
    Context, FactLine, Lang, List, PREFER_NOT_TO_SAY, Term, TermId, find_fact_line, vocabulary,
};

/// A longer line is no row of facts.
const MAX_LINE_CHARS: usize = 4_000;

/// No label is longer, with its decoration.
const MAX_LABEL_BYTES: usize = 200;

/// The author's words for a dose.
const MAX_DOSE_CHARS: usize = 60;

/// What one `label: value` states.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Statement {
    /// The author prefers not to say: the line goes, and nothing is stored.
    Withheld,
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
    if line.len() > MAX_LINE_CHARS * 4 || label(line).is_none() {
        return Vec::new();
    }
    let mut cuts = vec![0];
    let mut ends = Vec::new();
    for (at, c) in line.char_indices().skip(1) {
        let rest = line.get(at..).unwrap_or_default();
        let next = rest.get(c.len_utf8()..).unwrap_or_default();
        if joins(c, next) && label(next).is_some() {
            ends.push(at);
            cuts.push(at + c.len_utf8());
        } else if is_open_bracket(c) && cuts.last() != Some(&at) && bracketed_label(rest).is_some() {
            // 【年齢】29歳【性別】男性, unless the joiner before it cut here already.
            let joined =
                line.get(cuts.last().copied().unwrap_or(0)..at).is_some_and(|gap| gap.trim().is_empty());
            if !joined {
                ends.push(at);
                cuts.push(at);
            }
        }
    }
    ends.push(line.len());
    let ranges = cuts.into_iter().zip(ends);
    ranges.filter_map(|(start, end)| part(line.get(start..end)?, lang)).collect()
}

fn part(raw: &str, lang: Option<Lang>) -> Option<Part<'_>> {
    let (line, value) = label(raw)?;
    Some(Part { raw: raw.trim(), statement: statement(line, value, lang) })
}

/// Whether a character joins two facts where a label follows. Commas and wide spaces do too: people write them.
fn joins(c: char, next: &str) -> bool {
    match c {
        '·' | '・' | '•' | '|' | '｜' | '/' | '／' | ';' | '；' | ',' | '、' | '，' | '\t' | '\u{3000}' => {
            true
        }
        ' ' => next.starts_with(' '),
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

/// A label, or the same label in two languages: "Age / 年齢", "年齢 (Age)".
fn named(name: &str) -> Option<FactLine> {
    let is_edge =
        |c: char| c.is_whitespace() || is_zero_width(c) || matches!(c, '*' | '_' | '`' | '~') || is_symbol(c);
    let name = name.trim_matches(is_edge);
    if name.is_empty() {
        return None;
    }
    find_fact_line(name).or_else(|| {
        let mut both = name.split(['/', '／', '(', '（', '|', '｜']);
        let first = find_fact_line(both.next()?)?;
        let second = find_fact_line(both.next()?.trim_end_matches([')', '）', ' ']))?;
        (both.next().is_none() && first == second).then_some(first)
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

/// What a value states under its label; none where it is no value of that fact.
fn statement(line: FactLine, value: &str, lang: Option<Lang>) -> Option<Statement> {
    let list = |context| items::read(value, context, lang);
    match line {
        FactLine::Symptoms => list(Context::Symptom).map(Statement::Symptoms),
        FactLine::Medication => {
            list(Context::Medication).map(|items| Statement::Medications(MedicationRole::Suspected, items))
        }
        FactLine::OtherMedications => {
            list(Context::Medication).map(|items| Statement::Medications(MedicationRole::Other, items))
        }
        FactLine::Benefits => list(Context::Benefit).map(Statement::Benefits),
        FactLine::Purpose => list(Context::Condition).map(Statement::Purposes),
        FactLine::Condition => list(Context::Condition).and_then(after_effects).map(Statement::Conditions),
        FactLine::Dose => dose(value),
        FactLine::Country => country(value, lang),
        FactLine::Age
        | FactLine::DurationOfUse
        | FactLine::CurrentStatus
        | FactLine::Source
        | FactLine::TimeSinceStopping
        | FactLine::Onset
        | FactLine::Outcome
        | FactLine::Warned
        | FactLine::PrescriberResponse
        | FactLine::WouldTakeAgain
        | FactLine::Gender
        | FactLine::Severity => {
            let ended = value.trim_end_matches(['。', '．', '.']).trim_end();
            closed(line, value, lang).or_else(|| closed(line, ended, lang))
        }
        // Stories have no such fact of their own: the line is for the reader.
        FactLine::BeforeUse | FactLine::Language | FactLine::Message => None,
    }
}

/// A value of a closed list: its label, a variant, its code, or an exact value that falls into a band.
fn closed(line: FactLine, value: &str, lang: Option<Lang>) -> Option<Statement> {
    let list = if line == FactLine::Outcome { List::Trajectory } else { line.list()? };
    let code = list.find(value, lang);
    if code == Some(PREFER_NOT_TO_SAY) {
        return Some(Statement::Withheld);
    }
    match line {
        FactLine::Age => {
            code.and_then(AgeBand::from_code).or_else(|| quantity::age_band(value)).map(Statement::AgeBand)
        }
        FactLine::DurationOfUse => code
            .and_then(DurationOfUse::from_code)
            .or_else(|| quantity::duration_of_use(value))
            .map(Statement::DurationOfUse),
        FactLine::TimeSinceStopping => code
            .and_then(TimeSinceStopping::from_code)
            .or_else(|| quantity::time_since_stopping(value))
            .map(Statement::TimeSinceStopping),
        FactLine::Onset => {
            code.and_then(Onset::from_code).or_else(|| quantity::onset(value)).map(Statement::Onset)
        }
        FactLine::CurrentStatus => code.and_then(CurrentStatus::from_code).map(Statement::CurrentStatus),
        FactLine::Source => code.and_then(MedicationSource::from_code).map(Statement::Source),
        FactLine::Outcome => code.and_then(Trajectory::from_code).map(Statement::Trajectory),
        FactLine::Warned => code.and_then(Warned::from_code).map(Statement::Warned),
        FactLine::PrescriberResponse => {
            code.and_then(PrescriberResponse::from_code).map(Statement::PrescriberResponse)
        }
        FactLine::WouldTakeAgain => code.and_then(WouldTakeAgain::from_code).map(Statement::WouldTakeAgain),
        FactLine::Gender => code.and_then(Gender::from_code).map(Statement::Gender),
        FactLine::Severity => code.and_then(|code| code.parse().ok()).map(Statement::Severity),
        FactLine::Symptoms
        | FactLine::Medication
        | FactLine::OtherMedications
        | FactLine::Purpose
        | FactLine::Dose
        | FactLine::BeforeUse
        | FactLine::Benefits
        | FactLine::Condition
        | FactLine::Country
        | FactLine::Language
        | FactLine::Message => None,
    }
}

/// A condition of a story is an after-effect or own words. A known indication says what a medication was for, which
/// a line about conditions leaves open: nothing is taken.
fn after_effects(items: Items) -> Option<Items> {
    let is_after_effect = |id: &TermId| vocabulary().term(*id).is_some_and(Term::is_after_effect);
    let is_other = |id: &TermId| !is_after_effect(id);
    if items.items.iter().any(|item| item.terms.iter().any(is_other)) {
        return None;
    }
    Some(items)
}

fn dose(value: &str) -> Option<Statement> {
    let is_short = value.chars().count() <= MAX_DOSE_CHARS && !value.contains(['。', '!', '?', '！', '？']);
    (is_short && items::is_dose(value)).then(|| Statement::Dose(value.to_owned()))
}

fn country(value: &str, lang: Option<Lang>) -> Option<Statement> {
    if List::Gender.find(value, lang) == Some(PREFER_NOT_TO_SAY) {
        return Some(Statement::Withheld);
    }
    let ended = value.trim_end_matches(['。', '．', '.']).trim_end();
    countries::find(value, lang).or_else(|| countries::find(ended, lang)).map(Statement::Country)
}
