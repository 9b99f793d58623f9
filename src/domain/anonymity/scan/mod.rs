//! The identity scan: what in a text may say who somebody is. Rules and lists of words, no dictionary and no network.
//!
//! It is a help, not a proof: `docs/privacy.md` says how much it finds and what it misses. One pass a rule over the
//! text, each looking a bounded number of characters around itself, so that long texts take time in proportion.

mod address;
mod ages;
mod children;
mod contact;
mod dates;
mod letters;
mod lists;
mod names;
mod names_ja;
mod numbers;
mod organisations;
mod organisations_ja;
mod phones;
mod places;
mod practices;
mod practices_ja;
mod wording;

#[cfg(test)]
mod measure;
#[cfg(test)]
mod tests;

use crate::base::i18n::Language;
use crate::domain::vocabulary::{Context, Lookup, vocabulary};
use letters::Text;

/// What a passage may tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FindingKind {
    /// An e-mail address.
    Email,
    /// A web address.
    Url,
    /// The name of an account on this network or another.
    Handle,
    /// A telephone number.
    Phone,
    /// A postal code.
    PostalCode,
    /// A street with a number, a post box.
    Address,
    /// The number of a patient, an insurance, a case.
    RecordNumber,
    /// Somebody's name.
    Name,
    /// A clinic, a hospital, a practice or a pharmacy by name.
    Clinic,
    /// A company by name.
    Employer,
    /// A school or university by name.
    School,
    /// A city, a ward, a station.
    Place,
    /// A day or month in the calendar, the year of a birth.
    Date,
    /// An exact age.
    Age,
    /// The name of a child, in what a caregiver tells.
    Child,
    /// An exact age, in what a caregiver tells.
    AgeInCare,
    /// A school or university by name, in what a caregiver tells.
    SchoolInCare,
}

/// Whose story a text is.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Whose {
    /// That of who tells it.
    #[default]
    Own,
    /// That of somebody whom they care for.
    InCare,
}

impl Whose {
    /// As what a finding counts in what they tell.
    const fn kind(self, kind: FindingKind) -> FindingKind {
        match (self, kind) {
            (Self::InCare, FindingKind::Age) => FindingKind::AgeInCare,
            (Self::InCare, FindingKind::School) => FindingKind::SchoolInCare,
            (Self::InCare | Self::Own, kind) => kind,
        }
    }
}

/// How much a finding weighs when a story is to be published.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weight {
    /// Leads strangers to somebody's door, or names a child: never published.
    Contact,
    /// Names somebody who was not asked: not without a moderator.
    Named,
    /// Says something about the writer, who decides.
    Own,
}

/// A passage that may say who somebody is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// What it may tell.
    pub kind: FindingKind,
    /// Where it begins, in characters.
    pub start: usize,
    /// Where it ends, in characters; the first that no longer belongs to it.
    pub end: usize,
    /// The passage as written.
    pub text: String,
    /// What may stand there instead, in the language of the text.
    pub replacement: String,
}

impl FindingKind {
    /// Every kind, in the order in which they are explained.
    pub const ALL: [Self; 17] = [
        Self::Child,
        Self::Email,
        Self::Url,
        Self::Handle,
        Self::Phone,
        Self::PostalCode,
        Self::Address,
        Self::RecordNumber,
        Self::Name,
        Self::Clinic,
        Self::SchoolInCare,
        Self::AgeInCare,
        Self::Employer,
        Self::School,
        Self::Place,
        Self::Date,
        Self::Age,
    ];

    /// The word that stands in the output of `anamnesis scan`.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Url => "url",
            Self::Handle => "handle",
            Self::Phone => "phone",
            Self::PostalCode => "postal_code",
            Self::Address => "address",
            Self::RecordNumber => "record_number",
            Self::Name => "name",
            Self::Clinic => "clinic",
            Self::Employer => "employer",
            Self::School => "school",
            Self::Place => "place",
            Self::Date => "date",
            Self::Age => "age",
            Self::Child => "child",
            Self::AgeInCare => "age_in_care",
            Self::SchoolInCare => "school_in_care",
        }
    }

    /// Key of its name in the catalogue.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Email => "finding-email",
            Self::Url => "finding-url",
            Self::Handle => "finding-handle",
            Self::Phone => "finding-phone",
            Self::PostalCode => "finding-postal-code",
            Self::Address => "finding-address",
            Self::RecordNumber => "finding-record-number",
            Self::Name => "finding-name",
            Self::Clinic => "finding-clinic",
            Self::Employer => "finding-employer",
            Self::School | Self::SchoolInCare => "finding-school",
            Self::Place => "finding-place",
            Self::Date => "finding-date",
            Self::Age | Self::AgeInCare => "finding-age",
            Self::Child => "finding-child",
        }
    }

    /// Whether a sentence can do without it, so that it may be taken out.
    pub const fn may_be_taken_out(self) -> bool {
        match self {
            Self::Email
            | Self::Url
            | Self::Handle
            | Self::Phone
            | Self::PostalCode
            | Self::Address
            | Self::RecordNumber => true,
            Self::Name
            | Self::Clinic
            | Self::Employer
            | Self::School
            | Self::Place
            | Self::Date
            | Self::Age
            | Self::Child
            | Self::AgeInCare
            | Self::SchoolInCare => false,
        }
    }

    /// How much it weighs.
    pub const fn weight(self) -> Weight {
        match self {
            Self::Email
            | Self::Url
            | Self::Handle
            | Self::Phone
            | Self::PostalCode
            | Self::Address
            | Self::RecordNumber
            | Self::Child => Weight::Contact,
            Self::Name | Self::Clinic | Self::AgeInCare | Self::SchoolInCare => Weight::Named,
            Self::Employer | Self::School | Self::Place | Self::Date | Self::Age => Weight::Own,
        }
    }
}

