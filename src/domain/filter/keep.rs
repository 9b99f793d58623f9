//! Making filters, changing them, and taking them away again.

use super::{Context, Filter, FilterAction, FilterPost, Keyword};
use crate::app::App;
use crate::base::error::{Error, Problem, Result};
use crate::store::filter::{self, FilterRow};
use crate::store::{Tx, filter_keyword, filter_post};

/// Most characters of a filter's name.
const TITLE_MOST: usize = 256;
/// Most characters of a word; Mastodon's number.
const KEYWORD_MOST: usize = 512;
/// Most filters of one member, and most words in one: every post that the member reads is held against all of them.
const FILTERS_MOST: u64 = 100;
const KEYWORDS_MOST: usize = 200;

/// A filter that is to be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct New {
    /// What its owner calls it.
    pub title: String,
    /// Where it holds.
    pub contexts: Vec<Context>,
    /// What is done with what it matches.
    pub action: FilterAction,
    /// For how many seconds it holds; for ever when not given.
    pub expires_in: Option<i64>,
    /// Its words, and whether each has to be a word of its own.
    pub keywords: Vec<(String, bool)>,
}

/// What changes about a filter; what is not given stays.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Changed {
    /// What its owner calls it.
    pub title: Option<String>,
    /// Where it holds.
    pub contexts: Option<Vec<Context>>,
    /// What is done with what it matches.
    pub action: Option<FilterAction>,
    /// For how many seconds it holds from now on; for ever where that is nothing.
    pub expires_in: Option<Option<i64>>,
    /// What changes about its words.
    pub keywords: Vec<KeywordChange>,
}

/// What changes about the words of a filter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum KeywordChange {
    /// A word more, and whether it has to be a word of its own.
    Add(String, bool),
    /// The word with this number reads otherwise, or is looked for otherwise.
    Alter(i64, Option<String>, Option<bool>),
    /// The word with this number goes.
    Remove(i64),
}

/// All filters of `me`, also those that hold no longer: three queries.
pub async fn list(app: &App, me: i64) -> Result<Vec<Filter>> {
    let rows = filter::list_of(app.read(), me).await?;
    let ids: Vec<i64> = rows.iter().map(|row| row.id).collect();
    let keywords = filter_keyword::list(app.read(), &ids).await?;
    let posts = filter_post::list(app.read(), &ids).await?;
    Ok(rows.into_iter().map(|row| Filter::of(row, &keywords, &posts)).collect())
}

/// One filter of `me`.
///
/// # Errors
/// `NotFound` when there is none, or it is another's.
pub async fn load(app: &App, me: i64, id: i64) -> Result<Filter> {
    let row = filter::find_of(app.read(), me, id).await?.ok_or(Error::NotFound("the filter"))?;
    let keywords = filter_keyword::list(app.read(), &[id]).await?;
    let posts = filter_post::list(app.read(), &[id]).await?;
    Ok(Filter::of(row, &keywords, &posts))
}

/// Makes a filter.
///
/// # Errors
/// `Invalid` when it has no name, holds nowhere, or is too large, or `me` has too many.
pub async fn create(app: &App, me: i64, new: New) -> Result<Filter> {
    let mut problems: Vec<Problem> = title_problem(&new.title).into_iter().collect();
    problems.extend(contexts_problem(&new.contexts));
    problems.extend(new.keywords.iter().filter_map(|(word, _)| keyword_problem(word)));
    if new.keywords.len() > KEYWORDS_MOST {
        problems.push(Problem::new("keywords", "problem-too-many").with("most", KEYWORDS_MOST));
    }
    refuse(problems)?;
    let tx = app.db.begin().await?;
    if filter::count_of(&*tx, me).await? >= FILTERS_MOST {
        refuse(vec![Problem::new("base", "problem-too-many").with("most", FILTERS_MOST)])?;
    }
    let row = FilterRow {
        id: app.new_id(&tx).await?,
        account_id: me,
        title: new.title.trim().to_owned(),
        contexts: kept(&new.contexts),
        action: new.action,
        expires_at: end(app, new.expires_in),
    };
    let id = row.id;
    filter::insert(&tx, row).await?;
    for (word, whole_word) in new.keywords {
        insert_keyword(app, &tx, id, &word, whole_word).await?;
    }
    app.commit(tx).await?;
    load(app, me, id).await
}

