//! `anamnesis story …`: the operator's and moderators' decisions about what was told here.

use std::collections::HashMap;

use clap::Subcommand;

use super::{Outcome, say};
use crate::app::App;
use crate::base::config::Config;
use crate::base::error::{Error, Result};
use crate::domain::story::{self, Reason, Refusal};
use crate::domain::transparency::log::By;
use crate::domain::{account, post};

/// What can be done with stories.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Take a story or any other post down for ever, here and at every server that has a copy.
    Remove {
        /// Its number or its address.
        story: String,
        /// The rule: hidden, named, method, advice, kind, trade, own or other.
        #[arg(long)]
        reason: Option<String>,
    },
    /// List stories, oldest first: number, handle, language, address, title and `new` or `change`, separated by tabs.
    List {
        /// Those that wait for review.
        #[arg(long, required = true)]
        held: bool,
    },
    /// Let a story or its change out that waits for review; from the first one on, its author is on no trial.
    ///
    /// Where two people have to say yes (`review.two_persons`), this is one of them.
    Release {
        /// Its number.
        id: i64,
        /// Say yes for a second person too, whom you have asked.
        #[arg(long)]
        for_two: bool,
    },
    /// Do not let a story or its change out that waits for review; its author learns why.
    Refuse {
        /// Its number.
        id: i64,
        /// The rule: hidden, named, method, advice, kind, trade, own or other.
        #[arg(long)]
        reason: String,
        /// What the author is told besides, in your own words.
        #[arg(long, default_value = "")]
        note: String,
    },
    /// Give the coded facts of the stories whose authors agree to research to somebody, as tables or as JSON lines.
    ///
    /// What few people state is left out, and nothing is exported where fewer than `privacy.k` agree. To whom it goes, and why,
    /// is written down first, for everybody to read.
    Export(super::export::Arguments),
}

/// Does it. A server that runs on the same database sees it within seconds, and tells other servers.
pub async fn run(config: Config, command: Command) -> Outcome {
    let app = super::open(config).await?;
    match command {
        Command::Remove { story, reason } => {
            let rule = reason.as_deref().map(rule).transpose()?;
            let id = find(&app, &story).await?;
            post::remove(&app, By::Operator, id, rule).await
        }
        Command::List { held: _ } => list_held(&app).await,
        Command::Release { id, for_two } => {
            let by = if for_two { By::OperatorForTwo } else { By::Operator };
            let post = Box::pin(story::release(&app, by, id, None, None)).await?;
            if story::review::is_waiting(&app, &post).await? {
                say("one says yes; one more is needed");
            }
            Ok(())
        }
        Command::Export(arguments) => super::export::run(&app, &arguments).await,
        Command::Refuse { id, reason, note } => {
            let refusal = Refusal { reason: rule(&reason)?, note, proposal: None, by: By::Operator };
            story::refuse(&app, id, refusal, None).await.map(drop)
        }
    }
}

/// The rule of this name, in words for the operator if there is none.
pub(super) fn rule(name: &str) -> Result<Reason> {
    Reason::parse(name).ok_or(Error::NotFound("a rule of this name"))
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
    let authors: Vec<i64> = held.iter().map(|waiting| waiting.post.account_id).collect();
    let handles: HashMap<i64, String> =
        account::list(app, &authors).await?.into_iter().map(|author| (author.id, author.handle)).collect();
    for story::Waiting { post, is_change, .. } in held {
        let handle = handles.get(&post.account_id).map_or("", String::as_str);
        let (language, title) = (post.language.unwrap_or_default(), post.title.unwrap_or_default());
        let what = if is_change { "change" } else { "new" };
        say(&format!("{}\t{handle}\t{language}\t{}\t{title}\t{what}", post.id, post.url));
    }
    Ok(())
}
