//! What only staff may read stands on no public surface. A case that a museum sent and one that was
//! imported have a canary in every field for staff; then every public address is read. A GET route
//! that is neither walked here nor behind a door fails the test.

use crate::each_database;
use crate::sample::bank;
use crate::support::complete_case::answers_of;
use crate::support::waiting::declared;
use crate::support::{TestApp, site};
use app::formats::Format;
use case_study::{Action, FIELDS, Field, Kind, Move, Section, SeenBy};
use sea_orm::EntityTrait;
use serde_json::json;
use std::collections::BTreeSet;
use store::entity::{declaration, event, revision, submission};
use store::history::Actor;
use store::outcome::Outcome;
use store::{imports, reader_messages, submissions, transitions};

const SENT: &str = "tea-and-objects-on-tuesdays";
const IMPORTED: &str = "house-of-memories";
/// A position of both cases, which is not for the map.
const POSITION: &str = "12.345, -67.891";
/// No public body holds any of these.
const HIDDEN: [&str; 3] = ["canary", "12.345", "67.891"];

/// Routes that are not for the public: for who is signed in, or has the mailed link or the draft.
const BEHIND_A_DOOR: &[&str] = &[
    "/ask/{token}",
    "/submit/{draft}",
    "/submit/{draft}/{section}",
    "/submit/{draft}/bring",
    "/submit/{draft}/changes",
    "/submit/{draft}/check",
    "/submit/{draft}/letter",
    "/submit/{draft}/colleagues",
    "/submit/{draft}/pictures",
    "/submit/{draft}/pictures/{file}",
    "/track/{token}/pictures/{file}",
    "/read/{token}/pictures/{file}",
    // Holds no words.
    "/pictures/{slug}/{file}",
    "/submit/{draft}/preview",
    "/submit/{draft}/short",
    "/submit/{draft}/sent",
    "/submit/{draft}/page",
    "/submit/{draft}/still-true",
    "/submit/{draft}/withdraw",
    "/track/{token}",
    "/track/{token}/preview",
    "/read/{token}",
    "/track/{token}/page",
    "/track/{token}/still-true",
    "/account",
    "/account/drafts",
    "/account/sign-in/code",
    "/my-data/{token}",
    "/my-data/{token}/file",
    "/my-data/{token}/erase",
    "/account/new-password/{token}",
    "/account/invitation/{token}",
    "/account/password",
    "/account/sessions",
    "/account/second-factor",
    "/moderate",
    "/moderate/mails",
    "/moderate/people",
    "/moderate/people/{id}",
    "/moderate/upkeep",
    "/moderate/privacy",
    "/moderate/messages",
    "/moderate/messages/{id}",
    "/moderate/intake",
    "/moderate/thoughts",
    "/moderate/thoughts/{id}",
    "/moderate/cases/{reference}",
    "/moderate/cases/{reference}/letter",
    "/moderate/cases/{reference}/drop",
    "/moderate/cases/{reference}/preview",
    "/moderate/cases/{reference}/pictures/{file}",
    "/moderate/cases/{reference}/tags",
    "/moderate/cases/{reference}/ask-yes",
    "/moderate/cases/{reference}/edit",
    "/moderate/cases/{reference}/edit/pictures/{blob}",
    "/moderate/cases/{reference}/edit/{field}",
    "/moderate/cases/{reference}/prepare",
    "/moderate/cases/{reference}/{action}",
    "/moderate/bank/{slug}",
    "/moderate/bank/{slug}/{action}",
    "/moderate/bank/{slug}/tags",
    "/moderate/bank/{slug}/edit",
    "/moderate/bank/{slug}/edit/{field}",
    "/moderate/cases/{reference}/changes",
    "/moderate/cases/{reference}/decline",
    "/moderate/cases/{reference}/take-down",
];

