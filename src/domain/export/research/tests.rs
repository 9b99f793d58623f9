//! Who is in a research export, what stands in it, and what is left out.

use serde_json::{Value, json};

use super::*;
use crate::domain::account as own;
use crate::domain::story::document::StoryView;
use crate::store::account::Account;
use crate::store::kind::{PostKind, PostState};
use crate::store::post::Post;
use crate::store::testing::{Fresh, fresh_on_each, keep, local, note, remote};

const TERM: &str = "https://w3id.org/patient-story/term/";

/// A story as it travels: its author agreed to these purposes.
fn wire(facts: Value, scopes: &[&str]) -> String {
    let consent: Vec<Value> = scopes.iter().map(|scope| json!({"scope": scope, "version": 1})).collect();
    let mut story = json!({
        "type": "PatientStory", "originalLanguage": "en", "consent": consent,
        "titleMap": {"en": "A hoopoe sat outside"},
        "medications": [{"type": "Medication", "term": format!("{TERM}med/0001"), "name": "hoopoe pill", "dose": "hoopoe"}],
        "editions": [{"language": "en", "kind": "original", "content": "<p>A hoopoe sat outside.</p>"}],
    });
    for (name, value) in facts.as_object().unwrap() {
        story[name.as_str()] = value.clone();
    }
    story.to_string()
}

async fn tell(app: &Fresh, author: &Account, story: String) -> Post {
    let row = note(app, author).await;
    keep(app, Post { kind: PostKind::Story, listed: true, story: Some(story), ..row }).await
}

/// So many people tell the same.
async fn crowd(app: &Fresh, name: &str, people: usize, facts: &Value) -> Vec<Post> {
    let mut posts = Vec::new();
    for number in 0..people {
        let author = local(app, &format!("{name}_{number}")).await;
        posts.push(tell(app, &author, wire(facts.clone(), &["publish", "research"])).await);
    }
    posts
}

async fn all(app: &App) -> Vec<Record> {
    let mut export = prepare(app).await.unwrap();
    let mut records = Vec::new();
    while let Some(page) = export.next().await.unwrap() {
        records.extend(page);
    }
    assert_eq!(records.len(), export.stories());
    records
}

fn person(country: &str, age: &str, gender: &str) -> Value {
    json!({"country": country, "ageBand": age, "gender": gender})
}

#[tokio::test]
async fn only_public_stories_whose_authors_agree_are_in_it_and_no_word_of_them_is() {
    for app in fresh_on_each().await {
        let author = local(&app, "quiet_fern_12").await;
        let refused = wire(json!({}), &["publish", "federate"]);
        tell(&app, &author, refused).await;
        let mut both: Value = serde_json::from_str(&wire(json!({}), &["publish", "research"])).unwrap();
        both["declined"] = json!(["research"]);
        tell(&app, &author, both.to_string()).await;
        let agreed = || wire(json!({}), &["publish", "research"]);
        let row = Post { kind: PostKind::Story, story: Some(agreed()), ..note(&app, &author).await };
        keep(&app, Post { listed: false, state: PostState::Held, ..row }).await;
        let stranger = remote(&app, "them", "unknown.example").await;
        let row = Post { kind: PostKind::Story, story: Some(agreed()), ..note(&app, &stranger).await };
        keep(&app, row).await;
        assert!(matches!(prepare(&app).await, Err(Error::Invalid(_))), "nobody agreed");

        crowd(&app, "kind", 10, &json!({})).await;
        assert!(matches!(prepare(&app).await, Err(Error::Invalid(_))), "ten are few");
        let partner = remote(&app, "they", "partner.example").await;
        tell(&app, &partner, agreed()).await;
        let records = all(&app).await;
        assert_eq!(records.len(), 11);
        assert_eq!(records.iter().filter(|record| record.from == "elsewhere").count(), 1);
        let printed = serde_json::to_string(&records).unwrap();
        for word in ["hoopoe", "kind_", "they", "example", "http"] {
            assert!(!printed.contains(word), "{word} in {printed}");
        }
        assert!(printed.contains("\"told\":\"2026-11\"") && printed.contains("med/0001"), "{printed}");
        assert_eq!(all(&app).await, records, "a story has one name in all exports");
    }
}

