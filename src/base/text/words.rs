//! Text cut into words that can be looked up. What is kept and what is asked are cut alike, and the database compares
//! words only: so both databases give the same answers in every language.
//!
//! Scripts that leave no spaces between words (Chinese, Japanese, Thai and their like) and Korean, which glues
//! particles to them, are cut into pairs of letters; the last letter of a run stands alone as well, so that one letter
//! finds every place where it stands. Everything else is cut where letters and digits end.

use std::collections::BTreeSet;

use unicode_normalization::UnicodeNormalization as _;

/// A word that is longer is cut off: none is.
const MAX_WORD_CHARS: usize = 40;
/// Most different words kept of one text: the longest story has fewer.
const MAX_WORDS: usize = 20_000;
/// Most words of a question: more narrow nothing down.
pub const MAX_ASKED: usize = 20;
/// So many letters of a word find all words that begin so: a plural, an ending.
const MIN_BEGINNING: usize = 3;

/// One word that is looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// The word.
    pub word: String,
    /// Whether longer words that begin so are meant too.
    pub begins: bool,
}

/// The different words of a text, in no meaningful order.
pub fn cut(text: &str) -> BTreeSet<String> {
    let mut words = BTreeSet::new();
    for run in runs(text) {
        match run {
            Run::Word(word) => {
                words.insert(word);
            }
            Run::Unspaced(letters) => {
                words.extend(letters.windows(2).map(|pair| pair.iter().collect::<String>()));
                words.extend(letters.last().map(char::to_string));
            }
        }
        if words.len() >= MAX_WORDS {
            break;
        }
    }
    words
}

/// The words of a question: a text has to have all of them. Empty where nothing is asked.
pub fn ask(text: &str) -> Vec<Asked> {
    let mut asked: Vec<Asked> = Vec::new();
    for run in runs(text) {
        match run {
            Run::Word(word) => {
                let begins = word.chars().count() >= MIN_BEGINNING;
                asked.push(Asked { word, begins });
            }
            Run::Unspaced(letters) => match letters.as_slice() {
                // Every pair that begins with it, and where it ends a run itself.
                [letter] => asked.push(Asked { word: letter.to_string(), begins: true }),
                letters => asked.extend(
                    letters.windows(2).map(|pair| Asked { word: pair.iter().collect(), begins: false }),
                ),
            },
        }
    }
    asked.truncate(MAX_ASKED);
    asked
}

enum Run {
    /// A word of a script with spaces.
    Word(String),
    /// Letters of a script without.
    Unspaced(Vec<char>),
}

/// What stands between spaces and marks, folded: width and case do not matter, nor accents on letters that have them
/// as mere accents.
fn runs(text: &str) -> Vec<Run> {
    let folded: Vec<char> = text.nfkc().collect::<String>().to_lowercase().chars().collect();
    let of_one_kind = |one: &char, other: &char| kind(*one) == kind(*other);
    folded
        .chunk_by(of_one_kind)
        .filter_map(|run| match kind(*run.first()?) {
            Kind::Unspaced => Some(Run::Unspaced(run.to_vec())),
            Kind::Spaced => {
                let bare = run.iter().collect::<String>();
                let bare = bare.nfd().filter(|letter| !matches!(letter, '\u{300}'..='\u{36f}'));
                let word: String = bare.nfc().take(MAX_WORD_CHARS).collect();
                // A run of nothing but accents leaves none.
                (!word.is_empty()).then_some(Run::Word(word))
            }
            Kind::Between => None,
        })
        .collect()
}

#[derive(PartialEq, Eq)]
enum Kind {
    Spaced,
    Unspaced,
    Between,
}

fn kind(letter: char) -> Kind {
    match letter {
        // Thai, Lao, Myanmar, Hangul letters, Khmer, kana with their marks, ideographs, Hangul.
        '\u{e00}'..='\u{eff}'
        | '\u{1000}'..='\u{109f}'
        | '\u{1100}'..='\u{11ff}'
        | '\u{1780}'..='\u{17ff}'
        | '\u{3005}'..='\u{3007}'
        | '\u{3041}'..='\u{3096}'
        | '\u{3099}'..='\u{309a}'
        | '\u{309d}'..='\u{309f}'
        | '\u{30a1}'..='\u{30fa}'
        | '\u{30fc}'..='\u{30ff}'
        | '\u{3400}'..='\u{4dbf}'
        | '\u{4e00}'..='\u{9fff}'
        | '\u{ac00}'..='\u{d7a3}'
        | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{3ffff}' => Kind::Unspaced,
        // Marks belong to the letters before them.
        letter if letter.is_alphanumeric() || unicode_normalization::char::is_combining_mark(letter) => {
            Kind::Spaced
        }
        _ => Kind::Between,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finds(asked: &str, text: &str) -> bool {
        let words = cut(text);
        let asked = ask(asked);
        let has = |asked: &Asked| {
            words.iter().any(|word| *word == asked.word || (asked.begins && word.starts_with(&asked.word)))
        };
        !asked.is_empty() && asked.iter().all(has)
    }

    #[test]
    fn words_are_found_whatever_their_case_width_and_accents() {
        for (asked, text) in [
            ("anxiety", "An Anxiety that never ended."),
            ("ANXIÉTÉ", "l’anxiété"),
            ("anxiete", "l’anxiété"),
            ("ｓｅｒｔｒａｌｉｎｅ", "Sertraline, 50 mg"),
            ("eye", "dry eyes"),
            ("ringing 50", "50 mg, then a ringing"),
            ("тревога", "Тревога"),
            ("ニキビ", "ﾆｷﾋﾞの薬"),
        ] {
            assert!(finds(asked, text), "{asked} in {text}");
        }
        for (asked, text) in
            [("ear", "a year"), ("eyes dry pain", "dry eyes"), ("!?", "what?!"), ("", "a"), ("mg", "mgo")]
        {
            assert!(!finds(asked, text), "{asked} in {text}");
        }
    }

    #[test]
    fn scripts_without_spaces_are_found_in_the_middle_of_a_run() {
        for (asked, text) in [
            ("鈍麻", "感情の鈍麻がつづく"),
            ("感情の鈍麻", "三日目から感情の鈍麻"),
            ("薬", "飲んだ薬"),
            ("薬", "薬を飲んだ"),
            ("アキュテイン", "アキュテインを飲んだ"),
            ("이소트레티노인", "이소트레티노인을 먹었다"),
            ("ยา", "กินยานอน"),
            ("後遺症 accutane", "Accutane後遺症"),
        ] {
            assert!(finds(asked, text), "{asked} in {text}");
        }
        assert!(!finds("麻鈍", "感情の鈍麻"));
        assert!(!finds("不眠", "眠れない"));
    }

    #[test]
    fn a_question_is_cut_short_and_every_word_is_one_for_the_database() {
        assert_eq!(ask(&"a1 ".repeat(100)).len(), MAX_ASKED);
        let odd = "a\"b'c*d(e)f:g-h\\i\0j & ' | ! 薬\u{200b}局 x\u{301}";
        for word in cut(odd) {
            assert!(word.chars().all(|letter| kind(letter) != Kind::Between), "{word:?}");
        }
    }
}
