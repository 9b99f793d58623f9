//! What members had who left, as digests: a handle that is never given again, and an actor that is gone for ever.

use super::handle::skeleton;
use super::passphrase;
use crate::app::App;
use crate::base::digest::{sha256, sha256_hex};
use crate::base::error::Result;
use crate::store::Conn;
use crate::store::former;

/// The digest of a handle and of all that look like it. Handles are short enough to be guessed, so that each guess costs as much
/// as one of a passphrase. Slow: made before a transaction begins.
pub async fn digest_of_handle(app: &App, handle: &str) -> Result<String> {
    let mut salt = [0; 16];
    for (to, from) in salt.iter_mut().zip(sha256(format!("handles of {}", app.urls.domain()).as_bytes())) {
        *to = from;
    }
    let key = passphrase::stretch(&skeleton(handle), salt).await?;
    Ok(sha256_hex(&[b"handle", &key]))
}

/// The digest of an actor's wire id, which is random: a fast one says nothing to who does not know the id.
pub fn digest_of_actor(uri: &str) -> String {
    sha256_hex(&[b"actor", uri.as_bytes()])
}

/// Whether an actor of this server had this wire id once, and is gone for ever.
pub async fn is_former_actor(conn: &impl Conn, uri: &str) -> Result<bool> {
    former::holds(conn, &digest_of_actor(uri)).await
}
