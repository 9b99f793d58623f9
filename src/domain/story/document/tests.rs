//! Composing and reading back, on a full story, an empty one, foreign ones and nonsense.

use proptest::prelude::*;
use serde_json::json;

use super::super::codes::*;
use super::super::facts::Teller;
use super::super::wordless;
use super::*;
use crate::domain::vocabulary::{List, PREFER_NOT_TO_SAY};

fn id(text: &str) -> TermId {
    text.parse().unwrap()
}

fn named_as(term: Option<&str>, name: &str) -> Named {
    Named { term: term.map(id), name: name.to_owned() }
}

/// A story that states every fact there is.
fn full_facts() -> Facts {
    Facts {
        medications: vec![
            Medication {
                term: Some(id("med/0001")),
                name: "アキュテイン".to_owned(),
                purposes: vec![named_as(Some("cond/0101"), "ニキビ"), named_as(None, "肌荒れ")],
                dose: Some("1日20mg".to_owned()),
                source: Some(MedicationSource::OnlineClinic),
                ..Medication::default()
            },
            Medication { name: "漢方".to_owned(), role: MedicationRole::Other, ..Medication::default() },
        ],
        conditions: vec![named_as(Some("cond/0001"), "イソトレチノイン後遺症")],
        symptoms: vec![
            Symptom {
                term: Some(id("sym/0001")),
                name: "Emotional blunting".to_owned(),
                severity: Some(4),
                onset: Some(Onset::Within3Days),
                outcome: Some(Outcome::CameBackAfterStopping),
                before_use: Some(BeforeUse::Absent),
            },
            Symptom { name: "言葉にできない感じ".to_owned(), ..Symptom::default() },
        ],
        benefits: vec![Benefit {
            term: Some(id("ben/0001")),
            name: "ニキビが治った".to_owned(),
            scale: Some(0),
        }],
        age_band: Some(AgeBand::From26To35),
        duration_of_use: Some(DurationOfUse::Months1To6),
        current_status: Some(CurrentStatus::Stopped),
        time_since_stopping: Some(TimeSinceStopping::Years2To5),
        onset: Some(Onset::Within1Week),
        trajectory: Some(Trajectory::Improving),
        warned_beforehand: Some(Warned::No),
        prescriber_response: Some(PrescriberResponse::Dismissed),
        would_take_again: Some(WouldTakeAgain::No),
        country: Some("JP".to_owned()),
        gender: Some(Gender::Man),
        teller: Some(Teller::Oneself),
        shows_person: false,
        timeline: vec![
            TimelinePoint {
                anchor: TimelineAnchor::Start,
                offset: Some(Onset::Within3Days),
                phase: Some(TimelinePhase::WhileTaking),
                symptom: named_as(Some("sym/0400"), "動悸"),
                change: TimelineChange::Began,
            },
            TimelinePoint {
                anchor: TimelineAnchor::Stop,
                offset: None,
                phase: None,
                symptom: named_as(None, "言葉にできない感じ"),
                change: TimelineChange::Back,
            },
        ],
    }
}

fn compose_full() -> Value {
    let original = Edition::original("ja", Some("イソトレチノイン後遺症".to_owned()), "本文");
    let translation = Edition {
        kind: EditionKind::Translation,
        by: EditionBy::Machine,
        engine: Some("libretranslate/1.6".to_owned()),
        reviewed: false,
        ..Edition::original("en", Some("Isotretinoin Aftermath".to_owned()), "Text")
    };
    let consent = |scope: &str| Consent { scope: scope.to_owned(), version: 1, given: "2026-11".to_owned() };
    Document {
        original_language: "ja",
        facts: &full_facts(),
        editions: &[
            PublishedEdition { edition: &original, content: "<p>本文</p>" },
            PublishedEdition { edition: &translation, content: "<p>Text</p>" },
        ],
        titles: &[],
        consents: &[consent("federate"), consent("translate")],
        declined: &["research"],
    }
    .compose()
}

fn compose_empty() -> Value {
    let original = Edition::original("it", None, "Testo");
    let editions = [PublishedEdition { edition: &original, content: "<p>Testo</p>" }];
    Document {
        original_language: "it",
        facts: &Facts::default(),
        editions: &editions,
        titles: &[],
        consents: &[],
        declined: &[],
    }
    .compose()
}

/// A story of which its author tells the facts alone.
fn compose_facts_alone() -> Value {
    let facts = wordless::facts(full_facts(), Lang::Ja);
    let original = Edition::original("ja", wordless::title(&facts, Lang::Ja), "");
    let editions = [PublishedEdition { edition: &original, content: "" }];
    Document {
        original_language: "ja",
        facts: &facts,
        editions: &editions,
        titles: &[],
        consents: &[],
        declined: &["research"],
    }
    .compose()
}

