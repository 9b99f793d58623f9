//! Writing: what a member posts through any client becomes a story or a plain note.

use anyhow::Context as _;
use serde::{Deserialize, Serialize};

use crate::app::App;
use crate::base::error::{Error, Result};
use crate::domain::auth::{Member, limit};
use crate::domain::consent::{Consent, Scope};
use crate::domain::media;
use crate::domain::poll::{self, NewPoll};
use crate::domain::post::{self, PermissionKind, Post, PostKind, PostState, Quotable, Visibility, policy};
use crate::domain::story::compose::{self, Composed, Told};
use crate::domain::story::danger::{self, Danger};
use crate::domain::story::draft::Draft;
use crate::domain::story::identity::{self, Version};
use crate::domain::story::later::{self, ReleaseTime};
use crate::domain::story::reply;
use crate::domain::story::review;
use crate::domain::story::{facets, rarity};
use crate::domain::transparency::log::Act;
use crate::domain::transparency::numbers::{self, What};
use crate::store::event::{self, Event};
use crate::store::mention::Mention;
use crate::store::post::Counter;
use crate::store::post_tag::PostTag;
use crate::store::post_term::PostTerm;
use crate::store::{self, Tx, idempotency, scheduled_post};

/// How long a client may send the same post again by mistake, in seconds.
const IDEMPOTENCY_SECONDS: i64 = 3600;

/// A post as a client sends it.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct NewPost {
    /// The text, with fact lines, hashtags, mentions and editions in it.
    pub text: String,
    /// The language the client says it is in (BCP 47).
    pub language: Option<String>,
    /// The content warning, as written; empty or absent: the server sets one where it is due.
    pub warning: Option<String>,
    /// Whether it is to be covered.
    pub sensitive: bool,
    /// Who may read it; absent: the member's usual choice.
    pub visibility: Option<Visibility>,
    /// The number of the post it answers.
    pub in_reply_to: Option<i64>,
    /// What it asks. A post with a poll is never a story.
    pub poll: Option<NewPoll>,
    /// Numbers of the author's pictures that belong to it, in their order.
    pub media: Vec<i64>,
    /// The same key twice within an hour gives the same post.
    pub idempotency_key: Option<String>,
    /// The client's name, shown with the post.
    pub app_name: Option<String>,
    /// Who may quote it. A story is opened only by a request of its own: a client's usual choice is not the author's.
    #[serde(default)]
    pub quotable: Quotable,
}

/// Where a new post stands in the world: what [`store_new`] needs beside its content.
#[derive(Debug, Clone, Default)]
pub(super) struct Placing {
    pub visibility: Option<Visibility>,
    /// Its wire id, where it has one already.
    pub uri: Option<String>,
    /// The scheduled post that is released with this, and erased in its place.
    pub scheduled: Option<i64>,
    pub reply_to: Option<Post>,
    pub poll: Option<NewPoll>,
    /// Numbers of the pictures that belong to it.
    pub media: Vec<i64>,
    pub key_hash: Option<String>,
    pub app_name: Option<String>,
    /// Whether search engines may list it.
    pub indexable: bool,
    /// Whether it may travel to other servers.
    pub federates: bool,
    /// Who may quote it, if it is no story.
    pub quotable: Quotable,
    /// When it is to be released, if it is a story.
    pub time: ReleaseTime,
}

/// Writes a post of `author` and releases it, or holds it where a moderator reads such stories first, or until its time.
///
/// Fails with the draft's problems, or as not found where it answers a post that the author may not read or that is
/// not released.
pub async fn write(app: &App, author: &Member, new: NewPost) -> Result<Post> {
    let key_hash = new.idempotency_key.as_deref().map(|key| hash_key(author, key));
    if let Some(post) = find_written(app, key_hash.as_deref()).await? {
        return Ok(post);
    }
    let (told, placing) = read(app, author, new).await?;
    store_new(app, author, told, Placing { key_hash, ..placing }).await
}

