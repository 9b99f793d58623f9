//! What lists of stories are narrowed down by, beside terms and hashtags: the languages that a story can be read in, and
//! whether its teller still takes the medication.

use serde_json::Value;

use crate::domain::story::codes::CurrentStatus;
use crate::domain::story::document::StoryView;
use crate::domain::vocabulary::List;
use crate::store::kind::PostKind;
use crate::store::post::Post;
use crate::store::post_facet::PostFacet;

/// Stories that can be read in this language (BCP 47).
pub fn language(tag: &str) -> String {
    format!("language:{tag}")
}

/// Stories whose tellers are this far with the medication.
pub fn status(status: CurrentStatus) -> String {
    format!("status:{}", status.code())
}

/// The facets of a post; none where it is no story.
pub fn of(post: &Post) -> Vec<PostFacet> {
    if post.kind != PostKind::Story {
        return Vec::new();
    }
    let facts: Option<Value> = post.story.as_deref().and_then(|text| serde_json::from_str(text).ok());
    let view = facts.as_ref().map(StoryView::read);
    let editions =
        view.iter().flat_map(|view| &view.editions).filter_map(|edition| edition.language.as_deref());
    let mut facets: Vec<String> =
        post.language.as_deref().into_iter().chain(editions).map(language).collect();
    let answer = view.as_ref().and_then(|view| view.answer(List::CurrentStatus));
    facets.extend(answer.and_then(|answer| CurrentStatus::from_code(&answer.code)).map(status));
    facets.sort_unstable();
    facets.dedup();
    let facet = |facet| PostFacet { post_id: post.id, facet, position: post.position };
    facets.into_iter().map(facet).collect()
}
