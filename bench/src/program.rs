//! Starting and stopping the programs that are measured.

use crate::http::{Connection, request};
use std::fs::File;
use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Building the index of a large bank takes a minute.
const PATIENCE: Duration = Duration::from_secs(600);

/// A program that answers on a port of this machine.
pub struct Program {
    child: Child,
    pub address: SocketAddr,
    /// From the start of the process to the first "ready".
    pub start: Duration,
}

/// What a process takes of the memory, in bytes.
#[derive(Debug, Clone, Copy)]
pub struct Memory {
    pub now: u64,
    pub most: u64,
}

impl Program {
    /// `casebook serve` over the bank in this folder.
    pub async fn casebook(binary: &Path, data: &Path, page_cache: bool) -> io::Result<Self> {
        let mut command = Command::new(binary);
        command
            .arg("serve")
            .env_clear()
            .env("CASEBOOK_DATA_DIR", data)
            .env("CASEBOOK_PAGE_CACHE", if page_cache { "on" } else { "off" });
        let log = data.join("serve.log");
        Self::start(command, &log, "/readyz").await
    }

    /// This program again, as a bare server of the answers in a file.
    pub async fn bare(answers: &Path) -> io::Result<Self> {
        let mut command = Command::new(std::env::current_exe()?);
        command.arg("bare").arg(answers);
        Self::start(command, &answers.with_extension("log"), "/readyz").await
    }

    async fn start(mut command: Command, log: &Path, ready: &str) -> io::Result<Self> {
        let address = free_address()?;
        let log = File::create(log)?;
        let began = Instant::now();
        let child = command
            .env("CASEBOOK_LISTEN", address.to_string())
            .stdin(Stdio::null())
            .stdout(log.try_clone()?)
            .stderr(log)
            .spawn()?;
        let mut program = Self {
            child,
            address,
            start: Duration::ZERO,
        };
        let request = request(ready);
        loop {
            if let Some(status) = program.child.try_wait()? {
                return Err(io::Error::other(format!(
                    "the server ended at once: {status}"
                )));
            }
            if let Ok(mut connection) = Connection::open(address).await
                && let Ok(answer) = connection.ask(&request).await
                && answer.status == 200
            {
                program.start = began.elapsed();
                return Ok(program);
            }
            if began.elapsed() > PATIENCE {
                return Err(io::Error::other("the server never became ready"));
            }
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    }

    /// What it takes of the memory right now, and took at most.
    pub fn memory(&self) -> io::Result<Memory> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let of = |name: &str| {
            status
                .lines()
                .find_map(|line| line.strip_prefix(name))
                .and_then(|rest| rest.trim().strip_suffix(" kB"))
                .and_then(|kilobytes| kilobytes.trim().parse::<u64>().ok())
                .map(|kilobytes| kilobytes * 1024)
                .ok_or_else(|| io::Error::other("the system does not say what memory is in use"))
        };
        Ok(Memory {
            now: of("VmRSS:")?,
            most: of("VmHWM:")?,
        })
    }

    /// Asks it to stop and waits until it has.
    pub fn stop(mut self) -> io::Result<()> {
        if let Some(id) = rustix::process::Pid::from_raw(self.child.id().cast_signed()) {
            rustix::process::kill_process(id, rustix::process::Signal::TERM)?;
        }
        self.child.wait().map(drop)
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        // After a stop it is gone already, and this does nothing.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn free_address() -> io::Result<SocketAddr> {
    TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()
}
