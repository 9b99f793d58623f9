//! Every address of the client API as one table: what it needs, its path, its handler.

use std::sync::Arc;

use axum::extract::DefaultBodyLimit;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::any;
use axum::{Extension, Router};

use super::accounts::{
    credentials, follow_requests, follows, guards, hosts, profile, relationships, remember, show as people,
};
use super::admin::{accounts as moderated, allows, hosts as limited, reports as reported};
use super::described::openapi;
use super::lists as people_lists;
use super::notifications::{groups, policy, requests};
use super::statuses::{create, edit, quotes, reactions, remove, show, translate};
use super::table::{Handlers, Table, delete, get, patch, post, put};
use super::{
    absent, announcements, apps, conversations, filters, instance, limit, markers, media, notifications,
    oauth, polls, push, reports, scheduled, search, streaming, tags, timelines,
};
use crate::app::App;
use crate::http::cors;
use crate::http::failure::{Failure, explain};
use crate::http::params::MAX_REQUEST_BYTES;

/// A handler that takes files: its requests may be long.
fn with_files(handler: Handlers) -> Handlers {
    handler.layer(DefaultBodyLimit::max(MAX_REQUEST_BYTES))
}

/// The client API with everything that its requests go through.
pub fn routes(app: &App, lines: Arc<streaming::Lines>) -> Router<App> {
    table()
        .into_router()
        .layer(Extension(lines))
        .route("/api", any(nothing_here))
        .route("/api/{*rest}", any(nothing_here))
        .method_not_allowed_fallback(wrong_method)
        .layer(from_fn_with_state(app.clone(), limit::count))
        .layer(from_fn(explain))
        .layer(cors::open())
}

/// Every address as one table.
pub fn table() -> Table {
    moderating(streams(filtering(lists(statuses(people_and_relations(about_us(Table::new())))))))
}

/// The server itself, applications and tokens.
fn about_us(table: Table) -> Table {
    table
        .open("/api/v2/instance", get(instance::v2))
        .open("/api/v1/instance", get(instance::v1))
        .open("/api/openapi.json", get(openapi::show))
        .open("/api/v1/instance/rules", get(instance::rules))
        .open("/api/v1/instance/extended_description", get(instance::extended_description))
        .open("/api/v1/instance/translation_languages", get(instance::translation_languages))
        .open("/api/v1/instance/peers", get(instance::peers))
        .open("/api/v1/instance/activity", get(absent::none_for_all))
        .open("/api/v1/instance/domain_blocks", get(instance::blocked_peers))
        .open("/api/v1/apps", post(apps::create))
        .open("/api/v1/apps/verify_credentials", get(apps::verify))
        .open("/oauth/token", post(oauth::token::create))
        .open("/oauth/revoke", post(oauth::token::revoke))
        .open("/.well-known/oauth-authorization-server", get(oauth::metadata::show))
        .row(
            &["profile", "read:accounts"],
            "/oauth/userinfo",
            get(oauth::userinfo::show).post(oauth::userinfo::show),
        )
        .open("/api/v1/custom_emojis", get(absent::none_for_all))
        .open("/api/v1/trends", get(tags::trends))
        .open("/api/v1/trends/tags", get(tags::trends))
        .open("/api/v1/trends/statuses", get(absent::none_for_all))
        .open("/api/v1/trends/links", get(absent::none_for_all))
        .open("/api/v1/directory", get(absent::none_for_all))
        .row(&["read:statuses"], "/api/v1/announcements", get(announcements::list))
        .row(&["write:accounts"], "/api/v1/announcements/{id}/dismiss", post(announcements::dismiss))
        .row(
            &["write:favourites"],
            "/api/v1/announcements/{id}/reactions/{name}",
            put(announcements::react).delete(announcements::take_back),
        )
}

