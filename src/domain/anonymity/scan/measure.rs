//! How much the scan finds: the labelled sentences of `tests/fixtures/identity.txt`, counted by kind.

use std::collections::BTreeMap;

use super::{Finding, FindingKind, Weight, scan};

/// The sentences beside which the rules were made.
const SENTENCES: &str = include_str!("../../../../tests/fixtures/identity.txt");

/// Sentences that were written when the rules stood, and measured once before any rule was changed for them.
const FRESH: &str = include_str!("../../../../tests/fixtures/identity_fresh.txt");

/// A sentence without its marks, and what should be found in it.
struct Labelled {
    language: &'static str,
    text: String,
    expected: Vec<(FindingKind, usize, usize)>,
}

fn sentences(file: &'static str) -> Vec<Labelled> {
    file.lines().filter(|line| !line.starts_with('#') && !line.is_empty()).map(labelled).collect()
}

fn labelled(line: &'static str) -> Labelled {
    let (language, mut rest) = line.split_once('\t').unwrap();
    let (mut text, mut expected) = (String::new(), Vec::new());
    while let Some((before, marked)) = rest.split_once("{{") {
        let (marked, after) = marked.split_once("}}").unwrap();
        let (kind, passage) = marked.split_once('|').unwrap();
        text.push_str(before);
        let start = text.chars().count();
        text.push_str(passage);
        let kind = FindingKind::ALL.into_iter().find(|known| known.code() == kind).unwrap();
        expected.push((kind, start, text.chars().count()));
        rest = after;
    }
    text.push_str(rest);
    Labelled { language, text, expected }
}

/// Found, missed, and found where nothing is.
#[derive(Default, Clone, Copy)]
struct Count {
    hits: usize,
    misses: usize,
    wrong: usize,
}

impl Count {
    fn recall(self) -> f64 {
        share(self.hits, self.hits + self.misses)
    }

    fn precision(self) -> f64 {
        share(self.hits, self.hits + self.wrong)
    }

    fn plus(self, other: Self) -> Self {
        Self {
            hits: self.hits + other.hits,
            misses: self.misses + other.misses,
            wrong: self.wrong + other.wrong,
        }
    }
}

fn share(part: usize, whole: usize) -> f64 {
    let of = |count: usize| f64::from(u32::try_from(count).unwrap());
    if whole == 0 { 1.0 } else { of(part) / of(whole) }
}

/// A finding counts where it has the kind that was marked and shares a character with the mark.
fn meets(finding: &Finding, expected: &(FindingKind, usize, usize)) -> bool {
    let (kind, start, end) = *expected;
    finding.kind == kind && finding.start < end && start < finding.end
}

fn count(sentences: &[Labelled], told: bool) -> BTreeMap<FindingKind, Count> {
    let mut counts: BTreeMap<FindingKind, Count> = BTreeMap::new();
    for sentence in sentences {
        let found = scan(&sentence.text, Some(sentence.language));
        for expected in &sentence.expected {
            let count = counts.entry(expected.0).or_default();
            if found.iter().any(|finding| meets(finding, expected)) {
                count.hits += 1;
            } else {
                count.misses += 1;
                if told {
                    println!("missed {}: {}", expected.0.code(), sentence.text);
                }
            }
        }
        for finding in found.iter().filter(|finding| !sentence.expected.iter().any(|one| meets(finding, one)))
        {
            counts.entry(finding.kind).or_default().wrong += 1;
            if told {
                println!("wrong {} ({}): {}", finding.kind.code(), finding.text, sentence.text);
            }
        }
    }
    counts
}

fn total(counts: &BTreeMap<FindingKind, Count>, weighs: impl Fn(Weight) -> bool) -> Count {
    let chosen = counts.iter().filter(|(kind, _)| weighs(kind.weight()));
    chosen.fold(Count::default(), |sum, (_, count)| sum.plus(*count))
}

#[test]
fn the_scan_finds_what_it_has_to_and_little_else() {
    let all = sentences(SENTENCES);
    let harmless = all.iter().filter(|sentence| sentence.expected.is_empty()).count();
    assert!(
        all.len() >= 300 && harmless * 9 >= all.len() * 4,
        "{} sentences, {harmless} harmless",
        all.len()
    );
    let (mut seen, mut unseen) = (Vec::new(), Vec::new());
    for (number, sentence) in all.into_iter().enumerate() {
        if number % 3 == 2 { unseen.push(sentence) } else { seen.push(sentence) }
    }
    let tells_unseen = std::env::var_os("ANAMNESIS_SCAN_UNSEEN").is_some();
    let (seen, unseen) = (count(&seen, true), count(&unseen, tells_unseen));
    let mut counts = seen.clone();
    for (kind, count) in &unseen {
        let sum = counts.entry(*kind).or_default();
        *sum = sum.plus(*count);
    }
    println!("kind           found missed  wrong");
    for (kind, Count { hits, misses, wrong }) in &counts {
        println!("{:<14} {hits:>5} {misses:>6} {wrong:>6}", kind.code());
    }
    for (name, counts) in [("seen", &seen), ("unseen", &unseen), ("all", &counts)] {
        let contact = total(counts, |weight| weight == Weight::Contact);
        let other = total(counts, |weight| weight != Weight::Contact);
        let precision = total(counts, |_| true).precision();
        println!(
            "{name}: recall {:.3} contact, {:.3} other; precision {precision:.3}",
            contact.recall(),
            other.recall()
        );
    }
    let contact = total(&counts, |weight| weight == Weight::Contact);
    let other = total(&counts, |weight| weight != Weight::Contact);
    assert!(
        contact.recall() >= 0.95 && other.recall() >= 0.85 && total(&counts, |_| true).precision() >= 0.85
    );
}

#[test]
fn sentences_that_the_rules_were_not_made_beside_are_read_as_well() {
    let counts = count(&sentences(FRESH), true);
    let contact = total(&counts, |weight| weight == Weight::Contact);
    let other = total(&counts, |weight| weight != Weight::Contact);
    let precision = total(&counts, |_| true).precision();
    println!(
        "fresh: recall {:.3} contact, {:.3} other; precision {precision:.3}",
        contact.recall(),
        other.recall()
    );
    assert!(contact.recall() >= 0.95 && other.recall() >= 0.85 && precision >= 0.85);
}
