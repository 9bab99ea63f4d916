//! Connections to the database: as many as the setting says, and whoever waits too long for one comes again.

use crate::each_database;
use crate::support::program::PATIENCE;
use crate::support::{Kind, TestDatabase};
use sea_orm::{ConnectionTrait, DbBackend, Statement};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use store::{Connecting, Db, POSTGRES_CONNECTIONS, is_unavailable};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// An instance over this database whose connections are told from others by this name.
async fn instance(database: &TestDatabase, name: &str, connections: u32) -> Db {
    let url = format!("{}?application_name={name}", database.url());
    let how = Connecting {
        connections,
        ..Connecting::default()
    };
    Db::connect_with(&url, how).await.expect("it opens")
}

/// How many connections of this name there are now.
async fn open(db: &Db, name: &str) -> i64 {
    let asked = Statement::from_sql_and_values(
        DbBackend::Postgres,
        "SELECT count(*) AS number FROM pg_stat_activity WHERE application_name = $1 AND datname = current_database()",
        [name.into()],
    );
    let row = db.reader().query_one_raw(asked).await.unwrap();
    row.expect("a number").try_get("", "number").unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_instance_opens_as_many_as_the_setting_says_and_no_more() {
    let Some(database) = TestDatabase::create(Kind::Postgres).await else {
        return;
    };
    let watcher = database.open().await;
    let db = instance(&database, "three", 3).await;
    let mut held = Vec::new();
    for _ in 0..3 {
        held.push(db.begin().await.expect("a connection"));
    }
    assert_eq!(open(&watcher, "three").await, 3);
    let refused = db.begin().await.err().expect("there is no fourth");
    assert!(is_unavailable(&refused), "{refused}");
    assert_eq!(open(&watcher, "three").await, 3);
    held.pop().expect("one of three").rollback().await.unwrap();
    db.begin()
        .await
        .expect("one came free")
        .rollback()
        .await
        .unwrap();
    for tx in held {
        tx.rollback().await.unwrap();
    }
    db.close().await;
    watcher.close().await;
    database.remove().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn ten_instances_at_work_stay_below_what_postgres_allows() {
    // It allows 100 by itself, and keeps three of them for its administrators.
    const { assert!(POSTGRES_CONNECTIONS * 10 < 97) };
    let Some(database) = TestDatabase::create(Kind::Postgres).await else {
        return;
    };
    let watcher = database.open().await;
    let mut instances = Vec::new();
    for _ in 0..10 {
        instances.push(instance(&database, "ten", 2).await);
    }
    // Each is asked four times as much at once as it has connections.
    let watching = &watcher;
    let asked = instances.iter().flat_map(|db| {
        (0..8).map(move |_| async move {
            db.reader()
                .execute_unprepared("SELECT pg_sleep(0.05)")
                .await
                .expect("each has its turn");
            open(watching, "ten").await
        })
    });
    let counts = futures::future::join_all(asked).await;
    let most = counts.into_iter().max().expect("some were asked");
    assert!((10..=20).contains(&most), "{most}");
    for db in instances {
        db.close().await;
    }
    watcher.close().await;
    database.remove().await;
}

/// A way to PostgreSQL on which the first so many connections say nothing more, and are not closed either: its port.
async fn way_to(server: String, opened: Arc<AtomicUsize>, silent: Arc<AtomicUsize>) -> u16 {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await.expect("a port");
    let port = listener.local_addr().expect("its address").port();
    tokio::spawn(async move {
        loop {
            let (client, _) = listener.accept().await.expect("a client");
            let server = TcpStream::connect(&server).await.expect("it is there");
            let number = opened.fetch_add(1, Ordering::SeqCst) + 1;
            let (from_client, to_client) = client.into_split();
            let (from_server, to_server) = server.into_split();
            tokio::spawn(carry(from_client, to_server, number, silent.clone()));
            tokio::spawn(carry(from_server, to_client, number, silent.clone()));
        }
    });
    port
}

async fn carry(
    mut from: tokio::net::tcp::OwnedReadHalf,
    mut to: tokio::net::tcp::OwnedWriteHalf,
    number: usize,
    silent: Arc<AtomicUsize>,
) {
    let mut bytes = [0; 4096];
    while let Ok(read) = from.read(&mut bytes).await {
        if number <= silent.load(Ordering::SeqCst) {
            std::future::pending::<()>().await;
        }
        if read == 0 || to.write_all(&bytes[..read]).await.is_err() {
            return;
        }
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_connection_that_fell_silent_is_given_up_and_another_takes_its_place() {
    let Some(database) = TestDatabase::create(Kind::Postgres).await else {
        return;
    };
    let mut url = url::Url::parse(database.url()).expect("a URL");
    let host = url.host_str().expect("it names its host");
    let server = format!("{host}:{}", url.port().unwrap_or(5432));
    let (opened, silent) = (Arc::new(AtomicUsize::new(0)), Arc::new(AtomicUsize::new(0)));
    let port = way_to(server, opened.clone(), silent.clone()).await;
    url.set_host(Some("127.0.0.1")).expect("a host");
    url.set_port(Some(port)).expect("a port");
    let how = Connecting {
        connections: 1,
        ..Connecting::default()
    };
    let db = Db::connect_with(url.as_str(), how).await.expect("it opens");
    let ask = async || db.reader().execute_unprepared("SELECT 1").await;
    ask().await.expect("it answers");
    // As a request that is cut off after its time: the server vanished while it was answered.
    let cut_off = tokio::time::timeout(Duration::from_secs(2), async {
        let asked = db.reader().execute_unprepared("SELECT pg_sleep(1)");
        let vanishes = async {
            tokio::time::sleep(Duration::from_millis(300)).await;
            silent.store(opened.load(Ordering::SeqCst), Ordering::SeqCst);
        };
        futures::future::join(asked, vanishes).await
    });
    assert!(cut_off.await.is_err(), "nothing comes back");
    let began = Instant::now();
    while ask().await.is_err() {
        assert!(
            began.elapsed() < PATIENCE,
            "its place is not given to another"
        );
    }
    eprintln!(
        "figure: answered over another connection after {:?}",
        began.elapsed()
    );
    db.close().await;
    database.remove().await;
}

each_database! {
    async fn who_waits_too_long_for_a_connection_is_told_when_to_come_again(app: TestApp) {
        let writers = if app.db.is_postgres() { POSTGRES_CONNECTIONS } else { 1 };
        let mut held = Vec::new();
        for _ in 0..writers {
            held.push(app.db.begin().await.expect("a connection"));
        }
        let ask = async || {
            let visitor = app.visitor();
            visitor.post("/submit/link", &[("email", "ana@museum.example")]).await
        };
        let page = ask().await.expect(503);
        assert_eq!(page.header("retry-after"), "5");
        assert!(page.text().contains("We are busy just now"), "{page:?}");
        if app.db.is_postgres() {
            for path in ["/api/v1/case-studies/tea", "/oai?verb=ListIdentifiers&metadataPrefix=oai_dc"] {
                let answer = app.visitor().get(path).await.expect(503);
                assert_eq!(answer.header("retry-after"), "5", "{path}");
            }
        }
        for tx in held {
            tx.rollback().await.unwrap();
        }
        drop(ask().await.expect(303));
        eprintln!("figure: {writers} of {writers} taken: told to come again in 5 seconds; taken as soon as they were free");
    }
}
