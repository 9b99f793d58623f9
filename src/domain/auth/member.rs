//! Members: making them, letting them in, suspending them, and letting them go.

use super::agreement::Agreement;
use super::ring::{self, RingKey};
use super::{Member, MemberState, ReleaseTime, Role, Visibility, former, handle, passphrase, recovery};
use crate::app::App;
use crate::base::error::{Error, Problem, Result};
use crate::base::i18n::Language;
use crate::base::keys::{self, KeyPem};
use crate::domain::account::{self, Account, AccountKind};
use crate::domain::anonymity::Taken;
use crate::domain::consent;
use crate::domain::media;
use crate::domain::transparency::log::{self, Act, By};
use crate::store::departure::{self, Departure};
use crate::store::event::Event;
use crate::store::kind::Reason;
use crate::store::member::{self, Change, Member as MemberRow};
use crate::store::ring::{self as ring_row, Ring};
use crate::store::sign_in::{self, SignIn};
use crate::store::{
    Tx, account as account_row, former as former_row, leaving, oauth_grant, oauth_token, session,
};

/// A member to be made.
#[derive(Clone)]
pub struct NewMember {
    /// The handle; generated if none is given.
    pub handle: Option<String>,
    /// The display name; that of the generated handle, or none.
    pub display_name: Option<String>,
    /// The passphrase, in plain words; it is hashed before anything is stored.
    pub passphrase: String,
    /// What the member may do.
    pub role: Role,
    /// Whether the member may do it already.
    pub state: MemberState,
    /// Language of the pages and of a generated handle.
    pub language: Language,
    /// Agreed that public means copied to other servers.
    pub federates: bool,
    /// Links, mentions and federation are open from the start.
    pub trusted: bool,
    /// What the person wrote to be let in.
    pub reason: Option<String>,
    /// Which of the community's texts the person agreed to.
    pub agreement: Agreement,
}

impl NewMember {
    /// A member who is let in at once, federates, and is on no trial: for the command line, whose caller answers for it.
    pub fn active(handle: &str, passphrase: &str) -> Self {
        Self {
            handle: Some(handle.to_owned()),
            display_name: None,
            passphrase: passphrase.to_owned(),
            role: Role::Member,
            state: MemberState::Active,
            language: Language::default(),
            federates: true,
            trusted: true,
            reason: None,
            agreement: Agreement::default(),
        }
    }
}

/// A new member. The recovery words are shown once and known nowhere else.
#[derive(Clone)]
pub struct Created {
    /// The member.
    pub member: Member,
    /// Twelve words, separated by spaces.
    pub recovery_words: String,
    /// Opens the member's ring, for the first session.
    pub ring: RingKey,
}

/// Makes a member with a sign-in of its own.
pub async fn create(app: &App, new: NewMember) -> Result<Created> {
    let ready = prepare(app, new).await?;
    let tx = app.db.begin().await?;
    let created = insert(app, &tx, ready).await?;
    app.commit(tx).await?;
    Ok(created)
}

/// A member whose slow parts (hashes, keys) are done.
pub(super) struct Ready {
    new: NewMember,
    handle: String,
    display_name: String,
    passphrase_hash: String,
    recovery_hash: String,
    recovery_words: String,
    keys: KeyPem,
    ring: (RingKey, Ring),
    former: String,
}

/// Checks a new member and does what is slow, before any transaction is open.
pub(super) async fn prepare(app: &App, new: NewMember) -> Result<Ready> {
    let (handle, display_name) = if let Some(chosen) = &new.handle {
        (handle::key(app, chosen), new.display_name.clone().unwrap_or_default())
    } else {
        let suggestion = handle::suggest(app, new.language).await?;
        (suggestion.handle, new.display_name.clone().unwrap_or(suggestion.display_name))
    };
    let display_name = display_name.trim().to_owned();
    let checks = [
        handle::check(&handle),
        handle::check_display_name(&display_name),
        passphrase::check(&new.passphrase, &handle),
    ];
    let problems: Vec<Problem> = checks.into_iter().filter_map(Result::err).collect();
    if !problems.is_empty() {
        return Err(Error::Invalid(problems));
    }
    let recovery_words = recovery::draw(&app.random, recovery::COUNT);
    Ok(Ready {
        passphrase_hash: passphrase::hash(&app.random, &new.passphrase).await?,
        recovery_hash: passphrase::hash(&app.random, &recovery_words).await?,
        keys: keys::generate().await?,
        former: former::digest_of_handle(app, &handle).await?,
        ring: ring::prepare(app, &new.passphrase, &recovery_words).await?,
        new,
        handle,
        display_name,
        recovery_words,
    })
}

