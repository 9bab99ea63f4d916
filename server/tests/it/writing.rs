//! What readers write about a case: concerns, claims and corrections to the moderators, questions
//! to a museum.

use crate::each_database;
use crate::sample;
use crate::support::{Mail, Page, TestApp, Variant, Visitor};
use app::web::rate_limits::RateLimits;
use case_study::reader_message::MessageState;
use sea_orm::{EntityTrait, PaginatorTrait};
use store::entity::{event, job, question, reader_message};
use store::history::Actor;
use store::{DAY_MS, message_inbox, questions};

const CASE: &str = "/case-studies/house-of-memories";
const MUSEUM: &str = "team@museum.example";

/// A visitor and a case whose museum takes questions.
async fn open_to_questions(app: &TestApp) -> Visitor {
    app.import_sample().await;
    sample::change_content(&app.db, "house-of-memories", |content| {
        content.contact_by_readers = true;
        content.contact_email = MUSEUM.into();
    })
    .await;
    app.visitor()
}

async fn messages(app: &TestApp) -> Vec<reader_message::Model> {
    reader_message::Entity::find()
        .all(app.db.reader())
        .await
        .expect("messages")
}

async fn waiting(app: &TestApp) -> Vec<question::Model> {
    question::Entity::find()
        .all(app.db.reader())
        .await
        .expect("questions")
}

async fn fill(visitor: &Visitor, form: &str, fields: &[(&str, &str)]) -> Page {
    let page = visitor.get(&format!("{CASE}/{form}")).await.expect(200);
    visitor.submit(&page, "main form", fields).await
}

const CONCERN: [(&str, &str); 3] = [
    ("reason", "identifies-person"),
    ("text", "The third paragraph names a child."),
    ("email", "reader@example.org"),
];
const CLAIM: [(&str, &str); 4] = [
    ("kind", "claim"),
    ("name", "Learning team"),
    ("email", "learning@museum.example"),
    ("text", "It ended in 2021, and 40 people came."),
];
const QUESTION: [(&str, &str); 3] = [
    ("name", "Ana Reader"),
    ("email", "ana@example.org"),
    (
        "text",
        "How did you find the first twelve?\n\nhttps://evil.example <b>x</b>",
    ),
];

/// The mailed link of a question.
fn link(mails: &[Mail]) -> String {
    let links = mails.last().expect("a mail").links();
    links
        .into_iter()
        .find(|link| link.starts_with("/ask/"))
        .expect("a link")
}

