//! What the servers are asked for.

use crate::dice::Dice;
use crate::words::{OF_WHAT, PEOPLE, THINGS};
use case_study::Vocabulary;

/// The list of the whole bank.
pub const LIST: &str = "list with facets";
/// A list of what two words find.
pub const SEARCH: &str = "two-word search";

/// One kind of answer with the addresses that stand for it.
pub struct Kind {
    pub name: &'static str,
    pub paths: Vec<String>,
    /// Whether the page cache keeps it.
    pub kept: bool,
}

/// The kinds that are measured, for a bank of so many cases.
pub fn kinds(cases: u64) -> Vec<Kind> {
    let mut dice = Dice::of(1, cases);
    let term = |dice: &mut Dice, vocabulary: Vocabulary| dice.often(vocabulary.terms()).slug;
    let filtered = (0..24)
        .map(|number| {
            let theme = term(&mut dice, Vocabulary::Theme);
            let audience = term(&mut dice, Vocabulary::Audience);
            let activity = term(&mut dice, Vocabulary::Activity);
            match number % 4 {
                0 => format!("/case-studies?theme={theme}"),
                1 => format!("/case-studies?theme={theme}&country=GB"),
                2 => format!("/case-studies?audience={audience}&activity={activity}"),
                _ => format!(
                    "/case-studies?theme={theme}&audience={audience}&cost=under-1000&sort=title"
                ),
            }
        })
        .collect();
    let searched = (0..40)
        .map(|number| {
            let thing = dice.one(THINGS);
            let other = if number % 2 == 0 {
                dice.one(OF_WHAT)
            } else {
                dice.one(PEOPLE).split(' ').next_back().unwrap_or("carers")
            };
            format!("/case-studies?q={other}+{thing}")
        })
        .collect();
    let shown = 200.min(cases);
    let one_case = (0..shown)
        .map(|number| format!("/case-studies/generated-case-{}", number * cases / shown))
        .collect();
    vec![
        Kind {
            name: LIST,
            paths: vec!["/case-studies".to_owned()],
            kept: true,
        },
        Kind {
            name: "filtered list",
            paths: filtered,
            kept: true,
        },
        Kind {
            name: SEARCH,
            paths: searched,
            kept: false,
        },
        Kind {
            name: "case",
            paths: one_case,
            kept: true,
        },
        Kind {
            name: "feed (Atom)",
            paths: vec!["/case-studies.atom".to_owned()],
            kept: true,
        },
    ]
}

/// Questions that are meant to hurt: a name and an address each.
pub fn hostile() -> Vec<(&'static str, String)> {
    let list = |query: &str| format!("/case-studies?{query}");
    let repeated = |one: &str, times: usize| one.repeat(times);
    let many = |count: usize, one: &dyn Fn(usize) -> String| {
        (0..count).map(one).collect::<Vec<_>>().join("&")
    };
    vec![
        (
            "10,000 letters",
            list(&format!("q={}", repeated("x", 10_000))),
        ),
        (
            "10,000 characters of words",
            list(&format!("q={}", repeated("tea+", 2_500))),
        ),
        (
            "2,000 different words",
            list(&format!(
                "q={}",
                many(2_000, &|n| format!("w{n}")).replace('&', "+")
            )),
        ),
        (
            "forty common words",
            list(&format!(
                "q={}",
                repeated("museum+people+group+carers+", 10)
            )),
        ),
        (
            "words that find nothing",
            list("q=lonelynes+demntia+musuem+handeling+objekts+volunters+garding"),
        ),
        (
            "long words that find nothing",
            list(&format!("q={}", repeated("zzyzxantidisestablishment+", 12))),
        ),
        (
            "control characters",
            list("q=%00%01%02%07%1b%7f%c2%85tea%0d%0a"),
        ),
        ("bytes that are no text", list("q=%ff%fe%80%c0%af")),
        (
            "operators",
            list("q=%22tea+OR+NOT+(a+AND+b)+title:*~2%5E9+%2B-%5B1+TO+2%5D"),
        ),
        ("open quotes", list("q=%22%22%22%22tea+%22and+%22objects")),
        (
            "a long phrase",
            list(&format!("q=%22{}%22", repeated("people+and+", 25))),
        ),
        ("stars", list(&format!("q={}", repeated("*+?+", 70)))),
        (
            "emoji and joined letters",
            list(&format!(
                "q={}",
                repeated("%F0%9F%91%A9%E2%80%8D%F0%9F%94%AC", 40)
            )),
        ),
        (
            "300 marks on one letter",
            list(&format!("q=a{}", repeated("%CC%81", 300))),
        ),
        (
            "200 values of facets",
            list(&many(200, &|n| format!("theme=made-up-{n}"))),
        ),
        (
            "1,200 values of facets",
            list(&many(1_200, &|n| {
                format!("{}=v{n}", case_study::Facet::ALL[n % 12].slug())
            })),
        ),
        (
            "2,000 unknown keys",
            list(&many(2_000, &|n| format!("k{n}=v"))),
        ),
        ("a far page", list("page=999999999999")),
        ("a far page of a search", list("q=tea+people&page=400")),
        ("a page below zero", list("page=-1&sort=title")),
        ("a common word by title", list("q=people&sort=title")),
        (
            "a map of a common word",
            list("view=map&area=world&q=people"),
        ),
        ("a map of everything", list("view=map&area=world")),
        (
            "suggestions for 10,000 letters",
            format!("/case-studies/suggest?q={}", repeated("pe", 5_000)),
        ),
        (
            "suggestions for one letter",
            "/case-studies/suggest?q=p".to_owned(),
        ),
        (
            "the API, 100 a page",
            "/api/v1/case-studies?q=people&per_page=100".to_owned(),
        ),
        (
            "a feed of a common word",
            "/case-studies.atom?q=people".to_owned(),
        ),
        (
            "harvesting",
            "/oai?verb=ListRecords&metadataPrefix=oai_dc".to_owned(),
        ),
    ]
}

#[cfg(test)]
mod tests {
    use super::{hostile, kinds};

    #[test]
    fn addresses_are_the_same_in_every_run_and_plain() {
        for (one, other) in kinds(1000).iter().zip(kinds(1000)) {
            assert_eq!(one.paths, other.paths);
        }
        let addresses = kinds(10).into_iter().flat_map(|kind| kind.paths);
        for path in addresses.chain(hostile().into_iter().map(|(_, path)| path)) {
            assert!(path.bytes().all(|byte| byte.is_ascii_graphic()), "{path}");
        }
    }
}
