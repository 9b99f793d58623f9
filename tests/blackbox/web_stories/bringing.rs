//! Bringing a story that was written elsewhere: a text, a page or a file comes into the form, and nothing is told by it.

use reqwest::Method;

use super::{between, signed_in, token};
use crate::support::client::Answer;
use crate::support::pictures::File;
use crate::support::{Client, Server};

const PAGE: &str = "<!doctype html><html><head><title>Blog</title><script>x()</script></head><body><nav>Home</nav>\
    <h1>Quiet days / 静かな日々</h1><p>Age: 26–35<br>Medication: Accutane<br>Symptoms: severe anxiety, dry eyes</p>\
    <h2>English Translation</h2><p>By the third day my feelings had <b onclick=\"y()\">gone</b> quiet.</p>\
    <h2>原文</h2><p>飲み始めて3日目で何も感じなくなりました。</p></body></html>";

async fn bring(browser: &Client, pasted: &str, file: Option<(&'static str, &[u8])>) -> Answer {
    let token = token(&browser.get("/share/bring?lang=en").await.expect(200).body);
    // Browsers send an empty file where none was chosen.
    let (name, bytes) = file.unwrap_or(("", b""));
    let file = File { name, media_type: "application/octet-stream", bytes: bytes.to_vec() };
    let fields = [("csrf", token.as_str()), ("import", pasted)];
    browser.send_files(Method::POST, "/share/bring?lang=en", &fields, &[("file", &file)]).await
}

fn filled(page: &str) -> [String; 4] {
    let text =
        between(page, "<textarea id=\"text\"", "</textarea>").split_once('>').unwrap().1.trim().to_owned();
    let value = |name: &str| between(page, &format!("name=\"{name}\" value=\""), "\"").to_owned();
    [text, value("title"), value("medication-1-name"), value("age")]
}

#[tokio::test]
async fn a_page_that_is_pasted_or_saved_comes_into_the_form_and_is_told_by_nobody_but_its_author() {
    let server = Server::start().await;
    for browser in [server.client(), signed_in(&server, "quiet_fern_12").await] {
        for (pasted, file) in [(PAGE, None), ("", Some(("story.html", PAGE.as_bytes())))] {
            let page = bring(&browser, pasted, file).await.expect(200).body;
            let expected = ["飲み始めて3日目で何も感じなくなりました。", "静かな日々", "Accutane", "26-35"];
            assert_eq!(filled(&page), expected, "{page}");
            assert!(page.contains("By the third day my feelings had gone quiet."), "{page}");
            assert!(!page.contains("y()") && page.contains("look through every step"), "{page}");
        }
        let kept = browser.get("/share").await.expect(200).body;
        assert_eq!(filled(&kept)[1], "静かな日々", "it outlives a reload");
        assert!(browser.get("/share/bring?lang=en").await.expect(200).body.contains("takes its place"));
    }
    assert!(server.database.rows("SELECT id FROM post").await.is_empty(), "nothing is told");
    assert!(server.database.tables_with("gone quiet").await.is_empty(), "nothing is kept in clear");
}

#[tokio::test]
async fn what_is_no_text_is_told_so_and_what_was_pasted_stays() {
    let server = Server::start().await;
    let browser = server.client();
    let check = async |pasted: &str, file: Option<(&'static str, &[u8])>, words: &str| {
        let page = bring(&browser, pasted, file).await.expect(422).body;
        assert!(page.contains("href=\"#import\"") && page.contains(words), "{words} in\n{page}");
        page
    };
    check(" ", None, "Please paste a text").await;
    let page = check("My own words", Some(("a.pdf", b"%PDF")), "This is not a text").await;
    assert!(page.contains("My own words"), "{page}");
    check("", Some(("a.txt", &[0x93, 0xFA])), "save it as UTF-8").await;
    check("", Some(("a.txt", &vec![b'a'; 600_000])), "at most 500 kB").await;
    bring(&browser, "", Some(("a.txt", &vec![b'a'; 1_100_000]))).await.expect(413);
    browser.post_multipart("/share/bring", &[("csrf", "wrong"), ("import", "words")]).await.expect(403);
    let closed = Server::at("b").env("ANAMNESIS_TELLING_WITHOUT_ACCOUNT", "false").start().await;
    closed.client().get("/share/bring").await.expect(401);
}

#[tokio::test]
async fn a_file_in_an_older_japanese_encoding_is_read() {
    let server = Server::start().await;
    let browser = server.client();
    // 薬をやめた。つらい。
    let shift_jis: &[u8] = &[
        0x96, 0xF2, 0x82, 0xF0, 0x82, 0xE2, 0x82, 0xDF, 0x82, 0xBD, 0x81, 0x42, 0x82, 0xC2, 0x82, 0xE7, 0x82,
        0xA2, 0x81, 0x42,
    ];
    let euc_jp: &[u8] = &[
        0xCC, 0xF4, 0xA4, 0xF2, 0xA4, 0xE4, 0xA4, 0xE1, 0xA4, 0xBF, 0xA1, 0xA3, 0xA4, 0xC4, 0xA4, 0xE9, 0xA4,
        0xA4, 0xA1, 0xA3,
    ];
    for bytes in [shift_jis, euc_jp] {
        let page = bring(&browser, "", Some(("a.txt", bytes))).await.expect(200).body;
        assert!(
            between(&page, "<textarea id=\"text\"", "</textarea>").ends_with("薬をやめた。つらい。"),
            "{page}"
        );
    }
}
