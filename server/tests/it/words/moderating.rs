//! The pages of moderators: the queue, a case at every status, letters, tags, messages, mails.

use super::seen::Reader;
use crate::submit::steps::words;
use crate::support::{TestApp, Visitor};
use case_study::mail_templates::Mail;
use case_study::reader_message::{MessageKind, Written as Message};
use case_study::{Decision, Move, Status, Vocabulary};
use store::correspondence::Written;
use store::history::Actor;
use store::{correspondence, outbox, reader_messages};

const MESSAGE: &str = "How many of them said so? A number is enough.";
const LETTER: &str = "form.letter";
const TAGS: &str = "form.tags-form";

/// The queue, and a case at every status with all that can be opened from it.
pub async fn every_status(read: &mut Reader, app: &TestApp) {
    let sam = app.moderator().await;
    read.opens(&sam, "/moderate").await;
    read.opens(&sam, "/moderate?strand=workforce&status=declined")
        .await;
    for status in Status::ALL {
        let (_, reference) = app.standing_at(*status, "Tea and objects").await;
        let case = format!("/moderate/cases/{reference}");
        read.opens(&sam, &case).await;
        for page in [
            "tags",
            "ask-yes",
            "edit",
            "edit?part=museum",
            "edit/did",
            "prepare",
            "changes",
            "decline",
            "take-down",
            "approve-and-publish",
            "approve",
            "publish",
            "reopen",
            "call-back",
            "restore",
            "finish",
            "feature",
            "unfeature",
            "letter",
            "preview",
        ] {
            read.opens(&sam, &format!("{case}/{page}")).await;
        }
        let codes = Decision::ALL.map(|decision| decision.words().done.code);
        for code in codes.into_iter().chain([
            "planned",
            "called-off",
            "tagged",
            "tags-kept",
            "saved-only",
            "wrote",
            "seen",
            "handed-over",
            "edited",
            "protected",
            "text-kept",
            "prepared",
            "joined",
        ]) {
            read.opens(&sam, &format!("{case}?done={code}")).await;
        }
    }
    for query in [
        "",
        "?page=9",
        "?status=published&assigned=me",
        "?tab=came-back",
        "?tab=mine",
        "?tab=with-museum",
        "?tab=awaiting-yes&silent=yes",
        "?tab=done",
        "?q=tea",
        "?q=nothing+has+this",
    ] {
        read.opens(&sam, &format!("/moderate{query}")).await;
    }
    several(read, app, &sam).await;
}

/// What is said of things that are done with several, and the help for keys.
async fn several(read: &mut Reader, app: &TestApp, sam: &Visitor) {
    app.account(case_study::Role::Moderator).await;
    let queue = read.opens(sam, "/moderate?q=tea").await;
    let rows: Vec<String> = queue
        .select("tbody input[name=row]")
        .into_iter()
        .filter_map(|one| one.attr("value"))
        .collect();
    let to = queue
        .select("#bulk-to option")
        .into_iter()
        .filter_map(|one| one.attr("value"))
        .find(|value| !value.is_empty())
        .expect("a colleague");
    for (deed, to) in [("assign", ""), ("assign", to.as_str()), ("remind", "")] {
        let mut fields: Vec<(&str, &str)> = rows.iter().map(|row| ("row", row.as_str())).collect();
        fields.extend([("do", deed), ("to", to), ("back", "q=tea")]);
        for _ in 0..2 {
            let page = sam.post("/moderate/bulk", &fields).await;
            read.page(&page);
        }
    }
    let account = read.opens(sam, "/account").await;
    let keys = "form[action='/account/keys']";
    drop(sam.submit(&account, keys, &[("keys", "on")]).await);
    read.opens(sam, "/account").await;
    read.opens(sam, "/moderate").await;
}

/// Opens a page, presses a button of it and reads the page that follows.
async fn press(read: &mut Reader, moderator: &Visitor, path: &str, action: &str) {
    let page = read.opens(moderator, path).await;
    let form = format!("form[action$='/{action}']");
    read.sends(moderator, &page, &form, &[]).await;
}

