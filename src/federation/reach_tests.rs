//! Whatever another server names, and on whichever way it makes us ask for it, nothing of ours connects inside.

use http::HeaderMap;
use url::Url;

use super::{fetch, resolve};
use crate::base::error::{Error, Result};
use crate::base::fetch::{FetchFailure, hostile};
use crate::domain::account;
use crate::store::testing::fresh;

/// Refused before a connection was made, or no address at all.
fn is_refused<T>(outcome: &Result<T>) -> bool {
    match outcome {
        Err(error @ Error::Remote { .. }) => {
            matches!(FetchFailure::of(error), Some(FetchFailure::Refused(_)))
        }
        Err(Error::NotFound(_)) => true,
        Ok(_)
        | Err(
            Error::Gone(_)
            | Error::Unauthenticated
            | Error::Forbidden(_)
            | Error::Invalid(_)
            | Error::Conflict(_)
            | Error::TooMany { .. }
            | Error::Internal(_),
        ) => false,
    }
}

#[tokio::test]
async fn no_way_of_asking_leads_inside() {
    let app = fresh().await;
    account::ensure_own(&app).await.unwrap();
    let urls = hostile::urls();
    assert!(urls.len() > 120, "{}", urls.len());
    for url in urls {
        assert!(is_refused(&fetch::object(&app, &url).await), "object {url}");
        assert!(is_refused(&resolve::account(&app, &url).await), "account {url}");
        assert!(is_refused(&resolve::fetch_account(&app, &url).await), "account anew {url}");
        assert!(is_refused(&resolve::post(&app, &url).await), "post {url}");
        let old = "https://peer.example/users/ann";
        assert!(is_refused(&resolve::successor(&app, &url, old).await), "successor {url}");
        for key_id in [format!("{url}#main-key"), url.clone()] {
            assert!(is_refused(&resolve::fetch_key_owner(&app, &key_id).await), "key {key_id}");
        }
        if let Some((_, after)) = url.split_once("://") {
            let host = after.strip_suffix("/x").unwrap_or(after);
            // With its scheme and port taken away, this one is a server like any other.
            if host != "peer.example" {
                let outcome = resolve::by_address(&app, &format!("@ann@{host}")).await;
                assert!(is_refused(&outcome), "handle {host}");
            }
        }
        // What is sent: deliveries, and push messages to apps.
        let Ok(address) = Url::parse(&url) else { continue };
        assert!(is_refused(&app.fetch.post(&address, HeaderMap::new(), "{}").await), "inbox {url}");
        assert!(is_refused(&app.fetch.get(&address, HeaderMap::new()).await), "page {url}");
    }
}
