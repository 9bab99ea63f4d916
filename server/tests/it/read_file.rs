//! The child process that reads files of others: what it may use, and that a file it fails at costs nothing else.

use crate::brought::{bring, sent};
use crate::each_database;
use crate::submit::steps::{begin, submission};
use documents::{Reader, Refused};
use rustix::io::Errno;
use rustix::process::{Pid, test_kill_process};
use std::path::Path;
use std::time::Duration;
use store::material;

/// Does with a file what its first line says.
const STAND_IN: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/tests/fixtures/stand-in-for-read-file"
);

/// A file for the stand-in. It notes its number under the name of the file.
fn told(does: &str, notes: &Path, name: &str, text: &str) -> Vec<u8> {
    let note = notes.join(name);
    let program = env!("CARGO_BIN_EXE_casebook");
    format!("{does}\n{}\n{program}\n{text}", note.display()).into_bytes()
}

/// The two numbers behind a name in `/proc/{pid}/limits`: what holds now, and what it may be raised to.
#[cfg(target_os = "linux")]
fn limit<'a>(limits: &'a str, name: &str) -> Vec<&'a str> {
    let line = limits.lines().find_map(|line| line.strip_prefix(name));
    let line = line.unwrap_or_else(|| panic!("no {name}: {limits}"));
    line.split_whitespace().take(2).collect()
}

#[cfg(target_os = "linux")]
#[test]
fn it_gives_itself_little_memory_and_little_time() {
    use documents::{COMMAND, SMALL};
    use std::io::{Read, Write};
    use std::process::{Command, Stdio};

    const OWN: u64 = 200 * 1024 * 1024;
    let paragraph = "We met on Tuesdays with tea and objects. ".repeat(50);
    let file = format!("{paragraph}\n\n").repeat(80);
    let mut child = Command::new(env!("CARGO_BIN_EXE_casebook"))
        .arg(COMMAND)
        .env_clear()
        .env(SMALL.0, SMALL.1)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = child.stdin.take().unwrap();
    input.write_all(file.as_bytes()).unwrap();
    drop(input);
    // What it found is more than a pipe holds: it has looked at the file, and waits until somebody reads on.
    let mut output = child.stdout.take().unwrap();
    output.read_exact(&mut [0]).unwrap();
    let seen = |name: &str| {
        let path = format!("/proc/{}/{name}", child.id());
        std::fs::read_to_string(path).unwrap()
    };
    let (limits, status) = (seen("limits"), seen("status"));
    child.kill().unwrap();
    child.wait().unwrap();

    assert_eq!(limit(&limits, "Max cpu time"), ["10", "12"]);
    assert_eq!(limit(&limits, "Max core file size"), ["0", "0"]);
    let memory = limit(&limits, "Max address space");
    assert_eq!(memory[0], memory[1]);
    let most: u64 = memory[0].parse().expect("it is limited");
    let peak = status
        .lines()
        .find_map(|line| line.strip_prefix("VmPeak:")?.trim().strip_suffix(" kB"))
        .unwrap();
    let peak: u64 = peak.parse::<u64>().unwrap() * 1024;
    // Its own, beside what the program had before it looked.
    assert!((OWN..=OWN + peak).contains(&most), "{most} {peak}");
}

each_database! {
    async fn a_child_that_fails_costs_its_own_file_and_nothing_else(app: TestApp) {
        // Far longer than it takes to read one of these files.
        let reader = Reader::new(STAND_IN.into(), Duration::from_secs(5));
        let app = app.variant(|variant| variant.reader = reader);
        let visitor = app.visitor();
        let reference = begin(&visitor, "Tea & objects on Tuesdays", "learning@museum.example").await;
        let id = submission(&app, &reference).await.id;
        let path = format!("/submit/{reference}/bring");
        let notes = tempfile::tempdir().unwrap();
        let rounds = [
            [("killed", Refused::TooMuchMemory), ("slow", Refused::TooSlow), ("babbles", Refused::TooLong)],
            [("gives-up", Refused::TooMuchMemory), ("faulty", Refused::Crashed), ("stutters", Refused::Crashed)],
        ];
        let mut read = Vec::new();
        for (round, failing) in rounds.into_iter().enumerate() {
            let (first, last) = (format!("first-{round}.txt"), format!("last-{round}.txt"));
            let remark = |name: &str| format!("A remark in {name} that has no place anywhere.");
            let mut files = vec![(first.clone(), told("reads", notes.path(), &first, &remark(&first)))];
            files.extend(failing.map(|(does, _)| (does.to_owned(), told(does, notes.path(), does, "Tea"))));
            files.push((last.clone(), told("reads", notes.path(), &last, &remark(&last))));
            let files: Vec<_> = files.iter().map(|(name, bytes)| sent(name, bytes)).collect();
            let page = bring(&visitor, &path, &[], &files).await.expect(422);

            let said: Vec<String> = page.select("#error-summary li").iter().map(|one| one.text().to_owned()).collect();
            assert_eq!(said, failing.map(|(does, why)| format!("\u{201c}{does}\u{201d}: {why}")));
            for name in [first, last] {
                read.push((name.clone(), remark(&name)));
            }
            let kept = material::of_submission(app.db.reader(), id).await.unwrap();
            let kept: Vec<(String, String)> = kept
                .iter()
                .flat_map(|one| one.left().map(move |(_, piece)| (one.name.clone(), piece.text.clone())))
                .collect();
            assert_eq!(kept, read);
        }
        // Each was run, and none is left.
        let mut numbers = Vec::new();
        for note in std::fs::read_dir(notes.path()).unwrap() {
            let number = std::fs::read_to_string(note.unwrap().path()).unwrap();
            numbers.push(number.trim().parse::<i32>().unwrap());
        }
        assert_eq!(numbers.len(), 10);
        for number in numbers {
            assert_eq!(test_kill_process(Pid::from_raw(number).unwrap()), Err(Errno::SRCH), "{number}");
        }
    }
}
