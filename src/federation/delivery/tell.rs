//! From what happened here to what other servers are told.

use super::log::{Entry, Strikes, append};
use super::outgoing::Outgoing;
use super::recipients::{self, Recipients};
use crate::app::App;
use crate::base::error::Result;
use crate::domain::account::Account;
use crate::domain::poll;
use crate::domain::post::{Post, PostKind, PostState, Released, Visibility, list_whole};
use crate::store::event::Event;
use crate::store::outside::{self, Standing};
use crate::store::{
    Tx, account, delivery, departure, favourite, fetched, follow, had, permission, post, report, tombstone,
    withdrawal,
};

/// Writes down what other servers are to be told about an event, which may have released a post. `event_id` numbers it:
/// a second time changes nothing.
pub async fn tell_others(app: &App, event_id: i64, event: &Event, released: Option<&Released>) -> Result<()> {
    if is_of_others(app, event, released).await? {
        return Ok(());
    }
    let told = match released {
        Some(released) => match published(event_id, released) {
            Some(entry) => Some((app.db.begin().await?, (entry, Strikes::Nothing))),
            None => None,
        },
        None => {
            let tx = app.db.begin().await?;
            match entry(app, &tx, event_id, event).await? {
                Some(told) => Some((tx, told)),
                None => {
                    // Another server's post, which members here had passed on: its own server tells of its end.
                    if let Event::PostWithdrawn { post, .. } = event {
                        forget(&tx, *post).await?;
                        tx.commit().await?;
                    }
                    None
                }
            }
        }
    };
    let Some((tx, (entry, strikes))) = told else { return Ok(()) };
    let is_sent = append(app, &tx, entry, strikes).await?;
    if let Event::PostWithdrawn { post, .. } = event {
        withdrawal::set_delivery(&tx, *post, event_id).await?;
    }
    if let Event::PostWithdrawn { post, .. } | Event::KeptHere { post, .. } = event {
        forget(&tx, *post).await?;
    }
    if let Event::AccountDeleted { account } = event {
        departure::set_delivery(&tx, *account, event_id).await?;
        delivery::keep_urgent_of(&tx, *account).await?;
        had::forget_actor(&tx, *account).await?;
    }
    // What goes to nobody is not even written, where nothing else is.
    if is_sent || released.is_none() {
        tx.commit().await?;
        app.wake.delivery.notify_one();
    }
    Ok(())
}

/// Nobody has a post any more, as far as we know: everybody who may have had it was asked to delete it.
async fn forget(tx: &Tx, post: i64) -> Result<()> {
    delivery::forget_post(tx, post).await?;
    had::forget_post(tx, post).await?;
    fetched::forget_post(tx, post).await
}

/// Whether the event is about another server's post, which that server tells of: most events are.
async fn is_of_others(app: &App, event: &Event, released: Option<&Released>) -> Result<bool> {
    match (event, released) {
        (_, Some(released)) => Ok(!released.post().local),
        (Event::PostEdited { post, .. }, None) => {
            Ok(list_whole(app, &[*post]).await?.iter().any(|whole| !whole.post.local))
        }
        (_, None) => Ok(false),
    }
}

type Told = Option<(Entry, Strikes)>;

