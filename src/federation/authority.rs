//! Who may say what about which object (FEP-fe34): the one place that decides it. Everything that arrives passes through
//! here before anything else looks at it, whether it was sent to us or fetched by us.
//!
//! Ids have an owner, and that is their host. An object is believed from the host of its id only; an activity speaks for
//! its actor only; and what an activity says about somebody else's object is no more than its name, to be asked for where
//! it lives.

use serde_json::Value;

use super::object::read;
use crate::base::error::{Error, Result};

/// What of an activity may be believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict<'a> {
    /// The object as it stands in the activity: its own author tells it.
    Embedded(&'a Value),
    /// The object with this id, as its own server tells it; whatever else stands in the activity is nothing.
    Ask(&'a str),
    /// That the activity is about the object with this id, which its actor may say of anything.
    Names(&'a str),
    /// Kinds that we do not know say nothing to us.
    Nothing,
}

/// Decides about an activity that an actor has vouched for, by a signature or a proof.
///
/// # Errors
/// `Forbidden` where the actor speaks about what is another's, `NotFound` where it is about nothing.
pub fn may_say<'a>(actor: &str, activity: &'a Value) -> Result<Verdict<'a>> {
    let object = activity.get("object");
    let about = || read::id(object).ok_or(Error::NotFound("object"));
    if read::id(activity.get("actor")) != Some(actor) {
        return Err(Error::Forbidden("an activity of another actor"));
    }
    match read::kind(activity).unwrap_or_default() {
        "Update" if read::id(object) == Some(actor) => {
            // Its own profile.
            Ok(object.filter(|object| object.is_object()).map_or(Verdict::Ask(about()?), Verdict::Embedded))
        }
        "Create" | "Update" => told(actor, object),
        "Delete" => match about()? {
            id if id == actor || read::same_host(id, actor) => Ok(Verdict::Names(id)),
            _ => Err(Error::Forbidden("deleting what is another server's")),
        },
        // Some servers wrap the whole Create; what counts is its object.
        "Announce" => Ok(Verdict::Ask(passed_on(activity).ok_or(Error::NotFound("object"))?)),
        "Accept" | "Reject" => match object.and_then(|follow| read::id(follow.get("object"))) {
            Some(followed) if followed != actor => Err(Error::Forbidden("answering for somebody else")),
            // Some servers tell the Follow again without its id: who follows whom is in it.
            Some(followed) => Ok(Verdict::Names(read::id(object).unwrap_or(followed))),
            None => Ok(Verdict::Names(about()?)),
        },
        "Undo" => undone(actor, object),
        // Whether the new one says the same is seen when it is asked (`is_successor`).
        "Move" => match (about()?, read::id(activity.get("target"))) {
            (id, Some(target)) if id == actor => Ok(Verdict::Ask(target)),
            (_, None) => Err(Error::NotFound("target")),
            _ => Err(Error::Forbidden("moving another actor")),
        },
        // Whether the target is the actor's own collection of pinned posts is seen where the actor is known.
        "Add" | "Remove" => match about()? {
            id if read::same_host(id, actor) => Ok(Verdict::Names(id)),
            _ => Err(Error::Forbidden("showing first what is another server's")),
        },
        "QuoteRequest" | "LikeRequest" | "ReplyRequest" | "AnnounceRequest" => {
            about()?;
            requested(actor, activity.get("instrument"))
        }
        "Follow" | "Like" | "EmojiReact" | "Block" | "Flag" => Ok(Verdict::Names(about()?)),
        _ => Ok(Verdict::Nothing),
    }
}

/// What somebody wrote: from its author, under an id of the author's host.
fn told<'a>(actor: &str, object: Option<&'a Value>) -> Result<Verdict<'a>> {
    let embedded = read::items(object).next().filter(|object| object.is_object());
    let Some(embedded) = embedded else {
        let id = read::id(object).ok_or(Error::NotFound("object"))?;
        return if read::same_host(id, actor) {
            Ok(Verdict::Ask(id))
        } else {
            Err(Error::Forbidden("another server's object"))
        };
    };
    is_told_by(embedded, actor)?;
    Ok(Verdict::Embedded(embedded))
}

/// Whether an object is its author's word: the author is `actor`, alone, and the id is of the author's host.
///
/// # Errors
/// `Forbidden` where it is not.
pub fn is_told_by(object: &Value, actor: &str) -> Result<()> {
    if author_of(object)? == actor { Ok(()) } else { Err(Error::Forbidden("another's object")) }
}

