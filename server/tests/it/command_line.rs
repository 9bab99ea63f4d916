//! The binary as an operator meets it: every failure is one sentence and an exit code.

use app::db::entity::{account, session};
use app::db::{Db, fresh_token, sessions};
use sea_orm::{EntityTrait, PaginatorTrait};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

const FIXED: &str = "1f2e3d4c5b6a79881f2e3d4c5b6a79881f2e3d4c5b6a79881f2e3d4c5b6a7988";

/// The binary in a folder of its own, without settings from outside.
pub fn casebook(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_casebook"));
    command.current_dir(folder).env_clear().stdin(Stdio::null());
    command
}

fn folder() -> TempDir {
    tempfile::tempdir().unwrap()
}

fn run(folder: &Path, arguments: &[&str]) -> Output {
    casebook(folder).args(arguments).output().unwrap()
}

/// Runs to a failure and gives its one sentence.
#[track_caller]
#[expect(
    clippy::disallowed_methods,
    reason = "waits for another program; there is no runtime here to hold up"
)]
fn refused(command: &mut Command) -> String {
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

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0")
        .unwrap()
        .local_addr()
        .unwrap()
        .port()
}

/// A server that runs, killed with the test.
struct Running {
    child: Child,
    port: u16,
}

impl Running {
    fn start(folder: &Path) -> Self {
        let port = free_port();
        let mut child = casebook(folder)
            .args(["serve", "--listen", &format!("127.0.0.1:{port}")])
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut log = BufReader::new(child.stderr.take().unwrap());
        let mut line = String::new();
        while !line.contains("\"serving\"") {
            line.clear();
            assert!(
                log.read_line(&mut line).unwrap() > 0,
                "it stopped before it served"
            );
        }
        std::thread::spawn(move || std::io::copy(&mut log, &mut std::io::sink()));
        Self { child, port }
    }

    /// Until the search index stands; the first one is built after the server listens.
    fn wait_until_ready(&self) {
        let began = std::time::Instant::now();
        while !self.get("/readyz").ends_with("\r\nready\n") {
            assert!(began.elapsed().as_secs() < 30, "it never became ready");
            std::thread::yield_now();
        }
    }

    fn ask(&self, request: &str) -> String {
        let mut stream = std::net::TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.write_all(request.as_bytes()).unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }

    fn get(&self, path: &str) -> String {
        self.ask(&format!(
            "GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
        ))
    }

