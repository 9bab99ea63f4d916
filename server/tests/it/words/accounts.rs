//! The pages of doors and of people: codes, passwords, invitations, where one is signed in.

use super::seen::Reader;
use crate::people_in_browser::{invitation, invite};
use crate::second_factor::{code_now, set_up, signed_in};
use crate::support::{PASSWORD, TestApp};
use case_study::Role;

/// Passwords, sessions and codes.
pub async fn doors(read: &mut Reader, app: &TestApp) {
    let visitor = app.visitor();
    let forgotten = read.opens(&visitor, "/account/forgotten").await;
    read.sends(&visitor, &forgotten, "main form", &[]).await;
    let (ana, email) = signed_in(app, Role::Moderator).await;
    let asked = [("email", email.as_str())];
    read.sends(&visitor, &forgotten, "main form", &asked).await;
    let mails = app.mails().await;
    let link = mails
        .iter()
        .rev()
        .flat_map(|mail| mail.links())
        .find(|link| link.starts_with("/account/new-password/"));
    let page = read.opens(&visitor, &link.expect("a link")).await;
    read.sends(&visitor, &page, "main form", &[("password", "short")])
        .await;
    read.opens(&visitor, "/account/new-password/x").await;
    read.opens(&visitor, "/account/sign-in?password=changed")
        .await;

    let own = read.opens(&ana, "/account/password").await;
    read.sends(&ana, &own, "main form", &[]).await;
    let wrong = [
        ("current", "not this one"),
        ("password", "another calm room"),
    ];
    read.sends(&ana, &own, "main form", &wrong).await;
    read.opens(&ana, "/account/password?done=changed").await;
    read.opens(&ana, "/account/sessions").await;

    let set = read.opens(&ana, "/account/second-factor").await;
    read.sends(
        &ana,
        &set,
        "main form",
        &[("current", PASSWORD), ("code", "1")],
    )
    .await;
    let (secret, _) = set_up(app, &ana).await;
    let on = read.opens(&ana, "/account/second-factor").await;
    let press = [("current", PASSWORD), ("code", "1"), ("action", "off")];
    read.sends(&ana, &on, "main form", &press).await;
    let form = visitor.get("/account/sign-in").await;
    let right = [("email", email.as_str()), ("password", PASSWORD)];
    let next = visitor.submit(&form, "main form", &right).await.expect(303);
    let code = visitor.follow(&next).await.expect(200);
    read.page(&code);
    for typed in ["", "12", "123456"] {
        read.sends(&visitor, &code, "main form", &[("code", typed)])
            .await;
    }
    app.clock.advance(30_000);
    let code = code_now(app, &secret);
    let codes = [
        ("current", PASSWORD),
        ("code", code.as_str()),
        ("action", "codes"),
    ];
    read.sends(&ana, &on, "main form", &codes).await;
    app.clock.advance(30_000);
    let code = code_now(app, &secret);
    let off = [
        ("current", PASSWORD),
        ("code", code.as_str()),
        ("action", "off"),
    ];
    read.sends(&ana, &on, "main form", &off).await;

    let strict = app.variant(|variant| variant.staff_need_second_factor = true);
    let sam = strict.moderator().await;
    read.opens(&sam, "/account/second-factor").await;
    read.page(&sam.post("/account/password", &[]).await);
}

/// What an admin does about people.
pub async fn people(read: &mut Reader, app: &TestApp) {
    let admin = app.admin().await;
    let list = read.opens(&admin, "/moderate/people").await;
    read.sends(&admin, &list, "form.form", &[("email", "x"), ("name", "")])
        .await;
    invite(&admin, "new@museum.example", "moderator")
        .await
        .expect(303);
    read.opens(&admin, "/moderate/people?done=invited").await;
    read.page(&invite(&admin, "new@museum.example", "moderator").await);
    let link = invitation(app).await;
    let page = read.opens(&app.visitor(), &link).await;
    let wrong = [("name", "1"), ("password", "password1")];
    read.sends(&app.visitor(), &page, "main form", &wrong).await;
    read.opens(&app.visitor(), "/account/invitation/x").await;
    let people = store::people::list(&app.db, 1).await.expect("people");
    for person in &people.rows {
        read.opens(&admin, &format!("/moderate/people/{}", person.id))
            .await;
    }
    let first = people.rows.first().expect("somebody").id;
    for code in [
        "role",
        "disabled",
        "enabled",
        "signed-out",
        "code-off",
        "invited",
        "nothing",
    ] {
        read.opens(&admin, &format!("/moderate/people/{first}?done={code}"))
            .await;
    }
    read.page(
        &admin
            .post(
                &format!("/moderate/people/{first}/role"),
                &[("role", "king")],
            )
            .await,
    );
}
