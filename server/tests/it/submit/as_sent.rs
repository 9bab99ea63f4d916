//! After sending, the museum reads its own text: in its browser and behind the mailed link.

use super::sending::moderate;
use super::steps::{answer, begin, content, send, submission};
use crate::each_database;
use crate::support::{Page, TestApp};
use case_study::{Answers, EditWeight, Move, Role, Section};
use store::history::Actor;

async fn link(app: &TestApp) -> String {
    app.mails().await.pop().expect("a mail").links().remove(0)
}

fn sent_text(page: &Page) -> String {
    page.one("section[aria-labelledby='as-sent']")
        .text()
        .to_owned()
}

each_database! {
    async fn whoever_holds_the_link_or_the_session_reads_what_was_sent(app: TestApp) {
        let visitor = app.visitor();
        let reference = send(&visitor).await;
        let link = link(&app).await;
        let own = visitor.get(&format!("/submit/{reference}")).await.expect(200);
        let tracked = app.visitor().get(&link).await.expect(200);
        let stored = content(&app, &reference).await;
        for (page, as_page) in [(&own, format!("/submit/{reference}/preview")), (&tracked, format!("{link}/preview"))] {
            let text = sent_text(page);
            for part in [&stored.title, &stored.museum, &stored.lessons[0], &stored.contact_email] {
                assert!(text.contains(part.as_str()), "{part}: {text}");
            }
            let sections = page.select("section[aria-labelledby='as-sent'] .read-back").len();
            // Nobody reads what was not answered.
            assert_eq!(sections, Section::FORM.len() - Section::IF_YOU_LIKE.len());
            let links: Vec<_> = page.select("section[aria-labelledby='as-sent'] a").iter().filter_map(|one| one.attr("href")).collect();
            assert_eq!(links, [as_page], "it only reads: {page:?}");
            assert!(!page.text().contains("Evidence label"), "{page:?}");
        }
        // Nobody else does.
        drop(app.visitor().get(&format!("/submit/{reference}")).await.expect(404));
    }

    async fn a_draft_that_was_never_sent_shows_nothing_of_its_text(app: TestApp) {
        let visitor = app.visitor();
        let reference = begin(&visitor, "Tea", "learning@museum.example").await;
        drop(answer(&visitor, &reference, "story", &[("need", "Quillifer"), ("action", "later")]).await.expect(303));
        let page = app.visitor().get(&link(&app).await).await.expect(200);
        assert!(page.select("section[aria-labelledby='as-sent']").is_empty(), "{page:?}");
        assert!(!page.body().contains("Quillifer"), "{page:?}");
    }

    async fn what_moderators_changed_since_is_not_called_the_museums_words(app: TestApp) {
        let visitor = app.visitor();
        let reference = send(&visitor).await;
        let link = link(&app).await;
        let before = sent_text(&app.visitor().get(&link).await.expect(200));
        moderate(&app, &reference, Move::StartReview).await;
        let (id, _) = app.account(Role::Moderator).await;
        let actor = Actor { account_id: Some(id), roles: vec![Role::Moderator] };
        let now = submission(&app, &reference).await;
        let mut answers = Answers::of(&content(&app, &reference).await, case_study::tags::tag_fields());
        answers.set("themes", vec!["mental-health".into()]);
        let tags = case_study::tags::tag_fields();
        let tagged = app.mend(&actor, now.id, now.version, &answers, tags, EditWeight::Form).await;
        assert!(tagged.made().is_some());
        assert_eq!(content(&app, &reference).await.themes, ["mental-health"]);
        assert_eq!(sent_text(&app.visitor().get(&link).await.expect(200)), before);
        let confirmation = visitor.get(&format!("/submit/{reference}/sent")).await.expect(200);
        let text = confirmation.text();
        assert!(text.contains("Loneliness and isolation") && !text.contains("Mental health"), "{confirmation:?}");
    }

    async fn while_changes_are_asked_for_the_link_shows_what_was_sent_and_not_what_is_written_now(app: TestApp) {
        let visitor = app.visitor();
        let reference = send(&visitor).await;
        moderate(&app, &reference, Move::StartReview).await;
        let changes = Move::RequestChanges { reason: "evidence-gap".into(), field: "changed".into(), message: "How many?".into() };
        moderate(&app, &reference, changes).await;
        let link = link(&app).await;
        drop(answer(&visitor, &reference, "care", &[("team_care", "Quillifer"), ("action", "later")]).await.expect(303));
        let page = app.visitor().get(&link).await.expect(200);
        assert!(sent_text(&page).contains("Tea & objects on Tuesdays"), "{page:?}");
        assert!(!page.body().contains("Quillifer"), "{page:?}");
    }

    async fn each_mail_says_what_its_link_does(app: TestApp) {
        let visitor = app.visitor();
        let reference = send(&visitor).await;
        let mails = app.mails().await;
        assert!(mails[0].text.contains("To read or change your answers on another device, open it and ask for a code."), "{:?}", mails[0]);
        assert!(mails[1].text.contains("This link lets you read what you sent and see where it stands."), "{:?}", mails[1]);
        for mail in &mails {
            assert!(mail.text.contains("Keep the link private."), "{reference}: {mail:?}");
        }
    }
}
