//! What people agreed to, per purpose, with the version of the words they saw and the month.
//!
//! The words stand in the message catalogue (`texts.ftl`); whoever changes their meaning raises the version here.

use serde::{Deserialize, Serialize};

use crate::app::App;
use crate::base::clock;

/// Version of what sign-up asks: 16 or older; public means copied to other countries, beyond this community's control.
pub const SIGN_UP_VERSION: i32 = 1;
/// Version of what the share form asks.
pub const STORY_VERSION: u16 = 1;

/// One purpose that an author can agree to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Scope {
    /// Shown here.
    Publish,
    /// Sent to other servers.
    Federate,
    /// Translated by others, with their name beside it.
    Translate,
    /// Given to researchers, counted and exported.
    Research,
}

impl Scope {
    /// Every purpose, in the order in which the share form asks.
    pub const ALL: [Self; 4] = [Self::Publish, Self::Federate, Self::Translate, Self::Research];

    /// The code that travels, and that the vocabulary's closed list has.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Publish => "publish",
            Self::Federate => "federate",
            Self::Translate => "translate",
            Self::Research => "research",
        }
    }
}

/// Agreement to one purpose, as it is kept and as it travels (`story-format.md` section 4).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Given {
    /// The purpose.
    pub scope: Scope,
    /// Version of the words.
    pub version: u16,
    /// The month, e.g. `2026-11`.
    pub given: String,
}

/// What the author of one story agreed to.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Consent(Vec<Given>);

impl Consent {
    /// Agreement to these purposes, now. Publishing here is what telling a story means, so it is always among them.
    pub fn new(app: &App, scopes: &[Scope]) -> Self {
        let given = clock::month(app.clock.now());
        let agreed = |scope: &Scope| *scope == Scope::Publish || scopes.contains(scope);
        let one = |scope| Given { scope, version: STORY_VERSION, given: given.clone() };
        Self(Scope::ALL.into_iter().filter(agreed).map(one).collect())
    }

    /// The same purposes, now; of those that stood before, month and version stay.
    pub fn changed(&self, app: &App, scopes: &[Scope]) -> Self {
        let mut next = Self::new(app, scopes);
        for given in &mut next.0 {
            if let Some(before) = self.0.iter().find(|before| before.scope == given.scope) {
                given.clone_from(before);
            }
        }
        next
    }

    /// Whether the author agreed to this purpose.
    pub fn allows(&self, scope: Scope) -> bool {
        self.0.iter().any(|given| given.scope == scope)
    }

    /// Each agreement.
    pub fn iter(&self) -> impl Iterator<Item = &Given> {
        self.0.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn consent_travels_as_the_story_format_says() {
        let text = r#"[{"scope":"federate","version":1,"given":"2026-11"}]"#;
        let consent: Consent = serde_json::from_str(text).unwrap();
        assert!(consent.allows(Scope::Federate) && !consent.allows(Scope::Research));
        assert_eq!(serde_json::to_string(&consent).unwrap(), text);
        assert!(Scope::ALL.iter().all(|scope| serde_json::to_value(scope).unwrap() == scope.code()));
    }
}
