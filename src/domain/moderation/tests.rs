//! Reports, from filing to closing.

use super::limit::Deed;
use super::report::{self, Category, Done, NewReport, Report, Sought};
use crate::app::App;
use crate::base::error::Error;
use crate::domain::auth::{self, Member, Visibility};
use crate::domain::post::Post;
use crate::domain::relation::Page;
use crate::domain::story::{NewPost, write};
use crate::domain::transparency::log;
use crate::jobs::tidy;
use crate::store::leaving;
use crate::store::testing::fresh_on_each;

async fn member(app: &App, handle: &str) -> Member {
    auth::member::create(app, auth::member::NewMember::active(handle, "tea moss lantern"))
        .await
        .unwrap()
        .member
}

async fn note(app: &App, author: &Member, text: &str) -> Post {
    write(app, author, NewPost { text: text.to_owned(), ..NewPost::default() }).await.unwrap()
}

async fn moderator(app: &App, handle: &str) -> Member {
    let new = auth::member::NewMember {
        role: auth::Role::Moderator,
        ..auth::member::NewMember::active(handle, "tea moss lantern")
    };
    auth::member::create(app, new).await.unwrap().member
}

async fn about(app: &App, reader: &Member, target: &Member) -> Report {
    report::report(app, reader, NewReport { target: target.id(), ..NewReport::default() }).await.unwrap()
}

async fn open(app: &App, me: &Member) -> Vec<i64> {
    let sought = Sought { closed: Some(false), ..Sought::default() };
    let slice = report::list(app, me, &sought, Page::default()).await.unwrap();
    assert_eq!(report::count(app, me, &sought).await.unwrap(), u64::try_from(slice.items.len()).unwrap());
    slice.items.iter().map(|seen| seen.report.id).collect()
}

/// What the log says of a subject, in no order.
async fn acts(app: &App, subject: i64) -> Vec<log::Act> {
    let rows = log::list(app, None, 100).await.unwrap();
    rows.into_iter().filter(|row| row.subject_id == subject).map(|row| row.act).collect()
}

#[tokio::test]
async fn a_report_names_only_posts_of_the_reported_that_the_reader_was_shown() {
    for app in fresh_on_each().await {
        let (reader, other) = (member(&app, "quiet_fern_12").await, member(&app, "blue_heron_10").await);
        let (mine, theirs) = (note(&app, &reader, "One.").await, note(&app, &other, "Two.").await);
        let private = NewPost {
            text: "For who follows me.".to_owned(),
            visibility: Some(Visibility::Private),
            ..NewPost::default()
        };
        let private = write(&app, &other, private).await.unwrap();
        let message = NewPost {
            text: "@quiet_fern_12 for you".to_owned(),
            visibility: Some(Visibility::Direct),
            ..NewPost::default()
        };
        let message = write(&app, &other, message).await.unwrap();
        let posts = vec![mine.id, theirs.id, private.id, message.id];
        let new = NewReport { target: other.id(), posts, ..NewReport::default() };
        let filed = report::report(&app, &reader, new).await.unwrap();
        assert_eq!(report::posts_of(&filed), [theirs.id, message.id]);
        let nobody = NewReport { target: 1, ..NewReport::default() };
        assert!(matches!(report::report(&app, &reader, nobody).await, Err(Error::NotFound("account"))));
    }
}

