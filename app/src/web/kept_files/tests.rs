//! Files without an index: who is sent what, and what is let go of.

use super::{Form, KeptFile, KeptFiles, MOST_FILES, Name, Sheet, Shown};
use axum::http::HeaderMap;
use flate2::read::GzDecoder;
use futures::TryStreamExt;
use std::io::{self, Read};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, mpsc};

const fn at(generation: i64) -> Shown {
    Shown {
        generation,
        edition: 0,
    }
}

/// A bank that stands at the generation in the cell.
fn files(generation: &Arc<AtomicI64>) -> (tempfile::TempDir, KeptFiles) {
    let folder = tempfile::tempdir().unwrap();
    let generation = generation.clone();
    let files = KeptFiles::new(folder.path(), move || at(generation.load(Ordering::SeqCst)));
    (folder, files)
}

fn named(key: &str, generation: i64) -> Option<(Name, Shown)> {
    let name = Name {
        key: key.to_owned(),
        lasting: key == "all",
    };
    Some((name, at(generation)))
}

async fn write(
    files: &KeptFiles,
    name: Option<(Name, Shown)>,
    write: impl FnOnce(&mut Sheet) -> io::Result<()> + Send + 'static,
) -> Arc<KeptFile> {
    let turn = files.turn(None).await.expect("nobody else writes for long");
    files.write(turn, name, HeaderMap::new(), write).unwrap()
}

async fn read(file: &KeptFile, form: Form) -> io::Result<Vec<u8>> {
    let pieces: Vec<_> = file.bytes_of(form).try_collect().await?;
    Ok(pieces.concat())
}

async fn plain_and_unpacked(file: &KeptFile) -> (String, String) {
    let plain = read(file, Form::Plain).await.unwrap();
    let gzip = read(file, Form::Gzip).await.unwrap();
    let mut unpacked = String::new();
    GzDecoder::new(&gzip[..])
        .read_to_string(&mut unpacked)
        .unwrap();
    assert_eq!(file.length(Form::Plain), Some(plain.len() as u64));
    assert_eq!(file.length(Form::Gzip), Some(gzip.len() as u64));
    (String::from_utf8(plain).unwrap(), unpacked)
}

/// As where an earlier copy was restored under a program that runs.
#[tokio::test]
async fn a_bank_in_the_place_of_a_later_one_has_its_files_kept_too() {
    let generation = Arc::new(AtomicI64::new(5));
    let (_folder, files) = files(&generation);
    write(&files, named("all", 5), |sheet| sheet.put("later")).await;
    let restored = Shown {
        generation: 2,
        edition: 1,
    };
    let name = named("all", 2).map(|(name, _)| (name, restored));
    let file = write(&files, name, |sheet| sheet.put("earlier")).await;
    let found = files.find("all", restored).expect("it is kept");
    assert!(Arc::ptr_eq(&found, &file));
    assert!(files.find("all", at(5)).is_none());
}

#[tokio::test]
async fn what_was_written_is_read_in_both_forms_as_often_as_anybody_likes() {
    let generation = Arc::new(AtomicI64::new(1));
    let (folder, files) = files(&generation);
    let text: String = (0..60_000).map(|line| format!("line {line}\n")).collect();
    let written = text.clone();
    let file = write(&files, named("all", 1), move |sheet| {
        for line in written.split_inclusive('\n') {
            sheet.put(line)?;
        }
        sheet.turn_over()
    })
    .await;
    for _ in 0..2 {
        assert_eq!(
            plain_and_unpacked(&file).await,
            (text.clone(), text.clone())
        );
    }
    let found = files.find("all", at(1)).expect("it is kept");
    assert!(Arc::ptr_eq(&found, &file));
    assert_eq!(files.written(), 1);
    let names = std::fs::read_dir(folder.path()).unwrap().count();
    assert_eq!(names, 0, "it has no name in the folder");
}

#[tokio::test]
async fn who_comes_while_it_is_written_follows_it() {
    let generation = Arc::new(AtomicI64::new(1));
    let (_folder, files) = files(&generation);
    let (go_on, gate) = mpsc::channel::<()>();
    let half = "x".repeat(200_000);
    let first = half.clone();
    let file = write(&files, named("all", 1), move |sheet| {
        sheet.put(&first)?;
        sheet.turn_over()?;
        gate.recv().map_err(io::Error::other)?;
        sheet.put("the end")
    })
    .await;
    file.begun(Form::Plain).await.unwrap();
    assert_eq!(file.length(Form::Plain), None, "nobody knows yet");
    let found = files.find("all", at(1)).expect("it is there already");
    let follows = tokio::spawn(async move { read(&found, Form::Plain).await.unwrap() });
    go_on.send(()).unwrap();
    let all = follows.await.unwrap();
    assert_eq!(String::from_utf8(all).unwrap(), format!("{half}the end"));
    assert_eq!(files.written(), 1);
}

