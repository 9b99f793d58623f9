//! Timelines on both databases.

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use super::*;
use crate::domain::account;
use crate::domain::reaction;
use crate::domain::relation::limit::{self, Limit};
use crate::domain::relation::{self, FollowOptions, MuteOptions, peer};
use crate::domain::transparency::log::By;
use crate::store::kind::{AccountKind, PostKind, PostState, Visibility};
use crate::store::mention::{self, Mention};
use crate::store::post_facet;
use crate::store::post_tag::{self, PostTag};
use crate::store::post_term::{self, PostTerm};
use crate::store::testing::{Fresh, fresh, fresh_on_each, keep, local, note, remote};

fn ids(slice: &Slice<Post>) -> Vec<i64> {
    slice.items.iter().map(|post| post.id).collect()
}

async fn at_home(app: &Fresh, me: &Account) -> Vec<i64> {
    // As a request sees the account: with what it follows by now.
    let me = account::load(app, me.id).await.unwrap();
    ids(&home(app, &me, Page::default()).await.unwrap())
}

async fn in_public(app: &Fresh, viewer: Option<&Account>) -> Vec<i64> {
    let viewer = viewer.map(|account| account.id);
    ids(&public(app, Scope::All, viewer, Page::default()).await.unwrap())
}

async fn of(app: &Fresh, account: &Account, viewer: Option<&Account>) -> Vec<i64> {
    let filter = AccountFilter { boosts: true, replies: true, ..AccountFilter::default() };
    let viewer = viewer.map(|account| account.id);
    ids(&of_account(app, account, viewer, &filter, Page::default()).await.unwrap())
}

async fn says(app: &Fresh, author: &Account, visibility: Visibility) -> Post {
    let listed = author.is_local() && visibility == Visibility::Public;
    keep(app, Post { visibility, listed, ..note(app, author).await }).await
}

async fn follows(app: &Fresh, me: &Account, other: &Account) {
    relation::follow(app, me, other, FollowOptions::default()).await.unwrap();
}