#[tokio::test]
async fn one_moderator_takes_a_report_up_and_what_happens_to_it_is_written_down() {
    for app in fresh_on_each().await {
        let (reader, other) = (member(&app, "quiet_fern_12").await, member(&app, "blue_heron_10").await);
        let (one, two) = (moderator(&app, "calm_owl_3").await, moderator(&app, "slow_river_7").await);
        let filed = about(&app, &reader, &other).await;
        let all = report::list(&app, &reader, &Sought::default(), Page::default()).await;
        assert!(matches!(all, Err(Error::Forbidden(_))));
        assert!(matches!(report::take(&app, &reader, filed.id).await, Err(Error::Forbidden(_))));
        for _ in 0..2 {
            report::take(&app, &one, filed.id).await.unwrap();
        }
        assert!(matches!(report::take(&app, &two, filed.id).await, Err(Error::Conflict(_))));
        let seen = report::load(&app, &two, filed.id).await.unwrap();
        assert_eq!(seen.taken_by.map(|account| account.id), Some(one.id()));
        assert_eq!((seen.from.map(|account| account.id), seen.target.id), (Some(reader.id()), other.id()));
        report::put_back(&app, &two, filed.id).await.unwrap();
        report::take(&app, &two, filed.id).await.unwrap();
        report::recategorise(&app, &two, filed.id, Category::Violation, &[2]).await.unwrap();
        report::close(&app, &two, filed.id).await.unwrap();
        report::close(&app, &two, filed.id).await.unwrap();
        assert!(matches!(report::close(&app, &one, filed.id).await, Err(Error::Conflict(_))));
        assert!(matches!(report::take(&app, &one, filed.id).await, Err(Error::Conflict(_))));
        assert!(open(&app, &one).await.is_empty());
        let closed = report::load(&app, &one, filed.id).await.unwrap();
        assert_eq!(closed.report.closed_day.as_deref(), Some("2026-11-22"));
        assert_eq!((closed.report.done, report::rules_of(&closed.report)), (Some(Done::Nothing), vec![2]));
        assert_eq!(closed.closed_by.map(|account| account.id), Some(two.id()));
        report::reopen(&app, &one, filed.id).await.unwrap();
        assert_eq!(open(&app, &one).await, [filed.id]);
        let mut written = acts(&app, filed.id).await;
        written.sort_by_key(|act| log::Act::ALL.iter().position(|known| known == act));
        let expected = [
            log::Act::ReportResolved,
            log::Act::ReportTaken,
            log::Act::ReportTaken,
            log::Act::ReportPutBack,
            log::Act::ReportReopened,
            log::Act::ReportSorted,
        ];
        assert_eq!(written, expected);
    }
}

#[tokio::test]
async fn an_account_is_limited_with_its_report_or_neither_is_done() {
    for app in fresh_on_each().await {
        let (reader, other) = (member(&app, "quiet_fern_12").await, member(&app, "blue_heron_10").await);
        let (one, two) = (moderator(&app, "calm_owl_3").await, moderator(&app, "slow_river_7").await);
        let (first, second) = (about(&app, &reader, &other).await, about(&app, &reader, &two).await);
        let undo = report::act(&app, &one, first.id, Deed::Unlimit, None).await;
        assert!(matches!(undo, Err(Error::Invalid(_))));
        report::act(&app, &one, first.id, Deed::Limit, None).await.unwrap();
        let again = report::act(&app, &two, first.id, Deed::Suspend, None).await;
        assert!(matches!(again, Err(Error::Conflict(_))), "what is closed is closed");
        let seen = report::load(&app, &one, first.id).await.unwrap();
        assert!(seen.target.silenced && !seen.target.suspended);
        assert_eq!(seen.report.done, Some(Done::Limited));
        assert_eq!(acts(&app, other.id()).await, [log::Act::AccountLimited]);
        // About somebody who may do as much nobody decides, and the report stays open.
        let refused = report::act(&app, &one, second.id, Deed::Suspend, None).await;
        assert!(matches!(refused, Err(Error::Forbidden(_))));
        assert_eq!(open(&app, &one).await, [second.id]);
        assert!(acts(&app, second.id).await.is_empty());
    }
}

#[tokio::test]
async fn nobody_learns_of_a_report_about_themselves() {
    for app in fresh_on_each().await {
        let reader = member(&app, "quiet_fern_12").await;
        let (one, two) = (moderator(&app, "calm_owl_3").await, moderator(&app, "slow_river_7").await);
        let filed = about(&app, &reader, &one).await;
        assert_eq!((open(&app, &one).await, open(&app, &two).await), (vec![], vec![filed.id]));
        let own = Sought { target: Some(one.id()), ..Sought::default() };
        assert_eq!(report::count(&app, &one, &own).await.unwrap(), 0);
        assert!(matches!(report::load(&app, &one, filed.id).await, Err(Error::Forbidden(_))));
        assert!(matches!(report::list_posts(&app, &one, &filed).await, Err(Error::Forbidden(_))));
        for outcome in [
            report::take(&app, &one, filed.id).await,
            report::put_back(&app, &one, filed.id).await,
            report::close(&app, &one, filed.id).await,
            report::reopen(&app, &one, filed.id).await,
            report::recategorise(&app, &one, filed.id, Category::Spam, &[]).await,
            report::take_down(&app, &one, filed.id, 7, None).await,
            report::act(&app, &one, filed.id, Deed::Limit, None).await.map(drop),
        ] {
            assert!(matches!(outcome, Err(Error::Forbidden(_))), "{outcome:?}");
        }
        report::close(&app, &two, filed.id).await.unwrap();
    }
}

