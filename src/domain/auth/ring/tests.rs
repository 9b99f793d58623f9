//! Several members of one person: under one passphrase, and unconnected for everybody else.

use super::*;
use crate::base::config::SignUpMode;
use crate::base::limit::AddressHash;
use crate::domain::auth::invite;
use crate::domain::auth::member::{self, Created, NewMember};
use crate::domain::auth::sign_up::{Newcomer, sign_up_beside};
use crate::domain::transparency::log::By;
use crate::store::testing::{Fresh, fresh_on_each};

const PASSPHRASE: &str = "tea moss lantern";
const FIRST: &str = "quiet_fern_12";

fn address(app: &App) -> AddressHash {
    app.limits.name("here")
}

async fn first(app: &App) -> Created {
    member::create(app, NewMember::active(FIRST, PASSPHRASE)).await.unwrap()
}

async fn sign_in(app: &App, handle: &str, passphrase: &str) -> Result<(SignedIn, String)> {
    let session = session::sign_in(app, handle, passphrase, address(app)).await?;
    let signed_in = session::find(app, &session.secret).await?.unwrap();
    Ok((signed_in, session.secret))
}

async fn beside(app: &App, signed_in: &SignedIn, handle: &str) -> Result<Member> {
    let reason = "I would like to tell of something else.".to_owned();
    let newcomer = Newcomer { handle: Some(handle.to_owned()), reason, ..Newcomer::default() };
    let made = sign_up_beside(app, newcomer, signed_in, address(app)).await?;
    member::approve(app, By::Operator, made.id()).await?;
    super::super::load(app, made.id()).await
}

async fn handles(app: &App, signed_in: &SignedIn) -> Vec<String> {
    list(app, signed_in).await.unwrap().into_iter().map(|member| member.account.handle).collect()
}

fn problem<T>(outcome: Result<T>) -> &'static str {
    match outcome {
        Err(Error::Invalid(problems)) => problems.first().unwrap().message,
        Err(other) => panic!("refused otherwise: {other}"),
        Ok(_) => panic!("not refused"),
    }
}

#[tokio::test]
async fn one_passphrase_opens_all_members_of_a_person_and_only_the_first_signs_in() {
    for app in fresh_on_each().await {
        let created = first(&app).await;
        let (me, secret) = sign_in(&app, FIRST, PASSPHRASE).await.unwrap();
        let other = beside(&app, &me, "slow_river_7").await.unwrap();
        assert_eq!(handles(&app, &me).await, [FIRST, "slow_river_7"]);
        assert_ne!(other.row.sign_in_id, created.member.row.sign_in_id);
        assert_eq!(problem(sign_in(&app, "slow_river_7", PASSPHRASE).await), "problem-sign-in-wrong");

        let switched = switch(&app, &me, &secret, other.id()).await.unwrap();
        assert!(session::find(&app, &secret).await.unwrap().is_none(), "the former session has ended");
        let as_other = session::find(&app, &switched.secret).await.unwrap().unwrap();
        assert_eq!(as_other.member.id(), other.id());
        assert_eq!(handles(&app, &as_other).await, [FIRST, "slow_river_7"]);
        session::prove(&app, &as_other, PASSPHRASE, address(&app)).await.unwrap();

        let stranger = member::create(&app, NewMember::active("blue_heron_10", PASSPHRASE)).await.unwrap();
        let refused = switch(&app, &as_other, &switched.secret, stranger.member.id()).await;
        assert!(matches!(refused, Err(Error::NotFound(_))));
    }
}

#[tokio::test]
async fn a_new_passphrase_and_the_recovery_words_keep_all_members_together() {
    for app in fresh_on_each().await {
        let created = first(&app).await;
        let (me, secret) = sign_in(&app, FIRST, PASSPHRASE).await.unwrap();
        let other = beside(&app, &me, "slow_river_7").await.unwrap();
        let elsewhere = session::open(&app, other, &me.ring).await.unwrap();
        let (new, from) = ("river stone harbour", address(&app));
        session::change_passphrase(&app, &me, PASSPHRASE, new, Some(&secret), from).await.unwrap();
        assert!(session::find(&app, &secret).await.unwrap().is_some());
        assert!(session::find(&app, &elsewhere.secret).await.unwrap().is_none(), "also of the others");
        assert_eq!(problem(sign_in(&app, FIRST, PASSPHRASE).await), "problem-sign-in-wrong");
        let (me, _) = sign_in(&app, FIRST, new).await.unwrap();
        assert_eq!(handles(&app, &me).await.len(), 2);

        let newest = "nine calm stones wait";
        let words = created.recovery_words;
        let wrong = recovery::recover(&app, "slow_river_7", &words, newest, from).await;
        assert_eq!(problem(wrong), "problem-recovery-wrong");
        let words = recovery::recover(&app, FIRST, &words, newest, from).await.unwrap();
        let (me, _) = sign_in(&app, FIRST, newest).await.unwrap();
        assert_eq!(handles(&app, &me).await.len(), 2);
        let anew = recovery::draw_anew(&app, &me, newest, from).await.unwrap();
        assert_eq!(
            problem(recovery::recover(&app, FIRST, &words, newest, from).await),
            "problem-recovery-wrong"
        );
        recovery::recover(&app, FIRST, &anew, newest, from).await.unwrap();
        assert_eq!(handles(&app, &sign_in(&app, FIRST, newest).await.unwrap().0).await.len(), 2);
    }
}

