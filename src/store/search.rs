//! Looking posts up by their words: an index that belongs to the rows of posts and changes in their transactions.
//!
//! One of the few places that know which database it is: SQLite keeps the words in an FTS5 table, Postgres in a
//! `tsvector`. Neither cuts words itself (see [`words`]), so that both find the same. Whatever is removed from the posts
//! is gone from here in the same moment.

use std::collections::BTreeSet;

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{ExprTrait, Func, Query, SelectStatement};
use sea_orm::{Condition, DbBackend, Order, QueryOrder as _, QuerySelect as _, Statement};

use super::kind::PostKind;
use super::page::Page;
use super::post::{self, Column, Post};
use super::timeline::{self, Eyes, Reader};
use super::tx::failed;
use super::{Conn, Tx, account, bookmark, favourite, poll};
use crate::base::error::Result;
use crate::base::text::html;
use crate::base::text::words::{self, Asked};

/// What posts must be like; what is not given does not matter.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Like {
    /// With all of these words.
    pub words: Vec<Asked>,
    /// With none of these; of each all words.
    pub without: Vec<Vec<Asked>>,
    /// With pictures, or without any.
    pub pictures: Option<bool>,
    /// With a poll, or without.
    pub poll: Option<bool>,
    /// Answers, or none.
    pub reply: Option<bool>,
    /// Sensitive, or not.
    pub sensitive: Option<bool>,
    /// In this language, whatever its region: small letters, digits and hyphens.
    pub language: Option<String>,
    /// Not before this moment, in seconds.
    pub since: Option<i64>,
    /// Before this moment, in seconds.
    pub until: Option<i64>,
}

/// Which posts are wanted.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// What they must be like.
    pub like: Like,
    /// Only by this account.
    pub by: Option<i64>,
    /// Only within these bounds.
    pub page: Page,
    /// So many are passed over.
    pub offset: u64,
}

/// Posts with all the words, the newest first: listed stories, and what the reader wrote, was mentioned in, marked or
/// kept. Whether the reader may read each is to be asked still.
pub async fn list(conn: &impl Conn, reader: &Reader, wanted: &Wanted) -> Result<Vec<Post>> {
    let cursor = Expr::col((post::Entity, Column::Position));
    let listed = Condition::all()
        .add(Column::Listed.eq(true))
        .add(Column::Kind.eq(PostKind::Story))
        .add(account::Column::Hushed.eq(false));
    let found = match reader.id {
        Some(me) => Condition::any()
            .add(listed)
            .add(Column::AccountId.eq(me))
            .add(timeline::mentions(Expr::value(me)))
            .add(marked(favourite::Entity, favourite::Column::AccountId, favourite::Column::PostId, me))
            .add(marked(bookmark::Entity, bookmark::Column::AccountId, bookmark::Column::PostId, me)),
        None => listed,
    };
    let mut select = timeline::base(&Eyes::of(reader))
        .filter(Column::Kind.ne(PostKind::Boost))
        .filter(found)
        .filter(narrowed(conn, &wanted.like));
    if let Some(by) = wanted.by {
        select = select.filter(Column::AccountId.eq(by));
    }
    select
        .filter(wanted.page.bounds(&cursor))
        .order_by(cursor, Order::Desc)
        .limit(wanted.page.size())
        .offset(wanted.offset)
        .all(conn)
        .await
        .map_err(failed("searching posts"))
}

/// What the words and operators of a question demand of a post.
fn narrowed(conn: &impl Conn, like: &Like) -> Condition {
    let only = |wanted: Option<bool>, holds: Expr| {
        wanted.map(
            |wanted| if wanted { Condition::all().add(holds) } else { Condition::all().add(holds).not() },
        )
    };
    let replies = Expr::col((post::Entity, Column::InReplyToId)).is_not_null();
    let answers = ExprTrait::or(replies, Expr::col((post::Entity, Column::InReplyToUri)).is_not_null());
    let asks = marks(poll::Entity, poll::Column::PostId);
    let language = |tag: &String| {
        let spoken = || Expr::from(Func::lower(Expr::col((post::Entity, Column::Language))));
        Condition::any().add(ExprTrait::eq(spoken(), tag.as_str())).add(spoken().like(format!("{tag}-%")))
    };
    let of_words = |words: &[Asked]| Condition::all().add(matches(conn, words));
    let words = (!like.words.is_empty()).then(|| of_words(&like.words));
    let without = like.without.iter().map(|words| of_words(words).not());
    words
        .into_iter()
        .chain(without)
        .chain(only(like.pictures, timeline::has_pictures()))
        .chain(only(like.poll, asks))
        .chain(only(like.reply, answers))
        .chain(only(like.sensitive, Column::Sensitive.eq(true)))
        .chain(like.language.iter().map(language))
        .chain(like.since.map(|since| Condition::all().add(Column::PublishedAt.gte(since))))
        .chain(like.until.map(|until| Condition::all().add(Column::PublishedAt.lt(until))))
        .fold(Condition::all(), Condition::add)
}

