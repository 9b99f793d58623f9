//! Members, tokens and invitations on the command line, beside a running server.

use super::support::Server;

#[tokio::test]
async fn a_member_is_made_with_a_generated_handle_a_passphrase_and_recovery_words() {
    let server = Server::at("a").env("ANAMNESIS_COMMUNITY_LANGUAGE", "ja").start().await;
    let printed = server.cli(&["member", "create", "--role", "operator"]).expect_success();
    let value = |name: &str| printed.lines().find_map(|line| line.strip_prefix(name)).unwrap_or_default();
    let handle = value("handle: ");
    assert_eq!(handle.split('_').count(), 3, "{printed}");
    assert!(value("passphrase: ").split(' ').count() >= 5, "{printed}");
    assert_eq!(value("recovery words: ").split(' ').count(), 12, "{printed}");
    assert_eq!(printed.lines().count(), 3, "{printed}");
    let list = server.cli(&["member", "list"]).expect_success();
    assert!(list.starts_with(&format!("{handle}\toperator\tactive\t20")), "{list}");
    for secret in [value("passphrase: "), value("recovery words: ")] {
        assert!(server.database.tables_with(secret).await.is_empty(), "secrets are stored as hashes");
    }
}

#[tokio::test]
async fn a_token_is_printed_and_nothing_else_and_ends_when_it_is_revoked() {
    let server = Server::start().await;
    server.cli(&["member", "create", "quiet_fern_12"]).expect_success();
    let printed = server.cli(&["token", "create", "quiet_fern_12", "--scope", "read write follow"]);
    let token = printed.expect_success();
    assert_eq!((token.lines().count(), token.trim().len()), (1, 43), "{token}");
    assert!(server.database.tables_with(token.trim()).await.is_empty(), "tokens are stored as hashes");
    server.cli(&["token", "revoke", token.trim()]).expect_success();
    let again = server.cli(&["token", "revoke", token.trim()]);
    assert!(!again.status.success() && again.stderr.contains("does not exist"), "{}", again.stderr);
    let unknown = server.cli(&["token", "create", "quiet_fern_12", "--scope", "everything"]);
    assert!(!unknown.status.success() && unknown.stdout.is_empty());
}

#[tokio::test]
async fn a_member_is_suspended_taken_back_and_removed() {
    let server = Server::start().await;
    server.cli(&["member", "create", "quiet_fern_12"]).expect_success();
    let state = || server.cli(&["member", "list"]).expect_success();
    server.cli(&["member", "suspend", "quiet_fern_12"]).expect_success();
    assert!(state().contains("\tsuspended\t"), "{}", state());
    assert!(!server.cli(&["token", "create", "quiet_fern_12"]).status.success());
    server.cli(&["member", "unsuspend", "quiet_fern_12"]).expect_success();
    assert!(state().contains("\tactive\t"), "{}", state());
    assert!(!server.cli(&["member", "delete", "quiet_fern_12"]).status.success(), "it asks for --yes");
    server.cli(&["member", "delete", "quiet_fern_12", "--yes"]).expect_success();
    assert_eq!(state(), "");
    let taken = server.cli(&["member", "create", "quiet_fern_12"]);
    assert!(taken.stderr.contains("already used"), "{}", taken.stderr);
}

#[tokio::test]
async fn an_invitation_is_an_address_to_hand_on() {
    let server = Server::start().await;
    let printed = server.cli(&["invite", "create", "--uses", "3", "--days", "2"]).expect_success();
    assert!(printed.starts_with(&server.url("/sign-up?invite=")), "{printed}");
    let rows = server.database.rows("SELECT uses_left FROM invite").await;
    assert_eq!(rows.len(), 1);
    assert!(!server.cli(&["invite", "create", "--uses", "0"]).status.success());
}
