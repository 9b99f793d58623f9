//! Editing: the author changes a text or its facts; others see only the newest version.

use crate::app::App;
use crate::base::error::{Error, Result};
use crate::domain::auth::Member;
use crate::domain::consent::Scope;
use crate::domain::post::read::require_author;
use crate::domain::post::{Post, PostKind, PostState, Visibility};
use crate::domain::story::compose::{self, Source, Told};
use crate::domain::story::draft::Draft;
use crate::domain::story::write::write_parts;
use crate::store::event::Event;
use crate::store::post;

/// What a client sends to change a post.
#[derive(Debug, Clone, Default)]
pub struct Edit {
    /// The whole text anew, as [`source`] gave it and the author changed it.
    pub text: String,
    /// The language the client says it is in.
    pub language: Option<String>,
    /// The content warning; empty or absent: the server sets one where it is due.
    pub warning: Option<String>,
    /// Whether it is to be covered.
    pub sensitive: bool,
}

/// Changes a post from a text. Facts that have no text form stay as they were.
pub async fn edit(app: &App, author: &Member, id: i64, edit: Edit) -> Result<Post> {
    let post = load_own(app, author, id).await?;
    let source = Source::of(&post)?;
    let draft = Draft::parse(&edit.text, edit.language.as_deref().or(post.language.as_deref()));
    if !draft.problems.is_empty() {
        return Err(Error::Invalid(draft.problems));
    }
    let may_be_story =
        post.in_reply_to_id.is_none() && matches!(post.visibility, Visibility::Public | Visibility::Unlisted);
    let is_story = post.kind == PostKind::Story || (may_be_story && draft.stated);
    let mut told = Told {
        warning: edit.warning,
        sensitive: edit.sensitive,
        ..Told::from_text(&edit.text, draft, is_story, source.consent)
    };
    if is_story {
        told.facts = source.facts.with_text_facts(told.facts);
    }
    store_changed(app, author, post, told).await
}

/// Changes a story from the form, where facts and editions come apart, and who may list or receive it is asked anew.
/// One that may not travel any more is not sent again; one that stayed here until now does not begin to travel.
pub async fn retell(app: &App, author: &Member, id: i64, told: Told, indexable: bool) -> Result<Post> {
    let post = load_own(app, author, id).await?;
    let federates = post.federates && told.consent.allows(Scope::Federate);
    store_changed(app, author, Post { indexable, federates, ..post }, told).await
}

/// What the author wrote, as data: for the form that changes it.
pub async fn load_source(app: &App, author: &Member, id: i64) -> Result<(Post, Source)> {
    let post = load_own(app, author, id).await?;
    let source = Source::of(&post)?;
    Ok((post, source))
}

/// The text that a client gets to change: the remaining text, and lines rendered from the stored facts.
pub async fn source(app: &App, author: &Member, id: i64) -> Result<(Post, String)> {
    let (post, source) = load_source(app, author, id).await?;
    let text = match post.kind {
        PostKind::Story => source.render(),
        PostKind::Note | PostKind::Boost => {
            source.editions.first().map(|edition| edition.text.clone()).unwrap_or_default()
        }
    };
    Ok((post, text))
}

async fn load_own(app: &App, author: &Member, id: i64) -> Result<Post> {
    let post = post::find(app.read(), id).await?.ok_or(Error::NotFound("post"))?;
    require_author(&post, &author.account)?;
    match post.kind {
        PostKind::Story | PostKind::Note => Ok(post),
        PostKind::Boost => Err(Error::NotFound("post")),
    }
}

async fn store_changed(app: &App, author: &Member, old: Post, told: Told) -> Result<Post> {
    let parent = match old.in_reply_to_id {
        Some(id) => post::find(app.read(), id).await?,
        None => None,
    };
    let composed = compose::compose(app, author, &told, &old.uri, parent.as_ref()).await?;
    let tx = app.db.begin().await?;
    // Read again under the lock: counters may have moved, and a second edit may have come first.
    let current = post::find(&*tx, old.id).await?.ok_or(Error::NotFound("post"))?;
    let is_public = current.state == PostState::Published && current.visibility == Visibility::Public;
    let changed = Post {
        kind: composed.kind,
        listed: is_public && composed.kind == PostKind::Story,
        html: composed.html.clone(),
        language: composed.language.clone(),
        title: composed.title.clone(),
        warning: composed.warning.clone(),
        sensitive: composed.sensitive,
        care_level: i32::from(composed.care_level),
        source: Some(composed.source.clone()),
        story: composed.story.clone(),
        indexable: old.indexable,
        federates: old.federates,
        updated_at: Some(later(&current, app.minute())),
        ..current
    };
    post::update(&tx, changed.clone()).await?;
    write_parts(&tx, &changed, &composed).await?;
    if changed.state == PostState::Published {
        app.record(&tx, &Event::PostEdited { post: changed.id }).await?;
    }
    app.commit(tx).await?;
    Ok(changed)
}

/// The time of an edit: this minute, or a second after the last one where that is later. Mastodon ignores an edit
/// whose time is not later than the one it has.
fn later(post: &Post, minute: i64) -> i64 {
    minute.max(post.updated_at.unwrap_or(post.published_at) + 1)
}
