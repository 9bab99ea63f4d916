//! The old inbox: emails about case studies become drafts, others thoughts, letters or nothing; and a second run adds
//! nothing.

mod again;
mod along;
mod inbox;
mod senders;

use self::inbox::{CASES, MALFORMED, MESSAGES, THOUGHTS, mbox, message};
use crate::each_database;
use crate::submit::tracking::{code, link};
use crate::support::program::{casebook, folder, run};
use crate::support::{Page, TestApp, Visitor};
use app::moderate::intake::taking_in::{Inbox, note_unreadable, take_in};
use case_study::Status;
use case_study::intake::{Outcome, Why};
use mails::Mbox;
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};
use store::DAY_MS;
use store::entity::{blob, intake_mail, job, letter, submission, thought, working_copy};
use store::history::Actor;
use store::intake::Taken;
use store::mails_read_in::{KEPT_DAYS, forget};

/// Takes one message in, as the command does.
async fn take(app: &TestApp, raw: &[u8]) -> Taken {
    let mail_context = app.state.settings.mail_context();
    let inbox = Inbox {
        db: &app.db,
        media: &app.state.media,
        reader: &app.state.reader,
        mail_context: &mail_context,
        sent_from: &app.state.settings.mail_from,
    };
    let actor = Actor::operator();
    match mails::read(raw) {
        Ok(mail) => take_in(inbox, &actor, &mail).await.unwrap(),
        Err(_) => note_unreadable(inbox, &actor, "inbox.mbox, message 1", raw)
            .await
            .unwrap(),
    }
}

/// How many drafts, thoughts, letters, left alone, unreadable and read before.
async fn take_all(app: &TestApp, mbox: &[u8]) -> [usize; 6] {
    let mut counts = [0; 6];
    for piece in Mbox::new(mbox) {
        let at = match take(app, &piece.unwrap().bytes).await {
            Taken::Draft(_) => 0,
            Taken::Thought(_) => 1,
            Taken::Answer(_) => 2,
            Taken::LeftAlone(Why::Unreadable) => 4,
            Taken::LeftAlone(_) => 3,
            Taken::Before(_) => 5,
            Taken::NotAllowed => panic!("the operator may"),
        };
        counts[at] += 1;
    }
    counts
}

/// How many rows of everything that an inbox writes.
async fn rows(app: &TestApp) -> [u64; 7] {
    let db = app.db.reader();
    [
        submission::Entity::find().count(db).await.unwrap(),
        thought::Entity::find().count(db).await.unwrap(),
        letter::Entity::find().count(db).await.unwrap(),
        intake_mail::Entity::find().count(db).await.unwrap(),
        blob::Entity::find().count(db).await.unwrap(),
        job::Entity::find().count(db).await.unwrap(),
        working_copy::Entity::find().count(db).await.unwrap(),
    ]
}

/// Whether anything is kept of each email beside the mark that it was read, the first before the others.
async fn says_anything(app: &TestApp) -> Vec<bool> {
    let rows = intake_mail::Entity::find()
        .order_by_asc(intake_mail::Column::Id)
        .all(app.db.reader())
        .await
        .unwrap();
    rows.iter()
        .map(|row| !(row.subject.is_empty() && row.sender.is_empty() && row.files == "[]"))
        .collect()
}

/// Sends the page of moderators with a text.
async fn paste(sam: &Visitor, text: &str, sender: &str) -> Page {
    let fields = [("text", text), ("sender", sender)].map(|(k, v)| (k.to_owned(), v.to_owned()));
    sam.post_parts("/moderate/intake", &fields, &[]).await
}

