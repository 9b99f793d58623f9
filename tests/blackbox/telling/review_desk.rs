//! The moderators' desk and the author's page, as a browser without script sees them.

use reqwest::Method;
use serde_json::json;

use super::{PLAIN, path, post, reviewing, said};
use crate::client_api::pictures::send;
use crate::support::{Client, Server, pictures};

pub async fn read(browser: &Client, address: &str) -> String {
    let request = browser.request(Method::GET, address).header("accept", "text/html");
    browser.send(request.header("accept-language", "en")).await.expect(200).body
}

/// A browser that is signed in as a new member with a role.
pub async fn signed_in(server: &Server, arguments: &[&str]) -> Client {
    let handle = arguments[0];
    let printed = server.cli(&[&["member", "create"][..], arguments].concat()).expect_success();
    let passphrase = printed.lines().find_map(|line| line.strip_prefix("passphrase: ")).unwrap();
    let browser = server.client();
    let token = field(&read(&browser, "/sign-in").await, "csrf");
    let fields = [("csrf", token.as_str()), ("handle", handle), ("passphrase", passphrase)];
    browser.post_form("/sign-in", &fields).await.expect(303);
    browser
}

/// The value of the first field of this name on a page.
pub fn field(page: &str, name: &str) -> String {
    let start = format!("name=\"{name}\" value=\"");
    let rest = page.split_once(&start).unwrap_or_else(|| panic!("no {name} in\n{page}")).1;
    rest.split_once('"').unwrap().0.to_owned()
}

#[tokio::test]
async fn a_decision_about_a_version_that_was_changed_since_decides_nothing() {
    let server = reviewing().await;
    let moderator = signed_in(&server, &["calm_owl_3", "--role", "moderator"]).await;
    let writer = server.member("quiet_fern_12");
    let held = post(&writer, PLAIN).await;
    let desk = read(&moderator, "/desk").await;
    assert!(desk.contains("Eleven years") && desk.contains("never examined"), "{desk}");
    let (csrf, version) = (field(&desk, "csrf"), field(&desk, "version"));
    writer.put_json(&path(&held), &json!({"status": PLAIN.replace("pain", "fun")})).await.expect(200);
    let decide = async |version: &str, decision: &str, reason: &str| {
        let id = said(&held["id"]);
        let fields = [
            ("csrf", csrf.as_str()),
            ("story", id),
            ("version", version),
            ("decision", decision),
            ("reason", reason),
            ("note", "A few words."),
        ];
        moderator.post_form("/desk/stories", &fields).await
    };
    let late = decide(&version, "approve", "").await.expect(303);
    assert_eq!(late.header("location"), "/desk?overtaken=yes");
    assert_eq!(writer.get(&path(&held)).await.json()["story"]["state"], "held");
    let desk = read(&moderator, "/desk?overtaken=yes").await;
    assert!(desk.contains("changed this story while you read it"), "{desk}");
    let version = field(&desk, "version");
    // Without a rule nothing is decided, and what the moderator wrote stands there again.
    let again = decide(&version, "refuse", "").await.expect(422).body;
    for words in ["href=\"#reason\"", "<select id=\"reason\"", ">A few words.</textarea>"] {
        assert!(again.contains(words), "{words} in\n{again}");
    }
    assert_eq!(decide(&version, "refuse", "hidden").await.expect(303).header("location"), "/desk");
    assert_eq!(writer.get(&path(&held)).await.json()["story"]["state"], "refused");
    let twice = decide(&version, "approve", "").await.expect(303);
    assert_eq!(twice.header("location"), "/desk?overtaken=yes");
    assert!(!read(&moderator, "/desk").await.contains("Eleven years"));
}

