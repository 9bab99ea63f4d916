//! Who gets where: every route and every server function, for five kinds of visitor, against a
//! matrix written by hand. A route that is not in the matrix fails the test.

use crate::each_database;
use crate::sample;
use crate::support::complete_case::answers_of;
use crate::support::{Page, TestApp, Visitor, site};
use app::web::route_table::Kept;
use case_study::answers::fingerprint;
use case_study::fields::fields_of;
use case_study::reader_message::{MessageKind, MessageState, Written};
use case_study::thought::Thought;
use case_study::{Answers, Move, Section};
use serde_json::json;
use std::collections::BTreeSet;
use store::history::Actor;
use store::{
    drafts, mailed_links, message_inbox, reader_messages, submissions, thoughts, transitions,
};

/// What a visitor meets.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Met {
    /// The handler itself, which may well find the empty request lacking.
    In,
    /// The way to sign in.
    SignIn,
    /// A closed door: 403.
    Forbidden,
    /// Nothing there: 404.
    Nothing,
}

use Met::{Forbidden, In, Nothing, SignIn};

/// Anonymous, the submitter of the draft at hand, another submitter, a moderator, an admin.
type Row = (&'static str, &'static str, [Met; 5]);

const EVERYBODY: [Met; 5] = [In, In, In, In, In];
const ITS_SUBMITTER: [Met; 5] = [Nothing, In, Nothing, Nothing, Nothing];
const STAFF: [Met; 5] = [SignIn, SignIn, Forbidden, In, In];
const SIGNED_IN: [Met; 5] = [SignIn, SignIn, In, In, In];
const ADMINS: [Met; 5] = [SignIn, SignIn, Forbidden, Forbidden, In];

