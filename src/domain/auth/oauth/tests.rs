//! The dance of OAuth as clients dance it, and all the wrong steps.

use super::super::tests::made;
use super::*;
use crate::store::testing::{Fresh, fresh, fresh_on_each};

const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
/// RFC 7636 appendix B.
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
const RETURN: &str = "com.example.app:/done";

async fn registered(app: &App, scopes: &str) -> Registered {
    let new = NewApplication {
        name: "Client".to_owned(),
        redirect_uris: vec![format!("{RETURN} {OOB}")],
        scopes: scopes.to_owned(),
        website: None,
    };
    let from = app.limits.address("192.0.2.1".parse().unwrap());
    register(app, new, from).await.unwrap()
}

fn question(registered: &Registered, scope: &str) -> AskParams {
    AskParams {
        response_type: "code".to_owned(),
        client_id: registered.application.client_id.clone(),
        redirect_uri: RETURN.to_owned(),
        scope: Some(scope.to_owned()),
        ..AskParams::default()
    }
}

fn request(registered: &Registered, code: &str) -> TokenParams {
    TokenParams {
        grant_type: "authorization_code".to_owned(),
        code: Some(code.to_owned()),
        redirect_uri: Some(RETURN.to_owned()),
        client_id: Some(registered.application.client_id.clone()),
        client_secret: Some(registered.client_secret.clone()),
        ..TokenParams::default()
    }
}

async fn code(app: &Fresh, registered: &Registered, member: &Member, challenge: Option<&str>) -> String {
    let mut params = question(registered, "read write:statuses");
    params.code_challenge = challenge.map(str::to_owned);
    params.code_challenge_method = challenge.map(|_| "S256".to_owned());
    let asked = ask(app, &params).await.unwrap();
    grant(app, member, &asked).await.unwrap()
}

fn refused<T>(outcome: Result<T, OAuthError>) -> &'static str {
    outcome.err().map_or("nothing", |error| error.code())
}

#[tokio::test]
async fn a_code_is_exchanged_once_for_a_token_that_speaks_for_the_member() {
    for app in fresh_on_each().await {
        let member = made(&app, "quiet_fern_12").await.member;
        let registered = registered(&app, "read write").await;
        let code = code(&app, &registered, &member, None).await;
        let issued = exchange(&app, &request(&registered, &code)).await.unwrap();
        assert_eq!(issued.scopes.to_string(), "read write:statuses");
        for _ in 0..2 {
            let token = authenticate(&app, &issued.access_token).await.unwrap();
            assert_eq!(token.member_with("write:statuses").unwrap(), &member);
            assert!(matches!(token.require("write:media"), Err(Error::Forbidden(OUTSIDE_SCOPES))));
            assert_eq!(token.application(&app).await.unwrap().unwrap().name, "Client");
        }
        assert_eq!(refused(exchange(&app, &request(&registered, &code)).await), "invalid_grant");
        let (id, secret) = (&registered.application.client_id, &registered.client_secret);
        revoke(&app, Some(id), Some(secret), &issued.access_token).await.unwrap();
        assert!(matches!(authenticate(&app, &issued.access_token).await, Err(Error::Unauthenticated)));
    }
}

#[tokio::test]
async fn a_challenge_is_verified_and_cannot_be_left_out_or_made_up() {
    let app = fresh().await;
    let member = made(&app, "quiet_fern_12").await.member;
    let registered = registered(&app, "read write").await;
    let with = |code: &str, verifier: Option<&str>| TokenParams {
        code_verifier: verifier.map(str::to_owned),
        ..request(&registered, code)
    };
    for (challenge, verifier, expect) in [
        (Some(CHALLENGE), Some(VERIFIER), "nothing"),
        (Some(CHALLENGE), Some("something else"), "invalid_grant"),
        (Some(CHALLENGE), None, "invalid_grant"),
        (None, Some(VERIFIER), "invalid_grant"),
        (None, Some(""), "nothing"),
    ] {
        let code = code(&app, &registered, &member, challenge).await;
        let outcome = exchange(&app, &with(&code, verifier)).await;
        assert_eq!(refused(outcome), expect, "{challenge:?} {verifier:?}");
    }
    let plain = AskParams { code_challenge: Some(VERIFIER.to_owned()), ..question(&registered, "read") };
    assert_eq!(refused(ask(&app, &plain).await), "invalid_request");
}

#[tokio::test]
async fn a_question_is_refused_for_the_right_reason() {
    let app = fresh().await;
    let registered = registered(&app, "read").await;
    let right = question(&registered, "read:statuses");
    assert_eq!(
        ask(&app, &right).await.unwrap().answer(&[("code", "x")]).unwrap(),
        format!("{RETURN}?code=x")
    );
    let oob = AskParams { redirect_uri: OOB.to_owned(), ..right.clone() };
    assert_eq!(ask(&app, &oob).await.unwrap().answer(&[]), None);
    let cases = [
        (AskParams { client_id: "unknown".to_owned(), ..right.clone() }, "invalid_client", false),
        (AskParams { redirect_uri: format!("{RETURN}/x"), ..right.clone() }, "invalid_request", false),
        (AskParams { response_type: "token".to_owned(), ..right.clone() }, "unsupported_response_type", true),
        (AskParams { scope: Some("write".to_owned()), ..right.clone() }, "invalid_scope", true),
        (AskParams { scope: Some("nonsense".to_owned()), ..right.clone() }, "invalid_scope", true),
    ];
    for (params, expect, may_redirect) in cases {
        let error = ask(&app, &params).await.unwrap_err();
        assert_eq!((error.code(), error.may_redirect()), (expect, may_redirect));
    }
}

