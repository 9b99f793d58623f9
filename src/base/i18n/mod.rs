//! The words that people read: message catalogues in Fluent, one folder per language, one file per area.
//!
//! Code and templates hold keys; the words stand in `en/*.ftl` and `ja/*.ftl`, written by hand in each language.

mod calendar;
mod language;
mod names;

use std::fmt;
use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};

pub use calendar::{day, month};
pub use language::{Language, country_of};
pub use names::{countries, country_name, direction_of, language_name, languages, own_name};

use super::error::{Args, Problem};

type Bundle = FluentBundle<FluentResource>;

/// The files of one language, in the same order for each, so that a missing one does not compile.
macro_rules! catalogue {
    ($language:literal) => {
        [
            ("api", include_str!(concat!($language, "/api.ftl"))),
            ("appeals", include_str!(concat!($language, "/appeals.ftl"))),
            ("care", include_str!(concat!($language, "/care.ftl"))),
            ("complaints", include_str!(concat!($language, "/complaints.ftl"))),
            ("desk", include_str!(concat!($language, "/desk.ftl"))),
            ("download", include_str!(concat!($language, "/download.ftl"))),
            ("errors", include_str!(concat!($language, "/errors.ftl"))),
            ("guide", include_str!(concat!($language, "/guide.ftl"))),
            ("limits", include_str!(concat!($language, "/limits.ftl"))),
            ("names", include_str!(concat!($language, "/names.ftl"))),
            ("people", include_str!(concat!($language, "/people.ftl"))),
            ("problems", include_str!(concat!($language, "/problems.ftl"))),
            ("proposals", include_str!(concat!($language, "/proposals.ftl"))),
            ("report", include_str!(concat!($language, "/report.ftl"))),
            ("reports", include_str!(concat!($language, "/reports.ftl"))),
            ("scan", include_str!(concat!($language, "/scan.ftl"))),
            ("share", include_str!(concat!($language, "/share.ftl"))),
            ("site", include_str!(concat!($language, "/site.ftl"))),
            ("stories", include_str!(concat!($language, "/stories.ftl"))),
            ("texts", include_str!(concat!($language, "/texts.ftl"))),
            ("transparency", include_str!(concat!($language, "/transparency.ftl"))),
        ]
    };
}

/// How many files a catalogue has.
const FILES: usize = 21;

static EN: LazyLock<Bundle> = LazyLock::new(|| build(Language::En));
static JA: LazyLock<Bundle> = LazyLock::new(|| build(Language::Ja));

/// The words for `key` in `language`, with `args` filled in; plurals follow an argument that is a whole number.
///
/// Never fails: a key that no catalogue has gives the key itself (a test makes sure that none is missing).
pub fn text(language: Language, key: &str, args: &[(&'static str, String)]) -> String {
    let bundle = bundle(language);
    let Some(pattern) = bundle.get_message(key).and_then(|message| message.value()) else {
        return key.to_owned();
    };
    let mut values = FluentArgs::with_capacity(args.len());
    for (name, value) in args {
        values.set(*name, as_value(value));
    }
    let mut errors = Vec::new();
    bundle.format_pattern(pattern, Some(&values), &mut errors).into_owned()
}

/// The sentence for a problem, in the reader's language.
pub fn problem(language: Language, problem: &Problem) -> String {
    text(language, problem.message, &problem.args)
}

/// The words of one language, as templates use them: `{{ t.say("story-back") }}`.
#[derive(Debug, Clone, Copy, Default)]
pub struct Words {
    /// The language they are in.
    pub language: Language,
}

impl Words {
    /// The words of `language`.
    pub const fn new(language: Language) -> Self {
        Self { language }
    }

    /// The words for a key; values are added with [`Saying::with`].
    pub fn say(&self, key: &'static str) -> Saying {
        Saying { language: self.language, key, args: Vec::new() }
    }

    /// The sentence for a problem.
    pub fn problem(&self, found: &Problem) -> String {
        problem(self.language, found)
    }
}

/// Words that wait for their values; it reads as text wherever text is shown.
#[derive(Debug, Clone)]
pub struct Saying {
    language: Language,
    key: &'static str,
    args: Args,
}

impl Saying {
    /// Fills in one value by name.
    #[expect(clippy::needless_pass_by_value, reason = "a template hands over what it has, owned or not")]
    pub fn with(mut self, name: &'static str, value: impl ToString) -> Self {
        self.args.push((name, value.to_string()));
        self
    }
}

impl fmt::Display for Saying {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&text(self.language, self.key, &self.args))
    }
}

fn bundle(language: Language) -> &'static Bundle {
    match language {
        Language::En => &EN,
        Language::Ja => &JA,
    }
}

fn build(language: Language) -> Bundle {
    let locale = language.code().parse().unwrap_or_default();
    let mut bundle = Bundle::new_concurrent(vec![locale]);
    // The marks would travel into copied text and into addresses; both languages are written left to right.
    bundle.set_use_isolating(false);
    for (_, source) in sources(language) {
        let resource = match FluentResource::try_new(source.to_owned()) {
            Ok(whole) | Err((whole, _)) => whole,
        };
        bundle.add_resource_overriding(resource);
    }
    bundle
}

fn sources(language: Language) -> [(&'static str, &'static str); FILES] {
    match language {
        Language::En => catalogue!("en"),
        Language::Ja => catalogue!("ja"),
    }
}

/// A whole number selects plurals; everything else, such as `007`, stays the text it is.
fn as_value(value: &str) -> FluentValue<'_> {
    match value.parse::<i32>() {
        Ok(number) if number.to_string() == value => FluentValue::from(number),
        Ok(_) | Err(_) => FluentValue::from(value),
    }
}

#[cfg(test)]
mod tests;
