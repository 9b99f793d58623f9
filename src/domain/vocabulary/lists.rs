//! The closed lists of a story: codes, their labels, and the ways in which people write them.
//!
//! `data/lists.json` is the law for codes. Codes repeat across lists (`yes`, `1-6-months`), so everything asks for
//! the list first. A remote story may hold codes that this release does not know: they are kept and shown as given.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use super::fold::fold;
use super::lang::Lang;
use super::lines::RawLine;
use super::term::{ByLang, Wording};

/// The answer that means "leave this fact out": it is offered, and never stored or sent.
pub const PREFER_NOT_TO_SAY: &str = "prefer-not-to-say";

/// Declares the lists, each with its key in `data/lists.json`.
macro_rules! lists {
    ($($(#[$doc:meta])* $name:ident = $key:literal,)*) => {
        /// One closed list.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum List { $($(#[$doc])* $name,)* }

        impl List {
            /// Every list.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The list's key in the data file.
            pub fn key(self) -> &'static str {
                match self { $(Self::$name => $key,)* }
            }
        }
    };
}

lists! {
    /// Age at the time of use.
    AgeBand = "ageBand",
    /// How long the medication was used.
    Duration = "duration",
    /// Whether it is still taken.
    CurrentStatus = "currentStatus",
    /// How long ago it was stopped.
    TimeSinceStopping = "timeSinceStopping",
    /// When a symptom began.
    Onset = "onset",
    /// How a symptom is now.
    Outcome = "outcome",
    /// Whether a symptom was there before use.
    BeforeUse = "beforeUse",
    /// Whether the writer was warned beforehand.
    Warned = "warned",
    /// How the prescriber responded.
    PrescriberResponse = "prescriberResponse",
    /// Whether the writer would take it again.
    WouldTakeAgain = "wouldTakeAgain",
    /// Where a medication came from.
    MedicationSource = "medicationSource",
    /// Suspected, or taken beside.
    MedicationRole = "medicationRole",
    /// How strong a symptom is, 1 to 5.
    Severity = "severity",
    /// How much a benefit helped, 0 to 4.
    BenefitScale = "benefitScale",
    /// What a time in the timeline is counted from.
    TimelineAnchor = "timelineAnchor",
    /// Whether it was while taking or after.
    TimelinePhase = "timelinePhase",
    /// What changed.
    TimelineChange = "timelineChange",
    /// Gender, where it is said.
    Gender = "gender",
    /// Who tells a story.
    Teller = "teller",
    /// Care level of a story, 0 to 4.
    CareLevel = "careLevel",
    /// Original or translation.
    EditionKind = "editionKind",
    /// Who wrote or translated an edition.
    EditionBy = "editionBy",
    /// Whether a person checked a translation.
    EditionReviewed = "editionReviewed",
    /// What an author agreed to.
    ConsentScope = "consentScope",
    /// Body areas, the groups of terms.
    Group = "group",
    /// The course of the whole story.
    Trajectory = "trajectory",
    /// Whether the writer thinks that the medication caused it.
    BelievesCaused = "believesCaused",
    /// How long a symptom took to go.
    ResolvedAfter = "resolvedAfter",
}

/// One way to write one code, in one language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Word {
    /// The code that the text stands for.
    pub code: &'static str,
    /// The language of the text.
    pub lang: Lang,
    /// A label or an accepted variant.
    pub text: &'static str,
}

impl List {
    /// The list with this key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|list| list.key() == key)
    }

    /// Its codes, in the order in which a form shows them.
    pub fn codes(self) -> impl Iterator<Item = &'static str> {
        self.values().iter().map(|value| value.code)
    }

    /// The list's own spelling of a code; none where it is no code of this list.
    pub fn code(self, code: &str) -> Option<&'static str> {
        self.codes().find(|known| *known == code)
    }

    /// The label of a code, in English where this language has none; none where it is no code of this list.
    pub fn label(self, code: &str, lang: Lang) -> Option<&'static str> {
        self.wording(code, lang).map(|wording| wording.text)
    }

    /// The label of a code with the language it is in.
    pub fn wording(self, code: &str, lang: Lang) -> Option<Wording> {
        self.values().iter().find(|value| value.code == code)?.labels.wording(lang)
    }

    /// The name of the list as a form asks for it, e.g. "How long did you take it?".
    pub fn question(self, lang: Lang) -> Option<Wording> {
        ENTRIES.lists.get(&self)?.question.wording(lang)
    }

    /// The code that a text stands for: a code, a label or an accepted variant, in any language, folded.
    ///
    /// Where a text stands for two codes in two languages, `lang` decides; without it there is no answer.
    /// The answer may be [`PREFER_NOT_TO_SAY`], which a caller leaves out.
    pub fn find(self, text: &str, lang: Option<Lang>) -> Option<&'static str> {
        let key = fold(text);
        let keys = &ENTRIES.lists.get(&self)?.keys;
        let start = keys.partition_point(|held| *held.text < *key);
        let found = || keys.iter().skip(start).take_while(|held| *held.text == *key);
        let first = found().next()?.code;
        if found().all(|held| held.code == first) {
            return Some(first);
        }
        let mut in_language = found().filter(|held| held.lang.is_some() && held.lang == lang);
        let chosen = in_language.next()?.code;
        in_language.all(|held| held.code == chosen).then_some(chosen)
    }

    /// Every label and variant of every code: for parsers that look for a word inside a longer text.
    pub fn words(self) -> impl Iterator<Item = Word> {
        self.values().iter().flat_map(Value::words)
    }

    fn values(self) -> &'static [Value] {
        ENTRIES.lists.get(&self).map(|entry| entry.values.as_slice()).unwrap_or_default()
    }
}

