//! The pages of a museum: a draft with every page of its form, what is sent, where it stands.

use super::seen::Reader;
use crate::submit::steps::{all_declared, answer, begin, fill, form_of, submission, words};
use crate::submit::tracking::link;
use crate::support::{SentFile, TestApp, Visitor};
use case_study::{Kind, Move, Section, Status, Vocabulary};
use store::history::Actor;
use store::mailed_links;

const FORM: &str = "form.section-form";
const CONTINUE: (&str, &str) = ("action", "continue");
const LATER: (&str, &str) = ("action", "later");

/// The first page, the list, every page of the form as it is and with answers that cannot be read.
pub async fn a_draft(read: &mut Reader, app: &TestApp) {
    let visitor = app.visitor();
    read.opens(&visitor, "/submit").await;
    let first = read.opens(&visitor, "/submit/new").await;
    let wrong = [("title", "7"), ("email", "a@museum")];
    read.sends(&visitor, &first, "form.form", &wrong).await;
    let barred = app.visitor().without_cookies();
    let page = read.opens(&barred, "/submit/new").await;
    read.sends(&barred, &page, "form.form", &[("title", "Tea")])
        .await;

    let title = [("title", "Tea and objects")];
    let begun = visitor.submit(&first, "form.form", &title).await;
    let draft = begun.expect(303).location().to_owned();
    let reference = draft.trim_start_matches("/submit/");
    read.sends(&app.visitor(), &first, "form.form", &title)
        .await;
    read.opens(&visitor, &draft).await;
    let is_chosen = |kind| matches!(kind, Kind::One(_) | Kind::Many(..) | Kind::Tick);
    for section in Section::FORM {
        let path = format!("{draft}/{}", section.slug());
        let page = read.opens(&visitor, &path).await;
        if *section == Section::Pictures {
            continue;
        }
        read.sends(&visitor, &page, FORM, &[CONTINUE]).await;
        let typed: Vec<(&str, &str)> = section
            .asked()
            .filter(|field| !is_chosen(field.kind))
            .map(|field| (field.key, "7 or so"))
            .chain([CONTINUE])
            .collect();
        let page = read.opens(&visitor, &path).await;
        read.sends(&visitor, &page, FORM, &typed).await;
        read.opens(&visitor, &path).await;
    }
    // Two windows, and a browser whose session has ended.
    let story = format!("{draft}/story");
    let (one, other) = (visitor.get(&story).await, visitor.get(&story).await);
    let (this, that) = (("need", "In this window."), ("need", "In that one."));
    read.sends(&visitor, &one, FORM, &[this, LATER]).await;
    read.sends(&visitor, &other, FORM, &[that, LATER]).await;
    read.sends(&app.visitor(), &one, FORM, &[this, LATER]).await;
    for page in ["check", "withdraw"] {
        let path = format!("{draft}/{page}");
        let page = read.opens(&visitor, &path).await;
        let form = form_of(&path);
        read.sends(&app.visitor(), &page, &form, &[]).await;
    }
    let check = read.opens(&visitor, &format!("{draft}/check")).await;
    read.sends(&visitor, &check, "form.submit-declare", &[])
        .await;
    read.opens(&visitor, "/submit").await;
    assert_eq!(submission(app, reference).await.status, Status::Draft);

    in_own_words(read, app, reference).await;

    let links = read.opens(&visitor, "/submit/link").await;
    let form = form_of("/submit/link");
    read.sends(&visitor, &links, &form, &[("email", "a@museum")])
        .await;
    let address = [("email", "ana@museum.example")];
    read.sends(&visitor, &links, &form, &address).await;
    let left = visitor.post("/account/sign-out", &[]).await;
    read.lands(&visitor, left).await;
}

