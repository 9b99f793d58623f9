//! Any text is a draft: facts are found or not, and something is always left to read.
#![no_main]

use anamnesis::domain::story::{Draft, render};
use anamnesis::domain::vocabulary::Lang;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|told: (u8, &str)| {
    let (language, text) = told;
    let tag = Lang::ALL.get(usize::from(language)).map(|lang| lang.tag());
    let draft = Draft::parse(text, tag);
    assert!(!draft.editions.is_empty());
    let _text = render::source(&draft.facts, &draft.editions, &draft.hashtags);
});
