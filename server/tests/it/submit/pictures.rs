//! Photographs: taken in, described, shown to whoever may see them, and gone when they have to be.

use super::sending::moderate;
use super::steps::{begin, content, declare, fill, submission};
use crate::each_database;
use crate::support::{Page, SentFile, TestApp, Variant, Visitor};
use axum::body::Body;
use axum::extract::Request;
use case_study::publishable::Obstacle;
use case_study::{CaseAction, Move};
use image::codecs::jpeg::JpegEncoder;
use image::{ExtendedColorType, ImageEncoder, Rgb, RgbImage};
use sea_orm::{EntityTrait, QueryOrder};
use std::time::Duration;
use store::case_transitions::move_case;
use store::entity::{blob, blob_use};
use store::history::Actor;
use store::publishable;

/// A photograph of one colour, held on its side where it says so, with a place in it.
pub fn jpeg(width: u32, height: u32, colour: u8, on_its_side: bool) -> Vec<u8> {
    let picture = RgbImage::from_pixel(width, height, Rgb([colour, 90, 60]));
    let mut file = Vec::new();
    let mut encoder = JpegEncoder::new(&mut file);
    if on_its_side {
        let mut exif = b"MM\0*\0\0\0\x08\0\x02\x01\x12\0\x03\0\0\0\x01\0\x06\0\0".to_vec();
        exif.extend(b"\x01\x0E\0\x02\0\0\0\x10\0\0\0\x26\0\0\0\0GPS-53.41--2.98\0");
        encoder.set_exif_metadata(exif).unwrap();
    }
    encoder
        .encode(&picture, width, height, ExtendedColorType::Rgb8)
        .unwrap();
    file
}

pub(super) fn named<'a>(name: &'a str, bytes: &'a [u8]) -> SentFile<'a> {
    SentFile {
        name,
        // What a browser says of a file is not believed.
        kind: "image/jpeg",
        bytes,
    }
}

pub(super) fn path_of(reference: &str) -> String {
    format!("/submit/{reference}/pictures")
}

