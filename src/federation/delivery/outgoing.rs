//! What the delivery log holds: the kind of an activity and the ids it is about, never what people wrote.

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::app::App;
use crate::base::error::Result;
use crate::domain::account::{Account, AccountKind, further_keys};
use crate::domain::moderation::report::{Report, posts_of};
use crate::domain::poll;
use crate::domain::post::show::show_one;
use crate::domain::post::{PermissionKind, Post, PostKind, PostState, Shown};
use crate::federation::activity::permit::{self, Asked};
use crate::federation::activity::{
    accept, announce, block, create, delete, flag, follow, like, pin, reject, undo, update, vote,
};
use crate::federation::object::around::Around;
use crate::store::{account, favourite, post};

/// An activity to come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Outgoing {
    /// A post.
    Create {
        /// The post.
        post: i64,
    },
    /// A changed post.
    Update {
        /// The post.
        post: i64,
    },
    /// How many chose what in a poll, or that it has ended.
    UpdatePoll {
        /// The post with the poll.
        post: i64,
    },
    /// A vote in somebody's poll.
    Vote {
        /// The vote.
        vote: i64,
    },
    /// A post that is shown first.
    Add {
        /// The post.
        post: i64,
    },
    /// One that is no longer.
    Remove {
        /// The post.
        post: i64,
    },
    /// A changed profile.
    UpdateActor,
    /// A post that was taken back.
    Delete {
        /// Its wire id.
        uri: String,
        /// When, in seconds.
        at: i64,
    },
    /// The sender left.
    DeleteActor,
    /// A boost.
    Announce {
        /// The boost, not what it passes on.
        boost: i64,
    },
    /// A boost that was taken back.
    UndoAnnounce {
        /// Wire id of the Announce.
        uri: String,
        /// Wire id of what had been passed on, where it is still known.
        post: Option<String>,
    },
    /// The sender follows somebody.
    Follow {
        /// The follow.
        follow: i64,
    },
    /// The sender lets somebody follow.
    Accept {
        /// The follow.
        follow: i64,
    },
    /// The sender lets somebody follow no longer.
    Reject {
        /// Wire id of the Follow.
        uri: String,
        /// Who had asked.
        follower: i64,
    },
    /// The sender follows somebody no longer.
    UndoFollow {
        /// Wire id of the Follow.
        uri: String,
        /// Who was followed.
        target: i64,
    },
    /// A favourite.
    Like {
        /// The favourite.
        favourite: i64,
    },
    /// A favourite that was taken back.
    UndoLike {
        /// Wire id of the Like.
        uri: String,
        /// The post.
        post: i64,
    },
    /// The sender lets somebody do what they asked for.
    Permit {
        /// The permission.
        permission: i64,
        /// Wire id of the request.
        request: String,
    },
    /// The sender does not.
    Decline {
        /// The post.
        post: i64,
        /// Who asked.
        asker: i64,
        /// Wire id of the request.
        request: String,
        /// What was asked for.
        what: PermissionKind,
        /// Wire id of what would have done so.
        interacting: String,
    },
    /// A permission that was taken back.
    Revoke {
        /// Its wire id.
        uri: String,
    },
    /// A report, which the server passes on in its own name.
    Flag {
        /// The report.
        report: i64,
    },
    /// The sender blocks somebody.
    Block {
        /// Wire id of the Block.
        uri: String,
        /// Who is blocked.
        target: i64,
    },
    /// The sender blocks somebody no longer.
    UndoBlock {
        /// Wire id of the Block.
        uri: String,
        /// Who was blocked.
        target: i64,
    },
}

