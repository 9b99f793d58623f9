//! Reactions on both databases.

use super::*;
use crate::base::error::Error;
use crate::domain::relation;
use crate::store::event::{self, Event};
use crate::store::kind::Visibility;
use crate::store::page::Page;
use crate::store::testing::{Fresh, fresh_on_each, keep, local, note, remote};

async fn events(app: &Fresh) -> Vec<Event> {
    let rows = event::list_oldest(app.read(), 100).await.unwrap();
    rows.iter().map(|row| serde_json::from_str(&row.payload).unwrap()).collect()
}

async fn said(app: &Fresh, author: &Account, visibility: Visibility) -> Post {
    keep(app, Post { visibility, ..note(app, author).await }).await
}

#[tokio::test]
async fn a_favourite_counts_once_and_is_taken_back_once() {
    for app in fresh_on_each().await {
        let (me, author) = (local(&app, "fern").await, local(&app, "moss").await);
        let story = said(&app, &author, Visibility::Public).await;
        for _ in 0..2 {
            assert_eq!(favourite(&app, &me, story.id).await.unwrap().favourite_count, 1);
        }
        let mine = list_favourites(&app, me.id, Page::default()).await.unwrap();
        assert_eq!(mine.items.iter().map(|post| post.id).collect::<Vec<_>>(), [story.id]);
        for _ in 0..2 {
            assert_eq!(unfavourite(&app, &me, story.id).await.unwrap().favourite_count, 0);
        }
        let told = events(&app).await;
        assert!(matches!(told.as_slice(), [Event::Favourited { .. }, Event::FavouriteUndone { .. }]));
    }
}

#[tokio::test]
async fn a_boost_counts_once_and_a_reaction_to_it_is_one_to_its_post() {
    for app in fresh_on_each().await {
        let (me, author) = (local(&app, "fern").await, local(&app, "moss").await);
        let story = said(&app, &author, Visibility::Public).await;
        let first = boost(&app, &me, story.id, None).await.unwrap();
        assert_eq!(boost(&app, &me, first.id, None).await.unwrap(), first);
        let liked = favourite(&app, &author, first.id).await.unwrap();
        assert_eq!((liked.id, liked.boost_count, liked.favourite_count), (story.id, 1, 1));
        let after = unboost(&app, &me, first.id).await.unwrap();
        assert_eq!((after.id, after.boost_count), (story.id, 0));
        assert_eq!(unboost(&app, &me, story.id).await.unwrap().boost_count, 0);
    }
}

#[tokio::test]
async fn what_is_not_for_everybody_is_not_passed_on() {
    for app in fresh_on_each().await {
        let (me, author) = (local(&app, "fern").await, local(&app, "moss").await);
        relation::follow(&app, &me, &author, relation::FollowOptions::default()).await.unwrap();
        let private = said(&app, &author, Visibility::Private).await;
        assert!(matches!(boost(&app, &me, private.id, None).await, Err(Error::Forbidden(_))));
        let own = boost(&app, &author, private.id, None).await.unwrap();
        assert_eq!(own.visibility, Visibility::Private);
        let direct = said(&app, &author, Visibility::Direct).await;
        for outcome in [boost(&app, &me, direct.id, None).await, favourite(&app, &me, direct.id).await] {
            assert!(matches!(outcome, Err(Error::NotFound(_))));
        }
    }
}

#[tokio::test]
async fn a_bookmark_is_told_to_nobody() {
    for app in fresh_on_each().await {
        let (me, author) = (local(&app, "fern").await, local(&app, "moss").await);
        let story = said(&app, &author, Visibility::Public).await;
        for _ in 0..2 {
            bookmark(&app, &me, story.id).await.unwrap();
        }
        assert_eq!(
            list_bookmarks(&app, me.id, Page::default()).await.unwrap().items,
            std::slice::from_ref(&story)
        );
        unbookmark(&app, &me, story.id).await.unwrap();
        assert!(list_bookmarks(&app, me.id, Page::default()).await.unwrap().items.is_empty());
        assert!(events(&app).await.is_empty());
    }
}

#[tokio::test]
async fn reactions_from_elsewhere_count_once_however_often_they_come() {
    for app in fresh_on_each().await {
        let (author, far) = (local(&app, "fern").await, remote(&app, "mori", "b.example").await);
        let story = said(&app, &author, Visibility::Public).await;
        let tx = app.db.begin().await.unwrap();
        for number in 0..2 {
            let uri = format!("https://b.example/{number}");
            receive_like(&app, &tx, &uri, &far, &story).await.unwrap();
            let announce = ReceivedBoost { uri: format!("{uri}/boost"), visibility: Visibility::Public };
            receive_boost(&app, &tx, announce, &far, &story).await.unwrap();
        }
        app.commit(tx).await.unwrap();
        let after = post::load_visible(&app, None, story.id).await.unwrap();
        assert_eq!((after.favourite_count, after.boost_count), (1, 1));
        for (viewer, seen) in [(Some(author.id), 1), (Some(far.id), 0), (None, 0)] {
            let page = Page::default();
            assert_eq!(list_favourers(&app, viewer, &story, page).await.unwrap().items.len(), seen);
            assert_eq!(list_boosters(&app, viewer, &story, page).await.unwrap().items.len(), seen);
        }
        let tx = app.db.begin().await.unwrap();
        for _ in 0..2 {
            receive_undo_like(&app, &tx, &far, &story).await.unwrap();
            receive_undo_boost(&app, &tx, &far, story.id).await.unwrap();
        }
        app.commit(tx).await.unwrap();
        let after = post::load_visible(&app, None, story.id).await.unwrap();
        assert_eq!((after.favourite_count, after.boost_count), (0, 0));
    }
}
