//! What a museum and staff read when what is published is changed, and when what was asked is not answered.

use super::seen::Reader;
use crate::moderate::notes::{note, notes};
use crate::support::TestApp;
use case_study::{Move, Role, Status};
use store::DAY_MS;
use store::history::Actor;

/// A new version by the museum beside one by staff, and what was put aside.
pub async fn versions_and_silence(read: &mut Reader, app: &TestApp) {
    let (id, reference) = app.standing_at(Status::Published, "Tea and objects").await;
    let museum = app.museum_of(id, &reference).await;
    let path = format!("/submit/{reference}");
    let page = read.opens(&museum, &path).await;
    let form = format!("form[action='{path}/new-version']");
    read.sends(&museum, &page, &form, &[]).await;
    let sam = app.moderator().await;
    let by_staff = format!("/moderate/cases/{reference}/new-version");
    for _ in 0..2 {
        let begun = sam.post(&by_staff, &[("version", "1")]).await;
        read.lands(&sam, begun).await;
    }
    let other = app.museum_of(id, &reference).await;
    let refused = other.post(&format!("{path}/new-version"), &[]).await;
    read.lands(&other, refused).await;

    let (id, reference) = app
        .standing_at(Status::ChangesRequested, "Songs and soup")
        .await;
    app.clock.advance(90 * DAY_MS);
    app.carry_out_planned().await;
    assert_eq!(app.submission(id).await.status, Status::Lapsed);
    let museum = app.museum_of(id, &reference).await;
    let path = format!("/submit/{reference}");
    let page = read.opens(&museum, &path).await;
    read.opens(&sam, &format!("/moderate/cases/{reference}"))
        .await;
    read.sends(
        &museum,
        &page,
        &format!("form[action='{path}/resume']"),
        &[],
    )
    .await;

    let (account, _) = app.account(Role::Moderator).await;
    let (id, reference) = app.standing_at(Status::Approved, "Walks and words").await;
    app.plan_publish(id, Some(account)).await;
    read.opens(&sam, &format!("/moderate/cases/{reference}"))
        .await;
    app.make(id, &Move::Reopen, &Actor::operator()).await;
    app.clock.advance(DAY_MS);
    app.carry_out_planned().await;
}

/// Two years on, and a draft that nobody sends.
pub async fn growing_old(read: &mut Reader, app: &TestApp) {
    let (id, reference) = app.standing_at(Status::Published, "Tea and objects").await;
    let (ours, draft) = app.draft("Songs and soup").await;
    app.begun_by_staff(ours).await;
    let sam = app.moderator().await;
    read.opens(&sam, "/moderate/upkeep").await;
    let page = read
        .opens(&sam, &format!("/moderate/cases/{draft}/drop"))
        .await;
    let late = sam
        .post(
            &format!("/moderate/cases/{draft}/drop"),
            &[("version", "0")],
        )
        .await;
    read.lands(&sam, late).await;
    read.sends(&sam, &page, "form.form", &[]).await;
    let gone = sam.get(&format!("/moderate/cases/{reference}/drop")).await;
    read.lands(&sam, gone).await;

    app.clock.advance(731 * DAY_MS);
    app.look_after().await;
    let sam = app.moderator().await;
    read.opens(&sam, "/moderate/upkeep").await;
    let stranger = app.visitor();
    let mails = app.mails().await;
    let links = mails.iter().rev().flat_map(|mail| mail.links());
    let link = links.into_iter().find(|link| link.ends_with("/still-true"));
    let link = link.expect("a link");
    let page = read.opens(&stranger, &link).await;
    let step = stranger
        .submit(&page, "form.form", &[("answer", "true")])
        .await;
    read.sends(&stranger, &step, "form.form", &[("code", "12")])
        .await;
    read.page(&step);
    let museum = app.museum_of(id, &reference).await;
    let path = format!("/submit/{reference}/still-true");
    read.opens(&museum, &format!("/submit/{reference}")).await;
    for answer in ["true", "over"] {
        let page = museum.get(&path).await;
        let done = museum
            .submit(&page, "form.form", &[("answer", answer)])
            .await;
        read.lands(&museum, done).await;
    }
    read.opens(&museum, "/case-studies/tea-and-objects").await;
    what_is_held(read, app).await;
}