/// Reads what a client sends: what it tells, and where it will stand.
///
/// Fails with the draft's problems, or as not found where it answers a post that the author may not read.
pub(super) async fn read(app: &App, author: &Member, new: NewPost) -> Result<(Told, Placing)> {
    let reply_to = match new.in_reply_to {
        Some(id) => {
            let parent = post::load_visible(app, Some(author.account.id), id).await?;
            post::require_released(&parent)?;
            policy::require(app, &author.account, &parent, PermissionKind::Reply).await?;
            Some(parent)
        }
        None => None,
    };
    let draft = Draft::parse(&new.text, new.language.as_deref());
    refuse_problems(&draft, &new.text, !new.media.is_empty())?;
    limit::post(app, author)?;
    let visibility = new.visibility.unwrap_or(author.row.default_visibility);
    let top_level = reply_to.is_none() && matches!(visibility, Visibility::Public | Visibility::Unlisted);
    let is_story = top_level && draft.stated && new.poll.is_none();
    // A client can't ask per purpose: what it posts is published here, and travels where its author agreed to that.
    let travels: &[Scope] =
        if author.row.federates { &[Scope::Publish, Scope::Federate] } else { &[Scope::Publish] };
    let consent = Consent::new(app, travels);
    let told = Told {
        warning: new.warning,
        sensitive: new.sensitive || author.row.default_sensitive,
        ..Told::from_text(&new.text, draft, is_story, consent)
    };
    let placing = Placing {
        visibility: Some(visibility),
        reply_to,
        poll: new.poll,
        media: new.media,
        app_name: new.app_name,
        federates: author.row.federates,
        quotable: new.quotable,
        time: author.row.release_time,
        ..Placing::default()
    };
    Ok((told, placing))
}

/// Tells a story from the share form: facts and editions come apart, nothing has to be found in a text.
///
/// The same story twice within an hour is one: a button that was pressed twice tells nothing twice.
pub async fn tell(
    app: &App,
    author: &Member,
    told: Told,
    indexable: bool,
    time: ReleaseTime,
) -> Result<Post> {
    tell_by_form(app, author, told, indexable, time, "").await
}

/// The same, where the same words on another form are another story.
pub(super) async fn tell_by_form(
    app: &App,
    author: &Member,
    told: Told,
    indexable: bool,
    time: ReleaseTime,
    form: &str,
) -> Result<Post> {
    let words = serde_json::to_string(&(&told.facts, &told.editions, &told.consent, form))
        .context("writing what was told")?;
    let key_hash = Some(hash_key(author, &words));
    if let Some(post) = find_written(app, key_hash.as_deref()).await? {
        return Ok(post);
    }
    limit::post(app, author)?;
    let placing = Placing {
        visibility: Some(Visibility::Public),
        key_hash,
        indexable,
        federates: author.row.federates && told.consent.allows(Scope::Federate),
        time,
        ..Placing::default()
    };
    store_new(app, author, told, placing).await
}

/// Refuses a text with problems. One without a word is none where pictures speak for it.
pub(super) fn refuse_problems(draft: &Draft, text: &str, has_pictures: bool) -> Result<()> {
    if draft.problems.is_empty() || (has_pictures && text.trim().is_empty()) {
        Ok(())
    } else {
        Err(Error::Invalid(draft.problems.clone()))
    }
}

async fn find_written(app: &App, key_hash: Option<&str>) -> Result<Option<Post>> {
    let Some(key_hash) = key_hash else { return Ok(None) };
    let Some(id) = idempotency::find(app.read(), key_hash, app.now()).await? else { return Ok(None) };
    store::post::find(app.read(), id).await
}

/// A key is the member's own: the same words from another member are another key.
pub(super) fn hash_key(author: &Member, key: &str) -> String {
    crate::base::digest::sha256_hex(&[author.account.id.to_string().as_bytes(), key.as_bytes()])
}

