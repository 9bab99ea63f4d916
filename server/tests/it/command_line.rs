//! The binary as an operator meets it: every failure is one sentence and an exit code.

use crate::support::program::{Program, casebook, folder, free_port, refused, run};
use std::collections::BTreeSet;
use std::fs::Permissions;
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::time::Instant;

const FIXED: &str = "1f2e3d4c5b6a79881f2e3d4c5b6a79881f2e3d4c5b6a79881f2e3d4c5b6a7988";

/// Every name that begins as our settings do.
fn settings_in(text: &str) -> BTreeSet<&str> {
    text.split(|character: char| !character.is_ascii_uppercase() && character != '_')
        .filter(|word| word.starts_with("CASEBOOK_"))
        .collect()
}

#[test]
fn every_command_has_help_and_serve_lists_the_settings() {
    let folder = folder();
    for command in [
        &["serve"][..],
        &["migrate"],
        &["import"],
        &["export"],
        &["intake"],
        &["sample"],
        &["user"],
        &["user", "add"],
        &["user", "role"],
        &["user", "password"],
        &["user", "disable"],
        &["user", "enable"],
        &["case"],
        &["case", "erase"],
        &["backup"],
        &["restore"],
        &["doctor"],
    ] {
        let output = casebook(folder.path())
            .args(command)
            .arg("--help")
            .output()
            .unwrap();
        assert!(
            output.status.success() && !output.stdout.is_empty(),
            "{command:?}"
        );
    }
    let help = String::from_utf8(run(folder.path(), &["serve", "--help"]).stdout).unwrap();
    let sample = include_str!("../../../.env.sample");
    for setting in [
        "CASEBOOK_DATABASE_URL",
        "CASEBOOK_DATABASE_CONNECTIONS",
        "CASEBOOK_DATA_DIR",
        "CASEBOOK_LISTEN",
        "CASEBOOK_PUBLIC_URL",
        "CASEBOOK_MAIL_URL",
        "CASEBOOK_MAIL_FROM",
        "CASEBOOK_CONTACT",
        "CASEBOOK_RUN_BY",
        "CASEBOOK_SECRET_FILE",
        "CASEBOOK_TRUSTED_PROXIES",
        "CASEBOOK_UNDO_MINUTES",
        "CASEBOOK_TIME_ZONE",
        "CASEBOOK_SECOND_FACTOR",
        "CASEBOOK_RATE_LIMITS",
    ] {
        assert!(help.contains(setting), "{setting} is not in the help");
        assert!(sample.contains(setting), "{setting} is not in .env.sample");
    }
    // And none stands in one of the two alone.
    assert_eq!(settings_in(sample), settings_in(&help));
}

#[test]
fn serves_and_stops_when_told() {
    let folder = folder();
    let server = Program::start(folder.path());
    let answer = server.get("/livez");
    assert!(
        answer.starts_with("HTTP/1.1 200 OK\r\n") && answer.ends_with("alive\n"),
        "{answer}"
    );
    server.wait_until_ready();
    for path in ["var", "var/mail"] {
        let mode = std::fs::metadata(folder.path().join(path))
            .unwrap()
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o700, "{path}");
    }
    for path in ["var/casebook.db", "var/secret"] {
        let mode = std::fs::metadata(folder.path().join(path))
            .unwrap()
            .permissions()
            .mode();
        assert_eq!(mode & 0o777, 0o600, "{path}");
    }
    assert_eq!(server.terminate(), Some(0));
    // The write-ahead log was folded in: the one file is the whole bank.
    let log = folder.path().join("var/casebook.db-wal");
    assert!(!log.exists() || std::fs::metadata(&log).unwrap().len() == 0);
}

#[test]
fn two_requests_on_one_connection_and_a_slow_one_cut_off() {
    let folder = folder();
    let server = Program::start(folder.path());
    let twice = server.ask(
        "GET /livez HTTP/1.1\r\nHost: a\r\n\r\nGET /livez HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
    );
    assert_eq!(twice.matches("HTTP/1.1 200 OK").count(), 2, "{twice}");
    // Never finishes its header; the read ends because the server hangs up.
    let began = Instant::now();
    let answer = server.ask("GET /livez HTTP/1.1\r\nHost: a\r\nX-Slow: ");
    assert!(!answer.contains("200 OK"), "{answer}");
    let took = began.elapsed();
    assert!((9..60).contains(&took.as_secs()), "{took:?}");
    eprintln!("figure: cut off after {took:?}");
}

