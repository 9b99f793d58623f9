//! One community of the demo: a folder of its own, and this very program run on it.

use std::net::TcpListener;
use std::path::PathBuf;
use std::process::Stdio;
use std::time::Duration;

use anyhow::{Context as _, anyhow, bail};
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::{Child, Command};

/// How long a server may take to listen.
const START: Duration = Duration::from_secs(30);

/// A community; its server ends and its folder goes when this is dropped.
pub struct Community {
    host: String,
    program: PathBuf,
    folder: PathBuf,
    settings: Vec<(&'static str, String)>,
    server: Option<Child>,
}

impl Community {
    /// A community at `host` (`name.localhost:port`) with a new folder. Nothing runs yet.
    pub fn make(host: &str, name: &str, language: &str, hosts: &[String]) -> anyhow::Result<Self> {
        let port = host.rsplit(':').next().unwrap_or_default();
        let listen = format!("127.0.0.1:{port}");
        if TcpListener::bind(&listen).is_err() {
            bail!("port {port} is in use; choose another one with --port");
        }
        let folder = std::env::temp_dir().join(format!("anamnesis-demo-{}-{port}", std::process::id()));
        std::fs::create_dir_all(&folder).context("making a folder for the demo")?;
        let settings = vec![
            ("ANAMNESIS_DOMAIN", host.to_owned()),
            ("ANAMNESIS_BASE_URL", format!("http://{host}")),
            ("ANAMNESIS_LISTEN", listen),
            ("ANAMNESIS_DATABASE_URL", format!("sqlite://{}", folder.join("anamnesis.db").display())),
            ("ANAMNESIS_DATA_DIR", folder.display().to_string()),
            ("ANAMNESIS_FEDERATION_ALLOW_PRIVATE", hosts.join(",")),
            ("ANAMNESIS_COMMUNITY_NAME", name.to_owned()),
            ("ANAMNESIS_COMMUNITY_LANGUAGE", language.to_owned()),
            ("ANAMNESIS_COMMUNITY_OPERATOR", "The demo".to_owned()),
        ];
        let program = std::env::current_exe().context("finding this program")?;
        Ok(Self { host: host.to_owned(), program, folder, settings, server: None })
    }

    /// Makes a member and gives a token for it.
    pub async fn member(&self, handle: &str) -> anyhow::Result<String> {
        self.run(&["member", "create", handle, "--role", "operator"]).await?;
        let token = self.run(&["token", "create", handle, "--scope", "read write follow"]).await?;
        Ok(token.trim().to_owned())
    }

    /// Accepts another community's stories.
    pub async fn accept(&self, host: &str) -> anyhow::Result<()> {
        self.run(&["peer", "accept", host]).await.map(drop)
    }

    /// Starts the server and waits until it listens.
    pub async fn start(&mut self) -> anyhow::Result<()> {
        let log = std::fs::File::create(self.folder.join("log")).context("making the log")?;
        let mut server = self
            .command(&["serve"])
            .stdout(Stdio::piped())
            .stderr(log)
            .kill_on_drop(true)
            .spawn()
            .context("starting the server")?;
        let output = server.stdout.take().ok_or_else(|| anyhow!("the server has no output"))?;
        let mut lines = BufReader::new(output).lines();
        let line =
            tokio::time::timeout(START, lines.next_line()).await.context("waiting for the server")??;
        self.server = Some(server);
        match line {
            Some(line) if line.starts_with("listening on") => Ok(()),
            _ => bail!("{} did not start: {}", self.host, self.log()),
        }
    }

    async fn run(&self, arguments: &[&str]) -> anyhow::Result<String> {
        let done = self.command(arguments).output().await.context("running a command")?;
        if !done.status.success() {
            bail!("anamnesis {}: {}", arguments.join(" "), String::from_utf8_lossy(&done.stderr));
        }
        Ok(String::from_utf8_lossy(&done.stdout).into_owned())
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(&self.program);
        command.args(arguments).envs(self.settings.iter().map(|(name, value)| (*name, value.as_str())));
        command.stdin(Stdio::null());
        command
    }

    /// The end of the server's log, for a message that helps.
    fn log(&self) -> String {
        let log = std::fs::read_to_string(self.folder.join("log")).unwrap_or_default();
        let lines: Vec<&str> = log.lines().rev().take(5).collect();
        lines.into_iter().rev().collect::<Vec<_>>().join("\n")
    }
}

impl Drop for Community {
    fn drop(&mut self) {
        // The server is killed with its handle; a folder that can't be removed is left to the system's cleaner.
        drop(self.server.take());
        let _ = std::fs::remove_dir_all(&self.folder);
    }
}
