//! The community's rules, as people read them and as reports name them, by number.

use crate::app::App;
use crate::base::i18n::{self, Language};

/// The catalogue's rules, in their order; each has a reason under the same key.
const RULES: [&str; 7] =
    ["rules-own", "rules-hidden", "rules-kind", "rules-method", "rules-advice", "rules-trade", "rules-age"];

/// One rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// What it asks for.
    pub text: String,
    /// Why; empty for the operator's own.
    pub why: String,
}

/// The operator's own rules, else the catalogue's. The first has the number 1.
pub fn list(app: &App, language: Language) -> Vec<Rule> {
    let own = &app.config.community.rules;
    if own.is_empty() {
        let word = |key: &str| i18n::text(language, key, &[]);
        return RULES.iter().map(|key| Rule { text: word(key), why: word(&format!("{key}-why")) }).collect();
    }
    own.iter().map(|rule| Rule { text: rule.clone(), why: String::new() }).collect()
}

/// Whether one of the rules has this number.
pub fn is_rule(app: &App, number: i64) -> bool {
    let own = app.config.community.rules.len();
    let count = if own == 0 { RULES.len() } else { own };
    usize::try_from(number).is_ok_and(|number| (1..=count).contains(&number))
}