/// What is held about an address, and the words that only an operator knows.
async fn what_is_held(read: &mut Reader, app: &TestApp) {
    let visitor = app.visitor();
    let page = read.opens(&visitor, "/my-data").await;
    for address in ["", "ana", "learning@museum.example"] {
        read.sends(&visitor, &page, "form.form", &[("email", address)])
            .await;
    }
    let mails = app.mails().await;
    let mut links = mails.iter().rev().flat_map(|mail| mail.links());
    let link = links.find(|link| link.starts_with("/my-data/"));
    let link = link.expect("a link");
    read.opens(&visitor, &link).await;
    let sure = read.opens(&visitor, &format!("{link}/erase")).await;
    for _ in 0..2 {
        read.sends(&visitor, &sure, "form.form", &[]).await;
    }
    let admin = app.admin().await;
    let form = read.opens(&admin, "/moderate/privacy").await;
    let long = "x".repeat(2_001);
    for words in [long.as_str(), "The Museums Association"] {
        let answers = [("controller", words), ("complaint", "The office for data")];
        read.sends(&admin, &form, "form.form", &answers).await;
    }
    read.sends(&admin, &form, "form.form", &[]).await;
    read.opens(&visitor, "/privacy").await;
}

/// Notes: written, refused, sent as one request, answered on one page, and settled.
pub async fn notes_and_answers(read: &mut Reader, app: &TestApp) {
    const FORM: &str = "form.section-form";
    const LATER: (&str, &str) = ("action", "later");
    let sam = app.moderator().await;
    let (id, reference) = app.standing_at(Status::InReview, "Tea and songs").await;
    let case = format!("/moderate/cases/{reference}");
    for (field, words, reach) in [
        ("did", "Where?", "museum"),
        ("quotation", "Who said it?", "museum"),
        ("did", "They phoned.", "team"),
        ("", "They phoned again.", "team"),
        ("did", "", "museum"),
        ("no_such_field", "Where?", "museum"),
    ] {
        let answer = note(&sam, &reference, field, words, reach).await;
        read.lands(&sam, answer).await;
    }
    let form = read.opens(&sam, &format!("{case}/changes")).await;
    read.sends(&sam, &form, "form.letter", &[("preview", "yes")])
        .await;
    read.sends(&sam, &form, "form.letter", &[]).await;
    assert_eq!(app.submission(id).await.status, Status::ChangesRequested);
    let answer = note(&sam, &reference, "did", "Where?", "museum").await;
    read.lands(&sam, answer).await;
    let own = notes(app, id).await[0].id;
    let gone = [("field", "did"), ("action", "settle")];
    let answer = sam.post(&format!("{case}/notes/{own}"), &gone).await;
    read.lands(&sam, answer).await;

    let museum = app.museum_of(id, &reference).await;
    let draft = format!("/submit/{reference}");
    for page in ["", "/story", "/museum", "/check", "/changes"] {
        read.opens(&museum, &format!("{draft}{page}")).await;
    }
    let check = museum.get(&format!("{draft}/check")).await;
    read.sends(&museum, &check, "form.submit-declare", &[])
        .await;
    let page = museum.get(&format!("{draft}/changes")).await;
    let other = museum.get(&format!("{draft}/changes")).await;
    let long = "x".repeat(2005);
    let reply = page
        .fields(FORM)
        .into_iter()
        .map(|(key, _)| key)
        .find(|key| key.starts_with("reply-"))
        .expect("a box to reply");
    for answers in [
        vec![("need", "Something else."), LATER],
        vec![(reply.as_str(), long.as_str()), LATER],
        vec![(reply.as_str(), "In the kitchen."), LATER],
    ] {
        read.sends(&museum, &page, FORM, &answers).await;
    }
    read.sends(
        &museum,
        &other,
        FORM,
        &[(reply.as_str(), "In the attic."), LATER],
    )
    .await;
    read.sends(&app.visitor(), &page, FORM, &[LATER]).await;
    app.send(id).await;
    read.opens(&sam, &case).await;
    read.opens(&museum, &draft).await;
}
