//! The `@context` of what we send: fixed, inline, and never fetched by anybody.

use serde_json::{Value, json};

/// The context of ActivityStreams 2.0.
pub const ACTIVITY_STREAMS: &str = "https://www.w3.org/ns/activitystreams";
/// Everybody.
pub const PUBLIC: &str = "https://www.w3.org/ns/activitystreams#Public";

/// The context of plain activities: follows, likes, announcements, deletions.
pub fn plain() -> Value {
    json!(ACTIVITY_STREAMS)
}

/// The context of notes that are no stories, and of activities around them.
pub fn note() -> Value {
    json!([ACTIVITY_STREAMS, note_terms()])
}

/// The context of stories: every key of `patientStory` is defined here, lists keep their order.
pub fn story() -> Value {
    let mut terms = note_terms();
    if let (Value::Object(terms), Value::Object(story)) = (&mut terms, story_terms()) {
        terms.extend(story);
    }
    json!([ACTIVITY_STREAMS, terms])
}

/// The context of notes that ask something, and of activities around them.
pub fn question() -> Value {
    let mut terms = note_terms();
    if let (Value::Object(terms), Value::Object(question)) = (&mut terms, question_terms()) {
        terms.extend(question);
    }
    json!([ACTIVITY_STREAMS, terms])
}

/// The context of collections that may hold a post of any kind.
pub fn any_post() -> Value {
    let mut context = story();
    if let (Some(Value::Object(terms)), Value::Object(question)) = (context.get_mut(1), question_terms()) {
        terms.extend(question);
    }
    context
}

/// The context of permissions, and of the answers to those who ask for one: FEP-044f's words for quotes, GoToSocial's for
/// the rest.
pub fn permission() -> Value {
    json!([ACTIVITY_STREAMS, {
        "gts": "https://gotosocial.org/ns#",
        "QuoteRequest": "https://w3id.org/fep/044f#QuoteRequest",
        "QuoteAuthorization": "https://w3id.org/fep/044f#QuoteAuthorization",
        "LikeRequest": "gts:LikeRequest",
        "LikeAuthorization": "gts:LikeAuthorization",
        "ReplyRequest": "gts:ReplyRequest",
        "ReplyAuthorization": "gts:ReplyAuthorization",
        "AnnounceRequest": "gts:AnnounceRequest",
        "AnnounceAuthorization": "gts:AnnounceAuthorization",
        "interactingObject": {"@id": "gts:interactingObject", "@type": "@id"},
        "interactionTarget": {"@id": "gts:interactionTarget", "@type": "@id"}
    }])
}

/// The context of actors.
pub fn actor() -> Value {
    json!([ACTIVITY_STREAMS, "https://w3id.org/security/v1", {
        "toot": "http://joinmastodon.org/ns#",
        "gts": "https://gotosocial.org/ns#",
        "schema": "http://schema.org#",
        "security": "https://w3id.org/security#",
        "assertionMethod": {"@id": "security:assertionMethod", "@type": "@id", "@container": "@set"},
        "Multikey": "security:Multikey",
        "controller": {"@id": "security:controller", "@type": "@id"},
        "publicKeyMultibase": {"@id": "security:publicKeyMultibase", "@type": "security:multibase"},
        "webfinger": {"@id": "https://purl.archive.org/socialweb/webfinger#webfinger"},
        "manuallyApprovesFollowers": "as:manuallyApprovesFollowers",
        "discoverable": "toot:discoverable",
        "indexable": "toot:indexable",
        "featured": {"@id": "toot:featured", "@type": "@id"},
        "PropertyValue": "schema:PropertyValue",
        "value": "schema:value",
        "implements": {"@id": "https://w3id.org/fep/844e#implements", "@type": "@id", "@container": "@set"},
        "interactionPolicy": {"@id": "gts:interactionPolicy", "@type": "@id"},
        "canFeature": {"@id": "https://w3id.org/fep/7aa9#canFeature", "@type": "@id"},
        "automaticApproval": {"@id": "gts:automaticApproval", "@type": "@id"}
    }])
}

fn note_terms() -> Value {
    json!({
        "toot": "http://joinmastodon.org/ns#",
        "blurhash": "toot:blurhash",
        "focalPoint": {"@id": "toot:focalPoint", "@container": "@list"},
        "gts": "https://gotosocial.org/ns#",
        "sensitive": "as:sensitive",
        "Hashtag": "as:Hashtag",
        "interactionPolicy": {"@id": "gts:interactionPolicy", "@type": "@id"},
        "canLike": {"@id": "gts:canLike", "@type": "@id"},
        "canReply": {"@id": "gts:canReply", "@type": "@id"},
        "canAnnounce": {"@id": "gts:canAnnounce", "@type": "@id"},
        "canQuote": {"@id": "gts:canQuote", "@type": "@id"},
        "automaticApproval": {"@id": "gts:automaticApproval", "@type": "@id"},
        "manualApproval": {"@id": "gts:manualApproval", "@type": "@id"}
    })
}

fn question_terms() -> Value {
    json!({
        "toot": "http://joinmastodon.org/ns#",
        "votersCount": "toot:votersCount"
    })
}

fn story_terms() -> Value {
    let list = |name: &str| json!({"@id": format!("pst:{name}"), "@container": "@list"});
    let map = |name: &str| json!({"@id": format!("pst:{name}"), "@container": "@language"});
    let mut terms = json!({
        "pst": "https://w3id.org/patient-story#",
        "patientStory": {"@id": "pst:patientStory"},
        "term": {"@id": "pst:term", "@type": "@id"},
        "purposes": list("purposes"),
        "titleMap": map("titleMap"),
        "label": map("label")
    });
    for name in [
        "medications",
        "symptoms",
        "conditions",
        "benefits",
        "timeline",
        "editions",
        "consent",
        "declined",
        "codes",
    ] {
        insert(&mut terms, name, list(name));
    }
    for name in STORY_VALUES {
        insert(&mut terms, name, json!(format!("pst:{name}")));
    }
    terms
}

/// Types and plain values of `patientStory`; each is `pst:` and its own name.
const STORY_VALUES: &[&str] = &[
    "PatientStory",
    "Medication",
    "Symptom",
    "Condition",
    "Benefit",
    "Edition",
    "TimelinePoint",
    "Consent",
    "Purpose",
    "Code",
    "schemaVersion",
    "originalLanguage",
    "role",
    "dose",
    "obtained",
    "severity",
    "onset",
    "outcome",
    "beforeUse",
    "scale",
    "ageBand",
    "durationOfUse",
    "currentStatus",
    "timeSinceStopping",
    "country",
    "gender",
    "warnedBeforehand",
    "prescriberResponse",
    "wouldTakeAgain",
    "trajectory",
    "teller",
    "anchor",
    "offset",
    "phase",
    "symptom",
    "change",
    "scope",
    "version",
    "given",
    "system",
    "value",
    "language",
    "kind",
    "by",
    "engine",
    "reviewed",
    "title",
];

fn insert(terms: &mut Value, name: &str, definition: Value) {
    if let Value::Object(terms) = terms {
        terms.insert(name.to_owned(), definition);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_term_of_the_story_context_has_an_absolute_meaning() {
        let context = any_post();
        let terms = context[1].as_object().unwrap();
        for (name, definition) in terms {
            let id = definition.as_str().or_else(|| definition["@id"].as_str()).unwrap();
            let prefix = id.split(':').next().unwrap();
            assert!(["as", "http", "https"].contains(&prefix) || terms.contains_key(prefix), "{name}: {id}");
        }
        assert_eq!(terms["medications"]["@container"], "@list");
    }
}
