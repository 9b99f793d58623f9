//! Signing up, in and out, on both databases where it matters.

use super::limit::AddressHash;
use super::member::{Created, NewMember};
use super::sign_up::{Newcomer, sign_up};
use super::*;
use crate::base::config::{Config, SignUpMode};
use crate::domain::transparency::log::By;
use crate::store::testing::{Fresh, fresh, fresh_on_each, fresh_with};

const PASSPHRASE: &str = "tea moss lantern";

fn address(app: &App) -> AddressHash {
    app.limits.address("192.0.2.1".parse().unwrap())
}

fn new_member(handle: Option<&str>) -> NewMember {
    NewMember { handle: handle.map(str::to_owned), ..NewMember::active("", PASSPHRASE) }
}

pub(super) async fn made(app: &App, handle: &str) -> Created {
    member::create(app, new_member(Some(handle))).await.unwrap()
}

fn newcomer() -> Newcomer {
    Newcomer {
        passphrase: PASSPHRASE.to_owned(),
        is_sixteen: true,
        federates: true,
        reason: "I took it too.".to_owned(),
        ..Newcomer::default()
    }
}

/// The keys of the messages that a refusal carries.
fn problems<T>(outcome: Result<T>) -> Vec<&'static str> {
    match outcome {
        Err(Error::Invalid(problems)) => problems.iter().map(|problem| problem.message).collect(),
        Err(other) => panic!("refused otherwise: {other}"),
        Ok(_) => panic!("not refused"),
    }
}

#[tokio::test]
async fn a_member_signs_in_stays_signed_in_and_signs_out() {
    for app in fresh_on_each().await {
        let created = made(&app, "quiet_fern_12").await;
        let session = session::sign_in(&app, "@Quiet_Fern_12", PASSPHRASE, address(&app)).await.unwrap();
        let found = session::find(&app, &session.secret).await.unwrap().unwrap();
        assert_eq!(found.member, created.member);
        assert!(found.accepts(&session.csrf) && !found.accepts("other"));
        session::sign_out(&app, &session.secret).await.unwrap();
        assert!(session::find(&app, &session.secret).await.unwrap().is_none());
    }
}

#[tokio::test]
async fn a_wrong_handle_and_a_wrong_passphrase_get_the_same_answer_until_it_is_too_often() {
    let app = fresh().await;
    made(&app, "quiet_fern_12").await;
    for (handle, passphrase) in [("nobody_here_99", PASSPHRASE), ("quiet_fern_12", "another thing")] {
        let outcome = session::sign_in(&app, handle, passphrase, address(&app)).await;
        assert_eq!(problems(outcome), ["problem-sign-in-wrong"]);
    }
    for _ in 0..9 {
        limit::attempt(&app, "quiet_fern_12", address(&app)).unwrap();
    }
    let refused = session::sign_in(&app, "quiet_fern_12", PASSPHRASE, address(&app)).await;
    assert!(matches!(refused, Err(Error::TooMany { .. })));
}

#[tokio::test]
async fn a_session_ends_after_thirty_days_without_use_and_not_before() {
    const DAY: i64 = 24 * 3600;
    let app = fresh().await;
    made(&app, "quiet_fern_12").await;
    let session = session::sign_in(&app, "quiet_fern_12", PASSPHRASE, address(&app)).await.unwrap();
    for _ in 0..3 {
        app.pass(28 * DAY);
        assert!(session::find(&app, &session.secret).await.unwrap().is_some());
    }
    app.pass(38 * DAY);
    assert!(session::find(&app, &session.secret).await.unwrap().is_none());
}

