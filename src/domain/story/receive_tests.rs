//! Posts of other servers that come together.

use super::receive::*;
use crate::base::text::CleanHtml;
use crate::domain::account::Account;
use crate::domain::post::Visibility;
use crate::domain::post::policy::Policy;
use crate::store::testing::{Fresh, fresh_on_each, remote};
use crate::store::{account, event, post};

fn post_of(author: &Account, name: &str, in_reply_to: Option<&str>) -> RemotePost {
    let uri = |name: &str| format!("{}/statuses/{name}", author.uri);
    RemotePost {
        uri: uri(name),
        url: uri(name),
        published_at: 1_795_000_000,
        updated_at: None,
        html: CleanHtml::clean("<p>words</p>"),
        title: None,
        warning: String::new(),
        sensitive: false,
        language: Some("en".to_owned()),
        visibility: Visibility::Public,
        in_reply_to: in_reply_to.map(uri),
        mentions: vec![author.id],
        tags: vec![("tinnitus".to_owned(), "Tinnitus".to_owned())],
        poll: None,
        pictures: Vec::new(),
        policy: Policy::default(),
        story: None,
    }
}

async fn receive_names(app: &Fresh, author: &Account, posts: &[RemotePost]) -> Vec<String> {
    let tx = app.db.begin().await.unwrap();
    let arrived: Vec<_> = posts.iter().map(|post| (author, post)).collect();
    let stored = receive_all(app, &tx, &arrived, Arrival::Delivered).await.unwrap();
    app.commit(tx).await.unwrap();
    stored.into_iter().map(|post| post.uri.rsplit('/').next().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn posts_that_come_together_are_stored_once_each_and_in_their_order() {
    for app in fresh_on_each().await {
        let far = remote(&app, "mori", "b.example").await;
        let known = [post_of(&far, "known", None)];
        assert_eq!(receive_names(&app, &far, &known).await, ["known"]);
        let together = ["first", "known", "second", "first"].map(|name| post_of(&far, name, None));
        assert_eq!(receive_names(&app, &far, &together).await, ["first", "second"]);
        assert_eq!(account::find(app.read(), far.id).await.unwrap().unwrap().post_count, 3);
        let events = event::list_oldest(app.read(), 10).await.unwrap();
        let rows = post::list_by_uris(app.read(), &together.each_ref().map(|post| post.uri.as_str())).await;
        let mut rows = rows.unwrap();
        rows.sort_by_key(|row| row.position);
        let told = rows.iter().zip(&events).all(|(row, event)| event.payload.contains(&row.id.to_string()));
        assert!(told && rows.len() == 3 && events.len() == 3, "{events:?}");
    }
}

#[tokio::test]
async fn a_reply_finds_what_it_answers_whichever_of_them_comes_first() {
    for app in fresh_on_each().await {
        let far = remote(&app, "mori", "b.example").await;
        let early = [post_of(&far, "early", Some("parent"))];
        receive_names(&app, &far, &early).await;
        let together = [post_of(&far, "parent", None), post_of(&far, "late", Some("parent"))];
        receive_names(&app, &far, &together).await;
        let find = async |post: &RemotePost| {
            post::find_by_uri(app.read(), &post.uri).await.unwrap().expect("the post was stored")
        };
        let parent = find(&together[0]).await;
        for reply in [&early[0], &together[1]] {
            let reply = find(reply).await;
            assert_eq!((reply.in_reply_to_id, reply.root_id), (Some(parent.id), Some(parent.id)));
        }
        assert_eq!(parent.reply_count, 2, "both are counted, and none twice");
    }
}
