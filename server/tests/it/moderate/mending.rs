//! Editing the words of a text: in every status in which staff have it, public ones too.

use crate::each_database;
use crate::support::TestApp;
use case_study::fields::field;
use case_study::{Answers, CaseAction, EditWeight, Role, Status};
use store::history::{Actor, HistoryEntry};
use store::outcome::Outcome;
use store::{case_transitions, history, letters, moderation_queue, submissions};

/// The page of one answer of a submission.
fn page_of(reference: &str, key: &str) -> String {
    format!("/moderate/cases/{reference}/edit/{key}")
}

async fn edits(app: &TestApp, id: i64) -> Vec<HistoryEntry> {
    let all = history::history(&app.db, id).await.expect("a history");
    all.into_iter()
        .filter(|event| event.kind.slug() == "edit")
        .collect()
}

async fn kinds(app: &TestApp, id: i64) -> Vec<(String, Option<String>, Vec<String>)> {
    let texts = submissions::revisions(&app.db, id).await.expect("texts");
    texts
        .into_iter()
        .map(|text| {
            (
                text.kind.slug().to_owned(),
                text.weight.map(|weight| weight.slug().to_owned()),
                text.by_us.into_iter().collect(),
            )
        })
        .collect()
}

fn row(kind: &str, weight: Option<&str>, by_us: &[&str]) -> (String, Option<String>, Vec<String>) {
    let keys = by_us.iter().map(|key| (*key).to_owned()).collect();
    (kind.to_owned(), weight.map(str::to_owned), keys)
}

