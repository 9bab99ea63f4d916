//! Reading in a large file while people work: it is staged in short steps and public in one, or not at all.

use crate::each_database;
use crate::sample;
use crate::sample::set_state;
use crate::support::{Kind, TestApp, TestDatabase};
use case_study::Status;
use case_study::import::ImportedCase;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, Statement};
use std::sync::mpsc;
use store::entity::{
    case, case_term, event, revision, staged_case, staged_import, staged_term, submission,
};
use store::imports::{ImportFailure, Imported};
use store::{Db, bank, imports};
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
use tokio::task::{JoinHandle, block_in_place};

/// More than are staged in one step.
const MANY: usize = 336;

/// The sample bank twelve times over, under other addresses.
fn many() -> Vec<ImportedCase> {
    let bank = sample::bank();
    (0..MANY)
        .map(|number| {
            let mut case = bank[number % bank.len()].clone();
            case.id = format!("copy-{number}");
            case
        })
        .collect()
}

/// An import that stops after each step until it is let on.
struct Held {
    task: JoinHandle<Result<Imported, ImportFailure>>,
    staged: UnboundedReceiver<usize>,
    let_on: mpsc::Sender<()>,
}

impl Held {
    /// Begins it, and waits until the first cases are staged.
    async fn begin(db: &Db, cases: Vec<ImportedCase>) -> Self {
        let (say, mut staged) = unbounded_channel();
        let (let_on, held) = mpsc::channel::<()>();
        let db = db.clone();
        let task = tokio::spawn(async move {
            let step = move |count| {
                let _ = say.send(count);
                // Nobody holds it any more once the other end is gone.
                let _ = block_in_place(|| held.recv());
            };
            imports::import(&db, &cases, step).await
        });
        let first = staged.recv().await.expect("a step");
        assert!(first < MANY, "there are several steps");
        Self {
            task,
            staged,
            let_on,
        }
    }

    /// Lets it do one more step.
    async fn step(&mut self) -> usize {
        self.let_on.send(()).expect("it is held");
        self.staged.recv().await.expect("another step")
    }

    async fn end(self) -> Result<Imported, ImportFailure> {
        drop(self.let_on);
        self.task.await.expect("it ends")
    }

    /// As if its process were killed.
    async fn kill(self) {
        self.task.abort();
        drop(self.let_on);
        assert!(self.task.await.is_err(), "it was killed");
    }
}

async fn total(app: &TestApp) -> u64 {
    let list = app.visitor().get("/api/v1/case-studies").await.expect(200);
    list.json()["total"].as_u64().expect("a number")
}

/// Rows of cases, of texts, of sets and of history.
async fn rows(db: &Db) -> [u64; 4] {
    let reader = db.reader();
    [
        case::Entity::find().count(reader).await.expect("counted"),
        revision::Entity::find()
            .count(reader)
            .await
            .expect("counted"),
        case_term::Entity::find()
            .count(reader)
            .await
            .expect("counted"),
        event::Entity::find().count(reader).await.expect("counted"),
    ]
}

async fn nothing_is_staged(db: &Db) -> bool {
    let reader = db.reader();
    let cases = staged_case::Entity::find().count(reader).await;
    let imports = staged_import::Entity::find().count(reader).await;
    let terms = staged_term::Entity::find().count(reader).await;
    [cases, imports, terms]
        .into_iter()
        .all(|count| count.expect("counted") == 0)
}

