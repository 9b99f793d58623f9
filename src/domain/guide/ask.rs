//! Asking: after a member's first story, for what readers look for and the story does not say.

use crate::app::App;
use crate::base::error::Result;
use crate::base::i18n;
use crate::domain::auth::Member;
use crate::domain::guide::say::{Below, Message, say};
use crate::domain::poll::{self, NewPoll};
use crate::domain::post::Post;
use crate::domain::story::{self, Facts};
use crate::domain::vocabulary::{FactLine, Lang};
use crate::store::guidance::{self, Guidance};
use crate::store::post;

/// What a story should say, so that others with the same can find it.
pub(super) const WANTED: [FactLine; 4] =
    [FactLine::Medication, FactLine::Age, FactLine::DurationOfUse, FactLine::CurrentStatus];

/// Those of them that one can choose from a list.
pub(super) const CLOSED: [FactLine; 3] = [FactLine::Age, FactLine::DurationOfUse, FactLine::CurrentStatus];

/// Asks about a story, if it is the member's first one and lacks something. Another story is never asked about.
pub(super) async fn ask(app: &App, member: &Member, story: &Post) -> Result<()> {
    let known = guidance::find(app.read(), member.id()).await?;
    if known.is_some_and(|row| row.asked || !row.wanted) {
        return Ok(());
    }
    let is_first = !post::has_earlier_story(app.read(), story).await?;
    let missing = if is_first { missing(&story::load_facts(app, story).await?) } else { Vec::new() };
    if !missing.is_empty() {
        let language = member.language();
        let lang = Lang::from_tag(language.code()).unwrap_or(Lang::En);
        let text = question(&missing, lang, language);
        let below = || Below::Post(story);
        let message = Message { to: &member.account, below: below(), text: &text, language, poll: None };
        say(app, &format!("ask:{}", story.id), message).await?;
        for fact in missing.iter().filter(|fact| CLOSED.contains(fact)) {
            let Some((text, poll)) = choices(*fact, lang)? else { continue };
            let key = format!("ask:{}:{}", story.id, fact.key());
            let message = Message { to: &member.account, below: below(), text, language, poll: Some(poll) };
            say(app, &key, message).await?;
        }
    }
    let tx = app.db.begin().await?;
    let wanted = guidance::find(&*tx, member.id()).await?.is_none_or(|row| row.wanted);
    guidance::put(&tx, Guidance { account_id: member.id(), wanted, asked: true }).await?;
    app.commit(tx).await
}

/// What a story does not say.
pub(super) fn missing(facts: &Facts) -> Vec<FactLine> {
    let is_missing = |fact: &FactLine| match fact {
        FactLine::Medication => facts.medications.is_empty(),
        // What would not be shown is not asked for.
        FactLine::Age => facts.age_band.is_none() && !facts.hides_person(),
        FactLine::DurationOfUse => facts.duration_of_use.is_none(),
        FactLine::CurrentStatus => facts.current_status.is_none(),
        FactLine::Symptoms
        | FactLine::OtherMedications
        | FactLine::Purpose
        | FactLine::Dose
        | FactLine::Source
        | FactLine::TimeSinceStopping
        | FactLine::Onset
        | FactLine::Outcome
        | FactLine::BeforeUse
        | FactLine::Warned
        | FactLine::PrescriberResponse
        | FactLine::WouldTakeAgain
        | FactLine::Benefits
        | FactLine::Condition
        | FactLine::Country
        | FactLine::Gender
        | FactLine::Teller
        | FactLine::Language
        | FactLine::Severity
        | FactLine::Message => false,
    };
    WANTED.into_iter().filter(is_missing).collect()
}

fn question(missing: &[FactLine], lang: Lang, language: i18n::Language) -> String {
    let lines: Vec<String> = missing.iter().map(|fact| example(*fact, lang)).collect();
    [
        i18n::text(language, "guide-thanks", &[]),
        i18n::text(language, "guide-missing", &[]),
        lines.join("\n"),
        i18n::text(language, "guide-how", &[]),
        i18n::text(language, "guide-stop", &[]),
    ]
    .join("\n\n")
}

/// The question of a closed list with all its answers, among them not to say it.
pub(super) fn choices(fact: FactLine, lang: Lang) -> Result<Option<(&'static str, NewPoll)>> {
    let Some(list) = fact.list() else { return Ok(None) };
    let options: Vec<String> =
        list.codes().filter_map(|code| list.label(code, lang)).map(str::to_owned).collect();
    let poll = NewPoll::parse(&options, poll::MAX_SECONDS, false, false)?;
    Ok(list.question(lang).map(|question| (question.text, poll)))
}

/// A line as the member may send it back, with an answer for an example where the list is closed.
pub(super) fn example(fact: FactLine, lang: Lang) -> String {
    let separator = if lang.is_spaced() { ": " } else { "：" };
    let first = fact.list().and_then(|list| list.codes().nth(1).and_then(|code| list.label(code, lang)));
    match first {
        Some(answer) => format!("{}{separator}{answer}", fact.label(lang)),
        None => format!("{}{separator}…", fact.label(lang)),
    }
}
