//! The words that make the guide fall silent, in the languages of the vocabulary.

use crate::domain::vocabulary::fold;

/// Words of members, not ours: whoever writes one of these alone wants to be left in peace.
const WORDS: &[&str] = &[
    // English
    "stop",
    "stop it",
    "stop this",
    "please stop",
    "quit",
    "unsubscribe",
    "no more",
    "go away",
    "leave me alone",
    // Japanese
    "停止",
    "中止",
    "ストップ",
    "やめて",
    "やめてください",
    "止めて",
    "止めてください",
    "やめる",
    "終了",
    "不要",
    "いりません",
    // German
    "stopp",
    "halt",
    "aufhören",
    "hör auf",
    "bitte aufhören",
    "schluss",
    "abbestellen",
    // French
    "arrête",
    "arrêtez",
    "arrêter",
    "stop svp",
    "ça suffit",
    "plus de messages",
    // Spanish
    "alto",
    "para",
    "parar",
    "basta",
    "detener",
    "detente",
    "no más",
    // Portuguese
    "pare",
    "chega",
    "pára",
    "parar por favor",
    "sair",
    // Chinese
    "停",
    "停下",
    "别发了",
    "取消",
    "停止发送",
    "別發了",
    "停止發送",
    "退订",
    "退訂",
    // Korean
    "중지",
    "그만",
    "그만해",
    "그만하세요",
    "멈춰",
    "멈춰주세요",
    "정지",
];

/// Whether a message says nothing but that the guide should stop. `text` is plain; mentions in it do not count.
pub(super) fn is_stop(text: &str) -> bool {
    let said = words_of(text);
    !said.is_empty() && WORDS.iter().any(|word| fold(word) == said)
}

/// A message without mentions, marks and capitals.
pub(super) fn words_of(text: &str) -> String {
    let words = text.split_whitespace().filter(|word| !word.starts_with(['@', '＠']));
    let words: Vec<&str> = words.collect();
    let is_mark =
        |letter: char| letter.is_ascii_punctuation() || "。、！？…「」『』“”‘’«»¡¿・".contains(letter);
    fold(words.join(" ").trim_matches(|letter: char| is_mark(letter) || letter.is_whitespace()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_word_is_enough_in_every_language() {
        for text in [
            "stop",
            "@guide STOP!",
            "@guide@stories.example Please stop.",
            "「停止」",
            "@guide やめてください。",
            "＠guide ストップ",
            "Aufhören!",
            "¡Basta!",
            "arrêtez",
            "pare",
            "停止發送",
            "그만하세요",
        ] {
            assert!(is_stop(text), "{text}");
        }
    }

    #[test]
    fn a_sentence_about_stopping_a_medication_is_no_wish_to_be_left_in_peace() {
        for text in [
            "",
            "@guide",
            "I stopped in May",
            "Current status: No, have stopped",
            "薬をやめました",
            "Age: 29",
        ] {
            assert!(!is_stop(text), "{text}");
        }
    }
}
