//! Review: a moderator reads a story, or the change of one, before others do, and lets it through or not.
//!
//! Which stories wait is the community's choice (`review.mode`, `docs/moderation.md`). A story that waits is seen by
//! its author and the moderators only; a change that waits leaves the published version standing.

use crate::app::App;
use crate::base::config::ReviewMode;
use crate::base::error::{Error, Problem, Result};
use crate::domain::auth::{Member, member as members, unnamed};
use crate::domain::care::level::{PRESENT_DANGER, SUICIDAL_THOUGHTS};
use crate::domain::media;
use crate::domain::post::timed::find_time;
use crate::domain::post::{Post, PostKind, PostState, Visibility};
use crate::domain::story::change::{self, Change};
use crate::domain::story::compose::Composed;
use crate::domain::story::identity::{self, Version};
use crate::domain::story::second::{self, Yes};
use crate::domain::story::write::count_released;
use crate::domain::story::{danger, edit, proposal};
use crate::domain::transparency::log::{self, Act, By};
use crate::store::event::Event;
use crate::store::kind::ReviewState;
use crate::store::member::{self, Change as MemberChange};
use crate::store::review::{self, Review};
use crate::store::{self, Conn, Tx, appeal, approval, held_reply, post, timed_release};

pub use crate::store::kind::Reason;

/// Most characters of a moderator's note to the author.
pub const NOTE_MOST: usize = 1000;

/// Why something is not let through.
#[derive(Debug, Clone)]
pub struct Refusal {
    /// The rule.
    pub reason: Reason,
    /// What the moderator says to the author in their own words; may be empty.
    pub note: String,
    /// Another text that is proposed to the author, in its text form.
    pub proposal: Option<String>,
    /// Who decides.
    pub by: By,
}

impl Reason {
    /// Every reason, in the order in which the desk offers them.
    pub const ALL: [Self; 8] = [
        Self::Hidden,
        Self::Named,
        Self::Method,
        Self::Advice,
        Self::Kind,
        Self::Trade,
        Self::Own,
        Self::Other,
    ];

    /// The word that stands in forms and in the client API.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Own => "own",
            Self::Hidden => "hidden",
            Self::Named => "named",
            Self::Kind => "kind",
            Self::Method => "method",
            Self::Advice => "advice",
            Self::Trade => "trade",
            Self::Other => "other",
        }
    }

    /// Key of the sentence in the catalogue.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Own => "refused-own",
            Self::Hidden => "refused-hidden",
            Self::Named => "refused-named",
            Self::Kind => "refused-kind",
            Self::Method => "refused-method",
            Self::Advice => "refused-advice",
            Self::Trade => "refused-trade",
            Self::Other => "refused-other",
        }
    }

    /// Key of its name in the catalogue, for others than the author.
    pub const fn name_key(self) -> &'static str {
        match self {
            Self::Own => "rule-own",
            Self::Hidden => "rule-hidden",
            Self::Named => "rule-named",
            Self::Kind => "rule-kind",
            Self::Method => "rule-method",
            Self::Advice => "rule-advice",
            Self::Trade => "rule-trade",
            Self::Other => "rule-other",
        }
    }

    /// The reason that a word means.
    pub fn parse(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|reason| reason.code() == code)
    }
}

/// Whether a moderator has to read a story of this member before others do.
pub fn reads_first(app: &App, author: &Member) -> bool {
    if unnamed::is(app, &author.account) {
        return app.config.telling.reviewed;
    }
    match app.config.review.mode {
        ReviewMode::All => true,
        ReviewMode::First => !author.row.trusted,
        ReviewMode::None => false,
    }
}

/// The same for anything that a member publishes: only stories are read.
pub(super) fn waits(app: &App, author: &Member, kind: PostKind) -> bool {
    kind == PostKind::Story && reads_first(app, author)
}

/// Whether a post of a member, or a change of it, waits for a moderator. One that waits for its time alone does not.
pub async fn is_waiting(app: &App, post: &Post) -> Result<bool> {
    match post.state {
        PostState::Held => Ok(find_time(app.read(), post).await?.is_none()),
        PostState::Published => Ok(change::waiting(app.read(), post.id).await?.is_some()),
        PostState::Refused => Ok(false),
    }
}

/// Where nobody reviews, the first story ends the trial of who came in by open sign-up: nobody else could.
pub(super) async fn end_trial_without_review(
    app: &App,
    tx: &Tx,
    author: &Member,
    kind: PostKind,
) -> Result<()> {
    let ends = app.config.review.mode == ReviewMode::None && kind == PostKind::Story && !author.row.trusted;
    if ends { trust(tx, author.id()).await } else { Ok(()) }
}