#[tokio::test]
async fn recovery_words_set_a_new_passphrase_once_and_end_all_sessions() {
    let app = fresh().await;
    let created = made(&app, "quiet_fern_12").await;
    let session = session::open(&app, created.member.clone(), &created.ring).await.unwrap();
    let new = "river stone harbour";
    let wrong = recovery::recover(&app, "quiet_fern_12", "one two three", new, address(&app)).await;
    assert_eq!(problems(wrong), ["problem-recovery-wrong"]);
    let words =
        recovery::recover(&app, "quiet_fern_12", &created.recovery_words, new, address(&app)).await.unwrap();
    assert_ne!(words, created.recovery_words);
    assert!(session::find(&app, &session.secret).await.unwrap().is_none());
    session::sign_in(&app, "quiet_fern_12", new, address(&app)).await.unwrap();
    let again = recovery::recover(&app, "quiet_fern_12", &created.recovery_words, new, address(&app)).await;
    assert_eq!(problems(again), ["problem-recovery-wrong"]);
}

#[tokio::test]
async fn a_new_passphrase_ends_the_other_sessions_of_the_person() {
    let app = fresh().await;
    let Created { member, ring, .. } = made(&app, "quiet_fern_12").await;
    let kept = session::open(&app, member.clone(), &ring).await.unwrap();
    let other = session::open(&app, member, &ring).await.unwrap();
    let me = session::find(&app, &kept.secret).await.unwrap().unwrap();
    let (new, from) = ("river stone harbour", address(&app));
    let wrong = session::change_passphrase(&app, &me, "wrong one", new, Some(&kept.secret), from).await;
    assert_eq!(problems(wrong), ["problem-passphrase-wrong"]);
    session::change_passphrase(&app, &me, PASSPHRASE, new, Some(&kept.secret), from).await.unwrap();
    assert!(session::find(&app, &kept.secret).await.unwrap().is_some());
    assert!(session::find(&app, &other.secret).await.unwrap().is_none());
}

#[tokio::test]
async fn a_name_that_somebody_has_or_that_looks_like_it_is_refused() {
    let app = fresh().await;
    made(&app, "quiet_fern_12").await;
    let refused = async |handle| problems(member::create(&app, new_member(Some(handle))).await);
    assert_eq!(refused("quiet_fern_12").await, ["problem-handle-taken"]);
    assert_eq!(refused("quietfern_l2").await, ["problem-handle-look-alike"]);
    assert_eq!(refused("john_smith").await, ["problem-handle-like-name"]);
    let named =
        NewMember { display_name: Some("Quiet Fern 12".to_owned()), ..new_member(Some("blue_heron_10")) };
    assert_eq!(problems(member::create(&app, named).await), ["problem-handle-look-alike"]);
    let generated = member::create(&app, new_member(None)).await.unwrap().member.account;
    assert!(generated.handle.ends_with(|c: char| c.is_ascii_digit()) && !generated.display_name.is_empty());
}

#[tokio::test]
async fn sign_up_by_approval_waits_for_a_moderator() {
    for app in fresh_on_each().await {
        let none = Newcomer { reason: " ".to_owned(), is_sixteen: false, ..newcomer() };
        let refused = problems(sign_up(&app, none, address(&app)).await);
        assert_eq!(refused, ["problem-age-needed", "problem-reason-needed"]);
        let waiting = sign_up(&app, newcomer(), address(&app)).await.unwrap().member;
        assert_eq!(waiting.row.state, MemberState::Pending);
        assert!(matches!(waiting.require_active(), Err(Error::Forbidden(PENDING))));
        assert_eq!(member::list_pending(&app).await.unwrap(), std::slice::from_ref(&waiting));
        member::approve(&app, By::Operator, waiting.id()).await.unwrap();
        let let_in = load(&app, waiting.id()).await.unwrap();
        assert_eq!(
            (let_in.row.state, let_in.row.reason, let_in.row.trusted),
            (MemberState::Active, None, true)
        );
        let turned_away = sign_up(&app, newcomer(), address(&app)).await.unwrap().member;
        member::refuse(&app, By::Operator, turned_away.id()).await.unwrap();
        assert!(find(&app, turned_away.id()).await.unwrap().is_none());
    }
}

async fn with(mode: SignUpMode) -> Fresh {
    let change = |config: &mut Config| {
        config.sign_up.mode = mode;
        config.sign_up.answer = "Saint John's wort".to_owned();
        config.sign_up.daily_limit = 2;
    };
    fresh_with(change).await
}