async fn entry(app: &App, tx: &Tx, event_id: i64, event: &Event) -> Result<Told> {
    let by = |actor_id: i64, outgoing: Outgoing, recipients: Recipients| Entry {
        event_id,
        actor_id,
        outgoing,
        post_id: None,
        recipients,
    };
    let simple = |actor_id, outgoing, to: i64| by(actor_id, outgoing, Recipients::Accounts(vec![to]));
    let told = match event {
        Event::PostEdited { post, .. } | Event::ConsentChanged { post } => {
            edited(tx, event_id, *post).await?
        }
        // The first two are told as what they released. What is said about the next two is a post of its own; what was
        // called off nobody else has ever seen, and announcements are for members.
        Event::PostPublished { .. }
        | Event::LetTravel { .. }
        | Event::ReviewChanged { .. }
        | Event::TakenDown { .. }
        | Event::ComplaintChanged { .. }
        | Event::AppealDecided { .. }
        | Event::GuideAsked { .. }
        | Event::CalledOff { .. }
        | Event::Announced { .. }
        | Event::AnnouncementWithdrawn { .. } => None,
        Event::PostWithdrawn { post, uri, account, .. } | Event::KeptHere { post, uri, account } => {
            withdrawn(app, tx, event_id, *post, uri, *account).await?
        }
        Event::BoostUndone { account, post, uri, .. } => {
            let boosted = boosted_uri(tx, *post).await?;
            let outgoing = Outgoing::UndoAnnounce { uri: uri.clone(), post: boosted };
            let to = Recipients::Boosted { by: *account, post: *post };
            is_ours(tx, *account).await?.then(|| (by(*account, outgoing, to), Strikes::Nothing))
        }
        Event::FollowRequested { follow } => requested(tx, *follow)
            .await?
            .map(|(from, outgoing, to)| (simple(from, outgoing, to), Strikes::Nothing)),
        Event::FollowAccepted { follow } => match follow::find(&**tx, *follow).await? {
            Some(row) if is_open(tx, row.target_id).await? => {
                let accept = Outgoing::Accept { follow: row.id };
                Some((simple(row.target_id, accept, row.follower_id), Strikes::Nothing))
            }
            Some(_) | None => None,
        },
        Event::FollowRejected { follower, target, uri } => {
            let reject = Outgoing::Reject { uri: uri.clone(), follower: *follower };
            is_ours(tx, *target).await?.then(|| (simple(*target, reject, *follower), Strikes::Nothing))
        }
        Event::FollowUndone { follower, target, uri } => {
            let undo = Outgoing::UndoFollow { uri: uri.clone(), target: *target };
            is_ours(tx, *follower).await?.then(|| (simple(*follower, undo, *target), Strikes::Nothing))
        }
        Event::Favourited { favourite } => favourited(tx, *favourite)
            .await?
            .map(|(from, outgoing, to)| (simple(from, outgoing, to), Strikes::Nothing)),
        Event::FavouriteUndone { account, post, uri } => match post::find(&**tx, *post).await? {
            Some(liked) if is_ours(tx, *account).await? => {
                let undo = Outgoing::UndoLike { uri: uri.clone(), post: *post };
                Some((simple(*account, undo, liked.account_id), Strikes::Nothing))
            }
            Some(_) | None => None,
        },
        Event::Permitted { permission, request } => permitted(tx, event_id, *permission, request).await?,
        Event::Declined { .. } => declined(tx, event_id, event).await?,
        Event::PermissionRevoked { .. } => revoked(tx, event_id, event).await?,
        Event::Voted { vote } => voted(app, tx, *vote)
            .await?
            .map(|(voter, author)| (simple(voter, Outgoing::Vote { vote: *vote }, author), Strikes::Nothing)),
        Event::VotesCounted { post } | Event::PollEnded { post } => counted(app, tx, event_id, *post).await?,
        Event::Pinned { account, post } => {
            featured(tx, event_id, *account, *post, Outgoing::Add { post: *post }).await?
        }
        Event::Unpinned { account, post } => {
            featured(tx, event_id, *account, *post, Outgoing::Remove { post: *post }).await?
        }
        Event::Blocked { account, target, uri } => {
            let block = Outgoing::Block { uri: uri.clone(), target: *target };
            is_open(tx, *account).await?.then(|| (simple(*account, block, *target), Strikes::OnlyOvertakes))
        }
        // Overtakes too, or a later Block would arrive before it and be undone by it.
        Event::Unblocked { account, target, uri } => {
            let undo = Outgoing::UndoBlock { uri: uri.clone(), target: *target };
            is_ours(tx, *account).await?.then(|| (simple(*account, undo, *target), Strikes::OnlyOvertakes))
        }
        Event::ProfileChanged { account } => {
            let to = Recipients::Followers { of: *account, and: Vec::new() };
            is_open(tx, *account).await?.then(|| (by(*account, Outgoing::UpdateActor, to), Strikes::Nothing))
        }
        Event::Reported { report } => reported(app, tx, *report)
            .await?
            .map(|(server, flag, to)| (simple(server, flag, to), Strikes::Nothing)),
        // Whoever ever heard of the account may have kept its key.
        Event::KeysRotated { account } => {
            let to = Recipients::All { of: *account };
            is_open(tx, *account).await?.then(|| (by(*account, Outgoing::UpdateActor, to), Strikes::Nothing))
        }
        Event::AccountDeleted { account } => {
            let to = Recipients::All { of: *account };
            let entry = || by(*account, Outgoing::DeleteActor, to);
            is_ours(tx, *account).await?.then(|| (entry(), Strikes::OfActor(*account)))
        }
    };
    Ok(told)
}

