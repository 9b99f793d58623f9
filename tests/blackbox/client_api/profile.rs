//! One's own profile for editing (`/api/v1/profile`), as the official apps ask for it.

use axum::http::Method;
use serde_json::json;

use super::{own_account, text};
use crate::support::{Server, pictures};

const PATH: &str = "/api/v1/profile";

#[tokio::test]
async fn a_profile_is_read_as_it_was_written_and_changed_in_part() {
    let server = Server::start().await;
    let member = server.member("quiet_fern_12");
    let own = own_account(&member).await;
    let fresh = member.get(PATH).await.expect(200).json();
    assert_eq!((&fresh["id"], &fresh["note"], &fresh["fields"]), (&own["id"], &json!(""), &json!([])));
    assert_eq!(fresh["avatar"], json!(null), "the picture that everybody has is not one's own");
    assert_eq!(fresh["hide_collections"], true, "who follows whom is never listed");

    let change = json!({
        "display_name": "シダ", "note": "ferns <b> & moss",
        "fields_attributes": [{"name": "likes", "value": "a & b"}], "locked": true,
    });
    let changed = member.send(member.request(Method::PATCH, PATH).json(&change)).await.expect(200).json();
    assert_eq!((&changed["display_name"], &changed["note"]), (&json!("シダ"), &json!("ferns <b> & moss")));
    assert_eq!((&changed["fields"][0]["value"], &changed["locked"]), (&json!("a & b"), &json!(true)));
    let form = member.request(Method::PUT, PATH).header("content-type", "application/x-www-form-urlencoded");
    let changed = member.send(form.body("locked=0")).await.expect(200).json();
    assert_eq!(
        (&changed["locked"], &changed["display_name"]),
        (&json!(false), &json!("シダ")),
        "the rest stays"
    );
    assert_eq!(member.get(PATH).await.expect(200).json(), changed);
    let own = own_account(&member).await;
    assert!(text(&own["note"]).contains("ferns &lt;b&gt; &amp; moss"), "{own}");

    let long = member.request(Method::PATCH, PATH).json(&json!({"display_name": "x".repeat(500)}));
    let refused = member.send(long).await.expect(422).json();
    assert_eq!(refused["details"]["display_name"][0]["error"], "ERR_TOO_LONG");
    assert_eq!(member.get(PATH).await.expect(200).json(), changed, "and nothing of it was kept");
}

#[tokio::test]
async fn pictures_of_a_profile_come_and_go_one_at_a_time() {
    let server = Server::start().await;
    let member = server.member("quiet_fern_12");
    let (face, wide) = (pictures::jpeg(300, 300), pictures::jpeg(900, 300));
    let sent = [("avatar", &face), ("header", &wide)];
    let changed = member.send_files(Method::PATCH, PATH, &[], &sent).await.expect(200).json();
    for key in ["avatar", "header"] {
        member.get(text(&changed[key])).await.expect(200);
    }
    let bare = member.delete(&format!("{PATH}/avatar")).await.expect(200).json();
    assert_eq!(bare["header"], changed["header"], "the other one stays");
    let left = member.get(PATH).await.expect(200).json();
    assert_eq!((&left["avatar"], &left["header"]), (&json!(null), &changed["header"]));
    member.get(text(&changed["avatar"])).await.expect(404);
}

#[tokio::test]
async fn a_profile_for_editing_is_shown_to_its_owner_with_the_right_scope() {
    let server = Server::start().await;
    let member = server.member("quiet_fern_12");
    server.client().get(PATH).await.expect(401);
    let token = |scope: &str| {
        let printed = server.cli(&["token", "create", "quiet_fern_12", "--scope", scope]).expect_success();
        server.client().with_token(printed.trim())
    };
    token("profile").get(PATH).await.expect(200);
    token("read:statuses").get(PATH).await.expect(403);
    let change = json!({"display_name": "Moss"});
    let reading = token("read");
    reading.send(reading.request(Method::PATCH, PATH).json(&change)).await.expect(403);
    assert_ne!(member.get(PATH).await.expect(200).json()["display_name"], "Moss");
}
