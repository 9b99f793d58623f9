//! What a story costs until everything that follows from it is done, as statements that the database runs: each of them
//! crosses from thread to thread and back, which is most of what it takes.

use super::round;
use crate::domain::account;
use crate::domain::auth::Member;
use crate::domain::auth::member::{self, NewMember};
use crate::domain::story::{self, NewPost};
use crate::store::testing::{Watched, fresh_on_each};

/// Writing it.
const MOST_TO_WRITE: usize = 8;
/// What follows from one that comes alone: reading what it is, the feed's boost, what follows from that, and counting it for
/// everybody to read (decision 36); on Postgres also a call to other processes.
const MOST_ALONE: usize = 34;
/// What follows from one among several that come together.
const MOST_AMONG_SEVERAL: usize = 13;

async fn write(app: &Watched, author: &Member, number: u32) -> usize {
    let text = format!(
        "After the tablets, part {number}\n\nMedication: Zoloft\nAge: 29 · Duration of use: 18 months\n\
         Current status: No, have stopped\nSymptoms: severe insomnia, tinnitus, dizziness\n\n\
         For a year and a half it helped, and I could take the train again."
    );
    let new = NewPost { text, language: Some("en".to_owned()), ..NewPost::default() };
    story::write(&app.app, author, new).await.unwrap();
    app.take().len()
}

async fn follow(app: &Watched) -> usize {
    while round(&app.app).await.unwrap() {}
    app.take().len()
}

#[tokio::test]
async fn a_story_takes_few_statements_and_fewer_among_others() {
    for app in fresh_on_each().await {
        account::ensure_own(&app).await.unwrap();
        let new = NewMember::active("quiet_fern_12", "tea moss lantern");
        let author = member::create(&app, new).await.unwrap().member;
        let app = app.watched();
        // The first one is asked about by the guide, once in a member's life.
        write(&app, &author, 1).await;
        follow(&app).await;

        let (to_write, alone) = (write(&app, &author, 2).await, follow(&app).await);
        assert!(to_write <= MOST_TO_WRITE && alone <= MOST_ALONE, "{to_write} and then {alone}");
        for number in 3..13 {
            write(&app, &author, number).await;
        }
        let ten = follow(&app).await;
        assert!(ten <= MOST_ALONE + 9 * MOST_AMONG_SEVERAL, "{alone} for one, and {ten} for ten");
    }
}
