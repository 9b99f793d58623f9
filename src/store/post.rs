//! Posts: stories, notes and boosts, written here or received.

use sea_orm::entity::prelude::*;

use super::kind::{PostKind, PostState, Visibility};

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "post")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i64,
    /// Given at release; timelines and cursors go by it.
    pub position: Option<i64>,
    pub kind: PostKind,
    pub account_id: i64,
    pub uri: String,
    pub url: String,
    pub local: bool,
    /// In All stories, public timelines, search and counts: public, released, and ours or an accepted peer's story.
    pub listed: bool,
    pub visibility: Visibility,
    pub state: PostState,
    pub language: Option<String>,
    pub title: Option<String>,
    pub warning: String,
    pub sensitive: bool,
    pub care_level: i32,
    pub html: String,
    /// The writer's own text with its editions, as JSON; of local posts only.
    pub source: Option<String>,
    /// The wire form of a story's facts, `patientStory`, exactly as it travels.
    pub story: Option<String>,
    pub in_reply_to_id: Option<i64>,
    pub in_reply_to_account_id: Option<i64>,
    pub in_reply_to_uri: Option<String>,
    pub root_id: Option<i64>,
    pub boost_of_id: Option<i64>,
    pub published_at: i64,
    pub updated_at: Option<i64>,
    pub indexable: bool,
    pub federates: bool,
    pub app_name: Option<String>,
    pub reply_count: i32,
    pub boost_count: i32,
    pub favourite_count: i32,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

pub use Model as Post;
