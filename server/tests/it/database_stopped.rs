//! PostgreSQL is stopped under a server at work, and started again: whoever sends something is told to come again, and
//! nothing that was taken is lost.

use crate::support::program::{Program, agent, free_port, until};
use crate::support::{Kind, TestDatabase};
use sea_orm::{EntityTrait, PaginatorTrait};
use std::collections::BTreeMap;
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Instant;
use store::entity::mailed_address;

/// So many people send something at a time.
const PEOPLE: usize = 4;
/// So much is taken before the database stops, and again once it is back.
const TAKEN: usize = 20;

/// The way to PostgreSQL. While it is cut nothing listens there, as where the server is stopped.
struct Line {
    port: u16,
    server: String,
    is_cut: Arc<AtomicBool>,
    streams: Arc<Mutex<Vec<TcpStream>>>,
    listening: Option<std::thread::JoinHandle<()>>,
}

impl Line {
    fn to(server: String) -> Self {
        let mut line = Self {
            port: free_port(),
            server,
            is_cut: Arc::default(),
            streams: Arc::default(),
            listening: None,
        };
        line.mend();
        line
    }

    fn mend(&mut self) {
        let listener = until("the port is free", || {
            TcpListener::bind(("127.0.0.1", self.port)).ok()
        });
        self.is_cut.store(false, Ordering::SeqCst);
        let (server, is_cut, streams) = (
            self.server.clone(),
            self.is_cut.clone(),
            self.streams.clone(),
        );
        self.listening = Some(std::thread::spawn(move || {
            for client in listener.incoming() {
                if is_cut.load(Ordering::SeqCst) {
                    return;
                }
                let client = client.expect("a client");
                let server = TcpStream::connect(&server).expect("PostgreSQL is there");
                for stream in [&client, &server] {
                    let stream = stream.try_clone().expect("a second handle");
                    streams.lock().expect("nobody breaks with it").push(stream);
                }
                carry(&client, &server);
                carry(&server, &client);
            }
        }));
    }

    fn cut(&mut self) {
        self.is_cut.store(true, Ordering::SeqCst);
        // It waits for a client, and this one tells it to look.
        drop(TcpStream::connect(("127.0.0.1", self.port)));
        let listening = self.listening.take().expect("it listens");
        listening.join().expect("it ends well");
        for stream in self
            .streams
            .lock()
            .expect("nobody breaks with it")
            .drain(..)
        {
            let _ = stream.shutdown(Shutdown::Both);
        }
    }
}

/// Carries what one side says to the other, until either hangs up.
fn carry(from: &TcpStream, to: &TcpStream) {
    let mut from = from.try_clone().expect("a second handle");
    let mut to = to.try_clone().expect("a second handle");
    std::thread::spawn(move || {
        let _ = std::io::copy(&mut from, &mut to);
        let _ = to.shutdown(Shutdown::Both);
    });
}

/// Says that it is over however the test ends: those who send wait for it.
struct SaysWhenOver<'a>(&'a AtomicBool);

impl Drop for SaysWhenOver<'_> {
    fn drop(&mut self) {
        self.0.store(true, Ordering::SeqCst);
    }
}

/// What was answered, and how often: the status, and whether it said when to come again.
type Answers = Mutex<BTreeMap<(u16, bool), usize>>;

/// Asks for the links of somebody, in one name after the other, until it is over.
fn keep_sending(base: &str, next: &AtomicUsize, over: &AtomicBool, answers: &Answers) {
    let agent = agent();
    while !over.load(Ordering::SeqCst) {
        let number = next.fetch_add(1, Ordering::SeqCst);
        let address = format!("person-{number}@museum.example");
        let sent = agent
            .post(format!("{base}/submit/link"))
            .header("Sec-Fetch-Site", "same-origin")
            .send_form([("email", address.as_str())]);
        // No answer at all is none of the two that may be.
        let kind = sent.map_or((0, false), |sent| {
            let says_when = sent.headers().contains_key("retry-after");
            (sent.status().as_u16(), says_when)
        });
        let mut answers = answers.lock().expect("nobody breaks with it");
        *answers.entry(kind).or_default() += 1;
    }
}