/// The submitter of the draft has no account here and began it in this session; the other
/// submitter has an account and a draft of their own.
const MATRIX: &[Row] = &[
    ("GET", "/", EVERYBODY),
    ("GET", "/case-studies", EVERYBODY),
    ("GET", "/case-studies/suggest", EVERYBODY),
    ("GET", "/case-studies/{slug}", EVERYBODY),
    ("GET", "/compare", EVERYBODY),
    ("GET", "/compare/pack", EVERYBODY),
    ("GET", "/compare/pack.bib", EVERYBODY),
    ("GET", "/compare/pack.ris", EVERYBODY),
    ("GET", "/case-studies/{slug}/concern", EVERYBODY),
    ("POST", "/case-studies/{slug}/concern", EVERYBODY),
    ("GET", "/case-studies/{slug}/concern/sent", EVERYBODY),
    ("GET", "/share-your-thoughts", EVERYBODY),
    ("POST", "/share-your-thoughts", EVERYBODY),
    ("GET", "/share-your-thoughts/sent", EVERYBODY),
    ("GET", "/case-studies/{slug}/claim", EVERYBODY),
    ("POST", "/case-studies/{slug}/claim", EVERYBODY),
    ("GET", "/case-studies/{slug}/claim/sent", EVERYBODY),
    // Where the museum takes questions; elsewhere there is no such page (see `writing`).
    ("GET", "/case-studies/{slug}/ask", EVERYBODY),
    ("POST", "/case-studies/{slug}/ask", EVERYBODY),
    ("GET", "/case-studies/{slug}/ask/sent", EVERYBODY),
    ("GET", "/case-studies/{slug}/ask/passed-on", EVERYBODY),
    // The mailed token is the key, and nobody was mailed this one.
    ("GET", "/ask/{token}", [Nothing; 5]),
    ("POST", "/ask/{token}", [Nothing; 5]),
    ("GET", "/themes", EVERYBODY),
    ("GET", "/themes/{theme}", EVERYBODY),
    ("GET", "/audiences", EVERYBODY),
    ("GET", "/audiences/{audience}", EVERYBODY),
    ("GET", "/museums", EVERYBODY),
    ("GET", "/museums/{museum}", EVERYBODY),
    ("GET", "/museums/{museum}/feed", EVERYBODY),
    ("GET", "/impact", EVERYBODY),
    ("GET", "/impact/{figure}", EVERYBODY),
    ("GET", "/about-evidence", EVERYBODY),
    ("GET", "/open-data", EVERYBODY),
    ("GET", "/about", EVERYBODY),
    ("GET", "/accessibility", EVERYBODY),
    ("GET", "/privacy", EVERYBODY),
    ("GET", "/submit", EVERYBODY),
    ("GET", "/submit/new", EVERYBODY),
    ("POST", "/submit/new", EVERYBODY),
    ("GET", "/submit/short", EVERYBODY),
    ("POST", "/submit/short", EVERYBODY),
    ("GET", "/submit/bring", EVERYBODY),
    ("POST", "/submit/bring", EVERYBODY),
    ("GET", "/submit/link", EVERYBODY),
    ("POST", "/submit/link", EVERYBODY),
    ("GET", "/submit/{draft}", ITS_SUBMITTER),
    ("GET", "/submit/{draft}/{section}", ITS_SUBMITTER),
    ("POST", "/submit/{draft}/{section}", ITS_SUBMITTER),
    ("GET", "/submit/{draft}/bring", ITS_SUBMITTER),
    ("POST", "/submit/{draft}/bring", ITS_SUBMITTER),
    ("POST", "/submit/{draft}/bring/piece", ITS_SUBMITTER),
    ("GET", "/submit/{draft}/changes", ITS_SUBMITTER),
    ("POST", "/submit/{draft}/changes", ITS_SUBMITTER),
    ("GET", "/submit/{draft}/check", ITS_SUBMITTER),
    ("POST", "/submit/{draft}/check", ITS_SUBMITTER),
    ("GET", "/submit/{draft}/letter", ITS_SUBMITTER),
    ("POST", "/submit/{draft}/letter", ITS_SUBMITTER),
    ("GET", "/submit/{draft}/colleagues", ITS_SUBMITTER),
    ("POST", "/submit/{draft}/colleagues", ITS_SUBMITTER),
    ("GET", "/submit/{draft}/pictures", ITS_SUBMITTER),
    ("POST", "/submit/{draft}/pictures", ITS_SUBMITTER),
    ("POST", "/submit/{draft}/pictures/end", ITS_SUBMITTER),
    // There is no such picture: who may see one stands in `submit/pictures.rs`.
    ("GET", "/submit/{draft}/pictures/{file}", [Nothing; 5]),
    ("GET", "/track/{token}/pictures/{file}", [Nothing; 5]),
    ("GET", "/read/{token}/pictures/{file}", [Nothing; 5]),
    ("GET", "/pictures/{slug}/{file}", [Nothing; 5]),
    ("GET", "/submit/{draft}/preview", ITS_SUBMITTER),
    ("GET", "/submit/{draft}/short", ITS_SUBMITTER),
    ("POST", "/submit/{draft}/short", ITS_SUBMITTER),
    ("GET", "/submit/{draft}/sent", ITS_SUBMITTER),
    ("GET", "/submit/{draft}/page", ITS_SUBMITTER),
    ("POST", "/submit/{draft}/page", ITS_SUBMITTER),
    ("GET", "/submit/{draft}/still-true", ITS_SUBMITTER),
    ("POST", "/submit/{draft}/still-true", ITS_SUBMITTER),
    ("GET", "/submit/{draft}/withdraw", ITS_SUBMITTER),
    ("POST", "/submit/{draft}/withdraw", ITS_SUBMITTER),
    ("POST", "/submit/{draft}/resume", ITS_SUBMITTER),
    ("POST", "/submit/{draft}/new-version", ITS_SUBMITTER),
    ("POST", "/submit/{draft}/version-of", ITS_SUBMITTER),
    // The mailed token is the key; who carries it does not matter.
    ("GET", "/track/{token}", EVERYBODY),
    ("GET", "/track/{token}/preview", EVERYBODY),
    ("GET", "/track/{token}/page", EVERYBODY),
    ("POST", "/track/{token}/page", EVERYBODY),
    ("GET", "/track/{token}/still-true", EVERYBODY),
    ("POST", "/track/{token}/still-true", EVERYBODY),
    ("POST", "/track/{token}/code", EVERYBODY),
    ("POST", "/track/{token}/unlock", EVERYBODY),
    // A token of another kind, and nobody has this one.
    ("GET", "/read/{token}", [Nothing; 5]),
    ("GET", "/account", SIGNED_IN),
    ("GET", "/account/drafts", SIGNED_IN),
    ("POST", "/account/drafts", SIGNED_IN),
    ("POST", "/account/notices", STAFF),
    ("POST", "/account/museums", STAFF),
    ("POST", "/account/keys", SIGNED_IN),
    ("GET", "/account/sign-in", EVERYBODY),
    ("POST", "/account/sign-in", EVERYBODY),
    ("POST", "/account/sign-out", EVERYBODY),
    ("GET", "/my-data", EVERYBODY),
    ("POST", "/my-data", EVERYBODY),
    // The mailed token is the key, and nobody was mailed this one.
    ("GET", "/my-data/{token}", [Nothing; 5]),
    ("GET", "/my-data/{token}/file", [Nothing; 5]),
    ("GET", "/my-data/{token}/erase", [Nothing; 5]),
    ("POST", "/my-data/{token}/erase", [Nothing; 5]),
    // Whoever has not given a password yet does so first; posted, it says so on the page.
    ("GET", "/account/sign-in/code", SIGNED_IN),
    ("POST", "/account/sign-in/code", EVERYBODY),
    ("GET", "/account/forgotten", EVERYBODY),
    ("POST", "/account/forgotten", EVERYBODY),
    // The mailed token is the key, and nobody was mailed this one.
    ("GET", "/account/new-password/{token}", [Nothing; 5]),
    ("POST", "/account/new-password/{token}", [Nothing; 5]),
    ("GET", "/account/invitation/{token}", [Nothing; 5]),
    ("POST", "/account/invitation/{token}", [Nothing; 5]),
    ("GET", "/account/password", SIGNED_IN),
    ("POST", "/account/password", SIGNED_IN),
    ("GET", "/account/sessions", SIGNED_IN),
    ("POST", "/account/sessions", SIGNED_IN),
    ("GET", "/account/second-factor", SIGNED_IN),
    ("POST", "/account/second-factor", SIGNED_IN),
    ("GET", "/moderate", STAFF),
    ("POST", "/moderate/bulk", STAFF),
    ("GET", "/moderate/mails", STAFF),
    ("POST", "/moderate/mails/again", STAFF),
    ("POST", "/moderate/mails/{id}/{action}", STAFF),
    ("GET", "/moderate/people", ADMINS),
    ("POST", "/moderate/people", ADMINS),
    ("GET", "/moderate/people/{id}", ADMINS),
    ("POST", "/moderate/people/{id}/{action}", ADMINS),
    ("GET", "/moderate/upkeep", STAFF),
    ("GET", "/moderate/privacy", ADMINS),
    ("POST", "/moderate/privacy", ADMINS),
    ("GET", "/moderate/messages", STAFF),
    ("GET", "/moderate/messages/{id}", STAFF),
    ("POST", "/moderate/messages/{id}/{action}", STAFF),
    ("GET", "/moderate/intake", STAFF),
    ("POST", "/moderate/intake", STAFF),
    ("GET", "/moderate/thoughts", STAFF),
    ("GET", "/moderate/thoughts/{id}", STAFF),
    ("POST", "/moderate/thoughts/{id}/{action}", STAFF),
    ("GET", "/moderate/cases/{reference}", STAFF),
    ("GET", "/moderate/cases/{reference}/letter", STAFF),
    ("POST", "/moderate/cases/{reference}/letter", STAFF),
    ("POST", "/moderate/cases/{reference}/seen", STAFF),
    ("POST", "/moderate/cases/{reference}/second", STAFF),
    ("POST", "/moderate/cases/{reference}/sensitive", STAFF),
    ("POST", "/moderate/cases/{reference}/ask", STAFF),
    ("POST", "/moderate/cases/{reference}/notes", STAFF),
    ("POST", "/moderate/cases/{reference}/notes/{id}", STAFF),
    // Of what was sent it says that it is no draft.
    ("GET", "/moderate/cases/{reference}/drop", STAFF),
    ("POST", "/moderate/cases/{reference}/drop", STAFF),
    ("GET", "/moderate/cases/{reference}/preview", STAFF),
    ("POST", "/moderate/cases/{reference}/pictures", STAFF),
    (
        "GET",
        "/moderate/cases/{reference}/pictures/{file}",
        [SignIn, SignIn, Forbidden, Nothing, Nothing],
    ),
    ("GET", "/moderate/cases/{reference}/tags", STAFF),
    ("POST", "/moderate/cases/{reference}/tags", STAFF),
    ("GET", "/moderate/cases/{reference}/ask-yes", STAFF),
    ("POST", "/moderate/cases/{reference}/ask-yes", STAFF),
    ("GET", "/moderate/cases/{reference}/edit", STAFF),
    ("POST", "/moderate/cases/{reference}/edit", STAFF),
    (
        "GET",
        "/moderate/cases/{reference}/edit/pictures/{blob}",
        // There is no such picture: see `moderate/photographs.rs`.
        [SignIn, SignIn, Forbidden, Nothing, Nothing],
    ),
    (
        "POST",
        "/moderate/cases/{reference}/edit/pictures/{blob}",
        STAFF,
    ),
    ("GET", "/moderate/cases/{reference}/edit/{field}", STAFF),
    ("POST", "/moderate/cases/{reference}/edit/{field}", STAFF),
    ("GET", "/moderate/cases/{reference}/prepare", STAFF),
    ("POST", "/moderate/cases/{reference}/prepare", STAFF),
    ("GET", "/moderate/bank/{slug}", STAFF),
    ("GET", "/moderate/bank/{slug}/tags", STAFF),
    ("POST", "/moderate/bank/{slug}/tags", STAFF),
    ("GET", "/moderate/bank/{slug}/edit", STAFF),
    ("POST", "/moderate/bank/{slug}/edit", STAFF),
    ("GET", "/moderate/bank/{slug}/edit/{field}", STAFF),
    ("POST", "/moderate/bank/{slug}/edit/{field}", STAFF),
    ("GET", "/moderate/cases/{reference}/changes", STAFF),
    ("POST", "/moderate/cases/{reference}/changes", STAFF),
    ("GET", "/moderate/cases/{reference}/decline", STAFF),
    ("POST", "/moderate/cases/{reference}/decline", STAFF),
    ("GET", "/moderate/cases/{reference}/take-down", STAFF),
    ("POST", "/moderate/cases/{reference}/take-down", STAFF),
    ("POST", "/moderate/cases/{reference}/new-version", STAFF),
    ("GET", "/moderate/cases/{reference}/{action}", STAFF),
    ("POST", "/moderate/cases/{reference}/assign", STAFF),
    ("POST", "/moderate/cases/{reference}/join", STAFF),
    ("POST", "/moderate/cases/{reference}/{action}", STAFF),
    (
        "POST",
        "/moderate/cases/{reference}/planned/{id}/{action}",
        STAFF,
    ),
    ("GET", "/moderate/bank/{slug}/{action}", STAFF),
    ("POST", "/moderate/bank/{slug}/{action}", STAFF),
    ("POST", "/moderate/bank/{slug}/planned/{id}/{action}", STAFF),
    ("GET", "/api/v1/case-studies", EVERYBODY),
    ("GET", "/api/v1/case-studies/{slug}", EVERYBODY),
    ("GET", "/api/v1/facets", EVERYBODY),
    ("GET", "/openapi.json", EVERYBODY),
    ("GET", "/case-studies.atom", EVERYBODY),
    ("GET", "/case-studies.json", EVERYBODY),
    ("GET", "/case-studies.csv", EVERYBODY),
    ("GET", "/open-data/cases.json", EVERYBODY),
    ("GET", "/open-data/cases.csv", EVERYBODY),
    ("GET", "/open-data/dictionary.json", EVERYBODY),
    ("GET", "/oembed", EVERYBODY),
    ("GET", "/case-studies/{slug}/embed", EVERYBODY),
    ("GET", "/oai", EVERYBODY),
    ("POST", "/oai", EVERYBODY),
    ("GET", "/sitemap.xml", EVERYBODY),
    ("GET", "/robots.txt", EVERYBODY),
    ("GET", "/.well-known/security.txt", EVERYBODY),
    ("GET", "/assets/{version}/{*path}", EVERYBODY),
    ("GET", "/livez", EVERYBODY),
    ("GET", "/readyz", EVERYBODY),
    ("POST", "/api/fn/{*name}", [Nothing; 5]),
];

