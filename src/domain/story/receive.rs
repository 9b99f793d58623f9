//! Receiving: a post of another server is stored, changed, and shown here as its server says.

use crate::app::App;
use crate::base::error::{Error, Result};
use crate::base::text::CleanHtml;
use crate::domain::account::Account;
use crate::domain::care::level;
use crate::domain::media::{self, RemotePicture};
use crate::domain::poll::{self, RemotePoll};
use crate::domain::post::{Post, PostKind, PostState, Visibility};
use crate::domain::story::document::StoryView;
use crate::domain::vocabulary::TermId;
use crate::store::event::Event;
use crate::store::mention::Mention;
use crate::store::post::{self, Counter};
use crate::store::post_tag::PostTag;
use crate::store::post_term::PostTerm;
use crate::store::{self, Tx, number, tombstone};

/// A post of another server whose claims were checked: its author is who it says, its text is harmless.
#[derive(Debug, Clone)]
pub struct RemotePost {
    /// Its wire id.
    pub uri: String,
    /// Its page.
    pub url: String,
    /// When it was published, in seconds.
    pub published_at: i64,
    /// When it was last changed.
    pub updated_at: Option<i64>,
    /// Its text.
    pub html: CleanHtml,
    /// Its title, where it has one.
    pub title: Option<String>,
    /// Its content warning.
    pub warning: String,
    /// Whether it is to be covered.
    pub sensitive: bool,
    /// BCP 47.
    pub language: Option<String>,
    /// Who may read it.
    pub visibility: Visibility,
    /// Wire id of what it answers.
    pub in_reply_to: Option<String>,
    /// Numbers of the accounts it mentions, as far as they are known here.
    pub mentions: Vec<i64>,
    /// Its hashtags: the folded tag and the name as written.
    pub tags: Vec<(String, String)>,
    /// What it asks.
    pub poll: Option<RemotePoll>,
    /// Its facts, exactly as they came.
    pub story: Option<serde_json::Value>,
    /// Its pictures.
    pub pictures: Vec<RemotePicture>,
}

/// How a post came here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Arrival {
    /// Its server sent it now.
    Delivered,
    /// We fetched it, because somebody asked for it or a thread needed it; it sorts at its own time.
    Fetched,
}

/// Stores a post that is not here yet. `None` where it was deleted before, or is here already.
pub async fn receive(
    app: &App,
    tx: &Tx,
    author: &Account,
    remote: RemotePost,
    arrival: Arrival,
) -> Result<Option<Post>> {
    if tombstone::find(&**tx, &remote.uri).await?.is_some() {
        return Ok(None);
    }
    if post::find_by_uri(&**tx, &remote.uri).await?.is_some() {
        return Ok(None);
    }
    let id = app.new_id(tx).await?;
    let position = match arrival {
        Arrival::Delivered => app.new_id(tx).await?,
        Arrival::Fetched => number::at(remote.published_at, &app.random),
    };
    let parent = match &remote.in_reply_to {
        Some(uri) => post::find_by_uri(&**tx, uri).await?,
        None => None,
    };
    let accepted = is_accepted(tx, author).await?;
    let mut row = Post {
        id,
        position: Some(position),
        kind: PostKind::Note,
        account_id: author.id,
        uri: remote.uri.clone(),
        url: remote.url.clone(),
        local: false,
        listed: false,
        visibility: remote.visibility,
        state: PostState::Published,
        language: None,
        title: None,
        warning: String::new(),
        sensitive: false,
        care_level: 0,
        html: String::new(),
        source: None,
        story: None,
        in_reply_to_id: parent.as_ref().map(|parent| parent.id),
        in_reply_to_account_id: parent.as_ref().map(|parent| parent.account_id),
        in_reply_to_uri: remote.in_reply_to.clone(),
        root_id: Some(parent.as_ref().map_or(id, |parent| parent.root_id.unwrap_or(parent.id))),
        boost_of_id: None,
        // A clock that is ahead elsewhere must not put a post into our future.
        published_at: remote.published_at.min(app.now()),
        updated_at: None,
        indexable: false,
        federates: false,
        app_name: None,
        reply_count: 0,
        boost_count: 0,
        favourite_count: 0,
    };
    let terms = fill(&mut row, &remote, accepted);
    post::insert(tx, row.clone()).await?;
    write_parts(tx, &row, &remote, &terms).await?;
    media::receive(app, tx, author.id, row.id, &remote.pictures).await?;
    if let Some(poll) = &remote.poll {
        poll::receive(tx, id, poll).await?;
    }
    post::adopt_replies(tx, &row).await?;
    store::account::count_posts(tx, author.id, 1).await?;
    if let Some(parent) = row.in_reply_to_id.filter(|_| row.visibility.is_open()) {
        post::count(tx, parent, Counter::Replies, 1).await?;
    }
    app.record(tx, &Event::PostPublished { post: id, was_held: false }).await?;
    Ok(Some(row))
}