pub(super) async fn store_new(app: &App, author: &Member, told: Told, placing: Placing) -> Result<Post> {
    let uri = placing.uri.clone().unwrap_or_else(|| app.urls.post(&app.random.wire_id()));
    let visibility = placing.visibility.unwrap_or(Visibility::Public);
    let composed = compose::compose(app, author, &told, &uri, visibility, placing.reply_to.as_ref()).await?;
    let stop = danger::stop(app, &told, None, visibility);
    let pictures = media::descriptions(app, &placing.media, &[]).await?;
    let version = Version { told: &told, pictures: &pictures };
    let is_reviewed = stop.is_some()
        || review::waits(app, author, composed.kind)
        || identity::has_to_wait(app, version, None).await?;
    let tx = app.db.begin().await?;
    let holder = match &placing.reply_to {
        // What may say that its writer is in danger is for moderators, not for who told the story.
        Some(parent) if stop.is_none() => {
            let root_id = parent.root_id.unwrap_or(parent.id);
            reply::holder(app, &*tx, root_id, &author.account, visibility).await?
        }
        Some(_) | None => None,
    };
    let time = time_of(app, composed.kind, &placing);
    let run_at = if is_reviewed { None } else { later::moment(app, time) };
    let must_wait = is_reviewed || holder.is_some() || run_at.is_some();
    let state = match stop {
        Some(found) => danger::state(found),
        None if must_wait => PostState::Held,
        None => PostState::Published,
    };
    let [id, position, event_id] = app.new_id_each(&tx).await?;
    let id = if must_wait { app.id_of_week_before() } else { id };
    let position = (!must_wait).then_some(position);
    let url = app.urls.post_page(&author.account.handle, id);
    let post = Post {
        id,
        position,
        kind: composed.kind,
        account_id: author.account.id,
        html: composed.html.clone(),
        uri,
        url,
        local: true,
        listed: position.is_some() && visibility == Visibility::Public && composed.kind == PostKind::Story,
        visibility,
        state,
        language: composed.language.clone(),
        title: composed.title.clone(),
        warning: composed.warning.clone(),
        sensitive: composed.sensitive,
        care_level: i32::from(stop.map_or(composed.care_level, Danger::level)),
        source: Some(composed.source.clone()),
        story: composed.story.clone(),
        in_reply_to_id: placing.reply_to.as_ref().map(|parent| parent.id),
        in_reply_to_account_id: placing.reply_to.as_ref().map(|parent| parent.account_id),
        in_reply_to_uri: placing.reply_to.as_ref().map(|parent| parent.uri.clone()),
        root_id: Some(placing.reply_to.as_ref().map_or(id, |parent| parent.root_id.unwrap_or(parent.id))),
        boost_of_id: None,
        published_at: app.minute(),
        updated_at: None,
        indexable: placing.indexable,
        federates: placing.federates,
        quotable: quotable(composed.kind, visibility, placing.quotable),
        app_name: placing.app_name,
        reply_count: 0,
        boost_count: 0,
        favourite_count: 0,
    };
    if let Some(scheduled) = placing.scheduled
        && !scheduled_post::delete(&tx, scheduled).await?
    {
        return Err(Error::NotFound("scheduled post"));
    }
    store::post::insert(&tx, post.clone()).await?;
    insert_parts(&tx, &post, &composed).await?;
    if let Some(new) = &placing.poll {
        poll::open(app, &tx, id, new).await?;
    }
    if !placing.media.is_empty() {
        media::attach(app, &tx, post.account_id, id, &placing.media, &[]).await?;
    }
    if let Some(key_hash) = placing.key_hash {
        let now = app.now();
        idempotency::insert(&tx, key_hash, id, now, now + IDEMPOTENCY_SECONDS).await?;
    }
    if must_wait && time != ReleaseTime::AtOnce {
        later::note(app, &tx, id, placing.time, run_at).await?;
    }
    if is_reviewed && post.state == PostState::Held && post.kind == PostKind::Story {
        numbers::count(&tx, post.published_at, What::Held).await?;
    }
    note_new(app, &tx, author, &post, stop).await?;
    if let Some(holder) = holder {
        store::held_reply::insert_all(&tx, vec![holder.of(id)]).await?;
    }
    if is_reviewed || run_at.is_some() {
        app.record(&tx, &Event::ReviewChanged { post: id }).await?;
    }
    if !must_wait {
        count_released(&tx, &post, false, event_id).await?;
    }
    app.commit(tx).await?;
    Ok(post)
}

