//! The closed lists of the share form, worded by the vocabulary in the reader's language.

use super::Lists;
use super::fields::Published;
use crate::base::i18n::{self, Language};
use crate::domain::auth::ReleaseTime;
use crate::domain::story::facts::Teller;
use crate::domain::vocabulary::{Kind, Lang, List, PREFER_NOT_TO_SAY, vocabulary};
use crate::http::web::form::Choice;

/// When stories may be released, as choices.
pub fn release_times(language: Language, times: Vec<ReleaseTime>) -> Vec<Choice> {
    let choice = |time: ReleaseTime| Choice::new(time.code(), i18n::text(language, time.key(), &[]));
    times.into_iter().map(choice).collect()
}

/// Every list for a reader.
pub fn lists(language: Language) -> Lists {
    let lang = Lang::from_tag(language.code()).unwrap_or(Lang::En);
    let of = |list: List| choices(list, lang);
    let named = |all: Vec<(&'static str, String)>| {
        all.into_iter().map(|(code, name)| Choice::new(code, name)).collect()
    };
    let teller = |teller: Teller, key: &str| Choice::new(teller.code(), i18n::text(language, key, &[]));
    Lists {
        languages: named(i18n::languages(language)),
        ages: of(List::AgeBand),
        durations: of(List::Duration),
        statuses: of(List::CurrentStatus),
        times_since_stopping: of(List::TimeSinceStopping),
        onsets: of(List::Onset),
        outcomes: of(List::Outcome),
        before_use: of(List::BeforeUse),
        severities: of(List::Severity),
        trajectories: of(List::Trajectory),
        warned: of(List::Warned),
        responses: of(List::PrescriberResponse),
        again: of(List::WouldTakeAgain),
        sources: of(List::MedicationSource),
        roles: of(List::MedicationRole),
        genders: of(List::Gender),
        tellers: vec![
            teller(Teller::Oneself, "share-teller-self"),
            teller(Teller::Caregiver, "share-teller-caregiver"),
        ],
        published: Published::ALL
            .into_iter()
            .map(|one| Choice::new(one.code(), i18n::text(language, published(one), &[])))
            .collect(),
        countries: named(i18n::countries(language)),
        benefit_scales: of(List::BenefitScale),
        anchors: of(List::TimelineAnchor),
        offsets: of(List::Onset),
        phases: of(List::TimelinePhase),
        changes: of(List::TimelineChange),
        medication_names: names(Kind::Medication, lang),
        symptom_names: names(Kind::Symptom, lang),
    }
}

const fn published(one: Published) -> &'static str {
    match one {
        Published::All => "share-published-all",
        Published::FactsAlone => "share-published-facts",
        Published::TranslationAlone => "share-published-translation",
    }
}

/// An answer that is left out needs no entry: the empty one says the same.
fn choices(list: List, lang: Lang) -> Vec<Choice> {
    let codes = list.codes().filter(|code| *code != PREFER_NOT_TO_SAY);
    codes.map(|code| Choice::new(code, list.label(code, lang).unwrap_or(code))).collect()
}

fn names(kind: Kind, lang: Lang) -> Vec<String> {
    let mut names: Vec<String> =
        vocabulary().terms_of(kind).map(|term| term.label(lang).to_owned()).collect();
    names.sort_unstable();
    names
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_list_has_answers_with_words_and_none_offers_to_say_nothing_twice() {
        for language in Language::ALL {
            let lists = lists(language);
            for list in
                [&lists.ages, &lists.severities, &lists.benefit_scales, &lists.changes, &lists.tellers]
            {
                assert!(list.len() > 1, "{list:?}");
                assert!(
                    list.iter().all(|choice| choice.value != PREFER_NOT_TO_SAY && !choice.label.is_empty())
                );
            }
        }
        assert!(lists(Language::Ja).medication_names.contains(&"イソトレチノイン".to_owned()));
    }
}
