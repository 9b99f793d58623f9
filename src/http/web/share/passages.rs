//! What the identity scan finds in a story before it is told: marked within the story itself, and by kind with a choice.

use super::KindView;
use super::fields::{Published, StoryForm};
use crate::app::App;
use crate::base::config::ScanMode;
use crate::base::error::Result;
use crate::domain::anonymity::scan::{Finding, FindingKind, Instead, Weight, Whose};
use crate::domain::story::draft::typed;
use crate::domain::story::facts::Teller;
use crate::domain::story::identity;
use crate::http::web::findings;
use crate::http::web::form::Choice;
use crate::http::web::frame::Frame;

/// What a choice is called where it is sent.
const LEAVE: &str = "leave";
const REPLACE: &str = "replace";
const TAKE_OUT: &str = "take-out";

/// A text of a form with its language and what was found in it.
pub struct Scanned {
    text: String,
    language: String,
    found: Vec<Finding>,
}

/// Every text of a form, and the words of its facts that are the writer's own, in their order.
pub async fn scan(app: &App, form: &StoryForm) -> Result<Vec<Scanned>> {
    let language = language_of(form);
    let single = &form.single;
    let (has_words, has_translations) = published(form);
    let mut texts: Vec<(&str, String)> = Vec::new();
    if has_words {
        let own = [&single.title, &single.text, &single.warning];
        texts.extend(own.map(|text| (text.as_str(), language.clone())));
    }
    for edition in form.editions.iter().filter(|_| has_translations) {
        let language = typed::language_of(&edition.text, Some(edition.language.as_str()));
        texts.extend([&edition.title, &edition.text].map(|text| (text.as_str(), language.clone())));
    }
    let words = form.fact_words().filter(|words| has_words && identity::is_own(words));
    texts.extend(words.map(|words| (words, language.clone())));
    let mut scanned = Vec::new();
    for (text, language) in texts {
        let found = identity::findings_in(app, text, &language, whose(form)).await?;
        scanned.push(Scanned { text: text.to_owned(), language, found });
    }
    Ok(scanned)
}

/// The passages that were found in the texts in a language, each once.
pub fn passages_in<'a>(scanned: &'a [Scanned], language: &str) -> Vec<&'a str> {
    let mut passages: Vec<&str> = Vec::new();
    for one in scanned.iter().filter(|one| one.language == language).flat_map(|one| &one.found) {
        if !passages.contains(&one.text.as_str()) {
            passages.push(&one.text);
        }
    }
    passages
}

/// Every passage that was found, each once.
pub fn passages(scanned: &[Scanned]) -> Vec<String> {
    let mut passages: Vec<String> = Vec::new();
    for finding in scanned.iter().flat_map(|one| &one.found) {
        if !passages.contains(&finding.text) {
            passages.push(finding.text.clone());
        }
    }
    passages
}

/// Whether something was found that is never published here.
pub fn has_contact(app: &App, scanned: &[Scanned]) -> bool {
    holds_back(app) && weighs(scanned, Weight::Contact)
}

/// Whether something was found that a moderator has to let stand.
pub fn has_names(app: &App, scanned: &[Scanned]) -> bool {
    holds_back(app) && weighs(scanned, Weight::Named)
}

fn weighs(scanned: &[Scanned], weight: Weight) -> bool {
    scanned.iter().flat_map(|one| &one.found).any(|finding| finding.kind.weight() == weight)
}

/// Whether findings keep a story from being published here.
fn holds_back(app: &App) -> bool {
    app.config.review.scan == ScanMode::Hold
}

