//! Whose a cookie is: ours by its literal name alone, and whatever stands beside it does no harm.

use crate::each_database;
use crate::support::{PASSWORD, Page, TestApp, Visitor};
use axum::body::Body;
use axum::http::{HeaderValue, Request, header};
use case_study::Role;

/// Asks with these cookie lines, as they are.
async fn with_cookies(visitor: &Visitor, method: &str, path: &str, lines: &[&[u8]]) -> Page {
    let mut request = Request::builder().method(method).uri(path);
    for line in lines {
        request = request.header(
            header::COOKIE,
            HeaderValue::from_bytes(line).expect("a line that a browser could send"),
        );
    }
    visitor
        .raw(request.body(Body::empty()).expect("a request"))
        .await
}

/// The same site by https, where cookies have their prefix.
fn https(app: &TestApp) -> TestApp {
    app.variant(|variant| variant.public_url = "https://bank.example.org".to_owned())
}

const DECODES_TO_OURS: [&str; 7] = [
    "%5F%5FHost-sid",
    "__Host%2Dsid",
    "__Host-s%69d",
    "%5f%5fHost%2dsid",
    "\u{a0}__Host-sid",
    "__Host-sid\u{2003}",
    "\u{feff}__Host-sid",
];

each_database! {
    async fn a_cookie_that_only_decodes_to_ours_signs_nobody_in(app: TestApp) {
        let app = https(&app);
        let (attacker, victim) = (app.submitter().await, app.moderator().await);
        let (planted, own) = (attacker.cookie("__Host-sid").unwrap(), victim.cookie("__Host-sid").unwrap());
        let nobody = app.visitor();
        for name in DECODES_TO_OURS {
            let planted = format!("{name}={planted}");
            let page = with_cookies(&nobody, "GET", "/account", &[planted.as_bytes()]).await.expect(303);
            assert_eq!(page.location(), "/account/sign-in?next=%2Faccount", "{name}");
            // Beside the right one it changes nothing, on either side.
            let own = format!("__Host-sid={own}");
            for line in [format!("{own}; {planted}"), format!("{planted}; {own}")] {
                let page = with_cookies(&nobody, "GET", "/account", &[line.as_bytes()]).await.expect(200);
                assert_eq!(page.one("h1").text(), "Moderator 2", "{line}");
            }
        }
        let page = with_cookies(&nobody, "GET", "/account", &[format!("__Host-sid={own}").as_bytes()]).await;
        assert_eq!(page.expect(200).one("h1").text(), "Moderator 2");
    }

    async fn two_cookies_of_ours_are_none(app: TestApp) {
        for (app, name) in [(app.clone(), "sid"), (https(&app), "__Host-sid")] {
            let (one, other) = (app.submitter().await, app.moderator().await);
            let one = format!("{name}={}", one.cookie(name).unwrap());
            let other = format!("{name}={}", other.cookie(name).unwrap());
            let joined = [format!("{one}; {other}"), format!("{other}; theme=dark; {one}")];
            for lines in [
                vec![joined[0].as_bytes()],
                vec![joined[1].as_bytes()],
                vec![one.as_bytes(), other.as_bytes()],
                vec![one.as_bytes(), one.as_bytes()],
            ] {
                let page = with_cookies(&app.visitor(), "GET", "/account", &lines).await.expect(303);
                assert_eq!(page.location(), "/account/sign-in?next=%2Faccount");
            }
        }
    }

    async fn a_change_under_a_cookie_needs_an_origin_and_under_none_an_account(app: TestApp) {
        let moderator = app.moderator().await;
        let id = moderator.cookie("sid").unwrap();
        let nobody = app.visitor();
        let path = "/moderate/mails/again";
        with_cookies(&nobody, "POST", path, &[format!("sid={id}").as_bytes()]).await.expect(403);
        for line in [format!("%73id={id}"), format!("s%69d={id}"), format!("sid={id}; sid={id}")] {
            let page = with_cookies(&nobody, "POST", path, &[line.as_bytes()]).await.expect(303);
            assert!(page.location().starts_with("/account/sign-in"), "{line}: {page:?}");
        }
    }

    async fn a_neighbours_odd_cookie_harms_nothing(app: TestApp) {
        let owner = app.visitor();
        let reference = crate::submit::steps::begin(&owner, "Tea", "").await;
        let path = format!("/submit/{reference}");
        let sid = format!("sid={}", owner.cookie("sid").unwrap());
        for neighbour in [
            &b"city=M\xfcnchen"[..], b"quote=it\x92s", b"\xff\xfe=\x80", b"=", b";;", b"$Version=1",
            b"json={\"a\":\"b\"}", b"open=\"never closed", "city=München".as_bytes(),
        ] {
            let before = [neighbour, b"; ", sid.as_bytes()].concat();
            let behind = [sid.as_bytes(), b"; ", neighbour].concat();
            for lines in [vec![&before[..]], vec![&behind[..]], vec![neighbour, sid.as_bytes()], vec![sid.as_bytes(), neighbour]] {
                let page = with_cookies(&app.visitor(), "GET", &path, &lines).await.expect(200);
                assert_eq!(page.one("h1").text(), "Tea", "{lines:?}");
            }
        }
    }

    async fn signing_in_works_beside_a_neighbours_odd_cookie(app: TestApp) {
        let (_, email) = app.account(Role::Moderator).await;
        let body = url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs([("email", email.as_str()), ("password", PASSWORD)])
            .finish();
        let visitor = app.visitor();
        let request = Request::post("/account/sign-in")
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "same-origin")
            .header(header::COOKIE, HeaderValue::from_bytes(b"city=M\xfcnchen").unwrap())
            .body(Body::from(body));
        assert_eq!(visitor.raw(request.unwrap()).await.expect(303).location(), "/moderate");
        let sid = format!("city=M\u{fc}nchen; sid={}", visitor.cookie("sid").unwrap());
        // As Latin-1, which browsers send back byte by byte.
        let line: Vec<u8> = sid.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
        with_cookies(&app.visitor(), "GET", "/moderate", &[&line]).await.expect(200);
    }
}