/// Sends the page as it stands, with these boxes filled in and these files.
pub(super) async fn send(
    visitor: &Visitor,
    reference: &str,
    changed: &[(&str, &str)],
    files: &[SentFile<'_>],
) -> Page {
    let page = visitor.get(&path_of(reference)).await.expect(200);
    send_from(visitor, &page, changed, files).await
}

async fn send_from(
    visitor: &Visitor,
    page: &Page,
    changed: &[(&str, &str)],
    files: &[SentFile<'_>],
) -> Page {
    let (action, mut fields) = Visitor::filled(page, "main form", changed);
    fields.retain(|(name, _)| name != "files");
    visitor.post_parts(&action, &fields, files).await
}

/// Where the pictures on a page are.
pub fn shown(page: &Page, css: &str) -> Vec<String> {
    let attr = |name: &str| {
        let found = page.select(css).into_iter();
        found.filter_map(|one| one.attr(name)).collect::<Vec<_>>()
    };
    attr("src")
}

/// Everything that has to be said of the two.
pub(super) const SAID: [(&str, &str); 10] = [
    ("alternative-1", "Two hands hold a clay bowl"),
    ("credit-1", "Ana Quill"),
    ("licence-1", "cc-by-4.0"),
    ("people-1", "no"),
    ("caption-1", "Tea, then clay"),
    ("alternative-2", "Five people at a long table"),
    ("credit-2", "Tea Museum"),
    ("licence-2", "shown-here"),
    ("people-2", "yes"),
    ("children-2", "yes"),
];

/// Begins and fills in a case study with two photographs of which everything is said but that people agreed.
pub async fn with_two(owner: &Visitor) -> String {
    let reference = begin(
        owner,
        "Tea & objects on Tuesdays",
        "learning@museum.example",
    )
    .await;
    fill(owner, &reference).await;
    let (wide, tall) = (jpeg(1400, 700, 200, false), jpeg(400, 300, 40, true));
    let files = [named("wide.jpg", &wide), named("tall.jpg", &tall)];
    let added = send(owner, &reference, &[("action", "add")], &files)
        .await
        .expect(303);
    assert_eq!(
        added.location(),
        format!("{}#picture-1", path_of(&reference))
    );
    drop(send(owner, &reference, &SAID, &[]).await.expect(303));
    reference
}

pub async fn publish(app: &TestApp, owner: &Visitor, reference: &str) {
    drop(
        send(owner, reference, &[("agreed-2", "yes")], &[])
            .await
            .expect(303),
    );
    drop(declare(owner, reference).await.expect(303));
    for wanted in [Move::StartReview, Move::Approve, Move::Publish] {
        moderate(app, reference, wanted).await;
    }
    app.index_shows_all().await;
}

pub async fn rows(app: &TestApp) -> Vec<blob::Model> {
    let all = blob::Entity::find().order_by_asc(blob::Column::Id);
    all.all(app.db.reader()).await.unwrap()
}

pub const PUBLIC: &str = "/case-studies/tea-and-objects-on-tuesdays";

each_database! {
    async fn photographs_are_taken_described_and_moved_without_dragging(app: TestApp) {
        let owner = app.visitor();
        let reference = with_two(&owner).await;
        let page = owner.get(&path_of(&reference)).await.expect(200);
        let sources = shown(&page, "main form img");
        assert_eq!(sources.len(), 2);
        assert_eq!(page.value("alternative-1").as_deref(), Some("Two hands hold a clay bowl"));
        let text = page.text();
        assert!(text.contains("Before it can be published it needs the agreement of the people who can be recognised."), "{text}");

        // Small, upright, and without the place: whatever was sent.
        let tall = owner.get(&sources[1]).await.expect(200);
        assert_eq!(tall.header("content-type"), "image/jpeg");
        assert_eq!(tall.header("cache-control"), "private, no-cache");
        let opened = image::load_from_memory(tall.bytes()).unwrap();
        assert_eq!((opened.width(), opened.height()), (300, 400));
        assert!(!tall.bytes().windows(4).any(|four| four == b"GPS-"));

        // Nobody else sees or sends anything.
        let stranger = app.visitor();
        let other = begin(&stranger, "Another", "other@museum.example").await;
        for visitor in [stranger.clone(), app.visitor(), app.moderator().await] {
            drop(visitor.get(&path_of(&reference)).await.expect(404));
            drop(visitor.get(&sources[0]).await.expect(404));
            let lost = visitor.post_parts(&path_of(&reference), &[("alternative-1".into(), "Typed in vain".into())], &[]).await.expect(404);
            assert!(lost.text().contains("Typed in vain"), "{lost:?}");
        }
        // Another's picture cannot be named in one's own draft.
        let (name, _) = sources[0].rsplit('/').next().unwrap().split_once('-').unwrap();
        drop(send(&stranger, &other, &[("blob-1", name)], &[]).await.expect(303));
        assert_eq!(content(&app, &other).await.pictures, []);
        drop(stranger.get(&format!("{}/{name}-320.jpg", path_of(&other))).await.expect(404));

        let moved = send(&owner, &reference, &[("action", "down-1"), ("caption-1", "Clay & tea")], &[]).await.expect(303);
        assert_eq!(moved.location(), format!("{}#picture-2", path_of(&reference)));
        let pictures = content(&app, &reference).await.pictures;
        assert_eq!((pictures[1].caption.as_str(), pictures[0].credit.as_str()), ("Clay & tea", "Tea Museum"));
        drop(send(&owner, &reference, &[("action", "up-2")], &[]).await.expect(303));
        // Which picture has no permission is said where it is published.
        let obstacles = publishable::obstacles(app.db.reader(), &submission(&app, &reference).await).await.unwrap();
        let Some(Obstacle::Needed(fault)) = obstacles.iter().find(|one| one.field() == Some("pictures")) else {
            panic!("{obstacles:?}");
        };
        assert_eq!(fault.message, "Picture 2 needs the agreement of the people who can be recognised");
        let check = owner.get(&format!("/submit/{reference}/check")).await.expect(200);
        assert!(check.text().contains("People can be recognised, and nothing says that they agreed"), "{check:?}");
        drop(send(&owner, &reference, &[("action", "remove-2")], &[]).await.expect(303));
        assert_eq!(content(&app, &reference).await.pictures.len(), 1);

        // An old page in another window takes nothing away unseen.
        let old = owner.get(&path_of(&reference)).await.expect(200);
        drop(send(&owner, &reference, &[("credit-1", "Bo Quill")], &[]).await.expect(303));
        let late = send_from(&owner, &old, &[("credit-1", "Cy Quill")], &[]).await.expect(409);
        assert_eq!(late.value("credit-1").as_deref(), Some("Cy Quill"));
        assert_eq!(content(&app, &reference).await.pictures[0].credit, "Bo Quill");
    }

    async fn what_is_no_photograph_is_refused_in_its_own_words_and_nothing_typed_is_lost(app: TestApp) {
        let owner = app.visitor();
        let reference = with_two(&owner).await;
        let fine = jpeg(60, 40, 9, false);
        // As it says in its head, which nothing else in it bears out.
        let mut huge = fine.clone();
        let size = huge.windows(2).position(|two| two == [0xFF, 0xC0]).unwrap() + 5;
        huge[size..size + 4].copy_from_slice(&[0x2A, 0xF8, 0x2A, 0xF8]);
        let large = [fine.as_slice(), &vec![0; 10 * 1024 * 1024]].concat();
        let hostile: [(&str, &[u8], &str); 9] = [
            ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "it is a drawing in SVG"),
            ("b.jpg", b"<!DOCTYPE html><script>alert(1)</script>", "it is a web page"),
            ("c.jpg", b"GIF89a<?php echo 1;", "it is a GIF"),
            ("d.heic", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "it is a HEIC or AVIF photograph"),
            ("e.jpg", b"", "it is empty"),
            ("../../f.jpg", &fine[..fine.len() - 2], "its end is missing"),
            ("g.jpg", &huge, "it has more than 40 million pixels"),
            ("h.jpg", &large, "it is larger than 10 MB"),
            ("i.pdf", b"%PDF-1.7", "its end is missing"),
        ];
        let mut files: Vec<SentFile> = hostile.iter().map(|(name, bytes, _)| named(name, bytes)).collect();
        files.push(named("<b>fine</b>.jpg", &fine));
        let before = rows(&app).await.len();
        let page = send(&owner, &reference, &[("caption-1", "Typed beside it"), ("action", "add")], &files).await.expect(422);
        let said = page.one(".error-summary").text().to_owned();
        for (name, _, words) in hostile {
            let name = name.rsplit('/').next().unwrap();
            assert!(said.contains(&format!("\u{201c}{name}\u{201d}: {words}")), "{name}: {said}");
        }
        // The good one among them was taken, and what was typed is saved.
        assert_eq!(page.value("caption-1").as_deref(), Some("Typed beside it"));
        let pictures = content(&app, &reference).await.pictures;
        assert_eq!((pictures.len(), pictures[0].caption.as_str()), (3, "Typed beside it"));
        assert_eq!(rows(&app).await.len(), before + 1);
        // The same again is said to be there, and too long a text is told and kept.
        let twice = send(&owner, &reference, &[], &[named("again.jpg", &fine)]).await.expect(422);
        assert!(twice.one(".error-summary").text().contains("One of the pictures is there already."), "{twice:?}");
        let long = "x".repeat(501);
        let told = send(&owner, &reference, &[("credit-1", &long)], &[]).await.expect(422);
        assert!(told.one(".error-summary").text().contains("Picture 1: this has 501 characters."), "{told:?}");
        assert_eq!(told.value("credit-1"), Some(long));
        // Never more than ten, and never more than 64 MB.
        let many: Vec<Vec<u8>> = (0..9).map(|colour| jpeg(50, 50, 20 * colour, false)).collect();
        let files: Vec<SentFile> = many.iter().map(|bytes| named("more.jpg", bytes)).collect();
        let full = send(&owner, &reference, &[], &files).await.expect(422);
        let said = full.one(".error-summary").text().to_owned();
        assert_eq!(said.matches("there are ten pictures already").count(), 2, "{said}");
        assert_eq!(content(&app, &reference).await.pictures.len(), 10);
        let endless = vec![0; 65 * 1024 * 1024];
        drop(send(&owner, &reference, &[], &[named("endless.jpg", &endless)]).await.expect(413));
        // A form of another kind, or from another site, changes nothing.
        drop(owner.post(&path_of(&reference), &[("blob-1", "x")]).await.expect(400));
        let foreign = Request::post(path_of(&reference))
            .header("content-type", "multipart/form-data; boundary=x")
            .header("sec-fetch-site", "cross-site")
            .body(Body::from("--x--\r\n"))
            .unwrap();
        drop(owner.raw(foreign).await.expect(403));
        let odd = Request::post(path_of(&reference))
            .header("content-type", "multipart/form-data")
            .header("sec-fetch-site", "same-origin")
            .body(Body::from("nothing"))
            .unwrap();
        drop(owner.raw(odd).await.expect(400));
        assert_eq!(content(&app, &reference).await.pictures.len(), 10);
    }

    async fn readers_see_photographs_wherever_the_case_is_shown_until_it_is_taken_down(app: TestApp) {
        let owner = app.visitor();
        let reference = with_two(&owner).await;
        let private = shown(&owner.get(&format!("/submit/{reference}/preview")).await.expect(200), ".case img");
        assert_eq!(private.len(), 2);
        let reader = app.visitor();
        let (_, file) = private[0].rsplit_once('/').unwrap();
        let public = format!("/pictures/tea-and-objects-on-tuesdays/{file}");
        drop(reader.get(&public).await.expect(404));
        publish(&app, &owner, &reference).await;

        let page = reader.get(PUBLIC).await.expect(200);
        let first = page.one(".case-picture img");
        assert_eq!(first.attr("src"), Some(public.clone()));
        assert_eq!(first.attr("alt").as_deref(), Some("Two hands hold a clay bowl"));
        assert_eq!((first.attr("width"), first.attr("height")), (Some("1400".into()), Some("700".into())));
        assert!(first.attr("srcset").unwrap().ends_with("-1400.jpg 1400w"));
        assert_eq!(page.one(".case-picture figcaption").text(), "Tea, then clay Photograph: Ana Quill. CC BY 4.0");
        assert_eq!(shown(&page, ".photo-list img").len(), 1);
        for private in ["can be recognised", "There are children in it"] {
            assert!(!page.body().contains(private), "{page:?}");
        }
        let og = page.one("meta[property='og:image']").attr("content").unwrap();
        assert!(og.starts_with("http://127.0.0.1:3000/pictures/") && og.ends_with("-1120.jpg"), "{og}");

        let picture = reader.get(&public).await.expect(200);
        assert_eq!(picture.header("cache-control"), "no-cache");
        assert_eq!(picture.header("cross-origin-resource-policy"), "cross-origin");
        let again = Request::get(&public).header("if-none-match", picture.header("etag")).body(Body::empty()).unwrap();
        assert!(reader.raw(again).await.expect(304).bytes().is_empty());
        for wrong in [public.replace("-640", "-641"), public.replace("tea-and", "no-such"), format!("{public}x")] {
            drop(reader.get(&wrong).await.expect(404));
        }
        let list = reader.get("/case-studies").await.expect(200);
        let card = list.one(".card img.photo");
        assert_eq!((card.attr("loading").as_deref(), card.attr("alt").as_deref()), (Some("lazy"), Some("Two hands hold a clay bowl")));
        assert_eq!(shown(&reader.get(&format!("{PUBLIC}/embed")).await.expect(200), ".embed img").len(), 1);
        let data = reader.get(&format!("{PUBLIC}.json")).await.expect(200).json();
        assert!(data["pictures"][1]["url"].as_str().unwrap().starts_with("http://127.0.0.1:3000/pictures/"), "{data}");
        for private in ["people", "agreed", "children", "until"] {
            assert!(data["pictures"][1].get(private).is_none(), "{data}");
        }
        let feed = reader.get("/case-studies.json").await.expect(200).json();
        assert!(feed["items"][0]["image"].as_str().unwrap().ends_with("-1400.jpg"), "{feed}");
        let atom = reader.get("/case-studies.atom").await.expect(200);
        assert!(atom.body().contains("rel=\"enclosure\" type=\"image/jpeg\" title=\"Two hands hold a clay bowl\""), "{atom:?}");
        assert_eq!(atom.body().matches("rel=\"enclosure\"").count(), 1, "{atom:?}");
        let pack = reader.get("/compare/pack?case=tea-and-objects-on-tuesdays").await.expect(200);
        assert_eq!(shown(&pack, ".pack-chapter img").len(), 2);

        // Moderators see them with what was said of consent.
        let sam = app.moderator().await;
        let review = sam.get(&format!("/moderate/cases/{reference}")).await.expect(200);
        assert_eq!(shown(&review, ".case-photos img").len(), 2);
        assert!(review.one(".case-photos").text().contains("People can be recognised, and they agreed. There are children in it"), "{review:?}");
        drop(sam.get(&shown(&review, ".case-photos img")[0]).await.expect(200));

        let case = submission(&app, &reference).await;
        let taken = move_case(&app.db, &Actor::operator(), &case, CaseAction::TakeDown, "A person asked for it.").await.unwrap();
        assert!(taken.made().is_some());
        for instance in [app.clone(), app.variant(|_: &mut Variant| {})] {
            drop(instance.visitor().get(&public).await.expect(404));
            drop(instance.visitor().get(PUBLIC).await.expect(410));
        }
    }

    async fn when_consent_ends_a_photograph_is_gone_from_every_instance_at_once(app: TestApp) {
        let owner = app.visitor();
        let reference = with_two(&owner).await;
        let day = case_study::local_time::local_iso_day(app.clock.now_ms() + 3 * store::DAY_MS);
        drop(send(&owner, &reference, &[("until-1", &day)], &[]).await.expect(303));
        publish(&app, &owner, &reference).await;
        let (other, third) = (app.variant(|_| {}), app.variant(|_| {}));
        let sources = shown(&app.visitor().get(PUBLIC).await.expect(200), ".case img.photo");
        assert_eq!(sources.len(), 2);
        for instance in [&app, &other, &third] {
            for source in &sources {
                drop(instance.visitor().get(source).await.expect(200));
            }
        }
        let (_, name) = sources[1].rsplit_once('/').unwrap();
        let (name, _) = name.split_once('-').unwrap();

        // Nobody else may end it; its museum may, whatever became of the case study.
        let end = format!("/submit/{reference}/pictures/end");
        drop(app.visitor().post(&end, &[("blob", name)]).await.expect(404));
        let page = owner.get(&path_of(&reference)).await.expect(200);
        let forms = page.select(&format!("form[action='{end}']"));
        assert_eq!(forms.len(), 2);
        drop(owner.post(&end, &[("blob", name)]).await.expect(303));
        // The picture itself is gone from the next request on, whatever an index still says.
        for instance in [&app, &other, &third] {
            drop(instance.visitor().get(&sources[1]).await.expect(404));
        }
        app.index_shows_all().await;
        for instance in [&app, &other, &third] {
            let visitor = instance.visitor();
            assert_eq!(shown(&visitor.get(PUBLIC).await.expect(200), ".case img.photo"), &sources[..1]);
            let data = visitor.get(&format!("{PUBLIC}.json")).await.expect(200).json();
            assert_eq!(data["pictures"].as_array().unwrap().len(), 1);
        }
        drop(owner.get(&format!("{}/{name}-300.jpg", path_of(&reference))).await.expect(404));
        let status = owner.get(&format!("/submit/{reference}")).await.expect(200);
        assert!(status.text().contains("The consent for a picture or document ended. It is no longer shown."), "{status:?}");
        let media = &app.state.media;
        assert_eq!(server::pictures::end_what_is_due(&app.db, media).await.unwrap(), 1);
        assert_eq!(server::pictures::end_what_is_due(&app.db, media).await.unwrap(), 0);

        // The last day of the other one passes.
        app.clock.advance(4 * store::DAY_MS);
        let row = rows(&app).await.into_iter().find(|row| row.consent_ended_at.is_none()).unwrap();
        assert_eq!(server::pictures::end_what_is_due(&app.db, media).await.unwrap(), 1);
        app.index_shows_all().await;
        drop(app.visitor().get(&sources[0]).await.expect(404));
        let page = app.visitor().get(PUBLIC).await.expect(200);
        assert_eq!((shown(&page, ".case img.photo").len(), page.select(".case-picture .motif").len()), (0, 1));
        assert_eq!(app.visitor().get("/case-studies").await.expect(200).select(".card img").len(), 0);
        for width in media::sizes(1400) {
            assert_eq!(media.shelf().get(&row.kept_in, &row.sha256, width).await.unwrap(), None);
        }
    }

    async fn when_consent_ends_no_page_feed_or_size_has_the_photograph_left(app: TestApp) {
        const SLUG: &str = "tea-and-objects-on-tuesdays";
        let owner = app.visitor();
        let reference = with_two(&owner).await;
        publish(&app, &owner, &reference).await;
        let row = rows(&app).await.swap_remove(0);
        let (name, width) = (row.sha256, u32::try_from(row.width.unwrap()).unwrap());
        let sam = app.moderator().await;
        let review = format!("/moderate/cases/{reference}");
        let of_moderators = shown(&sam.get(&review).await.expect(200), ".case-photos img").swap_remove(0);
        let other = app.variant(|_| {});
        // The page with its preview for other sites, its card, what other sites embed and fetch, and what is printed.
        let (embed, json, pack) = (format!("{PUBLIC}/embed"), format!("{PUBLIC}.json"), format!("/compare/pack?case={SLUG}"));
        let places = [PUBLIC, "/case-studies", "/case-studies.json", "/case-studies.atom", embed.as_str(), json.as_str(), pack.as_str()];
        let sizes: Vec<String> = media::sizes(width).map(|width| format!("/pictures/{SLUG}/{name}-{width}.jpg")).collect();
        assert_eq!(sizes.len(), 4);
        for instance in [&app, &other] {
            let visitor = instance.visitor();
            for path in places {
                let page = visitor.get(path).await.expect(200);
                assert!(page.body().contains(&name), "{path}: {page:?}");
            }
            for path in &sizes {
                drop(visitor.get(path).await.expect(200));
            }
        }
        drop(sam.get(&of_moderators).await.expect(200));

        drop(owner.post(&format!("/submit/{reference}/pictures/end"), &[("blob", &name)]).await.expect(303));
        app.index_shows_all().await;
        for instance in [&app, &other] {
            let visitor = instance.visitor();
            // The same, and what gathers many cases.
            for path in places.into_iter().chain(["/", "/impact", "/api/v1/case-studies", "/case-studies.csv", "/open-data/cases.json"]) {
                let page = visitor.get(path).await.expect(200);
                assert!(!page.body().contains(&name), "{path}: {page:?}");
            }
            for path in &sizes {
                drop(visitor.get(path).await.expect(404));
            }
        }
        drop(sam.get(&of_moderators).await.expect(404));
        let review = sam.get(&review).await.expect(200);
        assert_eq!(shown(&review, ".case-photos img").len(), 1);
    }

    async fn what_no_text_names_is_removed_and_never_before_a_day(app: TestApp) {
        let owner = app.visitor();
        let reference = with_two(&owner).await;
        drop(send(&owner, &reference, &[("action", "remove-2")], &[]).await.expect(303));
        let media = &app.state.media;
        let both = rows(&app).await;
        assert_eq!(both.len(), 2);
        let there = async |row: &blob::Model| {
            let width = u32::try_from(row.width.unwrap()).unwrap();
            media.shelf().get(&row.kept_in, &row.sha256, width).await.unwrap().is_some()
        };
        let work = async |young: Duration| {
            server::pictures::sweep(&app.db, media, young).await.unwrap();
            server::pictures::end_what_is_due(&app.db, media).await.unwrap()
        };
        let day = Duration::from_secs(24 * 60 * 60);
        assert_eq!(work(day).await, 0);
        app.clock.advance(store::DAY_MS + 1);
        // Named again in time, it is young again and stays.
        let tall = jpeg(400, 300, 40, true);
        drop(send(&owner, &reference, &[], &[named("tall.jpg", &tall)]).await.expect(303));
        drop(send(&owner, &reference, &[("action", "remove-2")], &[]).await.expect(303));
        assert_eq!(work(day).await, 0);
        app.clock.advance(store::DAY_MS + 1);
        assert_eq!(work(day).await, 1);
        let left = rows(&app).await;
        assert_eq!(left.len(), 1);
        assert!(there(&left[0]).await && !there(&both[1]).await);
        // What a program that was killed left in the store has no row, and goes; the rest stays.
        let lost = media.prepare(jpeg(30, 30, 7, false)).await.unwrap();
        media.shelf().put("lost", &lost).await.unwrap();
        assert_eq!(work(day).await, 0);
        assert!(media.shelf().get("lost", &lost.sha256, 30).await.unwrap().is_some());
        assert_eq!(work(Duration::ZERO).await, 0);
        assert_eq!(media.shelf().get("lost", &lost.sha256, 30).await.unwrap(), None);
        assert!(there(&left[0]).await);
        assert_eq!(blob_use::Entity::find().all(app.db.reader()).await.unwrap().len(), 1);
    }

    async fn the_page_of_the_short_way_leads_to_the_words_of_its_photographs_and_back(app: TestApp) {
        let owner = app.visitor();
        let reference = begin(&owner, "Tea & objects on Tuesdays", "learning@museum.example").await;
        let story = "We met on Tuesdays with tea and objects. ".repeat(8);
        let photo = jpeg(400, 300, 90, false);
        let short = owner.get(&format!("/submit/{reference}/short")).await.expect(200);
        let typed = [("own_words", story.as_str()), ("museum", "Tea Museum"), ("town", "Leeds"), ("action", "keep")];
        let added = send_from(&owner, &short, &typed, &[named("tea.jpg", &photo)]).await.expect(303);
        let short = owner.follow(&added).await.expect(200);
        let path = format!("{}?from=short", path_of(&reference));
        let link = short.one(&format!("main a[href='{path}']"));
        assert_eq!(link.text(), "Say what the photographs show and who agreed");
        let page = owner.get(&path).await.expect(200);
        let on = send_from(&owner, &page, &[("decorative-1", "yes"), ("credit-1", "Ana"), ("licence-1", "cc-by-4.0"), ("people-1", "no"), ("action", "continue")], &[]).await.expect(303);
        assert_eq!(on.location(), format!("/submit/{reference}/short"));
        let short = owner.follow(&on).await.expect(200);
        assert_eq!(short.value("own_words").unwrap().trim(), story.trim());
        let ticks: Vec<(&str, &str)> = case_study::declarations::asked_at(case_study::declarations::Occasion::ShortWay).map(|one| ("declarations", one.key)).collect();
        drop(owner.submit(&short, "main form", &ticks).await.expect(303));
        let sent = content(&app, &reference).await;
        assert_eq!((sent.pictures.len(), sent.pictures[0].decorative), (1, true));
    }
}
