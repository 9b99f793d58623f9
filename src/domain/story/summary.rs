//! A story in a few words: the facts as lines in any language of the vocabulary, and what a preview of it may say.

use crate::base::i18n::{self, Language};
use crate::domain::care::level::SENSITIVE;
use crate::domain::post::{Post, PostKind};
use crate::domain::story::countries;
use crate::domain::story::document::{Answer, MedicationView, StoryView, SymptomView, TermView};
use crate::domain::story::facts::Teller;
use crate::domain::vocabulary::{FactLine, Lang, List};

/// A preview names so many things of a kind at most; the story itself has the others.
const MOST_NAMES: usize = 6;
/// Where a preview is cut, in characters: no client shows more of one.
const MOST_CHARS: usize = 400;
/// A medication that was only taken beside has its own line.
const BESIDE: &str = "other";

/// What the text form shows, in its order (`docs/story-format.md`).
const ALL: [FactLine; 17] = [
    FactLine::Age,
    FactLine::DurationOfUse,
    FactLine::CurrentStatus,
    FactLine::TimeSinceStopping,
    FactLine::Medication,
    FactLine::OtherMedications,
    FactLine::Condition,
    FactLine::Symptoms,
    FactLine::Benefits,
    FactLine::Onset,
    FactLine::Outcome,
    FactLine::Warned,
    FactLine::PrescriberResponse,
    FactLine::WouldTakeAgain,
    FactLine::Country,
    FactLine::Gender,
    FactLine::Teller,
];
/// What a preview beside an uncovered story says.
const OPEN: [FactLine; 7] = [
    FactLine::Medication,
    FactLine::Condition,
    FactLine::Symptoms,
    FactLine::Age,
    FactLine::DurationOfUse,
    FactLine::CurrentStatus,
    FactLine::TimeSinceStopping,
];
/// What a preview says where nobody asked to see more: nothing that hurts or shames.
const QUIET: [FactLine; 5] = [
    FactLine::Medication,
    FactLine::Age,
    FactLine::DurationOfUse,
    FactLine::CurrentStatus,
    FactLine::TimeSinceStopping,
];

/// Where a preview stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// Inside a client, beside the story itself.
    Client,
    /// Wherever somebody puts a link to the story: other servers, chats, search engines.
    Link,
}

/// What a preview of a story says, in the story's language as far as we have words in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Summary {
    /// The story's title, or two words that give nothing away. Never empty.
    pub title: String,
    /// The facts in one line. Never empty.
    pub description: String,
    /// BCP 47 tag of the language of both.
    pub language: String,
}

/// What a preview of a post says; nothing for one that is no story.
///
/// A link is read by who did not ask for it, and a warning covers what a reader may not want to see: there the title
/// is neutral, and neither symptoms nor conditions are named (`docs/decisions/0013-what-a-preview-says.md`).
pub fn summarize(post: &Post, place: Place) -> Option<Summary> {
    if post.kind != PostKind::Story {
        return None;
    }
    let story = view_of(post)?;
    let original = story.original_language.as_deref().or(post.language.as_deref()).unwrap_or_default();
    let lang = Lang::from_tag(original).unwrap_or(Lang::En);
    let is_covered =
        post.sensitive || !post.warning.trim().is_empty() || post.care_level >= i32::from(SENSITIVE);
    let words = Language::parse(lang.tag()).unwrap_or_default();
    let (title, facts): (Option<&str>, &[FactLine]) = match place {
        Place::Client if !is_covered => (post.title.as_deref(), &OPEN),
        Place::Client | Place::Link => (None, &QUIET),
    };
    let said: Vec<String> = facts.iter().filter_map(|fact| line(&story, *fact, lang, MOST_NAMES)).collect();
    let said = cut(said.join(" · "));
    let neutral = |key: &str| i18n::text(words, key, &[]);
    let title = title.map(str::trim).filter(|title| !title.is_empty());
    Some(Summary {
        title: title.map_or_else(|| neutral("site-a-story"), |title| cut(title.to_owned())),
        description: if said.is_empty() { neutral("story-in-a-word") } else { said },
        language: lang.tag().to_owned(),
    })
}

