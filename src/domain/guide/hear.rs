//! Hearing: what a member says to the guide. "Stop" ends it; lines of facts complete the story that was asked about.

use crate::app::App;
use crate::base::error::Result;
use crate::base::i18n;
use crate::domain::account::Account;
use crate::domain::auth::Member;
use crate::domain::guide::ask::missing;
use crate::domain::guide::consider::consider;
use crate::domain::guide::explain::{left_out, names};
use crate::domain::guide::say::{Below, Message, say};
use crate::domain::guide::stop::is_stop;
use crate::domain::guide::{is_wanted, set_wanted};
use crate::domain::post::{Post, PostKind, PostState};
use crate::domain::story::{self, Draft, Facts, Source};
use crate::domain::vocabulary::FactLine;
use crate::store::post;

/// Takes in what a member says to the guide.
pub(super) async fn hear(app: &App, guide: &Account, member: &Member, said: &Post) -> Result<()> {
    if !is_wanted(app, member.id()).await? {
        return Ok(());
    }
    let words = Source::of(said)?.editions.into_iter().next().map(|edition| edition.text).unwrap_or_default();
    if is_stop(&words) {
        let text = i18n::text(member.language(), "guide-silent", &[]);
        answer(app, member, said, &format!("silent:{}", said.id), &text).await?;
        return set_wanted(app, member.id(), false).await;
    }
    let Some(told) = find_story(app, guide, member, said).await? else { return Ok(()) };
    if let Some(key) = Box::pin(consider(app, member, &told, &words)).await? {
        let text = i18n::text(member.language(), key, &[]);
        return answer(app, member, said, &format!("considered:{}", said.id), &text).await;
    }
    if told.kind != PostKind::Story {
        return Ok(());
    }
    let draft = Draft::parse(&without_mentions(&words), said.language.as_deref());
    let stated = wanted_of(draft.facts);
    let lacking = missing(&story::load_facts(app, &told).await?);
    let added: Vec<FactLine> = lacking.into_iter().filter(|fact| !missing(&stated).contains(fact)).collect();
    if added.is_empty() {
        // Said once about a story: whoever only wants to talk is not lectured again and again.
        let text = i18n::text(member.language(), "guide-not-understood", &[]);
        return answer(app, member, said, &format!("unclear:{}", told.id), &text).await;
    }
    let changed = story::add_facts(app, member, told.id, stated).await?;
    thank(app, member, said, &changed, &added, &format!("added:{}", said.id)).await
}

/// Says which facts a story has now, below `said`.
pub(super) async fn thank(
    app: &App,
    member: &Member,
    said: &Post,
    changed: &Post,
    added: &[FactLine],
    key: &str,
) -> Result<()> {
    let facts = ("facts", names(added, member.language()));
    let words = if story::review::is_waiting(app, changed).await? { "guide-noted" } else { "guide-added" };
    let mut text = i18n::text(member.language(), words, &[facts]);
    if let Some(left_out) = left_out(app, member, changed).await? {
        text = format!("{text}\n\n{left_out}");
    }
    answer(app, member, said, key, &text).await
}

async fn answer(app: &App, member: &Member, said: &Post, key: &str, text: &str) -> Result<()> {
    let language = member.language();
    say(app, key, Message { to: &member.account, below: Below::Post(said), text, language, poll: None }).await
}

/// The member's story that a reply is about: it stands above the message of the guide that is answered.
async fn find_story(app: &App, guide: &Account, member: &Member, said: &Post) -> Result<Option<Post>> {
    let Some(asked) = find(app, said.in_reply_to_id).await?.filter(|post| post.account_id == guide.id) else {
        return Ok(None);
    };
    let mut above = find(app, asked.in_reply_to_id).await?;
    let is_own = |post: &Post| post.account_id == member.id();
    // A post that is no story is asked about only while it is not let through.
    if above.as_ref().is_some_and(|post| is_own(post) && post.state != PostState::Published) {
        return Ok(above);
    }
    // The guide may have answered an answer: the story is at the root.
    if above.as_ref().is_some_and(|post| post.kind != PostKind::Story) {
        above = find(app, asked.root_id).await?;
    }
    Ok(above.filter(|post| post.kind == PostKind::Story && is_own(post)))
}

async fn find(app: &App, id: Option<i64>) -> Result<Option<Post>> {
    match id {
        Some(id) => post::find(app.read(), id).await,
        None => Ok(None),
    }
}

/// Only what was asked for: a reply is no second story.
fn wanted_of(stated: Facts) -> Facts {
    Facts {
        medications: stated.medications,
        age_band: stated.age_band,
        duration_of_use: stated.duration_of_use,
        current_status: stated.current_status,
        ..Facts::default()
    }
}

/// A client begins a reply with the name of whom it answers; a line of facts begins after it.
fn without_mentions(text: &str) -> String {
    let line = |line: &str| {
        let words = line.split(' ').skip_while(|word| word.starts_with('@') || word.is_empty());
        words.collect::<Vec<_>>().join(" ")
    };
    text.lines().map(line).collect::<Vec<_>>().join("\n")
}
