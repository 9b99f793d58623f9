//! Explaining: how far the review of a story or of its change is, and why something was not let through.

use crate::app::App;
use crate::base::config::ScanMode;
use crate::base::error::Result;
use crate::base::i18n::{self, Language};
use crate::domain::anonymity::scan::{Finding, FindingKind, Weight};
use crate::domain::auth::Member;
use crate::domain::consent::Scope;
use crate::domain::guide::appeals;
use crate::domain::guide::say::{Below, Message, say};
use crate::domain::post::timed::find_time;
use crate::domain::post::{Post, PostKind, PostState, ReviewState};
use crate::domain::story::{self, Facts, Source, danger, identity, rarity};
use crate::domain::vocabulary::{FactLine, Lang};
use crate::store::review::{self, Review};

/// To whom one says that a person decided wrongly.
const MISTAKE: &str = "story-refused-mistake";

/// Tells the author of a story how far its review is now.
pub(super) async fn explain(app: &App, event_id: i64, member: &Member, post: &Post) -> Result<()> {
    let language = member.language();
    let known = review::find(app.read(), post.id).await?;
    let text = match (post.state, known) {
        (PostState::Held, _) => held(app, member, post).await?,
        (PostState::Refused, Some(review)) => {
            let said = refused(app, language, "story-refused", &review);
            let then = if danger::is_program(app, &review).await? {
                i18n::text(language, "guide-program", &[])
            } else {
                appeals::offer(app, language, post.id)
            };
            format!("{said}\n\n{then}")
        }
        (PostState::Refused, None) => i18n::text(language, "story-refused", &[]),
        (PostState::Published, None) => i18n::text(language, "guide-released", &[]),
        (PostState::Published, Some(review)) => match review.state {
            ReviewState::Held => change_held(app, language, post).await?,
            ReviewState::Refused => {
                let said = refused(app, language, "story-change-refused", &review);
                let then = match &review.change {
                    Some(_) if danger::is_program(app, &review).await? => {
                        i18n::text(language, "guide-program", &[])
                    }
                    Some(_) => appeals::offer(app, language, post.id),
                    None => i18n::text(language, MISTAKE, &[]),
                };
                format!("{said}\n\n{then}")
            }
        },
    };
    let message =
        Message { to: &member.account, below: Below::Post(post), text: &text, language, poll: None };
    say(app, &format!("review:{event_id}"), message).await
}

/// Tells the author that other servers may keep what a change took out, and how to have it deleted there.
pub(super) async fn took_out(app: &App, event_id: i64, member: &Member, post: &Post) -> Result<()> {
    let language = member.language();
    let text = i18n::text(language, "guide-took-out", &[("page", format!("{}/take-back", post.url))]);
    let message =
        Message { to: &member.account, below: Below::Post(post), text: &text, language, poll: None };
    say(app, &format!("took-out:{event_id}"), message).await
}

/// Why a story waits: for its time, for a moderator, for what was found in it, or for both.
async fn held(app: &App, member: &Member, post: &Post) -> Result<String> {
    let language = member.language();
    let has_time = find_time(app.read(), post).await?.is_some();
    let waits = i18n::text(language, if has_time { "guide-later" } else { "guide-held" }, &[]);
    let mut said = match found(app, language, post, "guide-found").await? {
        Some(found) if story::review::reads_first(app, member) => format!("{waits}\n\n{found}"),
        Some(found) => found,
        None => waits,
    };
    if let Some(left_out) = left_out(app, member, post).await? {
        said = format!("{said}\n\n{left_out}");
    }
    Ok(said)
}

/// What a caregiver states that others do not see, and where that is changed. Nothing where nothing is left out.
pub(super) async fn left_out(app: &App, member: &Member, post: &Post) -> Result<Option<String>> {
    if post.kind != PostKind::Story {
        return Ok(None);
    }
    Ok(left_out_of(&story::load_facts(app, post).await?, member, post))
}

fn left_out_of(facts: &Facts, member: &Member, post: &Post) -> Option<String> {
    let language = member.language();
    let lines = facts.left_out();
    let args = [("facts", names(&lines, language)), ("page", format!("{}/edit", post.url))];
    (!lines.is_empty()).then(|| i18n::text(language, "guide-left-out", &args))
}

/// The names of facts in a row.
pub(super) fn names(facts: &[FactLine], language: Language) -> String {
    let lang = Lang::from_tag(language.code()).unwrap_or(Lang::En);
    let names: Vec<&str> = facts.iter().map(|fact| fact.label(lang)).collect();
    names.join(if lang.is_spaced() { ", " } else { "、" })
}

