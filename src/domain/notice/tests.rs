//! Notices on both databases.

use super::*;
use crate::domain::account::Account;
use crate::domain::post::released::find_released;
use crate::domain::reaction;
use crate::domain::relation::{self, FollowOptions, MuteOptions};
use crate::store::event::{self, Event};
use crate::store::mention::{self, Mention};
use crate::store::page::{Page, Slice};
use crate::store::testing::{Fresh, fresh_on_each, keep, local, note, remote};

/// Lets everything follow from what happened, twice, as after a crash.
async fn settle(app: &Fresh) {
    for row in event::list_oldest(app.read(), 100).await.unwrap() {
        let happened: Event = serde_json::from_str(&row.payload).unwrap();
        for _ in 0..2 {
            let released = find_released(app, &happened).await;
            decide(app, &happened, released.as_ref()).await.unwrap();
        }
        let tx = app.db.begin().await.unwrap();
        event::delete_all(&tx, &[row.id]).await.unwrap();
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
        let wish = FollowOptions { notify: Some(true), ..FollowOptions::default() };
        relation::follow(&app, &waiting, &author, wish).await.unwrap();
        let post = keep(&app, note(&app, &author).await).await;
        let tx = app.db.begin().await.unwrap();
        let rows = [named.id, author.id, far.id].map(|account_id| Mention { post_id: post.id, account_id });
        mention::replace(&tx, post.id, rows.to_vec()).await.unwrap();
        app.record(&tx, &Event::PostPublished { post: post.id, was_held: false }).await.unwrap();
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

/// Favours a story of `me` by so many others, each called `name` and a number.
async fn favoured(app: &Fresh, me: &Account, name: &str, times: usize) -> i64 {
    let story = keep(app, note(app, me).await).await;
    for number in 0..times {
        let other = local(app, &format!("{name}_{number}")).await;
        reaction::favourite(app, &other, story.id).await.unwrap();
    }
    settle(app).await;
    story.id
}

async fn groups(app: &Fresh, me: &Account, page: Page, limit: usize) -> Slice<Group> {
    list_groups(app, me.id, &Wanted::default(), None, page, limit).await.unwrap()
}

#[tokio::test]
async fn what_is_alike_within_half_a_day_is_one_group_and_the_rest_stands_alone() {
    for app in fresh_on_each().await {
        let me = local(&app, "fern").await;
        let first = favoured(&app, &me, "moss", 3).await;
        let second = favoured(&app, &me, "reed", 10).await;
        app.pass(12 * 60 * 60);
        let late = local(&app, "late").await;
        reaction::favourite(&app, &late, first).await.unwrap();
        settle(&app).await;
        let found = groups(&app, &me, Page::default(), 20).await;
        let sizes: Vec<usize> = found.items.iter().map(|group| group.notices.len()).collect();
        assert_eq!(sizes, [1, 10, 3]);
        assert!(!found.more);
        let told = show_groups(&app, me.id, found.items.clone()).await.unwrap();
        let about: Vec<i64> = told.iter().map(|told| told.post.as_ref().unwrap().post.id).collect();
        assert_eq!(about, [first, second, first]);
        assert_eq!(told[1].from.len(), 8, "a sample, the latest first");
        assert_eq!(told[1].from[0].handle, "reed_9");

        let key = found.items[1].key;
        assert_eq!(load_group(&app, me.id, key).await.unwrap().notices.len(), 10);
        let some = Page { limit: 4, ..Page::default() };
        assert_eq!(list_in_group(&app, me.id, key, some).await.unwrap().items.len(), 4);
        assert!(load_group(&app, late.id, key).await.is_err(), "it is its owner's");
        dismiss_group(&app, late.id, key).await.unwrap();
        dismiss_group(&app, me.id, key).await.unwrap();
        assert!(load_group(&app, me.id, key).await.is_err());
        assert_eq!(groups(&app, &me, Page::default(), 20).await.items.len(), 2);

        let none =
            list_groups(&app, me.id, &Wanted::default(), Some(&[]), Page::default(), 20).await.unwrap();
        assert_eq!(none.items.len(), 4, "a reader may want each by itself");
    }
}

#[tokio::test]
async fn pages_of_groups_neither_skip_nor_repeat_a_notice_in_either_direction() {
    for app in fresh_on_each().await {
        let me = local(&app, "fern").await;
        for name in ["moss", "reed", "sedge", "rush"] {
            favoured(&app, &me, name, 2).await;
        }
        let ids = |slice: &Slice<Group>| -> Vec<i64> {
            slice.items.iter().flat_map(|group| &group.notices).map(|notice| notice.id).collect()
        };
        let all = ids(&groups(&app, &me, Page::default(), 20).await);
        assert_eq!(all.len(), 8);
        let (mut down, mut max) = (Vec::new(), None);
        loop {
            let slice = groups(&app, &me, Page { max, ..Page::default() }, 3).await;
            down.extend(ids(&slice));
            max = slice.oldest;
            if !slice.more {
                break;
            }
        }
        assert_eq!(down, all);
        let up = groups(&app, &me, Page { min: Some(all[7]), ..Page::default() }, 2).await;
        assert_eq!(ids(&up), all[4..7], "the oldest that are newer, the newest of them first");
        let newer = groups(&app, &me, Page { since: Some(all[2]), ..Page::default() }, 20).await;
        assert_eq!(ids(&newer), all[..2]);
    }
}
