//! Rendering and parsing are inverse: generated facts and stories, in every language.

use proptest::prelude::*;
use proptest::sample::{select, subsequence};

use super::render::{fact_lines, source};
use crate::domain::story::codes::*;
use crate::domain::story::facts::{Benefit, Medication, Named, Symptom, Teller};
use crate::domain::story::{Draft, Edition, EditionBy, EditionKind, Facts};
use crate::domain::vocabulary::{Context, Form, Kind, Lang, Lookup, Term, TermId, vocabulary};

/// Words of terms of one kind in one language that mean exactly one term there.
fn words(kind: Kind, context: Context, lang: Lang) -> Vec<(Option<TermId>, String)> {
    let fits = |term: &Term| {
        term.kind() != Kind::Condition || context != Context::Condition || term.is_after_effect()
    };
    let terms = vocabulary().terms_of(kind).filter(|term| fits(term));
    let labels =
        terms.flat_map(|term| term.labels()).filter(|label| label.lang == lang && label.form != Form::Hidden);
    let certain = labels.filter_map(|label| match vocabulary().resolve(label.text, context, Some(lang)) {
        Lookup::One(id) if id.kind() == kind => Some((Some(id), label.text.to_owned())),
        Lookup::One(_) | Lookup::Both(_) | Lookup::Unknown | Lookup::Ambiguous(_) => None,
    });
    certain.collect()
}

/// A name that is a term, or own words that are none.
fn name(kind: Kind, context: Context, lang: Lang) -> impl Strategy<Value = (Option<TermId>, String)> {
    let own = [
        "砂嵐のような感覚",
        "my skin hums",
        "ein Gefühl wie Watte",
        "머릿속에 모래바람",
        "como si flotara",
        "像踩在棉花上",
    ];
    prop_oneof![
        4 => select(words(kind, context, lang)),
        1 => select(own.to_vec()).prop_map(|own| (None, own.to_owned())),
    ]
}

fn names(kind: Kind, context: Context, lang: Lang) -> impl Strategy<Value = Vec<(Option<TermId>, String)>> {
    proptest::collection::vec(name(kind, context, lang), 0..4).prop_map(|names| {
        let mut kept: Vec<(Option<TermId>, String)> = Vec::new();
        for (term, name) in names {
            if !kept.iter().any(|(held, known)| (held.is_some() && *held == term) || *known == name) {
                kept.push((term, name));
            }
        }
        kept
    })
}

fn code<T: Copy + std::fmt::Debug + 'static>(all: &'static [T]) -> impl Strategy<Value = Option<T>> {
    proptest::option::of(select(all.to_vec()))
}

fn medication(lang: Lang) -> impl Strategy<Value = Vec<Medication>> {
    let details = (
        names(Kind::Condition, Context::Condition, lang),
        proptest::option::of(select(vec!["20 mg", "2錠", "0.5 mg/kg"])),
        code(MedicationSource::ALL),
        code(MedicationRole::ALL),
    );
    let named = names(Kind::Medication, Context::Medication, lang);
    (named, proptest::collection::vec(details, 4)).prop_map(|(names, details)| {
        let mut all: Vec<Medication> = names
            .into_iter()
            .zip(details)
            .map(|((term, name), (purposes, dose, source, role))| Medication {
                term,
                name,
                role: role.unwrap_or_default(),
                purposes: purposes.into_iter().map(|(term, name)| Named { term, name }).collect(),
                dose: dose.map(str::to_owned),
                source,
            })
            .collect();
        // Own words alone are no fact line; the suspected ones are rendered first.
        all.sort_by_key(|one| one.role);
        all
    })
}

fn facts(lang: Lang) -> impl Strategy<Value = Facts> {
    let lists = (
        medication(lang),
        names(Kind::Condition, Context::Condition, lang),
        names(Kind::Symptom, Context::Symptom, lang),
        names(Kind::Benefit, Context::Benefit, lang),
        proptest::collection::vec(proptest::option::of(1..=5_u8), 4),
        proptest::collection::vec(proptest::option::of(0..=4_u8), 4),
    );
    let codes = (
        code(AgeBand::ALL),
        code(DurationOfUse::ALL),
        code(CurrentStatus::ALL),
        code(TimeSinceStopping::ALL),
        code(Onset::ALL),
        code(Trajectory::ALL),
        code(Warned::ALL),
        code(PrescriberResponse::ALL),
        code(WouldTakeAgain::ALL),
        proptest::option::of(select(vec!["JP", "US", "GB", "KR", "TW", "DE", "BR", "CN", "FR", "NE"])),
        code(Gender::ALL),
        code(&[Teller::Caregiver]),
    );
    (lists, codes).prop_map(|((medications, conditions, symptoms, benefits, severities, scales), codes)| {
        let symptoms = symptoms.into_iter().zip(severities);
        let benefits = benefits.into_iter().zip(scales);
        Facts {
            medications,
            conditions: conditions.into_iter().map(|(term, name)| Named { term, name }).collect(),
            symptoms: symptoms
                .map(|((term, name), severity)| Symptom { term, name, severity, ..Symptom::default() })
                .collect(),
            benefits: benefits.map(|((term, name), scale)| Benefit { term, name, scale }).collect(),
            // A certain line beside it makes a list of own words a fact line.
            age_band: codes.0.or(Some(AgeBand::From26To35)),
            duration_of_use: codes.1,
            current_status: codes.2,
            time_since_stopping: codes.3,
            onset: codes.4,
            trajectory: codes.5,
            warned_beforehand: codes.6,
            prescriber_response: codes.7,
            would_take_again: codes.8,
            country: codes.9.map(str::to_owned),
            gender: codes.10,
            teller: codes.11,
            ..Facts::default()
        }
    })
}

