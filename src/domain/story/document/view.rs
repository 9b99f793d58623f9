//! Reading a `patientStory` for showing it: ours, another server's, or one of a version yet to come.
//!
//! Nothing is refused and nothing is dropped that a reader could understand: unknown codes and members are shown as
//! given, unknown terms by the labels that came with them. What is missing or of the wrong shape is left out. The
//! texts are somebody else's: plain strings have to be escaped, and an edition's content has to be cleaned.

use serde_json::Value;

use crate::domain::vocabulary::{Lang, List, TERM_IRI, Term, TermId, vocabulary};

/// More entries in one list than this are not shown; no honest story comes near it.
const MAX_ITEMS: usize = 200;

/// Longer names, titles and codes are cut here, in characters.
const MAX_CHARS: usize = 500;

/// Everything of a story that can be shown.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct StoryView {
    /// BCP 47 tag of the original edition.
    pub original_language: Option<String>,
    /// Titles with their language tags, in the order given.
    pub titles: Vec<(String, String)>,
    /// What was taken.
    pub medications: Vec<MedicationView>,
    /// What was felt.
    pub symptoms: Vec<SymptomView>,
    /// Named conditions that followed.
    pub conditions: Vec<TermView>,
    /// What got better.
    pub benefits: Vec<BenefitView>,
    /// Answers from closed lists, in the order of [`ANSWERS`].
    pub answers: Vec<Answer>,
    /// ISO 3166-1 code, as given.
    pub country: Option<String>,
    /// `self` or `caregiver`, or as given.
    pub teller: Option<String>,
    /// What happened when.
    pub timeline: Vec<TimelineView>,
    /// Language versions.
    pub editions: Vec<EditionView>,
    /// What the author agreed to: the scopes, as given.
    pub consents: Vec<String>,
    /// What the author was asked and said no to: the scopes, as given.
    pub declined: Vec<String>,
    /// Members that this version does not know and that hold a text or a number, as given.
    pub others: Vec<(String, String)>,
}

/// The members of a story that hold one code, with the list of each.
pub const ANSWERS: [(&str, List); 10] = [
    ("ageBand", List::AgeBand),
    ("gender", List::Gender),
    ("durationOfUse", List::Duration),
    ("currentStatus", List::CurrentStatus),
    ("timeSinceStopping", List::TimeSinceStopping),
    ("onset", List::Onset),
    ("trajectory", List::Trajectory),
    ("warnedBeforehand", List::Warned),
    ("prescriberResponse", List::PrescriberResponse),
    ("wouldTakeAgain", List::WouldTakeAgain),
];

/// Members that are read into a field of [`StoryView`], besides [`ANSWERS`].
const READ: [&str; 15] = [
    "type",
    "id",
    "schemaVersion",
    "originalLanguage",
    "titleMap",
    "medications",
    "symptoms",
    "conditions",
    "benefits",
    "country",
    "teller",
    "timeline",
    "editions",
    "consent",
    "declined",
];

/// A text to show, with its language where that is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shown<'a> {
    /// BCP 47 tag, for the `lang` attribute.
    pub lang: Option<&'a str>,
    /// The text.
    pub text: &'a str,
}

/// One answer from a closed list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// Which list.
    pub list: List,
    /// The code, as given; a newer version may have codes that this one does not know.
    pub code: String,
}

/// A term, or what somebody wrote where there is none.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TermView {
    /// The term's IRI, as given.
    pub iri: Option<String>,
    /// Our term, where the IRI is one of ours that this version knows.
    pub term: Option<TermId>,
    /// The author's own wording.
    pub name: Option<String>,
    /// Labels that came with it, by language tag.
    pub labels: Vec<(String, String)>,
    /// Identifiers in other lists: system and value.
    pub codes: Vec<(String, String)>,
}

/// One medication of a story.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct MedicationView {
    /// What it is.
    pub what: TermView,
    /// Suspected, or taken beside.
    pub role: Option<Answer>,
    /// What it was taken for.
    pub purposes: Vec<TermView>,
    /// The dose in the author's words.
    pub dose: Option<String>,
    /// Where it came from.
    pub source: Option<Answer>,
}

