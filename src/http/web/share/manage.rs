//! `/manage`: a story that was told without an account, for who knows its words; and how far other servers are with deleting,
//! for who deleted their account. Nobody is signed in: every form carries the words, and the browser keeps nothing.

use axum::extract::State;
use axum::response::Response;
use http::StatusCode;

use super::filled::filled;
use super::page::page;
use super::receipt::ReceiptView;
use super::step::Step;
use super::tell::load_own;
use super::walk::{Outcome, Own, Stand, Teller, walk};
use super::{FarewellPage, ManagePage, Managed, TakeBackPage, TakenBackPage, consent};
use crate::app::App;
use crate::base::error::{Error, Problem, Result};
use crate::domain::auth::{Member, unnamed};
use crate::domain::leaving::farewell::{self, Farewell};
use crate::domain::moderation::complaint;
use crate::domain::post::receipt::{self, Receipt};
use crate::domain::post::{self, Post, PostState};
use crate::domain::story::keyed::{self, Opened};
use crate::domain::story::{self, proposal};
use crate::http::web::appeal::{AppealPage, send as appeal};
use crate::http::web::complain::{HeardPage, heard};
use crate::http::web::door::{Failure, Reader, Sent, answer, unkept};
use crate::http::web::download;
use crate::http::web::people::mendable;
use crate::http::web::proposal::{ProposalPage, send as proposed};
use crate::http::web::report::{ReportPage, send as report};
use crate::http::web::stories::present;
use crate::http::web::stories::show::{helplines, said};
use crate::http::web::stories::views::Spoken;

/// The path of the page, to which all its forms are sent.
const PATH: &str = "/manage";

/// `GET /manage`: asks for the words.
pub async fn show(reader: Reader) -> Result<Response, Failure> {
    answer(StatusCode::OK, &ManagePage { page: reader.frame(), managed: None })
}

/// `POST /manage`: whatever a button says, for who knows the words.
pub async fn send(State(app): State<App>, reader: Reader, sent: Sent) -> Result<Response, Failure> {
    Box::pin(manage(&app, &reader, &sent)).await.map(unkept)
}

async fn manage(app: &App, reader: &Reader, sent: &Sent) -> Result<Response, Failure> {
    let carried = vec![("key".to_owned(), sent.get("key").to_owned())];
    if let Some(farewell) = farewell::find(app, sent.get("key")).await? {
        return said_to_who_left(reader, carried, &farewell);
    }
    let (author, post) = match keyed::open(app, sent.get("key"), reader.from).await {
        Ok(Opened::Story(opened)) => *opened,
        Ok(Opened::TakenBack(receipt)) if matches!(sent.get("do"), "appeal" | "send-appeal") => {
            let author = unnamed::author(app).await?;
            return Keeper { app, reader, author: &author, carried }.appeal(receipt.story, sent).await;
        }
        Ok(Opened::TakenBack(receipt)) => return taken_back(reader, carried, &receipt),
        Err(error) => {
            let problems = mendable(error, |_| "key")?;
            let page = ManagePage { page: reader.frame_at(PATH, problems), managed: None };
            return answer(StatusCode::UNPROCESSABLE_ENTITY, &page);
        }
    };
    let keeper = Keeper { app, reader, author: &author, carried };
    if ["action", "more", "add", "hide"].into_iter().any(|name| sent.has(name)) {
        return Box::pin(keeper.tell(&post, sent)).await;
    }
    match sent.get("do") {
        "edit" => keeper.edit(&post).await,
        "proposal" => keeper.proposal(&post, Vec::new()).await,
        "take-over" => keeper.take_over(&post).await,
        "edit-proposed" => keeper.edit_proposed(&post).await,
        "consent" => keeper.consent(&post, false).await,
        "answer" => {
            let post = Box::pin(consent::answer_anew(app, &author, post.id, sent)).await?;
            keeper.consent(&post, true).await
        }
        "appeal" | "send-appeal" => keeper.appeal(post.id, sent).await,
        "complaints" => keeper.complaints(&post, None).await,
        "say" => keeper.complaints(&post, Some(sent)).await,
        "ask" => {
            let post = story::review::ask_person(app, &author, post.id).await?;
            keeper.overview(&post, false).await
        }
        "report" => keeper.report(&post, sent).await,
        "download" => Ok(download::send::story(app.clone(), reader.frame(), author.clone(), post)),
        "take-back" => keeper.ask(&post),
        "gone" => keeper.take_back(&post).await,
        _ => keeper.overview(&post, false).await,
    }
}

