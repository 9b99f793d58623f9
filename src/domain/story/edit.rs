//! Editing: the author changes a text or its facts; others see only the newest version that may be seen.

use crate::app::App;
use crate::base::error::{Error, Result};
use crate::domain::auth::Member;
use crate::domain::care::level::PRESENT_DANGER;
use crate::domain::media::{self, Described, Effect};
use crate::domain::poll::{self, NewPoll};
use crate::domain::post::read::require_author;
use crate::domain::post::{Post, PostKind, PostState, Visibility};
use crate::domain::story::agree::change_consent;
use crate::domain::story::change::{self, Change};
use crate::domain::story::compose::{Source, Told};
use crate::domain::story::danger::{self, Danger};
use crate::domain::story::draft::Draft;
use crate::domain::story::facts::Facts;
use crate::domain::story::identity::{self, Version};
use crate::domain::story::later;
use crate::domain::story::review::{of_kind, release_unread, waits};
use crate::domain::story::write::refuse_problems;
use crate::domain::transparency::log::Act;
use crate::store::event::Event;
use crate::store::{Tx, appeal, held_reply, post, review, timed_release};

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
    /// The poll anew; absent: it stays as it is, or there is none. A story can't get one.
    pub poll: Option<NewPoll>,
    /// Its pictures and what is said about them; absent: as before.
    pub media: Option<Pictures>,
}

/// The pictures of a post after an edit.
#[derive(Debug, Clone, Default)]
pub struct Pictures {
    /// Their numbers, in their order.
    pub ids: Vec<i64>,
    /// What is said anew about some of them.
    pub described: Vec<Described>,
}

/// Changes a post from a text. Facts that have no text form stay as they were.
pub async fn edit(app: &App, author: &Member, id: i64, edit: Edit) -> Result<Post> {
    let post = load_own(app, author, id).await?;
    let before = Change::newest(app.read(), &post).await?;
    let draft = Draft::parse(&edit.text, edit.language.as_deref().or(post.language.as_deref()));
    let has_pictures = match &edit.media {
        Some(pictures) => !pictures.ids.is_empty(),
        None => media::has_any(app, post.id).await?,
    };
    refuse_problems(&draft, &edit.text, has_pictures)?;
    let may_be_story =
        post.in_reply_to_id.is_none() && matches!(post.visibility, Visibility::Public | Visibility::Unlisted);
    if before.told.is_story && edit.poll.is_some() {
        return Err(Error::invalid("poll", "problem-poll-story"));
    }
    let asks = edit.poll.is_some() || poll::find(app, id).await?.is_some();
    let is_story = before.told.is_story || (may_be_story && draft.stated && !asks);
    let mut change = before.with_text(&edit.text, draft, is_story);
    (change.told.warning, change.told.sensitive) = (edit.warning, edit.sensitive);
    store_changed(app, author, post, change, edit.poll, edit.media).await
}

/// Changes a story from the form, where facts and editions come apart, and who may list or receive it is asked anew.
/// What it says about that is so at once, whoever has to read the rest first.
pub async fn retell(app: &App, author: &Member, id: i64, told: Told, indexable: bool) -> Result<Post> {
    let post = Box::pin(change_consent(app, author, id, &told.consent.scopes(), indexable)).await?;
    let federates = post.federates;
    store_changed(app, author, post, Change { told, indexable, federates }, None, None).await
}

/// Adds medications and answers that a story does not have yet; what it states stays as it is.
pub async fn add_facts(app: &App, author: &Member, id: i64, added: Facts) -> Result<Post> {
    let post = load_own(app, author, id).await?;
    let mut change = Change::newest(app.read(), &post).await?;
    if !change.told.is_story {
        return Err(Error::NotFound("story"));
    }
    let stated = change.told.facts.clone();
    change.told.facts = stated.clone().completed_by(added);
    if change.told.facts == stated {
        return Ok(post);
    }
    Box::pin(store_changed(app, author, post, change, None, None)).await
}

