//! Reports, from filing to closing.

use super::report::{self, NewReport};
use crate::app::App;
use crate::base::error::Error;
use crate::domain::auth::{self, Member};
use crate::domain::post::Post;
use crate::domain::story::{NewPost, write};
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

#[tokio::test]
async fn a_report_names_only_posts_of_the_reported_and_moderators_close_it() {
    for app in fresh_on_each().await {
        let (reader, other) = (member(&app, "quiet_fern_12").await, member(&app, "blue_heron_10").await);
        let (mine, theirs) = (note(&app, &reader, "One.").await, note(&app, &other, "Two.").await);
        let new = NewReport { target: other.id(), posts: vec![mine.id, theirs.id], ..NewReport::default() };
        let filed = report::report(&app, &reader, new).await.unwrap();
        assert_eq!(report::posts_of(&filed), [theirs.id]);
        assert!(matches!(report::list_open(&app, &reader).await, Err(Error::Forbidden(_))));
        let mut moderator = reader.clone();
        moderator.row.role = auth::Role::Moderator;
        assert_eq!(report::list_open(&app, &moderator).await.unwrap(), std::slice::from_ref(&filed));
        report::close(&app, &moderator, filed.id).await.unwrap();
        assert!(report::list_open(&app, &moderator).await.unwrap().is_empty());
        let nobody = NewReport { target: 1, ..NewReport::default() };
        assert!(matches!(report::report(&app, &reader, nobody).await, Err(Error::NotFound("account"))));
    }
}
