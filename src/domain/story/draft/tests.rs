//! The rules of the text form, as tables.

use proptest::prelude::*;

use super::*;

proptest! {
    #[test]
    fn no_text_makes_the_parser_panic(text in "\\PC{0,200}", language in proptest::option::of("[a-z]{2}(-[A-Z]{2})?")) {
        let draft = Draft::parse(&text, language.as_deref());
        prop_assert!(!draft.editions.is_empty());
    }

    #[test]
    fn no_mixture_of_marks_makes_the_parser_panic(
        pieces in proptest::collection::vec(
            prop_oneof![
                Just("Age: 29"), Just("\n"), Just("\n\n"), Just("症状："), Just("#Accutane"), Just("・"), Just("【"), Just("】"),
                Just("English Translation"), Just("原文"), Just("---"), Just("← Back to all stories"), Just("Share Your Story"),
                Just("不安"), Just("/"), Just("（重度）"), Just("severe "), Just(":"), Just("@a@b.c"), Just("https://x.y/z"),
                Just("\u{200b}"), Just("😀"), Just("2年半"), Just("\r\n"), Just("1️⃣ "), Just("**"), Just("> "), Just(" "),
            ],
            0..40,
        )
    ) {
        let draft = Draft::parse(&pieces.concat(), None);
        prop_assert!(!draft.editions.is_empty());
    }
}