/// Others like a submission, and every answer to whoever makes it a version of one of them.
pub async fn what_is_like_another(read: &mut Reader, app: &TestApp) {
    let sam = app.moderator().await;
    let (first, public) = app.standing_at(Status::Published, "Walks and words").await;
    let (_, other) = app.sent("Walks and words").await;
    let (id, reference) = app.sent("Walks and words again").await;
    let case = format!("/moderate/cases/{reference}");
    let page = read.opens(&sam, &case).await;
    let version = app.submission(id).await.version.to_string();
    for named in [public.as_str(), &other, &reference, "no-such-page"] {
        let typed = [("version", version.as_str()), ("case", named)];
        let answer = sam.post(&format!("{case}/join"), &typed).await;
        read.lands(&sam, answer).await;
    }
    let question = sam.submit(&page, "ul.similar form", &[]).await;
    read.sends(&sam, &question, "form.actions", &[]).await;
    // Too late now, and in the way of the other.
    read.sends(&sam, &question, "form.actions", &[]).await;
    let late = read.opens(&sam, &format!("/moderate/cases/{other}")).await;
    read.sends(&sam, &late, "ul.similar form", &[]).await;
    // Its museum is asked, and says so.
    app.make(id, &Move::Withdraw, &Actor::submitter()).await;
    let (draft, own) = app.draft("Walks and words").await;
    let museum = app.museum_of(draft, &own).await;
    let check = format!("/submit/{own}/check");
    let said = format!("form[action='/submit/{own}/version-of']");
    let page = read.opens(&museum, &check).await;
    read.sends(&museum, &page, &said, &[]).await;
    app.send(draft).await;
    read.opens(&museum, &format!("/submit/{own}/sent")).await;
    read.opens(&sam, &format!("/moderate/cases/{own}")).await;
    assert_eq!(app.submission(first).await.status, Status::Published);
}

/// Letters with every reason, tags, and two moderators at one case.
pub async fn letters_and_tags(read: &mut Reader, app: &TestApp) {
    let (sam, ana) = (app.moderator().await, app.moderator().await);
    let (id, reference) = app.sent("Objects and tea").await;
    let case = format!("/moderate/cases/{reference}");
    let before = ana.get(&case).await;
    press(read, &sam, &case, "assign").await;
    read.opens(&ana, &case).await;
    let assign = "form[action$='/assign']";
    read.sends(&ana, &before, assign, &[]).await;

    let page = read.opens(&sam, &case).await;
    let own = [("note", "How many came?"), ("then", "next")];
    for missing in [&own[..], &own[1..]] {
        read.sends(&sam, &page, "form[action$='/ask']", missing)
            .await;
    }

    for (page, reasons) in [
        ("changes", Vocabulary::ReturnReason),
        ("decline", Vocabulary::DeclineReason),
    ] {
        let form = read.opens(&sam, &format!("{case}/{page}")).await;
        read.sends(&sam, &form, LETTER, &[]).await;
        for reason in reasons.terms() {
            let preview = [
                ("reason", reason.slug),
                ("message", MESSAGE),
                ("preview", "yes"),
            ];
            read.sends(&sam, &form, LETTER, &preview).await;
        }
    }

    let form = read.opens(&sam, &format!("{case}/letter")).await;
    let shown = [("message", MESSAGE), ("preview", "yes")];
    for answers in [&[][..], &shown, &[("message", MESSAGE)]] {
        read.sends(&sam, &form, LETTER, answers).await;
    }
    let museum = Actor::submitter();
    let key = store::fresh_token();
    let wrote = correspondence::write_to_us(&app.db, &museum, id, &key, "Any news?").await;
    assert_eq!(wrote.expect("stored"), Written::Written);
    read.opens(&sam, "/moderate").await;
    press(read, &sam, &case, "seen").await;

    let tags = read.opens(&sam, &format!("{case}/tags")).await;
    read.sends(&sam, &tags, TAGS, &[]).await;
    let put = [
        ("themes", "line-management"),
        ("second_strand", "workforce"),
    ];
    read.sends(&sam, &tags, TAGS, &put).await;
    let late = [("themes", "carers")];
    read.sends(&ana, &tags, TAGS, &late).await;

    let changes = format!("{case}/changes");
    let (hers, his) = (ana.get(&changes).await, sam.get(&changes).await);
    let words = [
        ("reason", "numbers-unclear"),
        ("field", "changed"),
        ("message", MESSAGE),
    ];
    read.sends(&sam, &his, LETTER, &words).await;
    assert_eq!(app.submission(id).await.status, Status::ChangesRequested);
    read.sends(&ana, &hers, LETTER, &words).await;
    app.send(id).await;
    read.opens(&sam, &case).await;
    app.make(id, &Move::StartReview, &Actor::operator()).await;

    // A session that ended while they wrote.
    let letter = sam.get(&changes).await;
    read.sends(&app.visitor(), &letter, LETTER, &words).await;

    for action in ["approve", "reopen", "approve", "publish"] {
        press(read, &sam, &case, action).await;
    }
    let down = read.opens(&sam, &format!("{case}/take-down")).await;
    read.sends(&sam, &down, LETTER, &[]).await;
    let why = [("message", MESSAGE)];
    read.sends(&sam, &down, LETTER, &why).await;
    read.sends(&sam, &down, LETTER, &why).await;
    let back = read.opens(&sam, &format!("{case}/restore")).await;
    read.sends(&sam, &back, LETTER, &[]).await;
    read.sends(&sam, &back, LETTER, &why).await;
    for action in ["finish", "confirm", "feature", "unfeature"] {
        press(read, &sam, &case, action).await;
    }
    assert_eq!(app.submission(id).await.status, Status::Published);
}