/// Who tells whom what about a follow that somebody asked for: that they ask, or that it is accepted.
async fn requested(tx: &Tx, follow: i64) -> Result<Option<(i64, Outgoing, i64)>> {
    let Some(row) = follow::find(&**tx, follow).await? else { return Ok(None) };
    let speaking = outside::list_open(&**tx, &[row.follower_id, row.target_id]).await?;
    let speaks = |id: i64| speaking.iter().any(|account| account.id == id);
    Ok(if speaks(row.follower_id) {
        Some((row.follower_id, Outgoing::Follow { follow: row.id }, row.target_id))
    } else if row.accepted && speaks(row.target_id) {
        Some((row.target_id, Outgoing::Accept { follow: row.id }, row.follower_id))
    } else {
        None
    })
}

/// Who tells whom of a favourite.
async fn favourited(tx: &Tx, favourite: i64) -> Result<Option<(i64, Outgoing, i64)>> {
    let Some(row) = favourite::find(&**tx, favourite).await? else { return Ok(None) };
    if !is_open(tx, row.account_id).await? {
        return Ok(None);
    }
    let liked = post::find(&**tx, row.post_id).await?;
    Ok(liked.map(|liked| (row.account_id, Outgoing::Like { favourite: row.id }, liked.account_id)))
}

/// The answer to a request that was granted. Who gets it shows the post from then on, and hears when it is gone.
async fn permitted(tx: &Tx, event_id: i64, permission: i64, request: &str) -> Result<Told> {
    let Some(row) = permission::find(&**tx, permission).await? else { return Ok(None) };
    let Some(post) = leaving(tx, row.post_id).await? else { return Ok(None) };
    let entry = Entry {
        event_id,
        actor_id: post.account_id,
        outgoing: Outgoing::Permit { permission, request: request.to_owned() },
        post_id: Some(post.id),
        recipients: Recipients::Accounts(vec![row.account_id]),
    };
    Ok(Some((entry, Strikes::Nothing)))
}

/// The answer to a request that was not granted.
async fn declined(tx: &Tx, event_id: i64, event: &Event) -> Result<Told> {
    let Event::Declined { post: id, asker, request, what, interacting } = event.clone() else {
        return Ok(None);
    };
    let Some(asked) = post::find(&**tx, id).await? else { return Ok(None) };
    let outgoing = Outgoing::Decline { post: id, asker, request, what, interacting };
    let recipients = Recipients::Accounts(vec![asker]);
    let entry = Entry { event_id, actor_id: asked.account_id, outgoing, post_id: None, recipients };
    Ok(is_open(tx, asked.account_id).await?.then_some((entry, Strikes::Nothing)))
}

/// That a permission is taken back. In its order: before the answer that gave it, it would say nothing.
async fn revoked(tx: &Tx, event_id: i64, event: &Event) -> Result<Told> {
    let Event::PermissionRevoked { account, post, asker, uri } = event.clone() else { return Ok(None) };
    let recipients = Recipients::Holders { post, and: vec![asker] };
    let entry =
        Entry { event_id, actor_id: account, outgoing: Outgoing::Revoke { uri }, post_id: None, recipients };
    Ok(is_ours(tx, account).await?.then_some((entry, Strikes::Nothing)))
}

/// A report, in the name of the server: nobody there learns who reported.
async fn reported(app: &App, tx: &Tx, id: i64) -> Result<Option<(i64, Outgoing, i64)>> {
    let row = report::find(&**tx, id).await?;
    let server = account::find_by_uri(&**tx, &app.urls.server_actor()).await?;
    Ok(row.zip(server).map(|(row, server)| (server.id, Outgoing::Flag { report: id }, row.target_id)))
}

/// Who voted elsewhere, and whose poll it is.
async fn voted(app: &App, tx: &Tx, vote: i64) -> Result<Option<(i64, i64)>> {
    let choice = poll::load_choice(app, vote).await?;
    let (voter, author) = (choice.vote.account_id, choice.post.account_id);
    Ok((!choice.post.local && is_open(tx, voter).await?).then_some((voter, author)))
}

/// The Delete of a post that is gone or stays here from now on, for everybody who is known to have it.
async fn withdrawn(app: &App, tx: &Tx, event_id: i64, post: i64, uri: &str, account: i64) -> Result<Told> {
    let stone = tombstone::find(&**tx, uri).await?;
    let at = stone.map_or_else(|| app.minute(), |stone| stone.deleted_at);
    let outgoing = Outgoing::Delete { uri: uri.to_owned(), at };
    let recipients = Recipients::Holders { post, and: Vec::new() };
    let entry = Entry { event_id, actor_id: account, outgoing, post_id: None, recipients };
    Ok(is_ours(tx, account).await?.then_some((entry, Strikes::AboutPost(post))))
}

