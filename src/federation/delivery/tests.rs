//! Who is sent what, and what is struck, on both databases.

use serde_json::Value;

use super::record::{Failure, Report, Settled, write};
use super::{Outgoing, tell_others};
use crate::app::App;
use crate::base::error::Result;
use crate::base::hub::SeenBy;
use crate::domain::account::Account;
use crate::domain::post::released::find_released;
use crate::domain::post::{Post, Visibility};
use crate::jobs::tidy;
use crate::store::delivery_to::{self, Waiting};
use crate::store::event::Event;
use crate::store::follow::{self, Follow};
use crate::store::kind::{DeliveryState, MemberState, PostKind, ReleaseTime, Role, Trouble};
use crate::store::member::{self, Change, Member};
use crate::store::mention::{self, Mention};
use crate::store::post;
use crate::store::sign_in::{self, SignIn};
use crate::store::testing::{fresh_on_each, keep, local, note, remote};
use crate::store::tombstone::{self, Tombstone};
use crate::store::withdrawal::{self, Withdrawal};
use crate::store::{account, fetched, peer};

/// A member who speaks to other servers.
pub async fn writer(app: &App) -> Account {
    let account = local(app, "fern").await;
    let tx = app.db.begin().await.unwrap();
    let sign_in = SignIn {
        id: app.new_id(&tx).await.unwrap(),
        passphrase_hash: String::new(),
        recovery_hash: String::new(),
        consent_version: 1,
        created_week: app.week(),
        terms_version: String::new(),
        privacy_version: String::new(),
        agreed_month: String::new(),
    };
    let row = Member {
        account_id: account.id,
        sign_in_id: sign_in.id,
        role: Role::Member,
        state: MemberState::Active,
        language: "en".to_owned(),
        default_visibility: Visibility::Public,
        default_sensitive: false,
        release_time: ReleaseTime::AtOnce,
        federates: true,
        trusted: true,
        reason: None,
        created_week: app.week(),
    };
    sign_in::insert(&tx, sign_in).await.unwrap();
    member::insert(&tx, row).await.unwrap();
    tx.commit().await.unwrap();
    account
}

/// Somebody at `host`, with a shared inbox where the host is large, follows the account.
pub async fn follower(app: &App, of: &Account, handle: &str, host: &str) -> Account {
    let mut who = remote(app, handle, host).await;
    if host == "large.example" {
        who.shared_inbox = Some(format!("https://{host}/inbox"));
    }
    let tx = app.db.begin().await.unwrap();
    account::update(&tx, who.clone()).await.unwrap();
    let row = Follow {
        id: app.new_id(&tx).await.unwrap(),
        follower_id: who.id,
        target_id: of.id,
        uri: format!("{}/follow", who.uri),
        accepted: true,
        shows_boosts: true,
        notifies: false,
        languages: String::new(),
    };
    follow::insert(&tx, row).await.unwrap();
    tx.commit().await.unwrap();
    who
}

/// What waits for whom.
pub async fn waiting(app: &App) -> Vec<Waiting> {
    let peers = delivery_to::list_ready_peers(app.read(), app.now(), 0, 100).await.unwrap();
    let ids: Vec<i64> = peers.iter().map(|peer| peer.id).collect();
    delivery_to::list_waiting(app.read(), &ids, 100).await.unwrap()
}

pub async fn inboxes(app: &App) -> Vec<String> {
    let mut inboxes: Vec<String> = waiting(app).await.into_iter().map(|waiting| waiting.inbox).collect();
    inboxes.sort();
    inboxes
}

pub async fn kinds(app: &App) -> Vec<String> {
    let kind = |waiting: Waiting| {
        let activity: Value = serde_json::from_str(&waiting.activity).unwrap();
        activity["kind"].as_str().unwrap().to_owned()
    };
    waiting(app).await.into_iter().map(kind).collect()
}

pub async fn tell(app: &App, event_id: i64, event: &Event) -> Result<()> {
    let released = find_released(app, event).await;
    tell_others(app, event_id, event, released.as_ref()).await
}

pub async fn said(app: &App, author: &Account, visibility: Visibility) -> Post {
    keep(app, Post { visibility, ..note(app, author).await }).await
}

