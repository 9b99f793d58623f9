//! The list of what was taken back, kept in a file beside the database, so that a restored backup does not bring it
//! back to light.
//!
//! `withdrawn.log` in the data folder holds one line for each post that was withdrawn or called off before its time, and
//! each account that was deleted: a digest of its wire id, which tells nothing to who does not know the id. A post that may
//! travel no longer has a digest of another kind. Lines are only ever added.

use std::collections::HashSet;
use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::{Path, PathBuf};

use anyhow::Context as _;

use super::travel::keep_here;
use super::withdraw::erase;
use crate::app::App;
use crate::base::digest::sha256_hex;
use crate::base::error::Result;
use crate::store::event::Event;
use crate::store::{Tx, account, post, scheduled_post};

/// Length of a digest in hexadecimal.
const DIGEST_LENGTH: usize = 64;

/// Digests of the wire ids of everything that was taken back.
#[derive(Debug, Default)]
pub struct Withdrawn(HashSet<String>);

impl Withdrawn {
    /// Reads a list; one that does not exist is empty.
    pub fn read(path: &Path) -> Result<Self> {
        match fs::read_to_string(path) {
            Ok(text) => Ok(Self(text.lines().filter_map(digest_of_line).collect())),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Self::default()),
            Err(error) => {
                Err(anyhow::Error::new(error).context(format!("reading {}", path.display())).into())
            }
        }
    }

    /// Takes another list in.
    pub fn add(&mut self, other: Self) {
        self.0.extend(other.0);
    }

    /// Whether what has this wire id was taken back.
    pub fn holds(&self, uri: &str) -> bool {
        self.0.contains(&digest(uri))
    }

    /// Whether what had this wire id stays here from then on.
    pub fn keeps_here(&self, uri: &str) -> bool {
        self.0.contains(&digest_of_kept(uri))
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether nothing was ever taken back.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Where this server keeps its list.
pub fn path(app: &App) -> PathBuf {
    app.config.data_dir.join("withdrawn.log")
}

/// Adds what an event took away to the list, on the disk when this returns. Twice does no harm.
pub async fn write_down(app: &App, event: &Event) -> Result<()> {
    let digest = match event {
        Event::PostWithdrawn { uri, .. } | Event::CalledOff { uri } => Some(digest(uri)),
        Event::AccountDeleted { account } => {
            account::find(app.read(), *account).await?.map(|row| digest(&row.uri))
        }
        Event::KeptHere { uri, .. } => Some(digest_of_kept(uri)),
        Event::PostPublished { .. }
        | Event::PostEdited { .. }
        | Event::ReviewChanged { .. }
        | Event::TakenDown { .. }
        | Event::ComplaintChanged { .. }
        | Event::AppealDecided { .. }
        | Event::ConsentChanged { .. }
        | Event::LetTravel { .. }
        | Event::GuideAsked { .. }
        | Event::BoostUndone { .. }
        | Event::Permitted { .. }
        | Event::Declined { .. }
        | Event::PermissionRevoked { .. }
        | Event::FollowRequested { .. }
        | Event::FollowAccepted { .. }
        | Event::FollowRejected { .. }
        | Event::FollowUndone { .. }
        | Event::Favourited { .. }
        | Event::FavouriteUndone { .. }
        | Event::Voted { .. }
        | Event::VotesCounted { .. }
        | Event::PollEnded { .. }
        | Event::Announced { .. }
        | Event::AnnouncementWithdrawn { .. }
        | Event::Pinned { .. }
        | Event::Unpinned { .. }
        | Event::Blocked { .. }
        | Event::Unblocked { .. }
        | Event::ProfileChanged { .. }
        | Event::KeysRotated { .. }
        | Event::Reported { .. } => None,
    };
    let Some(digest) = digest else { return Ok(()) };
    let path = path(app);
    let written = tokio::task::spawn_blocking(move || append(&path, &digest)).await;
    written.map_err(anyhow::Error::from)?.context("writing down a withdrawal")?;
    Ok(())
}

/// Takes every post back that stands in the list, also one that was still to come, in the transaction that restored
/// them; one that had come to stay here stays here again. Gives the number of those that were taken back.
pub async fn replay(app: &App, tx: &Tx, withdrawn: &Withdrawn) -> Result<u64> {
    /// Posts looked at in one query.
    const SOME: u64 = 1000;
    let (mut erased, mut after) = (0, 0);
    for (id, _) in scheduled_post::list_addresses(&**tx).await?.iter().filter(|(_, uri)| withdrawn.holds(uri))
    {
        erased += u64::from(scheduled_post::delete(tx, *id).await?);
    }
    loop {
        let page = post::list_addresses(&**tx, after, SOME).await?;
        let Some((last, _)) = page.last() else { return Ok(erased) };
        after = *last;
        for (id, _) in page.iter().filter(|(_, uri)| withdrawn.keeps_here(uri)) {
            if let Some(post) = post::find(&**tx, *id).await? {
                let kept = keep_here(app, tx, post, app.urls.post(&app.random.wire_id())).await?;
                post::update(tx, kept).await?;
            }
        }
        for (id, _) in page.iter().filter(|(_, uri)| withdrawn.holds(uri)) {
            // The one before may have taken this one with it, as its boost.
            if let Some(post) = post::find(&**tx, *id).await? {
                Box::pin(erase(app, tx, &post)).await?;
                erased += 1;
            }
        }
    }
}

fn digest(uri: &str) -> String {
    sha256_hex(&[uri.as_bytes()])
}

fn digest_of_kept(uri: &str) -> String {
    sha256_hex(&[b"kept here: ", uri.as_bytes()])
}

/// A line that was torn by a power cut has no end, so the next one, which is whole, stands behind it.
fn digest_of_line(line: &str) -> Option<String> {
    let (_, digest) = line.split_at_checked(line.len().checked_sub(DIGEST_LENGTH)?)?;
    digest.bytes().all(|byte| byte.is_ascii_hexdigit()).then(|| digest.to_owned())
}

fn append(path: &Path, digest: &str) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(folder)?;
    let is_new = !path.exists();
    let mut file = OpenOptions::new().create(true).append(true).mode(0o600).open(path)?;
    file.write_all(format!("{digest}\n").as_bytes())?;
    file.sync_data()?;
    if is_new { File::open(folder)?.sync_all() } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::hub::SeenBy;
    use crate::store::account::Account;
    use crate::store::kind::{PostKind, PostState, Quotable, Visibility};
    use crate::store::post::Post;
    use crate::store::testing::{fresh, fresh_on_each, local};
    use crate::store::{backup, event, tombstone};

    fn withdrawn(uri: &str) -> Event {
        Event::PostWithdrawn { post: 1, uri: uri.to_owned(), account: 2, seen_by: SeenBy::Nobody }
    }

    #[tokio::test]
    async fn what_was_taken_back_is_found_in_the_list_by_its_wire_id_only() {
        let app = fresh().await;
        assert!(Withdrawn::read(&path(&app)).unwrap().is_empty());
        for uri in ["https://a.example/1", "https://a.example/2", "https://a.example/1"] {
            write_down(&app, &withdrawn(uri)).await.unwrap();
        }
        write_down(&app, &Event::PostEdited { post: 3, took_out: false }).await.unwrap();
        let list = Withdrawn::read(&path(&app)).unwrap();
        assert_eq!(list.len(), 2);
        assert!(list.holds("https://a.example/1") && !list.holds("https://a.example/3"));
        assert!(!fs::read_to_string(path(&app)).unwrap().contains("example"));
    }

    #[tokio::test]
    async fn the_list_is_for_its_owner_only() {
        use std::os::unix::fs::PermissionsExt as _;
        let app = fresh().await;
        write_down(&app, &withdrawn("https://a.example/1")).await.unwrap();
        assert_eq!(fs::metadata(path(&app)).unwrap().permissions().mode() & 0o777, 0o600);
    }

    #[tokio::test]
    async fn a_line_that_was_torn_does_not_spoil_the_next_one() {
        let app = fresh().await;
        fs::write(path(&app), "0123456789").unwrap();
        write_down(&app, &withdrawn("https://a.example/1")).await.unwrap();
        assert!(Withdrawn::read(&path(&app)).unwrap().holds("https://a.example/1"));
    }

    #[tokio::test]
    async fn a_post_withdrawn_after_a_backup_does_not_come_back_with_it() {
        for app in fresh_on_each().await {
            let author = local(&app, "quiet_fern_12").await;
            let (kept, taken) = (note(&app, &author).await, note(&app, &author).await);
            let file = app.folder().join("backup");
            backup::write(&app.db, &file, "stories.example", app.minute()).await.unwrap();
            let uri = crate::domain::post::withdraw(&app, &author, taken).await.unwrap().uri;
            write_down(&app, &withdrawn(&uri)).await.unwrap();

            let tx = app.db.begin().await.unwrap();
            backup::restore(&tx, &file, "stories.example", true).await.unwrap();
            let list = Withdrawn::read(&path(&app)).unwrap();
            assert_eq!(replay(&app, &tx, &list).await.unwrap(), 1);
            app.commit(tx).await.unwrap();

            assert!(post::find(app.read(), kept).await.unwrap().is_some());
            assert!(post::find(app.read(), taken).await.unwrap().is_none());
            assert!(tombstone::find(app.read(), &uri).await.unwrap().is_some());
            let events = event::list_oldest(app.read(), 10).await.unwrap();
            assert!(events.iter().any(|row| row.payload.contains(&uri)), "nobody is told again");
        }
    }

    /// Writes a public note of the author and gives its number.
    async fn note(app: &App, author: &Account) -> i64 {
        let tx = app.db.begin().await.unwrap();
        let id = app.new_id(&tx).await.unwrap();
        let row = Post {
            id,
            position: Some(id),
            kind: PostKind::Note,
            account_id: author.id,
            uri: app.urls.post(&app.random.wire_id()),
            url: app.urls.post_page(&author.handle, id),
            local: true,
            listed: false,
            visibility: Visibility::Public,
            state: PostState::Published,
            language: None,
            title: None,
            warning: String::new(),
            sensitive: false,
            care_level: 0,
            html: "<p>Hello</p>".to_owned(),
            source: None,
            story: None,
            in_reply_to_id: None,
            in_reply_to_account_id: None,
            in_reply_to_uri: None,
            root_id: Some(id),
            boost_of_id: None,
            published_at: app.minute(),
            updated_at: None,
            indexable: false,
            federates: true,
            quotable: Quotable::Nobody,
            app_name: None,
            reply_count: 0,
            boost_count: 0,
            favourite_count: 0,
        };
        post::insert(&tx, row).await.unwrap();
        app.commit(tx).await.unwrap();
        id
    }
}
