//! Every word that people are shown, held to the list of docs/WORDS.md: all pages as the router draws
//! them, every mail, the help of every command. The domain's own words are tested beside it
//! (`app/case_study/src/plain_words_of_the_domain.rs`), with the same list.

#[path = "../../../app/case_study/src/plain_words.rs"]
mod plain_words;

mod accounts;
mod bank;
mod moderating;
mod rounds;
mod seen;
mod submitting;

use crate::canaries::public_addresses;
use crate::sample;
use crate::support::program::{casebook, folder, refused, run as run_command};
use crate::support::{Kind, PASSWORD, TestApp, Variant, Visitor, on_a_thread};
use app::web::error::PageError;
use app::web::state::AppState;
use axum::Router;
use axum::body::Body;
use axum::extract::Path;
use axum::http::{Request, StatusCode};
use axum::routing::get;
use case_study::{Role, Vocabulary};
use seen::Reader;

/// Lists, maps and comparisons in states that the addresses of `canaries` do not have.
const STATES: &[&str] = &[
    "/case-studies?q=zzzzzz",
    "/case-studies?q=demntia",
    "/case-studies?q=tea&theme=carers&country=FI&year=1800",
    "/case-studies?page=99",
    "/case-studies?theme=carers&audience=carers&sort=title",
    "/case-studies?shortlist=house-of-memories&shortlist=moma-meet-me&shortlist=no-such-case",
    "/case-studies/house-of-memories?shortlist=moma-meet-me",
    "/case-studies/house-of-memories?shortlist=house-of-memories&shortlist=moma-meet-me",
    "/case-studies?view=map&area=world",
    "/case-studies?view=map&area=uk-and-ireland",
    "/case-studies?view=map&area=53.4,-2.9,100",
    "/case-studies?view=map&strand=workforce&theme=dementia-and-memory",
    "/case-studies/suggest?q=",
    "/case-studies/suggest?q=zzzzzz",
    "/compare?shortlist=house-of-memories",
    "/compare?shortlist=house-of-memories&shortlist=moma-meet-me&shortlist=no-such-case",
    "/compare?shortlist=house-of-memories&shortlist=moma-meet-me&case=house-of-memories",
    "/compare?case=house-of-memories&case=moma-meet-me&show=differences",
    "/impact/no-such-figure",
    "/submit?done=here",
];

/// A walk on one kind of database: words do not hang on it.
async fn walk<F: Future<Output = ()>>(test: impl FnOnce(TestApp) -> F + Send) {
    // Not on this thread: its stack is a quarter of what serving takes unoptimised.
    on_a_thread(Kind::Sqlite, test);
}

async fn read_pages(reader: &mut Reader, visitor: &Visitor) {
    let states = STATES.iter().map(|address| (*address).to_owned());
    let terms = [
        ("/themes", Vocabulary::Theme),
        ("/audiences", Vocabulary::Audience),
    ];
    let terms = terms.into_iter().flat_map(|(path, list)| {
        let terms = list.terms().iter();
        terms.map(move |term| format!("{path}/{}", term.slug))
    });
    for address in public_addresses().into_iter().chain(states).chain(terms) {
        reader.page(&visitor.get(&address).await);
    }
}

/// Descriptions in what is made for programs, which people read too.
fn descriptions(value: &serde_json::Value, found: &mut Vec<String>) {
    match value {
        serde_json::Value::Array(list) => list.iter().for_each(|one| descriptions(one, found)),
        serde_json::Value::Object(members) => {
            for (key, value) in members {
                if let (true, Some(text)) = (
                    ["description", "summary", "title"].contains(&key.as_str()),
                    value.as_str(),
                ) {
                    found.push(text.to_owned());
                }
                descriptions(value, found);
            }
        }
        _ => {}
    }
}

