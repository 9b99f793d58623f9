//! Columns that hold one of a few words, as types.

use sea_orm::entity::prelude::*;
use serde::{Deserialize, Serialize};

/// Who or what an account is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "lowercase")]
#[serde(rename_all = "lowercase")]
pub enum AccountKind {
    /// One human being.
    Person,
    /// A server, speaking for itself.
    Application,
    /// A feed that announces what others wrote.
    Group,
    /// A company or a club.
    Organization,
    /// A program.
    Service,
}

/// What a member may do here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "lowercase")]
pub enum Role {
    /// Tells, reads, follows.
    Member,
    /// Reviews stories, sign-ups and reports.
    Moderator,
    /// Runs the server.
    Operator,
}

/// Where a member stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "lowercase")]
pub enum MemberState {
    /// Waits for a moderator's approval.
    Pending,
    /// May do what the role allows.
    Active,
    /// May do nothing; what the member told is hidden.
    Suspended,
}

/// What kind of thing was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "lowercase")]
pub enum PostKind {
    /// Tells what a medication did; has facts.
    Story,
    /// Everything else that was written: replies, messages, small talk.
    Note,
    /// Another's post, passed on.
    Boost,
}

/// Who may read a post. The words are the client API's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum, Serialize, Deserialize)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "lowercase")]
#[serde(rename_all = "lowercase")]
pub enum Visibility {
    /// Everybody, and it is listed.
    Public,
    /// Everybody who comes across it, but it is in no public list.
    Unlisted,
    /// Followers of its writer, and whom it mentions.
    Private,
    /// Only whom it mentions.
    Direct,
}

/// How far a post is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "lowercase")]
pub enum PostState {
    /// Waits for review; only its writer and the moderators see it.
    Held,
    /// Was reviewed and not let through; only its writer sees it.
    Refused,
    /// Released.
    Published,
}

/// What a notice is about. The words are the client API's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum NoticeKind {
    /// Somebody wrote a post that mentions the member.
    Mention,
    /// Somebody passed the member's post on.
    Reblog,
    /// Somebody marked the member's post as a favourite.
    Favourite,
    /// Somebody follows the member.
    Follow,
    /// Somebody asks to follow the member.
    FollowRequest,
    /// Somebody whom the member asked to be told about wrote a post.
    Status,
    /// A post that the member passed on was changed.
    Update,
}

/// How far the delivery to one inbox is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "lowercase")]
pub enum DeliveryState {
    /// To be sent.
    Waiting,
    /// The other server took it.
    Delivered,
    /// The other server will not take it.
    Refused,
    /// A later activity made it pointless before it was sent.
    Struck,
}

/// What is done with a post that a filter matches. The words are the client API's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "lowercase")]
pub enum FilterAction {
    /// It is veiled, with the filter's title.
    Warn,
    /// It is left out.
    Hide,
    /// Its pictures are veiled.
    Blur,
}

/// Which replies stand in the timeline of a people list. The words are the client API's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "lowercase")]
pub enum ListReplies {
    /// Those to anybody whom the owner follows.
    Followed,
    /// Those to others on the list.
    List,
    /// None.
    None,
}
