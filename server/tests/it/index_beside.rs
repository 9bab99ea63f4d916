//! While another index is built, readers see what is published and taken down, in every list.

use crate::each_database;
use crate::sample;
use crate::sample::{change_content, set_state};
use crate::support::program::PATIENCE;
use crate::support::{TestApp, TestIndex};
use case_study::Status;
use sea_orm::ConnectionTrait;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use store::cases::Filters;
use store::{bank, cases, imports};

const GONE: &str = "house-of-memories";

fn instance(folder: &Path) -> PathBuf {
    folder.join("index/instance-0")
}

/// The index that the next start would use.
fn current(folder: &Path) -> Option<String> {
    std::fs::read_to_string(instance(folder).join("current")).ok()
}

/// The folders of indexes that are there.
fn built(folder: &Path) -> Vec<String> {
    let Ok(entries) = std::fs::read_dir(instance(folder)) else {
        return Vec::new();
    };
    entries
        .map(|entry| entry.expect("an entry").file_name())
        .filter_map(|name| name.into_string().ok())
        .filter(|name| name.starts_with("built-"))
        .collect()
}

async fn until(what: &str, mut is_so: impl FnMut() -> bool) {
    let began = Instant::now();
    while !is_so() {
        assert!(began.elapsed() < PATIENCE, "{what}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// Has another index built, and waits until one is on its way.
async fn build_another(search: &TestIndex) {
    std::fs::remove_file(instance(search.folder()).join("current")).expect("it was there");
    until("another index is begun", || {
        built(search.folder()).len() == 2
    })
    .await;
}

/// Lists, API, feeds and tables, each as it says that a case is there.
async fn shown_in(app: &TestApp, slug: &str) -> Vec<&'static str> {
    let visitor = app.visitor();
    let (address, name) = (format!("/case-studies/{slug}"), format!("\"{slug}\""));
    // A feed also names what went, as gone.
    let entry = format!(":{address}</id>");
    let lists: [(&str, &str); 7] = [
        ("/case-studies?q=memories", &address),
        ("/api/v1/case-studies?per_page=100", &name),
        ("/case-studies.atom", &entry),
        ("/case-studies.json", &address),
        ("/case-studies.csv", &address),
        ("/open-data/cases.json", &name),
        ("/sitemap.xml", &address),
    ];
    let mut shown = Vec::new();
    for (path, words) in lists {
        if visitor.get(path).await.expect(200).body().contains(words) {
            shown.push(path);
        }
    }
    shown
}

each_database! {
    async fn what_is_taken_down_leaves_every_list_while_an_index_is_built(app: TestApp) {
        app.import_sample().await;
        let (search, gate) = TestIndex::gated(&app.db).await;
        let app = app.variant(|variant| variant.search = Some(search.clone()));
        let before = current(search.folder());
        assert_eq!(shown_in(&app, GONE).await.len(), 7);
        gate.send_replace(false);
        build_another(&search).await;

        set_state(&app.db, GONE, "taken_down").await;
        assert_eq!(shown_in(&app, GONE).await, Vec::<&str>::new());
        app.standing_at(Status::Published, "Tea and memories with the xylophone ensemble").await;
        assert_eq!(shown_in(&app, "tea-and-memories-with-the-xylophone-ensemble").await.len(), 7);
        change_content(&app.db, "museums-on-prescription", |content| content.summary = "A zeppelin.".into()).await;
        let found = search.index.count(&Filters { q: "zeppelin".into(), ..Filters::default() }).await;
        assert_eq!(found.expect("an answer"), 1);
        assert_eq!(current(search.folder()), None, "the new one is not in place");

        // The new one knows all of it when it is put in place.
        gate.send_replace(true);
        until("the new index is in place", || current(search.folder()).is_some()).await;
        assert_ne!(current(search.folder()), before);
        until("the old one is tidied", || built(search.folder()).len() == 1).await;
        let generation = bank::generation(&app.db).await.unwrap();
        assert!(search.index.caught_up(generation).await);
        assert_eq!(shown_in(&app, GONE).await, Vec::<&str>::new());
        assert_eq!(shown_in(&app, "tea-and-memories-with-the-xylophone-ensemble").await.len(), 7);
        assert_eq!(search.index.count(&Filters::default()).await.expect("an answer"), 28);
        set_state(&app.db, GONE, "live").await;
        assert_eq!(shown_in(&app, GONE).await.len(), 7);
    }

    async fn what_is_taken_down_after_a_large_import_does_not_wait_until_that_is_read(app: TestApp) {
        app.import_sample().await;
        change_content(&app.db, GONE, |content| content.summary = "A zeppelin.".into()).await;
        let (search, _gate) = TestIndex::gated(&app.db).await;
        let zeppelins = async || {
            let filters = Filters { q: "zeppelin".into(), ..Filters::default() };
            search.index.count(&filters).await.expect("an answer")
        };
        assert_eq!(zeppelins().await, 1);
        let cases = sample::bank();
        let many: Vec<_> = (0..36 * cases.len())
            .map(|number| {
                let mut case = cases[number % cases.len()].clone();
                case.id = format!("copy-{number}");
                case
            })
            .collect();
        imports::import(&app.db, &many, |_| {}).await.expect("stored");
        set_state(&app.db, GONE, "taken_down").await;
        let began = Instant::now();
        // A question waits two seconds for the newest state and then tells of the one that there is.
        while zeppelins().await > 0 {
            assert!(began.elapsed() < Duration::from_secs(5), "it is still in lists");
        }
        let generation = bank::generation(&app.db).await.unwrap();
        while !search.index.caught_up(generation).await {
            assert!(began.elapsed() < PATIENCE, "the rest is read");
        }
        assert_eq!(search.index.count(&Filters::default()).await.expect("an answer"), 27 + many.len() as u64);
        assert_eq!(zeppelins().await, 0);
    }

    async fn what_a_killed_program_left_of_a_build_is_tidied_at_the_start(app: TestApp) {
        app.import_sample().await;
        let folder = std::sync::Arc::new(tempfile::tempdir().unwrap());
        for left in ["built-00aa", "built-00bb"] {
            let left = instance(folder.path()).join(left);
            std::fs::create_dir_all(&left).unwrap();
            std::fs::write(left.join("half.store"), "half").unwrap();
        }
        let search = TestIndex::start_in(&app.db, folder.clone()).await;
        let built = built(folder.path());
        assert_eq!(built.len(), 1, "{built:?}");
        assert_eq!(current(folder.path()).as_ref(), built.first());
        assert_eq!(search.index.count(&Filters::default()).await.expect("an answer"), 28);
    }

    async fn an_index_that_cannot_be_built_for_a_while_is_built_later(app: TestApp) {
        app.import_sample().await;
        let folder = std::sync::Arc::new(tempfile::tempdir().unwrap());
        let search = TestIndex::start_in(&app.db, folder.clone()).await;
        // Where indexes lie nothing can be written any more.
        std::fs::remove_dir_all(instance(folder.path())).unwrap();
        std::fs::write(instance(folder.path()), "in the way").unwrap();
        let edition = search.index.edition();
        assert_eq!(search.index.count(&Filters::default()).await.expect("readers go on"), 28);
        std::fs::remove_file(instance(folder.path())).unwrap();
        std::fs::create_dir(instance(folder.path())).unwrap();
        until("an index is built", || search.index.edition() > edition && current(folder.path()).is_some()).await;
        assert_eq!(built(folder.path()).len(), 1);
        set_state(&app.db, GONE, "taken_down").await;
        assert_eq!(search.index.count(&Filters::default()).await.expect("an answer"), 27);
    }

    async fn a_bank_that_was_put_in_the_place_of_another_is_not_shown_by_its_index(app: TestApp) {
        app.import_sample().await;
        let (search, gate) = TestIndex::gated(&app.db).await;
        let before = (search.index.bank(), current(search.folder()));
        gate.send_replace(false);
        // As a copy that was restored begins another life.
        let other = "UPDATE counters SET value = 4711 WHERE name = 'identity'";
        app.db.writer().execute_unprepared(other).await.unwrap();
        until("what was shown is forgotten", || !search.index.is_ready()).await;
        gate.send_replace(true);
        until("the new bank is shown", || search.index.is_ready() && search.index.bank() == 4711).await;
        assert_ne!(before.0, 4711);
        until("its index is another", || current(search.folder()) != before.1).await;
        assert_eq!(search.index.count(&Filters::default()).await.expect("an answer"), cases::count(&app.db).await.unwrap());
        // The whole bank at a glance is of the new one too.
        assert_eq!(app.state.catalogue.current(&app.db).await.unwrap().entries.len(), 28);
    }
}
