//! What a page costs, on a database with 20,000 stories by 500 people: as many queries as on a small one, each of which reads
//! little.

use super::*;
use crate::domain::post::show::show;
use crate::domain::relation;
use crate::store::kind::PostKind;
use crate::store::post_facet;
use crate::store::post_tag::{self, PostTag};
use crate::store::post_term::{self, PostTerm};
use crate::store::testing::{Fresh, Statement, Watched, fresh_on_each, keep, local, note};
use crate::store::{account, notice};

/// No step of a query may come across more rows than this, whatever the database holds.
const MOST_ROWS: u64 = 3000;

/// A member who follows two of the crowd, and one who follows everybody.
struct Readers {
    few: Account,
    many: Account,
}

/// Writes copies of one story, by a crowd of people.
async fn fill(app: &Fresh, stories: u32, accounts: u32) -> Readers {
    let author = local(app, "fern").await;
    let (few, many) = (local(app, "moss").await, local(app, "reed").await);
    let story = r#"{"currentStatus":"stopped","editions":[{"language":"en"}]}"#.to_owned();
    let row = note(app, &author).await;
    let seed = keep(app, Post { kind: PostKind::Story, story: Some(story), ..row }).await;
    let tx = app.db.begin().await.unwrap();
    let (post_id, position) = (seed.id, seed.position);
    let tag = |tag: &str| PostTag { post_id, tag: tag.to_owned(), name: tag.to_owned(), position };
    post_tag::replace(&tx, post_id, ["one", "two"].map(tag).into()).await.unwrap();
    let term = |term: &str| PostTerm { post_id, term: term.to_owned(), rank: 0, position };
    post_term::replace(&tx, post_id, ["one", "two"].map(term).into()).await.unwrap();
    post_facet::replace(&tx, post_id, facets::of(&seed)).await.unwrap();
    tx.commit().await.unwrap();
    let words = [("SEED", seed.id), ("STORIES", stories.into()), ("ACCOUNTS", accounts.into())];
    app.run_sql(include_str!("../../../tests/fixtures/many.sql"), &words).await;
    let words = [("FEW", few.id), ("MANY", many.id), ("NUMBER", 0)];
    app.run_sql(include_str!("../../../tests/fixtures/many_readers.sql"), &words).await;
    app.analyze().await;
    let load = async |id| account::find(app.read(), id).await.unwrap().unwrap();
    Readers { few: load(few.id).await, many: load(many.id).await }
}

/// What reading one page and everything that is shown of it took.
struct Cost {
    page: &'static str,
    statements: Vec<Statement>,
}

async fn cost(app: &Watched, page: &'static str, viewer: Option<i64>, read: Result<Slice<Post>>) -> Cost {
    let slice = read.unwrap();
    assert_eq!(slice.items.len(), 20, "{page}");
    show(&app.app, viewer, slice.items).await.unwrap();
    // The next page finds nothing of this one in memory.
    app.app.kept.forget();
    Cost { page, statements: app.take() }
}

async fn costs(app: &Watched, Readers { few, many }: &Readers) -> Vec<Cost> {
    let (tools, first) = (&app.app, Page::default());
    let middle = home(tools, many, first).await.unwrap().items[15].id;
    let (below, above) = (Page { max: Some(middle), ..first }, Page { min: Some(0), ..first });
    let author = account::find(tools.read(), many_of_the_crowd()).await.unwrap().unwrap();
    let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
    let tagged = |tags: &[&str]| Tagged { any: words(tags), ..Tagged::default() };
    let filter = StoryFilter {
        words: String::new(),
        medication: words(&["one"]),
        symptom: words(&["two", "three"]),
        language: Some("en".to_owned()),
        status: Some(CurrentStatus::Stopped),
        this_community: true,
    };
    let (me, all) =
        (Some(many.id), AccountFilter { replies: true, boosts: true, ..AccountFilter::default() });
    app.take();
    tools.kept.forget();
    let mut costs = vec![
        cost(app, "home of who follows two", Some(few.id), home(tools, few, first).await).await,
        cost(app, "home of who follows all", me, home(tools, many, first).await).await,
        cost(app, "home, further down", me, home(tools, many, below).await).await,
        cost(app, "home, from the oldest up", me, home(tools, many, above).await).await,
        cost(app, "public", me, public(tools, Scope::All, me, first).await).await,
        cost(app, "public, of this community", me, public(tools, Scope::Local, me, first).await).await,
        cost(app, "public, of others", None, public(tools, Scope::Remote, None, first).await).await,
        cost(app, "a hashtag", me, tag(tools, &tagged(&["one"]), me, first).await).await,
        cost(app, "two hashtags", me, tag(tools, &tagged(&["one", "two"]), me, first).await).await,
        cost(app, "a term", me, by_term(tools, &words(&["one"]), me, first).await).await,
        cost(app, "several terms", me, by_term(tools, &words(&["one", "two", "three"]), me, first).await)
            .await,
        cost(app, "an account", me, of_account(tools, &author, me, &all, first).await).await,
        cost(app, "stories", None, stories(tools, &StoryFilter::default(), None, first).await).await,
        cost(app, "stories that fit", me, stories(tools, &filter, me, first).await).await,
    ];
    relation::follow_tag(tools, few.id, "one").await.unwrap();
    app.take();
    let own = Some(few.id);
    costs.push(cost(app, "home of who follows a hashtag too", own, home(tools, few, first).await).await);
    let notices = notice::list(tools.read(), many.id, tools.now(), &notice::Wanted::default(), first).await;
    assert_eq!(notices.unwrap().items.len(), 20);
    costs.push(Cost { page: "notices", statements: app.take() });
    costs
}

