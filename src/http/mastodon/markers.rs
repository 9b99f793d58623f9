//! `/api/v1/markers`: how far the caller has read, so that all devices agree.

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};

use super::caller::Me;
use super::id;
use super::present::time;
use crate::app::App;
use crate::domain::account::marker::{self, List, Marker};
use crate::http::failure::Failure;
use crate::http::params::Params;

/// How far somebody has read in one list.
#[derive(Debug, Serialize)]
pub struct Shown {
    last_read_id: String,
    version: i32,
    updated_at: String,
}

/// About which lists a client asks.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    timeline: Vec<String>,
}

/// How far the caller has read.
pub async fn show(
    State(app): State<App>,
    me: Me,
    Params(asked): Params<Asked>,
) -> Result<Json<BTreeMap<String, Shown>>, Failure> {
    let mut markers = marker::list(&app, me.id()).await?;
    markers.retain(|marker| asked.timeline.contains(&marker.list));
    Ok(Json(present(markers)))
}

/// How far a client says that the caller has read.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Read {
    home: Option<Place>,
    notifications: Option<Place>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Place {
    last_read_id: String,
}

/// Notes how far the caller has read.
pub async fn save(
    State(app): State<App>,
    me: Me,
    Params(read): Params<Read>,
) -> Result<Json<BTreeMap<String, Shown>>, Failure> {
    let places = [(List::Home, read.home), (List::Notices, read.notifications)];
    let places =
        places.into_iter().filter_map(|(list, place)| Some((list, id::parse(&place?.last_read_id)?)));
    let markers = marker::set(&app, me.id(), places.collect()).await?;
    Ok(Json(present(markers)))
}

fn present(markers: Vec<Marker>) -> BTreeMap<String, Shown> {
    let shown = |marker: Marker| {
        let shown = Shown {
            last_read_id: marker.last_read_id.to_string(),
            version: marker.version,
            updated_at: time::moment(marker.updated_at),
        };
        (marker.list, shown)
    };
    markers.into_iter().map(shown).collect()
}
