//! What the delivery log forgets, and what it must not: on both databases.

use super::record::{Report, Settled, write};
use super::tests::{follower, inboxes, kinds, said, tell as tell_as, waiting, writer};
use crate::app::App;
use crate::base::hub::SeenBy;
use crate::domain::account::Account;
use crate::domain::post::{Post, Visibility};
use crate::jobs::trim;
use crate::store::event::Event;
use crate::store::kind::DeliveryState;
use crate::store::testing::{Fresh, fresh_on_each};
use crate::store::withdrawal::{self, Withdrawal};
use crate::store::{delivery_to, follow, post};

const DAY: i64 = 86_400;

/// Works an event out, with a number of the present.
async fn tell(app: &App, event: &Event) -> i64 {
    let tx = app.db.begin().await.unwrap();
    let id = app.new_id(&tx).await.unwrap();
    tx.commit().await.unwrap();
    tell_as(app, id, event).await.unwrap();
    id
}

/// Everything that waits arrives.
async fn deliver(app: &App) {
    let settled = |row: delivery_to::Waiting| Report {
        peer_id: row.peer_id,
        settled: vec![Settled {
            delivery_id: row.delivery_id,
            inbox: row.inbox,
            state: DeliveryState::Delivered,
            urgent: row.urgent,
            trouble: None,
        }],
        failure: None,
    };
    let reports: Vec<Report> = waiting(app).await.into_iter().map(settled).collect();
    let tx = app.db.begin().await.unwrap();
    write(&tx, &reports, "2026-11-28").await.unwrap();
    tx.commit().await.unwrap();
}

async fn unfollow(app: &App, who: &Account, whom: &Account) {
    let tx = app.db.begin().await.unwrap();
    let pair = follow::find_pair(&*tx, who.id, whom.id).await.unwrap().unwrap();
    follow::delete(&tx, pair.id).await.unwrap();
    tx.commit().await.unwrap();
}

fn withdrawn(author: &Account, post: &Post) -> Event {
    let (post, uri) = (post.id, post.uri.clone());
    Event::PostWithdrawn { post, uri, account: author.id, seen_by: SeenBy::Everybody }
}

async fn sizes(app: &Fresh) -> [i64; 3] {
    [app.count("delivery").await, app.count("delivery_to").await, app.count("had").await]
}

#[tokio::test]
async fn the_log_does_not_grow_and_a_withdrawal_still_reaches_everybody_who_had_the_post() {
    for app in fresh_on_each().await {
        let author = writer(&app).await;
        let large = follower(&app, &author, "ann", "large.example").await;
        follower(&app, &author, "ben", "small.example").await;
        let post = said(&app, &author, Visibility::Public).await;
        tell(&app, &Event::PostPublished { post: post.id, was_held: false }).await;
        deliver(&app).await;
        let mut before = None;
        for _ in 0..3 {
            for _ in 0..15 {
                tell(&app, &Event::ProfileChanged { account: author.id }).await;
                tell(&app, &Event::PostEdited { post: post.id, took_out: false }).await;
            }
            deliver(&app).await;
            app.pass(3 * DAY);
            trim::run(&app).await.unwrap();
            let after = sizes(&app).await;
            // Each of two inboxes had the post, and heard of the author.
            assert_eq!(after, [0, 0, 4]);
            assert_eq!(*before.get_or_insert(after), after);
        }
        // Who follows no longer had it all the same.
        unfollow(&app, &large, &author).await;
        let edit = tell(&app, &Event::PostEdited { post: post.id, took_out: false }).await;
        let both = ["https://large.example/inbox", "https://small.example/users/ben/inbox"];
        assert_eq!(inboxes(&app).await, both);
        deliver(&app).await;
        app.pass(DAY);
        trim::run(&app).await.unwrap();
        let still = delivery_to::list_progress(app.read(), edit).await.unwrap();
        assert_eq!(still.len(), 2, "what is new stays as it is");
        app.pass(2 * DAY);
        trim::run(&app).await.unwrap();

        let tx = app.db.begin().await.unwrap();
        let id = app.new_id(&tx).await.unwrap();
        let receipt = Withdrawal {
            id,
            post_id: post.id,
            account_id: author.id,
            words_hash: None,
            delivery_id: None,
            removed_under: None,
            removed_by: None,
        };
        withdrawal::insert(&tx, receipt).await.unwrap();
        post::delete(&tx, post.id).await.unwrap();
        tx.commit().await.unwrap();
        let delete = tell(&app, &withdrawn(&author, &post)).await;
        assert_eq!(inboxes(&app).await, both);
        assert_eq!(app.count("had").await, 2, "that they had the post is forgotten with it");
        deliver(&app).await;
        app.pass(4 * DAY);
        trim::run(&app).await.unwrap();
        let progress = delivery_to::list_progress(app.read(), delete).await.unwrap();
        assert_eq!(progress.len(), 2, "its author reads how far that is");

        // And the account's own end reaches them too.
        tell(&app, &Event::AccountDeleted { account: author.id }).await;
        assert_eq!(inboxes(&app).await, both);
        assert_eq!(app.count("had").await, 0);
    }
}

