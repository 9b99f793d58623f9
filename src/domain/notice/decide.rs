//! Who is told of a change. Every part can run twice: a notice is written once per member, kind, doer and post.

use std::collections::{HashMap, HashSet};

use crate::app::App;
use crate::base::error::Result;
use crate::base::hub::Happening;
use crate::domain::account::{self as accounts, Account, AccountKind};
use crate::domain::notice::{policy, push};
use crate::domain::poll;
use crate::domain::post::Released;
use crate::domain::post::thread::root_of;
use crate::store::event::Event;
use crate::store::kind::{NoticeKind, NoticeStanding, PostKind, PostState, Visibility};
use crate::store::notice::{self, Notice};
use crate::store::post::{self, Post};
use crate::store::{block, favourite, follow, host_block, mute, thread_mute};

/// Writes the notices that follow from an event, and removes those that it makes pointless.
pub async fn decide(app: &App, event: &Event, released: Option<&Released>) -> Result<()> {
    match event {
        Event::PostPublished { was_held, .. } => match released {
            Some(released) => published(app, released, *was_held).await,
            None => Ok(()),
        },
        Event::PostEdited { post, .. } => edited(app, *post).await,
        Event::PostWithdrawn { post, .. } => {
            let tx = app.db.begin().await?;
            notice::delete_about(&tx, *post).await?;
            app.commit(tx).await
        }
        Event::BoostUndone { account, post, .. } => {
            forget(app, &[NoticeKind::Reblog], *account, None, Some(*post)).await
        }
        Event::FollowRequested { follow } | Event::FollowAccepted { follow } => followed(app, *follow).await,
        Event::FollowRejected { follower, target, .. } | Event::FollowUndone { follower, target, .. } => {
            let both = [NoticeKind::Follow, NoticeKind::FollowRequest];
            forget(app, &both, *follower, Some(*target), None).await
        }
        Event::Favourited { favourite } => favourited(app, *favourite).await,
        Event::FavouriteUndone { account, post, .. } => {
            forget(app, &[NoticeKind::Favourite], *account, None, Some(*post)).await
        }
        Event::AccountDeleted { account } => {
            let tx = app.db.begin().await?;
            notice::delete_by(&tx, *account).await?;
            app.commit(tx).await
        }
        Event::PollEnded { post } => poll_ended(app, *post).await,
        Event::ReviewChanged { .. }
        | Event::TakenDown { .. }
        | Event::ComplaintChanged { .. }
        | Event::AppealDecided { .. }
        | Event::GuideAsked { .. }
        | Event::ConsentChanged { .. }
        | Event::LetTravel { .. }
        | Event::KeptHere { .. }
        | Event::Permitted { .. }
        | Event::Declined { .. }
        | Event::PermissionRevoked { .. }
        | Event::CalledOff { .. }
        | Event::Blocked { .. }
        | Event::Unblocked { .. }
        | Event::Voted { .. }
        | Event::VotesCounted { .. }
        | Event::Announced { .. }
        | Event::AnnouncementWithdrawn { .. }
        | Event::Pinned { .. }
        | Event::Unpinned { .. }
        | Event::ProfileChanged { .. }
        | Event::KeysRotated { .. }
        | Event::Reported { .. } => Ok(()),
    }
}

/// The author of what was boosted; whom a post mentions; who wants to be told when its author writes. What was held has
/// been let through by whoever it is for, and waits no second time.
async fn published(app: &App, released: &Released, was_held: bool) -> Result<()> {
    let post = released.post();
    if post.state != PostState::Published {
        return Ok(());
    }
    if post.boost_of_id.is_some() {
        let original = released.original.as_ref().map(|whole| &whole.post);
        let Some(original) = original.filter(|original| original.state == PostState::Published) else {
            return Ok(());
        };
        let booster = accounts::list(app, &[post.account_id]).await?.pop();
        // Our own feed boosts every story: that is no news to its author.
        if booster.is_none_or(|booster| booster.is_local() && booster.kind == AccountKind::Group) {
            return Ok(());
        }
        return tell(app, NoticeKind::Reblog, post.account_id, original.id, vec![original.account_id]).await;
    }
    let mentioned = &released.whole.mentions;
    let mention = Told { is_let_in: was_held, ..Told::of(NoticeKind::Mention, post.account_id, post.id) };
    tell_of(app, mention, mentioned.clone()).await?;
    if post.visibility == Visibility::Direct {
        return Ok(());
    }
    let waiting = follow::list_to_notify(app.read(), post.account_id).await?;
    let waiting = waiting.into_iter().map(|row| row.follower_id).filter(|id| !mentioned.contains(id));
    tell(app, NoticeKind::Status, post.account_id, post.id, waiting.collect()).await
}

/// Members who passed a post on stand for its text, so they learn that it changed; each time anew.
async fn edited(app: &App, id: i64) -> Result<()> {
    let Some(post) = released(app, id).await? else { return Ok(()) };
    let boosters = post::list_local_boosts(app.read(), post.id).await?;
    forget(app, &[NoticeKind::Update], post.account_id, None, Some(post.id)).await?;
    let boosters = boosters.into_iter().filter(|row| row.kind == PostKind::Boost).map(|row| row.account_id);
    tell(app, NoticeKind::Update, post.account_id, post.id, boosters.collect()).await
}

