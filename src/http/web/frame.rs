//! The frame of every page: whose site it is, who reads, in which language, and what was wrong with the last form.

use std::sync::Arc;

use chrono::NaiveDate;

use super::assets;
use crate::base::error::Problem;
use crate::base::i18n::{self, Language, Saying, Words};

/// What every page needs to know. A page struct holds it as `page`, so that templates read `page.say("…")`.
#[derive(Debug, Clone, Default)]
pub struct Frame {
    /// The words of the reader's language.
    pub words: Words,
    /// The reader's language.
    pub language: Language,
    /// Whether the reader chose the language by the address; then every link keeps the choice.
    pub chosen: bool,
    /// The country whose helplines the reader wants, as ISO 3166-1 code, by the address; then every link keeps the choice.
    pub help: Option<String>,
    /// Path and query of this page without the language, e.g. `/?medication=isotretinoin`.
    pub address: String,
    /// Whose site this is.
    pub community: Arc<Community>,
    /// The member who is signed in, if any.
    pub reader: Option<Reader>,
    /// The token that every form of this page sends back.
    pub csrf: String,
    /// What was wrong with the form that led here; the summary on top and the fields show it.
    pub problems: Vec<Problem>,
}

/// What the operator says about the community.
#[derive(Debug, Clone, Default)]
pub struct Community {
    /// Its name, as the operator wrote it.
    pub name: String,
    /// What it is, in about two sentences; the catalogue's words where the operator gave none.
    pub description: Option<String>,
    /// The question that invites to tell; the catalogue's words where the operator gave none.
    pub invitation: Option<String>,
    /// Its host name, with port if any.
    pub host: String,
    /// The address of the feed of all stories, e.g. `@stories@example.org`.
    pub feed: String,
    /// Where the style of its own colour is, if it chose one.
    pub accent: Option<String>,
    /// The neutral page to which "Leave this page" leads.
    pub exit_url: String,
    /// Where the program's source code is offered (AGPL section 13); none: the page about us says whom to ask.
    pub source_url: Option<String>,
    /// Who runs it.
    pub operator: Option<String>,
    /// How to reach the operator: an address of any kind, as written.
    pub contact: Option<String>,
}

/// The member who is signed in.
#[derive(Debug, Clone, Default)]
pub struct Reader {
    /// Their handle without `@`.
    pub handle: String,
    /// The path of their own page, e.g. `/@quiet_river_27`.
    pub address: String,
    /// Whether they may work at the desk.
    pub reviews: bool,
    /// Whether they sign in with this handle, and not with another of theirs.
    pub signs_in: bool,
}

/// One entry of the language choice.
#[derive(Debug, Clone)]
pub struct LanguageLink {
    /// The BCP 47 code.
    pub code: &'static str,
    /// The language's name in itself.
    pub name: &'static str,
    /// This page in that language.
    pub address: String,
    /// Whether the page is in that language now.
    pub current: bool,
}

/// A word that leads somewhere.
#[derive(Debug, Clone, Default)]
pub struct Link {
    /// The words.
    pub label: String,
    /// The path or address.
    pub address: String,
}

impl Frame {
    /// A frame in `language` for the page at `address`, with nobody signed in.
    pub fn new(community: Arc<Community>, language: Language, address: impl Into<String>) -> Self {
        Self { words: Words::new(language), language, community, address: address.into(), ..Self::default() }
    }

    /// The words for a key, in the reader's language.
    pub fn say(&self, key: &'static str) -> Saying {
        self.words.say(key)
    }

    /// A path of this site that keeps what the reader chose: the language, and the country of helplines.
    pub fn link(&self, path: &str) -> String {
        let path = if self.chosen { with(path, "lang", self.language.code()) } else { path.to_owned() };
        match &self.help {
            Some(country) if !has(&path, "help") => with(&path, "help", country),
            Some(_) | None => path,
        }
    }

    /// A path below another one, e.g. `edit` below a story; keeps the choice of language.
    pub fn below(&self, path: &str, name: &str) -> String {
        self.link(&format!("{path}/{name}"))
    }

    /// The address of a file of ours, with its fingerprint, e.g. `/assets/style-1f3a….css`.
    pub fn asset(&self, name: &str) -> String {
        assets::address(name)
    }

    /// This page in each language.
    pub fn languages(&self) -> Vec<LanguageLink> {
        let entry = |language: Language| LanguageLink {
            code: language.code(),
            name: language.name(),
            address: with(&self.address, "lang", language.code()),
            current: language == self.language,
        };
        Language::ALL.into_iter().map(entry).collect()
    }

    /// Whether this page is the one at `path`, whatever its query.
    pub fn is_at(&self, path: &str) -> bool {
        self.address.split('?').next() == Some(path)
    }

    /// A month in words.
    pub fn month(&self, date: &NaiveDate) -> String {
        i18n::month(self.language, *date)
    }

    /// A day in words.
    pub fn day(&self, date: &NaiveDate) -> String {
        i18n::day(self.language, *date)
    }

    /// A language's name in the reader's language.
    pub fn language_name(&self, tag: &str) -> String {
        i18n::language_name(self.language, tag)
    }

    /// The sentence for the first problem of a field, if it has one.
    pub fn problem_with(&self, field: &str) -> Option<String> {
        self.problems.iter().find(|problem| problem.field == field).map(|found| self.words.problem(found))
    }
}

/// A path with one more answer in its query.
fn with(path: &str, name: &str, value: &str) -> String {
    let (before, fragment) = path.split_once('#').map_or((path, None), |(left, right)| (left, Some(right)));
    let joint = if before.contains('?') { '&' } else { '?' };
    let end = fragment.map(|name| format!("#{name}")).unwrap_or_default();
    format!("{before}{joint}{name}={value}{end}")
}

fn has(path: &str, name: &str) -> bool {
    let query = path.split_once('?').map_or("", |(_, query)| query);
    query.split('&').any(|pair| pair.split('=').next() == Some(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chosen_language_stays_on_every_link_and_an_unchosen_one_on_none() {
        let mut page = Frame::new(Arc::default(), Language::Ja, "/?symptom=x");
        assert_eq!(page.link("/about"), "/about");
        page.chosen = true;
        assert_eq!(page.link("/about"), "/about?lang=ja");
        assert_eq!(page.link("/?a=b#c"), "/?a=b&lang=ja#c");
        let english = page.languages().remove(0);
        assert_eq!((english.address.as_str(), english.current), ("/?symptom=x&lang=en", false));
        assert!(page.is_at("/"));
    }
}
