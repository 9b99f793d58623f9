//! Nothing that a member told or did outlives the member.

use super::*;
use crate::base::error::Error;
use crate::domain::auth::{Member, oauth, session};
use crate::domain::post::{Post, withdrawals};
use crate::domain::story::{NewPost, write};
use crate::domain::{account, media};
use crate::store::testing::{fresh, fresh_on_each};
use crate::store::{account as accounts, backup, event, job, tombstone};

async fn member(app: &App, handle: &str) -> Member {
    auth::member::create(app, auth::member::NewMember::active(handle, "tea moss lantern"))
        .await
        .unwrap()
        .member
}

async fn note(app: &App, author: &Member, text: &str, in_reply_to: Option<i64>) -> Post {
    write(app, author, NewPost { text: text.to_owned(), in_reply_to, ..NewPost::default() }).await.unwrap()
}

/// Sends a picture for a profile and one for no post yet; gives the names of their files.
async fn pictures(app: &App, owner: &Member) -> [String; 2] {
    let dot = include_bytes!("../../http/web/assets/avatar.png");
    let file = || media::Sent { bytes: dot.as_slice().into(), ..media::Sent::default() };
    let (purpose, sender) = (media::MediaPurpose::Avatar, owner.sender());
    let stored = media::make(app, sender, file(), purpose, "avatar").await.unwrap();
    let avatar = Some(media::ProfilePicture::New(Box::new(stored)));
    let change = account::ProfileChange { avatar, ..account::ProfileChange::default() };
    let changed = account::change_profile(app, owner.id(), change).await.unwrap();
    let upload = media::Upload { file: file(), description: String::new(), focus: media::Focus::default() };
    let unused = media::upload(app, sender, upload, media::MAX_TIME).await.unwrap();
    let avatar = changed.avatar_url.unwrap().rsplit('/').next().unwrap().to_owned();
    [avatar, unused.file().unwrap()]
}

#[tokio::test]
async fn who_leaves_leaves_no_word_behind_but_everybody_is_told() {
    for app in fresh_on_each().await {
        let (leaver, other) = (member(&app, "quiet_fern_12").await, member(&app, "blue_heron_10").await);
        let question = note(&app, &other, "How are you today?", None).await;
        let answer = note(&app, &leaver, "Better, thank you.", Some(question.id)).await;
        let files = pictures(&app, &leaver).await;
        let session = session::sign_in(&app, "quiet_fern_12", "tea moss lantern", app.limits.name("here"))
            .await
            .unwrap();
        let token = oauth::create_for(&app, &leaver, oauth::Scopes::read()).await.unwrap();

        leave(&app, leaver.id()).await.unwrap();

        assert!(auth::find(&app, leaver.id()).await.unwrap().is_none());
        assert!(session::find(&app, &session.secret).await.unwrap().is_none());
        assert!(matches!(oauth::authenticate(&app, &token).await, Err(Error::Unauthenticated)));
        let shell = accounts::find(app.read(), leaver.id()).await.unwrap().unwrap();
        assert!(shell::is_empty(&shell) && shell.suspended && shell.private_key.is_some());
        assert!(post::find_visible(&app, None, answer.id).await.unwrap().is_none());
        assert!(tombstone::find(app.read(), &answer.uri).await.unwrap().is_some());
        let question = post::load_visible(&app, None, question.id).await.unwrap();
        assert_eq!(question.reply_count, 0);
        let jobs = job::list_due(app.read(), app.now(), 10).await.unwrap();
        let removed: String = jobs.into_iter().map(|job| job.payload).collect();
        for file in files {
            assert!(
                removed.contains(&file) && media::find_served(&app, &file, None).await.is_err(),
                "{removed}"
            );
        }
        let events = event::list_oldest(app.read(), 100).await.unwrap();
        let told = |kind: &str| events.iter().any(|event| event.payload.contains(kind));
        assert!(told("post-withdrawn") && told("account-deleted"));
        let again = auth::member::NewMember::active("quiet_fern_12", "tea moss lantern");
        assert!(auth::member::create(&app, again).await.is_err(), "a handle is never given to another");
    }
}

#[tokio::test]
async fn what_is_left_waits_for_those_who_are_still_to_be_asked_and_30_days_at_most() {
    const DAY: i64 = 24 * 3600;
    for app in fresh_on_each().await {
        let (leaver, other) = (member(&app, "quiet_fern_12").await, member(&app, "blue_heron_10").await);
        leave(&app, leaver.id()).await.unwrap();
        let is_left = async || accounts::find(app.read(), leaver.id()).await.unwrap().is_some();
        // Who is to be asked is not worked out yet: the events wait.
        for days in [0, 1, 28] {
            app.pass(days * DAY);
            shell::tidy(&app).await.unwrap();
            assert!(is_left().await, "after {days} more days");
        }
        app.pass(DAY);
        shell::tidy(&app).await.unwrap();
        assert!(!is_left().await);
        assert!(accounts::find(app.read(), other.id()).await.unwrap().is_some());
        // Its own accounts are not taken for somebody who left.
        account::ensure_own(&app).await.unwrap();
        app.pass(40 * DAY);
        shell::tidy(&app).await.unwrap();
        assert!(account::find_by_uri(&app, &app.urls.guide_actor()).await.unwrap().is_some());
        for handle in ["quiet_fern_12", "quiet_fern_l2"] {
            let again = auth::member::NewMember::active(handle, "tea moss lantern");
            assert!(auth::member::create(&app, again).await.is_err(), "{handle} is nobody's");
        }
    }
}

#[tokio::test]
async fn who_left_after_a_backup_does_not_come_back_with_it() {
    let app = fresh().await;
    let (leaver, other) = (member(&app, "quiet_fern_12").await, member(&app, "blue_heron_10").await);
    let file = app.folder().join("backup");
    backup::write(&app.db, &file, "stories.example", app.minute()).await.unwrap();
    leave(&app, leaver.id()).await.unwrap();
    // The backup never heard of this one.
    let brief = member(&app, "calm_moss_31").await;
    leave(&app, brief.id()).await.unwrap();
    let left = event::Event::AccountDeleted { account: leaver.id() };
    withdrawals::write_down(&app, &left).await.unwrap();

    let tx = app.db.begin().await.unwrap();
    backup::restore(&tx, &file, "stories.example", true).await.unwrap();
    app.commit(tx).await.unwrap();
    assert!(auth::find(&app, leaver.id()).await.unwrap().is_some());
    let list = Withdrawn::read(&withdrawals::path(&app)).unwrap();
    assert_eq!(leave_again(&app, &list).await.unwrap(), 1);

    assert!(auth::find(&app, leaver.id()).await.unwrap().is_none());
    assert!(auth::find(&app, other.id()).await.unwrap().is_some());
    let again = auth::member::NewMember::active("calm_moss_31", "tea moss lantern");
    assert!(auth::member::create(&app, again).await.is_err(), "a handle is never given to another");
}
