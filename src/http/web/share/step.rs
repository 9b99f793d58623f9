//! The steps in which a story is told, each a page of its own.

/// One step.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// The story in the writer's own words.
    #[default]
    Tell,
    /// What happened, in short.
    Facts,
    /// As others will see it.
    Preview,
    /// Who may do what with it.
    Consent,
    /// It is told.
    Done,
}

/// A step in the list on top of each of its pages.
#[derive(Debug, Clone, Copy)]
pub struct StepView {
    /// Its number, from 1.
    pub number: usize,
    /// Its name in the catalogue.
    pub key: &'static str,
    /// Whether the reader is there.
    pub current: bool,
    /// Whether it lies behind the reader.
    pub passed: bool,
}

impl Step {
    /// Every step, in order.
    pub const ALL: [Self; 5] = [Self::Tell, Self::Facts, Self::Preview, Self::Consent, Self::Done];

    /// The word that its buttons send.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Tell => "text",
            Self::Facts => "facts",
            Self::Preview => "preview",
            Self::Consent => "consent",
            Self::Done => "tell",
        }
    }

    /// The step with this word.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|step| step.code() == code)
    }

    /// The path of its page, for who tells a new story.
    pub fn path(self) -> String {
        match self {
            Self::Tell => "/share".to_owned(),
            Self::Facts | Self::Preview | Self::Consent | Self::Done => format!("/share/{}", self.code()),
        }
    }

    /// The step whose page has an input of this name.
    pub fn of(input: &str) -> Self {
        if input.starts_with("edition-") {
            return Self::Tell;
        }
        if input.starts_with("consent-") {
            return Self::Consent;
        }
        if input.starts_with("finding-") || input.starts_with("findings-") {
            return Self::Preview;
        }
        match input {
            "text" | "title" | "language" | "warning" | "published" => Self::Tell,
            "findable" | "release" | "answer" | "asked" | "seal" => Self::Consent,
            _ => Self::Facts,
        }
    }

    /// The list of steps as it stands on the page of this one.
    pub fn way(self) -> Vec<StepView> {
        let view = |(number, step): (usize, Self)| StepView {
            number,
            key: step.key(),
            current: step == self,
            passed: step < self,
        };
        (1..).zip(Self::ALL).map(view).collect()
    }

    const fn key(self) -> &'static str {
        match self {
            Self::Tell => "step-tell",
            Self::Facts => "step-facts",
            Self::Preview => "step-preview",
            Self::Consent => "step-consent",
            Self::Done => "step-done",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::web::share::fields::StoryForm;

    #[test]
    fn every_input_belongs_to_the_page_that_shows_it() {
        for (name, step) in [
            ("text", Step::Tell),
            ("edition-2-text", Step::Tell),
            ("symptom-1-name", Step::Facts),
            ("country", Step::Facts),
            ("finding-name", Step::Preview),
            ("consent-publish", Step::Consent),
            ("seal", Step::Consent),
        ] {
            assert_eq!(Step::of(name), step, "{name}");
        }
        let form = StoryForm::read([("text", "a"), ("age", "26-35"), ("consent-publish", "yes")]);
        let carried = |step| form.carried(step).into_iter().map(|(name, _)| name).collect::<Vec<_>>();
        assert_eq!(carried(Step::Tell), ["age", "consent-publish"]);
        assert_eq!(carried(Step::Facts), ["text", "consent-publish"]);
        assert_eq!(carried(Step::Preview), ["text", "age", "consent-publish"]);
    }
}
