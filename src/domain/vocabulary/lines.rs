//! The labels of fact lines and of edition headings: how a text says "age" or "translation" in nine languages.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use super::fold::fold;
use super::lang::Lang;
use super::lists::{ENTRIES, List};

/// Declares kinds of labelled lines, each with its key in `data/lists.json`.
macro_rules! lines {
    ($(#[$about:meta])* $kind:ident { $($(#[$doc:meta])* $name:ident = $key:literal,)* }) => {
        $(#[$about])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $kind { $($(#[$doc])* $name,)* }

        impl $kind {
            /// Every one.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The key in the data file.
            pub fn key(self) -> &'static str {
                match self { $(Self::$name => $key,)* }
            }
        }
    };
}

lines! {
    /// A line `label: value` that states a fact.
    FactLine {
        /// Age at the time of use.
        Age = "age",
        /// How long it was used.
        DurationOfUse = "durationOfUse",
        /// Whether it is still taken.
        CurrentStatus = "currentStatus",
        /// Symptoms, an open list.
        Symptoms = "symptoms",
        /// The suspected medication.
        Medication = "medication",
        /// Medications beside it.
        OtherMedications = "otherMedications",
        /// What it was taken for.
        Purpose = "purpose",
        /// The dose, in the author's words.
        Dose = "dose",
        /// Where it came from.
        Source = "source",
        /// How long ago it was stopped.
        TimeSinceStopping = "timeSinceStopping",
        /// When it began.
        Onset = "onset",
        /// How it is now.
        Outcome = "outcome",
        /// How it was before use.
        BeforeUse = "beforeUse",
        /// Whether the writer was warned.
        Warned = "warned",
        /// How the prescriber responded.
        PrescriberResponse = "prescriberResponse",
        /// Whether the writer would take it again.
        WouldTakeAgain = "wouldTakeAgain",
        /// What it made better, an open list.
        Benefits = "benefits",
        /// The named condition.
        Condition = "condition",
        /// Country.
        Country = "country",
        /// Gender.
        Gender = "gender",
        /// Who tells the story.
        Teller = "teller",
        /// Language of the original.
        Language = "language",
        /// How strong it was.
        Severity = "severity",
        /// A message to other readers: text, not a fact.
        Message = "message",
    }
}

lines! {
    /// A heading that starts an edition.
    EditionHeading {
        /// The text as first written.
        Original = "original",
        /// A translation of it.
        Translation = "translation",
    }
}

impl FactLine {
    /// The label that rendering uses, in English where this language has none.
    pub fn label(self, lang: Lang) -> &'static str {
        ENTRIES.fact_lines.get(self.key()).map(|line| line.label(lang)).unwrap_or_default()
    }

    /// Every label and variant with its language.
    pub fn words(self) -> impl Iterator<Item = (Lang, &'static str)> {
        ENTRIES.fact_lines.get(self.key()).into_iter().flat_map(RawLine::words)
    }

    /// The closed list that its values come from; none for open lists and free text.
    pub fn list(self) -> Option<List> {
        match self {
            Self::Age => Some(List::AgeBand),
            Self::DurationOfUse => Some(List::Duration),
            Self::CurrentStatus => Some(List::CurrentStatus),
            Self::Source => Some(List::MedicationSource),
            Self::TimeSinceStopping => Some(List::TimeSinceStopping),
            Self::Onset => Some(List::Onset),
            Self::Outcome => Some(List::Outcome),
            Self::BeforeUse => Some(List::BeforeUse),
            Self::Warned => Some(List::Warned),
            Self::PrescriberResponse => Some(List::PrescriberResponse),
            Self::WouldTakeAgain => Some(List::WouldTakeAgain),
            Self::Gender => Some(List::Gender),
            Self::Teller => Some(List::Teller),
            Self::Severity => Some(List::Severity),
            Self::Symptoms
            | Self::Medication
            | Self::OtherMedications
            | Self::Purpose
            | Self::Dose
            | Self::Benefits
            | Self::Condition
            | Self::Country
            | Self::Language
            | Self::Message => None,
        }
    }
}

impl EditionHeading {
    /// The heading that rendering uses, in English where this language has none.
    pub fn label(self, lang: Lang) -> &'static str {
        ENTRIES.edition_headings.get(self.key()).map(|line| line.label(lang)).unwrap_or_default()
    }

    /// Every label and variant with its language.
    pub fn words(self) -> impl Iterator<Item = (Lang, &'static str)> {
        ENTRIES.edition_headings.get(self.key()).into_iter().flat_map(RawLine::words)
    }
}

/// The fact whose label or variant this text is, in any language, folded.
pub fn find_fact_line(text: &str) -> Option<FactLine> {
    static KEYS: LazyLock<BTreeMap<String, FactLine>> = LazyLock::new(|| {
        let mut all = keys(FactLine::ALL, |line| line.words().map(|(_, text)| text).collect());
        // As the share form asks for it: "Are you still taking it?"
        for (line, lang) in
            FactLine::ALL.iter().flat_map(|line| Lang::ALL.iter().map(move |lang| (*line, *lang)))
        {
            if let Some(question) = line.list().and_then(|list| list.question(lang)) {
                all.entry(fold(question.text)).or_insert(line);
            }
        }
        all
    });
    KEYS.get(&fold(text)).copied()
}

/// The edition heading whose label or variant this text is, in any language, folded.
pub fn find_edition_heading(text: &str) -> Option<EditionHeading> {
    static KEYS: LazyLock<BTreeMap<String, EditionHeading>> =
        LazyLock::new(|| keys(EditionHeading::ALL, |line| line.words().map(|(_, text)| text).collect()));
    KEYS.get(&fold(text)).copied()
}

/// The keys of all words; `vocabulary check` sees to it that none has two meanings.
fn keys<T: Copy>(all: &[T], words: impl Fn(T) -> Vec<&'static str>) -> BTreeMap<String, T> {
    all.iter().flat_map(|line| words(*line).into_iter().map(|text| (fold(text), *line))).collect()
}

/// One kind of line as the file gives it.
#[derive(Debug, Deserialize)]
#[serde(bound(deserialize = "'de: 'static"))]
pub(super) struct RawLine(BTreeMap<Lang, RawWords>);

#[derive(Debug, Deserialize)]
struct RawWords {
    label: &'static str,
    #[serde(default)]
    variants: Vec<&'static str>,
}

impl RawLine {
    fn label(&self, lang: Lang) -> &'static str {
        self.0.get(&lang).or_else(|| self.0.get(&Lang::En)).map(|words| words.label).unwrap_or_default()
    }

    /// The label, then the variants, language by language.
    pub(super) fn words(&self) -> impl Iterator<Item = (Lang, &'static str)> + '_ {
        self.0.iter().flat_map(|(lang, words)| {
            std::iter::once(words.label).chain(words.variants.iter().copied()).map(|text| (*lang, text))
        })
    }
}