/// The short way: the page, what is wrong with it, what was sent, and the same page for a draft.
async fn in_own_words(read: &mut Reader, app: &TestApp, draft: &str) {
    let visitor = app.visitor();
    let page = read.opens(&visitor, "/submit/short").await;
    let (many, far) = (words(1600), "x".repeat(20_001));
    for text in ["", "Too short", &many, &far] {
        let typed = [
            ("own_words", text),
            ("museum", "7"),
            ("town", "7"),
            ("country", "Atlantis"),
            ("contact_email", "a@museum"),
        ];
        read.sends(&visitor, &page, "form.form", &typed).await;
        let kept: Vec<_> = typed.into_iter().chain([("action", "keep")]).collect();
        read.sends(&visitor, &page, "form.form", &kept).await;
    }
    read.sends(&visitor, &page, "form.form", &[("website", "x")])
        .await;
    // Files that were not added, none, one that is lost with what is wrong, and one that is refused.
    read.sends(&visitor, &page, "form.form", &[("files", "tea.gif")])
        .await;
    let gif = || SentFile {
        name: "tea.gif",
        kind: "image/gif",
        bytes: b"GIF89a",
    };
    for (email, files) in [
        ("", Vec::new()),
        ("a@museum", vec![gif()]),
        ("", vec![gif()]),
    ] {
        let typed = [("contact_email", email), ("action", "keep")];
        let (action, mut fields) = Visitor::filled(&page, "form.form", &typed);
        fields.retain(|(name, _)| name != "files");
        read.page(&visitor.post_parts(&action, &fields, &files).await);
    }
    let barred = app.visitor().without_cookies();
    let text = words(50);
    let typed = [
        ("own_words", text.as_str()),
        ("museum", "Example Museum"),
        ("town", "Exampleton"),
        ("contact_email", "ana@museum.example"),
        ("declarations", "send"),
        ("declarations", "prepare"),
    ];
    let other = read.opens(&barred, "/submit/short").await;
    read.sends(&barred, &other, "form.form", &typed).await;
    for _ in 0..4 {
        let page = visitor.get("/submit/short").await.expect(200);
        let sent = visitor.submit(&page, "form.form", &typed).await;
        read.lands(&visitor, sent.expect(303)).await;
        read.sends(&app.visitor(), &page, "form.form", &typed).await;
    }
    let long = app.visitor();
    let path = format!("/submit/{draft}/short");
    let page = read.opens(&long, "/submit/short").await;
    let kept = [("own_words", text.as_str()), ("action", "keep")];
    let kept = long.submit(&page, "form.form", &kept).await.expect(303);
    read.lands(&long, kept.clone()).await;
    let own = format!("{}/short", kept.location());
    let page = read.opens(&long, &own).await;
    read.sends(&long, &page, &form_of(&own), &[]).await;
    read.sends(&app.visitor(), &page, &form_of(&own), &typed)
        .await;
    let told = [("need", "Told in another window."), LATER];
    let reference = kept.location().trim_start_matches("/submit/").to_owned();
    drop(answer(&long, &reference, "story", &told).await);
    read.sends(&long, &page, &form_of(&own), &typed).await;
    let page = read.opens(&long, &own).await;
    read.sends(&long, &page, &form_of(&own), &typed).await;
    read.opens(&app.visitor(), &path).await;
}

/// From a full draft to what was sent, asked about and sent again; and the mailed link.
pub async fn a_case_that_is_sent(read: &mut Reader, app: &TestApp) {
    let visitor = app.visitor();
    let reference = begin(&visitor, "Tea and objects", "ana@museum.example").await;
    let draft = format!("/submit/{reference}");
    read.opens(&visitor, &draft).await;
    fill(&visitor, &reference).await;
    read.opens(&visitor, &draft).await;
    let check = read.opens(&visitor, &format!("{draft}/check")).await;
    let care = [("team_care", "We talked after each session."), LATER];
    drop(answer(&visitor, &reference, "care", &care).await);
    let declare = "form.submit-declare";
    read.sends(&visitor, &check, declare, &all_declared()).await;

    let track = link(app).await;
    let stranger = app.visitor();
    let page = read.opens(&stranger, &track).await;
    let ask = form_of(&format!("{track}/code"));
    read.sends(&stranger, &page, &ask, &[]).await;
    let unlock = form_of(&format!("{track}/unlock"));
    read.sends(&stranger, &page, &unlock, &[("code", "x")])
        .await;

    let story = visitor.get(&format!("{draft}/story")).await;
    let check = visitor.get(&format!("{draft}/check")).await;
    read.sends(&visitor, &check, declare, &all_declared()).await;
    let submission = submission(app, &reference).await;
    assert_eq!(submission.status, Status::Submitted);
    read.opens(&visitor, &draft).await;
    read.opens(&visitor, &format!("{draft}/withdraw")).await;
    read.opens(&visitor, &format!("{draft}/preview")).await;
    letters_and_links(read, app, &visitor, &draft).await;
    read.sends(&visitor, &story, FORM, &[("need", "Too late."), LATER])
        .await;
    read.opens(&visitor, "/submit").await;

    let staff = Actor::operator();
    app.make(submission.id, &Move::StartReview, &staff).await;
    for (reason, field) in [("lessons-missing", "hard"), ("numbers-unclear", "")] {
        assert!(Vocabulary::ReturnReason.term(reason).is_some(), "{reason}");
        let asks = Move::RequestChanges {
            reason: reason.to_owned(),
            field: field.to_owned(),
            message: "How many came?".to_owned(),
        };
        app.make(submission.id, &asks, &staff).await;
        read.opens(&visitor, &draft).await;
        read.opens(&visitor, &format!("{draft}/results")).await;
        app.send(submission.id).await;
        app.make(submission.id, &Move::StartReview, &staff).await;
    }
}

