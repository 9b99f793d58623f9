//! Receiving: a post of another server is stored, changed, and shown here as its server says.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::app::App;
use crate::base::error::{Error, Result};
use crate::base::text::CleanHtml;
use crate::domain::account::Account;
use crate::domain::care::level;
use crate::domain::media::{self, RemotePicture};
use crate::domain::poll::{self, RemotePoll};
use crate::domain::post::policy::Policy;
use crate::domain::post::{Post, PostKind, PostState, Quotable, Visibility};
use crate::domain::story::document::StoryView;
use crate::domain::story::{facets, rarity, reply};
use crate::domain::vocabulary::TermId;
use crate::store::combination::Combination;
use crate::store::event::Event;
use crate::store::mention::Mention;
use crate::store::peer::Marks;
use crate::store::post::{self, Counter};
use crate::store::post_facet::PostFacet;
use crate::store::post_policy::PostPolicy;
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
    /// What its author lets people here do with it.
    pub policy: Policy,
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
    Ok(receive_all(app, tx, &[(author, &remote)], arrival).await?.pop())
}

/// Stores those of the posts that are not here yet, and were not deleted before; gives them back. As few statements for
/// many as for one, where nobody answers anybody.
pub async fn receive_all(
    app: &App,
    tx: &Tx,
    arrived: &[(&Account, &RemotePost)],
    arrival: Arrival,
) -> Result<Vec<Post>> {
    let uris: Vec<&str> = arrived.iter().map(|(_, remote)| remote.uri.as_str()).collect();
    let gone = tombstone::list_uris(&**tx, &uris).await?;
    let mut known: HashSet<String> = post::list_uris(&**tx, &uris).await?.into_iter().chain(gone).collect();
    let mut new = arrived.to_vec();
    new.retain(|(_, remote)| known.insert(remote.uri.clone()));
    if new.is_empty() {
        return Ok(Vec::new());
    }
    let answered: Vec<&str> = new.iter().filter_map(|(_, remote)| remote.in_reply_to.as_deref()).collect();
    let parents = post::list_by_uris(&**tx, &answered).await?;
    let mut threads: HashMap<String, Place> =
        parents.iter().map(|parent| (parent.uri.clone(), Place::of(parent))).collect();
    let marks = marks_of_peers(tx, &new).await?;
    let (mut rows, mut events, mut parts) = (Vec::new(), Vec::new(), Parts::default());
    let mut held = Vec::new();
    // A number for each post, one for its position, and one for what follows from it.
    let mut numbers = app.new_ids(tx, new.len().saturating_mul(3)).await?.into_iter();
    let mut next = || numbers.next().ok_or_else(|| anyhow::anyhow!("too few numbers"));
    for (author, remote) in &new {
        let (id, position, event) = (next()?, next()?, next()?);
        let position = match arrival {
            Arrival::Delivered => position,
            Arrival::Fetched => number::at(remote.published_at, &app.random),
        };
        let parent = remote.in_reply_to.as_ref().and_then(|uri| threads.get(uri)).copied();
        let mut row = blank(app, author, remote, id, position, parent);
        if let Some(parent) = parent
            && let Some(holder) = reply::holder(app, &**tx, parent.root_id, author, remote.visibility).await?
        {
            row.state = PostState::Held;
            row.position = None;
            held.push(holder.of(id));
        }
        let is_accepted = author.peer_id.is_some_and(|peer_id| marks.accepted.contains(&peer_id));
        let terms = fill(&mut row, remote, is_accepted);
        parts.add(&row, remote, &terms)?;
        threads.insert(row.uri.clone(), Place::of(&row));
        if row.state == PostState::Published {
            events.push((event, Event::PostPublished { post: id, was_held: false }));
        }
        rows.push(row);
    }
    post::insert_all(tx, rows.clone()).await?;
    parts.insert(tx).await?;
    store::held_reply::insert_all(tx, held).await?;
    for (row, (author, remote)) in rows.iter().zip(&new) {
        media::receive(app, tx, row.account_id, row.id, shown_pictures(&marks, author, remote)).await?;
        if let Some(poll) = &remote.poll {
            poll::receive(tx, row.id, poll).await?;
        }
    }
    let uris: Vec<&str> = rows.iter().map(|row| row.uri.as_str()).collect();
    let awaited: HashSet<String> = post::list_awaited(&**tx, &uris).await?.into_iter().collect();
    let adopting = || rows.iter().filter(|row| awaited.contains(&row.uri));
    for row in adopting() {
        reply::adopt(app, tx, row).await?;
    }
    // All that answer those are counted by now.
    let adopting: HashSet<i64> = adopting().map(|row| row.id).collect();
    // A reply that is held counts nowhere until it is let through.
    let shown = || rows.iter().filter(|row| row.state == PostState::Published);
    let open = || shown().filter(|row| row.visibility.is_open());
    let mut latest: BTreeMap<i64, i64> = BTreeMap::new();
    for row in open() {
        let at = latest.entry(row.account_id).or_insert(row.published_at);
        *at = row.published_at.max(*at);
    }
    for (account_id, number) in counted(shown().map(|row| row.account_id)) {
        store::account::count_posts(tx, account_id, number, latest.get(&account_id).copied()).await?;
    }
    let answered = open().filter_map(|row| row.in_reply_to_id).filter(|id| !adopting.contains(id));
    for (parent, number) in counted(answered) {
        post::count(tx, parent, Counter::Replies, number).await?;
    }
    store::event::append_all(tx, &events).await?;
    Ok(rows)
}