#[tokio::test]
async fn who_was_here_before_there_were_rings_gets_one_and_takes_new_words_first() {
    for app in fresh_on_each().await {
        let created = first(&app).await;
        let tx = app.db.begin().await.unwrap();
        let filler = |length: usize| "0".repeat(length);
        let row = Ring {
            account_id: created.member.id(),
            sealed: filler(RING),
            by_passphrase: filler(KNOWN),
            by_words: filler(KNOWN),
        };
        ring::put(&tx, row).await.unwrap();
        tx.commit().await.unwrap();
        let (me, _) = sign_in(&app, FIRST, PASSPHRASE).await.unwrap();
        assert_eq!(problem(beside(&app, &me, "slow_river_7").await), "problem-handles-words");
        recovery::draw_anew(&app, &me, PASSPHRASE, address(&app)).await.unwrap();
        beside(&app, &me, "slow_river_7").await.unwrap();
        assert_eq!(handles(&app, &sign_in(&app, FIRST, PASSPHRASE).await.unwrap().0).await.len(), 2);
    }
}

#[tokio::test]
async fn suspending_one_member_leaves_the_others_and_makes_no_room_for_more() {
    for app in fresh_on_each().await {
        let created = first(&app).await;
        let (me, _) = sign_in(&app, FIRST, PASSPHRASE).await.unwrap();
        let other = beside(&app, &me, "slow_river_7").await.unwrap();
        member::suspend(&app, By::Operator, created.member.id(), None).await.unwrap();
        let (me, secret) = sign_in(&app, FIRST, PASSPHRASE).await.unwrap();
        assert_eq!(me.member.id(), other.id());
        assert_eq!(problem(beside(&app, &me, "blue_heron_10").await), "problem-handles-suspended");
        // They come for their things; who may not sign in at all does not.
        let back = switch(&app, &me, &secret, created.member.id()).await.unwrap();
        let home = session::find(&app, &back.secret).await.unwrap().unwrap();
        let on = switch(&app, &home, &back.secret, other.id()).await.unwrap();
        let me = session::find(&app, &on.secret).await.unwrap().unwrap();
        member::unsuspend(&app, By::Operator, created.member.id()).await.unwrap();
        member::freeze(&app, By::Operator, created.member.id(), None).await.unwrap();
        let back = switch(&app, &me, &on.secret, created.member.id()).await;
        assert!(matches!(back, Err(Error::Forbidden(_))));
    }
}

#[tokio::test]
async fn a_person_has_so_many_members_and_each_comes_in_as_newcomers_do() {
    let change = |config: &mut crate::base::config::Config| config.sign_up.mode = SignUpMode::Invite;
    let app: Fresh = crate::store::testing::fresh_with(change).await;
    first(&app).await;
    let (me, _) = sign_in(&app, FIRST, PASSPHRASE).await.unwrap();
    let newcomer = |invite: &str, handle: &str| Newcomer {
        handle: Some(handle.to_owned()),
        invite: invite.to_owned(),
        ..Newcomer::default()
    };
    let uninvited = sign_up_beside(&app, newcomer("", "slow_river_7"), &me, address(&app)).await;
    assert_eq!(problem(uninvited), "problem-invite-wrong");
    let code = invite::create(&app, 5, 7).await.unwrap();
    for handle in ["slow_river_7", "blue_heron_10", "calm_stone_31", "old_lantern_8"] {
        // From another place each time: one place makes so many an hour.
        let from = app.limits.name(handle);
        sign_up_beside(&app, newcomer(&code, handle), &me, from).await.unwrap();
    }
    let more = sign_up_beside(&app, newcomer(&code, "green_moss_44"), &me, address(&app)).await;
    assert_eq!(problem(more), "problem-handles-full");
    assert_eq!(handles(&app, &me).await.len(), MOST);
    assert!(app.db.rows("ring", 0, 10).await.unwrap().iter().all(|row| {
        row["sealed"].as_str().map(str::len) == Some(RING)
            && row["by_words"].as_str().map(str::len) == Some(KNOWN)
    }));
}
