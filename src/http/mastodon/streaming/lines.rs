//! The open lines: who listens to which streams, each with a queue of its own that is never waited for.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::{mpsc, watch};

use super::stream::{NoStream, Stream};
use crate::base::error::Error;
use crate::domain::auth::Member;
use crate::domain::auth::oauth::{Scopes, Token};

/// So much may wait for one reader. A browser that sleeps for a while catches up by paging anyway.
const QUEUE: usize = 64;
/// So many streams may one line carry: more than any client has columns.
const MOST_STREAMS: usize = 100;

/// Something that is told on one stream.
#[derive(Debug, Clone)]
pub struct Event {
    /// Where.
    pub stream: Stream,
    /// `update`, `delete`, and so on.
    pub name: &'static str,
    /// JSON, or an id.
    pub payload: Arc<str>,
}

/// Whose line it is.
#[derive(Debug, Clone)]
pub struct Holder {
    /// The token that it was opened with.
    pub token: i64,
    /// The member for whom the token speaks.
    pub member: i64,
    /// How far the token reaches.
    pub scopes: Scopes,
}

impl Holder {
    /// Who holds this token.
    ///
    /// # Errors
    /// `Unauthenticated` for an application that speaks for nobody.
    pub fn of(token: Token) -> Result<Self, Error> {
        let member = token.member.as_ref().map(Member::id).ok_or(Error::Unauthenticated)?;
        Ok(Self { token: token.id, member, scopes: token.scopes })
    }
}

/// Everybody who listens to this process.
#[derive(Debug)]
pub struct Lines {
    open: Mutex<Open>,
    /// How many connections hold a line.
    held: watch::Sender<usize>,
}

#[derive(Debug, Default)]
struct Open {
    last: u64,
    closed: bool,
    lines: HashMap<u64, Row>,
}

#[derive(Debug)]
struct Row {
    token: i64,
    member: i64,
    /// The token reaches notices, so the `user` stream tells them too.
    hears_notices: bool,
    streams: Vec<Stream>,
    queue: mpsc::Sender<Event>,
}

/// One connection's line. It is taken down when this is dropped.
#[derive(Debug)]
pub struct Line {
    /// Who listens.
    pub member: i64,
    number: u64,
    scopes: Scopes,
    lines: Arc<Lines>,
    queue: mpsc::Receiver<Event>,
}

/// Somebody who listens to a stream.
#[derive(Debug, Clone)]
pub struct Ear {
    line: u64,
    /// The member whose token it is.
    pub member: i64,
    /// What is listened to.
    pub stream: Stream,
}

impl Default for Lines {
    fn default() -> Self {
        Self { open: Mutex::default(), held: watch::Sender::new(0) }
    }
}

impl Lines {
    /// Opens a line; it carries no stream yet.
    pub fn open(self: &Arc<Self>, holder: Holder) -> Line {
        let (sender, queue) = mpsc::channel(QUEUE);
        let mut open = self.lock();
        open.last += 1;
        let number = open.last;
        // After the end it is a line without a row: the connection ends with its first look into the queue.
        if !open.closed {
            let row = Row {
                token: holder.token,
                member: holder.member,
                hears_notices: Stream::Notices.require(&holder.scopes).is_ok(),
                streams: Vec::new(),
                queue: sender,
            };
            open.lines.insert(number, row);
        }
        drop(open);
        self.held.send_modify(|held| *held += 1);
        Line { member: holder.member, number, scopes: holder.scopes, lines: Arc::clone(self), queue }
    }

    /// How many are open.
    pub fn count(&self) -> usize {
        *self.held.borrow()
    }

    /// Everybody who listens to a stream of posts.
    pub fn ears_for_posts(&self) -> Vec<Ear> {
        self.ears(|_, stream| stream.place().is_some())
    }

    /// Where members listen to conversations.
    pub fn ears_for_talks(&self) -> Vec<Ear> {
        self.ears(|_, stream| *stream == Stream::Direct)
    }

    /// Where members listen to what is for everybody who is signed in: beside their home timelines.
    pub fn ears_for_all(&self) -> Vec<Ear> {
        self.ears(|_, stream| *stream == Stream::User)
    }

    /// Where the member listens to notices.
    pub fn ears_for_notices(&self, member: i64) -> Vec<Ear> {
        self.ears(|row, stream| {
            row.member == member
                && (*stream == Stream::Notices || (*stream == Stream::User && row.hears_notices))
        })
    }

    fn ears(&self, wanted: impl Fn(&Row, &Stream) -> bool) -> Vec<Ear> {
        let open = self.lock();
        let ears = open.lines.iter().flat_map(|(line, row)| {
            let streams = row.streams.iter().filter(|stream| wanted(row, stream));
            streams.map(|stream| Ear { line: *line, member: row.member, stream: stream.clone() })
        });
        ears.collect()
    }

    /// Puts something into a queue. A reader whose queue is full is hung up on.
    pub fn put(&self, ear: &Ear, name: &'static str, payload: &Arc<str>) {
        let event = Event { stream: ear.stream.clone(), name, payload: Arc::clone(payload) };
        let mut open = self.lock();
        let Some(row) = open.lines.get(&ear.line) else { return };
        if row.queue.try_send(event).is_err() {
            open.lines.remove(&ear.line);
        }
    }