/// Changes a post as its server says; an older version than the one we have changes nothing.
pub async fn receive_update(app: &App, tx: &Tx, author: &Account, remote: RemotePost) -> Result<()> {
    let Some(mut row) = post::find_by_uri(&**tx, &remote.uri).await? else {
        return receive(app, tx, author, remote, Arrival::Delivered).await.map(drop);
    };
    if row.account_id != author.id {
        return Err(Error::Forbidden("changing another's post"));
    }
    let known = row.updated_at.unwrap_or(row.published_at);
    if remote.updated_at.is_some_and(|updated| updated < known) {
        return Ok(());
    }
    let accepted = is_accepted(tx, author).await?;
    let before = row.clone();
    let terms = fill(&mut row, &remote, accepted);
    if before.html != row.html {
        row.updated_at = remote.updated_at.or(Some(app.minute()));
    }
    poll::receive_change(app, tx, row.id, remote.poll.as_ref()).await?;
    // Other servers send their posts anew whenever somebody has voted: that is no edit.
    if before == row && remote.poll.is_some() {
        return Ok(());
    }
    post::update(tx, row.clone()).await?;
    write_parts(tx, &row, &remote, &terms).await?;
    media::receive_anew(app, tx, author.id, row.id, &remote.pictures).await?;
    app.record(tx, &Event::PostEdited { post: row.id }).await
}

/// Whether the operator accepted the stories of the author's server.
async fn is_accepted(tx: &Tx, author: &Account) -> Result<bool> {
    let Some(peer_id) = author.peer_id else { return Ok(false) };
    Ok(store::peer::find_by_id(&**tx, peer_id).await?.is_some_and(|peer| peer.accepted))
}

/// Fills in what an update may change; gives the terms that the story states.
fn fill(row: &mut Post, remote: &RemotePost, accepted: bool) -> Vec<TermId> {
    let view = remote.story.as_ref().map(StoryView::read);
    let terms = view.as_ref().map(StoryView::terms).unwrap_or_default();
    let care = level::assess(&terms, &[&remote.html.to_plain()]);
    row.kind = if view.is_some() { PostKind::Story } else { PostKind::Note };
    row.listed = accepted && row.kind == PostKind::Story && row.visibility == Visibility::Public;
    row.language.clone_from(&remote.language);
    row.title = view.as_ref().and_then(own_title).or_else(|| remote.title.clone());
    row.warning.clone_from(&remote.warning);
    row.sensitive = remote.sensitive || (row.kind == PostKind::Story && care.level > 0);
    row.care_level = i32::from(care.level);
    remote.html.as_str().clone_into(&mut row.html);
    row.story = remote.story.as_ref().map(serde_json::Value::to_string);
    terms
}

/// The title in the story's own language.
fn own_title(view: &StoryView) -> Option<String> {
    let language = view.original_language.as_deref().unwrap_or_default();
    view.title(language).map(|title| title.text.to_owned())
}

async fn write_parts(tx: &Tx, row: &Post, remote: &RemotePost, terms: &[TermId]) -> Result<()> {
    let tag = |(tag, name): &(String, String)| PostTag {
        post_id: row.id,
        tag: tag.clone(),
        name: name.clone(),
        position: row.position,
    };
    store::post_tag::replace(tx, row.id, remote.tags.iter().map(tag).collect()).await?;
    let term = |(rank, term): (i32, &TermId)| PostTerm {
        post_id: row.id,
        term: term.to_string(),
        rank,
        position: row.position,
    };
    store::post_term::replace(tx, row.id, (0..).zip(terms).map(term).collect()).await?;
    let mention = |id: &i64| Mention { post_id: row.id, account_id: *id };
    store::mention::replace(tx, row.id, remote.mentions.iter().map(mention).collect()).await
}
