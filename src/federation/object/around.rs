//! What stands around a post of ours: its thread as a collection of its own (FEP-7888, FEP-f228), and its replies.

use std::collections::{HashMap, HashSet};

use serde_json::{Value, json};

use super::context;
use crate::app::App;
use crate::base::error::Result;
use crate::domain::post::read::hanging_on;
use crate::domain::post::thread::root_of;
use crate::domain::post::{Post, PostKind, PostState, Visibility, list_whole};
use crate::store::thread::{self, Place};
use crate::store::{account, outside};

/// So many replies stand in the post itself: Mastodon's number.
const EMBEDDED: usize = 5;
/// So many replies stand on a page of their collection.
const REPLIES_PAGE: usize = 20;
/// So many posts stand on a page of a thread: Mastodon's number.
const THREAD_PAGE: usize = 60;

/// What a post says of what stands around it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Around {
    /// Its thread, where that begins here.
    pub context: Option<String>,
    /// The first page of its replies, where there are any.
    pub replies: Option<Value>,
}

impl Around {
    /// What stands around a post.
    pub async fn load(app: &App, post: &Post) -> Result<Self> {
        let mut around = Self::list(app, std::slice::from_ref(post)).await?;
        Ok(around.remove(&post.id).unwrap_or_default())
    }

    /// What stands around each of several posts, by its number: a few queries for any number.
    pub async fn list(app: &App, posts: &[Post]) -> Result<HashMap<i64, Self>> {
        let open: Vec<&Post> = posts.iter().filter(|post| is_open(post)).collect();
        let root_ids: Vec<i64> = open.iter().map(|post| root_of(post)).collect();
        let roots = list_whole(app, &root_ids).await?;
        let roots: HashMap<i64, &Post> = roots
            .iter()
            .map(|whole| (whole.post.id, &whole.post))
            .filter(|(_, root)| is_open(root))
            .collect();
        let authors: Vec<i64> = roots.values().map(|root| root.account_id).collect();
        let speaking = outside::list_open(app.read(), &authors).await?;
        let speaking: HashSet<i64> = speaking.into_iter().map(|account| account.id).collect();
        let answered: Vec<i64> =
            open.iter().filter(|post| post.reply_count > 0).map(|post| post.id).collect();
        let mut replies: HashMap<i64, Vec<Place>> = HashMap::new();
        for place in visible(app, thread::list_replies(app.read(), &answered).await?).await? {
            replies.entry(place.in_reply_to_id.unwrap_or_default()).or_default().push(place);
        }
        let around = |post: &&Post| {
            let root = roots.get(&root_of(post)).filter(|root| speaking.contains(&root.account_id));
            let replies = replies.get(&post.id);
            let around = Self {
                context: root.map(|root| context_of(root)),
                replies: replies.map(|places| first_replies(post, places, EMBEDDED)),
            };
            (post.id, around)
        };
        Ok(open.iter().map(around).collect())
    }
}

/// The collection of a post's replies.
pub async fn replies(app: &App, post: &Post) -> Result<Value> {
    let places = visible(app, thread::list_replies(app.read(), &[post.id]).await?).await?;
    let mut document = json!({
        "@context": context::plain(),
        "id": format!("{}/replies", post.uri),
        "type": "Collection",
        "totalItems": post.reply_count.max(0)
    });
    if let Some(members) = document.as_object_mut().filter(|_| !places.is_empty()) {
        members.insert("first".to_owned(), first_replies(post, &places, REPLIES_PAGE));
    }
    Ok(document)
}

/// A page of a post's replies: what stands after the post with this number.
pub async fn replies_page(app: &App, post: &Post, after: Option<i64>) -> Result<Value> {
    let places = visible(app, thread::list_replies(app.read(), &[post.id]).await?).await?;
    let collection = format!("{}/replies", post.uri);
    let page = Page { collection: &collection, after, most: REPLIES_PAGE, is_ordered: false };
    Ok(with_context(page.of(&places)))
}

/// The thread that begins with a post, as whoever wrote that owns it; oldest first.
pub async fn conversation(app: &App, root: &Post, author: &str) -> Result<Value> {
    let places = connected(root, visible(app, thread::list(app.read(), root.id).await?).await?);
    let collection = context_of(root);
    let page = Page { collection: &collection, after: None, most: THREAD_PAGE, is_ordered: true };
    Ok(json!({
        "@context": context::plain(),
        "id": collection,
        "type": "OrderedCollection",
        "attributedTo": author,
        "totalItems": places.len(),
        "first": page.of(&places)
    }))
}