/// A story in its museum's own words, and a case that was compiled: both are edited.
pub async fn what_is_prepared_and_edited(read: &mut Reader, app: &TestApp) {
    let (museum, sam) = (app.visitor(), app.moderator().await);
    let page = museum.get("/submit/short").await.expect(200);
    let story = words(50);
    let told = [
        ("own_words", story.as_str()),
        ("museum", "Example Museum"),
        ("town", "Exampleton"),
        ("contact_email", "ana@museum.example"),
        ("declarations", "send"),
        ("declarations", "prepare"),
    ];
    let sent = museum.submit(&page, "form.form", &told).await.expect(303);
    let reference = sent.location().split('/').nth(2).expect("a reference");
    let case = format!("/moderate/cases/{reference}");
    press(read, &sam, &case, "assign").await;
    read.opens(&sam, &format!("{case}/ask-yes")).await;
    let path = format!("{case}/prepare");
    let old = read.opens(&sam, &path).await;
    let long = words(70);
    for answers in [
        &[("summary", long.as_str())][..],
        &[("put", "yes"), ("into-1", "did")],
        &[("summary", "We drank tea.")],
    ] {
        read.sends(&sam, &old, "form.prepare", answers).await;
    }
    for page in ["/edit/did", "/preview", ""] {
        read.opens(&sam, &format!("{case}{page}")).await;
    }

    let bank = "/moderate/bank/house-of-memories";
    for page in ["", "/tags", "/edit", "/edit?part=museum"] {
        read.opens(&sam, &format!("{bank}{page}")).await;
    }
    let edit = read.opens(&sam, &format!("{bank}/edit/did")).await;
    for answers in [&[][..], &[("did", "We drank tea."), ("weight", "meaning")]] {
        read.sends(&sam, &edit, "form.edit-form", answers).await;
    }
}

/// Thoughts on the campaign, and emails that were read in.
pub async fn inboxes(read: &mut Reader, app: &TestApp) {
    let sam = app.moderator().await;
    let visitor = app.visitor();
    let page = read.opens(&visitor, "/share-your-thoughts").await;
    let form = "form[action='/share-your-thoughts']";
    read.sends(&visitor, &page, form, &[]).await;
    let typed = [
        ("topic", "Quiet hours"),
        ("text", "They help my mother."),
        ("email", "ana@reader.example"),
    ];
    for _ in 0..2 {
        let page = read.opens(&visitor, "/share-your-thoughts").await;
        read.sends(&visitor, &page, form, &typed).await;
    }
    read.opens(&visitor, "/share-your-thoughts/sent").await;
    read.opens(&sam, "/moderate/thoughts?state=handled").await;
    let list = read.opens(&sam, "/moderate/thoughts").await;
    let links = list.select("tbody a");
    let paths: Vec<String> = links.iter().filter_map(|link| link.attr("href")).collect();
    let [one, other] = &paths[..] else {
        panic!("two thoughts: {paths:?}");
    };
    let old = read.opens(&sam, one).await;
    let answer = "form[action$='/answer']";
    read.sends(&sam, &old, answer, &[]).await;
    read.sends(&sam, &old, answer, &[("answer", "Thank you.")])
        .await;
    read.sends(&sam, &old, answer, &[("answer", "Thank you.")])
        .await;
    press(read, &sam, one, "reopen").await;
    press(read, &sam, other, "handle").await;
    read.opens(&sam, "/moderate/thoughts?state=handled").await;
    for why in case_study::intake::Why::ALL {
        let address = format!(
            "/moderate/intake?outcome=left_alone&done=left-{}",
            why.slug()
        );
        read.opens(&sam, &address).await;
    }
    let drafts = ["draft", "draft-later-1800000000000", "draft-not-asked"];
    for done in drafts.into_iter().chain(["thought", "answer", "before"]) {
        read.opens(&sam, &format!("/moderate/intake?done={done}"))
            .await;
    }
}

