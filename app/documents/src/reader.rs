//! The child process that opens files of others, seen from both sides.

use crate::output::{from_json, to_json};
use crate::{Found, MOST_BYTES, MOST_READ, Refused, picture, read};
use std::os::unix::process::ExitStatusExt;
use std::path::PathBuf;
use std::process::{ExitStatus, Stdio};
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::process::{Child, Command};
use tokio::sync::Semaphore;
use tokio::time::timeout;

/// The command of the program that reads a file, and how it is asked for a picture of one.
pub const COMMAND: &str = "read-file";
pub const PICTURE: &str = "--picture";
/// The only setting of the child: the allocator of the program keeps a gigabyte of addresses ready without it, and no limit of memory
/// would be felt.
pub const SMALL: (&str, &str) = ("MIMALLOC_ARENA_RESERVE", "0");
/// How the child ends that has said why it does not read a file.
pub const SAID_NO: u8 = 3;

/// One file is read for so long, from the first byte to the last.
pub const LONGEST: Duration = Duration::from_secs(10);
/// So long a file waits for its turn.
const LONGEST_WAIT: Duration = Duration::from_secs(90);

/// Reads files in a process of its own, one at a time: together they never need more memory than one.
#[derive(Debug, Clone)]
pub struct Reader {
    program: Arc<PathBuf>,
    longest: Duration,
    turn: Arc<Semaphore>,
}

impl Reader {
    /// With this program, which is our own, and so much time for one file: see [`LONGEST`].
    #[must_use]
    pub fn new(program: PathBuf, longest: Duration) -> Self {
        Self {
            program: Arc::new(program),
            longest,
            turn: Arc::new(Semaphore::new(1)),
        }
    }

    /// Reads a file.
    ///
    /// # Errors
    /// Why it is not read, as a sentence for whoever sent it.
    pub async fn read(&self, file: &[u8]) -> Result<Found, Refused> {
        if file.len() > MOST_BYTES {
            return Err(Refused::TooLarge);
        }
        let written = self.run(&[COMMAND], file, MOST_READ).await?;
        from_json(&written)
    }

    /// One of the pictures inside of it, as it lies there.
    ///
    /// # Errors
    /// When it cannot be taken out.
    pub async fn picture(&self, file: &[u8], at: usize) -> Result<Vec<u8>, Refused> {
        let at = at.to_string();
        self.run(&[COMMAND, PICTURE, &at], file, MOST_BYTES).await
    }

    async fn run(&self, arguments: &[&str], file: &[u8], most: usize) -> Result<Vec<u8>, Refused> {
        let Ok(Ok(_turn)) = timeout(LONGEST_WAIT, self.turn.acquire()).await else {
            return Err(Refused::NotNow);
        };
        // It has no secrets, and knows of no database.
        let mut child = Command::new(self.program.as_path())
            .args(arguments)
            .env_clear()
            .env(SMALL.0, SMALL.1)
            .current_dir("/")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .map_err(|_| Refused::NotNow)?;
        let done = timeout(self.longest, talk(&mut child, file, most)).await;
        if let Ok(Ok(done)) = done {
            return done;
        }
        let refused = if done.is_err() {
            Refused::TooSlow
        } else {
            Refused::Crashed
        };
        // Dropping it would do, but then nobody waits for its end.
        let _ = child.kill().await;
        Err(refused)
    }
}

type Written = Result<Vec<u8>, Refused>;

/// Hands over the file and reads what comes back, at the same time: neither side may wait for the other.
async fn talk(child: &mut Child, file: &[u8], most: usize) -> std::io::Result<Written> {
    let (Some(mut input), Some(output)) = (child.stdin.take(), child.stdout.take()) else {
        return Ok(Err(Refused::NotNow));
    };
    let give = async move {
        // A child that has seen enough reads no further.
        let _ = input.write_all(file).await;
        let _ = input.shutdown().await;
    };
    let mut written = Vec::new();
    let limit = most as u64 + 1;
    let take = async {
        output.take(limit).read_to_end(&mut written).await?;
        Ok::<(), std::io::Error>(())
    };
    let ((), taken) = tokio::join!(give, take);
    taken?;
    if written.len() > most {
        child.kill().await?;
        return Ok(Err(Refused::TooLong));
    }
    let status = child.wait().await?;
    Ok(outcome(status, written))
}

fn outcome(status: ExitStatus, written: Vec<u8>) -> Written {
    /// It gave up, or the system ended it, because there was no more memory.
    const NO_MEMORY: [i32; 2] = [6, 9];
    const NO_TIME: i32 = 24;
    match (status.code(), status.signal()) {
        (Some(0), _) => Ok(written),
        (Some(code), _) if code == i32::from(SAID_NO) => Err(match from_json(&written) {
            Err(refused) => refused,
            Ok(_) => Refused::Crashed,
        }),
        (_, Some(signal)) if NO_MEMORY.contains(&signal) => Err(Refused::TooMuchMemory),
        (_, Some(NO_TIME)) => Err(Refused::TooSlow),
        _ => Err(Refused::Crashed),
    }
}

/// What the child writes, and whether it read the file: everything that it found as JSON, or one picture as it lies there.
///
/// # Errors
/// When what was found cannot be written; no file makes that happen.
pub fn answer(file: &[u8], at: Option<usize>) -> Result<(Vec<u8>, bool), serde_json::Error> {
    let found = match at {
        None => read(file),
        Some(at) => match picture(file, at) {
            Ok(bytes) => return Ok((bytes, true)),
            Err(refused) => Err(refused),
        },
    };
    let is_read = found.is_ok();
    let written = to_json(&found)?;
    if written.len() > MOST_READ {
        return Ok((to_json(&Err(Refused::TooLong))?.into_bytes(), false));
    }
    Ok((written.into_bytes(), is_read))
}
