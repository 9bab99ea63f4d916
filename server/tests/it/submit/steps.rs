//! What several tests of the journey do.

use crate::support::complete_case::answers_of;
use crate::support::{Page, TestApp, Visitor};
use case_study::declarations::{Occasion, asked_at};
use case_study::{CaseStudyContent, Section};
use store::submissions;
use store::submissions::Submission;

/// The random key of the first page's form.
pub fn key_on(page: &Page) -> String {
    page.value("start_key").expect("the page has a key")
}

/// Begins a draft and gives its reference.
pub async fn begin(visitor: &Visitor, title: &str, email: &str) -> String {
    let new = visitor.get("/submit/new").await.expect(200);
    let begun = visitor
        .submit(&new, "form.form", &[("title", title), ("email", email)])
        .await
        .expect(303);
    begun
        .location()
        .strip_prefix("/submit/")
        .expect("a draft")
        .to_owned()
}

/// Words enough for a limit.
pub fn words(count: usize) -> String {
    vec!["word"; count].join(" ")
}

/// The form on a page that posts to this address.
pub fn form_of(path: &str) -> String {
    format!("form[action='{path}']")
}

/// Sends one page of the form as it stands, with these answers.
pub async fn answer(
    visitor: &Visitor,
    reference: &str,
    section: &str,
    answers: &[(&str, &str)],
) -> Page {
    let page = visitor
        .get(&format!("/submit/{reference}/{section}"))
        .await
        .expect(200);
    visitor.submit(&page, "form.section-form", answers).await
}

/// The title of a case that [`send`] sends; a page must escape it.
const TITLE: &str = "Tea & objects on Tuesdays";

/// Answers everything that is needed.
pub async fn fill(visitor: &Visitor, reference: &str) {
    for section in Section::FORM {
        let answers = answers_of(*section);
        if answers.is_empty() {
            continue;
        }
        let mut pairs: Vec<(&str, &str)> = answers
            .iter()
            .map(|(key, value)| match *key {
                "title" => ("title", TITLE),
                key => (key, value.as_str()),
            })
            .collect();
        pairs.push(("action", "continue"));
        let next = section.next().map_or("check", Section::slug);
        let saved = answer(visitor, reference, section.slug(), &pairs)
            .await
            .expect(303);
        assert_eq!(saved.location(), format!("/submit/{reference}/{next}"));
    }
}

/// Every statement that is asked for, ticked.
pub fn all_declared() -> Vec<(&'static str, &'static str)> {
    asked_at(Occasion::LongWay)
        .map(|declaration| ("declarations", declaration.key))
        .collect()
}

/// How many declarations are ticked on a page.
pub fn ticks(page: &Page) -> usize {
    let fields = page.fields("form.submit-declare");
    fields
        .iter()
        .filter(|(key, _)| key == "declarations")
        .count()
}

/// Reads the answers back, ticks every declaration and sends.
pub async fn declare(visitor: &Visitor, reference: &str) -> Page {
    let check = visitor
        .get(&format!("/submit/{reference}/check"))
        .await
        .expect(200);
    visitor
        .submit(&check, "form.submit-declare", &all_declared())
        .await
}

/// Begins, fills in and sends a case study; its reference.
pub async fn send(visitor: &Visitor) -> String {
    send_from(visitor, "learning@museum.example").await
}

/// The same from this address: of one address only so many are begun in a day.
pub async fn send_from(visitor: &Visitor, email: &str) -> String {
    let reference = begin(visitor, TITLE, email).await;
    fill(visitor, &reference).await;
    drop(declare(visitor, &reference).await.expect(303));
    reference
}

/// The submission as stored.
pub async fn submission(app: &TestApp, reference: &str) -> Submission {
    submissions::by_reference(app.db.reader(), reference)
        .await
        .expect("the database")
        .expect("it is there")
}

/// Its answers as stored.
pub async fn content(app: &TestApp, reference: &str) -> CaseStudyContent {
    let submission = submission(app, reference).await;
    submissions::current_content(app.db.reader(), &submission)
        .await
        .expect("its content")
}
