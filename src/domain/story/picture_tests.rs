//! Pictures of posts, from writing over editing to taking back.

use crate::base::error::Error;
use crate::domain::auth::Member;
use crate::domain::auth::member::{NewMember, create};
use crate::domain::media::{self, Described, MAX_TIME, Media, Sent, Upload};
use crate::domain::post::{self, Post};
use crate::domain::story::{Edit, NewPost, Pictures, edit, schedule, write};
use crate::jobs;
use crate::store::leaving;
use crate::store::testing::{Fresh, fresh_on_each};

/// A PNG of one grey dot.
const DOT: &[u8] =
    b"\x89PNG\x0d\x0a\x1a\x0a\x00\x00\x00\x0dIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x00\x00\x00\x00:~\x9bU\
    \x00\x00\x00\x0aIDATx\x9cch\x00\x00\x00\x82\x00\x81w\xcdr\xb6\x00\x00\x00\x00IEND\xaeB`\x82";

async fn member(app: &Fresh) -> Member {
    create(app, NewMember::active("quiet_fern_12", "tea moss lantern")).await.unwrap().member
}

async fn uploaded(app: &Fresh, owner: &Member) -> Media {
    let file = Sent { bytes: DOT.into(), ..Sent::default() };
    let upload = Upload { file, description: "A dot".to_owned(), focus: media::Focus::default() };
    media::upload(app, owner.sender(), upload, MAX_TIME).await.unwrap()
}

async fn told(app: &Fresh, author: &Member, text: &str, media: &[i64]) -> Result<Post, Error> {
    write(app, author, NewPost { text: text.to_owned(), media: media.to_vec(), ..NewPost::default() }).await
}

#[tokio::test]
async fn a_picture_says_enough_and_one_that_cannot_be_used_leaves_no_post() {
    for app in fresh_on_each().await {
        let owner = member(&app).await;
        let picture = uploaded(&app, &owner).await.id;
        let post = told(&app, &owner, "", &[picture]).await.unwrap();
        assert!(post.html.is_empty());
        assert!(told(&app, &owner, " ", &[]).await.is_err());
        assert!(told(&app, &owner, "Again", &[picture]).await.is_err());
        assert_eq!(leaving::list_written(app.read(), owner.id()).await.unwrap().len(), 1);
    }
}

#[tokio::test]
async fn an_edit_reorders_describes_adds_and_takes_away() {
    for app in fresh_on_each().await {
        let owner = member(&app).await;
        let [a, b, c] =
            [uploaded(&app, &owner).await, uploaded(&app, &owner).await, uploaded(&app, &owner).await];
        let post = told(&app, &owner, "Two of them", &[a.id, b.id]).await.unwrap();
        let with = |text: &str, media| Edit { text: text.to_owned(), media, ..Edit::default() };
        let seen = async || {
            let shown = post::show_one(&app, None, post.clone()).await.unwrap();
            shown.media.into_iter().map(|row| (row.id, row.description)).collect::<Vec<_>>()
        };
        let described = Described { id: b.id, description: Some("Peeling".to_owned()), focus: None };
        let pictures = Pictures { ids: vec![c.id, b.id], described: vec![described] };
        Box::pin(edit(&app, &owner, post.id, with("Two of them", Some(pictures)))).await.unwrap();
        let expected = [(c.id, "A dot".to_owned()), (b.id, "Peeling".to_owned())];
        assert_eq!(seen().await, expected);
        Box::pin(edit(&app, &owner, post.id, with("Other words", None))).await.unwrap();
        assert_eq!(seen().await, expected);
        Box::pin(edit(&app, &owner, post.id, with("", None))).await.unwrap();
        assert!(Box::pin(edit(&app, &owner, post.id, with("", Some(Pictures::default())))).await.is_err());
        Box::pin(edit(&app, &owner, post.id, with("Words again", Some(Pictures::default())))).await.unwrap();
        assert_eq!(seen().await, []);
    }
}

#[tokio::test]
async fn what_is_taken_back_takes_its_pictures_along() {
    for app in fresh_on_each().await {
        let owner = member(&app).await;
        let picture = uploaded(&app, &owner).await;
        let post = told(&app, &owner, "Look", &[picture.id]).await.unwrap();
        post::withdraw(&app, &owner.account, post.id).await.unwrap();
        assert!(media::find_own(&app, owner.id(), picture.id).await.is_err());
        let file = picture.file().unwrap();
        assert!(media::find_served(&app, &file, None).await.is_err());
        let jobs = crate::store::job::list_due(app.read(), app.now(), 10).await.unwrap();
        assert!(jobs.iter().any(|job| job.payload.contains(&file)), "its file is to be removed");
    }
}

#[tokio::test]
async fn a_picture_waits_with_the_post_that_it_belongs_to() {
    for app in fresh_on_each().await {
        let owner = member(&app).await;
        let picture = uploaded(&app, &owner).await.id;
        let later = app.now() + 3 * 24 * 3600;
        let new =
            |ids: &[i64]| NewPost { text: "Later".to_owned(), media: ids.to_vec(), ..NewPost::default() };
        assert!(schedule::schedule(&app, &owner, new(&[1]), later).await.is_err());
        let planned = schedule::schedule(&app, &owner, new(&[picture]), later).await.unwrap();
        app.pass(2 * 24 * 3600);
        jobs::pictures::tidy(&app).await.unwrap();
        assert!(media::find_own(&app, owner.id(), picture).await.is_ok(), "it is still wanted");
        app.pass(2 * 24 * 3600);
        schedule::release(&app, planned.id, planned.at).await.unwrap();
        let written = leaving::list_written(app.read(), owner.id()).await.unwrap().remove(0);
        assert_eq!(post::show_one(&app, None, written).await.unwrap().media.len(), 1);
    }
}
