//! Sessions of people who signed in on the site.
//!
//! What is kept of a session is a hash, the member, a token against forged forms, the week of its last use, and the key of the
//! person's ring, sealed under the secret that only the browser has.

use super::limit::{self, AddressHash};
use super::passphrase::{self, Verdict};
use super::ring::{self, RingKey};
use super::{Member, MemberState, find_by_handle, secret};
use crate::app::App;
use crate::base::clock;
use crate::base::error::{Error, Result};
use crate::store::session::Session as Row;
use crate::store::{ring as ring_row, session, sign_in};

/// A session ends when it was not used for so many days; the week of use is all that is known.
const DAYS: i64 = 30;

/// A new session. The secret goes into the cookie and is known nowhere else.
#[derive(Clone)]
pub struct Session {
    /// Value of the cookie: 256 random bits.
    pub secret: String,
    /// Stands in every form of the session.
    pub csrf: String,
    /// As whom the person is signed in; waits for approval, perhaps.
    pub member: Member,
    /// Opens the ring of the person.
    pub ring: RingKey,
}

impl std::fmt::Debug for Session {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "Session(of {})", self.member.id())
    }
}

/// Who sent a request with a session's cookie.
#[derive(Debug, Clone)]
pub struct SignedIn {
    /// The member.
    pub member: Member,
    /// What a form of this session has to carry.
    pub csrf: String,
    /// Opens the ring of the person.
    pub ring: RingKey,
}

impl SignedIn {
    /// Whether a form carries this session's token against forged forms.
    pub fn accepts(&self, csrf: &str) -> bool {
        secret::same(&self.csrf, csrf)
    }
}

/// Opens a session for who knows the passphrase. A wrong handle and a wrong passphrase get the same answer after
/// the same work. Who waits for approval may sign in. Who is suspended or frozen goes on as another member of the same person; who
/// has no other may take their things along where they are suspended, and not sign in where they are frozen.
pub async fn sign_in(app: &App, handle: &str, passphrase: &str, from: AddressHash) -> Result<Session> {
    limit::attempt(app, handle, from)?;
    let member = find_by_handle(app, handle).await?;
    let member = verified(app, member, passphrase)
        .await?
        .ok_or_else(|| Error::invalid("passphrase", "problem-sign-in-wrong"))?;
    let ring = ring::open(app, &member, passphrase).await?;
    match member.row.state {
        MemberState::Active | MemberState::Pending => open(app, member, &ring).await,
        state @ (MemberState::Frozen | MemberState::Suspended) => {
            let csrf = String::new();
            let own = ring::list(app, &SignedIn { member: member.clone(), csrf, ring: ring.clone() }).await?;
            match own.into_iter().find(|member| member.row.state.may_come_in()) {
                Some(other) => open(app, other, &ring).await,
                None if state == MemberState::Suspended => open(app, member, &ring).await,
                None => Err(Error::invalid("passphrase", "problem-sign-in-frozen")),
            }
        }
    }
}

/// Opens a session for a member who has just proved who they are, such as by signing up.
pub async fn open(app: &App, member: Member, ring: &RingKey) -> Result<Session> {
    let (secret, csrf) = (app.random.secret(), app.random.secret());
    let row = Row {
        secret_hash: secret::hash(&secret),
        sign_in_id: member.row.sign_in_id,
        account_id: member.id(),
        csrf: csrf.clone(),
        used_week: app.week(),
        ring: ring.hold(&app.random, &secret)?,
    };
    let tx = app.db.begin().await?;
    session::delete_older(&tx, &oldest_week(app)).await?;
    session::insert(&tx, row).await?;
    app.commit(tx).await?;
    Ok(Session { secret, csrf, member, ring: ring.clone() })
}

/// Who the cookie's secret belongs to; nobody when it is unknown, too old, or the member is frozen.
pub async fn find(app: &App, secret: &str) -> Result<Option<SignedIn>> {
    let hash = secret::hash(secret);
    let Some(row) = session::find(app.read(), &hash, &oldest_week(app)).await? else {
        return Ok(None);
    };
    let Some(ring) = RingKey::held(secret, &row.ring)? else { return Ok(None) };
    let week = app.week();
    if row.used_week != week {
        let tx = app.db.begin().await?;
        session::touch(&tx, &hash, week).await?;
        app.commit(tx).await?;
    }
    let member = super::find(app, row.account_id).await?;
    let member = member.filter(|member| match member.row.state {
        MemberState::Active | MemberState::Pending | MemberState::Suspended => true,
        MemberState::Frozen => false,
    });
    Ok(member.map(|member| SignedIn { member, csrf: row.csrf, ring }))
}

/// Ends a session. One that is unknown is no error.
pub async fn sign_out(app: &App, secret: &str) -> Result<()> {
    let tx = app.db.begin().await?;
    session::delete(&tx, &secret::hash(secret)).await?;
    app.commit(tx).await
}

/// Makes sure that who is signed in knows the passphrase, before something that can't be undone. Gives the member whose
/// passphrase it is, as whom the person need not be signed in.
pub async fn prove(app: &App, signed_in: &SignedIn, passphrase: &str, from: AddressHash) -> Result<Member> {
    let home = super::find(app, signed_in.ring.home).await?;
    let handle = home.as_ref().map(|home| home.account.handle.as_str()).unwrap_or_default();
    limit::attempt(app, handle, from)?;
    let proved = verified(app, home, passphrase).await?;
    proved.ok_or_else(|| Error::invalid("passphrase", "problem-passphrase-wrong"))
}

/// Sets a new passphrase for who knows the present one, and ends all other sessions of the person.
pub async fn change_passphrase(
    app: &App,
    signed_in: &SignedIn,
    present: &str,
    new: &str,
    kept_secret: Option<&str>,
    from: AddressHash,
) -> Result<()> {
    let handle = &signed_in.member.account.handle;
    passphrase::check(new, handle).map_err(|problem| Error::Invalid(vec![problem]))?;
    let home = prove(app, signed_in, present, from).await?;
    let hash = passphrase::hash(&app.random, new).await?;
    let opener = ring::close_by(&app.random, &signed_in.ring, new).await?;
    let kept = kept_secret.map(secret::hash);
    let tx = app.db.begin().await?;
    sign_in::change(&tx, home.row.sign_in_id, hash, None).await?;
    ring_row::change_openers(&tx, home.id(), Some(opener), None).await?;
    app.commit(tx).await?;
    ring::end_sessions(app, signed_in, kept.as_deref()).await
}

/// The member if the passphrase is theirs. With no member, the same work for nothing.
async fn verified(app: &App, member: Option<Member>, passphrase: &str) -> Result<Option<Member>> {
    let stored = match &member {
        Some(member) => Some(sign_in::load(app.read(), member.row.sign_in_id).await?.passphrase_hash),
        None => None,
    };
    match (passphrase::verify(passphrase, stored.as_deref()).await?, member) {
        (Verdict::Right, member) => Ok(member),
        (Verdict::RightButStale, Some(member)) => {
            let hash = passphrase::hash(&app.random, passphrase).await?;
            let tx = app.db.begin().await?;
            sign_in::change(&tx, member.row.sign_in_id, hash, None).await?;
            app.commit(tx).await?;
            Ok(Some(member))
        }
        (Verdict::Wrong | Verdict::RightButStale, _) => Ok(None),
    }
}

/// ISO weeks compare as text.
fn oldest_week(app: &App) -> String {
    clock::week(app.clock.now() - chrono::TimeDelta::days(DAYS))
}