each_database! {
    async fn a_concern_reaches_the_moderators_and_the_operator(app: TestApp) {
        app.import_sample().await;
        let visitor = app.visitor();
        let case = visitor.get(CASE).await.expect(200);
        assert!(case.select("a").iter().any(|link| link.attr("href").as_deref() == Some("/case-studies/house-of-memories/concern")));
        let sent = fill(&visitor, "concern", &CONCERN).await.expect(303);
        assert_eq!(sent.location(), format!("{CASE}/concern/sent"));
        let next = visitor.follow(&sent).await.expect(200);
        assert!(next.text().contains("What happens next"), "{next:?}");
        assert!(!next.text().contains("reader@example.org"));

        let stored = messages(&app).await;
        assert_eq!(stored.len(), 1);
        assert_eq!((stored[0].kind.as_str(), stored[0].reason.as_str(), stored[0].state.as_str()), ("concern", "identifies-person", "open"));
        assert_eq!((stored[0].email.as_str(), stored[0].sender.as_str()), ("reader@example.org", ""));
        // The operator is told that, not what; the reader is mailed nothing.
        let mails = app.mails().await;
        assert_eq!(mails.len(), 1, "{mails:?}");
        assert_eq!(mails[0].to, "help@example.org");
        assert_eq!(mails[0].links(), [format!("/moderate/messages/{}", stored[0].id)]);
        assert!(!mails[0].raw.contains("names a child") && !mails[0].raw.contains("reader@example.org"), "{mails:?}");
    }

    async fn a_claim_and_a_correction_say_which_they_are(app: TestApp) {
        app.import_sample().await;
        let visitor = app.visitor();
        let sent = fill(&visitor, "claim", &CLAIM).await.expect(303);
        assert_eq!(sent.location(), format!("{CASE}/claim/sent"));
        visitor.follow(&sent).await.expect(200);
        let mut correction = CLAIM;
        correction[0].1 = "correction";
        fill(&visitor, "claim", &correction).await.expect(303);
        let kinds: Vec<String> = messages(&app).await.into_iter().map(|row| row.kind).collect();
        assert_eq!(kinds, ["claim", "correction"]);
        // The form of a concern cannot be made to send one, nor the other way round.
        let page = visitor.get(&format!("{CASE}/concern")).await.expect(200);
        visitor.submit(&page, "main form", &[("reason", "other"), ("text", "Something is odd."), ("kind", "claim")]).await.expect(400);
        let mut concern = CLAIM;
        concern[0].1 = "concern";
        fill(&visitor, "claim", &concern).await.expect(422);
        assert_eq!(messages(&app).await.len(), 2);
    }

    async fn what_is_wrong_is_said_and_what_was_typed_stays(app: TestApp) {
        let visitor = open_to_questions(&app).await;
        for (form, fields) in [("concern", vec!["reason", "text"]), ("claim", vec!["kind", "name", "email", "text"]), ("ask", vec!["name", "email", "text"])] {
            let page = fill(&visitor, form, &[]).await.expect(422);
            assert!(page.one("title").text().starts_with("Error: "), "{page:?}");
            let links: Vec<String> = page.select(".error-summary a").iter().filter_map(|link| link.attr("href")).collect();
            assert_eq!(links, fields.iter().map(|field| format!("#{field}")).collect::<Vec<_>>(), "{form}");
            for link in links {
                assert_eq!(page.select(&link).len(), 1, "{form}: {link}");
            }
            assert!(page.header("cache-control").starts_with("private"), "{page:?}");
        }
        let typed = [("name", "Ana & <b>Co</b>"), ("email", "nobody"), ("text", "Short")];
        let page = fill(&visitor, "ask", &typed).await.expect(422);
        for (field, value) in typed {
            assert_eq!(page.value(field).as_deref().map(str::trim), Some(value), "{page:?}");
        }
        let long = "é".repeat(3001);
        let page = fill(&visitor, "concern", &[("reason", "safety"), ("text", &long)]).await.expect(422);
        assert_eq!(page.value("reason").as_deref(), Some("safety"));
        assert!(page.text().contains("This has 3001 characters. Shorten it to 3000 or fewer"), "{page:?}");
        assert_eq!((messages(&app).await.len(), waiting(&app).await.len()), (0, 0));
    }

    async fn pressing_twice_sends_once(app: TestApp) {
        let visitor = open_to_questions(&app).await;
        for (form, fields) in [("concern", &CONCERN[..]), ("claim", &CLAIM[..]), ("ask", &QUESTION[..])] {
            let page = visitor.get(&format!("{CASE}/{form}")).await.expect(200);
            let (one, other) = tokio::join!(visitor.submit(&page, "main form", fields), visitor.submit(&page, "main form", fields));
            for sent in [one, other, visitor.submit(&page, "main form", fields).await] {
                assert_eq!(sent.expect(303).location(), format!("{CASE}/{form}/sent"));
            }
        }
        assert_eq!((messages(&app).await.len(), waiting(&app).await.len()), (2, 1));
        assert_eq!(app.mails().await.len(), 3);
    }

    async fn a_corrected_form_is_sent_and_not_swallowed(app: TestApp) {
        let visitor = open_to_questions(&app).await;
        let page = visitor.get(&format!("{CASE}/ask")).await.expect(200);
        let mut mistyped = QUESTION;
        mistyped[1].1 = "ana@exmaple.org";
        visitor.submit(&page, "main form", &mistyped).await.expect(303);
        // Back, the address mended, pressed again.
        visitor.submit(&page, "main form", &QUESTION).await.expect(303);
        let mails = app.mails().await;
        let to: Vec<&str> = mails.iter().map(|mail| mail.to.as_str()).collect();
        assert_eq!(to, ["ana@exmaple.org", "ana@example.org"]);
        visitor.get(&link(&mails)).await.expect(200);

        let page = visitor.get(&format!("{CASE}/concern")).await.expect(200);
        visitor.submit(&page, "main form", &CONCERN).await.expect(303);
        let more = [CONCERN[0], ("text", "The third paragraph names a child, and so does the fourth."), CONCERN[2]];
        visitor.submit(&page, "main form", &more).await.expect(303);
        visitor.submit(&page, "main form", &more).await.expect(303);
        let texts: Vec<String> = messages(&app).await.into_iter().map(|row| row.body).collect();
        assert_eq!(texts, [CONCERN[1].1, more[1].1]);
    }

    async fn programs_that_fill_in_every_box_are_stopped_and_people_are_not(app: TestApp) {
        app.import_sample().await;
        let visitor = app.visitor();
        let mut fields = CONCERN.to_vec();
        fields.push(("website", "https://evil.example"));
        let page = fill(&visitor, "concern", &fields).await.expect(422);
        assert!(messages(&app).await.is_empty());
        assert_eq!(page.value("text").as_deref().map(str::trim), Some(CONCERN[1].1));
        // The box is empty again: a person presses once more.
        visitor.submit(&page, "main form", &[]).await.expect(303);
        assert_eq!(messages(&app).await.len(), 1);
    }

    async fn forms_that_are_not_ours_are_refused(app: TestApp) {
        let visitor = open_to_questions(&app).await;
        for (form, fields) in [("concern", &CONCERN[..]), ("claim", &CLAIM[..]), ("ask", &QUESTION[..])] {
            visitor.post(&format!("{CASE}/{form}"), fields).await.expect(400);
            let mut odd = fields.to_vec();
            odd.push(("state", "handled"));
            fill(&visitor, form, &odd).await.expect(400);
        }
        assert_eq!((messages(&app).await.len(), waiting(&app).await.len()), (0, 0));
    }

    async fn what_is_not_there_takes_no_message(app: TestApp) {
        app.import_sample().await;
        let visitor = app.visitor();
        let page = visitor.get(&format!("{CASE}/concern")).await.expect(200);
        for form in ["concern", "claim", "ask", "concern/sent", "claim/sent", "ask/sent", "ask/passed-on"] {
            for slug in ["no-such-case", "%00", "House", "a.json"] {
                visitor.get(&format!("/case-studies/{slug}/{form}")).await.expect(404);
            }
        }
        sample::set_state(&app.db, "house-of-memories", "taken_down").await;
        visitor.get(&format!("{CASE}/concern")).await.expect(410);
        visitor.submit(&page, "main form", &CONCERN).await.expect(410);
        assert!(messages(&app).await.is_empty());
        // Somebody whose report had it taken down still reads what happens next.
        visitor.get(&format!("{CASE}/concern/sent")).await.expect(200);
    }

    async fn a_question_goes_to_the_museum_once_its_writer_has_confirmed_it(app: TestApp) {
        let visitor = open_to_questions(&app).await;
        let sent = fill(&visitor, "ask", &QUESTION).await.expect(303);
        assert!(visitor.follow(&sent).await.expect(200).text().contains("Your message is not sent yet"));
        let mails = app.mails().await;
        assert_eq!(mails.len(), 1);
        assert_eq!(mails[0].to, "ana@example.org");
        // Whoever typed somebody else's address has not written to them: no word of the form is there.
        for typed in ["Ana Reader", "first twelve", "evil.example"] {
            assert!(!mails[0].raw.contains(typed) && !mails[0].text.contains(typed), "{mails:?}");
        }
        let path = link(&mails);
        let token = path.trim_start_matches("/ask/");
        assert!(waiting(&app).await.iter().all(|row| row.token_hash != token), "it lies hashed");
        let confirm = visitor.get(&path).await.expect(200);
        assert_eq!(confirm.header("cache-control"), "no-store, no-transform");
        for words in ["Ana Reader", "ana@example.org", "How did you find the first twelve?", "https://evil.example <b>x</b>"] {
            assert!(confirm.text().contains(words), "{words}: {confirm:?}");
        }
        assert!(!confirm.body().contains(MUSEUM));
        assert!(!confirm.select("main a").iter().any(|link| link.attr("href").unwrap_or_default().contains("evil")), "no link is made of what they typed");
        // Following the link sends nothing: mail programs do that by themselves.
        assert_eq!(app.mails().await.len(), 1);

        let done = visitor.submit(&confirm, "main form", &[]).await.expect(303);
        assert_eq!(done.location(), format!("{CASE}/ask/passed-on"));
        visitor.follow(&done).await.expect(200);
        let mails = app.mails().await;
        assert_eq!(mails.len(), 2);
        let mail = &mails[1];
        assert_eq!(mail.to, MUSEUM);
        assert!(mail.raw.contains("Reply-To: ana@example.org\r\n"), "{mail:?}");
        assert!(!mail.raw.contains("Auto-Submitted") && !mail.raw.contains("Bcc"), "{mail:?}");
        for line in ["> How did you find the first twelve?", "> https://evil.example <b>x</b>", "The reader gave this name: Ana Reader"] {
            assert!(mail.text.lines().any(|one| one == line), "{line}: {mail:?}");
        }
        assert!(mail.raw.contains("Content-Type: text/plain"), "{mail:?}");
        // No copy is kept, and the link is used up.
        assert!(waiting(&app).await.is_empty());
        let jobs = job::Entity::find().all(app.db.reader()).await.expect("jobs");
        assert!(jobs.iter().all(|job| job.payload.is_empty()), "{jobs:?}");
        let events = event::Entity::find().all(app.db.reader()).await.expect("events");
        assert!(!format!("{events:?}").contains("ana@example.org") && !format!("{events:?}").contains("first twelve"));
        visitor.get(&path).await.expect(404);
        visitor.submit(&confirm, "main form", &[]).await.expect(404);
        assert_eq!(app.mails().await.len(), 2);
    }

    async fn a_question_goes_where_the_page_said_or_nowhere(app: TestApp) {
        let visitor = open_to_questions(&app).await;
        fill(&visitor, "ask", &QUESTION).await.expect(303);
        let path = link(&app.mails().await);
        let changes: [fn(&mut case_study::CaseStudyContent); 2] = [
            |content| content.museum = "Another Museum".into(),
            |content| content.title = "Another title".into(),
        ];
        for (change, now) in changes.into_iter().zip(["Another Museum", "Another title"]) {
            let confirm = visitor.get(&path).await.expect(200);
            assert!(!confirm.text().contains(now), "{confirm:?}");
            sample::change_content(&app.db, "house-of-memories", change).await;
            let page = visitor.submit(&confirm, "main form", &[]).await.expect(409);
            assert!(page.text().contains("This changed after you opened the page"), "{page:?}");
            assert!(page.text().contains(now) && page.text().contains("first twelve"), "{page:?}");
        }
        // A form that says nothing of what it showed, and one that is not ours.
        visitor.post(&path, &[]).await.expect(409);
        visitor.post(&path, &[("email", "eve@example.org")]).await.expect(400);
        assert_eq!(app.mails().await.len(), 1);
        let page = visitor.get(&path).await.expect(200);
        visitor.submit(&page, "main form", &[]).await.expect(303);
        assert_eq!(app.mails().await.len(), 2);
    }

    async fn two_presses_pass_a_question_on_once(app: TestApp) {
        let visitor = open_to_questions(&app).await;
        fill(&visitor, "ask", &QUESTION).await.expect(303);
        let path = link(&app.mails().await);
        let confirm = visitor.get(&path).await.expect(200);
        let (one, other) = tokio::join!(visitor.submit(&confirm, "main form", &[]), visitor.submit(&confirm, "main form", &[]));
        let mut statuses = [one.status().as_u16(), other.status().as_u16()];
        statuses.sort_unstable();
        assert_eq!(statuses, [303, 404]);
        assert_eq!(app.mails().await.len(), 2);
    }

    async fn a_museum_that_takes_no_questions_has_no_such_page(app: TestApp) {
        let visitor = open_to_questions(&app).await;
        let open = visitor.get(CASE).await.expect(200);
        assert!(open.body().contains("/ask\""), "{open:?}");
        let form = visitor.get(&format!("{CASE}/ask")).await.expect(200);
        fill(&visitor, "ask", &QUESTION).await.expect(303);
        let path = link(&app.mails().await);
        for change in [|content: &mut case_study::CaseStudyContent| content.contact_by_readers = false, |content: &mut case_study::CaseStudyContent| {
            content.contact_by_readers = true;
            content.contact_email = String::new();
        }] {
            sample::change_content(&app.db, "house-of-memories", change).await;
            visitor.get(&format!("{CASE}/ask")).await.expect(404);
            visitor.submit(&form, "main form", &QUESTION).await.expect(404);
            assert!(!visitor.get(CASE).await.expect(200).body().contains("/ask\""));
        }
        // It said no while a question waited.
        visitor.get(&path).await.expect(410);
        visitor.post(&path, &[]).await.expect(410);
        assert_eq!(app.mails().await.len(), 1);
        // The sample bank has none that takes questions.
        visitor.get("/case-studies/museums-on-prescription/ask").await.expect(404);
    }

    async fn the_museums_address_is_nowhere(app: TestApp) {
        let visitor = open_to_questions(&app).await;
        fill(&visitor, "ask", &QUESTION).await.expect(303);
        let path = link(&app.mails().await);
        for path in [CASE.to_owned(), format!("{CASE}.json"), format!("{CASE}.md"), format!("{CASE}/ask"), format!("{CASE}/ask/sent"), path] {
            let page = visitor.get(&path).await.expect(200);
            assert!(!page.body().contains(MUSEUM), "{path}: {page:?}");
        }
    }

    async fn an_address_is_mailed_one_link_an_hour_until_it_is_followed(app: TestApp) {
        let visitor = open_to_questions(&app).await;
        fill(&visitor, "ask", &QUESTION).await.expect(303);
        let mut again = QUESTION;
        again[1].1 = "ANA@example.org";
        again[2].1 = "And how many came in the end?";
        let page = fill(&visitor, "ask", &again).await.expect(429);
        let seconds: u64 = page.header("retry-after").parse().expect("seconds");
        assert!((3500..=3600).contains(&seconds), "{seconds}");
        assert!(page.text().contains("We emailed this address a link less than an hour ago."), "{page:?}");
        assert_eq!(page.value("text").as_deref().map(str::trim), Some(again[2].1));
        let mails = app.mails().await;
        assert_eq!(mails.len(), 1);
        // Whoever follows the link has shown that the address is theirs.
        let confirm = visitor.get(&link(&mails)).await.expect(200);
        visitor.submit(&confirm, "main form", &[]).await.expect(303);
        visitor.submit(&page, "main form", &[]).await.expect(303);
        assert_eq!(app.mails().await.len(), 3);
    }

    async fn a_network_may_write_six_times_and_then_waits(app: TestApp) {
        app.import_sample().await;
        let limited = app.variant(|variant: &mut Variant| variant.limits = RateLimits::new());
        let visitor = limited.visitor().from("192.0.2.7");
        for _ in 0..6 {
            fill(&visitor, "concern", &CONCERN).await.expect(303);
        }
        // What is wrong in itself does not count.
        fill(&visitor, "claim", &[]).await.expect(422);
        let page = fill(&visitor, "claim", &CLAIM).await.expect(429);
        let seconds: u64 = page.header("retry-after").parse().expect("seconds");
        assert!((1..=300).contains(&seconds), "{seconds}");
        assert_eq!(page.value("name").as_deref(), Some(CLAIM[1].1));
        assert!(page.text().contains("There were too many messages from where you are. Try again in"), "{page:?}");
        fill(&limited.visitor().from("192.0.2.8"), "claim", &CLAIM).await.expect(303);
        assert_eq!(messages(&app).await.len(), 7);
    }

    async fn a_museum_is_passed_ten_messages_and_then_rests(app: TestApp) {
        open_to_questions(&app).await;
        let limited = app.variant(|variant: &mut Variant| variant.limits = RateLimits::new());
        let mut last = String::new();
        for number in 0..11 {
            let visitor = limited.visitor().from(&format!("198.51.100.{number}"));
            let address = format!("reader{number}@example.org");
            fill(&visitor, "ask", &[("name", "Ana"), ("email", &address), ("text", "How many came to it?")]).await.expect(303);
            last = link(&app.mails().await.into_iter().filter(|mail| mail.to == address).collect::<Vec<_>>());
            let confirm = visitor.get(&last).await.expect(200);
            visitor.submit(&confirm, "main form", &[]).await.expect(if number < 10 { 303 } else { 429 });
        }
        // It still waits for its writer to try again.
        limited.visitor().get(&last).await.expect(200);
        assert_eq!(app.mails().await.iter().filter(|mail| mail.to == MUSEUM).count(), 10);
    }

    async fn headers_cannot_be_smuggled_into_a_question(app: TestApp) {
        let visitor = open_to_questions(&app).await;
        for email in ["ana@example.org\r\nBcc: all@example.org", "ana@example.org, all@example.org", "Ana <ana@example.org>", "ana@example.org>", "\"a b\"@example.org\n"] {
            let page = fill(&visitor, "ask", &[("name", "Ana"), ("email", email), ("text", "How many came to it?")]).await.expect(422);
            assert!(page.text().contains("Enter an email address in the form"), "{email:?}: {page:?}");
        }
        fill(&visitor, "ask", &[("name", "Ana\r\nBcc: all@example.org"), ("email", "ana@example.org"), ("text", "One\r\n.\r\nRCPT TO:<all@example.org>")]).await.expect(303);
        let confirm = visitor.get(&link(&app.mails().await)).await.expect(200);
        visitor.submit(&confirm, "main form", &[]).await.expect(303);
        let mails = app.mails().await;
        let mail = mails.iter().find(|mail| mail.to == MUSEUM).expect("passed on");
        let head = mail.raw.split_once("\r\n\r\n").expect("head and body").0;
        assert!(!head.contains("all@example.org"), "{head}");
        assert!(mail.text.contains("The reader gave this name: Ana Bcc: all@example.org\n"), "{mail:?}");
        assert!(mail.text.contains("> RCPT TO:<all@example.org>"), "{mail:?}");
    }

    async fn who_wrote_is_forgotten_a_month_after_and_what_a_year_after(app: TestApp) {
        app.import_sample().await;
        let visitor = app.visitor();
        fill(&visitor, "claim", &CLAIM).await.expect(303);
        fill(&visitor, "concern", &CONCERN).await.expect(303);
        // Open ones are kept however old they are.
        app.clock.advance(400 * DAY_MS);
        assert_eq!(message_inbox::forget(&app.db).await.expect("swept"), 0);
        for row in messages(&app).await {
            let message = message_inbox::by_id(&app.db, row.id).await.expect("read").expect("there");
            let handled = message_inbox::decide(&app.db, &Actor::operator(), &message, row.version, MessageState::Handled, "").await;
            assert!(handled.expect("decided"), "{message:?}");
        }
        app.clock.advance(29 * DAY_MS);
        assert_eq!(message_inbox::forget(&app.db).await.expect("swept"), 0);
        app.clock.advance(2 * DAY_MS);
        assert_eq!(message_inbox::forget(&app.db).await.expect("swept"), 2);
        for row in messages(&app).await {
            assert_eq!((row.sender.as_str(), row.email.as_str()), ("", ""));
            assert!(!row.body.is_empty());
        }
        app.clock.advance(335 * DAY_MS);
        assert_eq!(message_inbox::forget(&app.db).await.expect("swept"), 2);
        assert!(messages(&app).await.iter().all(|row| row.body.is_empty()));
        assert_eq!(message_inbox::forget(&app.db).await.expect("swept"), 0);
    }

    async fn a_question_that_nobody_confirms_is_deleted_after_a_day(app: TestApp) {
        let visitor = open_to_questions(&app).await;
        fill(&visitor, "ask", &QUESTION).await.expect(303);
        let path = link(&app.mails().await);
        assert_eq!(questions::delete_expired(&app.db).await.expect("swept"), 0);
        app.clock.advance(DAY_MS);
        visitor.get(&path).await.expect(404);
        visitor.post(&path, &[]).await.expect(404);
        assert_eq!(questions::delete_expired(&app.db).await.expect("swept"), 1);
        assert_eq!(question::Entity::find().count(app.db.reader()).await.expect("counted"), 0);
    }
}
