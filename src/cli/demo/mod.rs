//! `anamnesis demo`: two communities on this machine exchange a story, step by step, through the same doors that
//! everybody uses.

mod client;
mod community;

use std::time::Duration;

use anyhow::{Context as _, anyhow, bail, ensure};
use clap::Args;
use serde_json::{Value, json};

use self::client::Client;
use self::community::Community;
use super::{Outcome, say};

/// The story that is told, in the shape a patient would paste it: titles, facts and text in two languages.
const STORY: &str = include_str!("story.txt");

/// How long one step may take before the demo says that it failed.
const PATIENCE: Duration = Duration::from_secs(30);

/// What the demo is asked to do.
#[derive(Debug, Args)]
pub struct DemoArgs {
    /// End after the exchange instead of running until Ctrl-C.
    #[arg(long)]
    once: bool,
    /// Port of the first community; the second one gets the next.
    #[arg(long, default_value_t = 3001)]
    port: u16,
}

/// Runs the demo.
pub async fn run(arguments: DemoArgs) -> Outcome {
    Ok(Box::pin(exchange(&arguments)).await?)
}

async fn exchange(arguments: &DemoArgs) -> anyhow::Result<()> {
    let second_port = arguments.port.checked_add(1).ok_or_else(|| anyhow!("--port is too high"))?;
    let hosts = [format!("english.localhost:{}", arguments.port), format!("nihongo.localhost:{second_port}")];
    let [english_host, nihongo_host] = &hosts;

    say("Two communities are made, each with its own database.");
    let mut english = Community::make(english_host, "English Medication Stories", "en", &hosts)?;
    let mut nihongo = Community::make(nihongo_host, "おくすり体験談", "ja", &hosts)?;
    let reader_token = english.member("quiet_harbour_27").await?;
    let author_token = nihongo.member("shizuka_kaze_58").await?;
    english.accept(nihongo_host).await?;
    nihongo.accept(english_host).await?;
    say("Each operator accepted the other community's stories.");

    english.start().await.context("starting the English community")?;
    nihongo.start().await.context("starting the Japanese community")?;
    let reader = Client::new(english_host, &reader_token, &hosts)?;
    let author = Client::new(nihongo_host, &author_token, &hosts)?;

    for handle in ["stories", "shizuka_kaze_58"] {
        follow(&reader, &format!("{handle}@{nihongo_host}"))
            .await
            .with_context(|| format!("following @{handle}@{nihongo_host}"))?;
        say(&format!("@quiet_harbour_27@{english_host} follows @{handle}@{nihongo_host}."));
    }
    follow(&author, &format!("quiet_harbour_27@{english_host}")).await.context("following back")?;
    say(
        "The author follows back: what strangers answer to such a story waits until the author lets it through.",
    );

    let told = author
        .post("/api/v1/statuses", &json!({"status": STORY, "language": "ja", "visibility": "public"}))
        .await
        .context("telling the story")?;
    say(&format!(
        "@shizuka_kaze_58 told a story in Japanese with an English translation:\n    {}",
        text(&told, "url")?
    ));

    let arrived = arrive(&reader, &told).await.context("waiting for the story in the English community")?;
    say("It stands in the English community, with the same facts and both editions:");
    for line in summary(&arrived) {
        say(&format!("    {line}"));
    }
    answer(&reader, &author, &arrived, &told).await?;

    say("");
    say("Open in a browser:");
    say(&format!("    http://{english_host}/"));
    say(&format!("    http://{nihongo_host}/"));
    if arguments.once {
        return Ok(());
    }
    say("Both run until Ctrl-C.");
    tokio::signal::ctrl_c().await.context("waiting for Ctrl-C")?;
    Ok(())
}