/// Lets a story or its change through, with a care level of 0 to 2 where the moderator sets one; or notes that the first of two
/// people says yes. From the first story on that was let through, its author is trusted.
///
/// # Errors
/// `Conflict` where nothing waits, or its author changed it since `seen` was the version; `Invalid` where it holds
/// contact data, or the level is below what its terms say.
pub async fn release(app: &App, by: By, id: i64, seen: Option<&str>, care: Option<u8>) -> Result<Post> {
    let post = post::find(app.read(), id).await?.ok_or(Error::NotFound("post"))?;
    if is_for_others(app.read(), &post).await? {
        return Err(DECIDED);
    }
    if post.state == PostState::Refused {
        return Err(DECIDED);
    }
    refuse_own(app, by, post.account_id).await?;
    let version = match Box::pin(second::say_yes(app, by, &post, seen)).await? {
        Yes::Decides(version) => version,
        Yes::IsFirst => return Ok(post),
    };
    match post.state {
        PostState::Held => release_story(app, by, &post, &version, care).await,
        PostState::Published => Box::pin(release_change(app, by, &post, &version, care)).await,
        PostState::Refused => Err(DECIDED),
    }
}

async fn release_story(app: &App, by: By, read: &Post, seen: &str, care: Option<u8>) -> Result<Post> {
    let mut change = Change::of(read)?;
    identity::refuse_contact(app, read.id, &change.told).await?;
    // What nobody publishes with its level gets the highest that is published.
    let care = care.or_else(|| danger::is_grave(read.care_level).then_some(SUICIDAL_THOUGHTS));
    let composed = match care {
        Some(level) => Some(compose_with(app, read, &mut change, level).await?),
        None => None,
    };
    let id = read.id;
    let tx = app.db.begin().await?;
    let mut held = load_held(&tx, id, Some(seen)).await?;
    if held.source != read.source {
        return Err(CHANGED);
    }
    if let Some(composed) = composed {
        held = change.applied(held, &composed);
    }
    if held.kind == PostKind::Story {
        trust(&tx, held.account_id).await?;
    }
    review::delete(&tx, id).await?;
    approval::delete(&tx, id).await?;
    let released = release_held(app, &tx, held).await?;
    log::write(app, &tx, by, of_kind(released.kind, Act::StoryReleased, Act::PostReleased), id).await?;
    app.record(&tx, &Event::ReviewChanged { post: id }).await?;
    app.commit(tx).await?;
    Ok(released)
}

/// Whether a held post waits for something else than a moderator's word: whoever is asked about a reply decides that
/// elsewhere, and a story that has a time comes out at it.
pub(super) async fn is_for_others(conn: &impl Conn, post: &Post) -> Result<bool> {
    Ok(held_reply::find(conn, post.id).await?.is_some() || find_time(conn, post).await?.is_some())
}

/// Publishes a held story that no moderator has to read.
pub(super) async fn release_unread(app: &App, tx: &Tx, held: Post) -> Result<Post> {
    let held = Post { updated_at: None, ..held };
    release_held(app, tx, held).await
}

/// Gives a held story its place in the lists.
pub(super) async fn release_held(app: &App, tx: &Tx, held: Post) -> Result<Post> {
    let id = held.id;
    let [position, event_id] = app.new_id_each(tx).await?;
    let member = member::find(&**tx, held.account_id).await?;
    // Who told without an account has no settings beside what stands with the story.
    let federates = held.federates && member.is_none_or(|(member, _)| member.federates);
    let released = Post {
        position: Some(position),
        state: PostState::Published,
        listed: held.visibility == Visibility::Public && held.kind == PostKind::Story,
        published_at: app.minute(),
        updated_at: None,
        federates,
        ..held
    };
    post::update(tx, released.clone()).await?;
    timed_release::delete(tx, id).await?;
    store::post_facet::place(tx, id, position).await?;
    store::post_tag::place(tx, id, position).await?;
    store::post_term::place(tx, id, position).await?;
    count_released(tx, &released, true, event_id).await?;
    Ok(released)
}