/// Messages of every kind, opened, dealt with and opened again.
pub async fn messages(read: &mut Reader, app: &TestApp) {
    let sam = app.moderator().await;
    read.opens(&sam, "/moderate/messages").await;
    read.opens(&sam, "/moderate/messages?state=handled").await;
    let reasons = Vocabulary::ConcernReason.terms().iter();
    let concerns = reasons.map(|term| (MessageKind::Concern, term.slug, ""));
    let others = [MessageKind::Claim, MessageKind::Correction];
    let others = others.map(|kind| (kind, "", "ana@reader.example"));
    for (kind, reason, email) in concerns.chain(others) {
        let new = reader_messages::NewMessage {
            slug: "house-of-memories".into(),
            kind,
            written: Message {
                kind: kind.slug().into(),
                reason: reason.into(),
                name: "Ana Reader".into(),
                email: email.into(),
                text: "A number on this page is not right.".into(),
            },
            key: store::fresh_token(),
        };
        let context = app.state.settings.mail_context();
        let received = reader_messages::receive(&app.db, &context, &new).await;
        assert!(received.expect("stored"));
    }
    read.opens(&sam, "/moderate").await;
    let list = read.opens(&sam, "/moderate/messages").await;
    let links = list.select("tbody a");
    let paths: Vec<String> = links.iter().filter_map(|link| link.attr("href")).collect();
    for path in &paths {
        read.opens(&sam, path).await;
    }
    let one = paths.first().expect("a message");
    let handle = "form[action$='/handle']";
    let old = sam.get(one).await;
    read.sends(&sam, &old, handle, &[]).await;
    press(read, &sam, one, "take-down").await;
    let note = [("note", "The number was corrected.")];
    let now = sam.get(one).await;
    read.sends(&sam, &now, handle, &note).await;
    read.sends(&sam, &old, handle, &note).await;
    read.opens(&sam, "/moderate/messages?state=handled").await;
    press(read, &sam, one, "reopen").await;
}

/// What two people decide on, what a colleague is reading, and what is asked of whoever decides alone.
pub async fn who_decides(read: &mut Reader, app: &TestApp) {
    let (sam, ana) = (app.moderator().await, app.moderator().await);
    read.opens(&sam, "/account").await;
    let (_, reference) = app.sent("Tea for two").await;
    let case = format!("/moderate/cases/{reference}");
    press(read, &sam, &case, "assign").await;
    press(read, &sam, &case, "sensitive").await;
    let page = read.opens(&ana, &case).await;
    read.sends(&ana, &page, "form[action$='/approve']", &[])
        .await;
    press(read, &ana, &case, "second").await;
    press(read, &sam, &case, "sensitive").await;
    press(read, &sam, &case, "approve").await;
}

/// Mails that did not arrive.
pub async fn undelivered(read: &mut Reader, app: &TestApp) {
    let sam = app.moderator().await;
    read.mails(&app.mails().await);
    read.opens(&sam, "/moderate/mails").await;
    for _ in 0..2 {
        let mail = Mail {
            subject: "We have your case study".to_owned(),
            body: "Hello".to_owned(),
            ..Mail::default()
        };
        let tx = app.db.begin().await.expect("a transaction");
        let stored = outbox::enqueue_mail(&tx, "ana@museum.example", mail).await;
        stored.expect("stored");
        tx.commit().await.expect("committed");
        let claimed = outbox::claim(&app.db).await.expect("the outbox");
        let failed = outbox::fail(&app.db, &claimed.expect("a job"), "550", true).await;
        failed.expect("stored");
        read.opens(&sam, "/moderate").await;
        read.opens(&sam, "/moderate/mails").await;
    }
}
