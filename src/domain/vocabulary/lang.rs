//! The nine languages that the vocabulary has words in.

use serde::{Deserialize, Serialize};

/// A language of the vocabulary. Texts may be in any language; labels exist in these.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Lang {
    /// English, the language that everything falls back to.
    #[serde(rename = "en")]
    En,
    /// Japanese.
    #[serde(rename = "ja")]
    Ja,
    /// German.
    #[serde(rename = "de")]
    De,
    /// French.
    #[serde(rename = "fr")]
    Fr,
    /// Spanish.
    #[serde(rename = "es")]
    Es,
    /// Portuguese; preferred labels in Brazilian form.
    #[serde(rename = "pt")]
    Pt,
    /// Chinese in simplified characters.
    #[serde(rename = "zh-Hans")]
    ZhHans,
    /// Chinese in traditional characters.
    #[serde(rename = "zh-Hant")]
    ZhHant,
    /// Korean.
    #[serde(rename = "ko")]
    Ko,
}

impl Lang {
    /// Every language, in the order in which the data files give them.
    pub const ALL: [Self; 9] =
        [Self::En, Self::Ja, Self::De, Self::Fr, Self::Es, Self::Pt, Self::ZhHans, Self::ZhHant, Self::Ko];

    /// The BCP 47 tag, as the data files and the wire form write it.
    pub fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Ja => "ja",
            Self::De => "de",
            Self::Fr => "fr",
            Self::Es => "es",
            Self::Pt => "pt",
            Self::ZhHans => "zh-Hans",
            Self::ZhHant => "zh-Hant",
            Self::Ko => "ko",
        }
    }

    /// The language that a BCP 47 tag (also `ja_JP`) asks for; none where we have no words in it.
    ///
    /// For Chinese the script decides: given (`zh-Hant`), or what the region writes (`zh-TW`, `zh-HK`, `zh-MO`).
    pub fn from_tag(tag: &str) -> Option<Self> {
        let tag = tag.trim().to_ascii_lowercase().replace('_', "-");
        let mut parts = tag.split('-');
        match parts.next()? {
            "en" => Some(Self::En),
            "ja" => Some(Self::Ja),
            "de" => Some(Self::De),
            "fr" => Some(Self::Fr),
            "es" => Some(Self::Es),
            "pt" => Some(Self::Pt),
            "ko" => Some(Self::Ko),
            "yue" => Some(Self::ZhHant),
            "zh" | "cmn" => Some(chinese(parts)),
            _ => None,
        }
    }

    /// Whether words of this language are set apart by spaces.
    pub fn is_spaced(self) -> bool {
        match self {
            Self::En | Self::De | Self::Fr | Self::Es | Self::Pt | Self::Ko => true,
            Self::Ja | Self::ZhHans | Self::ZhHant => false,
        }
    }
}

/// A script subtag settles it; else the region does; else simplified.
fn chinese<'a>(subtags: impl Iterator<Item = &'a str>) -> Lang {
    let mut by_region = Lang::ZhHans;
    for subtag in subtags {
        match subtag {
            "hans" => return Lang::ZhHans,
            "hant" => return Lang::ZhHant,
            "tw" | "hk" | "mo" | "yue" => by_region = Lang::ZhHant,
            _ => {}
        }
    }
    by_region
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_finds_the_language_that_has_words_for_it() {
        let cases = [
            ("en", Some(Lang::En)),
            ("en-GB", Some(Lang::En)),
            ("JA", Some(Lang::Ja)),
            ("ja_JP", Some(Lang::Ja)),
            ("pt-BR", Some(Lang::Pt)),
            ("pt-PT", Some(Lang::Pt)),
            ("zh", Some(Lang::ZhHans)),
            ("zh-CN", Some(Lang::ZhHans)),
            ("zh-TW", Some(Lang::ZhHant)),
            ("zh-HK", Some(Lang::ZhHant)),
            ("zh-Hant", Some(Lang::ZhHant)),
            ("zh-Hant-TW", Some(Lang::ZhHant)),
            ("zh-Hans-HK", Some(Lang::ZhHans)),
            ("yue", Some(Lang::ZhHant)),
            ("zh-yue", Some(Lang::ZhHant)),
            ("ko-KR", Some(Lang::Ko)),
            ("it", None),
            ("", None),
            ("enx", None),
        ];
        for (tag, expected) in cases {
            assert_eq!(Lang::from_tag(tag), expected, "{tag}");
        }
    }

    #[test]
    fn every_language_finds_itself_by_its_tag() {
        for lang in Lang::ALL {
            assert_eq!(Lang::from_tag(lang.tag()), Some(lang));
        }
    }
}