/// Server functions, called with the draft at hand.
const FUNCTIONS: &[(&str, [Met; 5])] = &[
    ("/api/fn/save_draft", ITS_SUBMITTER),
    ("/api/fn/suggest", EVERYBODY),
];

#[test]
fn every_route_is_in_the_matrix_and_the_matrix_has_no_other() {
    let listed: BTreeSet<(&str, &str)> = server::router::listed(site())
        .into_iter()
        .map(|route| (route.method, route.path))
        .collect();
    let written: BTreeSet<(&str, &str)> = MATRIX
        .iter()
        .map(|(method, path, _)| (*method, *path))
        .collect();
    assert_eq!(listed, written);
    let functions: BTreeSet<&str> = server_fn::axum::server_fn_paths()
        .map(|(path, _)| path)
        .collect();
    assert_eq!(
        functions,
        FUNCTIONS
            .iter()
            .map(|(path, _)| *path)
            .collect::<BTreeSet<_>>()
    );
}

/// A case of that name would never be seen.
#[test]
fn no_case_may_be_named_like_a_page_beside_the_cases() {
    let beside: BTreeSet<&str> = server::router::listed(site())
        .into_iter()
        .filter_map(|route| route.path.strip_prefix("/case-studies/"))
        .filter_map(|rest| rest.split('/').next())
        .filter(|word| !word.starts_with('{'))
        .collect();
    assert!(beside.contains("suggest"), "{beside:?}");
    for word in beside {
        assert!(case_study::vocabulary::is_reserved(word), "{word}");
    }
}

