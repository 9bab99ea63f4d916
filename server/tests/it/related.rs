//! At the foot of a case: others with the same people or on the same theme.

use crate::each_database;
use crate::sample;
use crate::sample::bank;
use crate::support::Page;
use case_study::Vocabulary;

/// Slug and reason of each.
fn related(page: &Page) -> Vec<(String, String)> {
    page.select(".related .card-grid > li")
        .iter()
        .map(|item| {
            let href = item
                .html()
                .split_once("href=\"/case-studies/")
                .and_then(|(_, rest)| rest.split_once('"'))
                .map(|(slug, _)| slug.to_owned());
            let why = item
                .html()
                .split_once("related-why\">")
                .and_then(|(_, rest)| rest.split_once('<'))
                .map(|(why, _)| why.to_owned());
            (href.unwrap_or_default(), why.unwrap_or_default())
        })
        .collect()
}

each_database! {
    async fn the_most_alike_of_other_museums_stand_there_with_the_reason(app: TestApp) {
        app.import_sample().await;
        let visitor = app.visitor();
        for (slug, expected) in EXPECTED {
            let page = visitor.get(&format!("/case-studies/{slug}")).await.expect(200);
            let found = related(&page);
            let found: Vec<(&str, &str)> = found.iter().map(|(slug, why)| (slug.as_str(), why.as_str())).collect();
            assert_eq!(found, *expected, "{slug}");
        }
    }

    async fn every_reason_is_true_and_no_museum_stands_beside_itself(app: TestApp) {
        app.import_sample().await;
        let (visitor, bank) = (app.visitor(), bank());
        let case = |slug: &str| &bank.iter().find(|case| case.id == slug).expect("a case of the bank").content;
        for one in &bank {
            let page = visitor.get(&format!("/case-studies/{}", one.id)).await.expect(200);
            let found = related(&page);
            assert!(found.len() <= 3, "{}", one.id);
            for (slug, why) in found {
                let other = case(&slug);
                assert_ne!(other.museum.to_lowercase(), one.content.museum.to_lowercase(), "{} and {slug}", one.id);
                let (vocabulary, mine, theirs, words) = match why.strip_prefix("Also with ") {
                    Some(people) => (Vocabulary::Audience, &one.content.audiences, &other.audiences, people),
                    None => (Vocabulary::Theme, &one.content.themes, &other.themes, why.strip_prefix("Same theme: ").expect("a reason")),
                };
                let both: Vec<String> = labels(vocabulary, mine).into_iter().filter(|label| labels(vocabulary, theirs).contains(label)).collect();
                let said = words.to_lowercase();
                let named = both.iter().filter(|label| said.contains(label.as_str())).count();
                assert!(named >= 1 && (vocabulary == Vocabulary::Theme || said.replace(", and ", " and ") == both[..both.len().min(2)].join(" and ")), "{} and {slug}: {why}", one.id);
            }
        }
    }

    async fn the_same_museum_is_left_out_however_it_is_written(app: TestApp) {
        app.import_sample().await;
        let visitor = app.visitor();
        let path = "/case-studies/house-of-memories";
        let before = related(&visitor.get(path).await.expect(200));
        let museum = bank().into_iter().find(|case| case.id == "house-of-memories").expect("there").content.museum;
        sample::change_content(&app.db, &before[0].0, |content| content.museum = format!("  {}", museum.to_uppercase())).await;
        let after = related(&visitor.get(path).await.expect(200));
        assert!(!after.iter().any(|(slug, _)| *slug == before[0].0), "{after:?}");
        assert_eq!((after[0].0.as_str(), after[1].0.as_str()), (before[1].0.as_str(), before[2].0.as_str()));
    }

    async fn what_was_taken_down_is_not_there_and_nothing_alike_is_no_section(app: TestApp) {
        app.import_sample().await;
        let visitor = app.visitor();
        let path = "/case-studies/house-of-memories";
        let first = related(&visitor.get(path).await.expect(200))[0].0.clone();
        sample::set_state(&app.db, &first, "taken_down").await;
        assert!(!related(&visitor.get(path).await.expect(200)).iter().any(|(slug, _)| *slug == first));
        sample::change_content(&app.db, "house-of-memories", |content| {
            content.themes = vec!["poverty-and-cost-of-living".into()];
            content.audiences = vec!["people-in-prison".into()];
        })
        .await;
        let page = visitor.get(path).await.expect(200);
        assert!(page.select(".related").is_empty(), "{page:?}");
    }
}

fn labels(vocabulary: Vocabulary, slugs: &[String]) -> Vec<String> {
    slugs
        .iter()
        .map(|slug| vocabulary.label_of(slug).to_lowercase())
        .collect()
}

type Expected = (&'static str, &'static [(&'static str, &'static str)]);
/// Slugs and reasons, as the rule gives them for the sample bank, worked out by another program.
const EXPECTED: &[Expected] = &[
    (
        "house-of-memories",
        &[
            (
                "museums-inspiring-memories",
                "Also with health and care staff, and unpaid carers and care partners",
            ),
            (
                "moma-meet-me",
                "Also with health and care staff, and unpaid carers and care partners",
            ),
            (
                "palazzo-strozzi-a-piu-voci",
                "Also with health and care staff, and unpaid carers and care partners",
            ),
        ],
    ),
    (
        "museums-on-prescription",
        &[
            ("dulwich-prescription-for-art", "Also with older people"),
            (
                "montreal-museum-prescriptions",
                "Also with older people and people using mental health services or living with mental ill health",
            ),
            (
                "kulturvitaminer-aalborg",
                "Also with people using mental health services or living with mental ill health",
            ),
        ],
    ),
    (
        "ma-supporting-team-wellbeing",
        &[
            (
                "working-together-creative-health",
                "Also with museum staff, and managers and leaders",
            ),
            (
                "derby-museums-story-of-change",
                "Also with museum staff, and managers and leaders",
            ),
            (
                "nmah-trauma-based-knowledge-work",
                "Also with museum staff, and managers and leaders",
            ),
        ],
    ),
    (
        "multaka-oxford",
        &[
            ("inspiring-futures-volunteering", "Also with volunteers"),
            ("give-volunteering-for-wellbeing", "Also with volunteers"),
            ("beaney-paper-apothecary", "Also with general visitors"),
        ],
    ),
    (
        "heritage-in-hospitals",
        &[
            ("who-cares-north-west", "Also with hospital patients"),
            (
                "montreal-museum-prescriptions",
                "Also with people with long-term conditions and older people",
            ),
            (
                "beamish-cottages",
                "Also with people with long-term conditions and older people",
            ),
        ],
    ),
    (
        "finnish-museums-value-of-wellbeing",
        &[
            (
                "manchester-art-gallery-mindful-museum",
                "Also with general visitors",
            ),
            ("multaka-oxford", "Also with general visitors"),
            ("beaney-paper-apothecary", "Also with general visitors"),
        ],
    ),
];
