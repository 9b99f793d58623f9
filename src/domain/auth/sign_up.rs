//! Sign-up on the site: who is let in, and what they agreed to.
//!
//! By approval unless the operator chose otherwise. An invitation lets in at once in every mode. Open sign-up asks a
//! question, has a daily ceiling, and keeps newcomers on trial until their first story was approved.

use super::agreement::Agreement;
use super::limit::{self, AddressHash};
use super::member::{self, Created, NewMember};
use super::session::SignedIn;
use super::unnamed::plain_answer;
use super::{Member, MemberState, Role, ring, secret};
use crate::app::App;
use crate::base::config::SignUpMode;
use crate::base::error::{Error, Problem, Result};
use crate::base::i18n::Language;
use crate::base::limit::Deed;
use crate::store::invite;

/// Most characters of what somebody writes to be let in.
pub const REASON_MOST: usize = 1000;

/// What somebody sent who wants to become a member.
#[derive(Clone, Default)]
pub struct Newcomer {
    /// The handle: the suggested one, a changed one, or none for a generated one.
    pub handle: Option<String>,
    /// The display name, if any.
    pub display_name: Option<String>,
    /// The passphrase.
    pub passphrase: String,
    /// Language of the pages.
    pub language: Language,
    /// Said to be 16 or older.
    pub is_sixteen: bool,
    /// Agreed that public means copied to other countries, beyond this community's control. Without it nothing
    /// federates; it is no condition.
    pub federates: bool,
    /// Why they would like to join; needed for approval.
    pub reason: String,
    /// Code of an invitation, if any.
    pub invite: String,
    /// Answer to the question of open sign-up.
    pub answer: String,
}

/// Makes a member of a newcomer, waiting or let in as the community's way is.
pub async fn sign_up(app: &App, newcomer: Newcomer, from: AddressHash) -> Result<Created> {
    enter(app, newcomer, None, from).await
}

/// Makes one more member of a person who is signed in. It comes in as every newcomer does, and nobody can sign in as it by
/// itself: its passphrase and recovery words are random.
pub async fn sign_up_beside(
    app: &App,
    newcomer: Newcomer,
    signed_in: &SignedIn,
    from: AddressHash,
) -> Result<Member> {
    ring::check_room(app, signed_in).await?;
    let newcomer = Newcomer { passphrase: app.random.secret(), is_sixteen: true, ..newcomer };
    Ok(enter(app, newcomer, Some(signed_in), from).await?.member)
}

async fn enter(
    app: &App,
    newcomer: Newcomer,
    beside: Option<&SignedIn>,
    from: AddressHash,
) -> Result<Created> {
    app.limits.check(Deed::SignUp, from)?;
    let entry = entry(app, &newcomer).await?;
    let reason = newcomer.reason.trim().to_owned();
    let new = NewMember {
        handle: newcomer.handle.filter(|handle| !handle.trim().is_empty()),
        display_name: newcomer.display_name,
        passphrase: newcomer.passphrase,
        role: Role::Member,
        state: match entry {
            Entry::Waits => MemberState::Pending,
            Entry::Invited(_) | Entry::OnTrial => MemberState::Active,
        },
        language: newcomer.language,
        federates: newcomer.federates,
        trusted: match entry {
            Entry::Waits | Entry::Invited(_) => true,
            Entry::OnTrial => false,
        },
        reason: (entry == Entry::Waits).then_some(reason),
        agreement: Agreement::now(app),
    };
    let ready = member::prepare(app, new).await?;
    let tx = app.db.begin().await?;
    match &entry {
        Entry::Waits => {}
        Entry::Invited(code_hash) => {
            if !invite::take(&tx, code_hash, app.now()).await? {
                return Err(Error::invalid("invite", "problem-invite-wrong"));
            }
        }
        Entry::OnTrial => {
            if !limit::count_today(app, &tx, "sign_ups:", app.config.sign_up.daily_limit).await? {
                return Err(Error::invalid("sign_up", "problem-sign-ups-full"));
            }
        }
    }
    let created = member::insert(app, &tx, ready).await?;
    ring::stir(&tx).await?;
    if let Some(signed_in) = beside {
        ring::add(app, &tx, &signed_in.ring, created.member.id()).await?;
    }
    ring::stir(&tx).await?;
    app.commit(tx).await?;
    Ok(created)
}

/// How a newcomer comes in.
#[derive(Debug, PartialEq, Eq)]
enum Entry {
    /// A moderator decides.
    Waits,
    /// At once, with this invitation.
    Invited(String),
    /// At once, but links, mentions and federation wait for the first approved story.
    OnTrial,
}

/// Which way in is open to this newcomer, or all that is wrong with what they sent.
async fn entry(app: &App, newcomer: &Newcomer) -> Result<Entry> {
    let mut problems = Vec::new();
    if !newcomer.is_sixteen {
        problems.push(Problem::new("is_sixteen", "problem-age-needed"));
    }
    let code = newcomer.invite.trim();
    let entry = if code.is_empty() {
        uninvited(app, newcomer, &mut problems)
    } else {
        if !super::invite::is_open(app, code).await? {
            problems.push(Problem::new("invite", "problem-invite-wrong"));
        }
        Entry::Invited(secret::hash(code))
    };
    if problems.is_empty() { Ok(entry) } else { Err(Error::Invalid(problems)) }
}

/// The way in without an invitation.
fn uninvited(app: &App, newcomer: &Newcomer, problems: &mut Vec<Problem>) -> Entry {
    let settings = &app.config.sign_up;
    match settings.mode {
        SignUpMode::Approval => {
            problems.extend(check_reason(&newcomer.reason));
            Entry::Waits
        }
        SignUpMode::Invite => {
            problems.push(Problem::new("invite", "problem-invite-wrong"));
            Entry::Waits
        }
        SignUpMode::Open => {
            if plain_answer(&newcomer.answer) != plain_answer(&settings.answer) {
                problems.push(Problem::new("answer", "problem-answer-wrong"));
            }
            Entry::OnTrial
        }
    }
}

fn check_reason(reason: &str) -> Option<Problem> {
    if reason.trim().is_empty() {
        return Some(Problem::new("reason", "problem-reason-needed"));
    }
    let too_long = reason.chars().count() > REASON_MOST;
    too_long.then(|| Problem::new("reason", "problem-too-long").with("most", REASON_MOST))
}