/// People, and what one may do with them.
fn people_and_relations(table: Table) -> Table {
    const READ: &[&str] = &["read:accounts"];
    const FOLLOWS: &[&str] = &["write:follows"];
    const BLOCKS: &[&str] = &["write:blocks"];
    const MUTES: &[&str] = &["write:mutes"];
    table
        .row(&["profile", "read:accounts"], "/api/v1/accounts/verify_credentials", get(credentials::verify))
        .row(
            &["write:accounts"],
            "/api/v1/accounts/update_credentials",
            with_files(patch(credentials::update)),
        )
        .row(&["profile", "read:accounts"], "/api/v1/profile", get(profile::show))
        .row(&["write:accounts"], "/api/v1/profile", with_files(patch(profile::update).put(profile::update)))
        .row(&["write:accounts"], "/api/v1/profile/avatar", delete(credentials::remove_avatar))
        .row(&["write:accounts"], "/api/v1/profile/header", delete(credentials::remove_header))
        .row(READ, "/api/v1/preferences", get(credentials::preferences))
        .row(READ, "/api/v1/accounts", get(people::list))
        .row(READ, "/api/v1/accounts/lookup", get(people::lookup))
        .row(&["read:accounts", "read:search"], "/api/v1/accounts/search", get(people::find))
        .row(&["read:follows"], "/api/v1/accounts/relationships", get(relationships::list))
        .row(&["read:follows"], "/api/v1/accounts/familiar_followers", get(relationships::familiar_followers))
        .row(READ, "/api/v1/accounts/{id}", get(people::show))
        .row(&["read:statuses"], "/api/v1/accounts/{id}/statuses", get(people::posts))
        .row(READ, "/api/v1/accounts/{id}/followers", get(follows::followers))
        .row(READ, "/api/v1/accounts/{id}/following", get(follows::following))
        .row(READ, "/api/v1/accounts/{id}/featured_tags", get(tags::featured_of))
        .row(READ, "/api/v1/accounts/{id}/endorsements", get(remember::endorsements_of))
        .row(&["write:accounts"], "/api/v1/accounts/{id}/note", post(remember::note))
        .row(&["write:accounts"], "/api/v1/accounts/{id}/pin", post(remember::endorse))
        .row(&["write:accounts"], "/api/v1/accounts/{id}/unpin", post(remember::unendorse))
        .row(&["write:accounts"], "/api/v1/accounts/{id}/endorse", post(remember::endorse))
        .row(&["write:accounts"], "/api/v1/accounts/{id}/unendorse", post(remember::unendorse))
        .row(&["read:lists"], "/api/v1/accounts/{id}/lists", get(people_lists::holding))
        .row(FOLLOWS, "/api/v1/accounts/{id}/follow", post(follows::follow))
        .row(FOLLOWS, "/api/v1/accounts/{id}/unfollow", post(follows::unfollow))
        .row(FOLLOWS, "/api/v1/accounts/{id}/remove_from_followers", post(follows::remove))
        .row(BLOCKS, "/api/v1/accounts/{id}/block", post(guards::block))
        .row(BLOCKS, "/api/v1/accounts/{id}/unblock", post(guards::unblock))
        .row(MUTES, "/api/v1/accounts/{id}/mute", post(guards::mute))
        .row(MUTES, "/api/v1/accounts/{id}/unmute", post(guards::unmute))
        .row(&["read:blocks"], "/api/v1/blocks", get(guards::blocks))
        .row(&["read:mutes"], "/api/v1/mutes", get(guards::mutes))
        .row(&["read:blocks"], "/api/v1/domain_blocks", get(hosts::list))
        .row(BLOCKS, "/api/v1/domain_blocks", post(hosts::block).delete(hosts::unblock))
        .row(&["read:follows"], "/api/v1/follow_requests", get(follow_requests::list))
        .row(FOLLOWS, "/api/v1/follow_requests/{id}/authorize", post(follow_requests::authorize))
        .row(FOLLOWS, "/api/v1/follow_requests/{id}/reject", post(follow_requests::reject))
        .row(&["write:reports"], "/api/v1/reports", post(reports::create))
        .row(READ, "/api/v1/endorsements", get(remember::endorsements))
        .row(READ, "/api/v1/featured_tags", get(tags::featured))
        .row(&["write:accounts"], "/api/v1/featured_tags", post(tags::feature))
        .row(READ, "/api/v1/featured_tags/suggestions", get(tags::suggestions))
        .row(&["write:accounts"], "/api/v1/featured_tags/{id}", delete(tags::unfeature))
        .row(&["read:accounts"], "/api/v1/suggestions", get(absent::none_of_mine))
        .row(&["read:accounts"], "/api/v2/suggestions", get(absent::none_of_mine))
}

