//! `anamnesis serve`: run the server until it is told to stop.

use std::time::Duration;

use anyhow::Context as _;
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;

use super::Outcome;
use crate::base::config::Config;
use crate::base::log;
use crate::domain::{account, notice, relation};
use crate::jobs::tidy;
use crate::{effects, http};

/// Requests in flight and workers get this long to end; the whole stop stays below ten seconds.
const GRACE: Duration = Duration::from_secs(8);

/// Migrates, listens, works, and stops on SIGTERM or Ctrl-C. Queues are durable: what is not done by then is done
/// after the next start.
pub async fn run(config: Config) -> Outcome {
    log::start(&config.log);
    let app = super::open(config).await?;
    account::ensure_own(&app).await?;
    account::ensure_second_keys(&app).await?;
    relation::renew_tags(&app).await?;
    relation::limit::settle(&app).await?;
    notice::push::public_key(&app).await?;
    tidy::schedule(&app).await?;
    let listener = TcpListener::bind(app.config.listen)
        .await
        .with_context(|| format!("listening on {}", app.config.listen))?;
    let address = listener.local_addr().context("reading the address we listen on")?;
    let (stop, stopped) = watch::channel(false);
    let workers = effects::start(&app, &stopped);
    super::say(&format!("listening on http://{address}"));
    tracing::info!("listening on {address} as {}", app.config.domain);

    let mut server = tokio::spawn(http::serve(app.clone(), listener, stopped));
    tokio::select! {
        () = told_to_stop()? => {}
        ended = &mut server => ended.context("the server ended by itself")??,
    }
    tracing::info!("stopping");
    let _ = stop.send(true);
    let ending = async {
        let _ = server.await;
        workers.join_all().await;
    };
    if tokio::time::timeout(GRACE, ending).await.is_err() {
        tracing::warn!("stopped with work still running; it is taken up at the next start");
    }
    app.db.clone().close().await;
    Ok(())
}

/// Waits for SIGTERM or Ctrl-C.
fn told_to_stop() -> Result<impl Future<Output = ()>, anyhow::Error> {
    let mut terminate = signal(SignalKind::terminate()).context("listening for SIGTERM")?;
    let mut interrupt = signal(SignalKind::interrupt()).context("listening for Ctrl-C")?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}
