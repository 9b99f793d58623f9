//! A changed version of a post, whole: applied at once, or kept until a moderator has read it.

use anyhow::Context as _;
use serde::{Deserialize, Serialize};

use crate::app::App;
use crate::base::digest::sha256_hex;
use crate::base::error::Result;
use crate::domain::auth::Member;
use crate::domain::post::{Post, PostKind, PostState, Visibility};
use crate::domain::story::compose::{self, Composed, Source, Told};
use crate::domain::story::draft::Draft;
use crate::domain::story::write::write_parts;
use crate::store::kind::ReviewState;
use crate::store::review::{self, Review};
use crate::store::{Conn, Tx, post};

/// Everything that its author changes about a post at once.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Change {
    /// What the post tells from then on.
    pub told: Told,
    /// Whether search engines may list it.
    pub indexable: bool,
    /// Whether it may travel to other servers.
    pub federates: bool,
}

impl Change {
    /// The newest version that its author made: the change that waits, else the post as it stands.
    pub(super) async fn newest(conn: &impl Conn, post: &Post) -> Result<Self> {
        match waiting(conn, post.id).await? {
            Some(change) => Self::read(post.id, &change),
            None => Self::of(post),
        }
    }

    /// The post as it stands, as a change that changes nothing.
    pub(super) fn of(post: &Post) -> Result<Self> {
        let source = Source::of(post)?;
        Ok(Self {
            told: Told::of(source, post.kind == PostKind::Story, post.sensitive),
            indexable: post.indexable,
            federates: post.federates,
        })
    }

    pub(super) fn read(post_id: i64, change: &str) -> Result<Self> {
        Ok(serde_json::from_str(change).with_context(|| format!("reading the change of post {post_id}"))?)
    }

    /// The change as it is kept while it waits.
    pub(super) fn written(&self) -> Result<String> {
        Ok(serde_json::to_string(self).context("writing a change that waits")?)
    }

    /// Composes the post as it will be.
    pub(super) async fn compose(&self, app: &App, author: &Member, post: &Post) -> Result<Composed> {
        let parent = match post.in_reply_to_id {
            Some(id) => post::find(app.read(), id).await?,
            None => None,
        };
        compose::compose(app, author, &self.told, &post.uri, post.visibility, parent.as_ref()).await
    }

    /// Writes the post as it is from now on.
    pub(super) async fn apply(&self, app: &App, tx: &Tx, post: Post, composed: &Composed) -> Result<Post> {
        let updated_at = Some(later(&post, app.minute()));
        let changed = Post { updated_at, ..self.applied(post, composed) };
        post::update(tx, changed.clone()).await?;
        write_parts(tx, &changed, composed).await?;
        Ok(changed)
    }

    /// The post as it would be; nothing is written.
    pub(super) fn applied(&self, post: Post, composed: &Composed) -> Post {
        let is_public = post.state == PostState::Published && post.visibility == Visibility::Public;
        Post {
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
            indexable: self.indexable,
            federates: self.federates,
            ..post
        }
    }

    /// Keeps the change until a moderator has read it; one that waited before is forgotten.
    pub(super) async fn hold(&self, app: &App, tx: &Tx, post: &Post) -> Result<()> {
        wait(app, tx, post.id, Some(self.written()?)).await
    }

    /// The change of a published post that was not let through, as long as it is kept.
    pub(super) fn refused(post: &Post, review: &Review) -> Result<Option<Self>> {
        match (post.state, review.state, &review.change) {
            (PostState::Published, ReviewState::Refused, Some(text)) => Self::read(post.id, text).map(Some),
            _ => Ok(None),
        }
    }

    /// What the post tells, in its text form: a note is its words, a story has its facts as lines.
    pub(super) fn text(self) -> String {
        let is_story = self.told.is_story;
        let source = self.told.into_source();
        if is_story {
            source.render()
        } else {
            source.editions.into_iter().next().map(|edition| edition.text).unwrap_or_default()
        }
    }

    /// The same post with a text anew. Facts that have no text form stay as they are.
    pub(super) fn with_text(self, text: &str, draft: Draft, is_story: bool) -> Self {
        let before = self.told;
        let (warning, sensitive, care) = (before.warning, before.sensitive, before.care);
        let told = Told::from_text(text, draft, is_story, before.consent);
        let mut told = Told { warning, sensitive, care, ..told };
        if is_story {
            told.facts = before.facts.with_text_facts(told.facts);
        }
        Self { told, ..self }
    }
}

/// Notes that something waits. What was proposed to its author stays, so that who reads it next sees whether they took it over.
async fn wait(app: &App, tx: &Tx, post_id: i64, change: Option<String>) -> Result<()> {
    let before = review::find(&**tx, post_id).await?;
    let row = Review {
        post_id,
        state: ReviewState::Held,
        change,
        reason: None,
        note: String::new(),
        proposal: before.and_then(|before| before.proposal),
        decided_by: None,
        changed_at: app.minute(),
    };
    review::put(tx, row).await
}

/// Notes that a moderator has to read a held story, whatever its author changes.
pub(super) async fn await_moderator(app: &App, tx: &Tx, post_id: i64) -> Result<()> {
    wait(app, tx, post_id, None).await
}

/// Whether that was noted.
pub(super) async fn awaits_moderator(conn: &impl Conn, post_id: i64) -> Result<bool> {
    let row = review::find(conn, post_id).await?;
    Ok(row.is_some_and(|row| row.state == ReviewState::Held && row.change.is_none()))
}

/// The change of a post that waits, if there is one.
pub(super) async fn waiting(conn: &impl Conn, post_id: i64) -> Result<Option<String>> {
    let row = review::find(conn, post_id).await?.filter(|row| row.state == ReviewState::Held);
    Ok(row.and_then(|row| row.change))
}

/// Tells two versions of what waits apart, so that nobody decides about one that they did not read.
pub(super) fn version(text: &str) -> String {
    let digest = sha256_hex(&[text.as_bytes()]);
    digest.chars().take(16).collect()
}

/// The time of an edit: this minute, or a second after the last one where that is later. Mastodon ignores an edit
/// whose time is not later than the one it has.
fn later(post: &Post, minute: i64) -> i64 {
    minute.max(post.updated_at.unwrap_or(post.published_at) + 1)
}