async fn mentions(app: &Fresh, post: &Post, account: &Account) {
    let tx = app.db.begin().await.unwrap();
    let row = Mention { post_id: post.id, account_id: account.id };
    mention::replace(&tx, post.id, vec![row]).await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn home_shows_own_posts_and_those_of_followed_people_and_messages_only_to_whom_they_mention() {
    for app in fresh_on_each().await {
        let (me, friend, stranger) =
            (local(&app, "fern").await, local(&app, "moss").await, local(&app, "reed").await);
        follows(&app, &me, &friend).await;
        let mine = says(&app, &me, Visibility::Direct).await;
        let open = says(&app, &friend, Visibility::Public).await;
        let private = says(&app, &friend, Visibility::Private).await;
        says(&app, &friend, Visibility::Direct).await;
        let to_me = says(&app, &friend, Visibility::Direct).await;
        mentions(&app, &to_me, &me).await;
        says(&app, &stranger, Visibility::Public).await;
        keep(&app, Post { state: PostState::Held, position: None, ..note(&app, &friend).await }).await;
        assert_eq!(at_home(&app, &me).await, [to_me.id, private.id, open.id, mine.id]);
        relation::unfollow(&app, &me, &friend).await.unwrap();
        assert_eq!(at_home(&app, &me).await, [mine.id]);
    }
}

#[tokio::test]
async fn home_shows_boosts_unless_the_member_wants_none_and_a_feeds_echo_never() {
    for app in fresh_on_each().await {
        let (me, friend, author) =
            (local(&app, "fern").await, local(&app, "moss").await, local(&app, "reed").await);
        follows(&app, &me, &friend).await;
        let story = says(&app, &author, Visibility::Public).await;
        let boost = reaction::boost(&app, &friend, story.id, None).await.unwrap();
        assert_eq!(at_home(&app, &me).await, [boost.id]);
        let quiet = FollowOptions { boosts: Some(false), ..FollowOptions::default() };
        relation::follow(&app, &me, &friend, quiet).await.unwrap();
        assert!(at_home(&app, &me).await.is_empty());

        let tx = app.db.begin().await.unwrap();
        let keys = crate::base::keys::KeyPem { private: String::new(), public: String::new() };
        let feed = account::create_local(&app, &tx, "feed", "", AccountKind::Group, keys).await.unwrap();
        app.commit(tx).await.unwrap();
        follows(&app, &me, &feed).await;
        let announced = reaction::boost(&app, &feed, story.id, None).await.unwrap();
        assert_eq!(at_home(&app, &me).await, [announced.id]);
        follows(&app, &me, &author).await;
        assert_eq!(at_home(&app, &me).await, [story.id]);
    }
}

#[tokio::test]
async fn home_leaves_out_replies_to_people_whom_one_does_not_follow() {
    for app in fresh_on_each().await {
        let (me, friend, stranger) =
            (local(&app, "fern").await, local(&app, "moss").await, local(&app, "reed").await);
        follows(&app, &me, &friend).await;
        let reply_to = async |account: &Account| {
            let row = note(&app, &friend).await;
            keep(&app, Post { in_reply_to_account_id: Some(account.id), in_reply_to_id: Some(1), ..row })
                .await
        };
        reply_to(&stranger).await;
        let (to_me, to_self) = (reply_to(&me).await, reply_to(&friend).await);
        assert_eq!(at_home(&app, &me).await, [to_self.id, to_me.id]);
    }
}

/// The pages of a home timeline from the newest post down, or from the oldest up.
async fn pages_of_home(app: &Fresh, me: &Account, upwards: bool) -> Vec<Vec<i64>> {
    let (mut pages, mut page) = (Vec::new(), Page::first(2));
    page.min = upwards.then_some(0);
    for _ in 0..20 {
        let slice = home(app, me, page).await.unwrap();
        let next = if upwards { slice.newest } else { slice.oldest.filter(|_| slice.more) };
        pages.push(ids(&slice));
        let Some(next) = next else { break };
        if upwards { page.min = Some(next) } else { page.max = Some(next) }
    }
    pages.retain(|page| !page.is_empty());
    pages
}

#[tokio::test]
async fn home_is_found_behind_many_posts_that_are_not_shown_however_many_one_follows() {
    for app in fresh_on_each().await {
        let (me, friend, stranger) =
            (local(&app, "fern").await, local(&app, "moss").await, local(&app, "reed").await);
        follows(&app, &me, &friend).await;
        let mut told = vec![says(&app, &friend, Visibility::Public).await.id];
        for _ in 0..40 {
            let row = note(&app, &friend).await;
            let to = Some(stranger.id);
            keep(&app, Post { in_reply_to_account_id: to, in_reply_to_id: Some(1), ..row }).await;
        }
        told.push(says(&app, &friend, Visibility::Public).await.id);
        told.push(says(&app, &me, Visibility::Public).await.id);
        let me = account::load(&app, me.id).await.unwrap();
        for following_count in [1, 1000] {
            let me = Account { following_count, ..me.clone() };
            let down = [vec![told[2], told[1]], vec![told[0]]];
            assert_eq!(pages_of_home(&app, &me, false).await, down);
            let up = [vec![told[1], told[0]], vec![told[2]]];
            assert_eq!(pages_of_home(&app, &me, true).await, up);
        }
    }
}

#[tokio::test]
async fn a_block_hides_both_from_each_other_and_a_mute_hides_one_from_the_other() {
    for app in fresh_on_each().await {
        let (me, other, friend) =
            (local(&app, "fern").await, local(&app, "moss").await, local(&app, "reed").await);
        let (mine, theirs) =
            (says(&app, &me, Visibility::Public).await, says(&app, &other, Visibility::Public).await);
        follows(&app, &me, &friend).await;
        let boost = reaction::boost(&app, &friend, theirs.id, None).await.unwrap();
        assert_eq!(at_home(&app, &me).await, [boost.id, mine.id]);

        relation::mute(&app, &me, &other, MuteOptions { seconds: Some(60), notices: true }).await.unwrap();
        assert_eq!(at_home(&app, &me).await, [mine.id]);
        assert_eq!(in_public(&app, Some(&me)).await, [mine.id]);
        assert_eq!(in_public(&app, Some(&other)).await, [theirs.id, mine.id]);
        assert_eq!(of(&app, &other, Some(&me)).await, [theirs.id]);
        app.pass(61);
        assert_eq!(in_public(&app, Some(&me)).await, [theirs.id, mine.id]);

        relation::block(&app, &me, &other).await.unwrap();
        assert_eq!(at_home(&app, &me).await, [mine.id]);
        assert_eq!(in_public(&app, Some(&me)).await, [mine.id]);
        assert_eq!(in_public(&app, Some(&other)).await, [theirs.id]);
        assert!(of(&app, &other, Some(&me)).await.is_empty());
        assert!(of(&app, &me, Some(&other)).await.is_empty());
        assert!(of(&app, &friend, Some(&me)).await.is_empty());
        assert_eq!(in_public(&app, None).await, [theirs.id, mine.id]);
    }
}

#[tokio::test]
async fn what_somebody_suspended_wrote_is_nowhere() {
    for app in fresh_on_each().await {
        let (me, other) = (local(&app, "fern").await, local(&app, "moss").await);
        follows(&app, &me, &other).await;
        let post = says(&app, &other, Visibility::Public).await;
        reaction::boost(&app, &me, post.id, None).await.unwrap();
        let tx = app.db.begin().await.unwrap();
        crate::store::account::set_suspended(&tx, other.id, true).await.unwrap();
        app.commit(tx).await.unwrap();
        assert!(at_home(&app, &me).await.is_empty());
        assert!(in_public(&app, None).await.is_empty());
        assert!(of(&app, &other, Some(&me)).await.is_empty());
        assert!(of(&app, &me, None).await.is_empty());
    }
}

#[tokio::test]
async fn a_peers_stories_stand_in_public_lists_only_while_it_is_accepted() {
    for app in fresh_on_each().await {
        let (me, far) = (local(&app, "fern").await, remote(&app, "mori", "b.example").await);
        let row = Post { kind: PostKind::Story, story: Some("{}".to_owned()), ..note(&app, &far).await };
        let story = keep(&app, row).await;
        says(&app, &far, Visibility::Public).await;
        assert!(in_public(&app, None).await.is_empty());
        peer::accept(&app, By::Operator, "b.example").await.unwrap();
        assert_eq!(in_public(&app, None).await, [story.id]);
        let remote_only = public(&app, Scope::Remote, None, Page::default()).await.unwrap();
        assert_eq!(ids(&remote_only), [story.id]);
        assert!(public(&app, Scope::Local, None, Page::default()).await.unwrap().items.is_empty());
        assert_eq!(of(&app, &far, Some(&me)).await.len(), 2);
        limit::set(&app, By::Operator, "b.example", &Limit::suspend("")).await.unwrap();
        assert!(in_public(&app, None).await.is_empty());
        assert!(of(&app, &far, Some(&me)).await.is_empty());
        limit::lift(&app, By::Operator, "b.example").await.unwrap();
        assert!(in_public(&app, None).await.is_empty());
        assert_eq!(of(&app, &far, Some(&me)).await.len(), 2);
    }
}

#[tokio::test]
async fn an_accounts_posts_are_seen_by_whom_they_are_for() {
    for app in fresh_on_each().await {
        let (me, follower, mentioned) =
            (local(&app, "fern").await, local(&app, "moss").await, local(&app, "reed").await);
        follows(&app, &follower, &me).await;
        let open = says(&app, &me, Visibility::Public).await.id;
        let unlisted = says(&app, &me, Visibility::Unlisted).await.id;
        let private = says(&app, &me, Visibility::Private).await.id;
        let direct = says(&app, &me, Visibility::Direct).await;
        mentions(&app, &direct, &mentioned).await;
        assert_eq!(of(&app, &me, None).await, [unlisted, open]);
        assert_eq!(of(&app, &me, Some(&follower)).await, [private, unlisted, open]);
        assert_eq!(of(&app, &me, Some(&mentioned)).await, [direct.id, unlisted, open]);
        assert_eq!(of(&app, &me, Some(&me)).await, [direct.id, private, unlisted, open]);
        assert_eq!(in_public(&app, Some(&follower)).await, [open]);
    }
}

#[tokio::test]
async fn tags_terms_and_facts_pick_the_posts_that_have_them_once() {
    for app in fresh_on_each().await {
        let me = local(&app, "fern").await;
        let mut made = Vec::new();
        for (words, status) in [("a b", "stopped"), ("a", "still-taking"), ("b c", "stopped")] {
            let facts = format!("{{\"currentStatus\":\"{status}\"}}");
            let row = Post { kind: PostKind::Story, story: Some(facts), ..note(&app, &me).await };
            let post = keep(&app, row).await;
            let tx = app.db.begin().await.unwrap();
            let (post_id, position) = (post.id, post.position);
            let tags = words.split(' ').map(str::to_owned);
            let tags = tags.map(|tag| PostTag { post_id, name: tag.clone(), tag, position });
            post_tag::replace(&tx, post_id, tags.collect()).await.unwrap();
            let terms = words.split(' ').map(str::to_owned);
            let terms = terms.map(|term| PostTerm { post_id, term, rank: 0, position });
            post_term::replace(&tx, post_id, terms.collect()).await.unwrap();
            post_facet::replace(&tx, post_id, facets::of(&post)).await.unwrap();
            tx.commit().await.unwrap();
            made.push(post_id);
        }
        let words = |text: &str| text.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        for (any, all, none, expected) in [
            ("a", "", "", vec![made[1], made[0]]),
            ("a b", "", "", vec![made[2], made[1], made[0]]),
            ("a b", "b", "c", vec![made[0]]),
            ("d", "", "", vec![]),
        ] {
            let tagged = Tagged {
                any: words(any),
                all: words(all),
                none: words(none),
                scope: Scope::Local,
                ..Tagged::default()
            };
            let found = tag(&app, &tagged, None, Page::default()).await.unwrap();
            assert_eq!(ids(&found), expected, "{any}/{all}/{none}");
        }
        let found = by_term(&app, &words("b c"), None, Page::default()).await.unwrap();
        assert_eq!(ids(&found), [made[2], made[0]]);
        let filter = StoryFilter {
            words: String::new(),
            medication: words("a"),
            symptom: words("b c"),
            status: Some(CurrentStatus::Stopped),
            language: Some("en".to_owned()),
            this_community: true,
        };
        let found = stories(&app, &filter, Some(me.id), Page::default()).await.unwrap();
        assert_eq!(ids(&found), [made[0]]);
        let all = stories(&app, &StoryFilter::default(), None, Page::first(2)).await.unwrap();
        assert_eq!((ids(&all), all.more), (vec![made[2], made[1]], true));
    }
}

#[tokio::test]
async fn a_held_post_is_found_after_its_release_by_who_pages_on_from_an_older_one() {
    for app in fresh_on_each().await {
        let me = local(&app, "fern").await;
        let held = note(&app, &me).await;
        let seen = says(&app, &me, Visibility::Public).await;
        let later = note(&app, &me).await.position;
        let released = keep(&app, Post { position: later, ..held }).await;
        assert!(released.id < seen.id);
        let newer = Page { since: Some(seen.id), ..Page::default() };
        assert_eq!(ids(&public(&app, Scope::All, None, newer).await.unwrap()), [released.id]);
        let older = Page { max: Some(released.id), ..Page::default() };
        assert_eq!(ids(&public(&app, Scope::All, None, older).await.unwrap()), [seen.id]);
    }
}

/// Nine posts, of which every third was released later than those after it. `(id, position)`, newest first.
async fn nine(app: &Fresh) -> Vec<(i64, i64)> {
    let me = local(app, "fern").await;
    let mut rows = Vec::new();
    for _ in 0..9 {
        rows.push(note(app, &me).await);
    }
    for first in [0, 3, 6] {
        let (one, other) = (rows[first].position, rows[first + 1].position);
        (rows[first].position, rows[first + 1].position) = (other, one);
    }
    let mut made = Vec::new();
    for row in rows {
        let row = keep(app, row).await;
        made.push((row.id, row.position.unwrap()));
    }
    made.sort_by_key(|(_, position)| std::cmp::Reverse(*position));
    made
}

#[test]
fn pages_never_skip_or_repeat_whatever_the_cursors() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let app = runtime.block_on(fresh());
    let made = runtime.block_on(nine(&app));
    // A cursor is a post, the beginning of time, or the far future.
    let cursor = |at: usize| made.get(at).map_or(if at == 9 { 0 } else { i64::MAX }, |(id, _)| *id);
    let place =
        |at: usize| made.get(at).map_or(if at == 9 { 0 } else { i64::MAX }, |(_, position)| *position);
    let at = || proptest::option::of(0_usize..11);
    let mut runner = TestRunner::new(Config { cases: 96, failure_persistence: None, ..Config::default() });
    let outcome = runner.run(&(at(), at(), at(), 1_u64..6), |(max, since, min, limit)| {
        let page = Page { max: max.map(cursor), since: since.map(cursor), min: min.map(cursor), limit };
        let slice = runtime.block_on(public(&app, Scope::All, None, page)).unwrap();
        let fits = |position: i64| {
            max.is_none_or(|at| position < place(at))
                && since.is_none_or(|at| position > place(at))
                && min.is_none_or(|at| position > place(at))
        };
        let fitting: Vec<i64> = made.iter().filter(|(_, at)| fits(*at)).map(|(id, _)| *id).collect();
        let size = usize::try_from(limit).unwrap().min(fitting.len());
        let expected = if min.is_some() { &fitting[fitting.len() - size..] } else { &fitting[..size] };
        prop_assert_eq!(ids(&slice), expected);
        Ok(())
    });
    outcome.unwrap();
}