#[test]
fn a_taken_port() {
    let folder = folder();
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let words = refused(casebook(folder.path()).args(["serve", "--listen", &address]));
    assert!(
        words.contains(&address) && words.contains("CASEBOOK_LISTEN"),
        "{words}"
    );
    assert!(
        !folder.path().join("var").exists(),
        "the second server touched the data"
    );
}

#[test]
fn an_unwritable_folder() {
    let folder = folder();
    std::fs::write(folder.path().join("file"), "").unwrap();
    for arguments in [
        &["serve", "--listen", "127.0.0.1:0"][..],
        &["migrate"],
        &["user", "add", "a@example.org", "--role", "admin"],
    ] {
        let words = refused(
            casebook(folder.path())
                .args(arguments)
                .args(["--data-dir", "file/var"]),
        );
        assert!(words.contains("file/var"), "{words}");
    }
}

#[test]
fn a_newer_schema() {
    let folder = folder();
    assert!(run(folder.path(), &["migrate"]).status.success());
    tokio::runtime::Runtime::new().unwrap().block_on(async {
        let url = format!(
            "sqlite://{}",
            folder.path().join("var/casebook.db").display()
        );
        let db = sea_orm::Database::connect(url).await.unwrap();
        let newer = "INSERT INTO seaql_migrations (version, applied_at) VALUES ('m9999_later', 1)";
        sea_orm::ConnectionTrait::execute_unprepared(&db, newer)
            .await
            .unwrap();
        db.close().await.unwrap();
    });
    for arguments in [
        &["serve", "--listen", "127.0.0.1:0"][..],
        &["migrate"],
        &["user", "add", "a@example.org", "--role", "admin"],
    ] {
        let mut command = casebook(folder.path());
        // The log of a server that got that far is not the sentence.
        let words = refused(command.args(arguments).env("RUST_LOG", "off"));
        assert!(
            words.contains("newer Casebook") && words.contains("m9999_later"),
            "{words}"
        );
    }
}