/// Changes a filter.
///
/// # Errors
/// `NotFound` when there is none, or a word of it; `Invalid` as in [`create`].
pub async fn change(app: &App, me: i64, id: i64, changed: Changed) -> Result<Filter> {
    let mut problems: Vec<Problem> = changed.title.as_deref().and_then(title_problem).into_iter().collect();
    problems.extend(changed.contexts.as_deref().and_then(contexts_problem));
    problems.extend(changed.keywords.iter().filter_map(|change| match change {
        KeywordChange::Add(word, _) | KeywordChange::Alter(_, Some(word), _) => keyword_problem(word),
        KeywordChange::Alter(_, None, _) | KeywordChange::Remove(_) => None,
    }));
    refuse(problems)?;
    let tx = app.db.begin().await?;
    let mut row = filter::find_of(&*tx, me, id).await?.ok_or(Error::NotFound("the filter"))?;
    if let Some(title) = changed.title {
        title.trim().clone_into(&mut row.title);
    }
    if let Some(contexts) = changed.contexts {
        row.contexts = kept(&contexts);
    }
    row.action = changed.action.unwrap_or(row.action);
    if let Some(seconds) = changed.expires_in {
        row.expires_at = end(app, seconds);
    }
    filter::update(&tx, row).await?;
    for change in changed.keywords {
        apply(app, &tx, id, change).await?;
    }
    app.commit(tx).await?;
    load(app, me, id).await
}

/// Takes a filter away.
///
/// # Errors
/// `NotFound` when there is none.
pub async fn remove(app: &App, me: i64, id: i64) -> Result<()> {
    let tx = app.db.begin().await?;
    filter::find_of(&*tx, me, id).await?.ok_or(Error::NotFound("the filter"))?;
    filter::delete(&tx, id).await?;
    app.commit(tx).await
}

/// One word of a filter of `me`, with the filter.
///
/// # Errors
/// `NotFound` when there is none.
pub async fn load_keyword(app: &App, me: i64, id: i64) -> Result<(Filter, Keyword)> {
    let found = filter_keyword::find(app.read(), id).await?.ok_or(Error::NotFound("the word"))?;
    Ok((load(app, me, found.filter_id).await?, found))
}

/// Adds a word to a filter.
///
/// # Errors
/// `NotFound` when there is no such filter; `Invalid` for a word that is empty or too long.
pub async fn add_keyword(
    app: &App,
    me: i64,
    filter_id: i64,
    word: &str,
    whole_word: bool,
) -> Result<Keyword> {
    refuse(keyword_problem(word).into_iter().collect())?;
    let tx = app.db.begin().await?;
    filter::find_of(&*tx, me, filter_id).await?.ok_or(Error::NotFound("the filter"))?;
    let row = insert_keyword(app, &tx, filter_id, word, whole_word).await?;
    app.commit(tx).await?;
    Ok(row)
}

/// Changes a word; what is not given stays.
///
/// # Errors
/// `NotFound` when there is none; `Invalid` for a word that is empty or too long.
pub async fn change_keyword(
    app: &App,
    me: i64,
    id: i64,
    word: Option<String>,
    whole_word: Option<bool>,
) -> Result<Keyword> {
    let (filter, _) = load_keyword(app, me, id).await?;
    let changed =
        Changed { keywords: vec![KeywordChange::Alter(id, word, whole_word)], ..Changed::default() };
    change(app, me, filter.id, changed).await?;
    Ok(load_keyword(app, me, id).await?.1)
}

/// Takes a word away.
///
/// # Errors
/// `NotFound` when there is none.
pub async fn remove_keyword(app: &App, me: i64, id: i64) -> Result<()> {
    load_keyword(app, me, id).await?;
    let tx = app.db.begin().await?;
    filter_keyword::delete(&tx, id).await?;
    app.commit(tx).await
}

