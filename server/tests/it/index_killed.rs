//! kill -9 while the search index is written: after the next start it holds what the database does.
//!
//! The real binary is killed thirty times while another program changes the bank, a third of the
//! cases at a time. The moment moves from round to round, so that reading, writing, committing,
//! merging and building anew are all met. After each start lists and searches are compared with
//! the database, case by case.

use crate::sample;
use crate::sample::set_state;
use crate::support::how_often::kills;
use crate::support::program::{Program, agent, free_port, until};
use crate::support::{Kind, TestDatabase};
use case_study::import::ImportedCase;
use std::collections::BTreeMap;
use std::time::Duration;
use store::cases::{ForIndex, for_index};
use store::{Db, imports};

/// Cases in the bank: enough that a build takes some time.
const CASES: usize = 84;
/// The follower asks for changes about twice a second: the kills are spread over that time.
const STEP: Duration = Duration::from_millis(27);

#[tokio::test(flavor = "multi_thread")]
async fn killed_on_sqlite_the_index_equals_the_database() {
    change_while_killing(Kind::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn killed_on_postgres_the_index_equals_the_database() {
    change_while_killing(Kind::Postgres).await;
}

async fn change_while_killing(kind: Kind) {
    let Some(database) = TestDatabase::create(kind).await else {
        return;
    };
    let db = Db::connect(database.url()).await.expect("it opens");
    server::database::migrate(&db).await.expect("the tables");
    let mut bank = Bank::new();
    bank.change(&db, 0..CASES).await;

    let data = tempfile::tempdir().expect("a folder");
    let port = free_port();
    for round in 0..=kills() as u32 {
        // Every fifth start finds no index, and is killed while it builds one.
        let builds = round % 5 == 4;
        if builds {
            std::fs::remove_dir_all(data.path().join("index")).expect("there was one");
        }
        let mut server = Program::start_over(database.url(), data.path(), port);
        if builds {
            tokio::time::sleep(STEP * (round % 10)).await;
            server.kill();
            server = Program::start_over(database.url(), data.path(), port);
        }
        equal_after_start(&db, &server.base, round).await;
        if round == kills() as u32 {
            break;
        }
        let killed = tokio::spawn(async move {
            tokio::time::sleep(STEP * (round % 16 + 1)).await;
            tokio::task::spawn_blocking(move || server.kill())
                .await
                .expect("killed");
        });
        let third = CASES / 3;
        let mut at = round as usize;
        while !killed.is_finished() {
            let from = at % 3 * third;
            bank.change(&db, from..from + third).await;
            bank.hide_or_show(&db, at % CASES).await;
            at += 1;
        }
        killed.await.expect("the killer ends well");
    }
    db.close().await;
    database.remove().await;
}

/// The sample cases three times over, each with a summary that says how often it was changed.
struct Bank {
    cases: Vec<ImportedCase>,
    changes: usize,
    hidden: Vec<bool>,
}

impl Bank {
    fn new() -> Self {
        let cases = sample::bank();
        let cases: Vec<ImportedCase> = (0..CASES)
            .map(|number| {
                let mut case = cases[number % cases.len()].clone();
                case.id = format!("case-{number}");
                case
            })
            .collect();
        Self {
            hidden: vec![false; cases.len()],
            cases,
            changes: 0,
        }
    }

    async fn change(&mut self, db: &Db, which: std::ops::Range<usize>) {
        self.changes += 1;
        for number in which.clone() {
            self.cases[number].content.summary = format!("Change{} of case{number}.", self.changes);
        }
        imports::import(db, &self.cases[which], |_| {})
            .await
            .expect("the change is stored");
    }

    async fn hide_or_show(&mut self, db: &Db, number: usize) {
        self.hidden[number] = !self.hidden[number];
        let state = if self.hidden[number] {
            "taken_down"
        } else {
            "live"
        };
        set_state(db, &self.cases[number].id, state).await;
    }
}

/// Every public case, slug to summary, as the tables hold it.
async fn stored(db: &Db) -> BTreeMap<String, String> {
    let all = for_index(db, None, 0, 1000)
        .await
        .expect("the tables are read");
    all.into_iter()
        .filter_map(|ForIndex { case, .. }| case)
        .map(|case| (case.slug, case.content.summary.clone()))
        .collect()
}

/// Waits until lists say what the tables say, and then looks for one change by its word.
async fn equal_after_start(db: &Db, base: &str, round: u32) {
    let stored = stored(db).await;
    let base = base.to_owned();
    tokio::task::spawn_blocking(move || {
        let agent = agent();
        let ask = |query: &str| -> Option<serde_json::Value> {
            let url = format!("{base}/api/v1/case-studies?{query}");
            let mut answer = agent.get(url).call().ok()?;
            let text = answer.body_mut().read_to_string().ok()?;
            (answer.status() == 200).then(|| serde_json::from_str(&text).expect("JSON"))
        };
        let items = |query: &str| -> Option<BTreeMap<String, String>> {
            let mut found = BTreeMap::new();
            for page in 1.. {
                let answer = ask(&format!("{query}&per_page=100&page={page}"))?;
                let items = answer["items"].as_array().expect("items");
                for item in items {
                    let member = |name: &str| item[name].as_str().expect("text").to_owned();
                    found.insert(member("slug"), member("summary"));
                }
                if items.len() < 100 {
                    break;
                }
            }
            Some(found)
        };
        until(&format!("the index in round {round}"), || {
            items("sort=title").filter(|shown| *shown == stored)
        });
        let (slug, summary) = stored.iter().next().expect("something is public");
        let word = summary.split(' ').next().expect("a word");
        let with_word: BTreeMap<_, _> = stored
            .iter()
            .filter(|(_, summary)| summary.starts_with(&format!("{word} ")))
            .map(|(slug, summary)| (slug.clone(), summary.clone()))
            .collect();
        assert_eq!(
            items(&format!("q={word}")),
            Some(with_word),
            "round {round}, {slug}"
        );
    })
    .await
    .expect("the comparison ends");
}
