//! The language of a text. What the client says stands, unless the script contradicts it; detection only fills gaps.

use whatlang::Lang as Detected;

use crate::domain::vocabulary::Lang;

/// Where nobody knows (BCP 47).
pub(super) const UNDETERMINED: &str = "und";

/// More does not make the answer better, only slower.
const MAX_CHARS_FOR_DETECTION: usize = 4_000;

/// Languages written in Latin letters: their texts do not consist of kana, kanji or hangul.
const LATIN: &[&str] = &[
    "af", "ca", "cs", "cy", "da", "de", "en", "eo", "es", "et", "eu", "fi", "fr", "ga", "gl", "hr", "hu",
    "id", "is", "it", "la", "lt", "lv", "ms", "nb", "nl", "nn", "no", "pl", "pt", "ro", "sk", "sl", "sq",
    "sv", "sw", "tl", "tr", "vi",
];

/// Of fewer letters the detector is sure, and wrong: it takes "Isotretinoin Aftermath" for German.
const MIN_LETTERS_TO_BE_SURE: usize = 24;

/// Characters that only one of the two ways to write Chinese uses.
const SIMPLIFIED: &str = "们个这时说对过还没药后发现头见长开问题经间风飞马难觉让认记许论证诉请谁钱错门闻频额饭馆给张轻脸觉单应该实严";
const TRADITIONAL: &str = "們個這時說對過還沒藥後發現頭見長開問題經間風飛馬難覺讓認記許論證訴請誰錢錯門聞頻額飯館給張輕臉覺單應該實嚴";

/// A language found in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Guess {
    /// BCP 47.
    pub code: String,
    /// Whether it is sure enough to decide something by.
    pub is_sure: bool,
}

/// The letters of a text by script.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) struct Letters {
    latin: usize,
    kana: usize,
    han: usize,
    hangul: usize,
    other: usize,
}

/// The writing that a text mostly consists of. Kana and kanji are one: a Japanese title may have no kana.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Script {
    Latin,
    KanaOrHan,
    Hangul,
    Other,
}

impl Letters {
    pub fn of(text: &str) -> Self {
        let mut letters = Self::default();
        for c in text.chars().filter(|c| c.is_alphabetic()).take(MAX_CHARS_FOR_DETECTION) {
            match c {
                '\u{3040}'..='\u{30ff}' | '\u{31f0}'..='\u{31ff}' | '\u{ff66}'..='\u{ff9f}' => {
                    letters.kana += 1;
                }
                '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}' | '々' => {
                    letters.han += 1;
                }
                '\u{ac00}'..='\u{d7a3}' | '\u{1100}'..='\u{11ff}' | '\u{3130}'..='\u{318f}' => {
                    letters.hangul += 1;
                }
                'a'..='z'
                | 'A'..='Z'
                | '\u{c0}'..='\u{24f}'
                | '\u{1e00}'..='\u{1eff}'
                | 'ａ'..='ｚ'
                | 'Ａ'..='Ｚ' => letters.latin += 1,
                _ => letters.other += 1,
            }
        }
        letters
    }

    fn total(self) -> usize {
        self.latin + self.kana + self.han + self.hangul + self.other
    }

    /// The script of a title: one foreign letter makes it foreign, since Latin words stand in every language.
    pub fn script(self) -> Option<Script> {
        if self.hangul > 0 && self.hangul >= self.kana + self.han {
            Some(Script::Hangul)
        } else if self.kana + self.han > 0 {
            Some(Script::KanaOrHan)
        } else if self.other > self.latin {
            Some(Script::Other)
        } else if self.latin > 0 {
            Some(Script::Latin)
        } else {
            None
        }
    }
}

/// The script that a language is written in, as far as titles need it.
pub(super) fn script_of(language: &str) -> Script {
    match primary(language).as_str() {
        "ja" | "zh" | "yue" | "cmn" => Script::KanaOrHan,
        "ko" => Script::Hangul,
        code if LATIN.contains(&code) => Script::Latin,
        _ => Script::Other,
    }
}

/// Whether more than half of the letters cannot belong to this language.
pub(super) fn contradicts(language: &str, text: &str) -> bool {
    let letters = Letters::of(text);
    let east_asian = letters.kana + letters.han + letters.hangul;
    let foreign = match primary(language).as_str() {
        "ja" => letters.latin + letters.hangul,
        "zh" | "yue" | "cmn" => letters.latin + letters.hangul + letters.kana,
        "ko" => letters.latin + letters.kana,
        code if LATIN.contains(&code) => east_asian,
        _ => 0,
    };
    foreign * 2 > letters.total()
}

/// The language of a text: as stated where the script allows it, else as detected, else as stated.
pub(super) fn language_of(text: &str, stated: Option<&str>) -> String {
    let stated = stated.and_then(well_formed);
    match stated {
        Some(stated) if !contradicts(&stated, text) => refine(stated, text),
        stated => detect(text).map(|guess| guess.code).or(stated).unwrap_or_else(|| UNDETERMINED.to_owned()),
    }
}

/// "zh" alone says too little to choose words by; everything else stays as it is.
pub(super) fn refine(language: String, text: &str) -> String {
    if language == "zh" { chinese(text).unwrap_or("zh").to_owned() } else { language }
}

