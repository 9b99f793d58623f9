//! Object integrity proofs (FEP-8b32, cryptosuite `eddsa-jcs-2022`): an actor vouches for an activity itself, whoever
//! brings it.
//!
//! Proofs are made for what others may have to pass on, and never for what somebody wrote: a patient must be able to
//! deny a text that was taken back, and a proof would be kept with every copy.

use aws_lc_rs::digest::{SHA256, digest};
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};
use url::Url;

use super::object::read;
use super::signature::{Algorithm, SigningKey, VerifyingKey, decode_multibase, encode_multibase};
use crate::base::canonical::canonical;
use crate::base::error::Result;

/// The context in which a proof's members are defined.
const CONTEXT: &str = "https://w3id.org/security/data-integrity/v2";
const KIND: &str = "DataIntegrityProof";
const SUITE: &str = "eddsa-jcs-2022";
const PURPOSE: &str = "assertionMethod";

/// How old a proof may be that vouches for an activity which somebody else brings. Ids of what was applied are
/// remembered longer (`jobs/tidy.rs`), so that an activity which is brought again is always known.
const MAX_AGE: TimeDelta = TimeDelta::days(30);
/// How far another server's clock may be ahead of ours.
const MAX_AHEAD: TimeDelta = TimeDelta::hours(1);

/// Adds a proof to an activity of ours. `key` is an Ed25519 key of its actor.
pub fn add(activity: &mut Value, key: &SigningKey, now: DateTime<Utc>) -> Result<()> {
    let Some(members) = activity.as_object_mut() else { return Ok(()) };
    let context = members.entry("@context").or_insert(Value::Null);
    let mut contexts: Vec<Value> = read::items(Some(context)).cloned().collect();
    // Strings first: some readers look no further than the first object.
    let place = contexts.iter().position(Value::is_object).unwrap_or(contexts.len());
    contexts.insert(place, json!(CONTEXT));
    *context = Value::Array(contexts);
    let mut proof = json!({
        "@context": context,
        "type": KIND,
        "cryptosuite": SUITE,
        "verificationMethod": key.key_id().as_str(),
        "proofPurpose": PURPOSE,
        "created": now.format("%Y-%m-%dT%H:%M:%SZ").to_string(),
    });
    let signature = key.sign(&hashed(&proof, activity))?;
    put(&mut proof, "proofValue", json!(encode_multibase(&signature)));
    put(activity, "proof", proof);
    Ok(())
}

/// A proof that an activity carries, checked as far as that goes without the key.
#[derive(Debug, Clone)]
pub struct Proof {
    /// Where the key is found.
    pub key_id: Url,
    signature: Vec<u8>,
    hashed: Vec<u8>,
}

impl Proof {
    /// Reads the proof of an activity; `None` where it has none that counts: of another kind, for another purpose, too
    /// old, or about another context than the activity's.
    pub fn read(activity: &Value, now: DateTime<Utc>) -> Option<Self> {
        let proof = activity.get("proof").filter(|proof| proof.is_object())?;
        let is = |name: &str, wanted: &str| proof.get(name).and_then(Value::as_str) == Some(wanted);
        if !is("type", KIND) || !is("cryptosuite", SUITE) || !is("proofPurpose", PURPOSE) {
            return None;
        }
        let time = |name: &str| DateTime::parse_from_rfc3339(read::text(proof, name)?).ok();
        let created = time("created")?;
        let is_over =
            proof.get("expires").is_some_and(|_| time("expires").is_none_or(|expires| expires < now));
        if is_over || created < now - MAX_AGE || created > now + MAX_AHEAD {
            return None;
        }
        let key_id = Url::parse(read::text(proof, "verificationMethod")?).ok()?;
        let signature = decode_multibase(read::text(proof, "proofValue")?)?;
        let (mut proof, mut document) = (proof.clone(), activity.clone());
        proof.as_object_mut()?.shift_remove("proofValue");
        document.as_object_mut()?.shift_remove("proof");
        // The suite, section 3.3.2: the proof's context is a beginning of the document's, and stands in its place.
        if let Some(context) = proof.get("@context") {
            let of_proof: Vec<&Value> = read::items(Some(context)).collect();
            let of_document: Vec<&Value> = read::items(document.get("@context")).collect();
            if !of_document.starts_with(&of_proof) {
                return None;
            }
            let context = context.clone();
            put(&mut document, "@context", context);
        }
        Some(Self { key_id, signature, hashed: hashed(&proof, &document) })
    }

    /// Whether this key made the proof.
    pub fn is_made_by(&self, key: &VerifyingKey) -> bool {
        key.verifies(Some(Algorithm::Ed25519), &self.hashed, &self.signature)
    }
}

/// What is signed: the digests of proof and document, each in canonical form and without the other.
fn hashed(proof: &Value, document: &Value) -> Vec<u8> {
    let of = |value: &Value| digest(&SHA256, canonical(value).as_bytes());
    [of(proof).as_ref(), of(document).as_ref()].concat()
}

