//! Accounts: people and services, here and elsewhere. Looking them up, making local ones, taking in remote ones,
//! changing profiles.

mod key;
mod lookup;
pub mod marker;
mod own;
mod profile;
mod receive;

#[cfg(test)]
mod tests;

use crate::app::App;
use crate::base::clock;
use crate::base::error::Result;
use crate::base::keys::KeyPem;
use crate::store::{Tx, account};

pub use crate::store::account::Account;
pub use crate::store::kind::AccountKind;
pub use crate::store::signing_key::AccountKey;

pub use key::{PublicKey, ensure_second_keys, find_key, further_keys, rotate_keys};
pub use lookup::{
    find, find_by_address, find_by_key_id, find_by_uri, find_local, list, list_by_uris, load, search,
};
pub use own::{ensure_own, feed, guide, server_actor, told};
pub use profile::{Field, ProfileChange, change_profile, fields_as_html, fields_as_written, summary_as_html};
pub use receive::{Profile, receive, receive_delete, receive_in};

/// A name as it is compared: handles differ by more than capitals.
pub fn handle_key(handle: &str) -> String {
    handle.to_lowercase()
}

/// Makes an account of this server, in the transaction that makes whoever owns it. Its keys are made before
/// ([`crate::base::keys::generate`]), for that is slow.
///
/// # Errors
/// `Conflict` when the handle is taken.
pub async fn create_local(
    app: &App,
    tx: &Tx,
    handle: &str,
    display_name: &str,
    kind: AccountKind,
    keys: KeyPem,
) -> Result<Account> {
    let uri = app.urls.person(&app.random.wire_id());
    let row = Account { discoverable: false, ..blank(app, uri, handle, kind, keys) };
    let row = Account { display_name: display_name.to_owned(), ..row };
    account::insert(tx, row.clone()).await?;
    key::add_second(app, tx, &row).await?;
    Ok(row)
}

/// A local account's row with everything that follows from its wire id and handle.
fn blank(app: &App, uri: String, handle: &str, kind: AccountKind, keys: KeyPem) -> Account {
    Account {
        id: app.blurred_id(),
        handle: handle.to_owned(),
        handle_key: handle_key(handle),
        host: String::new(),
        peer_id: None,
        kind,
        display_name: String::new(),
        summary: String::new(),
        url: app.urls.member_page(handle),
        inbox: format!("{uri}/inbox"),
        shared_inbox: Some(app.urls.shared_inbox()),
        outbox: Some(format!("{uri}/outbox")),
        followers_uri: Some(format!("{uri}/followers")),
        following_uri: Some(format!("{uri}/following")),
        featured_uri: None,
        key_id: Some(format!("{uri}#main-key")),
        public_key: keys.public,
        private_key: Some(keys.private),
        avatar_url: None,
        header_url: None,
        fields: "[]".to_owned(),
        locked: false,
        discoverable: false,
        indexable: false,
        suspended: false,
        silenced: false,
        hushed: false,
        sensitized: false,
        created_month: clock::month(app.clock.now()),
        fetched_at: 0,
        follower_count: 0,
        following_count: 0,
        post_count: 0,
        last_post_at: None,
        uri,
    }
}