/// Who manages a story, and what their forms carry.
struct Keeper<'a> {
    app: &'a App,
    reader: &'a Reader,
    author: &'a Member,
    carried: Vec<(String, String)>,
}

impl Keeper<'_> {
    async fn overview(&self, post: &Post, saved: bool) -> Result<Response, Failure> {
        let shown = post::show_one(self.app, Some(self.author.id()), post.clone()).await?;
        let may_ask = story::danger::may_ask(self.app, post).await?;
        let review = shown.review.as_ref();
        let mut sentences = review.map(|review| said(self.reader, post, review, may_ask)).unwrap_or_default();
        let page = self.reader.frame_at(PATH, Vec::new());
        let danger = story::danger::is_waiting(self.app, post).await?;
        match post.state {
            PostState::Held if danger => sentences.insert(0, page.say("danger-kept").to_string()),
            PostState::Held => sentences.insert(
                0,
                match shown.release_at.and_then(present::day) {
                    Some(day) => page.say("told-later").with("day", page.day(&day)).to_string(),
                    None => page.say("key-held").to_string(),
                },
            ),
            PostState::Published => sentences.insert(0, page.say("told-public").to_string()),
            PostState::Refused => {}
        }
        let managed = Managed {
            carried: self.carried.clone(),
            title: title(post),
            address: keyed::is_readable(post).then(|| self.path(post)),
            said: sentences,
            saved,
            may_ask,
            may_appeal: story::appeal::find(self.app, self.author, post.id).await?.is_some(),
            has_proposal: proposal::find(self.app, self.author, post.id).await?.is_some(),
            has_complaints: !complaint::list_about(self.app, post).await?.is_empty(),
            helplines: danger.then(|| helplines(self.app, self.reader)),
        };
        answer(StatusCode::OK, &ManagePage { page, managed: Some(managed) })
    }

    async fn edit(&self, post: &Post) -> Result<Response, Failure> {
        let own = self.own(post).await?;
        let stand = Stand::at(Step::Tell, filled(&own.source, own.post.indexable));
        page(self.app, self.reader, &self.teller(&own), stand).await
    }

    /// What a moderator proposes.
    async fn proposal(&self, post: &Post, problems: Vec<Problem>) -> Result<Response, Failure> {
        let status = if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
        let page = self.reader.frame_at(PATH, problems);
        let (_, page) = proposed::load(self.app, page, self.author, post.id).await?;
        let (action, carried) = (PATH.to_owned(), self.carried.clone());
        answer(status, &ProposalPage { action, carried, ..page })
    }

    async fn take_over(&self, post: &Post) -> Result<Response, Failure> {
        match Box::pin(proposal::take_over(self.app, self.author, post.id)).await {
            Ok(post) => self.overview(&post, true).await,
            Err(error) => self.proposal(post, proposed::problems(error)?).await,
        }
    }

    async fn edit_proposed(&self, post: &Post) -> Result<Response, Failure> {
        let own = self.own(post).await?;
        let source = proposal::load_source(self.app, self.author, post.id).await?;
        let stand = Stand::at(Step::Tell, filled(&source, own.post.indexable));
        page(self.app, self.reader, &self.teller(&own), stand).await
    }

    async fn tell(&self, post: &Post, sent: &Sent) -> Result<Response, Failure> {
        let own = self.own(post).await?;
        let teller = self.teller(&own);
        match Box::pin(walk(self.app, self.reader, sent, &teller)).await? {
            Outcome::Stands(stand) => page(self.app, self.reader, &teller, *stand).await,
            // What is typed to change a story without an account is kept nowhere.
            Outcome::Forget => self.overview(post, true).await,
            Outcome::Stored(done) => self.overview(&done.post, true).await,
        }
    }

    async fn consent(&self, post: &Post, saved: bool) -> Result<Response, Failure> {
        let frame = self.reader.frame_at(PATH, Vec::new());
        let page = consent::page(self.app, frame, self.author, post.id).await?;
        let page =
            super::ConsentPage { action: PATH.to_owned(), carried: self.carried.clone(), saved, ..page };
        answer(StatusCode::OK, &page)
    }

    async fn report(&self, post: &Post, sent: &Sent) -> Result<Response, Failure> {
        let is_chosen = sent.pairs().any(|(name, _)| name == "country");
        let country = is_chosen.then(|| sent.get("country").to_owned());
        let asked = report::Asked { country, file: sent.get("file").to_owned() };
        let page =
            report::page(self.app, self.reader.frame_at(PATH, Vec::new()), self.author, post.id, &asked);
        let page = page.await?;
        let (action, carried) = (PATH.to_owned(), self.carried.clone());
        report::hand_over(ReportPage { action, carried, ..page }, &asked)
    }

    /// What was decided, and what the author says to it, where that was just sent.
    async fn appeal(&self, story: i64, sent: &Sent) -> Result<Response, Failure> {
        let said = (sent.get("do") == "send-appeal").then_some(sent);
        let problems = match said {
            Some(said) => appeal::say(self.app, self.author, story, said).await?,
            None => Vec::new(),
        };
        let status = if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
        let page = self.reader.frame_at(PATH, problems);
        let page = appeal::page(self.app, page, self.author, story, said).await?;
        answer(status, &AppealPage { action: PATH.to_owned(), carried: self.carried.clone(), ..page })
    }

    /// What somebody complains of, and what the author says to it, where that was just sent.
    async fn complaints(&self, post: &Post, sent: Option<&Sent>) -> Result<Response, Failure> {
        let problems = match sent {
            Some(sent) => heard::say(self.app, post, sent).await?,
            None => Vec::new(),
        };
        let status = if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
        let page = heard::page(self.app, self.reader.frame_at(PATH, problems), post, sent).await?;
        let (action, carried) = (PATH.to_owned(), self.carried.clone());
        answer(status, &HeardPage { action, carried, story: None, ..page })
    }

    fn ask(&self, post: &Post) -> Result<Response, Failure> {
        let Spoken { text, language } = title(post);
        let page = TakeBackPage {
            page: self.reader.frame_at(PATH, Vec::<Problem>::new()),
            address: self.path(post),
            title: text,
            title_language: language,
            federated: travels(post),
            action: PATH.to_owned(),
            carried: self.carried.clone(),
        };
        answer(StatusCode::OK, &page)
    }

    async fn take_back(&self, post: &Post) -> Result<Response, Failure> {
        post::withdraw(self.app, &self.author.account, post.id).await?;
        let receipt = receipt::find(self.app, self.author.id(), post.id).await?;
        taken_back(self.reader, self.carried.clone(), &receipt.ok_or(Error::NotFound("a receipt"))?)
    }

    async fn own(&self, post: &Post) -> Result<Own> {
        load_own(self.app, self.author, &post.id.to_string()).await
    }

    fn teller<'b>(&'b self, own: &'b Own) -> Teller<'b> {
        Teller {
            author: self.author,
            own: Some(own),
            path: PATH.to_owned(),
            carried: self.carried.clone(),
            is_anybody: false,
        }
    }

    fn path(&self, post: &Post) -> String {
        self.app.urls.local_path(&post.url).unwrap_or("/").to_owned()
    }
}