#[tokio::test]
async fn a_story_that_was_taken_back_is_not_in_the_next_export() {
    for app in fresh_on_each().await {
        let told = crowd(&app, "kind", 12, &json!({})).await;
        let before = all(&app).await;
        let tx = app.db.begin().await.unwrap();
        let gone = told.first().unwrap();
        let declined = wire(json!({}), &["publish"]);
        post::update(&tx, Post { story: Some(declined), ..gone.clone() }).await.unwrap();
        app.commit(tx).await.unwrap();
        let after = all(&app).await;
        assert_eq!((before.len(), after.len()), (12, 11));
        assert!(after.iter().all(|record| before.contains(record)));
    }
}

#[tokio::test]
async fn what_fewer_than_k_people_state_is_left_out_and_said_to_be() {
    for app in fresh_on_each().await {
        crowd(&app, "many", 11, &person("JP", "26-35", "woman")).await;
        let symptom = |id: &str| json!([{"type": "Symptom", "term": format!("{TERM}{id}"), "name": "x"}]);
        let mut alone = person("JP", "26-35", "man");
        alone["symptoms"] = symptom("sym/0001");
        let elsewhere = person("IS", "26-35", "woman");
        let one = |name: &'static str, facts: Value| async {
            let app = &app;
            let author = local(app, name).await;
            tell(app, &author, wire(facts, &["publish", "research"])).await;
            // Again and again: one person is no crowd.
            for _ in 0..12 {
                let facts = json!({"symptoms": [], "country": "LI"});
                tell(app, &author, wire(facts, &["publish", "research"])).await;
            }
        };
        one("alone", alone).await;
        one("there", elsewhere).await;
        let records = all(&app).await;
        let women = records.iter().filter(|record| {
            (record.country.as_deref(), record.gender, record.person_left_out)
                == (Some("JP"), Some("woman"), false)
        });
        assert_eq!(women.count(), 11);
        let man = records.iter().find(|record| record.terms_left_out == 1).unwrap();
        assert_eq!((man.country.as_deref(), man.age_band, man.gender), (Some("JP"), Some("26-35"), None));
        assert!(man.person_left_out && man.terms.len() == 1, "{man:?}");
        let there =
            records.iter().find(|record| record.country.is_none() && record.age_band.is_some()).unwrap();
        assert_eq!(
            (there.age_band, there.gender, there.person_left_out),
            (Some("26-35"), Some("woman"), true)
        );
        assert!(records.iter().all(|record| record.country.as_deref() != Some("LI")));
    }
}

#[tokio::test]
async fn what_was_told_without_an_account_was_told_by_many_as_far_as_anybody_knows() {
    for app in fresh_on_each().await {
        own::ensure_own(&app).await.unwrap();
        let author = own::told(&app).await.unwrap();
        for _ in 0..11 {
            tell(&app, &author, wire(json!({}), &["publish", "research"])).await;
        }
        assert_eq!(all(&app).await.len(), 11);
    }
}

#[tokio::test]
async fn to_whom_an_export_goes_is_written_down_for_everybody() {
    for app in fresh_on_each().await {
        crowd(&app, "kind", 11, &json!({})).await;
        let export = prepare(&app).await.unwrap();
        assert!(matches!(write_down(&app, &export, " ", "why").await, Err(Error::Invalid(_))));
        write_down(&app, &export, "A university", "How long it lasts").await.unwrap();
        let uses = super::super::list_uses(&app).await.unwrap();
        assert_eq!((uses.len(), uses[0].stories, uses[0].recipient.as_str()), (1, 11, "A university"));
        let acts: Vec<Act> = log::list(&app, None, 9).await.unwrap().iter().map(|row| row.act).collect();
        assert_eq!(acts, [Act::ResearchExported]);
    }
}

#[test]
fn what_this_version_does_not_know_is_counted_and_not_told() {
    let story = json!({
        "country": "Hoopoeland", "ageBand": "hoopoe", "teller": "hoopoe", "originalLanguage": "hoopoe",
        "symptoms": [
            {"term": "https://elsewhere.example/hoopoe", "name": "x"},
            {"term": format!("{TERM}sym/0001"), "severity": 4, "outcome": "hoopoe"},
        ],
    });
    let row = serde_json::to_string(&story).unwrap();
    let view = StoryView::read(&serde_json::from_str(&row).unwrap());
    let (terms, unknown) = super::super::record::stated(&view);
    assert_eq!((terms.len(), unknown), (1, 1));
    assert_eq!((terms[0].degree, terms[0].outcome), (Some("4"), None));
}
