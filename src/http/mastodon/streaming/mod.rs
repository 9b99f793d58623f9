//! `/api/v1/streaming`: what happens is told to clients at once, over one WebSocket for several streams or over one
//! event stream each.
//!
//! The desk hears of everything that happens, asks the rooms who gets what, and puts it into the queues of the open
//! lines (`desk.rs`, `lines.rs`). A connection only reads its own queue (`socket.rs`, `events.rs`): two thousand
//! that nothing happens to cost no time.

mod desk;
mod events;
mod lines;
mod socket;
mod stream;

pub use desk::attend;
pub use events::{direct, hashtag, hashtag_local, list, notices, public, public_local, public_remote, user};
pub use lines::Lines;
pub use socket::open;

use self::lines::Line;
use self::stream::{Asked as Wanted, NoStream, Stream};
use crate::app::App;
use crate::domain::relation::people_list;

/// Listens to one more stream. A list must be the listener's own.
async fn subscribe(app: &App, line: &Line, wanted: Wanted<'_>) -> Result<(), NoStream> {
    let stream = Stream::parse(wanted)?;
    if let Stream::List(id) = stream {
        people_list::load(app, line.member, id).await.map_err(|_not_there| NoStream::NoList)?;
    }
    line.subscribe(stream)
}

/// Whether streaming works; clients that ask want just this word.
pub async fn health() -> &'static str {
    "OK"
}
