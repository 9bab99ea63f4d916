//! The catalogue after changes is the one that would be read anew.

use crate::each_database;
use crate::sample::{change_content, set_state};
use case_study::{Facet, PartialDate, Status};
use store::DAY_MS;
use store::catalogue::{Catalogue, CatalogueCache};

/// All that a catalogue says, with names instead of numbers.
fn spelled_out(catalogue: &Catalogue) -> Vec<String> {
    let entries = catalogue.entries.iter().map(|entry| {
        let mut tags: Vec<String> = Facet::ALL
            .iter()
            .flat_map(|facet| {
                catalogue
                    .terms_of(entry, *facet)
                    .map(move |slug| format!("{facet}={slug}"))
            })
            .collect();
        tags.sort();
        let mut measures: Vec<&str> = entry
            .measures
            .iter()
            .map(|at| catalogue.measures[*at].key.as_str())
            .collect();
        measures.sort_unstable();
        format!(
            "{} {} {} {} {:?} {:?} {tags:?} {measures:?}",
            entry.slug,
            entry.title,
            catalogue.museums[entry.museum].name,
            entry.town,
            entry.spot,
            (entry.people, entry.evidence_suggested),
        )
    });
    let mut museums: Vec<String> = catalogue
        .museums
        .iter()
        .map(|museum| museum.slug.clone())
        .collect();
    museums.sort();
    let mut measures: Vec<String> = catalogue
        .measures
        .iter()
        .map(|measure| measure.key.clone())
        .collect();
    measures.sort();
    let all: Vec<_> = catalogue.entries.iter().collect();
    let counts = Facet::ALL
        .iter()
        .map(|facet| format!("{facet} {:?}", catalogue.counts(&all, *facet)));
    entries
        .chain(museums)
        .chain(measures)
        .chain(counts)
        .collect()
}

each_database! {
    async fn what_changed_is_all_that_is_read_and_nothing_is_missed(app: TestApp) {
        let kept = CatalogueCache::default();
        let check = async |cases: usize| {
            let later = kept.current(&app.db).await.unwrap();
            let anew = CatalogueCache::default().current(&app.db).await.unwrap();
            assert_eq!(later.entries.len(), cases);
            assert_eq!(spelled_out(&later), spelled_out(&anew));
        };
        check(0).await;
        app.import_sample().await;
        check(28).await;
        set_state(&app.db, "house-of-memories", "taken_down").await;
        check(27).await;
        change_content(&app.db, "museums-on-prescription", |content| {
            content.title = "Another title".into();
            content.themes = vec!["carers".into()];
            content.measures_other = vec!["Tea diary".into()];
        })
        .await;
        app.standing_at(Status::Published, "Tea with the xylophone ensemble").await;
        check(28).await;
        set_state(&app.db, "house-of-memories", "live").await;
        check(29).await;
        let catalogue = kept.current(&app.db).await.unwrap();
        let changed = catalogue.entries.iter().find(|entry| entry.slug == "museums-on-prescription");
        assert_eq!(changed.unwrap().title, "Another title");
    }

    async fn another_year_is_followed_like_any_change(app: TestApp) {
        app.import_sample().await;
        change_content(&app.db, "house-of-memories", |content| {
            content.started = Some(PartialDate { year: 2030, month: None });
            content.ended = None;
            content.still_running = true;
        })
        .await;
        let kept = CatalogueCache::default();
        // 1 July 2031, then a year later, two years more, and a clock that is set back.
        for years in [0, 1, 3, 0] {
            app.clock.set(1_940_630_400_000 + years * 366 * DAY_MS);
            let later = kept.current(&app.db).await.unwrap();
            let anew = CatalogueCache::default().current(&app.db).await.unwrap();
            assert_eq!(spelled_out(&later), spelled_out(&anew), "{years} years later");
            assert!(spelled_out(&later).iter().any(|line| line.contains(&format!("year={}", 2031 + years))));
        }
    }
}