#[test]
fn a_story_travels_under_the_names_of_the_wire_form() {
    let story = compose_full();
    assert_eq!(
        story["medications"][0],
        json!({
            "type": "Medication",
            "term": "https://w3id.org/patient-story/term/med/0001",
            "name": "アキュテイン",
            "label": {"en": "Isotretinoin", "ja": "イソトレチノイン"},
            "codes": [
                {"system": "http://www.whocc.no/atc", "value": "D10BA01"},
                {"system": "http://www.whocc.no/atc", "value": "D10AD04"},
                {"system": "http://id.nlm.nih.gov/mesh/", "value": "D015474"},
                {"system": "http://www.nlm.nih.gov/research/umls/rxnorm", "value": "6064"},
                {"system": "http://fdasis.nlm.nih.gov", "value": "EH28UP18IF"}
            ],
            "role": "suspected",
            "purposes": [
                {
                    "type": "Purpose",
                    "term": "https://w3id.org/patient-story/term/cond/0101",
                    "name": "ニキビ",
                    "label": {"en": "Acne", "ja": "ニキビ"},
                    "codes": story["medications"][0]["purposes"][0]["codes"]
                },
                {"type": "Purpose", "name": "肌荒れ"}
            ],
            "dose": "1日20mg",
            "obtained": "online-clinic"
        })
    );
    let symptom = &story["symptoms"][0];
    assert_eq!(symptom["severity"], 4);
    assert_eq!(symptom["onset"], "within-3-days");
    assert_eq!(symptom["outcome"], "came-back-after-stopping");
    assert_eq!(symptom["beforeUse"], "absent");
    assert_eq!(story["symptoms"][1], json!({"type": "Symptom", "name": "言葉にできない感じ"}));
    assert_eq!(story["timeline"][0]["symptom"], "https://w3id.org/patient-story/term/sym/0400");
    assert_eq!(
        story["timeline"][1],
        json!({"anchor": "stop", "name": "言葉にできない感じ", "change": "back"})
    );
    assert_eq!(story["titleMap"], json!({"ja": "イソトレチノイン後遺症", "en": "Isotretinoin Aftermath"}));
    assert_eq!(story["consent"][0], json!({"scope": "federate", "version": 1, "given": "2026-11"}));
    assert_eq!(story["editions"][1]["engine"], "libretranslate/1.6");
}

#[test]
fn what_is_not_stated_is_left_out() {
    let edition = json!({"type": "Edition", "language": "it", "kind": "original", "by": "author", "reviewed": true,
        "content": "<p>Testo</p>"});
    let expected =
        json!({"type": "PatientStory", "schemaVersion": 1, "originalLanguage": "it", "editions": [edition]});
    assert_eq!(compose_empty(), expected);
    assert_eq!(compose_empty().to_string(), expected.to_string(), "the order of keys is fixed");
}

#[test]
fn a_composed_story_survives_its_own_text() {
    let story = compose_full();
    let again: Value = serde_json::from_str(&story.to_string()).unwrap();
    assert_eq!(canonical(&again), canonical(&story));
    assert!(!story.to_string().contains("null"));
    assert!(!story.to_string().contains("care"));
}

