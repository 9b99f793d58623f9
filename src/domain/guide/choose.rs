//! Choosing: what a member votes in a poll of the guide becomes a fact of the story. The poll goes away with it, so that
//! the answer stands in the story and nowhere else.

use crate::app::App;
use crate::base::error::Result;
use crate::domain::account;
use crate::domain::auth::{self, Member};
use crate::domain::guide::ask::CLOSED;
use crate::domain::guide::hear::thank;
use crate::domain::guide::{is_guide, is_wanted};
use crate::domain::poll;
use crate::domain::post::withdraw::erase;
use crate::domain::post::{Post, PostKind};
use crate::domain::story::codes::{AgeBand, CurrentStatus, DurationOfUse};
use crate::domain::story::{self, Facts};
use crate::domain::vocabulary::{FactLine, Lang};
use crate::store::post;

/// Applies a vote in a poll of the guide; other polls are none of its business.
pub(super) async fn choose(app: &App, vote_id: i64) -> Result<()> {
    let choice = poll::load_choice(app, vote_id).await?;
    let asker = account::find(app, choice.post.account_id).await?;
    if !asker.is_some_and(|asker| is_guide(app, &asker)) {
        return Ok(());
    }
    let Some(member) = auth::find(app, choice.vote.account_id).await? else { return Ok(()) };
    if let Some(told) = find_story(app, &member, &choice.post).await?
        && let Some((fact, facts)) = meaning(&choice.title)
    {
        let changed = story::add_facts(app, &member, told.id, facts).await?;
        if is_wanted(app, member.id()).await? {
            thank(app, &member, &told, &changed, &[fact], &format!("chosen:{vote_id}")).await?;
        }
    }
    let tx = app.db.begin().await?;
    Box::pin(erase(app, &tx, &choice.post)).await?;
    app.commit(tx).await
}

/// The member's story that a poll stands below.
async fn find_story(app: &App, member: &Member, asked: &Post) -> Result<Option<Post>> {
    let Some(id) = asked.in_reply_to_id else { return Ok(None) };
    let found = post::find(app.read(), id).await?;
    Ok(found.filter(|post| post.kind == PostKind::Story && post.account_id == member.id()))
}

/// What an option states: it is a label of a closed list in some language. Who would rather not say, states nothing.
pub(super) fn meaning(option: &str) -> Option<(FactLine, Facts)> {
    CLOSED.into_iter().find_map(|fact| {
        let list = fact.list()?;
        let is_label = |code: &&str| Lang::ALL.iter().any(|lang| list.label(code, *lang) == Some(option));
        let code = list.codes().find(is_label)?;
        let mut stated = Facts::default();
        if fact == FactLine::Age {
            stated.age_band = AgeBand::from_code(code);
        } else if fact == FactLine::DurationOfUse {
            stated.duration_of_use = DurationOfUse::from_code(code);
        } else {
            stated.current_status = CurrentStatus::from_code(code);
        }
        (!stated.is_empty()).then_some((fact, stated))
    })
}
