//! Relations on both databases.

use super::limit::Limit;
use super::*;
use crate::base::error::Error;
use crate::domain::account::{self, Account};
use crate::domain::transparency::log::By;
use crate::store::event;
use crate::store::testing::{Fresh, fresh, fresh_on_each, local, remote};

async fn again(app: &Fresh, account: &Account) -> Account {
    account::load(app, account.id).await.unwrap()
}

/// Followers and followed as the row counts them.
async fn counts(app: &Fresh, account: &Account) -> (i32, i32) {
    let row = again(app, account).await;
    (row.follower_count, row.following_count)
}

async fn events(app: &Fresh) -> Vec<event::Event> {
    let rows = event::list_oldest(app.read(), 100).await.unwrap();
    rows.iter().map(|row| serde_json::from_str(&row.payload).unwrap()).collect()
}

#[tokio::test]
async fn a_follow_is_counted_once_and_uncounted_when_it_ends() {
    for app in fresh_on_each().await {
        let (me, other) = (local(&app, "fern").await, local(&app, "moss").await);
        for _ in 0..2 {
            assert!(follow(&app, &me, &other, FollowOptions::default()).await.unwrap().accepted);
        }
        assert_eq!((counts(&app, &me).await, counts(&app, &other).await), ((0, 1), (1, 0)));
        for _ in 0..2 {
            unfollow(&app, &me, &other).await.unwrap();
        }
        assert_eq!((counts(&app, &me).await, counts(&app, &other).await), ((0, 0), (0, 0)));
        let told = events(&app).await;
        assert!(matches!(
            told.as_slice(),
            [event::Event::FollowRequested { .. }, event::Event::FollowUndone { .. }]
        ));
    }
}

#[tokio::test]
async fn who_is_locked_lets_followers_in_one_by_one() {
    for app in fresh_on_each().await {
        let (me, other) = (local(&app, "fern").await, local(&app, "moss").await);
        let locked = account::ProfileChange { locked: Some(true), ..account::ProfileChange::default() };
        let other = account::change_profile(&app, other.id, locked).await.unwrap();
        let request = follow(&app, &me, &other, FollowOptions::default()).await.unwrap();
        assert!(!request.accepted);
        assert_eq!(counts(&app, &other).await, (0, 0));
        let waiting = list_follow_requests(&app, other.id, Page::default()).await.unwrap();
        assert_eq!(waiting.items.iter().map(|account| account.id).collect::<Vec<_>>(), [me.id]);
        for _ in 0..2 {
            accept(&app, &request).await.unwrap();
        }
        assert_eq!((counts(&app, &me).await, counts(&app, &other).await), ((0, 1), (1, 0)));
        remove_follower(&app, &other, &me).await.unwrap();
        assert_eq!((counts(&app, &me).await, counts(&app, &other).await), ((0, 0), (0, 0)));
        assert!(matches!(accept(&app, &request).await, Err(Error::NotFound(_))));
    }
}

#[tokio::test]
async fn a_follow_from_elsewhere_is_answered_each_time_it_comes() {
    for app in fresh_on_each().await {
        let (me, other) = (local(&app, "fern").await, remote(&app, "mori", "b.example").await);
        for uri in ["https://b.example/f/1", "https://b.example/f/2"] {
            let tx = app.db.begin().await.unwrap();
            assert!(receive_follow(&app, &tx, uri, &other, &me).await.unwrap().accepted);
            app.commit(tx).await.unwrap();
        }
        assert_eq!((counts(&app, &me).await, counts(&app, &other).await), ((1, 0), (0, 1)));
        assert_eq!(events(&app).await.len(), 2);
        let tx = app.db.begin().await.unwrap();
        receive_undo(&app, &tx, &other, &me).await.unwrap();
        app.commit(tx).await.unwrap();
        assert_eq!(counts(&app, &me).await, (0, 0));
    }
}

#[tokio::test]
async fn only_the_followed_one_accepts_and_rejects() {
    for app in fresh_on_each().await {
        let me = local(&app, "fern").await;
        let (other, stranger) =
            (remote(&app, "mori", "b.example").await, remote(&app, "eve", "c.example").await);
        let request = follow(&app, &me, &other, FollowOptions::default()).await.unwrap();
        assert!(!request.accepted);
        let tx = app.db.begin().await.unwrap();
        let by_stranger = receive_accept(&app, &tx, Named::Uri(&request.uri), &stranger).await;
        assert!(matches!(by_stranger, Err(Error::NotFound(_))));
        receive_accept(&app, &tx, Named::Uri(&request.uri), &other).await.unwrap();
        receive_reject(&app, &tx, Named::Uri(&request.uri), &stranger).await.unwrap();
        app.commit(tx).await.unwrap();
        assert_eq!((counts(&app, &me).await, counts(&app, &other).await), ((0, 1), (1, 0)));
        let tx = app.db.begin().await.unwrap();
        receive_reject(&app, &tx, Named::Follower(&me), &other).await.unwrap();
        app.commit(tx).await.unwrap();
        assert_eq!((counts(&app, &me).await, counts(&app, &other).await), ((0, 0), (0, 0)));
    }
}

