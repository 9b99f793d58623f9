//! Pictures on both databases: whose they are, when they go, and that their files go with them.

use std::fs;
use std::time::Duration;

use super::*;
use crate::base::error::{Error, Result};
use crate::jobs::{self, Job};
use crate::store::account::{self, Account};
use crate::store::testing::{Fresh, fresh, fresh_on_each, fresh_with, keep, local, note};
use crate::store::{job, media as rows};

fn sender(owner: &Account) -> Sender {
    Sender { account_id: owner.id, trusted: true }
}

fn file() -> Sent {
    // Large enough for a small version.
    let picture =
        image::RgbImage::from_fn(900, 600, |x, y| image::Rgb([x.to_le_bytes()[0], y.to_le_bytes()[0], 9]));
    Sent { bytes: samples::jpeg(&picture).into(), ..Sent::default() }
}

fn new(file: Sent) -> Upload {
    Upload { file, description: "Rough skin".to_owned(), focus: Focus { x: 500, y: -250 } }
}

async fn uploaded(app: &Fresh, owner: &Account) -> Media {
    upload(app, sender(owner), new(file()), MAX_TIME).await.unwrap()
}

/// The names of the files on the disk, sorted.
fn files(app: &Fresh) -> Vec<String> {
    let Ok(folder) = fs::read_dir(app.folder().join("media")) else { return Vec::new() };
    let mut names: Vec<String> =
        folder.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// Does the jobs that are due and remove files, twice: a job can always run again.
async fn remove_files(app: &Fresh) {
    for row in job::list_due(app.read(), app.now(), 100).await.unwrap() {
        if let Job::RemoveFiles { names } = serde_json::from_str(&row.payload).unwrap() {
            jobs::pictures::remove_files(app, &names).await.unwrap();
            jobs::pictures::remove_files(app, &names).await.unwrap();
        }
    }
}

fn message(error: Error) -> &'static str {
    let Error::Invalid(problems) = error else { panic!("{error}") };
    problems[0].message
}

#[tokio::test]
async fn a_picture_is_kept_under_a_random_name_with_what_was_said_about_it() {
    for app in fresh_on_each().await {
        let owner = local(&app, "quiet_fern_12").await;
        let row = uploaded(&app, &owner).await;
        assert_eq!((row.state, row.width, row.height), (MediaState::Ready, 900, 600));
        assert_eq!((row.description.as_str(), Focus::of(&row)), ("Rough skin", Focus { x: 500, y: -250 }));
        assert_eq!(find_own(&app, owner.id, row.id).await.unwrap(), row);
        assert_eq!(files(&app), names(&[&row]));
        for file in row.files() {
            let served = find_served(&app, &file, None).await.unwrap();
            let length = fs::metadata(app.folder().join("media").join(&file)).unwrap().len();
            assert_eq!((served.bytes, served.format), (length, PictureFormat::Jpeg));
        }
        let other = local(&app, "blue_heron_10").await;
        assert!(matches!(find_own(&app, other.id, row.id).await, Err(Error::NotFound(_))));
        assert!(matches!(delete(&app, other.id, row.id).await, Err(Error::NotFound(_))));
        let changed = change(&app, owner.id, row.id, Some("Dry skin".to_owned()), None).await.unwrap();
        assert_eq!((changed.description.as_str(), Focus::of(&changed)), ("Dry skin", Focus::of(&row)));
        delete(&app, owner.id, row.id).await.unwrap();
        remove_files(&app).await;
        assert!(files(&app).is_empty());
    }
}

#[tokio::test]
async fn a_picture_that_takes_longer_is_given_before_it_is_ready() {
    for app in fresh_on_each().await {
        let owner = local(&app, "quiet_fern_12").await;
        let early = upload(&app, sender(&owner), new(file()), Duration::ZERO).await.unwrap();
        assert_eq!((early.state, early.file()), (MediaState::Processing, None));
        let post = keep(&app, note(&app, &owner).await).await;
        let refused = give(&app, &owner, post.id, &[early.id]).await.unwrap_err();
        assert_eq!(message(refused), "problem-picture-not-ready");
        change(&app, owner.id, early.id, Some("Said meanwhile".to_owned()), None).await.unwrap();
        let ready = settled(&app, &owner, early.id).await.unwrap();
        assert_eq!((ready.state, ready.description.as_str()), (MediaState::Ready, "Said meanwhile"));
        let broken =
            Sent { bytes: samples::jpeg(&samples::picture())[..200].to_vec().into(), ..Sent::default() };
        // So little is read that it may be done before anybody looks.
        let refused = match upload(&app, sender(&owner), new(broken), Duration::ZERO).await {
            Ok(early) => settled(&app, &owner, early.id).await.unwrap_err(),
            Err(refused) => refused,
        };
        assert_eq!(message(refused), "problem-picture-broken");
    }
}