#[tokio::test]
async fn walking_down_and_up_finds_every_post_once() {
    for app in fresh_on_each().await {
        let made: Vec<i64> = nine(&app).await.into_iter().map(|(id, _)| id).collect();
        let (mut down, mut page) = (Vec::new(), Page::first(4));
        loop {
            let slice = public(&app, Scope::All, None, page).await.unwrap();
            down.extend(ids(&slice));
            page.max = slice.oldest;
            if !slice.more {
                break;
            }
        }
        assert_eq!(down, made);
        let (mut up, mut page) = (Vec::new(), Page { min: Some(0), ..Page::first(4) });
        loop {
            let slice = public(&app, Scope::All, None, page).await.unwrap();
            let Some(newest) = slice.newest else { break };
            up.splice(0..0, ids(&slice));
            page.min = Some(newest);
        }
        assert_eq!(up, made);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_reader_misses_nothing_while_many_write() {
    const WRITERS: usize = 4;
    const EACH: usize = 8;
    for app in fresh_on_each().await {
        let me = local(&app, "fern").await;
        let blank = note(&app, &me).await;
        let mut writers = tokio::task::JoinSet::new();
        for writer in 0..WRITERS {
            let (app, blank) = (app.app.clone(), blank.clone());
            writers.spawn(async move {
                for number in 0..EACH {
                    let tx = app.db.begin().await.unwrap();
                    let id = app.new_id(&tx).await.unwrap();
                    let position = Some(app.new_id(&tx).await.unwrap());
                    // Others get time to overtake between the number and the commit.
                    tokio::task::yield_now().await;
                    let uri = format!("https://stories.example/stories/{writer}-{number}");
                    let row = Post { id, position, url: uri.clone(), uri, ..blank.clone() };
                    crate::store::post::insert(&tx, row).await.unwrap();
                    tx.commit().await.unwrap();
                }
            });
        }
        let (mut seen, mut min) = (Vec::new(), 0);
        while seen.len() < WRITERS * EACH {
            let done = writers.is_empty();
            let page = Page { min: Some(min), ..Page::default() };
            let slice = public(&app, Scope::All, None, page).await.unwrap();
            seen.extend(slice.items.iter().rev().filter_map(|post| post.position));
            match slice.newest {
                Some(newest) => min = newest,
                None => assert!(!done, "a post was skipped: {} of {}", seen.len(), WRITERS * EACH),
            }
            while let Some(ended) = writers.try_join_next() {
                ended.unwrap();
            }
        }
        assert!(seen.is_sorted());
    }
}

#[tokio::test]
async fn what_lives_on_a_host_that_the_member_blocks_is_in_no_list_but_on_its_own_page() {
    for app in fresh_on_each().await {
        let (me, friend) = (local(&app, "fern").await, local(&app, "moss").await);
        let far = remote(&app, "mori", "b.example").await;
        peer::accept(&app, By::Operator, "b.example").await.unwrap();
        let row = Post { kind: PostKind::Story, listed: true, ..note(&app, &far).await };
        let story = keep(&app, row).await;
        follows(&app, &me, &friend).await;
        reaction::boost(&app, &friend, story.id, None).await.unwrap();
        assert_eq!((at_home(&app, &me).await.len(), in_public(&app, Some(&me)).await.len()), (1, 1));
        relation::block_host(&app, &me, "b.example").await.unwrap();
        assert_eq!((at_home(&app, &me).await.len(), in_public(&app, Some(&me)).await.len()), (0, 0));
        assert_eq!(in_public(&app, Some(&friend)).await, [story.id]);
        assert_eq!(of(&app, &far, Some(&me)).await, [story.id]);
    }
}

#[tokio::test]
async fn pages_at_home_of_followed_people_and_hashtags_neither_skip_nor_repeat() {
    for app in fresh_on_each().await {
        let (me, friend, stranger) =
            (local(&app, "fern").await, local(&app, "moss").await, local(&app, "reed").await);
        follows(&app, &me, &friend).await;
        relation::follow_tag(&app, me.id, "Accutane").await.unwrap();
        let mut expected = Vec::new();
        for number in 0..24 {
            let author = if number % 3 == 0 { &friend } else { &stranger };
            let post = says(&app, author, Visibility::Public).await;
            // Every post but some of the stranger's has a hashtag for the followed term.
            let tag = if number % 3 == 2 { "gardening" } else { "イソトレチノイン" };
            let tx = app.db.begin().await.unwrap();
            let (post_id, position) = (post.id, post.position);
            let row = PostTag { post_id, tag: tag.to_owned(), name: tag.to_owned(), position };
            post_tag::replace(&tx, post.id, vec![row]).await.unwrap();
            tx.commit().await.unwrap();
            if number % 3 != 2 {
                expected.insert(0, post.id);
            }
        }
        let me = account::load(&app, me.id).await.unwrap();
        let (mut seen, mut max) = (Vec::new(), None);
        for _ in 0..30 {
            let slice = home(&app, &me, Page { max, limit: 5, ..Page::default() }).await.unwrap();
            seen.extend(ids(&slice));
            max = slice.oldest;
            if !slice.more {
                break;
            }
        }
        assert_eq!(seen, expected);
    }
}