#[tokio::test]
async fn each_inbox_is_sent_one_copy_however_often_the_event_is_worked_on() {
    for app in fresh_on_each().await {
        let author = writer(&app).await;
        for handle in ["ann", "ben", "cleo"] {
            follower(&app, &author, handle, "large.example").await;
        }
        for handle in ["dan", "eve"] {
            follower(&app, &author, handle, "small.example").await;
        }
        let post = said(&app, &author, Visibility::Public).await;
        for _ in 0..2 {
            tell(&app, 7, &Event::PostPublished { post: post.id, was_held: false }).await.unwrap();
        }
        let expected = [
            "https://large.example/inbox",
            "https://small.example/users/dan/inbox",
            "https://small.example/users/eve/inbox",
        ];
        assert_eq!(inboxes(&app).await, expected);
    }
}

#[tokio::test]
async fn what_is_for_single_persons_reaches_only_them() {
    for app in fresh_on_each().await {
        let author = writer(&app).await;
        follower(&app, &author, "ann", "large.example").await;
        let friend = remote(&app, "zoe", "friend.example").await;
        let post = said(&app, &author, Visibility::Direct).await;
        let tx = app.db.begin().await.unwrap();
        mention::replace(&tx, post.id, vec![Mention { post_id: post.id, account_id: friend.id }])
            .await
            .unwrap();
        tx.commit().await.unwrap();
        tell(&app, 7, &Event::PostPublished { post: post.id, was_held: false }).await.unwrap();
        assert_eq!(inboxes(&app).await, ["https://friend.example/users/zoe/inbox"]);
    }
}

#[tokio::test]
async fn blocked_peers_and_those_who_do_not_let_their_words_travel_are_left_out() {
    for app in fresh_on_each().await {
        let author = writer(&app).await;
        let shut_out = follower(&app, &author, "ann", "bad.example").await;
        let tx = app.db.begin().await.unwrap();
        peer::decide(&tx, shut_out.peer_id.unwrap(), false, true).await.unwrap();
        tx.commit().await.unwrap();
        let post = said(&app, &author, Visibility::Public).await;
        tell(&app, 7, &Event::PostPublished { post: post.id, was_held: false }).await.unwrap();
        assert_eq!(inboxes(&app).await, Vec::<String>::new());

        follower(&app, &author, "ben", "good.example").await;
        let kept = keep(&app, Post { federates: false, ..note(&app, &author).await }).await;
        tell(&app, 8, &Event::PostPublished { post: kept.id, was_held: false }).await.unwrap();
        assert_eq!(inboxes(&app).await, Vec::<String>::new());
        let boost = Post { kind: PostKind::Boost, boost_of_id: Some(kept.id), ..note(&app, &author).await };
        let boost = keep(&app, boost).await;
        tell(&app, 10, &Event::PostPublished { post: boost.id, was_held: false }).await.unwrap();
        assert_eq!(inboxes(&app).await, Vec::<String>::new(), "what stays here is not passed on either");

        let tx = app.db.begin().await.unwrap();
        let change = Change { trusted: Some(false), ..Change::default() };
        member::change(&tx, author.id, change).await.unwrap();
        tx.commit().await.unwrap();
        let post = said(&app, &author, Visibility::Public).await;
        tell(&app, 9, &Event::PostPublished { post: post.id, was_held: false }).await.unwrap();
        assert_eq!(inboxes(&app).await, Vec::<String>::new());
    }
}

