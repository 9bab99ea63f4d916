//! What a museum and staff read when what is published is changed, and when what was asked is not answered.

use super::seen::Reader;
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