/// One symptom of a story.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SymptomView {
    /// What it is.
    pub what: TermView,
    /// How strong.
    pub severity: Option<Answer>,
    /// When it began.
    pub onset: Option<Answer>,
    /// What became of it.
    pub outcome: Option<Answer>,
    /// Whether it was there before.
    pub before_use: Option<Answer>,
}

/// One benefit of a story.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct BenefitView {
    /// What it is.
    pub what: TermView,
    /// How much.
    pub scale: Option<Answer>,
}

/// One point of a timeline.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct TimelineView {
    /// What the offset is counted from.
    pub anchor: Option<Answer>,
    /// How long after.
    pub offset: Option<Answer>,
    /// While taking or after.
    pub phase: Option<Answer>,
    /// Which symptom.
    pub symptom: TermView,
    /// What happened to it.
    pub change: Option<Answer>,
}

/// One language version of a story.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct EditionView {
    /// BCP 47 tag, as given.
    pub language: Option<String>,
    /// Original or translation.
    pub kind: Option<Answer>,
    /// Who wrote or translated it.
    pub by: Option<Answer>,
    /// The machine that translated it.
    pub engine: Option<String>,
    /// Whether a person checked it; false where it is not said.
    pub reviewed: bool,
    /// Its title.
    pub title: Option<String>,
    /// Its text as HTML **as given: it has to be cleaned** before anybody sees it.
    pub unclean_content: String,
}

impl StoryView {
    /// Reads what can be read of any JSON.
    pub fn read(story: &Value) -> Self {
        Self {
            original_language: text(story, "originalLanguage"),
            titles: by_language(member(story, "titleMap")),
            medications: list(story, "medications", medication),
            symptoms: list(story, "symptoms", symptom),
            conditions: list(story, "conditions", term),
            benefits: list(story, "benefits", benefit),
            answers: ANSWERS.into_iter().filter_map(|(name, list)| answer(story, name, list)).collect(),
            country: text(story, "country"),
            teller: text(story, "teller"),
            timeline: list(story, "timeline", point),
            editions: list(story, "editions", edition),
            consents: list(story, "consent", |consent| text(consent, "scope")),
            declined: list(story, "declined", scalar),
            others: others(story),
        }
    }

    /// The title in this language, else in the original's, else the first.
    pub fn title(&self, tag: &str) -> Option<Shown<'_>> {
        pick(&self.titles, tag)
            .or_else(|| self.original_language.as_deref().and_then(|original| pick(&self.titles, original)))
            .or_else(|| self.titles.first().map(shown))
    }

    /// The language version for who reads this language: what the author wrote, else what a person translated, else
    /// what a machine did.
    pub fn edition(&self, tag: &str) -> Option<&EditionView> {
        let speaks = |edition: &&EditionView| {
            let held = edition.language.as_deref().or(self.original_language.as_deref());
            held.is_some_and(|held| same_language(held, tag))
        };
        let rank = |edition: &&EditionView| {
            let is =
                |answer: &Option<Answer>, code: &str| answer.as_ref().is_some_and(|one| one.code == code);
            (
                !is(&edition.kind, "original"),
                is(&edition.by, "machine"),
                !is(&edition.by, "author"),
                !edition.reviewed,
            )
        };
        self.editions.iter().filter(speaks).min_by_key(rank)
    }

    /// The answer from this list.
    pub fn answer(&self, list: List) -> Option<&Answer> {
        self.answers.iter().find(|answer| answer.list == list)
    }

    /// Every term of our vocabulary that the story states, each once, in the order of ids.
    pub fn terms(&self) -> Vec<TermId> {
        let medications = self.medications.iter().map(|medication| &medication.what);
        let symptoms = self.symptoms.iter().map(|symptom| &symptom.what);
        let benefits = self.benefits.iter().map(|benefit| &benefit.what);
        let stated = medications.chain(symptoms).chain(&self.conditions).chain(benefits);
        let mut ids: Vec<TermId> = stated.filter_map(|view| view.term).collect();
        ids.sort_unstable();
        ids.dedup();
        ids
    }

    /// Whether the author agreed to this scope.
    pub fn consents_to(&self, scope: &str) -> bool {
        self.consents.iter().any(|given| given == scope)
    }

    /// Whether the author was asked about this scope and said no. Who told through a client was not asked.
    pub fn declines(&self, scope: &str) -> bool {
        self.declined.iter().any(|given| given == scope)
    }
}

