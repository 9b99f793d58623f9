//! Telling a story, and changing one: the form, the page as others will see it, and what happens then.

use axum::extract::{Path, State};
use axum::response::Response;
use http::{StatusCode, Uri};
use serde::Deserialize;

use super::fields::StoryForm;
use super::filled::filled;
use super::lists::lists;
use super::rare;
use super::told::{YES, told};
use super::{KeyPage, PlannedPage, PreviewPage, SharePage, ToldPage};
use crate::app::App;
use crate::base::config::ScanMode;
use crate::base::error::{Error, Problem, Result};
use crate::domain::auth::{Member, unnamed};
use crate::domain::consent::Scope;
use crate::domain::post::{Post, PostKind, PostState};
use crate::domain::story::danger::Danger;
use crate::domain::story::draft::typed;
use crate::domain::story::identity::{self, Which};
use crate::domain::story::later::{self, When};
use crate::domain::story::{self, Source, Told, keyed};
use crate::domain::vocabulary::vocabulary;
use crate::http::params;
use crate::http::web::door::{Failure, Question, Reader, Sent, answer, go, unkept};
use crate::http::web::findings::{self, FindingView, Keeps};
use crate::http::web::frame::Frame;
use crate::http::web::people::words_of;
use crate::http::web::stories::facts::lang_of;
use crate::http::web::stories::present;
use crate::http::web::stories::show::helplines;

/// More words than these are a second story.
const MOST_MENTIONED: usize = 12;

/// A story that its author changes.
pub struct Own {
    /// The post.
    pub post: Post,
    /// What the author told.
    pub source: Source,
    /// The path of its page.
    pub path: String,
}

/// Who tells, and on which page.
pub struct Teller<'a> {
    /// Who counts as the author.
    pub author: &'a Member,
    /// The story that is changed; none for a new one.
    pub own: Option<&'a Own>,
    /// The path to which the form is sent.
    pub path: String,
    /// What every form carries beside the story: the management key of who has no account.
    pub carried: Vec<(String, String)>,
    /// Anybody may send this form, so it asks something that keeps programs out.
    pub is_anybody: bool,
}

impl<'a> Teller<'a> {
    /// A member who tells a new story.
    fn member(author: &'a Member) -> Self {
        Self { author, own: None, path: "/share".to_owned(), carried: Vec::new(), is_anybody: false }
    }

    /// A member who changes a story.
    fn changes(author: &'a Member, own: &'a Own) -> Self {
        Self { own: Some(own), path: format!("{}/edit", own.path), ..Self::member(author) }
    }
}

/// What became of a form.
pub enum Step {
    /// There is something to show first.
    Page(Response),
    /// The story is told, or changed.
    Stored(Box<Done>),
    /// The story is told, and released later.
    Planned,
}

/// A story that was told or changed.
pub struct Done {
    /// The story.
    pub post: Post,
    /// The words that manage it, where its author has no account.
    pub words: Option<String>,
}

/// `GET /share`: the form; where only members may tell, for others how to become one.
pub async fn show(State(app): State<App>, reader: Reader) -> Result<Response, Failure> {
    let form = StoryForm::empty();
    if let Some(member) = reader.signed_in() {
        member.require_active()?;
        return form_page(&app, &reader, reader.frame(), form, &Teller::member(member));
    }
    if keyed::is_open(&app) {
        let author = unnamed::author(&app).await?;
        return form_page(&app, &reader, reader.frame(), form, &anybody(&author));
    }
    gate(&app, &reader)
}

/// `POST /share`: more rows, the preview, back to the form, or telling it.
pub async fn send(State(app): State<App>, reader: Reader, sent: Sent) -> Result<Response, Failure> {
    let step = if reader.signed_in().is_some() || !keyed::is_open(&app) {
        Box::pin(step(&app, &reader, &sent, &Teller::member(reader.active_member()?))).await?
    } else {
        let author = unnamed::author(&app).await?;
        Box::pin(step(&app, &reader, &sent, &anybody(&author))).await?
    };
    match step {
        Step::Page(page) => Ok(page),
        Step::Planned => {
            answer(StatusCode::OK, &PlannedPage { page: reader.frame_at("/settings", Vec::new()) })
        }
        Step::Stored(done) => {
            let Done { post, words } = *done;
            let Some(words) = words else { return Ok(go(&reader, &format!("{}/told", path(&app, &post)))) };
            let page = KeyPage {
                page: reader.frame_at("/manage", Vec::new()),
                words: words_of(&words),
                address: keyed::is_readable(&post).then(|| path(&app, &post)),
                danger: story::danger::is_waiting(&app, &post).await?,
                refused: post.state == PostState::Refused,
                helplines: present::needs_helplines(post.care_level).then(|| helplines(&app, &reader)),
            };
            answer(StatusCode::OK, &page).map(unkept)
        }
    }
}

