//! What an author lets be done with a story: the facts alone, a translation alone, a report of their own, and all of it taken along.

use std::path::Path;

use super::person::{ENGLISH, JAPANESE, Manner, PLAIN, Person};
use super::support::Server;

const HANDLE: &str = "quiet_fern_12";
const TEXT: &str = "A hoopoe sat outside while I stopped.";

#[tokio::test]
async fn an_author_tells_less_than_they_wrote_gets_a_report_and_takes_everything_along() {
    Box::pin(walk("en", ENGLISH)).await;
}

#[tokio::test]
async fn the_same_in_japanese_on_a_phone() {
    Box::pin(walk("ja", JAPANESE)).await;
}

#[tokio::test]
async fn the_same_without_javascript() {
    Box::pin(walk("en", PLAIN)).await;
}

async fn walk(language: &str, manner: Manner) {
    let server = Server::at("a").env("ANAMNESIS_COMMUNITY_LANGUAGE", language).start().await;
    let author = Box::pin(Person::member(&server, manner, HANDLE, "member")).await;
    let facts = Box::pin(tell(&author, "facts")).await;
    author.open(&facts).await;
    assert!(!author.browser.text("main").await.contains("hoopoe"));
    author.look("story-facts-alone").await;
    let translation = Box::pin(tell(&author, "translation")).await;
    author.open(&translation).await;
    let page = author.browser.text("main").await;
    assert!(!page.contains("hoopoe") && page.contains("ヤツガシラ"), "{page}");
    author.look("story-translation-alone").await;
    Box::pin(change(&author, &translation)).await;
    Box::pin(report(&author, &translation, language)).await;
    Box::pin(take_along(&server, &author)).await;
}

/// Tells a story of which only a part is published; gives its path.
async fn tell(author: &Person, published: &str) -> String {
    author.open("/share").await;
    author.write(&[("text", TEXT), ("title", "Outside")]).await;
    author.choose(&[("language", "en"), ("published", published)]).await;
    if published == "translation" {
        author.uncover("details:has([name='edition-1-text'])").await;
        author.choose(&[("edition-1-language", "ja")]).await;
        author.write(&[("edition-1-title", "外"), ("edition-1-text", "ヤツガシラが外にいました。")]).await;
    }
    author.look(&format!("share-{published}-alone")).await;
    author.send("facts").await;
    author.write(&[("medication-1-name", "tramadol"), ("symptom-1-name", "tinnitus")]).await;
    author.send("course").await;
    author.send("preview").await;
    assert!(!author.browser.text(".sheet").await.contains("hoopoe"), "the preview shows what others see");
    author.look(&format!("preview-{published}-alone")).await;
    author.send("consent").await;
    author.tick(&["consent-publish"]).await;
    author.send("tell").await;
    author.path().await.strip_suffix("/told").unwrap().to_owned()
}

/// Begins to change the story, reloads, and throws away what was typed.
async fn change(author: &Person, story: &str) {
    author.open(&format!("{story}/edit")).await;
    author.write(&[("edition-1-title", "外の鳥")]).await;
    author.send("facts").await;
    author.open(&format!("{story}/edit?step=facts")).await;
    author.look("edit-facts-kept").await;
    author.send("text").await;
    assert_eq!(author.written("edition-1-title").await, "外の鳥", "it outlives a reload");
    author.look("edit-kept").await;
    author.send("forget").await;
    assert_eq!(author.written("edition-1-title").await, "外");
}

/// From the story to the report: first to the place where its author agrees to it.
async fn report(author: &Person, story: &str, language: &str) {
    author.open(story).await;
    author.follow(&format!("{story}/report")).await;
    author.look("report-not-agreed").await;
    author.follow(&format!("{story}/consent")).await;
    author.tick(&["consent-report"]).await;
    author.send("answer").await;
    author.open(&format!("{story}/report")).await;
    author.choose(&[("country", "JP")]).await;
    author.browser.follow("main form button[name='file'][value='']").await;
    assert_eq!(author.browser.count("main a[href^='https://www.pmda.go.jp/']").await, 1);
    author.look("report").await;
    author.browser.print_preview().await;
    author.browser.screenshot(&format!("{language}-report-on-paper")).await;
    author.browser.prefer("light").await;
}

/// The pages of the archive, opened from a folder.
async fn take_along(server: &Server, author: &Person) {
    let client = server.client();
    let token = |page: &str| {
        page.split("name=\"csrf\" value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned()
    };
    let first = token(&client.get("/sign-in").await.expect(200).body);
    let fields = [("csrf", first.as_str()), ("handle", HANDLE), ("passphrase", author.passphrase.as_str())];
    client.post_form("/sign-in", &fields).await.expect(303);
    let csrf = token(&client.get("/settings").await.expect(200).body);
    let archive = client.post_form("/settings/download", &[("csrf", csrf.as_str())]).await.expect(200);
    let folder = tempfile::tempdir().unwrap();
    unpack(&archive.bytes, folder.path());
    for page in ["index", "posts-1"] {
        let address = format!("file://{}", folder.path().join(format!("{page}.html")).display());
        author.look_at_file(&address, &format!("archive-{page}")).await;
    }
    assert!(author.browser.text("main").await.contains("ヤツガシラ"));
    author.browser.follow("main a[href='index.html']").await;
    assert!(author.browser.text("main").await.contains(HANDLE));
}

/// Unpacks an archive whose files are stored as they are, by the headers before them.
fn unpack(archive: &[u8], folder: &Path) {
    let mut at = 0;
    while archive[at..].starts_with(b"PK\x03\x04") {
        let half =
            |place: usize| usize::from(u16::from_le_bytes(archive[place..place + 2].try_into().unwrap()));
        let size = u32::from_le_bytes(archive[at + 18..at + 22].try_into().unwrap());
        let (size, name, more) = (usize::try_from(size).unwrap(), half(at + 26), half(at + 28));
        let title = std::str::from_utf8(&archive[at + 30..at + 30 + name]).unwrap();
        let start = at + 30 + name + more;
        let path = folder.join(title);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, &archive[start..start + size]).unwrap();
        at = start + size;
    }
    assert!(at > 0, "an archive");
}
