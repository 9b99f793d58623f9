//! The seed texts, pasted as posts. They are not part of the project: without them these tests say so and pass.

use super::*;
use crate::domain::story::codes::{AgeBand, CurrentStatus, DurationOfUse};
use crate::domain::vocabulary::Lang;

/// The seed whose file name begins with this number.
fn seed(number: &str) -> Option<String> {
    let folder = std::env::var_os("ANAMNESIS_SEEDS").map_or_else(
        || std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/seeds"),
        std::path::PathBuf::from,
    );
    let files = std::fs::read_dir(&folder).into_iter().flatten().flatten();
    let found = files
        .map(|file| file.path())
        .find(|path| path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(number)));
    if found.is_none() {
        eprintln!("no seed {number} in {}: nothing to test", folder.display());
    }
    std::fs::read_to_string(found?).ok()
}

/// The English labels of what a draft states.
fn labels(terms: impl IntoIterator<Item = TermId>) -> Vec<&'static str> {
    terms.into_iter().filter_map(|term| vocabulary().term(term)).map(|term| term.label(Lang::En)).collect()
}

#[test]
fn the_seed_page_becomes_one_story() {
    let Some(text) = seed("000") else { return };
    for client in [None, Some("en"), Some("ja")] {
        let draft = Draft::parse(&text, client);
        assert!(draft.stated && draft.problems.is_empty());
        let titles: Vec<_> =
            draft.titles.iter().map(|title| (title.language.as_str(), title.text.as_str())).collect();
        assert_eq!(titles, [("en", "Isotretinoin Aftermath"), ("ja", "イソトレチノイン後遺症")]);

        let facts = &draft.facts;
        assert_eq!(facts.age_band, Some(AgeBand::From26To35));
        assert_eq!(facts.duration_of_use, Some(DurationOfUse::Months1To6));
        assert_eq!(facts.current_status, Some(CurrentStatus::Stopped));
        assert_eq!(labels(facts.medications.iter().filter_map(|one| one.term)), ["Isotretinoin"]);
        assert_eq!(facts.medications.len(), 1);
        assert_eq!(labels(facts.conditions.iter().filter_map(|one| one.term)), ["Post-Accutane syndrome"]);
        let symptoms: Vec<_> = facts.symptoms.iter().map(|one| (one.name.as_str(), one.severity)).collect();
        assert_eq!(
            symptoms,
            [
                ("Emotional blunting", None),
                ("sexual dysfunction", None),
                ("depersonalization/derealization", None),
                ("suicidal ideation", None),
                ("anxiety/panic", Some(4)),
                ("muscle/joint pain", None),
                ("anhedonia", None),
                ("varicocele", None),
            ]
        );
        assert!(facts.symptoms.iter().all(|symptom| symptom.term.is_some()), "{:?}", facts.symptoms);

        let [original, translation] = draft.editions.as_slice() else { panic!("{:?}", draft.editions.len()) };
        assert_eq!((original.language.as_str(), original.kind), ("ja", EditionKind::Original));
        assert_eq!(original.title.as_deref(), Some("イソトレチノイン後遺症"));
        assert!(original.text.starts_with("イソトレチノインをオンライン診療で"));
        assert!(original.text.ends_with("自分もそのつもりです。"));
        assert_eq!((translation.language.as_str(), translation.kind), ("en", EditionKind::Translation));
        assert_eq!(translation.title.as_deref(), Some("Isotretinoin Aftermath"));
        assert!(translation.text.starts_with("I was prescribed isotretinoin"));
        assert!(translation.text.ends_with("That is what I plan to do as well."));
        assert_eq!(translation.text.split("\n\n").count(), 27);

        let suggested = labels(draft.suggestions.iter().copied());
        for expected in ["Heart palpitations", "Nightmares", "Dry eyes", "Facial redness"] {
            assert!(suggested.contains(&expected), "{expected} in {suggested:?}");
        }
    }
}

#[test]
fn reference_pages_pasted_as_posts_yield_no_invented_facts() {
    for (number, language) in [("001", "ja"), ("002", "en"), ("003", "en"), ("004", "en")] {
        let Some(text) = seed(number) else { continue };
        let draft = Draft::parse(&text, Some(language));
        assert_eq!(draft.facts, Facts::default(), "seed {number}");
        assert_eq!(draft.problems, [], "seed {number}");
        let [edition] = draft.editions.as_slice() else { panic!("seed {number} is one edition") };
        let kept = edition.text.chars().filter(|c| !c.is_whitespace()).count()
            + edition.title.iter().flat_map(|title| title.chars()).filter(|c| !c.is_whitespace()).count();
        let written = text.chars().filter(|c| !c.is_whitespace()).count();
        assert_eq!(kept, written, "seed {number} keeps every character");
    }
}
