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
    /// May not sign in; what the member told stays.
    Frozen,
    /// May do nothing but take their things along; what the member told is hidden.
    Suspended,
}

impl MemberState {
    /// Whether no moderator keeps the member from coming in.
    pub const fn may_come_in(self) -> bool {
        match self {
            Self::Pending | Self::Active => true,
            Self::Frozen | Self::Suspended => false,
        }
    }
}

/// When a story is released.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "kebab-case")]
pub enum ReleaseTime {
    /// In the minute in which it is told.
    #[default]
    AtOnce,
    /// At the next of the community's times.
    NextTime,
    /// At a random minute within a day.
    WithinADay,
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

impl Visibility {
    /// Whether everybody may read such a post.
    pub const fn is_open(self) -> bool {
        match self {
            Self::Public | Self::Unlisted => true,
            Self::Private | Self::Direct => false,
        }
    }
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

/// How far the review of a story or of its change is, beside [`PostState`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "lowercase")]
pub enum ReviewState {
    /// A change of a published story waits; others see the story as it was.
    Held,
    /// The story or its change was not let through.
    Refused,
}

/// Who decides whether a reply is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "lowercase")]
pub enum Decider {
    /// Who told the story that it answers.
    Author,
    /// Any moderator.
    Moderator,
}

/// Who may quote a post without asking its author.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, EnumIter, DeriveActiveEnum, Serialize, Deserialize)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "lowercase")]
#[serde(rename_all = "lowercase")]
pub enum Quotable {
    /// Only the author.
    #[default]
    Nobody,
    /// Whoever follows the author.
    Followers,
    /// Whoever can read it.
    Everybody,
}

/// What somebody elsewhere asks an author of ours to permit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum, Serialize, Deserialize)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "lowercase")]
#[serde(rename_all = "lowercase")]
pub enum PermissionKind {
    /// To show a post inside another (FEP-044f).
    Quote,
    /// To mark it as a favourite.
    Like,
    /// To answer it.
    Reply,
    /// To pass it on.
    Announce,
}

/// Why a story or a change was not let through: the community's rules, by the words of their keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum, Serialize, Deserialize)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "lowercase")]
#[serde(rename_all = "lowercase")]
pub enum Reason {
    /// It is not about what happened to its writer, or to somebody they care for.
    Own,
    /// It shows who the writer is.
    Hidden,
    /// It names a doctor, a clinic or somebody else.
    Named,
    /// It hurts others.
    Kind,
    /// It describes a method of self-harm, or encourages it.
    Method,
    /// It tells others what to take or to stop.
    Advice,
    /// It sells or collects something.
    Trade,
    /// Something else, which the moderator's note says.
    Other,
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
    /// A poll that the member opened or voted in has ended.
    Poll,
}

/// Where a notice stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "lowercase")]
pub enum NoticeStanding {
    /// The member is told.
    #[default]
    Told,
    /// The member is told when they let in who caused it.
    Waits,
    /// The member is never told.
    Dropped,
}

/// What a member wants done with what strangers cause. The words are the client API's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "lowercase")]
pub enum Admission {
    /// It is told.
    Accept,
    /// It waits until the member lets them in.
    Filter,
    /// It is never told.
    Drop,
}

impl Admission {
    /// The client API's word.
    pub fn word(&self) -> String {
        self.to_value()
    }

    /// What a word of the client API means.
    pub fn parse(word: &str) -> Option<Self> {
        Self::try_from_value(&word.to_owned()).ok()
    }
}

impl NoticeKind {
    /// The client API's word.
    pub fn word(&self) -> String {
        self.to_value()
    }

    /// The kind that a word of the client API means.
    pub fn parse(word: &str) -> Option<Self> {
        Self::try_from_value(&word.to_owned()).ok()
    }
}

/// Of whose doings a member's app is told by push. The words are the client API's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "lowercase")]
pub enum PushPolicy {
    /// Of everybody's.
    All,
    /// Of those whom the member follows.
    Followed,
    /// Of those who follow the member.
    Follower,
    /// Of nobody's.
    None,
}

/// How requests to a peer are signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text")]
pub enum Knock {
    /// As the draft says, with RSA.
    #[sea_orm(string_value = "cavage")]
    Cavage,
    /// As RFC 9421 says, with RSA.
    #[sea_orm(string_value = "rfc9421")]
    Message,
    /// As RFC 9421 says, with Ed25519.
    #[sea_orm(string_value = "rfc9421-ed25519")]
    MessageEd25519,
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
    /// The other server does not take it now; it is offered again another day, and nothing else waits for that.
    Later,
    /// A later activity made it pointless before it was sent.
    Struck,
}

/// What was the matter when a peer did not take a delivery.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "lowercase")]
pub enum Trouble {
    /// No answer came.
    Unreachable,
    /// It did not believe who we are, or may not take anything of ours: 401, 403.
    Disbelieved,
    /// It has too much to do: 408, 429, 503.
    Busy,
    /// Something failed there: any other 5xx.
    Broken,
    /// It sent us elsewhere, or answered with something that says nothing.
    Unclear,
    /// The inbox is gone for ever: 410.
    Gone,
    /// It does not take it: any other 4xx, or it must not be asked.
    Refused,
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

/// What a picture is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "lowercase")]
pub enum MediaPurpose {
    /// It belongs to a post, or will.
    Attachment,
    /// The picture of a member.
    Avatar,
    /// The picture above a member's page.
    Header,
}

/// How far a picture is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "lowercase")]
pub enum MediaState {
    /// It is being made ready.
    Processing,
    /// It can be shown.
    Ready,
    /// It could not be made ready; the row says why.
    Refused,
    /// It lies on another server, and only its address is here.
    Elsewhere,
}

/// How a picture is stored.
#[derive(Clone, Copy, Debug, PartialEq, Eq, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "lowercase")]
pub enum PictureFormat {
    /// Photographs.
    Jpeg,
    /// Drawings, screenshots, and what is transparent.
    Png,
}

impl PictureFormat {
    /// How names of such files end.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Jpeg => "jpg",
            Self::Png => "png",
        }
    }

    /// The type that such files are sent with.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
        }
    }
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