impl Outgoing {
    /// The activity in the sender's name, as things are now; `None` where what it is about went away, so that there
    /// is nothing to send. `number` is the delivery's own.
    pub async fn compose(&self, app: &App, sender: &Account, number: i64) -> Result<Option<Value>> {
        Ok(match self {
            Self::Create { post } => {
                written(app, *post).await?.map(|(shown, around)| create::compose(app, &shown, &around))
            }
            Self::Update { post } => {
                written(app, *post).await?.map(|(shown, around)| update::compose(app, &shown, &around))
            }
            Self::UpdatePoll { post } => written(app, *post)
                .await?
                .map(|(shown, around)| update::compose_poll(app, &shown, &around, number)),
            Self::Vote { vote } => {
                let choice = poll::load_choice(app, *vote).await?;
                let author = account::find(app.read(), choice.post.account_id).await?;
                author.map(|author| vote::compose(&choice, sender, &author))
            }
            Self::Add { post } => {
                released(app, *post).await?.map(|post| pin::compose_add(sender, &post.uri, number))
            }
            Self::Remove { post } => {
                released(app, *post).await?.map(|post| pin::compose_remove(sender, &post.uri, number))
            }
            Self::UpdateActor => {
                let keys = further_keys(app, sender.id).await?;
                Some(update::compose_actor(app, sender, &keys, number))
            }
            Self::Delete { uri, at } => Some(delete::compose(sender, uri, *at)),
            Self::DeleteActor => Some(delete::compose_actor(sender)),
            Self::Announce { boost } => match released(app, *boost).await? {
                Some(boost) => announce::compose(&show_one(app, None, boost).await?),
                None => None,
            },
            Self::UndoAnnounce { uri, post } => Some(undo::compose_announce(uri, sender, post.as_deref())),
            Self::Follow { follow: id } => {
                following(app, *id).await?.map(|(row, target)| follow::compose(&row.uri, sender, &target))
            }
            Self::Accept { follow: id } => {
                followed(app, *id).await?.map(|(row, follower)| accept::compose(&row, &follower, sender))
            }
            Self::Reject { uri, follower } => account::find(app.read(), *follower)
                .await?
                .map(|follower| reject::compose(uri, &follower, sender, number)),
            Self::UndoFollow { uri, target } => account::find(app.read(), *target)
                .await?
                .map(|target| undo::compose_follow(uri, sender, &target)),
            Self::Like { favourite: id } => match favourite::find(app.read(), *id).await? {
                Some(row) => liked(app, row.post_id)
                    .await?
                    .map(|(post, author)| like::compose(&row.uri, sender, &post.uri, &author)),
                None => None,
            },
            Self::UndoLike { uri, post } => liked(app, *post)
                .await?
                .map(|(post, author)| undo::compose_like(uri, sender, &post.uri, &author)),
            Self::Permit { permission, request } => permit(app, sender, *permission, request).await?,
            Self::Decline { post, asker, request, what, interacting } => {
                let (post, asker) = (released(app, *post).await?, account::find(app.read(), *asker).await?);
                post.zip(asker).map(|(post, asker)| {
                    let (kind, asker, post) = (*what, &asker, post.uri.as_str());
                    permit::compose_reject(Asked { kind, request, asker, post, interacting }, sender)
                })
            }
            Self::Revoke { uri } => Some(permit::compose_delete(sender, uri)),
            Self::Flag { report } => flagged(app, *report).await?.map(|(report, target, posts)| {
                flag::compose(sender, &target, &posts, &report.comment, number)
            }),
            Self::Block { uri, target } => {
                account::find(app.read(), *target).await?.map(|target| block::compose(uri, sender, &target))
            }
            Self::UndoBlock { uri, target } => account::find(app.read(), *target)
                .await?
                .map(|target| undo::compose_block(uri, sender, &target)),
        })
    }
}

impl Outgoing {
    /// Whether the activity carries a proof (FEP-8b32), so that others can pass it on: what takes something away, news
    /// of an actor, and what a service announces. Never what somebody wrote.
    pub fn is_proved(&self, sender: &Account) -> bool {
        match self {
            Self::Delete { .. } | Self::DeleteActor | Self::Revoke { .. } | Self::UpdateActor => true,
            Self::Announce { .. } | Self::UndoAnnounce { .. } => sender.kind == AccountKind::Group,
            Self::Create { .. }
            | Self::Update { .. }
            | Self::UpdatePoll { .. }
            | Self::Vote { .. }
            | Self::Add { .. }
            | Self::Remove { .. }
            | Self::Follow { .. }
            | Self::Accept { .. }
            | Self::Reject { .. }
            | Self::UndoFollow { .. }
            | Self::Like { .. }
            | Self::UndoLike { .. }
            | Self::Permit { .. }
            | Self::Decline { .. }
            | Self::Flag { .. }
            | Self::Block { .. }
            | Self::UndoBlock { .. } => false,
        }
    }
}

