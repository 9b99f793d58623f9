//! The hub: tells those who watch right now what has just happened, by ids only.
//!
//! It keeps nothing. What nobody hears is lost, and a listener that falls behind loses the oldest: whoever needs to
//! know for certain reads the database.

use serde::{Deserialize, Serialize};
use tokio::sync::broadcast;

/// So much may happen before a listener has to hear it; each takes less than a hundred bytes.
const ROOM: usize = 1024;

/// Something that has just happened and is stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Happening {
    /// A post was released.
    Published {
        /// The post.
        post: i64,
        /// It had waited for review, so its author knows it already, and hears of it as reviewed.
        was_held: bool,
    },
    /// A released post changed.
    Edited {
        /// The post.
        post: i64,
    },
    /// What a review says of a post changed; only its author knows of it.
    Reviewed {
        /// The post.
        post: i64,
    },
    /// A post or a boost is gone.
    Withdrawn {
        /// The number it had.
        post: i64,
        /// Who wrote it, or had boosted.
        author: i64,
        /// Who else could read it.
        seen_by: SeenBy,
    },
    /// A member was told something.
    Told {
        /// The member.
        member: i64,
        /// The notice.
        notice: i64,
    },
    /// A member let somebody in, so that what waited of them is told.
    NoticesLetIn {
        /// The member.
        member: i64,
    },
    /// The operator announces something to all members.
    Announced {
        /// The announcement.
        announcement: i64,
    },
    /// The operator took an announcement back.
    AnnouncementWithdrawn {
        /// The number it had.
        announcement: i64,
    },
    /// A member answered an announcement with an emoji, or took that back.
    AnnouncementAnswered {
        /// The announcement.
        announcement: i64,
        /// The emoji.
        emoji: String,
    },
    /// A member's filters changed.
    FiltersChanged {
        /// The member.
        member: i64,
    },
}

/// Who, beside its author, could read what is gone.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SeenBy {
    /// It was never released.
    #[default]
    Nobody,
    /// It was open.
    Everybody,
    /// The author's followers, and these accounts.
    Followers(Vec<i64>),
    /// Only these accounts.
    Only(Vec<i64>),
}

/// Where happenings are told and heard, within this process.
#[derive(Debug)]
pub struct Hub(broadcast::Sender<Happening>);

impl Default for Hub {
    fn default() -> Self {
        Self(broadcast::Sender::new(ROOM))
    }
}

impl Hub {
    /// Tells all listeners; nobody is waited for.
    pub fn tell(&self, happening: Happening) {
        // Fails only where nobody listens.
        let _ = self.0.send(happening);
    }

    /// Listens from now on.
    pub fn listen(&self) -> Listener {
        Listener(self.0.subscribe())
    }
}

/// Hears what happens.
#[derive(Debug)]
pub struct Listener(broadcast::Receiver<Happening>);

/// What a listener hears.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Heard {
    /// This happened.
    Happening(Happening),
    /// The listener was too slow for so many happenings.
    Missed(u64),
    /// Nothing will happen any more.
    End,
}

impl Listener {
    /// Waits for what happens next. Nothing is lost where the wait is broken off.
    pub async fn next(&mut self) -> Heard {
        match self.0.recv().await {
            Ok(happening) => Heard::Happening(happening),
            Err(broadcast::error::RecvError::Lagged(count)) => Heard::Missed(count),
            Err(broadcast::error::RecvError::Closed) => Heard::End,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edited(post: i64) -> Happening {
        Happening::Edited { post }
    }

    #[tokio::test]
    async fn who_listens_hears_in_order_and_who_came_later_hears_only_what_came_later() {
        let hub = Hub::default();
        hub.tell(edited(1));
        let mut early = hub.listen();
        hub.tell(edited(2));
        let mut late = hub.listen();
        hub.tell(edited(3));
        assert_eq!(early.next().await, Heard::Happening(edited(2)));
        assert_eq!(early.next().await, Heard::Happening(edited(3)));
        assert_eq!(late.next().await, Heard::Happening(edited(3)));
        drop(hub);
        assert_eq!(late.next().await, Heard::End);
    }

    #[tokio::test]
    async fn a_listener_that_falls_behind_is_told_how_much_it_missed_and_holds_nobody_up() {
        let hub = Hub::default();
        let mut slow = hub.listen();
        for post in 0..1030 {
            hub.tell(edited(post));
        }
        assert_eq!(slow.next().await, Heard::Missed(6));
        assert_eq!(slow.next().await, Heard::Happening(edited(6)));
    }

    #[test]
    fn a_happening_crosses_to_other_processes_as_text() {
        let gone = Happening::Withdrawn { post: 7, author: 8, seen_by: SeenBy::Followers(vec![9]) };
        let text = serde_json::to_string(&gone).unwrap();
        assert_eq!(serde_json::from_str::<Happening>(&text).unwrap(), gone);
    }
}
