//! What is left of members who left: a wire id and keys, for as long as other servers are asked to delete what they have.

use chrono::TimeDelta;

use super::super::Finding;
use super::Breaches;
use crate::app::App;
use crate::base::clock;
use crate::base::error::Result;
use crate::domain::leaving::shell::{self, ASK, Shell};

/// What is to go is taken away once a day.
const AT_MOST: TimeDelta = TimeDelta::days(ASK.num_days() + 2);

/// Looks at everything that is left of somebody.
pub async fn check(app: &App) -> Result<Vec<Finding>> {
    let (mut more, mut older) = (Breaches::default(), Breaches::default());
    let oldest = clock::day(app.clock.now() - AT_MOST);
    let shells = shell::list(app).await?;
    for Shell { account, left_day } in &shells {
        let place = format!("account {}", account.id);
        if !shell::is_empty(account) {
            more.add(place.clone());
        }
        // One of which nothing is noted came with a backup of an older version, and is taken in hand within a day.
        if left_day.as_ref().is_some_and(|day| *day < oldest) {
            older.add(place);
        }
    }
    let count = shells.len();
    Ok(vec![
        more.finding(
            &format!("of {count} members who left there are a wire id and keys, and nothing else"),
            "of members who left there is more than a wire id and keys",
        ),
        older.finding(
            "nothing is left of who left more than 30 days ago",
            "there is something left of who left more than 30 days ago",
        ),
    ])
}
