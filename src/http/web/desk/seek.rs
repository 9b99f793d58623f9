//! Narrowing down a list at the desk: what its form holds, and the address of its older part.

use crate::domain::relation::Slice;
use crate::http::web::form::Choice;

/// The form over a list: something typed, and something chosen from a closed list.
#[derive(Debug, Clone, Default)]
pub struct Seek {
    /// The path of the page.
    pub path: &'static str,
    /// What is typed.
    pub part: String,
    /// The words over it.
    pub part_label: String,
    /// What the closed list is called in the address.
    pub name: &'static str,
    /// The words over it.
    pub label: String,
    /// Its entries.
    pub choices: Vec<Choice>,
    /// Which of them is chosen.
    pub chosen: String,
}

impl Seek {
    /// The path of the page with what comes after this part of the list, if anything does.
    pub fn older<T>(&self, slice: &Slice<T>) -> Option<String> {
        let before = slice.oldest.filter(|_| slice.more)?.to_string();
        Some(address(self.path, &[(self.name, &self.chosen), ("q", &self.part), ("before", &before)]))
    }
}

/// A path of ours with a query.
pub fn address(path: &str, pairs: &[(&str, &str)]) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    format!("{path}?{}", query.extend_pairs(pairs).finish())
}