#[tokio::test]
async fn three_stories_stand_on_a_page_of_the_desk_and_the_one_to_be_mended_first() {
    let server = reviewing().await;
    let moderator = signed_in(&server, &["calm_owl_3", "--role", "moderator"]).await;
    let writer = server.member("quiet_fern_12");
    let mut ids = Vec::new();
    for n in 1..=5 {
        let held = post(&writer, &PLAIN.replace("Eleven years", &format!("Winter {n}"))).await;
        ids.push(said(&held["id"]).to_owned());
    }
    // Those of one minute stand there in any order.
    let on =
        |page: &str| -> Vec<usize> { (1..=5).filter(|n| page.contains(&format!("Winter {n}"))).collect() };
    let first = read(&moderator, "/desk").await;
    assert!(first.contains("Stories to check: 5") && first.contains("href=\"/desk?after=3\""), "{first}");
    let second = read(&moderator, "/desk?after=3").await;
    assert!(!second.contains("The next stories"), "that is all: {second}");
    assert_eq!((on(&first).len(), on(&second).len()), (3, 2));
    let mut all = [on(&first), on(&second)].concat();
    all.sort_unstable();
    assert_eq!(all, [1, 2, 3, 4, 5]);
    assert_eq!(on(&read(&moderator, "/desk?after=5").await), on(&first), "some were decided meanwhile");
    let later = on(&second)[0];
    let of_later = format!("name=\"story\" value=\"{}\"", ids[later - 1]);
    let form = second.split("<form").find(|form| form.contains(&of_later)).unwrap();
    let (csrf, version) = (field(form, "csrf"), field(form, "version"));
    let fields = [
        ("csrf", csrf.as_str()),
        ("story", ids[later - 1].as_str()),
        ("version", version.as_str()),
        ("decision", "refuse"),
        ("note", "A few words."),
    ];
    let again = moderator.post_form("/desk/stories", &fields).await.expect(422).body;
    assert!(on(&again).contains(&later) && again.contains(">A few words.</textarea>"), "{again}");
}

#[tokio::test]
async fn a_few_of_all_who_would_like_to_join_stand_at_the_desk_and_the_others_are_counted() {
    let server = Server::start().await;
    let moderator = signed_in(&server, &["calm_owl_3", "--role", "moderator"]).await;
    for n in 1..=6 {
        server.cli(&["member", "create", &format!("quiet_fern_{n}")]).expect_success();
    }
    let waits = "UPDATE member SET state = 'pending' WHERE account_id IN \
                 (SELECT id FROM account WHERE handle LIKE 'quiet_fern_%') RETURNING account_id";
    assert_eq!(server.database.rows(waits).await.len(), 6);
    let desk = read(&moderator, "/desk").await;
    assert_eq!(desk.matches("<h3>@quiet_fern_").count(), 4, "{desk}");
    assert!(desk.contains("2 more wait."), "{desk}");
}

#[tokio::test]
async fn the_desk_marks_what_may_say_who_somebody_is_and_releases_no_contact_data() {
    let server = Server::start().await;
    let moderator = signed_in(&server, &["calm_owl_3", "--role", "moderator"]).await;
    let writer = server.member("quiet_fern_12");
    let text = format!("{PLAIN} Dr. Whitfield answered from 07700 900412.");
    let held = post(&writer, &text).await;
    let desk = read(&moderator, "/desk").await;
    for words in
        ["2 places may say", "<mark>Dr. Whitfield</mark>", "<mark>07700 900412</mark>", "never published"]
    {
        assert!(desk.contains(words), "{words} in\n{desk}");
    }
    let fields = [
        ("csrf", field(&desk, "csrf")),
        ("story", said(&held["id"]).to_owned()),
        ("version", field(&desk, "version")),
        ("decision", "approve".to_owned()),
    ];
    let fields = fields.each_ref().map(|(name, value)| (*name, value.as_str()));
    moderator.post_form("/desk/stories", &fields).await.expect(422);
    writer.put_json(&path(&held), &json!({"status": text.replace("07700 900412", "afar")})).await.expect(200);
    let desk = read(&moderator, "/desk").await;
    assert!(desk.contains("One place may say"), "{desk}");
    let version = field(&desk, "version");
    let fields = fields.map(|(name, value)| (name, if name == "version" { version.as_str() } else { value }));
    moderator.post_form("/desk/stories", &fields).await.expect(303);
    assert_eq!(writer.get(&path(&held)).await.json()["story"]["state"], "published");
}

#[tokio::test]
async fn the_desk_shows_the_pictures_of_a_held_story_with_what_is_said_about_them() {
    let server = reviewing().await;
    let moderator = signed_in(&server, &["calm_owl_3", "--role", "moderator"]).await;
    let writer = server.member("quiet_fern_12");
    let picture = send(&writer, &pictures::jpeg(60, 40), &[("description", "A rough <hand>")]).await;
    let bare = send(&writer, &pictures::png(30, 30), &[]).await;
    let body = json!({"status": PLAIN, "media_ids": [picture["id"], bare["id"]]});
    writer.post_json("/api/v1/statuses", &body).await.expect(200);
    let desk = read(&moderator, "/desk").await;
    assert!(desk.contains("A rough &#60;hand&#62;") && !desk.contains("rough <hand>"), "{desk}");
    for sent in [&picture, &bare] {
        // The small one where there is one; both files can be opened by who has their address only.
        let address = said(&sent["url"]).split_once("/media/").unwrap().1;
        assert!(desk.contains(address), "{address} in\n{desk}");
    }
    assert_eq!(desk.matches("class=\"pictures\"").count(), 1, "{desk}");
}

