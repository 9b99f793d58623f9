//! What every page goes through: who reads and in which language, forms that are ours, failures as pages, and the
//! headers that keep a reader's visit to themselves.

mod answer;
mod cookie;
mod question;
mod reader;
mod sent;
mod site;

pub use answer::{Failure, answer, findable, go, may_lead_elsewhere, unkept};
pub use question::Question;
pub use reader::{Reader, forget_manuscript, forget_session, keep_manuscript, keep_session};
pub use sent::{Sent, SentFile};
pub use site::{Site, enter};