/// What other servers answered, for who took a story back with the words that they still have.
fn taken_back(
    reader: &Reader,
    carried: Vec<(String, String)>,
    receipt: &Receipt,
) -> Result<Response, Failure> {
    let page = reader.frame_at(PATH, Vec::new());
    let receipt = Some(ReceiptView::new(&page, receipt));
    answer(StatusCode::OK, &TakenBackPage { page, receipt, again: PATH.to_owned(), carried })
}

/// How far the requests to delete are, for who deleted their account and still has the words of that moment.
fn said_to_who_left(
    reader: &Reader,
    carried: Vec<(String, String)>,
    farewell: &Farewell,
) -> Result<Response, Failure> {
    let page = reader.frame_at(PATH, Vec::new());
    let (receipt, ended) = match farewell {
        Farewell::Asked(servers) => (Some(ReceiptView::of_left(&page, servers.as_ref())), None),
        Farewell::AllTook => (None, Some(page.say("left-ended-all").to_string())),
        Farewell::SomeDidNot => (None, Some(page.say("left-ended-some").to_string())),
    };
    answer(StatusCode::OK, &FarewellPage { page, receipt, ended, carried })
}

fn title(post: &Post) -> Spoken {
    Spoken::new(post.language.as_deref().unwrap_or("und"), post.title.as_deref().unwrap_or_default())
}

fn travels(post: &Post) -> bool {
    post.federates && post.state == PostState::Published
}
