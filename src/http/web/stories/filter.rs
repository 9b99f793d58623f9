//! What a reader asks of the list of stories, as the address says it: names become terms, codes are checked, and
//! every link of the list keeps the rest.

use http::Uri;
use serde::Deserialize;

use super::Filter;
use super::facts::lang_of;
use crate::base::i18n::{self, Language, Words};
use crate::domain::story::codes::CurrentStatus;
use crate::domain::timeline::{Page, StoryFilter};
use crate::domain::vocabulary::{Context, List, Lookup, PREFER_NOT_TO_SAY, Term, TermId, vocabulary};
use crate::http::params;
use crate::http::web::form::Choice;
use crate::http::web::frame::Link;

/// What `from` says for this community only.
const HERE: &str = "here";

/// The question of an address.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Asked {
    medication: String,
    symptom: String,
    language: String,
    status: String,
    from: String,
    /// Only what is older than this place.
    pub max: Option<i64>,
    /// Only what is newer than this place.
    pub min: Option<i64>,
}

impl Asked {
    /// Reads an address. What is no question of ours is none.
    pub fn read(uri: &Uri) -> Self {
        let mut asked: Self = params::from_query(uri).unwrap_or_default();
        if !i18n::languages(Language::En).iter().any(|(code, _)| *code == asked.language) {
            asked.language.clear();
        }
        if CurrentStatus::from_code(&asked.status).is_none() {
            asked.status.clear();
        }
        asked
    }

    /// Only the place in a list, for lists without filters.
    pub fn place(uri: &Uri) -> Self {
        let Self { max, min, .. } = Self::read(uri);
        Self { max, min, ..Self::default() }
    }

    /// The part of the list that is wanted.
    pub fn page(&self) -> Page {
        Page { max: self.max, min: self.min, ..Page::default() }
    }

    /// The same question from the newest story on.
    pub fn begun_anew(&self) -> Self {
        Self { max: None, min: None, ..self.clone() }
    }

    /// Which stories are wanted; `None` where a name means nothing that the vocabulary knows, so that no story has it.
    pub fn wanted(&self, language: Language) -> Option<StoryFilter> {
        Some(StoryFilter {
            medication: terms(&self.medication, Context::Medication, language)?,
            symptom: terms(&self.symptom, Context::Symptom, language)?,
            language: Some(self.language.clone()).filter(|code| !code.is_empty()),
            status: CurrentStatus::from_code(&self.status),
            this_community: self.from == HERE,
        })
    }

    /// The address of the list with this question, without one of its filters, from a cursor on.
    pub fn address(&self, path: &str, without: &str, cursor: Option<(&str, i64)>) -> String {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        let kept = self.filters().into_iter().filter(|(name, value)| !value.is_empty() && *name != without);
        query.extend_pairs(kept);
        if let Some((name, place)) = cursor {
            query.append_pair(name, &place.to_string());
        }
        let query = query.finish();
        if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
    }

    /// The filter as the page shows it.
    pub fn view(&self, path: &str, language: Language) -> Filter {
        let words = |name: &str, value: &str| match name {
            "language" => i18n::language_name(language, value),
            "status" => List::CurrentStatus.label(value, lang_of(language)).unwrap_or(value).to_owned(),
            "from" => Words::new(language).say("stories-from-here").to_string(),
            _ => shown(value, language),
        };
        let chosen = self.filters().into_iter().filter(|(_, value)| !value.is_empty());
        let active = chosen
            .map(|(name, value)| Link { label: words(name, value), address: self.address(path, name, None) });
        let codes = List::CurrentStatus.codes().filter(|code| *code != PREFER_NOT_TO_SAY);
        let label = |code| List::CurrentStatus.label(code, lang_of(language)).unwrap_or(code);
        Filter {
            medication: shown(&self.medication, language),
            symptom: shown(&self.symptom, language),
            language: self.language.clone(),
            status: self.status.clone(),
            from: self.from.clone(),
            languages: i18n::languages(language)
                .into_iter()
                .map(|(code, name)| Choice::new(code, name))
                .collect(),
            statuses: codes.map(|code| Choice::new(code, label(code))).collect(),
            active: active.collect(),
            suggested: Vec::new(),
        }
    }

    fn filters(&self) -> [(&'static str, &str); 5] {
        let from = if self.from == HERE { HERE } else { "" };
        [
            ("medication", self.medication.trim()),
            ("symptom", self.symptom.trim()),
            ("language", &self.language),
            ("status", &self.status),
            ("from", from),
        ]
    }
}

/// A name as typed; the name in the reader's language where the address has a term's number.
fn shown(typed: &str, language: Language) -> String {
    let typed = typed.trim();
    let term = typed.parse::<TermId>().ok().and_then(|id| vocabulary().term(id));
    term.map_or(typed, |term| term.label(lang_of(language))).to_owned()
}

/// The terms that a name means with all that are narrower; none for an empty field. `None` where it means nothing.
fn terms(typed: &str, context: Context, language: Language) -> Option<Vec<String>> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Some(Vec::new());
    }
    let meant = match typed.parse::<TermId>() {
        Ok(id) => vec![id],
        Err(_) => match vocabulary().resolve(typed, context, Some(lang_of(language))) {
            Lookup::Unknown => return None,
            Lookup::One(id) => vec![id],
            // A reader who looks for one of several things would rather find all of them.
            Lookup::Both(ids) | Lookup::Ambiguous(ids) => ids,
        },
    };
    let is_meant = |id: &TermId| meant.iter().any(|wide| vocabulary().is_within(*id, *wide));
    let narrower = vocabulary().terms().iter().map(Term::id).filter(|id| !meant.contains(id));
    let narrower: Vec<TermId> = narrower.filter(is_meant).collect();
    Some(meant.iter().chain(&narrower).map(ToString::to_string).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(uri: &str) -> Asked {
        Asked::read(&uri.parse().unwrap())
    }

    #[test]
    fn a_medication_is_found_by_any_of_its_names_and_by_its_number() {
        for uri in [
            "/?medication=Accutane",
            "/?medication=%E3%82%A4%E3%82%BD%E3%83%88%E3%83%AC%E3%83%81%E3%83%8E%E3%82%A4%E3%83%B3",
            "/?medication=med/0001",
        ] {
            assert_eq!(asked(uri).wanted(Language::En).unwrap().medication, ["med/0001"], "{uri}");
        }
        assert_eq!(asked("/?medication=zzzz").wanted(Language::En), None);
        assert_eq!(asked("/").wanted(Language::En), Some(StoryFilter::default()));
    }

    #[test]
    fn every_link_of_the_list_keeps_the_other_filters() {
        let asked = asked("/?medication=med/0001&language=ja&status=stopped&from=here&max=7&lang=en");
        let filter = asked.view("/", Language::Ja);
        assert_eq!(filter.medication, "イソトレチノイン");
        assert_eq!(filter.active.len(), 4);
        assert_eq!(filter.active[1].address, "/?medication=med%2F0001&status=stopped&from=here");
        assert_eq!(
            asked.address("/", "", Some(("max", 3))),
            "/?medication=med%2F0001&language=ja&status=stopped&from=here&max=3"
        );
        assert_eq!(Asked::default().address("/tags/a", "", None), "/tags/a");
    }

    #[test]
    fn codes_that_do_not_exist_ask_for_nothing() {
        assert_eq!(
            asked("/?status=x&language=xx%25&from=there&max=x").wanted(Language::En),
            Some(StoryFilter::default())
        );
    }
}
