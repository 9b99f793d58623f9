//! The log of decisions, for those who decide.

use crate::app::App;
use crate::base::error::Result;
use crate::store::action::{self, Decider};
use crate::store::kind::Reason;
use crate::store::{Tx, number};

pub use crate::store::action::{Act, Action};

impl Act {
    /// Every decision there is, in the order in which pages name them.
    pub const ALL: [Self; 47] = [
        Self::StoryReleased,
        Self::StoryRefused,
        Self::FirstYes,
        Self::ChangeReleased,
        Self::ChangeRefused,
        Self::TextProposed,
        Self::PostReleased,
        Self::PostRefused,
        Self::CareSet,
        Self::StoryRemoved,
        Self::PostRemoved,
        Self::ReplyShown,
        Self::ReplyTurnedAway,
        Self::ReportResolved,
        Self::ReportTaken,
        Self::ReportPutBack,
        Self::ReportReopened,
        Self::ReportSorted,
        Self::ComplaintPassedOn,
        Self::ComplaintStands,
        Self::ComplaintMended,
        Self::ComplaintRemoved,
        Self::ComplaintAnswered,
        Self::AppealGranted,
        Self::AppealDenied,
        Self::MemberWelcomed,
        Self::MemberTurnedAway,
        Self::MemberSuspended,
        Self::MemberUnsuspended,
        Self::MemberRemoved,
        Self::PeerAccepted,
        Self::PeerUnaccepted,
        Self::PeerBlocked,
        Self::PeerUnblocked,
        Self::ResearchExported,
        Self::PeerLimited,
        Self::PeerUnlimited,
        Self::PeerAllowed,
        Self::PeerDisallowed,
        Self::AccountLimited,
        Self::AccountUnlimited,
        Self::AccountSuspended,
        Self::AccountUnsuspended,
        Self::AccountMarked,
        Self::AccountUnmarked,
        Self::MemberFrozen,
        Self::MemberThawed,
    ];

    /// Key of the words for it in the catalogue.
    pub const fn key(self) -> &'static str {
        match self {
            Self::StoryReleased => "act-story-released",
            Self::StoryRefused => "act-story-refused",
            Self::FirstYes => "act-first-yes",
            Self::ChangeReleased => "act-change-released",
            Self::ChangeRefused => "act-change-refused",
            Self::TextProposed => "act-text-proposed",
            Self::PostReleased => "act-post-released",
            Self::PostRefused => "act-post-refused",
            Self::CareSet => "act-care-set",
            Self::StoryRemoved => "act-story-removed",
            Self::PostRemoved => "act-post-removed",
            Self::ReplyShown => "act-reply-shown",
            Self::ReplyTurnedAway => "act-reply-turned-away",
            Self::ReportResolved => "act-report-resolved",
            Self::ReportTaken => "act-report-taken",
            Self::ReportPutBack => "act-report-put-back",
            Self::ReportReopened => "act-report-reopened",
            Self::ReportSorted => "act-report-sorted",
            Self::ComplaintPassedOn => "act-complaint-passed-on",
            Self::ComplaintStands => "act-complaint-stands",
            Self::ComplaintMended => "act-complaint-mended",
            Self::ComplaintRemoved => "act-complaint-removed",
            Self::ComplaintAnswered => "act-complaint-answered",
            Self::AppealGranted => "act-appeal-granted",
            Self::AppealDenied => "act-appeal-denied",
            Self::MemberWelcomed => "act-member-welcomed",
            Self::MemberTurnedAway => "act-member-turned-away",
            Self::MemberSuspended => "act-member-suspended",
            Self::MemberUnsuspended => "act-member-unsuspended",
            Self::MemberRemoved => "act-member-removed",
            Self::PeerAccepted => "act-peer-accepted",
            Self::PeerUnaccepted => "act-peer-unaccepted",
            Self::PeerBlocked => "act-peer-blocked",
            Self::PeerUnblocked => "act-peer-unblocked",
            Self::ResearchExported => "act-research-exported",
            Self::PeerLimited => "act-peer-limited",
            Self::PeerUnlimited => "act-peer-unlimited",
            Self::PeerAllowed => "act-peer-allowed",
            Self::PeerDisallowed => "act-peer-disallowed",
            Self::AccountLimited => "act-account-limited",
            Self::AccountUnlimited => "act-account-unlimited",
            Self::AccountSuspended => "act-account-suspended",
            Self::AccountUnsuspended => "act-account-unsuspended",
            Self::AccountMarked => "act-account-marked",
            Self::AccountUnmarked => "act-account-unmarked",
            Self::MemberFrozen => "act-member-frozen",
            Self::MemberThawed => "act-member-thawed",
        }
    }
}

/// Who decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// The moderator with this account.
    Moderator(i64),
    /// The operator at the command line, who counts as one person.
    Operator,
    /// The operator at the command line, who answers for a second person too.
    OperatorForTwo,
    /// A program, with nobody before it.
    Program,
}

impl By {
    /// The account of who decides, where it is a person with one.
    pub const fn account(self) -> Option<i64> {
        match self {
            Self::Moderator(id) => Some(id),
            Self::Operator | Self::OperatorForTwo | Self::Program => None,
        }
    }

    const fn decider(self) -> Decider {
        match self {
            Self::Moderator(_) => Decider::Moderator,
            Self::Operator | Self::OperatorForTwo => Decider::Operator,
            Self::Program => Decider::Program,
        }
    }
}

/// Who decided something, as the log says.
pub const fn by(action: &Action) -> By {
    match (action.decider, action.decider_id) {
        (Decider::Moderator, Some(id)) => By::Moderator(id),
        (Decider::Program, _) => By::Program,
        (Decider::Operator, _) | (Decider::Moderator, None) => By::Operator,
    }
}

/// Writes a decision down, in the transaction that carries it out.
pub async fn write(app: &App, tx: &Tx, by: By, act: Act, subject: i64) -> Result<()> {
    write_with(app, tx, by, act, subject, None).await
}

/// The same for a decision under a rule.
pub async fn write_with(
    app: &App,
    tx: &Tx,
    by: By,
    act: Act,
    subject_id: i64,
    rule: Option<Reason>,
) -> Result<()> {
    let row = Action {
        id: day_number(app),
        day: app.day(),
        act,
        decider: by.decider(),
        decider_id: by.account(),
        subject_id,
        rule,
    };
    action::insert(tx, row).await
}

/// The decisions before the one with this number: the newest day first, within a day in no order.
pub async fn list(app: &App, before: Option<i64>, limit: u64) -> Result<Vec<Action>> {
    action::list(app.read(), before, limit).await
}

/// A number that lies somewhere in today: it tells the day and no more.
pub fn day_number(app: &App) -> i64 {
    const DAY: i64 = 86_400;
    let midnight = app.now().div_euclid(DAY).saturating_mul(DAY);
    number::at(midnight.saturating_add(i64::from(app.random.below(86_400))), &app.random)
}
