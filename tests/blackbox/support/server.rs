//! A real server: the built binary with its own folder and database, on a free port of this machine.
//!
//! ```ignore
//! let server = Server::start().await;                       // http://a.localhost:PORT
//! let writer = server.member("quiet_fern_12");              // a client that is signed in
//! writer.post_json("/api/v1/statuses", &json!({"status": "…"})).await.expect(200);
//! ```
//! When the test ends the server is stopped, and the test fails if its log holds an error or a panic that the
//! test did not announce with [`Server::expect_errors`]. When the test fails, the log is printed.

use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::Path;
use std::process::{Command, ExitStatus};
use std::thread;
use std::time::{Duration, Instant};

use tempfile::TempDir;

use super::client::Client;
use super::database::Database;
use super::peer;
use super::process::Process;

/// Names under which servers and peers of tests may reach each other over plain HTTP.
fn names() -> String {
    let servers = ["a", "b", "c"].map(|name| format!("{name}.localhost"));
    let names: Vec<String> = servers.into_iter().chain((1..=peer::MOST).map(peer::name_of)).collect();
    names.join(",")
}

/// A running server.
#[derive(Debug)]
pub struct Server {
    /// Host with port, e.g. `a.localhost:40001`: the second half of its members' addresses.
    pub domain: String,
    /// What it stores.
    pub database: Database,
    address: SocketAddr,
    environment: Vec<(String, String)>,
    process: Process,
    /// Logs of processes that were stopped or killed before the present one.
    earlier: String,
    errors_expected: bool,
    home: TempDir,
}

/// A server that is about to be started.
#[derive(Debug)]
pub struct Builder {
    name: String,
    environment: Vec<(String, String)>,
}

impl Builder {
    /// Sets one more variable of the environment, e.g. `ANAMNESIS_COMMUNITY_LANGUAGE`.
    pub fn env(mut self, name: &str, value: &str) -> Self {
        self.environment.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Starts the server and waits until it listens.
    pub async fn start(self) -> Server {
        let home = tempfile::tempdir().unwrap();
        let database = Database::fresh(home.path()).await;
        let mut clashes = Vec::new();
        // Another process may take the free port in the moment between; then another is tried.
        for _ in 0..5 {
            let address = free_address();
            let domain = format!("{}.localhost:{}", self.name, address.port());
            let environment = environment(&self.environment, &domain, address, &database, home.path());
            let process = Process::start(command(&environment, home.path(), &["serve"]));
            match process.first_line().await {
                Ok(line) => {
                    assert_eq!(line, format!("listening on http://{address}"), "its only line on stdout");
                    let (earlier, errors_expected) = (String::new(), false);
                    return Server {
                        domain,
                        database,
                        address,
                        environment,
                        process,
                        earlier,
                        errors_expected,
                        home,
                    };
                }
                Err(printed) => clashes.push(printed),
            }
            let printed = clashes.last().unwrap();
            assert!(printed.contains("in use"), "the server does not start:\n{printed}");
        }
        panic!("no free port:\n{}", clashes.join("\n"));
    }
}

impl Server {
    /// Starts a server with default settings at `a.localhost`.
    pub async fn start() -> Self {
        Self::at("a").start().await
    }

    /// A server at `NAME.localhost`; names are `a`, `b` and `c`.
    pub fn at(name: &str) -> Builder {
        Builder { name: name.to_owned(), environment: Vec::new() }
    }

