//! A member's own affairs: their page, passphrase and recovery words, apps, and leaving for good.

use serde_json::json;

use super::person::{ENGLISH, JAPANESE, Manner, PASSPHRASE, Person};
use super::support::Server;

const HANDLE: &str = "quiet_fern_12";

#[tokio::test]
async fn a_member_settles_their_affairs_and_leaves() {
    Box::pin(affairs("en", ENGLISH, "I write about sleep.")).await;
}

#[tokio::test]
async fn the_same_can_be_done_in_japanese_on_a_phone() {
    Box::pin(affairs("ja", JAPANESE, "眠りについて書いています。")).await;
}

async fn affairs(language: &str, manner: Manner, about: &str) {
    let server = Server::at("a").env("ANAMNESIS_COMMUNITY_LANGUAGE", language).start().await;
    let member = Box::pin(Person::member(&server, manner, HANDLE, "member")).await;
    member.open("/settings").await;
    member.look("settings-new").await;
    Box::pin(change_page(&member, about)).await;
    Box::pin(change_passphrase(&member)).await;
    Box::pin(let_an_app_in(&server, &member)).await;
    Box::pin(recover(&member)).await;
    Box::pin(leave(&member)).await;
}

async fn change_page(member: &Person, about: &str) {
    member.write(&[("name", "静かなシダ"), ("about", about)]).await;
    member.choose(&[("visibility", "private")]).await;
    member.browser.follow("form[action^='/settings/profile'] button").await;
    assert_eq!(member.browser.count("[role=status]").await, 1);
    assert_eq!(member.written("about").await, about);
    assert_eq!(member.browser.count("[name=visibility][value=private]:checked").await, 1);
    member.open(&format!("/@{HANDLE}")).await;
    assert!(member.browser.text("main").await.contains(about));
    member.look("member-own").await;
}

async fn change_passphrase(member: &Person) {
    member.open("/settings").await;
    let button = "form[action^='/settings/passphrase'] button";
    let wanted = [("passphrase", PASSPHRASE), ("passphrase-again", PASSPHRASE)];
    member.write(&[("current", "not the right one")]).await;
    member.write(&wanted).await;
    member.browser.follow(button).await;
    assert_eq!(member.problems().await, ["current"]);
    member.look("settings-problems").await;
    member.write(&[("current", &member.passphrase)]).await;
    member.write(&wanted).await;
    member.browser.follow(button).await;
    assert!(member.problems().await.is_empty());
}

async fn let_an_app_in(server: &Server, member: &Person) {
    let body = json!({"client_name": "Tusky", "redirect_uris": "urn:ietf:wg:oauth:2.0:oob", "scopes": "read write follow push",
                      "website": "https://tusky.app"});
    let app = server.client().post_json("/api/v1/apps", &body).await.expect(200).json();
    let address = format!(
        "/oauth/authorize?response_type=code&client_id={}&redirect_uri=urn:ietf:wg:oauth:2.0:oob&scope=read+write+follow+push",
        app["client_id"].as_str().unwrap()
    );
    member.open(&address).await;
    member.look("authorise").await;
    member.send("deny").await;
    member.look("failed-refused").await;
    member.open(&address).await;
    member.send("allow").await;
    let code = member.browser.text("code.address").await;
    member.look("code").await;
    let fields = [
        ("grant_type", "authorization_code"),
        ("client_id", app["client_id"].as_str().unwrap()),
        ("client_secret", app["client_secret"].as_str().unwrap()),
        ("redirect_uri", "urn:ietf:wg:oauth:2.0:oob"),
        ("code", &code),
    ];
    server.client().post_form("/oauth/token", &fields).await.expect(200);
    member.open("/settings").await;
    assert!(member.browser.text("main").await.contains("Tusky"));
    member.look("settings-app").await;
    member.browser.follow("form[action^='/settings/apps'] button").await;
    assert!(!member.browser.text("main").await.contains("Tusky"));
}

/// New words are drawn; then the passphrase is forgotten, and the words let them back in.
async fn recover(member: &Person) {
    member.write(&[("recovery-passphrase", PASSPHRASE)]).await;
    member.browser.follow("form[action^='/settings/recovery'] button").await;
    let words =
        "return [...document.querySelectorAll('.words code')].map(word => word.textContent).join(' ')";
    let words = member.browser.run(words).await.as_str().unwrap().to_owned();
    assert_eq!(words.split(' ').count(), 12, "{words}");
    member.follow("/settings").await;
    member.browser.follow("form.signed-in button").await;

    member.open("/recover").await;
    member.look("recover").await;
    let wanted = [("passphrase", "nine calm stones wait"), ("passphrase-again", "nine calm stones wait")];
    member.write(&[("handle", HANDLE), ("recovery", "one two three")]).await;
    member.write(&wanted).await;
    member.send("").await;
    assert_eq!(member.problems().await, ["recovery"]);
    assert_eq!(member.written("handle").await, HANDLE);
    member.look("recover-problems").await;
    member.write(&[("recovery", &words)]).await;
    member.write(&wanted).await;
    member.send("").await;
    assert_eq!(member.browser.count(".words li").await, 12, "the old words have served");
    member.sign_in(HANDLE, "nine calm stones wait").await;
}

async fn leave(member: &Person) {
    member.open("/settings").await;
    member.follow("/settings/leave").await;
    member.look("leave").await;
    member.write(&[("passphrase", "not the right one")]).await;
    member.send("").await;
    assert_eq!(member.problems().await, ["sure"]);
    member.look("leave-problems").await;
    member.tick(&["sure"]).await;
    member.write(&[("passphrase", "not the right one")]).await;
    member.send("").await;
    assert_eq!(member.problems().await, ["passphrase"]);
    member.tick(&["sure"]).await;
    member.write(&[("passphrase", "nine calm stones wait")]).await;
    member.send("").await;
    member.look("left").await;
    assert_eq!(member.browser.count(".words li").await, 12);
    let words = member.browser.text(".words ol").await;
    member.send("show").await;
    member.look("farewell").await;
    member.open("/manage").await;
    member.write(&[("key", &words)]).await;
    member.send("show").await;
    assert_eq!(member.browser.count("#receipt-title").await, 1, "the words lead there");
    member.open(&format!("/@{HANDLE}")).await;
    assert!(!member.browser.text("main").await.contains("静かなシダ"), "nothing is left of their page");
    member.open("/settings").await;
    member.look("failed-sign-in").await;
}
