//! Documents of a case study: sent, titled, shown to whoever may see them, kept from doing anything, and taken back.

use super::pictures::{PUBLIC, publish, rows, with_two};
use super::steps::{content, submission};
use crate::each_database;
use crate::support::{Page, SentFile, Visitor};
use axum::body::Body;
use axum::extract::Request;
use case_study::publishable::Obstacle;
use store::publishable;

fn pdf(words: &str) -> Vec<u8> {
    format!("%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Lang ({words}) >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n")
        .into_bytes()
}

const fn named<'a>(name: &'a str, bytes: &'a [u8]) -> SentFile<'a> {
    SentFile {
        name,
        kind: "application/pdf",
        bytes,
    }
}

/// Sends the page of the files as it stands, with these boxes filled in and these files.
async fn send(
    visitor: &Visitor,
    reference: &str,
    changed: &[(&str, &str)],
    files: &[SentFile<'_>],
) -> Page {
    let page = visitor.get(&path_of(reference)).await.expect(200);
    let (action, mut fields) = Visitor::filled(&page, "main form", changed);
    fields.retain(|(name, _)| name != "files");
    visitor.post_parts(&action, &fields, files).await
}

fn path_of(reference: &str) -> String {
    format!("/submit/{reference}/pictures")
}

/// Where the documents on a page are.
fn shown(page: &Page) -> Vec<String> {
    let links = page.select(".document-list a").into_iter();
    links.filter_map(|link| link.attr("href")).collect()
}

each_database! {
    async fn documents_are_taken_titled_published_and_served_so_that_they_can_do_nothing(app: TestApp) {
        let owner = app.visitor();
        let reference = with_two(&owner).await;
        let (kit, plan) = (pdf("kit"), pdf("plan"));
        let files = [named("tea_kit.pdf", &kit), named("plan.PDF", &plan)];
        let added = send(&owner, &reference, &[("action", "add")], &files).await.expect(303);
        assert_eq!(added.location(), format!("{}#document-1", path_of(&reference)));
        let page = owner.get(&path_of(&reference)).await.expect(200);
        assert_eq!(page.value("title-1").as_deref(), Some("Tea kit"));
        // Photographs, and what was said of them, are as they were.
        assert_eq!(page.value("alternative-1").as_deref(), Some("Two hands hold a clay bowl"));
        let private = shown(&page);
        assert_eq!(private.len(), 2);
        let file = owner.get(&private[0]).await.expect(200);
        assert_eq!((file.bytes(), file.header("cache-control")), (kit.as_slice(), "private, no-cache"));
        for stranger in [app.visitor(), app.moderator().await] {
            drop(stranger.get(&private[0]).await.expect(404));
        }

        let moved = send(&owner, &reference, &[("action", "document.down-1"), ("title-1", " Kit for   teachers "), ("title-2", "")], &[]);
        assert_eq!(moved.await.expect(303).location(), format!("{}#document-2", path_of(&reference)));
        let titles = content(&app, &reference).await.documents;
        let titles: Vec<&str> = titles.iter().map(|one| one.title.as_str()).collect();
        assert_eq!(titles, ["", "Kit for teachers"]);
        let obstacles = publishable::obstacles(app.db.reader(), &submission(&app, &reference).await).await.unwrap();
        let Some(Obstacle::Needed(fault)) = obstacles.iter().find(|one| one.field() == Some("documents")) else {
            panic!("{obstacles:?}");
        };
        assert_eq!(fault.message, "Document 1 needs a title");
        drop(send(&owner, &reference, &[("title-1", "Plan")], &[]).await.expect(303));

        let (_, name) = private[0].rsplit_once('/').unwrap();
        let public = format!("/pictures/tea-and-objects-on-tuesdays/{name}");
        let reader = app.visitor();
        drop(reader.get(&public).await.expect(404));
        publish(&app, &owner, &reference).await;
        let page = reader.get(PUBLIC).await.expect(200);
        assert_eq!(page.select(".document-list a").len(), 2);
        let link = page.one(&format!(".document-list a[href='{public}']"));
        assert_eq!(link.text(), "Kit for teachers (PDF, 1 KB)");
        assert_eq!(link.attr("download").as_deref(), Some("Kit for teachers.pdf"));
        let file = reader.get(&public).await.expect(200);
        assert_eq!(file.bytes(), kit.as_slice());
        for (header, value) in [
            ("content-type", "application/pdf"),
            ("x-content-type-options", "nosniff"),
            ("content-security-policy", "sandbox; default-src 'none'; frame-ancestors 'none'"),
            ("content-disposition", "attachment"),
            ("cache-control", "no-cache"),
        ] {
            assert_eq!(file.header(header), value, "{header}");
        }
        let again = Request::get(&public).header("if-none-match", file.header("etag")).body(Body::empty()).unwrap();
        assert!(reader.raw(again).await.expect(304).bytes().is_empty());
        // Neither is a photograph a document, nor a document a photograph.
        for wrong in [public.replace(".pdf", "-640.jpg"), public.replace("tea-and", "no-such"), format!("{public}x")] {
            drop(reader.get(&wrong).await.expect(404));
        }
        let data = reader.get(&format!("{PUBLIC}.json")).await.expect(200).json();
        assert_eq!(data["documents"][1]["url"], format!("http://127.0.0.1:3000{public}"));
        assert_eq!((&data["documents"][1]["title"], data["documents"][1]["bytes"].as_u64()), (&"Kit for teachers".into(), u64::try_from(kit.len()).ok()));
        let pack = reader.get("/compare/pack?case=tea-and-objects-on-tuesdays").await.expect(200);
        assert_eq!(shown(&pack).len(), 2);
        let sam = app.moderator().await;
        let review = sam.get(&format!("/moderate/cases/{reference}")).await.expect(200);
        assert_eq!(shown(&review).len(), 2);
        drop(sam.get(&shown(&review)[0]).await.expect(200));

        // Its museum takes one back at any time: it is gone at once, the other stays.
        let (name, _) = name.split_once('.').unwrap();
        drop(owner.post(&format!("{}/end", path_of(&reference)), &[("blob", name)]).await.expect(303));
        app.index_shows_all().await;
        for instance in [app.clone(), app.variant(|_| {})] {
            drop(instance.visitor().get(&public).await.expect(404));
            assert_eq!(shown(&instance.visitor().get(PUBLIC).await.expect(200)).len(), 1);
        }
        let row = rows(&app).await.into_iter().find(|row| row.sha256 == name).unwrap();
        let media = &app.state.media;
        assert_eq!(server::pictures::end_what_is_due(&app.db, media).await.unwrap(), 1);
        assert_eq!(media.shelf().get_document(&row.kept_in, name).await.unwrap(), None);
    }

    async fn a_document_that_could_act_or_is_one_too_many_is_refused_and_the_rest_is_kept(app: TestApp) {
        let owner = app.visitor();
        let reference = with_two(&owner).await;
        let active = [pdf("x"), b"/OpenAction << /S /JavaScript >>\n%%EOF".to_vec()].concat();
        let locked = [pdf("x"), b"/Encrypt 2 0 R\n%%EOF".to_vec()].concat();
        let large = [pdf("x"), vec![b' '; 10 * 1024 * 1024]].concat();
        let behind = [b"<html>".to_vec(), pdf("x")].concat();
        let fine = pdf("fine");
        let hostile: [(&str, &[u8], &str); 5] = [
            ("active.pdf", &active, "it holds a program, or other files inside"),
            ("locked.pdf", &locked, "it is locked with a password"),
            ("large.pdf", &large, "it is larger than 10 MB"),
            ("behind.pdf", &behind, "it is a PDF with something else before it"),
            ("cut.pdf", b"%PDF-1.7", "its end is missing"),
        ];
        let mut files: Vec<SentFile> = hostile.iter().map(|(name, bytes, _)| named(name, bytes)).collect();
        files.push(named("fine.pdf", &fine));
        let page = send(&owner, &reference, &[("caption-1", "Typed beside it"), ("action", "add")], &files).await.expect(422);
        let said = page.one(".error-summary").text().to_owned();
        for (name, _, words) in hostile {
            assert!(said.contains(&format!("\u{201c}{name}\u{201d}: {words}")), "{name}: {said}");
        }
        assert_eq!(page.value("title-1").as_deref(), Some("Fine"));
        let kept = content(&app, &reference).await;
        assert_eq!((kept.documents.len(), kept.pictures[0].caption.as_str()), (1, "Typed beside it"));

        let more: Vec<Vec<u8>> = (0..5).map(|number| pdf(&number.to_string())).collect();
        let files: Vec<SentFile> = more.iter().map(|bytes| named("more.pdf", bytes)).collect();
        let full = send(&owner, &reference, &[], &files).await.expect(422);
        let said = full.one(".error-summary").text().to_owned();
        assert_eq!(said.matches("there are five documents already").count(), 1, "{said}");
        let twice = send(&owner, &reference, &[("action", "document.remove-5")], &[]).await.expect(303);
        assert_eq!(twice.location(), format!("{}#document-4", path_of(&reference)));
        let twice = send(&owner, &reference, &[], &[named("again.pdf", &fine)]).await.expect(422);
        assert!(twice.one(".error-summary").text().contains("One of the documents is there already."), "{twice:?}");
        let long = "x".repeat(151);
        let told = send(&owner, &reference, &[("title-1", &long)], &[]).await.expect(422);
        assert!(told.one(".error-summary").text().contains("Document 1: its title has 151 characters."), "{told:?}");
        assert_eq!(told.value("title-1"), Some(long));
        assert_eq!(content(&app, &reference).await.documents.len(), 4);
    }
}