    /// The tokens that hold lines.
    pub fn tokens(&self) -> Vec<i64> {
        let mut tokens: Vec<i64> = self.lock().lines.values().map(|row| row.token).collect();
        tokens.sort_unstable();
        tokens.dedup();
        tokens
    }

    /// Hangs up on all lines of these tokens.
    pub fn end(&self, tokens: &[i64]) {
        self.lock().lines.retain(|_, row| !tokens.contains(&row.token));
    }

    /// Hangs up on everybody, and on whoever comes from now on.
    pub fn close(&self) {
        let mut open = self.lock();
        open.closed = true;
        open.lines.clear();
    }

    /// Waits until every connection has put down its line.
    pub async fn put_down(&self) {
        // Fails only when the sender is gone, which is in here.
        let _ = self.held.subscribe().wait_for(|held| *held == 0).await;
    }

    fn lock(&self) -> MutexGuard<'_, Open> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Line {
    /// What comes next; `None` when the line was hung up.
    pub async fn next(&mut self) -> Option<Event> {
        self.queue.recv().await
    }

    /// Listens to one more stream; one that is listened to already stays.
    pub fn subscribe(&self, stream: Stream) -> Result<(), NoStream> {
        stream.require(&self.scopes)?;
        let mut open = self.lines.lock();
        let Some(row) = open.lines.get_mut(&self.number) else { return Ok(()) };
        if row.streams.contains(&stream) {
            return Ok(());
        }
        if row.streams.len() >= MOST_STREAMS {
            return Err(NoStream::TooMany);
        }
        row.streams.push(stream);
        Ok(())
    }

    /// Listens to a stream no longer.
    pub fn unsubscribe(&self, stream: &Stream) {
        if let Some(row) = self.lines.lock().lines.get_mut(&self.number) {
            row.streams.retain(|held| held != stream);
        }
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        self.lines.lock().lines.remove(&self.number);
        self.lines.held.send_modify(|held| *held = held.saturating_sub(1));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::timeline::Scope;

    fn line(lines: &Arc<Lines>, token: i64, member: i64, scopes: &str) -> Line {
        lines.open(Holder { token, member, scopes: Scopes::parse(scopes).unwrap() })
    }

    fn who(ears: &[Ear]) -> Vec<i64> {
        let mut members: Vec<i64> = ears.iter().map(|ear| ear.member).collect();
        members.sort_unstable();
        members
    }

    #[test]
    fn a_line_is_found_by_its_streams_and_gone_when_it_is_put_down() {
        let lines = Arc::new(Lines::default());
        let (one, other) = (line(&lines, 1, 7, "read"), line(&lines, 2, 8, "read:statuses"));
        for line in [&one, &other] {
            line.subscribe(Stream::User).unwrap();
            line.subscribe(Stream::User).unwrap();
        }
        one.subscribe(Stream::Notices).unwrap();
        assert_eq!(other.subscribe(Stream::Notices), Err(NoStream::OutOfScope));
        assert_eq!(who(&lines.ears_for_posts()), [7, 8]);
        assert_eq!(who(&lines.ears_for_notices(7)), [7, 7]);
        assert_eq!(who(&lines.ears_for_notices(8)), [0; 0], "its token does not reach notices");
        one.unsubscribe(&Stream::User);
        assert_eq!(who(&lines.ears_for_posts()), [8]);
        drop(other);
        assert_eq!(who(&lines.ears_for_posts()), [0; 0]);
        assert_eq!(lines.tokens(), [1]);
    }

    #[tokio::test]
    async fn who_reads_too_slowly_is_hung_up_on_with_what_was_in_the_queue_still_told() {
        let lines = Arc::new(Lines::default());
        let mut slow = line(&lines, 1, 7, "read");
        slow.subscribe(Stream::Public(Scope::All)).unwrap();
        let ears = lines.ears_for_posts();
        for number in 0..QUEUE + 2 {
            lines.put(&ears[0], "update", &number.to_string().into());
        }
        assert!(lines.ears_for_posts().is_empty());
        for number in 0..QUEUE {
            assert_eq!(*slow.next().await.unwrap().payload, *number.to_string());
        }
        assert!(slow.next().await.is_none());
    }

    #[tokio::test]
    async fn tokens_that_ended_and_the_end_of_all_hang_up() {
        let lines = Arc::new(Lines::default());
        let (mut one, mut other) = (line(&lines, 1, 7, "read"), line(&lines, 2, 8, "read"));
        lines.end(&[1]);
        assert!(one.next().await.is_none());
        assert_eq!(lines.tokens(), [2]);
        lines.close();
        assert!(other.next().await.is_none());
        assert!(line(&lines, 3, 9, "read").next().await.is_none(), "nobody is let in any more");
        drop((one, other));
        lines.put_down().await;
    }

    #[test]
    fn a_line_carries_so_many_streams_and_no_more() {
        let lines = Arc::new(Lines::default());
        let line = line(&lines, 1, 7, "read");
        let tag = |number: usize| Stream::Hashtag { name: number.to_string(), scope: Scope::All };
        for number in 0..MOST_STREAMS {
            line.subscribe(tag(number)).unwrap();
        }
        assert_eq!(line.subscribe(tag(MOST_STREAMS)), Err(NoStream::TooMany));
    }
}
