//! Addresses of lists, read and written.

use super::ListQuery;
use super::read::MOST_VALUES;
use case_study::Facet;
use store::cases::Sort;

#[test]
fn facets_repeat_and_unknown_keys_are_ignored() {
    let query = ListQuery::parse(
        "theme=carers&theme=mental-health&strand=community&utm_source=x&q=tea&sort=title&page=3",
    );
    assert_eq!(
        query.filters.chosen[&Facet::Theme],
        ["carers", "mental-health"]
    );
    assert_eq!(query.filters.chosen[&Facet::Strand], ["community"]);
    assert_eq!(query.filters.chosen.len(), 2);
    assert_eq!(query.filters.q, "tea");
    assert_eq!((query.filters.sort, query.page), (Sort::Title, 3));
}

#[test]
fn pages_are_numbers_from_one() {
    for (text, page) in [
        ("", 1),
        ("0", 1),
        ("-2", 1),
        ("two", 1),
        ("1.5", 1),
        (" 7 ", 7),
        ("007", 7),
        ("99999999999999999999999999", 1_000_000),
        ("\u{661}", 1),
    ] {
        let query = ListQuery::parse(
            &url::form_urlencoded::Serializer::new(String::new())
                .append_pair("page", text)
                .finish(),
        );
        assert_eq!(query.page, page, "{text:?}");
    }
}

#[test]
fn the_address_of_a_list_is_written_one_way() {
    let one = ListQuery::parse(
        "page=1&country=gb&theme=carers&theme=&strand=community&theme=Carers&sort=newest",
    );
    assert_eq!(
        one.href(),
        "/case-studies?strand=community&theme=carers&country=GB"
    );
    assert_eq!(ListQuery::default().href(), "/case-studies");
    assert_eq!(
        one.at_page(2).href(),
        "/case-studies?strand=community&theme=carers&country=GB&page=2"
    );
    assert_eq!(one.cleared().href(), "/case-studies");
    assert_eq!(
        one.sorted(Sort::Title).href_under(paths::ATOM),
        "/case-studies.atom?strand=community&theme=carers&country=GB&sort=title"
    );
}

#[test]
fn words_are_tidied_and_sorted_by_relevance_unless_told_otherwise() {
    // Links with "exact" were made when words were corrected; they mean what they meant then.
    let query =
        ListQuery::parse("sort=relevance&exact=1&theme=carers&q=+older%00%0d%0a++people%09+");
    assert_eq!(query.filters.q, "older people");
    assert_eq!(query.filters.sort, Sort::Relevance);
    assert_eq!(query.href(), "/case-studies?q=older+people&theme=carers");
    assert_eq!(
        query.sorted(Sort::Newest).href(),
        "/case-studies?q=older+people&theme=carers&sort=newest"
    );
    assert_eq!(query.with_words("").href(), "/case-studies?theme=carers");
    assert_eq!(
        query.with_words("tea").cleared().href(),
        "/case-studies?q=tea"
    );
    assert_eq!(
        ListQuery::parse("sort=relevance&exact=1").href(),
        "/case-studies"
    );
    assert_eq!(
        ListQuery::parse(&format!("q={}", "x".repeat(10_000)))
            .filters
            .q
            .len(),
        300
    );
}

#[test]
fn a_filter_comes_off_alone_and_goes_back_to_the_first_page() {
    let query = ListQuery::parse("theme=carers&theme=mental-health&strand=community&page=4");
    let chosen = query.chosen();
    assert_eq!(
        chosen.iter().map(|c| c.label.as_str()).collect::<Vec<_>>(),
        ["Communities", "Carers", "Mental health"]
    );
    assert_eq!(
        query.without(&chosen[1]).href(),
        "/case-studies?strand=community&theme=mental-health"
    );
    assert_eq!(
        query.without(&chosen[0]).href(),
        "/case-studies?theme=carers&theme=mental-health"
    );
}

#[test]
fn values_are_bounded() {
    let many: String = (0..5_000).map(|n| format!("theme=t{n}&")).collect();
    assert_eq!(
        ListQuery::parse(&many).filters.chosen[&Facet::Theme].len(),
        MOST_VALUES
    );
    let long = ListQuery::parse(&format!("theme={}", "é".repeat(10_000)));
    assert_eq!(long.filters.chosen[&Facet::Theme][0].chars().count(), 120);
}

/// A small generator of odd queries; every one must be read, and what is read must survive
/// being written and read again.
#[test]
fn odd_queries_are_read_without_complaint_and_addresses_come_back() {
    const PIECES: [&str; 29] = [
        "q",
        "exact=1",
        "relevance",
        "theme",
        "strand",
        "country",
        "region",
        "year",
        "page",
        "sort",
        "=",
        "&",
        "+",
        "%",
        "%00",
        "%ff%fe",
        "%2",
        "carers",
        "title",
        "İ",
        "ß",
        "\u{0}",
        "\u{7f}",
        ";",
        "?",
        "#",
        "<script>",
        "page=18446744073709551616",
        "🌱",
    ];
    let mut seed = 0x9e37_79b9_7f4a_7c15_u64;
    for _ in 0..20_000 {
        let mut text = String::new();
        for _ in 0..(seed % 14) {
            seed ^= seed << 13;
            seed ^= seed >> 7;
            seed ^= seed << 17;
            let piece = usize::try_from(seed % PIECES.len() as u64).unwrap();
            text.push_str(PIECES[piece]);
        }
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        let query = ListQuery::parse(&text);
        assert!(query.page >= 1);
        let href = query.href();
        let again = ListQuery::parse(href.split_once('?').map_or("", |(_, rest)| rest));
        assert_eq!(again.href(), href, "{text:?}");
        assert_eq!(again, query, "{text:?}");
        for slug in query.filters.chosen.values().flatten() {
            assert!(!slug.chars().any(char::is_control), "{text:?}");
        }
    }
}

#[test]
fn a_feed_begins_with_the_newest_and_has_one_address() {
    for (asked, address) in [
        ("q=tea", "/case-studies?q=tea"),
        ("q=tea&sort=title", "/case-studies?q=tea"),
        ("q=tea&sort=newest&shortlist=cake", "/case-studies?q=tea"),
        (
            "theme=carers&sort=title&page=2",
            "/case-studies?theme=carers&page=2",
        ),
    ] {
        let (query, filters) = ListQuery::parse(asked).as_feed();
        assert_eq!(query.href(), address, "{asked}");
        assert_eq!(filters.sort, Sort::Newest, "{asked}");
        assert_eq!(filters.chosen, query.filters.chosen, "{asked}");
    }
}
