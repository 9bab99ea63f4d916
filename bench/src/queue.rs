//! A queue of 20,000 submissions, and how long a moderator who is signed in waits for any part of it.

use crate::cases::case;
use crate::http::{Connection, value};
use crate::load::{Waits, waits_as};
use crate::program::Program;
use crate::say;
use sea_orm::{EntityTrait, Set};
use std::io::{self, Write};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;
use store::entity::{case as case_row, revision, submission};
use store::moderation_queue::search_key;
use store::{Db, write_content};

/// So many are in the queue.
pub const QUEUED: u64 = 20_000;
/// So many more are decided.
const DECIDED: u64 = 5_000;
const BATCH: u64 = 250;
const ADDRESS: &str = "bench@museum.example";
const PASSWORD: &str = "a long phrase for measuring";
/// 1 January 2026, in milliseconds since 1970; one is sent every ten minutes.
const FIRST_SENT: i64 = 1_767_225_600_000;
const STEP: i64 = 10 * 60 * 1000;

/// What is asked for: a name and its addresses.
const ASKED: [(&str, &[&str]); 4] = [
    (
        "tabs",
        &[
            "/moderate",
            "/moderate?tab=came-back",
            "/moderate?tab=mine",
            "/moderate?tab=with-museum",
            "/moderate?tab=awaiting-yes",
            "/moderate?tab=done",
        ],
    ),
    (
        "filters",
        &[
            "/moderate?strand=community",
            "/moderate?assigned=nobody",
            "/moderate?came_back=yes",
            "/moderate?tab=with-museum&silent=yes",
            "/moderate?tab=done&strand=workforce",
        ],
    ),
    (
        "searches",
        &[
            "/moderate?q=museum",
            "/moderate?q=tea+people",
            "/moderate?q=a",
            "/moderate?q=nothing+has+this",
            "/moderate?q=sender-77",
            "/moderate?q=50%25",
        ],
    ),
    (
        "far pages",
        &["/moderate?page=300", "/moderate?q=museum&page=900"],
    ),
];

/// How long somebody waits for one kind of question.
pub struct Waited {
    pub name: &'static str,
    pub waits: Waits,
}

/// Measures it. Each figure takes `time`.
pub async fn queue(casebook: &Path, folder: &Path, time: Duration) -> io::Result<Vec<Waited>> {
    say(&format!("a queue of {QUEUED}"));
    let data = folder.join("queue");
    let done = data.join("done");
    let edition = format!("1 {}", env!("CARGO_PKG_VERSION"));
    if std::fs::read_to_string(&done).unwrap_or_default() != edition {
        if data.exists() {
            std::fs::remove_dir_all(&data)?;
        }
        std::fs::create_dir_all(&data)?;
        fill(&data).await?;
        std::fs::write(done, edition)?;
    }
    let program = Program::casebook(casebook, &data, false).await?;
    add_moderator(casebook, &data)?;
    let cookie = sign_in(program.address).await?;
    let mut waited = Vec::new();
    for (name, paths) in ASKED {
        let paths: Vec<String> = paths.iter().map(|path| (*path).to_owned()).collect();
        // Once unmeasured: what is read lazily is there afterwards.
        waits_as(program.address, &paths, &cookie, Duration::ZERO).await?;
        let waits = waits_as(program.address, &paths, &cookie, time).await?;
        waited.push(Waited { name, waits });
    }
    program.stop()?;
    Ok(waited)
}

async fn fill(folder: &Path) -> io::Result<()> {
    let url = format!("sqlite://{}", folder.join("casebook.db").display());
    let db = Db::connect(&url).await.map_err(io::Error::other)?;
    server::database::migrate(&db)
        .await
        .map_err(io::Error::other)?;
    let all = QUEUED + DECIDED;
    let mut next = 0;
    while next < all {
        let end = (next + BATCH).min(all);
        batch(&db, next, end, all).await.map_err(io::Error::other)?;
        next = end;
    }
    db.close().await;
    Ok(())
}

