//! Lists below their label: `Symptoms:` on a line of its own, and one entry in each line under it.

use super::fact_line::{self, OpenList, Part, Statement};
use super::items::Items;
use crate::domain::vocabulary::Lang;

/// One line, with the parts that it has as a label or an entry of a list.
pub(super) type Listed<'a> = (usize, Part<'a>);

/// The lists of a section. The label's line states what all entries say; each of theirs goes where that goes.
pub(super) fn lists<'a>(lines: &[&'a str], lang: Option<Lang>) -> Vec<Listed<'a>> {
    let mut found = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        let Some(list) = OpenList::begun_by(line) else { continue };
        let below = lines.get(at + 1..).unwrap_or_default();
        // Markdown wants a gap above a list.
        let gap = usize::from(matches!(below, [gap, first, ..] if gap.trim().is_empty() && is_entry(first)));
        let rows = below.get(gap..).unwrap_or_default();
        let is_marked = rows.first().is_some_and(|row| is_entry(row));
        let belongs = |row: &&&str| {
            !row.trim().is_empty() && is_entry(row) == is_marked && fact_line::parts(row, lang).is_empty()
        };
        let rows: Vec<&&str> = rows.iter().take_while(belongs).collect();
        let items: Option<Vec<Items>> = rows.iter().map(|row| list.read(row, lang)).collect();
        let Some(items) = items else { continue };
        // Without marks it may be prose: then each line has to be a known term.
        let is_list =
            is_marked || items.iter().all(|row| row.items.iter().all(|item| !item.terms.is_empty()));
        let is_certain = items.iter().any(|row| row.is_certain);
        if !is_list || !is_certain {
            continue;
        }
        let items = Items { items: items.into_iter().flat_map(|row| row.items).collect(), is_certain };
        found.push((at, Part { raw: line.trim(), statement: Some(list.statement(items)) }));
        let first = at + 1 + gap;
        found.extend(rows.into_iter().enumerate().map(|(place, row)| {
            (first + place, Part { raw: row.trim(), statement: Some(Statement::AsBefore) })
        }));
    }
    found
}

/// Whether a line begins with a bullet or a number.
fn is_entry(line: &str) -> bool {
    let line = line.trim_start();
    !line.is_empty() && fact_line::entry(line).len() < line.trim_end().len()
}
