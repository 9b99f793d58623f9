//! Purposes that an author agrees to are used, and no further: research, and a report that the author files themselves.

use serde_json::Value;

use crate::consent::decide;
use crate::support::{Client, Server};
use crate::unnamed::{manage, told};
use crate::web_stories::{signed_in, token};

const WORDS: &str = "A hoopoe sat outside.";

/// Tells a story on the share form with these boxes ticked, and gives the path of its page.
async fn tell(browser: &Client, ticked: &[&str]) -> String {
    let token = token(&browser.get("/share").await.expect(200).body);
    let mut fields = vec![
        ("csrf", token.as_str()),
        ("text", WORDS),
        ("title", "Eleven years"),
        ("language", "en"),
        ("country", "NL"),
        ("medication-1-name", "Tramal"),
        ("medication-1-dose", "50 mg"),
        ("symptom-1-name", "whistling ears that never stop"),
        ("consent-publish", "yes"),
        ("action", "tell"),
    ];
    fields.extend(ticked.iter().map(|name| (*name, "yes")));
    let told = browser.post_form("/share", &fields).await.expect(303);
    told.header("location").split("/told").next().unwrap().to_owned()
}

fn export(server: &Server, folder: &str) -> crate::support::server::Ended {
    let reason = "How long tinnitus lasts";
    server.cli(&[
        "story",
        "export",
        "--research",
        folder,
        "--to",
        "University of Utrecht",
        "--reason",
        reason,
    ])
}

fn lines(printed: &str) -> Vec<Value> {
    printed.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[tokio::test]
async fn researchers_get_codes_of_the_stories_whose_authors_agree_and_everybody_reads_who_got_them() {
    let server = Server::at("a").env("ANAMNESIS_PRIVACY_K", "5").start().await;
    let mut told = Vec::new();
    for number in 1..=6 {
        let author = signed_in(&server, &format!("quiet_fern_{number}")).await;
        let path = tell(&author, if number == 6 { &[] } else { &["consent-research"] }).await;
        told.push((author, path));
    }
    let printed = export(&server, "-").expect_success();
    let stories = lines(&printed);
    assert_eq!(stories.len(), 5, "{printed}");
    for words in ["hoopoe", "quiet_fern", "Tramal", "whistling", "Eleven", "localhost"] {
        assert!(!printed.contains(words), "{words}");
    }
    assert_eq!(stories[0]["country"], "NL");
    assert_eq!(stories[0]["termsLeftOut"], 1, "what no term means is counted: {}", stories[0]);
    let page = server.client().get("/transparency").await.expect(200).body;
    assert!(page.contains("University of Utrecht") && page.contains("How long tinnitus lasts"), "{page}");
    let rows = server.database.rows("SELECT act, decider FROM action WHERE act = 'research-exported'").await;
    assert_eq!(rows.len(), 1);

    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path().join("export");
    export(&server, folder.to_str().unwrap()).expect_success();
    let read = |name: &str| std::fs::read_to_string(folder.join(name)).unwrap();
    assert_eq!(read("stories.csv").lines().count(), 6);
    assert!(read("terms.csv").contains(",medication,med/"), "{}", read("terms.csv"));
    assert_eq!(lines(&read("stories.jsonl")), stories, "the same names each time");
    assert!(read("dictionary.csv").contains("stories.csv,told,"));
    assert!(!export(&server, folder.to_str().unwrap()).status.success(), "nothing is written over");

    decide(&told[0].0, &told[0].1, &[]).await;
    decide(&told[5].0, &told[5].1, &["consent-research"]).await;
    let names = |stories: &[Value]| -> Vec<String> {
        stories.iter().map(|story| story["id"].as_str().unwrap().to_owned()).collect()
    };
    let later = lines(&export(&server, "-").expect_success());
    let gone: Vec<String> =
        names(&stories).into_iter().filter(|name| !names(&later).contains(name)).collect();
    assert_eq!((later.len(), gone.len()), (5, 1), "who says no is not in the next one");
    decide(&told[1].0, &told[1].1, &[]).await;
    let refused = export(&server, "-");
    assert!(!refused.status.success() && refused.stderr.contains("nobody is hidden"), "{}", refused.stderr);
    let doctor = server.cli(&["doctor", "privacy"]);
    assert!(!doctor.stdout.contains("FAIL"), "{}", doctor.stdout);
}

#[tokio::test]
async fn a_report_is_filled_in_for_the_author_who_agrees_and_for_nobody_else() {
    let server = Server::start().await;
    let author = signed_in(&server, "quiet_fern_12").await;
    let path = tell(&author, &[]).await;
    let address = format!("{path}/report");
    let asked = author.get(&address).await.expect(200);
    assert!(asked.body.contains("have not agreed") && asked.body.contains(&format!("{path}/consent")));
    assert!(!asked.body.contains("whistling"), "{}", asked.body);
    decide(&author, &path, &["consent-report"]).await;
    let page = author.get(&address).await.expect(200);
    assert_eq!(page.header("cache-control"), "no-store");
    for words in
        ["https://www.lareb.nl/", "<dd lang=\"en\" dir=\"ltr\">whistling ears", WORDS, "50 mg", "Tramal"]
    {
        assert!(page.body.contains(words), "{words} in {}", page.body);
    }
    let at = |page: &str, words: &str| page.find(words).unwrap_or_else(|| panic!("{words}"));
    assert!(at(&page.body, "The person") < at(&page.body, "What happened"));
    let american = author.get(&format!("{address}?country=US")).await.expect(200).body;
    assert!(american.contains("https://www.fda.gov/medwatch"));
    assert!(at(&american, "What happened") < at(&american, "The person"), "that form begins with it");
    let nowhere = author.get(&format!("{address}?country=")).await.expect(200).body;
    assert!(nowhere.contains("A pharmacist knows"));
    let text = author.get(&format!("{address}?country=JP&file=text")).await.expect(200);
    assert!(text.header("content-disposition").contains("report.txt"));
    assert!(
        text.body.contains("whistling ears") && text.body.contains("pmda.go.jp") && !text.body.contains('<')
    );
    let file = author.get(&format!("{address}?file=page")).await.expect(200);
    assert!(file.body.contains("whistling ears") && !file.body.contains("/assets/"));

    let other = signed_in(&server, "slow_river_7").await;
    other.get(&address).await.expect(404);
    server.client().get(&address).await.expect(401);
    decide(&author, &path, &[]).await;
    let text = author.get(&format!("{address}?file=text")).await.expect(200);
    assert!(!text.body.contains("whistling"), "no longer agreed: no file");
}

#[tokio::test]
async fn who_told_without_an_account_gets_the_report_with_their_words() {
    let server = Server::start().await;
    let browser = server.client();
    let words = told(&browser).await;
    let asked = manage(&browser, &words, "report", &[]).await.expect(200);
    assert!(asked.body.contains("have not agreed") && asked.body.contains("value=\"consent\""));
    manage(&browser, &words, "answer", &[("consent-report", "yes")]).await.expect(200);
    let page = manage(&browser, &words, "report", &[("country", "GB")]).await.expect(200);
    assert!(page.body.contains("yellowcard") && page.body.contains("hoopoe"), "{}", page.body);
    assert_eq!(page.header("cache-control"), "no-store");
    let text = manage(&browser, &words, "report", &[("country", "GB"), ("file", "text")]).await.expect(200);
    assert!(text.body.contains("hoopoe") && !text.body.contains('<'), "{}", text.body);
}