/// What a story of this server states, in the newest version that its author made.
pub async fn load_facts(app: &App, post: &Post) -> Result<Facts> {
    Ok(Change::newest(app.read(), post).await?.told.facts)
}

/// What the author wrote last, as data: for the form that changes it. The post is as it stands, but with what the
/// author wants of a change that still waits.
pub async fn load_source(app: &App, author: &Member, id: i64) -> Result<(Post, Source)> {
    let (post, change) = load_newest(app, author, id).await?;
    Ok((post, change.told.into_source()))
}

/// The text that a client gets to change: the remaining text, and lines rendered from the stored facts.
pub async fn source(app: &App, author: &Member, id: i64) -> Result<(Post, String)> {
    let (post, change) = load_newest(app, author, id).await?;
    Ok((post, change.text()))
}

/// The newest version of an own post, to be changed and stored with [`store_changed`].
pub(super) async fn load_change(app: &App, author: &Member, id: i64) -> Result<(Post, Change)> {
    let post = load_own(app, author, id).await?;
    let change = Change::newest(app.read(), &post).await?;
    Ok((post, change))
}

async fn load_newest(app: &App, author: &Member, id: i64) -> Result<(Post, Change)> {
    let (post, change) = load_change(app, author, id).await?;
    let warning = change.told.own_warning();
    let warning = if warning.is_empty() { post.warning } else { warning };
    let Change { told: Told { sensitive, .. }, indexable, federates } = change;
    Ok((Post { warning, sensitive, indexable, federates, ..post }, change))
}

async fn load_own(app: &App, author: &Member, id: i64) -> Result<Post> {
    let post = post::find(app.read(), id).await?.ok_or(Error::NotFound("post"))?;
    require_author(&post, &author.account)?;
    match post.kind {
        PostKind::Story | PostKind::Note => Ok(post),
        PostKind::Boost => Err(Error::NotFound("post")),
    }
}