#[test]
fn wrong_settings() {
    let folder = folder();
    let secret = folder.path().join("secret");
    std::fs::write(&secret, FIXED).unwrap();
    std::fs::set_permissions(&secret, std::fs::Permissions::from_mode(0o600)).unwrap();
    let short = folder.path().join("short");
    std::fs::write(&short, "abc").unwrap();
    std::fs::set_permissions(&short, std::fs::Permissions::from_mode(0o600)).unwrap();
    let secret = secret.to_str().unwrap();
    let open: &[(&str, &str)] = &[
        ("CASEBOOK_LISTEN", "0.0.0.0:0"),
        ("CASEBOOK_SECRET_FILE", secret),
    ];
    let name_too_long = "tea".repeat(50);
    let cases: &[(&[(&str, &str)], &str)] = &[
        (
            &[("CASEBOOK_DATABASE_URL", "mysql://root:hush@h/d")],
            "CASEBOOK_DATABASE_URL",
        ),
        (
            &[("CASEBOOK_DATABASE_CONNECTIONS", "1")],
            "CASEBOOK_DATABASE_CONNECTIONS",
        ),
        (
            &[("CASEBOOK_PUBLIC_URL", "bank.example.org")],
            "CASEBOOK_PUBLIC_URL",
        ),
        (
            &[("CASEBOOK_MAIL_URL", "smtp://u:hush@mail.example.org")],
            "CASEBOOK_MAIL_URL",
        ),
        (
            &[("CASEBOOK_MAIL_URL", "smtps://u:hush@mail.example.org")],
            "CASEBOOK_MAIL_FROM",
        ),
        (&[("CASEBOOK_MAIL_FROM", "nobody")], "CASEBOOK_MAIL_FROM"),
        (&[("CASEBOOK_CONTACT", "nobody")], "CASEBOOK_CONTACT"),
        (
            &[("CASEBOOK_RUN_BY", name_too_long.as_str())],
            "CASEBOOK_RUN_BY",
        ),
        (
            &[("CASEBOOK_TRUSTED_PROXIES", "proxy")],
            "CASEBOOK_TRUSTED_PROXIES",
        ),
        (
            &[("CASEBOOK_SECRET_FILE", short.to_str().unwrap())],
            "CASEBOOK_SECRET_FILE",
        ),
        (&[("CASEBOOK_SECRET_FILE", "none")], "CASEBOOK_SECRET_FILE"),
        (
            &[
                ("CASEBOOK_LISTEN", "0.0.0.0:0"),
                ("CASEBOOK_PUBLIC_URL", "https://b.org"),
                ("CASEBOOK_CONTACT", "help@b.org"),
            ],
            "CASEBOOK_SECRET_FILE",
        ),
        (
            &[open[0], open[1], ("CASEBOOK_PUBLIC_URL", "https://b.org")],
            "CASEBOOK_CONTACT",
        ),
        (open, "CASEBOOK_PUBLIC_URL"),
        (
            &[
                open[0],
                open[1],
                ("CASEBOOK_PUBLIC_URL", "https://b.org"),
                ("CASEBOOK_RATE_LIMITS", "off"),
            ],
            "CASEBOOK_RATE_LIMITS",
        ),
    ];
    for (settings, name) in cases {
        let mut command = casebook(folder.path());
        command.arg("serve").env("RUST_LOG", "off");
        if !settings.iter().any(|(key, _)| *key == "CASEBOOK_LISTEN") {
            command.env("CASEBOOK_LISTEN", "127.0.0.1:0");
        }
        let words = refused(command.envs(settings.iter().copied()));
        assert!(words.contains(name), "{settings:?}: {words}");
        assert!(!words.contains("hush"), "a password was shown: {words}");
    }
}

#[test]
fn a_database_that_is_not_there() {
    let folder = folder();
    let url = format!("postgres://nobody:hush@127.0.0.1:{}/none", free_port());
    let words = refused(
        casebook(folder.path())
            .arg("migrate")
            .env("CASEBOOK_DATABASE_URL", url),
    );
    assert!(
        words.contains("CASEBOOK_DATABASE_URL") && !words.contains("hush"),
        "{words}"
    );
}

#[test]
fn importing_twice_changes_nothing() {
    let folder = folder();
    let sample = concat!(env!("CARGO_MANIFEST_DIR"), "/sample/cases.json");
    let first = run(folder.path(), &["import", sample]);
    assert!(first.status.success(), "{first:?}");
    assert_eq!(
        String::from_utf8_lossy(&first.stdout),
        "Imported: 28 new, 0 changed, 0 as before.\n"
    );
    let second = run(folder.path(), &["import", sample]);
    assert_eq!(
        String::from_utf8_lossy(&second.stdout),
        "Imported: 0 new, 0 changed, 28 as before.\n"
    );
    let third = run(folder.path(), &["import", sample, "--if-empty"]);
    assert_eq!(
        String::from_utf8_lossy(&third.stdout),
        "The bank holds cases already; nothing was imported.\n"
    );
}

/// What a command says, when it does what it should.
#[track_caller]
fn said(folder: &Path, arguments: &[&str]) -> Vec<String> {
    let output = run(folder, arguments);
    assert!(output.status.success(), "{output:?}");
    let words = String::from_utf8(output.stdout).expect("UTF-8");
    words.lines().map(str::to_owned).collect()
}

