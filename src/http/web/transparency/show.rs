//! `GET /transparency`.

use axum::extract::State;
use axum::response::Response;
use http::StatusCode;

use super::{Line, Month, ShutOut, TransparencyPage, Use};
use crate::app::App;
use crate::base::clock;
use crate::domain::export::{self, DataUse};
use crate::domain::relation::Peer;
use crate::domain::relation::limit::{self, Decided, Severity};
use crate::domain::story::Reason;
use crate::domain::transparency::log::Act;
use crate::domain::transparency::numbers::{self, Counts, Number, What};
use crate::http::web::desk::hosts::in_words;
use crate::http::web::door::{Failure, Reader, answer, findable};
use crate::http::web::frame::Frame;

/// What happened, in the order of the page.
const HAPPENED: [(What, &str); 6] = [
    (What::Published, "tally-published"),
    (What::Held, "tally-held"),
    (What::Withdrawn, "tally-withdrawn"),
    (What::Reported, "tally-reported"),
    (What::Complained, "tally-complained"),
    (What::Appealed, "tally-appealed"),
];

/// So many of the first lines are always there: what happened, and what became of stories.
const ALWAYS: usize = HAPPENED.len() + 2;

/// The page.
pub async fn show(State(app): State<App>, reader: Reader) -> Result<Response, Failure> {
    let page = reader.frame();
    let account = numbers::read(&app).await?;
    let refused = Reason::ALL.map(|rule| Line {
        label: page.say(rule.name_key()).to_string(),
        number: account.whole.refused(rule),
    });
    let (blocked, limited) = limit::list_all(&app, Decided::Limited)
        .await?
        .into_iter()
        .partition(|peer| peer.severity == Some(Severity::Suspend));
    let months = account.months.iter().map(|(first, counts)| Month {
        first: *first,
        lines: lines(&page, counts).into_iter().filter(|line| line.number != Number::None).collect(),
    });
    // What never happened here is named only where it answers a question that everybody has.
    let whole = lines(&page, &account.whole).into_iter().enumerate();
    let whole = whole.filter(|(at, line)| *at < ALWAYS || line.number != Number::None);
    let page = TransparencyPage {
        whole: whole.map(|(_, line)| line).collect(),
        refused: refused.into(),
        blocked: shut_out(&page, blocked),
        limited: shut_out(&page, limited),
        by_choice: app.config.federation.mode.is_by_choice(),
        months: months.collect(),
        uses: export::list_uses(&app).await?.into_iter().map(given).collect(),
        page,
    };
    Ok(findable(answer(StatusCode::OK, &page)?))
}

fn given(one: DataUse) -> Use {
    Use {
        monday: clock::monday_of(&one.week).unwrap_or_default(),
        stories: Number::of(one.stories),
        recipient: one.recipient,
        reason: one.reason,
    }
}

fn shut_out(page: &Frame, peers: Vec<Peer>) -> Vec<ShutOut> {
    let view = |peer: Peer| ShutOut {
        host: limit::public_name(&peer),
        how: in_words(page, &peer),
        why: peer.public_comment,
    };
    peers.into_iter().map(view).collect()
}

fn lines(page: &Frame, counts: &Counts) -> Vec<Line> {
    let line = |key: &'static str, number| Line { label: page.say(key).to_string(), number };
    let happened = HAPPENED.map(|(what, key)| line(key, counts.happened(what)));
    let decided = Act::ALL.map(|act| line(act.key(), counts.decided(act)));
    happened.into_iter().chain(decided).collect()
}
