//! The index follows the bank: what is published is found, what is taken down is not, in every
//! program, whatever happened to the files.

use crate::each_database;
use crate::many_mails::until;
use crate::sample::{change_content, set_state};
use crate::support::{Kind, Page, TestApp, TestDatabase, TestIndex, run};
use case_study::CaseAction;
use case_study::{Answers, EditWeight, PartialDate, Status};
use index::SearchIndex;
use server::watched::{Watched, stopped};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use store::cases::Filters;
use store::history::Actor;
use store::{DAY_MS, Db, bank, case_transitions};
use tokio::sync::{oneshot, watch};

/// 1 July 2031.
const IN_2031: i64 = 1_940_630_400_000;
const YEAR_MS: i64 = 365 * DAY_MS;

fn found(page: &Page) -> Vec<String> {
    page.select("a.card-link")
        .iter()
        .map(|link| link.text().to_owned())
        .collect()
}

fn words(q: &str) -> Filters {
    Filters {
        q: q.to_owned(),
        ..Filters::default()
    }
}

/// The titles another program over the same database shows, once it shows this generation.
async fn titles(index: &SearchIndex, generation: i64, filters: &Filters) -> Vec<String> {
    assert!(index.caught_up(generation).await, "the index follows");
    let found = index.find(filters, 1, 100).await.expect("an answer");
    found
        .cases
        .into_iter()
        .map(|case| case.content.title.clone())
        .collect()
}

/// An index in a folder that outlives it.
struct Program {
    index: SearchIndex,
    stop: oneshot::Sender<()>,
    task: tokio::task::JoinHandle<()>,
}

impl Program {
    async fn start(db: &Db, folder: &Path) -> Self {
        let (stop, stopped) = oneshot::channel::<()>();
        let (index, task) = SearchIndex::start(db, folder, async move {
            let _ = stopped.await;
        });
        let program = Self { index, stop, task };
        assert!(program.index.ready().await, "the index is ready");
        let generation = bank::generation(db).await.unwrap();
        assert!(
            program.index.caught_up(generation).await,
            "the index follows"
        );
        program
    }

    async fn end(self) {
        self.stop.send(()).expect("it runs");
        self.task.await.expect("it ends well");
    }
}

/// The folder of the index in use.
fn in_use(folder: &Path) -> PathBuf {
    let instance = folder.join("index/instance-0");
    let name = std::fs::read_to_string(instance.join("current")).expect("an index is in use");
    instance.join(name)
}

async fn count(program: &Program) -> u64 {
    program
        .index
        .count(&Filters::default())
        .await
        .expect("an answer")
}

