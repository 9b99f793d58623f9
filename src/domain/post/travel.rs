//! Staying here: a post that travelled may travel no longer, though everybody can go on reading it on this server.

use crate::app::App;
use crate::base::error::Result;
use crate::domain::account::AccountKind;
use crate::domain::post::permission;
use crate::store::event::Event;
use crate::store::kind::{PostState, Visibility};
use crate::store::post::{self, Post};
use crate::store::tombstone::{self, Tombstone};
use crate::store::{Tx, account};

/// Keeps a post here from now on, in an open transaction. Whoever received it is asked to delete it, and its wire id
/// is gone for ever: a server that heard a Delete takes nothing with that id again. `uri` is the new one, under which it
/// travels if it is ever let go again. Gives the post as the caller has to write it.
pub async fn keep_here(app: &App, tx: &Tx, post: Post, uri: String) -> Result<Post> {
    let kept = Post { uri, federates: false, ..post.clone() };
    let was_public = post.state == PostState::Published
        && matches!(post.visibility, Visibility::Public | Visibility::Unlisted);
    let stone = Tombstone {
        uri: post.uri.clone(),
        post_id: None,
        account_id: Some(post.account_id),
        was_public,
        deleted_at: app.minute(),
    };
    tombstone::insert(tx, stone).await?;
    permission::forget(app, tx, &post).await?;
    post::readdress_replies(tx, &post.uri, &kept.uri).await?;
    // The feed passes on what travels, and may do so again; what members passed on they passed on here too.
    for boost in post::list_local_boosts(&**tx, post.id).await? {
        let booster = account::find(&**tx, boost.account_id).await?;
        if booster.is_some_and(|booster| booster.kind == AccountKind::Group) {
            post::delete(tx, boost.id).await?;
            let undone = Event::BoostUndone {
                account: boost.account_id,
                post: post.id,
                uri: boost.uri,
                boost: boost.id,
            };
            app.record(tx, &undone).await?;
        }
    }
    app.record(tx, &Event::KeptHere { post: post.id, uri: post.uri, account: post.account_id }).await?;
    Ok(kept)
}
