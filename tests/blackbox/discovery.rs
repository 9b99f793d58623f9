//! What other servers find out about this one before they speak to it.

use super::support::Server;

const ACTIVITY: &str = "application/activity+json";

#[tokio::test]
async fn the_server_and_its_feed_are_found_and_described() {
    let server = Server::start().await;
    let client = server.client();
    let domain = &server.domain;

    for (resource, id) in [
        (format!("acct:stories@{domain}"), server.url("/feed")),
        (format!("ACCT:Stories@{domain}"), server.url("/feed")),
        (server.url("/@stories"), server.url("/feed")),
        (server.url("/feed"), server.url("/feed")),
        (format!("acct:server@{domain}"), server.url("/actor")),
        (format!("acct:{domain}@{domain}"), server.url("/actor")),
    ] {
        let found = client.get(&format!("/.well-known/webfinger?resource={resource}")).await.expect(200);
        assert_eq!(found.header("content-type"), "application/jrd+json; charset=utf-8");
        assert_eq!(found.header("access-control-allow-origin"), "*");
        assert_eq!(found.json()["links"][0]["href"], id, "{resource}");
    }
    client.get("/.well-known/webfinger").await.expect(400);
    for resource in [format!("acct:nobody@{domain}"), "acct:stories@other.example".to_owned(), "x".to_owned()]
    {
        client.get(&format!("/.well-known/webfinger?resource={resource}")).await.expect(404);
    }
    let meta = client.get("/.well-known/host-meta").await.expect(200);
    assert!(meta.body.contains(&server.url("/.well-known/webfinger?resource={uri}")), "{}", meta.body);

    let ask = |path: &str| client.request(reqwest::Method::GET, path).header("accept", ACTIVITY);
    for (path, kind, vary) in [("/feed", "Group", "Accept, Signature"), ("/actor", "Application", "Accept")] {
        let actor = client.send(ask(path)).await.expect(200);
        assert_eq!(actor.header("content-type"), "application/activity+json; charset=utf-8");
        assert_eq!(actor.header("vary"), vary);
        let actor = actor.json();
        assert_eq!((&actor["type"], &actor["id"]), (&kind.into(), &server.url(path).into()));
        assert_eq!(actor["publicKey"]["id"], server.url(&format!("{path}#main-key")));
        for collection in ["outbox", "followers", "following", "featured"] {
            let address = actor[collection].as_str().unwrap();
            let found = client.send(ask(address)).await.expect(200).json();
            assert_eq!((&found["id"], &found["totalItems"]), (&address.into(), &0.into()));
        }
    }
    let page = client.send(ask("/feed/outbox?page=true")).await.expect(200).json();
    assert_eq!(page["orderedItems"], serde_json::json!([]));
    client.send(ask("/feed/friends")).await.expect(404);

    assert_eq!(client.get("/feed").await.expect(302).header("location"), server.url("/@stories"));
    assert_eq!(client.send(ask("/@stories")).await.expect(302).header("location"), server.url("/feed"));
    for path in
        ["/people/unknown", "/stories/unknown", "/stories/unknown/likes", "/activities/unknown", "/@nobody"]
    {
        client.send(ask(path)).await.expect(404);
    }
}

#[tokio::test]
async fn finding_12_nodeinfo_names_the_software_and_hides_small_numbers() {
    let server = Server::start().await;
    let client = server.client();
    let links = client.get("/.well-known/nodeinfo").await.expect(200).json();
    assert_eq!(links["links"][1]["href"], server.url("/nodeinfo/2.1"));
    for version in ["2.0", "2.1"] {
        let found = client.get(&format!("/nodeinfo/{version}")).await.expect(200).json();
        assert_eq!(found["version"], version);
        assert_eq!(found["software"]["name"], "anamnesis");
        assert_eq!(found["metadata"]["upstream"]["name"], "mastodon");
        assert_eq!(found["usage"]["users"], serde_json::json!({}));
        assert_eq!(found["openRegistrations"], false);
    }
}