impl Answer {
    /// The label in the language of a tag, else in English; a code that we do not know stands as given.
    pub fn label(&self, tag: &str) -> Shown<'_> {
        let wording = self.list.wording(&self.code, Lang::from_tag(tag).unwrap_or(Lang::En));
        wording.map_or(Shown { lang: None, text: &self.code }, |wording| Shown {
            lang: Some(wording.lang.tag()),
            text: wording.text,
        })
    }
}

impl TermView {
    /// The label in the language of a tag: ours, else one that came with the term, else ours or theirs in English,
    /// else any that came with it, else the author's words.
    pub fn label(&self, tag: &str) -> Option<Shown<'_>> {
        let known = self.known();
        let ours = |lang: Lang| {
            known.and_then(|term| term.label_in(lang)).map(|text| Shown { lang: Some(lang.tag()), text })
        };
        Lang::from_tag(tag)
            .and_then(ours)
            .or_else(|| pick(&self.labels, tag))
            .or_else(|| ours(Lang::En))
            .or_else(|| pick(&self.labels, "en"))
            .or_else(|| self.labels.first().map(shown))
            .or_else(|| self.own_words())
    }

    /// The author's own wording.
    pub fn own_words(&self) -> Option<Shown<'_>> {
        self.name.as_deref().map(|text| Shown { lang: None, text })
    }

    /// Our term, where we know it.
    pub fn known(&self) -> Option<&'static Term> {
        self.term.and_then(|id| vocabulary().term(id))
    }

    /// Whether there is nothing to show.
    fn is_empty(&self) -> bool {
        self.term.is_none() && self.name.is_none() && self.labels.is_empty()
    }
}

fn shown(entry: &(String, String)) -> Shown<'_> {
    Shown { lang: Some(&entry.0), text: &entry.1 }
}

/// The text in exactly this language, else in the same language as written elsewhere (`pt-PT` for `pt-BR`).
fn pick<'a>(texts: &'a [(String, String)], tag: &str) -> Option<Shown<'a>> {
    let exact = texts.iter().find(|(held, _)| held.eq_ignore_ascii_case(tag));
    exact.or_else(|| texts.iter().find(|(held, _)| same_language(held, tag))).map(shown)
}

/// Whether two tags name one language: `pt-PT` and `pt-BR` do, `zh-Hans` and `zh-Hant` do not.
pub fn same_language(one: &str, other: &str) -> bool {
    let primary = |tag: &str| tag.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
    match (Lang::from_tag(one), Lang::from_tag(other)) {
        (Some(one), Some(other)) => one == other,
        (None, None) => !other.is_empty() && primary(one) == primary(other),
        (Some(_), None) | (None, Some(_)) => false,
    }
}

fn medication(value: &Value) -> Option<MedicationView> {
    Some(MedicationView {
        what: term(value)?,
        role: answer(value, "role", List::MedicationRole),
        purposes: list(value, "purposes", term),
        dose: text(value, "dose"),
        source: answer(value, "obtained", List::MedicationSource),
    })
}

fn symptom(value: &Value) -> Option<SymptomView> {
    Some(SymptomView {
        what: term(value)?,
        severity: answer(value, "severity", List::Severity),
        onset: answer(value, "onset", List::Onset),
        outcome: answer(value, "outcome", List::Outcome),
        before_use: answer(value, "beforeUse", List::BeforeUse),
    })
}

fn benefit(value: &Value) -> Option<BenefitView> {
    Some(BenefitView { what: term(value)?, scale: answer(value, "scale", List::BenefitScale) })
}

fn point(value: &Value) -> Option<TimelineView> {
    let symptom = match member(value, "symptom") {
        Some(symptom @ Value::Object(_)) => term(symptom)?,
        Some(_) | None => {
            Some(term_of(text(value, "symptom"), value)).filter(|symptom| !symptom.is_empty())?
        }
    };
    Some(TimelineView {
        anchor: answer(value, "anchor", List::TimelineAnchor),
        offset: answer(value, "offset", List::Onset),
        phase: answer(value, "phase", List::TimelinePhase),
        symptom,
        change: answer(value, "change", List::TimelineChange),
    })
}

