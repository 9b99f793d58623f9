//! Names of countries and languages, as lists to choose from and as words in a sentence.

use super::{Language, text};

/// ISO 3166-1 alpha-2, in alphabetical order. Finer places are never asked for.
const COUNTRIES: &str = "\
    AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI \
    BJ BL BM BN BO BQ BR BS BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN \
    CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK \
    FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM \
    HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN \
    KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK \
    ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP \
    NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW \
    SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF \
    TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI \
    VN VU WF WS YE YT ZA ZM ZW";

/// Languages that the share form offers, with their own names. Others may come from any client.
const LANGUAGES: [(&str, &str); 36] = [
    ("en", "English"),
    ("ja", "日本語"),
    ("de", "Deutsch"),
    ("fr", "français"),
    ("es", "español"),
    ("pt", "português"),
    ("zh-Hans", "简体中文"),
    ("zh-Hant", "繁體中文"),
    ("ko", "한국어"),
    ("ar", "العربية"),
    ("bn", "বাংলা"),
    ("cs", "čeština"),
    ("da", "dansk"),
    ("el", "Ελληνικά"),
    ("fa", "فارسی"),
    ("fi", "suomi"),
    ("he", "עברית"),
    ("hi", "हिन्दी"),
    ("hu", "magyar"),
    ("id", "Bahasa Indonesia"),
    ("it", "italiano"),
    ("ms", "Bahasa Melayu"),
    ("nb", "norsk bokmål"),
    ("nl", "Nederlands"),
    ("pl", "polski"),
    ("ro", "română"),
    ("ru", "русский"),
    ("sv", "svenska"),
    ("sw", "Kiswahili"),
    ("ta", "தமிழ்"),
    ("th", "ไทย"),
    ("tl", "Filipino"),
    ("tr", "Türkçe"),
    ("uk", "українська"),
    ("ur", "اردو"),
    ("vi", "Tiếng Việt"),
];

/// Every country as code and name, sorted by name in the reader's language.
pub fn countries(language: Language) -> Vec<(&'static str, String)> {
    let mut all: Vec<_> =
        COUNTRIES.split_ascii_whitespace().map(|code| (code, country_name(language, code))).collect();
    all.sort_by(|(_, left), (_, right)| left.cmp(right));
    all
}

/// A country's name in the reader's language, or the code itself when there is no such country.
pub fn country_name(language: Language, code: &str) -> String {
    let key = format!("country-{}", code.to_ascii_lowercase());
    let name = text(language, &key, &[]);
    if name == key { code.to_owned() } else { name }
}

/// Every language to choose from, as code and name: its own name, and the reader's word for it where they differ.
pub fn languages(language: Language) -> Vec<(&'static str, String)> {
    let named = |(code, own): (&'static str, &str)| {
        let here = language_name(language, code);
        let both = if here == own { here } else { format!("{own} ({here})") };
        (code, both)
    };
    LANGUAGES.into_iter().map(named).collect()
}

/// A language's name in the reader's language: `ja` gives `Japanese`; a region is left out, a script is named.
pub fn language_name(language: Language, tag: &str) -> String {
    let lower = tag.to_ascii_lowercase();
    let script = match lower.as_str() {
        "zh-cn" | "zh-sg" => "zh-hans",
        "zh-tw" | "zh-hk" | "zh-mo" => "zh-hant",
        "no" | "nn" => "nb",
        other => other,
    };
    let primary = script.split('-').next().unwrap_or(script);
    for candidate in [script, primary] {
        let key = format!("language-{candidate}");
        let name = text(language, &key, &[]);
        if name != key {
            return name;
        }
    }
    text(language, "language-unknown", &[])
}

/// What a language calls itself: `ja` gives `日本語`. Unknown languages give their tag.
pub fn own_name(tag: &str) -> &str {
    LANGUAGES.into_iter().find(|(code, _)| code.eq_ignore_ascii_case(tag)).map_or(tag, |(_, own)| own)
}

/// The writing direction of a text in this language, for its `dir` attribute.
pub fn direction_of(tag: &str) -> &'static str {
    let primary = tag.split(['-', '_']).next().unwrap_or(tag);
    if ["ar", "fa", "he", "ur", "yi", "ps", "dv", "ckb"].iter().any(|rtl| rtl.eq_ignore_ascii_case(primary)) {
        "rtl"
    } else {
        "ltr"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_country_and_every_language_has_a_name() {
        for language in Language::ALL {
            let all = countries(language);
            assert_eq!(all.len(), 249);
            assert!(all.iter().all(|(code, name)| name != code));
            assert!(LANGUAGES.iter().all(|(code, _)| language_name(language, code) != *code));
        }
        assert_eq!(country_name(Language::Ja, "jp"), "日本");
        assert_eq!(country_name(Language::En, "ZZ"), "ZZ");
    }

    #[test]
    fn a_language_is_named_for_the_reader_and_in_itself() {
        assert_eq!(language_name(Language::En, "ja-JP"), "Japanese");
        assert_eq!(language_name(Language::Ja, "zh-TW"), "中国語 (繁体字)");
        assert_eq!(language_name(Language::En, "zh"), "Chinese");
        assert_eq!(language_name(Language::En, "tlh"), "another language");
        assert_eq!(own_name("ja"), "日本語");
        assert!(languages(Language::En).contains(&("ja", "日本語 (Japanese)".to_owned())));
        assert_eq!((direction_of("ar-EG"), direction_of("en")), ("rtl", "ltr"));
    }
}