/// Writes a new member, unless somebody has the name or one that looks like it, or had it and left.
pub(super) async fn insert(app: &App, tx: &Tx, ready: Ready) -> Result<Created> {
    let taken = Taken::read(&**tx, None).await?;
    let names = [taken.check("handle", &ready.handle), taken.check("display_name", &ready.display_name)];
    let mut problems: Vec<Problem> = names.into_iter().filter_map(Result::err).collect();
    if former_row::holds(&**tx, &ready.former).await? {
        problems.push(Problem::new("handle", "problem-handle-taken"));
    }
    if !problems.is_empty() {
        return Err(Error::Invalid(problems));
    }
    let (name, kind) = (&ready.display_name, AccountKind::Person);
    let account = account::create_local(app, tx, &ready.handle, name, kind, ready.keys).await?;
    let sign_in_id = app.blurred_id();
    let row = SignIn {
        id: sign_in_id,
        passphrase_hash: ready.passphrase_hash,
        recovery_hash: ready.recovery_hash,
        consent_version: consent::SIGN_UP_VERSION,
        created_week: app.week(),
        terms_version: ready.new.agreement.terms_version,
        privacy_version: ready.new.agreement.privacy_version,
        agreed_month: ready.new.agreement.month,
    };
    sign_in::insert(tx, row).await?;
    let row = MemberRow {
        account_id: account.id,
        sign_in_id,
        role: ready.new.role,
        state: ready.new.state,
        language: ready.new.language.code().to_owned(),
        default_visibility: Visibility::Public,
        default_sensitive: false,
        release_time: ReleaseTime::AtOnce,
        federates: ready.new.federates,
        trusted: ready.new.trusted,
        reason: ready.new.reason,
        created_week: app.week(),
    };
    member::insert(tx, row.clone()).await?;
    let (mut key, empty) = ready.ring;
    key.home = account.id;
    ring_row::put(tx, Ring { account_id: account.id, ..empty }).await?;
    let member = Member { account, row };
    Ok(Created { member, recovery_words: ready.recovery_words, ring: key })
}

/// Those who wait for approval, the oldest first; for moderators.
pub async fn list_pending(app: &App) -> Result<Vec<Member>> {
    list(app, Some(MemberState::Pending)).await
}

/// All members, or those in one state, the oldest first; for moderators and the command line.
pub async fn list(app: &App, state: Option<MemberState>) -> Result<Vec<Member>> {
    Ok(member::list(app.read(), state).await?.into_iter().map(Member::from).collect())
}

/// Whether there is a moderator beside this one.
pub async fn is_another_moderator(app: &App, than: i64) -> Result<bool> {
    let members = list(app, Some(MemberState::Active)).await?;
    Ok(members.iter().any(|other| other.id() != than && other.row.role >= Role::Moderator))
}

/// Lets somebody in who waits. What was written to be let in is erased.
pub async fn approve(app: &App, by: By, account_id: i64) -> Result<()> {
    let (from, to) = (MemberState::Pending, MemberState::Active);
    let tx = app.db.begin().await?;
    decide(app, &tx, by, Act::MemberWelcomed, account_id, from, to).await?;
    app.commit(tx).await
}

/// Turns somebody away who waits: nothing of the sign-up stays but the handle, which nobody else may get.
pub async fn refuse(app: &App, by: By, account_id: i64) -> Result<()> {
    let waiting = super::load(app, account_id).await?;
    match waiting.row.state {
        MemberState::Pending => {}
        MemberState::Active | MemberState::Frozen | MemberState::Suspended => {
            return Err(Error::NotFound("waiting sign-up"));
        }
    }
    let going = Going::prepare(app, &waiting, None).await?;
    let tx = app.db.begin().await?;
    erase(app, &tx, &waiting, going).await?;
    log::write(app, &tx, by, Act::MemberTurnedAway, account_id).await?;
    app.commit(tx).await
}