#[test]
fn what_is_not_for_everybody_is_never_kept() {
    let everybody: BTreeSet<&str> = MATRIX
        .iter()
        .filter(|(method, _, expected)| *method == "GET" && *expected == EVERYBODY)
        .map(|(_, path, _)| *path)
        .collect();
    for route in server::router::listed(site()) {
        if route.method == "GET" && !everybody.contains(route.path) {
            assert_eq!(route.kept, Kept::Never, "{}", route.path);
        }
    }
}

each_database! {
    async fn every_visitor_meets_what_the_matrix_says(app: TestApp) {
        app.import_sample().await;
        for (method, pattern, expected) in MATRIX {
            // New for each row: a request that gets in may change what the next would meet.
            let scene = Scene::new(&app, pattern).await;
            for (visitor, expected) in scene.visitors(&app).await.iter().zip(expected) {
                let path = scene.path(pattern);
                let page = match *method {
                    "GET" => visitor.visitor.get(&path).await,
                    _ => visitor.visitor.post(&path, &[]).await,
                };
                assert_eq!(met(&page), *expected, "{method} {path} as {}: {}", visitor.who, page.status());
            }
        }
    }

    async fn every_visitor_meets_the_same_at_server_functions(app: TestApp) {
        for (path, expected) in FUNCTIONS {
            let scene = Scene::new(&app, "{draft}").await;
            for (visitor, expected) in scene.visitors(&app).await.iter().zip(expected) {
                let arguments = json!({
                    "reference": scene.draft,
                    "section": "story",
                    "base": fingerprint(&Default::default(), fields_of(Section::Story)),
                    "answers": [["need", format!("Typed by {}", visitor.who)]],
                    "text": "tea",
                });
                let page = visitor.visitor.post_json(path, &arguments).await;
                assert_eq!(met(&page), *expected, "{path} as {}: {}", visitor.who, page.status());
            }
            let draft = submissions::by_reference(app.db.reader(), &scene.draft).await.unwrap().unwrap();
            let content = submissions::current_content(app.db.reader(), &draft).await.unwrap();
            if *path == "/api/fn/save_draft" {
                assert_eq!(content.need, "Typed by the submitter");
            }
        }
    }
}