/// One code of one list with its words.
#[derive(Debug)]
pub(super) struct Value {
    pub(super) code: &'static str,
    pub(super) labels: ByLang,
    variants: Vec<(Lang, &'static str)>,
}

impl Value {
    /// Its label, then its variants, language by language.
    pub(super) fn words(&self) -> impl Iterator<Item = Word> + '_ {
        let texts = self.labels.iter().chain(self.variants.iter().copied());
        texts.map(|(lang, text)| Word { code: self.code, lang, text })
    }
}

/// One list as read from the file.
#[derive(Debug)]
pub(super) struct ListEntry {
    pub(super) question: ByLang,
    pub(super) values: Vec<Value>,
    /// Sorted by text.
    keys: Vec<Key>,
}

/// A folded text that stands for a code; a code itself has no language.
#[derive(Debug)]
struct Key {
    text: Box<str>,
    lang: Option<Lang>,
    code: &'static str,
}

/// Everything in `data/lists.json`.
#[derive(Debug, Default)]
pub(super) struct Entries {
    pub(super) lists: BTreeMap<List, ListEntry>,
    pub(super) fact_lines: BTreeMap<&'static str, RawLine>,
    pub(super) edition_headings: BTreeMap<&'static str, RawLine>,
    /// What could not be read, for `vocabulary check`.
    pub(super) faults: Vec<String>,
}

/// Read once, at first use.
pub(super) static ENTRIES: LazyLock<Entries> = LazyLock::new(|| {
    serde_json::from_str::<RawFile>(include_str!("data/lists.json")).map_or_else(
        |error| Entries { faults: vec![format!("lists.json: {error}")], ..Entries::default() },
        RawFile::into_entries,
    )
});

#[derive(Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
struct RawFile {
    lists: BTreeMap<&'static str, RawList>,
    #[serde(rename = "factLines")]
    fact_lines: BTreeMap<&'static str, RawLine>,
    #[serde(rename = "editionHeadings")]
    edition_headings: BTreeMap<&'static str, RawLine>,
}

#[derive(Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
struct RawList {
    labels: BTreeMap<Lang, &'static str>,
    values: Vec<RawValue>,
}

#[derive(Deserialize)]
struct RawValue {
    code: &'static str,
    labels: BTreeMap<Lang, &'static str>,
    #[serde(default)]
    variants: BTreeMap<Lang, Vec<&'static str>>,
}

impl RawFile {
    fn into_entries(self) -> Entries {
        let mut faults = Vec::new();
        let mut lists = BTreeMap::new();
        for (key, raw) in self.lists {
            match List::from_key(key) {
                Some(list) => {
                    lists.insert(list, raw.into_entry());
                }
                None => faults.push(format!("lists.json: the program knows no list {key}")),
            }
        }
        Entries { lists, fact_lines: self.fact_lines, edition_headings: self.edition_headings, faults }
    }
}

impl RawList {
    fn into_entry(self) -> ListEntry {
        let values: Vec<Value> = self.values.into_iter().map(RawValue::into_value).collect();
        let mut keys: Vec<Key> = values.iter().flat_map(keys_of).collect();
        keys.sort_unstable_by(|a, b| a.text.cmp(&b.text));
        ListEntry { question: ByLang(self.labels.into_iter().collect()), values, keys }
    }
}

impl RawValue {
    fn into_value(self) -> Value {
        let variants = self.variants.into_iter();
        Value {
            code: self.code,
            labels: ByLang(self.labels.into_iter().collect()),
            variants: variants
                .flat_map(|(lang, texts)| texts.into_iter().map(move |text| (lang, text)))
                .collect(),
        }
    }
}

fn keys_of(value: &Value) -> Vec<Key> {
    let code = value.code;
    let mut keys = vec![Key { text: fold(code).into(), lang: None, code }];
    keys.extend(value.words().map(|word| Key { text: fold(word.text).into(), lang: Some(word.lang), code }));
    keys
}
