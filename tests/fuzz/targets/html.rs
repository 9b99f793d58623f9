//! Hostile HTML becomes harmless, and stays so when it is cleaned again.
#![no_main]

use anamnesis::base::text::html::{CleanHtml, plain};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|hostile: &str| {
    let clean = CleanHtml::clean(hostile);
    let lower = clean.as_str().to_ascii_lowercase();
    for bad in ["<script", "<style", "<iframe", "<img", "<svg", "<math", "=\"javascript:", "=\"data:"] {
        assert!(!lower.contains(bad), "{bad} in {clean}");
    }
    let again = CleanHtml::clean(clean.as_str());
    assert_eq!(again.to_plain(), clean.to_plain());
    let _words = plain(hostile);
    let _html = CleanHtml::from_plain(hostile);
});
