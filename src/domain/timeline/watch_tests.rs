//! Watching agrees with the lists themselves, on both databases.

use super::*;
use crate::base::hub::SeenBy;
use crate::domain::account;
use crate::domain::auth::Visibility;
use crate::domain::reaction;
use crate::domain::relation::people_list::Wish;
use crate::domain::relation::{self, FollowOptions, MuteOptions};
use crate::store::kind::{MemberState, PostKind, ReleaseTime, Role};
use crate::store::member::{self, Member};
use crate::store::mention::{self, Mention};
use crate::store::post_tag::{self, PostTag};
use crate::store::sign_in::{self, SignIn};
use crate::store::testing::{Fresh, fresh_on_each, keep, local, note, remote};

/// A member with an account.
async fn joined(app: &Fresh, handle: &str) -> Account {
    let account = local(app, handle).await;
    let tx = app.db.begin().await.unwrap();
    let sign_in = SignIn {
        id: app.new_id(&tx).await.unwrap(),
        passphrase_hash: String::new(),
        recovery_hash: String::new(),
        consent_version: 1,
        terms_version: String::new(),
        privacy_version: String::new(),
        agreed_month: String::new(),
        created_week: app.week(),
    };
    sign_in::insert(&tx, sign_in.clone()).await.unwrap();
    let row = Member {
        account_id: account.id,
        sign_in_id: sign_in.id,
        role: Role::Member,
        state: MemberState::Active,
        language: "en".to_owned(),
        default_visibility: Visibility::Public,
        default_sensitive: false,
        release_time: ReleaseTime::AtOnce,
        federates: true,
        trusted: true,
        reason: None,
        created_week: app.week(),
    };
    member::insert(&tx, row).await.unwrap();
    tx.commit().await.unwrap();
    account
}

async fn follows(app: &Fresh, me: &Account, other: &Account, boosts: bool) {
    let options = FollowOptions { boosts: Some(boosts), ..FollowOptions::default() };
    relation::follow(app, me, other, options).await.unwrap();
}

async fn says(
    app: &Fresh,
    author: &Account,
    visibility: Visibility,
    change: impl FnOnce(Post) -> Post,
) -> Post {
    let listed = visibility == Visibility::Public;
    let row = note(app, author).await;
    keep(app, change(Post { visibility, listed, kind: PostKind::Story, ..row })).await
}

async fn tag_with(app: &Fresh, post: &Post, tag: &str) {
    let tx = app.db.begin().await.unwrap();
    let row =
        PostTag { post_id: post.id, tag: tag.to_owned(), name: tag.to_owned(), position: post.position };
    post_tag::replace(&tx, post.id, vec![row]).await.unwrap();
    tx.commit().await.unwrap();
}

/// What a member finds in a list when they read it.
async fn read(app: &Fresh, watch: &Watch) -> Vec<i64> {
    let page = Page::first(40);
    let viewer = Some(watch.member);
    let slice = match &watch.place {
        Place::Home => home(app, &account::load(app, watch.member).await.unwrap(), page).await,
        Place::Public(scope) => public(app, *scope, viewer, page).await,
        Place::Pictures(scope) => {
            let filter = PublicFilter { scope: *scope, pictures_only: true };
            public(app, filter, viewer, page).await
        }
        Place::PeopleList(id) => match relation::people_list::load(app, watch.member, *id).await {
            Ok(row) => people_list(app, &row, page).await,
            Err(_another_s) => Ok(Slice::empty()),
        },
        Place::Tagged(name, scope) => {
            let tagged = Tagged { any: vec![name.clone()], scope: *scope, ..Tagged::default() };
            tag(app, &tagged, viewer, page).await
        }
    };
    slice.unwrap().items.iter().map(|post| post.id).collect()
}

fn places() -> Vec<Place> {
    let scopes = [Scope::All, Scope::Local, Scope::Remote];
    let tagged = scopes.map(|scope| Place::Tagged("dryeyes".to_owned(), scope));
    let public = scopes.map(Place::Public).into_iter().chain(scopes.map(Place::Pictures));
    [Place::Home].into_iter().chain(public).chain(tagged).collect()
}

