//! The headers of a signed request, of both kinds, are read or refused before any key is looked for.
#![no_main]

use anamnesis::federation::signature::{self, BodyDigest, SignedRequest};
use chrono::{DateTime, Utc};
use http::{HeaderMap, HeaderName, HeaderValue, Method};
use libfuzzer_sys::fuzz_target;

const NOW: i64 = 1_795_338_030;

// Lines `name: value`; what else it needs for a signature that is right in form stands there already.
fuzz_target!(|lines: &[u8]| {
    let mut headers = HeaderMap::new();
    headers.insert("host", HeaderValue::from_static("stories.example"));
    headers.insert("date", HeaderValue::from_static("Sun, 22 Nov 2026 09:00:30 GMT"));
    headers.insert("content-type", HeaderValue::from_static("application/activity+json"));
    let body = BodyDigest::of(b"{}");
    headers.insert("digest", HeaderValue::from_static("SHA-256=RBNvo1WzZ4oRRq0W9+hknpT7T8If536DEMBg9hyq/4o="));
    headers.insert("content-digest", HeaderValue::from_static("sha-256=:RBNvo1WzZ4oRRq0W9+hknpT7T8If536DEMBg9hyq/4o=:"));
    for line in lines.split(|byte| *byte == b'\n').take(32) {
        let mut parts = line.splitn(2, |byte| *byte == b':');
        let (Some(name), Some(value)) = (parts.next(), parts.next()) else { continue };
        if let (Ok(name), Ok(value)) = (HeaderName::from_bytes(name), HeaderValue::from_bytes(value.trim_ascii())) {
            headers.append(name, value);
        }
    }
    let now = DateTime::<Utc>::from_timestamp(NOW, 0).unwrap_or_default();
    for method in [Method::POST, Method::GET] {
        let request = SignedRequest { method: &method, path_and_query: "/inbox?a=1", headers: &headers, body: &body };
        let _claim = signature::read(&request, &["https://stories.example"], now);
    }
});
