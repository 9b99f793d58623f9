//! One entry of the vocabulary, with its words in nine languages.

use super::id::{Kind, TermId};
use super::lang::Lang;

/// A medication, symptom, condition or benefit, in patients' words.
#[derive(Debug, Clone)]
pub struct Term {
    pub(super) id: TermId,
    pub(super) group: &'static str,
    pub(super) care_level: u8,
    pub(super) role: Option<ConditionRole>,
    pub(super) labels: Vec<Label>,
    pub(super) brands: Vec<Brand>,
    pub(super) class: ByLang,
    pub(super) definition: ByLang,
    pub(super) question: ByLang,
    pub(super) recognition: ByLang,
    pub(super) codes: Vec<Code>,
    pub(super) related: Vec<TermId>,
    pub(super) broader: Option<TermId>,
    pub(super) status: Vec<(Lang, LabelStatus)>,
    pub(super) ambiguous: Vec<(Lang, &'static str)>,
}

/// One of the words for a term.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Label {
    /// The language of the word.
    pub lang: Lang,
    /// Where the word may be shown.
    pub form: Form,
    /// The word itself.
    pub text: &'static str,
}

/// Where a word for a term may be shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Form {
    /// Shown first.
    Preferred,
    /// Shown in search and on the term's page.
    Alternative,
    /// Only matched, never shown: misspellings, readings, clinic words.
    Hidden,
}

/// What a condition is to a story (`story-format.md` section 1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ConditionRole {
    /// It followed from a medication.
    AfterEffect,
    /// A medication is taken for it.
    Indication,
}

/// A name under which a medication is or was sold. General knowledge, not looked up market by market.
#[derive(Debug, Clone)]
pub struct Brand {
    /// The name as printed on the box.
    pub name: &'static str,
    /// Where it is or was sold: country codes as in the data (`US`, `UK`).
    pub markets: Vec<&'static str>,
    /// The language whose writing the name is in.
    pub lang: Lang,
    /// Whether it is still sold.
    pub status: BrandStatus,
    /// The name as written in other scripts.
    pub scripts: ByLang,
}

/// Whether a brand is still sold, as far as the vocabulary knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum BrandStatus {
    /// Sold in at least one market.
    Marketed,
    /// Taken off the market.
    Withdrawn,
    /// Not known.
    Unknown,
}

/// How far the labels of one language were read again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LabelStatus {
    /// Written by one author.
    Draft,
    /// Read again by a second reader.
    Checked,
    /// Confirmed by a community whose language it is.
    Reviewed,
}

/// The term's identifier in a list of somebody else. An identifier only: nothing of that list is copied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Code {
    /// IRI of the list, e.g. `http://www.whocc.no/atc`.
    pub system: &'static str,
    /// The identifier there, e.g. `D10BA01`.
    pub value: &'static str,
}

/// A text with the language it is in: the one asked for, or English where there is none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Wording {
    /// The language of the text, for the `lang` attribute.
    pub lang: Lang,
    /// The text.
    pub text: &'static str,
}

/// Texts by language.
#[derive(Debug, Clone, Default)]
pub struct ByLang(pub(super) Vec<(Lang, &'static str)>);

impl ByLang {
    /// The text in exactly this language.
    pub fn get(&self, lang: Lang) -> Option<&'static str> {
        self.0.iter().find(|(held, _)| *held == lang).map(|(_, text)| *text)
    }

    /// The text in this language, else in English.
    pub fn wording(&self, lang: Lang) -> Option<Wording> {
        let found = |lang| self.get(lang).map(|text| Wording { lang, text });
        found(lang).or_else(|| found(Lang::En))
    }

    /// Every language with its text, in the order of the data.
    pub fn iter(&self) -> impl Iterator<Item = (Lang, &'static str)> + '_ {
        self.0.iter().copied()
    }
}

impl Term {
    /// The stable id.
    pub fn id(&self) -> TermId {
        self.id
    }

    /// What the term names.
    pub fn kind(&self) -> Kind {
        self.id.kind()
    }

    /// The body area: a code of `List::Group`.
    pub fn group(&self) -> &'static str {
        self.group
    }

    /// How much care its mention needs: 0 none, 1 sensitive, 2 suicidal thoughts.
    pub fn care_level(&self) -> u8 {
        self.care_level
    }

    /// For a condition, what it is to a story.
    pub fn role(&self) -> Option<ConditionRole> {
        self.role
    }

    /// Whether this is a condition that followed from a medication.
    pub fn is_after_effect(&self) -> bool {
        self.role == Some(ConditionRole::AfterEffect)
    }

    /// The preferred label, in English where this language has none.
    pub fn label(&self, lang: Lang) -> &'static str {
        self.label_in(lang).or_else(|| self.label_in(Lang::En)).unwrap_or_default()
    }

    /// The preferred label in exactly this language.
    pub fn label_in(&self, lang: Lang) -> Option<&'static str> {
        let mut preferred = self.labels.iter().filter(|label| label.form == Form::Preferred);
        preferred.find(|label| label.lang == lang).map(|label| label.text)
    }

    /// Every word for the term, without brands; the hidden ones are not for showing.
    pub fn labels(&self) -> &[Label] {
        &self.labels
    }

    /// Other words that may be shown in this language.
    pub fn alternatives(&self, lang: Lang) -> impl Iterator<Item = &'static str> + '_ {
        self.labels
            .iter()
            .filter(move |label| label.lang == lang && label.form == Form::Alternative)
            .map(|label| label.text)
    }

    /// The names under which a medication is sold.
    pub fn brands(&self) -> &[Brand] {
        &self.brands
    }

    /// A medication's class in plain words, e.g. "SSRI antidepressant".
    pub fn class(&self, lang: Lang) -> Option<Wording> {
        self.class.wording(lang)
    }

    /// One sentence that says what the term means.
    pub fn definition(&self, lang: Lang) -> Option<Wording> {
        self.definition.wording(lang)
    }

    /// The term as a question to a person, e.g. "Did you feel emotionally numb?".
    pub fn question(&self, lang: Lang) -> Option<Wording> {
        self.question.wording(lang)
    }

    /// How far an after-effect is recognised. Needs a citation beside it before it is shown as fact.
    pub fn recognition(&self, lang: Lang) -> Option<Wording> {
        self.recognition.wording(lang)
    }

    /// Identifiers in other lists.
    pub fn codes(&self) -> &[Code] {
        &self.codes
    }

    /// How far the labels of this language were read again.
    pub fn label_status(&self, lang: Lang) -> LabelStatus {
        self.status.iter().find(|(held, _)| *held == lang).map_or(LabelStatus::Draft, |(_, status)| *status)
    }

    /// The term of which this one is a kind.
    pub fn broader(&self) -> Option<TermId> {
        self.broader
    }

    /// Terms that are often of interest beside this one.
    pub fn related(&self) -> &[TermId] {
        &self.related
    }
}
