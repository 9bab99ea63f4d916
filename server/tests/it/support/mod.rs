//! The test harness: the real router over a real database, driven like a browser would.
//!
//! ```ignore
//! each_database! {
//!     async fn a_draft_survives_signing_out(app: TestApp) {
//!         let visitor = app.visitor();                       // keeps cookies, nothing else
//!         let page = visitor.get("/submit").await.expect(200);
//!         let page = visitor.submit(&page, "form", &[("title", "Tea and objects")]).await.expect(303);
//!         let page = visitor.follow(&page).await.expect(200);
//!         assert_eq!(page.one("h1").text(), "Your case study");
//!     }
//! }
//! ```
//!
//! makes the tests `a_draft_survives_signing_out::sqlite` and `…::postgres`. Every test has a
//! database of its own. PostgreSQL comes from `CASEBOOK_TEST_POSTGRES_URL`, which
//! `tools/with-postgres cargo test …` sets; without it those tests say that they were left out,
//! and with `CI` set they fail.
//!
//! | verb | what it gives |
//! |---|---|
//! | `app.visitor()` | a browser without cookies; `.from("198.51.100.7")` puts it on another network, `.without_cookies()` keeps none |
//! | `app.submitter()`, `.moderator()`, `.admin()` | one that is signed in, with a new account each time |
//! | `app.import_sample()` | the sample bank, published |
//! | `app.index_shows_all()` | waits, after a change of hundreds of cases |
//! | `app.mails()` | every mail so far, after the worker has emptied the outbox |
//! | `app.db` | the database, for asking what was really stored |
//! | `app.clock.advance(DAY_MS)`, `.set(time)` | lets time go by, for everything but rate limits |
//! | `app.with_undo_minutes(10)` | the same, where decisions wait and can be called back; else they are made at once |
//! | `app.variant(…)` | the same database behind other options: limits on, https, extra routes |
//! | `visitor.get(path)`, `.post(path, &[(k, v)])` | a [`Page`]; redirects are not followed |
//! | `visitor.submit(&page, "form", &[(k, v)])` | posts a form as it stands on the page, some fields changed |
//! | `visitor.follow(&page)` | where the page redirects to |
//! | `visitor.post_json(path, &json)`, `.raw(request)` | server functions; anything at all |
//! | `page.expect(200)`, `.location()`, `.header(name)` | status (with the page in the message), headers |
//! | `page.one(css)`, `.select(css)` | elements: `.text()`, `.attr(name)`, `.html()` |
//! | `page.value("field")`, `.text()`, `.body()`, `.json()` | what a field holds, words, source, JSON |

mod accounts;
mod clock;
pub mod complete_case;
mod databases;
pub mod how_often;
mod mails;
mod page;
pub mod program;
mod visitor;
pub mod waiting;

pub use clock::TestClock;
pub use databases::{Kind, TestDatabase};
pub use mails::Mail;
pub use page::Page;
pub use visitor::{File as SentFile, Visitor};

use app::passwords::{Cost, Passwords};
use app::web::bots::Bots;
use app::web::ids::Ids;
use app::web::kept_files::{KeptFiles, Shown};
use app::web::rate_limits::RateLimits;
use app::web::state::{AppState, PreviewPictures, Settings};
use axum::Router;
use case_study::import::ImportedCase;
use documents::{LONGEST, Reader};
use futures::FutureExt;
use index::SearchIndex;
use media::{Media, Shelf};
use server::assets::Site;
use server::health::Health;
use server::layers::drawing::{Drawing, DrawingBounds};
use server::layers::page_cache::{MOST_BYTES, PageCache};
use server::mail_transport::Mailer;
use server::router::{RouterOptions, layered, listed, pages};
use server::settings::{MailUrl, PublicUrl, TrustedProxies};
use std::panic::AssertUnwindSafe;
use std::path::Path;
use std::sync::atomic::AtomicU32;
use std::sync::{Arc, LazyLock};
use store::{Db, imports};
use tokio::sync::watch;

/// Password of every account that tests make.
pub const PASSWORD: &str = "a calm reading room";
/// Every test installation has the same secret, so that one hash of [`PASSWORD`] serves them all.
const SECRET: [u8; 32] = *b"only for tests, not for a server";
/// What hashing takes is for the unit tests of `app::passwords`: the real cost was half of all computing here.
const CHEAP: Cost = Cost {
    memory_kib: 64,
    passes: 1,
    lanes: 1,
};

