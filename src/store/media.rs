//! Pictures: what belongs to posts and profiles. The files lie outside of the database.

use sea_orm::ActiveValue::Set;
use sea_orm::entity::prelude::*;
use sea_orm::sea_query::{ExprTrait, Query};
use sea_orm::{Condition, IntoActiveModel as _, QueryOrder as _, QuerySelect as _};

use super::kind::{MediaPurpose, MediaState, PictureFormat};
use super::tx::failed;
use super::{Conn, Tx, account, scheduled_post};
use crate::base::error::Result;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "media")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: i64,
    pub account_id: i64,
    /// None while no post has it; pictures of profiles never have one.
    pub post_id: Option<i64>,
    /// The minute in which it was sent, in seconds, while no post has it; else 0.
    pub uploaded_at: i64,
    /// Order within the post.
    pub place: i32,
    pub purpose: MediaPurpose,
    pub state: MediaState,
    /// Why it was refused: a key of the catalogue.
    pub problem: Option<String>,
    /// Random; the files are called after it.
    pub name: Option<String>,
    pub format: Option<PictureFormat>,
    pub bytes: i64,
    pub width: i32,
    pub height: i32,
    pub small_format: Option<PictureFormat>,
    pub small_bytes: i64,
    pub small_width: i32,
    pub small_height: i32,
    pub blurhash: Option<String>,
    /// What is to be seen, for who can't see it.
    pub description: String,
    /// What matters most, in thousandths from the middle to the right.
    pub focus_x: i32,
    /// The same upwards.
    pub focus_y: i32,
    /// Its address on another server.
    pub remote_url: Option<String>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

pub use Model as Media;

/// What stands at the end of a small version's name.
const SMALL: &str = "-small";

impl Model {
    /// The name of its file; `None` for what has none here.
    pub fn file(&self) -> Option<String> {
        Some(format!("{}.{}", self.name.as_ref()?, self.format?.ending()))
    }

    /// The name of the small version's file.
    pub fn small_file(&self) -> Option<String> {
        Some(format!("{}{SMALL}.{}", self.name.as_ref()?, self.small_format?.ending()))
    }

    /// The names of all its files.
    pub fn files(&self) -> Vec<String> {
        self.file().into_iter().chain(self.small_file()).collect()
    }
}

/// The name of the picture that a file of this name belongs to.
pub fn name_of_file(file: &str) -> &str {
    let (stem, _) = file.split_once('.').unwrap_or((file, ""));
    stem.strip_suffix(SMALL).unwrap_or(stem)
}

/// Writes a new picture.
pub async fn insert(tx: &Tx, row: Media) -> Result<()> {
    Entity::insert(row.into_active_model())
        .exec_without_returning(&**tx)
        .await
        .map_err(failed("writing a picture"))?;
    Ok(())
}

/// Writes what making a picture ready led to. Says whether the picture is still there.
pub async fn finish(tx: &Tx, row: &Media) -> Result<bool> {
    let change = ActiveModel {
        state: Set(row.state),
        problem: Set(row.problem.clone()),
        name: Set(row.name.clone()),
        format: Set(row.format),
        bytes: Set(row.bytes),
        width: Set(row.width),
        height: Set(row.height),
        small_format: Set(row.small_format),
        small_bytes: Set(row.small_bytes),
        small_width: Set(row.small_width),
        small_height: Set(row.small_height),
        blurhash: Set(row.blurhash.clone()),
        ..<ActiveModel as Default>::default()
    };
    change_one(tx, Condition::all().add(Column::Id.eq(row.id)), change).await
}

/// Writes what a member says about a picture.
pub async fn describe(tx: &Tx, id: i64, description: String, focus: (i32, i32)) -> Result<bool> {
    let change = ActiveModel {
        description: Set(description),
        focus_x: Set(focus.0),
        focus_y: Set(focus.1),
        ..<ActiveModel as Default>::default()
    };
    change_one(tx, Condition::all().add(Column::Id.eq(id)), change).await
}

/// Gives a picture that is ready and its owner's own to a post, unless another post has it. Says whether it could.
pub async fn give(tx: &Tx, id: i64, account_id: i64, post_id: i64, place: i32) -> Result<bool> {
    let mine_and_free = Condition::all()
        .add(Column::Id.eq(id))
        .add(Column::AccountId.eq(account_id))
        .add(Column::Purpose.eq(MediaPurpose::Attachment))
        .add(Column::State.eq(MediaState::Ready))
        .add(Condition::any().add(Column::PostId.is_null()).add(Column::PostId.eq(post_id)));
    let change = ActiveModel {
        post_id: Set(Some(post_id)),
        uploaded_at: Set(0),
        place: Set(place),
        ..<ActiveModel as Default>::default()
    };
    change_one(tx, mine_and_free, change).await
}

async fn change_one(tx: &Tx, which: Condition, change: ActiveModel) -> Result<bool> {
    let done = Entity::update_many().set(change).filter(which).exec(&**tx).await;
    Ok(done.map_err(failed("changing a picture"))?.rows_affected > 0)
}

