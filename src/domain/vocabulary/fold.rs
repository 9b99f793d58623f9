//! Folding: the many ways to write one word become one key.
//!
//! `domain.md` section 5.4. The same fold serves terms, closed lists and the labels of fact lines. It must never
//! join two words that differ in meaning: 薄毛 and 脱毛 stay apart, and so do "1–6 months" and "16 months".

use unicode_normalization::char::decompose_canonical;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfkc_quick};

/// Shorter kana words get no second key without the long mark: ピール (peeling) must not become ピル (the pill).
const MIN_CHARS_WITHOUT_LONG_MARK: usize = 4;

/// Shorter words get no second key of letters and digits only.
const MIN_CHARS_PLAIN: usize = 4;

/// The key of a text: how it is compared with labels.
///
/// - a leading `#` and the marks ™ ® ℠ © go, then NFKC, then lower case;
/// - spaces, `_`, `·`, `・`, apostrophes, zero-width characters and dashes go, but between two digits a space stays
///   a space and any dash stays `-`;
/// - accents of Latin letters go; the voicing marks of kana stay; katakana becomes hiragana;
/// - after a number か月 ヶ月 カ月 ヵ月 ケ月 箇月 個月 个月 are one, and 才 is 歳.
pub fn fold(text: &str) -> String {
    let mut folded = Folded { text: String::with_capacity(text.len()), ..Folded::default() };
    let marks_gone = text.chars().filter(|c| !matches!(c, '™' | '®' | '©' | '℠'));
    if is_nfkc_quick(marks_gone.clone()) == IsNormalized::Yes {
        marks_gone.flat_map(char::to_lowercase).for_each(|c| folded.push(c));
    } else {
        marks_gone.nfkc().flat_map(char::to_lowercase).for_each(|c| folded.push(c));
    }
    folded.text
}

/// Further keys under which a label is found, besides `folded`, its [`fold`].
///
/// `german` says that ä may be written ae. None of the keys is short: a short key would catch other words.
pub(super) fn other_keys(label: &str, folded: &str, german: bool) -> Vec<String> {
    let mut keys = Vec::new();
    keys.extend(without_long_mark(folded));
    if german && label.contains(['ä', 'ö', 'ü', 'Ä', 'Ö', 'Ü']) {
        keys.push(fold(&with_written_out_umlauts(label)));
    }
    // Hashtags hold letters and digits only: #CrohnsDisease, #DPDR for "DP/DR".
    if folded.chars().all(char::is_alphanumeric) {
        return keys;
    }
    let plain: String = folded.chars().filter(|c| c.is_alphanumeric()).collect();
    if plain.chars().count() >= MIN_CHARS_PLAIN {
        keys.push(plain);
    }
    keys
}

/// The key without the long mark of kana, which people leave out or add; none where it would be short.
pub(super) fn without_long_mark(folded: &str) -> Option<String> {
    if !folded.contains('ー') {
        return None;
    }
    let dropped: String = folded.chars().filter(|c| *c != 'ー').collect();
    (dropped.len() != folded.len() && dropped.chars().count() >= MIN_CHARS_WITHOUT_LONG_MARK)
        .then_some(dropped)
}

/// Depression is often written with ae, oe, ue where a keyboard has no umlauts.
fn with_written_out_umlauts(label: &str) -> String {
    let mut written = String::with_capacity(label.len());
    for c in label.nfc() {
        match c {
            'ä' | 'Ä' => written.push_str("ae"),
            'ö' | 'Ö' => written.push_str("oe"),
            'ü' | 'Ü' => written.push_str("ue"),
            other => written.push(other),
        }
    }
    written
}

/// What stood between two characters that are kept.
#[derive(Default, Clone, Copy, PartialEq, Eq)]
enum Gap {
    #[default]
    None,
    Space,
    Dash,
}

/// The key under construction, with the three last characters at hand.
#[derive(Default)]
struct Folded {
    text: String,
    last: Option<char>,
    before_last: Option<char>,
    gap: Gap,
}

impl Folded {
    /// Takes one character that went through NFKC and lower case.
    fn push(&mut self, c: char) {
        match c {
            '#' if self.last.is_none() => {}
            _ if is_dash(c) => self.gap = Gap::Dash,
            _ if c.is_whitespace() || matches!(c, '_' | '·' | '・' | '‧' | '•') => {
                if self.gap == Gap::None {
                    self.gap = Gap::Space;
                }
            }
            _ if is_silent(c) => {}
            'ß' => self.keep_all("ss"),
            'æ' => self.keep_all("ae"),
            'œ' => self.keep_all("oe"),
            'þ' => self.keep_all("th"),
            'ø' => self.keep('o'),
            'ł' => self.keep('l'),
            'đ' | 'ð' => self.keep('d'),
            'ħ' => self.keep('h'),
            'ı' => self.keep('i'),
            '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' => {
                let mut base = None;
                decompose_canonical(c, |part| base = base.or(Some(part)));
                self.keep(base.unwrap_or(c));
            }
            'ァ'..='ヶ' | 'ヽ' | 'ヾ' => self.keep(hiragana(c)),
            other => self.keep(other),
        }
    }