/// A post goes to those for whom it is, a boost to the booster's followers and the author.
fn published(event_id: i64, released: &Released) -> Option<Entry> {
    let post = released.post();
    let may_leave = post.local && post.federates && post.state == PostState::Published && released.speaks;
    if !may_leave {
        return None;
    }
    let (outgoing, post_id, followers, others) = match (post.kind, post.boost_of_id) {
        (PostKind::Boost, Some(boosted)) => {
            let original = released.original.as_ref().map(|original| &original.post);
            // What stays here is passed on to nobody elsewhere.
            if original.is_some_and(|original| original.local && !original.federates) {
                return None;
            }
            // Who lives here has no inbox.
            let author = original.filter(|original| !original.local).map(|original| original.account_id);
            (Outgoing::Announce { boost: post.id }, boosted, Some(post.account_id), Vec::from_iter(author))
        }
        (PostKind::Boost, None) => return None,
        (PostKind::Story | PostKind::Note, _) => {
            let (followers, others) = recipients::of_post(post, &released.whole.mentions);
            (Outgoing::Create { post: post.id }, post.id, followers, others)
        }
    };
    let recipients = match followers.filter(|_| released.is_followed_elsewhere) {
        Some(of) => Recipients::Followers { of, and: others },
        None if others.is_empty() => return None,
        None => Recipients::Accounts(others),
    };
    Some(Entry { event_id, actor_id: post.account_id, outgoing, post_id: Some(post_id), recipients })
}

/// A change goes to everybody who should have the post and everybody who has it, however they came by it.
async fn edited(tx: &Tx, event_id: i64, id: i64) -> Result<Told> {
    let Some(post) = leaving(tx, id).await? else { return Ok(None) };
    let (followers_of, and) = recipients::of_stored(tx, &post).await?;
    let entry = Entry {
        event_id,
        actor_id: post.account_id,
        outgoing: Outgoing::Update { post: id },
        post_id: Some(id),
        recipients: Recipients::Readers { post: id, followers_of, and },
    };
    Ok(Some((entry, Strikes::Nothing)))
}

/// What became of a poll goes to everybody who has it, and to those who voted.
async fn counted(app: &App, tx: &Tx, event_id: i64, id: i64) -> Result<Told> {
    let Some(post) = leaving(tx, id).await? else { return Ok(None) };
    let (followers_of, mut and) = recipients::of_stored(tx, &post).await?;
    and.extend(poll::list_voters(app, id).await?);
    let entry = Entry {
        event_id,
        actor_id: post.account_id,
        outgoing: Outgoing::UpdatePoll { post: id },
        post_id: Some(id),
        recipients: Recipients::Readers { post: id, followers_of, and },
    };
    Ok(Some((entry, Strikes::Nothing)))
}

/// What is shown first is told to followers, where everybody may read it.
async fn featured(tx: &Tx, event_id: i64, actor_id: i64, id: i64, outgoing: Outgoing) -> Result<Told> {
    let post = leaving(tx, id).await?;
    let is_open = |post: &Post| matches!(post.visibility, Visibility::Public | Visibility::Unlisted);
    if !post.as_ref().is_some_and(is_open) {
        return Ok(None);
    }
    let recipients = Recipients::Followers { of: actor_id, and: Vec::new() };
    Ok(Some((Entry { event_id, actor_id, outgoing, post_id: Some(id), recipients }, Strikes::Nothing)))
}

/// The post, if it is one of ours that may leave.
async fn leaving(tx: &Tx, id: i64) -> Result<Option<Post>> {
    let post = post::find(&**tx, id).await?;
    let Some(post) = post.filter(|post| post.local && post.federates && post.state == PostState::Published)
    else {
        return Ok(None);
    };
    Ok(is_open(tx, post.account_id).await?.then_some(post))
}

/// Whether this is an account of ours that speaks to other servers.
async fn is_open(tx: &Tx, id: i64) -> Result<bool> {
    let actor = outside::find_actor_by_id(&**tx, id).await?;
    Ok(actor.is_some_and(|actor| actor.standing == Standing::Open))
}

/// Whether this is an account of ours. Whoever speaks no longer must still be able to take back what was said.
async fn is_ours(tx: &Tx, id: i64) -> Result<bool> {
    Ok(account::find(&**tx, id).await?.as_ref().is_some_and(Account::is_local))
}

/// The wire id of a post that may be gone.
async fn boosted_uri(tx: &Tx, id: i64) -> Result<Option<String>> {
    if let Some(post) = post::find(&**tx, id).await? {
        return Ok(Some(post.uri));
    }
    Ok(tombstone::find_by_post(&**tx, id).await?.map(|stone| stone.uri))
}
