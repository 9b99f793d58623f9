//! The closed lists of a story's facts as types: each value has the code that the data and the wire use.
//!
//! The labels of these codes are data of the vocabulary (`lists.json`); a test checks that both sides have the
//! same codes. `prefer-not-to-say` is missing on purpose: it means that the fact is left out, not stored.

use crate::domain::vocabulary::List;

/// Declares one closed list: an enum whose values know their code.
macro_rules! codes {
    ($(#[$list_doc:meta])* $name:ident in $list:ident { $($(#[$doc:meta])* $value:ident = $code:literal,)+ }) => {
        $(#[$list_doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
        pub enum $name {
            $($(#[$doc])* #[serde(rename = $code)] $value,)+
        }

        impl $name {
            /// The list in the vocabulary that holds the labels of these codes.
            pub const LIST: List = List::$list;

            /// Every value, in the order in which a form shows them.
            pub const ALL: &'static [Self] = &[$(Self::$value),+];

            /// The code that stands on the wire and in the data.
            pub const fn code(self) -> &'static str {
                match self { $(Self::$value => $code),+ }
            }

            /// The value with this code; `None` for a code that this version does not know.
            pub fn from_code(code: &str) -> Option<Self> {
                match code { $($code => Some(Self::$value),)+ _ => None }
            }
        }
    };
}

codes! {
    /// Age at the time of use, in whole years.
    AgeBand in AgeBand {
        /// 17 or younger.
        Under18 = "under-18",
        /// 18 to 25.
        From18To25 = "18-25",
        /// 26 to 35.
        From26To35 = "26-35",
        /// 36 to 45.
        From36To45 = "36-45",
        /// 46 to 55.
        From46To55 = "46-55",
        /// 56 to 65.
        From56To65 = "56-65",
        /// 66 or older.
        Over65 = "over-65",
    }
}

codes! {
    /// How long the medication was used. From the second band on a band includes its upper edge, and exactly one
    /// month belongs to the second.
    DurationOfUse in Duration {
        /// Shorter than a month, or a single dose.
        Under1Month = "under-1-month",
        /// One month up to and including six.
        Months1To6 = "1-6-months",
        /// More than six months, up to and including a year.
        Months6To12 = "6-12-months",
        /// More than one year, up to and including two.
        Years1To2 = "1-2-years",
        /// More than two years, up to and including five.
        Years2To5 = "2-5-years",
        /// More than five years.
        Over5Years = "over-5-years",
        /// The author is not sure.
        Unsure = "unsure",
    }
}

codes! {
    /// The answer to "Are you still taking it?".
    CurrentStatus in CurrentStatus {
        /// Yes.
        StillTaking = "still-taking",
        /// Yes, less than before.
        LowerDose = "lower-dose",
        /// On the way out, step by step.
        Tapering = "tapering",
        /// No.
        Stopped = "stopped",
        /// Stopped once, now taking it again.
        StoppedRestarted = "stopped-restarted",
    }
}

codes! {
    /// How long ago the medication was stopped; edges as in [`DurationOfUse`].
    TimeSinceStopping in TimeSinceStopping {
        /// Less than a month ago.
        Under1Month = "under-1-month",
        /// One month up to and including six.
        Months1To6 = "1-6-months",
        /// More than six months, up to and including a year.
        Months6To12 = "6-12-months",
        /// More than one year, up to and including two.
        Years1To2 = "1-2-years",
        /// More than two years, up to and including five.
        Years2To5 = "2-5-years",
        /// More than five years.
        Over5Years = "over-5-years",
    }
}

codes! {
    /// When a symptom, or the story's symptoms, began, counted from the start of use.
    Onset in Onset {
        /// On the first day.
        SameDay = "same-day",
        /// On the second or third day.
        Within3Days = "within-3-days",
        /// Up to a week.
        Within1Week = "within-1-week",
        /// More than one week, up to four.
        Weeks1To4 = "1-4-weeks",
        /// One month up to six.
        Months1To6 = "1-6-months",
        /// After more than six months of use.
        Later = "later",
        /// Only after the medication was stopped.
        AfterStopping = "after-stopping",
    }
}

codes! {
    /// What became of one symptom.
    Outcome in Outcome {
        /// It is gone.
        Resolved = "resolved",
        /// It gets better.
        Improving = "improving",
        /// It is as it was.
        Unchanged = "unchanged",
        /// It gets worse.
        Worse = "worse",
        /// It comes in waves.
        ComesAndGoes = "comes-and-goes",
        /// It was gone and came back once the medication was stopped.
        CameBackAfterStopping = "came-back-after-stopping",
    }
}

codes! {
    /// The overall course of a story.
    Trajectory in Trajectory {
        /// Everything is gone.
        Resolved = "resolved",
        /// It gets better.
        Improving = "improving",
        /// It is as it was.
        Unchanged = "unchanged",
        /// It gets worse.
        Worse = "worse",
        /// It comes in waves.
        ComesAndGoes = "comes-and-goes",
    }
}

codes! {
    /// Whether a symptom was there before the medication.
    BeforeUse in BeforeUse {
        /// It was not there.
        Absent = "absent",
        /// It was there, but milder.
        Milder = "milder",
        /// It was there just as much.
        Same = "same",
        /// The author is not sure.
        Unsure = "unsure",
    }
}

codes! {
    /// Whether somebody told the author beforehand what could happen.
    Warned in Warned {
        /// Yes.
        Yes = "yes",
        /// Of some of it.
        Partly = "partly",
        /// No.
        No = "no",
        /// The author does not know.
        Unknown = "unknown",
    }
}

codes! {
    /// How the prescriber answered when the author told them.
    PrescriberResponse in PrescriberResponse {
        /// They believed the author.
        Believed = "believed",
        /// They were not sure.
        Unsure = "unsure",
        /// They did not take it seriously.
        Dismissed = "dismissed",
        /// They said that the medication could not be the cause.
        Denied = "denied",
        /// They sent the author to someone else.
        Referred = "referred",
        /// The author did not tell them.
        NotTold = "not-told",
    }
}

codes! {
    /// Whether the author would take the medication again.
    WouldTakeAgain in WouldTakeAgain {
        /// Yes.
        Yes = "yes",
        /// No.
        No = "no",
        /// The author is not sure.
        Unsure = "unsure",
    }
}

codes! {
    /// Where a medication came from.
    MedicationSource in MedicationSource {
        /// Prescribed face to face.
        InPerson = "in-person",
        /// Prescribed through a screen.
        OnlineClinic = "online-clinic",
        /// Given in a hospital.
        Hospital = "hospital",
        /// Ordered from abroad by the author.
        PrivateImport = "private-import",
        /// Somewhere else.
        Other = "other",
        /// Given by another person.
        OtherPerson = "other-person",
        /// The author does not know.
        Unknown = "unknown",
    }
}

codes! {
    /// What part a medication plays in a story.
    MedicationRole in MedicationRole {
        /// The one the story is about.
        Suspected = "suspected",
        /// One that was taken as well.
        Other = "other",
    }
}

codes! {
    /// The author's gender, where they say it.
    Gender in Gender {
        /// A woman.
        Woman = "woman",
        /// A man.
        Man = "man",
        /// Another gender.
        Another = "another",
    }
}

codes! {
    /// What a time in a timeline is counted from.
    TimelineAnchor in TimelineAnchor {
        /// The start of use.
        Start = "start",
        /// The end of use.
        Stop = "stop",
        /// A change of dose.
        DoseChange = "dose-change",
    }
}

codes! {
    /// The phase of use that a point of a timeline lies in.
    TimelinePhase in TimelinePhase {
        /// While the medication was used.
        WhileTaking = "while-taking",
        /// After it was stopped.
        AfterStopping = "after-stopping",
        /// After a change of dose.
        AfterDoseChange = "after-dose-change",
    }
}

codes! {
    /// What happened to a symptom at one point of a timeline.
    TimelineChange in TimelineChange {
        /// It began.
        Began = "began",
        /// It got better.
        Better = "better",
        /// It was gone.
        Gone = "gone",
        /// It came back.
        Back = "back",
        /// It got worse.
        Worse = "worse",
    }
}

codes! {
    /// The text the author wrote, or a translation of it.
    EditionKind in EditionKind {
        /// What the author wrote first; it is the one that counts.
        Original = "original",
        /// The same in another language.
        Translation = "translation",
    }
}

codes! {
    /// Who wrote or translated an edition.
    EditionBy in EditionBy {
        /// The author of the story.
        Author = "author",
        /// Somebody of the community.
        Community = "community",
        /// A machine; the edition names its engine.
        Machine = "machine",
    }
}

impl Default for MedicationRole {
    /// A medication that a story names is the one it is about, unless it says otherwise.
    fn default() -> Self {
        Self::Suspected
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::vocabulary::PREFER_NOT_TO_SAY;

    #[test]
    fn the_types_have_the_codes_of_the_vocabularys_lists() {
        macro_rules! check {
            ($($name:ident),+) => {$(
                let ours: Vec<&str> = $name::ALL.iter().map(|value| value.code()).collect();
                let data: Vec<&str> = $name::LIST.codes().filter(|code| *code != PREFER_NOT_TO_SAY).collect();
                assert_eq!(ours, data, "{}", stringify!($name));
                assert!(ours.iter().all(|code| $name::from_code(code).is_some_and(|value| value.code() == *code)));
            )+};
        }
        check!(
            AgeBand,
            DurationOfUse,
            CurrentStatus,
            TimeSinceStopping,
            Onset,
            Outcome,
            Trajectory,
            BeforeUse,
            Warned,
            PrescriberResponse,
            WouldTakeAgain,
            MedicationSource,
            MedicationRole,
            Gender,
            TimelineAnchor,
            TimelinePhase,
            TimelineChange,
            EditionKind,
            EditionBy
        );
    }
}