fn any_lang_and_facts() -> impl Strategy<Value = (Lang, Facts)> {
    select(Lang::ALL.to_vec()).prop_flat_map(|lang| facts(lang).prop_map(move |facts| (lang, facts)))
}

fn text(lang: Lang) -> &'static str {
    match lang {
        Lang::En => {
            "It began on the third day, and nobody believed me.\n\nI am still here #recovery and I write."
        }
        Lang::Ja => {
            "飲み始めて3日目に始まり、だれも信じてくれませんでした。\n\n今もここにいます。\n改行もあります。"
        }
        Lang::De => "Es begann am dritten Tag, und niemand hat mir geglaubt.\n\nIch bin noch da.",
        Lang::Fr => "Cela a commencé le troisième jour, et personne ne m’a cru.\n\nJe suis toujours là.",
        Lang::Es => "Empezó al tercer día y nadie me creyó.\n\nSigo aquí, y lo cuento.",
        Lang::Pt => "Começou no terceiro dia e ninguém acreditou em mim.\n\nContinuo aqui, e conto.",
        Lang::ZhHans => "第三天就开始了，没有人相信我说的话。\n\n我还在这里，把这些写下来给大家看。",
        Lang::ZhHant => "第三天就開始了，沒有人相信我說的話。\n\n我還在這裡，把這些寫下來給大家看。",
        Lang::Ko => "사흘째 되는 날 시작되었고 아무도 믿어 주지 않았습니다.\n\n저는 아직 여기에 있습니다.",
    }
}

fn title(lang: Lang) -> &'static str {
    match lang {
        Lang::En => "What nobody told me",
        Lang::Ja => "だれも教えてくれなかったこと",
        Lang::De => "Was mir niemand gesagt hat",
        Lang::Fr => "Ce que personne ne m’a dit",
        Lang::Es => "Lo que nadie me dijo",
        Lang::Pt => "O que ninguém me disse",
        Lang::ZhHans => "没有人告诉我的事",
        Lang::ZhHant => "沒有人告訴我的事",
        Lang::Ko => "아무도 말해 주지 않은 것",
    }
}

fn editions() -> impl Strategy<Value = Vec<Edition>> {
    let langs = subsequence(Lang::ALL.to_vec(), 1..4).prop_shuffle();
    let ways = proptest::collection::vec((any::<bool>(), any::<bool>(), any::<bool>()), 4);
    (langs, ways).prop_map(|(langs, ways)| {
        let made =
            langs.into_iter().zip(ways).enumerate().map(|(place, (lang, (titled, machine, named)))| {
                let is_machine = place > 0 && machine;
                Edition {
                    language: lang.tag().to_owned(),
                    kind: if place == 0 { EditionKind::Original } else { EditionKind::Translation },
                    by: match (is_machine, place > 0 && named) {
                        (true, _) => EditionBy::Machine,
                        (false, true) => EditionBy::Community,
                        (false, false) => EditionBy::Author,
                    },
                    engine: (is_machine && named).then(|| "DeepL".to_owned()),
                    reviewed: !is_machine,
                    title: titled.then(|| title(lang).to_owned()),
                    text: text(lang).to_owned(),
                }
            });
        made.collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn rendered_facts_parse_to_the_same_facts((lang, facts) in any_lang_and_facts()) {
        let text = fact_lines(&facts, lang).join("\n");
        let draft = Draft::parse(&text, Some(lang.tag()));
        prop_assert_eq!(&draft.facts, &facts, "{}", text);
        prop_assert_eq!(draft.editions[0].text.as_str(), "");
    }

    #[test]
    fn the_source_of_a_story_parses_to_the_same_story(
        facts in any_lang_and_facts(), editions in editions(), typed in subsequence(vec!["patience", "慢性", "recovery"], 0..3)
    ) {
        let lang = Lang::from_tag(&editions[0].language).unwrap_or(Lang::En);
        // Names in another language would be rendered as labels of the original's.
        let facts = if facts.0 == lang { facts.1 } else { Facts { symptoms: Vec::new(), medications: Vec::new(), conditions: Vec::new(), benefits: Vec::new(), ..facts.1 } };
        let typed: Vec<String> = typed.into_iter().map(str::to_owned).collect();
        let text = source(&facts, &editions, &typed);
        let draft = Draft::parse(&text, Some(&editions[0].language));
        prop_assert_eq!(&draft.editions, &editions, "{}", text);
        prop_assert_eq!(&draft.facts, &facts, "{}", text);
        prop_assert!(typed.iter().all(|tag| draft.hashtags.contains(tag)), "{}", text);
    }
}
