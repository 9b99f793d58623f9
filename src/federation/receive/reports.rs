//! Flag: another server asks our moderators to look at somebody here.

use serde_json::Value;

use crate::app::App;
use crate::base::error::{Error, Result};
use crate::base::text::html;
use crate::domain::account::{self, Account};
use crate::domain::moderation::report::{self, COMMENT_MOST, NewReport};
use crate::domain::post;
use crate::domain::relation::peer;
use crate::federation::object::read;
use crate::store::Tx;

/// Most objects of a report that are looked up.
const MAX_OBJECTS: usize = 100;

/// Files the report. It may name an account and posts, or posts alone. Moderators may have chosen to read none of its server.
pub async fn flag(app: &App, tx: &Tx, actor: &Account, activity: &Value) -> Result<()> {
    let host = read::host(&actor.uri).unwrap_or_default();
    if peer::standing(app, &host).await?.without_reports {
        return Ok(());
    }
    let named: Vec<String> = read::ids(activity.get("object")).take(MAX_OBJECTS).map(str::to_owned).collect();
    let mut posts = Vec::new();
    for address in &named {
        posts.extend(post::find_by_address_in(&**tx, address).await?.filter(|post| post.local));
    }
    let accounts = account::list_by_uris(app, &named).await?;
    let target = accounts.iter().find(|account| account.is_local()).map(|account| account.id);
    let target = target.or(posts.first().map(|post| post.account_id)).ok_or(Error::NotFound("account"))?;
    let comment = html::plain(read::text(activity, "content").unwrap_or_default());
    let new = NewReport {
        target,
        posts: posts.iter().map(|post| post.id).collect(),
        comment: comment.chars().take(COMMENT_MOST).collect(),
        ..NewReport::default()
    };
    report::receive(app, tx, actor.id, new).await.map(drop)
}
