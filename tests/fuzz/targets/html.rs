//! Hostile HTML becomes harmless, and stays so when it is cleaned again.
#![no_main]

use anamnesis::base::text::html::{CleanHtml, plain};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|hostile: &str| {
    let clean = CleanHtml::clean(hostile);
    // Text holds no `<` of its own, so whatever follows one is a tag.
    let lower = clean.as_str().to_ascii_lowercase();
    for tag in lower.split('<').skip(1).filter_map(|part| part.split('>').next()) {
        for bad in ["script", "style", "iframe", "img", "svg", "math", "template"] {
            assert!(!tag.trim_start_matches('/').starts_with(bad), "<{tag}> in {clean}");
        }
        assert!(!tag.contains("=\"javascript:") && !tag.contains("=\"data:"), "<{tag}>");
        // What stands between the values are names.
        assert!(tag.split('"').step_by(2).all(|names| !names.contains(" on")), "<{tag}>");
    }
    let again = CleanHtml::clean(clean.as_str());
    assert_eq!(again, clean);
    let _words = plain(hostile);
    let _html = CleanHtml::from_plain(hostile);
});