    /// The whole address of a path.
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.domain)
    }

    /// The folder of everything that is not in its database.
    pub fn folder(&self) -> &Path {
        self.home.path()
    }

    /// A client that is not signed in.
    pub fn client(&self) -> Client {
        Client::new(&self.domain)
    }

    /// Makes a member of this name and returns a client with a token for everything.
    pub fn member(&self, name: &str) -> Client {
        self.cli(&["member", "create", name]).expect_success();
        let token = self.cli(&["token", "create", name, "--scope", "read write follow"]).expect_success();
        self.client().with_token(token.trim())
    }

    /// Runs one of the binary's commands with this server's settings, beside the running server.
    pub fn cli(&self, arguments: &[&str]) -> Ended {
        let output = command(&self.environment, self.home.path(), arguments).output().unwrap();
        Ended {
            command: arguments.join(" "),
            status: output.status,
            stdout: String::from_utf8(output.stdout).expect("stdout is UTF-8"),
            stderr: String::from_utf8(output.stderr).expect("stderr is UTF-8"),
        }
    }

    /// This test provokes errors in the log; without this call they fail it.
    #[expect(dead_code, reason = "take this line out with the first test that provokes an error")]
    pub fn expect_errors(&mut self) {
        self.errors_expected = true;
    }

    /// Stops it as an operator does (SIGTERM), checks that it ended well, and returns how long that took.
    pub fn stop(&mut self) -> Duration {
        let begun = Instant::now();
        let status = self.process.terminate().unwrap_or_else(|error| panic!("{error}\n{}", self.log()));
        assert!(status.success(), "the server ended with {status}\n{}", self.log());
        begun.elapsed()
    }

    /// Ends it in the middle of whatever it does (SIGKILL).
    pub fn kill(&mut self) {
        self.process.kill();
    }

    /// Starts it again after [`Server::stop`] or [`Server::kill`], at the same address with the same database.
    pub async fn start_again(&mut self) {
        self.earlier = self.log();
        self.process = Process::start(command(&self.environment, self.home.path(), &["serve"]));
        let line = self.process.first_line().await;
        assert_eq!(line, Ok(format!("listening on http://{}", self.address)));
    }

    /// Sets a variable of the environment anew, for the next start.
    pub fn set(&mut self, name: &str, value: &str) {
        self.environment.retain(|(known, _)| known != name);
        self.environment.push((name.to_owned(), value.to_owned()));
    }

    /// Number of the running process.
    pub fn process_id(&self) -> u32 {
        self.process.id()
    }

    /// The memory that the running process really has, in bytes.
    pub fn memory(&self) -> usize {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.process_id())).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
        line.trim().trim_end_matches(" kB").parse::<usize>().unwrap() * 1024
    }

    /// All that it has printed, over all its starts.
    pub fn log(&self) -> String {
        format!("{}{}", self.earlier, self.process.printed())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let ended = self.process.terminate();
        let log = self.log();
        let errors = errors_in(&log);
        if thread::panicking() {
            eprintln!("---- log of {} ----\n{log}---- end of the log ----", self.domain);
            return;
        }
        assert!(ended.is_ok(), "{ended:?}\n{log}");
        assert!(
            self.errors_expected || errors.is_empty(),
            "errors in the log:\n{}\n\n{log}",
            errors.join("\n")
        );
    }
}

/// How a command ended.
#[derive(Debug)]
pub struct Ended {
    command: String,
    /// Its exit status.
    pub status: ExitStatus,
    /// What it printed for programs.
    pub stdout: String,
    /// What it printed for people.
    pub stderr: String,
}

impl Ended {
    /// Its standard output; fails if the command did.
    pub fn expect_success(self) -> String {
        assert!(self.status.success(), "`anamnesis {}` failed: {}{}", self.command, self.stderr, self.stdout);
        self.stdout
    }
}

/// The lines of a log that tell of an error or a panic.
fn errors_in(log: &str) -> Vec<&str> {
    let is_error = |line: &&str| {
        line.split_whitespace().nth(1) == Some("ERROR")
            || (line.starts_with("thread '") && line.contains("panicked at"))
    };
    log.lines().filter(is_error).collect()
}

fn free_address() -> SocketAddr {
    TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap().local_addr().unwrap()
}

fn environment(
    extra: &[(String, String)],
    domain: &str,
    address: SocketAddr,
    database: &Database,
    home: &Path,
) -> Vec<(String, String)> {
    let settings = [
        ("ANAMNESIS_DOMAIN", domain.to_owned()),
        ("ANAMNESIS_BASE_URL", format!("http://{domain}")),
        ("ANAMNESIS_LISTEN", address.to_string()),
        ("ANAMNESIS_DATABASE_URL", database.url.clone()),
        ("ANAMNESIS_DATA_DIR", home.display().to_string()),
        ("ANAMNESIS_FEDERATION_ALLOW_PRIVATE", names()),
    ];
    let settings = settings.into_iter().map(|(name, value)| (name.to_owned(), value));
    settings.chain(extra.iter().cloned()).collect()
}

/// The binary with these settings and nothing else that is called `ANAMNESIS_*`.
fn command(environment: &[(String, String)], home: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_anamnesis"));
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("ANAMNESIS_") {
            command.env_remove(name);
        }
    }
    command.envs(environment.iter().map(|(name, value)| (name, value))).args(arguments).current_dir(home);
    command
}