fn put(object: &mut Value, name: &str, value: Value) {
    if let Some(members) = object.as_object_mut() {
        members.insert(name.to_owned(), value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(time: &str) -> DateTime<Utc> {
        time.parse().unwrap()
    }

    /// The test vector of FEP-8b32.
    fn vector() -> Value {
        json!({
            "@context": ["https://www.w3.org/ns/activitystreams", "https://w3id.org/security/data-integrity/v2"],
            "id": "https://server.example/activities/1",
            "type": "Create",
            "actor": "https://server.example/users/alice",
            "object": {
                "id": "https://server.example/objects/1",
                "type": "Note",
                "attributedTo": "https://server.example/users/alice",
                "content": "Hello world",
                "location": {"type": "Place", "longitude": -71.184_902, "latitude": 25.273_962}
            },
            "proof": {
                "@context": ["https://www.w3.org/ns/activitystreams", "https://w3id.org/security/data-integrity/v2"],
                "type": "DataIntegrityProof",
                "cryptosuite": "eddsa-jcs-2022",
                "verificationMethod": "https://server.example/users/alice#ed25519-key",
                "proofPurpose": "assertionMethod",
                "proofValue": "z42ffGu6AUKPCFcFPiabmUvnGLPJzC7e4DGWC52NUasSSH37UMa9c58tdgVszUcZfytxa4fQ5TYHaJENCxUDe9SdL",
                "created": "2023-02-24T23:36:38Z"
            }
        })
    }

    fn vector_key() -> VerifyingKey {
        VerifyingKey::parse("z6MkrJVnaZkeFzdQyMZu1cgjg7k1pZZ6pvBQ7XJPt4swbTQ2").unwrap()
    }

    fn verifies(activity: &Value) -> bool {
        let now = at("2023-02-25T00:00:00Z");
        Proof::read(activity, now).is_some_and(|proof| proof.is_made_by(&vector_key()))
    }

    #[test]
    fn the_vector_of_the_proposal_verifies() {
        assert!(verifies(&vector()));
        let key_id = Proof::read(&vector(), at("2023-02-25T00:00:00Z")).unwrap().key_id;
        assert_eq!(key_id.as_str(), "https://server.example/users/alice#ed25519-key");
    }

    #[test]
    fn whatever_is_changed_in_the_document_or_the_proof_the_proof_fails() {
        for (pointer, value) in [
            ("/object/content", json!("Hello")),
            ("/actor", json!("https://server.example/users/bob")),
            ("/@context", json!(["https://www.w3.org/ns/activitystreams"])),
            ("/proof/verificationMethod", json!("https://server.example/users/alice#other")),
            ("/proof/created", json!("2023-02-24T23:36:39Z")),
            ("/proof/proofPurpose", json!("authentication")),
            ("/proof/cryptosuite", json!("eddsa-rdfc-2022")),
            ("/proof/type", json!("Ed25519Signature2020")),
            ("/proof/proofValue", json!("z1")),
            ("/proof/@context", json!(["https://evil.example"])),
            ("/proof", json!([])),
        ] {
            let mut changed = vector();
            *changed.pointer_mut(pointer).unwrap() = value;
            assert!(!verifies(&changed), "{pointer}");
        }
        let mut added = vector();
        added["to"] = json!("https://www.w3.org/ns/activitystreams#Public");
        assert!(!verifies(&added));
    }

    #[test]
    fn a_proof_is_believed_for_a_month() {
        for (now, believed) in [
            ("2023-02-24T22:36:38Z", true),
            ("2023-02-24T22:36:37Z", false),
            ("2023-03-26T23:36:38Z", true),
            ("2023-03-26T23:36:39Z", false),
        ] {
            assert_eq!(Proof::read(&vector(), at(now)).is_some(), believed, "{now}");
        }
        let mut over = vector();
        over["proof"]["expires"] = json!("2023-02-24T23:40:00Z");
        assert!(!verifies(&over));
        over["proof"]["expires"] = json!("soon");
        assert!(!verifies(&over));
    }

    #[test]
    fn what_we_prove_verifies_and_keeps_its_contexts() {
        let made = crate::base::keys::generate_ed25519().unwrap();
        let key =
            SigningKey::from_pem("https://a.example/p#ed25519-key".parse().unwrap(), &made.private).unwrap();
        let public = VerifyingKey::parse(&made.public).unwrap();
        let now = at("2026-11-28T18:00:00.5Z");
        for context in [
            json!("https://www.w3.org/ns/activitystreams"),
            json!(["https://www.w3.org/ns/activitystreams", {"a": "b"}]),
        ] {
            let mut activity = json!({"@context": context, "id": "https://a.example/1", "type": "Delete"});
            add(&mut activity, &key, now).unwrap();
            assert!(Proof::read(&activity, now).unwrap().is_made_by(&public), "{activity}");
            assert_eq!(activity["@context"][1], CONTEXT);
            activity["type"] = json!("Like");
            assert!(!Proof::read(&activity, now).unwrap().is_made_by(&public));
        }
    }
}