#[test]
fn every_fact_is_read_back_for_showing() {
    let view = StoryView::read(&compose_full());
    assert_eq!(view.original_language.as_deref(), Some("ja"));
    assert_eq!(view.title("ja").unwrap().text, "イソトレチノイン後遺症");
    assert_eq!(view.title("en-GB").unwrap().text, "Isotretinoin Aftermath");
    assert_eq!(view.title("fr").unwrap(), Shown { lang: Some("ja"), text: "イソトレチノイン後遺症" });
    let ids: Vec<String> = view.terms().iter().map(ToString::to_string).collect();
    assert_eq!(ids, ["med/0001", "sym/0001", "cond/0001", "ben/0001"]);
    let medication = &view.medications[0];
    assert_eq!(medication.what.own_words().unwrap().text, "アキュテイン");
    assert_eq!(medication.what.label("de").unwrap(), Shown { lang: Some("de"), text: "Isotretinoin" });
    assert_eq!(medication.purposes.len(), 2);
    assert_eq!(medication.source.as_ref().unwrap().label("ja").text, "オンライン診療");
    assert_eq!(view.medications[1].role.as_ref().unwrap().code, "other");
    assert_eq!(view.symptoms[1].what.label("en").unwrap(), Shown { lang: None, text: "言葉にできない感じ" });
    assert_eq!(view.symptoms[0].severity.as_ref().unwrap().code, "4");
    assert_eq!(view.benefits[0].scale.as_ref().unwrap().code, "0");
    let codes: Vec<&str> = view.answers.iter().map(|answer| answer.code.as_str()).collect();
    assert_eq!(
        codes,
        [
            "26-35",
            "man",
            "1-6-months",
            "stopped",
            "2-5-years",
            "within-1-week",
            "improving",
            "no",
            "dismissed",
            "no"
        ]
    );
    assert_eq!(view.answer(List::CurrentStatus).unwrap().label("en").text, "No, have stopped");
    assert_eq!(view.timeline[0].symptom.label("ja").unwrap().text, "動悸");
    assert_eq!(view.timeline[1].symptom.label("ja").unwrap().text, "言葉にできない感じ");
    assert_eq!(view.editions[1].engine.as_deref(), Some("libretranslate/1.6"));
    assert!(view.consents_to("federate") && !view.consents_to("research"));
    assert!(view.declines("research") && !view.declines("translate"));
    assert_eq!((view.country.as_deref(), view.teller.as_deref()), (Some("JP"), Some("self")));
    assert!(view.others.is_empty(), "{:?}", view.others);
}

#[test]
fn a_story_of_a_later_version_is_shown_as_far_as_it_goes() {
    let view = StoryView::read(&json!({
        "type": "PatientStory",
        "schemaVersion": 7,
        "ageBand": "26-30",
        "mood": "hopeful",
        "weeks": 3,
        "nested": {"left": "out"},
        "symptoms": [
            {"term": "https://w3id.org/patient-story/term/sym/9999", "label": {"en": "Something new", "fr": "Du neuf"}},
            {"term": "https://w3id.org/patient-story/term/sym/9998"},
            {"term": "https://else.example/terms/x", "label": {"pt-PT": "Coisa"}, "severity": 9}
        ],
        "medications": {"pst:name": "one without brackets"}
    }));
    let age = &view.answers[0];
    assert_eq!(age.label("en"), Shown { lang: None, text: "26-30" });
    assert_eq!(
        view.others,
        [("mood".to_owned(), "hopeful".to_owned()), ("weeks".to_owned(), "3".to_owned())]
    );
    let labels: Vec<&str> =
        view.symptoms.iter().map(|symptom| symptom.what.label("pt-BR").unwrap().text).collect();
    assert_eq!(labels, ["Something new", "sym/9998", "Coisa"]);
    assert_eq!(view.symptoms[0].what.label("fr").unwrap().text, "Du neuf");
    assert_eq!(view.symptoms[2].severity.as_ref().unwrap().label("en").text, "9");
    assert_eq!(view.medications[0].what.label("en").unwrap().text, "one without brackets");
    assert!(view.terms().is_empty());
}

#[test]
fn nonsense_reads_as_an_empty_story() {
    for nonsense in
        [json!(null), json!(1.5), json!("x"), json!([]), json!({}), json!({"symptoms": [[], 1.0, null, {}]})]
    {
        let view = StoryView::read(&nonsense);
        assert!(
            view.terms().is_empty() && view.editions.is_empty() && view.title("en").is_none(),
            "{nonsense}"
        );
    }
}

