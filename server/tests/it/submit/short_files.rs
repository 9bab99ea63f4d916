//! Files on the page of the short way: a draft begins with what was typed, takes them in, and the page comes back with all
//! of it. Sending a story never waits for them.

use super::pictures::jpeg;
use super::steps::{answer, begin, content, submission, words};
use crate::brought::sent;
use crate::each_database;
use crate::support::{Page, SentFile, Visitor};
use case_study::Status;
use store::material;

const FORM: &str = "form.form";
const PATH: &str = "/submit/short";
const EMAIL: &str = "learning@museum.example";
const ADD: (&str, &str) = ("action", "keep");
const TICKS: [(&str, &str); 2] = [("declarations", "send"), ("declarations", "prepare")];
const LOST: &str = "The files were not kept.";

fn form_docx() -> Vec<u8> {
    const FILES: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../app/documents/tests/files");
    std::fs::read(format!("{FILES}/form.docx")).expect("a file of the tests")
}

/// Presses "Add these files" on a page as it stands, with these boxes and files.
async fn add(
    visitor: &Visitor,
    page: &Page,
    typed: &[(&str, &str)],
    files: &[SentFile<'_>],
) -> Page {
    let (action, mut fields) = Visitor::filled(page, FORM, typed);
    fields.retain(|(name, _)| name != "files");
    // The button stands behind the box of files; that it comes before them here changes nothing.
    fields.push((ADD.0.to_owned(), ADD.1.to_owned()));
    visitor.post_parts(&action, &fields, files).await
}

fn reference_in(path: &str) -> String {
    path.split('/').nth(2).expect("a draft").to_owned()
}

fn file_error(page: &Page) -> String {
    page.one("#files-error").text().to_owned()
}

each_database! {
    async fn photographs_and_a_word_file_are_added_to_the_page_and_all_of_it_is_sent(app: TestApp) {
        let visitor = app.visitor();
        let page = visitor.get(PATH).await.expect(200);
        let button = page.one(&format!("{FORM} button[formenctype='multipart/form-data']"));
        assert_eq!(button.text(), "Add these files");
        let text = words(50);
        let typed = [("own_words", text.as_str()), ("museum", "Example Museum of Tea"), ("town", "Exampleton"), ("contact_email", EMAIL)];
        let (wide, tall, form) = (jpeg(400, 300, 200, false), jpeg(300, 400, 40, true), form_docx());
        let files = [sent("wide.jpg", &wide), sent("form.docx", &form), sent("tall.jpg", &tall)];
        let added = add(&visitor, &page, &typed, &files).await.expect(303);
        let path = added.location().to_owned();
        let reference = reference_in(&path);
        assert_eq!(path, format!("/submit/{reference}/short"));
        // The link goes where somebody typed that it may.
        let mails = app.mails().await;
        assert_eq!(mails.iter().map(|mail| mail.to.as_str()).collect::<Vec<_>>(), [EMAIL]);

        let page = visitor.get(&path).await.expect(200);
        assert_eq!(page.value("own_words").unwrap().trim(), text);
        for (key, value) in &typed[1..] {
            assert_eq!(page.one(&format!("#{key}")).attr("value").as_deref(), Some(*value), "{key}");
        }
        assert!(page.text().contains("2 photographs are here."), "{page:?}");
        assert!(page.text().contains("words that you have written under the other questions"), "{page:?}");
        let held = content(&app, &reference).await;
        let sizes: Vec<_> = held.pictures.iter().map(|one| (one.width, one.height)).collect();
        // The second lay on its side.
        assert_eq!(sizes, [(400, 300), (400, 300)]);
        assert_eq!((held.museum.as_str(), held.town.as_str()), ("Example Museum of Tea", "Exampleton"));
        assert_eq!(held.activities.len(), 4, "the form answers what was empty");
        let id = submission(&app, &reference).await.id;
        let kept = material::of_submission(app.db.reader(), id).await.unwrap();
        assert_eq!(kept.iter().map(|one| one.name.as_str()).collect::<Vec<_>>(), ["form.docx"]);

        let done = visitor.submit(&page, FORM, &TICKS).await.expect(303);
        assert_eq!(done.location(), format!("/submit/{reference}/sent"));
        let stored = submission(&app, &reference).await;
        assert_eq!((stored.status, stored.way.as_str()), (Status::Submitted.into(), "short"));
        assert_eq!(content(&app, &reference).await.pictures.len(), 2);
    }

    async fn a_file_that_cannot_be_taken_says_why_beside_its_box_and_costs_no_word(app: TestApp) {
        let visitor = app.visitor();
        let page = visitor.get(PATH).await.expect(200);
        let text = format!("Tea & <b>objects</b>.\n\n{}", words(45));
        let photo = jpeg(400, 300, 90, false);
        let files = [sent("tea.gif", b"GIF89a\x01\0\x01\0"), sent("tea.jpg", &photo), sent("nothing.docx", b"")];
        let refused = add(&visitor, &page, &[("own_words", &text)], &files).await.expect(422);
        let why = file_error(&refused);
        assert!(why.contains("\u{201c}tea.gif\u{201d}: it is a GIF.") && why.contains("\u{201c}nothing.docx\u{201d}: it is empty"), "{why}");
        assert!(!why.contains("tea.jpg"), "{why}");
        assert_eq!(refused.value("own_words").unwrap().trim(), text);
        // It is the page of a draft by now, which has the good one.
        let action = refused.one(FORM).attr("action").expect("an address");
        let reference = reference_in(&action);
        assert_eq!(content(&app, &reference).await.pictures.len(), 1);
        let place = [("museum", "Example Museum of Tea"), ("town", "Exampleton"), ("contact_email", EMAIL)];
        let typed: Vec<_> = place.into_iter().chain(TICKS).collect();
        let done = visitor.submit(&refused, FORM, &typed).await.expect(303);
        assert_eq!(done.location(), format!("/submit/{reference}/sent"));
    }

    async fn files_that_were_not_added_are_never_left_out_unsaid(app: TestApp) {
        let visitor = app.visitor();
        let page = visitor.get(PATH).await.expect(200);
        let text = words(50);
        let typed = [("own_words", text.as_str()), ("museum", "Example Museum of Tea"), ("town", "Exampleton"), ("contact_email", EMAIL), TICKS[0], TICKS[1]];
        // Sent with a file in the box: a browser sends its name, and not the file.
        let with_name: Vec<_> = typed.into_iter().chain([("files", "tea.jpg")]).collect();
        let refused = visitor.submit(&page, FORM, &with_name).await.expect(422);
        assert!(file_error(&refused).contains("The files were not added, and nothing was sent."), "{refused:?}");
        assert_eq!(refused.value("own_words").unwrap().trim(), text);
        // "Add these files" without any.
        let refused = add(&visitor, &refused, &typed, &[]).await.expect(422);
        assert!(file_error(&refused).contains("Choose one or more files"), "{refused:?}");
        assert_eq!(refused.value("own_words").unwrap().trim(), text);
        // With an address that is none, nothing begins and the page says that they are lost.
        let photo = jpeg(400, 300, 90, false);
        let half = [("own_words", text.as_str()), ("contact_email", "learning@")];
        let refused = add(&visitor, &refused, &half, &[sent("tea.jpg", &photo)]).await.expect(422);
        assert!(file_error(&refused).contains(LOST), "{refused:?}");
        assert!(!refused.select("#contact_email-error").is_empty(), "{refused:?}");
        assert_eq!(refused.value("own_words").unwrap().trim(), text);
        let start = visitor.get("/submit").await.expect(200);
        assert!(!start.text().contains("Your case studies"), "{start:?}");
        // Without a file the same page is sent.
        let done = visitor.submit(&refused, FORM, &typed).await.expect(303);
        assert!(done.location().ends_with("/sent"), "{done:?}");
    }

    async fn the_page_of_a_draft_keeps_what_was_typed_with_its_files_and_overwrites_nothing(app: TestApp) {
        let visitor = app.visitor();
        let reference = begin(&visitor, "Tea and objects", EMAIL).await;
        let path = format!("/submit/{reference}/short");
        let page = visitor.get(&path).await.expect(200);
        let (text, photo) = (words(50), jpeg(400, 300, 90, false));
        let typed = [("own_words", text.as_str()), ("museum", "Example Museum of Tea"), ("town", "Exampleton")];
        let added = add(&visitor, &page, &typed, &[sent("tea.jpg", &photo)]).await.expect(303);
        assert_eq!(added.location(), path);
        let held = content(&app, &reference).await;
        assert_eq!((held.own_words.as_str(), held.museum.as_str(), held.pictures.len()), (text.as_str(), "Example Museum of Tea", 1));
        assert_eq!(submission(&app, &reference).await.status, Status::Draft);
        // A page from before shows both texts, and takes nothing.
        let other = [("own_words", "Tea for the <i>third</i> time")];
        let late = add(&visitor, &page, &other, &[sent("tea.jpg", &photo)]).await.expect(409);
        assert!(late.text().contains("This changed after you opened the page") && file_error(&late).contains(LOST), "{late:?}");
        assert_eq!(late.value("own_words").unwrap().trim(), "Tea for the <i>third</i> time");
        assert_eq!(content(&app, &reference).await, held);
        // Somebody else has the words back, and nothing is read of the file.
        let lost = add(&app.visitor(), &page, &typed, &[sent("tea.jpg", &photo)]).await.expect(404);
        assert!(lost.one(".kept-words").text().contains("Example Museum of Tea"), "{lost:?}");
        // Nor is anything taken once it was sent.
        let now = visitor.get(&path).await.expect(200);
        drop(visitor.submit(&now, FORM, &TICKS).await.expect(303));
        let more = jpeg(200, 200, 10, false);
        let closed = add(&visitor, &now, &other, &[sent("more.jpg", &more)]).await.expect(409);
        assert!(closed.one(".kept-words").text().contains("Tea for the <i>third</i> time"), "{closed:?}");
        assert_eq!(content(&app, &reference).await.pictures.len(), 1);
    }

    async fn a_page_that_is_sent_again_with_a_file_does_not_touch_what_was_written_since(app: TestApp) {
        let visitor = app.visitor();
        let page = visitor.get(PATH).await.expect(200);
        let (text, photo) = (words(50), jpeg(400, 300, 90, false));
        let typed = [("own_words", text.as_str())];
        let added = add(&visitor, &page, &typed, &[sent("tea.jpg", &photo)]).await.expect(303);
        let reference = reference_in(added.location());
        drop(answer(&visitor, &reference, "story", &[("need", "People were lonely."), ("action", "later")]).await.expect(303));
        let other = [("own_words", "Another one.")];
        let again = add(&visitor, &page, &other, &[sent("tea.jpg", &photo)]).await.expect(409);
        assert_eq!(again.one("h1").text(), "You started this already");
        assert!(again.text().contains("The files were not kept."), "{again:?}");
        assert!(again.one(".kept-words").text().contains("Another one."), "{again:?}");
        assert_eq!(content(&app, &reference).await.need, "People were lonely.");
    }
}