/// The number of one of the people that `many.sql` makes.
fn many_of_the_crowd() -> i64 {
    28_000_003 << 26
}

#[tokio::test]
async fn a_page_takes_as_many_queries_among_many_stories_as_among_few() {
    let count = |costs: Vec<Cost>| -> Vec<(&'static str, usize)> {
        costs.into_iter().map(|cost| (cost.page, cost.statements.len())).collect()
    };
    for (small, large) in fresh_on_each().await.into_iter().zip(fresh_on_each().await) {
        let readers = fill(&small, 400, 10).await;
        let among_few = count(costs(&small.watched(), &readers).await);
        let readers = fill(&large, 20_000, 500).await;
        let among_many = count(costs(&large.watched(), &readers).await);
        assert_eq!(among_few, among_many);
        assert!(among_many.iter().all(|(_, queries)| *queries <= 16), "{among_many:?}");
    }
}

#[tokio::test]
async fn every_query_of_a_page_finds_its_rows_by_an_index() {
    for app in fresh_on_each().await {
        let readers = fill(&app, 20_000, 500).await;
        let watched = app.watched();
        for Cost { page, statements } in costs(&watched, &readers).await {
            for statement in statements {
                let plan = watched.explain(&statement).await;
                let bad = plan.iter().find(|line| reads_all(line) || most_rows(line) > MOST_ROWS);
                assert!(bad.is_none(), "{page}: {bad:?} in\n{}\n{}", plan.join("\n"), statement.sql);
            }
        }
    }
}

/// Whether a line of SQLite's plan says that a whole table is read, and not only what a part of the query found.
fn reads_all(line: &str) -> bool {
    let scanned = line.strip_prefix("SCAN ").map(|what| what.split(' ').next().unwrap_or_default());
    scanned.is_some_and(|what| !["CONSTANT", "source", "sources", "some"].contains(&what))
}

/// How many rows a line of Postgres' plan came across, kept or not.
fn most_rows(line: &str) -> u64 {
    let after = |word: &str| -> Option<u64> {
        let (_, rest) = line.rsplit_once(word)?;
        let end = rest.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(rest.len());
        rest.get(..end)?.parse().ok()
    };
    let removed = after("Rows Removed by Filter: ").or_else(|| after("Rows Removed by Join Filter: "));
    let found = after("rows=").zip(after("loops=")).map(|(rows, loops)| rows * loops);
    removed.or(found).unwrap_or(0)
}

#[tokio::test]
async fn a_page_of_posts_that_were_read_a_moment_ago_takes_next_to_nothing() {
    for app in fresh_on_each().await {
        let readers = fill(&app, 400, 10).await;
        let (watched, reader) = (app.watched(), readers.many.id);
        for most in [usize::MAX, 4] {
            let slice = home(&watched.app, &readers.many, Page::default()).await.unwrap();
            show(&watched.app, Some(reader), slice.items).await.unwrap();
            let statements = watched.take();
            let told: Vec<&str> = statements.iter().map(|statement| statement.sql.as_str()).collect();
            assert!(told.len() <= most, "{told:#?}");
        }
    }
}