each_database! {
    async fn people_go_on_while_a_file_is_read_in(app: TestApp) {
        app.import_sample().await;
        let generation = bank::generation(&app.db).await.unwrap();
        let mut import = Held::begin(&app.db, many()).await;
        let visitor = app.visitor();
        // Between two steps nobody waits: saving, taking down, probing.
        app.draft("Saved while a file is read in").await;
        set_state(&app.db, "house-of-memories", "taken_down").await;
        visitor.get("/case-studies/house-of-memories").await.expect(410);
        assert_eq!(visitor.get("/readyz").await.expect(200).body(), "ready\n");
        import.step().await;
        app.standing_at(Status::Published, "Published while a file is read in").await;
        // And nothing of the file is public.
        visitor.get("/case-studies/copy-0").await.expect(404);
        visitor.get("/api/v1/case-studies/copy-0").await.expect(404);
        assert_eq!(total(&app).await, 28);
        for path in ["/sitemap.xml", "/case-studies.csv", "/case-studies.atom", "/oai?verb=ListIdentifiers&metadataPrefix=oai_dc", "/open-data/cases.json"] {
            assert!(!visitor.get(path).await.expect(200).body().contains("copy-"), "{path}");
        }
        let before = app.clock.now_ms();
        let done = import.end().await.expect("it is stored");
        assert_eq!((done.added, done.updated, done.unchanged), (MANY, 0, 0));
        app.index_shows_all().await;
        assert_eq!(total(&app).await, 28 + MANY as u64);
        visitor.get("/case-studies/copy-0").await.expect(200);
        // All of it at one time, which lies after everything that a harvester could have been given.
        let copies = case::Entity::find().filter(case::Column::Slug.starts_with("copy-")).all(app.db.reader()).await.unwrap();
        assert_eq!(copies.len(), MANY);
        assert!(copies.iter().all(|row| row.updated_at == copies[0].updated_at && row.changed_in == copies[0].changed_in));
        assert!(copies[0].updated_at >= Some(before) && copies[0].changed_in > generation + 1, "{:?}", copies[0]);
        assert!(copies.iter().all(|row| row.published_revision_id.is_some() && row.published_revision_id == row.imported_revision_id));
        let imported = event::Entity::find().filter(event::Column::CaseId.is_in(copies.iter().map(|row| row.id))).count(app.db.reader()).await;
        assert_eq!(imported.unwrap(), MANY as u64);
        assert!(nothing_is_staged(&app.db).await);
    }

    async fn an_import_that_is_killed_leaves_nothing_public_and_nothing_behind(app: TestApp) {
        app.import_sample().await;
        let before = rows(&app.db).await;
        let mut import = Held::begin(&app.db, many()).await;
        import.step().await;
        import.kill().await;
        assert_eq!(total(&app).await, 28);
        assert!(!nothing_is_staged(&app.db).await);
        // The next one does not wait for anything to be tidied.
        let done = imports::import(&app.db, &many(), |_| {}).await.expect("stored");
        assert_eq!((done.added, done.unchanged), (MANY, 0));
        app.index_shows_all().await;
        assert_eq!(total(&app).await, 28 + MANY as u64);
        // What was killed is known by its silence.
        assert_eq!(imports::tidy(&app.db).await.unwrap(), 0, "it may still run");
        app.clock.advance(3 * 60 * 1000);
        assert_eq!(imports::tidy(&app.db).await.unwrap(), 1);
        assert!(nothing_is_staged(&app.db).await);
        let [cases, texts, _, events] = rows(&app.db).await;
        assert_eq!([cases, texts, events], [before[0], before[1], before[3]].map(|count| count + MANY as u64));
        let again = imports::import(&app.db, &many(), |_| {}).await.expect("stored");
        assert_eq!((again.added, again.unchanged), (0, MANY));
    }

    async fn a_bank_in_which_an_import_was_killed_is_as_empty_as_before(app: TestApp) {
        let import = Held::begin(&app.db, many()).await;
        import.kill().await;
        assert!(imports::is_empty(&app.db).await.unwrap());
        app.clock.advance(3 * 60 * 1000);
        imports::tidy(&app.db).await.unwrap();
        assert_eq!(rows(&app.db).await, [0; 4]);
    }

    async fn an_import_that_was_taken_for_killed_stores_nothing(app: TestApp) {
        let import = Held::begin(&app.db, many()).await;
        app.clock.advance(3 * 60 * 1000);
        assert_eq!(imports::tidy(&app.db).await.unwrap(), 1);
        let refused = import.end().await.expect_err("it was given up");
        assert!(matches!(refused, ImportFailure::GivenUp), "{refused}");
        assert_eq!(total(&app).await, 0);
        assert!(nothing_is_staged(&app.db).await);
    }

    async fn what_somebody_changed_meanwhile_is_left_to_them(app: TestApp) {
        app.import_sample().await;
        let mut cases = sample::bank();
        for case in &mut cases {
            case.content.summary = "Another summary.".into();
        }
        cases.extend(many());
        let import = Held::begin(&app.db, cases).await;
        // All of the first are staged with another text by now.
        set_state(&app.db, "house-of-memories", "taken_down").await;
        let done = import.end().await.expect("it is stored");
        assert_eq!((done.added, done.updated, done.unchanged), (MANY, 27, 1));
        assert_eq!(done.taken_down, ["house-of-memories"]);
        app.index_shows_all().await;
        let visitor = app.visitor();
        visitor.get("/case-studies/house-of-memories").await.expect(410);
        let other = visitor.get("/case-studies/museums-on-prescription.json").await.expect(200).json();
        assert_eq!(other["summary"], "Another summary.");
        assert_eq!(total(&app).await, 27 + MANY as u64);
        let texts = revision::Entity::find().count(app.db.reader()).await.unwrap();
        assert_eq!(texts, 28 + 27 + MANY as u64, "what was staged and not used is gone");
    }

    async fn an_address_that_a_museum_took_meanwhile_is_theirs(app: TestApp) {
        let mut cases = many();
        cases[0].id = "tea-with-everyone".into();
        let import = Held::begin(&app.db, cases).await;
        app.standing_at(Status::Published, "Tea with everyone").await;
        app.visitor().get("/case-studies/tea-with-everyone").await.expect(200);
        let refused = import.end().await.expect_err("the address is taken");
        assert!(refused.to_string().contains("tea-with-everyone"), "{refused}");
        assert_eq!(total(&app).await, 1);
        assert_eq!(case::Entity::find().count(app.db.reader()).await.unwrap(), 1);
        assert!(nothing_is_staged(&app.db).await);
    }

    async fn two_imports_of_one_file_at_once_store_it_once(app: TestApp) {
        let import = Held::begin(&app.db, many()).await;
        let other = imports::import(&app.db, &many(), |_| {}).await.expect("stored");
        assert_eq!(other.added, MANY);
        let done = import.end().await.expect("stored");
        assert_eq!((done.added, done.unchanged), (0, MANY));
        app.index_shows_all().await;
        assert_eq!(total(&app).await, MANY as u64);
        let cases = case::Entity::find().count(app.db.reader()).await.unwrap();
        assert_eq!(cases, MANY as u64);
    }

    async fn whoever_follows_a_theme_hears_of_a_large_import_too(app: TestApp) {
        let themed = |theme: &str| {
            let mut cases = many();
            for case in &mut cases {
                case.content.themes = vec![theme.to_owned()];
            }
            cases
        };
        imports::import(&app.db, &themed("carers"), |_| {}).await.expect("stored");
        imports::import(&app.db, &themed("homelessness"), |_| {}).await.expect("stored again");
        let of = async |slug: &str| {
            let rows = case_term::Entity::find().filter(case_term::Column::Vocabulary.eq("theme")).filter(case_term::Column::Slug.eq(slug));
            let rows = rows.all(app.db.reader()).await.unwrap();
            let left = rows.iter().filter(|row| row.left_at.is_some()).count();
            (rows.len() - left, left)
        };
        assert_eq!(of("carers").await, (0, MANY));
        assert_eq!(of("homelessness").await, (MANY, 0));
        imports::import(&app.db, &themed("carers"), |_| {}).await.expect("stored once more");
        assert_eq!(of("carers").await, (MANY, 0));
        assert_eq!(of("homelessness").await, (0, MANY));
    }

    async fn a_bank_that_moved_here_is_brought_up_to_date_the_same_way(app: TestApp) {
        app.import_sample().await;
        sample::set_origin(&app.db, "museums-on-prescription", "submitted").await;
        let file = app.visitor().get("/open-data/cases.json").await.expect(200).body();
        let mut cases = case_study::import::read(&file).expect("the export is right");
        let moved = cases.iter_mut().find(|case| case.id == "museums-on-prescription").expect("the case");
        moved.content.title = "Museums on prescription, a year on".into();
        let done = imports::import(&app.db, &cases, |_| {}).await.expect("stored");
        assert_eq!((done.updated, done.unchanged, done.left.len()), (1, 27, 0));
        // What a museum sends in here is left to it, and named.
        app.standing_at(Status::Published, "Tea with everyone").await;
        let file = app.visitor().get("/open-data/cases.json").await.expect(200).body();
        let mut cases = case_study::import::read(&file).expect("the export is right");
        let own = cases.iter_mut().find(|case| case.id == "tea-with-everyone").expect("the case");
        own.content.title = "Tea with nobody".into();
        let done = imports::import(&app.db, &cases, |_| {}).await.expect("stored");
        assert_eq!((done.updated, done.unchanged), (0, 28));
        assert_eq!(done.left, ["tea-with-everyone"]);
    }

    async fn an_operator_is_told_what_is_still_taken_down(app: TestApp) {
        app.import_sample().await;
        set_state(&app.db, "house-of-memories", "taken_down").await;
        let done = imports::import(&app.db, &sample::bank(), |_| {}).await.expect("stored");
        assert_eq!((done.added, done.updated, done.unchanged), (0, 0, 28));
        assert_eq!(done.taken_down, ["house-of-memories"]);
    }

    async fn titles_in_any_script_find_an_address(app: TestApp) {
        for slug in ["case-study", "case-study-2", "case-study-3"] {
            app.standing_at(Status::Published, "\u{645}\u{62a}\u{62d}\u{641} \u{627}\u{644}\u{634}\u{627}\u{64a}").await;
            app.visitor().get(&format!("/case-studies/{slug}")).await.expect(200);
        }
        for slug in ["tea-and-objects", "tea-and-objects-2", "tea-and-objects-3", "tea-and-objects-4"] {
            app.standing_at(Status::Published, "Tea and objects").await;
            app.visitor().get(&format!("/case-studies/{slug}")).await.expect(200);
        }
    }

    async fn what_is_asked_often_is_found_by_an_index(app: TestApp) {
        if app.db.is_postgres() {
            // So small a bank is read from end to end there; the indexes are the same.
            let sql = "SELECT indexname::text FROM pg_indexes WHERE schemaname = 'public'";
            let all = told(&app.db, sql).await;
            for (_, index) in ASKED_OFTEN {
                assert!(all.contains(index), "{index}: {all}");
            }
            return;
        }
        for (sql, index) in ASKED_OFTEN {
            let plan = told(&app.db, &format!("EXPLAIN QUERY PLAN {sql}")).await;
            assert!(plan.contains(index) && !plan.contains("TEMP B-TREE"), "{sql}: {plan}");
        }
    }
}