fn marks<E: EntityTrait>(table: E, of: E::Column) -> Expr {
    let marks = Query::select().expr(Expr::col((table, of))).from(table).to_owned();
    ExprTrait::in_subquery(Expr::col((post::Entity, Column::Id)), marks)
}

fn marked<E: EntityTrait>(table: E, owner: E::Column, of: E::Column, me: i64) -> Expr {
    let marks: SelectStatement = Query::select()
        .expr(Expr::col((table, of)))
        .from(table)
        .and_where(ExprTrait::eq(Expr::col((table, owner)), me))
        .to_owned();
    ExprTrait::in_subquery(Expr::col((post::Entity, Column::Id)), marks)
}

/// The post of the query has all the words.
pub(super) fn matches(conn: &impl Conn, asked: &[Asked]) -> Expr {
    let is_sqlite = conn.get_database_backend() == DbBackend::Sqlite;
    let one = |asked: &Asked| match (is_sqlite, asked.begins) {
        (true, true) => format!("\"{}\"*", asked.word),
        (true, false) => format!("\"{}\"", asked.word),
        (false, true) => format!("'{}':*", asked.word),
        (false, false) => format!("'{}'", asked.word),
    };
    let all: Vec<String> = asked.iter().map(one).collect();
    if is_sqlite {
        let question = r#""post"."id" IN (SELECT "rowid" FROM "post_words" WHERE "post_words" MATCH ?)"#;
        Expr::cust_with_values(question, [all.join(" AND ")])
    } else {
        let question =
            r#""post"."id" IN (SELECT "post_id" FROM "post_words" WHERE "words" @@ CAST($1 AS tsquery))"#;
        Expr::cust_with_values(question, [all.join(" & ")])
    }
}

/// Adds the words of a new post.
pub(super) async fn add(tx: &Tx, row: &Post) -> Result<()> {
    let words = words_of(row);
    if words.is_empty() {
        return Ok(());
    }
    let backend = tx.get_database_backend();
    let command = if backend == DbBackend::Sqlite {
        "INSERT INTO post_words (rowid, words) VALUES (?, ?)"
    } else {
        "INSERT INTO post_words (post_id, words) VALUES ($1, array_to_tsvector(string_to_array($2, ' ')))"
    };
    let words = words.into_iter().collect::<Vec<_>>().join(" ");
    run(tx, Statement::from_sql_and_values(backend, command, [row.id.into(), words.into()])).await
}

/// Puts the words of a changed post in the place of those it had.
pub(super) async fn replace(tx: &Tx, row: &Post) -> Result<()> {
    let backend = tx.get_database_backend();
    let command = if backend == DbBackend::Sqlite {
        "DELETE FROM post_words WHERE rowid = ?"
    } else {
        "DELETE FROM post_words WHERE post_id = $1"
    };
    run(tx, Statement::from_sql_and_values(backend, command, [row.id.into()])).await?;
    add(tx, row).await
}

/// Makes the index of all posts anew. Backups hold none.
pub(super) async fn rebuild(tx: &Tx) -> Result<()> {
    /// Posts read at once.
    const SOME: u64 = 100;
    let backend = tx.get_database_backend();
    run(tx, Statement::from_string(backend, "DELETE FROM post_words")).await?;
    let mut after = i64::MIN;
    loop {
        let rows = post::Entity::find()
            .filter(Column::Id.gt(after))
            .order_by(Column::Id, Order::Asc)
            .limit(SOME)
            .all(&**tx)
            .await
            .map_err(failed("reading posts"))?;
        let Some(last) = rows.last() else { return Ok(()) };
        after = last.id;
        for row in &rows {
            add(tx, row).await?;
        }
    }
}

async fn run(tx: &Tx, statement: Statement) -> Result<()> {
    tx.execute_raw(statement).await.map_err(failed("changing the index of words"))?;
    Ok(())
}

/// Everything a reader can read of a post, and its terms in every language that they have names in.
fn words_of(row: &Post) -> BTreeSet<String> {
    if row.kind == PostKind::Boost {
        return BTreeSet::new();
    }
    let mut words = words::cut(&html::plain(&row.html));
    words.extend(words::cut(&row.warning));
    words.extend(row.title.as_deref().map(words::cut).into_iter().flatten());
    if let Some(story) = row.story.as_deref().and_then(|story| serde_json::from_str(story).ok()) {
        add_words_of(&story, &mut words);
    }
    words
}