#[tokio::test]
async fn a_token_request_is_refused_for_the_right_reason() {
    let app = fresh().await;
    let member = made(&app, "quiet_fern_12").await.member;
    let (one, other) = (registered(&app, "read write").await, registered(&app, "read").await);
    let check = async |change: &dyn Fn(&mut TokenParams), seconds: i64, expect: &str| {
        let mut params = request(&one, &code(&app, &one, &member, None).await);
        change(&mut params);
        app.pass(seconds);
        assert_eq!(refused(exchange(&app, &params).await), expect);
    };
    check(&|params| params.client_id = Some("unknown".to_owned()), 0, "invalid_client").await;
    check(&|params| params.client_secret = Some("wrong".to_owned()), 0, "invalid_client").await;
    check(&|params| params.client_secret = None, 0, "invalid_client").await;
    check(&|params| params.redirect_uri = Some(OOB.to_owned()), 0, "invalid_grant").await;
    check(&|params| params.code = None, 0, "invalid_request").await;
    check(&|params| params.grant_type = "password".to_owned(), 0, "unsupported_grant_type").await;
    check(&|_| {}, 601, "invalid_grant").await;
    let stolen = |params: &mut TokenParams| {
        params.client_id = Some(other.application.client_id.clone());
        params.client_secret = Some(other.client_secret.clone());
    };
    check(&stolen, 0, "invalid_grant").await;
}

#[tokio::test]
async fn an_application_may_speak_for_itself_but_for_no_member() {
    let app = fresh().await;
    let registered = registered(&app, "read write").await;
    let params = TokenParams {
        grant_type: "client_credentials".to_owned(),
        scope: Some("read".to_owned()),
        ..request(&registered, "")
    };
    let issued = exchange(&app, &params).await.unwrap();
    let token = authenticate(&app, &issued.access_token).await.unwrap();
    assert!(token.require("read:statuses").is_ok() && token.member.is_none());
    assert!(matches!(token.member_with("read:statuses"), Err(Error::Unauthenticated)));
}

#[tokio::test]
async fn moderators_words_are_not_handed_out_by_others() {
    let app = fresh().await;
    let member = made(&app, "quiet_fern_12").await.member;
    let registered = registered(&app, "read admin:read").await;
    let asked = ask(&app, &question(&registered, "admin:read:reports")).await.unwrap();
    assert_eq!(refused(grant(&app, &member, &asked).await), "invalid_scope");
    let by_hand = create_for(&app, &member, Scopes::parse("read admin:write").unwrap()).await;
    assert!(matches!(by_hand, Err(Error::Forbidden(_))));
}

#[tokio::test]
async fn what_was_remembered_about_a_token_is_read_again_after_every_change() {
    let app = fresh().await;
    let member = made(&app, "quiet_fern_12").await.member;
    let token = create_for(&app, &member, Scopes::read()).await.unwrap();
    authenticate(&app, &token).await.unwrap();
    let wanted = super::super::member::Preferences { default_sensitive: Some(true), ..Default::default() };
    super::super::member::change_preferences(&app, member.id(), wanted).await.unwrap();
    assert!(authenticate(&app, &token).await.unwrap().member.unwrap().row.default_sensitive);
    app.pass(7 * 24 * 3600);
    let before = list(&app, &member).await.unwrap();
    authenticate(&app, &token).await.unwrap();
    let after = list(&app, &member).await.unwrap();
    assert!(after[0].0.used_week > before[0].0.used_week);
    assert!(matches!(authenticate(&app, "nonsense").await, Err(Error::Unauthenticated)));
}

#[tokio::test]
async fn an_application_that_nobody_uses_is_forgotten_after_two_weeks() {
    let app = fresh().await;
    let member = made(&app, "quiet_fern_12").await.member;
    let (used, unused) = (registered(&app, "read write").await, registered(&app, "read").await);
    let code = code(&app, &used, &member, None).await;
    exchange(&app, &request(&used, &code)).await.unwrap();
    app.pass(29 * 24 * 3600);
    registered(&app, "read").await;
    assert!(find_application(&app, &used.application.client_id).await.unwrap().is_some());
    assert!(find_application(&app, &unused.application.client_id).await.unwrap().is_none());
}

#[test]
fn basic_credentials_are_read_however_they_are_padded() {
    let expect = Some(("id".to_owned(), "s:x".to_owned()));
    assert_eq!(basic_credentials("Basic aWQ6czp4"), expect);
    assert_eq!(basic_credentials("basic  aWQ6czp4 "), expect);
    assert_eq!(basic_credentials("Bearer aWQ6czp4"), None);
    assert_eq!(basic_credentials("Basic ???"), None);
}