/// Questions of the program, and the index that answers them.
const ASKED_OFTEN: [(&str, &str); 5] = [
    (
        "SELECT id FROM cases WHERE COALESCE(state, '') IN ('live', 'archived', 'taken_down') AND slug IS NOT NULL \
         AND updated_at IS NOT NULL AND updated_at >= 5 ORDER BY updated_at, id LIMIT 100",
        "cases_updated",
    ),
    (
        "SELECT id FROM events WHERE case_id = 5 ORDER BY id DESC LIMIT 1",
        "events_by_case",
    ),
    (
        "DELETE FROM access_links WHERE expires_at < 5",
        "access_links_expiry",
    ),
    (
        "DELETE FROM jobs WHERE state = 'done' AND finished_at < 5",
        "jobs_finished",
    ),
    ("SELECT min(left_at) FROM case_terms", "case_terms_left"),
];

/// The last column of every row that a question gives.
async fn told(db: &Db, sql: &str) -> String {
    let reader = db.reader();
    let asked = Statement::from_string(reader.get_database_backend(), sql);
    let rows = reader.query_all_raw(asked).await.expect(sql);
    let texts = rows.iter().map(|row| {
        let last = row.column_names().len() - 1;
        row.try_get_by_index::<String>(last).expect("text")
    });
    texts.collect::<Vec<_>>().join("\n")
}

