//! An export as tables: comma-separated values (RFC 4180), one line for each story, and one for each thing that it states.

use super::record::{Point, Record, Stated};
use crate::domain::vocabulary::{Lang, vocabulary};

/// What each column means.
pub const DICTIONARY: &str = include_str!("dictionary.csv");
/// What whoever gets an export has to know.
pub const READ_ME: &str = include_str!("README.md");

/// First line of the table of stories.
pub const STORIES: &str = "story,told,from,language,teller,country,age_band,gender,duration_of_use,current_status,\
    time_since_stopping,onset,trajectory,warned_beforehand,prescriber_response,would_take_again,terms_left_out,\
    person_left_out\r\n";
/// First line of the table of terms.
pub const TERMS: &str = "story,part,term,role,obtained,degree,onset,outcome,before_use\r\n";
/// First line of the table of timelines.
pub const TIMELINE: &str = "story,anchor,offset,phase,symptom,change\r\n";
/// First line of the table of what terms mean.
pub const VOCABULARY: &str = "term,label_en,label_ja,codes\r\n";

/// The line of a story.
pub fn story(record: &Record) -> String {
    let text = |value: Option<&str>| value.unwrap_or_default().to_owned();
    line([
        record.id.clone(),
        record.told.clone(),
        record.from.to_owned(),
        text(record.language.as_deref()),
        text(record.teller),
        text(record.country.as_deref()),
        text(record.age_band),
        text(record.gender),
        text(record.duration_of_use),
        text(record.current_status),
        text(record.time_since_stopping),
        text(record.onset),
        text(record.trajectory),
        text(record.warned_beforehand),
        text(record.prescriber_response),
        text(record.would_take_again),
        record.terms_left_out.to_string(),
        if record.person_left_out { "yes" } else { "no" }.to_owned(),
    ])
}

/// The lines of what a story states.
pub fn terms(record: &Record) -> String {
    let one = |stated: &Stated| {
        let text = |value: Option<&str>| value.unwrap_or_default().to_owned();
        line([
            record.id.clone(),
            stated.part.code().to_owned(),
            stated.term.to_string(),
            text(stated.role),
            text(stated.obtained),
            text(stated.degree),
            text(stated.onset),
            text(stated.outcome),
            text(stated.before_use),
        ])
    };
    record.terms.iter().map(one).collect()
}

/// The lines of a story's timeline.
pub fn timeline(record: &Record) -> String {
    let one = |point: &Point| {
        let text = |value: Option<&str>| value.unwrap_or_default().to_owned();
        line([
            record.id.clone(),
            text(point.anchor),
            text(point.offset),
            text(point.phase),
            point.symptom.to_string(),
            text(point.change),
        ])
    };
    record.timeline.iter().map(one).collect()
}

/// What each term of the vocabulary means, here and in other lists.
pub fn all_terms() -> String {
    let lines = vocabulary().terms().iter().map(|term| {
        let codes: Vec<String> =
            term.codes().iter().map(|code| format!("{}|{}", code.system, code.value)).collect();
        let label = |lang: Lang| term.label(lang).to_owned();
        line([term.id().to_string(), label(Lang::En), label(Lang::Ja), codes.join(" ")])
    });
    lines.collect()
}

fn line<const COUNT: usize>(cells: [String; COUNT]) -> String {
    cells.map(|cell| quoted(&cell)).join(",") + "\r\n"
}

fn quoted(cell: &str) -> String {
    if cell.contains(['"', ',', '\r', '\n']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn the_dictionary_explains_every_column_and_no_other() {
        let files =
            [("stories", STORIES), ("terms", TERMS), ("timeline", TIMELINE), ("vocabulary", VOCABULARY)];
        let columns: BTreeSet<String> = files
            .into_iter()
            .flat_map(|(file, head)| {
                head.trim_end().split(',').map(move |column| format!("{file}.csv,{column}"))
            })
            .collect();
        let two = |line: &str| line.splitn(3, ',').take(2).collect::<Vec<_>>().join(",");
        let explained: BTreeSet<String> = DICTIONARY.lines().skip(1).map(two).collect();
        assert_eq!(explained, columns);
    }

    #[test]
    fn a_cell_with_a_comma_or_a_quote_stays_one_cell() {
        let cells = ["a,b".to_owned(), "say \"no\"".to_owned(), "sym/0001".to_owned()];
        assert_eq!(line(cells), "\"a,b\",\"say \"\"no\"\"\",sym/0001\r\n");
    }
}