#[test]
fn samples_are_added_once_and_removed_in_one_go() {
    let folder = folder();
    let first = said(folder.path(), &["sample", "--if-empty"]);
    assert_eq!(
        first[0],
        "Samples added: 28 public case studies and 5 submissions. Changed: 0. As before: 0."
    );
    let at = first
        .iter()
        .find(|line| line.contains("waits for its museum"));
    let (_, path) = at.expect("the email").rsplit_once(": ").expect("its path");
    let mail = std::fs::read_to_string(folder.path().join(path)).expect("the email is there");
    assert!(
        mail.contains("awaiting-yes@casebook-samples.example"),
        "{mail}"
    );
    assert!(mail.contains("http://127.0.0.1:3000/track/"), "{mail}");
    assert!(first.iter().any(|line| line.contains("takes two people")));

    let second = said(folder.path(), &["sample", "--if-empty"]);
    assert_eq!(
        second[0],
        "The samples are here already: 28 public case studies and 5 submissions."
    );
    assert_eq!(second[1..], first[1..]);

    let removed = said(folder.path(), &["sample", "--remove"]);
    assert_eq!(removed.len(), 34);
    assert_eq!(
        removed[33],
        "Removed 33 samples: 28 were public, 5 were not."
    );
    assert_eq!(
        said(folder.path(), &["sample", "--remove"]),
        ["There are no samples in this bank."]
    );
    // Who removed them does not get them back with the next start.
    assert_eq!(
        said(folder.path(), &["sample", "--if-empty"]),
        ["The bank holds cases already; no samples were added."]
    );
    let again = said(folder.path(), &["sample"]);
    assert_eq!(
        again[0],
        "Samples added: 28 public case studies and 5 submissions. Changed: 0. As before: 0."
    );
}

/// As `mkdir` makes one, it is open to all.
#[test]
fn an_empty_folder_is_taken_over_by_whatever_command_comes_first() {
    for first in ["migrate", "sample"] {
        let parent = folder();
        let data = parent.path().join("var");
        std::fs::create_dir(&data).unwrap();
        std::fs::set_permissions(&data, Permissions::from_mode(0o755)).unwrap();
        let output = run(parent.path(), &[first]);
        assert!(output.status.success(), "{first}: {output:?}");
        let mode = std::fs::metadata(&data).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o700, "{first}");
    }
}

#[test]
fn a_bank_of_ones_own_gets_no_samples_by_itself_and_keeps_what_is_no_sample() {
    let folder = folder();
    let sample = concat!(env!("CARGO_MANIFEST_DIR"), "/sample/cases.json");
    said(folder.path(), &["import", sample]);
    assert_eq!(
        said(folder.path(), &["sample", "--if-empty"]),
        ["The bank holds cases already; no samples were added."]
    );
    assert_eq!(
        said(folder.path(), &["sample"])[0],
        "Samples added: 0 public case studies and 5 submissions. Changed: 0. As before: 28."
    );
    let removed = said(folder.path(), &["sample", "--remove"]);
    assert_eq!(
        removed.last().map(String::as_str),
        Some("Removed 5 samples: 0 were public, 5 were not.")
    );
    let as_before = said(folder.path(), &["import", sample]);
    assert_eq!(as_before, ["Imported: 0 new, 0 changed, 28 as before."]);
    let words = refused(
        casebook(folder.path())
            .args(["sample"])
            .env("CASEBOOK_CONTACT", "nobody"),
    );
    assert!(words.contains("CASEBOOK_CONTACT"), "{words}");
}

#[test]
fn a_broken_file_is_refused_whole() {
    let folder = folder();
    let sample = include_str!("../../sample/cases.json");
    let mut cases: Vec<serde_json::Value> = serde_json::from_str(sample).unwrap();
    let id = cases[5]["id"].as_str().unwrap().to_owned();
    cases[5]["strand"] = "no-such-strand".into();
    let broken = folder.path().join("broken.json");
    for (content, expected) in [
        (
            serde_json::to_string(&cases).unwrap(),
            vec![id.as_str(), "strand"],
        ),
        ("[{\"id\": ".to_owned(), vec!["not a JSON list"]),
        ("{}".to_owned(), vec!["not a JSON list"]),
    ] {
        std::fs::write(&broken, content).unwrap();
        let words = refused(casebook(folder.path()).args(["import", "broken.json"]));
        assert!(
            words.contains("broken.json") && words.contains("Nothing was imported"),
            "{words}"
        );
        assert!(
            expected.iter().all(|word| words.contains(word)),
            "{expected:?}: {words}"
        );
        assert!(
            !folder.path().join("var").exists(),
            "a refused file left a database behind"
        );
    }
    let words = refused(casebook(folder.path()).args(["import", "none.json"]));
    assert!(words.contains("none.json"), "{words}");
}
