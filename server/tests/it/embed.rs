//! The card for other sites, and how they find it.

use crate::each_database;
use crate::sample;
use quick_xml::Reader;
use quick_xml::events::Event;

const OURS: &str = "http%3A%2F%2F127.0.0.1%3A3000%2Fcase-studies%2F";

each_database! {
    async fn only_the_card_may_be_framed(app: TestApp) {
        app.import_sample().await;
        let visitor = app.visitor();
        let card = visitor.get("/case-studies/house-of-memories/embed").await.expect(200);
        let policy = card.header("content-security-policy");
        assert!(policy.contains("frame-ancestors *") && policy.contains("script-src 'none'"), "{policy}");
        assert_eq!(card.header("cross-origin-resource-policy"), "cross-origin");
        assert_eq!(card.header("x-frame-options"), "");
        // A page in a frame is shown, not read by the page around it.
        assert_eq!(card.header("access-control-allow-origin"), "");
        assert_eq!(card.header("set-cookie"), "");
        assert_eq!(card.select("script, form, header, footer").len(), 0);
        assert_eq!(card.select("h1").len(), 1);
        for link in card.select("a") {
            assert_eq!(link.attr("target").as_deref(), Some("_top"));
            assert!(link.attr("href").expect("an address").starts_with("http://127.0.0.1:3000/"));
        }
        for path in ["/", "/case-studies", "/case-studies/house-of-memories", "/case-studies/no-such-case/embed", "/account/sign-in"] {
            let page = visitor.get(path).await;
            assert!(page.header("content-security-policy").contains("frame-ancestors 'none'"), "{path}");
            assert_eq!(page.header("cross-origin-resource-policy"), "same-origin", "{path}");
        }
    }

    async fn a_card_of_a_case_that_was_taken_down_says_so(app: TestApp) {
        app.import_sample().await;
        sample::set_state(&app.db, "house-of-memories", "taken_down").await;
        let visitor = app.visitor();
        let card = visitor.get("/case-studies/house-of-memories/embed").await.expect(410);
        assert_eq!(card.one("h1").text(), "This case study was taken down");
        assert!(card.header("content-security-policy").contains("frame-ancestors *"));
        assert!(!card.text().contains("dementia"));
        for odd in ["no-such-case", "House", "a.b", "%00"] {
            visitor.get(&format!("/case-studies/{odd}/embed")).await.expect(404);
        }
    }

    async fn other_sites_are_told_how_to_embed(app: TestApp) {
        app.import_sample().await;
        let visitor = app.visitor();
        let page = visitor.get("/case-studies/house-of-memories").await.expect(200);
        let json = page.one("link[type='application/json+oembed']").attr("href").expect("an address");
        let answer = visitor.get(&json).await.expect(200);
        assert_eq!(answer.header("content-type"), "application/json");
        assert_eq!(answer.header("access-control-allow-origin"), "*");
        let says = answer.json();
        assert_eq!((&says["type"], &says["version"]), (&"rich".into(), &"1.0".into()));
        assert_eq!((&says["width"], &says["height"]), (&600.into(), &320.into()));
        let html = says["html"].as_str().expect("a frame");
        assert!(html.starts_with("<iframe src=\"http://127.0.0.1:3000/case-studies/house-of-memories/embed\" "), "{html}");
        assert_eq!(says["thumbnail_url"], "http://127.0.0.1:3000/case-studies/house-of-memories.png");

        let xml = page.one("link[type='text/xml+oembed']").attr("href").expect("an address");
        let answer = visitor.get(&xml).await.expect(200);
        assert_eq!(answer.header("content-type"), "text/xml; charset=utf-8");
        let body = answer.body();
        let (mut reader, mut names, mut frame) = (Reader::from_str(&body), Vec::new(), String::new());
        loop {
            match reader.read_event().expect("well formed") {
                Event::Start(start) => names.push(start.name().as_ref().to_owned()),
                Event::Text(text) if names.last().is_some_and(|name| name == "html") => frame.push_str(&text),
                Event::Eof => break,
                _ => {}
            }
        }
        assert_eq!(names[0], "oembed");
        assert_eq!(names.len(), says.as_object().expect("members").len() + 1, "{names:?}");
        assert!(frame.contains("iframe"), "{frame}");

        let small = visitor.get(&format!("/oembed?url={OURS}house-of-memories&maxwidth=320&maxheight=200")).await.expect(200).json();
        assert_eq!((&small["width"], &small["height"]), (&320.into(), &200.into()));
        assert!(small.get("thumbnail_url").is_none());
    }

    async fn the_answer_has_a_frame_for_every_room(app: TestApp) {
        app.import_sample().await;
        let visitor = app.visitor();
        for (room, width, height) in [
            ("", 600, 320),
            ("&maxwidth=4000&maxheight=4000", 600, 320),
            ("&maxwidth=600", 600, 320),
            ("&maxwidth=480", 480, 320),
            ("&maxwidth=360", 360, 420),
            ("&maxwidth=300", 300, 420),
            ("&maxheight=200", 600, 200),
            ("&maxwidth=300&maxheight=200", 300, 200),
        ] {
            let says = visitor.get(&format!("/oembed?url={OURS}house-of-memories{room}")).await.expect(200).json();
            assert_eq!((&says["width"], &says["height"]), (&width.into(), &height.into()), "{room}");
            let frame = says["html"].as_str().expect("a frame");
            assert!(frame.contains(&format!("width=\"{width}\" height=\"{height}\"")), "{room}: {frame}");
        }
        // Its last line says where it is from and under which licence.
        let card = visitor.get("/case-studies/house-of-memories/embed").await.expect(200);
        assert!(card.one(".embed-words > :last-child").text().ends_with("CC BY 4.0"), "{card:?}");
    }

    async fn what_cannot_be_embedded_is_refused(app: TestApp) {
        app.import_sample().await;
        sample::set_state(&app.db, "house-of-memories", "taken_down").await;
        let visitor = app.visitor();
        for (query, status) in [
            (String::new(), 400),
            ("format=json".to_owned(), 400),
            (format!("url={OURS}museums-on-prescription&format=yaml"), 501),
            (format!("url={OURS}museums-on-prescription&maxwidth=0"), 400),
            (format!("url={OURS}museums-on-prescription&maxheight=tall"), 400),
            (format!("url={OURS}no-such-case"), 404),
            (format!("url={OURS}house-of-memories"), 410),
            ("url=https%3A%2F%2Felsewhere.example%2Fcase-studies%2Fmuseums-on-prescription".to_owned(), 404),
            ("url=%00%ff".to_owned(), 404),
        ] {
            let page = visitor.get(&format!("/oembed?{query}")).await.expect(status);
            assert!(page.json()["error"].as_str().expect("a sentence").ends_with('.'), "{query}");
        }
        visitor.get(&format!("/oembed?url={OURS}museums-on-prescription&format=")).await.expect(200);
    }
}
