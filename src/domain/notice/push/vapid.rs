//! Saying to a push service who we are (RFC 8292): a key pair of this server, made at its first start.

use anyhow::{Context as _, anyhow};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::json;
use url::Url;

use crate::app::App;
use crate::base::error::Result;
use crate::store::setting;

/// Where the key pair stands among the settings of this server: both halves, the private one as PKCS#8.
const PRIVATE: &str = "push-private-key";
const PUBLIC: &str = "push-public-key";
/// How long a proof holds, in seconds. RFC 8292 allows a day; services measure with their own clocks.
const LIFE: i64 = 12 * 3600;

/// The public key as clients and push services want it: an uncompressed point, base64url. Makes the pair where there is
/// none yet.
pub async fn public_key(app: &App) -> Result<String> {
    if let Some(key) = setting::find(app.read(), PUBLIC).await? {
        return Ok(key);
    }
    let pair = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING);
    let pair = pair.map_err(|_error| anyhow!("making a key for push services failed"))?;
    let private = pair.to_pkcs8v1().map_err(|_error| anyhow!("encoding a key failed"))?;
    let public = URL_SAFE_NO_PAD.encode(pair.public_key());
    let tx = app.db.begin().await?;
    // Another process may have been quicker; its key is known to apps already.
    if let Some(key) = setting::find(&*tx, PUBLIC).await? {
        return Ok(key);
    }
    setting::put(&tx, PRIVATE.to_owned(), URL_SAFE_NO_PAD.encode(private.as_ref())).await?;
    setting::put(&tx, PUBLIC.to_owned(), public.clone()).await?;
    app.commit(tx).await?;
    Ok(public)
}

/// What proves to the service at `endpoint` that it is us who send: a JSON Web Token, and the key that signed it.
pub async fn proof(app: &App, endpoint: &Url) -> Result<(String, String)> {
    let public = public_key(app).await?;
    let private =
        setting::find(app.read(), PRIVATE).await?.context("the key for push services is missing")?;
    let private = URL_SAFE_NO_PAD.decode(private).context("reading the key for push services")?;
    let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &private)
        .map_err(|_error| anyhow!("the key for push services is damaged"))?;
    let head = json!({ "typ": "JWT", "alg": "ES256" });
    let claims = json!({
        "aud": endpoint.origin().ascii_serialization(),
        "exp": app.now() + LIFE,
        "sub": contact(app),
    });
    let said = format!("{}.{}", part(&head), part(&claims));
    let signature = pair.sign(&SystemRandom::new(), said.as_bytes());
    let signature = signature.map_err(|_error| anyhow!("signing for a push service failed"))?;
    Ok((format!("{said}.{}", URL_SAFE_NO_PAD.encode(signature)), public))
}

fn part(value: &serde_json::Value) -> String {
    URL_SAFE_NO_PAD.encode(value.to_string())
}

/// How a service reaches whoever runs this server; some demand an address of one of these two kinds.
fn contact(app: &App) -> String {
    let contact = &app.config.community.contact;
    let is_mail = contact.contains('@') && !contact.contains(char::is_whitespace);
    if is_mail { format!("mailto:{contact}") } else { app.urls.absolute("/about") }
}
