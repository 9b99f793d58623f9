//! Polls on both databases.

use super::*;
use crate::base::error::Error;
use crate::domain::account::Account;
use crate::domain::post::{Post, show_one};
use crate::store::event::{self, Event};
use crate::store::testing::{Fresh, NOW, fresh, fresh_on_each, keep, local, note, remote};
use crate::store::{job, leaving};

async fn asked(app: &Fresh, author: &Account, multiple: bool) -> Post {
    let post = keep(app, note(app, author).await).await;
    let options = ["Yes", "No", "Unsure"].map(str::to_owned);
    let tx = app.db.begin().await.unwrap();
    open(app, &tx, post.id, &NewPoll::parse(&options, 600, multiple, false).unwrap()).await.unwrap();
    app.commit(tx).await.unwrap();
    post
}

async fn counts(app: &Fresh, post: &Post) -> (Vec<i32>, Option<i32>) {
    let shown = show_one(app, None, post.clone()).await.unwrap().poll.unwrap();
    (shown.options.iter().map(|option| option.vote_count).collect(), shown.poll.voter_count)
}

async fn events(app: &Fresh) -> Vec<Event> {
    let rows = event::list_oldest(app.read(), 100).await.unwrap();
    rows.iter().map(|row| serde_json::from_str(&row.payload).unwrap()).collect()
}

#[tokio::test]
async fn a_poll_ends_with_the_minute_that_its_time_runs_into() {
    let app = fresh().await;
    let author = local(&app, "fern").await;
    // Opened at half past the minute, for ten minutes.
    let post = asked(&app, &author, false).await;
    assert_eq!(find(&app, post.id).await.unwrap().unwrap().ends_at, Some(NOW + 630));
}

#[tokio::test]
async fn each_vote_is_an_event_that_names_its_option_and_counts_are_told_once_for_all_of_them() {
    for app in fresh_on_each().await {
        let (author, one, two) =
            (local(&app, "fern").await, local(&app, "moss").await, local(&app, "reed").await);
        let post = asked(&app, &author, true).await;
        vote(&app, &one, post.id, &[2, 0, 2]).await.unwrap();
        vote(&app, &two, post.id, &[0]).await.unwrap();
        assert_eq!(counts(&app, &post).await, (vec![2, 0, 1], Some(2)));
        let mut titles = Vec::new();
        for event in events(&app).await {
            if let Event::Voted { vote } = event {
                titles.push(load_choice(&app, vote).await.unwrap().title);
            }
        }
        assert_eq!(titles, ["Yes", "Unsure", "Yes"]);
        let waiting = job::list_due(app.read(), NOW + 3600, 10).await.unwrap();
        let told = waiting.iter().filter(|job| job.payload.contains("tell-counts")).count();
        assert_eq!((told, waiting.len()), (1, 2));
    }
}

#[tokio::test]
async fn two_votes_at_once_in_a_poll_with_one_answer_are_one() {
    for app in fresh_on_each().await {
        let (author, voter) = (local(&app, "fern").await, local(&app, "moss").await);
        let post = asked(&app, &author, false).await;
        let (left, right) =
            tokio::join!(vote(&app, &voter, post.id, &[0]), vote(&app, &voter, post.id, &[1]));
        assert!(left.is_ok() != right.is_ok());
        assert_eq!(counts(&app, &post).await.0.iter().sum::<i32>(), 1);
    }
}

#[tokio::test]
async fn a_poll_that_got_another_end_does_not_end_at_the_old_one() {
    let app = fresh().await;
    let author = local(&app, "fern").await;
    let post = asked(&app, &author, false).await;
    let old = find(&app, post.id).await.unwrap().unwrap().ends_at.unwrap();
    let options = ["Yes", "No", "Unsure"].map(str::to_owned);
    let tx = app.db.begin().await.unwrap();
    change(&app, &tx, post.id, &NewPoll::parse(&options, 3600, false, false).unwrap()).await.unwrap();
    app.commit(tx).await.unwrap();
    app.pass(3700);
    end(&app, post.id, old).await.unwrap();
    assert!(events(&app).await.is_empty());
    end(&app, post.id, NOW + 3630).await.unwrap();
    assert_eq!(events(&app).await, [Event::PollEnded { post: post.id }]);
    tell_counts(&app, post.id).await.unwrap();
    assert_eq!(events(&app).await.len(), 1, "after the end there is nothing to tell in between");
    let voter = local(&app, "moss").await;
    assert!(matches!(vote(&app, &voter, post.id, &[0]).await, Err(Error::Invalid(_))));
}

#[tokio::test]
async fn who_leaves_takes_their_votes_along() {
    for app in fresh_on_each().await {
        let (author, one, two) =
            (local(&app, "fern").await, local(&app, "moss").await, local(&app, "reed").await);
        let post = asked(&app, &author, true).await;
        vote(&app, &one, post.id, &[0, 1]).await.unwrap();
        vote(&app, &two, post.id, &[1]).await.unwrap();
        let tx = app.db.begin().await.unwrap();
        leaving::erase(&tx, one.id).await.unwrap();
        app.commit(tx).await.unwrap();
        assert_eq!(counts(&app, &post).await, (vec![0, 1, 0], Some(1)));
        assert_eq!(list_voters(&app, post.id).await.unwrap(), [two.id]);
    }
}

#[tokio::test]
async fn the_counts_of_another_server_s_poll_are_what_it_says_and_our_voters_learn_of_its_end() {
    for app in fresh_on_each().await {
        let (author, voter) = (remote(&app, "zoe", "b.example").await, local(&app, "moss").await);
        let post = keep(&app, note(&app, &author).await).await;
        let told = |counts: [i32; 2], ends_at: i64| RemotePoll {
            multiple: false,
            options: vec![("Yes".to_owned(), counts[0]), ("No".to_owned(), counts[1])],
            ends_at: Some(ends_at),
            voter_count: None,
        };
        let tx = app.db.begin().await.unwrap();
        receive(&tx, post.id, &told([3, 4], NOW + 60)).await.unwrap();
        app.commit(tx).await.unwrap();
        vote(&app, &voter, post.id, &[1]).await.unwrap();
        assert_eq!(counts(&app, &post).await, (vec![3, 5], None));
        for _ in 0..2 {
            let tx = app.db.begin().await.unwrap();
            receive_change(&app, &tx, post.id, Some(&told([8, 9], NOW + 90))).await.unwrap();
            app.commit(tx).await.unwrap();
        }
        assert_eq!(counts(&app, &post).await, (vec![8, 9], None));
        let counted = Event::VotesCounted { post: post.id };
        assert_eq!(events(&app).await.iter().filter(|event| **event == counted).count(), 1);
        let ends = job::list_due(app.read(), NOW + 90, 10).await.unwrap();
        assert_eq!(ends.iter().map(|job| job.run_at).collect::<Vec<_>>(), [NOW + 60, NOW + 90]);

        let other = RemotePoll { options: vec![("Maybe".to_owned(), 0)], ..told([0, 0], NOW + 90) };
        let tx = app.db.begin().await.unwrap();
        receive_change(&app, &tx, post.id, Some(&other)).await.unwrap();
        app.commit(tx).await.unwrap();
        assert!(list_voters(&app, post.id).await.unwrap().is_empty(), "nobody voted on these options");
    }
}
