//! The list of all stories, and of those under a hashtag, page by page.

use axum::extract::{Path, State};
use axum::response::Response;
use http::{StatusCode, Uri};

use super::filter::Asked;
use super::{StoriesPage, present};
use crate::app::App;
use crate::base::error::Result;
use crate::base::text::fold_tag;
use crate::domain::post::{self, Post, PostKind};
use crate::domain::timeline::{self, Page, Slice, Tagged};
use crate::http::web::door::{Failure, Reader, answer};
use crate::http::web::frame::Link;
use crate::http::web::stories::views::StoryCard;

/// A page of a list with the addresses of those beside it.
pub(super) struct Turned {
    pub cards: Vec<StoryCard>,
    pub newer: Option<String>,
    pub older: Option<String>,
}

/// `GET /`: all stories.
pub async fn all(
    State(app): State<App>,
    reader: Reader,
    uri: Uri,
) -> Result<Response, Failure> {
    let asked = Asked::read(&uri);
    let wanted = asked.wanted(reader.language);
    let viewer = reader.viewer();
    let read = async |page: Page| match &wanted {
        Some(wanted) => timeline::stories(&app, wanted, viewer, page).await,
        None => Ok(Slice::empty()),
    };
    let turned = turn(&app, &reader, &asked, "/", read).await?;
    let filter = asked.view("/", reader.language);
    show(&reader, StoriesPage { filter, ..turned.into_page() })
}

/// `GET /tags/{tag}`: the stories under a hashtag.
pub async fn tagged(
    State(app): State<App>,
    reader: Reader,
    Path(tag): Path<String>,
    uri: Uri,
) -> Result<Response, Failure> {
    let asked = Asked::place(&uri);
    let wanted = Tagged { any: vec![fold_tag(&tag)], ..Tagged::default() };
    let viewer = reader.viewer();
    let read = async |page: Page| timeline::tag(&app, &wanted, viewer, page).await;
    let turned = turn(&app, &reader, &asked, uri.path(), read).await?;
    let mut filter = asked.view("/", reader.language);
    filter.active.push(Link { label: format!("#{tag}"), address: "/".to_owned() });
    show(&reader, StoriesPage { filter, ..turned.into_page() })
}

/// Reads the page that was asked for. A page that was turned back to the newest story begins there.
pub(super) async fn turn(
    app: &App,
    reader: &Reader,
    asked: &Asked,
    path: &str,
    read: impl AsyncFn(Page) -> Result<Slice<Post>>,
) -> Result<Turned> {
    let mut at_top = asked.max.is_none() && asked.min.is_none();
    let mut slice = read(asked.page()).await?;
    let size = usize::try_from(asked.page().size()).unwrap_or(usize::MAX);
    if asked.min.is_some() && slice.items.len() < size {
        slice = read(asked.from_the_top().page()).await?;
        at_top = true;
    }
    let newer = match slice.newest {
        Some(place) => Some(asked.address(path, "", Some(("min", place)))),
        None => Some(asked.address(path, "", None)),
    };
    let older = slice.oldest.filter(|_| slice.more);
    let stories = slice.items.into_iter().filter(|post| post.kind == PostKind::Story).collect();
    let shown = post::show(app, reader.viewer(), stories).await?;
    Ok(Turned {
        cards: shown.iter().map(|shown| present::card(&app.urls, shown, reader.language)).collect(),
        newer: newer.filter(|_| !at_top),
        older: older.map(|place| asked.address(path, "", Some(("max", place)))),
    })
}

fn show(reader: &Reader, page: StoriesPage) -> Result<Response, Failure> {
    answer(StatusCode::OK, &StoriesPage { page: reader.frame(), ..page })
}

impl Turned {
    fn into_page(self) -> StoriesPage {
        StoriesPage { cards: self.cards, newer: self.newer, older: self.older, ..StoriesPage::default() }
    }
}