/// Who wrote an object, where its id is of the author's host.
///
/// # Errors
/// `NotFound` where nobody is named, `Forbidden` where the author is of another host.
pub fn author_of(object: &Value) -> Result<&str> {
    let author = read::id(object.get("attributedTo").or_else(|| object.get("actor")));
    let author = author.ok_or(Error::NotFound("post"))?;
    let id = read::text(object, "id").unwrap_or_default();
    if read::same_host(author, id) { Ok(author) } else { Err(Error::Forbidden("an object of another host")) }
}

/// An Undo takes back what its actor did itself.
fn undone<'a>(actor: &str, object: Option<&'a Value>) -> Result<Verdict<'a>> {
    let id = read::id(object);
    if id.is_some_and(|id| !read::same_host(id, actor)) {
        return Err(Error::Forbidden("undoing what is another server's"));
    }
    let embedded = read::items(object).next().filter(|object| object.is_object());
    match embedded {
        Some(deed) => match read::id(deed.get("actor")) {
            Some(doer) if doer != actor => Err(Error::Forbidden("undoing what another did")),
            Some(_) | None => Ok(Verdict::Embedded(deed)),
        },
        None => Ok(Verdict::Names(id.ok_or(Error::NotFound("object"))?)),
    }
}

/// Who asks to do something names with what (`instrument`): something on the asker's own server. As it stands in the
/// request it is believed if the asker wrote it; else it has to be asked for.
fn requested<'a>(actor: &str, instrument: Option<&'a Value>) -> Result<Verdict<'a>> {
    let id = read::id(instrument).ok_or(Error::NotFound("instrument"))?;
    if !read::same_host(id, actor) {
        return Err(Error::Forbidden("asking with what is another server's"));
    }
    let embedded = read::items(instrument).next().filter(|instrument| read::kind(instrument).is_some());
    match embedded.map(|embedded| (embedded, author_of(embedded))) {
        Some((embedded, Ok(author))) if author == actor => Ok(Verdict::Embedded(embedded)),
        Some((_, Ok(_) | Err(Error::Forbidden(_)))) => {
            Err(Error::Forbidden("asking with what another wrote"))
        }
        Some((_, Err(_))) | None => Ok(Verdict::Ask(id)),
    }
}

/// The address of what an Announce passes on; of a Create that is passed on, the address of what it created.
pub fn passed_on(activity: &Value) -> Option<&str> {
    let object = activity.get("object");
    let inner =
        object.filter(|inner| read::kind(inner) == Some("Create")).and_then(|create| create.get("object"));
    read::id(inner.or(object))
}

/// Whether an actor says that it is also the old one, and has not moved on itself (FEP-7628): both must say so, or
/// anybody could send their followers to a stranger, or take a stranger's.
///
/// # Errors
/// `Forbidden` where it does not say so.
pub fn is_successor(actor: &Value, old: &str) -> Result<()> {
    let says_so = read::ids(actor.get("alsoKnownAs")).any(|known| known == old);
    if says_so && read::id(actor.get("movedTo")).is_none() {
        Ok(())
    } else {
        Err(Error::Forbidden("an actor that knows nothing of the old one"))
    }
}

/// Whether an actor may give an activity this id.
pub fn may_number(actor: &str, activity_id: &str) -> bool {
    read::same_host(actor, activity_id)
}

/// The owner that a key's own document names: the same host must speak for both.
///
/// # Errors
/// `NotFound` where it names none, `Forbidden` where the owner is of another host.
pub fn owner_of_key<'a>(document: &'a Value, key_id: &str) -> Result<&'a str> {
    let key = document.get("publicKey").unwrap_or(document);
    let named = key.get("owner").or_else(|| document.get("owner")).or_else(|| document.get("controller"));
    let owner = read::id(named).ok_or(Error::NotFound("key"))?;
    if read::same_host(owner, key_id) { Ok(owner) } else { Err(Error::Forbidden("a key of another host")) }
}

/// What a document that we fetched is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Found<'a> {
    /// What was asked for, told by its own host.
    Itself,
    /// Something else of the same host, asked for by its page or an old address: its id must say the same.
    AskAgain(&'a str),
}

/// Decides about a document that came from `answered` when `asked` was asked for.
///
/// # Errors
/// `Forbidden` where another host answered (a redirect is no authority: any page that redirects could be made to lead to
/// a forgery), or the id is of another host.
pub fn of_fetched<'a>(asked: &str, answered: &str, document: &'a Value) -> Result<Found<'a>> {
    let id = read::text(document, "id").ok_or(Error::NotFound("object"))?;
    if !read::same_host(asked, answered) {
        return Err(Error::Forbidden("another host answered"));
    }
    if id == asked {
        return Ok(Found::Itself);
    }
    if read::same_host(id, asked) {
        Ok(Found::AskAgain(id))
    } else {
        Err(Error::Forbidden("an object of another host"))
    }
}

#[cfg(test)]
#[path = "authority_tests.rs"]
mod tests;