/// `GET /@{handle}/{id}/edit`: the form with what was told.
pub async fn edit(
    State(app): State<App>,
    reader: Reader,
    Path((_, id)): Path<(String, String)>,
) -> Result<Response, Failure> {
    let author = reader.active_member()?;
    let own = load_own(&app, author, &id).await?;
    let form = filled(&own.source, own.post.indexable).with_rows();
    form_page(&app, &reader, reader.frame(), form, &Teller::changes(author, &own))
}

/// `POST /@{handle}/{id}/edit`: as for a new story.
pub async fn send_edit(
    State(app): State<App>,
    reader: Reader,
    Path((_, id)): Path<(String, String)>,
    sent: Sent,
) -> Result<Response, Failure> {
    let author = reader.active_member()?;
    let own = load_own(&app, author, &id).await?;
    match Box::pin(step(&app, &reader, &sent, &Teller::changes(author, &own))).await? {
        Step::Page(page) => Ok(page),
        Step::Planned => Ok(go(&reader, "/settings")),
        Step::Stored(done) => Ok(go(&reader, &format!("{}/told?changed={YES}", path(&app, &done.post)))),
    }
}

/// Anybody who tells a new story.
fn anybody(author: &Member) -> Teller<'_> {
    Teller { is_anybody: true, ..Teller::member(author) }
}

fn path(app: &App, post: &Post) -> String {
    app.urls.local_path(&post.url).unwrap_or("/").to_owned()
}

/// What the page after telling says.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct After {
    changed: String,
}

/// `GET /@{handle}/{id}/told`: thanks, and what happens now.
pub async fn done(
    State(app): State<App>,
    reader: Reader,
    Path((_, id)): Path<(String, String)>,
    uri: Uri,
) -> Result<Response, Failure> {
    let own = load_own(&app, reader.member()?, &id).await?;
    let after: After = params::from_query(&uri).unwrap_or_default();
    let page = ToldPage {
        page: reader.frame(),
        address: own.path,
        held: story::review::is_waiting(&app, &own.post).await?,
        changed: after.changed == YES,
        danger: story::danger::is_waiting(&app, &own.post).await?,
        refused: story::danger::may_ask(&app, &own.post).await?,
        helplines: present::needs_helplines(own.post.care_level).then(|| helplines(&app, &reader)),
    };
    answer(StatusCode::OK, &page)
}

/// The reader's own story. Others' stories, and posts that are none, are changed nowhere here.
pub async fn load_own(app: &App, author: &Member, id: &str) -> Result<Own> {
    let Ok(id) = id.parse() else { return Err(Error::NotFound("post")) };
    let (post, source) = story::load_source(app, author, id).await?;
    let path = present::path(&app.urls, &post, &author.account);
    match post.kind {
        PostKind::Story => Ok(Own { post, source, path }),
        PostKind::Note | PostKind::Boost => Err(Error::NotFound("post")),
    }
}

/// Does what a form asks for.
pub async fn step(app: &App, reader: &Reader, sent: &Sent, teller: &Teller<'_>) -> Result<Step, Failure> {
    let mut form = StoryForm::read(sent.pairs());
    if sent.has("hide") {
        rare::leave_out(&mut form, sent.get("hide"));
    }
    if sent.has("more") {
        let form = form.with_more(sent.get("more"));
        return form_page(app, reader, frame(reader, teller), form, teller).map(Step::Page);
    }
    if sent.get("action") == "change" {
        return form_page(app, reader, frame(reader, teller), form.with_rows(), teller).map(Step::Page);
    }
    let form = match sent.get("action") {
        "replace" => replaced(app, form, Which::All).await?,
        "replace-holding" => replaced(app, form, Which::Holding).await?,
        _ => form,
    };
    let covers_all = teller.author.row.default_sensitive;
    let read = told(app, &form, teller.own.map(|own| &own.source), covers_all);
    let read = match (read, unanswered(app, reader, &form, teller)) {
        (Ok(read), None) => read,
        (read, unanswered) => {
            let problems = read.err().into_iter().flatten().chain(unanswered).collect();
            return with_problems(app, reader, form, teller, problems).map(Step::Page);
        }
    };
    let found = found(app, reader, &form).await?;
    let must_change = found.iter().any(|view| view.keeps == Keeps::Never) && holds_back(app);
    if sent.get("action") != "tell" || must_change {
        let problems = if sent.get("action") == "tell" {
            vec![Problem::new("findings-title", "problem-contact")]
        } else {
            Vec::new()
        };
        let shown = Shown { form, read: &read, found, problems };
        return preview_page(app, reader, shown, teller).await.map(Step::Page);
    }
    match store(app, reader, teller, read, &form).await {
        Ok(Some(done)) => Ok(Step::Stored(Box::new(done))),
        Ok(None) => Ok(Step::Planned),
        Err(Error::Invalid(problems)) => with_problems(app, reader, form, teller, problems).map(Step::Page),
        Err(error) => Err(error.into()),
    }
}