/// The picture with this number.
pub async fn find(conn: &impl Conn, id: i64) -> Result<Option<Media>> {
    Entity::find_by_id(id).one(conn).await.map_err(failed("reading a picture"))
}

/// The pictures with these numbers, in no order; those that are gone are left out.
pub async fn list(conn: &impl Conn, ids: &[i64]) -> Result<Vec<Media>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let found = Entity::find().filter(Column::Id.is_in(ids.iter().copied())).all(conn).await;
    found.map_err(failed("reading pictures"))
}

/// The pictures of several posts, each post's in their order.
pub async fn list_of_posts(conn: &impl Conn, post_ids: &[i64]) -> Result<Vec<Media>> {
    if post_ids.is_empty() {
        return Ok(Vec::new());
    }
    Entity::find()
        .filter(Column::PostId.is_in(post_ids.iter().copied()))
        .order_by_asc(Column::PostId)
        .order_by_asc(Column::Place)
        .all(conn)
        .await
        .map_err(failed("reading the pictures of posts"))
}

/// Forgets where the pictures are of posts of a peer's accounts. They were never files here.
pub async fn delete_of_peer(tx: &Tx, peer_id: i64) -> Result<()> {
    Entity::delete_many()
        .filter(Column::AccountId.in_subquery(account::of_peers(&[peer_id])))
        .exec(&**tx)
        .await
        .map_err(failed("forgetting the pictures of a peer"))?;
    Ok(())
}

/// All pictures of an account: its posts', its profile's, and what it has sent for neither yet.
pub async fn list_of_account(conn: &impl Conn, account_id: i64) -> Result<Vec<Media>> {
    let found = Entity::find().filter(Column::AccountId.eq(account_id)).all(conn).await;
    found.map_err(failed("reading the pictures of an account"))
}

/// The picture of an account's profile.
pub async fn find_of_profile(
    conn: &impl Conn,
    account_id: i64,
    purpose: MediaPurpose,
) -> Result<Option<Media>> {
    Entity::find()
        .filter(Column::AccountId.eq(account_id))
        .filter(Column::Purpose.eq(purpose))
        .one(conn)
        .await
        .map_err(failed("reading the picture of a profile"))
}

/// The picture whose files are called so, unless its owner is suspended: what they told is hidden from all but `owner`.
pub async fn find_by_name(conn: &impl Conn, name: &str, owner: Option<i64>) -> Result<Option<Media>> {
    let suspended = Query::select()
        .column(account::Column::Id)
        .from(account::Entity)
        .and_where(account::Column::Suspended.eq(true))
        .and_where(ExprTrait::eq(
            Expr::col((account::Entity, account::Column::Id)),
            Expr::col((Entity, Column::AccountId)),
        ))
        .to_owned();
    Entity::find()
        .filter(Column::Name.eq(name))
        .filter(Column::State.eq(MediaState::Ready))
        .filter(
            Condition::any()
                .add(Expr::exists(suspended).not())
                .add_option(owner.map(|owner| Column::AccountId.eq(owner))),
        )
        .one(conn)
        .await
        .map_err(failed("reading a picture by its name"))
}

/// Which of these names belong to a picture.
pub async fn list_names(conn: &impl Conn, names: &[String]) -> Result<Vec<String>> {
    let found: Vec<Option<String>> = Entity::find()
        .select_only()
        .column(Column::Name)
        .filter(Column::Name.is_in(names.iter().map(String::as_str)))
        .into_tuple()
        .all(conn)
        .await
        .map_err(failed("reading the names of pictures"))?;
    Ok(found.into_iter().flatten().collect())
}

/// Uploads from before `before` (seconds) that belong to no post, at most `limit`. Those of who has posts that wait for
/// their time are kept: one of these may want them.
pub async fn list_unused(conn: &impl Conn, before: i64, limit: u64) -> Result<Vec<Media>> {
    let waiting = Query::select()
        .column(scheduled_post::Column::Id)
        .from(scheduled_post::Entity)
        .and_where(ExprTrait::eq(
            Expr::col((scheduled_post::Entity, scheduled_post::Column::AccountId)),
            Expr::col((Entity, Column::AccountId)),
        ))
        .to_owned();
    Entity::find()
        .filter(Column::PostId.is_null())
        .filter(Column::Purpose.eq(MediaPurpose::Attachment))
        .filter(Column::UploadedAt.lt(before))
        .filter(Expr::exists(waiting).not())
        .order_by_asc(Column::Id)
        .limit(limit)
        .all(conn)
        .await
        .map_err(failed("reading unused pictures"))
}

/// Removes pictures; their files are removed by who calls this.
pub async fn delete(tx: &Tx, ids: &[i64]) -> Result<()> {
    if ids.is_empty() {
        return Ok(());
    }
    Entity::delete_many()
        .filter(Column::Id.is_in(ids.iter().copied()))
        .exec(&**tx)
        .await
        .map_err(failed("removing pictures"))?;
    Ok(())
}