/// Applies a change at once, or holds it. A refused story that was mended waits again, for a moderator. A held story
/// in which nothing is found any more is released, now or at its time, unless a moderator reads it first. What says how
/// to die, or that others should, is not let through.
pub(super) async fn store_changed(
    app: &App,
    author: &Member,
    old: Post,
    mut change: Change,
    asked: Option<NewPoll>,
    pictures: Option<Pictures>,
) -> Result<Post> {
    let stands = Change::of(&old)?.told;
    change.told.care = stands.care;
    let mut composed = change.compose(app, author, &old).await?;
    // What a moderator set the care level of, they have read.
    let known = (old.state == PostState::Published || stands.care.is_some()).then_some(&stands);
    let stop = danger::stop(app, &change.told, known, old.visibility);
    let said_before = media::descriptions_of(app, old.id).await?;
    let said = match &pictures {
        Some(Pictures { ids, described }) => media::descriptions(app, ids, described).await?,
        None => said_before.clone(),
    };
    let version = Version { told: &change.told, pictures: &said };
    let before = Version { told: &stands, pictures: &said_before };
    if old.state == PostState::Published && pictures.is_some() {
        identity::refuse_contact_in_pictures(app, version).await?;
    }
    let published = (old.state == PostState::Published).then_some(before);
    let gives_away = identity::has_to_wait(app, version, published).await?;
    let took_out = identity::takes_out(app, &old, version).await?;
    let has_to_wait = stop.is_some() || gives_away || waits(app, author, composed.kind);
    match (old.state, stop) {
        (PostState::Held | PostState::Refused, Some(found)) => composed.care_level = found.level(),
        // Who may be in danger is not out of it because the words are gone.
        (PostState::Held, None) if danger::is_grave(old.care_level) => {
            composed.care_level = composed.care_level.max(PRESENT_DANGER);
        }
        (PostState::Published, _) | (PostState::Held | PostState::Refused, None) => {}
    }
    let tx = app.db.begin().await?;
    // Read again under the lock: counters may have moved, and a second edit may have come first.
    let current = post::find(&*tx, old.id).await?.ok_or(Error::NotFound("post"))?;
    let is_held_back = current.state == PostState::Published && has_to_wait;
    let stays_held = has_to_wait
        || change::awaits_moderator(&*tx, current.id).await?
        || held_reply::find(&*tx, current.id).await?.is_some();
    if current.state == PostState::Published {
        // What was said of a change before this one is over.
        appeal::delete(&tx, current.id).await?;
    }
    let changed = match current.state {
        PostState::Published if stop == Some(Danger::Harmful) => {
            danger::refuse_change(app, &tx, current.id, &change).await?;
            app.record(&tx, &Event::ReviewChanged { post: current.id }).await?;
            current
        }
        PostState::Published if is_held_back => {
            change.hold(app, &tx, &current).await?;
            app.record(&tx, &Event::ReviewChanged { post: current.id }).await?;
            current
        }
        PostState::Published => {
            review::delete(&tx, current.id).await?;
            let changed = change.apply(app, &tx, current, &composed).await?;
            app.record(&tx, &Event::PostEdited { post: changed.id, took_out }).await?;
            changed
        }
        PostState::Held | PostState::Refused if let Some(found) = stop => {
            timed_release::stop(&tx, current.id).await?;
            let refused = of_kind(composed.kind, Act::StoryRefused, Act::PostRefused);
            danger::note(app, &tx, current.id, found, refused).await?;
            // A reply that waited for who told the story is for moderators from now on.
            held_reply::delete(&tx, current.id).await?;
            let stopped = Post { state: danger::state(found), ..current };
            let changed = change.apply(app, &tx, stopped, &composed).await?;
            app.record(&tx, &Event::ReviewChanged { post: changed.id }).await?;
            changed
        }
        PostState::Held if stays_held => {
            timed_release::stop(&tx, current.id).await?;
            let changed = change.apply(app, &tx, current, &composed).await?;
            if gives_away {
                app.record(&tx, &Event::ReviewChanged { post: changed.id }).await?;
            }
            changed
        }
        PostState::Held => {
            let changed = change.apply(app, &tx, current, &composed).await?;
            if later::keeps(app, &tx, &changed).await? {
                changed
            } else {
                release_unread(app, &tx, changed).await?
            }
        }
        PostState::Refused => {
            change::await_moderator(app, &tx, current.id).await?;
            appeal::delete(&tx, current.id).await?;
            let mended = Post { state: PostState::Held, ..current };
            let changed = change.apply(app, &tx, mended, &composed).await?;
            app.record(&tx, &Event::ReviewChanged { post: changed.id }).await?;
            changed
        }
    };
    if let Some(new) = &asked {
        poll::change(app, &tx, changed.id, new).await?;
    }
    if let Some(pictures) = pictures {
        change_pictures(app, &tx, &changed, is_held_back, &pictures).await?;
    }
    app.commit_change(tx).await?;
    Ok(changed)
}

/// Changes which pictures a post has. Where a moderator reads changes first, pictures can be taken away, which
/// happens at once, but not added or described anew: nobody would have looked at them.
async fn change_pictures(
    app: &App,
    tx: &Tx,
    post: &Post,
    is_held_back: bool,
    pictures: &Pictures,
) -> Result<()> {
    let Pictures { ids, described } = pictures;
    if is_held_back {
        match media::effect(tx, post.id, ids, described).await? {
            Effect::Nothing => return Ok(()),
            Effect::TakesAway => {
                app.record(tx, &Event::PostEdited { post: post.id, took_out: false }).await?;
            }
            Effect::Adds => return Err(Error::invalid("media_ids", "problem-picture-waits")),
        }
    }
    media::attach(app, tx, post.account_id, post.id, ids, described).await
}