/// Hides a member and all the member told, and ends sessions and tokens. Nothing is erased. The member can sign in to take
/// their things along.
pub async fn suspend(app: &App, by: By, account_id: i64, rule: Option<Reason>) -> Result<()> {
    let tx = app.db.begin().await?;
    suspend_in(app, &tx, by, account_id, rule).await?;
    app.commit(tx).await
}

/// [`suspend`] in an open transaction.
pub async fn suspend_in(app: &App, tx: &Tx, by: By, account_id: i64, rule: Option<Reason>) -> Result<()> {
    load_in(tx, account_id).await?;
    member::change(tx, account_id, Change { state: Some(MemberState::Suspended), ..Change::default() })
        .await?;
    account_row::set_suspended(tx, account_id, true).await?;
    end_access(tx, account_id).await?;
    log::write_with(app, tx, by, Act::MemberSuspended, account_id, rule).await?;
    app.record(tx, &Event::ProfileChanged { account: account_id }).await
}

/// Takes a suspension back.
pub async fn unsuspend(app: &App, by: By, account_id: i64) -> Result<()> {
    let tx = app.db.begin().await?;
    unsuspend_in(app, &tx, by, account_id).await?;
    app.commit(tx).await
}

/// [`unsuspend`] in an open transaction.
pub async fn unsuspend_in(app: &App, tx: &Tx, by: By, account_id: i64) -> Result<()> {
    let (from, to) = (MemberState::Suspended, MemberState::Active);
    decide(app, tx, by, Act::MemberUnsuspended, account_id, from, to).await
}

/// Keeps a member from signing in, and ends sessions and tokens; what the member told stays.
///
/// # Errors
/// `Conflict` where the member waits for approval, is suspended or frozen already.
pub async fn freeze(app: &App, by: By, account_id: i64, rule: Option<Reason>) -> Result<()> {
    let tx = app.db.begin().await?;
    freeze_in(app, &tx, by, account_id, rule).await?;
    app.commit(tx).await
}

/// [`freeze`] in an open transaction.
pub async fn freeze_in(app: &App, tx: &Tx, by: By, account_id: i64, rule: Option<Reason>) -> Result<()> {
    if load_in(tx, account_id).await?.row.state != MemberState::Active {
        return Err(Error::Conflict("another decision"));
    }
    member::change(tx, account_id, Change { state: Some(MemberState::Frozen), ..Change::default() }).await?;
    end_access(tx, account_id).await?;
    log::write_with(app, tx, by, Act::MemberFrozen, account_id, rule).await
}

/// Lets a member sign in again.
///
/// # Errors
/// `Conflict` where the member is not frozen.
pub async fn thaw(app: &App, by: By, account_id: i64) -> Result<()> {
    let tx = app.db.begin().await?;
    thaw_in(app, &tx, by, account_id).await?;
    app.commit(tx).await
}

/// [`thaw`] in an open transaction.
pub async fn thaw_in(app: &App, tx: &Tx, by: By, account_id: i64) -> Result<()> {
    let (from, to) = (MemberState::Frozen, MemberState::Active);
    decide(app, tx, by, Act::MemberThawed, account_id, from, to).await
}

/// After the first approved story of somebody who came in by open sign-up: links, mentions and federation open up.
pub async fn trust(app: &App, account_id: i64) -> Result<()> {
    let tx = app.db.begin().await?;
    member::change(&tx, account_id, Change { trusted: Some(true), ..Change::default() }).await?;
    app.commit(tx).await
}

/// What a member can choose about new posts and the pages.
#[derive(Debug, Clone, Default)]
pub struct Preferences {
    /// Language of the pages.
    pub language: Option<Language>,
    /// Visibility of new posts.
    pub default_visibility: Option<Visibility>,
    /// Whether new posts are marked as sensitive.
    pub default_sensitive: Option<bool>,
    /// When stories are released, unless their form or the operator says otherwise.
    pub release_time: Option<ReleaseTime>,
    /// Whether public means copied to other servers from now on; earlier copies are not called back.
    pub federates: Option<bool>,
}

