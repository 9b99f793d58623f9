//! The list of all stories, and of those under a hashtag, page by page.

use axum::extract::{Path, State};
use axum::response::Response;
use http::{StatusCode, Uri};

use super::filter::Asked;
use super::{StoriesPage, present};
use crate::app::App;
use crate::base::error::Result;
use crate::base::text::fold_tag;
use crate::domain::account::Account;
use crate::domain::post::{self, Post, PostKind};
use crate::domain::timeline::{self, AccountFilter, Page, Slice, StoryFilter, Tagged};
use crate::http::web::door::{Failure, Reader, answer};
use crate::http::web::frame::Link;
use crate::http::web::stories::views::StoryCard;

/// A page of a list with the addresses of those beside it.
pub(super) struct Turned {
    pub cards: Vec<StoryCard>,
    pub newer: Option<String>,
    pub older: Option<String>,
}

/// What a list is made of.
pub(super) enum Listed<'a> {
    /// Stories that fit a question; none where the question names something that no story has.
    Stories(Option<StoryFilter>),
    /// What stands under a hashtag.
    Tagged(Tagged),
    /// What somebody told.
    Of(&'a Account),
}

impl Listed<'_> {
    async fn read(&self, app: &App, viewer: Option<i64>, page: Page) -> Result<Slice<Post>> {
        match self {
            Self::Stories(Some(filter)) => timeline::stories(app, filter, viewer, page).await,
            Self::Stories(None) => Ok(Slice::empty()),
            Self::Tagged(tagged) => timeline::tag(app, tagged, viewer, page).await,
            Self::Of(person) => {
                timeline::of_account(app, person, viewer, &AccountFilter::default(), page).await
            }
        }
    }
}

/// `GET /`: all stories.
pub async fn all(State(app): State<App>, reader: Reader, uri: Uri) -> Result<Response, Failure> {
    let asked = Asked::read(&uri);
    let listed = Listed::Stories(asked.wanted(reader.language));
    let turned = turn(&app, &reader, &asked, "/", &listed).await?;
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
    let listed = Listed::Tagged(Tagged { any: vec![fold_tag(&tag)], ..Tagged::default() });
    let turned = turn(&app, &reader, &asked, uri.path(), &listed).await?;
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
    listed: &Listed<'_>,
) -> Result<Turned> {
    let viewer = reader.viewer();
    let mut at_top = asked.max.is_none() && asked.min.is_none();
    let mut slice = listed.read(app, viewer, asked.page()).await?;
    let size = usize::try_from(asked.page().size()).unwrap_or(usize::MAX);
    if asked.min.is_some() && slice.items.len() < size {
        slice = listed.read(app, viewer, asked.begun_anew().page()).await?;
        at_top = true;
    } else if let Some(newest) = slice.newest.filter(|_| asked.min.is_some()) {
        let above = Page { min: Some(newest), ..Page::first(1) };
        at_top = listed.read(app, viewer, above).await?.items.is_empty();
    }
    let newer = match slice.newest {
        Some(place) => asked.address(path, "", Some(("min", place))),
        None => asked.address(path, "", None),
    };
    let older = slice.oldest.filter(|_| slice.more);
    let stories = slice.items.into_iter().filter(|post| post.kind == PostKind::Story).collect();
    let shown = post::show(app, viewer, stories).await?;
    Ok(Turned {
        cards: shown.iter().map(|shown| present::card(&app.urls, shown, reader.language)).collect(),
        newer: (!at_top).then_some(newer),
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