/// Posts, and what one may do with them.
fn statuses(table: Table) -> Table {
    const READ: &[&str] = &["read:statuses"];
    const WRITE: &[&str] = &["write:statuses"];
    const FAVOURITES: &[&str] = &["write:favourites"];
    const BOOKMARKS: &[&str] = &["write:bookmarks"];
    const PINS: &[&str] = &["write:accounts"];
    const MUTES: &[&str] = &["write:mutes"];
    const MEDIA: &[&str] = &["write:media"];
    table
        .row(WRITE, "/api/v1/statuses", post(create::create))
        .row(READ, "/api/v1/statuses", get(show::list))
        .row(READ, "/api/v1/statuses/{id}", get(show::show))
        .row(WRITE, "/api/v1/statuses/{id}", put(edit::edit))
        .row(WRITE, "/api/v1/statuses/{id}", delete(remove::remove))
        .row(READ, "/api/v1/statuses/{id}/context", get(show::context))
        .row(READ, "/api/v1/statuses/{id}/source", get(edit::source))
        .row(READ, "/api/v1/statuses/{id}/history", get(edit::history))
        .row(READ, "/api/v1/statuses/{id}/translate", post(translate::translate))
        .row(READ, "/api/v1/statuses/{id}/favourited_by", get(reactions::favourited_by))
        .row(READ, "/api/v1/statuses/{id}/reblogged_by", get(reactions::reblogged_by))
        .row(WRITE, "/api/v1/statuses/{id}/interaction_policy", put(quotes::set_policy))
        .row(READ, "/api/v1/statuses/{id}/quotes", get(quotes::list))
        .row(WRITE, "/api/v1/statuses/{id}/quotes/{quoting}/revoke", post(quotes::revoke))
        .row(FAVOURITES, "/api/v1/statuses/{id}/favourite", post(reactions::favourite))
        .row(FAVOURITES, "/api/v1/statuses/{id}/unfavourite", post(reactions::unfavourite))
        .row(WRITE, "/api/v1/statuses/{id}/reblog", post(reactions::reblog))
        .row(WRITE, "/api/v1/statuses/{id}/unreblog", post(reactions::unreblog))
        .row(BOOKMARKS, "/api/v1/statuses/{id}/bookmark", post(reactions::bookmark))
        .row(BOOKMARKS, "/api/v1/statuses/{id}/unbookmark", post(reactions::unbookmark))
        .row(PINS, "/api/v1/statuses/{id}/pin", post(reactions::pin))
        .row(PINS, "/api/v1/statuses/{id}/unpin", post(reactions::unpin))
        .row(MUTES, "/api/v1/statuses/{id}/mute", post(reactions::mute))
        .row(MUTES, "/api/v1/statuses/{id}/unmute", post(reactions::unmute))
        .row(&["read:favourites"], "/api/v1/favourites", get(reactions::favourites))
        .row(&["read:bookmarks"], "/api/v1/bookmarks", get(reactions::bookmarks))
        .row(MEDIA, "/api/v1/media", with_files(post(media::create)))
        .row(MEDIA, "/api/v2/media", with_files(post(media::create_v2)))
        .row(MEDIA, "/api/v1/media/{id}", get(media::show).put(media::update).delete(media::remove))
        .row(READ, "/api/v1/polls/{id}", get(polls::show))
        .row(WRITE, "/api/v1/polls/{id}/votes", post(polls::vote))
        .row(READ, "/api/v1/scheduled_statuses", get(scheduled::list))
        .row(READ, "/api/v1/scheduled_statuses/{id}", get(scheduled::show))
        .row(WRITE, "/api/v1/scheduled_statuses/{id}", put(scheduled::change))
        .row(WRITE, "/api/v1/scheduled_statuses/{id}", delete(scheduled::call_off))
}