/// Makes a test for each database out of one function. Several functions may stand in one call.
#[macro_export]
macro_rules! each_database {
    ($($(#[$meta:meta])* async fn $name:ident($app:ident: TestApp) $body:block)+) => {$(
        $(#[$meta])*
        mod $name {
            #[expect(clippy::allow_attributes, reason = "some tests need nothing, most do")]
            #[allow(unused_imports, reason = "what a test needs differs")]
            use super::*;
            use $crate::support::{Kind, TestApp, on_a_thread};

            async fn test($app: TestApp) $body

            #[test]
            fn sqlite() {
                on_a_thread(Kind::Sqlite, test);
            }

            #[test]
            fn postgres() {
                on_a_thread(Kind::Postgres, test);
            }
        }
    )+};
}

/// The program's own: unoptimised, the layers of the router take more than the two megabytes that threads have.
const STACK: usize = server::THREAD_STACK;

/// [`run`] on a thread of its own.
pub fn on_a_thread<F: Future<Output = ()>>(kind: Kind, test: impl FnOnce(TestApp) -> F + Send) {
    let thread = std::thread::Builder::new().stack_size(STACK);
    // What failed is told by the name of the test.
    let name = std::thread::current().name().unwrap_or("test").to_owned();
    let outcome = std::thread::scope(|scope| {
        let running = thread.name(name).spawn_scoped(scope, || {
            tokio::runtime::Builder::new_multi_thread()
                .thread_stack_size(STACK)
                .enable_all()
                .build()
                .expect("a runtime")
                .block_on(run(kind, test));
        });
        running.expect("a thread").join()
    });
    if let Err(panic) = outcome {
        std::panic::resume_unwind(panic);
    }
}

/// Runs one test on one kind of database and clears up behind it, whether it passes or not.
pub async fn run<F: Future<Output = ()>>(kind: Kind, test: impl FnOnce(TestApp) -> F) {
    let Some(database) = TestDatabase::migrated(kind).await else {
        return;
    };
    let app = TestApp::new(&database).await;
    let db = app.db.clone();
    let outcome = AssertUnwindSafe(test(app)).catch_unwind().await;
    db.close().await;
    database.remove().await;
    if let Err(panic) = outcome {
        std::panic::resume_unwind(panic);
    }
}

#[derive(rust_embed::Embed)]
#[folder = "../target/site"]
#[allow_missing = true]
struct Files;

/// What browsers load, as `tools/build-site` has made it.
pub fn site() -> Site {
    Site::of::<Files>()
}

/// Each time it is asked, a debug build reads every file.
static SITE_VERSION: LazyLock<String> = LazyLock::new(|| site().version());

/// An installation under test. Clones are the same installation.
#[derive(Clone)]
pub struct TestApp {
    pub db: Db,
    /// The clock of `db`, and so of every variant.
    pub clock: TestClock,
    pub state: AppState,
    pub options: RouterOptions,
    router: Router,
    outbox: Arc<Outbox>,
    pub search: TestIndex,
    accounts: Arc<AtomicU32>,
}

struct Outbox {
    folder: tempfile::TempDir,
    mailer: Mailer,
    media: Media,
    /// Where photographs lie.
    shelf: tempfile::TempDir,
}

/// The search index of one installation, in a folder of its own.
#[derive(Clone)]
pub struct TestIndex {
    pub index: SearchIndex,
    /// There as long as the index is.
    folder: Arc<tempfile::TempDir>,
}

impl TestIndex {
    /// Opens or builds the index and waits until it can be read.
    pub async fn start(db: &Db) -> Self {
        let folder = Arc::new(tempfile::tempdir().expect("a folder for the index"));
        Self::start_in(db, folder).await
    }

    /// The same in a folder that holds something already.
    pub async fn start_in(db: &Db, folder: Arc<tempfile::TempDir>) -> Self {
        let (index, _) = SearchIndex::start(db, folder.path(), std::future::pending());
        assert!(index.ready().await, "the index is built");
        Self { index, folder }
    }

    /// One that puts what it builds in place only while the gate is open, as it is at first.
    pub async fn gated(db: &Db) -> (Self, watch::Sender<bool>) {
        let folder = Arc::new(tempfile::tempdir().expect("a folder for the index"));
        let (open, gate) = watch::channel(true);
        let (index, _) = SearchIndex::start_gated(db, folder.path(), std::future::pending(), gate);
        assert!(index.ready().await, "the index is built");
        (Self { index, folder }, open)
    }

    /// The data folder that it lies in.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// One that shows the bank as it is now and never anything later.
    pub async fn halted(db: &Db) -> Self {
        let folder = Arc::new(tempfile::tempdir().expect("a folder for the index"));
        let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
        let (index, task) = SearchIndex::start(db, folder.path(), async move {
            let _ = stopped.await;
        });
        assert!(index.ready().await, "the index is built");
        stop.send(()).expect("it runs");
        task.await.expect("it ends well");
        Self { index, folder }
    }
}

/// What [`TestApp::variant`] may change.
pub struct Variant {
    /// `http://127.0.0.1:3000` unless changed. Visitors send its host.
    pub public_url: String,
    /// Off unless changed to `RateLimits::new()`.
    pub limits: RateLimits,
    /// Whether forms that come back too fast or too late are asked for once more. Off unless changed.
    pub form_times: bool,
    /// None unless changed.
    pub trusted_proxies: String,
    /// How much the page cache may hold; none to have no such cache.
    pub page_cache: Option<u64>,
    /// The installation's own unless changed.
    pub search: Option<TestIndex>,
    /// Off unless changed.
    pub staff_need_second_factor: bool,
    /// Next to nothing unless changed.
    pub password_cost: Cost,
    /// The product's own unless changed.
    pub reader: Reader,
    /// How much is drawn at once; the product's own unless changed.
    pub drawing: DrawingBounds,
    /// Routes beside the product's, under the same layers.
    pub extra: Router<AppState>,
}

impl Default for Variant {
    fn default() -> Self {
        Self {
            public_url: "http://127.0.0.1:3000".to_owned(),
            limits: RateLimits::off(),
            form_times: false,
            trusted_proxies: String::new(),
            page_cache: Some(MOST_BYTES),
            search: None,
            staff_need_second_factor: false,
            password_cost: CHEAP,
            reader: Reader::new(env!("CARGO_BIN_EXE_casebook").into(), LONGEST),
            drawing: DrawingBounds::default(),
            extra: Router::new(),
        }
    }
}

impl TestApp {
    /// An installation over a database that the caller takes away.
    pub async fn new(database: &TestDatabase) -> Self {
        Self::at(database, TestClock::default()).await
    }

    /// The same at another time: what is worked out at the start is worked out for then.
    pub async fn at(database: &TestDatabase, clock: TestClock) -> Self {
        let db = database
            .open()
            .await
            .with_clock(clock.clock())
            .with_undo_ms(0);
        let folder = tempfile::tempdir().expect("a folder for mails");
        let shelf = tempfile::tempdir().expect("a folder for photographs");
        let mail_url = MailUrl::parse(
            Some(&format!("file://{}", folder.path().display())),
            folder.path(),
        );
        let public_url = PublicUrl::parse(&Variant::default().public_url).expect("a URL");
        let from = "Casebook <casebook@example.org>"
            .parse()
            .expect("an address");
        let mailer = Mailer::new(&mail_url.expect("a folder"), from, &public_url)
            .expect("a mailer")
            .answered_at("help@example.org");
        let search = TestIndex::start(&db).await;
        let ids = server::database::ids(&db, &public_url)
            .await
            .expect("the bank has a first address");
        Self::build(
            db,
            clock,
            ids,
            Variant::default(),
            Arc::new(Outbox {
                folder,
                mailer,
                media: Media::new(Shelf::folder(shelf.path()).expect("a shelf")),
                shelf,
            }),
            search,
            Arc::default(),
        )
    }

    fn build(
        db: Db,
        clock: TestClock,
        ids: Ids,
        variant: Variant,
        outbox: Arc<Outbox>,
        search: TestIndex,
        accounts: Arc<AtomicU32>,
    ) -> Self {
        let public_url = PublicUrl::parse(&variant.public_url).expect("a public URL");
        let search = variant.search.unwrap_or(search);
        let state = AppState {
            db: db.clone(),
            index: search.index.clone(),
            catalogue: Arc::default(),
            settings: Arc::new(Settings {
                public_url: public_url.as_str().to_owned(),
                ids,
                contact: "help@example.org".to_owned(),
                mail_from: "casebook@example.org".to_owned(),
                usual_wait: "usually within ten working days".to_owned(),
                due_days: 10,
                run_by: "the Tea Museum".to_owned(),
                staff_need_second_factor: variant.staff_need_second_factor,
                asset_version: SITE_VERSION.clone(),
            }),
            passwords: Arc::new(Passwords::new(SECRET, variant.password_cost)),
            rate_limits: Arc::new(variant.limits),
            bots: if variant.form_times {
                Bots::new(&SECRET, db.clock())
            } else {
                Bots::without_times(&SECRET, db.clock())
            },
            preview_pictures: PreviewPictures::default(),
            kept_files: KeptFiles::new(outbox.folder.path(), {
                let index = search.index.clone();
                move || Shown::now(&index)
            }),
            media: outbox.media.clone(),
            reader: variant.reader,
        };
        let page_cache = variant.page_cache.map(|most_bytes| {
            Arc::new(PageCache::new(
                &state,
                &public_url,
                &listed(site()),
                most_bytes,
            ))
        });
        let options = RouterOptions {
            page_cache,
            public_url,
            trusted_proxies: TrustedProxies::parse(&variant.trusted_proxies).expect("proxies"),
            health: Health::default(),
            site: site(),
            drawing: Drawing::new(variant.drawing),
        };
        let routes = pages().merge(accounts::routes()).merge(variant.extra);
        let router = layered(routes, state.clone(), &options);
        Self {
            db,
            clock,
            state,
            options,
            router,
            outbox,
            search,
            accounts,
        }
    }

    /// The same database behind other options.
    #[must_use]
    pub fn variant(&self, change: impl FnOnce(&mut Variant)) -> Self {
        let mut variant = Variant::default();
        change(&mut variant);
        Self::build(
            self.db.clone(),
            self.clock.clone(),
            self.state.settings.ids.clone(),
            variant,
            self.outbox.clone(),
            self.search.clone(),
            self.accounts.clone(),
        )
    }

    /// The same installation, in which what is decided can be called back for so many minutes. Else it is made at
    /// once.
    #[must_use]
    pub fn with_undo_minutes(&self, minutes: i64) -> Self {
        Self::build(
            self.db.clone().with_undo_ms(minutes * 60_000),
            self.clock.clone(),
            self.state.settings.ids.clone(),
            Variant::default(),
            self.outbox.clone(),
            self.search.clone(),
            self.accounts.clone(),
        )
    }

    /// Where its photographs lie, for programs over the same bank.
    #[must_use]
    pub fn media_folder(&self) -> &Path {
        self.outbox.shelf.path()
    }

    /// A browser without cookies.
    #[must_use]
    pub fn visitor(&self) -> Visitor {
        let url = self.options.public_url.as_str();
        let host = url.split_once("://").map_or(url, |(_, host)| host);
        Visitor::new(self.router.clone(), host)
    }

    /// Publishes the sample bank; how many cases there are.
    pub async fn import_sample(&self) -> usize {
        static CASES: LazyLock<Vec<ImportedCase>> = LazyLock::new(|| {
            let text = include_str!("../../../sample/cases.json");
            case_study::import::read(text).expect("the sample bank is right")
        });
        imports::import(&self.db, &CASES, |_| {})
            .await
            .expect("the sample bank is stored")
            .added
    }

    /// Waits until lists show everything that was stored. Readers wait two seconds by themselves;
    /// this is for a change that is larger than that.
    pub async fn index_shows_all(&self) {
        let generation = store::bank::generation(&self.db)
            .await
            .expect("the database answers");
        let began = std::time::Instant::now();
        while !self.search.index.caught_up(generation).await {
            assert!(began.elapsed() < program::PATIENCE, "the index follows");
        }
    }

    /// Every mail sent so far, oldest first, after the worker has handed over what is due.
    pub async fn mails(&self) -> Vec<Mail> {
        while self.work_once().await.expect("the outbox works") {}
        mails::read(self.outbox.folder.path())
    }

    /// Lets the worker hand over the next mail that is due, if there is one.
    pub async fn work_once(&self) -> Result<bool, store::DbErr> {
        server::worker::work_once(&self.db, &self.outbox.mailer).await
    }
}
