//! What may stand in the place of what was found.

use super::FindingKind;
use super::lists::{Phrases, lists};
use crate::base::i18n::{self, Language};

/// Words in brackets that say what stood there, for a passage of this kind.
pub(super) fn replacement(kind: FindingKind, passage: &str, language: Language) -> String {
    let lower = passage.to_lowercase();
    let has = |words: &Phrases| words.iter().any(|word| lower.contains(word));
    let shapes = &lists().shapes;
    let key = match kind {
        FindingKind::Email => "instead-email",
        FindingKind::Url => "instead-url",
        FindingKind::Handle => "instead-handle",
        FindingKind::Phone => "instead-phone",
        FindingKind::PostalCode => "instead-postal-code",
        FindingKind::Address => "instead-address",
        FindingKind::RecordNumber => "instead-record-number",
        FindingKind::Name | FindingKind::Child => "instead-name",
        FindingKind::Clinic if has(&shapes.pharmacy) => "instead-pharmacy",
        FindingKind::Clinic if has(&shapes.hospital) => "instead-hospital",
        FindingKind::Clinic => "instead-clinic",
        FindingKind::Employer => "instead-employer",
        FindingKind::School | FindingKind::SchoolInCare => "instead-school",
        FindingKind::Place if has(&shapes.station) => "instead-station",
        FindingKind::Place => "instead-place",
        FindingKind::Date => "instead-date",
        FindingKind::Age | FindingKind::AgeInCare => "instead-age",
    };
    i18n::text(language, key, &[])
}
