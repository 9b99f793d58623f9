//! Which filters match a post. What filters there are is read once for a whole list of posts.

use super::words::Folded;
use super::{Context, Filter, FilterAction, list};
use crate::app::App;
use crate::base::error::{Error, Result};
use crate::base::text::CleanHtml;
use crate::store::filter;
use crate::store::post::Post;

/// The filters of one reader that hold now.
#[derive(Debug, Clone, Default)]
pub struct Filters(Vec<Filter>);

/// A filter that matches a post.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Match {
    /// The filter.
    pub filter: Filter,
    /// Which of its words stand in the post.
    pub keywords: Vec<String>,
    /// Which posts it holds by number: this one, or what it passes on.
    pub posts: Vec<i64>,
}

impl Match {
    /// Whether the post is left out in this context.
    pub fn hides(&self, context: Context) -> bool {
        let hides = match self.filter.action {
            FilterAction::Hide => true,
            FilterAction::Warn | FilterAction::Blur => false,
        };
        hides && self.filter.contexts.contains(&context)
    }
}

impl Filters {
    /// The filters of `reader` that hold now.
    pub async fn of(app: &App, reader: i64) -> Result<Self> {
        // Nearly nobody has one, and whoever reads asks with every page.
        let is_any = async { Ok::<_, Error>(filter::count_of(app.read(), reader).await? > 0) };
        if !app.kept.filtering.get_or(reader, is_any).await? {
            return Ok(Self::default());
        }
        let mut filters = list(app, reader).await?;
        filters.retain(|filter| filter.holds(app.now()));
        Ok(Self(filters))
    }

    /// Which of the filters match `post`, which passes on `boosted` where it is a boost. `beside` is what else
    /// there is to read: options of its poll, descriptions of its pictures.
    pub fn matching(&self, post: &Post, boosted: Option<&Post>, beside: &[&str]) -> Vec<Match> {
        if self.0.is_empty() {
            return Vec::new();
        }
        let said = boosted.unwrap_or(post);
        let has_words = self.0.iter().any(|filter| !filter.keywords.is_empty());
        let text = has_words.then(|| Folded::of(&words_of(said, beside)));
        let found = |filter: &Filter| {
            let keywords = filter.keywords.iter().filter(|keyword| {
                text.as_ref().is_some_and(|text| text.has(&keyword.keyword, keyword.whole_word))
            });
            let keywords: Vec<String> = keywords.map(|keyword| keyword.keyword.clone()).collect();
            let named = filter.posts.iter().map(|row| row.post_id);
            let posts: Vec<i64> = named.filter(|id| *id == post.id || *id == said.id).collect();
            let matches = !keywords.is_empty() || !posts.is_empty();
            matches.then(|| Match { filter: filter.clone(), keywords, posts })
        };
        self.0.iter().filter_map(found).collect()
    }
}

/// Everything of a post that can be read.
fn words_of(post: &Post, beside: &[&str]) -> String {
    let title = post.title.as_deref().unwrap_or_default();
    let text = CleanHtml::stored(post.html.clone()).to_plain();
    let all = [post.warning.as_str(), title, &text];
    all.iter().chain(beside).copied().collect::<Vec<_>>().join("\n\n")
}