/// Tells or changes the story; none where it is released later.
async fn store(
    app: &App,
    reader: &Reader,
    teller: &Teller<'_>,
    read: Told,
    form: &StoryForm,
) -> Result<Option<Done>> {
    let indexable = form.single.findable == YES;
    let author = teller.author;
    let post = match teller.own {
        Some(own) => Box::pin(story::retell(app, author, own.post.id, read, indexable)).await?,
        None if teller.is_anybody => {
            let asked = &form.single.asked;
            let told =
                Box::pin(keyed::tell_without_account(app, read, indexable, asked, reader.from)).await?;
            return Ok(Some(Done { post: told.post, words: Some(told.words) }));
        }
        None => {
            let wished = When::parse(&form.single.release).unwrap_or(When::AtOnce);
            let when = later::decide(app, author, wished);
            if later::plan(app, author, &read, indexable, when).await?.is_some() {
                return Ok(None);
            }
            Box::pin(story::tell(app, author, read, indexable)).await?
        }
    };
    Ok(Some(Done { post, words: None }))
}

/// What is wrong with the answer to the question that keeps programs out, where one was asked.
fn unanswered(app: &App, reader: &Reader, form: &StoryForm, teller: &Teller<'_>) -> Option<Problem> {
    let single = &form.single;
    let is_fine = !teller.is_anybody || reader.is_answered(app, &single.asked, &single.seal, &single.answer);
    (!is_fine).then(|| Problem::new("answer", "problem-answer-wrong"))
}

/// The path to which the form is sent, so that the language choice leads to a page that can be fetched.
fn frame(reader: &Reader, teller: &Teller<'_>) -> Frame {
    reader.frame_at(&teller.path, Vec::new())
}

/// Only members may tell: the way to become one.
fn gate(app: &App, reader: &Reader) -> Result<Response, Failure> {
    let page = SharePage {
        page: reader.frame(),
        helplines: helplines(app, reader),
        gate: true,
        ..SharePage::default()
    };
    answer(StatusCode::OK, &page)
}

/// The form.
pub fn form_page(
    app: &App,
    reader: &Reader,
    page: Frame,
    form: StoryForm,
    teller: &Teller<'_>,
) -> Result<Response, Failure> {
    let status = if page.problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = SharePage {
        page,
        question: teller.is_anybody.then(|| asked(app, reader, &form)),
        form,
        lists: lists(reader.language),
        helplines: helplines(app, reader),
        releases: if teller.own.is_none() { later::choices(app, teller.author) } else { Vec::new() },
        editing: teller.own.map(|own| own.path.clone()),
        action: teller.path.clone(),
        carried: teller.carried.clone(),
        gate: false,
    };
    answer(status, &page)
}

/// The same question as before where one was asked: its answer may stand in the form already.
fn asked(app: &App, reader: &Reader, form: &StoryForm) -> Question {
    let single = &form.single;
    if reader.is_asked(app, &single.asked, &single.seal) {
        reader.question_again(app, &single.asked)
    } else {
        reader.question(app)
    }
}

fn with_problems(
    app: &App,
    reader: &Reader,
    form: StoryForm,
    teller: &Teller<'_>,
    problems: Vec<Problem>,
) -> Result<Response, Failure> {
    // The room names the one field of the client API; here it is the story.
    let here = |problem: Problem| {
        let field = if problem.field == "status" { "text" } else { problem.field };
        Problem { field, ..problem }
    };
    let page = Frame { problems: problems.into_iter().map(here).collect(), ..frame(reader, teller) };
    form_page(app, reader, page, form.with_rows(), teller)
}