/// Where one stands, and whether it came back.
const fn standing(number: u64) -> (&'static str, bool) {
    if number >= QUEUED {
        return (
            if number.is_multiple_of(4) {
                "declined"
            } else {
                "published"
            },
            false,
        );
    }
    match number % 20 {
        0..=9 => ("submitted", number.is_multiple_of(7)),
        10..=12 => ("in_review", number.is_multiple_of(3)),
        13 => ("approved", false),
        14..=17 => ("changes_requested", false),
        _ => ("awaiting_yes", false),
    }
}

async fn batch(db: &Db, from: u64, to: u64, of: u64) -> Result<(), store::DbErr> {
    let (mut cases, mut submissions, mut revisions) = (Vec::new(), Vec::new(), Vec::new());
    for number in from..to {
        let id = i64::try_from(number).unwrap_or_default() + 1;
        let content = case(number, of).content;
        let (status, came_back) = standing(number);
        let sent = FIRST_SENT + id * STEP;
        let reference = format!("WB-{:04}-{:04}", number / 10_000 + 2222, number % 10_000);
        let address = format!("sender-{number}@museum.example");
        cases.push(case_row::ActiveModel {
            id: Set(id),
            state: Set("unpublished".to_owned()),
            origin: Set("submitted".to_owned()),
            title: Set(content.title.clone()),
            featured: Set(false),
            version: Set(1),
            created_at: Set(sent),
            ..Default::default()
        });
        submissions.push(submission::ActiveModel {
            id: Set(id),
            case_id: Set(id),
            status: Set(status.to_owned()),
            version: Set(2),
            start_key_hash: Set(format!("bench-{number}")),
            title: Set(content.title.clone()),
            museum: Set(content.museum.clone()),
            strand: Set(content.strand.clone()),
            search_key: Set(search_key(
                &content.title,
                &content.museum,
                &reference,
                &address,
            )),
            reference: Set(reference),
            submitter_email: Set(address),
            created_at: Set(sent),
            updated_at: Set(sent),
            submitted_at: Set(Some(sent)),
            first_sent_at: Set(Some(sent)),
            queued_at: Set(sent),
            came_back: Set(came_back),
            decided_at: Set((number >= QUEUED).then_some(sent)),
            ..Default::default()
        });
        revisions.push(revision::ActiveModel {
            case_id: Set(id),
            submission_id: Set(Some(id)),
            number: Set(1),
            kind: Set("as_submitted".to_owned()),
            content: Set(write_content(&content)?),
            created_at: Set(sent),
            ..Default::default()
        });
    }
    let tx = db.begin().await?;
    case_row::Entity::insert_many(cases)
        .exec_without_returning(&tx)
        .await?;
    submission::Entity::insert_many(submissions)
        .exec_without_returning(&tx)
        .await?;
    revision::Entity::insert_many(revisions)
        .exec_without_returning(&tx)
        .await?;
    tx.commit().await
}

/// Makes the account that asks; where it is there already, that is all right.
fn add_moderator(casebook: &Path, data: &Path) -> io::Result<()> {
    let mut child = Command::new(casebook)
        .args([
            "user",
            "add",
            ADDRESS,
            "--role",
            "moderator",
            "--password-stdin",
        ])
        .env_clear()
        .env("CASEBOOK_DATA_DIR", data)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()?;
    if let Some(mut input) = child.stdin.take() {
        input.write_all(PASSWORD.as_bytes())?;
    }
    child.wait().map(drop)
}

/// Signs in, and returns the cookie as it is sent back.
async fn sign_in(server: SocketAddr) -> io::Result<String> {
    let encoded = |text: &str| text.replace('@', "%40").replace(' ', "+");
    let body = format!("email={}&password={}", encoded(ADDRESS), encoded(PASSWORD));
    let request = format!(
        "POST /account/sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\nSec-Fetch-Site: same-origin\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    );
    let mut connection = Connection::open(server).await?;
    let answer = connection.ask(request.as_bytes()).await?;
    let head = String::from_utf8_lossy(&connection.bytes()[..answer.head]).into_owned();
    if answer.status != 303 {
        let status = answer.status;
        return Err(io::Error::other(format!(
            "signing in was answered {status}"
        )));
    }
    let cookie = value(&head, "set-cookie").and_then(|line| line.split(';').next());
    cookie
        .map(str::to_owned)
        .ok_or_else(|| io::Error::other("no cookie came with signing in"))
}
