//! `anamnesis story …`: the operator's and moderators' decisions about what was told here.

use std::collections::HashMap;

use clap::Subcommand;

use super::{Outcome, say};
use crate::app::App;
use crate::base::config::Config;
use crate::base::error::{Error, Result};
use crate::domain::{account, post, story};

/// What can be done with stories.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Take a story or any other post down for ever, here and at every server that has a copy.
    Remove {
        /// Its number or its address.
        story: String,
    },
    /// List stories, oldest first: number, handle, language, address and title, separated by tabs.
    List {
        /// Those that wait for review.
        #[arg(long, required = true)]
        held: bool,
    },
    /// Let a story out that waits for review; from its first one on, its author needs no review.
    Release {
        /// Its number.
        id: i64,
    },
    /// Do not let a story out that waits for review; only its author still sees it.
    Refuse {
        /// Its number.
        id: i64,
    },
}

/// Does it. A server that runs on the same database sees it within seconds, and tells other servers.
pub async fn run(config: Config, command: Command) -> Outcome {
    let app = super::open(config).await?;
    match command {
        Command::Remove { story } => {
            let id = find(&app, &story).await?;
            post::remove(&app, id).await
        }
        Command::List { held: _ } => list_held(&app).await,
        Command::Release { id } => story::release(&app, id).await.map(drop),
        Command::Refuse { id } => story::refuse(&app, id).await.map(drop),
    }
}

/// The number of the post that somebody named by its number or by its address.
async fn find(app: &App, text: &str) -> Result<i64> {
    if let Ok(id) = text.parse() {
        return Ok(id);
    }
    let found = post::find_by_address(app, text.trim_end_matches('/')).await?;
    found.map(|post| post.id).ok_or(Error::NotFound("a post with this address"))
}

async fn list_held(app: &App) -> Outcome {
    let held = story::list_held(app).await?;
    let authors: Vec<i64> = held.iter().map(|post| post.account_id).collect();
    let handles: HashMap<i64, String> =
        account::list(app, &authors).await?.into_iter().map(|author| (author.id, author.handle)).collect();
    for post in held {
        let handle = handles.get(&post.account_id).map_or("", String::as_str);
        let (language, title) = (post.language.unwrap_or_default(), post.title.unwrap_or_default());
        say(&format!("{}\t{handle}\t{language}\t{}\t{title}", post.id, post.url));
    }
    Ok(())
}