/// Waits until a picture is no longer being made ready.
async fn settled(app: &Fresh, owner: &Account, id: i64) -> Result<Media> {
    let ready = async {
        loop {
            match find_own(app, owner.id, id).await {
                Ok(row) if row.state == MediaState::Processing => tokio::task::yield_now().await,
                outcome => return outcome,
            }
        }
    };
    tokio::time::timeout(MAX_TIME, ready).await.expect("it is ready at some time")
}

#[tokio::test]
async fn a_picture_left_half_made_by_a_server_that_was_stopped_is_refused_and_forgotten() {
    let app = fresh().await;
    let owner = local(&app, "quiet_fern_12").await;
    let early = upload(&app, sender(&owner), new(file()), MAX_TIME).await.unwrap();
    let tx = app.db.begin().await.unwrap();
    rows::finish(&tx, &Media { state: MediaState::Processing, ..early.clone() }).await.unwrap();
    tx.commit().await.unwrap();
    assert!(find_own(&app, owner.id, early.id).await.is_ok());
    app.pass(600);
    assert_eq!(message(find_own(&app, owner.id, early.id).await.unwrap_err()), "problem-picture-slow");
}

#[tokio::test]
async fn what_is_refused_leaves_nothing_behind() {
    let app = fresh().await;
    let owner = local(&app, "quiet_fern_12").await;
    let page = Sent { bytes: "<html>".into(), file_name: Some("cat.jpg".to_owned()), ..Sent::default() };
    for (file, expected) in [
        (page, "problem-picture-kind"),
        (Sent { media_type: Some("text/html".to_owned()), ..file() }, "problem-picture-type"),
        (Sent { file_name: Some("cat.html".to_owned()), ..file() }, "problem-picture-type"),
        (Sent { bytes: samples::huge_png().into(), ..Sent::default() }, "problem-picture-pixels"),
    ] {
        let refused = upload(&app, sender(&owner), new(file), MAX_TIME).await.unwrap_err();
        assert_eq!(message(refused), expected);
    }
    let long = Upload { description: "x".repeat(MAX_DESCRIPTION + 1), ..new(file()) };
    assert_eq!(message(upload(&app, sender(&owner), long, MAX_TIME).await.unwrap_err()), "problem-too-long");
    let on_trial = Sender { trusted: false, ..sender(&owner) };
    let refused = upload(&app, on_trial, new(file()), MAX_TIME).await.unwrap_err();
    assert_eq!(message(refused), "problem-untrusted-picture");
    assert!(rows::list_of_account(app.read(), owner.id).await.unwrap().is_empty());
    assert!(files(&app).is_empty());

    let off = fresh_with(|config| config.media.enabled = false).await;
    let owner = local(&off, "quiet_fern_12").await;
    let refused = upload(&off, sender(&owner), new(file()), MAX_TIME).await.unwrap_err();
    assert_eq!(message(refused), "problem-pictures-off");
}

#[test]
fn a_focus_is_read_as_clients_write_it() {
    for (text, x, y) in [
        ("0.5,-0.25", 500, -250),
        ("-0.0, 1.0", 0, 1000),
        ("3,-7.5", 1000, -1000),
        (".1234,1", 123, 1000),
        ("", 0, 0),
        ("a,0.1", 0, 100),
        ("NaN,inf", 0, 0),
        ("0.5", 500, 0),
    ] {
        assert_eq!(Focus::parse(text), Focus { x, y }, "{text}");
    }
    assert_eq!(Focus::from_fractions(0.5, -2.0), Focus { x: 500, y: -1000 });
    assert_eq!(Focus { x: -250, y: 1000 }.fractions(), (-0.25, 1.0));
}

/// Gives a post these pictures.
async fn give(app: &Fresh, owner: &Account, post_id: i64, ids: &[i64]) -> Result<()> {
    let tx = app.db.begin().await?;
    attach(app, &tx, owner.id, post_id, ids, &[]).await?;
    app.commit(tx).await
}

/// The names of these pictures' files, sorted.
fn names(pictures: &[&Media]) -> Vec<String> {
    let mut names: Vec<String> = pictures.iter().flat_map(|picture| picture.files()).collect();
    names.sort();
    names
}

