//! `casebook user …`: the people who can sign in, and the secret that their passwords stand under.

use crate::support::program::{Program, casebook, folder, refused};
use crate::support::{Kind, PASSWORD, TestApp, TestDatabase};
use case_study::{Role, Status};
use sea_orm::{EntityTrait, PaginatorTrait, Set};
use std::path::Path;
use std::process::Command;
use store::entity::{account, session};
use store::{Db, fresh_token};

fn user(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = casebook(folder);
    command.arg("user").args(arguments);
    command
}

/// What a command that succeeds says.
#[track_caller]
fn said(command: &mut Command) -> String {
    let output = command.output().unwrap();
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn adding_people() {
    let folder = folder();
    let add = |arguments: &[&str]| user(folder.path(), &[&["add"], arguments].concat());
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

/// Two case studies lie with somebody whose account is closed.
async fn what_they_leave_behind(kind: Kind) {
    let Some(database) = TestDatabase::migrated(kind).await else {
        return;
    };
    let app = TestApp::new(&database).await;
    let (_, email) = app.account(Role::Moderator).await;
    let ana = app.visitor();
    let fields = [("email", email.as_str()), ("password", PASSWORD)];
    drop(ana.post("/account/sign-in", &fields).await.expect(303));
    let folder = folder();
    let close = |what: &str| {
        let mut command = user(folder.path(), &[what, &email]);
        said(command.env("CASEBOOK_DATABASE_URL", database.url()))
    };
    for title in ["Tea and objects", "Songs on the ward"] {
        let (_, reference) = app.sent(title).await;
        let page = ana.get(&format!("/moderate/cases/{reference}")).await;
        let taken = ana.submit(&page, "form[action$='/assign']", &[]).await;
        drop(taken.expect(303));
    }
    // What is done lies with nobody.
    let (done, _) = app.standing_at(Status::Declined, "Not for us").await;
    assert_eq!(app.submission(done).await.status, Status::Declined);
    let words = close("disable");
    assert!(
        words.contains(" cannot sign in any more, and is signed out everywhere.\n")
            && words.contains(
                "\n2 case studies lie with them. They stand under \u{201c}No one yet\u{201d}"
            ),
        "{words}"
    );
    let words = close("enable");
    assert!(!words.contains("with them"), "{words}");
    app.db.close().await;
    database.remove().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn how_many_case_studies_somebody_leaves_behind_is_said_on_sqlite() {
    what_they_leave_behind(Kind::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn how_many_case_studies_somebody_leaves_behind_is_said_on_postgres() {
    what_they_leave_behind(Kind::Postgres).await;
}

#[test]
fn changing_people() {
    let folder = folder();
    let said = |arguments: &[&str]| said(&mut user(folder.path(), arguments));
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
            session::Entity::insert(session::ActiveModel {
                id_hash: Set(fresh_token()),
                account_id: Set(Some(row.id)),
                data: Set("{}".to_owned()),
                created_at: Set(0),
                expires_at: Set(i64::MAX),
                agent: Set(String::new()),
                seen_at: Set(None),
            })
            .exec_without_returning(db.writer())
            .await
            .unwrap();
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
    // Nobody would be left who can look after the people.
    for arguments in [
        &["disable", "ana@example.org"][..],
        &["role", "moderator", "ana@example.org"],
    ] {
        let words = refused(&mut user(folder.path(), arguments));
        assert!(
            words.contains("is the only administrator who can sign in"),
            "{words}"
        );
    }
    assert_eq!(state(), ("admin".to_owned(), false, hash.clone(), 1));
    said(&["disable", "ana@example.org", "--even-the-last-admin"]);
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
        let words = refused(&mut user(folder.path(), arguments));
        assert!(
            words.contains("no one signs in with bo@example.org"),
            "{words}"
        );
    }
    assert_eq!(state().3, 1, "nobody else was signed out");
}

/// An operator's shell does not always know what the service's does.
#[test]
fn nobody_gets_a_password_under_another_secret() {
    let folder = folder();
    let user = |arguments: &[&str]| user(folder.path(), arguments);
    said(&mut user(&["add", "ana@example.org", "--role", "admin"]));
    let (made, kept) = (folder.path().join("var/secret"), folder.path().join("kept"));
    std::fs::rename(&made, &kept).unwrap();
    let add = ["add", "ben@example.org", "--role", "moderator"];
    for arguments in [&add[..], &["password", "ana@example.org"]] {
        let words = refused(&mut user(arguments));
        assert!(
            words.contains("var/secret") && words.contains("CASEBOOK_SECRET_FILE"),
            "{words}"
        );
        assert!(!made.exists(), "a secret was made that fits nobody");
    }
    said(user(&add).env("CASEBOOK_SECRET_FILE", &kept));

    // The service goes on for its readers, and says it.
    let server = Program::start(folder.path());
    assert!(server.log.contains("nobody can sign in"), "{}", server.log);
    assert_eq!(server.terminate(), Some(0));
    let words = refused(&mut user(&["password", "ana@example.org"]));
    assert!(words.contains("--secret-lost"), "{words}");
}

#[test]
fn a_lost_secret_is_replaced_by_new_passwords() {
    let folder = folder();
    let user = |arguments: &[&str]| user(folder.path(), arguments);
    said(&mut user(&["add", "ana@example.org", "--role", "admin"]));
    said(&mut user(&[
        "add",
        "ben@example.org",
        "--role",
        "moderator",
    ]));
    std::fs::remove_file(folder.path().join("var/secret")).unwrap();
    said(&mut user(&["password", "ben@example.org", "--secret-lost"]));
    // From the first new password on it is the bank's secret.
    said(&mut user(&["password", "ana@example.org"]));
    let server = Program::start(folder.path());
    assert!(!server.log.contains("nobody can sign in"), "{}", server.log);
}
