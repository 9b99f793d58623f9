//! Who takes reports of side effects from patients, by country: where the form is, and what it asks about first.
//!
//! `authorities.tsv` has what could be checked without the network, against stored copies of these pages. The European
//! agency takes no reports itself: its page leads to the authority of each country.

use std::sync::LazyLock;

/// An authority that takes reports from patients, or leads to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Authority {
    /// ISO 3166-1 alpha-2.
    countries: Vec<&'static str>,
    /// Its own name.
    pub name: &'static str,
    /// Its page.
    pub address: &'static str,
    /// Whether its form asks about what happened before it asks about the person.
    pub is_problem_first: bool,
}

static AUTHORITIES: LazyLock<Vec<Authority>> =
    LazyLock::new(|| include_str!("authorities.tsv").lines().filter_map(authority).collect());

fn authority(line: &'static str) -> Option<Authority> {
    let mut columns = line.split('\t');
    Some(Authority {
        countries: columns.next()?.split(' ').collect(),
        name: columns.next()?,
        address: columns.next()?,
        is_problem_first: columns.next()? == "problem",
    })
}

/// The authority of a country.
pub fn find(country: &str) -> Option<&'static Authority> {
    AUTHORITIES.iter().find(|authority| authority.countries.contains(&country))
}

/// The countries whose authorities are known.
pub fn countries() -> impl Iterator<Item = &'static str> {
    AUTHORITIES.iter().flat_map(|authority| &authority.countries).copied()
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;
    use crate::domain::story::countries as known;
    use crate::domain::vocabulary::Lang;

    #[test]
    fn every_line_is_read_and_every_country_stands_once() {
        let lines = include_str!("authorities.tsv").lines().count();
        assert_eq!(AUTHORITIES.len(), lines);
        let all: Vec<&str> = countries().collect();
        assert_eq!(all.iter().collect::<HashSet<_>>().len(), all.len());
        assert!(all.iter().all(|code| known::name(code, Lang::En).is_some()), "{all:?}");
        assert!(AUTHORITIES.iter().all(|authority| authority.address.starts_with("https://")));
        assert!(find("JP").is_some_and(|authority| !authority.is_problem_first));
        assert_eq!(find("XX"), None);
    }
}