/// The texts of a story as it travels: editions, titles, and names of terms with their labels.
fn add_words_of(part: &serde_json::Value, words: &mut BTreeSet<String>) {
    use serde_json::Value;
    match part {
        Value::Array(items) => items.iter().for_each(|item| add_words_of(item, words)),
        Value::Object(members) => {
            for (name, member) in members {
                match (name.as_str(), member) {
                    ("content", Value::String(text)) => words.extend(words::cut(&html::plain(text))),
                    ("title" | "name", Value::String(text)) => words.extend(words::cut(text)),
                    ("label" | "titleMap", Value::Object(by_language)) => {
                        let texts = by_language.values().filter_map(Value::as_str);
                        texts.for_each(|text| words.extend(words::cut(text)));
                    }
                    (_, Value::Array(_) | Value::Object(_)) => add_words_of(member, words),
                    (_, Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_)) => {}
                }
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::account::Account;
    use crate::store::testing::{Fresh, fresh_on_each, local, note};

    async fn found(app: &Fresh, me: Option<i64>, text: &str) -> Vec<i64> {
        let reader = Reader { id: me, now: app.now() };
        let like = Like { words: words::ask(text), ..Like::default() };
        let wanted = Wanted { like, page: Page::first(40), ..Wanted::default() };
        let posts = list(app.read(), &reader, &wanted).await.unwrap();
        posts.into_iter().map(|post| post.id).collect()
    }

    async fn told(app: &Fresh, author: &Account, html: &str) -> Post {
        let story = r#"{"symptoms":[{"type":"Symptom","name":"耳鳴り","label":{"en":"Tinnitus","de":"Tinnitus"}}],
            "editions":[{"language":"en","title":"Afterwards","content":"<p>The humming &amp; more</p>"}]}"#;
        let html = html.to_owned();
        Post { kind: PostKind::Story, html, story: Some(story.to_owned()), ..note(app, author).await }
    }

    #[tokio::test]
    async fn stories_are_found_by_their_words_in_every_edition_and_their_terms_in_every_language() {
        for app in fresh_on_each().await {
            let author = local(&app, "fern").await;
            let row = told(&app, &author, "<p>感情の鈍麻がつづく</p>").await;
            let tx = app.db.begin().await.unwrap();
            post::insert(&tx, row.clone()).await.unwrap();
            tx.commit().await.unwrap();
            for text in ["鈍麻", "感情の鈍麻", "tinnitus", "HUMM", "afterwards more", "耳"] {
                assert_eq!(found(&app, None, text).await, [row.id], "{text}");
            }
            for text in ["麻鈍", "humming silence", "symptom"] {
                assert!(found(&app, None, text).await.is_empty(), "{text}");
            }
        }
    }

    #[tokio::test]
    async fn what_is_changed_or_removed_is_found_no_longer_and_stands_in_no_index() {
        for app in fresh_on_each().await {
            let author = local(&app, "fern").await;
            let row = told(&app, &author, "<p>xylograph</p>").await;
            let tx = app.db.begin().await.unwrap();
            post::insert(&tx, row.clone()).await.unwrap();
            tx.commit().await.unwrap();
            assert_eq!(found(&app, None, "xylograph").await, [row.id]);
            let tx = app.db.begin().await.unwrap();
            post::update(&tx, Post { html: "<p>zeppelin</p>".to_owned(), ..row.clone() }).await.unwrap();
            tx.commit().await.unwrap();
            assert!(found(&app, None, "xylograph").await.is_empty());
            assert_eq!(found(&app, None, "zeppelin").await, [row.id]);
            let tx = app.db.begin().await.unwrap();
            account::delete(&tx, author.id).await.unwrap();
            tx.commit().await.unwrap();
            assert!(found(&app, None, "zeppelin").await.is_empty());
            let backend = app.read().get_database_backend();
            let kept = if backend == DbBackend::Sqlite {
                "SELECT hex(block) AS kept FROM post_words_data UNION ALL SELECT hex(c0) FROM post_words_content"
            } else {
                "SELECT upper(encode(convert_to(CAST(words AS TEXT), 'UTF8'), 'hex')) AS kept FROM post_words"
            };
            for row in app.read().query_all_raw(Statement::from_string(backend, kept)).await.unwrap() {
                let kept: String = row.try_get("", "kept").unwrap();
                // Without their first letters, which an index may keep apart.
                for word in ["eppelin", "ylograph"] {
                    let hex: String = word.bytes().map(|byte| format!("{byte:02X}")).collect();
                    assert!(!kept.contains(&hex), "{word} in {kept}");
                }
            }
        }
    }

    #[tokio::test]
    async fn odd_words_are_asked_without_an_error() {
        for app in fresh_on_each().await {
            for text in ["a\"b", "'", "x' | 'y", "\\", "a:*", "NEAR(a b)", "AND", "*", "\u{301}", "- - -"] {
                if !words::ask(text).is_empty() {
                    assert!(found(&app, None, text).await.is_empty(), "{text}");
                }
            }
        }
    }
}
