//! Ids that others keep do not change when the bank's address does.

use crate::each_database;
use crate::support::Visitor;
use serde_json::Value;
use server::database::ids;
use server::settings::PublicUrl;
use store::site_settings::{FirstAddress, first_address};

/// The ids in the Atom feed, of the JSON Feed, and for harvesters.
async fn all(visitor: &Visitor) -> [Vec<String>; 3] {
    let atom = visitor.get("/case-studies.atom").await.expect(200).body();
    let json = visitor.get("/case-studies.json").await.expect(200).json();
    let oai = visitor
        .get("/oai?verb=ListIdentifiers&metadataPrefix=oai_dc")
        .await
        .expect(200)
        .body();
    let between = |text: &str, begins: &str, ends: &str| -> Vec<String> {
        let parts = text.split(begins).skip(1);
        parts
            .filter_map(|part| part.split(ends).next())
            .map(str::to_owned)
            .collect()
    };
    let items = json["items"].as_array().expect("items").iter();
    [
        between(&atom, "<id>", "</id>"),
        items
            .filter_map(|item| item["id"].as_str().map(str::to_owned))
            .collect(),
        between(&oai, "<identifier>", "</identifier>"),
    ]
}

each_database! {
    async fn ids_stay_and_links_follow(app: TestApp) {
        app.import_sample().await;
        let before = all(&app.visitor()).await;
        assert_eq!(before.each_ref().map(Vec::len), [29, 28, 28]);
        let moved = app.variant(|variant| variant.public_url = "https://bank.new.example".to_owned());
        assert_eq!(all(&moved.visitor()).await, before);
        let json: Value = moved.visitor().get("/case-studies.json").await.expect(200).json();
        let url = json["items"][0]["url"].as_str().expect("an address");
        assert!(url.starts_with("https://bank.new.example/case-studies/"), "{url}");
        let one = &before[2][0];
        let record = moved.visitor().get(&format!("/oai?verb=GetRecord&metadataPrefix=oai_dc&identifier={one}")).await.expect(200);
        assert!(record.body().contains("<dc:identifier>https://bank.new.example/case-studies/"), "{record:?}");
    }

    async fn the_first_address_is_kept(app: TestApp) {
        let url = |text: &str| PublicUrl::parse(text).expect("an address");
        // The installation under test is on its own machine, which is no address for others: the first
        // that others know takes its place, and stays.
        let first = ids(&app.db, &url("https://bank.example")).await.expect("ids");
        assert_eq!(first.record("tea"), "oai:bank.example:tea");
        for later in ["https://bank.new.example", "http://localhost:3000", "http://127.0.0.1:3000"] {
            assert_eq!(ids(&app.db, &url(later)).await.expect("ids"), first, "{later}");
        }
    }

    async fn one_machine_has_one_address_whatever_its_port(app: TestApp) {
        for port in [3000, 3001] {
            let now = FirstAddress { url: format!("http://localhost:{port}"), only_here: true };
            assert_eq!(first_address(&app.db, &now).await.expect("kept"), "http://127.0.0.1:3000");
        }
    }
}