each_database! {
    async fn an_answer_is_edited_on_a_page_of_its_own(app: TestApp) {
        let (id, reference) = app.standing_at(Status::InReview, "Tea and objjects").await;
        let sam = app.moderator().await;
        let case = sam.get(&format!("/moderate/cases/{reference}")).await.expect(200);
        let path = page_of(&reference, "title");
        assert_eq!(case.select(&format!("a[href='{path}']")).len(), 1, "{case:?}");
        let form = sam.get(&path).await.expect(200);
        assert_eq!(form.value("title").as_deref(), Some("Tea and objjects"));
        assert!(form.one(".edit-original").text().contains("As the museum sent it"), "{form:?}");

        // Which kind of change it is, is never guessed.
        let asked = sam.submit(&form, "form.edit-form", &[("title", "Tea and objects")]).await.expect(422);
        assert_eq!(asked.one("#error-summary a").attr("href").as_deref(), Some("#weight"));
        assert_eq!(asked.value("title").as_deref(), Some("Tea and objects"));
        let saved = sam.submit(&asked, "form.edit-form", &[("weight", "form")]).await.expect(303);
        let case = sam.follow(&saved).await.expect(200);
        assert!(case.one("[role=alert]").text().contains("Text saved"), "{case:?}");
        assert_eq!(case.one("h1").text(), "Tea and objects");

        let submission = app.submission(id).await;
        assert_eq!(submission.title, "Tea and objects", "the queue follows");
        let all = edits(&app, id).await;
        let one = &all[0].detail;
        assert_eq!(
            (all.len(), one.field.as_str(), &one.before[..], &one.after[..], one.weight.as_str()),
            (1, "title", &["Tea and objjects".to_owned()][..], &["Tea and objects".to_owned()][..], "form")
        );
        assert_eq!(kinds(&app, id).await, [row("as_submitted", None, &[]), row("as_edited", Some("form"), &[])]);
        assert!(case.text().contains("Spelling or form: Title"), "{case:?}");
        assert!(case.text().contains("(spelling or form)"), "{case:?}");

        // The same once more changes nothing, and says so.
        let form = sam.get(&path).await.expect(200);
        let kept = sam.submit(&form, "form.edit-form", &[("weight", "form")]).await.expect(303);
        assert!(kept.location().ends_with("?done=text-kept"), "{kept:?}");
        assert_eq!(edits(&app, id).await.len(), 1);
        assert_eq!(app.submission(id).await.version, submission.version);
    }

    async fn several_answers_are_edited_on_one_page(app: TestApp) {
        let (id, reference) = app.standing_at(Status::Submitted, "Tea and objects").await;
        let sam = app.moderator().await;
        let path = format!("/moderate/cases/{reference}/edit");
        let form = sam.get(&path).await.expect(200);
        let changed = [("summary", "We drank tea with the collection."), ("hard", "It rained."), ("weight", "meaning")];
        let saved = sam.submit(&form, "form.edit-form", &changed).await.expect(303);
        drop(sam.follow(&saved).await.expect(200));
        let keys: Vec<String> = edits(&app, id).await.into_iter().map(|event| event.detail.field).collect();
        assert_eq!(keys, ["summary", "hard"]);
        assert_eq!(app.content(id).await.hard, "It rained.");
        assert_eq!(kinds(&app, id).await[1], row("as_edited", Some("meaning"), &["hard", "summary"]));
        // Another part of the same text, with its own answers.
        let museum = sam.get(&format!("{path}?part=museum")).await.expect(200);
        assert!(museum.select("#summary").is_empty() && museum.select("#town").len() == 1, "{museum:?}");
        let saved = sam.submit(&museum, "form.edit-form", &[("museum", "Harbour House"), ("weight", "form")]).await.expect(303);
        drop(saved);
        let queue = sam.get("/moderate").await.expect(200);
        assert!(queue.text().contains("Harbour House"), "{queue:?}");
    }

    async fn what_could_never_be_right_comes_back_as_it_was_typed(app: TestApp) {
        let (id, reference) = app.standing_at(Status::InReview, "Tea and objects").await;
        let sam = app.moderator().await;
        let form = sam.get(&page_of(&reference, "did")).await.expect(200);
        let long = "word ".repeat(351);
        let page = sam.submit(&form, "form.edit-form", &[("did", &long), ("weight", "form")]).await.expect(422);
        assert_eq!(page.one("#error-summary a").attr("href").as_deref(), Some("#did"));
        assert_eq!(page.value("did").as_deref(), Some(long.as_str()));
        // What is needed to publish is not emptied; what is short is fine.
        let page = sam.submit(&page, "form.edit-form", &[("did", "")]).await.expect(422);
        drop(sam.submit(&page, "form.edit-form", &[("did", "We drank tea.")]).await.expect(303));
        assert_eq!(app.content(id).await.did, "We drank tea.");
        // What stood empty and is filled in is no spelling.
        let form = sam.get(&page_of(&reference, "staff_time")).await.expect(200);
        let filled = [("staff_time", "A day a week."), ("weight", "form")];
        let page = sam.submit(&form, "form.edit-form", &filled).await;
        if app.content(id).await.staff_time.is_empty() {
            page.expect(422);
        }
    }

    async fn what_is_the_museums_alone_has_no_page(app: TestApp) {
        let (_, reference) = app.standing_at(Status::InReview, "Tea and objects").await;
        let sam = app.moderator().await;
        for key in ["contact_email", "own_words", "sources", "nothing"] {
            drop(sam.get(&page_of(&reference, key)).await.expect(404));
        }
        let tags = sam.get(&page_of(&reference, "themes")).await.expect(303);
        assert_eq!(tags.location(), format!("/moderate/cases/{reference}/tags#themes"));
        let form = sam.get(&page_of(&reference, "title")).await.expect(200);
        let version = form.value("version").expect("a version");
        let sneaked = [("version", version.as_str()), ("weight", "form"), ("contact_email", "x@example.org")];
        drop(sam.post(&page_of(&reference, "title"), &sneaked).await.expect(400));
    }

    async fn spelling_of_a_public_text_changes_for_readers_at_once(app: TestApp) {
        let (id, reference) = app.standing_at(Status::Published, "Tea and objjects").await;
        let reader = app.visitor();
        assert!(reader.get("/case-studies/tea-and-objjects").await.expect(200).text().contains("objjects"));
        let sam = app.moderator().await;
        let form = sam.get(&format!("/moderate/cases/{reference}/edit")).await.expect(200);
        assert!(form.text().contains("readers see what you save at once"), "{form:?}");
        let saved = sam.submit(&form, "form.edit-form", &[("title", "Tea and objects"), ("weight", "form")]).await.expect(303);
        let case = sam.follow(&saved).await.expect(200);
        // Its address stays.
        assert_eq!(case.one("[role=alert] a").attr("href").as_deref(), Some("/case-studies/tea-and-objjects"));
        let form = sam.get(&page_of(&reference, "museum")).await.expect(200);
        drop(sam.submit(&form, "form.edit-form", &[("museum", "Harbour House"), ("weight", "form")]).await.expect(303));

        let public = reader.get("/case-studies/tea-and-objjects").await.expect(200);
        assert_eq!(public.one("h1").text(), "Tea and objects");
        assert!(public.text().contains("Harbour House"), "{public:?}");
        let list = reader.get("/case-studies?q=objects").await.expect(200);
        assert!(list.text().contains("Tea and objects"), "{list:?}");
        let museum = reader.get("/museums/harbour-house").await.expect(200);
        assert!(museum.text().contains("Tea and objects"), "{museum:?}");
        assert_eq!(kinds(&app, id).await.last(), Some(&row("as_published", Some("form"), &[])));
        assert!(app.mails().await.iter().all(|mail| !mail.subject.contains("protect")));
    }

    async fn what_a_public_text_says_needs_a_new_version(app: TestApp) {
        let (id, reference) = app.standing_at(Status::Published, "Tea and objects").await;
        let sam = app.moderator().await;
        let form = sam.get(&page_of(&reference, "changed")).await.expect(200);
        let changed = [("changed", "Everyone was cured."), ("weight", "meaning")];
        let page = sam.submit(&form, "form.edit-form", &changed).await.expect(422);
        assert!(page.one("#weight-error").text().contains("Start a new version"), "{page:?}");
        assert_eq!(page.value("changed").as_deref(), Some("Everyone was cured."));
        assert_eq!(kinds(&app, id).await.len(), 2, "nothing was cut");
        assert!(!app.visitor().get("/case-studies/tea-and-objects").await.expect(200).text().contains("cured"));
    }

    async fn whoever_is_protected_is_gone_at_once_and_the_museum_is_told_without_the_words(app: TestApp) {
        let (id, reference) = app.standing_at(Status::Published, "Tea and objects").await;
        let sam = app.moderator().await;
        let form = sam.get(&page_of(&reference, "summary")).await.expect(200);
        let before = form.value("summary").expect("a summary");
        let named = [("summary", "Tea with Quillifer."), ("weight", "form")];
        drop(sam.submit(&form, "form.edit-form", &named).await.expect(303));
        let form = sam.get(&page_of(&reference, "summary")).await.expect(200);
        let protected = [("summary", before.as_str()), ("weight", "protection")];
        let saved = sam.submit(&form, "form.edit-form", &protected).await.expect(303);
        let case = sam.follow(&saved).await.expect(200);
        assert!(case.one("[role=alert]").text().contains("We email the museum"), "{case:?}");
        let reader = app.visitor();
        for path in ["/case-studies/tea-and-objects", "/case-studies/tea-and-objects.json", "/case-studies"] {
            assert!(!reader.get(path).await.expect(200).body().contains("Quillifer"), "{path}");
        }
        let mails = app.mails().await;
        let told: Vec<_> = mails.iter().filter(|mail| mail.subject.contains("protect a person")).collect();
        assert_eq!(told.len(), 1, "{mails:?}");
        assert!(told[0].text.contains("Summary") && !told[0].text.contains("Quillifer"), "{:?}", told[0]);
        assert!(!told[0].text.contains("Tea and objects"), "{:?}", told[0]);
        let case_id = app.submission(id).await.case_id;
        let kept = letters::of_case(&app.db, case_id).await.expect("letters");
        assert!(kept.iter().any(|letter| !letter.from_museum && letter.subject.contains("protect a person")), "{kept:?}");
    }

    async fn a_case_that_was_taken_down_is_edited_before_it_is_put_back(app: TestApp) {
        let (id, reference) = app.standing_at(Status::Published, "Tea and objects").await;
        let (sam, operator) = (app.moderator().await, Actor::operator());
        let submission = app.submission(id).await;
        let down = case_transitions::move_case(&app.db, &operator, &submission, CaseAction::TakeDown, "A child").await.unwrap();
        assert!(down.made().is_some());
        let form = sam.get(&page_of(&reference, "summary")).await.expect(200);
        let protected = [("summary", "We drank tea."), ("weight", "protection")];
        drop(sam.submit(&form, "form.edit-form", &protected).await.expect(303));
        let reader = app.visitor();
        drop(reader.get("/case-studies/tea-and-objects").await.expect(410));
        let back = case_transitions::move_case(&app.db, &operator, &submission, CaseAction::Restore, "").await.unwrap();
        assert!(back.made().is_some());
        let public = reader.get("/case-studies/tea-and-objects").await.expect(200);
        assert!(public.text().contains("We drank tea."), "{public:?}");
    }

    async fn nothing_is_edited_where_the_museum_has_it(app: TestApp) {
        for status in [Status::ChangesRequested, Status::Declined, Status::Withdrawn] {
            let (id, reference) = app.standing_at(status, "Tea and objects").await;
            let sam = app.moderator().await;
            let closed = sam.get(&page_of(&reference, "title")).await.expect(409);
            assert!(closed.text().contains("you cannot edit its text"), "{closed:?}");
            let version = app.submission(id).await.version.to_string();
            let typed = [("version", version.as_str()), ("weight", "form"), ("title", "My own <b>words</b>")];
            let closed = sam.post(&page_of(&reference, "title"), &typed).await.expect(409);
            assert!(closed.one(".kept-words").text().contains("My own <b>words</b>"), "{closed:?}");
            assert_eq!(app.content(id).await.title, "Tea and objects");
        }
    }

    async fn the_slower_of_two_reads_who_was_faster_and_keeps_every_word(app: TestApp) {
        let (id, reference) = app.standing_at(Status::InReview, "Tea and objects").await;
        let (sam, ana) = (app.moderator().await, app.moderator().await);
        let path = page_of(&reference, "did");
        let (his, hers) = (sam.get(&path).await.expect(200), ana.get(&path).await.expect(200));
        drop(sam.submit(&his, "form.edit-form", &[("did", "We drank tea."), ("weight", "meaning")]).await.expect(303));
        let page = ana.submit(&hers, "form.edit-form", &[("did", "We drank coffee."), ("weight", "meaning")]).await.expect(409);
        assert!(page.text().contains("Moderator 1 edited its text at"), "{page:?}");
        assert_eq!(page.value("did").as_deref(), Some("We drank coffee."));
        assert!(page.one(".stored-elsewhere").text().contains("We drank tea."), "{page:?}");
        assert_eq!(page.select("input[name=weight][checked]").len(), 1);
        assert_eq!(app.content(id).await.did, "We drank tea.");
        drop(ana.submit(&page, "form.edit-form", &[]).await.expect(303));
        assert_eq!(app.content(id).await.did, "We drank coffee.");
    }

    async fn of_two_at_one_answer_exactly_one_wins(app: TestApp) {
        let (sam, ana) = (app.moderator().await, app.moderator().await);
        for round in 0..12 {
            let (id, reference) = app.standing_at(Status::InReview, &format!("Tea and objects {round}")).await;
            let version = app.submission(id).await.version.to_string();
            let path = page_of(&reference, "did");
            let typed = |words| [("version", version.as_str()), ("weight", "meaning"), ("did", words)];
            let (his, hers) = (typed("We drank tea."), typed("We drank coffee."));
            let (first, second) = tokio::join!(sam.post(&path, &his), ana.post(&path, &hers));
            let mut codes = [first.status().as_u16(), second.status().as_u16()];
            codes.sort_unstable();
            assert_eq!(codes, [303, 409], "round {round}");
            let (won, lost, faster) = if first.status().as_u16() == 303 {
                ("We drank tea.", &second, "Moderator 1")
            } else {
                ("We drank coffee.", &first, "Moderator 2")
            };
            assert_eq!(app.content(id).await.did, won);
            assert!(lost.text().contains(&format!("{faster} edited its text")), "{lost:?}");
            assert_eq!(edits(&app, id).await.len(), 1);
        }
    }

    async fn of_an_edit_and_a_publication_exactly_one_wins(app: TestApp) {
        let (sam, ana) = (app.moderator().await, app.moderator().await);
        for round in 0..12 {
            let (id, reference) = app.standing_at(Status::InReview, &format!("Tea and objects {round}")).await;
            let version = app.submission(id).await.version.to_string();
            let (press, hard_page) = (format!("/moderate/cases/{reference}/approve-and-publish"), page_of(&reference, "hard"));
            let typed = [("version", version.as_str()), ("weight", "meaning"), ("hard", "Nothing was hard.")];
            let pressed = [("version", version.as_str())];
            let (edit, publish) = tokio::join!(sam.post(&hard_page, &typed), ana.post(&press, &pressed));
            let codes = (edit.status().as_u16(), publish.status().as_u16());
            let hard = app.content(id).await.hard == "Nothing was hard.";
            match codes {
                // Written first, the edit keeps it from being published unseen by its museum.
                (303, 409) => {
                    assert!(publish.text().contains("edited its text"), "{publish:?}");
                    assert_eq!((app.submission(id).await.status, hard), (Status::InReview.into(), true));
                }
                // Published first, it is a public text by now.
                (409, 303) => {
                    assert!(edit.text().contains("published this"), "{edit:?}");
                    assert_eq!(edit.value("hard").as_deref(), Some("Nothing was hard."));
                    assert_eq!((app.submission(id).await.status, hard), (Status::Published.into(), false));
                }
                other => panic!("round {round}: {other:?} {edit:?} {publish:?}"),
            }
        }
    }

    async fn an_edit_needs_the_role_of_that_moment_and_takes_only_fields_of_staff(app: TestApp) {
        let (id, _) = app.standing_at(Status::InReview, "Tea and objects").await;
        let version = app.submission(id).await.version;
        let mut answers = Answers::default();
        answers.set("title", vec!["Another title".into()]);
        let title = || field("title").into_iter();
        let submitter = Actor::submitter();
        let refused = app.mend(&submitter, id, version, &answers, title(), EditWeight::Form).await;
        assert_eq!(refused, Outcome::NotAllowed);
        let operator = Actor { account_id: None, roles: vec![Role::Admin] };
        answers.set("contact_email", vec!["x@example.org".into()]);
        let refused = app.mend(&operator, id, version, &answers, field("contact_email").into_iter(), EditWeight::Form).await;
        assert_eq!(refused, Outcome::NotAllowed);
        let made = app.mend(&operator, id, version, &answers, title(), EditWeight::Form).await;
        assert_eq!(made, Outcome::Made(1));
        let stale = app.mend(&operator, id, version, &answers, title(), EditWeight::Form).await;
        assert_eq!(stale, Outcome::Made(0), "a second press changes nothing");
        // Whoever takes it on raises the version as well.
        let (moderator, _) = app.account(Role::Moderator).await;
        let now = app.submission(id).await.version;
        drop(moderation_queue::assign(&app.db, &operator, id, now, Some(moderator)).await.unwrap());
        answers.set("title", vec!["A third title".into()]);
        let stale = app.mend(&operator, id, version, &answers, title(), EditWeight::Form).await;
        assert!(matches!(stale, Outcome::Overtaken(_)), "{stale:?}");
    }
}