/// All text facts of a story as lines `label: value`, in one language.
pub fn fact_lines(story: &StoryView, lang: Lang) -> Vec<String> {
    ALL.iter().filter_map(|fact| line(story, *fact, lang, usize::MAX)).collect()
}

/// The story that travels with a post, read for showing it.
pub fn view_of(post: &Post) -> Option<StoryView> {
    let story = serde_json::from_str(post.story.as_deref()?).ok()?;
    Some(StoryView::read(&story))
}

fn line(story: &StoryView, fact: FactLine, lang: Lang, most: usize) -> Option<String> {
    let mut values = values(story, fact, lang);
    values.truncate(most);
    if values.is_empty() {
        return None;
    }
    let (after_label, between) = if lang.is_spaced() { (": ", ", ") } else { ("：", "、") };
    Some(format!("{}{after_label}{}", fact.label(lang), values.join(between)))
}

fn values(story: &StoryView, fact: FactLine, lang: Lang) -> Vec<String> {
    let tag = lang.tag();
    let answer = |list: List| story.answer(list).map(|answer| label(answer, tag)).into_iter().collect();
    let is_beside = |one: &&MedicationView| one.role.as_ref().is_some_and(|role| role.code == BESIDE);
    match fact {
        FactLine::Medication => story
            .medications
            .iter()
            .filter(|one| !is_beside(one))
            .filter_map(|one| name(&one.what, tag))
            .collect(),
        FactLine::OtherMedications => {
            story.medications.iter().filter(is_beside).filter_map(|one| name(&one.what, tag)).collect()
        }
        FactLine::Condition => story.conditions.iter().filter_map(|one| name(one, tag)).collect(),
        FactLine::Symptoms => story.symptoms.iter().filter_map(|one| symptom(one, tag)).collect(),
        FactLine::Benefits => story
            .benefits
            .iter()
            .filter_map(|one| Some(graded(name(&one.what, tag)?, one.scale.as_ref(), tag)))
            .collect(),
        FactLine::Country => story
            .country
            .as_deref()
            .map(|code| countries::name(code, lang).unwrap_or(code).to_owned())
            .into_iter()
            .collect(),
        FactLine::Age => answer(List::AgeBand),
        FactLine::DurationOfUse => answer(List::Duration),
        FactLine::CurrentStatus => answer(List::CurrentStatus),
        FactLine::TimeSinceStopping => answer(List::TimeSinceStopping),
        FactLine::Onset => answer(List::Onset),
        FactLine::Outcome => answer(List::Trajectory),
        FactLine::Warned => answer(List::Warned),
        FactLine::PrescriberResponse => answer(List::PrescriberResponse),
        FactLine::WouldTakeAgain => answer(List::WouldTakeAgain),
        FactLine::Gender => answer(List::Gender),
        FactLine::Teller => story
            .teller
            .as_deref()
            .filter(|code| *code != Teller::Oneself.code())
            .and_then(|code| List::Teller.label(code, lang))
            .map(str::to_owned)
            .into_iter()
            .collect(),
        // Details of a medication or a symptom, and what is text: they have no line of their own here.
        FactLine::Purpose
        | FactLine::Dose
        | FactLine::Source
        | FactLine::BeforeUse
        | FactLine::Language
        | FactLine::Severity
        | FactLine::Message => Vec::new(),
    }
}

fn symptom(one: &SymptomView, tag: &str) -> Option<String> {
    Some(graded(name(&one.what, tag)?, one.severity.as_ref(), tag))
}

fn graded(name: String, grade: Option<&Answer>, tag: &str) -> String {
    match grade {
        Some(grade) => format!("{name} ({})", label(grade, tag)),
        None => name,
    }
}

fn name(view: &TermView, tag: &str) -> Option<String> {
    view.label(tag).map(|shown| shown.text.to_owned())
}

