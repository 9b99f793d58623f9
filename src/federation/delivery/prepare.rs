//! From an entry of the log to bytes and a key: once for all peers that get the same.

use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use bytes::Bytes;
use moka::future::Cache;
use serde_json::Value;

use super::outgoing::Outgoing;
use crate::app::App;
use crate::base::error::Result;
use crate::domain::account::Account;
use crate::federation::keys::{SigningKeys, main_key_id};
use crate::federation::object::read;
use crate::federation::proof;
use crate::store::account;
use crate::store::delivery_to::Waiting;

/// Composed activities kept at once, in bytes: peers are served at about the same time, so a few are enough.
const MAX_BYTES: u64 = 4 * 1024 * 1024;
/// For so long a composed activity is kept: another process may have taken back or changed what it is about.
const LIFE: Duration = Duration::from_secs(20);
/// Parsed keys kept at once, each about two kilobytes.
const MAX_KEYS: u64 = 256;

/// What is sent.
#[derive(Debug, Clone)]
pub struct Prepared {
    /// The body.
    pub body: Bytes,
    /// With which its sender vouches for it.
    pub keys: SigningKeys,
    /// Whether it asks to delete something.
    pub takes_back: bool,
    /// Who sends it, where it is for the followers of that one and not for everybody.
    pub for_followers_of: Option<Account>,
}

/// Composes activities and reads keys, and keeps what is needed again at once.
#[derive(Debug)]
pub struct Preparation {
    composed: Cache<i64, (u64, Option<Arc<Prepared>>)>,
    /// By the id of the RSA key, which changes with both.
    keys: Cache<String, SigningKeys>,
}

impl Preparation {
    /// With nothing kept yet.
    pub fn new() -> Self {
        let weigh = |_: &i64, (_, kept): &(u64, Option<Arc<Prepared>>)| {
            let bytes = kept.as_ref().map_or(0, |prepared| prepared.body.len());
            u32::try_from(bytes).unwrap_or(u32::MAX).saturating_add(256)
        };
        Self {
            composed: Cache::builder().weigher(weigh).max_capacity(MAX_BYTES).time_to_live(LIFE).build(),
            keys: Cache::builder().max_capacity(MAX_KEYS).time_to_idle(Duration::from_mins(10)).build(),
        }
    }

    /// What is to be sent for an entry; `None` where there is nothing to send any more.
    pub async fn prepare(&self, app: &App, waiting: &Waiting) -> Result<Option<Arc<Prepared>>> {
        // Taken before anything is read: whatever is withdrawn or changed from now on makes what is kept here worthless.
        let mark = app.wake.overtaken.load(Ordering::Acquire);
        if let Some((made_at, prepared)) = self.composed.get(&waiting.delivery_id).await
            && made_at == mark
        {
            return Ok(prepared);
        }
        let prepared = self.compose(app, waiting).await?.map(Arc::new);
        self.composed.insert(waiting.delivery_id, (mark, prepared.clone())).await;
        Ok(prepared)
    }

    async fn compose(&self, app: &App, waiting: &Waiting) -> Result<Option<Prepared>> {
        let Some(sender) = account::find(app.read(), waiting.actor_id).await? else { return Ok(None) };
        if sender.private_key.is_none() {
            return Ok(None);
        }
        let outgoing: Outgoing = serde_json::from_str(&waiting.activity).map_err(anyhow::Error::from)?;
        let Some(mut activity) = Box::pin(outgoing.compose(app, &sender, waiting.delivery_id)).await? else {
            return Ok(None);
        };
        let key_id = main_key_id(&sender);
        let keys = match self.keys.get(&key_id).await {
            Some(keys) => keys,
            None => {
                let keys = SigningKeys::load(app, &sender).await?;
                self.keys.insert(key_id, keys.clone()).await;
                keys
            }
        };
        if let Some(key) = &keys.ed25519
            && outgoing.is_proved(&sender)
        {
            proof::add(&mut activity, key, app.clock.now())?;
        }
        let takes_back = outgoing.takes_back();
        let for_followers_of = is_for_followers(&activity, &sender).then_some(sender);
        Ok(Some(Prepared { body: Bytes::from(activity.to_string()), keys, takes_back, for_followers_of }))
    }
}

/// Whether an activity is for the followers of its sender and not for everybody.
fn is_for_followers(activity: &Value, sender: &Account) -> bool {
    let addressed = || read::ids(activity.get("to")).chain(read::ids(activity.get("cc")));
    addressed().any(|address| Some(address) == sender.followers_uri.as_deref())
        && !addressed().any(read::is_public)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::auth::member::{self, NewMember};
    use crate::domain::story::{self, Edit, NewPost};
    use crate::federation::delivery::tests::{follower, tell, waiting};
    use crate::store::event::Event;
    use crate::store::testing::fresh_on_each;

    #[tokio::test]
    async fn what_was_composed_before_an_edit_is_composed_anew() {
        for app in fresh_on_each().await {
            let new = NewMember::active("quiet_fern_12", "tea moss lantern");
            let author = member::create(&app, new).await.unwrap().member;
            follower(&app, &author.account, "ann", "one.example").await;
            let text = "Wormwood words.".to_owned();
            let post = story::write(&app, &author, NewPost { text, ..NewPost::default() }).await.unwrap();
            tell(&app, 1, &Event::PostPublished { post: post.id, was_held: false }).await.unwrap();
            let (preparation, due) = (Preparation::new(), waiting(&app).await.remove(0));
            let body = async || {
                let prepared = preparation.prepare(&app, &due).await.unwrap().unwrap();
                String::from_utf8(prepared.body.to_vec()).unwrap()
            };
            assert!(body().await.contains("Wormwood"));
            let text = "Mugwort words.".to_owned();
            let edit = Edit { text, ..Edit::default() };
            Box::pin(story::edit(&app, &author, post.id, edit)).await.unwrap();
            let anew = body().await;
            assert!(anew.contains("Mugwort") && !anew.contains("Wormwood"), "{anew}");
        }
    }
}
