//! Hashtags: one form for comparing them, as other servers compare them.

use unicode_normalization::UnicodeNormalization as _;

/// Longest hashtag that others accept, in characters.
pub const MAX_TAG_CHARS: usize = 100;

/// The form under which a hashtag is found: without sign, NFKC and lower case (as Misskey), without accents on
/// Latin letters (as Mastodon); kana keep their voicing marks.
pub fn fold_tag(name: &str) -> String {
    let folded = name.trim().trim_start_matches(['#', '＃']).nfkc().collect::<String>().to_lowercase();
    let bare = folded.nfd().filter(|letter| !matches!(letter, '\u{300}'..='\u{36f}'));
    bare.nfc().filter(|letter| letter.is_alphanumeric() || matches!(letter, '_' | '·' | '・')).collect()
}

/// A hashtag of another server as it is shown here: without its sign and without what may not stand in one, as Mastodon
/// does it; `None` where no letter is left, so that nobody could look for it.
pub fn clean_tag(name: &str) -> Option<String> {
    let name = name.trim().trim_start_matches(['#', '＃']).nfc();
    let kept: String =
        name.filter(|letter| letter.is_alphanumeric() || matches!(letter, '_' | '·' | '・')).collect();
    let fits = kept.chars().any(char::is_alphabetic) && kept.chars().count() <= MAX_TAG_CHARS;
    fits.then_some(kept)
}

/// A label as a hashtag: `Dry eyes` gives `DryEyes`; `None` where nothing is left that could be one.
pub fn as_tag(label: &str) -> Option<String> {
    let mut tag = String::new();
    for word in label.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty()) {
        let mut letters = word.chars();
        tag.extend(letters.next().into_iter().flat_map(char::to_uppercase));
        tag.extend(letters);
    }
    let fits = tag.chars().any(char::is_alphabetic) && tag.chars().count() <= MAX_TAG_CHARS;
    fits.then_some(tag)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_hashtag_has_one_form_whatever_its_spelling() {
        assert_eq!(fold_tag("#Curacné"), "curacne");
        assert_eq!(fold_tag("＃ﾆｷﾋﾞ"), "ニキビ");
        assert_eq!(fold_tag("DryEyes"), "dryeyes");
        assert_eq!(fold_tag("감정"), "감정");
    }

    #[test]
    fn hashtags_of_others_lose_what_no_hashtag_may_have() {
        assert_eq!(clean_tag("#with-dash_under").as_deref(), Some("withdash_under"));
        assert_eq!(clean_tag("＃Größe 薄毛").as_deref(), Some("Größe薄毛"));
        assert_eq!(clean_tag("#\u{304b}\u{3099}").as_deref(), Some("が"));
        for none in ["#1234", "#🐄", "#", "", "#___"] {
            assert_eq!(clean_tag(none), None, "{none}");
        }
        assert_eq!(clean_tag(&"a".repeat(101)), None);
    }

    #[test]
    fn a_label_becomes_a_hashtag_without_hyphens_and_spaces() {
        assert_eq!(as_tag("Post-Accutane syndrome").as_deref(), Some("PostAccutaneSyndrome"));
        assert_eq!(as_tag("薄毛").as_deref(), Some("薄毛"));
        assert_eq!(as_tag("5-7"), None);
    }
}