#[tokio::test]
async fn an_invitation_lets_in_as_often_as_it_says_and_no_longer_than_it_says() {
    let app = with(SignUpMode::Invite).await;
    assert_eq!(problems(sign_up(&app, newcomer(), address(&app)).await), ["problem-invite-wrong"]);
    let code = invite::create(&app, 1, 7).await.unwrap();
    let invited = || Newcomer { invite: format!(" {code} "), reason: String::new(), ..newcomer() };
    let member = sign_up(&app, invited(), address(&app)).await.unwrap().member;
    assert!(member.require_active().is_ok() && member.may_federate());
    assert_eq!(problems(sign_up(&app, invited(), address(&app)).await), ["problem-invite-wrong"]);
    let late = invite::create(&app, 1, 7).await.unwrap();
    app.pass(8 * 24 * 3600);
    assert!(!invite::is_open(&app, &late).await.unwrap());
}

#[tokio::test]
async fn open_sign_up_asks_counts_and_keeps_newcomers_on_trial() {
    let app = with(SignUpMode::Open).await;
    assert_eq!(problems(sign_up(&app, newcomer(), address(&app)).await), ["problem-answer-wrong"]);
    let right = || Newcomer { answer: "saint johns  WORT".to_owned(), ..newcomer() };
    let member = sign_up(&app, right(), address(&app)).await.unwrap().member;
    assert!(member.require_active().is_ok() && !member.may_federate());
    member::trust(&app, member.id()).await.unwrap();
    assert!(load(&app, member.id()).await.unwrap().may_federate());
    sign_up(&app, right(), address(&app)).await.unwrap();
    assert_eq!(problems(sign_up(&app, right(), address(&app)).await), ["problem-sign-ups-full"]);
    app.pass(24 * 3600);
    sign_up(&app, right(), address(&app)).await.unwrap();
}

#[tokio::test]
async fn a_suspended_member_is_signed_out_and_may_do_nothing_until_it_is_taken_back() {
    let app = fresh().await;
    let Created { member, ring, .. } = made(&app, "quiet_fern_12").await;
    let session = session::open(&app, member.clone(), &ring).await.unwrap();
    let token = oauth::create_for(&app, &member, oauth::Scopes::read()).await.unwrap();
    oauth::authenticate(&app, &token).await.unwrap();
    member::suspend(&app, By::Operator, member.id(), None).await.unwrap();
    assert!(load(&app, member.id()).await.unwrap().account.suspended);
    assert!(session::find(&app, &session.secret).await.unwrap().is_none());
    assert!(matches!(oauth::authenticate(&app, &token).await, Err(Error::Unauthenticated)));
    // They may come for their things, and nothing else.
    let session = session::sign_in(&app, "quiet_fern_12", PASSPHRASE, address(&app)).await.unwrap();
    let found = session::find(&app, &session.secret).await.unwrap().unwrap();
    assert!(matches!(found.member.require_active(), Err(Error::Forbidden(SUSPENDED))));
    member::unsuspend(&app, By::Operator, member.id()).await.unwrap();
    session::sign_in(&app, "quiet_fern_12", PASSPHRASE, address(&app)).await.unwrap();
}

#[tokio::test]
async fn a_frozen_member_stays_where_they_are_and_cannot_sign_in() {
    let app = fresh().await;
    let Created { member, ring, .. } = made(&app, "quiet_fern_12").await;
    let session = session::open(&app, member.clone(), &ring).await.unwrap();
    member::freeze(&app, By::Operator, member.id(), None).await.unwrap();
    assert!(!load(&app, member.id()).await.unwrap().account.suspended);
    assert!(session::find(&app, &session.secret).await.unwrap().is_none());
    let refused = session::sign_in(&app, "quiet_fern_12", PASSPHRASE, address(&app)).await;
    assert_eq!(problems(refused), ["problem-sign-in-frozen"]);
    member::thaw(&app, By::Operator, member.id()).await.unwrap();
    session::sign_in(&app, "quiet_fern_12", PASSPHRASE, address(&app)).await.unwrap();
}
