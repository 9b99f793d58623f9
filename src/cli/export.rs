//! `anamnesis story export --research`: the stories whose authors agree to it, for researchers, as tables and as JSON lines.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use serde_json::json;

use super::{Outcome, say};
use crate::app::App;
use crate::base::error::Result;
use crate::domain::export::research::{self, Export};
use crate::domain::export::{Record, table};
use crate::store::Conn;

/// What is exported, for whom and why.
#[derive(Debug, clap::Args)]
pub struct Arguments {
    /// A new folder for the tables; `-` prints JSON lines instead.
    #[arg(long, value_name = "DIR", required = true)]
    research: PathBuf,
    /// Who gets it. Everybody can read this at /transparency.
    #[arg(long, value_name = "WHO")]
    to: String,
    /// What they want to find out. Everybody can read this, too.
    #[arg(long, value_name = "WHAT")]
    reason: String,
}

/// Writes down to whom it goes, then hands it out.
pub async fn run(app: &App, arguments: &Arguments) -> Outcome {
    let mut export = Box::pin(research::prepare(app)).await?;
    let is_stream = arguments.research.as_os_str() == "-";
    let tables = if is_stream { None } else { Some(Tables::create(&arguments.research)?) };
    research::write_down(app, &export, &arguments.to, &arguments.reason).await?;
    match tables {
        None => stream(&mut export).await,
        Some(tables) => {
            tables.fill(app, &mut export).await?;
            say(&format!("wrote {} stories to {}", export.stories(), arguments.research.display()));
            Ok(())
        }
    }
}

async fn stream(export: &mut Export<impl Conn>) -> Outcome {
    while let Some(records) = export.next().await? {
        for record in &records {
            say(&line(record)?);
        }
    }
    Ok(())
}

fn line(record: &Record) -> Result<String> {
    Ok(serde_json::to_string(record).context("writing a story as JSON")?)
}

/// The files of an export.
struct Tables {
    folder: PathBuf,
    stories: BufWriter<File>,
    terms: BufWriter<File>,
    timeline: BufWriter<File>,
    lines: BufWriter<File>,
}

impl Tables {
    /// New files in a folder; none that is there is written over.
    fn create(folder: &Path) -> Result<Self> {
        std::fs::create_dir_all(folder).with_context(|| format!("making {}", folder.display()))?;
        let create = |name: &str| -> Result<BufWriter<File>> {
            let path = folder.join(name);
            let file = File::create_new(&path).with_context(|| format!("making {}", path.display()))?;
            Ok(BufWriter::new(file))
        };
        Ok(Self {
            stories: create("stories.csv")?,
            terms: create("terms.csv")?,
            timeline: create("timeline.csv")?,
            lines: create("stories.jsonl")?,
            folder: folder.to_owned(),
        })
    }

    async fn fill(mut self, app: &App, export: &mut Export<impl Conn>) -> Outcome {
        write(&mut self.stories, table::STORIES)?;
        write(&mut self.terms, table::TERMS)?;
        write(&mut self.timeline, table::TIMELINE)?;
        while let Some(records) = export.next().await? {
            for record in &records {
                write(&mut self.stories, &table::story(record))?;
                write(&mut self.terms, &table::terms(record))?;
                write(&mut self.timeline, &table::timeline(record))?;
                write(&mut self.lines, &format!("{}\n", line(record)?))?;
            }
        }
        for file in [&mut self.stories, &mut self.terms, &mut self.timeline, &mut self.lines] {
            file.flush().context("writing an export")?;
        }
        let about = json!({
            "community": app.config.community.name,
            "domain": app.config.domain,
            "week": app.week(),
            "version": env!("CARGO_PKG_VERSION"),
            "stories": export.stories(),
            "k": app.config.privacy.k,
        });
        let vocabulary = format!("{}{}", table::VOCABULARY, table::all_terms());
        for (name, content) in [
            ("about.json", format!("{about:#}\n")),
            ("dictionary.csv", table::DICTIONARY.to_owned()),
            ("README.md", table::READ_ME.to_owned()),
            ("vocabulary.csv", vocabulary),
        ] {
            let path = self.folder.join(name);
            std::fs::write(&path, content).with_context(|| format!("writing {}", path.display()))?;
        }
        Ok(())
    }
}

fn write(file: &mut impl Write, text: &str) -> Result<()> {
    Ok(file.write_all(text.as_bytes()).context("writing an export")?)
}