async fn release_change(app: &App, by: By, post: &Post, seen: &str, care: Option<u8>) -> Result<Post> {
    let text = change::waiting(app.read(), post.id).await?.ok_or(DECIDED)?;
    let mut change = Change::read(post.id, &text)?;
    identity::refuse_contact(app, post.id, &change.told).await?;
    let composed = match care {
        Some(level) => compose_with(app, post, &mut change, level).await?,
        None => change.compose(app, &load_author(app, post).await?, post).await?,
    };
    let pictures = media::descriptions_of(app, post.id).await?;
    let version = Version { told: &change.told, pictures: &pictures };
    let took_out = identity::takes_out(app, post, version).await?;
    let tx = app.db.begin().await?;
    // Read again under the lock: its author may have changed it since.
    let current = post::find(&*tx, post.id).await?.ok_or(Error::NotFound("post"))?;
    let waiting = load_waiting(&tx, post.id, Some(seen)).await?;
    if waiting != text {
        return Err(CHANGED);
    }
    let changed = change.apply(app, &tx, current, &composed).await?;
    review::delete(&tx, post.id).await?;
    approval::delete(&tx, post.id).await?;
    trust(&tx, post.account_id).await?;
    log::write(app, &tx, by, Act::ChangeReleased, post.id).await?;
    app.record(&tx, &Event::PostEdited { post: post.id, took_out }).await?;
    app.record(&tx, &Event::ReviewChanged { post: post.id }).await?;
    app.commit_change(tx).await?;
    Ok(changed)
}

/// Composes what waits with the care level that a moderator sets.
async fn compose_with(app: &App, post: &Post, change: &mut Change, level: u8) -> Result<Composed> {
    if level > SUICIDAL_THOUGHTS || level < change.told.least_care() {
        return Err(Error::invalid("care", "problem-care-level"));
    }
    change.told.care = Some(level);
    change.compose(app, &load_author(app, post).await?, post).await
}

async fn load_author(app: &App, post: &Post) -> Result<Member> {
    unnamed::find_author(app, post.account_id).await?.ok_or(Error::NotFound("author"))
}

/// Sets the care level of a new story or post, which still waits. From 3 on its author is met as somebody who may be in
/// danger.
///
/// # Errors
/// `Conflict` where it does not wait, or its author changed it since `seen` was the version; `Invalid` for a level that
/// is below what its terms say, or above 3.
pub async fn set_care(app: &App, by: By, id: i64, level: u8, seen: Option<&str>) -> Result<Post> {
    let read = post::find(app.read(), id).await?.ok_or(Error::NotFound("post"))?;
    refuse_own(app, by, read.account_id).await?;
    if level > PRESENT_DANGER {
        return Err(Error::invalid("care", "problem-care-level"));
    }
    let mut change = Change::of(&read)?;
    let composed = compose_with(app, &read, &mut change, level.min(SUICIDAL_THOUGHTS)).await?;
    let tx = app.db.begin().await?;
    let held = load_held(&tx, id, seen).await?;
    if held.source != read.source {
        return Err(CHANGED);
    }
    let care_level = i32::from(level);
    let set = Post { care_level, ..change.applied(held, &composed) };
    post::update(&tx, set.clone()).await?;
    log::write(app, &tx, by, Act::CareSet, id).await?;
    if level == PRESENT_DANGER {
        change::await_moderator(app, &tx, id).await?;
        app.record(&tx, &Event::ReviewChanged { post: id }).await?;
    }
    app.commit(tx).await?;
    Ok(set)
}

/// Whether who decides is the author of what it is about, and somebody else could decide.
pub async fn is_own(app: &App, by: By, author: i64) -> Result<bool> {
    Ok(by.account() == Some(author) && members::is_another_moderator(app, author).await?)
}

/// Leaves a decision to others where it is about something of who decides, as long as there is another moderator.
///
/// # Errors
/// `Invalid` at `decision`.
pub async fn refuse_own(app: &App, by: By, author: i64) -> Result<()> {
    if is_own(app, by, author).await? { Err(Error::invalid("decision", "problem-own")) } else { Ok(()) }
}

/// Asks a moderator to read a story, or the change of one, that a program alone did not let through.
///
/// # Errors
/// `Conflict` where a person decided about it, or nobody did.
pub async fn ask_person(app: &App, author: &Member, id: i64) -> Result<Post> {
    let (post, _) = edit::load_change(app, author, id).await?;
    if !danger::may_ask(app, &post).await? {
        return Err(DECIDED);
    }
    let tx = app.db.begin().await?;
    let post = post::find(&*tx, id).await?.ok_or(DECIDED)?;
    let review = review::find(&*tx, id).await?.filter(|review| review.state == ReviewState::Refused);
    let waiting = match (post.state, review.and_then(|review| review.change)) {
        (PostState::Refused, _) => {
            change::await_moderator(app, &tx, id).await?;
            let waiting = Post { state: PostState::Held, ..post };
            post::update(&tx, waiting.clone()).await?;
            waiting
        }
        (PostState::Published, Some(text)) => {
            Change::read(id, &text)?.hold(app, &tx, &post).await?;
            post
        }
        (PostState::Published, None) | (PostState::Held, _) => return Err(DECIDED),
    };
    app.record(&tx, &Event::ReviewChanged { post: id }).await?;
    app.commit(tx).await?;
    Ok(waiting)
}

