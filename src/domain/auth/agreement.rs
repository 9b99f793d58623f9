//! The community's own terms and privacy notice: which versions a person agreed to, and agreeing to newer ones.
//!
//! The operator names the versions in the settings. What sign-up asks beside them has its own version (`consent`).

use super::Member;
use crate::app::App;
use crate::base::clock;
use crate::base::error::Result;
use crate::store::sign_in;

/// What a person agreed to, and when. Empty where they agreed to nothing.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Agreement {
    /// Version of the terms, as the operator named it then.
    pub terms_version: String,
    /// Version of the privacy notice.
    pub privacy_version: String,
    /// The month, e.g. `2026-11`.
    pub month: String,
}

impl Agreement {
    /// Agreement to the present versions, now; to nothing where the community has none.
    pub fn now(app: &App) -> Self {
        let community = &app.config.community;
        let (terms, privacy) = (community.terms_version.trim(), community.privacy_version.trim());
        if terms.is_empty() && privacy.is_empty() {
            return Self::default();
        }
        Self {
            terms_version: terms.to_owned(),
            privacy_version: privacy.to_owned(),
            month: clock::month(app.clock.now()),
        }
    }

    /// Whether it covers the present versions. A community without versions asks for no agreement.
    pub fn is_current(&self, app: &App) -> bool {
        let community = &app.config.community;
        let covers = |agreed: &str, present: &str| present.trim().is_empty() || agreed == present.trim();
        covers(&self.terms_version, &community.terms_version)
            && covers(&self.privacy_version, &community.privacy_version)
    }
}

/// What the person behind a member agreed to.
pub async fn load(app: &App, member: &Member) -> Result<Agreement> {
    let row = sign_in::load(app.read(), member.row.sign_in_id).await?;
    Ok(Agreement {
        terms_version: row.terms_version,
        privacy_version: row.privacy_version,
        month: row.agreed_month,
    })
}

/// The person behind a member agrees to the present versions.
pub async fn agree(app: &App, member: &Member) -> Result<()> {
    let Agreement { terms_version, privacy_version, month } = Agreement::now(app);
    let tx = app.db.begin().await?;
    sign_in::agree(&tx, member.row.sign_in_id, terms_version, privacy_version, month).await?;
    app.commit(tx).await
}