/// A page of a thread: what stands after the post with this number.
pub async fn conversation_page(app: &App, root: &Post, after: Option<i64>) -> Result<Value> {
    let places = connected(root, visible(app, thread::list(app.read(), root.id).await?).await?);
    let collection = context_of(root);
    let page = Page { collection: &collection, after, most: THREAD_PAGE, is_ordered: true };
    Ok(with_context(page.of(&places)))
}

fn context_of(root: &Post) -> String {
    format!("{}/context", root.uri)
}

fn with_context(mut page: Value) -> Value {
    if let Some(members) = page.as_object_mut() {
        members.shift_insert(0, "@context".to_owned(), context::plain());
    }
    page
}

fn first_replies(post: &Post, places: &[Place], most: usize) -> Value {
    let collection = format!("{}/replies", post.uri);
    Page { collection: &collection, after: None, most, is_ordered: false }.of(places)
}

/// A page of a collection.
struct Page<'a> {
    collection: &'a str,
    after: Option<i64>,
    most: usize,
    is_ordered: bool,
}

impl Page<'_> {
    fn of(&self, places: &[Place]) -> Value {
        let begin = match self.after {
            None => 0,
            // Where the post is gone that it would go on from, it ends.
            Some(after) => {
                places.iter().position(|place| place.id == after).map_or(places.len(), |at| at + 1)
            }
        };
        let left = places.iter().skip(begin);
        let (shown, is_full) = (left.clone().take(self.most), left.len() > self.most);
        let last = shown.clone().next_back().map(|place| place.id).filter(|_| is_full);
        let at = |after: i64| format!("{}?page=true&after={after}", self.collection);
        let id = self.after.map_or_else(|| format!("{}?page=true", self.collection), at);
        let (kind, items) = if self.is_ordered {
            ("OrderedCollectionPage", "orderedItems")
        } else {
            ("CollectionPage", "items")
        };
        let mut page = json!({"id": id, "type": kind, "partOf": self.collection});
        if let Some(members) = page.as_object_mut() {
            if let Some(last) = last {
                members.insert("next".to_owned(), json!(at(last)));
            }
            members.insert(items.to_owned(), shown.map(|place| json!(place.uri)).collect());
        }
        page
    }
}

/// Whether other servers may read a post of ours.
fn is_open(post: &Post) -> bool {
    post.local
        && post.federates
        && post.state == PostState::Published
        && post.kind != PostKind::Boost
        && post.visibility.is_open()
}

/// What may be named to everybody: what everybody may read, of people whom nobody shut out.
async fn visible(app: &App, places: Vec<Place>) -> Result<Vec<Place>> {
    let authors: Vec<i64> = places.iter().map(|place| place.account_id).collect();
    let hidden: HashSet<i64> = account::list_hidden(app.read(), &authors).await?.into_iter().collect();
    let is_named = |place: &Place| {
        let is_open = matches!(place.visibility, Visibility::Public | Visibility::Unlisted);
        is_open && (place.federates || !place.local) && !hidden.contains(&place.account_id)
    };
    Ok(places.into_iter().filter(is_named).collect())
}

/// The root and what hangs on it: what answers a reply that nobody sees is not seen either.
fn connected(root: &Post, places: Vec<Place>) -> Vec<Place> {
    let (mut kept, replies): (Vec<Place>, Vec<Place>) =
        places.into_iter().partition(|place| place.id == root.id);
    kept.extend(hanging_on(root.id, replies, |place| (place.id, place.in_reply_to_id)));
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(id: i64, in_reply_to_id: Option<i64>) -> Place {
        Place {
            id,
            uri: format!("https://a.example/{id}"),
            account_id: 1,
            in_reply_to_id,
            visibility: Visibility::Public,
            local: true,
            federates: true,
        }
    }

    #[test]
    fn pages_follow_one_another_to_the_end() {
        let places: Vec<Place> = (1..=5).map(|id| place(id, None)).collect();
        let page =
            |after| Page { collection: "https://a.example/c", after, most: 2, is_ordered: true }.of(&places);
        let first = page(None);
        assert_eq!(first["orderedItems"], json!(["https://a.example/1", "https://a.example/2"]));
        assert_eq!(first["next"], "https://a.example/c?page=true&after=2");
        let last = page(Some(4));
        assert_eq!((&last["orderedItems"], last.get("next")), (&json!(["https://a.example/5"]), None));
        assert_eq!(last["id"], "https://a.example/c?page=true&after=4");
        assert_eq!(page(Some(5))["orderedItems"], json!([]));
        assert_eq!(page(Some(6))["orderedItems"], json!([]));
    }
}