#[tokio::test]
async fn a_delete_goes_to_everybody_who_has_the_post_and_strikes_what_waits_about_it() {
    for app in fresh_on_each().await {
        let author = writer(&app).await;
        let gone_since = follower(&app, &author, "ann", "one.example").await;
        let (first, second) =
            (said(&app, &author, Visibility::Public).await, said(&app, &author, Visibility::Public).await);
        tell(&app, 1, &Event::PostPublished { post: first.id, was_held: false }).await.unwrap();
        tell(&app, 2, &Event::PostPublished { post: second.id, was_held: false }).await.unwrap();
        let sent = waiting(&app).await.remove(0);

        let tx = app.db.begin().await.unwrap();
        let settled = Settled {
            delivery_id: sent.delivery_id,
            inbox: sent.inbox,
            state: DeliveryState::Delivered,
            urgent: false,
            trouble: None,
        };
        write(&tx, &[Report { peer_id: sent.peer_id, settled: vec![settled], failure: None }], "2026-11-28")
            .await
            .unwrap();
        let pair = follow::find_pair(&*tx, gone_since.id, author.id).await.unwrap().unwrap();
        follow::delete(&tx, pair.id).await.unwrap();
        for post in [&first, &second] {
            let stone = Tombstone {
                uri: post.uri.clone(),
                post_id: Some(post.id),
                account_id: Some(author.id),
                was_public: true,
                deleted_at: app.minute(),
            };
            tombstone::insert(&tx, stone).await.unwrap();
            post::delete(&tx, post.id).await.unwrap();
        }
        tx.commit().await.unwrap();
        let withdrawn = |post: &Post| Event::PostWithdrawn {
            post: post.id,
            uri: post.uri.clone(),
            account: author.id,
            seen_by: SeenBy::Everybody,
        };
        tell(&app, 3, &withdrawn(&first)).await.unwrap();
        assert_eq!(kinds(&app).await, ["delete", "create"]);
        tell(&app, 4, &withdrawn(&second)).await.unwrap();
        assert_eq!(kinds(&app).await, ["delete", "delete"]);

        let create = Outgoing::Create { post: second.id };
        assert_eq!(create.compose(&app, &author, 2).await.unwrap(), None);
    }
}

#[tokio::test]
async fn results_move_the_cursor_and_failures_make_a_peer_rest() {
    for app in fresh_on_each().await {
        let author = writer(&app).await;
        let ann = follower(&app, &author, "ann", "one.example").await;
        let peer_id = ann.peer_id.unwrap();
        for number in 1..=3 {
            let post = said(&app, &author, Visibility::Public).await;
            tell(&app, number, &Event::PostPublished { post: post.id, was_held: false }).await.unwrap();
        }
        let inbox = ann.inbox.clone();
        let settled = |delivery_id: i64| Settled {
            delivery_id,
            inbox: inbox.clone(),
            state: DeliveryState::Delivered,
            urgent: false,
            trouble: None,
        };
        let failure = Failure {
            delivery_id: 3,
            inbox: inbox.clone(),
            fail_count: 1,
            retry_at: app.now() + 60,
            counts: true,
            trouble: Some(Trouble::Unreachable),
        };
        let tx = app.db.begin().await.unwrap();
        let report = Report { peer_id, settled: vec![settled(1), settled(2)], failure: Some(failure) };
        write(&tx, &[report], "2026-11-28").await.unwrap();
        tx.commit().await.unwrap();

        let peer = peer::find_by_id(app.read(), peer_id).await.unwrap().unwrap();
        assert_eq!((peer.delivered_to, peer.fail_count, peer.retry_at), (2, 1, app.now() + 60));
        assert_eq!(peer.delivered_day.as_deref(), Some("2026-11-28"));
        assert_eq!((peer.trouble, peer.parked_day), (Some(Trouble::Unreachable), None));
        assert_eq!(waiting(&app).await, []);
        assert_eq!(delivery_to::next_retry(app.read(), app.now()).await.unwrap(), Some(app.now() + 60));
        app.pass(60);
        let left = waiting(&app).await;
        assert_eq!(left.iter().map(|row| (row.delivery_id, row.attempts)).collect::<Vec<_>>(), [(3, 1)]);
    }
}

#[tokio::test]
async fn an_activity_about_one_person_goes_to_that_persons_server() {
    for app in fresh_on_each().await {
        let (me, other) = (writer(&app).await, remote(&app, "zoe", "friend.example").await);
        let uri = app.urls.activity("x");
        let undone = Event::FollowUndone { follower: me.id, target: other.id, uri: uri.clone() };
        tell(&app, 1, &undone).await.unwrap();
        let rejected = Event::FollowRejected { follower: other.id, target: me.id, uri: uri.clone() };
        tell(&app, 2, &rejected).await.unwrap();
        tell(&app, 3, &Event::Blocked { account: me.id, target: other.id, uri }).await.unwrap();
        assert_eq!(kinds(&app).await, ["block", "undo-follow", "reject"]);
    }
}