/// Looks an account of the other community up, follows it, and waits until it let us in.
async fn follow(reader: &Client, address: &str) -> anyhow::Result<()> {
    let found = reader.get(&format!("/api/v2/search?type=accounts&resolve=true&q=@{address}")).await?;
    let id = text(found.pointer("/accounts/0").ok_or_else(|| anyhow!("it was not found"))?, "id")?.to_owned();
    reader.post(&format!("/api/v1/accounts/{id}/follow"), &json!({})).await?;
    reader
        .eventually(PATIENCE, &format!("/api/v1/accounts/relationships?id[]={id}"), |relations| {
            relations.pointer("/0/following").and_then(Value::as_bool).unwrap_or(false).then_some(())
        })
        .await
}

/// Waits until the story stands in the reader's home timeline, and checks that nothing was lost on the way.
async fn arrive(reader: &Client, told: &Value) -> anyhow::Result<Value> {
    let uri = text(told, "uri")?.to_owned();
    let arrived = reader
        .eventually(PATIENCE, "/api/v1/timelines/home", |home| {
            home.as_array()?
                .iter()
                .find(|status| status.get("uri").and_then(Value::as_str) == Some(&uri))
                .cloned()
        })
        .await?;
    ensure!(told.get("story").is_some_and(Value::is_object), "the told post is not a story");
    ensure!(told.get("story") == arrived.get("story"), "the facts are not the same on both sides");
    let editions = arrived.pointer("/story/editions").and_then(Value::as_array).map_or(0, Vec::len);
    ensure!(editions == 2, "{editions} editions arrived instead of two");
    Ok(arrived)
}

/// The reader marks the story as a favourite and replies; the author is told of both.
async fn answer(reader: &Client, author: &Client, arrived: &Value, told: &Value) -> anyhow::Result<()> {
    let id = text(arrived, "id")?;
    reader
        .post(&format!("/api/v1/statuses/{id}/favourite"), &json!({}))
        .await
        .context("marking a favourite")?;
    let mention = format!("@{}", text(arrived.get("account").unwrap_or(&Value::Null), "acct")?);
    let reply = json!({
        "status": format!("{mention} Thank you for telling this. You are not alone with it."),
        "in_reply_to_id": id, "language": "en", "visibility": "public"
    });
    reader.post("/api/v1/statuses", &reply).await.context("replying")?;
    say("The reader marked it as a favourite and replied.");
    author
        .eventually(PATIENCE, "/api/v1/notifications", |notices| {
            let kinds: Vec<&str> =
                notices.as_array()?.iter().filter_map(|notice| notice.get("type")?.as_str()).collect();
            (kinds.contains(&"favourite") && kinds.contains(&"mention")).then_some(())
        })
        .await
        .context("waiting for the notices of the favourite and the reply")?;
    let own = author.get(&format!("/api/v1/statuses/{}/context", text(told, "id")?)).await?;
    if own.pointer("/descendants/0").is_none() {
        bail!("the reply does not stand below the story");
    }
    say("The author was told of both.");
    Ok(())
}

/// The facts of a story in a few lines, for the terminal.
fn summary(status: &Value) -> Vec<String> {
    let story = status.get("story").unwrap_or(&Value::Null);
    let names = |list: &str| -> String {
        let items = story.get(list).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        let names = items.iter().filter_map(|item| {
            item.pointer("/label/en").or_else(|| item.get("name")).and_then(Value::as_str)
        });
        names.collect::<Vec<_>>().join(", ")
    };
    let code = |name: &str| story.get(name).and_then(Value::as_str).unwrap_or("-").to_owned();
    let titles = story.get("titleMap").and_then(Value::as_object);
    let titles: Vec<&str> = titles.into_iter().flatten().filter_map(|(_, title)| title.as_str()).collect();
    vec![
        titles.join(" / "),
        format!("medication: {}", names("medications")),
        format!("symptoms: {}", names("symptoms")),
        format!("age {}, taken {}, now {}", code("ageBand"), code("durationOfUse"), code("currentStatus")),
    ]
}

/// A text member that has to be there.
fn text<'a>(value: &'a Value, name: &str) -> anyhow::Result<&'a str> {
    value.get(name).and_then(Value::as_str).ok_or_else(|| anyhow!("the answer has no {name}"))
}
