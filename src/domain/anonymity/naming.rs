//! Names for members: what a handle or a display name must not look like.
//!
//! A name must not tell who its bearer is (an e-mail address, a person's full name), nor pretend to be the site or
//! another member. Lists stand in `names/*.txt`, one word a line; they are short on purpose: the names that are
//! given most, not all.

use std::collections::HashSet;
use std::sync::LazyLock;

use unicode_normalization::UnicodeNormalization as _;

use crate::base::error::Problem;

/// Fewest characters of a handle.
pub const HANDLE_LEAST: usize = 3;
/// Most characters of a handle; Mastodon's limit, so that it fits there too.
pub const HANDLE_MOST: usize = 30;
/// Most characters of a display name.
pub const DISPLAY_NAME_MOST: usize = 60;

/// Handles and names that speak for the site, as [`skeleton`] makes them comparable.
static RESERVED: LazyLock<HashSet<String>> = LazyLock::new(|| words(include_str!("names/reserved.txt")));
static GIVEN: LazyLock<HashSet<&str>> = LazyLock::new(|| lines(include_str!("names/given.txt")).collect());
static FAMILY: LazyLock<HashSet<&str>> = LazyLock::new(|| lines(include_str!("names/family.txt")).collect());
static FAMILY_HAN: LazyLock<HashSet<&str>> =
    LazyLock::new(|| lines(include_str!("names/family-han.txt")).collect());
static GIVEN_HAN: LazyLock<HashSet<&str>> =
    LazyLock::new(|| lines(include_str!("names/given-han.txt")).collect());

/// Providers of mail, and endings of their addresses, as they appear in handles made from an address.
const MAIL_WORDS: &[&str] = &[
    "gmail",
    "googlemail",
    "hotmail",
    "outlook",
    "icloud",
    "protonmail",
    "tutanota",
    "fastmail",
    "yahoo",
    "docomo",
    "ezweb",
    "softbank",
    "ymobile",
    "gmx",
];
const MAIL_ENDINGS: &[&str] = &["_com", "_net", "_org", "_co_jp", "_ne_jp", "_or_jp", "_co_uk", "_de", "_fr"];

/// Whether a text may be a handle here: `[a-z0-9_]`, 3 to 30 of them, and nothing that gives away or pretends.
/// Whether another member has it, or one that looks like it, only the database knows.
pub fn check_handle(text: &str) -> Result<(), Problem> {
    if text.contains('@') {
        return Err(Problem::new("handle", "problem-handle-like-mail"));
    }
    let length = text.chars().count();
    let fits = (HANDLE_LEAST..=HANDLE_MOST).contains(&length);
    let plain = text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_');
    if !fits || !plain || !text.contains(|c: char| c.is_ascii_lowercase()) {
        return Err(Problem::new("handle", "problem-handle-characters")
            .with("least", HANDLE_LEAST)
            .with("most", HANDLE_MOST));
    }
    if is_reserved(text) {
        return Err(Problem::new("handle", "problem-handle-reserved"));
    }
    let parts: Vec<&str> = text.split('_').map(letters_of).filter(|part| !part.is_empty()).collect();
    if MAIL_WORDS.iter().any(|word| parts.contains(word))
        || MAIL_ENDINGS.iter().any(|ending| text.ends_with(ending))
    {
        return Err(Problem::new("handle", "problem-handle-like-mail"));
    }
    if is_full_name(&parts) || parts.iter().any(|part| is_joined_name(part)) {
        return Err(Problem::new("handle", "problem-handle-like-name"));
    }
    Ok(())
}

/// Whether a text may be a display name here: up to 60 characters, and nothing that gives away or pretends.
pub fn check_display_name(text: &str) -> Result<(), Problem> {
    let text: String = text.trim().nfkc().collect();
    if text.chars().count() > DISPLAY_NAME_MOST {
        return Err(Problem::new("display_name", "problem-too-long").with("most", DISPLAY_NAME_MOST));
    }
    let lower = text.to_lowercase();
    if like_mail(&lower) || MAIL_WORDS.iter().any(|word| lower.split(not_letter).any(|part| part == *word)) {
        return Err(Problem::new("display_name", "problem-handle-like-mail"));
    }
    if is_reserved(&text) {
        return Err(Problem::new("display_name", "problem-handle-reserved"));
    }
    if is_capitalised_name(&text) || is_han_name(&text) {
        return Err(Problem::new("display_name", "problem-handle-like-name"));
    }
    Ok(())
}

