//! The documents: every link inside the project leads somewhere.
#![cfg(test)]

use std::fs;
use std::path::{Path, PathBuf};

/// Markdown files of the project: at its top, in `docs/` and below.
fn documents() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folders = [root.to_owned(), root.join("docs"), root.join("docs/decisions")];
    let files =
        folders.iter().flat_map(|folder| fs::read_dir(folder).unwrap()).map(|entry| entry.unwrap().path());
    files.filter(|path| path.extension().is_some_and(|extension| extension == "md")).collect()
}

/// Targets of `[words](target)` outside of code, without what stands behind `#`.
fn links(text: &str) -> Vec<String> {
    let prose: String = text.split("```").step_by(2).collect();
    let targets = prose.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    targets.map(|target| target.split('#').next().unwrap_or_default().to_owned()).collect()
}

#[test]
fn every_link_inside_the_project_leads_somewhere() {
    let documents = documents();
    assert!(documents.len() > 8, "found only {} documents", documents.len());
    let mut broken = Vec::new();
    for document in documents {
        let folder = document.parent().unwrap();
        for target in links(&fs::read_to_string(&document).unwrap()) {
            if !target.is_empty() && !target.contains("://") && !folder.join(&target).exists() {
                broken.push(format!("{} -> {target}", document.display()));
            }
        }
    }
    assert!(broken.is_empty(), "links that lead nowhere:\n  {}", broken.join("\n  "));
}

#[test]
fn links_are_found_and_code_is_left_alone() {
    let text = "See [a](a.md#part) and [b](https://b.example/).\n```sh\nx[1](no.md)\n```\n[c](../c.md)";
    assert_eq!(links(text), ["a.md", "https://b.example/", "../c.md"]);
}
