//! Text out of files and off the command line: cleaned, bounded, and harmless to the terminal that
//! shows what is wrong with it.

use crate::support::program::{casebook, folder, refused, run};
use serde_json::{Value, json};
use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::Path;

const SAMPLE: &str = include_str!("../../sample/cases.json");
const EVIL: &str = "\u{1b}]0;owned\u{7}\u{1b}[2J\u{9b}2J\u{202e}\nall is well";

fn words_of(folder: &Path, file: &str, content: impl AsRef<[u8]>) -> String {
    fs::write(folder.join(file), content).unwrap();
    refused(casebook(folder).args(["import", file]))
}

#[test]
fn a_file_that_begins_with_the_mark_of_utf_8_is_read() {
    let folder = folder();
    fs::write(
        folder.path().join("marked.json"),
        format!("\u{feff}{SAMPLE}"),
    )
    .unwrap();
    let output = run(folder.path(), &["import", "marked.json"]);
    assert_eq!(
        String::from_utf8_lossy(&output.stdout),
        "Imported: 28 new, 0 changed, 0 as before.\n",
        "{output:?}"
    );
}

#[test]
fn every_bad_case_of_a_file_is_named_with_its_field() {
    let folder = folder();
    let mut cases: Vec<Value> = serde_json::from_str(SAMPLE).unwrap();
    cases[1]["end_year"] = json!(9999);
    cases[3]["title"] = json!("tea ".repeat(1_000_000));
    cases[5]["themes"] = json!(["astrology"]);
    cases[7]["id"] = json!("a".repeat(201));
    cases[9]["evidence"]["participants"] = json!(4_000_000_000_u32);
    cases[11]["museum"] = json!("\u{200b}\u{202e}");
    let words = words_of(
        folder.path(),
        "broken.json",
        Value::from(cases.clone()).to_string(),
    );
    for (at, field) in [
        (1, "end_year"),
        (3, "title"),
        (5, "themes"),
        (7, "id"),
        (9, "evidence.participants"),
        (11, "museum"),
    ] {
        let id = cases[at]["id"].as_str().unwrap();
        let named = format!("case \u{201c}{id}\u{201d}, field \u{201c}{field}\u{201d}: ");
        assert!(words.contains(&named), "{named} in {words}");
    }
    assert!(
        words.contains("6 things are wrong") && words.ends_with("Nothing was imported\n"),
        "{words}"
    );
    assert!(!folder.path().join("var").exists());
}

#[test]
fn what_export_wrote_is_held_to_the_same_limits() {
    let folder = folder();
    let case = json!({
        "slug": "tea", "title": "tea ".repeat(100), "museum": "Tea Museum", "summary": "Tea.",
        "compiled_from_public_sources": false, "published_at": "2026-11-20T18:17:42Z",
        "started": { "year": 2019 }, "ended": { "year": 9999 }, "participants": 0,
    });
    let file = json!({ "format": "casebook-cases-1", "cases": [case] });
    let words = words_of(folder.path(), "cases.json", file.to_string());
    for field in ["title", "ended", "participants"] {
        assert!(
            words.contains(&format!("field \u{201c}{field}\u{201d}")),
            "{words}"
        );
    }
}

#[test]
fn nothing_that_a_file_smuggles_reaches_the_terminal() {
    let folder = folder();
    let all: Vec<Value> = serde_json::from_str(SAMPLE).unwrap();
    for member in ["id", "themes", "source_url", "country", "strand", EVIL] {
        let mut cases = all.clone();
        cases[0][member] = match member {
            "themes" => json!([EVIL]),
            _ => json!(EVIL),
        };
        let words = words_of(folder.path(), "evil.json", Value::from(cases).to_string());
        assert!(
            !words
                .trim_end_matches('\n')
                .contains(|letter: char| letter.is_control() || letter == '\u{202e}'),
            "{member:?}: {words:?}"
        );
    }
    // Nor does what stands on the command line.
    let words = refused(casebook(folder.path()).args(["user", "disable", EVIL]));
    assert!(
        !words.trim_end().contains(['\u{1b}', '\u{7}', '\u{202e}']),
        "{words:?}"
    );
}

#[test]
fn an_account_is_made_for_the_address_that_one_sees() {
    let folder = folder();
    let add = |email: &str| {
        casebook(folder.path())
            .args(["user", "add", email, "--role", "submitter"])
            .output()
            .unwrap()
    };
    let made = add("e@x.example\u{200b}");
    assert!(made.status.success(), "{made:?}");
    assert!(String::from_utf8_lossy(&made.stdout).starts_with("e@x.example can sign in now.\n"));
    let again = add("\u{feff}E@x.example");
    assert!(!again.status.success(), "{again:?}");
    let disabled = run(folder.path(), &["user", "disable", "e@\u{2060}x.example"]);
    assert!(disabled.status.success(), "{disabled:?}");

    let umlaut = add("info@müzeum.example");
    assert!(
        String::from_utf8_lossy(&umlaut.stdout)
            .starts_with("info@müzeum.example can sign in now.\n"),
        "{umlaut:?}"
    );
    let disabled = run(
        folder.path(),
        &["user", "disable", "info@xn--mzeum-kva.example"],
    );
    assert!(disabled.status.success(), "{disabled:?}");
    for never in [
        "ana@[127.0.0.1]",
        "ana..lee@museum.example",
        "ana@museum",
        "nobody",
    ] {
        let words =
            refused(casebook(folder.path()).args(["user", "add", never, "--role", "admin"]));
        assert!(words.contains("email address"), "{never}: {words}");
    }
}

#[test]
fn an_export_follows_no_planted_link() {
    let folder = folder();
    assert!(run(folder.path(), &["migrate"]).status.success());
    let out = folder.path().join("out");
    fs::create_dir(&out).unwrap();
    let theirs = folder.path().join("theirs");
    fs::write(&theirs, "precious").unwrap();
    for name in [
        "cases.json",
        "cases.json.part",
        "cases.csv.part",
        "LICENCE.txt",
    ] {
        symlink(&theirs, out.join(name)).unwrap();
    }
    let output = run(folder.path(), &["export", "out"]);
    assert!(output.status.success(), "{output:?}");
    assert_eq!(fs::read_to_string(&theirs).unwrap(), "precious");
    assert!(
        fs::symlink_metadata(out.join("cases.json"))
            .unwrap()
            .is_file()
    );
    // Nothing half written is left.
    let left: Vec<String> = fs::read_dir(&out)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| {
            name.ends_with(".part")
                && !["cases.json.part", "cases.csv.part"].contains(&name.as_str())
        })
        .collect();
    assert_eq!(left, [""; 0]);
}

#[test]
fn a_database_that_others_can_read_is_closed() {
    let folder = folder();
    let url = format!("sqlite://{}", folder.path().join("bank.db").display());
    let migrate = || {
        casebook(folder.path())
            .arg("migrate")
            .env("CASEBOOK_DATABASE_URL", &url)
            .output()
            .unwrap()
    };
    fs::write(folder.path().join("bank.db"), "").unwrap();
    fs::set_permissions(
        folder.path().join("bank.db"),
        fs::Permissions::from_mode(0o644),
    )
    .unwrap();
    let output = migrate();
    assert!(output.status.success(), "{output:?}");
    for entry in fs::read_dir(folder.path()).unwrap() {
        let path = entry.unwrap().path();
        if path
            .file_name()
            .unwrap()
            .to_string_lossy()
            .starts_with("bank.db")
        {
            let mode = fs::metadata(&path).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600, "{}", path.display());
        }
    }
}