#[tokio::test]
async fn what_could_not_be_written_is_no_file() {
    let generation = Arc::new(AtomicI64::new(1));
    let (_folder, files) = files(&generation);
    for panics in [false, true] {
        let file = write(&files, named("all", 1), move |sheet| {
            sheet.put("half")?;
            assert!(!panics, "on purpose");
            Err(io::Error::other("the disk is full"))
        })
        .await;
        assert!(read(&file, Form::Plain).await.is_err());
        assert!(read(&file, Form::Gzip).await.is_err());
        assert!(files.find("all", at(1)).is_none());
    }
    // The turn was given back both times.
    let file = write(&files, named("all", 1), |sheet| sheet.put("whole")).await;
    assert_eq!(read(&file, Form::Plain).await.unwrap(), b"whole");
}

#[tokio::test]
async fn a_newer_bank_has_files_of_its_own() {
    let generation = Arc::new(AtomicI64::new(1));
    let (_folder, files) = files(&generation);
    let old = write(&files, named("all", 1), |sheet| sheet.put("old")).await;
    generation.store(2, Ordering::SeqCst);
    assert!(files.find("all", at(2)).is_none());
    assert_eq!(files.count(), 0);
    // Who reads it still reads it to its end.
    assert_eq!(read(&old, Form::Plain).await.unwrap(), b"old");
    // Whoever was slower than the bank is sent theirs, and nobody else is.
    let late = write(&files, named("all", 1), |sheet| sheet.put("late")).await;
    assert_eq!(read(&late, Form::Plain).await.unwrap(), b"late");
    assert!(files.find("all", at(1)).is_none());
    write(&files, named("all", 2), |sheet| sheet.put("new")).await;
    let new = files.find("all", at(2)).unwrap();
    assert_eq!(read(&new, Form::Plain).await.unwrap(), b"new");
}

#[tokio::test(start_paused = true)]
async fn what_shows_an_older_bank_goes_though_nobody_asks() {
    let generation = Arc::new(AtomicI64::new(1));
    let (_folder, files) = files(&generation);
    let file = write(&files, named("all", 1), |sheet| sheet.put("old")).await;
    read(&file, Form::Plain).await.unwrap();
    assert_eq!(files.count(), 1);
    generation.store(2, Ordering::SeqCst);
    while files.count() > 0 {
        tokio::time::advance(super::LOOK_EVERY).await;
        tokio::task::yield_now().await;
    }
}

#[tokio::test]
async fn many_lists_push_each_other_out_and_never_the_whole_bank() {
    let generation = Arc::new(AtomicI64::new(1));
    let (_folder, files) = files(&generation);
    write(&files, named("all", 1), |sheet| sheet.put("all")).await;
    for number in 0..MOST_FILES + 3 {
        let name = number.to_string();
        write(&files, named(&name, 1), |sheet| sheet.put("a part")).await;
        // Asked for again, so it stays.
        assert!(files.find("0", at(1)).is_some(), "{number}");
    }
    assert_eq!(files.count(), MOST_FILES + 1);
    for (name, kept) in [
        ("all", true),
        ("0", true),
        ("1", false),
        ("3", false),
        ("4", true),
    ] {
        assert_eq!(files.find(name, at(1)).is_some(), kept, "{name}");
    }
}

#[tokio::test]
async fn what_has_no_name_is_kept_by_its_reader_alone() {
    let generation = Arc::new(AtomicI64::new(1));
    let (_folder, files) = files(&generation);
    let file = write(&files, None, |sheet| sheet.put("found")).await;
    assert_eq!(read(&file, Form::Plain).await.unwrap(), b"found");
    assert_eq!(files.count(), 0);
    // Nobody reads on: the writing ends, and the turn with it.
    let (go_on, gate) = mpsc::channel::<()>();
    let given_up = write(&files, None, move |sheet| {
        gate.recv().map_err(io::Error::other)?;
        sheet.turn_over()
    })
    .await;
    drop(given_up);
    go_on.send(()).unwrap();
    let next = write(&files, None, |sheet| sheet.put("next")).await;
    assert_eq!(read(&next, Form::Plain).await.unwrap(), b"next");
}