/// Timelines, notices, search, and what hangs on them.
fn lists(table: Table) -> Table {
    const READ: &[&str] = &["read:statuses"];
    const TALKS: &[&str] = &["write:conversations"];
    const NOTICES: &[&str] = &["read:notifications"];
    const FORGET: &[&str] = &["write:notifications"];
    const LISTS: &[&str] = &["read:lists"];
    const LIST: &[&str] = &["write:lists"];
    table
        .row(READ, "/api/v1/timelines/home", get(timelines::home))
        .row(READ, "/api/v1/timelines/public", get(timelines::public))
        .row(READ, "/api/v1/timelines/tag/{name}", get(timelines::tag))
        .open("/api/v1/timelines/link", get(absent::none_for_all))
        .row(LISTS, "/api/v1/timelines/list/{id}", get(people_lists::posts))
        .row(LISTS, "/api/v1/lists", get(people_lists::list))
        .row(LIST, "/api/v1/lists", post(people_lists::create))
        .row(LISTS, "/api/v1/lists/{id}", get(people_lists::show))
        .row(LIST, "/api/v1/lists/{id}", put(people_lists::update).delete(people_lists::remove))
        .row(LISTS, "/api/v1/lists/{id}/accounts", get(people_lists::accounts))
        .row(LIST, "/api/v1/lists/{id}/accounts", post(people_lists::add).delete(people_lists::take_off))
        .row(&["read:follows"], "/api/v1/followed_tags", get(tags::followed))
        .row(READ, "/api/v1/tags/{name}", get(tags::show))
        .row(&["write:follows"], "/api/v1/tags/{name}/follow", post(tags::follow))
        .row(&["write:follows"], "/api/v1/tags/{name}/unfollow", post(tags::unfollow))
        .row(READ, "/api/v1/conversations", get(conversations::list))
        .row(TALKS, "/api/v1/conversations/{id}", delete(conversations::hide))
        .row(TALKS, "/api/v1/conversations/{id}/read", post(conversations::read))
        .row(READ, "/api/v1/markers", get(markers::show))
        .row(&["write:statuses"], "/api/v1/markers", post(markers::save))
        .row(NOTICES, "/api/v1/notifications", get(notifications::list))
        .row(NOTICES, "/api/v1/notifications/unread_count", get(notifications::unread_count))
        .row(NOTICES, "/api/v1/notifications/{id}", get(notifications::show))
        .row(FORGET, "/api/v1/notifications/clear", post(notifications::clear))
        .row(FORGET, "/api/v1/notifications/{id}/dismiss", post(notifications::dismiss))
        .row(NOTICES, "/api/v2/notifications", get(groups::list))
        .row(NOTICES, "/api/v2/notifications/unread_count", get(groups::unread_count))
        .row(NOTICES, "/api/v2/notifications/{group_key}", get(groups::show))
        .row(NOTICES, "/api/v2/notifications/{group_key}/accounts", get(groups::accounts))
        .row(FORGET, "/api/v2/notifications/{group_key}/dismiss", post(groups::dismiss))
        .row(NOTICES, "/api/v2/notifications/policy", get(policy::show))
        .row(FORGET, "/api/v2/notifications/policy", patch(policy::change))
        .row(NOTICES, "/api/v1/notifications/policy", get(policy::show_v1))
        .row(FORGET, "/api/v1/notifications/policy", put(policy::change_v1))
        .row(NOTICES, "/api/v1/notifications/requests", get(requests::list))
        .row(NOTICES, "/api/v1/notifications/requests/merged", get(requests::merged))
        .row(NOTICES, "/api/v1/notifications/requests/{id}", get(requests::show))
        .row(FORGET, "/api/v1/notifications/requests/accept", post(requests::accept_all))
        .row(FORGET, "/api/v1/notifications/requests/dismiss", post(requests::dismiss_all))
        .row(FORGET, "/api/v1/notifications/requests/{id}/accept", post(requests::accept))
        .row(FORGET, "/api/v1/notifications/requests/{id}/dismiss", post(requests::dismiss))
        .row(
            &["push"],
            "/api/v1/push/subscription",
            get(push::show).post(push::create).put(push::update).delete(push::delete),
        )
        .row(&["read:search"], "/api/v2/search", get(search::v2))
        .row(&["read:search"], "/api/v1/search", get(search::v1))
}

