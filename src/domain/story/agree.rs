//! What may happen with a story: its author answers anew, for each purpose, and it is so at once. Nobody reviews that.

use crate::app::App;
use crate::base::error::{Error, Result};
use crate::domain::auth::Member;
use crate::domain::consent::{Consent, Scope};
use crate::domain::post::read::require_author;
use crate::domain::post::travel::keep_here;
use crate::domain::post::{Post, PostKind, PostState};
use crate::domain::story::change::Change;
use crate::domain::story::compose::Told;
use crate::store::event::Event;
use crate::store::{Tx, post, review};

/// A story of this member, with what its author agreed to.
pub async fn load_own(app: &App, author: &Member, id: i64) -> Result<(Post, Consent)> {
    let post = post::find(app.read(), id).await?.ok_or(Error::NotFound("post"))?;
    require_author(&post, &author.account)?;
    match post.kind {
        PostKind::Story => {}
        PostKind::Note | PostKind::Boost => return Err(Error::NotFound("story")),
    }
    let consent = Change::of(&post)?.told.consent;
    Ok((post, consent))
}

/// Sets what may happen with a story: yes to these purposes, no to the others. Publishing is not among the questions:
/// who no longer agrees to that takes the story back.
///
/// A story that may travel no longer is deleted elsewhere and stays here; one that may travel from now on is sent, where
/// its author lets anything travel at all. Whoever has it hears of every other answer, and obeys.
pub async fn change_consent(
    app: &App,
    author: &Member,
    id: i64,
    scopes: &[Scope],
    indexable: bool,
) -> Result<Post> {
    let (old, before) = load_own(app, author, id).await?;
    let consent = before.changed(app, scopes);
    if consent == before && old.indexable == indexable {
        return Ok(old);
    }
    let answers = Answers { consent, indexable, federates: author.row.federates };
    let travelled = old.federates && old.state == PostState::Published;
    let stays = !answers.may_travel();
    let change = answers.given(Change::of(&old)?);
    // Its wire id stands in its text.
    let uri = if travelled && stays { app.urls.post(&app.random.wire_id()) } else { old.uri.clone() };
    let composed = change.compose(app, author, &Post { uri: uri.clone(), ..old.clone() }).await?;
    let tx = app.db.begin().await?;
    let current = post::find(&*tx, id).await?.ok_or(Error::NotFound("post"))?;
    if (&current.source, current.state) != (&old.source, old.state) {
        return Err(Error::Conflict("newer version of this story"));
    }
    let placed = if travelled && stays { keep_here(app, &tx, current, uri).await? } else { current };
    let changed = change.apply(app, &tx, placed, &composed).await?;
    answer_for_waiting(&tx, &answers, id).await?;
    if changed.state == PostState::Published && !stays {
        let event =
            if travelled { Event::ConsentChanged { post: id } } else { Event::LetTravel { post: id } };
        app.record(&tx, &event).await?;
    }
    app.commit(tx).await?;
    Ok(changed)
}

/// The answers of an author.
struct Answers {
    consent: Consent,
    indexable: bool,
    /// Whether the author lets anything travel.
    federates: bool,
}

impl Answers {
    fn may_travel(&self) -> bool {
        self.federates && self.consent.allows(Scope::Federate)
    }

    /// A version of the story with these answers.
    fn given(&self, change: Change) -> Change {
        Change {
            told: Told { consent: self.consent.clone(), ..change.told },
            indexable: self.indexable,
            federates: self.may_travel(),
        }
    }
}

/// A change that waits for a moderator must not bring back what its author no longer wants.
async fn answer_for_waiting(tx: &Tx, answers: &Answers, id: i64) -> Result<()> {
    let Some(row) = review::find(&**tx, id).await? else { return Ok(()) };
    let Some(text) = row.change.as_deref() else { return Ok(()) };
    let change = answers.given(Change::read(id, text)?).written()?;
    review::put(tx, review::Review { change: Some(change), ..row }).await
}
