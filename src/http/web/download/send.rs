//! `POST /settings/download` and `/settings/handles/download`: everything of a member, sent while it is put together; and a story without an account, for
//! who knows its words. At most some posts and one picture are in memory at a time.

use std::collections::VecDeque;

use askama::Template as _;
use axum::body::Body;
use axum::extract::State;
use axum::response::{IntoResponse as _, Response};
use bytes::Bytes;
use chrono::{DateTime, NaiveDate};
use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE};

use super::{IndexPage, List, PostView, PostsPage};
use crate::app::App;
use crate::base::archive::Archive;
use crate::base::error::{Error, Result};
use crate::base::text::CleanHtml;
use crate::domain::account::{self, Account};
use crate::domain::auth::{Member, ring, unnamed};
use crate::domain::consent::{Given, Scope};
use crate::domain::leaving::belongings::{self, Answer, Belongings, Written};
use crate::domain::media;
use crate::domain::post::receipt::Receipt;
use crate::domain::post::{Post, PostState, Visibility};
use crate::federation::belongings as documents;
use crate::http::web::complain::kind_for_author;
use crate::http::web::door::{Failure, Reader, Sent};
use crate::http::web::frame::{Frame, Link};
use crate::http::web::settings::handles::chosen;
use crate::http::web::stories::present;
use crate::http::web::stories::views::Spoken;

/// `POST /settings/download`.
pub async fn everything(State(app): State<App>, reader: Reader, _sent: Sent) -> Result<Response, Failure> {
    let member = reader.member()?.clone();
    Ok(archive(Taking::new(app, reader.frame(), member, None)))
}

/// `POST /settings/handles/download`: the same of another member of the same person. Each gets an archive of its own, so that
/// nothing connects them but who keeps them together.
pub async fn of_handle(State(app): State<App>, reader: Reader, sent: Sent) -> Result<Response, Failure> {
    let member = ring::load(&app, reader.session()?, chosen(&sent)?).await?;
    Ok(archive(Taking::new(app, reader.frame(), member, None)))
}

/// A story that was told without an account.
pub fn story(app: App, frame: Frame, author: Member, post: Post) -> Response {
    archive(Taking::new(app, frame, author, Some(post)))
}

/// What is still to be put into the archive.
struct Taking {
    app: App,
    frame: Frame,
    author: Member,
    archive: Archive,
    /// Files that are next, before anything else is read.
    next: VecDeque<File>,
    /// How many pages of posts there are.
    pages: usize,
    step: Step,
}

enum Step {
    /// Only this post.
    One(Box<Post>),
    /// Posts before this number.
    Posts(Option<i64>),
    /// Everything else.
    Rest,
    /// The list of files.
    End,
    Done,
}

/// A file of the archive.
enum File {
    Words(String, Vec<u8>),
    /// A picture, by the name of its file here.
    Picture(String),
}

fn archive(taking: Taking) -> Response {
    let parts = stream::try_unfold(taking, |mut taking| async move {
        let part = Box::pin(taking.part()).await.map_err(|error| {
            tracing::error!("an archive for a member failed: {error:#}");
            std::io::Error::other("an archive that can't be finished")
        })?;
        Ok::<_, std::io::Error>(part.map(|part| (Bytes::from(part), taking)))
    });
    let headers = [
        (CONTENT_TYPE, "application/zip"),
        (CONTENT_DISPOSITION, "attachment; filename=\"stories.zip\""),
        (CACHE_CONTROL, "no-store"),
    ];
    (headers, Body::from_stream(parts.boxed())).into_response()
}

impl Taking {
    fn new(app: App, frame: Frame, author: Member, one: Option<Post>) -> Self {
        let step = one.map_or(Step::Posts(None), |post| Step::One(Box::new(post)));
        let (archive, next) = (Archive::default(), VecDeque::new());
        Self { app, frame, author, archive, next, pages: 0, step }
    }

    /// The next part of the archive; none at its end.
    async fn part(&mut self) -> Result<Option<Vec<u8>>> {
        loop {
            match self.next.pop_front() {
                Some(File::Words(name, content)) => return self.archive.file(&name, &content).map(Some),
                Some(File::Picture(file)) => {
                    if let Some(content) = self.picture(&file).await? {
                        return self.archive.file(&path(&file), &content).map(Some);
                    }
                    continue;
                }
                None => {}
            }
            match std::mem::replace(&mut self.step, Step::Done) {
                Step::One(post) => {
                    let written = belongings::load_written(&self.app, &self.author, *post).await?;
                    self.page(&[written], true)?;
                    self.step = Step::Rest;
                }
                Step::Posts(before) => {
                    let written = belongings::next_written(&self.app, &self.author, before).await?;
                    match written.last().map(|last| last.shown.post.id) {
                        Some(last) => {
                            let next = belongings::has_written(&self.app, &self.author, last).await?;
                            self.page(&written, !next)?;
                            self.step = Step::Posts(Some(last));
                        }
                        None => self.step = Step::Rest,
                    }
                }
                Step::Rest => {
                    self.rest().await?;
                    self.step = Step::End;
                }
                Step::End => return std::mem::take(&mut self.archive).end().map(Some),
                Step::Done => return Ok(None),
            }
        }
    }

