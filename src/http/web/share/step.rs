//! The steps in which a story is told, each a page of its own.

/// One step.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// The story in the writer's own words.
    #[default]
    Tell,
    /// What happened, in short: names of what was taken, and of what came of it.
    Facts,
    /// The same step's second page: what is asked about each name, how it went, and who tells. By itself, because the
    /// names of the vocabulary to choose from and the lists of answers weigh too much for one page.
    Course,
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
    pub const ALL: [Self; 6] =
        [Self::Tell, Self::Facts, Self::Course, Self::Preview, Self::Consent, Self::Done];

    /// The word that its buttons send.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Tell => "text",
            Self::Facts => "facts",
            Self::Course => "course",
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
            Self::Facts | Self::Course | Self::Preview | Self::Consent | Self::Done => {
                format!("/share/{}", self.code())
            }
        }
    }

    /// The step whose page has an input of this name. A row of the facts is named on one page and told more about on the next.
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
        if input.starts_with("medication-") && !input.ends_with("-name") {
            return Self::Course;
        }
        if input.starts_with("symptom-") && !input.ends_with("-name") && !input.ends_with("-severity") {
            return Self::Course;
        }
        match input {
            "text" | "title" | "language" | "warning" | "published" => Self::Tell,
            "age" | "duration" | "status" | "since-stopping" | "onset" | "trajectory" | "warned"
            | "response" | "again" | "country" | "gender" => Self::Course,
            "findable" | "release" | "answer" | "asked" | "seal" => Self::Consent,
            _ => Self::Facts,
        }
    }

    /// The list of steps as it stands on the page of this one. A step of two pages stands there once.
    pub fn way(self) -> Vec<StepView> {
        let here = if self == Self::Course { Self::Facts } else { self };
        let view = |(number, step): (usize, Self)| StepView {
            number,
            key: step.key(),
            current: step == here,
            passed: step < here,
        };
        (1..).zip(Self::ALL.into_iter().filter(|step| *step != Self::Course)).map(view).collect()
    }

    const fn key(self) -> &'static str {
        match self {
            Self::Tell => "step-tell",
            Self::Facts | Self::Course => "step-facts",
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
            ("symptom-1-severity", Step::Facts),
            ("symptom-1-onset", Step::Course),
            ("medication-2-name", Step::Facts),
            ("medication-2-dose", Step::Course),
            ("moment-1-symptom", Step::Facts),
            ("conditions", Step::Facts),
            ("country", Step::Course),
            ("finding-name", Step::Preview),
            ("consent-publish", Step::Consent),
            ("seal", Step::Consent),
        ] {
            assert_eq!(Step::of(name), step, "{name}");
        }
        let form = StoryForm::read([("text", "a"), ("age", "26-35"), ("consent-publish", "yes")]);
        let carried = |step| form.carried(step).into_iter().map(|(name, _)| name).collect::<Vec<_>>();
        assert_eq!(carried(Step::Tell), ["age", "consent-publish"]);
        assert_eq!(carried(Step::Facts), ["text", "age", "consent-publish"]);
        assert_eq!(carried(Step::Course), ["text", "consent-publish"]);
        assert_eq!(carried(Step::Preview), ["text", "age", "consent-publish"]);
    }

    #[test]
    fn five_steps_are_listed_and_both_pages_of_the_second_stand_there_as_one() {
        let current =
            |step: Step| step.way().into_iter().find(|one| one.current).map(|one| (one.number, one.passed));
        assert_eq!(Step::Tell.way().len(), 5);
        assert_eq!(current(Step::Facts), Some((2, false)));
        assert_eq!(current(Step::Course), Some((2, false)));
        assert_eq!(current(Step::Preview), Some((3, false)));
        assert_eq!(Step::Preview.way().iter().filter(|one| one.passed).count(), 2);
    }
}
