//! The real program as a process of its own, as an operator runs it: its commands, its one sentence
//! when it refuses, and what only a process can show: being killed, and standing beside others over
//! one database.

use std::fs::File;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// A server that does not come back at all must fail a test, not hang it.
pub const PATIENCE: Duration = Duration::from_secs(60);
/// Between two questions to a server that did not answer.
const AGAIN: Duration = Duration::from_millis(20);

/// The program in a folder of its own, without settings from outside.
pub fn casebook(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_casebook"));
    command.current_dir(folder).env_clear().stdin(Stdio::null());
    // No test asks another site.
    command.env("CASEBOOK_LINK_CHECKS", "off");
    command
}

/// A new folder to run the program in.
pub fn folder() -> TempDir {
    tempfile::tempdir().expect("a folder")
}

/// Runs a command to its end.
pub fn run(folder: &Path, arguments: &[&str]) -> Output {
    casebook(folder).args(arguments).output().expect("it runs")
}

/// Runs to a failure and gives its one sentence.
#[track_caller]
pub fn refused(command: &mut Command) -> String {
    let mut child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("it runs");
    let ended = within(Duration::from_secs(20), || {
        child.try_wait().expect("it is our child")
    });
    if ended.is_none() {
        child.kill().expect("SIGKILL");
        panic!("it runs instead of refusing");
    }
    let output = child.wait_with_output().expect("it ended");
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    let words = String::from_utf8(output.stderr).expect("UTF-8");
    assert_eq!(words.lines().count(), 1, "{words}");
    assert!(words.starts_with("casebook: "), "{words}");
    words
}

/// `casebook serve`; killed when dropped.
pub struct Program {
    child: Child,
    pub port: u16,
    /// Where it answers, without a slash at the end.
    pub base: String,
    /// What it logged until it served, where that was waited for.
    pub log: String,
}

impl Program {
    /// Starts in a folder of its own on a free port and waits until it serves.
    pub fn start(folder: &Path) -> Self {
        let mut program = Self::spawn(casebook(folder).stderr(Stdio::piped()), free_port());
        let log = program.child.stderr.take().expect("its log");
        let mut lines = BufReader::new(log);
        while !program.log.contains("\"serving\"") {
            let read = lines.read_line(&mut program.log).expect("its log is text");
            assert!(read > 0, "it stopped before it served");
        }
        std::thread::spawn(move || std::io::copy(&mut lines, &mut std::io::sink()));
        program
    }

    /// Starts in a folder of its own on a free port, with all that it logs in a file, and does not wait.
    pub fn start_logging(folder: &Path, level: &str, log: File) -> Self {
        let mut command = casebook(folder);
        command
            .env("RUST_LOG", level)
            .stdout(Stdio::null())
            .stderr(log);
        Self::spawn(&mut command, free_port())
    }

    /// Starts over a database that others use too, without rate limits, and does not wait.
    pub fn start_over(database_url: &str, data: &Path, port: u16) -> Self {
        Self::spawn(&mut Self::over(database_url, data), port)
    }

    /// The same over photographs that others use too.
    pub fn start_beside(database_url: &str, data: &Path, media: &Path, port: u16) -> Self {
        let mut command = Self::over(database_url, data);
        command.env("CASEBOOK_MEDIA_URL", format!("file://{}", media.display()));
        Self::spawn(&mut command, port)
    }

    fn over(database_url: &str, data: &Path) -> Command {
        let mut command = casebook(data);
        command
            .env("CASEBOOK_DATABASE_URL", database_url)
            .env("CASEBOOK_DATA_DIR", data)
            .env("CASEBOOK_RATE_LIMITS", "off")
            .env("CASEBOOK_UNDO_MINUTES", "0")
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        command
    }

    fn spawn(command: &mut Command, port: u16) -> Self {
        let address = format!("127.0.0.1:{port}");
        let child = command.args(["serve", "--listen", &address]).spawn();
        Self {
            child: child.expect("the server starts"),
            port,
            base: format!("http://{address}"),
            log: String::new(),
        }
    }

    /// Until the search index stands; the first one is built after the server listens.
    pub fn wait_until_ready(&self) {
        until("the search index", || {
            self.get("/readyz").ends_with("\r\nready\n").then_some(())
        });
    }

    /// Sends these bytes and gives everything that comes back until the server hangs up.
    pub fn ask(&self, request: &str) -> String {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).expect("it listens");
        stream.write_all(request.as_bytes()).expect("it reads");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("it answers");
        answer
    }

    /// The whole answer to a GET, head and body.
    pub fn get(&self, path: &str) -> String {
        self.ask(&format!(
            "GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
        ))
    }

    /// SIGTERM, and the exit code of an orderly end.
    pub fn terminate(mut self) -> Option<i32> {
        let pid = rustix::process::Pid::from_child(&self.child);
        rustix::process::kill_process(pid, rustix::process::Signal::TERM).expect("SIGTERM");
        self.child.wait().expect("the server is gone").code()
    }

    /// SIGKILL: no handler runs, nothing is flushed.
    pub fn kill(&mut self) {
        self.child.kill().expect("SIGKILL");
        self.child.wait().expect("the server is gone");
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A port that was free a moment ago.
pub fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0")
        .and_then(|socket| socket.local_addr())
        .expect("a free port")
        .port()
}

/// A browser without a person: no redirects, errors are answers.
pub fn agent() -> ureq::Agent {
    ureq::Agent::config_builder()
        .max_redirects(0)
        .max_redirects_will_error(false)
        .http_status_as_error(false)
        .timeout_global(Some(Duration::from_secs(10)))
        .build()
        .new_agent()
}

/// Asks until there is an answer; `what` names the question if there never is one.
pub fn until<T>(what: &str, ask: impl FnMut() -> Option<T>) -> T {
    within(PATIENCE, ask).unwrap_or_else(|| panic!("{what}: not within a minute"))
}

fn within<T>(patience: Duration, mut ask: impl FnMut() -> Option<T>) -> Option<T> {
    let began = Instant::now();
    loop {
        let answer = ask();
        if answer.is_some() || began.elapsed() > patience {
            return answer;
        }
        std::thread::park_timeout(AGAIN);
    }
}
