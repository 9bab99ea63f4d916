//! Every way in which the program writes: one row for each, made ready to be done once.

use crate::sample;
use crate::submit::steps;
use crate::support::complete_case::answers_of;
use crate::support::{PASSWORD, Page, TestApp, Visitor};
use case_study::mail_templates::Mail;
use case_study::{Move, Role, Section, Status};
use futures::future::BoxFuture;
use store::by_operator::{self, Change};
use store::history::Actor;
use store::{DAY_MS, accounts, dead_letters, imports, mailed_links, outbox};

/// A write that can be done: whether it was acknowledged. What was refused can be done again as it is.
pub type Ready = Box<dyn Fn() -> BoxFuture<'static, bool> + Send + Sync>;

/// Makes it ready in an installation, again and again.
pub type MakeReady = fn(TestApp) -> BoxFuture<'static, Ready>;

/// Its name, and what makes it ready.
pub type Write = (&'static str, MakeReady);

macro_rules! writes {
    ($($name:ident),+ $(,)?) => {
        &[$((stringify!($name), |app| Box::pin($name(app)))),+]
    };
}

pub const WRITES: &[Write] = writes![
    begin,
    begin_corrected,
    save,
    autosave,
    send,
    send_again,
    withdraw,
    ask_for_a_code,
    unlock,
    sign_in,
    sign_out,
    take_on,
    give_back,
    tag,
    edit,
    request_changes,
    approve,
    publish,
    approve_and_publish,
    decline,
    reopen,
    take_down,
    put_back,
    retag_public,
    edit_public,
    edit_compiled,
    mark_sensitive,
    choose_notices,
    concern,
    claim,
    ask,
    confirm_question,
    handle_message,
    mail_again,
    mail_settled,
    all_mails_again,
    hand_over_a_mail,
    import,
    add_account,
    change_role,
    change_password,
    disable_account,
    invite,
    take_up_an_invitation,
    change_role_in_browser,
    ask_for_a_new_password,
    change_own_password,
    forget_old_mails,
];

/// Made ready and done: whether it was acknowledged.
pub async fn done(ready: impl Future<Output = Ready>) -> bool {
    let attempt = ready.await;
    attempt().await
}

fn ready<F>(attempt: impl Fn() -> F + Send + Sync + 'static) -> Ready
where
    F: Future<Output = bool> + Send + 'static,
{
    Box::new(move || Box::pin(attempt()))
}

/// The form as it stands, with these fields; sent later.
fn form(who: &Visitor, page: &Page, css: &str, changed: &[(&str, &str)]) -> Ready {
    let (path, fields) = Visitor::filled(page, css, changed);
    post(who, path, fields)
}

fn post(who: &Visitor, path: String, fields: Vec<(String, String)>) -> Ready {
    let who = who.clone();
    ready(move || {
        let (who, path, fields) = (who.clone(), path.clone(), fields.clone());
        async move {
            let fields: Vec<(&str, &str)> = fields
                .iter()
                .map(|(name, value)| (name.as_str(), value.as_str()))
                .collect();
            acknowledged(&who.post(&path, &fields).await)
        }
    })
}

/// Whoever posted a form is told that it is done by being sent on, and by nothing else.
fn acknowledged(page: &Page) -> bool {
    page.status() == 303
}

async fn begin(app: TestApp) -> Ready {
    let who = app.visitor();
    let page = who.get("/submit/new").await.expect(200);
    let fields = [("title", "Tea"), ("email", &fresh_address())];
    form(&who, &page, "form.form", &fields)
}

/// An address that was never mailed: each may be mailed a few times only.
fn fresh_address() -> String {
    format!("{}@museum.example", hex::encode(store::random_bytes::<6>()))
}

async fn begin_corrected(app: TestApp) -> Ready {
    let who = app.visitor();
    let page = who.get("/submit/new").await.expect(200);
    let first = [("title", "Tee"), ("email", &fresh_address())];
    drop(who.submit(&page, "form.form", &first).await.expect(303));
    let fields = [("title", "Tea"), ("email", &fresh_address())];
    form(&who, &page, "form.form", &fields)
}

async fn save(app: TestApp) -> Ready {
    let who = app.visitor();
    let reference = steps::begin(&who, "Tea", "").await;
    let page = who
        .get(&format!("/submit/{reference}/care"))
        .await
        .expect(200);
    let fields = [("team_care", "We talked."), ("action", "later")];
    form(&who, &page, "form.section-form", &fields)
}

async fn autosave(app: TestApp) -> Ready {
    let who = app.visitor();
    let reference = steps::begin(&who, "Tea", "").await;
    let page = who
        .get(&format!("/submit/{reference}/care"))
        .await
        .expect(200);
    let call = serde_json::json!({
        "reference": reference,
        "section": "care",
        "base": page.value("base"),
        "answers": [["team_care", "We talked."]],
    });
    ready(move || {
        let (who, call) = (who.clone(), call.clone());
        async move {
            let answer = who.post_json("/api/fn/save_draft", &call).await;
            answer.status() == 200 && answer.json().get("Saved").is_some()
        }
    })
}

/// A draft that could be sent, in the hands of a visitor.
async fn complete(app: &TestApp) -> (Visitor, i64, String) {
    let who = app.submitter().await;
    let reference = steps::begin(&who, "Tea", "").await;
    let id = steps::submission(app, &reference).await.id;
    for section in Section::FORM {
        let answers = answers_of(*section);
        app.answer(id, *section, &answers).await;
    }
    (who, id, reference)
}

async fn send(app: TestApp) -> Ready {
    let (who, _, reference) = complete(&app).await;
    declare(&who, &reference).await
}

async fn declare(who: &Visitor, reference: &str) -> Ready {
    let page = who
        .get(&format!("/submit/{reference}/check"))
        .await
        .expect(200);
    form(who, &page, "form.submit-declare", &steps::all_declared())
}

async fn send_again(app: TestApp) -> Ready {
    let (who, id, reference) = complete(&app).await;
    app.send(id).await;
    app.make(id, &Move::StartReview, &Actor::operator()).await;
    let changes = Move::RequestChanges {
        reason: String::new(),
        field: String::new(),
        message: String::new(),
    };
    app.make(id, &changes, &Actor::operator()).await;
    let care = [("team_care", "We talked after each session.".to_owned())];
    app.answer(id, Section::Care, &care).await;
    declare(&who, &reference).await
}

async fn withdraw(app: TestApp) -> Ready {
    let (who, id, reference) = complete(&app).await;
    app.send(id).await;
    let path = format!("/submit/{reference}/withdraw");
    let page = who.get(&path).await.expect(200);
    form(&who, &page, &steps::form_of(&path), &[])
}

/// A draft with its mailed link.
async fn linked(app: &TestApp) -> (i64, String) {
    let reference = steps::begin(&app.visitor(), "Tea", &fresh_address()).await;
    let id = steps::submission(app, &reference).await.id;
    let tx = app.db.begin().await.expect("a transaction");
    let token = mailed_links::issue_link(&tx, id).await.expect("a link");
    tx.commit().await.expect("it is stored");
    (id, token)
}

async fn ask_for_a_code(app: TestApp) -> Ready {
    let (_, token) = linked(&app).await;
    post(&app.visitor(), format!("/track/{token}/code"), vec![])
}

async fn unlock(app: TestApp) -> Ready {
    let (_, token) = linked(&app).await;
    let who = app.visitor();
    drop(
        who.post(&format!("/track/{token}/code"), &[])
            .await
            .expect(303),
    );
    let mails = app.mails().await;
    let text = &mails.last().expect("a mail").text;
    let (_, after) = text.split_once("Your code is ").expect("a code");
    let code = vec![("code".to_owned(), after[..6].to_owned())];
    post(&who, format!("/track/{token}/unlock"), code)
}

async fn sign_in(app: TestApp) -> Ready {
    let (_, email) = app.account(Role::Moderator).await;
    let fields = vec![
        ("email".to_owned(), email),
        ("password".to_owned(), PASSWORD.to_owned()),
    ];
    post(&app.visitor(), "/account/sign-in".to_owned(), fields)
}

fn fields(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    let owned = pairs.iter();
    owned
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
        .collect()
}

async fn invite(app: TestApp) -> Ready {
    let address = fresh_address();
    let typed = [("email", &*address), ("name", "Ana"), ("role", "moderator")];
    let admin = app.admin().await;
    post(&admin, "/moderate/people".to_owned(), fields(&typed))
}

async fn take_up_an_invitation(app: TestApp) -> Ready {
    assert!(done(invite(app.clone())).await);
    let mails = app.mails().await;
    let mut links = mails.iter().flat_map(|mail| mail.links());
    let link = links
        .rfind(|link| link.starts_with("/account/invitation/"))
        .expect("a link");
    let typed = [("name", "Ana"), ("password", PASSWORD)];
    post(&app.visitor(), link, fields(&typed))
}

async fn change_role_in_browser(app: TestApp) -> Ready {
    let (id, _) = app.account(Role::Submitter).await;
    let path = format!("/moderate/people/{id}/role");
    post(&app.admin().await, path, fields(&[("role", "moderator")]))
}

async fn ask_for_a_new_password(app: TestApp) -> Ready {
    let (_, email) = app.account(Role::Submitter).await;
    let typed = fields(&[("email", &email)]);
    post(&app.visitor(), "/account/forgotten".to_owned(), typed)
}

async fn change_own_password(app: TestApp) -> Ready {
    let typed = [("current", PASSWORD), ("password", "another calm room")];
    let path = "/account/password".to_owned();
    post(&app.submitter().await, path, fields(&typed))
}

async fn sign_out(app: TestApp) -> Ready {
    post(
        &app.moderator().await,
        "/account/sign-out".to_owned(),
        vec![],
    )
}

/// The button or form of a decision on a submission that stands at a status.
async fn decision(app: &TestApp, status: Status, action: &str, fields: &[(&str, &str)]) -> Ready {
    let (_, reference) = app.standing_at(status, "Tea and objects").await;
    let who = app.moderator().await;
    decision_on(&who, &reference, action, fields).await
}

async fn decision_on(
    who: &Visitor,
    reference: &str,
    action: &str,
    fields: &[(&str, &str)],
) -> Ready {
    let path = format!("/moderate/cases/{reference}");
    let (page, css) = match action {
        "changes" | "decline" | "take-down" | "restore" => {
            (format!("{path}/{action}"), "form.letter".to_owned())
        }
        "tags" => (format!("{path}/tags"), "form.tags-form".to_owned()),
        "edit" => (format!("{path}/edit"), "form.edit-form".to_owned()),
        button => (path, format!("form[action$='/{button}']")),
    };
    let page = who.get(&page).await.expect(200);
    form(who, &page, &css, fields)
}

async fn take_on(app: TestApp) -> Ready {
    decision(&app, Status::Submitted, "assign", &[]).await
}

async fn give_back(app: TestApp) -> Ready {
    let (_, reference) = app.standing_at(Status::Submitted, "Tea and objects").await;
    let who = app.moderator().await;
    assert!(done(decision_on(&who, &reference, "assign", &[])).await);
    decision_on(&who, &reference, "give-back", &[]).await
}

async fn tag(app: TestApp) -> Ready {
    let fields = [("themes", "homelessness"), ("strand", "workforce")];
    decision(&app, Status::InReview, "tags", &fields).await
}

async fn edit(app: TestApp) -> Ready {
    let fields = [("did", "We drank tea."), ("weight", "meaning")];
    decision(&app, Status::InReview, "edit", &fields).await
}

async fn request_changes(app: TestApp) -> Ready {
    let fields = [
        ("reason", "jargon"),
        ("field", "need"),
        ("message", "Please say what an MDT is."),
    ];
    decision(&app, Status::InReview, "changes", &fields).await
}

async fn approve(app: TestApp) -> Ready {
    decision(&app, Status::InReview, "approve", &[]).await
}

async fn publish(app: TestApp) -> Ready {
    decision(&app, Status::Approved, "publish", &[]).await
}

async fn approve_and_publish(app: TestApp) -> Ready {
    decision(&app, Status::InReview, "approve-and-publish", &[]).await
}

async fn decline(app: TestApp) -> Ready {
    let fields = [
        ("reason", "out-of-scope"),
        ("message", "It was a pleasure to read."),
    ];
    decision(&app, Status::InReview, "decline", &fields).await
}

async fn reopen(app: TestApp) -> Ready {
    decision(&app, Status::Declined, "reopen", &[]).await
}

async fn mark_sensitive(app: TestApp) -> Ready {
    decision(&app, Status::InReview, "sensitive", &[]).await
}

async fn choose_notices(app: TestApp) -> Ready {
    let who = app.moderator().await;
    let page = who.get("/account").await.expect(200);
    form(&who, &page, "form.notices", &[("notices", "off")])
}

async fn take_down(app: TestApp) -> Ready {
    let fields = [("message", "A person asked us to.")];
    decision(&app, Status::Published, "take-down", &fields).await
}

async fn put_back(app: TestApp) -> Ready {
    let (_, reference) = app.standing_at(Status::Published, "Tea and objects").await;
    let who = app.moderator().await;
    let fields = [("message", "A person asked us to.")];
    assert!(done(decision_on(&who, &reference, "take-down", &fields)).await);
    let fields = [("message", "They agree to it now, by phone.")];
    decision_on(&who, &reference, "restore", &fields).await
}

async fn retag_public(app: TestApp) -> Ready {
    let fields = [("themes", "homelessness"), ("strand", "workforce")];
    decision(&app, Status::Published, "tags", &fields).await
}

async fn edit_public(app: TestApp) -> Ready {
    let fields = [("did", "We drank tea."), ("weight", "protection")];
    decision(&app, Status::Published, "edit", &fields).await
}

async fn edit_compiled(app: TestApp) -> Ready {
    let who = app.moderator().await;
    let path = "/moderate/bank/house-of-memories/edit/hard";
    let mut page = who.get(path).await;
    if page.status() != 200 {
        app.import_sample().await;
        page = who.get(path).await.expect(200);
    }
    let words = format!("It rained {}.", hex::encode(store::random_bytes::<4>()));
    let fields = [("hard", words.as_str()), ("weight", "meaning")];
    form(&who, &page, "form.edit-form", &fields)
}

const CASE: &str = "/case-studies/house-of-memories";

async fn reader_form(app: &TestApp, kind: &str, fields: &[(&str, &str)]) -> Ready {
    let who = app.visitor();
    let mut page = who.get(&format!("{CASE}/{kind}")).await;
    if page.status() != 200 {
        app.import_sample().await;
        sample::change_content(&app.db, "house-of-memories", |content| {
            content.contact_by_readers = true;
            content.contact_email = "team@museum.example".into();
        })
        .await;
        page = who.get(&format!("{CASE}/{kind}")).await.expect(200);
    }
    form(&who, &page, "main form", fields)
}

async fn concern(app: TestApp) -> Ready {
    let fields = [
        ("reason", "identifies-person"),
        ("text", "It names a child."),
    ];
    reader_form(&app, "concern", &fields).await
}

async fn claim(app: TestApp) -> Ready {
    let fields = [
        ("kind", "claim"),
        ("name", "Learning team"),
        ("email", "learning@museum.example"),
        ("text", "It ended in 2021, and 40 people came."),
    ];
    reader_form(&app, "claim", &fields).await
}

async fn ask(app: TestApp) -> Ready {
    let address = fresh_address();
    let fields = [
        ("name", "Ana Reader"),
        ("email", address.as_str()),
        ("text", "How did you find the first twelve?"),
    ];
    reader_form(&app, "ask", &fields).await
}

async fn confirm_question(app: TestApp) -> Ready {
    assert!(done(ask(app.clone())).await);
    let mails = app.mails().await;
    let links = mails.last().expect("a mail").links();
    let link = links.iter().find(|link| link.starts_with("/ask/"));
    let who = app.visitor();
    let page = who.get(link.expect("a link")).await.expect(200);
    form(&who, &page, "main form", &[])
}

async fn handle_message(app: TestApp) -> Ready {
    assert!(done(concern(app.clone())).await);
    let who = app.moderator().await;
    let list = who.get("/moderate/messages").await.expect(200);
    let message = list.one("tbody th a").attr("href").expect("a message");
    let page = who.get(&message).await.expect(200);
    form(
        &who,
        &page,
        "form[action$='/handle']",
        &[("note", "Took the sentence out.")],
    )
}

/// Two mails that the other side refused for good.
async fn refused(app: &TestApp) -> (Visitor, Page) {
    app.mails().await;
    for _ in 0..2 {
        queue_a_mail(app).await;
        let claimed = outbox::claim(&app.db)
            .await
            .expect("an outbox")
            .expect("a job");
        let failed = outbox::fail(&app.db, &claimed, "550", true).await;
        assert!(failed.expect("an outbox"));
    }
    let who = app.moderator().await;
    let page = who.get("/moderate/mails").await.expect(200);
    (who, page)
}

async fn queue_a_mail(app: &TestApp) {
    let mail = Mail {
        subject: "We have your case study".to_owned(),
        body: "Hello".to_owned(),
        ..Mail::default()
    };
    let tx = app.db.begin().await.expect("a transaction");
    let queued = outbox::enqueue_mail(&tx, &fresh_address(), mail).await;
    queued.expect("a job");
    tx.commit().await.expect("it is stored");
}

async fn mail_again(app: TestApp) -> Ready {
    let (who, page) = refused(&app).await;
    form(&who, &page, "tr:nth-child(1) form[action$='/again']", &[])
}

async fn mail_settled(app: TestApp) -> Ready {
    let (who, page) = refused(&app).await;
    form(&who, &page, "tr:nth-child(1) form[action$='/settled']", &[])
}

async fn all_mails_again(app: TestApp) -> Ready {
    let (who, page) = refused(&app).await;
    form(&who, &page, "form[action='/moderate/mails/again']", &[])
}

async fn hand_over_a_mail(app: TestApp) -> Ready {
    app.mails().await;
    queue_a_mail(&app).await;
    ready(move || {
        let app = app.clone();
        async move { app.work_once().await.is_ok() }
    })
}

async fn import(app: TestApp) -> Ready {
    let text = include_str!("../../../sample/cases.json");
    let mut cases = case_study::import::read(text).expect("the sample bank is right");
    // As new each time.
    let name = hex::encode(store::random_bytes::<6>());
    for case in &mut cases {
        case.id = format!("{name}-{}", case.id);
    }
    cases.truncate(2);
    ready(move || {
        let (app, cases) = (app.clone(), cases.clone());
        async move { imports::import(&app.db, &cases, |_| {}).await.is_ok() }
    })
}

async fn add_account(app: TestApp) -> Ready {
    let address = fresh_address();
    ready(move || {
        let (app, address) = (app.clone(), address.clone());
        async move {
            let hash = "not a hash".to_owned();
            let added = accounts::add(&app.db, &address, "Sam", Role::Moderator, hash).await;
            added.is_ok()
        }
    })
}

async fn changed_account(app: TestApp, change: Change) -> Ready {
    let (_, email) = app.account(Role::Submitter).await;
    ready(move || {
        let (app, email, change) = (app.clone(), email.clone(), change.clone());
        async move {
            by_operator::change(&app.db, &email, change, false)
                .await
                .is_ok()
        }
    })
}

async fn change_role(app: TestApp) -> Ready {
    changed_account(app, Change::Role(Role::Admin)).await
}

async fn change_password(app: TestApp) -> Ready {
    changed_account(app, Change::Password("not a hash".to_owned())).await
}

async fn disable_account(app: TestApp) -> Ready {
    changed_account(app, Change::Disable).await
}

async fn forget_old_mails(app: TestApp) -> Ready {
    drop(refused(&app).await);
    // Beyond the time for which they are kept.
    app.clock.advance(400 * DAY_MS);
    ready(move || {
        let app = app.clone();
        async move { dead_letters::forget(&app.db).await.is_ok() }
    })
}
