//! Consent that ended, given anew or for other days: it counts once a text with it is published, and not before.

use super::pictures::{PUBLIC, SAID, jpeg, named, path_of, publish, rows, send, shown, with_two};
use super::sending::moderate;
use super::steps::{content, declare, submission};
use crate::each_database;
use crate::support::{TestApp, Visitor};
use case_study::{Move, Role};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, Set};
use store::drafts::{NewVersion, begin_new_version_by_staff};
use store::entity::{blob, case};
use store::history::Actor;
use store::joining::{self, Joined};

/// Begins a new version of what is published; its reference.
async fn new_version(owner: &Visitor, reference: &str) -> String {
    let begun = owner
        .post(&format!("/submit/{reference}/new-version"), &[])
        .await
        .expect(303);
    begun
        .location()
        .strip_prefix("/submit/")
        .expect("a draft")
        .to_owned()
}

/// Where readers see the photographs of the case, and the name of each.
async fn public_photographs(app: &TestApp) -> Vec<(String, String)> {
    let page = app.visitor().get(PUBLIC).await.expect(200);
    let sources = shown(&page, ".case img.photo").into_iter();
    sources
        .map(|source| {
            let (_, file) = source.rsplit_once('/').expect("a file");
            let name = file.split('-').next().expect("a name").to_owned();
            (source, name)
        })
        .collect()
}

async fn end(owner: &Visitor, reference: &str, name: &str) {
    let path = format!("{}/end", path_of(reference));
    drop(owner.post(&path, &[("blob", name)]).await.expect(303));
}

/// The day so many days from now, as it is typed.
fn in_days(app: &TestApp, days: i64) -> String {
    case_study::local_time::local_iso_day(app.clock.now_ms() + days * store::DAY_MS)
}

async fn last_day(app: &TestApp, name: &str) -> Option<i64> {
    let all = rows(app).await;
    let row = all.into_iter().find(|row| row.sha256 == name);
    row.expect("a row").consent_until
}

async fn staff(app: &TestApp) -> Actor {
    let (account, _) = app.account(Role::Moderator).await;
    Actor {
        account_id: Some(account),
        roles: vec![Role::Moderator],
    }
}