/// What a row needs, made for it alone.
#[derive(Default)]
struct Scene {
    submitter: Option<Visitor>,
    draft: String,
    sent: String,
    token: String,
    message: i64,
}

struct Caller {
    who: &'static str,
    visitor: Visitor,
}

impl Scene {
    /// A draft begun in a browser, with a mailed link to it, or a submission that waits: whichever
    /// the pattern speaks of.
    async fn new(app: &TestApp, pattern: &str) -> Self {
        let mut scene = Self::default();
        if pattern.contains("{reference}") {
            scene.sent = sent(app).await;
        }
        if pattern.ends_with("{slug}/ask") {
            sample::change_content(&app.db, "house-of-memories", |content| {
                content.contact_by_readers = true;
                content.contact_email = "team@museum.example".into();
            })
            .await;
        }
        if pattern.starts_with("/account/") || pattern.starts_with("/my-data/") {
            scene.token = store::fresh_token();
        }
        if pattern.contains("/messages/") {
            scene.message = message(app).await;
        }
        if pattern.contains("/thoughts/") {
            scene.message = thought(app).await;
        }
        if pattern.contains("{draft}") || pattern.starts_with("/track/") {
            let submitter = app.visitor();
            scene.draft = begin(&submitter, "Tea and objects").await;
            let found = submissions::by_reference(app.db.reader(), &scene.draft)
                .await
                .unwrap()
                .unwrap();
            let tx = app.db.begin().await.unwrap();
            scene.token = mailed_links::issue_link(&tx, found.id).await.unwrap();
            tx.commit().await.unwrap();
            scene.submitter = Some(submitter);
        }
        scene
    }

