//! What the server has logged: read by people whom the author never met, so it holds nothing of anybody.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead as _, BufReader};
use std::path::Path;

use anyhow::Context as _;

use super::super::Finding;
use super::database::Words;
use super::{Breaches, traces};
use crate::base::error::Result;

/// Looks through one file, line by line.
pub fn check(path: &Path, words: &Words) -> Result<Vec<Finding>> {
    let file = File::open(path).with_context(|| format!("reading {}", path.display()))?;
    let mut traced: BTreeMap<&'static str, Breaches> = BTreeMap::new();
    let (mut told, mut named) = (Breaches::default(), Breaches::default());
    for (at, line) in BufReader::new(file).split(b'\n').enumerate() {
        let line = line.with_context(|| format!("reading {}", path.display()))?;
        let line = String::from_utf8_lossy(&line);
        let place = format!("line {}", at.saturating_add(1));
        for trace in traces::find(&line) {
            traced.entry(trace.name()).or_default().add(place.clone());
        }
        if words.tells(&line) {
            told.add(place.clone());
        }
        if words.names(&line) {
            named.add(place);
        }
    }
    let shown = path.display();
    let mut findings: Vec<Finding> = traced
        .into_iter()
        .map(|(trace, breaches)| breaches.finding("", &format!("{shown} holds {trace}")))
        .collect();
    if findings.is_empty() {
        findings
            .push(Finding::Fine(format!("{shown} holds no address, user agent, e-mail address or token")));
    }
    findings.push(told.finding(
        &format!("{shown} holds no text that was told here"),
        &format!("{shown} holds words of a story"),
    ));
    findings.push(named.finding(&format!("{shown} names no member"), &format!("{shown} names members")));
    Ok(findings)
}