#[tokio::test]
async fn a_reported_post_is_taken_down_and_the_report_stays() {
    for app in fresh_on_each().await {
        let (reader, other) = (member(&app, "quiet_fern_12").await, member(&app, "blue_heron_10").await);
        let one = moderator(&app, "calm_owl_3").await;
        let (named, beside) = (note(&app, &other, "One.").await, note(&app, &other, "Two.").await);
        let new = NewReport { target: other.id(), posts: vec![named.id], ..NewReport::default() };
        let filed = report::report(&app, &reader, new).await.unwrap();
        let posts = report::list_posts(&app, &one, &filed).await.unwrap();
        assert_eq!(posts.iter().map(|reported| reported.post.id).collect::<Vec<_>>(), [named.id]);
        let unnamed = report::take_down(&app, &one, filed.id, beside.id, None).await;
        assert!(matches!(unnamed, Err(Error::NotFound("post"))));
        report::take_down(&app, &one, filed.id, named.id, None).await.unwrap();
        assert!(report::list_posts(&app, &one, &filed).await.unwrap().is_empty());
        assert_eq!(open(&app, &one).await, [filed.id]);
    }
}

#[tokio::test]
async fn a_page_of_reports_costs_the_same_for_one_and_for_many() {
    for app in fresh_on_each().await {
        let one = moderator(&app, "calm_owl_3").await;
        let count = async || {
            let watched = app.watched();
            let slice = report::list(&watched.app, &one, &Sought::default(), Page::default()).await.unwrap();
            (slice.items.len(), watched.take().len())
        };
        let mut costs = Vec::new();
        for (at, handle) in ["quiet_fern_12", "blue_heron_10", "slow_river_7"].into_iter().enumerate() {
            let reader = member(&app, handle).await;
            about(&app, &reader, &reader).await;
            let (listed, cost) = count().await;
            assert_eq!(listed, at + 1);
            costs.push(cost);
        }
        assert!(costs.windows(2).all(|pair| pair[0] == pair[1]), "{costs:?}");
    }
}

#[tokio::test]
async fn a_moderator_who_leaves_is_forgotten_in_reports() {
    for app in fresh_on_each().await {
        let (reader, other) = (member(&app, "quiet_fern_12").await, member(&app, "blue_heron_10").await);
        let (one, two) = (moderator(&app, "calm_owl_3").await, moderator(&app, "slow_river_7").await);
        let filed = about(&app, &reader, &other).await;
        report::take(&app, &one, filed.id).await.unwrap();
        report::close(&app, &one, filed.id).await.unwrap();
        let tx = app.db.begin().await.unwrap();
        leaving::erase(&tx, one.id()).await.unwrap();
        app.commit(tx).await.unwrap();
        let seen = report::load(&app, &two, filed.id).await.unwrap();
        assert_eq!((seen.report.assigned_id, seen.report.closed_id), (None, None));
        assert!(seen.report.closed);
    }
}

#[tokio::test]
async fn a_closed_report_is_forgotten_after_a_year_and_an_open_one_never() {
    for app in fresh_on_each().await {
        let (reader, other) = (member(&app, "quiet_fern_12").await, member(&app, "blue_heron_10").await);
        let me = moderator(&app, "calm_owl_3").await;
        let (closed, left_open) = (about(&app, &reader, &other).await, about(&app, &reader, &other).await);
        report::close(&app, &me, closed.id).await.unwrap();
        for (days, left) in [(365, 2), (1, 1)] {
            app.pass(days * 24 * 3600);
            tidy::run(&app).await.unwrap();
            assert_eq!(app.count("report").await, left);
        }
        assert_eq!(open(&app, &me).await, [left_open.id]);
    }
}
