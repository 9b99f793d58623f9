//! The languages in which the pages speak, and how a reader's language is chosen.

/// A language of the interface: it has a complete catalogue. Stories may be in any language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Language {
    /// English; also what a reader gets whose languages we do not speak.
    #[default]
    En,
    /// Japanese.
    Ja,
}

impl Language {
    /// Every language of the interface, in the order in which the language choice shows them.
    pub const ALL: [Self; 2] = [Self::En, Self::Ja];

    /// The BCP 47 code, as it stands in `lang` attributes and in addresses.
    pub const fn code(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Ja => "ja",
        }
    }

    /// The language's name in the language itself.
    pub const fn name(self) -> &'static str {
        match self {
            Self::En => "English",
            Self::Ja => "日本語",
        }
    }

    /// The writing direction, for the `dir` attribute.
    pub const fn direction(self) -> &'static str {
        match self {
            Self::En | Self::Ja => "ltr",
        }
    }

    /// The interface language that a language tag asks for: `ja-JP` gives Japanese, `tlh` nothing.
    pub fn parse(tag: &str) -> Option<Self> {
        let primary = tag.trim().split(['-', '_']).next()?.to_ascii_lowercase();
        Self::ALL.into_iter().find(|language| language.code() == primary)
    }

    /// The reader's language: what they chose, else the best of what their browser sends, else English.
    ///
    /// `choice` is the `lang` of the address, `accept_language` the request header of that name (RFC 9110
    /// section 12.5.4). Unknown languages and broken headers are passed over, never an error.
    pub fn negotiate(choice: Option<&str>, accept_language: Option<&str>) -> Self {
        choice
            .and_then(Self::parse)
            .or_else(|| accept_language.and_then(Self::from_accept_language))
            .unwrap_or_default()
    }

    fn from_accept_language(header: &str) -> Option<Self> {
        let mut best: Option<(Self, f32)> = None;
        for (tag, weight) in accepted(header) {
            let language = if tag == "*" { Some(Self::default()) } else { Self::parse(tag) };
            if let Some(language) = language
                && weight > best.map_or(0.0, |(_, heaviest)| heaviest)
            {
                best = Some((language, weight));
            }
        }
        best.map(|(language, _)| language)
    }
}

/// The two-letter country that the first tag with one names: `ja-JP,en` gives `JP`.
///
/// Only a guess for helplines, which the reader can always change; nothing is ever guessed from an address.
pub fn country_of(accept_language: &str) -> Option<String> {
    accepted(accept_language).find_map(|(tag, _)| {
        tag.split('-')
            .skip(1)
            .find(|part| part.len() == 2 && part.chars().all(|letter| letter.is_ascii_alphabetic()))
            .map(str::to_ascii_uppercase)
    })
}

/// The tags of an `Accept-Language` header with their weights. At most sixteen: no browser sends more.
fn accepted(header: &str) -> impl Iterator<Item = (&str, f32)> {
    header.split(',').take(16).filter_map(|part| {
        let mut pieces = part.split(';');
        let tag = pieces.next()?.trim();
        let weight = pieces
            .find_map(|piece| piece.trim().strip_prefix("q=")?.trim().parse().ok())
            .filter(|weight: &f32| weight.is_finite())
            .unwrap_or(1.0);
        (!tag.is_empty()).then_some((tag, weight))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_choice_comes_before_the_browser_and_the_browser_before_english() {
        let check =
            |choice, header, expect| assert_eq!(Language::negotiate(choice, header), expect, "{header:?}");
        check(Some("ja"), Some("en"), Language::Ja);
        check(Some("xx"), Some("ja-JP"), Language::Ja);
        check(None, Some("de-DE,de;q=0.9,ja;q=0.8,en;q=0.7"), Language::Ja);
        check(None, Some("ja;q=0.2, en-GB;q=0.9"), Language::En);
        check(None, Some("ja;q=0"), Language::En);
        check(None, Some(";;q=,,q=nan, ja;q=NaN"), Language::Ja);
        check(None, None, Language::En);
    }

    #[test]
    fn a_country_is_guessed_only_from_the_languages() {
        assert_eq!(country_of("ja-JP,ja;q=0.9").as_deref(), Some("JP"));
        assert_eq!(country_of("zh-Hant-TW").as_deref(), Some("TW"));
        assert_eq!(country_of("en,fr;q=0.5"), None);
    }
}