/// Does not let a story or its change through; its author learns why. A story stays for its author, who can mend it; a
/// change is kept for some time, so that its author can say why that was wrong.
///
/// # Errors
/// `Conflict` where nothing waits, or its author changed it since `seen` was the version; `Invalid` where the note is too long, or
/// what is proposed cannot be (`proposal`).
pub async fn refuse(app: &App, id: i64, refusal: Refusal, seen: Option<&str>) -> Result<Post> {
    let note = refusal.note.trim();
    if note.chars().count() > NOTE_MOST {
        let problem = Problem::new("note", "problem-too-long").with("most", NOTE_MOST);
        return Err(Error::Invalid(vec![problem]));
    }
    let post = post::find(app.read(), id).await?.ok_or(Error::NotFound("post"))?;
    refuse_own(app, refusal.by, post.account_id).await?;
    let proposal = match &refusal.proposal {
        Some(text) => {
            let before = Change::newest(app.read(), &post).await?;
            Some(proposal::check(app, before, text).await?)
        }
        None => None,
    };
    let tx = app.db.begin().await?;
    let post = post::find(&*tx, id).await?.ok_or(Error::NotFound("post"))?;
    let mut change = None;
    let (refused, act) = match post.state {
        PostState::Held => {
            let refused = Post { state: PostState::Refused, ..load_held(&tx, id, seen).await? };
            post::update(&tx, refused.clone()).await?;
            let act = of_kind(refused.kind, Act::StoryRefused, Act::PostRefused);
            (refused, act)
        }
        PostState::Published => {
            change = Some(load_waiting(&tx, id, seen).await?);
            (post, Act::ChangeRefused)
        }
        PostState::Refused => return Err(DECIDED),
    };
    let row = Review {
        post_id: id,
        state: ReviewState::Refused,
        change,
        reason: Some(refusal.reason),
        note: note.to_owned(),
        proposal,
        decided_by: refusal.by.account(),
        changed_at: app.minute(),
    };
    review::put(&tx, row).await?;
    // What was said of a decision before this one is over.
    appeal::delete(&tx, id).await?;
    approval::delete(&tx, id).await?;
    log::write_with(app, &tx, refusal.by, act, id, Some(refusal.reason)).await?;
    if refusal.proposal.is_some() {
        log::write(app, &tx, refusal.by, Act::TextProposed, id).await?;
    }
    app.record(&tx, &Event::ReviewChanged { post: id }).await?;
    app.commit(tx).await?;
    Ok(refused)
}

/// What a decision is called, about a story or about another post.
pub(super) const fn of_kind(kind: PostKind, story: Act, other: Act) -> Act {
    match kind {
        PostKind::Story => story,
        PostKind::Note | PostKind::Boost => other,
    }
}

/// What a decision answers that came too late.
const DECIDED: Error = Error::Conflict("decision about this story");
/// What a decision answers about a version that is no longer the newest.
const CHANGED: Error = Error::Conflict("newer version of this story");

async fn load_held(tx: &Tx, id: i64, seen: Option<&str>) -> Result<Post> {
    let post = post::find(&**tx, id).await?.filter(|post| post.state == PostState::Held).ok_or(DECIDED)?;
    if is_for_others(&**tx, &post).await? {
        return Err(DECIDED);
    }
    let version = change::version(post.source.as_deref().unwrap_or_default());
    if seen.is_some_and(|seen| seen != version) { Err(CHANGED) } else { Ok(post) }
}

async fn load_waiting(tx: &Tx, id: i64, seen: Option<&str>) -> Result<String> {
    let text = change::waiting(&**tx, id).await?.ok_or(DECIDED)?;
    if seen.is_some_and(|seen| seen != change::version(&text)) { Err(CHANGED) } else { Ok(text) }
}

/// Asks a moderator to read a story that is held, and to let its names stand.
///
/// # Errors
/// `Invalid` where it holds contact data, which nobody lets stand.
pub async fn ask_moderator(app: &App, author: &Member, id: i64) -> Result<()> {
    let (post, change) = edit::load_change(app, author, id).await?;
    identity::refuse_contact(app, post.id, &change.told).await?;
    let tx = app.db.begin().await?;
    // A change that waits is read by a moderator in any case.
    if post.state == PostState::Held {
        change::await_moderator(app, &tx, id).await?;
    }
    app.commit(tx).await
}

/// Ends the trial of a member. Who told without an account is no member and stays on it.
async fn trust(tx: &Tx, account_id: i64) -> Result<()> {
    if member::find(&**tx, account_id).await?.is_none() {
        return Ok(());
    }
    member::change(tx, account_id, MemberChange { trusted: Some(true), ..MemberChange::default() }).await
}