/// What a name looks like at a glance: two names with the same skeleton can be taken for each other.
pub fn skeleton(name: &str) -> String {
    let folded: String = name.nfkc().flat_map(char::to_lowercase).filter_map(plain_letter).collect();
    folded.replace("rn", "m").replace("vv", "w").replace("cl", "d")
}

/// One letter for all that look like it; nothing for what is overlooked.
fn plain_letter(letter: char) -> Option<char> {
    Some(match letter {
        '0' | 'ο' | 'о' | 'ö' | 'ó' | 'ò' | 'ô' | 'õ' | 'ø' => 'o',
        '1' | 'i' | '|' | 'і' | 'ι' | 'ı' | 'í' | 'ì' | 'ï' | 'ӏ' => 'l',
        'а' | 'α' | 'á' | 'à' | 'ä' | 'â' | 'ã' | 'å' => 'a',
        'е' | 'ё' | 'é' | 'è' | 'ë' | 'ê' => 'e',
        'р' | 'ρ' => 'p',
        'с' | 'ç' => 'c',
        'у' | 'ү' | 'ý' => 'y',
        'х' | 'χ' => 'x',
        'ѕ' => 's',
        'ј' => 'j',
        'ν' => 'v',
        'ú' | 'ù' | 'ü' | 'û' => 'u',
        'ñ' | 'п' => 'n',
        'м' => 'm',
        'т' => 't',
        'к' | 'κ' => 'k',
        'в' => 'b',
        'н' => 'h',
        letter if letter.is_alphanumeric() => letter,
        _ => return None,
    })
}

/// Whether a word in small letters is a given name of the list.
pub(super) fn is_given(word: &str) -> bool {
    GIVEN.contains(word)
}

/// Whether a word in small letters is a family name of the list.
pub(super) fn is_family(word: &str) -> bool {
    FAMILY.contains(word)
}

/// The same for Japanese given names as they are written.
pub(super) fn is_given_han(word: &str) -> bool {
    GIVEN_HAN.contains(word)
}

/// The same for Japanese family names as they are written.
pub(super) fn is_family_han(word: &str) -> bool {
    FAMILY_HAN.contains(word)
}

fn is_reserved(text: &str) -> bool {
    let bare = skeleton(text);
    // `admin2` and `the_admin` pretend as much as `admin` does.
    let digits = |c: char| c.is_ascii_digit() || c == '_' || c.is_whitespace();
    RESERVED.contains(&bare)
        || RESERVED.contains(&skeleton(text.trim_matches(digits)))
        || text.split(digits).any(|part| OFFICES.contains(&part.to_lowercase().as_str()))
}

/// Words that pretend to an office wherever they stand in a name.
const OFFICES: &[&str] =
    &["admin", "administrator", "moderator", "operator", "official", "support", "sysadmin", "webmaster"];

/// Something before an `@` and something with a dot after it.
fn like_mail(text: &str) -> bool {
    text.split_once('@').is_some_and(|(before, after)| {
        before.ends_with(|c: char| c.is_alphanumeric()) && after.starts_with(|c: char| c.is_alphanumeric())
    })
}

/// `taro_yamada`, `smith_john_82`: a given and a family name, in either order, and nothing else.
fn is_full_name(parts: &[&str]) -> bool {
    let [first, second] = parts else { return false };
    (GIVEN.contains(first) && FAMILY.contains(second))
        || (FAMILY.contains(first) && GIVEN.contains(second))
        || (GIVEN.contains(first) && GIVEN.contains(second))
}

/// `taroyamada`: the two without anything between.
fn is_joined_name(word: &str) -> bool {
    word.char_indices().skip(2).any(|(at, _)| {
        word.split_at_checked(at).is_some_and(|(first, second)| {
            second.len() > 2
                && ((GIVEN.contains(first) && FAMILY.contains(second))
                    || (FAMILY.contains(first) && GIVEN.contains(second)))
        })
    })
}

/// `John Carter`, `Smith, Anna`: two or three capitalised words with a common given name among them.
fn is_capitalised_name(text: &str) -> bool {
    let parts: Vec<&str> = text.split(not_letter).filter(|part| !part.is_empty()).collect();
    let capitalised = |part: &&str| part.chars().next().is_some_and(char::is_uppercase);
    let lower: Vec<String> = parts.iter().map(|part| part.to_lowercase()).collect();
    let lower: Vec<&str> = lower.iter().map(String::as_str).collect();
    // A family name alone is no sign: Brown, Park and Baker are words too.
    let common = lower.iter().any(|part| GIVEN.contains(part));
    is_full_name(&lower) || ((2..=3).contains(&parts.len()) && parts.iter().all(capitalised) && common)
}