async fn change_held(app: &App, language: Language, post: &Post) -> Result<String> {
    let found = found(app, language, post, "guide-found-in-change").await?;
    Ok(found.unwrap_or_else(|| i18n::text(language, "story-change-held", &[])))
}

/// What was found that keeps a story from being published, by kind and with no word of it, and what can be done.
async fn found(app: &App, language: Language, post: &Post, what: &str) -> Result<Option<String>> {
    if app.config.review.scan != ScanMode::Hold {
        return Ok(None);
    }
    let findings = identity::findings_of(app, post).await?;
    let holding = lines(language, &findings, identity::holds);
    if holding.is_empty() {
        return Ok(None);
    }
    let has_contact = findings.iter().any(|finding| finding.kind.weight() == Weight::Contact);
    let edit_page = [("page", format!("{}/edit", post.url))];
    let mut said = vec![
        i18n::text(language, what, &[]),
        holding,
        i18n::text(language, "guide-found-replace", &edit_page),
        i18n::text(language, if has_contact { "guide-found-contact" } else { "guide-found-as-it-is" }, &[]),
    ];
    let own = lines(language, &findings, |kind| !identity::holds(kind));
    if !own.is_empty() {
        said.extend([i18n::text(language, "guide-found-own", &[]), own]);
    }
    Ok(Some(said.join("\n\n")))
}

/// How many findings there are of each kind that fits, one kind a line.
fn lines(language: Language, findings: &[Finding], fits: impl Fn(FindingKind) -> bool) -> String {
    let line = |kind: FindingKind| {
        let count = findings.iter().filter(|finding| finding.kind == kind).count();
        let args = [("kind", i18n::text(language, kind.key(), &[])), ("count", count.to_string())];
        (count > 0).then(|| i18n::text(language, "guide-found-line", &args))
    };
    let kinds = FindingKind::ALL.into_iter().filter(|kind| fits(*kind));
    kinds.filter_map(line).collect::<Vec<_>>().join("\n")
}

/// Tells the author of a story that was published what in it they may want to look at again. What was found in one that
/// waited was said while it did; one that did not has no other version yet.
pub(super) async fn advise(app: &App, member: &Member, post: &Post, was_held: bool) -> Result<()> {
    let language = member.language();
    let mut said = Vec::new();
    if !was_held {
        let found = identity::views_of(app, post).await?;
        let found: Vec<Finding> = found.into_iter().flat_map(|(_, found)| found).collect();
        let found = lines(language, &found, |_| true);
        if !found.is_empty() {
            let page = [("page", format!("{}/edit", post.url))];
            let how = i18n::text(language, "guide-advice-how", &page);
            said.extend([i18n::text(language, "guide-advice", &[]), found, how]);
        }
        said.extend(left_out_of(&Source::of(post)?.facts, member, post));
    }
    said.extend(rare(app, member, post).await?);
    if said.is_empty() {
        return Ok(());
    }
    let text = said.join("\n\n");
    let message =
        Message { to: &member.account, below: Below::Post(post), text: &text, language, poll: None };
    say(app, &format!("advice:{}", post.id), message).await
}

/// What the story states that few others here state together. Who told it on the form has read that there.
async fn rare(app: &App, member: &Member, post: &Post) -> Result<Option<String>> {
    let source = Source::of(post)?;
    // The form asks about every purpose, and an app about none.
    if source.consent.answer(Scope::Translate).is_some() {
        return Ok(None);
    }
    let facts = source.facts.published();
    let rarity = rarity::check(app, &facts, &source.editions, Some(member.id()), Some(post.id)).await?;
    if rarity.rare.is_empty() {
        return Ok(None);
    }
    let language = member.language();
    let lines: Vec<String> =
        rarity.lines(&facts, language).into_iter().map(|line| format!("• {line}")).collect();
    let how = i18n::text(language, "guide-rare-how", &[("page", format!("{}/edit", post.url))]);
    Ok(Some([i18n::text(language, "guide-rare", &[]), lines.join("\n"), how].join("\n\n")))
}

/// What happened, which rule it was, what the moderator said, and where another text stands that they propose.
fn refused(app: &App, language: Language, what: &str, review: &Review) -> String {
    let mut said = vec![i18n::text(language, what, &[])];
    said.extend(review.reason.map(|reason| i18n::text(language, reason.key(), &[])));
    if !review.note.is_empty() {
        said.push(i18n::text(language, "story-refused-note", &[("note", review.note.clone())]));
    }
    if review.proposal.is_some() {
        let page = app.urls.absolute(&format!("/proposal/{}", review.post_id));
        said.push(i18n::text(language, "guide-proposal", &[("page", page)]));
    }
    said.push(i18n::text(language, "story-refused-then", &[]));
    said.join("\n\n")
}
