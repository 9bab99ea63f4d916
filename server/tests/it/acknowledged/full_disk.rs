//! A full disk: what is answered "saved" afterwards is saved.

use crate::support::{Kind, Page, TestApp, Visitor, run};
use sea_orm::{ConnectionTrait, EntityTrait, PaginatorTrait};
use store::entity::submission;

/// More than fit into the pages that are left, each with a page of its own.
const DRAFTS: usize = 30;

async fn begin(visitor: &Visitor, number: usize) -> Page {
    let new = visitor.get("/submit/new").await.expect(200);
    let title = format!("{number} cups of tea and one object");
    let fields = [("title", title.as_str())];
    visitor.submit(&new, "form.form", &fields).await
}

/// Each draft that was answered with its address is there, for its author and for everybody else
/// who asks the database.
#[tokio::test(flavor = "multi_thread")]
async fn after_a_full_disk_every_draft_that_was_acknowledged_is_stored() {
    run(Kind::Sqlite, async |app: TestApp| {
        let visitor = app.visitor();
        begin(&visitor, 0).await.expect(303);
        // The file may not grow any more. What this connection was told ends with it, as when room
        // is made on the disk.
        app.db
            .writer()
            .execute_unprepared("PRAGMA max_page_count = 1")
            .await
            .expect("the database takes a limit");

        let (mut stored, mut refused) = (1, 0);
        for number in 1..=DRAFTS {
            let page = begin(&visitor, number).await;
            if page.status() == 303 {
                stored += 1;
                visitor.follow(&page).await.expect(200);
            } else {
                refused += 1;
                page.expect(500);
            }
        }
        assert!(refused > 0, "the file was full for a while");
        assert!(stored > 1, "room was made");
        let rows = submission::Entity::find()
            .count(app.db.reader())
            .await
            .expect("the database answers");
        assert_eq!(rows, stored, "as many as were acknowledged");
        eprintln!("figure: {stored} drafts acknowledged and stored, {refused} refused while the disk was full");
    })
    .await;
}