/// What is noted of a new post beside the post itself.
async fn note_new(app: &App, tx: &Tx, author: &Member, post: &Post, stop: Option<Danger>) -> Result<()> {
    match stop {
        Some(found) => {
            let refused = review::of_kind(post.kind, Act::StoryRefused, Act::PostRefused);
            danger::note(app, tx, post.id, found, refused).await
        }
        None => review::end_trial_without_review(app, tx, author, post.kind).await,
    }
}

/// When a new post is released, if nobody has to read it first. One that was scheduled has had its time.
fn time_of(app: &App, kind: PostKind, placing: &Placing) -> ReleaseTime {
    match kind {
        PostKind::Story if placing.scheduled.is_none() => later::decide(app, placing.time),
        PostKind::Story | PostKind::Note | PostKind::Boost => ReleaseTime::AtOnce,
    }
}

/// Who may quote a new post. A story is never opened by the way.
const fn quotable(kind: PostKind, visibility: Visibility, wished: Quotable) -> Quotable {
    match kind {
        PostKind::Note if visibility.is_open() => wished,
        PostKind::Note | PostKind::Story | PostKind::Boost => Quotable::Nobody,
    }
}

/// Hashtags, terms and mentions of a post.
struct Parts {
    tags: Vec<PostTag>,
    terms: Vec<PostTerm>,
    mentions: Vec<Mention>,
}

impl Parts {
    fn of(post: &Post, composed: &Composed) -> Self {
        let tag = |(tag, name): &(String, String)| PostTag {
            post_id: post.id,
            tag: tag.clone(),
            name: name.clone(),
            position: post.position,
        };
        let term = |(rank, term): (i32, &String)| PostTerm {
            post_id: post.id,
            term: term.clone(),
            rank,
            position: post.position,
        };
        let mention = |id: &i64| Mention { post_id: post.id, account_id: *id };
        Self {
            tags: composed.tags.iter().map(tag).collect(),
            terms: (0..).zip(&composed.terms).map(term).collect(),
            mentions: composed.mentions.iter().map(mention).collect(),
        }
    }
}

/// Hashtags, terms, mentions, facets and combinations of a new post.
async fn insert_parts(tx: &Tx, post: &Post, composed: &Composed) -> Result<()> {
    let Parts { tags, terms, mentions } = Parts::of(post, composed);
    store::post_facet::insert_all(tx, facets::of(post)).await?;
    store::combination::insert_all(tx, rarity::of(post)).await?;
    store::post_tag::insert_all(tx, tags).await?;
    store::post_term::insert_all(tx, terms).await?;
    store::mention::insert_all(tx, mentions).await
}

/// The same, in place of those it had.
pub(super) async fn write_parts(tx: &Tx, post: &Post, composed: &Composed) -> Result<()> {
    let Parts { tags, terms, mentions } = Parts::of(post, composed);
    store::post_facet::replace(tx, post.id, facets::of(post)).await?;
    store::combination::replace(tx, post.id, rarity::of(post)).await?;
    store::post_tag::replace(tx, post.id, tags).await?;
    store::post_term::replace(tx, post.id, terms).await?;
    store::mention::replace(tx, post.id, mentions).await
}

/// What counts once a post is released, and the event, with this number, that everything else follows from. A reply
/// counts on what it answers only where everybody may read it: a number says that there is something to read.
pub async fn count_released(tx: &Tx, post: &Post, was_held: bool, event_id: i64) -> Result<()> {
    let is_open = post.visibility.is_open();
    store::account::count_posts(tx, post.account_id, 1, is_open.then_some(post.published_at)).await?;
    if let Some(parent) = post.in_reply_to_id.filter(|_| is_open) {
        store::post::count(tx, parent, Counter::Replies, 1).await?;
    }
    event::append(tx, event_id, &Event::PostPublished { post: post.id, was_held }).await
}
