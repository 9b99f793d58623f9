//! Rings: several members of one person, under one passphrase, and nobody but the person sees that they belong together.
//!
//! Each member is a row like any other, with a sign-in of its own. Which of them belong to one person stands on the ring of the
//! member who signs in, sealed under a key that the passphrase, the recovery words, or the secret of a session opens
//! (decision 42). The passphrases of the others are random, and nobody knows them.

mod seal;

pub(super) use seal::close_by;
use seal::{Contents, closed_to_all, open_by};
pub use seal::{HELD, KNOWN, RING, RingKey};

use super::session::{self, Session, SignedIn};
use super::{Member, MemberState, passphrase, recovery};
use crate::app::App;
use crate::base::error::{Error, Problem, Result};
use crate::store::ring::{self, Ring};
use crate::store::{Conn, Tx, member, session as session_row, sign_in};

/// So many members one person can have here: enough for the sides of a life, too few for a crowd.
pub const MOST: usize = 5;
/// So many rings of others are written anew, as they are, before and after each sign-up.
const STIRRED: u64 = 16;

/// A ring for a member who is still to be made, with its key: that part of making one that is slow.
pub(super) async fn prepare(app: &App, passphrase: &str, words: &str) -> Result<(RingKey, Ring)> {
    let key = RingKey::draw(&app.random, 0);
    let row = fill(app, &key, passphrase, words, Vec::new()).await?;
    Ok((key, row))
}

/// A ring with everything sealed anew.
async fn fill(app: &App, key: &RingKey, passphrase: &str, words: &str, others: Vec<i64>) -> Result<Ring> {
    Ok(Ring {
        account_id: key.home,
        sealed: key.close(&app.random, &Contents { others, has_words: true })?,
        by_passphrase: close_by(&app.random, key, passphrase).await?,
        by_words: close_by(&app.random, key, words).await?,
    })
}

/// The key of the ring of a member who has just typed the right passphrase. Where it does not open the ring, as for members of
/// before there were rings, an empty one takes its place. What is on it is sealed anew, so that a ring that changed is like
/// those of all who signed in lately.
pub(super) async fn open(app: &App, member: &Member, passphrase: &str) -> Result<RingKey> {
    let home = member.id();
    if let Some(row) = ring::find(app.read(), home).await?
        && let Some(key) = open_by(home, passphrase, &row.by_passphrase).await?
        && let Some(contents) = key.open(&row.sealed)?
    {
        seal_anew(app, &row, &key, &contents).await?;
        return Ok(key);
    }
    let key = RingKey::draw(&app.random, home);
    let row = Ring {
        account_id: home,
        sealed: key.close(&app.random, &Contents::default())?,
        by_passphrase: close_by(&app.random, &key, passphrase).await?,
        by_words: closed_to_all(&app.random)?,
    };
    let tx = app.db.begin().await?;
    ring::put(&tx, row).await?;
    app.commit(tx).await?;
    Ok(key)
}

async fn seal_anew(app: &App, row: &Ring, key: &RingKey, contents: &Contents) -> Result<()> {
    let sealed = key.close(&app.random, contents)?;
    let tx = app.db.begin().await?;
    ring::change(&tx, row.account_id, &row.sealed, sealed).await?;
    app.commit(tx).await
}

/// All members of the person who is signed in, that with which they sign in first; those who left are not among them.
pub async fn list(app: &App, signed_in: &SignedIn) -> Result<Vec<Member>> {
    let key = &signed_in.ring;
    let Some((_, contents)) = read(app.read(), key).await? else {
        // The member whose ring it was has been removed.
        return Ok(vec![signed_in.member.clone()]);
    };
    let ids: Vec<i64> = std::iter::once(key.home).chain(contents.others).collect();
    let mut found: Vec<Member> =
        member::list_of(app.read(), &ids).await?.into_iter().map(Member::from).collect();
    found.sort_by_key(|member| ids.iter().position(|id| *id == member.id()));
    Ok(found)
}

/// The member of the person who is signed in with this number.
///
/// # Errors
/// `NotFound` where the person has no such member.
pub async fn load(app: &App, signed_in: &SignedIn, account_id: i64) -> Result<Member> {
    let own = list(app, signed_in).await?.into_iter().find(|member| member.id() == account_id);
    own.ok_or(Error::NotFound("a member of the same person"))
}

/// Goes on as another member of the same person: a new session takes the place of that with this secret.
pub async fn switch(app: &App, signed_in: &SignedIn, secret: &str, account_id: i64) -> Result<Session> {
    let member = load(app, signed_in, account_id).await?;
    match member.row.state {
        // Who is suspended may come for their things.
        MemberState::Active | MemberState::Pending | MemberState::Suspended => {}
        MemberState::Frozen => return Err(Error::Forbidden(super::FROZEN)),
    }
    // Two steps of the database on purpose: one would show, for a while, that they belong together.
    session::sign_out(app, secret).await?;
    let session = session::open(app, member, &signed_in.ring).await?;
    if account_id != signed_in.ring.home
        && let Some(row) = ring::find(app.read(), account_id).await?
    {
        // Nobody opens this ring. One that never changes, while the member is there, would tell that nobody signs in with it.
        let nobody = RingKey::draw(&app.random, account_id);
        seal_anew(app, &row, &nobody, &Contents::default()).await?;
    }
    Ok(session)
}

