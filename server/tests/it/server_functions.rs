//! What a server function answers to a call that nobody's page makes.

use crate::each_database;
use axum::body::Body;
use axum::extract::Request;
use sea_orm::ConnectionTrait;

const WORD: &str = "quillifer";

/// Bodies that no island sends, with a word that must not come back.
fn bodies() -> Vec<Vec<u8>> {
    let texts = [
        String::new(),
        "{}".to_owned(),
        "[]".to_owned(),
        "null".to_owned(),
        format!("\"{WORD}\""),
        format!("{{\"{WORD}\":"),
        format!("{{\"text\":[\"{WORD}\"],\"reference\":{{\"{WORD}\":1}}}}"),
        format!("{{\"text\":7,\"reference\":7,\"section\":\"{WORD}\"}}"),
        format!("text={WORD}&reference={WORD}"),
        format!("{{\"text\":\"\\ud800{WORD}\"}}"),
        format!(
            "{{\"answers\":[[\"{WORD}\"]],\"reference\":\"a\",\"section\":\"b\",\"base\":\"c\"}}"
        ),
        format!("{{\"{WORD}\":{}1{}}}", "[".repeat(500), "]".repeat(500)),
    ];
    let mut bodies: Vec<Vec<u8>> = texts.into_iter().map(String::into_bytes).collect();
    bodies.push([b"{\"text\":\"\xff\xfe", WORD.as_bytes(), b"\"}"].concat());
    bodies.push(format!("{{\"reference\":\"{}", WORD.repeat(20_000)).into_bytes());
    bodies
}

each_database! {
    async fn a_call_that_cannot_be_read_is_the_callers_fault(app: TestApp) {
        let paths: Vec<&str> = server_fn::axum::server_fn_paths().map(|(path, _)| path).collect();
        assert_eq!(paths.len(), 2);
        for path in paths {
            for body in bodies() {
                for kind in [Some("application/json"), Some("text/plain"), None] {
                    let mut request = Request::post(path).header("sec-fetch-site", "same-origin");
                    if let Some(kind) = kind {
                        request = request.header("content-type", kind);
                    }
                    let shown = String::from_utf8_lossy(&body[..body.len().min(80)]).into_owned();
                    let page = app.visitor().raw(request.body(Body::from(body.clone())).unwrap()).await;
                    assert_eq!(page.status().as_u16(), 400, "{path} {shown}: {page:?}");
                    assert_eq!(page.body(), "Args|We could not read this call. Load the page again.", "{path} {shown}");
                    let headers = page.headers();
                    assert!(!format!("{headers:?}").contains(WORD) && !headers.contains_key("location"), "{headers:?}");
                }
            }
        }
    }

    async fn a_fault_of_our_own_stays_one(app: TestApp) {
        let arguments = serde_json::json!({ "reference": "WB-2345-6789", "section": "story", "base": "", "answers": [] });
        let gone = "ALTER TABLE submissions RENAME TO gone";
        app.db.writer().execute_unprepared(gone).await.expect(gone);
        let page = app.visitor().post_json("/api/fn/save_draft", &arguments).await.expect(500);
        assert!(!page.body().contains("WB-2345-6789"), "{page:?}");
        // That the database cannot be asked just now is nobody's fault.
        app.db.clone().close().await;
        let page = app.visitor().post_json("/api/fn/save_draft", &arguments).await.expect(503);
        assert!(!page.body().contains("WB-2345-6789"), "{page:?}");
    }
}