/// Who is followed, or asked.
async fn followed(app: &App, id: i64) -> Result<()> {
    let Some(row) = follow::find(app.read(), id).await? else { return Ok(()) };
    if !row.accepted {
        return tell(app, NoticeKind::FollowRequest, row.follower_id, 0, vec![row.target_id]).await;
    }
    forget(app, &[NoticeKind::FollowRequest], row.follower_id, Some(row.target_id), None).await?;
    tell(app, NoticeKind::Follow, row.follower_id, 0, vec![row.target_id]).await
}

/// The author of the favourite.
async fn favourited(app: &App, id: i64) -> Result<()> {
    let Some(row) = favourite::find(app.read(), id).await? else { return Ok(()) };
    let Some(post) = released(app, row.post_id).await? else { return Ok(()) };
    tell(app, NoticeKind::Favourite, row.account_id, post.id, vec![post.account_id]).await
}

/// Who voted, and the author.
async fn poll_ended(app: &App, id: i64) -> Result<()> {
    let Some(post) = released(app, id).await? else { return Ok(()) };
    let voters = poll::list_voters(app, post.id).await?;
    tell(app, NoticeKind::Poll, post.account_id, post.id, voters).await?;
    let own = Told::of(NoticeKind::Poll, post.account_id, post.id);
    write(app, own, vec![post.account_id], &HashMap::new()).await
}

/// The post, if it is still there and released.
async fn released(app: &App, id: i64) -> Result<Option<Post>> {
    let found = post::find(app.read(), id).await?;
    Ok(found.filter(|post| post.state == PostState::Published))
}

/// What is told.
#[derive(Debug, Clone, Copy)]
struct Told {
    kind: NoticeKind,
    /// Who caused it.
    from: i64,
    /// A post, or 0.
    about: i64,
    /// It waits for nobody's acceptance.
    is_let_in: bool,
}

impl Told {
    fn of(kind: NoticeKind, from: i64, about: i64) -> Self {
        Self { kind, from, about, is_let_in: false }
    }
}

/// Tells those of the accounts who live here and want to hear of `from`. `about` is a post, or 0.
async fn tell(app: &App, kind: NoticeKind, from: i64, about: i64, to: Vec<i64>) -> Result<()> {
    tell_of(app, Told::of(kind, from, about), to).await
}

async fn tell_of(app: &App, told: Told, to: Vec<i64>) -> Result<()> {
    let Told { kind, from, about, is_let_in } = told;
    let to: Vec<i64> = to.into_iter().filter(|id| *id != from).collect();
    if to.is_empty() {
        return Ok(());
    }
    let blocks = block::list_between(app.read(), from, &to).await?;
    let mutes = mute::list_by(app.read(), &to, from, app.now()).await?;
    let post = if about == 0 { None } else { post::find(app.read(), about).await? };
    let of_thread = match &post {
        Some(post) => thread_mute::list_by(app.read(), &to, root_of(post)).await?,
        None => Vec::new(),
    };
    let Some(doer) = accounts::list(app, &[from]).await?.pop() else { return Ok(()) };
    let far = host_block::list_by(app.read(), &to, &doer.host).await?;
    let deaf: HashSet<i64> = blocks
        .iter()
        .flat_map(|row| [row.account_id, row.target_id])
        .chain(of_thread)
        .chain(mutes.iter().filter(|row| row.notices).map(|row| row.account_id))
        .chain(far)
        .collect();
    let to: Vec<i64> = to.into_iter().filter(|id| !deaf.contains(id)).collect();
    let standings = if is_let_in || to.is_empty() {
        HashMap::new()
    } else {
        policy::standings(app, kind, &doer, post.as_ref(), &to).await?
    };
    write(app, told, to, &standings).await
}

/// Writes a notice to each of the accounts that is a member's, and tells it where nothing else is said of it.
async fn write(app: &App, told: Told, to: Vec<i64>, standings: &HashMap<i64, NoticeStanding>) -> Result<()> {
    let Told { kind, from, about, .. } = told;
    let members: Vec<i64> = accounts::list(app, &to)
        .await?
        .into_iter()
        .filter(|row| row.is_local() && !row.suspended && is_member(app, row))
        .map(|row| row.id)
        .collect();
    if members.is_empty() {
        return Ok(());
    }
    let tx = app.db.begin().await?;
    let mut rows = Vec::with_capacity(members.len());
    for account_id in members {
        let id = app.new_id(&tx).await?;
        let standing = standings.get(&account_id).copied().unwrap_or_default();
        let created_at = app.minute();
        rows.push(Notice { id, account_id, kind, from_id: from, post_id: about, created_at, standing });
    }
    let mut written = notice::insert_all(&tx, rows).await?;
    written.retain(|row| row.standing == NoticeStanding::Told);
    let is_pushed = push::plan(app, &tx, &written).await?;
    app.commit(tx).await?;
    if is_pushed {
        app.wake.jobs.notify_one();
    }
    for row in written {
        app.tell(Happening::Told { member: row.account_id, notice: row.id }).await;
    }
    Ok(())
}

/// The server's own accounts read no notices.
fn is_member(app: &App, account: &Account) -> bool {
    match account.kind {
        AccountKind::Person | AccountKind::Organization => true,
        AccountKind::Service => account.uri != app.urls.guide_actor() && account.uri != app.urls.told_actor(),
        AccountKind::Application | AccountKind::Group => false,
    }
}

/// Removes notices that were taken back.
async fn forget(
    app: &App,
    kinds: &[NoticeKind],
    from: i64,
    to: Option<i64>,
    about: Option<i64>,
) -> Result<()> {
    let tx = app.db.begin().await?;
    for kind in kinds {
        notice::delete_from(&tx, *kind, from, to, about).await?;
    }
    app.commit(tx).await
}
