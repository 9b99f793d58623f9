//! Notices on both databases.

use super::*;
use crate::domain::account::Account;
use crate::domain::reaction;
use crate::domain::relation::{self, FollowOptions, MuteOptions};
use crate::store::event::{self, Event};
use crate::store::mention::{self, Mention};
use crate::store::page::Page;
use crate::store::testing::{Fresh, fresh_on_each, keep, local, note, remote};

/// Lets everything follow from what happened, twice, as after a crash.
async fn settle(app: &Fresh) {
    for row in event::list_oldest(app.read(), 100).await.unwrap() {
        let happened: Event = serde_json::from_str(&row.payload).unwrap();
        decide(app, &happened).await.unwrap();
        decide(app, &happened).await.unwrap();
        let tx = app.db.begin().await.unwrap();
        event::delete(&tx, row.id).await.unwrap();
        tx.commit().await.unwrap();
    }
}

async fn kinds(app: &Fresh, me: &Account) -> Vec<NoticeKind> {
    let slice = list(app, me.id, &Wanted::default(), Page::default()).await.unwrap();
    let told = show(app, me.id, slice.items.clone()).await.unwrap();
    assert_eq!(told.len(), slice.items.len());
    slice.items.iter().map(|notice| notice.kind).collect()
}

#[tokio::test]
async fn an_author_learns_of_follows_favourites_and_boosts_once_and_not_when_they_are_taken_back() {
    for app in fresh_on_each().await {
        let (me, other) = (local(&app, "fern").await, local(&app, "moss").await);
        let story = keep(&app, note(&app, &me).await).await;
        relation::follow(&app, &other, &me, FollowOptions::default()).await.unwrap();
        reaction::favourite(&app, &other, story.id).await.unwrap();
        reaction::boost(&app, &other, story.id, None).await.unwrap();
        reaction::favourite(&app, &me, story.id).await.unwrap();
        settle(&app).await;
        let all = [NoticeKind::Reblog, NoticeKind::Favourite, NoticeKind::Follow];
        assert_eq!(kinds(&app, &me).await, all);
        assert_eq!(count_unread(&app, me.id, 0).await.unwrap(), 3);
        let only = Wanted { kinds: vec![NoticeKind::Follow], ..Wanted::default() };
        assert_eq!(list(&app, me.id, &only, Page::default()).await.unwrap().items.len(), 1);
        let not = Wanted { not_kinds: vec![NoticeKind::Follow], ..Wanted::default() };
        assert_eq!(list(&app, me.id, &not, Page::default()).await.unwrap().items.len(), 2);
        relation::unfollow(&app, &other, &me).await.unwrap();
        reaction::unfavourite(&app, &other, story.id).await.unwrap();
        reaction::unboost(&app, &other, story.id).await.unwrap();
        settle(&app).await;
        assert!(kinds(&app, &me).await.is_empty());
    }
}

#[tokio::test]
async fn a_post_tells_whom_it_mentions_and_who_waits_for_it() {
    for app in fresh_on_each().await {
        let (author, named, waiting) =
            (local(&app, "fern").await, local(&app, "moss").await, local(&app, "reed").await);
        let far = remote(&app, "mori", "b.example").await;
        let wish = FollowOptions { notify: Some(true), boosts: None };
        relation::follow(&app, &waiting, &author, wish).await.unwrap();
        let post = keep(&app, note(&app, &author).await).await;
        let tx = app.db.begin().await.unwrap();
        let rows = [named.id, author.id, far.id].map(|account_id| Mention { post_id: post.id, account_id });
        mention::replace(&tx, post.id, rows.to_vec()).await.unwrap();
        app.record(&tx, &Event::PostPublished { post: post.id }).await.unwrap();
        app.commit(tx).await.unwrap();
        settle(&app).await;
        assert_eq!(kinds(&app, &named).await, [NoticeKind::Mention]);
        assert_eq!(kinds(&app, &waiting).await, [NoticeKind::Status]);
        assert_eq!(kinds(&app, &author).await, [NoticeKind::Follow]);
        assert!(kinds(&app, &far).await.is_empty());
    }
}

#[tokio::test]
async fn nobody_hears_of_somebody_they_mute_or_who_blocks_them() {
    for app in fresh_on_each().await {
        let (me, muted, other) =
            (local(&app, "fern").await, local(&app, "moss").await, local(&app, "reed").await);
        let story = keep(&app, note(&app, &me).await).await;
        reaction::favourite(&app, &other, story.id).await.unwrap();
        settle(&app).await;
        relation::mute(&app, &me, &muted, MuteOptions::default()).await.unwrap();
        reaction::favourite(&app, &muted, story.id).await.unwrap();
        settle(&app).await;
        assert_eq!(kinds(&app, &me).await, [NoticeKind::Favourite]);
        relation::mute(&app, &me, &other, MuteOptions::default()).await.unwrap();
        assert!(kinds(&app, &me).await.is_empty());
        relation::unmute(&app, &me, &other).await.unwrap();
        relation::block(&app, &me, &other).await.unwrap();
        relation::unblock(&app, &me, &other).await.unwrap();
        assert!(kinds(&app, &me).await.is_empty());
    }
}

#[tokio::test]
async fn a_request_is_told_as_such_until_it_is_granted() {
    for app in fresh_on_each().await {
        let (me, other) = (local(&app, "fern").await, local(&app, "moss").await);
        let me = Account { locked: true, ..me };
        let request = relation::follow(&app, &other, &me, FollowOptions::default()).await.unwrap();
        settle(&app).await;
        assert_eq!(kinds(&app, &me).await, [NoticeKind::FollowRequest]);
        relation::accept(&app, &request).await.unwrap();
        settle(&app).await;
        assert_eq!(kinds(&app, &me).await, [NoticeKind::Follow]);
    }
}

#[tokio::test]
async fn a_notice_is_its_owners_to_do_away_with() {
    for app in fresh_on_each().await {
        let (me, other) = (local(&app, "fern").await, local(&app, "moss").await);
        relation::follow(&app, &other, &me, FollowOptions::default()).await.unwrap();
        settle(&app).await;
        let id = list(&app, me.id, &Wanted::default(), Page::default()).await.unwrap().items[0].id;
        dismiss(&app, other.id, id).await.unwrap();
        assert!(load(&app, other.id, id).await.is_err());
        assert_eq!(load(&app, me.id, id).await.unwrap().from_id, other.id);
        dismiss(&app, me.id, id).await.unwrap();
        assert!(load(&app, me.id, id).await.is_err());
    }
}