/// Makes sure that the person who is signed in may have one more member.
pub(super) async fn check_room(app: &App, signed_in: &SignedIn) -> Result<()> {
    signed_in.member.require_active()?;
    let refused = |problem| Err(Error::Invalid(vec![problem]));
    let Some((_, contents)) = read(app.read(), &signed_in.ring).await? else {
        return Err(Error::NotFound("the ring of this session"));
    };
    if !contents.has_words {
        return refused(Problem::new("handle", "problem-handles-words"));
    }
    let own = list(app, signed_in).await?;
    if own.len() >= MOST {
        return refused(Problem::new("handle", "problem-handles-full").with("most", MOST));
    }
    if own.iter().any(|member| !member.row.state.may_come_in()) {
        return refused(Problem::new("handle", "problem-handles-suspended"));
    }
    Ok(())
}

/// Writes a new member on a ring.
pub(super) async fn add(app: &App, tx: &Tx, key: &RingKey, account_id: i64) -> Result<()> {
    let (row, mut contents) = read(&**tx, key).await?.ok_or(Error::NotFound("the ring of this session"))?;
    let there = member::list_of(&**tx, &contents.others).await?;
    contents.others.retain(|id| there.iter().any(|(member, _)| member.account_id == *id));
    contents.others.push(account_id);
    let is_last = contents.others.len() < MOST;
    let sealed = key.close(&app.random, &contents)?;
    if is_last && ring::change(tx, key.home, &row.sealed, sealed).await? {
        Ok(())
    } else {
        Err(Error::Conflict("another handle that was made at the same time"))
    }
}

/// Takes a member off a ring who is about to leave.
pub async fn forget(app: &App, key: &RingKey, account_id: i64) -> Result<()> {
    let tx = app.db.begin().await?;
    if let Some((row, mut contents)) = read(&*tx, key).await? {
        contents.others.retain(|id| *id != account_id);
        ring::change(&tx, key.home, &row.sealed, key.close(&app.random, &contents)?).await?;
    }
    app.commit(tx).await
}

/// Hides among others the ring that a sign-up changed, or that it changed one at all.
pub(super) async fn stir(tx: &Tx) -> Result<()> {
    ring::stir(tx, STIRRED).await
}

/// Notes on a ring that the recovery words open it.
pub(super) async fn note_words(app: &App, tx: &Tx, key: &RingKey) -> Result<()> {
    if let Some((row, contents)) = read(&**tx, key).await? {
        let contents = Contents { has_words: true, ..contents };
        ring::change(tx, key.home, &row.sealed, key.close(&app.random, &contents)?).await?;
    }
    Ok(())
}

/// A ring for who comes back with the recovery words: with what was on the old one, where they open it, under a new key. Gives
/// also the members of the person.
pub(super) async fn recover(
    app: &App,
    home: i64,
    old_words: &str,
    passphrase: &str,
    words: &str,
) -> Result<(Ring, Vec<i64>)> {
    let old = match ring::find(app.read(), home).await? {
        Some(row) => match open_by(home, old_words, &row.by_words).await? {
            Some(key) => key.open(&row.sealed)?,
            None => None,
        },
        None => None,
    };
    let others = old.unwrap_or_default().others;
    let own = std::iter::once(home).chain(others.iter().copied()).collect();
    let row = fill(app, &RingKey::draw(&app.random, home), passphrase, words, others).await?;
    Ok((row, own))
}

/// Ends the sessions of all members of the person but the one to keep; each in a step of its own.
pub async fn end_sessions(app: &App, signed_in: &SignedIn, kept: Option<&str>) -> Result<()> {
    let own = list(app, signed_in).await?;
    end_sessions_of(app, own.iter().map(Member::id), kept).await
}

/// The same for members who are known.
pub(super) async fn end_sessions_of(
    app: &App,
    accounts: impl Iterator<Item = i64>,
    kept: Option<&str>,
) -> Result<()> {
    for account_id in accounts {
        let tx = app.db.begin().await?;
        session_row::delete_of_account(&tx, account_id, kept).await?;
        app.commit(tx).await?;
    }
    Ok(())
}

/// Lets another member of the person be the one who signs in, with the same passphrase: it gets a ring with all but the present
/// one, and new recovery words, which are shown once. All sessions end.
pub async fn hand_over(app: &App, signed_in: &SignedIn, passphrase: &str, to: &Member) -> Result<String> {
    let own = list(app, signed_in).await?;
    let others = own.iter().map(Member::id).filter(|id| *id != to.id() && *id != signed_in.ring.home);
    let words = recovery::draw(&app.random, recovery::COUNT);
    let key = RingKey::draw(&app.random, to.id());
    let row = fill(app, &key, passphrase, &words, others.collect()).await?;
    let passphrase_hash = passphrase::hash(&app.random, passphrase).await?;
    let recovery_hash = passphrase::hash(&app.random, &words).await?;
    let tx = app.db.begin().await?;
    sign_in::change(&tx, to.row.sign_in_id, passphrase_hash, Some(recovery_hash)).await?;
    ring::put(&tx, row).await?;
    app.commit(tx).await?;
    end_sessions_of(app, own.iter().map(Member::id), None).await?;
    Ok(words)
}

async fn read(conn: &impl Conn, key: &RingKey) -> Result<Option<(Ring, Contents)>> {
    let Some(row) = ring::find(conn, key.home).await? else { return Ok(None) };
    Ok(key.open(&row.sealed)?.map(|contents| (row, contents)))
}

#[cfg(test)]
mod tests;