/// Any JSON, often under names that a story has.
fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        Just(json!(1.5)),
        ".{0,12}".prop_map(Value::from),
        Just(json!("https://w3id.org/patient-story/term/sym/0001")),
    ];
    let names = prop_oneof![
        prop::sample::select(vec![
            "type",
            "titleMap",
            "medications",
            "symptoms",
            "conditions",
            "benefits",
            "timeline",
            "editions",
            "consent",
            "declined",
            "term",
            "name",
            "label",
            "codes",
            "role",
            "symptom",
            "content",
            "ageBand",
            "scope",
        ])
        .prop_map(str::to_owned),
        ".{0,6}",
    ];
    leaf.prop_recursive(4, 48, 6, move |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::vec((names.clone(), inner), 0..8)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

proptest! {
    #[test]
    fn any_json_can_be_read_shown_and_made_canonical(story in any_json()) {
        let view = StoryView::read(&story);
        for symptom in &view.symptoms {
            prop_assert!(symptom.what.label("ja").is_some());
        }
        let _ = (view.title(""), view.terms());
        let text = canonical(&story);
        prop_assert_eq!(canonical(&serde_json::from_str::<Value>(&text).unwrap()), text);
    }
}

#[test]
fn composed_stories_satisfy_the_schema() {
    let schema: Value = serde_json::from_str(SCHEMA).unwrap();
    for story in [compose_full(), compose_empty(), compose_facts_alone()] {
        assert_eq!(violations(&schema, &schema, &story, "story"), Vec::<String>::new());
    }
}

#[test]
fn the_schema_refuses_what_is_not_written() {
    let schema: Value = serde_json::from_str(SCHEMA).unwrap();
    let cases = [
        ("ageBand", json!("26-30")),
        ("ageBand", json!(null)),
        ("unknownMember", json!(1)),
        ("symptoms", json!([{"type": "Symptom"}])),
        ("symptoms", json!([{"type": "Symptom", "name": "x", "severity": 6}])),
        ("editions", json!([])),
    ];
    for (name, value) in cases {
        let mut story = compose_full();
        story[name] = value.clone();
        assert!(!violations(&schema, &schema, &story, "story").is_empty(), "{name}: {value}");
    }
}

#[test]
fn the_schema_has_the_codes_of_the_vocabulary() {
    let schema: Value = serde_json::from_str(SCHEMA).unwrap();
    let codes = |list: List| -> Vec<Value> {
        list.codes().filter(|code| *code != PREFER_NOT_TO_SAY).map(Value::from).collect()
    };
    for (name, list) in ANSWERS {
        assert_eq!(schema["properties"][name]["enum"], Value::from(codes(list)), "{name}");
    }
    let nested = [
        ("medication", "role", List::MedicationRole),
        ("medication", "obtained", List::MedicationSource),
        ("symptom", "onset", List::Onset),
        ("symptom", "outcome", List::Outcome),
        ("symptom", "beforeUse", List::BeforeUse),
        ("timelinePoint", "anchor", List::TimelineAnchor),
        ("timelinePoint", "phase", List::TimelinePhase),
        ("timelinePoint", "change", List::TimelineChange),
        ("consent", "scope", List::ConsentScope),
        ("edition", "kind", List::EditionKind),
        ("edition", "by", List::EditionBy),
    ];
    for (object, name, list) in nested {
        assert_eq!(
            schema["$defs"][object]["properties"][name]["enum"],
            Value::from(codes(list)),
            "{object} {name}"
        );
    }
}

/// The part of JSON Schema that ours uses, but for `pattern` and `maxLength`; members that it does not name are wrong.
fn violations(root: &Value, schema: &Value, value: &Value, path: &str) -> Vec<String> {
    if let Some(target) = schema["$ref"].as_str() {
        return violations(root, root.pointer(target.trim_start_matches('#')).unwrap(), value, path);
    }
    let mut found = Vec::new();
    let mut demand = |holds: bool, what: &str| {
        if !holds {
            found.push(format!("{path}: {what}, but {value}"));
        }
    };
    if let Some(kind) = schema["type"].as_str() {
        let fits = match kind {
            "object" => value.is_object(),
            "array" => value.is_array(),
            "string" => value.is_string(),
            "integer" => value.is_u64(),
            "boolean" => value.is_boolean(),
            other => panic!("the schema uses type {other}"),
        };
        demand(fits, kind);
    }
    demand(schema.get("const").is_none_or(|only| only == value), "const");
    demand(schema["enum"].as_array().is_none_or(|all| all.contains(value)), "enum");
    demand(schema["minimum"].as_u64().is_none_or(|least| value.as_u64() >= Some(least)), "minimum");
    demand(schema["maximum"].as_u64().is_none_or(|most| value.as_u64() <= Some(most)), "maximum");
    demand(schema["minLength"].as_u64().is_none_or(|_| value != ""), "minLength");
    demand(
        schema["minItems"].as_u64().is_none_or(|_| value.as_array().is_some_and(|all| !all.is_empty())),
        "minItems",
    );
    let requires = |schema: &Value| {
        schema["required"]
            .as_array()
            .is_none_or(|all| all.iter().all(|name| value.get(name.as_str().unwrap()).is_some()))
    };
    demand(requires(schema), "required");
    demand(schema["anyOf"].as_array().is_none_or(|any| any.iter().any(requires)), "anyOf");
    for (name, member) in value.as_object().into_iter().flatten() {
        let place = format!("{path}.{name}");
        match schema["properties"].get(name).or_else(|| schema.get("additionalProperties")) {
            Some(schema) => found.extend(violations(root, schema, member, &place)),
            None => found.push(format!("{place}: not named")),
        }
    }
    for (place, item) in value.as_array().into_iter().flatten().enumerate() {
        found.extend(violations(root, &schema["items"], item, &format!("{path}[{place}]")));
    }
    found
}
