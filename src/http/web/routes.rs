//! Every address of the pages as one table.

use std::sync::Arc;

use axum::Router;
use axum::middleware::from_fn_with_state;
use axum::routing::{get, post};

use super::assets::AccentStyle;
use super::door::{Failure, Site, enter};
use super::{
    appeal, complain, desk, download, files, helplines, oauth, people, proposal, report, schemas, settings,
    share, stories, texts, transparency,
};
use crate::app::App;
use crate::base::error::Error;

/// The pages, with the door that all of them stand behind. Whatever no other door answers ends here too.
pub fn routes(app: &App) -> Router<App> {
    let site = Arc::new(Site::new(app));
    let pages = members(telling(reading(people(about_us(Router::new())))))
        .fallback(nothing_here)
        .layer(from_fn_with_state((app.clone(), site), enter));
    let colour = app.config.community.accent.map(AccentStyle::of);
    let files = colour.map_or_else(Router::new, |style| {
        Router::new().route(&style.path.clone(), get(async move || files::accent(style.clone())))
    });
    files
        .route("/assets/{name}", get(files::show))
        .route("/favicon.ico", get(files::icon))
        .route("/robots.txt", get(files::robots))
        .route("/schemas/patient-story.json", get(schemas::patient_story))
        .merge(pages)
}

/// What can be read by everybody.
fn about_us(table: Router<App>) -> Router<App> {
    table
        .route("/about", get(texts::show::about))
        .route("/rules", get(texts::show::rules))
        .route("/privacy", get(texts::show::privacy))
        .route("/helplines", get(helplines::show::show))
        .route("/complain", get(complain::send::show).post(complain::send::send))
        .route("/complaint", get(complain::send::ask).post(complain::send::state))
        .route("/transparency", get(transparency::show::show))
}

/// Reading stories.
fn reading(table: Router<App>) -> Router<App> {
    table
        .route("/", get(stories::list::all))
        .route("/tags/{tag}", get(stories::list::tagged))
        .route("/@{handle}", get(stories::show::member))
        .route("/@{handle}/{id}", get(stories::show::story))
}

/// Telling a story, changing it, taking it back.
fn telling(table: Router<App>) -> Router<App> {
    table
        .route("/share", get(share::tell::show).post(share::tell::send))
        .route("/share/bring", get(share::bring::show).post(share::bring::send))
        .route("/share/{step}", get(share::tell::show_step))
        .route("/manage", get(share::manage::show).post(share::manage::send))
        .route("/@{handle}/{id}/edit", get(share::tell::edit).post(share::tell::send_edit))
        .route("/@{handle}/{id}/consent", get(share::consent::show).post(share::consent::send))
        .route("/@{handle}/{id}/report", get(report::send::show))
        .route("/@{handle}/{id}/complaints", get(complain::heard::show).post(complain::heard::send))
        .route("/@{handle}/{id}/told", get(share::tell::done))
        .route("/@{handle}/{id}/ask", post(stories::show::ask))
        .route("/@{handle}/{id}/take-back", get(share::take_back::show).post(share::take_back::send))
}

/// Coming in.
fn people(table: Router<App>) -> Router<App> {
    table
        .route("/sign-up", get(people::sign_up::show).post(people::sign_up::send))
        .route("/sign-up/waiting", get(people::sign_up::waiting))
        .route("/sign-in", get(people::sign_in::show).post(people::sign_in::send))
        .route("/sign-out", post(people::sign_in::sign_out))
        .route("/agree", get(people::agree::show).post(people::agree::send))
        .route("/recover", get(people::recover::show).post(people::recover::send))
        .route("/oauth/authorize", get(oauth::authorise::show).post(oauth::authorise::decide))
}

/// What members do.
fn members(table: Router<App>) -> Router<App> {
    table
        .route("/settings", get(settings::show::show))
        .route("/settings/profile", post(settings::change::profile))
        .route("/settings/passphrase", post(settings::change::passphrase))
        .route("/settings/recovery", post(settings::change::recovery))
        .route("/settings/apps", post(settings::change::app))
        .route("/settings/planned", post(settings::change::planned))
        .route("/settings/push", post(settings::change::push))
        .route("/settings/replies", post(settings::change::reply))
        .route("/settings/strangers", post(settings::change::stranger))
        .route("/settings/download", post(download::send::everything))
        .route("/settings/handles", get(settings::handles::show).post(settings::handles::make))
        .route("/settings/handles/switch", post(settings::handles::switch))
        .route("/settings/handles/download", post(download::send::of_handle))
        .route("/settings/leave", get(settings::leave::show).post(settings::leave::send))
        .route("/desk", get(desk::work::show))
        .route("/desk/log", get(desk::log::show))
        .route("/desk/hosts", get(desk::hosts::show).post(desk::hosts::decide))
        .route("/desk/hosts/import", post(desk::hosts::import))
        .route("/desk/hosts/export", get(desk::hosts::export))
        .route("/desk/accounts", get(desk::accounts::show).post(desk::accounts::decide))
        .route("/desk/reports", get(desk::reports::show))
        .route("/desk/reports/{id}", get(desk::reported::show).post(desk::reported::decide))
        .route("/desk/people", post(desk::work::person))
        .route("/desk/stories", post(desk::work::story))
        .route("/desk/stories/{id}/propose", get(desk::propose::show).post(desk::propose::send))
        .route("/appeal/{id}", get(appeal::send::show).post(appeal::send::send))
        .route("/proposal/{id}", get(proposal::send::show).post(proposal::send::send))
        .route("/desk/appeals", post(desk::appeals::decide))
        .route("/desk/complaints", post(desk::complaints::decide))
        .route("/desk/replies", post(desk::work::reply))
}

async fn nothing_here() -> Failure {
    Error::NotFound("a page").into()
}