each_database! {
    async fn three_hundred_messages_are_read_in_and_counted_exactly_twice(app: TestApp) {
        let file = mbox();
        let noise = MESSAGES - CASES - THOUGHTS - MALFORMED;
        assert_eq!(take_all(&app, &file).await, [CASES, THOUGHTS, 0, noise, MALFORMED, 0]);
        let after = rows(&app).await;
        assert_eq!(after[..2], [CASES as u64, THOUGHTS as u64]);
        assert_eq!(after[3], MESSAGES as u64);
        // Each of them has the photograph that came with it, and nothing of the document yet but its name.
        assert_eq!(after[4], CASES as u64);
        assert_eq!(take_all(&app, &file).await, [0, 0, 0, 0, 0, MESSAGES]);
        assert_eq!(rows(&app).await, after);
    }

    async fn a_case_becomes_a_draft_that_its_sender_takes_over(app: TestApp) {
        let Taken::Draft(begun) = take(&app, &message(0)).await else { panic!("a draft") };
        let row = app.submission(begun.submission_id).await;
        assert_eq!((row.status.clone(), row.submitter_email.as_str()), (Status::Draft.into(), "ana0@museum.example"));
        assert!(row.is_ours_to_write());
        let content = app.content(begun.submission_id).await;
        assert!(content.own_words.contains("Volunteers met every Tuesday") && content.own_words.contains("Subject: "), "{content:?}");
        assert_eq!(content.pictures.len(), 1);

        // Staff write it, and cannot send it.
        let draft = format!("/submit/{}", begun.reference);
        let sam = app.moderator().await;
        assert!(sam.get("/moderate/intake").await.expect(200).text().contains("You can prepare it"));
        sam.get(&draft).await.expect(200);
        app.visitor().get(&draft).await.expect(404);
        app.submitter().await.get(&draft).await.expect(404);
        sam.get(&format!("/moderate/cases/{}", begun.reference)).await.expect(404);

        // Its sender opens the link, asks for a code and writes it from then on.
        let mails = app.mails().await;
        let asked = mails.iter().find(|mail| mail.subject.starts_with("We made a draft")).expect("an email");
        assert_eq!(asked.to, "ana0@museum.example");
        let ana = app.visitor();
        let track = link(&app).await;
        let page = ana.get(&track).await.expect(200);
        ana.submit(&page, "form[action$='/code']", &[]).await.expect(303);
        let code = code(&app).await;
        let opened = ana.submit(&page, "form[action$='/unlock']", &[("code", &code)]).await.expect(303);
        ana.follow(&opened).await.expect(200);
        assert!(!app.submission(begun.submission_id).await.is_ours_to_write());
        sam.get(&draft).await.expect(404);
        let list = sam.get("/moderate/intake").await.expect(200);
        assert!(list.text().contains("The museum has taken it over"), "{list:?}");
    }

    async fn staff_who_press_send_on_the_page_of_the_short_way_have_every_word_back(app: TestApp) {
        let Taken::Draft(begun) = take(&app, &message(0)).await else { panic!("a draft") };
        let before = app.content(begun.submission_id).await;
        let sam = app.moderator().await;
        let draft = format!("/submit/{}", begun.reference);
        let short = format!("{draft}/short");
        // Nothing leads to a page that they could not send.
        let tasks = sam.get(&draft).await.expect(200);
        assert!(tasks.select(&format!("a[href='{short}']")).is_empty(), "{tasks:?}");
        assert_eq!(sam.get(&short).await.expect(303).location(), draft);
        // One that was opened before, or by hand.
        let typed = [
            ("own_words", "We met <b>every</b> Tuesday & sang."),
            ("museum", "The Tea Museum"),
            ("town", "Leeds"),
            ("country", "GB"),
            ("contact_email", "ana@museum.example"),
            ("declarations", "send"),
        ];
        let refused = sam.post(&short, &typed).await.expect(409);
        assert_eq!(refused.one("h1").text(), "This was not sent");
        for (_, words) in &typed[..3] {
            assert!(refused.text().contains(words), "{words}: {refused:?}");
        }
        assert!(refused.text().contains("ana@museum.example"), "{refused:?}");
        assert_eq!(app.content(begun.submission_id).await, before);
        assert!(app.submission(begun.submission_id).await.is_ours_to_write());
        // The page that it leads back to holds the box where they belong.
        let back = refused.one(&format!("main a[href='{draft}']"));
        assert_eq!(back.text(), "Back to the answers");
        let story = sam.get(&format!("{draft}/story")).await.expect(200);
        assert_eq!(story.select("[name=own_words]").len(), 1, "{story:?}");
    }

    async fn an_answer_stands_with_its_case_as_a_letter(app: TestApp) {
        let Taken::Draft(begun) = take(&app, &message(0)).await else { panic!("a draft") };
        let sent = app.mails().await;
        let ours = sent.iter().find(|mail| mail.subject.starts_with("We made a draft")).expect("an email");
        let id = ours.raw.lines().find_map(|line| line.strip_prefix("Message-ID: ")).expect("an id").trim().to_owned();
        let answer = |n: usize, head: &str, from: &str| format!(
            "From: {from}\r\nSubject: Re: anything\r\nMessage-ID: <answer-{n}@museum.example>\r\n{head}\r\n\r\nYes, it is ours.\r\n\r\nOn Monday 3 May we <us@bank.example> wrote:\r\n> Is it?\r\n"
        );
        // By the id of our email, by that of the first message, and by the reference.
        let by_ours = answer(1, &format!("In-Reply-To: {id}"), "ana0@museum.example");
        let by_theirs = answer(2, "References: <case-0@museum.example>", "ana0@museum.example");
        let by_reference = answer(3, "X-Note: none", "Bo <bo@museum.example>").replace("anything", &format!("your draft ({})", begun.reference));
        for raw in [&by_ours, &by_theirs, &by_reference] {
            assert_eq!(take(&app, raw.as_bytes()).await, Taken::Answer(begun.reference.clone()), "{raw}");
            assert!(matches!(take(&app, raw.as_bytes()).await, Taken::Before(_)));
        }
        let letters = letter::Entity::find().filter(letter::Column::FromMuseum.eq(true)).all(app.db.reader()).await.unwrap();
        let bodies: Vec<_> = letters.iter().map(|letter| letter.body.as_str()).collect();
        assert_eq!(bodies, ["Yes, it is ours.", "Yes, it is ours.", "From bo@museum.example:\n\nYes, it is ours."]);
        // An answer to nothing that we know is left alone.
        let stray = answer(4, "In-Reply-To: <casebook-99999-0@bank.example>", "ana0@museum.example");
        assert_eq!(take(&app, stray.as_bytes()).await, Taken::LeftAlone(Why::OtherSubject));
        // As is one to an email of another installation, whose jobs have the same numbers.
        let foreign = id.replace("127.0.0.1", "other.example");
        assert_ne!(foreign, id);
        let stray = answer(6, &format!("In-Reply-To: {foreign}"), "ana0@museum.example");
        assert_eq!(take(&app, stray.as_bytes()).await, Taken::LeftAlone(Why::OtherSubject));
        // And one that a program wrote, whatever it answers.
        let away = answer(5, &format!("In-Reply-To: {id}\r\nAuto-Submitted: auto-replied"), "ana0@museum.example");
        assert_eq!(take(&app, away.as_bytes()).await, Taken::LeftAlone(Why::AutomaticReply));
    }

    async fn a_moderator_pastes_one_and_sees_what_became_of_it(app: TestApp) {
        let sam = app.moderator().await;
        let text = "Subject: our project\n\nIn short: we drank tea with objects.";
        let refused = paste(&sam, text, "").await.expect(422);
        assert!(refused.text().contains("Enter the address of the person who sent the email"), "{refused:?}");
        assert!(refused.one("#text").text().contains("we drank tea with objects"), "{refused:?}");
        let refused = paste(&sam, " ", "ana@museum.example").await.expect(422);
        assert!(refused.text().contains("Paste the email"), "{refused:?}");
        let done = paste(&sam, text, "ana@museum.example").await.expect(303);
        let page = sam.follow(&done).await.expect(200);
        assert!(page.text().contains("A draft was made") && page.text().contains("our project"), "{page:?}");
        let row = submission::Entity::find().one(app.db.reader()).await.unwrap().expect("a draft");
        assert_eq!((row.begun_by.as_str(), row.title.as_str()), ("moderator", "our project"));
        let again = paste(&sam, text, "ana@museum.example").await.expect(303);
        assert!(sam.follow(&again).await.expect(200).text().contains("This email was read before"));
        // With another address it is the same email.
        let again = paste(&sam, text, "bo@museum.example").await.expect(303);
        assert!(sam.follow(&again).await.expect(200).text().contains("This email was read before"));
        let campaign = "From: Bo <bo@reader.example>\nSubject: Re: Well-being campaign: quiet hours\n\nThey help my mother.";
        let done = paste(&sam, campaign, "").await.expect(303);
        assert!(sam.follow(&done).await.expect(200).text().contains("It is with the thoughts"));
        let row = thought::Entity::find().one(app.db.reader()).await.unwrap().expect("a thought");
        assert_eq!((row.topic.as_str(), row.email.as_str()), ("quiet hours", "bo@reader.example"));
        app.visitor().get("/moderate/intake").await.expect(303);
    }

    async fn what_was_left_alone_says_why(app: TestApp) {
        let away = "From: Ana <ana@museum.example>\r\nSubject: Automatic reply: Wellbeing case study\r\nMessage-ID: <a@b>\r\nAuto-Submitted: auto-replied\r\n\r\nAway.";
        assert_eq!(take(&app, away.as_bytes()).await, Taken::LeftAlone(Why::AutomaticReply));
        assert_eq!(take(&app, b"no mail at all").await, Taken::LeftAlone(Why::Unreadable));
        let sam = app.moderator().await;
        let list = sam.get("/moderate/intake?outcome=left_alone").await.expect(200);
        for why in [Why::AutomaticReply, Why::Unreadable] {
            assert!(list.text().contains(why.in_words()), "{list:?}");
        }
        let rows = store::mails_read_in::list(&app.db, Outcome::LeftAlone, 1).await.unwrap();
        assert_eq!(rows.total, 2);
    }

    async fn what_nobody_sent_is_forgotten_in_time_like_every_other(app: TestApp) {
        // Where it was found is its subject.
        assert_eq!(take(&app, b"no mail at all").await, Taken::LeftAlone(Why::Unreadable));
        assert!(matches!(take(&app, &message(0)).await, Taken::Draft(_)));
        assert_eq!(says_anything(&app).await, [true, true]);
        app.clock.advance((KEPT_DAYS - 1) * DAY_MS);
        assert_eq!(forget(&app.db).await.unwrap(), 0);
        app.clock.advance(2 * DAY_MS);
        assert_eq!(forget(&app.db).await.unwrap(), 2);
        assert_eq!(says_anything(&app).await, [false, false]);
        assert_eq!(forget(&app.db).await.unwrap(), 0);
        assert!(matches!(take(&app, b"no mail at all").await, Taken::Before(_)));
    }

    async fn with_a_case_study_go_the_names_of_its_emails_and_their_files(app: TestApp) {
        let Taken::Draft(begun) = take(&app, &message(0)).await else { panic!("a draft") };
        let answer = "From: Bo <bo@museum.example>\r\nSubject: Re: Tea, by Bo\r\nMessage-ID: <answer@museum.example>\r\nReferences: <case-0@museum.example>\r\n\r\nYes, it is ours.\r\n";
        assert_eq!(take(&app, answer.as_bytes()).await, Taken::Answer(begun.reference.clone()));
        assert!(matches!(take(&app, &message(1)).await, Taken::Draft(_)));
        assert_eq!(says_anything(&app).await, [true, true, true]);
        let case_id = app.submission(begun.submission_id).await.case_id;
        assert!(store::erasing::erase(&app.db, case_id).await.unwrap());
        assert_eq!(says_anything(&app).await, [false, false, true]);
        // That they were read stays.
        assert!(matches!(take(&app, &message(0)).await, Taken::Before(_)));
        assert!(matches!(take(&app, answer.as_bytes()).await, Taken::Before(_)));
    }
}

