//! Filters on both databases.

use super::*;
use crate::app::App;
use crate::domain::account::Account;
use crate::store::post::Post;
use crate::store::testing::{Fresh, fresh_on_each, keep, local, note};

fn new(contexts: &[Context], action: FilterAction, words: &[&str]) -> New {
    New {
        title: "Not now".to_owned(),
        contexts: contexts.to_vec(),
        action,
        expires_in: None,
        keywords: words.iter().map(|word| ((*word).to_owned(), true)).collect(),
    }
}

async fn matching(app: &App, me: &Account, post: &Post, boosted: Option<&Post>) -> Vec<Match> {
    Filters::of(app, me.id).await.unwrap().matching(post, boosted)
}

async fn says(app: &Fresh, author: &Account, html: &str) -> Post {
    keep(app, Post { html: html.to_owned(), ..note(app, author).await }).await
}

#[tokio::test]
async fn a_filter_finds_words_in_text_warning_and_title_but_not_in_markup() {
    for app in fresh_on_each().await {
        let (me, author) = (local(&app, "fern").await, local(&app, "moss").await);
        create(&app, me.id, new(&[Context::Home], FilterAction::Warn, &["needle", "薄毛"])).await.unwrap();
        let post = says(&app, &author, "<p>A <b>Needle</b> and 最近薄毛が</p>").await;
        let found = matching(&app, &me, &post, None).await;
        assert_eq!(found[0].keywords, ["needle", "薄毛"]);
        assert!(matching(&app, &author, &post, None).await.is_empty(), "it is its owner's");
        let quiet = says(&app, &author, "<p class=\"needle\">needles</p>").await;
        assert!(matching(&app, &me, &quiet, None).await.is_empty());
        for post in [
            Post { warning: "needle".to_owned(), ..quiet.clone() },
            Post { title: Some("A needle".to_owned()), ..quiet.clone() },
        ] {
            assert_eq!(matching(&app, &me, &post, None).await.len(), 1);
        }
        let boost = Post { boost_of_id: Some(post.id), html: String::new(), ..quiet.clone() };
        assert_eq!(matching(&app, &me, &boost, Some(&post)).await[0].keywords.len(), 2);
    }
}

#[tokio::test]
async fn a_filter_holds_single_posts_also_when_they_are_passed_on() {
    for app in fresh_on_each().await {
        let (me, author) = (local(&app, "fern").await, local(&app, "moss").await);
        let filter = create(&app, me.id, new(&[Context::Home], FilterAction::Hide, &[])).await.unwrap();
        let (post, other) = (says(&app, &author, "one").await, says(&app, &author, "two").await);
        let row = add_post(&app, me.id, filter.id, post.id).await.unwrap();
        assert!(add_post(&app, me.id, filter.id, post.id).await.is_err(), "once is enough");
        assert!(add_post(&app, author.id, filter.id, other.id).await.is_err(), "it is another's");
        let found = matching(&app, &me, &other, Some(&post)).await;
        assert_eq!(found[0].posts, [post.id]);
        assert!(found[0].hides(Context::Home) && !found[0].hides(Context::Public));
        remove_post(&app, me.id, row.id).await.unwrap();
        assert!(matching(&app, &me, &post, None).await.is_empty());
    }
}

#[tokio::test]
async fn a_filter_ends_when_its_time_is_over_but_can_be_set_anew() {
    for app in fresh_on_each().await {
        let (me, author) = (local(&app, "fern").await, local(&app, "moss").await);
        let hour = New { expires_in: Some(3600), ..new(&[Context::Home], FilterAction::Warn, &["needle"]) };
        let filter = create(&app, me.id, hour).await.unwrap();
        let post = says(&app, &author, "needle").await;
        assert_eq!(matching(&app, &me, &post, None).await.len(), 1);
        app.pass(3601);
        assert!(matching(&app, &me, &post, None).await.is_empty());
        assert_eq!(list(&app, me.id).await.unwrap().len(), 1, "it is kept");
        change(&app, me.id, filter.id, Changed { expires_in: Some(None), ..Changed::default() })
            .await
            .unwrap();
        assert_eq!(matching(&app, &me, &post, None).await.len(), 1);
    }
}

#[tokio::test]
async fn what_changes_about_a_filter_is_all_or_nothing_and_its_owners() {
    for app in fresh_on_each().await {
        let (me, other) = (local(&app, "fern").await, local(&app, "moss").await);
        let filter =
            create(&app, me.id, new(&[Context::Home], FilterAction::Warn, &["a", "b"])).await.unwrap();
        let (first, second) = (filter.keywords[0].id, filter.keywords[1].id);
        let foreign =
            create(&app, other.id, new(&[Context::Home], FilterAction::Warn, &["x"])).await.unwrap();
        let stolen = Changed {
            title: Some("Other".to_owned()),
            keywords: vec![KeywordChange::Remove(first), KeywordChange::Remove(foreign.keywords[0].id)],
            ..Changed::default()
        };
        assert!(change(&app, me.id, filter.id, stolen.clone()).await.is_err());
        assert_eq!(load(&app, me.id, filter.id).await.unwrap(), filter);
        assert!(change(&app, other.id, filter.id, Changed::default()).await.is_err());
        assert!(load_keyword(&app, other.id, first).await.is_err());
        let fine = Changed {
            contexts: Some(vec![Context::Thread, Context::Public]),
            keywords: vec![
                KeywordChange::Remove(first),
                KeywordChange::Alter(second, Some("c".to_owned()), Some(false)),
                KeywordChange::Add("d".to_owned(), true),
            ],
            ..Changed::default()
        };
        let changed = change(&app, me.id, filter.id, fine).await.unwrap();
        assert_eq!(changed.contexts, [Context::Public, Context::Thread]);
        let words: Vec<(&str, bool)> =
            changed.keywords.iter().map(|word| (word.keyword.as_str(), word.whole_word)).collect();
        assert_eq!(words, [("c", false), ("d", true)]);
        remove(&app, me.id, filter.id).await.unwrap();
        assert!(load(&app, me.id, filter.id).await.is_err());
    }
}

#[tokio::test]
async fn a_filter_without_name_place_or_with_an_empty_word_is_refused() {
    for app in fresh_on_each().await {
        let me = local(&app, "fern").await;
        for wrong in [
            New { title: " ".to_owned(), ..new(&[Context::Home], FilterAction::Warn, &["a"]) },
            new(&[], FilterAction::Warn, &["a"]),
            new(&[Context::Home], FilterAction::Warn, &[" "]),
            new(&[Context::Home], FilterAction::Warn, &[&"x".repeat(513)]),
        ] {
            assert!(create(&app, me.id, wrong).await.is_err());
        }
        assert!(list(&app, me.id).await.unwrap().is_empty());
    }
}
