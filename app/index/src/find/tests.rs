//! What a list shows for words, over a small bank.

use super::list;
use crate::Listing;
use crate::bank_for_tests::of;
use crate::snapshot::Snapshot;
use crate::synonyms::Synonyms;
use case_study::CaseStudyContent;
use store::cases::{Filters, Sort};

/// Cases that say this in their stories; the last is the newest.
fn bank(stories: &[(&str, &str)]) -> Snapshot {
    of(stories.iter().map(|(slug, did)| {
        let content = CaseStudyContent {
            title: format!("Title of {slug}"),
            did: (*did).to_owned(),
            ..CaseStudyContent::default()
        };
        ((*slug).to_owned(), content)
    }))
}

fn five() -> Snapshot {
    bank(&[
        (
            "tea",
            "We drank tea with spoons of sugar, tea and more tea.",
        ),
        (
            "both",
            "In winter we drank tea. In summer there were gardens.",
        ),
        ("garden", "Gardens, gardens, and nobody old."),
        ("beside", "The tea garden stood open."),
        ("other", "Something about music for seniors."),
    ])
}

fn looked_for(snapshot: &Snapshot, words: &str, sort: Sort) -> Listing {
    let (synonyms, problems) = Synonyms::parse("seniors, older people, elders\nhoover, vacuum");
    assert!(problems.is_empty(), "{problems:?}");
    let filters = Filters {
        q: words.to_owned(),
        sort,
        ..Filters::default()
    };
    list(snapshot, &synonyms, &filters, 1, 10).expect("a list")
}

fn slugs(listing: &Listing) -> Vec<&str> {
    let cases = listing.found.cases.iter();
    cases.map(|case| case.slug.as_str()).collect()
}

fn found(snapshot: &Snapshot, words: &str) -> (Vec<String>, u64) {
    let listing = looked_for(snapshot, words, Sort::Relevance);
    let slugs = slugs(&listing).into_iter().map(str::to_owned).collect();
    (slugs, listing.found.with_all)
}

#[test]
fn those_with_all_words_come_first_and_words_side_by_side_before_words_apart() {
    let bank = five();
    let listing = looked_for(&bank, "tea garden", Sort::Relevance);
    assert_eq!(slugs(&listing)[..2], ["beside", "both"]);
    assert_eq!((listing.found.with_all, listing.found.total), (2, 4));
    // The best of those with some, however often they say it, comes after all of those with all.
    let mut others = slugs(&listing)[2..].to_vec();
    others.sort_unstable();
    assert_eq!(others, ["garden", "tea"]);
    let newest = looked_for(&bank, "tea garden", Sort::Newest);
    assert_eq!(slugs(&newest), ["beside", "garden", "both", "tea"]);
    assert_eq!(newest.found.with_all, 2);
}

#[test]
fn a_name_of_several_words_is_one() {
    let bank = bank(&[
        ("link", "A link to another page. Link by link."),
        ("worker", "Every worker has a cup."),
        ("apart", "A worker who made a link."),
        ("name", "The link worker came."),
        ("same", "Social prescribing began."),
        ("hard", "It did not work in the rain."),
        ("work", "Work, work and more work."),
    ]);
    let (synonyms, _) =
        Synonyms::parse("link worker, social prescribing\ndid not work, went wrong");
    let slugs_of = |words: &str| {
        let filters = Filters {
            q: words.to_owned(),
            sort: Sort::Title,
            ..Filters::default()
        };
        let listing = list(&bank, &synonyms, &filters, 1, 10).expect("a list");
        (slugs(&listing).join(" "), listing.found.with_all)
    };
    assert_eq!(slugs_of("link worker"), ("apart name same".to_owned(), 3));
    // A name says more than the one word in it that counts.
    assert_eq!(slugs_of("what did not work"), ("hard".to_owned(), 1));
    assert_eq!(slugs_of("\"link worker\""), ("name".to_owned(), 1));
}

#[test]
fn a_word_counts_through_its_other_names_and_forms() {
    let bank = five();
    assert_eq!(found(&bank, "elder musics"), (vec!["other".to_owned()], 1));
    assert_eq!(
        found(&bank, "music for older people"),
        (vec!["other".to_owned()], 1)
    );
}

#[test]
fn a_minus_leaves_out_and_or_is_one_or_the_other() {
    let bank = five();
    let (without, with_all) = found(&bank, "-tea");
    assert_eq!(without, ["other", "garden"]);
    assert_eq!(with_all, 2);
    assert_eq!(found(&bank, "gardens -tea").0, ["garden"]);
    assert_eq!(found(&bank, "gardens -\"tea garden\"").0.len(), 2);
    assert_eq!(found(&bank, "music OR sugar").1, 2);
    let either = looked_for(&bank, "music OR sugar", Sort::Relevance);
    assert_eq!(either.understood.counted, 1);
    assert_eq!(found(&bank, "music sugar").1, 0);
    let listing = looked_for(&bank, "gardens -tea", Sort::Relevance);
    assert_eq!(listing.understood.without, ["tea"]);
}

#[test]
fn nothing_is_looked_for_but_what_was_typed() {
    let bank = five();
    let listing = looked_for(&bank, "summre sugar", Sort::Relevance);
    assert_eq!(slugs(&listing), ["tea"]);
    let said = listing.understood;
    assert_eq!(said.unknown, ["summre"]);
    let meant = said.meant.expect("a question");
    assert_eq!((meant.words.as_str(), meant.count), ("summer sugar", 2));
    // Where the other spelling finds nothing under the filters, it is not asked.
    let nothing = looked_for(&bank, "summre -both -tea -summer", Sort::Relevance).understood;
    assert_eq!(nothing.meant, None);
    for typed in ["teas", "tee", "SUMMRE", "hoover", "museum"] {
        assert_eq!(
            looked_for(&bank, typed, Sort::Relevance).understood.meant,
            None,
            "{typed}"
        );
    }
}

#[test]
fn words_that_stand_everywhere_rank_none_before_another() {
    let bank = bank(&[
        ("first", "museum museum museum"),
        ("second", "A museum."),
        ("third", "Another museum beside the sea."),
    ]);
    let listing = looked_for(&bank, "the museum", Sort::Relevance);
    assert_eq!(slugs(&listing), ["third", "second", "first"]);
    assert!(listing.understood.only_common);
    assert_eq!((listing.found.with_all, listing.understood.counted), (3, 1));
    assert_eq!(found(&bank, "sea museum").0, ["third"]);
}

#[test]
fn part_of_a_name_is_no_answer() {
    let named = |slug: &str, funder: &str, did: &str| {
        let content = CaseStudyContent {
            title: slug.to_owned(),
            funder: funder.to_owned(),
            did: did.to_owned(),
            ..CaseStudyContent::default()
        };
        (slug.to_owned(), content)
    };
    let bank = of([
        named("trust", "Helen Miller Trust", "Pots."),
        named("story", "", "A rose for the garden."),
        named("others", "", "Pans."),
        named("more", "", "Lids."),
        named("last", "", "Cups."),
    ]);
    for name in ["helen chatterjee", "Helen Chatterjee", "Rose Chatterjee"] {
        let listing = looked_for(&bank, name, Sort::Relevance);
        assert_eq!(listing.found.total, 0, "{name}");
        assert_eq!(listing.understood.alone.len(), 1, "{name}");
    }
    assert_eq!(found(&bank, "helen miller").0, ["trust"]);
    // What a story tells is an answer beside a word that nobody has.
    assert_eq!(found(&bank, "rose chatterjee").0, ["story"]);
}
