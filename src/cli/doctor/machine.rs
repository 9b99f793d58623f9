//! What the server needs of the machine: a folder to write to, a clock that is right, a port; and helplines that
//! were looked at lately.

use std::fs;
use std::path::Path;
use std::time::Duration;

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

use super::Finding;
use crate::base::clock::Clock;
use crate::base::config::Config;
use crate::domain::care::helplines;

/// No clock that is right shows less: 1 November 2026, when this was written.
const NOT_BEFORE: i64 = 1_793_491_200;
/// A server on the same machine answers sooner.
const PATIENCE: Duration = Duration::from_secs(3);
/// More than enough for the answer that is looked for.
const MAX_ANSWER_BYTES: u64 = 8192;

/// Whether the data folder is there and can be written to.
pub fn check_folder(folder: &Path) -> Finding {
    let shown = folder.display();
    if !folder.exists() {
        return Finding::Doubtful(format!("there is no folder {shown} yet: the first start makes it"));
    }
    let probe = folder.join(format!(".doctor.{}", std::process::id()));
    let written = fs::write(&probe, b"").and_then(|()| fs::remove_file(&probe));
    match written {
        Ok(()) => Finding::Fine(format!("{shown} can be written to")),
        Err(error) => Finding::Broken(format!("{shown} can't be written to: {error}")),
    }
}

/// Whether the clock shows a time at which this program existed.
pub fn check_clock(clock: &Clock) -> Finding {
    let now = clock.now();
    let shown = now.format("%Y-%m-%d %H:%M UTC");
    if now.timestamp() < NOT_BEFORE {
        Finding::Broken(format!("the clock shows {shown}: no other server will accept our signatures"))
    } else {
        Finding::Fine(format!("the clock shows {shown}"))
    }
}

/// Whether the helplines in this program may still be shown.
pub fn check_helplines(clock: &Clock) -> Finding {
    match helplines::count_stale(clock.now()) {
        0 => Finding::Fine("the helplines were verified within the last twelve months".to_owned()),
        stale => Finding::Doubtful(format!(
            "{stale} helplines were verified too long ago and are not shown: upgrade to a newer version"
        )),
    }
}

/// Whether the port is free, or this server has it already.
pub async fn check_port(config: &Config) -> Finding {
    let address = config.listen;
    match TcpListener::bind(address).await {
        Ok(_) => Finding::Fine(format!("{address} is free to listen on; the server does not run there now")),
        Err(error) if error.kind() == std::io::ErrorKind::AddrInUse => {
            match tokio::time::timeout(PATIENCE, ask(config)).await {
                Ok(Ok(answer)) if answer.contains(config.base_url.as_str()) => {
                    Finding::Fine(format!("the server runs and answers on {address}"))
                }
                Ok(_) => Finding::Broken(format!("something else listens on {address}")),
                Err(_) => Finding::Broken(format!("what listens on {address} does not answer")),
            }
        }
        Err(error) => Finding::Broken(format!("the server can't listen on {address}: {error}")),
    }
}

/// What the server on our port says of itself; one of ours names its `base_url`.
async fn ask(config: &Config) -> std::io::Result<String> {
    let mut stream = TcpStream::connect(config.listen).await?;
    let request = format!(
        "GET /.well-known/nodeinfo HTTP/1.1\r\nHost: {}\r\nAccept: application/json\r\nConnection: close\r\n\r\n",
        config.domain
    );
    stream.write_all(request.as_bytes()).await?;
    let mut answer = Vec::new();
    stream.take(MAX_ANSWER_BYTES).read_to_end(&mut answer).await?;
    Ok(String::from_utf8_lossy(&answer).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::config::from_parts;

    #[test]
    fn a_folder_that_cannot_be_written_to_is_told_from_one_that_is_missing() {
        let folder = tempfile::tempdir().unwrap();
        assert!(matches!(check_folder(folder.path()), Finding::Fine(_)));
        assert!(matches!(check_folder(&folder.path().join("none")), Finding::Doubtful(_)));
        let file = folder.path().join("file");
        fs::write(&file, b"").unwrap();
        assert!(matches!(check_folder(&file), Finding::Broken(_)));
    }

    #[test]
    fn a_clock_that_was_never_set_is_broken() {
        let at = |seconds| Clock::fixed(chrono::DateTime::from_timestamp(seconds, 0).unwrap());
        assert!(matches!(check_clock(&at(86_400)), Finding::Broken(_)));
        assert!(matches!(check_clock(&at(NOT_BEFORE + 1)), Finding::Fine(_)));
    }

    #[tokio::test]
    async fn a_port_is_free_or_ours_or_taken() {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let text = format!("domain = \"a.example\"\nlisten = \"{address}\"");
        let config = from_parts(&text, Path::new("test.toml"), []).unwrap();
        for (answer, expected) in [("https://a.example/nodeinfo/2.1", "answers"), ("hello", "something else")]
        {
            let serve = async {
                let (mut stream, _) = listener.accept().await.unwrap();
                let mut asked = [0; 1024];
                let _ = stream.read(&mut asked).await.unwrap();
                stream.write_all(answer.as_bytes()).await.unwrap();
            };
            let (found, ()) = tokio::join!(check_port(&config), serve);
            assert!(format!("{found:?}").contains(expected), "{found:?}");
        }
        drop(listener);
        assert!(matches!(check_port(&config).await, Finding::Fine(_)));
    }
}