/// Names of members and lists stand between backticks.
fn without_codes(text: &str) -> String {
    text.split('`').step_by(2).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_for_everyone_over_three_banks() {
    let mut reader = Reader::new();
    let read = &mut reader;
    walk(|app| async move { read_pages(read, &app.visitor()).await }).await;
    let read = &mut reader;
    walk(|app| async move {
        bank::compiled(&app).await;
        read_pages(read, &app.visitor()).await;
    })
    .await;
    let read = &mut reader;
    walk(|app| async move {
        bank::submitted(&app).await;
        let visitor = app.visitor();
        read_pages(read, &visitor).await;
        for path in ["/openapi.json", "/open-data/dictionary.json"] {
            let mut found = Vec::new();
            descriptions(&visitor.get(path).await.expect(200).json(), &mut found);
            assert!(found.len() > 10, "{path}: {found:?}");
            read.text(path, &without_codes(&found.join("\n")));
        }
        sample::set_state(&app.db, "house-of-memories", "archived").await;
        sample::set_state(&app.db, "moma-meet-me", "taken_down").await;
        app.index_shows_all().await;
        for path in [
            "/case-studies/house-of-memories",
            "/case-studies/moma-meet-me",
            "/case-studies/moma-meet-me/embed",
        ] {
            read.page(&visitor.get(path).await);
        }
    })
    .await;
    reader.done(120);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_readers_write_and_what_they_are_told() {
    let mut reader = Reader::new();
    let read = &mut reader;
    walk(|app| async move {
        bank::submitted(&app).await;
        let visitor = app.visitor();
        let case = "/case-studies/house-of-memories";
        let text = ("text", "A number on this page is not right.");
        let who = [
            ("name", "Ana Reader"),
            ("email", "ana@reader.example"),
            text,
        ];
        let forms: [(&str, &[(&str, &str)]); 3] = [
            ("concern", &[("reason", "other"), text]),
            ("claim", &[("kind", "claim"), who[0], who[1], who[2]]),
            ("ask", &who),
        ];
        for (form, typed) in forms {
            let path = format!("{case}/{form}");
            let page = read.opens(&visitor, &path).await.expect(200);
            let trap = [("website", "x")];
            read.sends(&visitor, &page, "main form", &trap).await;
            let wrong = [("email", "a@museum"), ("text", "x"), ("name", "x")];
            let wrong: Vec<_> = wrong
                .into_iter()
                .filter(|(key, _)| page.value(key).is_some())
                .collect();
            read.sends(&visitor, &page, "main form", &wrong).await;
            let sent = visitor.submit(&page, "main form", typed).await.expect(303);
            read.lands(&visitor, sent).await;
            let again = visitor.get(&path).await;
            read.sends(&visitor, &again, "main form", typed).await;
        }
        let mails = app.mails().await;
        let link = mails
            .iter()
            .flat_map(|mail| mail.links())
            .find(|link| link.starts_with("/ask/"));
        let link = link.expect("a link");
        let page = read.opens(&visitor, &link).await;
        sample::change_content(&app.db, "house-of-memories", |content| {
            content.title = "Objects and tea".into();
        })
        .await;
        read.sends(&visitor, &page, "main form", &[]).await;
        let now = visitor.get(&link).await;
        read.sends(&visitor, &now, "main form", &[]).await;
        read.opens(&visitor, &link).await;
        read.mails(&app.mails().await);
    })
    .await;
    reader.done(12);
}

async fn bare(Path(status): Path<u16>) -> StatusCode {
    StatusCode::from_u16(status).expect("a status")
}

fn broken(variant: &mut Variant) {
    variant.extra = Router::<AppState>::new()
        .route("/test/bare/{status}", get(bare).post(bare))
        .route(
            "/test/often",
            get(|| async { PageError::TooManyRequests { seconds: 700 } }),
        )
        .route(
            "/test/conflict",
            get(|| async { PageError::Conflict("The museum withdrew this.".to_owned()) }),
        );
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_of_errors() {
    let mut reader = Reader::new();
    let read = &mut reader;
    walk(|app| async move {
        let app = app.variant(broken);
        let visitor = app.visitor();
        for status in [
            400, 403, 404, 405, 408, 409, 410, 413, 415, 422, 429, 500, 502, 503, 504,
        ] {
            let path = format!("/test/bare/{status}");
            read.page(&visitor.get(&path).await);
            read.page(&visitor.post(&path, &[("title", "Tea and objects")]).await);
        }
        for path in [
            "/test/often",
            "/test/conflict",
            "/no/such/page",
            "/submit/WB-2222-2222",
            "/track/x",
            "/ask/x",
        ] {
            read.page(&visitor.get(path).await);
        }
        let elsewhere = Request::post("/submit/new").header("sec-fetch-site", "cross-site");
        read.page(&visitor.raw(elsewhere.body(Body::empty()).unwrap()).await);
        let other_host = Request::get("/").header("host", "other.example");
        read.page(&visitor.raw(other_host.body(Body::empty()).unwrap()).await);
        read.page(&visitor.post("/submit/new", &[("no_such_box", "x")]).await);
    })
    .await;
    reader.done(20);
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_of_the_form_and_its_mails() {
    let mut reader = Reader::new();
    let read = &mut reader;
    walk(|app| async move {
        bank::compiled(&app).await;
        submitting::a_draft(read, &app).await;
        submitting::a_case_that_is_sent(read, &app).await;
        submitting::a_page_to_say_yes_to(read, &app).await;
        submitting::every_status(read, &app).await;
        read.mails(&app.mails().await);
    })
    .await;
    reader.done(40);
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_of_accounts() {
    let mut reader = Reader::new();
    let read = &mut reader;
    walk(|app| async move {
        let visitor = app.visitor();
        let form = read.opens(&visitor, "/account/sign-in").await;
        read.sends(&visitor, &form, "main form", &[]).await;
        let (_, email) = app.account(Role::Submitter).await;
        let wrong = [("email", email.as_str()), ("password", "not this one")];
        read.sends(&visitor, &form, "main form", &wrong).await;
        let right = [("email", email.as_str()), ("password", PASSWORD)];
        let barred = app.visitor().without_cookies();
        let page = barred.get("/account/sign-in").await;
        read.sends(&barred, &page, "main form", &right).await;

        crate::submit::steps::begin(&visitor, "Tea and objects", "").await;
        let form = visitor.get("/account/sign-in").await;
        let signed_in = visitor.submit(&form, "main form", &right).await.expect(303);
        let drafts = visitor.follow(&signed_in).await.expect(200);
        read.page(&drafts);
        read.opens(&visitor, "/account").await;
        let foreign = [("mine", "WB-2222-2222")];
        let form = "form[action='/account/drafts']";
        read.sends(&visitor, &drafts, form, &foreign).await;
        read.opens(&visitor, "/submit").await;
        read.opens(&visitor, "/moderate").await;
        for other in [
            app.submitter().await,
            app.moderator().await,
            app.admin().await,
        ] {
            read.opens(&other, "/account").await;
            read.opens(&other, "/submit").await;
        }
        accounts::doors(read, &app).await;
        accounts::people(read, &app).await;
        read.mails(&app.mails().await);
    })
    .await;
    reader.done(20);
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_of_moderators_and_what_they_send() {
    let mut reader = Reader::new();
    let read = &mut reader;
    walk(|app| async move {
        bank::compiled(&app).await;
        moderating::every_status(read, &app).await;
        moderating::letters_and_tags(read, &app).await;
        moderating::what_is_prepared_and_edited(read, &app).await;
        rounds::versions_and_silence(read, &app).await;
        rounds::notes_and_answers(read, &app).await;
        moderating::what_is_like_another(read, &app).await;
        moderating::messages(read, &app).await;
        moderating::inboxes(read, &app).await;
        moderating::who_decides(read, &app).await;
        moderating::undelivered(read, &app).await;
        read.mails(&app.mails().await);
    })
    .await;
    reader.done(50);
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_of_what_grows_old() {
    let mut reader = Reader::new();
    let read = &mut reader;
    walk(|app| async move {
        rounds::growing_old(read, &app).await;
        read.mails(&app.mails().await);
    })
    .await;
    reader.done(10);
}

#[test]
fn the_help_of_every_command_and_what_it_says_when_it_cannot() {
    let mut reader = Reader::new();
    let folder = folder();
    let commands: [&[&str]; 18] = [
        &[],
        &["serve"],
        &["migrate"],
        &["import"],
        &["export"],
        &["sample"],
        &["user"],
        &["user", "add"],
        &["user", "role"],
        &["user", "password"],
        &["user", "disable"],
        &["user", "enable"],
        &["user", "reset-second-factor"],
        &["case"],
        &["case", "erase"],
        &["backup"],
        &["restore"],
        &["doctor"],
    ];
    for command in commands {
        let output = run_command(folder.path(), &[command, &["--help"]].concat());
        assert!(output.status.success(), "{command:?}");
        let help = String::from_utf8(output.stdout).expect("UTF-8");
        reader.text(&command.join(" "), &help);
    }
    let name_too_long = "tea".repeat(50);
    let refusals: [(&[&str], &str, &str); 14] = [
        (&["serve", "--listen", "0.0.0.0:0"], "", ""),
        (&["serve"], "CASEBOOK_MAIL_URL", "smtp://mail.example.org"),
        (&["serve"], "CASEBOOK_MAIL_URL", "smtps://mail.example.org"),
        (&["serve"], "CASEBOOK_CONTACT", "none"),
        (&["serve"], "CASEBOOK_RUN_BY", name_too_long.as_str()),
        (
            &["serve"],
            "CASEBOOK_PUBLIC_URL",
            "https://museum.example/a",
        ),
        (&["import", "none.json"], "", ""),
        (&["user", "disable", "ana@museum.example"], "", ""),
        (&["user", "add", "ana", "--role", "admin"], "", ""),
        (&["case", "erase", "WB-2345-6789"], "", ""),
        (
            &["backup", "Cargo.toml", "--replace"],
            "CASEBOOK_DATA_DIR",
            "none",
        ),
        (&["restore", "none.zip"], "", ""),
        (&["doctor"], "CASEBOOK_DATA_DIR", "none"),
        (&["doctor"], "CASEBOOK_PUBLIC_URL", "http://nowhere.invalid"),
    ];
    for (arguments, setting, value) in refusals {
        let mut command = casebook(folder.path());
        command.args(arguments).env("RUST_LOG", "off");
        if !setting.is_empty() {
            command.env(setting, value);
        }
        let words = refused(&mut command);
        reader.text(&format!("{arguments:?} {setting}={value}"), &words);
    }
    let looked_at: [&[(&str, &str)]; 2] = [
        &[],
        &[
            ("CASEBOOK_PUBLIC_URL", "https://nowhere.invalid"),
            ("CASEBOOK_SECRET_FILE", "none"),
        ],
    ];
    for settings in looked_at {
        let mut command = casebook(folder.path());
        let found = command
            .arg("doctor")
            .envs(settings.iter().copied())
            .output();
        let found = String::from_utf8(found.expect("it runs").stdout).expect("UTF-8");
        reader.text(&format!("doctor {settings:?}"), &found);
    }
    reader.done(30);
}