#[tokio::test]
async fn a_block_ends_follows_both_ways_and_forbids_new_ones() {
    for app in fresh_on_each().await {
        let (me, other) = (local(&app, "fern").await, local(&app, "moss").await);
        follow(&app, &me, &other, FollowOptions::default()).await.unwrap();
        follow(&app, &other, &me, FollowOptions::default()).await.unwrap();
        for _ in 0..2 {
            block(&app, &me, &other).await.unwrap();
        }
        assert_eq!((counts(&app, &me).await, counts(&app, &other).await), ((0, 0), (0, 0)));
        assert!(is_blocked_between(&app, other.id, me.id).await.unwrap());
        for (from, to) in [(&me, &other), (&other, &me)] {
            let refused = follow(&app, from, to, FollowOptions::default()).await;
            assert!(matches!(refused, Err(Error::Forbidden(_))));
        }
        let blocked = list_blocks(&app, me.id, Page::default()).await.unwrap();
        assert_eq!(blocked.items.len(), 1);
        unblock(&app, &me, &other).await.unwrap();
        assert!(!is_blocked_between(&app, me.id, other.id).await.unwrap());
    }
}

#[tokio::test]
async fn a_relationship_says_how_things_stand_both_ways_in_the_order_asked_for() {
    for app in fresh_on_each().await {
        let (me, friend) = (local(&app, "fern").await, local(&app, "moss").await);
        let (muted, blocker) = (local(&app, "reed").await, local(&app, "sedge").await);
        let options = FollowOptions { boosts: Some(false), notify: Some(true), ..FollowOptions::default() };
        follow(&app, &me, &friend, options).await.unwrap();
        follow(&app, &friend, &me, FollowOptions::default()).await.unwrap();
        let hour = MuteOptions { notices: false, seconds: Some(3600) };
        mute(&app, &me, &muted, MuteOptions::default()).await.unwrap();
        mute(&app, &me, &muted, hour).await.unwrap();
        block(&app, &blocker, &me).await.unwrap();
        let ids = [blocker.id, friend.id, 7, muted.id];
        let found = relationship(&app, me.id, &ids).await.unwrap();
        let blank = |id| Relationship { id, ..Relationship::default() };
        let expected = [
            Relationship { blocked_by: true, ..blank(blocker.id) },
            Relationship { following: true, notifies: true, followed_by: true, ..blank(friend.id) },
            blank(7),
            Relationship { muting: true, muted_until: Some(app.now() + 3600), ..blank(muted.id) },
        ];
        assert_eq!(found, expected);
        app.pass(3601);
        assert_eq!(relationship(&app, me.id, &[muted.id]).await.unwrap(), [blank(muted.id)]);
        assert_eq!(list_mutes(&app, me.id, Page::default()).await.unwrap().items, []);
    }
}

#[tokio::test]
async fn blocking_a_peer_ends_its_follows_and_recounts() {
    for app in fresh_on_each().await {
        let (me, neighbour) = (local(&app, "fern").await, local(&app, "moss").await);
        let (other, far) =
            (remote(&app, "mori", "b.example").await, remote(&app, "eve", "x.b.example").await);
        follow(&app, &neighbour, &me, FollowOptions::default()).await.unwrap();
        for (number, follower) in [&other, &far].into_iter().enumerate() {
            let tx = app.db.begin().await.unwrap();
            let uri = format!("https://b.example/f/{number}");
            receive_follow(&app, &tx, &uri, follower, &me).await.unwrap();
            app.commit(tx).await.unwrap();
        }
        assert_eq!(counts(&app, &me).await, (3, 0));
        limit::set(&app, By::Operator, "B.Example.", &Limit::suspend("")).await.unwrap();
        assert_eq!(counts(&app, &me).await, (1, 0));
        assert_eq!(counts(&app, &other).await, (0, 0));
        for host in ["b.example", "B.EXAMPLE.", "x.b.example", "new.b.example:8443", "no host"] {
            assert!(peer::is_blocked(&app, host).await.unwrap(), "{host}");
        }
        assert!(!peer::is_blocked(&app, "bb.example").await.unwrap());
        assert!(matches!(follow(&app, &me, &other, FollowOptions::default()).await, Err(Error::NotFound(_))));
        limit::lift(&app, By::Operator, "b.example").await.unwrap();
        assert!(!peer::is_blocked(&app, "x.b.example").await.unwrap());
    }
}

#[tokio::test]
async fn our_own_name_and_what_is_no_name_are_refused_as_peers() {
    let app = fresh().await;
    for host in ["stories.example", "", "a b", "https://b.example", "b.example/path", "me@b.example"] {
        assert!(matches!(peer::accept(&app, By::Operator, host).await, Err(Error::Invalid(_))), "{host}");
    }
    peer::accept(&app, By::Operator, "Münster.example").await.unwrap();
    let peers = peer::list(&app).await.unwrap();
    assert_eq!(peers.iter().map(|peer| peer.host.as_str()).collect::<Vec<_>>(), ["xn--mnster-3ya.example"]);
}

#[tokio::test]
async fn pages_of_followers_neither_skip_nor_repeat() {
    for app in fresh_on_each().await {
        let me = local(&app, "fern").await;
        for number in 0..7 {
            let follower = local(&app, &format!("moss_{number}")).await;
            follow(&app, &follower, &me, FollowOptions::default()).await.unwrap();
        }
        let (mut seen, mut max) = (Vec::new(), None);
        loop {
            let page = Page { max, limit: 3, ..Page::default() };
            let slice = list_followers(&app, me.id, page).await.unwrap();
            seen.extend(slice.items.iter().map(|account| account.handle.clone()));
            max = slice.oldest;
            if !slice.more {
                break;
            }
        }
        let expected: Vec<String> = (0..7).rev().map(|number| format!("moss_{number}")).collect();
        assert_eq!(seen, expected);
    }
}