/// Somebody else writes for longer than anybody waits: nothing is lost, and a proxy leaves this instance its readers.
#[tokio::test(flavor = "multi_thread")]
async fn a_busy_writer_is_503_with_what_was_typed_and_a_button() {
    let Some(database) = TestDatabase::migrated(Kind::Sqlite).await else {
        return;
    };
    let app = TestApp::new(&database).await;
    let other = Db::connect(database.url()).await.expect("a second opening");
    let visitor = app.visitor();
    let new = visitor.get("/submit/new").await.expect(200);
    let writes = other.begin().await.expect("it writes");
    let title = "Tea \u{201c}and\u{201d} objects";
    let typed = [("title", title), ("email", "ana@museum.example")];
    let refused = visitor.submit(&new, "form.form", &typed).await.expect(503);
    assert_eq!(refused.header("retry-after"), "5");
    for words in [title, "ana@museum.example"] {
        assert!(refused.text().contains(words), "{refused:?}");
    }
    assert_eq!(
        visitor.get("/readyz").await.expect(200).body(),
        "ready\n",
        "readers go on"
    );
    writes.rollback().await.expect("it ends");
    // One press sends it as it was.
    let begun = visitor
        .submit(&refused, "form.send-again", &[])
        .await
        .expect(303);
    assert!(begun.location().starts_with("/submit/"), "{begun:?}");
    let drafts = submission::Entity::find().all(app.db.reader()).await;
    let titles: Vec<String> = drafts.unwrap().into_iter().map(|row| row.title).collect();
    assert_eq!(titles, [title], "once, letter by letter");
    other.close().await;
    app.db.clone().close().await;
    database.remove().await;
}

/// What an import makes of the facts of a museum is known when it is public, and not before.
#[tokio::test(flavor = "multi_thread")]
async fn a_museum_keeps_its_facts_until_the_file_is_public() {
    let Some(database) = TestDatabase::migrated(Kind::Sqlite).await else {
        return;
    };
    let app = TestApp::new(&database).await;
    app.import_sample().await;
    let bank = sample::bank();
    let name = bank[0].content.museum.clone();
    let town = async || {
        let known = store::museums::known(&app.db, &name)
            .await
            .expect("an answer");
        known.expect("it has a public case").facts.town
    };
    let before = town().await;
    let mut cases = many();
    for case in &mut cases {
        case.content.museum.clone_from(&name);
        case.content.town = "Elsewhere".into();
    }
    let import = Held::begin(&app.db, cases).await;
    assert_eq!(town().await, before);
    import.end().await.expect("stored");
    assert_eq!(town().await, "Elsewhere");
    app.db.clone().close().await;
    database.remove().await;
}