#[tokio::test]
async fn what_waits_is_not_trimmed_but_a_server_that_is_dead_for_a_month_only_hears_what_was_taken_back() {
    for app in fresh_on_each().await {
        let author = writer(&app).await;
        follower(&app, &author, "ann", "dead.example").await;
        let (first, second) =
            (said(&app, &author, Visibility::Public).await, said(&app, &author, Visibility::Public).await);
        for post in [&first, &second] {
            tell(&app, &Event::PostPublished { post: post.id, was_held: false }).await;
        }
        app.pass(20 * DAY);
        trim::run(&app).await.unwrap();
        assert_eq!(kinds(&app).await, ["create", "create"]);
        app.pass(11 * DAY);
        trim::run(&app).await.unwrap();
        assert_eq!(kinds(&app).await, Vec::<String>::new());
        assert_eq!(sizes(&app).await, [0, 0, 2]);

        // It may have had the post: the answer to an attempt can get lost.
        let tx = app.db.begin().await.unwrap();
        post::delete(&tx, first.id).await.unwrap();
        tx.commit().await.unwrap();
        tell(&app, &withdrawn(&author, &first)).await;
        app.pass(100 * DAY);
        trim::run(&app).await.unwrap();
        assert_eq!(kinds(&app).await, ["delete"], "this waits for however long");
    }
}

#[tokio::test]
async fn what_is_struck_was_never_sent_and_what_stays_here_is_nobodys_any_more() {
    for app in fresh_on_each().await {
        let author = writer(&app).await;
        let ann = follower(&app, &author, "ann", "one.example").await;
        let (struck, kept) =
            (said(&app, &author, Visibility::Public).await, said(&app, &author, Visibility::Public).await);
        tell(&app, &Event::PostPublished { post: struck.id, was_held: false }).await;
        let tx = app.db.begin().await.unwrap();
        let pending = waiting(&app).await;
        delivery_to::settle_inbox(
            &tx,
            ann.peer_id.unwrap(),
            &ann.inbox,
            &[pending[0].delivery_id],
            DeliveryState::Struck,
        )
        .await
        .unwrap();
        tx.commit().await.unwrap();
        tell(&app, &Event::PostPublished { post: kept.id, was_held: false }).await;
        deliver(&app).await;
        app.pass(3 * DAY);
        trim::run(&app).await.unwrap();
        assert_eq!(sizes(&app).await, [0, 0, 1], "one post, one inbox");
        let stays = Event::KeptHere { post: kept.id, uri: kept.uri.clone(), account: author.id };
        tell(&app, &stays).await;
        assert_eq!(kinds(&app).await, ["delete"]);
        deliver(&app).await;
        // The same post under another id is new to everybody.
        unfollow(&app, &ann, &author).await;
        tell(&app, &Event::PostEdited { post: kept.id, took_out: false }).await;
        assert_eq!(kinds(&app).await, Vec::<String>::new());
    }
}
