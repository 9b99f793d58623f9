//! Which kind of signature a peer takes: what it says of itself, what it signs with, and else what it answered
//! (`docs/decisions/0018-two-ways-to-sign.md`).

use http::StatusCode;

use super::keys::SigningKeys;
use super::signature::{SignatureKind, SigningKey};
use crate::app::App;
use crate::base::error::Result;
use crate::store::peer::{self, Peer};

pub use crate::store::kind::Knock;

/// How a peer is spoken to of which nothing is known: as every server of the fediverse understands.
pub const FIRST: Knock = Knock::Cavage;

/// The way to try where a peer does not take one.
pub fn other(knock: Knock) -> Knock {
    match knock {
        Knock::Cavage => Knock::Message,
        Knock::Message | Knock::MessageEd25519 => Knock::Cavage,
    }
}

/// Whether an answer may mean that the peer does not read this kind of signature.
pub fn is_misunderstood(status: StatusCode) -> bool {
    matches!(status, StatusCode::BAD_REQUEST | StatusCode::UNAUTHORIZED)
}

/// How a request is signed, in the form and with which of the keys.
pub fn with(knock: Knock, keys: &SigningKeys) -> (SignatureKind, &SigningKey) {
    match (knock, &keys.ed25519) {
        (Knock::Cavage, _) => (SignatureKind::Cavage, &keys.rsa),
        (Knock::Message, _) | (Knock::MessageEd25519, None) => (SignatureKind::MessageSignature, &keys.rsa),
        (Knock::MessageEd25519, Some(key)) => (SignatureKind::MessageSignature, key),
    }
}

/// What is known of the peer of this host.
pub async fn find(app: &App, host: &str) -> Result<Option<Peer>> {
    peer::find(app.read(), host).await
}

/// Remembers how a peer wants to be spoken to.
pub async fn remember(app: &App, peer_id: i64, knock: Knock) -> Result<()> {
    let tx = app.db.begin().await?;
    peer::set_knock(&tx, peer_id, knock).await?;
    tx.commit().await
}