    async fn visitors(&self, app: &TestApp) -> [Caller; 5] {
        let other = app.submitter().await;
        if self.submitter.is_some() {
            begin(&other, "Something else entirely").await;
        }
        [
            Caller {
                who: "anonymous",
                visitor: app.visitor(),
            },
            Caller {
                who: "the submitter",
                visitor: self.submitter.clone().unwrap_or_else(|| app.visitor()),
            },
            Caller {
                who: "another submitter",
                visitor: other,
            },
            Caller {
                who: "a moderator",
                visitor: app.moderator().await,
            },
            Caller {
                who: "an admin",
                visitor: app.admin().await,
            },
        ]
    }

    fn path(&self, pattern: &str) -> String {
        let path = pattern
            .replace("/mails/{id}/{action}", "/mails/1/again")
            .replace("/planned/{id}/{action}", "/planned/1/stop")
            .replace("/bank/{slug}/{action}", "/bank/{slug}/feature")
            .replace("/notes/{id}", "/notes/1")
            // The first account of all is a submitter's.
            .replace("/people/{id}/{action}", "/people/1/sign-out")
            .replace("/people/{id}", "/people/1")
            .replace("/messages/{id}", &format!("/messages/{}", self.message))
            .replace("/thoughts/{id}", &format!("/thoughts/{}", self.message))
            .replace(
                "{action}",
                if pattern.contains("/messages/") || pattern.contains("/thoughts/") {
                    "handle"
                } else {
                    "approve"
                },
            )
            .replace("{draft}", &self.draft)
            .replace("{file}", &format!("{}-320.jpg", "ab".repeat(32)))
            .replace("{section}", "story")
            .replace("{field}", "title")
            .replace("{reference}", &self.sent)
            .replace("{token}", &self.token)
            .replace("{slug}", "house-of-memories")
            .replace("{theme}", "carers")
            .replace("{audience}", "older-people")
            .replace("{museum}", "dulwich-picture-gallery")
            .replace("{figure}", "people-counted")
            .replace("{version}", "any")
            .replace("{*path}", "favicon.svg")
            .replace("{*name}", "no_such_function");
        // A file of references has cases, or it is not there.
        if pattern.starts_with("/compare/pack.") {
            format!("{path}?case=house-of-memories")
        } else {
            path
        }
    }
}