    fn keep_all(&mut self, letters: &str) {
        letters.chars().for_each(|c| self.keep(c));
    }

    /// Appends a character, after what has to stay of the gap before it.
    fn keep(&mut self, c: char) {
        let gap = std::mem::take(&mut self.gap);
        if c.is_numeric() && self.last.is_some_and(char::is_numeric) {
            match gap {
                Gap::None => {}
                Gap::Space => self.append(' '),
                Gap::Dash => self.append('-'),
            }
        }
        match (self.before_last, self.last, c) {
            (Some(number), Some('か' | 'ゕ' | 'ゖ' | 'け' | '箇' | '個' | '个'), '月') if counts(number) =>
            {
                self.text.pop();
                self.last = self.before_last;
                self.append('か');
                self.append('月');
            }
            (_, Some(number), '才') if counts(number) => self.append('歳'),
            _ => self.append(c),
        }
    }

    fn append(&mut self, c: char) {
        self.before_last = self.last.replace(c);
        self.text.push(c);
    }
}

/// A digit, or a word for a number that stands before か月 and 歳.
fn counts(c: char) -> bool {
    c.is_numeric()
        || matches!(
            c,
            '一' | '二'
                | '三'
                | '四'
                | '五'
                | '六'
                | '七'
                | '八'
                | '九'
                | '数'
                | '何'
                | '半'
                | '十'
                | '百'
                | '両'
                | '几'
                | '幾'
        )
}

fn is_dash(c: char) -> bool {
    matches!(c, '-' | '~' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{2043}' | '〜' | '〰' | '゠')
}

/// Characters that no reader sees or that people leave out: zero-width ones, loose accents, apostrophes.
fn is_silent(c: char) -> bool {
    matches!(c,
        '\u{300}'..='\u{36f}' | '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{2064}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}'
        | '\'' | '\u{2018}' | '\u{2019}' | '\u{201b}' | '\u{2bc}' | '\u{2b9}' | '\u{2032}' | '`')
}

/// Katakana and hiragana lie 96 code points apart.
fn hiragana(katakana: char) -> char {
    char::from_u32(u32::from(katakana) - 96).unwrap_or(katakana)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_that_mean_the_same_have_one_key() {
        let groups: &[&[&str]] = &[
            &[
                "#Accutane",
                "accutane",
                "ＡＣＣＵＴＡＮＥ",
                "Accutane®",
                "Accutane™",
                "＃Accutane",
                "Ac\u{200d}cutane",
            ],
            &["ニキビ", "にきび", "ﾆｷﾋﾞ", "ニキヒ\u{3099}", "#ニキビ"],
            &["dry eyes", "DryEyes", "dry-eyes", "dry_eyes", "dry·eyes", "dry・eyes"],
            &["Isotrétinoïne", "isotretinoine", "Isotre\u{301}tinoi\u{308}ne"],
            &["26–35", "26-35", "26 — 35", "26〜35", "26～35", "２６－３５", "26~35"],
            &["6か月", "6ヶ月", "6カ月", "6ヵ月", "6ケ月", "6箇月", "６個月", "6个月", "6 ｶ月"],
            &["29才", "29歳", "２９ 歳"],
            &["l’arrêt", "l'arrêt", "larret"],
            &["Übelkeit", "ubelkeit"],
            &["Straße", "strasse"],
        ];
        for group in groups {
            for text in *group {
                assert_eq!(fold(text), fold(group[0]), "{text}");
            }
        }
    }

    #[test]
    fn texts_that_differ_in_meaning_have_two_keys() {
        let pairs = [
            ("1–6 months", "16 months"),
            ("1-2 years", "12 years"),
            ("薄毛", "脱毛"),
            ("ピル", "ピール"),
            ("かき", "がき"),
            ("バリウム", "ハリウム"),
            ("10 20", "1020"),
            ("天才", "天歳"),
        ];
        for (one, other) in pairs {
            assert_ne!(fold(one), fold(other), "{one} / {other}");
        }
    }

    #[test]
    fn a_long_label_is_also_found_without_its_long_mark_and_a_short_one_is_not() {
        assert_eq!(other_keys("アムネスティーム", &fold("アムネスティーム"), false), ["あむねすてぃむ"]);
        assert!(other_keys("ピール", &fold("ピール"), false).is_empty());
    }

    #[test]
    fn german_umlauts_may_be_written_out() {
        assert_eq!(other_keys("Übelkeit", "ubelkeit", true), ["uebelkeit"]);
        assert!(other_keys("Übelkeit", "ubelkeit", false).is_empty());
    }

    #[test]
    fn folding_twice_changes_nothing() {
        for text in ["Crohn’s disease", "1 〜 6 ヶ月", "#ﾆｷﾋﾞ", "ÀÉ ß Œ", "26 – 35", "이소트레티노인", "# #a"]
        {
            assert_eq!(fold(&fold(text)), fold(text), "{text}");
        }
    }
}