/// The form with what was found in its texts replaced.
async fn replaced(app: &App, mut form: StoryForm, which: Which) -> Result<StoryForm> {
    let language = language_of(&form);
    for text in [&mut form.single.title, &mut form.single.text, &mut form.single.warning] {
        *text = identity::replaced_in(app, text, &language, which).await?;
    }
    for edition in &mut form.editions {
        let language = typed::language_of(&edition.text, Some(edition.language.as_str()));
        for text in [&mut edition.title, &mut edition.text] {
            *text = identity::replaced_in(app, text, &language, which).await?;
        }
    }
    for words in form.fact_words_mut().filter(|words| identity::is_own(words)) {
        *words = identity::replaced_in(app, words, &language, which).await?;
    }
    Ok(form)
}

/// What was found in the texts of a form and in the words of its facts, in their order.
async fn found(app: &App, reader: &Reader, form: &StoryForm) -> Result<Vec<FindingView>> {
    let language = language_of(form);
    let single = &form.single;
    let mut texts: Vec<(&str, String)> =
        [&single.title, &single.text, &single.warning].map(|text| (text.as_str(), language.clone())).into();
    for edition in &form.editions {
        let language = typed::language_of(&edition.text, Some(edition.language.as_str()));
        texts.extend([&edition.title, &edition.text].map(|text| (text.as_str(), language.clone())));
    }
    let words = form.fact_words().filter(|words| identity::is_own(words));
    texts.extend(words.map(|words| (words, language.clone())));
    let mut found = Vec::new();
    for (text, language) in texts {
        found.extend(findings::present(
            text,
            &identity::findings_in(app, text, &language).await?,
            reader.language,
        ));
    }
    Ok(found)
}

fn language_of(form: &StoryForm) -> String {
    let stated = Some(form.single.language.trim()).filter(|language| !language.is_empty());
    typed::language_of(&form.single.text, stated)
}

/// Whether findings keep a story from being published here.
fn holds_back(app: &App) -> bool {
    app.config.review.scan == ScanMode::Hold
}

/// What the preview shows.
struct Shown<'a> {
    form: StoryForm,
    read: &'a Told,
    found: Vec<FindingView>,
    problems: Vec<Problem>,
}

async fn preview_page(
    app: &App,
    reader: &Reader,
    shown: Shown<'_>,
    teller: &Teller<'_>,
) -> Result<Response, Failure> {
    let (author, own) = (teller.author, teller.own);
    let Shown { form, read, found, problems } = shown;
    let status = if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let has_names = holds_back(app) && found.iter().any(|view| view.keeps == Keeps::Moderator);
    let preview = story::preview(app, read)?;
    let danger = story::danger::found(app, read, None);
    let told_before = own.map(|own| own.post.id);
    // What others told without an account is not this writer's own.
    let whose = Some(author.id()).filter(|_| !unnamed::is(app, &author.account));
    let rarity = story::rarity::check(app, &read.facts, &read.editions, whose, told_before).await?;
    let mentioned = typed::also_mentioned(&read.facts, &read.editions);
    let label = |id| vocabulary().term(id).map(|term| term.label(lang_of(reader.language)).to_owned());
    let frame = frame(reader, teller);
    let page = PreviewPage {
        rare: rare::lines(&frame, &read.facts, &rarity),
        ways: rare::ways(&frame, &rarity),
        page: Frame { problems, ..frame },
        story: present::preview(&preview, &author.account, reader.language, app.minute()),
        form,
        helplines: present::needs_helplines(i32::from(preview.care_level)).then(|| helplines(app, reader)),
        has_contact: holds_back(app) && found.iter().any(|view| view.keeps == Keeps::Never),
        has_names,
        danger: danger == Some(Danger::Present),
        harmful: danger == Some(Danger::Harmful) && app.config.review.care == ScanMode::Hold,
        findings: found,
        also_mentioned: mentioned.into_iter().filter_map(label).take(MOST_MENTIONED).collect(),
        held_first: story::review::reads_first(app, author)
            || own.is_some_and(|own| own.post.state != PostState::Published),
        federated: author.row.federates && read.consent.allows(Scope::Federate),
        editing: own.map(|own| own.path.clone()),
        action: teller.path.clone(),
        carried: teller.carried.clone(),
    };
    answer(status, &page)
}
