//! The real binary as a process of its own, for what only a process can show: being killed, and
//! standing beside others over one database.

use std::net::TcpListener;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// A server that does not come back at all must fail a test, not hang it.
pub const PATIENCE: Duration = Duration::from_secs(60);
/// Between two questions to a server that did not answer.
const AGAIN: Duration = Duration::from_millis(20);

/// `casebook serve`; killed when dropped.
pub struct Program {
    child: Child,
    /// Where it answers, without a slash at the end.
    pub base: String,
}

impl Program {
    pub fn start(database_url: &str, data: &Path, port: u16) -> Self {
        let child = Command::new(env!("CARGO_BIN_EXE_casebook"))
            .arg("serve")
            .env("CASEBOOK_DATABASE_URL", database_url)
            .env("CASEBOOK_DATA_DIR", data)
            .env("CASEBOOK_LISTEN", format!("127.0.0.1:{port}"))
            .env("CASEBOOK_RATE_LIMITS", "off")
            .env_remove("CASEBOOK_PUBLIC_URL")
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("the server starts");
        Self {
            child,
            base: format!("http://127.0.0.1:{port}"),
        }
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
pub fn until<T>(what: &str, mut ask: impl FnMut() -> Option<T>) -> T {
    let began = Instant::now();
    loop {
        if let Some(answer) = ask() {
            return answer;
        }
        assert!(began.elapsed() < PATIENCE, "{what}: not within a minute");
        std::thread::park_timeout(AGAIN);
    }
}