each_database! {
    async fn what_is_sent_again_after_its_consent_ended_waits_until_its_text_is_published(app: TestApp) {
        let owner = app.visitor();
        let reference = with_two(&owner).await;
        publish(&app, &owner, &reference).await;
        let before = public_photographs(&app).await;
        let (source, name) = before[1].clone();
        end(&owner, &reference, &name).await;
        drop(app.visitor().get(&source).await.expect(404));

        let new = new_version(&owner, &reference).await;
        let tall = jpeg(400, 300, 40, true);
        drop(send(&owner, &new, &[("action", "add")], &[named("tall.jpg", &tall)]).await.expect(303));
        // Whoever writes it sees it.
        let page = owner.get(&path_of(&new)).await.expect(200);
        assert_eq!(shown(&page, "main form img").len(), 2);
        let private = source.replace("/pictures/tea-and-objects-on-tuesdays", &path_of(&new));
        drop(owner.get(&private).await.expect(200));
        app.index_shows_all().await;
        for instance in [app.clone(), app.variant(|_| {})] {
            drop(instance.visitor().get(&source).await.expect(404));
            assert_eq!(public_photographs(&instance).await, &before[..1]);
            let data = instance.visitor().get(&format!("{PUBLIC}.json")).await.expect(200).json();
            assert_eq!(data["pictures"].as_array().unwrap().len(), 1);
        }
        // What moderators change in the public text meanwhile does not bring it back.
        let sam = app.moderator().await;
        let tags = sam.get(&format!("/moderate/cases/{reference}/tags")).await.expect(200);
        drop(sam.submit(&tags, "form.tags-form", &[("themes", "homelessness")]).await.expect(303));
        app.index_shows_all().await;
        drop(app.visitor().get(&source).await.expect(404));
        assert_eq!(public_photographs(&app).await, &before[..1]);

        drop(send(&owner, &new, &SAID[5..], &[]).await.expect(303));
        drop(app.visitor().get(&source).await.expect(404));
        publish(&app, &owner, &new).await;
        drop(app.visitor().get(&source).await.expect(200));
        assert_eq!(public_photographs(&app).await, before);
    }

    async fn a_last_day_that_passed_is_not_undone_by_a_draft_and_staff_begin_without_the_photograph(app: TestApp) {
        let owner = app.visitor();
        let reference = with_two(&owner).await;
        drop(send(&owner, &reference, &[("until-1", &in_days(&app, 3))], &[]).await.expect(303));
        publish(&app, &owner, &reference).await;
        let before = public_photographs(&app).await;
        app.clock.advance(4 * store::DAY_MS);
        assert_eq!(server::pictures::end_what_is_due(&app.db, &app.state.media).await.unwrap(), 1);

        let new = new_version(&owner, &reference).await;
        let wide = jpeg(1400, 700, 200, false);
        drop(send(&owner, &new, &[("action", "add")], &[named("wide.jpg", &wide)]).await.expect(303));
        assert_eq!(content(&app, &new).await.pictures.len(), 2);
        app.index_shows_all().await;
        drop(app.visitor().get(&before[0].0).await.expect(404));
        let left = public_photographs(&app).await;
        assert_eq!((left.len(), &left[0].1), (1, &before[1].1));

        let published = submission(&app, &reference).await.id;
        let begun = begin_new_version_by_staff(&app.db, &staff(&app).await, published).await.unwrap();
        let NewVersion::Begun(begun) = begun else {
            panic!("{begun:?}");
        };
        let pictures = content(&app, &begun.reference).await.pictures;
        assert_eq!(pictures.len(), 1);
        assert_eq!(pictures[0].blob, before[1].1);
    }

    async fn the_last_day_of_what_readers_see_is_moved_by_no_draft(app: TestApp) {
        let owner = app.visitor();
        let reference = with_two(&owner).await;
        drop(send(&owner, &reference, &[("until-1", &in_days(&app, 3))], &[]).await.expect(303));
        publish(&app, &owner, &reference).await;
        let (source, name) = public_photographs(&app).await[0].clone();
        let first = last_day(&app, &name).await;
        assert!(first.is_some());

        let new = new_version(&owner, &reference).await;
        for typed in ["", "some day", "1 May 2001"] {
            drop(send(&owner, &new, &[("until-1", typed)], &[]).await.expect(303));
            assert_eq!(last_day(&app, &name).await, first, "{typed}");
        }
        // Published, another day holds.
        drop(send(&owner, &new, &[("until-1", &in_days(&app, 10))], &[]).await.expect(303));
        publish(&app, &owner, &new).await;
        assert!(last_day(&app, &name).await > first);
        let media = &app.state.media;
        app.clock.advance(4 * store::DAY_MS);
        assert_eq!(server::pictures::end_what_is_due(&app.db, media).await.unwrap(), 0);
        drop(app.visitor().get(&source).await.expect(200));

        // It passes while somebody writes a version without one, which is never sent.
        let unsent = new_version(&owner, &new).await;
        drop(send(&owner, &unsent, &[("until-1", "")], &[]).await.expect(303));
        app.clock.advance(8 * store::DAY_MS);
        assert_eq!(server::pictures::end_what_is_due(&app.db, media).await.unwrap(), 1);
        drop(app.visitor().get(&source).await.expect(404));
        app.index_shows_all().await;
        assert_eq!(public_photographs(&app).await.len(), 1);
    }

    async fn a_case_that_becomes_a_version_of_another_does_not_bring_back_what_its_museum_took_down(app: TestApp) {
        app.import_sample().await;
        let other = case::Entity::find().filter(case::Column::Slug.eq("house-of-memories"));
        let other = other.one(app.db.reader()).await.unwrap().expect("a case");
        let owner = app.visitor();
        let reference = with_two(&owner).await;
        drop(declare(&owner, &reference).await.expect(303));
        moderate(&app, &reference, Move::StartReview).await;
        let tall = rows(&app).await[1].clone();
        end(&owner, &reference, &tall.sha256).await;
        assert_eq!(content(&app, &reference).await.pictures.len(), 1);

        // The other case has the same, and may show it.
        let theirs = blob::ActiveModel {
            case_id: Set(Some(other.id)),
            sha256: Set(tall.sha256),
            media_type: Set(tall.media_type),
            bytes: Set(tall.bytes),
            width: Set(tall.width),
            height: Set(tall.height),
            state: Set("stored".into()),
            kept_in: Set("box".into()),
            created_at: Set(tall.created_at),
            ..Default::default()
        };
        blob::Entity::insert(theirs).exec_without_returning(app.db.writer()).await.unwrap();
        let sent = submission(&app, &reference).await;
        let joined = joining::join(&app.db, &staff(&app).await, sent.id, sent.version, other.id).await.unwrap();
        assert!(matches!(joined, Joined::Done(_)), "{joined:?}");
        assert_eq!(submission(&app, &reference).await.case_id, other.id);
        assert_eq!(content(&app, &reference).await.pictures.len(), 1);
    }
}