/// What the caller does not want to read.
fn filtering(table: Table) -> Table {
    const READ: &[&str] = &["read:filters"];
    const WRITE: &[&str] = &["write:filters"];
    table
        .row(READ, "/api/v1/filters", get(filters::v1::list))
        .row(WRITE, "/api/v1/filters", post(filters::v1::create))
        .row(READ, "/api/v1/filters/{id}", get(filters::v1::show))
        .row(WRITE, "/api/v1/filters/{id}", put(filters::v1::update).delete(filters::v1::remove))
        .row(READ, "/api/v2/filters", get(filters::list))
        .row(WRITE, "/api/v2/filters", post(filters::create))
        .row(READ, "/api/v2/filters/{id}", get(filters::show))
        .row(WRITE, "/api/v2/filters/{id}", put(filters::update).delete(filters::remove))
        .row(READ, "/api/v2/filters/{id}/keywords", get(filters::keywords::list))
        .row(WRITE, "/api/v2/filters/{id}/keywords", post(filters::keywords::create))
        .row(READ, "/api/v2/filters/keywords/{id}", get(filters::keywords::show))
        .row(
            WRITE,
            "/api/v2/filters/keywords/{id}",
            put(filters::keywords::update).delete(filters::keywords::remove),
        )
        .row(READ, "/api/v2/filters/{id}/statuses", get(filters::statuses::list))
        .row(WRITE, "/api/v2/filters/{id}/statuses", post(filters::statuses::create))
        .row(READ, "/api/v2/filters/statuses/{id}", get(filters::statuses::show))
        .row(WRITE, "/api/v2/filters/statuses/{id}", delete(filters::statuses::remove))
}

/// What happens, as it happens. These look for the token in more places, and ask for scopes stream by stream.
fn streams(table: Table) -> Table {
    table
        .open("/api/v1/streaming", get(streaming::open))
        .open("/api/v1/streaming/health", get(streaming::health))
        .open("/api/v1/streaming/user", get(streaming::user))
        .open("/api/v1/streaming/user/notification", get(streaming::notices))
        .open("/api/v1/streaming/public", get(streaming::public))
        .open("/api/v1/streaming/public/local", get(streaming::public_local))
        .open("/api/v1/streaming/public/remote", get(streaming::public_remote))
        .open("/api/v1/streaming/hashtag", get(streaming::hashtag))
        .open("/api/v1/streaming/hashtag/local", get(streaming::hashtag_local))
        .open("/api/v1/streaming/list", get(streaming::list))
        .open("/api/v1/streaming/direct", get(streaming::direct))
}

