//! Which names are taken: nobody may be mistaken for another member.

use super::naming::skeleton;
use crate::base::error::{Problem, Result};
use crate::store::{Conn, member};

/// The handles that are in use here, for finding those that look alike.
#[derive(Debug)]
pub struct Taken(Vec<String>);

impl Taken {
    /// Reads them all: a community has thousands, and this is asked only when somebody joins or renames themselves.
    /// With `but`, one account's own handle is left out: one may be called what one is.
    pub async fn read(conn: &impl Conn, but: Option<i64>) -> Result<Self> {
        let all = member::list_local_handles(conn).await?;
        Ok(Self(all.into_iter().filter(|(id, _)| Some(*id) != but).map(|(_, handle)| handle).collect()))
    }

    /// Refuses a name that is somebody's or looks like it. `field` is what the problem is about.
    pub fn check(&self, field: &'static str, name: &str) -> Result<(), Problem> {
        let wanted = skeleton(name);
        for handle in &self.0 {
            if handle == name {
                return Err(Problem::new(field, "problem-handle-taken"));
            }
            if skeleton(handle) == wanted {
                return Err(Problem::new(field, "problem-handle-look-alike"));
            }
        }
        Ok(())
    }
}
