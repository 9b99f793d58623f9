//! Backups come back as they were, from either database into either, and not at all when they are damaged.

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::PathBuf;

use sea_orm::{ConnectionTrait as _, DbBackend, Statement};

use super::*;
use crate::store::action::{self, Act, Action, Decider};
use crate::store::event::{self, Event};
use crate::store::kind::{PostKind, PostState, Quotable, Visibility};
use crate::store::post::Post;
use crate::store::testing::{Fresh, fresh, fresh_on_each, local, remote};
use crate::store::{post_tag, setting};

const DOMAIN: &str = "stories.example";

/// Tables that no backup holds: what it would be wrong to bring back, and what is not content.
const LEFT_OUT: &[&str] = &[
    "session",
    "manuscript",
    "oauth_grant",
    "counter",
    "seaql_migrations",
    "post_words",
    "post_words_config",
    "post_words_content",
    "post_words_data",
    "post_words_idx",
];

/// Writes something of every kind of value: numbers, words, texts in other scripts, yes and no, nothing.
async fn fill(app: &Fresh) {
    let author = local(app, "quiet_fern_12").await;
    remote(app, "other", "b.example").await;
    let tx = app.db.begin().await.unwrap();
    for number in 0..250 {
        let id = app.new_id(&tx).await.unwrap();
        let uri = app.urls.post(&app.random.wire_id());
        let story = Post {
            id,
            position: (number % 2 == 0).then_some(id),
            kind: PostKind::Story,
            account_id: author.id,
            url: app.urls.post_page(&author.handle, id),
            uri,
            local: true,
            listed: true,
            visibility: Visibility::Public,
            state: PostState::Published,
            language: Some("ja".to_owned()),
            title: Some("飲み始めて三か月".to_owned()),
            warning: String::new(),
            sensitive: number % 3 == 0,
            care_level: 1,
            html: format!("<p>line one\nline \"two\" \\ {number}</p>"),
            source: None,
            story: Some("{\"b\":1,\"a\":2}".to_owned()),
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
            favourite_count: number,
        };
        post::insert(&tx, story).await.unwrap();
        let tag = |name: &str| post_tag::PostTag {
            post_id: id,
            tag: name.to_owned(),
            name: name.to_owned(),
            position: None,
        };
        post_tag::replace(&tx, id, vec![tag("sertraline"), tag("離脱症状")]).await.unwrap();
    }
    setting::put(&tx, "name".to_owned(), "value".to_owned()).await.unwrap();
    event::append(&tx, app.new_id(&tx).await.unwrap(), &Event::PostPublished { post: 1, was_held: false })
        .await
        .unwrap();
    app.commit(tx).await.unwrap();
}

async fn back_up(app: &Fresh, name: &str) -> PathBuf {
    let path = app.folder().join(name);
    write(&app.db, &path, DOMAIN, app.minute()).await.unwrap();
    path
}

async fn bring_back(app: &Fresh, path: &Path, domain: &str, replace: bool) -> Result<Done, String> {
    let tx = app.db.begin().await.unwrap();
    match restore(&tx, path, domain, replace).await {
        Ok(done) => {
            app.commit(tx).await.unwrap();
            Ok(done)
        }
        Err(crate::base::error::Error::Internal(cause)) => Err(format!("{cause:#}")),
        Err(other) => Err(other.to_string()),
    }
}

/// All rows of a backup; the order within a table may differ between databases.
fn rows(path: &Path) -> BTreeSet<String> {
    let text = fs::read_to_string(path).unwrap();
    text.lines().skip(1).filter(|line| !line.contains("\"sha256\"")).map(str::to_owned).collect()
}

#[tokio::test]
async fn a_backup_restored_into_either_database_gives_the_same_backup() {
    for from in fresh_on_each().await {
        fill(&from).await;
        let first = back_up(&from, "first").await;
        for to in fresh_on_each().await {
            let done = bring_back(&to, &first, DOMAIN, false).await.unwrap();
            assert!(done.rows > 750, "{done:?}");
            assert_eq!(rows(&back_up(&to, "second").await), rows(&first));
            let (last, tx) = (number::last(to.read()).await.unwrap(), to.db.begin().await.unwrap());
            assert!(last >= done.header.last_number);
            assert!(to.new_id(&tx).await.unwrap() > last);
        }
    }
}