/// A BCP 47 tag in its usual case, without what is no tag at all.
pub(super) fn well_formed(tag: &str) -> Option<String> {
    let tag = tag.trim().replace('_', "-");
    let parts: Vec<String> = tag
        .split('-')
        .enumerate()
        .map(|(place, part)| match (place, part.len()) {
            (1.., 2) => part.to_ascii_uppercase(),
            (1.., 4) => {
                let mut letters = part.chars();
                let first = letters.next().map(|c| c.to_ascii_uppercase());
                first.into_iter().chain(letters.map(|c| c.to_ascii_lowercase())).collect()
            }
            _ => part.to_ascii_lowercase(),
        })
        .collect();
    let is_sound = parts
        .iter()
        .all(|part| (1..=8).contains(&part.len()) && part.chars().all(|c| c.is_ascii_alphanumeric()));
    let starts_well = parts.first().is_some_and(|first| {
        (2..=3).contains(&first.len()) && first.chars().all(|c| c.is_ascii_alphabetic())
    });
    let code = parts.join("-");
    (is_sound && starts_well && code.len() <= 35 && code != UNDETERMINED).then_some(code)
}

/// Detects the language by script, then by trigrams.
pub(super) fn detect(text: &str) -> Option<Guess> {
    let letters = Letters::of(text);
    let total = letters.total();
    if total == 0 {
        return None;
    }
    let guess = |code: &str, is_sure| Some(Guess { code: code.to_owned(), is_sure });
    let han_and_kana = letters.kana + letters.han;
    if letters.hangul * 2 > total {
        return guess("ko", true);
    }
    if han_and_kana * 2 > total {
        if letters.kana * 20 >= han_and_kana {
            return guess("ja", true);
        }
        return match chinese(text) {
            Some(code) => guess(code, true),
            None => guess("zh", letters.han > 40),
        };
    }
    let sample: String = text.chars().take(MAX_CHARS_FOR_DETECTION).collect();
    let found = whatlang::detect(&sample)?;
    let is_sure = found.is_reliable() && total >= MIN_LETTERS_TO_BE_SURE;
    let code = two_letters(found.lang())?;
    // Of the many languages that a short text may be in, the nine of the vocabulary are likelier.
    if !is_sure && letters.latin * 2 > total && Lang::from_tag(code).is_none() {
        return None;
    }
    guess(code, is_sure)
}

/// Which of its two ways a Chinese text is written in.
fn chinese(text: &str) -> Option<&'static str> {
    let (mut simplified, mut traditional) = (0_usize, 0_usize);
    for c in text.chars().take(MAX_CHARS_FOR_DETECTION) {
        simplified += usize::from(SIMPLIFIED.contains(c));
        traditional += usize::from(TRADITIONAL.contains(c));
    }
    match simplified.cmp(&traditional) {
        std::cmp::Ordering::Greater => Some("zh-Hans"),
        std::cmp::Ordering::Less => Some("zh-Hant"),
        std::cmp::Ordering::Equal => None,
    }
}

/// The first subtag.
pub(super) fn primary(language: &str) -> String {
    language.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase()
}

/// ISO 639-1 for what the detector says; BCP 47 wants the shortest code.
fn two_letters(found: Detected) -> Option<&'static str> {
    const CODES: &[(&str, &str)] = &[
        ("eng", "en"),
        ("jpn", "ja"),
        ("deu", "de"),
        ("fra", "fr"),
        ("spa", "es"),
        ("por", "pt"),
        ("cmn", "zh"),
        ("kor", "ko"),
        ("ita", "it"),
        ("nld", "nl"),
        ("rus", "ru"),
        ("pol", "pl"),
        ("swe", "sv"),
        ("tur", "tr"),
        ("ara", "ar"),
        ("vie", "vi"),
        ("ukr", "uk"),
        ("ces", "cs"),
        ("dan", "da"),
        ("fin", "fi"),
        ("nob", "nb"),
        ("hun", "hu"),
        ("ron", "ro"),
        ("ell", "el"),
        ("heb", "he"),
        ("hin", "hi"),
        ("ben", "bn"),
        ("ind", "id"),
        ("tha", "th"),
        ("pes", "fa"),
        ("urd", "ur"),
        ("tam", "ta"),
        ("tel", "te"),
        ("bul", "bg"),
        ("srp", "sr"),
        ("hrv", "hr"),
        ("slk", "sk"),
        ("slv", "sl"),
        ("lit", "lt"),
        ("lav", "lv"),
        ("est", "et"),
        ("cat", "ca"),
        ("tgl", "tl"),
        ("epo", "eo"),
        ("lat", "la"),
        ("afr", "af"),
        ("bel", "be"),
        ("kat", "ka"),
        ("hye", "hy"),
        ("mkd", "mk"),
        ("mar", "mr"),
        ("nep", "ne"),
        ("guj", "gu"),
        ("pan", "pa"),
        ("kan", "kn"),
        ("mal", "ml"),
        ("mya", "my"),
        ("khm", "km"),
        ("sin", "si"),
        ("ori", "or"),
        ("amh", "am"),
        ("yid", "yi"),
        ("aze", "az"),
        ("uzb", "uz"),
        ("tuk", "tk"),
        ("jav", "jv"),
        ("sna", "sn"),
        ("zul", "zu"),
        ("aka", "ak"),
        ("cym", "cy"),
    ];
    CODES.iter().find(|(three, _)| *three == found.code()).map(|(_, two)| *two)
}
