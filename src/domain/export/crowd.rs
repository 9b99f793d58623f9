//! Crowds: how many people state the same, counted no further than it matters.

use std::collections::HashMap;

/// How many different people state what. A person with many stories is no crowd.
#[derive(Debug)]
pub(super) struct Crowds {
    enough: usize,
    people: HashMap<String, Vec<i64>>,
}

impl Crowds {
    /// Nobody yet; from `enough` people on nobody is alone.
    pub(super) fn new(enough: usize) -> Self {
        Self { enough, people: HashMap::new() }
    }

    /// A person states this.
    pub(super) fn add(&mut self, person: i64, what: String) {
        let people = self.people.entry(what).or_default();
        if people.len() < self.enough && !people.contains(&person) {
            people.push(person);
        }
    }

    /// Whether enough people state it.
    pub(super) fn is_enough(&self, what: &str) -> bool {
        self.people.get(what).map_or(0, Vec::len) >= self.enough
    }
}
