//! Why a file is not taken, as data; the catalogue has the sentences.

use super::{MAX_BYTES, MAX_PIXELS};
use crate::base::error::{Error, Problem};

/// Why a file is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// It is no picture of a kind that we take.
    UnknownKind,
    /// It is called or declared something else than a picture.
    OtherType,
    /// It is damaged or not all there.
    Broken,
    /// It has too many bytes.
    TooLarge,
    /// It has too many pixels.
    TooManyPixels,
    /// It has too many frames or scans.
    TooManyFrames,
    /// It is something else at once.
    Disguised,
    /// It took too long.
    TooSlow,
}

impl Refusal {
    const ALL: [Self; 8] = [
        Self::UnknownKind,
        Self::OtherType,
        Self::Broken,
        Self::TooLarge,
        Self::TooManyPixels,
        Self::TooManyFrames,
        Self::Disguised,
        Self::TooSlow,
    ];

    /// Key of the catalogue.
    pub fn key(self) -> &'static str {
        match self {
            Self::UnknownKind => "problem-picture-kind",
            Self::OtherType => "problem-picture-type",
            Self::Broken => "problem-picture-broken",
            Self::TooLarge => "problem-picture-large",
            Self::TooManyPixels => "problem-picture-pixels",
            Self::TooManyFrames => "problem-picture-frames",
            Self::Disguised => "problem-picture-disguised",
            Self::TooSlow => "problem-picture-slow",
        }
    }

    /// The refusal with this key.
    pub fn from_key(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|refusal| refusal.key() == key)
    }

    /// The same as a problem of the field that the file came in.
    pub fn problem(self, field: &'static str) -> Problem {
        let problem = Problem::new(field, self.key());
        match self {
            Self::TooLarge => problem.with("most", MAX_BYTES / (1024 * 1024)),
            Self::TooManyPixels => problem.with("most", MAX_PIXELS / 1_000_000),
            Self::UnknownKind
            | Self::OtherType
            | Self::Broken
            | Self::TooManyFrames
            | Self::Disguised
            | Self::TooSlow => problem,
        }
    }
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Self::Invalid(vec![refusal.problem("file")])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_is_found_again_by_its_key() {
        for refusal in Refusal::ALL {
            assert_eq!(Refusal::from_key(refusal.key()), Some(refusal));
        }
        assert_eq!(Refusal::from_key("problem-required"), None);
    }
}
