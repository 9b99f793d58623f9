//! Reading the data files that are compiled in: lines of JSON become terms.
//!
//! The words stay where the program holds them and are only pointed at. A line that cannot be read is left out and
//! told to `vocabulary check`, so a mistake in the data never stops a server.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::id::TermId;
use super::lang::Lang;
use super::term::{Brand, BrandStatus, ByLang, Code, ConditionRole, Form, Label, LabelStatus, Term};

/// One file of terms: its name, for messages, and its lines.
const FILES: [(&str, &str); 4] = [
    ("medications.jsonl", include_str!("data/medications.jsonl")),
    ("symptoms.jsonl", include_str!("data/symptoms.jsonl")),
    ("conditions.jsonl", include_str!("data/conditions.jsonl")),
    ("benefits.jsonl", include_str!("data/benefits.jsonl")),
];

/// What the files hold.
pub(super) struct Loaded {
    /// Every term, sorted by id, each id once.
    pub(super) terms: Vec<Term>,
    /// What could not be read, in plain words.
    pub(super) faults: Vec<String>,
}

/// Reads every file of terms.
pub(super) fn load() -> Loaded {
    let mut terms: Vec<Term> = Vec::new();
    let mut faults = Vec::new();
    for (file, lines) in FILES {
        for (number, line) in (1..).zip(lines.lines()).filter(|(_, line)| !line.trim().is_empty()) {
            match serde_json::from_str::<Row>(line)
                .map_err(|error| error.to_string())
                .and_then(Row::into_term)
            {
                Ok(term) => terms.push(term),
                Err(error) => faults.push(format!("{file} line {number}: {error}")),
            }
        }
    }
    terms.sort_by_key(|term| term.id);
    terms.dedup_by(|later, first| {
        let twice = later.id == first.id;
        if twice {
            faults.push(format!("{}: two terms have this id", first.id));
        }
        twice
    });
    Loaded { terms, faults }
}

/// Texts by language, as the files write them.
type Texts = BTreeMap<Lang, &'static str>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    id: TermId,
    kind: &'static str,
    group: &'static str,
    care: u8,
    role: Option<&'static str>,
    labels: BTreeMap<Lang, Labels>,
    #[serde(default)]
    brands: Vec<RowBrand>,
    #[serde(default)]
    class: Texts,
    #[serde(default)]
    definition: Texts,
    #[serde(default)]
    question: Texts,
    #[serde(default)]
    recognition: Texts,
    #[serde(default)]
    map: BTreeMap<&'static str, Vec<&'static str>>,
    #[serde(default)]
    related: Vec<TermId>,
    broader: Option<TermId>,
    #[serde(default)]
    status: BTreeMap<Lang, &'static str>,
    #[serde(default)]
    ambiguous: Vec<&'static str>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Labels {
    pref: &'static str,
    #[serde(default)]
    alt: Vec<&'static str>,
    #[serde(default)]
    hidden: Vec<&'static str>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RowBrand {
    name: &'static str,
    #[serde(default)]
    markets: Vec<&'static str>,
    lang: Lang,
    status: &'static str,
    #[serde(default)]
    script: Texts,
}

impl Row {
    fn into_term(self) -> Result<Term, String> {
        let id = self.id;
        if self.kind != format!("{:?}", id.kind()).to_lowercase() {
            return Err(format!("{id}: its kind cannot be {}", self.kind));
        }
        let role = match self.role {
            None => None,
            Some("after-effect") => Some(ConditionRole::AfterEffect),
            Some("indication") => Some(ConditionRole::Indication),
            Some(other) => return Err(format!("{id}: unknown role {other}")),
        };
        Ok(Term {
            id,
            group: self.group,
            care_level: self.care,
            role,
            labels: labels(self.labels),
            brands: self.brands.into_iter().map(|brand| brand.into_brand(id)).collect::<Result<_, _>>()?,
            class: by_lang(self.class),
            definition: by_lang(self.definition),
            question: by_lang(self.question),
            recognition: by_lang(self.recognition),
            codes: codes(id, self.map)?,
            related: self.related,
            broader: self.broader,
            status: self
                .status
                .into_iter()
                .map(|(lang, word)| Ok((lang, status(id, word)?)))
                .collect::<Result<_, String>>()?,
            ambiguous: self
                .ambiguous
                .into_iter()
                .map(|mark| ambiguous(id, mark))
                .collect::<Result<_, _>>()?,
        })
    }
}

impl RowBrand {
    fn into_brand(self, id: TermId) -> Result<Brand, String> {
        let status = match self.status {
            "marketed" => BrandStatus::Marketed,
            "withdrawn" => BrandStatus::Withdrawn,
            "unknown" => BrandStatus::Unknown,
            other => return Err(format!("{id}: unknown brand status {other}")),
        };
        Ok(Brand {
            name: self.name,
            markets: self.markets,
            lang: self.lang,
            status,
            scripts: by_lang(self.script),
        })
    }
}

fn by_lang(texts: Texts) -> ByLang {
    ByLang(texts.into_iter().collect())
}

fn labels(by_lang: BTreeMap<Lang, Labels>) -> Vec<Label> {
    let mut labels = Vec::new();
    for (lang, words) in by_lang {
        labels.push(Label { lang, form: Form::Preferred, text: words.pref });
        labels.extend(words.alt.into_iter().map(|text| Label { lang, form: Form::Alternative, text }));
        labels.extend(words.hidden.into_iter().map(|text| Label { lang, form: Form::Hidden, text }));
    }
    labels.shrink_to_fit();
    labels
}

fn status(id: TermId, word: &str) -> Result<LabelStatus, String> {
    match word {
        "draft" => Ok(LabelStatus::Draft),
        "checked" => Ok(LabelStatus::Checked),
        "reviewed" => Ok(LabelStatus::Reviewed),
        other => Err(format!("{id}: unknown status {other}")),
    }
}

/// A mark such as `en:Accure`: in this language the word also means something else.
fn ambiguous(id: TermId, mark: &'static str) -> Result<(Lang, &'static str), String> {
    let parts = mark.split_once(':').and_then(|(tag, text)| Some((Lang::from_tag(tag)?, text)));
    parts.ok_or_else(|| format!("{id}: unknown mark {mark}"))
}

fn codes(id: TermId, map: BTreeMap<&'static str, Vec<&'static str>>) -> Result<Vec<Code>, String> {
    let mut codes = Vec::new();
    for (list, values) in map {
        let system = match list {
            "atc" => "http://www.whocc.no/atc",
            "rxcui" => "http://www.nlm.nih.gov/research/umls/rxnorm",
            "mesh" => "http://id.nlm.nih.gov/mesh/",
            "hpo" => "http://purl.obolibrary.org/obo/",
            "unii" => "http://fdasis.nlm.nih.gov",
            other => return Err(format!("{id}: unknown list {other}")),
        };
        codes.extend(values.into_iter().map(|value| Code { system, value }));
    }
    Ok(codes)
}