#[test]
fn the_command_counts_names_what_it_cannot_read_and_adds_nothing_twice() {
    let folder = folder();
    std::fs::write(folder.path().join("inbox.mbox"), mbox()).unwrap();
    let summary = |output: &std::process::Output| {
        let said = String::from_utf8(output.stdout.clone()).unwrap();
        said.lines().next().unwrap_or_default().to_owned()
    };
    let noise = MESSAGES - CASES - THOUGHTS - MALFORMED;
    let first = run(folder.path(), &["intake", "inbox.mbox"]);
    assert!(first.status.success(), "{first:?}");
    assert_eq!(
        summary(&first),
        format!(
            "Emails: {MESSAGES}. Drafts: {CASES}. Thoughts: {THOUGHTS}. Letters: 0. Left alone: {noise}. Could not be read: {MALFORMED}. Read before: 0."
        )
    );
    let named = String::from_utf8(first.stderr).unwrap();
    assert_eq!(
        named.matches("inbox.mbox, message ").count(),
        MALFORMED,
        "{named}"
    );
    let second = run(folder.path(), &["intake", "inbox.mbox"]);
    assert!(second.status.success(), "{second:?}");
    assert_eq!(
        summary(&second),
        format!(
            "Emails: {MESSAGES}. Drafts: 0. Thoughts: 0. Letters: 0. Left alone: 0. Could not be read: 0. Read before: {MESSAGES}."
        )
    );
}