#[tokio::test]
async fn a_picture_belongs_to_one_member_and_one_post() {
    for app in fresh_on_each().await {
        let (owner, other) = (local(&app, "quiet_fern_12").await, local(&app, "blue_heron_10").await);
        let picture = uploaded(&app, &owner).await.id;
        let [first, second] =
            [keep(&app, note(&app, &owner).await).await, keep(&app, note(&app, &owner).await).await];
        let refused = async |owner: &Account, post_id: i64, ids: &[i64]| {
            message(give(&app, owner, post_id, ids).await.unwrap_err())
        };
        assert_eq!(refused(&other, second.id, &[picture]).await, "problem-picture-not-there");
        give(&app, &owner, first.id, &[picture]).await.unwrap();
        assert_eq!(refused(&owner, second.id, &[picture]).await, "problem-picture-not-there");
        assert_eq!(refused(&owner, second.id, &[1, 2, 3, 4, 5]).await, "problem-too-many");
        let changed = change(&app, owner.id, picture, Some("x".to_owned()), None).await;
        assert!(matches!(changed, Err(Error::NotFound(_))), "a post's picture is changed with the post");
        assert_eq!(message(delete(&app, owner.id, picture).await.unwrap_err()), "problem-picture-in-use");
    }
}

#[tokio::test]
async fn what_a_post_has_no_more_is_erased_with_its_files() {
    for app in fresh_on_each().await {
        let owner = local(&app, "quiet_fern_12").await;
        let [a, b] = [uploaded(&app, &owner).await, uploaded(&app, &owner).await];
        let post = keep(&app, note(&app, &owner).await).await;
        give(&app, &owner, post.id, &[a.id, b.id]).await.unwrap();
        give(&app, &owner, post.id, &[b.id]).await.unwrap();
        assert!(find_served(&app, &a.files()[0], None).await.is_err(), "gone before its file is");
        remove_files(&app).await;
        assert_eq!(files(&app), names(&[&b]));

        let tx = app.db.begin().await.unwrap();
        erase_of_post(&app, &tx, post.id).await.unwrap();
        app.commit(tx).await.unwrap();
        remove_files(&app).await;
        assert!(files(&app).is_empty());
    }
}

#[tokio::test]
async fn what_no_post_has_after_a_day_and_what_was_left_on_the_disk_is_tidied_away() {
    for app in fresh_on_each().await {
        let owner = local(&app, "quiet_fern_12").await;
        let (unused, used) = (uploaded(&app, &owner).await, uploaded(&app, &owner).await);
        let post = keep(&app, note(&app, &owner).await).await;
        give(&app, &owner, post.id, &[used.id]).await.unwrap();
        let stray = format!("{}-small.png", app.random.wire_id());
        fs::write(app.folder().join("media").join(&stray), "x").unwrap();

        jobs::pictures::tidy(&app).await.unwrap();
        remove_files(&app).await;
        assert!(find_own(&app, owner.id, unused.id).await.is_ok(), "it is too early");

        // The files are as old as this machine's clock says, so the app's goes well ahead of it.
        app.pass(20 * 365 * 24 * 3600);
        jobs::pictures::tidy(&app).await.unwrap();
        remove_files(&app).await;
        assert!(find_own(&app, owner.id, unused.id).await.is_err());
        assert_eq!(files(&app), names(&[&used]));
    }
}

#[tokio::test]
async fn a_new_picture_of_a_profile_takes_the_place_of_the_old_one() {
    let app = fresh().await;
    let owner = local(&app, "quiet_fern_12").await;
    let put = async |picture: ProfilePicture| {
        let tx = app.db.begin().await.unwrap();
        let address = change_of_profile(&app, &tx, owner.id, MediaPurpose::Header, picture).await.unwrap();
        app.commit(tx).await.unwrap();
        remove_files(&app).await;
        address
    };
    for _ in 0..2 {
        let stored = make(&app, sender(&owner), file(), MediaPurpose::Header, "header").await.unwrap();
        let address = put(ProfilePicture::New(Box::new(stored))).await.unwrap();
        let expected = files(&app).into_iter().map(|file| app.urls.picture(&file));
        assert_eq!(vec![address], expected.collect::<Vec<_>>());
    }
    assert_eq!(put(ProfilePicture::Default).await, None);
    assert!(files(&app).is_empty());
}

#[tokio::test]
async fn what_a_suspended_member_sent_is_hidden() {
    for app in fresh_on_each().await {
        let owner = local(&app, "quiet_fern_12").await;
        let file = uploaded(&app, &owner).await.file().unwrap();
        for (suspended, is_there) in [(true, false), (false, true)] {
            let tx = app.db.begin().await.unwrap();
            account::set_suspended(&tx, owner.id, suspended).await.unwrap();
            tx.commit().await.unwrap();
            assert_eq!(find_served(&app, &file, None).await.is_ok(), is_there);
        }
    }
}
