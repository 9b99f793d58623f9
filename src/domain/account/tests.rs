//! Accounts on both databases.

use super::*;
use crate::base::error::Error;
use crate::base::keys::KeyPem;
use crate::store::testing::{Fresh, fresh, fresh_on_each};

fn keys() -> KeyPem {
    KeyPem { private: "private".to_owned(), public: "public".to_owned() }
}

async fn local(app: &Fresh, handle: &str) -> Account {
    let tx = app.db.begin().await.unwrap();
    let account = create_local(app, &tx, handle, "", AccountKind::Person, keys()).await.unwrap();
    app.commit(tx).await.unwrap();
    account
}

/// What `b.example` says about `handle`, whose wire id ends in `path`.
fn remote(handle: &str, path: &str) -> Profile {
    Profile {
        uri: format!("https://b.example/users/{path}"),
        handle: handle.to_owned(),
        host: "b.example".to_owned(),
        peer_host: "b.example".to_owned(),
        kind: AccountKind::Person,
        display_name: handle.to_owned(),
        summary: "<p>Hello</p>".to_owned(),
        url: format!("https://b.example/@{handle}"),
        inbox: format!("https://b.example/users/{path}/inbox"),
        shared_inbox: None,
        outbox: None,
        followers_uri: None,
        following_uri: None,
        featured_uri: None,
        key_id: Some(format!("https://b.example/users/{path}#main-key")),
        public_key: "public".to_owned(),
        further_keys: Vec::new(),
        knock: None,
        avatar_url: None,
        header_url: None,
        fields: vec![Field { name: "a".to_owned(), value: "<b>b</b>".to_owned() }],
        locked: false,
        discoverable: true,
        indexable: false,
        created_month: None,
    }
}

#[tokio::test]
async fn a_server_makes_its_own_accounts_once() {
    let app = fresh().await;
    ensure_own(&app).await.unwrap();
    let (server, feed_account) = (server_actor(&app).await.unwrap(), feed(&app).await.unwrap());
    assert_eq!((server.kind, feed_account.kind), (AccountKind::Application, AccountKind::Group));
    assert_eq!(feed_account.display_name, app.config.community.name);
    assert!(feed_account.public_key.starts_with("-----BEGIN PUBLIC KEY"));
    ensure_own(&app).await.unwrap();
    assert_eq!(server_actor(&app).await.unwrap(), server);
    let found = find_by_address(&app, "@stories@stories.example").await.unwrap();
    assert_eq!(found, Some(feed_account));
}

#[tokio::test]
async fn a_handle_is_taken_whatever_its_capitals() {
    for app in fresh_on_each().await {
        let quiet = local(&app, "Quiet_Fern").await;
        assert_eq!(find_local(&app, "quiet_fern").await.unwrap().as_ref(), Some(&quiet));
        let tx = app.db.begin().await.unwrap();
        let again = create_local(&app, &tx, "quiet_FERN", "", AccountKind::Person, keys()).await;
        assert!(matches!(again, Err(Error::Conflict(_))), "{again:?}");
    }
}

#[tokio::test]
async fn a_remote_profile_is_taken_in_and_renewed() {
    for app in fresh_on_each().await {
        let first = receive(&app, remote("mori", "1")).await.unwrap();
        let news = Profile { display_name: "Mori".to_owned(), ..remote("mori", "1") };
        let second = receive(&app, news).await.unwrap();
        assert_eq!((second.id, second.display_name.as_str()), (first.id, "Mori"));
        assert_eq!(find(&app, first.id).await.unwrap(), Some(second));
        assert_eq!(find_by_address(&app, "mori@B.example").await.unwrap().unwrap().id, first.id);
        assert_eq!(fields_as_html(&first), [Field { name: "a".to_owned(), value: "<b>b</b>".to_owned() }]);
    }
}

#[tokio::test]
async fn an_address_that_the_host_gave_to_somebody_else_leads_to_them() {
    let app = fresh().await;
    let first = receive(&app, remote("mori", "1")).await.unwrap();
    let second = receive(&app, remote("mori", "2")).await.unwrap();
    assert_eq!(find_by_address(&app, "mori@b.example").await.unwrap().unwrap().id, second.id);
    assert!(find(&app, first.id).await.unwrap().is_some());
}

#[tokio::test]
async fn no_other_server_speaks_for_an_account_of_ours() {
    let app = fresh().await;
    let ours = Profile { uri: "https://stories.example/people/x".to_owned(), ..remote("mori", "1") };
    assert!(matches!(receive(&app, ours).await, Err(Error::Forbidden(_))));
}

#[tokio::test]
async fn a_profile_change_is_stored_and_told_and_too_much_is_refused() {
    for app in fresh_on_each().await {
        let me = local(&app, "quiet_fern").await;
        let change = ProfileChange {
            summary: Some("One <two>\nthree\n\nfour".to_owned()),
            locked: Some(true),
            ..ProfileChange::default()
        };
        let after = change_profile(&app, me.id, change).await.unwrap();
        assert_eq!(summary_as_html(&after), "<p>One &lt;two&gt;<br>three</p><p>four</p>");
        assert!(after.locked);
        let events = crate::store::event::list_oldest(app.read(), 9).await.unwrap();
        assert_eq!(events.len(), 1);
        let long = ProfileChange { display_name: Some("x".repeat(61)), ..ProfileChange::default() };
        assert!(matches!(change_profile(&app, me.id, long).await, Err(Error::Invalid(_))));
    }
}

#[tokio::test]
async fn search_finds_handles_by_their_beginning_and_names_of_those_who_want_it() {
    for app in fresh_on_each().await {
        let fern = local(&app, "quiet_fern").await;
        let mori =
            receive(&app, Profile { display_name: "Ferny".to_owned(), ..remote("mori", "1") }).await.unwrap();
        let ids = |found: Vec<Account>| found.into_iter().map(|account| account.id).collect::<Vec<_>>();
        assert_eq!(ids(search(&app, None, "Quiet_", 5).await.unwrap()), [fern.id]);
        assert!(ids(search(&app, None, "quietX", 5).await.unwrap()).is_empty());
        assert_eq!(ids(search(&app, None, "ferny", 5).await.unwrap()), [mori.id]);
        assert_eq!(ids(search(&app, None, "@mo@b.ex", 5).await.unwrap()), [mori.id]);
        assert!(ids(search(&app, None, "%", 5).await.unwrap()).is_empty());
        assert!(ids(search(&app, None, "@", 5).await.unwrap()).is_empty());
    }
}