/// Public routes whose pattern is an address that says most with a query, or without one.
const QUERIES: &[(&str, &[&str])] = &[
    ("/", &[""]),
    ("/case-studies", &["", "?q=objects", "?view=map", "?page=2"]),
    ("/case-studies/suggest", &["?q=te", "?q=house"]),
    (
        "/compare",
        &[
            "",
            "?case=house-of-memories&case=tea-and-objects-on-tuesdays",
        ],
    ),
    (
        "/compare/pack",
        &["?case=house-of-memories&case=tea-and-objects-on-tuesdays"],
    ),
    (
        "/compare/pack.bib",
        &["?case=house-of-memories&case=tea-and-objects-on-tuesdays"],
    ),
    (
        "/compare/pack.ris",
        &["?case=house-of-memories&case=tea-and-objects-on-tuesdays"],
    ),
    ("/themes", &[""]),
    ("/audiences", &[""]),
    ("/museums", &[""]),
    ("/impact", &[""]),
    ("/about-evidence", &[""]),
    ("/open-data", &[""]),
    ("/accessibility", &[""]),
    ("/about", &[""]),
    ("/privacy", &[""]),
    ("/share-your-thoughts", &[""]),
    ("/share-your-thoughts/sent", &[""]),
    ("/submit", &[""]),
    ("/submit/bring", &[""]),
    ("/submit/new", &[""]),
    ("/submit/short", &[""]),
    ("/submit/link", &["", "?asked=yes"]),
    ("/account/sign-in", &["", "?password=changed"]),
    ("/account/forgotten", &["", "?asked=yes"]),
    ("/my-data", &["", "?asked=yes"]),
    ("/api/v1/case-studies", &["?per_page=100", "?q=objects"]),
    ("/api/v1/facets", &[""]),
    ("/openapi.json", &[""]),
    ("/case-studies.atom", &[""]),
    ("/case-studies.json", &["", "?page=2"]),
    ("/case-studies.csv", &[""]),
    ("/open-data/cases.json", &[""]),
    ("/open-data/cases.csv", &[""]),
    ("/open-data/dictionary.json", &[""]),
    (
        "/oembed",
        &[
            "?url=http%3A%2F%2F127.0.0.1%3A3000%2Fcase-studies%2Fhouse-of-memories",
            "?url=http%3A%2F%2F127.0.0.1%3A3000%2Fcase-studies%2Ftea-and-objects-on-tuesdays",
        ],
    ),
    (
        "/oai",
        &[
            "?verb=Identify",
            "?verb=ListMetadataFormats",
            "?verb=ListSets",
            "?verb=ListIdentifiers&metadataPrefix=oai_dc",
            "?verb=ListRecords&metadataPrefix=oai_dc",
            "?verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:127.0.0.1:house-of-memories",
            "?verb=GetRecord&metadataPrefix=oai_dc&identifier=oai:127.0.0.1:tea-and-objects-on-tuesdays",
        ],
    ),
    ("/sitemap.xml", &[""]),
    ("/robots.txt", &[""]),
    ("/.well-known/security.txt", &[""]),
    ("/livez", &[""]),
    ("/readyz", &[""]),
];

/// What stands in place of a part of a pattern.
const PARTS: &[(&str, &[&str])] = &[
    ("{slug}", &[SENT, IMPORTED]),
    ("{theme}", &["carers"]),
    ("{audience}", &["carers"]),
    (
        "{museum}",
        &[
            "example-museum",
            "national-museums-liverpool-museum-of-liverpool",
        ],
    ),
    ("{figure}", &["people-counted", "what-was-hard", "compiled"]),
    ("{version}/{*path}", &["any/favicon.svg"]),
];

/// The addresses of a public route; `None` when it is not known here.
fn addresses(pattern: &str) -> Option<Vec<String>> {
    if let Some((_, queries)) = QUERIES.iter().find(|(path, _)| *path == pattern) {
        return Some(
            queries
                .iter()
                .map(|query| format!("{pattern}{query}"))
                .collect(),
        );
    }
    let (part, values) = PARTS.iter().find(|(part, _)| pattern.contains(part))?;
    let mut addresses: Vec<String> = values
        .iter()
        .map(|value| pattern.replace(part, value))
        .collect();
    if pattern == "/case-studies/{slug}" {
        // The same route takes the formats.
        let formats = |slug: &&str| Format::ALL.map(|format| format.href(slug));
        addresses.extend(values.iter().flat_map(formats));
    }
    (!addresses.iter().any(|address| address.contains('{'))).then_some(addresses)
}

/// The GET routes that are not behind a door.
fn public_routes() -> BTreeSet<&'static str> {
    server::router::listed(site())
        .into_iter()
        .filter(|route| route.method == "GET" && !BEHIND_A_DOOR.contains(&route.path))
        .map(|route| route.path)
        .collect()
}

/// Every address of every public route.
pub fn public_addresses() -> Vec<String> {
    public_routes()
        .into_iter()
        .filter_map(addresses)
        .flatten()
        .collect()
}

#[test]
fn every_public_route_has_an_address_here() {
    for pattern in public_routes() {
        assert!(
            addresses(pattern).is_some(),
            "{pattern}: give it an address in canaries.rs, or say that it is not for the public"
        );
    }
}

#[test]
fn every_route_named_here_is_there() {
    let listed: BTreeSet<&str> = server::router::listed(site())
        .into_iter()
        .filter(|route| route.method == "GET")
        .map(|route| route.path)
        .collect();
    let named = QUERIES.iter().map(|(path, _)| path).chain(BEHIND_A_DOOR);
    for path in named {
        assert!(listed.contains(path), "{path}");
    }
}

/// The fields that only staff see and that can hold a word.
fn fields_for_staff() -> impl Iterator<Item = &'static Field> {
    FIELDS
        .iter()
        .filter(|field| field.seen_by == SeenBy::Staff && field.kind != Kind::Tick)
}