/// What a text in a language (BCP 47) holds, in its order; no two findings share a character. Without a language,
/// the text's own letters say which words replace what was found.
pub fn scan(text: &str, language: Option<&str>) -> Vec<Finding> {
    scan_of(text, language, Whose::Own)
}

/// The same, by who tells. In what a caregiver tells, names of children are a kind of their own, and so are ages and
/// schools: the person whom it is about was not asked.
pub fn scan_of(text: &str, language: Option<&str>, whose: Whose) -> Vec<Finding> {
    let text = Text::read(text);
    let is_japanese = is_japanese(&text, language);
    let mut found = Found { taken: vec![false; text.len()], passages: Vec::new() };
    contact::find(&text, &mut found);
    numbers::find(&text, &mut found);
    dates::find(&text, &mut found);
    phones::find(&text, &mut found);
    address::find(&text, &mut found);
    if whose == Whose::InCare {
        children::find(&text, is_japanese, &mut found);
    }
    practices::find(&text, &mut found);
    if is_japanese {
        practices_ja::find(&text, &mut found);
        organisations_ja::find(&text, &mut found);
        names_ja::find(&text, &mut found);
    }
    organisations::find(&text, &mut found);
    address::find_streets(&text, &mut found);
    ages::find(&text, &mut found);
    places::find_stations(&text, &mut found);
    names::find(&text, &mut found);
    places::find(&text, is_japanese, &mut found);
    names::find_again(&text, &mut found);
    let words =
        language.and_then(Language::parse).unwrap_or(if is_japanese { Language::Ja } else { Language::En });
    let mut passages = found.passages;
    passages.sort_unstable_by_key(|passage| passage.start);
    passages
        .into_iter()
        .map(|Passage { kind, start, end }| {
            let kind = whose.kind(kind);
            let replacement = wording::replacement(kind, &text.part(start, end), words);
            Finding { kind, start, end, text: text.written(start, end), replacement }
        })
        .collect()
}

/// What becomes of a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Instead {
    /// It stays.
    Leave,
    /// Other words stand in its place.
    Replace,
    /// Nothing stands in its place.
    TakeOut,
}

/// The text with its findings replaced or taken out. They are findings of this text, in its order.
pub fn rewritten(text: &str, findings: &[Finding], instead: impl Fn(FindingKind) -> Instead) -> String {
    let mut rest = text.chars().peekable();
    let mut place = 0;
    let mut told = String::with_capacity(text.len());
    for finding in findings {
        let becomes = instead(finding.kind);
        if becomes == Instead::Leave {
            continue;
        }
        told.extend(rest.by_ref().take(finding.start.saturating_sub(place)));
        rest.by_ref().take(finding.end.saturating_sub(finding.start)).for_each(drop);
        place = finding.end;
        match becomes {
            Instead::Replace => told.push_str(&finding.replacement),
            // One of the spaces beside it goes too.
            Instead::TakeOut => {
                let ends = rest.peek().is_none_or(|next| next.is_whitespace() || ends_words(*next));
                if ends && told.ends_with(' ') {
                    told.pop();
                } else if (told.is_empty() || told.ends_with('\n')) && rest.peek() == Some(&' ') {
                    rest.next();
                    place += 1;
                }
            }
            Instead::Leave => {}
        }
    }
    told.extend(rest);
    told
}

/// Marks before which no space stands.
fn ends_words(letter: char) -> bool {
    matches!(letter, '.' | ',' | ';' | ':' | '!' | '?' | ')' | ']' | '。' | '、' | '」')
}

/// Chinese shares its characters with Japanese, not its names and addresses: kana decide where nobody says.
fn is_japanese(text: &Text, language: Option<&str>) -> bool {
    let has_kana =
        || (0..text.len()).any(|at| letters::is_hiragana(text.at(at)) || letters::is_katakana(text.at(at)));
    language.and_then(Language::parse) == Some(Language::Ja) || has_kana()
}

/// A passage before it is put into words.
#[derive(Debug, Clone, Copy)]
struct Passage {
    kind: FindingKind,
    start: usize,
    end: usize,
}

/// What was found so far: what is found first keeps its characters.
struct Found {
    taken: Vec<bool>,
    passages: Vec<Passage>,
}

impl Found {
    fn is_free(&self, start: usize, end: usize) -> bool {
        self.taken.get(start..end).is_some_and(|taken| !taken.is_empty() && !taken.contains(&true))
    }

    fn add(&mut self, kind: FindingKind, start: usize, end: usize) {
        if !self.is_free(start, end) {
            return;
        }
        self.taken.iter_mut().take(end).skip(start).for_each(|taken| *taken = true);
        self.passages.push(Passage { kind, start, end });
    }
}

/// Whether the vocabulary knows these words: a medication is nobody's name.
fn is_term(words: &str) -> bool {
    match vocabulary().resolve(words, Context::Any, None) {
        Lookup::Unknown => false,
        Lookup::One(_) | Lookup::Both(_) | Lookup::Ambiguous(_) => true,
    }
}