#[tokio::test]
async fn a_post_is_told_exactly_where_it_stands_when_one_reads() {
    for app in fresh_on_each().await {
        let (fern, moss, reed, sedge) = (
            joined(&app, "fern").await,
            joined(&app, "moss").await,
            joined(&app, "reed").await,
            joined(&app, "sedge").await,
        );
        let far = remote(&app, "mori", "b.example").await;
        follows(&app, &fern, &moss, true).await;
        follows(&app, &reed, &moss, false).await;
        follows(&app, &sedge, &moss, true).await;
        follows(&app, &moss, &fern, true).await;
        relation::mute(&app, &sedge, &moss, MuteOptions::default()).await.unwrap();
        relation::block(&app, &reed, &fern).await.unwrap();
        let wish = Wish { title: Some("Near".to_owned()), ..Wish::default() };
        let list = relation::people_list::create(&app, fern.id, wish).await.unwrap();
        relation::people_list::add(&app, fern.id, list.id, &[moss.id, fern.id]).await.unwrap();
        let mut posts = Vec::new();
        for author in [&fern, &moss, &reed, &far] {
            for visibility in
                [Visibility::Public, Visibility::Unlisted, Visibility::Private, Visibility::Direct]
            {
                posts.push(says(&app, author, visibility, |post| post).await);
            }
        }
        let to_fern = says(&app, &moss, Visibility::Direct, |post| post).await;
        let tx = app.db.begin().await.unwrap();
        let row = Mention { post_id: to_fern.id, account_id: fern.id };
        mention::replace(&tx, to_fern.id, vec![row]).await.unwrap();
        tx.commit().await.unwrap();
        let tagged = says(&app, &far, Visibility::Public, |post| post).await;
        tag_with(&app, &tagged, "dryeyes").await;
        let half = says(&app, &moss, Visibility::Public, |post| Post {
            in_reply_to_id: Some(tagged.id),
            in_reply_to_account_id: Some(far.id),
            ..post
        })
        .await;
        for post in [&tagged, &to_fern] {
            let picture = "INSERT INTO media (id, account_id, post_id, purpose, state) \
                 VALUES (:post, :author, :post, 'attachment', 'ready')";
            app.run_sql(picture, &[(":post", post.id), (":author", post.account_id)]).await;
        }
        let boost = reaction::boost(&app, &moss, tagged.id, None).await.unwrap();
        posts.extend([to_fern, tagged, half, boost]);

        let watched: Vec<Watch> = [&fern, &moss, &reed, &sedge]
            .iter()
            .flat_map(|who| {
                let lists = [Place::PeopleList(list.id)];
                places().into_iter().chain(lists).map(|place| Watch { member: who.id, place })
            })
            .collect();
        for post in posts {
            let mut expected = Vec::new();
            for watch in &watched {
                if read(&app, watch).await.contains(&post.id) {
                    expected.push(watch.clone());
                }
            }
            let (_, mut seen) = where_seen(&app, post.id, watched.clone()).await.unwrap().unwrap();
            seen.sort();
            expected.sort();
            assert_eq!(seen, expected, "{post:?}");
        }
        assert!(where_seen(&app, 7, watched).await.unwrap().is_none());
    }
}

#[tokio::test]
async fn that_something_is_gone_is_told_to_those_who_could_read_it() {
    for app in fresh_on_each().await {
        let (author, friend, other) =
            (joined(&app, "fern").await, joined(&app, "moss").await, joined(&app, "reed").await);
        follows(&app, &friend, &author, true).await;
        let watch = |who: &Account, place: Place| Watch { member: who.id, place };
        let watched: Vec<Watch> = [&author, &friend, &other]
            .into_iter()
            .flat_map(|who| [watch(who, Place::Home), watch(who, Place::Public(Scope::All))])
            .collect();
        let told =
            async |seen_by: SeenBy| where_gone(&app, author.id, &seen_by, watched.clone()).await.unwrap();
        assert_eq!(told(SeenBy::Everybody).await, watched);
        let at_home = |who: &[&Account]| who.iter().map(|who| watch(who, Place::Home)).collect::<Vec<_>>();
        assert_eq!(told(SeenBy::Nobody).await, at_home(&[&author]));
        assert_eq!(told(SeenBy::Only(vec![other.id])).await, at_home(&[&author, &other]));
        assert_eq!(told(SeenBy::Followers(Vec::new())).await, at_home(&[&author, &friend]));
    }
}

#[tokio::test]
async fn an_older_post_that_was_fetched_is_no_news() {
    for app in fresh_on_each().await {
        let far = remote(&app, "mori", "b.example").await;
        let fresh = note(&app, &far).await;
        assert!(is_news(&app, &fresh));
        assert!(!is_news(&app, &Post { published_at: app.now() - 7 * 3600, ..fresh }));
        let own = note(&app, &local(&app, "fern").await).await;
        assert!(is_news(&app, &Post { published_at: app.now() - 7 * 3600, ..own }));
    }
}
