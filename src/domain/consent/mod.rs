//! What people agreed to, and what they said no to, per purpose, with the version of the words they saw and the week.
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
    /// Translated by others, with their name beside it, or by a machine.
    Translate,
    /// Given to researchers, counted and exported.
    Research,
    /// Put into a report to a medicines authority, which the author sends themselves or not.
    Report,
}

impl Scope {
    /// Every purpose, in the order in which the share form asks.
    pub const ALL: [Self; 5] = [Self::Publish, Self::Federate, Self::Translate, Self::Research, Self::Report];

    /// The code in forms and in what is kept; of those that travel, also on the wire.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Publish => "publish",
            Self::Federate => "federate",
            Self::Translate => "translate",
            Self::Research => "research",
            Self::Report => "report",
        }
    }

    /// Whether other servers are told of it, so that they can obey. A report is made here and nowhere else.
    pub const fn travels(self) -> bool {
        match self {
            Self::Publish | Self::Federate | Self::Translate | Self::Research => true,
            Self::Report => false,
        }
    }
}

/// The answer to one question, as it is kept. What is agreed to travels (`docs/story-format.md`), without the week.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Given {
    /// The purpose.
    pub scope: Scope,
    /// Version of the words.
    pub version: u16,
    /// The month, e.g. `2026-11`.
    pub given: String,
    /// The week, e.g. `2026-W48`; empty for answers that are older than this record.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub week: String,
    /// The author was asked, and said no.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub declined: bool,
}

/// What the author of one story agreed to. A purpose that is not in it was never asked about.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Consent(Vec<Given>);

impl Consent {
    /// Agreement to these purposes, now; about the others nobody asked, as through a client. Publishing here is what
    /// telling a story means, so it is always among them.
    pub fn new(app: &App, scopes: &[Scope]) -> Self {
        let mut all = Self::asked(app, scopes);
        all.0.retain(|given| !given.declined);
        all
    }

    /// Answers to the questions about every purpose, now: yes to these, no to the others.
    pub fn asked(app: &App, scopes: &[Scope]) -> Self {
        let now = app.clock.now();
        let answer = |scope: Scope| Given {
            scope,
            version: STORY_VERSION,
            given: clock::month(now),
            week: clock::week(now),
            declined: scope != Scope::Publish && !scopes.contains(&scope),
        };
        Self(Scope::ALL.into_iter().map(answer).collect())
    }

    /// Answers to the same questions, now; where the answer is the same as before, its time and version stay.
    pub fn changed(&self, app: &App, scopes: &[Scope]) -> Self {
        let mut next = Self::asked(app, scopes);
        for given in &mut next.0 {
            let same = |before: &&Given| before.scope == given.scope && before.declined == given.declined;
            if let Some(before) = self.0.iter().find(same) {
                given.clone_from(before);
            }
        }
        next
    }

    /// Whether the author agreed to this purpose.
    pub fn allows(&self, scope: Scope) -> bool {
        self.agreed().any(|given| given.scope == scope)
    }

    /// The purposes that the author agreed to.
    pub fn scopes(&self) -> Vec<Scope> {
        self.agreed().map(|given| given.scope).collect()
    }

    /// What the author said about a purpose; nothing where nobody asked.
    pub fn answer(&self, scope: Scope) -> Option<&Given> {
        self.0.iter().find(|given| given.scope == scope)
    }

    /// Each agreement.
    pub fn agreed(&self) -> impl Iterator<Item = &Given> {
        self.0.iter().filter(|given| !given.declined)
    }

    /// Each purpose that the author said no to.
    pub fn declined(&self) -> impl Iterator<Item = Scope> {
        self.0.iter().filter(|given| given.declined).map(|given| given.scope)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::testing::fresh;

    #[test]
    fn an_answer_from_before_weeks_were_kept_is_read_and_written_as_it_was() {
        let text = r#"[{"scope":"federate","version":1,"given":"2026-11"}]"#;
        let consent: Consent = serde_json::from_str(text).unwrap();
        assert!(consent.allows(Scope::Federate) && !consent.allows(Scope::Research));
        assert_eq!(serde_json::to_string(&consent).unwrap(), text);
        assert!(Scope::ALL.iter().all(|scope| serde_json::to_value(scope).unwrap() == scope.code()));
    }

    #[tokio::test]
    async fn an_answer_that_stays_keeps_its_week_and_one_that_changes_gets_a_new_one() {
        let app = fresh().await;
        let first = Consent::asked(&app, &[Scope::Federate, Scope::Translate]);
        let week = app.week();
        app.pass(8 * 86_400);
        let next = first.changed(&app, &[Scope::Federate]);
        let of = |scope| next.0.iter().find(|given| given.scope == scope).unwrap();
        assert_eq!((of(Scope::Federate).week.as_str(), of(Scope::Federate).declined), (week.as_str(), false));
        assert_eq!((of(Scope::Translate).week.clone(), of(Scope::Translate).declined), (app.week(), true));
        assert_eq!(of(Scope::Research).week, week, "no stays no");
        assert_eq!(next.scopes(), [Scope::Publish, Scope::Federate]);
        let unasked = Consent::new(&app, &[Scope::Federate]);
        assert_eq!((unasked.scopes().len(), unasked.declined().count()), (2, 0));
    }
}
