//! What belongs to a member as ActivityStreams documents: the same that other servers are sent, and what they are not.

use serde_json::{Value, json};

use crate::app::App;
use crate::domain::account::Account;
use crate::domain::filter::{Filter, FilterAction};
use crate::domain::leaving::belongings::{Answer, Belongings, Written};
use crate::domain::moderation::complaint::About;
use crate::domain::post::receipt::Receipt;
use crate::domain::post::{Post, PostState};
use crate::domain::story::appeal::Appeal;
use crate::federation::actor;
use crate::federation::object::around::Around;
use crate::federation::object::{context, note};

/// The actor, without its keys: they belong to the server.
pub fn person(app: &App, account: &Account) -> Value {
    actor::compose(app, account, &[])
}

/// A page of what was written, beginning with the page's number 1. Beside what others are sent stands how far the review
/// is, what was agreed to and the author's own text.
pub fn page(app: &App, number: usize, is_last: bool, written: &[Written]) -> Value {
    let mut document = json!({
        "@context": context::any_post(),
        "type": "OrderedCollectionPage",
        "id": format!("posts-{number}.json"),
        "partOf": "posts.json",
        "orderedItems": written.iter().map(|one| item(app, one)).collect::<Vec<_>>(),
    });
    if !is_last && let Some(members) = document.as_object_mut() {
        members.insert("next".to_owned(), json!(format!("posts-{}.json", number + 1)));
    }
    document
}

/// The collection whose pages those are.
pub fn posts() -> Value {
    json!({
        "@context": context::plain(),
        "type": "OrderedCollection",
        "id": "posts.json",
        "first": "posts-1.json",
    })
}

/// Everything beside posts.
pub fn others(belongings: &Belongings) -> Vec<(&'static str, Value)> {
    let people = |accounts: &[Account]| accounts.iter().map(|one| one.uri.clone()).collect::<Vec<_>>();
    let posts = |posts: &[Post]| posts.iter().map(|one| one.uri.clone()).collect::<Vec<_>>();
    let lists: Vec<Value> = belongings
        .lists
        .iter()
        .map(|list| json!({"type": "Collection", "name": list.title, "items": people(&list.accounts)}))
        .collect();
    let planned: Vec<Value> = belongings
        .planned
        .iter()
        .map(|one| {
            json!({
                "content": one.post.text,
                "mediaType": "text/plain",
                "summary": one.post.warning,
                "published": note::time(one.at),
            })
        })
        .collect();
    let agreed = &belongings.agreement;
    let settings = json!({
        "agreed": {
            "month": agreed.month,
            "terms": agreed.terms_version,
            "privacy": agreed.privacy_version,
            "signUp": belongings.sign_up_version,
        },
        "filters": belongings.filters.iter().map(filter).collect::<Vec<_>>(),
        "hashtags": belongings.tags,
        "blockedServers": belongings.blocked_hosts,
        "planned": planned,
        "takenBack": belongings.receipts.iter().map(receipt).collect::<Vec<_>>(),
        "appeals": belongings.appeals.iter().map(appeal).collect::<Vec<_>>(),
    });
    vec![
        ("following.json", collection("following.json", people(&belongings.following))),
        ("followers.json", collection("followers.json", people(&belongings.followers))),
        ("blocked.json", collection("blocked.json", people(&belongings.blocked))),
        ("muted.json", collection("muted.json", people(&belongings.muted))),
        ("favourites.json", collection("favourites.json", posts(&belongings.favourites))),
        ("bookmarks.json", collection("bookmarks.json", posts(&belongings.bookmarks))),
        ("lists.json", json!({"@context": context::plain(), "type": "Collection", "items": lists})),
        ("settings.json", settings),
    ]
}

fn collection(name: &str, ids: Vec<String>) -> Value {
    json!({
        "@context": context::plain(),
        "type": "OrderedCollection",
        "id": name,
        "totalItems": ids.len(),
        "orderedItems": ids,
    })
}

fn item(app: &App, written: &Written) -> Value {
    let mut object = note::compose_bare(app, &written.shown, &Around::default());
    let state = match written.shown.post.state {
        PostState::Held => "held",
        PostState::Refused => "refused",
        PostState::Published => "published",
    };
    let answers = serde_json::to_value(&written.source.consent).unwrap_or_default();
    let texts: Vec<&str> = written.source.editions.iter().map(|edition| edition.text.as_str()).collect();
    object.insert("state".to_owned(), json!(state));
    object.insert("consent".to_owned(), answers);
    object.insert("source".to_owned(), json!({"content": texts.join("\n\n"), "mediaType": "text/plain"}));
    if let Some(waiting) = &written.waiting {
        object.insert("waitingChange".to_owned(), json!({"content": waiting, "mediaType": "text/plain"}));
    }
    if let Some(said) = &written.appeal {
        object.insert("appeal".to_owned(), appeal(said));
    }
    if !written.answers.is_empty() {
        let answer = |one: &Answer| json!({"about": about(one.about), "content": one.said});
        let answers = written.answers.iter().map(answer).collect::<Vec<_>>();
        object.insert("answersToComplaints".to_owned(), json!(answers));
    }
    Value::Object(object)
}

/// What an author said against a decision, and the answer.
fn appeal(appeal: &Appeal) -> Value {
    json!({
        "content": appeal.body,
        "mediaType": "text/plain",
        "sent": appeal.sent_day,
        "decided": appeal.decided_day,
        "granted": appeal.granted,
        "answer": appeal.answer,
    })
}

const fn about(about: About) -> &'static str {
    match about {
        About::Person => "person",
        About::Organisation => "organisation",
        About::Key => "key",
        About::Other => "other",
    }
}

fn receipt(receipt: &Receipt) -> Value {
    let servers = receipt.servers.clone().unwrap_or_default();
    json!({
        "at": note::time(receipt.at),
        "deletedBy": servers.took,
        "askedAgain": servers.asked_again,
        "refusedBy": servers.refused,
    })
}

fn filter(filter: &Filter) -> Value {
    let action = match filter.action {
        FilterAction::Warn => "warn",
        FilterAction::Hide => "hide",
        FilterAction::Blur => "blur",
    };
    let words: Vec<&str> = filter.keywords.iter().map(|keyword| keyword.keyword.as_str()).collect();
    let places: Vec<&str> = filter.contexts.iter().map(|context| context.code()).collect();
    json!({"title": filter.title, "contexts": places, "action": action, "words": words})
}