    /// A page of posts as HTML and as JSON, and their pictures.
    fn page(&mut self, written: &[Written], is_last: bool) -> Result<()> {
        self.pages += 1;
        let number = self.pages;
        let document = documents::page(&self.app, number, is_last, written);
        self.json(&format!("posts-{number}.json"), &document)?;
        let posts = written.iter().map(|one| view(&self.app, &self.frame, one)).collect();
        let page = PostsPage { page: self.frame.clone(), number, has_next: !is_last, posts };
        self.html(&format!("posts-{number}.html"), page.render())?;
        let files = written.iter().flat_map(|one| &one.shown.media).filter_map(|picture| picture.file());
        self.next.extend(files.map(File::Picture));
        Ok(())
    }

    /// Everything but the posts.
    async fn rest(&mut self) -> Result<()> {
        self.json("posts.json", &documents::posts())?;
        let is_member = !unnamed::is(&self.app, &self.author.account);
        let mut index = IndexPage {
            page: self.frame.clone(),
            made: Some(self.app.clock.now().date_naive()),
            pages: (1..=self.pages).collect(),
            ..IndexPage::default()
        };
        if is_member {
            let owned = belongings::load(&self.app, &self.author).await?;
            // Also where the member is suspended.
            let me = account::find(&self.app, self.author.id()).await?;
            let me = me.ok_or(Error::NotFound("the account"))?;
            self.json("actor.json", &documents::person(&self.app, &me))?;
            for (name, document) in documents::others(&owned) {
                self.json(name, &document)?;
            }
            let files = belongings::profile_pictures(&self.app, &self.author).await?;
            index.handle = format!("@{}@{}", me.handle, self.app.urls.domain());
            index.name.clone_from(&me.display_name);
            index.about_html = CleanHtml::clean(&account::summary_as_html(&me)).into_string();
            index.pictures = files.iter().map(|file| path(file)).collect();
            index.lists = lists(&self.frame, &owned);
            self.next.extend(files.into_iter().map(File::Picture));
        }
        self.html("index.html", index.render())?;
        self.next.push_back(File::Words("style.css".to_owned(), include_bytes!("style.css").to_vec()));
        Ok(())
    }

    fn json(&mut self, name: &str, document: &serde_json::Value) -> Result<()> {
        let content = serde_json::to_vec_pretty(document).map_err(anyhow::Error::from)?;
        self.next.push_back(File::Words(name.to_owned(), content));
        Ok(())
    }

    fn html(&mut self, name: &str, rendered: askama::Result<String>) -> Result<()> {
        let content = rendered.map_err(anyhow::Error::from)?.into_bytes();
        self.next.push_back(File::Words(name.to_owned(), content));
        Ok(())
    }

    /// The bytes of a picture; none where it went away meanwhile.
    async fn picture(&self, file: &str) -> Result<Option<Vec<u8>>> {
        let Ok(served) = media::find_served(&self.app, file, Some(self.author.id())).await else {
            return Ok(None);
        };
        let mut parts = self.app.files.get(&served.file, 0..served.bytes).await?;
        let mut content = Vec::new();
        while let Some(part) = parts.try_next().await.map_err(anyhow::Error::from)? {
            content.extend_from_slice(&part);
        }
        Ok(Some(content))
    }
}

/// The path of a picture in the archive.
fn path(file: &str) -> String {
    format!("pictures/{file}")
}

fn view(app: &App, frame: &Frame, written: &Written) -> PostView {
    let (shown, post) = (&written.shown, &written.shown.post);
    let state = match post.state {
        PostState::Held => "story-held",
        PostState::Refused => "story-not-public",
        PostState::Published => match post.visibility {
            Visibility::Public => "settings-visibility-public",
            Visibility::Unlisted => "settings-visibility-unlisted",
            Visibility::Private => "settings-visibility-private",
            Visibility::Direct => "download-direct",
        },
    };
    let pictures = shown.media.iter().filter_map(|one| Some((path(&one.file()?), one.description.clone())));
    PostView {
        story: present::story(&app.urls, shown, frame.language),
        title: Spoken::new(
            post.language.as_deref().unwrap_or("und"),
            post.title.as_deref().unwrap_or_default(),
        ),
        told: day(post.published_at),
        state: vec![frame.say(state).to_string()],
        pictures: pictures.collect(),
        consents: consents(frame, written),
        waiting: written.waiting.clone(),
        said: said(frame, written),
    }
}