impl Outgoing {
    /// Whether the activity asks others to delete what they have. Who does not do so at once is asked again, for days.
    pub const fn takes_back(&self) -> bool {
        match self {
            Self::Delete { .. } | Self::DeleteActor | Self::Revoke { .. } => true,
            Self::Create { .. }
            | Self::Update { .. }
            | Self::UpdatePoll { .. }
            | Self::UpdateActor
            | Self::Vote { .. }
            | Self::Add { .. }
            | Self::Remove { .. }
            | Self::Announce { .. }
            | Self::UndoAnnounce { .. }
            | Self::Follow { .. }
            | Self::Accept { .. }
            | Self::Reject { .. }
            | Self::UndoFollow { .. }
            | Self::Like { .. }
            | Self::UndoLike { .. }
            | Self::Permit { .. }
            | Self::Decline { .. }
            | Self::Flag { .. }
            | Self::Block { .. }
            | Self::UndoBlock { .. } => false,
        }
    }
}

/// A post of ours that may leave, with what is shown with it.
async fn written(app: &App, id: i64) -> Result<Option<(Shown, Around)>> {
    let post = released(app, id).await?.filter(|post| post.kind != PostKind::Boost);
    let Some(post) = post else { return Ok(None) };
    let around = Around::load(app, &post).await?;
    Ok(Some((show_one(app, None, post).await?, around)))
}

async fn released(app: &App, id: i64) -> Result<Option<Post>> {
    let post = post::find(app.read(), id).await?;
    Ok(post.filter(|post| post.local && post.federates && post.state == PostState::Published))
}

type Pair = (crate::store::follow::Follow, Account);

/// A follow with who is followed.
async fn following(app: &App, id: i64) -> Result<Option<Pair>> {
    let Some(row) = crate::store::follow::find(app.read(), id).await? else { return Ok(None) };
    Ok(account::find(app.read(), row.target_id).await?.map(|target| (row, target)))
}

/// A follow with who follows.
async fn followed(app: &App, id: i64) -> Result<Option<Pair>> {
    let Some(row) = crate::store::follow::find(app.read(), id).await? else { return Ok(None) };
    Ok(account::find(app.read(), row.follower_id).await?.map(|follower| (row, follower)))
}

/// The answer that grants a request; nothing where the permission or the post is gone by now.
async fn permit(app: &App, sender: &Account, id: i64, request: &str) -> Result<Option<Value>> {
    let found = crate::store::permission::find(app.read(), id).await?;
    let Some(row) = found.filter(|row| !row.revoked) else { return Ok(None) };
    let Some(post) = released(app, row.post_id).await? else { return Ok(None) };
    let Some(asker) = account::find(app.read(), row.account_id).await? else { return Ok(None) };
    let (asker, post) = (&asker, post.uri.as_str());
    let asked = Asked { kind: row.kind, request, asker, post, interacting: &row.interacting };
    Ok(Some(permit::compose_accept(asked, sender, &row.uri)))
}

/// A report with whom it is about and the wire ids of the posts that it names.
async fn flagged(app: &App, id: i64) -> Result<Option<(Report, Account, Vec<String>)>> {
    let Some(report) = crate::store::report::find(app.read(), id).await? else { return Ok(None) };
    let Some(target) = account::find(app.read(), report.target_id).await? else { return Ok(None) };
    let posts = post::list(app.read(), &posts_of(&report)).await?;
    let uris = posts.into_iter().map(|post| post.uri).collect();
    Ok(Some((report, target, uris)))
}

/// A post with its author.
async fn liked(app: &App, id: i64) -> Result<Option<(Post, Account)>> {
    let Some(post) = post::find(app.read(), id).await? else { return Ok(None) };
    Ok(account::find(app.read(), post.account_id).await?.map(|author| (post, author)))
}