/// The desk for programs: with a scope of moderators, and for who is one.
fn moderating(table: Table) -> Table {
    const ACCOUNTS: &[&str] = &["admin:read:accounts"];
    const DECIDE: &[&str] = &["admin:write:accounts"];
    const REPORTS: &[&str] = &["admin:read:reports"];
    const WORK: &[&str] = &["admin:write:reports"];
    const HOSTS: &[&str] = &["admin:read:domain_blocks"];
    const LIMIT: &[&str] = &["admin:write:domain_blocks"];
    const ALLOWS: &[&str] = &["admin:read:domain_allows"];
    const ALLOW: &[&str] = &["admin:write:domain_allows"];
    const READ: &[&str] = &["admin:read"];
    let none = || get(absent::none_for_moderators);
    let no_figures = || post(absent::none_for_moderators);
    table
        .row(ACCOUNTS, "/api/v1/admin/accounts", get(moderated::list_v1))
        .row(ACCOUNTS, "/api/v2/admin/accounts", get(moderated::list_v2))
        .row(ACCOUNTS, "/api/v1/admin/accounts/{id}", get(moderated::show))
        .row(DECIDE, "/api/v1/admin/accounts/{id}/approve", post(moderated::approve))
        .row(DECIDE, "/api/v1/admin/accounts/{id}/reject", post(moderated::reject))
        .row(DECIDE, "/api/v1/admin/accounts/{id}/enable", post(moderated::enable))
        .row(DECIDE, "/api/v1/admin/accounts/{id}/unsilence", post(moderated::unsilence))
        .row(DECIDE, "/api/v1/admin/accounts/{id}/unsuspend", post(moderated::unsuspend))
        .row(DECIDE, "/api/v1/admin/accounts/{id}/unsensitive", post(moderated::unsensitive))
        .row(DECIDE, "/api/v1/admin/accounts/{id}/action", post(moderated::act))
        .row(REPORTS, "/api/v1/admin/reports", get(reported::list))
        .row(REPORTS, "/api/v1/admin/reports/{id}", get(reported::show))
        .row(WORK, "/api/v1/admin/reports/{id}", put(reported::update))
        .row(WORK, "/api/v1/admin/reports/{id}/assign_to_self", post(reported::assign))
        .row(WORK, "/api/v1/admin/reports/{id}/unassign", post(reported::unassign))
        .row(WORK, "/api/v1/admin/reports/{id}/resolve", post(reported::resolve))
        .row(WORK, "/api/v1/admin/reports/{id}/reopen", post(reported::reopen))
        .row(HOSTS, "/api/v1/admin/domain_blocks", get(limited::list))
        .row(LIMIT, "/api/v1/admin/domain_blocks", post(limited::create))
        .row(HOSTS, "/api/v1/admin/domain_blocks/{id}", get(limited::show))
        .row(LIMIT, "/api/v1/admin/domain_blocks/{id}", put(limited::update).delete(limited::remove))
        .row(ALLOWS, "/api/v1/admin/domain_allows", get(allows::list))
        .row(ALLOW, "/api/v1/admin/domain_allows", post(allows::create))
        .row(ALLOWS, "/api/v1/admin/domain_allows/{id}", get(allows::show))
        .row(ALLOW, "/api/v1/admin/domain_allows/{id}", delete(allows::remove))
        .row(&["admin:read:email_domain_blocks"], "/api/v1/admin/email_domain_blocks", none())
        .row(&["admin:read:canonical_email_blocks"], "/api/v1/admin/canonical_email_blocks", none())
        .row(&["admin:read:ip_blocks"], "/api/v1/admin/ip_blocks", none())
        .row(READ, "/api/v1/admin/trends/tags", none())
        .row(READ, "/api/v1/admin/trends/statuses", none())
        .row(READ, "/api/v1/admin/trends/links", none())
        .row(READ, "/api/v1/admin/measures", no_figures())
        .row(READ, "/api/v1/admin/dimensions", no_figures())
        .row(READ, "/api/v1/admin/retention", no_figures())
}

/// Below `/api` also what is not there answers in JSON: a page with status 200 would break clients' probing.
async fn nothing_here() -> Failure {
    Failure::NoSuchPath
}

async fn wrong_method() -> Failure {
    Failure::WrongMethod
}