fn taken(answers: &Answers) -> usize {
    let answers = answers.lock().expect("nobody breaks with it");
    answers
        .iter()
        .filter(|((status, _), _)| *status == 303)
        .map(|(_, count)| count)
        .sum()
}

/// Runs a server over the line, cuts it and mends it; what was answered.
fn run(database_url: &str) -> BTreeMap<(u16, bool), usize> {
    let mut url = url::Url::parse(database_url).expect("a URL");
    let host = url.host_str().expect("it names its host");
    let server = format!("{host}:{}", url.port().unwrap_or(5432));
    let mut line = Line::to(server);
    url.set_host(Some("127.0.0.1")).expect("a host");
    url.set_port(Some(line.port)).expect("a port");

    let data = tempfile::tempdir().expect("a folder");
    let program = Program::start_over(url.as_str(), data.path(), free_port());
    let base = program.base.clone();
    let status = |path: &str| {
        let answer = agent().get(format!("{base}{path}")).call().ok()?;
        Some(answer.status().as_u16())
    };
    let says = |path: &'static str, expected: u16| {
        until(path, || status(path).filter(|status| *status == expected));
    };
    says("/readyz", 200);
    says("/case-studies", 200);
    let (next, over, answers) = (
        AtomicUsize::new(0),
        AtomicBool::new(false),
        Answers::default(),
    );
    let mut away = None;
    std::thread::scope(|scope| {
        let _over = SaysWhenOver(&over);
        for _ in 0..PEOPLE {
            scope.spawn(|| keep_sending(&base, &next, &over, &answers));
        }
        until("some were taken", || {
            (taken(&answers) >= TAKEN).then_some(())
        });
        line.cut();
        says("/readyz", 503);
        assert_eq!(status("/livez"), Some(200));
        // Lists come from the index; what needs the database says that it is busy.
        let list = status("/case-studies");
        assert!(list == Some(200) || list == Some(503), "{list:?}");
        until("some were told to come again", || {
            let answers = answers.lock().expect("nobody breaks with it");
            answers
                .keys()
                .any(|(status, _)| *status == 503)
                .then_some(())
        });
        let before = taken(&answers);
        let began = Instant::now();
        line.mend();
        until("some are taken again", || {
            (taken(&answers) > before).then_some(())
        });
        away = Some(began.elapsed());
        until("as many as before", || {
            (taken(&answers) >= before + TAKEN).then_some(())
        });
        says("/readyz", 200);
    });
    let answers = answers.into_inner().expect("nobody breaks with it");
    eprintln!(
        "figure: {answers:?} (status, says when to come again: how often); taken again after {:?}",
        away.expect("it came back")
    );
    answers
}

#[tokio::test(flavor = "multi_thread")]
async fn who_sends_something_meanwhile_is_told_to_come_again_and_nothing_taken_is_lost() {
    let Some(database) = TestDatabase::create(Kind::Postgres).await else {
        return;
    };
    let url = database.url().to_owned();
    let answers = tokio::task::spawn_blocking(move || run(&url))
        .await
        .expect("the run ends");
    let faults = answers
        .keys()
        .find(|answer| ![(303, false), (503, true)].contains(answer));
    assert_eq!(faults, None, "{answers:?}");
    let db = database.open().await;
    let stored = mailed_address::Entity::find()
        .count(db.reader())
        .await
        .expect("the database answers");
    let taken = answers.get(&(303, false)).copied().unwrap_or_default();
    // A commit whose answer was lost may have been kept.
    assert!(stored >= taken as u64, "{stored} of {taken}: {answers:?}");
    db.close().await;
    database.remove().await;
}
