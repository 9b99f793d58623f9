//! `/api/v1/polls`: what posts ask, and voting. A poll has its post's id.

use axum::Json;
use axum::extract::State;
use serde::Deserialize;

use super::caller::{Me, Viewer};
use super::id::Id;
use super::present::poll::{Poll, poll as present};
use crate::app::App;
use crate::base::error::{Error, Result};
use crate::domain::poll::{self, NewPoll};
use crate::domain::post::{self, Post};
use crate::http::failure::Failure;
use crate::http::params::{Count, Params};

/// A poll as a client asks it with a post.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    options: Vec<String>,
    expires_in: Count,
    multiple: bool,
    hide_totals: bool,
}

impl Asked {
    /// The poll; none where a client sends an empty one along.
    pub fn read(self) -> Result<Option<NewPoll>> {
        if self.options.is_empty() {
            return Ok(None);
        }
        let seconds = self.expires_in.0.unwrap_or(0);
        NewPoll::parse(&self.options, seconds, self.multiple, self.hide_totals).map(Some)
    }
}

/// One poll.
pub async fn show(State(app): State<App>, viewer: Viewer, Id(id): Id) -> Result<Json<Poll>, Failure> {
    let found = post::load_visible(&app, viewer.id(), id).await?;
    Ok(answer(&app, viewer.id(), found).await?)
}

/// What a voter chooses: places of options, from 0.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Chosen {
    choices: Vec<i64>,
}

/// Votes.
pub async fn vote(
    State(app): State<App>,
    Me(me): Me,
    Id(id): Id,
    Params(chosen): Params<Chosen>,
) -> Result<Json<Poll>, Failure> {
    let found = poll::vote(&app, &me.account, id, &chosen.choices).await?;
    Ok(answer(&app, Some(me.account.id), found).await?)
}

async fn answer(app: &App, viewer: Option<i64>, post: Post) -> Result<Json<Poll>> {
    let shown = post::show_one(app, viewer, post).await?;
    let asked = shown.poll.as_ref().ok_or(Error::NotFound("poll"))?;
    Ok(Json(present(viewer, shown.post.account_id, asked)))
}