    fn terminate(mut self) -> Option<i32> {
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

#[test]
fn every_command_has_help_and_serve_lists_the_settings() {
    let folder = folder();
    for command in [
        &["serve"][..],
        &["migrate"],
        &["import"],
        &["export"],
        &["user"],
        &["user", "add"],
        &["user", "role"],
        &["user", "password"],
        &["user", "disable"],
        &["user", "enable"],
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
        "CASEBOOK_DATA_DIR",
        "CASEBOOK_LISTEN",
        "CASEBOOK_PUBLIC_URL",
        "CASEBOOK_MAIL_URL",
        "CASEBOOK_MAIL_FROM",
        "CASEBOOK_CONTACT",
        "CASEBOOK_SECRET_FILE",
        "CASEBOOK_TRUSTED_PROXIES",
        "CASEBOOK_RATE_LIMITS",
    ] {
        assert!(help.contains(setting), "{setting} is not in the help");
        assert!(sample.contains(setting), "{setting} is not in .env.sample");
    }
    // And the sample names none that does not exist.
    for word in sample.split(|character: char| !character.is_ascii_uppercase() && character != '_')
    {
        assert!(
            !word.starts_with("CASEBOOK_") || help.contains(word),
            "{word} is no setting"
        );
    }
}

#[test]
fn serves_and_stops_when_told() {
    let folder = folder();
    let server = Running::start(folder.path());
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
    let server = Running::start(folder.path());
    let twice = server.ask(
        "GET /livez HTTP/1.1\r\nHost: a\r\n\r\nGET /livez HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
    );
    assert_eq!(twice.matches("HTTP/1.1 200 OK").count(), 2, "{twice}");
    // Never finishes its header; the read ends because the server hangs up.
    let began = Instant::now();
    let answer = server.ask("GET /livez HTTP/1.1\r\nHost: a\r\nX-Slow: ");
    assert!(!answer.contains("200 OK"), "{answer}");
    assert!(
        (9..60).contains(&began.elapsed().as_secs()),
        "{:?}",
        began.elapsed()
    );
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
    let cases: &[(&[(&str, &str)], &str)] = &[
        (
            &[("CASEBOOK_DATABASE_URL", "mysql://root:hush@h/d")],
            "CASEBOOK_DATABASE_URL",
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

#[test]
fn adding_people() {
    let folder = folder();
    let add = |arguments: &[&str]| {
        let mut command = casebook(folder.path());
        command.args(["user", "add"]).args(arguments);
        command
    };
    let made = add(&["ana@example.org", "--role", "moderator"])
        .output()
        .unwrap();
    let words = String::from_utf8(made.stdout).unwrap();
    assert!(
        made.status.success() && words.contains("Their password is"),
        "{words}"
    );
    let words = refused(&mut add(&["ANA@example.org", "--role", "admin"]));
    assert!(words.contains("already"), "{words}");
    let words = refused(&mut add(&["nobody", "--role", "admin"]));
    assert!(words.contains("mail address"), "{words}");
    for (password, expected) in [
        ("short\n", "8 characters"),
        ("password123\n", "another password"),
        (&*"x".repeat(1025), "at most"),
    ] {
        let mut command = add(&["ben@example.org", "--role", "submitter", "--password-stdin"]);
        let file = folder.path().join("password");
        std::fs::write(&file, password).unwrap();
        let words = refused(command.stdin(std::fs::File::open(&file).unwrap()));
        assert!(words.contains(expected), "{words}");
        assert!(!words.contains(password.trim_end()), "{words}");
    }
    let file = folder.path().join("password");
    std::fs::write(&file, "a calm reading room\n").unwrap();
    let mut command = add(&["ben@example.org", "--role", "submitter", "--password-stdin"]);
    let output = command
        .stdin(std::fs::File::open(&file).unwrap())
        .output()
        .unwrap();
    assert_eq!(
        String::from_utf8(output.stdout).unwrap(),
        "ben@example.org can sign in now.\n"
    );
    // A role that does not exist is the command line's own complaint.
    assert_eq!(
        add(&["cem@example.org", "--role", "king"])
            .output()
            .unwrap()
            .status
            .code(),
        Some(2)
    );
}

#[test]
fn changing_people() {
    let folder = folder();
    let user = |arguments: &[&str]| {
        let mut command = casebook(folder.path());
        command.arg("user").args(arguments);
        command
    };
    let said = |arguments: &[&str]| {
        let output = user(arguments).output().unwrap();
        assert!(output.status.success(), "{output:?}");
        String::from_utf8(output.stdout).unwrap()
    };
    said(&["add", "ana@example.org", "--role", "moderator"]);
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let url = format!(
        "sqlite://{}",
        folder.path().join("var/casebook.db").display()
    );
    // The account's role, whether it is disabled, its hash, and how many sessions it had.
    let state = || {
        runtime.block_on(async {
            let db = Db::connect(&url).await.unwrap();
            let row = account::Entity::find()
                .one(db.reader())
                .await
                .unwrap()
                .unwrap();
            let open = session::Entity::find().count(db.reader()).await.unwrap();
            // One more, for the next command to end.
            let added =
                sessions::create(&db, fresh_token(), Some(row.id), "{}".to_owned(), i64::MAX);
            assert!(added.await.unwrap());
            db.close().await;
            (row.role, row.disabled, row.password_hash, open)
        })
    };
    let (role, disabled, hash, _) = state();
    assert_eq!((role.as_str(), disabled), ("moderator", false));

    assert_eq!(
        said(&["role", "admin", "Ana@example.org"]),
        "Ana@example.org has the role \u{201c}admin\u{201d} now, and is signed out everywhere.\n"
    );
    assert_eq!(state(), ("admin".to_owned(), false, hash.clone(), 0));
    said(&["disable", "ana@example.org"]);
    assert_eq!(state(), ("admin".to_owned(), true, hash.clone(), 0));
    said(&["enable", "ana@example.org"]);
    assert_eq!(state(), ("admin".to_owned(), false, hash.clone(), 0));
    let words = said(&["password", "ana@example.org"]);
    assert!(
        words.contains("has a new password") && words.contains("Their password is"),
        "{words}"
    );
    let (_, _, new_hash, open) = state();
    assert_ne!(new_hash, hash);
    assert_eq!(open, 0);

    for arguments in [
        &["disable", "bo@example.org"][..],
        &["enable", "bo@example.org"],
        &["role", "admin", "bo@example.org"],
        &["password", "bo@example.org"],
    ] {
        let words = refused(&mut user(arguments));
        assert!(
            words.contains("nobody signs in with bo@example.org"),
            "{words}"
        );
    }
    assert_eq!(state().3, 1, "nobody else was signed out");
}
