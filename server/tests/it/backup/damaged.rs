//! A file that is not as it was written is refused with a sentence, wherever it was changed or cut off.

use super::{text, words_of};
use crate::support::program::{casebook, folder, refused, run};
use server::backup::Opened;
use std::path::Path;

const SAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/sample/cases.json");

/// A backup of the sample bank, and its bytes.
fn made(folder: &Path) -> Vec<u8> {
    words_of(run(folder, &["import", SAMPLE]));
    words_of(run(folder, &["backup", "bank.zip"]));
    std::fs::read(folder.join("bank.zip")).expect("the backup")
}

/// What is said of a file with these bytes.
fn said_of(path: &Path, bytes: &[u8]) -> String {
    std::fs::write(path, bytes).expect("a file");
    match Opened::open(path).and_then(|mut opened| opened.check()) {
        Ok(()) => panic!("it is taken"),
        Err(failure) => failure.to_string(),
    }
}

#[test]
fn a_flipped_byte_is_refused_wherever_it_stands() {
    let folder = folder();
    let whole = made(folder.path());
    let path = folder.path().join("flipped.zip");
    let every = whole.len() / 60 + 1;
    let places = (0..whole.len())
        .step_by(every)
        .chain(whole.len().saturating_sub(130)..whole.len());
    for at in places {
        let mut bytes = whole.clone();
        bytes[at] ^= 0x01;
        let words = said_of(&path, &bytes);
        assert!(words.contains("flipped.zip"), "{at}: {words}");
        assert!(words.contains("Nothing was changed"), "{at}: {words}");
    }
}

#[test]
fn a_file_that_was_cut_off_is_refused() {
    let folder = folder();
    let whole = made(folder.path());
    let path = folder.path().join("short.zip");
    for length in [0, 1, 60, whole.len() / 2, whole.len() - 65, whole.len() - 1] {
        let words = said_of(&path, &whole[..length]);
        assert!(words.contains("its end is missing"), "{length}: {words}");
    }
}

#[test]
fn what_is_no_backup_is_refused() {
    let folder = folder();
    for other in ["plain words", "PK\u{3}\u{4}", "casebook-backup 1 sha256:"] {
        let words = said_of(&folder.path().join("other.zip"), other.as_bytes());
        assert!(words.contains("it is not a backup of Casebook"), "{words}");
    }
    let words = refused(casebook(folder.path()).args(["restore", "none.zip"]));
    assert!(words.contains("none.zip"), "{words}");
}

#[test]
fn a_damaged_file_leaves_nothing_behind() {
    let (folder, empty) = (folder(), folder());
    let mut bytes = made(folder.path());
    let middle = bytes.len() / 2;
    bytes[middle] ^= 0x40;
    let path = folder.path().join("damaged.zip");
    std::fs::write(&path, bytes).unwrap();
    let words = refused(casebook(empty.path()).args(["restore", text(&path)]));
    assert!(words.contains("its checksum is wrong"), "{words}");
    assert!(!empty.path().join("var").exists(), "something was made");
    // The same by asking alone.
    refused(casebook(empty.path()).args(["restore", "--check", text(&path)]));
    let fine = folder.path().join("bank.zip");
    let said = words_of(run(empty.path(), &["restore", "--check", text(&fine)]));
    assert!(said.contains("is whole"), "{said}");
    assert!(!empty.path().join("var").exists(), "something was made");
}