/// What the writer said to moderators, and what they answered.
fn said(frame: &Frame, written: &Written) -> Vec<(String, String)> {
    let mut all = Vec::new();
    if let Some(appeal) = &written.appeal {
        all.push((frame.say("download-appeal").to_string(), appeal.body.clone()));
        if !appeal.answer.is_empty() {
            all.push((frame.say("download-appeal-answer").to_string(), appeal.answer.clone()));
        }
    }
    let heading = |answer: &Answer| frame.say(kind_for_author(answer.about)).to_string();
    all.extend(written.answers.iter().map(|answer| {
        let said = frame.say("download-answer").with("about", heading(answer)).to_string();
        (said, answer.said.clone())
    }));
    all
}

/// What was agreed to, with the version of the words and the week.
fn consents(frame: &Frame, written: &Written) -> Vec<String> {
    let answers = Scope::ALL.into_iter().filter_map(|scope| written.source.consent.answer(scope));
    let line = |given: &Given| {
        let purpose = match given.scope {
            Scope::Publish => "share-consent-publish",
            Scope::Federate => "share-consent-federate",
            Scope::Translate => "share-consent-translate",
            Scope::Research => "share-consent-research",
            Scope::Report => "share-consent-report",
        };
        let answer = if given.declined { "download-no" } else { "download-yes" };
        let when = if given.week.is_empty() { &given.given } else { &given.week };
        let purpose = frame.say(purpose).to_string();
        frame
            .say(answer)
            .with("purpose", purpose)
            .with("version", given.version.to_string())
            .with("when", when)
            .to_string()
    };
    answers.map(line).collect()
}

fn lists(frame: &Frame, owned: &Belongings) -> Vec<List> {
    let named = |key: &'static str, items: Vec<Link>| List { title: frame.say(key).to_string(), items };
    let words = |text: &str| Link { label: text.to_owned(), address: String::new() };
    let people = |accounts: &[Account]| accounts.iter().map(person).collect::<Vec<_>>();
    // The words of others are theirs.
    let link = |post: &Post| Link { label: post.url.clone(), address: post.url.clone() };
    let posts = |posts: &[Post]| posts.iter().map(link).collect::<Vec<_>>();
    let mut lists = vec![
        named("download-following", people(&owned.following)),
        named("download-followers", people(&owned.followers)),
        named("download-favourites", posts(&owned.favourites)),
        named("download-bookmarks", posts(&owned.bookmarks)),
        named("download-tags", owned.tags.iter().map(|tag| words(&format!("#{tag}"))).collect()),
        named("download-blocked", people(&owned.blocked)),
        named("download-muted", people(&owned.muted)),
        named("download-hosts", owned.blocked_hosts.iter().map(|host| words(host)).collect()),
    ];
    for list in &owned.lists {
        let title = frame.say("download-list").with("name", &list.title).to_string();
        lists.push(List { title, items: people(&list.accounts) });
    }
    for filter in &owned.filters {
        let title = frame.say("download-filter").with("name", &filter.title).to_string();
        lists.push(List { title, items: filter.keywords.iter().map(|word| words(&word.keyword)).collect() });
    }
    lists.push(named("download-planned", owned.planned.iter().map(|one| words(&one.post.text)).collect()));
    let receipt = |receipt: &Receipt| {
        let servers = receipt.servers.clone().unwrap_or_default();
        let said = frame
            .say("download-receipt")
            .with("day", day(receipt.at).map(|day| frame.day(&day)).unwrap_or_default());
        let said = said.with("took", servers.took).with("asked", servers.asked());
        words(&said.to_string())
    };
    let appeals = owned.appeals.iter().flat_map(|appeal| [&appeal.body, &appeal.answer]);
    let appeals = appeals.filter(|said| !said.is_empty()).map(|said| words(said));
    lists.push(named("download-appeals", appeals.collect()));
    lists.push(named("download-taken-back", owned.receipts.iter().map(receipt).collect()));
    let agreed = &owned.agreement;
    let sign_up = owned.sign_up_version.to_string();
    let mut agreements =
        vec![words(&frame.say("download-agreed-sign-up").with("version", sign_up).to_string())];
    let versions = [
        ("settings-agreed-rules", &agreed.terms_version),
        ("settings-agreed-privacy", &agreed.privacy_version),
    ];
    for (key, version) in versions.into_iter().filter(|(_, version)| !version.is_empty()) {
        agreements.push(words(&frame.say(key).with("version", version).to_string()));
    }
    if !agreed.month.is_empty() {
        agreements.push(words(&agreed.month));
    }
    lists.push(named("settings-agreed", agreements));
    lists
}

fn person(account: &Account) -> Link {
    Link { label: present::teller(account).label, address: account.url.clone() }
}

fn day(seconds: i64) -> Option<NaiveDate> {
    DateTime::from_timestamp(seconds, 0).map(|moment| moment.date_naive())
}
