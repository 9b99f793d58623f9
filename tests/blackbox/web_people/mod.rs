//! The pages for people: joining, signing in, the desk, letting apps in, settings; with what every page must keep to.

mod apps;
mod coming_in;
mod download;
mod every_page;
mod handles;
mod newcomers;
mod operator;

use crate::support::client::Answer;
use crate::support::{Client, Server};

/// A passphrase that nobody else uses.
const PASSPHRASE: &str = "seven slow lanterns drift";

/// What a form of this page sends back to show that it is ours.
fn csrf(page: &Answer) -> String {
    field(page, "csrf")
}

/// The value of a field of this page.
fn field(page: &Answer, name: &str) -> String {
    let start = page.body.split(&format!("name=\"{name}\" value=\"")).nth(1);
    let start = start.unwrap_or_else(|| panic!("no field {name} in {}\n{}", page.asked, page.body));
    start.split('"').next().unwrap().to_owned()
}

/// Fetches a page and sends its form to `path`, as a browser does.
async fn fill(client: &Client, page: &str, path: &str, fields: &[(&str, &str)]) -> Answer {
    let token = csrf(&client.get(page).await.expect(200));
    let mut sent = vec![("csrf", token.as_str())];
    sent.extend_from_slice(fields);
    client.post_form(path, &sent).await
}

/// A member made on the command line, and a browser in which they are signed in.
async fn signed_in(server: &Server, handle: &str, role: &str) -> Client {
    let printed = server.cli(&["member", "create", handle, "--role", role]).expect_success();
    let passphrase = printed.lines().find_map(|line| line.strip_prefix("passphrase: ")).unwrap();
    let browser = server.client();
    let fields = [("handle", handle), ("passphrase", passphrase)];
    let answer = fill(&browser, "/sign-in", "/sign-in", &fields).await.expect(303);
    // Who was made on the command line has agreed to nothing yet, and is asked where there is something to agree to.
    assert!(matches!(answer.header("location"), "/" | "/agree?next=%2F"), "{:?}", answer.headers);
    browser
}

/// What somebody fills in who joins under this name.
fn newcomer(handle: &str) -> Vec<(&str, &str)> {
    vec![
        ("handle", handle),
        ("name", ""),
        ("passphrase", PASSPHRASE),
        ("passphrase-again", PASSPHRASE),
        ("old-enough", "yes"),
        ("agrees", "yes"),
    ]
}