/// One post of a filter of `me`.
///
/// # Errors
/// `NotFound` when there is none.
pub async fn load_post(app: &App, me: i64, id: i64) -> Result<FilterPost> {
    let found = filter_post::find(app.read(), id).await?.ok_or(Error::NotFound("the post of a filter"))?;
    load(app, me, found.filter_id).await?;
    Ok(found)
}

/// Adds a post to a filter. Whether `me` may read it is settled before.
///
/// # Errors
/// `NotFound` when there is no such filter; `Conflict` when the post is in it already.
pub async fn add_post(app: &App, me: i64, filter_id: i64, post_id: i64) -> Result<FilterPost> {
    let tx = app.db.begin().await?;
    filter::find_of(&*tx, me, filter_id).await?.ok_or(Error::NotFound("the filter"))?;
    let row = FilterPost { id: app.new_id(&tx).await?, filter_id, post_id };
    filter_post::insert(&tx, row.clone()).await?;
    app.commit(tx).await?;
    Ok(row)
}

/// Takes a post out of a filter.
///
/// # Errors
/// `NotFound` when it is in none.
pub async fn remove_post(app: &App, me: i64, id: i64) -> Result<FilterPost> {
    let found = load_post(app, me, id).await?;
    let tx = app.db.begin().await?;
    filter_post::delete(&tx, id).await?;
    app.commit(tx).await?;
    Ok(found)
}

async fn apply(app: &App, tx: &Tx, filter_id: i64, change: KeywordChange) -> Result<()> {
    let find = async |id: i64| {
        let found = filter_keyword::find(&**tx, id).await?;
        found.filter(|row| row.filter_id == filter_id).ok_or(Error::NotFound("the word"))
    };
    match change {
        KeywordChange::Add(word, whole_word) => {
            insert_keyword(app, tx, filter_id, &word, whole_word).await?;
            Ok(())
        }
        KeywordChange::Alter(id, word, whole_word) => {
            let row = find(id).await?;
            let keyword = word.map_or(row.keyword, |word| word.trim().to_owned());
            let whole_word = whole_word.unwrap_or(row.whole_word);
            filter_keyword::update(tx, Keyword { id, filter_id, keyword, whole_word }).await
        }
        KeywordChange::Remove(id) => {
            find(id).await?;
            filter_keyword::delete(tx, id).await
        }
    }
}

async fn insert_keyword(app: &App, tx: &Tx, filter_id: i64, word: &str, whole_word: bool) -> Result<Keyword> {
    if filter_keyword::list(&**tx, &[filter_id]).await?.len() >= KEYWORDS_MOST {
        refuse(vec![Problem::new("keywords", "problem-too-many").with("most", KEYWORDS_MOST)])?;
    }
    let row = Keyword { id: app.new_id(tx).await?, filter_id, keyword: word.trim().to_owned(), whole_word };
    filter_keyword::insert(tx, row.clone()).await?;
    Ok(row)
}

fn end(app: &App, seconds: Option<i64>) -> Option<i64> {
    seconds.map(|seconds| app.now().saturating_add(seconds))
}

/// Contexts as they are kept: each once, in our order.
fn kept(contexts: &[Context]) -> String {
    let all = Context::ALL.into_iter().filter(|context| contexts.contains(context));
    all.map(Context::code).collect::<Vec<_>>().join(" ")
}

fn refuse(problems: Vec<Problem>) -> Result<()> {
    if problems.is_empty() { Ok(()) } else { Err(Error::Invalid(problems)) }
}

fn title_problem(title: &str) -> Option<Problem> {
    text_problem("title", title, TITLE_MOST)
}

fn keyword_problem(word: &str) -> Option<Problem> {
    text_problem("keyword", word, KEYWORD_MOST)
}

fn text_problem(field: &'static str, text: &str, most: usize) -> Option<Problem> {
    let text = text.trim();
    if text.is_empty() {
        Some(Problem::new(field, "problem-required"))
    } else if text.chars().count() > most {
        Some(Problem::new(field, "problem-too-long").with("most", most))
    } else {
        None
    }
}

fn contexts_problem(contexts: &[Context]) -> Option<Problem> {
    contexts.is_empty().then(|| Problem::new("context", "problem-choose-from-list"))
}