fn canary_of(field: &Field) -> String {
    let word = field.key.replace('_', "-");
    match field.kind {
        Kind::Email => format!("canary-{word}@museum.example"),
        Kind::Line { .. } | Kind::Words { .. } | Kind::Lines { .. } => format!("canary-{word}"),
        other => panic!("{}: no canary of the kind {other:?}", field.key),
    }
}

/// Sends a case study with canaries, sends it again after changes were asked for, and publishes it.
async fn publish(app: &TestApp) {
    let (id, _) = app.draft("Tea and objects on Tuesdays").await;
    for section in Section::FORM {
        let mut answers = answers_of(*section);
        for field in fields_for_staff().filter(|field| field.section == *section) {
            answers.retain(|(key, _)| *key != field.key);
            answers.push((field.key, canary_of(field)));
        }
        if *section == Section::Contact {
            answers.push(("contact_by_readers", "yes".to_owned()));
        }
        app.answer(id, *section, &answers).await;
    }
    let submission = app.submission(id).await;
    let content = submissions::current_content(app.db.reader(), &submission)
        .await
        .expect("a text");
    let submit = || Move::Submit {
        declarations: Some({
            let mut declared = declared(&content);
            declared.keys.push("canary-declared".to_owned());
            declared
        }),
    };
    let moves = [
        submit(),
        Move::StartReview,
        Move::RequestChanges {
            reason: String::new(),
            field: String::new(),
            message: "canary-of-a-move".to_owned(),
        },
        submit(),
        Move::StartReview,
        Move::Approve,
        Move::Publish,
    ];
    let mail_context = app.state.settings.mail_context();
    for wanted in moves {
        let actor = if wanted.action() == Action::Submit {
            Actor::submitter()
        } else {
            Actor::operator()
        };
        let made = transitions::apply(&app.db, &mail_context, &actor, id, None, &[wanted])
            .await
            .expect("the database answers");
        assert!(matches!(made, Outcome::Made(_)), "{made:?}");
    }
}

/// Imports the sample bank, one case of it with canaries in every field for staff.
async fn import(app: &TestApp) {
    let mut cases = bank();
    let one = cases
        .iter_mut()
        .find(|case| case.id == IMPORTED)
        .expect("the case");
    for field in fields_for_staff() {
        field
            .put(&mut one.content, &[canary_of(field)])
            .expect("an answer");
    }
    one.content.contact_by_readers = true;
    one.content.on_map = false;
    let position = case_study::fields::field("position").expect("the field");
    position
        .put(&mut one.content, &[POSITION.to_owned()])
        .expect("a place");
    imports::import(&app.db, &cases, |_| {})
        .await
        .expect("stored");
}

/// What a reader writes to the moderators is not for other readers either.
async fn write_to_the_moderators(app: &TestApp) {
    let new = reader_messages::NewMessage {
        slug: SENT.to_owned(),
        kind: case_study::reader_message::MessageKind::Concern,
        written: case_study::reader_message::Written {
            name: "canary-reader".into(),
            email: "canary-reader@reader.example".into(),
            reason: "other".into(),
            text: "canary-of-a-reader".into(),
            ..Default::default()
        },
        key: store::fresh_token(),
    };
    let mail_context = app.state.settings.mail_context();
    assert!(
        reader_messages::receive(&app.db, &mail_context, &new)
            .await
            .expect("stored")
    );
}

/// Everything that is stored of the cases, to see that the canaries are there.
async fn stored(app: &TestApp) -> String {
    let revisions = revision::Entity::find()
        .all(app.db.reader())
        .await
        .expect("revisions");
    let events = event::Entity::find()
        .all(app.db.reader())
        .await
        .expect("events");
    let submissions = submission::Entity::find()
        .all(app.db.reader())
        .await
        .expect("submissions");
    let declarations = declaration::Entity::find()
        .all(app.db.reader())
        .await
        .expect("declarations");
    format!("{revisions:?}{events:?}{submissions:?}{declarations:?}")
}

each_database! {
    async fn no_public_body_holds_what_only_staff_may_read(app: TestApp) {
        import(&app).await;
        publish(&app).await;
        write_to_the_moderators(&app).await;
        app.index_shows_all().await;
        let stored = stored(&app).await;
        for canary in fields_for_staff().map(canary_of).chain(["canary-of-a-move".into(), "canary-declared".into()]) {
            assert!(stored.contains(&canary), "{canary} was not stored");
        }
        let visitor = app.visitor();
        for address in public_addresses() {
            let body = visitor.get(&address).await.expect(200).body().to_lowercase();
            for hidden in HIDDEN {
                assert!(!body.contains(hidden), "{address} holds {hidden}: {body}");
            }
        }
        for text in ["tea", "house", "museum"] {
            let found = visitor.post_json("/api/fn/suggest", &json!({ "text": text })).await.expect(200);
            assert!(!found.body().contains("canary"), "{text}: {found:?}");
        }
    }
}