each_database! {
    async fn a_follower_that_ends_is_started_again_and_goes_on(app: TestApp) {
        let folder = tempfile::tempdir().unwrap();
        let (index, follow) = SearchIndex::prepare(&app.db, folder.path());
        let (tell, stop) = watch::channel(false);
        let (end, ended) = watch::channel(false);
        let starts = Arc::new(AtomicUsize::new(0));
        let counted = starts.clone();
        let begin = move |stop| {
            // The first one ends when this test says so.
            let first = counted.fetch_add(1, Ordering::Relaxed) == 0;
            follow.run(stopped(if first { ended.clone() } else { stop }))
        };
        let watched = Watched::default();
        let kept = tokio::spawn(watched.clone().keep_running("search index", stop, begin));
        assert!(index.ready().await, "the index is built");
        end.send(true).expect("it listens");
        until("it is started again", async || starts.load(Ordering::Relaxed) == 2).await;
        assert_eq!(watched.not_working().len(), 1);
        assert_eq!(index.not_followed_for(), None, "nothing failed");
        app.standing_at(Status::Published, "Tea with the xylophone ensemble").await;
        let generation = bank::generation(&app.db).await.unwrap();
        assert_eq!(titles(&index, generation, &words("xylophone")).await.len(), 1);
        eprintln!("figure: started again once, and what was published since is found");
        tell.send(true).expect("it listens");
        kept.await.expect("it ends well");
    }

    async fn publishing_tagging_and_taking_down_are_seen_at_once(app: TestApp) {
        let (visitor, other) = (app.visitor(), TestIndex::start(&app.db).await);
        let (id, _) = app.standing_at(Status::Published, "Tea with the xylophone ensemble").await;
        let seen = found(&visitor.get("/case-studies?q=xylophone").await.expect(200));
        assert_eq!(seen, ["Tea with the xylophone ensemble"]);
        let generation = bank::generation(&app.db).await.unwrap();
        assert_eq!(titles(&other.index, generation, &words("xylophone")).await.len(), 1);

        let submission = app.submission(id).await;
        let content = store::submissions::current_content(app.db.reader(), &submission).await.unwrap();
        let mut pairs: Vec<(String, String)> = Vec::new();
        for field in case_study::tags::tag_fields() {
            let values = if field.key == "themes" { vec!["nature-and-green-wellbeing".to_owned()] } else { field.answers(&content) };
            pairs.extend(values.into_iter().map(|value| (field.key.to_owned(), value)));
        }
        let answers = Answers::from_pairs(pairs, |_| true).unwrap();
        let moderator = Actor::operator();
        let tags = case_study::tags::tag_fields();
        let changed = app.mend(&moderator, id, submission.version, &answers, tags, EditWeight::Form).await;
        assert!(changed.made().is_some_and(|changed| changed > 0));
        let seen = found(&visitor.get("/case-studies?theme=nature-and-green-wellbeing").await.expect(200));
        assert_eq!(seen, ["Tea with the xylophone ensemble"]);

        let submission = app.submission(id).await;
        let down = case_transitions::move_case(&app.db, &moderator, &submission, CaseAction::TakeDown, "").await.unwrap();
        assert!(down.made().is_some());
        assert!(found(&visitor.get("/case-studies?q=xylophone").await.expect(200)).is_empty());
        let generation = bank::generation(&app.db).await.unwrap();
        assert!(titles(&other.index, generation, &words("xylophone")).await.is_empty());
        let back = case_transitions::move_case(&app.db, &moderator, &submission, CaseAction::Restore, "").await.unwrap();
        assert!(back.made().is_some());
        assert_eq!(found(&visitor.get("/case-studies?q=xylophone").await.expect(200)).len(), 1);
    }

    async fn an_edited_text_replaces_the_old_one(app: TestApp) {
        app.import_sample().await;
        let visitor = app.visitor();
        change_content(&app.db, "house-of-memories", |content| content.summary = "A zeppelin.".into()).await;
        assert_eq!(found(&visitor.get("/case-studies?q=zeppelin").await.expect(200)).len(), 1);
        change_content(&app.db, "house-of-memories", |content| content.summary = "A balloon.".into()).await;
        let page = visitor.get("/case-studies?q=zeppelin").await.expect(200);
        assert_eq!(page.one("[role=status]").text(), "No case studies");
        assert!(visitor.get("/case-studies").await.expect(200).one("[role=status]").text().starts_with("28 "));
    }

    async fn a_second_program_goes_on_from_where_the_index_stood(app: TestApp) {
        app.import_sample().await;
        let folder = tempfile::tempdir().unwrap();
        let first = Program::start(&app.db, folder.path()).await;
        assert_eq!(count(&first).await, 28);
        first.end().await;
        let built = in_use(folder.path());
        set_state(&app.db, "house-of-memories", "taken_down").await;
        let second = Program::start(&app.db, folder.path()).await;
        assert_eq!(count(&second).await, 27);
        assert_eq!(in_use(folder.path()), built, "the index was kept");
        second.end().await;
    }

    async fn two_programs_over_one_folder_do_not_meet(app: TestApp) {
        app.import_sample().await;
        let folder = tempfile::tempdir().unwrap();
        let first = Program::start(&app.db, folder.path()).await;
        let second = Program::start(&app.db, folder.path()).await;
        set_state(&app.db, "house-of-memories", "taken_down").await;
        let generation = bank::generation(&app.db).await.unwrap();
        for program in [&first, &second] {
            assert!(program.index.caught_up(generation).await);
            assert_eq!(count(program).await, 27);
        }
        assert!(folder.path().join("index/instance-1/current").is_file());
        first.end().await;
        second.end().await;
    }

    async fn a_new_year_is_noticed_though_nothing_was_published(app: TestApp) {
        app.import_sample().await;
        change_content(&app.db, "house-of-memories", |content| {
            content.started = Some(PartialDate { year: 2030, month: None });
            content.ended = None;
            content.still_running = true;
        })
        .await;
        let folder = tempfile::tempdir().unwrap();
        app.clock.set(IN_2031);
        let program = Program::start(&app.db, folder.path()).await;
        let (edition, built) = (program.index.edition(), in_use(folder.path()));
        lists_of_year(&program, "2031", 1).await;
        lists_of_year(&program, "2032", 0).await;
        // While it runs.
        app.clock.set(IN_2031 + YEAR_MS);
        lists_of_year(&program, "2032", 1).await;
        assert!(program.index.edition() > edition, "kept pages are drawn anew");
        assert_eq!(count(&program).await, 28);
        program.end().await;
        // While it did not run; and no other case runs on.
        app.clock.set(IN_2031 + 2 * YEAR_MS);
        let program = Program::start(&app.db, folder.path()).await;
        lists_of_year(&program, "2033", 1).await;
        lists_of_year(&program, "2034", 0).await;
        assert_eq!(in_use(folder.path()), built, "nothing was built anew");
        program.end().await;
    }

    async fn words_of_texts_that_went_away_are_forgotten(app: TestApp) {
        app.import_sample().await;
        change_content(&app.db, "house-of-memories", |content| content.summary = "A zeppelin and a museum.".into()).await;
        // Built in one go: too few of its cases go away below for its files to be written anew.
        let other = TestIndex::start(&app.db).await;
        let listed = async |q: &str| {
            let listing = other.index.list(&words(q), 1, 20).await.expect("an answer");
            let said = listing.understood;
            (listing.found.total, said.meant.map(|meant| meant.words), said.unknown)
        };
        let suggested = async || other.index.suggest("zepp").await.expect("an answer").cases.len();
        assert_eq!(listed("zepelin").await, (0, Some("zeppelin".to_owned()), vec!["zepelin".to_owned()]));
        assert_eq!(suggested().await, 1);
        set_state(&app.db, "house-of-memories", "taken_down").await;
        let generation = bank::generation(&app.db).await.unwrap();
        assert!(other.index.caught_up(generation).await);
        assert_eq!(listed("zepelin").await, (0, None, vec!["zepelin".to_owned()]));
        assert_eq!(listed("zeppelin").await, (0, None, vec!["zeppelin".to_owned()]));
        assert_eq!(suggested().await, 0);
        // Words that stand elsewhere too are known as before.
        assert_eq!(listed("zepelin dementa").await, (0, Some("zepelin dementia".to_owned()), vec!["zepelin".to_owned(), "dementa".to_owned()]));
    }

    async fn damaged_old_and_foreign_indexes_are_built_anew(app: TestApp) {
        app.import_sample().await;
        let folder = tempfile::tempdir().unwrap();
        let damages: [fn(&Path); 7] = [
            |index| overwrite(index, "store", |bytes| { let middle = bytes.len() / 2; bytes[middle] ^= 0xff; }),
            |index| overwrite(index, "term", |bytes| bytes.truncate(3)),
            |index| overwrite(index, "fast", Vec::clear),
            |index| std::fs::remove_file(a_file(index, "idx")).unwrap(),
            |index| std::fs::write(index.join("meta.json"), "{").unwrap(),
            // Another version of the program, whichever this one is.
            |index| rewrite_meta(index, r#"\"version\":"#, r#"\"version\":9"#),
            // Another bank, by its number; a later state of this one.
            |index| rewrite_meta(index, r#"\"generation\":"#, r#"\"generation\":9"#),
        ];
        for (number, damage) in damages.into_iter().enumerate() {
            let program = Program::start(&app.db, folder.path()).await;
            assert_eq!(count(&program).await, 28, "before damage {number}");
            program.end().await;
            let before = in_use(folder.path());
            damage(&before);
            let program = Program::start(&app.db, folder.path()).await;
            assert_eq!(count(&program).await, 28, "after damage {number}");
            assert_ne!(in_use(folder.path()), before, "damage {number}");
            assert!(!before.exists(), "the old index is removed");
            program.end().await;
        }
    }

    async fn an_index_taken_away_is_built_anew_while_readers_go_on(app: TestApp) {
        app.import_sample().await;
        let folder = tempfile::tempdir().unwrap();
        let program = Program::start(&app.db, folder.path()).await;
        let before = in_use(folder.path());
        std::fs::remove_dir_all(folder.path().join("index/instance-0")).unwrap();
        std::fs::create_dir(folder.path().join("index/instance-0")).unwrap();
        let deadline = Instant::now() + Duration::from_secs(20);
        while !folder.path().join("index/instance-0/current").is_file() {
            assert_eq!(count(&program).await, 28, "readers go on");
            assert!(Instant::now() < deadline, "the index is built anew");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        assert_ne!(in_use(folder.path()), before);
        set_state(&app.db, "house-of-memories", "taken_down").await;
        assert_eq!(count(&program).await, 27);
        program.end().await;
    }
}

/// Waits until a program lists this many cases for a year.
async fn lists_of_year(program: &Program, year: &str, expected: u64) {
    let filters = Filters {
        chosen: [(case_study::Facet::Year, vec![year.to_owned()])].into(),
        ..Filters::default()
    };
    let deadline = Instant::now() + Duration::from_secs(20);
    loop {
        let found = program.index.count(&filters).await.expect("an answer");
        if found == expected {
            return;
        }
        assert!(Instant::now() < deadline, "{found} of {year}");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

/// An index of one bank is not taken for that of another, even at the same generation.
#[tokio::test(flavor = "multi_thread")]
async fn an_index_of_another_bank_is_not_shown() {
    let folder = tempfile::tempdir().unwrap();
    let at = folder.path().to_owned();
    run(Kind::Sqlite, async |app: TestApp| {
        app.import_sample().await;
        Program::start(&app.db, &at).await.end().await;
    })
    .await;
    let Some(database) = TestDatabase::create(Kind::Sqlite).await else {
        return;
    };
    let db = Db::connect(database.url()).await.unwrap();
    server::database::migrate(&db).await.unwrap();
    for _ in 0..100 {
        let tx = db.begin().await.unwrap();
        bank::raise_generation(&tx).await.unwrap();
        tx.commit().await.unwrap();
    }
    let program = Program::start(&db, folder.path()).await;
    assert_eq!(count(&program).await, 0);
    program.end().await;
    db.close().await;
}

fn a_file(index: &Path, ending: &str) -> PathBuf {
    std::fs::read_dir(index)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .find(|path| path.extension().is_some_and(|found| found == ending))
        .unwrap_or_else(|| panic!("a .{ending} file"))
}

fn overwrite(index: &Path, ending: &str, change: impl FnOnce(&mut Vec<u8>)) {
    let path = a_file(index, ending);
    let mut bytes = std::fs::read(&path).unwrap();
    change(&mut bytes);
    std::fs::write(path, bytes).unwrap();
}

fn rewrite_meta(index: &Path, from: &str, to: &str) {
    let path = index.join("meta.json");
    let text = std::fs::read_to_string(&path).unwrap();
    assert!(text.contains(from), "{text}");
    std::fs::write(path, text.replace(from, to)).unwrap();
}
