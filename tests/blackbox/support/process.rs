//! A running `anamnesis` process: what it prints is kept, and it is ended when the test ends.

use std::io::{BufRead as _, BufReader, Read};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

/// A server that needs longer to start than this is broken.
const START: Duration = Duration::from_secs(30);

/// The server promises to stop within 10 s.
pub const STOP: Duration = Duration::from_secs(10);

/// The process, and everything it has printed so far.
#[derive(Debug)]
pub struct Process {
    child: Child,
    printed: Arc<Mutex<String>>,
    first_line: Receiver<String>,
    ended: Receiver<()>,
}

impl Process {
    /// Starts the command; both of its outputs are read until they end.
    pub fn start(mut command: Command) -> Self {
        let mut child = command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the binary starts");
        let printed = Arc::new(Mutex::new(String::new()));
        let (say_first, first_line) = channel();
        let (say_ended, ended) = channel();
        keep(child.stdout.take().unwrap(), &printed, Some(say_first), Some(say_ended));
        keep(child.stderr.take().unwrap(), &printed, None, None);
        Self { child, printed, first_line, ended }
    }

    /// The first line on standard output, or what was printed by a process that ended or hung before it.
    pub async fn first_line(&self) -> Result<String, String> {
        let begun = Instant::now();
        super::eventually("the server's first line", async || match self.first_line.try_recv() {
            Ok(line) => Ok(Ok(line)),
            Err(std::sync::mpsc::TryRecvError::Empty) if begun.elapsed() < START => Err(self.printed()),
            Err(_) => Ok(Err(self.printed())),
        })
        .await
    }

    /// Everything printed so far, both outputs.
    pub fn printed(&self) -> String {
        self.printed.lock().unwrap().clone()
    }

    /// Number of the process.
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// SIGTERM, as an operator stops it; returns how it ended, or fails after 10 s.
    pub fn terminate(&mut self) -> Result<ExitStatus, String> {
        if let Ok(Some(status)) = self.child.try_wait() {
            return Ok(status);
        }
        let told = Command::new("sh").args(["-c", &format!("kill -TERM {}", self.id())]).status().unwrap();
        assert!(told.success(), "cannot send SIGTERM");
        match self.ended.recv_timeout(STOP) {
            Ok(()) | Err(RecvTimeoutError::Disconnected) => Ok(self.child.wait().unwrap()),
            Err(RecvTimeoutError::Timeout) => {
                self.kill();
                Err(format!("the server did not stop within {STOP:?}"))
            }
        }
    }

    /// SIGKILL: nothing is put in order.
    pub fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

/// Reads an output on a thread of its own until it ends.
fn keep(
    output: impl Read + Send + 'static,
    printed: &Arc<Mutex<String>>,
    mut first: Option<Sender<String>>,
    ended: Option<Sender<()>>,
) {
    let printed = Arc::clone(printed);
    thread::spawn(move || {
        let mut lines = BufReader::new(output);
        let mut line = Vec::new();
        while lines.read_until(b'\n', &mut line).is_ok_and(|length| length > 0) {
            let text = String::from_utf8_lossy(&line).into_owned();
            if let Some(first) = first.take() {
                let _ = first.send(text.trim_end().to_owned());
            }
            printed.lock().unwrap().push_str(&text);
            line.clear();
        }
        drop(ended);
    });
}