#[tokio::test]
async fn what_is_written_during_a_backup_is_not_in_it() {
    for app in fresh_on_each().await {
        local(&app, "early").await;
        let snapshot = app.db.snapshot().await.unwrap();
        number::last(&snapshot).await.unwrap();
        local(&app, "late").await;
        let path = app.folder().join("accounts");
        let mut writer = Writer::create(&path).unwrap();
        table::write("account", &snapshot, &mut writer).await.unwrap();
        assert_eq!(writer.finish().unwrap(), 1);
    }
}

#[tokio::test]
async fn a_backup_is_for_its_owner_only_and_leaves_nothing_beside_it() {
    let app = fresh().await;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("backup");
    fs::write(&path, "an older one").unwrap();
    write(&app.db, &path, DOMAIN, app.minute()).await.unwrap();
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    assert!(bring_back(&app, &path, DOMAIN, false).await.is_ok());
}

#[tokio::test]
async fn a_cut_off_or_changed_file_is_refused_and_changes_nothing() {
    let app = fresh().await;
    fill(&app).await;
    let path = back_up(&app, "backup").await;
    let before = rows(&path);
    let whole = fs::read_to_string(&path).unwrap();
    let cut_in_a_line: String = whole.chars().take(whole.chars().count() / 2).collect();
    let without_its_end = whole.lines().take(200).map(|line| format!("{line}\n")).collect::<String>();
    let with_another_word = whole.replacen("quiet_fern_12", "quiet_fern_13", 1);
    let with_a_tail = format!("{whole}[1]\n");
    for damaged in [cut_in_a_line, without_its_end, with_another_word, with_a_tail, String::new()] {
        fs::write(&path, damaged).unwrap();
        let refused = bring_back(&app, &path, DOMAIN, true).await.unwrap_err();
        assert!(["cut off", "damaged", "no backup"].iter().any(|word| refused.contains(word)), "{refused}");
        assert_eq!(rows(&back_up(&app, "after").await), before);
    }
}

#[tokio::test]
async fn a_backup_of_another_domain_or_over_members_and_posts_is_refused() {
    let app = fresh().await;
    fill(&app).await;
    let path = back_up(&app, "backup").await;
    let other = bring_back(&app, &path, "b.example", true).await.unwrap_err();
    assert!(other.contains("stories.example") && other.contains("b.example"), "{other}");
    assert!(bring_back(&app, &path, DOMAIN, false).await.unwrap_err().contains("--replace"));
    assert!(bring_back(&app, &path, DOMAIN, true).await.is_ok());
}

#[tokio::test]
async fn every_table_is_kept_or_left_out_on_purpose() {
    let app = fresh().await;
    let question = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'";
    let found =
        app.db.read().query_all_raw(Statement::from_string(DbBackend::Sqlite, question)).await.unwrap();
    let found: BTreeSet<String> = found.iter().map(|row| row.try_get("", "name").unwrap()).collect();
    let known = table::NAMES.iter().chain(LEFT_OUT).map(|name| (*name).to_owned()).collect();
    assert_eq!(found, known, "new tables belong in backup/table.rs (or in LEFT_OUT, with a reason)");
}

#[tokio::test]
async fn a_restore_takes_nothing_out_of_the_log_of_decisions_and_adds_what_is_missing() {
    let decide = async |app: &Fresh, id: i64| {
        let row = Action {
            id,
            day: "2026-11-22".to_owned(),
            act: Act::StoryReleased,
            decider: Decider::Operator,
            decider_id: None,
            subject_id: id,
            rule: None,
        };
        let tx = app.db.begin().await.unwrap();
        action::insert(&tx, row).await.unwrap();
        app.commit(tx).await.unwrap();
    };
    for app in fresh_on_each().await {
        decide(&app, 1).await;
        let path = back_up(&app, "backup").await;
        decide(&app, 2).await;
        bring_back(&app, &path, DOMAIN, true).await.unwrap();
        assert_eq!(app.count("action").await, 2);
        let empty = fresh().await;
        bring_back(&empty, &path, DOMAIN, false).await.unwrap();
        assert_eq!(empty.count("action").await, 1);
    }
}