#[tokio::test]
async fn who_fetched_a_post_is_asked_to_delete_it_at_one_inbox_and_blocked_peers_are_not() {
    for app in fresh_on_each().await {
        let author = writer(&app).await;
        let follower = follower(&app, &author, "ann", "one.example").await;
        let mut shared = remote(&app, "actor", "large.example").await;
        shared.shared_inbox = Some("https://large.example/inbox".to_owned());
        let small = [remote(&app, "zoe", "small.example").await, remote(&app, "abe", "small.example").await];
        let shut_out = remote(&app, "eve", "bad.example").await;
        let post = said(&app, &author, Visibility::Public).await;
        tell(&app, 1, &Event::PostPublished { post: post.id, was_held: false }).await.unwrap();
        let tx = app.db.begin().await.unwrap();
        account::update(&tx, shared.clone()).await.unwrap();
        for who in [&follower, &shared, &small[0], &small[1], &shut_out] {
            fetched::note(&tx, who.peer_id.unwrap(), &[post.id, 99], "2026-W48", 3).await.unwrap();
        }
        tx.commit().await.unwrap();
        let large = shared.peer_id.unwrap();
        assert_eq!(fetched::list_noted(app.read(), large, &[post.id, 99]).await.unwrap(), [post.id]);
        let full = fetched::list_noted(app.read(), shut_out.peer_id.unwrap(), &[post.id]).await.unwrap();
        assert!(full.is_empty(), "no more than three are noted");

        let tx = app.db.begin().await.unwrap();
        peer::decide(&tx, shared.peer_id.unwrap(), false, true).await.unwrap();
        post::delete(&tx, post.id).await.unwrap();
        tx.commit().await.unwrap();
        let withdrawn = Event::PostWithdrawn {
            post: post.id,
            uri: post.uri.clone(),
            account: author.id,
            seen_by: SeenBy::Everybody,
        };
        for _ in 0..2 {
            tell(&app, 2, &withdrawn).await.unwrap();
        }
        let expected = ["https://one.example/users/ann/inbox", "https://small.example/users/abe/inbox"];
        assert_eq!(inboxes(&app).await, expected);
        assert!(waiting(&app).await.iter().all(|row| row.urgent));
        assert!(fetched::list_noted(app.read(), large, &[post.id]).await.unwrap().is_empty());
    }
}

#[tokio::test]
async fn a_request_to_delete_is_taken_up_each_day_for_thirty_days() {
    for app in fresh_on_each().await {
        let author = writer(&app).await;
        let ann = follower(&app, &author, "ann", "one.example").await;
        let post = said(&app, &author, Visibility::Public).await;
        tell(&app, 1, &Event::PostPublished { post: post.id, was_held: false }).await.unwrap();
        let tx = app.db.begin().await.unwrap();
        let id = app.new_id(&tx).await.unwrap();
        let row = Withdrawal {
            id,
            post_id: post.id,
            account_id: author.id,
            words_hash: None,
            delivery_id: None,
            removed_under: None,
            removed_by: None,
        };
        withdrawal::insert(&tx, row).await.unwrap();
        post::delete(&tx, post.id).await.unwrap();
        tx.commit().await.unwrap();
        let withdrawn = Event::PostWithdrawn {
            post: post.id,
            uri: post.uri.clone(),
            account: author.id,
            seen_by: SeenBy::Everybody,
        };
        tell(&app, id, &withdrawn).await.unwrap();
        let put_off = Settled {
            delivery_id: id,
            inbox: ann.inbox.clone(),
            state: DeliveryState::Later,
            urgent: true,
            trouble: Some(Trouble::Refused),
        };
        let report =
            || Report { peer_id: ann.peer_id.unwrap(), settled: vec![put_off.clone()], failure: None };
        for (days, is_asked) in [(1, true), (28, true), (2, false)] {
            let tx = app.db.begin().await.unwrap();
            write(&tx, &[report()], "2026-11-28").await.unwrap();
            tx.commit().await.unwrap();
            assert!(waiting(&app).await.is_empty(), "nothing waits for it");
            app.pass(days * 86_400);
            tidy::run(&app).await.unwrap();
            assert_eq!(waiting(&app).await.len(), usize::from(is_asked), "after {days} more days");
            assert_eq!(withdrawal::find(app.read(), post.id).await.unwrap().is_some(), is_asked);
        }
        let progress = delivery_to::list_progress(app.read(), id).await.unwrap();
        assert!(progress.is_empty(), "given up, and forgotten with the receipt: {progress:?}");
    }
}