/// Changes what a member prefers; what is not given stays.
pub async fn change_preferences(app: &App, account_id: i64, wanted: Preferences) -> Result<()> {
    let change = Change {
        language: wanted.language.map(|language| language.code().to_owned()),
        default_visibility: wanted.default_visibility,
        default_sensitive: wanted.default_sensitive,
        release_time: wanted.release_time,
        federates: wanted.federates,
        ..Change::default()
    };
    let tx = app.db.begin().await?;
    member::change(&tx, account_id, change).await?;
    app.commit(tx).await
}

/// What is worked out of a member who goes before the transaction in which that happens.
pub struct Going {
    handle_digest: String,
    words_hash: Option<String>,
}

impl Going {
    /// Prepares the going of a member. Words of this hash lead to what other servers answer.
    pub async fn prepare(app: &App, leaver: &Member, words_hash: Option<String>) -> Result<Self> {
        let handle_digest = former::digest_of_handle(app, &leaver.account.handle).await?;
        Ok(Self { handle_digest, words_hash })
    }
}

/// Erases a member who has no posts any more: reactions, relations, notices, sign-in, sessions and tokens. A shell
/// of the account stays for as long as other servers are asked to delete what they have: its wire id and its keys. The room
/// `leaving` takes the posts back before, and the shell away afterwards.
pub async fn erase(app: &App, tx: &Tx, leaver: &Member, going: Going) -> Result<()> {
    end_access(tx, leaver.id()).await?;
    member::delete(tx, leaver.id()).await?;
    sign_in::delete(tx, leaver.row.sign_in_id).await?;
    media::erase_of_account(app, tx, leaver.id()).await?;
    leaving::erase(tx, leaver.id()).await?;
    become_shell(app, tx, &leaver.account, going).await?;
    app.record(tx, &Event::AccountDeleted { account: leaver.id() }).await
}

/// Makes a shell of what was left of an account under older versions.
pub async fn empty(app: &App, account: &Account) -> Result<()> {
    let handle_digest = former::digest_of_handle(app, &account.handle).await?;
    let tx = app.db.begin().await?;
    leaving::erase(&tx, account.id).await?;
    become_shell(app, &tx, account, Going { handle_digest, words_hash: None }).await?;
    app.commit(tx).await
}

async fn become_shell(app: &App, tx: &Tx, account: &Account, going: Going) -> Result<()> {
    leaving::empty_account(tx, account.id).await?;
    former_row::insert(tx, going.handle_digest).await?;
    former_row::insert(tx, former::digest_of_actor(&account.uri)).await?;
    let (left_day, words_hash) = (app.day(), going.words_hash);
    departure::insert(tx, Departure { account_id: account.id, left_day, delivery_id: None, words_hash }).await
}

/// Ends everything that lets somebody act as the member.
async fn end_access(tx: &Tx, account_id: i64) -> Result<()> {
    session::delete_of_account(tx, account_id, None).await?;
    oauth_grant::delete_of_account(tx, account_id).await?;
    oauth_token::delete_of_account(tx, account_id).await
}

/// The member with this account as an open transaction sees it.
pub async fn load_in(tx: &Tx, account_id: i64) -> Result<Member> {
    let found = member::find(&**tx, account_id).await?;
    found.map(Member::from).ok_or(Error::NotFound("member"))
}

async fn decide(
    app: &App,
    tx: &Tx,
    by: By,
    act: Act,
    account_id: i64,
    from: MemberState,
    to: MemberState,
) -> Result<()> {
    if load_in(tx, account_id).await?.row.state != from {
        return Err(Error::Conflict("another decision"));
    }
    member::change(tx, account_id, Change { state: Some(to), ..Change::default() }).await?;
    account_row::set_suspended(tx, account_id, false).await?;
    log::write(app, tx, by, act, account_id).await?;
    app.record(tx, &Event::ProfileChanged { account: account_id }).await
}
