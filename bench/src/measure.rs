//! Everything that is measured for a bank of one size.

use crate::asked::{Kind, hostile, kinds};
use crate::http::{Connection, request};
use crate::load::{Waits, throughput, waits};
use crate::photographs;
use crate::photographs::Lists;
use crate::program::{Memory, Program};
use crate::{bank, bare, say};
use std::io;
use std::net::SocketAddr;
use std::path::Path;
use std::time::{Duration, Instant};

/// How often cached answers and bare ones take turns.
const TURNS: usize = 3;
/// How often each hostile question is asked.
const HOSTILE_TURNS: usize = 5;

/// What is known of one kind of answer.
pub struct Figures {
    pub name: &'static str,
    pub drawn: Waits,
    pub drawn_per_second: f64,
    /// Of what the page cache keeps.
    pub kept: Option<Kept>,
}

/// What is known of one kind of answer that comes out of the page cache.
pub struct Kept {
    pub waits: Waits,
    pub per_second: f64,
    pub bare_per_second: f64,
    /// Kept answers a second by bare ones: the middle of several turns.
    pub ratio: f64,
}

/// A question that is meant to hurt.
pub struct Hostile {
    pub name: &'static str,
    pub status: u16,
    pub middle: Duration,
    pub worst: Duration,
}

/// Everything about one size.
pub struct Size {
    pub cases: u64,
    /// Only in the run that made the bank.
    pub stored_in: Option<Duration>,
    /// From the start without an index to "ready"; only where there was none.
    pub indexed_in: Option<Duration>,
    pub start: Duration,
    pub memory_at_start: Memory,
    pub memory_drawing: Memory,
    pub memory_keeping: Memory,
    pub figures: Vec<Figures>,
    pub hostile: Vec<Hostile>,
    pub lists: Lists,
}

/// Measures a bank of so many cases. Each figure takes `time`.
pub async fn size(casebook: &Path, folder: &Path, cases: u64, time: Duration) -> io::Result<Size> {
    say(&format!("{cases} cases"));
    let (data, stored_in) = bank::bank(folder, cases).await?;
    let mut indexed_in = None;
    if !data.join("index").exists() {
        say("  building the index");
        let program = Program::casebook(casebook, &data, false).await?;
        indexed_in = Some(program.start);
        program.stop()?;
    }
    let kinds = kinds(cases);

    let program = Program::casebook(casebook, &data, false).await?;
    let (start, memory_at_start) = (program.start, program.memory()?);
    let mut drawn = Vec::new();
    for kind in &kinds {
        say(&format!("  {}, drawn each time", kind.name));
        warm(program.address, kind).await?;
        let alone = waits(program.address, &kind.paths, time).await?;
        let together = throughput(program.address, &kind.paths, time).await?;
        drawn.push((alone, together));
    }
    say("  lists with photographs and without");
    let lists = photographs::measure(program.address, cases, time).await?;
    say("  hostile questions");
    let hostile = ask_hostile(program.address).await?;
    let memory_drawing = program.memory()?;
    program.stop()?;

    let program = Program::casebook(casebook, &data, true).await?;
    let answers = data.join("answers.json");
    let all: Vec<String> = kinds
        .iter()
        .filter(|kind| kind.kept)
        .flat_map(|kind| kind.paths.clone())
        .collect();
    bare::collect(program.address, &all, &answers).await?;
    let twin = Program::bare(&answers).await?;
    let mut figures = Vec::new();
    for (kind, (drawn, drawn_per_second)) in kinds.iter().zip(drawn) {
        let kept = if kind.kept {
            say(&format!("  {}, from the cache", kind.name));
            Some(kept(kind, program.address, twin.address, time).await?)
        } else {
            None
        };
        figures.push(Figures {
            name: kind.name,
            drawn,
            drawn_per_second,
            kept,
        });
    }
    let memory_keeping = program.memory()?;
    twin.stop()?;
    program.stop()?;
    Ok(Size {
        cases,
        stored_in,
        indexed_in,
        start,
        memory_at_start,
        memory_drawing,
        memory_keeping,
        figures,
        hostile,
        lists,
    })
}

async fn kept(
    kind: &Kind,
    program: SocketAddr,
    twin: SocketAddr,
    time: Duration,
) -> io::Result<Kept> {
    warm(program, kind).await?;
    let waits = waits(program, &kind.paths, time).await?;
    let mut turns = Vec::new();
    for _ in 0..TURNS {
        let kept = throughput(program, &kind.paths, time / 2).await?;
        let bare = throughput(twin, &kind.paths, time / 2).await?;
        turns.push((kept, bare));
    }
    let (per_second, bare_per_second) = middle(turns);
    Ok(Kept {
        waits,
        per_second,
        bare_per_second,
        ratio: per_second / bare_per_second,
    })
}

/// The turn whose ratio is the middle one.
pub fn middle(mut turns: Vec<(f64, f64)>) -> (f64, f64) {
    turns.sort_by(|(kept, bare), (other, other_bare)| {
        (kept / bare).total_cmp(&(other / other_bare))
    });
    turns[turns.len() / 2]
}

/// Every address once: what is read lazily is there afterwards.
async fn warm(server: SocketAddr, kind: &Kind) -> io::Result<()> {
    let mut connection = Connection::open(server).await?;
    for path in &kind.paths {
        let answer = connection.ask(&request(path)).await?;
        if answer.status != 200 {
            return Err(io::Error::other(format!(
                "the answer to {path} was {}",
                answer.status
            )));
        }
    }
    Ok(())
}

async fn ask_hostile(server: SocketAddr) -> io::Result<Vec<Hostile>> {
    let mut connection = Connection::open(server).await?;
    let mut seen = Vec::new();
    for (name, path) in hostile() {
        let request = request(&path);
        let (mut took, mut status) = (Vec::new(), 0);
        for _ in 0..HOSTILE_TURNS {
            let asked = Instant::now();
            status = connection.ask(&request).await?.status;
            took.push(asked.elapsed());
        }
        took.sort_unstable();
        seen.push(Hostile {
            name,
            status,
            middle: took[took.len() / 2],
            worst: took[took.len() - 1],
        });
    }
    seen.sort_by_key(|one| std::cmp::Reverse(one.middle));
    Ok(seen)
}

#[cfg(test)]
mod tests {
    use super::middle;

    #[test]
    fn one_bad_turn_does_not_decide() {
        let turns = vec![(50.0, 100.0), (1.0, 100.0), (60.0, 100.0)];
        assert_eq!(middle(turns), (50.0, 100.0));
    }
}