#[tokio::test]
async fn the_page_of_a_story_tells_its_author_how_far_it_is_and_nobody_else() {
    let server = reviewing().await;
    let browser = signed_in(&server, &["quiet_fern_12"]).await;
    let token =
        server.cli(&["token", "create", "quiet_fern_12", "--scope", "read write follow"]).expect_success();
    let writer = server.client().with_token(token.trim());
    let held = post(&writer, PLAIN).await;
    let page = format!("/@{}", said(&held["url"]).split_once("/@").unwrap().1);
    let id = said(&held["id"]);
    server
        .cli(&["story", "refuse", id, "--reason", "advice", "--note", "Without <b>doses</b>."])
        .expect_success();
    let refused = read(&browser, &page).await;
    for words in ["was not let through", "tells others what to take", "Without &#60;b&#62;doses"] {
        assert!(refused.contains(words), "{words} in\n{refused}");
    }
    server.client().get(&page).await.expect(404);
    assert!(read(&browser, "/settings").await.contains("not public"));
    // From the page of the form, too, a mended story waits again, and says so.
    let form = read(&browser, &format!("{page}/edit")).await;
    assert!(form.contains("never examined"), "{form}");
    writer.put_json(&path(&held), &json!({"status": PLAIN})).await.expect(200);
    assert!(read(&browser, &page).await.contains("Only you and the people who check"));
    server.cli(&["story", "release", id]).expect_success();
    writer.put_json(&path(&held), &json!({"status": PLAIN.replace("Eleven", "Twelve")})).await.expect(200);
    assert!(read(&browser, &page).await.contains("reads your last change first"));
    let others = read(&server.client(), &page).await;
    assert!(others.contains("Eleven years") && !others.contains("last change") && !others.contains("Twelve"));
    let desk = read(&signed_in(&server, &["calm_owl_3", "--role", "moderator"]).await, "/desk").await;
    assert!(desk.contains("new version of a story") && desk.contains("Twelve years"), "{desk}");
}

#[tokio::test]
async fn nobody_decides_about_a_story_of_their_own_while_there_is_another_moderator() {
    let server = reviewing().await;
    let author = signed_in(&server, &["calm_owl_3", "--role", "moderator"]).await;
    let token = server.cli(&["token", "create", "calm_owl_3", "--scope", "read write"]).expect_success();
    let app = server.client().with_token(token.trim());
    let decide = async |moderator: &Client, version: &str, decision: &str, id: &str| {
        let csrf = field(&read(moderator, "/settings").await, "csrf");
        let fields = [
            ("csrf", csrf.as_str()),
            ("story", id),
            ("version", version),
            ("decision", decision),
            ("reason", "trade"),
            ("care", "0"),
        ];
        moderator.post_form("/desk/stories", &fields).await
    };
    let alone = post(&app, PLAIN).await;
    let version = field(&read(&author, "/desk").await, "version");
    decide(&author, &version, "approve", said(&alone["id"])).await.expect(303);
    assert_eq!(app.get(&path(&alone)).await.json()["story"]["state"], "published", "there is nobody else");

    let other = signed_in(&server, &["calm_heron_31", "--role", "moderator"]).await;
    let held = post(&app, &PLAIN.replace("pain", "fun")).await;
    let id = said(&held["id"]);
    let own = read(&author, "/desk").await;
    assert!(own.contains("a story of your own") && !own.contains("name=\"version\""), "{own}");
    let version = field(&read(&other, "/desk").await, "version");
    for decision in ["approve", "refuse", "care"] {
        let page = decide(&author, &version, decision, id).await.expect(422).body;
        assert!(page.contains("Another moderator decides"), "{decision}: {page}");
    }
    assert_eq!(app.get(&path(&held)).await.json()["story"]["state"], "held");
    decide(&other, &version, "approve", id).await.expect(303);

    let complaint = format!(
        "INSERT INTO complaint (id, words_hash, post_id, about, body, reach, shown, said, received_day, due_day, answer) \
         VALUES (7, 'x', {id}, 'person', 'I am the doctor.', '', FALSE, '', '2026-01-01', '2026-01-08', '') RETURNING id"
    );
    server.database.rows(&complaint).await;
    for (decision, moderator, status) in [
        ("pass-on", &author, 422),
        ("stands", &author, 422),
        ("pass-on", &other, 303),
        ("stands", &other, 303),
    ] {
        let csrf = field(&read(moderator, "/settings").await, "csrf");
        let fields = [("csrf", csrf.as_str()), ("complaint", "7"), ("decision", decision)];
        moderator.post_form("/desk/complaints", &fields).await.expect(status);
    }
}
