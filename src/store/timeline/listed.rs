//! Public lists: everything, or what has certain hashtags, terms and facets. A bounded walk, however much there is.

use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{Alias, Asterisk, ExprTrait, Query};
use sea_orm::{Condition, Select};

use super::newest::{self, FACETS, Index, Sources, TAGS, TERMS};
use super::{Eyes, Reader, among, base, has_pictures, read, select_states, unmuted};
use crate::base::error::Result;
use crate::base::text::words::Asked;
use crate::store::kind::PostKind;
use crate::store::page::{Page, Slice};
use crate::store::post::{self, Column};
use crate::store::tx::failed;
use crate::store::{Conn, account, search};

/// Which of the listed posts are wanted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Listed {
    /// Only stories, with replies to others none, or every kind.
    pub stories_only: bool,
    /// Only written here (true) or elsewhere (false).
    pub local: Option<bool>,
    /// Only with pictures.
    pub pictures_only: bool,
    /// Only with all of these words.
    pub words: Vec<Asked>,
    /// Only with all of these facets.
    pub facets: Vec<String>,
    /// Only with one of these terms.
    pub terms: Vec<String>,
    /// And with one of these.
    pub other_terms: Vec<String>,
    /// Only with one of these hashtags, folded.
    pub tags: Vec<String>,
    /// And with all of these.
    pub all_tags: Vec<String>,
    /// But with none of these.
    pub no_tags: Vec<String>,
}

/// Entries of an index table, any of which a post must have.
struct Key<'a> {
    index: Index,
    values: &'a [String],
}

/// What is rarer than this is as good as anything to begin with.
const RARE: u64 = 512;

/// Released posts that stand in public lists, without boosts and without replies to others.
pub async fn listed(conn: &impl Conn, reader: &Reader, wanted: &Listed, page: Page) -> Result<Slice<i64>> {
    let eyes = Eyes::of(reader);
    let place = || Expr::col((post::Entity, Column::Position));
    match wanted.keys().as_slice() {
        // Few posts may have pictures: so many are looked at, and no more.
        [] if wanted.pictures_only && wanted.words.is_empty() => {
            let candidates = |reach| newest::first_among(reach, Condition::all(), &page, reach);
            among(conn, || fitting(conn, &eyes, wanted), page, candidates).await
        }
        [] => read(conn, unkeyed(conn, &eyes, wanted), place(), page).await,
        // Words have an index of their own, which leads.
        _ if !wanted.words.is_empty() => read(conn, fitting(conn, &eyes, wanted), place(), page).await,
        keys => {
            let Key { index, values } = rarest(conn, keys).await?;
            let candidates = |reach| index.first_of(Sources::values(values, *index, &page), &page, reach);
            among(conn, || fitting(conn, &eyes, wanted), page, candidates).await
        }
    }
}

impl Listed {
    /// What a post must have; each can be where the search begins.
    fn keys(&self) -> Vec<Key<'_>> {
        let any = [(TAGS, &self.tags), (TERMS, &self.terms), (TERMS, &self.other_terms)];
        let any = any.into_iter().filter(|(_, values)| !values.is_empty());
        let tags = self.all_tags.iter().map(|tag| (TAGS, std::slice::from_ref(tag)));
        let facets = self.facets.iter().map(|facet| (FACETS, std::slice::from_ref(facet)));
        let keys = any.map(|(index, values)| (index, values.as_slice())).chain(tags).chain(facets);
        keys.map(|(index, values)| Key { index, values }).collect()
    }
}

/// The key under which the fewest posts stand: there the search is the shortest.
async fn rarest<'a, 'k>(conn: &impl Conn, keys: &'a [Key<'k>]) -> Result<&'a Key<'k>> {
    let doing = "looking for the rarest of several";
    let first = keys.first().ok_or_else(|| anyhow::anyhow!("a list without any key"))?;
    if keys.len() == 1 {
        return Ok(first);
    }
    let mut counts = Query::select();
    for Key { index, values } in keys {
        let some = Query::select()
            .expr(Expr::val(1))
            .from(Alias::new(index.table))
            .and_where(ExprTrait::is_in(index.column(index.key), values.iter().map(String::as_str)))
            .limit(RARE)
            .to_owned();
        let count = Query::select()
            .expr(ExprTrait::count(Expr::col(Asterisk)))
            .from_subquery(some, Alias::new("some"))
            .to_owned();
        counts.expr(Expr::SubQuery(None, Box::new(count.into())));
    }
    let row = conn.query_one(&counts).await.map_err(failed(doing))?;
    let row = row.ok_or_else(|| anyhow::anyhow!("no answer to a count"))?;
    let mut rarest = (i64::MAX, first);
    for (place, key) in keys.iter().enumerate() {
        let count: i64 = row.try_get_by_index(place).map_err(failed(doing))?;
        if count < rarest.0 {
            rarest = (count, key);
        }
    }
    Ok(rarest.1)
}

/// What stands in a list.
pub(super) fn fitting(conn: &impl Conn, eyes: &Eyes, wanted: &Listed) -> Select<post::Entity> {
    let states = |Key { index, values }: &Key<'_>| Expr::exists(select_states(*index, values));
    wanted.keys().iter().map(states).fold(unkeyed(conn, eyes, wanted), Select::filter)
}

/// What stands in a list, whatever its hashtags, terms and facets.
fn unkeyed(conn: &impl Conn, eyes: &Eyes, wanted: &Listed) -> Select<post::Entity> {
    let author = Expr::col((post::Entity, Column::AccountId));
    let mut select = base(eyes)
        .filter(Column::Listed.eq(true))
        .filter(account::Column::Hushed.eq(false))
        .filter(unmuted(eyes, &author));
    if wanted.stories_only {
        select = select.filter(Column::Kind.eq(PostKind::Story));
    } else {
        let top = Condition::any()
            .add(Condition::all().add(Column::InReplyToId.is_null()).add(Column::InReplyToUri.is_null()))
            .add(ExprTrait::eq(Expr::col((post::Entity, Column::InReplyToAccountId)), author));
        select = select.filter(Column::Kind.ne(PostKind::Boost));
        if wanted.tags.is_empty() {
            select = select.filter(top);
        }
    }
    if wanted.pictures_only {
        select = select.filter(has_pictures());
    }
    if let Some(local) = wanted.local {
        select = select.filter(Column::Local.eq(local));
    }
    if !wanted.words.is_empty() {
        select = select.filter(search::matches(conn, &wanted.words));
    }
    if !wanted.no_tags.is_empty() {
        select = select.filter(Expr::not_exists(select_states(TAGS, &wanted.no_tags)));
    }
    select
}