/// `山田太郎`, `佐藤 さくら`: a common family name and one to three more characters, or a common given name.
fn is_han_name(text: &str) -> bool {
    let bare: String = text.chars().filter(|c| !c.is_whitespace() && *c != '・').collect();
    let spaced = text.contains(char::is_whitespace);
    bare.char_indices().skip(1).any(|(at, _)| {
        bare.split_at_checked(at).is_some_and(|(family, given)| {
            let length = given.chars().count();
            FAMILY_HAN.contains(family)
                && (GIVEN_HAN.contains(given) || (spaced && length <= 3 && given.chars().all(is_japanese)))
        })
    })
}

fn is_japanese(letter: char) -> bool {
    matches!(letter, 'ぁ'..='ゖ' | 'ァ'..='ヺ' | 'ー' | '々' | '一'..='鿿')
}

fn not_letter(letter: char) -> bool {
    !letter.is_alphabetic()
}

/// The word without the digits around it.
fn letters_of(part: &str) -> &str {
    part.trim_matches(|c: char| c.is_ascii_digit())
}

fn lines(text: &'static str) -> impl Iterator<Item = &'static str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'))
}

fn words(text: &'static str) -> HashSet<String> {
    lines(text).map(skeleton).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn handle(text: &str) -> &'static str {
        check_handle(text).map_or_else(|problem| problem.message, |()| "")
    }

    fn display_name(text: &str) -> &'static str {
        check_display_name(text).map_or_else(|problem| problem.message, |()| "")
    }

    #[test]
    fn a_handle_that_gives_away_or_pretends_is_refused_with_the_reason() {
        for (text, expect) in [
            ("quiet_fern_12", ""),
            ("shizukana_komorebi_42", ""),
            ("ab", "problem-handle-characters"),
            ("Quiet", "problem-handle-characters"),
            ("静か", "problem-handle-characters"),
            ("12345", "problem-handle-characters"),
            ("a_handle_that_is_much_too_long_1", "problem-handle-characters"),
            ("taro@example.com", "problem-handle-like-mail"),
            ("taro_gmail_com", "problem-handle-like-mail"),
            ("blueleaf_co_jp", "problem-handle-like-mail"),
            ("john_smith", "problem-handle-like-name"),
            ("yamada_taro_82", "problem-handle-like-name"),
            ("taroyamada", "problem-handle-like-name"),
            ("mary_anna", "problem-handle-like-name"),
            ("john", ""),
            ("admin", "problem-handle-reserved"),
            ("adm1n", "problem-handle-reserved"),
            ("adrnin", "problem-handle-reserved"),
            ("the_admin_2", "problem-handle-reserved"),
            ("st0ries", "problem-handle-reserved"),
            ("inbox_1", "problem-handle-reserved"),
        ] {
            assert_eq!(handle(text), expect, "{text}");
        }
    }

    #[test]
    fn a_display_name_is_held_to_the_same_in_any_script() {
        for (text, expect) in [
            ("Quiet fern", ""),
            ("静かな木漏れ日", ""),
            ("Anna", ""),
            ("", ""),
            ("taro@example.com", "problem-handle-like-mail"),
            ("ｔａｒｏ＠ｅｘａｍｐｌｅ．ｃｏｍ", "problem-handle-like-mail"),
            ("me at gmail", "problem-handle-like-mail"),
            ("John Carter", "problem-handle-like-name"),
            ("john smith", "problem-handle-like-name"),
            ("Smith, Anna", "problem-handle-like-name"),
            ("山田太郎", "problem-handle-like-name"),
            ("佐藤 さくら", "problem-handle-like-name"),
            ("Moderator", "problem-handle-reserved"),
            ("Аdmin", "problem-handle-reserved"),
            ("運営", "problem-handle-reserved"),
            ("A name that goes on and on and on and on and on and on and on", "problem-too-long"),
        ] {
            assert_eq!(display_name(text), expect, "{text}");
        }
    }

    #[test]
    fn names_that_look_alike_have_one_skeleton() {
        for (one, other) in [("quiet_fern", "qu1etfem"), ("wo0d", "vvood"), ("Clear", "dear"), ("lil", "1i1")]
        {
            assert_eq!(skeleton(one), skeleton(other), "{one} {other}");
        }
        assert_ne!(skeleton("quiet_fern_12"), skeleton("quiet_fern_13"));
    }
}