fn edition(value: &Value) -> Option<EditionView> {
    let unclean_content = member(value, "content").and_then(Value::as_str)?.to_owned();
    Some(EditionView {
        language: text(value, "language"),
        kind: answer(value, "kind", List::EditionKind),
        by: answer(value, "by", List::EditionBy),
        engine: text(value, "engine"),
        reviewed: member(value, "reviewed").and_then(Value::as_bool).unwrap_or(false),
        title: text(value, "title"),
        unclean_content,
    })
}

/// A term as an object; a bare string is an IRI if it looks like one, else somebody's words.
fn term(value: &Value) -> Option<TermView> {
    let view = match scalar(value) {
        Some(text) if text.starts_with("https://") => term_of(Some(text), value),
        Some(name) => TermView { name: Some(name), ..TermView::default() },
        None => term_of(text(value, "term"), value),
    };
    (!view.is_empty()).then_some(view)
}

fn term_of(iri: Option<String>, value: &Value) -> TermView {
    let id = iri.as_deref().and_then(TermId::from_iri).filter(|id| vocabulary().term(*id).is_some());
    let code = |code: &Value| Some((text(code, "system")?, text(code, "value")?));
    let view = TermView {
        term: id,
        name: text(value, "name"),
        labels: by_language(member(value, "label")),
        codes: list(value, "codes", code),
        iri,
    };
    // A term of ours that is newer than this version, without any words, can still be told apart by its number.
    let nameless =
        view.is_empty().then(|| view.iri.as_deref()?.strip_prefix(TERM_IRI).map(str::to_owned)).flatten();
    match nameless {
        Some(number) => TermView { name: Some(number), ..view },
        None => view,
    }
}

fn answer(value: &Value, name: &str, list: List) -> Option<Answer> {
    text(value, name).map(|code| Answer { list, code })
}

/// A member by its short name, or with the prefix of our context where somebody did not compact it.
fn member<'a>(value: &'a Value, name: &str) -> Option<&'a Value> {
    value.get(name).or_else(|| value.get(format!("pst:{name}")))
}

fn text(value: &Value, name: &str) -> Option<String> {
    member(value, name).and_then(scalar)
}

/// A string or number as text, cut to what can be shown; nothing for an empty one.
fn scalar(value: &Value) -> Option<String> {
    let text = match value {
        Value::String(text) => text.trim().chars().filter(|c| !c.is_control()).take(MAX_CHARS).collect(),
        Value::Number(number) => number.to_string(),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => String::new(),
    };
    (!text.is_empty()).then_some(text)
}

/// The readable entries of a list; one value without brackets is a list of one, as JSON-LD allows.
fn list<T>(value: &Value, name: &str, read: impl Fn(&Value) -> Option<T>) -> Vec<T> {
    let entries = match member(value, name) {
        Some(Value::Array(entries)) => entries.as_slice(),
        Some(Value::Null) | None => &[],
        Some(one) => std::slice::from_ref(one),
    };
    entries.iter().take(MAX_ITEMS).filter_map(read).collect()
}

fn by_language(map: Option<&Value>) -> Vec<(String, String)> {
    let entries = map.and_then(Value::as_object).into_iter().flatten().take(MAX_ITEMS);
    entries.filter_map(|(tag, text)| Some((tag.clone(), scalar(text)?))).collect()
}

/// Members of a story that nothing else reads.
fn others(story: &Value) -> Vec<(String, String)> {
    let is_read = |name: &str| READ.contains(&name) || ANSWERS.iter().any(|(known, _)| *known == name);
    let unread =
        story.as_object().into_iter().flatten().filter(|(name, _)| {
            !is_read(name.strip_prefix("pst:").unwrap_or(name)) && !name.starts_with('@')
        });
    unread.take(MAX_ITEMS).filter_map(|(name, value)| Some((name.clone(), scalar(value)?))).collect()
}
