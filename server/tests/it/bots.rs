//! What keeps programs out of the forms that anybody may post: every one of them has it, nobody is turned
//! away by it, and no word is lost.

use crate::each_database;
use crate::sample;
use crate::submit::steps::{begin, words};
use crate::submit::tracking::link;
use crate::support::{Page, TestApp, Variant, Visitor, site};
use app::web::bots::{ONCE_MORE, OPENED, TRAP};
use case_study::Status;
use std::collections::BTreeSet;
use store::{DAY_MS, mailed_links};

/// A form, where it stands, and what a person types into it.
struct Form {
    /// Its route.
    pattern: &'static str,
    page: String,
    action: String,
    typed: Vec<(&'static str, String)>,
    /// What the button says that is pressed.
    button: Option<(&'static str, &'static str)>,
    /// Its button may be pressed as soon as it is seen.
    at_once: bool,
    /// The answer to what is taken.
    taken: u16,
}

impl Form {
    fn css(&self) -> String {
        format!("form[action^='{}']", self.action)
    }

    fn fields(&self) -> Vec<(&str, &str)> {
        let typed = self.typed.iter();
        let typed = typed.map(|(key, value)| (*key, value.as_str()));
        typed.chain(self.button).collect()
    }

    /// What the next press sends, beside what the page that came again holds.
    fn once_more(&self) -> Vec<(&str, &str)> {
        self.button.into_iter().collect()
    }
}

/// Routes behind a door of their own: a right to a draft, an account, a mailed token or code. And what
/// programs are meant to post to.
fn has_a_door(pattern: &str) -> bool {
    if pattern == "/account/forgotten" {
        return false;
    }
    ["/submit/{draft}/", "/moderate/", "/account/", "/api/fn/"]
        .iter()
        .any(|start| pattern.starts_with(start))
        || [
            "/ask/{token}",
            "/my-data/{token}/erase",
            "/track/{token}/unlock",
            "/oai",
        ]
        .contains(&pattern)
}

async fn forms(app: &TestApp) -> Vec<Form> {
    app.import_sample().await;
    sample::change_content(&app.db, "house-of-memories", |content| {
        content.contact_by_readers = true;
        content.contact_email = "team@museum.example".into();
    })
    .await;
    begin(&app.visitor(), "Tea and objects", "ana@museum.example").await;
    let track = link(app).await;
    let form = |pattern, page: &str, typed: &[(&'static str, &str)]| Form {
        pattern,
        page: page.to_owned(),
        action: page.to_owned(),
        typed: typed
            .iter()
            .map(|(key, value)| (*key, (*value).to_owned()))
            .collect(),
        button: None,
        at_once: typed.is_empty(),
        taken: 303,
    };
    let case = "/case-studies/house-of-memories";
    let text = ("text", "A number on this page is not right.");
    let who = [
        ("name", "Ana Reader"),
        ("email", "ana@reader.example"),
        text,
    ];
    let story = words(50);
    vec![
        form(
            "/submit/short",
            "/submit/short",
            &[
                ("own_words", &story),
                ("museum", "Example Museum"),
                ("town", "Exampleton"),
                ("contact_email", "learning@museum.example"),
                ("declarations", "send"),
                ("declarations", "prepare"),
            ],
        ),
        form(
            "/submit/new",
            "/submit/new",
            &[("title", "Tea and objects")],
        ),
        form(
            "/submit/link",
            "/submit/link",
            &[("email", "ana@museum.example")],
        ),
        form(
            "/account/forgotten",
            "/account/forgotten",
            &[("email", "ana@museum.example")],
        ),
        form("/my-data", "/my-data", &[("email", "ana@museum.example")]),
        form(
            "/case-studies/{slug}/concern",
            &format!("{case}/concern"),
            &[("reason", "other"), text],
        ),
        form(
            "/case-studies/{slug}/claim",
            &format!("{case}/claim"),
            &[("kind", "claim"), who[0], who[1], who[2]],
        ),
        form("/case-studies/{slug}/ask", &format!("{case}/ask"), &who),
        form(
            "/share-your-thoughts",
            "/share-your-thoughts",
            &[("topic", "Quiet hours"), text],
        ),
        Form {
            action: format!("{track}/code"),
            ..form("/track/{token}/code", &track, &[])
        },
        // With the link alone, an answer mails a code.
        Form {
            button: Some(("action", "write")),
            at_once: true,
            taken: 200,
            ..form(
                "/track/{token}/page",
                &shown_page(app).await,
                &[("words", "The year is wrong: it was 2019.")],
            )
        },
        Form {
            button: Some(("answer", "over")),
            at_once: true,
            taken: 200,
            ..form("/track/{token}/still-true", &public_page(app).await, &[])
        },
    ]
}

/// The page that asks a museum whether what is published is still true, by its link.
async fn public_page(app: &TestApp) -> String {
    let (id, _) = app.standing_at(Status::Published, "Walks and words").await;
    let tx = app.db.begin().await.unwrap();
    let token = mailed_links::issue_link(&tx, id).await.unwrap();
    tx.commit().await.unwrap();
    format!("/track/{token}/still-true")
}

/// The page that a museum is asked about, by its link.
async fn shown_page(app: &TestApp) -> String {
    let asked = app.standing_at(Status::AwaitingYes, "Objects and songs");
    let (id, _) = asked.await;
    let tx = app.db.begin().await.unwrap();
    let token = mailed_links::issue_link(&tx, id).await.unwrap();
    tx.commit().await.unwrap();
    format!("/track/{token}/page")
}

/// The page came again: it asks for one more press, and everything that was typed is there.
fn comes_again(page: &Page, form: &Form) {
    let problems: Vec<String> = page
        .select(".error-summary li")
        .iter()
        .map(|problem| problem.text().to_owned())
        .collect();
    assert_eq!(problems, [ONCE_MORE], "{page:?}");
    assert_eq!(page.one(".error-summary h2").text(), "There is a problem");
    assert_eq!(
        page.one(".error-summary a").attr("href").as_deref(),
        Some("#send")
    );
    assert_eq!(page.select("#send").len(), 1, "{page:?}");
    assert!(page.one("title").text().starts_with("Error: "), "{page:?}");
    let shown = page.fields(&form.css());
    for (key, value) in &form.typed {
        assert!(
            shown
                .iter()
                .any(|(name, held)| name == key && held.trim() == value),
            "{}: {key} is lost",
            form.pattern
        );
    }
    assert!(
        shown.contains(&(TRAP.to_owned(), String::new())),
        "{}: the box is empty again",
        form.pattern
    );
}

/// A person, half a minute on the page; long after the one before, whose address may be mailed again.
async fn opened(app: &TestApp, form: &Form) -> (Visitor, Page) {
    app.clock.advance(2 * 60 * 60 * 1000);
    let visitor = app.visitor();
    let page = visitor.get(&form.page).await.expect(200);
    app.clock.advance(30_000);
    (visitor, page)
}

#[test]
fn every_route_that_anybody_may_post_to_is_known_here() {
    let posted: BTreeSet<&str> = server::router::listed(site())
        .into_iter()
        .filter(|route| route.method == "POST" && !has_a_door(route.path))
        .map(|route| route.path)
        .collect();
    let known = [
        "/submit/short",
        "/submit/new",
        "/submit/link",
        // Sends files: see `brought.rs`.
        "/submit/bring",
        "/account/forgotten",
        "/my-data",
        "/share-your-thoughts",
        "/case-studies/{slug}/concern",
        "/case-studies/{slug}/claim",
        "/case-studies/{slug}/ask",
        "/track/{token}/code",
        "/track/{token}/page",
        "/track/{token}/still-true",
    ];
    assert_eq!(posted, BTreeSet::from(known));
}

each_database! {
    async fn every_form_has_both_parts_and_nobody_meets_them(app: TestApp) {
        for form in forms(&app).await {
            let page = app.visitor().get(&form.page).await.expect(200);
            let unseen = format!("{} div[hidden][aria-hidden='true'] input[name='{TRAP}']", form.css());
            let trap = page.one(&unseen);
            assert_eq!((trap.attr("tabindex").as_deref(), trap.attr("autocomplete").as_deref()), (Some("-1"), Some("off")), "{}", form.pattern);
            assert_eq!(page.select(&format!("input[name='{TRAP}']")).len(), 1, "{}", form.pattern);
            let time = page.one(&format!("{} input[name='{OPENED}']", form.css()));
            assert_eq!(time.attr("type").as_deref(), Some("hidden"), "{}", form.pattern);
        }
    }

    async fn a_form_that_comes_too_fast_too_late_or_without_our_time_is_asked_for_once_more(app: TestApp) {
        let app = app.variant(|variant: &mut Variant| variant.form_times = true);
        for form in forms_of(&app).await {
            let fields = form.fields();
            // Too fast; the very next press is taken.
            let visitor = app.visitor();
            let page = visitor.get(&form.page).await.expect(200);
            let fast = visitor.submit(&page, &form.css(), &fields).await;
            if form.at_once {
                fast.expect(form.taken);
            } else {
                let again = fast.expect(422);
                comes_again(&again, &form);
                visitor.submit(&again, &form.css(), &form.once_more()).await.expect(form.taken);
            }
            // Too late.
            let (visitor, page) = opened(&app, &form).await;
            app.clock.advance(DAY_MS);
            let again = visitor.submit(&page, &form.css(), &fields).await.expect(422);
            comes_again(&again, &form);
            visitor.submit(&again, &form.css(), &form.once_more()).await.expect(form.taken);
            // Without a time, with one of our own making, with the time of another installation.
            let (visitor, page) = opened(&app, &form).await;
            let real = page.value(OPENED).expect("a time");
            for forged in [String::new(), "0".to_owned(), real.replace('.', "0."), format!("{real}00")] {
                let mut fields = fields.clone();
                fields.push((OPENED, &forged));
                let again = visitor.submit(&page, &form.css(), &fields).await.expect(422);
                comes_again(&again, &form);
            }
            visitor.submit(&page, &form.css(), &fields).await.expect(form.taken);
        }
    }

    async fn a_box_that_people_do_not_meet_costs_one_more_press_and_no_word(app: TestApp) {
        for form in forms(&app).await {
            let (visitor, page) = opened(&app, &form).await;
            let mut fields = form.fields();
            fields.push((TRAP, "https://evil.example"));
            let again = visitor.submit(&page, &form.css(), &fields).await.expect(422);
            comes_again(&again, &form);
            visitor.submit(&again, &form.css(), &form.once_more()).await.expect(form.taken);
        }
    }

    async fn a_program_that_read_no_page_sends_nothing(app: TestApp) {
        let app = app.variant(|variant: &mut Variant| variant.form_times = true);
        let before = app.mails().await.len();
        let key = store::fresh_token();
        let text = words(50);
        let story = [
            ("start_key", key.as_str()),
            ("own_words", text.as_str()),
            ("museum", "Example Museum"),
            ("town", "Exampleton"),
            ("contact_email", "stranger@mail.example"),
            ("declarations", "send"),
            ("declarations", "prepare"),
        ];
        drop(app.visitor().post("/submit/short", &story).await.expect(422));
        let first = [("start_key", key.as_str()), ("title", "Buy now"), ("email", "stranger@mail.example")];
        drop(app.visitor().post("/submit/new", &first).await.expect(422));
        drop(app.visitor().post("/submit/link", &[("email", "stranger@mail.example")]).await.expect(422));
        assert_eq!(app.mails().await.len(), before);
    }
}

/// The forms of an installation that looks at times: what leads to them is sent as a person would.
async fn forms_of(app: &TestApp) -> Vec<Form> {
    let fast = app.variant(|_: &mut Variant| ());
    forms(&fast).await
}
