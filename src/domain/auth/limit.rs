//! How often somebody may try: by account, and by a hash of the address that nobody can turn back.

pub use crate::base::limit::{API_REQUESTS, AddressHash, Deed, Left, client_address};

use crate::app::App;
use crate::base::error::Result;

/// Counts one attempt to prove who one is; refused, it costs no hashing.
pub fn attempt(app: &App, handle: &str, from: AddressHash) -> Result<()> {
    app.limits.check(Deed::SignInFrom, from)?;
    app.limits.check(Deed::SignInAs, app.limits.name(&super::handle::key(app, handle)))?;
    Ok(())
}

/// Counts one request of the client API: of the member if there is one, else of the address.
pub fn request(app: &App, member: Option<i64>, from: AddressHash) -> Result<Left> {
    match member {
        Some(id) => app.limits.check(Deed::ApiAs, app.limits.name(&id.to_string())),
        None => app.limits.check(Deed::ApiFrom, from),
    }
}
