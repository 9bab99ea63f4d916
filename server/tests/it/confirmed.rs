//! What a case's page says of who last stood by it.

use crate::each_database;
use case_study::Status;

each_database! {
    async fn a_museum_confirms_its_case_by_sending_it(app: TestApp) {
        const SENT: i64 = 1_772_323_200_000;
        app.clock.set(SENT);
        app.standing_at(Status::Published, "Tea with the xylophone ensemble").await;
        let page = app.visitor().get("/case-studies/tea-with-the-xylophone-ensemble").await.expect(200);
        let words = page.one(".case-colophon .meta").text().to_owned();
        assert!(words.starts_with("Last confirmed by the museum 1 March 2026. First published here "), "{words}");
        let museum = page.one(".case-museum a").attr("href").expect("an address");
        app.visitor().get(&museum).await.expect(200);
    }

    async fn nobody_confirmed_what_was_compiled(app: TestApp) {
        app.import_sample().await;
        let page = app.visitor().get("/case-studies/house-of-memories").await.expect(200);
        let words = page.one(".case-colophon .meta").text().to_owned();
        assert!(words.starts_with("Not yet confirmed by the museum. First published here "), "{words}");
    }
}