#[test]
fn a_folder_is_read_by_name_and_what_is_no_email_passed_over() {
    let folder = folder();
    let mails = folder.path().join("mails/older");
    std::fs::create_dir_all(&mails).unwrap();
    std::fs::write(mails.join("one.eml"), message(0)).unwrap();
    std::fs::write(mails.join("two.EML"), message(1)).unwrap();
    std::fs::write(mails.join("plan.pdf"), b"%PDF-1.7").unwrap();
    let output = run(folder.path(), &["intake", "mails"]);
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(
        output.status.success() && said.starts_with("Emails: 2. Drafts: 2."),
        "{said}"
    );
    assert!(
        said.contains("Passed over, no email: mails/older/plan.pdf"),
        "{said}"
    );
    let missing = casebook(folder.path())
        .args(["intake", "nowhere"])
        .output()
        .unwrap();
    assert_eq!(missing.status.code(), Some(1), "{missing:?}");
}

#[test]
fn one_file_that_cannot_be_read_does_not_keep_the_others_from_it() {
    use std::os::unix::fs::PermissionsExt;
    let folder = folder();
    let mails = folder.path().join("mails");
    std::fs::create_dir_all(mails.join("shut")).unwrap();
    let notes = "From Ana at Leeds: we met every Tuesday.\n\nMore of it.\n";
    std::fs::write(mails.join("a-notes.txt"), notes).unwrap();
    let shut = [mails.join("b.eml"), mails.join("shut")];
    std::fs::write(&shut[0], message(0)).unwrap();
    std::fs::write(mails.join("z.eml"), message(1)).unwrap();
    for path in &shut {
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o000)).unwrap();
    }
    // Nothing is shut for root.
    let is_shut = std::fs::read(&shut[0]).is_err();
    for _ in 0..2 {
        let output = run(folder.path(), &["intake", "mails"]);
        let said = String::from_utf8(output.stdout).unwrap();
        let named = String::from_utf8(output.stderr).unwrap();
        let emails = if is_shut { 1 } else { 2 };
        assert!(said.starts_with(&format!("Emails: {emails}. ")), "{said}");
        assert!(
            said.contains("Passed over, no email: mails/a-notes.txt"),
            "{said}"
        );
        for path in ["mails/b.eml: it cannot", "mails/shut: it cannot"] {
            assert_eq!(named.contains(path), is_shut, "{named}");
        }
        assert_eq!(named.contains("2 of the files"), is_shut, "{named}");
        assert_eq!(output.status.code(), Some(i32::from(is_shut)), "{named}");
    }
    std::fs::set_permissions(&shut[1], std::fs::Permissions::from_mode(0o700)).unwrap();
}
