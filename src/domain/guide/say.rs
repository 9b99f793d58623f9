//! Saying something: a message to one person, which nobody else sees and which holds no word of a story.

use std::collections::HashMap;

use crate::app::App;
use crate::base::digest::sha256_hex;
use crate::base::error::Result;
use crate::base::i18n::Language;
use crate::domain::account::{self, Account};
use crate::domain::poll::{self, NewPoll};
use crate::domain::post::withdraw::erase;
use crate::domain::post::{Post, PostKind, PostState, Quotable, Visibility};
use crate::domain::story::content::{self, Links};
use crate::domain::story::write::count_released;
use crate::store::mention::{self, Mention};
use crate::store::{idempotency, post};

/// How long the same thing is not said twice, in seconds; an event whose effects fail is tried again for far less.
const ONCE_SECONDS: i64 = 7 * 24 * 3600;

/// What a message answers.
pub(super) enum Below<'a> {
    /// A post that is here.
    Post(&'a Post),
    /// A post elsewhere that was not kept, by its wire id.
    Elsewhere(&'a str),
}

/// A message.
pub(super) struct Message<'a> {
    /// To whom.
    pub to: &'a Account,
    /// What it answers.
    pub below: Below<'a>,
    /// Plain text, paragraphs parted by blank lines.
    pub text: &'a str,
    /// The language of the text.
    pub language: Language,
    /// What may be chosen below the text.
    pub poll: Option<NewPoll>,
}

/// Says it, unless the same thing (by `key`) was said already. It leaves this server only for whom it is.
pub(super) async fn say(app: &App, key: &str, message: Message<'_>) -> Result<()> {
    let guide = account::guide(app).await?;
    let key_hash = sha256_hex(&[b"guide", key.as_bytes()]);
    if idempotency::find(app.read(), &key_hash, app.now()).await?.is_some() {
        return Ok(());
    }
    let to = message.to;
    let html = html_for(app, to, message.text);
    let (parent, parent_uri) = match message.below {
        Below::Post(post) => (Some(post), post.uri.clone()),
        Below::Elsewhere(uri) => (None, uri.to_owned()),
    };
    let tx = app.db.begin().await?;
    let [id, position, event_id] = app.new_id_each(&tx).await?;
    let row = Post {
        id,
        position: Some(position),
        kind: PostKind::Note,
        account_id: guide.id,
        uri: app.urls.post(&app.random.wire_id()),
        url: app.urls.post_page(&guide.handle, id),
        local: true,
        listed: false,
        visibility: Visibility::Direct,
        state: PostState::Published,
        language: Some(message.language.code().to_owned()),
        title: None,
        warning: String::new(),
        sensitive: false,
        care_level: 0,
        html,
        source: None,
        story: None,
        in_reply_to_id: parent.map(|parent| parent.id),
        in_reply_to_account_id: parent.map(|parent| parent.account_id),
        in_reply_to_uri: Some(parent_uri),
        root_id: Some(parent.map_or(id, |parent| parent.root_id.unwrap_or(parent.id))),
        boost_of_id: None,
        published_at: app.minute(),
        updated_at: None,
        indexable: false,
        federates: !to.is_local(),
        quotable: Quotable::Nobody,
        app_name: None,
        reply_count: 0,
        boost_count: 0,
        favourite_count: 0,
    };
    post::insert(&tx, row.clone()).await?;
    mention::replace(&tx, id, vec![Mention { post_id: id, account_id: to.id }]).await?;
    if let Some(new) = &message.poll {
        poll::open(app, &tx, id, new).await?;
    }
    let now = app.now();
    idempotency::insert(&tx, key_hash, id, now, now + ONCE_SECONDS).await?;
    count_released(&tx, &row, false, event_id).await?;
    app.commit(tx).await
}

/// A text as HTML, after the name of whom it is for: by that others' servers know who is to be told.
fn html_for(app: &App, to: &Account, text: &str) -> String {
    let address = if to.is_local() { to.handle.clone() } else { format!("{}@{}", to.handle, to.host) };
    let mentions = HashMap::from([(address.to_lowercase(), to.url.clone())]);
    let tag_page = |tag: &str| app.urls.tag_page(tag);
    let links = Links { tag_page: &tag_page, mentions: &mentions };
    content::note(&format!("@{address} {text}"), &links).html
}

/// Takes back what was said below a post that is gone: that there was a story is nobody's business any more.
pub(super) async fn forget(app: &App, uri: &str) -> Result<()> {
    let guide = account::guide(app).await?;
    let answers = post::list_answers(app.read(), uri, guide.id).await?;
    if answers.is_empty() {
        return Ok(());
    }
    let tx = app.db.begin().await?;
    for said in answers {
        Box::pin(erase(app, &tx, &said)).await?;
    }
    app.commit(tx).await
}
