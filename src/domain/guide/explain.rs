//! Explaining: how far the review of a story or of its change is, and why something was not let through.

use crate::app::App;
use crate::base::error::Result;
use crate::base::i18n::{self, Language};
use crate::domain::auth::Member;
use crate::domain::guide::say::{Below, Message, say};
use crate::domain::post::{Post, PostState, ReviewState};
use crate::store::review::{self, Review};

/// Tells the author of a story how far its review is now.
pub(super) async fn explain(app: &App, event_id: i64, member: &Member, post: &Post) -> Result<()> {
    let language = member.language();
    let known = review::find(app.read(), post.id).await?;
    let text = match (post.state, known) {
        (PostState::Held, _) => i18n::text(language, "guide-held", &[]),
        (PostState::Refused, Some(review)) => refused(language, "story-refused", &review),
        (PostState::Refused, None) => i18n::text(language, "story-refused", &[]),
        (PostState::Published, None) => i18n::text(language, "guide-released", &[]),
        (PostState::Published, Some(review)) => match review.state {
            ReviewState::Held => i18n::text(language, "story-change-held", &[]),
            ReviewState::Refused => refused(language, "story-change-refused", &review),
        },
    };
    let message =
        Message { to: &member.account, below: Below::Post(post), text: &text, language, poll: None };
    say(app, &format!("review:{event_id}"), message).await
}

/// What happened, which rule it was, and what the moderator said.
fn refused(language: Language, what: &str, review: &Review) -> String {
    let mut said = vec![i18n::text(language, what, &[])];
    said.extend(review.reason.map(|reason| i18n::text(language, reason.key(), &[])));
    if !review.note.is_empty() {
        said.push(i18n::text(language, "story-refused-note", &[("note", review.note.clone())]));
    }
    said.push(i18n::text(language, "story-refused-then", &[]));
    said.join("\n\n")
}