fn label(answer: &Answer, tag: &str) -> String {
    answer.label(tag).text.to_owned()
}

fn cut(text: String) -> String {
    if text.chars().count() <= MOST_CHARS {
        return text;
    }
    let start: String = text.chars().take(MOST_CHARS).collect();
    format!("{start}…")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::domain::post::{PostState, Quotable, Visibility};

    fn post(language: &str, warning: &str) -> Post {
        let story = json!({
            "originalLanguage": language,
            "medications": [{"term": "https://w3id.org/patient-story/term/med/0001", "name": "Accutane"}],
            "symptoms": [
                {"term": "https://w3id.org/patient-story/term/sym/0001", "name": "blunt", "severity": 4},
            ],
            "ageBand": "26-35",
            "currentStatus": "stopped",
            "country": "JP",
        });
        Post {
            id: 7,
            position: Some(8),
            kind: PostKind::Story,
            account_id: 1,
            uri: String::new(),
            url: String::new(),
            local: true,
            listed: true,
            visibility: Visibility::Public,
            state: PostState::Published,
            language: Some(language.to_owned()),
            title: Some("After Accutane".to_owned()),
            warning: warning.to_owned(),
            sensitive: !warning.is_empty(),
            care_level: 0,
            html: String::new(),
            source: None,
            story: Some(story.to_string()),
            in_reply_to_id: None,
            in_reply_to_account_id: None,
            in_reply_to_uri: None,
            root_id: None,
            boost_of_id: None,
            published_at: 0,
            updated_at: None,
            indexable: false,
            federates: true,
            quotable: Quotable::Nobody,
            app_name: None,
            reply_count: 0,
            boost_count: 0,
            favourite_count: 0,
        }
    }

    #[test]
    fn a_client_shows_the_title_and_the_facts_of_an_uncovered_story_in_its_language() {
        let english = summarize(&post("en", ""), Place::Client).unwrap();
        assert_eq!(english.title, "After Accutane");
        assert_eq!(
            english.description,
            "Medication: Isotretinoin · Symptoms: Emotional blunting (Severe) · Age: 26–35 · \
             Current status: No, have stopped"
        );
        let japanese = summarize(&post("ja", ""), Place::Client).unwrap();
        assert!(japanese.description.starts_with("薬：イソトレチノイン · 症状："), "{japanese:?}");
    }

    #[test]
    fn a_link_and_a_covered_story_name_neither_symptom_nor_title() {
        for (post, place) in [(post("en", ""), Place::Link), (post("en", "depression"), Place::Client)] {
            let said = summarize(&post, place).unwrap();
            assert_eq!(said.title, "A story");
            assert_eq!(
                said.description,
                "Medication: Isotretinoin · Age: 26–35 · Current status: No, have stopped"
            );
        }
    }

    #[test]
    fn a_preview_is_never_empty_and_never_endless() {
        let bare = Post { story: Some("{}".to_owned()), title: None, ..post("tlh", "") };
        let said = summarize(&bare, Place::Client).unwrap();
        assert!(!said.title.is_empty() && !said.description.is_empty(), "{said:?}");
        let long = json!({"medications": [{"name": "x".repeat(500)}, {"name": "y".repeat(500)}]});
        let long = Post { story: Some(long.to_string()), ..post("en", "") };
        let said = summarize(&long, Place::Client).unwrap();
        assert_eq!(said.description.chars().count(), MOST_CHARS + 1);
        assert_eq!(summarize(&Post { kind: PostKind::Note, ..bare }, Place::Client), None);
    }

    #[test]
    fn all_facts_stand_in_the_language_that_is_asked_for() {
        let lines = fact_lines(&view_of(&post("en", "")).unwrap(), Lang::Ja);
        assert!(lines.iter().any(|line| line.ends_with("：日本")), "{lines:?}");
        assert!(lines.iter().any(|line| line.starts_with("年齢：")), "{lines:?}");
    }
}