/// Writing to the moderators, and links for colleagues.
async fn letters_and_links(read: &mut Reader, app: &TestApp, visitor: &Visitor, draft: &str) {
    let write = format!("{draft}/letter");
    let page = read.opens(visitor, &write).await;
    let form = form_of(&write);
    for message in ["", "Any news?"] {
        read.sends(visitor, &page, &form, &[("message", message)])
            .await;
        read.sends(&app.visitor(), &page, &form, &[("message", message)])
            .await;
    }
    let links = format!("{draft}/colleagues");
    for _ in 0..=mailed_links::MOST_READ_LINKS {
        let page = read.opens(visitor, &links).await;
        if let Some(form) = page.select(".stack form").first() {
            assert_eq!(form.attr("action").as_deref(), Some(links.as_str()));
            read.sends(visitor, &page, ".stack form", &[]).await;
            read.sends(&app.visitor(), &page, ".stack form", &[]).await;
        }
    }
    read.opens(visitor, &links).await;
    read.opens(visitor, "/read/x").await;
}

/// The page that a museum is asked about: with every answer, the steps in between, and what comes of it.
pub async fn a_page_to_say_yes_to(read: &mut Reader, app: &TestApp) {
    const ANSWERS: &str = ".yes-answers form";
    let (owner, sam) = (app.visitor(), app.moderator().await);
    let reference = begin(&owner, "Tea and objects", "ana@museum.example").await;
    fill(&owner, &reference).await;
    let path = format!("/submit/{reference}/page");
    let check = owner.get(&format!("/submit/{reference}/check")).await;
    let ticks = all_declared();
    let sent = owner.submit(&check, "form.submit-declare", &ticks).await;
    drop(sent.expect(303));
    let id = submission(app, &reference).await.id;
    app.make(id, &Move::StartReview, &Actor::operator()).await;
    app.label(&sam, &reference, "monitored").await;
    let ask = Move::AskYes {
        questions: vec!["How many came?".to_owned(), "Who paid?".to_owned()],
        message: "We made it shorter.".to_owned(),
    };
    app.make(id, &ask, &Actor::operator()).await;
    let link = format!("{}/page", link(app).await.trim_end_matches("/page"));
    let stranger = app.visitor();
    let page = read.opens(&stranger, &link).await;
    read.sends(&stranger, &page, ANSWERS, &[("action", "yes")])
        .await;
    read.sends(&stranger, &page, ANSWERS, &[("action", "write")])
        .await;
    read.sends(&stranger, &page, ANSWERS, &[("action", "no")])
        .await;
    let trapped = [("action", "change"), ("website", "x")];
    read.sends(&stranger, &page, ANSWERS, &trapped).await;
    for action in ["change", "write"] {
        let pressed = [("action", action), ("words", "The year is wrong.")];
        let code = stranger.submit(&page, ANSWERS, &pressed).await;
        read.page(&code);
        read.sends(&stranger, &code, "form.form", &[("code", "x")])
            .await;
    }
    let written = [("action", "write"), ("words", "The year is wrong.")];
    read.sends(&owner, &page, ANSWERS, &written).await;
    read.opens(&owner, &path).await;
    read.sends(&owner, &page, ANSWERS, &[("action", "yes")])
        .await;
    // Shown once more, taken back, and shown with another label.
    app.make(id, &ask, &Actor::operator()).await;
    let old = owner.get(&path).await;
    app.make(id, &Move::CallBack, &Actor::operator()).await;
    read.opens(&owner, &path).await;
    app.label(&sam, &reference, "evaluated").await;
    app.make(id, &ask, &Actor::operator()).await;
    let again = owner.submit(&old, ANSWERS, &written).await;
    read.page(&again);
    let yes: Vec<_> = ticks.into_iter().chain([("action", "yes")]).collect();
    read.sends(&owner, &again, ANSWERS, &yes).await;
    read.opens(&owner, &path).await;
    assert_eq!(submission(app, &reference).await.status, Status::Approved);
}

/// What the mailed link shows of a case at every status.
pub async fn every_status(read: &mut Reader, app: &TestApp) {
    for status in Status::ALL {
        let (id, _) = app.standing_at(*status, "Tea and objects").await;
        let tx = app.db.begin().await.expect("a transaction");
        let token = mailed_links::issue_link(&tx, id).await.expect("a link");
        tx.commit().await.expect("stored");
        read.opens(&app.visitor(), &format!("/track/{token}")).await;
        read.opens(&app.visitor(), &format!("/track/{token}/preview"))
            .await;
        let key = store::fresh_token();
        let read_only = mailed_links::issue_read_link(&app.db, id, &key).await;
        let read_only = read_only.expect("the database").expect("a link");
        read.opens(&app.visitor(), &format!("/read/{read_only}"))
            .await;
    }
}
