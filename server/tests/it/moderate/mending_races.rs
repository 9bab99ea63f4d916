//! An edit of a text in the moment in which it is published. Every outcome is one of the two written down here.

use crate::each_database;
use crate::support::how_often::races;
use case_study::Status;

each_database! {
    async fn an_edit_against_the_publication_of_the_same_text(app: TestApp) {
        let (sam, ana) = (app.moderator().await, app.moderator().await);
        // What the edit and the publication answered, then status, title, edits and publications.
        let edited = ([303, 409], Status::InReview, "Tea and objects", 1, 0);
        let published = ([409, 303], Status::Published, "Tea and objjects", 0, 1);
        let mut seen = [0, 0];
        for round in 0..races(5) {
            let (id, reference) = app.standing_at(Status::InReview, "Tea and objjects").await;
            let version = app.submission(id).await.version.to_string();
            let case = format!("/moderate/cases/{reference}");
            let edit = async {
                tokio::time::sleep(std::time::Duration::from_micros((round as u64 * 211) % 2500)).await;
                let fields = [("version", version.as_str()), ("title", "Tea and objects"), ("weight", "form")];
                sam.post(&format!("{case}/edit/title"), &fields).await.status().as_u16()
            };
            let publish = async {
                tokio::time::sleep(std::time::Duration::from_micros((round as u64 * 379) % 9000)).await;
                let fields = [("version", version.as_str())];
                ana.post(&format!("{case}/approve-and-publish"), &fields).await.status().as_u16()
            };
            let (edit, publish) = tokio::join!(edit, publish);
            let title = app.content(id).await.title;
            let status = app.submission(id).await.status.known().expect("a status of ours");
            let (edits, publications) = (app.entries(id, "edit").await.len(), app.entries(id, "publish").await.len());
            let run = ([edit, publish], status, title.as_str(), edits, publications);
            assert!(run == edited || run == published, "{run:?} was not written down");
            seen[usize::from(run == published)] += 1;
        }
        eprintln!("{} edited first, {} published first", seen[0], seen[1]);
    }
}
