//! What museums have already, brought through the real router: read by the child process, put into empty answers, kept in pieces,
//! placed by a press, and seen by moderators.

use crate::each_database;
use crate::submit::pictures::jpeg;
use crate::submit::steps::{answer, begin, content, declare, fill, key_on, submission};
use crate::support::complete_case::answers_of;
use crate::support::{Page, SentFile, Variant, Visitor};
use app::web::rate_limits::RateLimits;
use axum::http::StatusCode;
use case_study::{PartialDate, Section};
use store::{drafts, material};

/// A text that names an address: that of whoever wrote the report, and of nobody at the museum.
const REPORT: &str =
    "Title: Tea and objects for all\nMuseum: The Tea Museum\nEmail: press@agency.example\n";
const AGENCY: &str = "press@agency.example";
const LATER: (&str, &str) = ("action", "later");

const FILES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../app/documents/tests/files");

fn file(name: &str) -> Vec<u8> {
    std::fs::read(format!("{FILES}/{name}")).expect("a file of the tests")
}

pub fn sent<'a>(name: &'a str, bytes: &'a [u8]) -> SentFile<'a> {
    SentFile {
        name,
        // What a browser says of a file is not believed.
        kind: "application/octet-stream",
        bytes,
    }
}

/// Sends the form of a page as it stands, with these boxes and files.
pub async fn bring(
    visitor: &Visitor,
    path: &str,
    changed: &[(&str, &str)],
    files: &[SentFile<'_>],
) -> Page {
    let page = visitor.get(path).await.expect(200);
    let (action, mut fields) = Visitor::filled(&page, "main form[enctype]", changed);
    fields.retain(|(name, _)| name != "files");
    // As on the page: the address before the text.
    fields.sort_by_key(|(name, _)| name == "text");
    visitor.post_parts(&action, &fields, files).await
}

#[track_caller]
fn says(page: &Page, words: &str) {
    assert!(page.text().contains(words), "{words}: {page:?}");
}

/// The reference in the address of a page of a draft.
fn reference_in(page: &Page) -> String {
    page.location()
        .split('/')
        .nth(2)
        .expect("a draft")
        .to_owned()
}

each_database! {
    async fn a_case_study_begins_with_a_file(app: TestApp) {
        let visitor = app.visitor();
        let form = file("form.docx");
        let begun = bring(&visitor, "/submit/bring", &[], &[sent("our_form.docx", &form)]).await.expect(303);
        let reference = reference_in(&begun);
        let text = content(&app, &reference).await;
        assert_eq!(text.title, "Pathways to Wellbeing: four routes into Bath\u{2019}s museums");
        assert_eq!(text.town, "Bath");
        assert_eq!(text.started, Some(PartialDate { year: 2016, month: None }));
        assert_eq!(text.contact_email, "pathways@holburne.example");
        assert_eq!(text.activities.len(), 4);
        let page = visitor.get(begun.location()).await.expect(200);
        says(&page, "our_form.docx");
        says(&page, "\u{a3}200,000");
        // The page of the tasks leads there too.
        let tasks = visitor.get(&format!("/submit/{reference}")).await.expect(200);
        says(&tasks, "have no place yet");
        // Nobody else sees it.
        app.visitor().get(&format!("/submit/{reference}/bring")).await.expect(404);
    }

    async fn what_a_draft_begins_with_stands_among_its_answers(app: TestApp) {
        let visitor = app.visitor();
        let text = "Title: Tea and objects for all\nMuseum: The Tea Museum\nEmail: learning@museum.example\n";
        let begun = bring(&visitor, "/submit/bring", &[("text", text)], &[]).await.expect(303);
        let reference = reference_in(&begun);
        let there = content(&app, &reference).await;
        assert_eq!(
            (there.title.as_str(), there.contact_email.as_str()),
            ("Tea and objects for all", "learning@museum.example")
        );
        let page = visitor.get(begun.location()).await.expect(200);
        let links = page.select(".brought-answers a");
        let links: Vec<String> = links.iter().filter_map(|link| link.attr("href")).collect();
        for key in ["title", "museum", "contact_email"] {
            assert!(links.iter().any(|link| link.ends_with(&format!("#{key}"))), "{key}: {links:?}");
        }
        let id = submission(&app, &reference).await.id;
        let kept = material::of_submission(app.db.reader(), id).await.unwrap();
        assert_eq!(kept[0].left().count(), 0, "{:?}", kept[0].pieces);
    }

    async fn an_address_that_stands_in_a_file_is_mailed_nothing_until_somebody_gives_it(app: TestApp) {
        let visitor = app.visitor();
        let begun = bring(&visitor, "/submit/bring", &[("text", REPORT)], &[]).await.expect(303);
        let reference = reference_in(&begun);
        assert_eq!(content(&app, &reference).await.contact_email, AGENCY);
        let page = visitor.get(begun.location()).await.expect(200);
        says(&page, "The email address press@agency.example stands in what you brought. We have sent nothing to it.");
        // Whatever else is saved, and however long it is left.
        drop(answer(&visitor, &reference, "story", &[("did", "We served tea."), LATER]).await.expect(303));
        app.clock.advance(11 * 60 * 1000);
        let mail_context = app.state.settings.mail_context();
        drafts::mail_overdue_links(&app.db, &mail_context).await.unwrap();
        drafts::mail_links_again(&app.db, &mail_context, AGENCY).await.unwrap();
        drafts::mail_unlock_code(&app.db, &mail_context, submission(&app, &reference).await.id).await.unwrap();
        assert!(app.mails().await.is_empty());
        // Half of another one gives neither.
        drop(answer(&visitor, &reference, "contact", &[("contact_email", "learning@"), LATER]).await.expect(303));
        assert!(app.mails().await.is_empty());
        // Who has it before them and saves it gives it.
        drop(answer(&visitor, &reference, "contact", &[("contact_email", AGENCY), LATER]).await.expect(303));
        let mails = app.mails().await;
        assert_eq!(mails.iter().map(|mail| mail.to.as_str()).collect::<Vec<_>>(), [AGENCY]);
        let page = visitor.get(begun.location()).await.expect(200);
        assert!(!page.text().contains("We have sent nothing to it"), "{page:?}");
    }

    async fn an_address_that_was_read_back_and_sent_is_written_to(app: TestApp) {
        let visitor = app.visitor();
        let begun = bring(&visitor, "/submit/bring", &[("text", REPORT)], &[]).await.expect(303);
        let reference = reference_in(&begun);
        for section in Section::FORM.iter().filter(|section| **section != Section::Contact) {
            let answers = answers_of(*section);
            let mut pairs: Vec<(&str, &str)> = answers.iter().map(|(key, value)| (*key, value.as_str())).collect();
            if !pairs.is_empty() {
                pairs.push(LATER);
                drop(answer(&visitor, &reference, section.slug(), &pairs).await.expect(303));
            }
        }
        assert_eq!(submission(&app, &reference).await.submitter_email, "");
        drop(declare(&visitor, &reference).await.expect(303));
        assert_eq!(submission(&app, &reference).await.submitter_email, AGENCY);
        let mails = app.mails().await;
        assert_eq!(mails.iter().map(|mail| mail.to.as_str()).collect::<Vec<_>>(), [AGENCY]);
    }

    async fn an_address_that_is_put_in_its_place_by_a_press_is_mailed_the_link(app: TestApp) {
        let visitor = app.visitor();
        let reference = begin(&visitor, "Tea & objects on Tuesdays", "").await;
        let path = format!("/submit/{reference}/bring");
        let text = "We served tea.\n\nWrite to learning@museum.example about it.\n";
        let brought = bring(&visitor, &path, &[("text", text)], &[]).await.expect(303);
        says(&visitor.follow(&brought).await.expect(200), "Give an email address");
        let id = submission(&app, &reference).await.id;
        let kept = material::of_submission(app.db.reader(), id).await.unwrap();
        let (at, _) = kept[0].left().find(|(_, piece)| piece.text.contains('@')).expect("a piece");
        let (number, at) = (kept[0].id.to_string(), at.to_string());
        let fields = [("material", number.as_str()), ("piece", at.as_str()), ("field", "contact_email")];
        drop(visitor.post(&format!("{path}/piece"), &fields).await.expect(303));
        let mails = app.mails().await;
        assert_eq!(mails.iter().map(|mail| mail.to.as_str()).collect::<Vec<_>>(), ["learning@museum.example"]);
        // Another one has no room there: what was chosen is still chosen, and which piece it is about is heard.
        let page = visitor.get(&path).await.expect(200);
        let refused = visitor.submit(&page, "form.brought-piece", &[("field", "contact_email")]).await.expect(422);
        let select = refused.one("form.brought-piece select");
        let described = select.attr("aria-describedby").expect("it is described");
        for id in described.split(' ') {
            assert_eq!(refused.select(&format!("#{id}")).len(), 1, "{id}: {refused:?}");
        }
        assert!(described.contains("-words") && described.contains("-error"), "{described}");
        let chosen = refused.one("form.brought-piece optgroup option[selected]");
        assert_eq!(chosen.attr("value").as_deref(), Some("contact_email"));
    }

    async fn an_address_that_was_mailed_often_costs_no_word_and_the_empty_box_is_the_way_on(app: TestApp) {
        let text = "We served tea on the ward.";
        let typed = [("text", text), ("email", "victim@example.org")];
        for number in 0..6 {
            let visitor = app.visitor().from(&format!("198.51.100.{number}"));
            drop(bring(&visitor, "/submit/bring", &typed, &[]).await.expect(303));
        }
        let visitor = app.visitor();
        let refused = bring(&visitor, "/submit/bring", &typed, &[]).await.expect(429);
        assert!(refused.one("#email-error").text().contains("many links today"), "{refused:?}");
        assert_eq!(refused.one("#text").text().trim(), text);
        assert_eq!(refused.one("#email").attr("value").as_deref(), Some("victim@example.org"));
        let (action, mut fields) = Visitor::filled(&refused, "main form[enctype]", &[("email", "")]);
        fields.sort_by_key(|(name, _)| name == "text");
        drop(visitor.post_parts(&action, &fields, &[]).await.expect(303));
    }

    async fn a_page_that_is_sent_again_with_another_text_gives_it_back_and_begins_another(app: TestApp) {
        let visitor = app.visitor();
        let page = visitor.get("/submit/bring").await.expect(200);
        let (action, fields) = Visitor::filled(&page, "main form[enctype]", &[("text", "We served tea.")]);
        drop(visitor.post_parts(&action, &fields, &[]).await.expect(303));
        let (action, fields) = Visitor::filled(&page, "main form[enctype]", &[("text", "We <b>sang</b> too.")]);
        let refused = visitor.post_parts(&action, &fields, &[]).await.expect(409);
        assert_eq!(refused.one("h1").text(), "You started this already");
        assert!(refused.one(".kept-words").text().contains("We <b>sang</b> too."), "{refused:?}");
        let (action, fields) = Visitor::filled(&refused, "main form[enctype='multipart/form-data']", &[]);
        let another = visitor.post_parts(&action, &fields, &[]).await.expect(303);
        let id = submission(&app, &reference_in(&another)).await.id;
        let kept = material::of_submission(app.db.reader(), id).await.unwrap();
        assert!(kept[0].pieces.iter().any(|piece| piece.text.contains("sang")), "{kept:?}");
    }

    async fn a_text_that_is_too_long_is_given_back_beside_what_was_taken(app: TestApp) {
        let visitor = app.visitor();
        let long = "word ".repeat(80_001);
        let good = b"Museum: The Tea Museum\nTitle: Tea and objects for all\n";
        let half = bring(&visitor, "/submit/bring", &[("text", &long)], &[sent("good.txt", good)]).await.expect(422);
        says(&half, "\u{201c}Pasted text\u{201d}: it holds more text than a case study can have");
        assert_eq!(half.value("text").map(|text| text.trim().len()), Some(long.trim().len()));
        let (action, fields) = Visitor::filled(&half, "main form[enctype]", &[]);
        let again = visitor.post_parts(&action, &fields, &[]).await.expect(422);
        assert_eq!(again.value("text").map(|text| text.trim().len()), Some(long.trim().len()));
        // One that was taken is not asked for again.
        let scan = file("scan.pdf");
        let half = bring(&visitor, "/submit/bring", &[("text", "We served tea.")], &[sent("scan.pdf", &scan)]).await.expect(422);
        assert_eq!(half.one("#text").text().trim(), "");
        says(&half, "We served tea.");
    }

    async fn whoever_must_wait_has_their_text_back(app: TestApp) {
        let limited = app.variant(|variant: &mut Variant| variant.limits = RateLimits::new());
        let visitor = limited.visitor().from("192.0.2.77");
        let typed = [("text", "We served tea on the ward."), ("email", "ana@museum.example")];
        // As a workshop in one room would, and at once: a draft more is allowed with each minute that passes.
        let network = "192.0.2.77".parse().unwrap();
        while limited.state.rate_limits.check_draft(network).is_ok() {}
        let wait = bring(&visitor, "/submit/bring", &typed, &[]).await.expect(429);
        let kept = wait.one(".kept-words").text().to_owned();
        assert!(kept.contains("We served tea on the ward.") && kept.contains("ana@museum.example"), "{wait:?}");
        assert!(!wait.header("retry-after").is_empty());
    }

    async fn answers_that_stand_are_never_overwritten(app: TestApp) {
        let visitor = app.visitor();
        let reference = begin(&visitor, "Tea & objects on Tuesdays", "learning@museum.example").await;
        let path = format!("/submit/{reference}/bring");
        let text = "Title: Another title for it\nMuseum: The Tea Museum\n\nWhat changed\nPeople came back.\n";
        bring(&visitor, &path, &[("text", text)], &[]).await.expect(303);
        let there = content(&app, &reference).await;
        assert_eq!(there.title, "Tea & objects on Tuesdays");
        assert_eq!((there.museum.as_str(), there.changed.as_str()), ("The Tea Museum", "People came back."));
        let id = submission(&app, &reference).await.id;
        let kept = material::of_submission(app.db.reader(), id).await.unwrap();
        let left: Vec<&str> = kept[0].left().map(|(_, piece)| piece.text.as_str()).collect();
        assert_eq!(left, ["Another title for it"]);
        // The same once more changes nothing.
        bring(&visitor, &path, &[("text", text)], &[]).await.expect(303);
        assert_eq!(content(&app, &reference).await, there);
    }

    async fn a_piece_is_placed_by_one_press_and_once(app: TestApp) {
        let visitor = app.visitor();
        let reference = begin(&visitor, "Tea & objects on Tuesdays", "learning@museum.example").await;
        let path = format!("/submit/{reference}/bring");
        bring(&visitor, &path, &[("text", "We served tea.\n\nNobody was alone.\n")], &[]).await.expect(303);
        let page = visitor.get(&path).await.expect(200);
        let empty = visitor.submit(&page, "form.brought-piece", &[]).await.expect(422);
        says(&empty, "Choose where this piece belongs");
        let placed = visitor.submit(&page, "form.brought-piece", &[("field", "did")]).await.expect(303);
        assert!(placed.location().starts_with(&format!("{path}#material-")), "{}", placed.location());
        visitor.submit(&page, "form.brought-piece", &[("field", "did")]).await.expect(303);
        assert_eq!(content(&app, &reference).await.did, "We served tea.");
        // The next comes behind it.
        let page = visitor.get(&path).await.expect(200);
        visitor.submit(&page, "form.brought-piece", &[("field", "did")]).await.expect(303);
        assert_eq!(content(&app, &reference).await.did, "We served tea.\n\nNobody was alone.");
        // Somebody else's hand.
        let fields = [("material", "1"), ("piece", "0"), ("field", "did")];
        app.visitor().post(&format!("{path}/piece"), &fields).await.expect(404);
    }

    async fn a_pdf_waits_for_presses(app: TestApp) {
        let visitor = app.visitor();
        let reference = begin(&visitor, "Tea & objects on Tuesdays", "learning@museum.example").await;
        let path = format!("/submit/{reference}/bring");
        let letter = file("letter.pdf");
        bring(&visitor, &path, &[], &[sent("letter.pdf", &letter)]).await.expect(303);
        assert_eq!(content(&app, &reference).await.summary, "");
        let page = visitor.get(&path).await.expect(200);
        let all = page.select("form button[value=all]");
        assert_eq!(all.len(), 1);
        let id = submission(&app, &reference).await.id;
        let kept = material::of_submission(app.db.reader(), id).await.unwrap();
        let number = kept[0].id.to_string();
        visitor.post(&format!("{path}/piece"), &[("material", &number), ("pressed", "all")]).await.expect(303);
        let text = content(&app, &reference).await;
        assert!(text.summary.starts_with("Ten museums and heritage sites"), "{}", text.summary);
        assert_eq!(text.title, "Tea & objects on Tuesdays");
    }

    async fn pictures_inside_come_along_with_their_words(app: TestApp) {
        let visitor = app.visitor();
        let reference = begin(&visitor, "Tea & objects on Tuesdays", "learning@museum.example").await;
        let report = file("report.docx");
        bring(&visitor, &format!("/submit/{reference}/bring"), &[], &[sent("report.docx", &report)]).await.expect(303);
        let pictures = content(&app, &reference).await.pictures;
        assert_eq!(pictures.len(), 1);
        assert_eq!(pictures[0].alternative, "Three coloured shapes in a row: a red disc, a blue block and a yellow disc");
        let page = visitor.get(&format!("/submit/{reference}/pictures")).await.expect(200);
        let photo = page.one("main img").attr("src").expect("an address");
        assert_eq!(visitor.get(&photo).await.status(), StatusCode::OK);
    }

    async fn photographs_come_with_what_is_written_and_not_alone(app: TestApp) {
        let visitor = app.visitor();
        let (wide, tall, more) = (jpeg(400, 300, 200, false), jpeg(300, 400, 40, false), jpeg(200, 200, 90, false));
        let alone = bring(&visitor, "/submit/bring", &[], &[sent("wide.jpg", &wide)]).await.expect(422);
        says(&alone, "\u{201c}wide.jpg\u{201d}: a photograph alone does not tell what you did.");
        let start = visitor.get("/submit").await.expect(200);
        assert!(!start.text().contains("Your case studies"));
        // The draft is called as the document says, whichever comes first.
        let form = file("form.docx");
        let files = [sent("wide.jpg", &wide), sent("form.docx", &form), sent("tall.jpg", &tall)];
        let begun = bring(&visitor, "/submit/bring", &[], &files).await.expect(303);
        let reference = reference_in(&begun);
        let text = content(&app, &reference).await;
        assert_eq!(text.title, "Pathways to Wellbeing: four routes into Bath\u{2019}s museums");
        let sizes: Vec<_> = text.pictures.iter().map(|one| (one.width, one.height)).collect();
        assert_eq!(sizes, [(400, 300), (300, 400)]);
        let page = visitor.get(begun.location()).await.expect(200);
        says(&page, "There are 2 photographs.");
        let short = page.one(&format!("main a[href='/submit/{reference}/short']"));
        assert_eq!(short.text(), "Send it as it is, in your own words");
        // To a draft they are added, each once.
        let path = format!("/submit/{reference}/bring");
        let files = [sent("tall.jpg", &tall), sent("tea.gif", b"GIF89a\x01\0\x01\0"), sent("more.jpg", &more)];
        let half = bring(&visitor, &path, &[], &files).await.expect(422);
        says(&half, "\u{201c}tea.gif\u{201d}: it is a GIF.");
        assert_eq!(content(&app, &reference).await.pictures.len(), 3);
        // And never more than there may be.
        let others: Vec<Vec<u8>> = (0..8).map(|colour| jpeg(50, 50, 20 * colour, false)).collect();
        for (at, four) in others.chunks(4).enumerate() {
            let files: Vec<_> = four.iter().map(|bytes| sent("other.jpg", bytes)).collect();
            let answer = bring(&visitor, &path, &[], &files).await;
            if at == 0 {
                drop(answer.expect(303));
            } else {
                says(&answer.expect(422), "\u{201c}other.jpg\u{201d}: there are ten photographs already.");
            }
        }
        assert_eq!(content(&app, &reference).await.pictures.len(), 10);
    }

    async fn what_cannot_be_read_says_why_and_harms_nothing_else(app: TestApp) {
        let visitor = app.visitor();
        let scan = file("scan.pdf");
        let locked = file("password.docx");
        let refused = bring(&visitor, "/submit/bring", &[], &[sent("scan.pdf", &scan), sent("locked.docx", &locked), sent("nothing.docx", b"")]).await.expect(422);
        says(&refused, "\u{201c}scan.pdf\u{201d}: there is no text in it");
        says(&refused, "\u{201c}locked.docx\u{201d}: it has a password");
        says(&refused, "\u{201c}nothing.docx\u{201d}: it is empty");
        // Nothing was begun.
        let start = visitor.get("/submit").await.expect(200);
        assert!(!start.text().contains("Your case studies"));
        let key = key_on(&refused);
        assert!(!key.is_empty());
        // A good one beside a bad one is taken.
        let good = b"Museum: The Tea Museum\nTitle: Tea and objects for all\n";
        let half = bring(&visitor, "/submit/bring", &[], &[sent("good.txt", good), sent("scan.pdf", &scan)]).await.expect(422);
        says(&half, "there is no text in it");
        says(&half, "good.txt");
        let page = visitor.get("/submit").await.expect(200);
        says(&page, "Tea and objects for all");
    }

    async fn moderators_see_what_nobody_placed(app: TestApp) {
        let visitor = app.visitor();
        let reference = begin(&visitor, "Tea & objects on Tuesdays", "learning@museum.example").await;
        fill(&visitor, &reference).await;
        let path = format!("/submit/{reference}/bring");
        bring(&visitor, &path, &[("text", "A remark that has no place anywhere.\n")], &[]).await.expect(303);
        drop(declare(&visitor, &reference).await.expect(303));
        let moderator = app.moderator().await;
        let page = moderator.get(&format!("/moderate/cases/{reference}")).await.expect(200);
        says(&page, "What came along");
        says(&page, "A remark that has no place anywhere.");
        // Its author can no longer add to it.
        let closed = visitor.get(&path).await.expect(303);
        assert_eq!(closed.location(), format!("/submit/{reference}"));
    }
}