/// Where a post stands in its thread.
#[derive(Clone, Copy)]
struct Place {
    id: i64,
    account_id: i64,
    root_id: i64,
}

impl Place {
    fn of(post: &Post) -> Self {
        Self { id: post.id, account_id: post.account_id, root_id: post.root_id.unwrap_or(post.id) }
    }
}

/// How often each comes.
fn counted(ids: impl Iterator<Item = i64>) -> BTreeMap<i64, i32> {
    let mut counts = BTreeMap::new();
    for id in ids {
        *counts.entry(id).or_default() += 1;
    }
    counts
}

/// A row with everything that no update changes.
fn blank(
    app: &App,
    author: &Account,
    remote: &RemotePost,
    id: i64,
    position: i64,
    parent: Option<Place>,
) -> Post {
    Post {
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
        in_reply_to_id: parent.map(|parent| parent.id),
        in_reply_to_account_id: parent.map(|parent| parent.account_id),
        in_reply_to_uri: remote.in_reply_to.clone(),
        root_id: Some(parent.map_or(id, |parent| parent.root_id)),
        boost_of_id: None,
        // A clock that is ahead elsewhere must not put a post into our future.
        published_at: remote.published_at.min(app.now()),
        updated_at: None,
        indexable: false,
        federates: false,
        quotable: Quotable::Nobody,
        app_name: None,
        reply_count: 0,
        boost_count: 0,
        favourite_count: 0,
    }
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
    let marks = marks_of_peers(tx, &[(author, &remote)]).await?;
    let accepted = !marks.accepted.is_empty();
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
    let mut parts = Parts::default();
    parts.add(&row, &remote, &terms)?;
    parts.replace(tx, row.id).await?;
    let pictures = shown_pictures(&marks, author, &remote);
    media::receive_anew(app, tx, author.id, row.id, pictures).await?;
    app.record(tx, &Event::PostEdited { post: row.id, took_out: false }).await
}

/// A post's pictures, or none where moderators want none of its server.
fn shown_pictures<'a>(marks: &Marks, author: &Account, remote: &'a RemotePost) -> &'a [RemotePicture] {
    let is_without = author.peer_id.is_some_and(|peer_id| marks.without_media.contains(&peer_id));
    if is_without { &[] } else { &remote.pictures }
}

/// What is done with posts of the authors' servers.
async fn marks_of_peers(tx: &Tx, arrived: &[(&Account, &RemotePost)]) -> Result<Marks> {
    let mut peers: Vec<i64> = arrived.iter().filter_map(|(author, _)| author.peer_id).collect();
    peers.sort_unstable();
    peers.dedup();
    store::peer::marks(&**tx, &peers).await
}

/// Fills in what an update may change; gives the terms that the story states.
fn fill(row: &mut Post, remote: &RemotePost, accepted: bool) -> Vec<TermId> {
    let view = remote.story.as_ref().map(StoryView::read);
    let terms = view.as_ref().map(StoryView::terms).unwrap_or_default();
    let care = level::assess(&terms, &[&remote.html.to_plain()]);
    row.kind = if view.is_some() { PostKind::Story } else { PostKind::Note };
    row.listed = accepted
        && row.state == PostState::Published
        && row.kind == PostKind::Story
        && row.visibility == Visibility::Public;
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

/// What hangs on posts: hashtags, terms, mentions, facets and combinations.
#[derive(Default)]
struct Parts {
    facets: Vec<PostFacet>,
    combinations: Vec<Combination>,
    tags: Vec<PostTag>,
    terms: Vec<PostTerm>,
    mentions: Vec<Mention>,
    policies: Vec<PostPolicy>,
}

impl Parts {
    fn add(&mut self, row: &Post, remote: &RemotePost, terms: &[TermId]) -> Result<()> {
        self.facets.extend(facets::of(row));
        self.combinations.extend(rarity::of(row));
        self.tags.extend(remote.tags.iter().map(|(tag, name)| PostTag {
            post_id: row.id,
            tag: tag.clone(),
            name: name.clone(),
            position: row.position,
        }));
        self.terms.extend((0..).zip(terms).map(|(rank, term)| PostTerm {
            post_id: row.id,
            term: term.to_string(),
            rank,
            position: row.position,
        }));
        self.mentions.extend(remote.mentions.iter().map(|id| Mention { post_id: row.id, account_id: *id }));
        if !remote.policy.is_open() {
            let policy = serde_json::to_string(&remote.policy).map_err(anyhow::Error::from)?;
            self.policies.push(PostPolicy { post_id: row.id, policy });
        }
        Ok(())
    }

    /// Writes them for new posts.
    async fn insert(self, tx: &Tx) -> Result<()> {
        store::post_facet::insert_all(tx, self.facets).await?;
        store::combination::insert_all(tx, self.combinations).await?;
        store::post_tag::insert_all(tx, self.tags).await?;
        store::post_term::insert_all(tx, self.terms).await?;
        store::mention::insert_all(tx, self.mentions).await?;
        store::post_policy::insert_all(tx, self.policies).await
    }

    /// Writes them in place of those that a post had.
    async fn replace(self, tx: &Tx, post_id: i64) -> Result<()> {
        store::post_facet::replace(tx, post_id, self.facets).await?;
        store::combination::replace(tx, post_id, self.combinations).await?;
        store::post_tag::replace(tx, post_id, self.tags).await?;
        store::post_term::replace(tx, post_id, self.terms).await?;
        store::mention::replace(tx, post_id, self.mentions).await?;
        store::post_policy::replace(tx, post_id, self.policies).await
    }
}