/// The kinds that were found, each with its passages and what can be done with them.
pub fn by_kind(app: &App, page: &Frame, form: &StoryForm, scanned: &[Scanned]) -> Vec<KindView> {
    let view = |kind: FindingKind| {
        let of_kind = |one: &Scanned| {
            let found: Vec<Finding> =
                one.found.iter().filter(|finding| finding.kind == kind).cloned().collect();
            findings::present(&one.text, &found, page.language)
        };
        let findings: Vec<_> = scanned.iter().flat_map(of_kind).collect();
        let replacement = findings.first().map(|finding| finding.replacement.clone())?;
        let choice = |instead: Instead| {
            let label = match instead {
                Instead::Replace => page.say("finding-replace").with("words", &replacement).to_string(),
                Instead::TakeOut => page.say("finding-take-out").to_string(),
                Instead::Leave if kind.weight() == Weight::Named && holds_back(app) => {
                    page.say("finding-leave-to-moderator").to_string()
                }
                Instead::Leave => page.say("finding-leave").to_string(),
            };
            Choice::new(code(instead), label)
        };
        Some(KindView {
            input: format!("finding-{}", kind.code()),
            label: page.say(kind.key()).to_string(),
            findings,
            choices: possible(app, kind).into_iter().map(choice).collect(),
            chosen: code(chosen(app, form, kind)).to_owned(),
        })
    };
    FindingKind::ALL.into_iter().filter_map(view).collect()
}

/// Does in all texts of a form what was chosen for each kind.
pub async fn apply(app: &App, form: &StoryForm) -> Result<StoryForm> {
    let instead = |kind: FindingKind| chosen(app, form, kind);
    let (language, whose) = (language_of(form), whose(form));
    let mut changed = form.clone();
    let (has_words, has_translations) = published(form);
    let single = &mut changed.single;
    for text in [&mut single.title, &mut single.text, &mut single.warning].into_iter().filter(|_| has_words) {
        *text = identity::rewritten(app, text, &language, whose, instead).await?;
    }
    for edition in changed.editions.iter_mut().filter(|_| has_translations) {
        let language = typed::language_of(&edition.text, Some(edition.language.as_str()));
        for text in [&mut edition.title, &mut edition.text] {
            *text = identity::rewritten(app, text, &language, whose, instead).await?;
        }
    }
    for words in changed.fact_words_mut().filter(|words| has_words && identity::is_own(words)) {
        *words = identity::rewritten(app, words, &language, whose, instead).await?;
    }
    Ok(changed)
}

/// Whether the writer's own words are published, and whether the translations are.
fn published(form: &StoryForm) -> (bool, bool) {
    match form.published() {
        Published::All => (true, true),
        Published::FactsAlone => (false, false),
        Published::TranslationAlone => (false, true),
    }
}

/// What can be done with findings of a kind, what is safest first.
fn possible(app: &App, kind: FindingKind) -> Vec<Instead> {
    let mut possible = vec![Instead::Replace];
    if kind.may_be_taken_out() {
        possible.push(Instead::TakeOut);
    }
    if kind.weight() != Weight::Contact || !holds_back(app) {
        possible.push(Instead::Leave);
    }
    possible
}

/// What the writer chose for a kind; before that, what keeps a story from being published is replaced, and what only
/// says something of the writer stays.
fn chosen(app: &App, form: &StoryForm, kind: FindingKind) -> Instead {
    let possible = possible(app, kind);
    let said = possible.iter().copied().find(|instead| code(*instead) == form.choice(kind.code()));
    said.unwrap_or(if identity::holds(kind) { Instead::Replace } else { Instead::Leave })
}

const fn code(instead: Instead) -> &'static str {
    match instead {
        Instead::Leave => LEAVE,
        Instead::Replace => REPLACE,
        Instead::TakeOut => TAKE_OUT,
    }
}

/// Whose story is in a form.
fn whose(form: &StoryForm) -> Whose {
    if form.single.teller == Teller::Caregiver.code() { Whose::InCare } else { Whose::Own }
}

/// The language of the story in a form.
fn language_of(form: &StoryForm) -> String {
    let stated = Some(form.single.language.trim()).filter(|language| !language.is_empty());
    typed::language_of(&form.single.text, stated)
}
