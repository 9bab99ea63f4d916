//! The program as an operator runs it: in a folder of its own, without settings from outside.

use super::program::free_port;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// The binary in a folder of its own, without settings from outside.
pub fn casebook(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_casebook"));
    command.current_dir(folder).env_clear().stdin(Stdio::null());
    command
}

pub fn folder() -> TempDir {
    tempfile::tempdir().unwrap()
}

pub fn run(folder: &Path, arguments: &[&str]) -> Output {
    casebook(folder).args(arguments).output().unwrap()
}

/// Runs to a failure and gives its one sentence.
#[track_caller]
#[expect(
    clippy::disallowed_methods,
    reason = "waits for another program; there is no runtime here to hold up"
)]
pub fn refused(command: &mut Command) -> String {
    let mut child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let began = Instant::now();
    while child.try_wait().unwrap().is_none() {
        if began.elapsed() > Duration::from_secs(20) {
            child.kill().unwrap();
            panic!("it runs instead of refusing");
        }
        std::thread::sleep(Duration::from_millis(10));
    }
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    let words = String::from_utf8(output.stderr).unwrap();
    assert_eq!(words.lines().count(), 1, "{words}");
    assert!(words.starts_with("casebook: "), "{words}");
    words
}

/// A server that runs, killed with the test.
pub struct Running {
    child: Child,
    pub port: u16,
    /// What it logged until it served.
    pub log: String,
}

impl Running {
    pub fn start(folder: &Path) -> Self {
        let port = free_port();
        let mut child = casebook(folder)
            .args(["serve", "--listen", &format!("127.0.0.1:{port}")])
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stderr.take().unwrap());
        let mut log = String::new();
        while !log.contains("\"serving\"") {
            assert!(
                lines.read_line(&mut log).unwrap() > 0,
                "it stopped before it served"
            );
        }
        std::thread::spawn(move || std::io::copy(&mut lines, &mut std::io::sink()));
        Self { child, port, log }
    }

    /// Until the search index stands; the first one is built after the server listens.
    pub fn wait_until_ready(&self) {
        let began = std::time::Instant::now();
        while !self.get("/readyz").ends_with("\r\nready\n") {
            assert!(began.elapsed().as_secs() < 30, "it never became ready");
            std::thread::yield_now();
        }
    }

    pub fn ask(&self, request: &str) -> String {
        let mut stream = std::net::TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }

    pub fn get(&self, path: &str) -> String {
        self.ask(&format!(
            "GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
        ))
    }

    pub fn terminate(mut self) -> Option<i32> {
        let pid = rustix::process::Pid::from_child(&self.child);
        rustix::process::kill_process(pid, rustix::process::Signal::TERM).unwrap();
        self.child.wait().unwrap().code()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