/// Begins a draft through its page; returns the reference.
async fn begin(visitor: &Visitor, title: &str) -> String {
    let first = visitor.get("/submit/new").await.expect(200);
    let begun = visitor
        .submit(&first, "main form", &[("title", title)])
        .await
        .expect(303);
    begun
        .location()
        .rsplit('/')
        .next()
        .unwrap_or_default()
        .to_owned()
}

/// A submission that was sent, made without the pages.
async fn sent(app: &TestApp) -> String {
    let mail_context = app.state.settings.mail_context();
    let new = drafts::NewDraft {
        title: "Tea and objects on Tuesdays".into(),
        email: String::new(),
        answered: Default::default(),
        start_key: store::fresh_token(),
        account_id: None,
    };
    let begun = drafts::begin(&app.db, &mail_context, new).await.unwrap();
    for section in Section::FORM {
        let pairs = answers_of(*section)
            .into_iter()
            .map(|(key, value)| (key.to_owned(), value));
        let answers = Answers::from_pairs(pairs, |_| true).unwrap();
        let stored = submissions::by_id(app.db.reader(), begun.submission_id)
            .await
            .unwrap()
            .unwrap();
        let content = submissions::current_content(app.db.reader(), &stored)
            .await
            .unwrap();
        let base = fingerprint(
            &content,
            fields_of(*section).filter(|field| field.is_asked()),
        );
        let saved = drafts::save_section(&app.db, begun.submission_id, *section, &base, &answers)
            .await
            .unwrap();
        assert!(matches!(saved, drafts::SaveOutcome::Saved(_)), "{saved:?}");
    }
    let submit = Move::Submit { declarations: None };
    let id = begun.submission_id;
    let actor = Actor::submitter();
    let made = transitions::apply(&app.db, &mail_context, &actor, id, None, &[submit])
        .await
        .unwrap();
    assert!(made.made().is_some());
    begun.reference
}

/// A reader's message to the moderators; its id.
async fn message(app: &TestApp) -> i64 {
    let new = reader_messages::NewMessage {
        slug: "house-of-memories".into(),
        kind: MessageKind::Concern,
        written: Written {
            reason: "other".into(),
            text: "Something is odd here.".into(),
            ..Written::default()
        },
        key: store::fresh_token(),
    };
    let mail_context = app.state.settings.mail_context();
    assert!(
        reader_messages::receive(&app.db, &mail_context, &new)
            .await
            .unwrap()
    );
    let open = message_inbox::list(&app.db, MessageState::Open, 1).await;
    open.unwrap().rows[0].id
}

/// A thought on the campaign; its id.
async fn thought(app: &TestApp) -> i64 {
    let written = Thought {
        topic: "Quiet hours".into(),
        text: "They help my mother.".into(),
        email: "ana@reader.example".into(),
    };
    let mail_context = app.state.settings.mail_context();
    let key = store::fresh_token();
    thoughts::receive(&app.db, &mail_context, &written, &key)
        .await
        .unwrap();
    let open = thoughts::list(&app.db, MessageState::Open, 1).await;
    open.unwrap().rows[0].id
}

fn met(page: &Page) -> Met {
    match page.status().as_u16() {
        303 if page.location().starts_with("/account/sign-in") => SignIn,
        403 => Forbidden,
        404 => Nothing,
        _ => In,
    }
}
