//! One press each: asking for what is missing, correcting and approving, declining for a reason alone. Each leads on.

use crate::each_database;
use crate::moderate::notes::{noted, notes, states};
use crate::support::waiting::MUSEUM;
use crate::support::{Mail, TestApp};
use case_study::Status;

const FORM: &str = "form[action$='/ask']";

async fn told(app: &TestApp) -> Mail {
    let mails = app.mails().await;
    let last = mails.into_iter().rfind(|mail| mail.to.contains(MUSEUM));
    last.expect("a mail to the museum")
}

fn page_of(reference: &str) -> String {
    format!("/moderate/cases/{reference}")
}

each_database! {
    async fn what_is_missing_is_asked_in_one_press_that_leads_on(app: TestApp) {
        let (id, reference) = app.sent("Tea & objects").await;
        let (_, next) = app.sent("The next one").await;
        noted(&app, id, "museum", "Is this its name?").await;
        let sam = app.moderator().await;
        let page = sam.get(&page_of(&reference)).await.expect(200);
        assert_eq!(page.select(&format!("{FORM} input[name=wish]")).len(), 15, "{page:?}");
        assert!(page.one(FORM).text().contains("Your note is sent with these."), "{page:?}");
        let wanted = [
            ("wish", "asked"), ("wish", "who"), ("words_who", "Who was it for? <b>"),
            ("field", "did"), ("note", "Which room did they meet in?"), ("then", "next"),
        ];
        let pressed = sam.submit(&page, FORM, &wanted).await.expect(303);
        assert_eq!(pressed.location(), format!("{}?done=changes-asked&of={reference}", page_of(&next)));
        let stands = app.submission(id).await;
        assert_eq!((stands.status, stands.all_fields_open), (Status::ChangesRequested.into(), false));
        assert_eq!(states(&app, id).await, [0, 4, 0, 0]);
        let letter = told(&app).await.text;
        let lines = [
            "1. Museum: Is this its name?",
            "2. Why you did it: Who was it for? <b>",
            "3. What you did: Which room did they meet in?",
            "4. What changed: Please say how many people you asked, when, and how many of them said so.",
        ];
        let places: Vec<usize> = lines.iter().map(|line| letter.find(line).unwrap_or_else(|| panic!("{line}: {letter}"))).collect();
        assert!(places.is_sorted(), "{letter}");
        let late = sam.submit(&page, FORM, &wanted).await.expect(409);
        assert!(late.text().contains("Which room did they meet in?"), "{late:?}");
        assert_eq!(states(&app, id).await, [0, 4, 0, 0], "an old page writes nothing");
        // Where its museum is not asked any more, the list is there to read.
        let page = sam.get(&page_of(&reference)).await.expect(200);
        assert_eq!((page.select(".checklist li").len(), page.select(FORM).len()), (15, 0), "{page:?}");
    }

    async fn what_is_ticked_can_be_kept_or_read_as_a_letter_first(app: TestApp) {
        let app = app.with_undo_minutes(10);
        let (id, reference) = app.standing_at(Status::InReview, "Tea and objects").await;
        let sam = app.moderator().await;
        let home = page_of(&reference);
        let page = sam.get(&home).await.expect(200);
        let version = app.submission(id).await.version;
        let kept = [("wish", "hard"), ("then", "keep")];
        for _ in 0..2 {
            let pressed = sam.submit(&page, FORM, &kept).await.expect(303);
            assert_eq!(pressed.location(), format!("{home}#to-send"));
        }
        assert_eq!(states(&app, id).await, [1, 0, 0, 0], "pressed twice, written once");
        let pressed = sam.submit(&page, FORM, &[("wish", "who"), ("then", "letter")]).await.expect(303);
        assert_eq!(pressed.location(), format!("{home}/changes"));
        let letter = sam.follow(&pressed).await.expect(200);
        assert_eq!(letter.select("#notes-to-send ~ .kept-words p").len(), 2, "{letter:?}");
        // To the letter one gets with nothing ticked, too; there it can be written.
        drop(sam.submit(&page, FORM, &[("then", "letter")]).await.expect(303));
        assert_eq!(app.submission(id).await.version, version);

        // Sent from beside the text in one press; what a colleague removed since does not go.
        let page = sam.get(&home).await.expect(200);
        assert!(page.one("#to-send").text().contains("2 notes for the museum."), "{page:?}");
        let gone = notes(&app, id).await[0].id;
        drop(sam.post(&format!("{home}/notes/{gone}"), &[("field", "need"), ("action", "remove")]).await.expect(303));
        let pressed = sam.submit(&page, "#to-send form", &[("then", "next")]).await.expect(303);
        assert_eq!(pressed.location(), format!("{home}?done=planned"), "the last that waited");
        let waits = sam.follow(&pressed).await.expect(200);
        assert!(waits.text().contains("Call it back"), "{waits:?}");
        // Decided already: nothing more is asked, and what is ticked is kept for when it is called back.
        assert!(waits.select("#to-send form").is_empty(), "{waits:?}");
        let refused = sam.submit(&page, FORM, &[("wish", "care"), ("then", "next")]).await.expect(409);
        assert!(refused.text().contains("How did you look after the staff"), "{refused:?}");
        drop(sam.submit(&waits, FORM, &[("wish", "care"), ("then", "keep")]).await.expect(303));
        assert_eq!(states(&app, id).await, [2, 0, 0, 0]);
    }

    async fn what_cannot_be_asked_so_comes_back_with_every_word(app: TestApp) {
        let (id, reference) = app.standing_at(Status::InReview, "Tea and objects").await;
        let sam = app.moderator().await;
        let home = page_of(&reference);
        let page = sam.get(&home).await.expect(200);
        let long = "x".repeat(1001);
        for (sent, links) in [
            (vec![("then", "next")], vec!["#wish"]),
            (vec![("then", "keep")], vec!["#wish"]),
            (vec![("wish", "who"), ("words_who", " "), ("then", "next")], vec!["#words_who"]),
            (vec![("note", "Which room?"), ("then", "letter")], vec!["#ask-field"]),
            (vec![("wish", "hard"), ("field", "evidence_label"), ("note", long.as_str()), ("then", "next")], vec!["#ask-field", "#ask-note"]),
        ] {
            let again = sam.submit(&page, FORM, &sent).await.expect(422);
            let found: Vec<String> = again.select("#error-summary a").iter().filter_map(|link| link.attr("href")).collect();
            assert_eq!(found, links, "{sent:?}");
            for link in links {
                assert_eq!(again.select(link).len(), 1, "{link}: {again:?}");
            }
            let typed = sent.iter().find(|(key, _)| *key == "note").map_or("", |(_, words)| *words);
            assert_eq!(again.value("note").unwrap_or_default().trim(), typed);
            let ticked = sent.iter().filter(|(key, _)| *key == "wish").count();
            assert_eq!(again.select("input[name=wish][checked]").len(), ticked, "{again:?}");
        }
        for forged in [
            vec![("wish", "no-such-point"), ("then", "next")],
            vec![("wish", "who"), ("then", "publish")],
            vec![("wish", "who"), ("then", "next"), ("words_nothing", "x")],
            vec![("wish", "who"), ("then", "next"), ("version", "x")],
        ] {
            drop(sam.submit(&page, FORM, &forged).await.expect(400));
        }
        assert!(notes(&app, id).await.is_empty());

        // One's own museum is asked by somebody else.
        let (_, own) = app.staff_at("director@museum.example").await;
        let refused = own.submit(&page, FORM, &[("wish", "who"), ("then", "keep")]).await.expect(409);
        assert!(refused.text().contains("Please say a little more about who this was for"), "{refused:?}");
        assert!(own.get(&home).await.expect(200).select(FORM).is_empty());
        assert!(notes(&app, id).await.is_empty());

        // Another text stands there now: nothing is sent, the notes are kept, and one press sends them all the same.
        drop(sam.post(&format!("{home}/sensitive"), &[("version", &app.submission(id).await.version.to_string()), ("sensitive", "yes")]).await.expect(303));
        let stale = sam.submit(&page, FORM, &[("wish", "who"), ("then", "next")]).await.expect(409);
        assert_eq!((app.submission(id).await.status, states(&app, id).await), (Status::InReview.into(), [1, 0, 0, 0]));
        assert!(stale.one("form.letter").text().contains("Please say a little more about who this was for"), "{stale:?}");
        drop(sam.submit(&stale, "form.letter", &[]).await.expect(303));
        assert_eq!((app.submission(id).await.status, states(&app, id).await), (Status::ChangesRequested.into(), [0, 1, 0, 0]));
    }

    async fn who_asks_about_what_a_colleague_reads_is_asked_first_and_loses_nothing(app: TestApp) {
        let (id, reference) = app.sent("Tea and objects").await;
        let (sam, ana) = (app.moderator().await, app.moderator().await);
        let page = sam.get(&page_of(&reference)).await.expect(200);
        drop(sam.submit(&page, "form[action$='/assign']", &[]).await.expect(303));
        let page = ana.get(&page_of(&reference)).await.expect(200);
        let asked = ana.submit(&page, FORM, &[("wish", "how"), ("then", "next")]).await.expect(409);
        assert_eq!(app.submission(id).await.status, Status::InReview);
        drop(ana.submit(&asked, "form.colleague", &[]).await.expect(303));
        assert_eq!((app.submission(id).await.status, states(&app, id).await), (Status::ChangesRequested.into(), [0, 1, 0, 0]));
    }

    async fn a_wrong_theme_is_corrected_and_the_case_approved_in_one_press(app: TestApp) {
        let (id, reference) = app.sent("Tea & objects").await;
        let (_, next) = app.sent("The next one").await;
        let sam = app.moderator().await;
        let tags = format!("{}/tags", page_of(&reference));
        let form = sam.get(&tags).await.expect(200);
        assert_eq!(form.one("button[name=then][value=approve]").text(), "Save, approve, publish and read the next");
        drop(sam.submit(&form, "form.tags-form", &[("then", "publish")]).await.expect(400));
        let wrong = sam.submit(&form, "form.tags-form", &[("themes", "no-such-theme"), ("then", "approve")]).await.expect(422);
        assert_eq!((wrong.select("button[value=approve]").len(), app.submission(id).await.status.known()), (1, Some(Status::Submitted)));
        let pressed = sam.submit(&form, "form.tags-form", &[("themes", "healthy-ageing"), ("then", "approve")]).await.expect(303);
        assert_eq!(pressed.location(), format!("{}?done=published&of={reference}", page_of(&next)));
        assert_eq!(app.submission(id).await.status, Status::Published);
        assert_eq!(app.content(id).await.themes, ["healthy-ageing"]);
        // An old page neither publishes twice nor loses what was chosen.
        let old = sam.submit(&form, "form.tags-form", &[("themes", "carers"), ("then", "approve")]).await.expect(409);
        assert_eq!(old.select("input[name=themes][value=carers][checked]").len(), 1, "{old:?}");
        assert_eq!(app.content(id).await.themes, ["healthy-ageing"]);
        assert!(sam.get(&tags).await.expect(200).select("button[value=approve]").is_empty());
    }

    async fn what_is_saved_stays_saved_where_it_cannot_be_approved(app: TestApp) {
        let (id, reference) = app.standing_at(Status::InReview, "Tea and objects").await;
        let sam = app.moderator().await;
        let home = page_of(&reference);
        // The content note that is chosen makes two people decide.
        let form = sam.get(&format!("{home}/tags")).await.expect(200);
        let chosen = [("content_notes", "serious-illness-or-death"), ("then", "approve")];
        let pressed = sam.submit(&form, "form.tags-form", &chosen).await.expect(303);
        assert_eq!(pressed.location(), format!("{home}?done=saved-only"));
        let page = sam.follow(&pressed).await.expect(200);
        assert!(page.one("[role=alert]").text().contains("Saved, but not published"), "{page:?}");
        assert_eq!(app.submission(id).await.status, Status::InReview);
        assert_eq!(app.content(id).await.content_notes, ["serious-illness-or-death"]);
        assert!(sam.get(&format!("{home}/tags")).await.expect(200).select("button[value=approve]").is_empty(), "two decide");

        let (id, reference) = app.standing_at(Status::InReview, "A typo in it").await;
        let home = page_of(&reference);
        let edit = format!("{home}/edit/did");
        let did = app.content(id).await.did;
        let form = sam.get(&edit).await.expect(200);
        let text = format!("{did} Forty came.");
        let saved = [("did", text.as_str()), ("weight", "meaning"), ("then", "approve")];
        let pressed = sam.submit(&form, "form.edit-form", &saved).await.expect(303);
        assert_eq!(pressed.location(), format!("{home}?done=saved-only"), "the museum has not seen it");
        assert_eq!(app.content(id).await.did, text);
        assert!(sam.get(&edit).await.expect(200).select("button[value=approve]").is_empty());

        let (id, reference) = app.standing_at(Status::InReview, "Another typo").await;
        let form = sam.get(&format!("{}/edit/did", page_of(&reference))).await.expect(200);
        let text = app.content(id).await.did.replace("Tuesday", "Thursday");
        let pressed = sam.submit(&form, "form.edit-form", &[("did", &text), ("weight", "form"), ("then", "approve")]).await.expect(303);
        assert!(pressed.location().contains("?done=published"), "{}", pressed.location());
        assert_eq!((app.submission(id).await.status.known(), app.content(id).await.did), (Some(Status::Published), text));
        // What a colleague reads is not taken from them by the way.
        let (id, reference) = app.standing_at(Status::InReview, "A colleague's").await;
        let ana = app.moderator().await;
        let page = ana.get(&page_of(&reference)).await.expect(200);
        drop(ana.submit(&page, "form[action$='/assign']", &[]).await.expect(303));
        let form = sam.get(&format!("{}/tags", page_of(&reference))).await.expect(200);
        assert!(form.select("button[value=approve]").is_empty(), "{form:?}");
        let forged = sam.submit(&form, "form.tags-form", &[("then", "approve")]).await.expect(303);
        assert_eq!(forged.location(), format!("{}?done=saved-only", page_of(&reference)));
        assert_eq!(app.submission(id).await.status, Status::InReview);
    }

    async fn a_reason_says_enough_to_decline(app: TestApp) {
        let (id, reference) = app.sent("Tea & objects").await;
        let (_, next) = app.sent("The next one").await;
        let sam = app.moderator().await;
        let form = sam.get(&format!("{}/decline", page_of(&reference))).await.expect(200);
        assert!(form.select("details input[name=reason]").is_empty(), "few reasons stand open: {form:?}");
        assert!(form.one("label[for=message]").text().contains("(optional)"), "{form:?}");
        let again = sam.submit(&form, "form.letter", &[("then", "next")]).await.expect(422);
        assert_eq!(again.one("#error-summary a").attr("href").as_deref(), Some("#reason"));
        let preview = sam.submit(&form, "form.letter", &[("reason", "duplicate"), ("preview", "yes")]).await.expect(200);
        let letter = preview.value("letter").expect("the letter");
        assert!(letter.contains("The project already has a page in the bank") && !letter.contains("\n\n\n"), "{letter}");
        let pressed = sam.submit(&form, "form.letter", &[("reason", "duplicate"), ("then", "next")]).await.expect(303);
        assert_eq!(pressed.location(), format!("{}?done=declined&of={reference}", page_of(&next)));
        assert_eq!(app.submission(id).await.status, Status::Declined);
        let mail = told(&app).await.text;
        assert!(mail.contains("If something has changed, please tell us") && !mail.contains("[Your message"), "{mail}");
    }
}
