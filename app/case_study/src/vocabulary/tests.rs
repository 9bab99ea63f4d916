use std::collections::BTreeSet;

use super::*;

#[test]
fn no_list_is_empty() {
    for list in Vocabulary::ALL {
        assert!(!list.terms().is_empty(), "{}", list.slug());
    }
}

/// A slug that is gone makes a stored answer unreadable and a link of another site lead nowhere. A
/// term that is added needs no line in the list.
#[test]
fn no_slug_that_was_published_is_gone() {
    let lines = include_str!("promised.txt").lines();
    for line in lines.filter(|line| !line.starts_with('#')) {
        let (name, slugs) = line.split_once(": ").expect("a vocabulary and its slugs");
        let list = Vocabulary::ALL
            .iter()
            .find(|list| list.slug() == name)
            .unwrap_or_else(|| panic!("there is no vocabulary {name}"));
        for slug in slugs.split(' ') {
            assert!(list.term(slug).is_some(), "{name} has no {slug}");
        }
    }
}

#[test]
fn slugs_are_unique_and_safe_in_an_address() {
    for list in Vocabulary::ALL {
        let mut seen = BTreeSet::new();
        for Term { slug, .. } in list.terms() {
            assert!(seen.insert(slug), "{} has {slug} twice", list.slug());
            let well_made = match list {
                Vocabulary::Country => {
                    slug.len() == 2 && slug.bytes().all(|byte| byte.is_ascii_uppercase())
                }
                // Files of others have these with an underscore.
                Vocabulary::Counted => slug.replace('_', "-") == slugify(slug),
                _ => *slug == slugify(slug) && !slug.is_empty(),
            };
            assert!(well_made, "{} has the slug {slug:?}", list.slug());
        }
    }
}

#[test]
fn labels_are_unique_tidy_and_begin_with_a_capital_or_a_number() {
    for list in Vocabulary::ALL {
        let mut seen = BTreeSet::new();
        for Term { slug, label, .. } in list.terms() {
            assert!(
                seen.insert(label),
                "{} has the label {label:?} twice",
                list.slug()
            );
            let first = label.chars().next().expect("no label is empty");
            assert!(
                first.is_uppercase() || first.is_numeric() || first == '£',
                "{slug}: {label:?}"
            );
            assert_eq!(label.trim(), *label, "{slug}");
        }
    }
}

#[test]
fn every_term_but_a_country_is_explained() {
    for list in Vocabulary::ALL
        .iter()
        .filter(|list| **list != Vocabulary::Country)
    {
        for Term {
            slug, definition, ..
        } in list.terms()
        {
            assert!(
                definition.len() > 8,
                "{} {slug}: {definition:?}",
                list.slug()
            );
        }
    }
}

/// Lists whose slugs are the labels: a reworded label there would break a promise.
#[test]
fn slugs_made_from_labels_still_match_them() {
    use Vocabulary as V;
    let made = [
        V::UkRegion,
        V::Evidence,
        V::FundingSource,
        V::Reach,
        V::PartnerType,
        V::Governance,
    ];
    for Term { slug, label, .. } in made.iter().flat_map(|list| list.terms()) {
        assert_eq!(*slug, slugify(label));
    }
}

#[test]
fn names_of_vocabularies_are_unique() {
    let names: BTreeSet<_> = Vocabulary::ALL.iter().map(|list| list.slug()).collect();
    assert_eq!(names.len(), Vocabulary::ALL.len());
    for list in Vocabulary::ALL {
        assert!(!list.label().is_empty());
    }
}

#[test]
fn every_theme_has_one_strand() {
    let (community, workforce) = (themes_of("community"), themes_of("workforce"));
    assert_eq!([community, workforce].concat(), Vocabulary::Theme.terms());
    for theme in Vocabulary::Theme.terms() {
        let strand = theme_strand(theme.slug);
        assert!(
            Vocabulary::Strand.term(strand).is_some(),
            "{} has no strand",
            theme.slug
        );
        assert_eq!(
            strand == "workforce",
            workforce.contains(theme),
            "{}",
            theme.slug
        );
    }
    assert_eq!(theme_strand("carers"), "community");
    assert_eq!(theme_strand("line-management"), "workforce");
    assert_eq!(theme_strand("no-such-theme"), "");
}

#[test]
fn terms_are_found_by_their_exact_slug_only() {
    assert_eq!(
        Vocabulary::Theme.term("carers").map(|term| term.label),
        Some("Carers")
    );
    assert_eq!(Vocabulary::Theme.term("Carers"), None);
    assert_eq!(
        Vocabulary::Audience.label_of("older-people"),
        "Older people"
    );
    assert_eq!(Vocabulary::Audience.label_of("<old>"), "<old>");
}

#[test]
fn countries_begin_with_europe_and_go_on_in_alphabetical_order() {
    let all = Vocabulary::Country.terms();
    let first = |list: &[Term]| list.first().map(|country| country.slug);
    assert_eq!(first(european_countries()), Some("AL"));
    assert_eq!(first(other_countries()), Some("AF"));
    assert_eq!([european_countries(), other_countries()].concat(), all);
    assert!(other_countries().is_sorted_by_key(|country| slugify(country.label)));
}

#[test]
fn countries_are_found_by_the_names_people_write() {
    let code = |name| country_by_name(name).map(|country| country.slug);
    assert_eq!(code("United Kingdom"), Some("GB"));
    assert_eq!(code(" türkiye "), Some("TR"));
    assert_eq!(code("Turkey"), Some("TR"));
    assert_eq!(code("Cote d’Ivoire"), Some("CI"));
    assert_eq!(code("The Netherlands"), Some("NL"));
    assert_eq!(code("USA"), Some("US"));
    assert_eq!(code("Atlantis"), None);
    assert_eq!(code(""), None);
    for country in Vocabulary::Country.terms() {
        assert_eq!(code(country.label), Some(country.slug));
    }
    for (other, code_of_other) in places::other_country_names() {
        assert_eq!(slugify(other), *other);
        assert_eq!(code(other), Some(*code_of_other), "{other}");
    }
}

#[test]
fn the_content_note_for_nothing_comes_last() {
    let last = Vocabulary::ContentNote
        .terms()
        .last()
        .expect("the list has terms");
    assert_eq!((last.slug, last.label), ("none", "None of these"));
}

/// A file that cannot be sent cannot be asked for either.
#[test]
fn reasons_speak_of_nothing_that_cannot_be_sent() {
    let reasons = Vocabulary::ReturnReason
        .offered()
        .chain(Vocabulary::DeclineReason.offered());
    for term in reasons {
        let words = format!("{} {}", term.label, term.definition).to_lowercase();
        for thing in [
            "photo",
            "picture",
            "image",
            "logo",
            "alternative text",
            "faces",
        ] {
            assert!(!words.contains(thing), "{}: {words}", term.slug);
        }
    }
}

#[test]
fn a_retired_term_is_known_and_not_offered() {
    let reasons = Vocabulary::ReturnReason;
    assert_eq!(
        reasons.label_of("alt-text"),
        "Alternative text is missing or does not help"
    );
    assert!(reasons.offered().all(|term| term.slug != "alt-text"));
    assert_eq!(reasons.offered().count() + 1, reasons.terms().len());
    for list in Vocabulary::ALL {
        assert!(list.offered().count() > 0, "{}", list.slug());
    }
}

/// One reason may stand in both lists, but sends two messages: "please mend" and "no, thank you".
#[test]
fn reasons_to_decline_have_words_of_their_own() {
    for reason in decline_reasons() {
        let returned = Vocabulary::ReturnReason
            .term(reason.slug)
            .expect("also a reason to return");
        assert_ne!(returned.definition, reason.definition);
        assert!(
            reason.definition.starts_with("Thank you"),
            "{}",
            reason.slug
        );
    }
}

#[test]
fn slugs_fold_accents_and_close_gaps() {
    for (label, slug) in [
        ("Türkiye", "turkiye"),
        ("Yorkshire and the Humber", "yorkshire-and-the-humber"),
        (
            "Young people's mental health",
            "young-peoples-mental-health",
        ),
        ("Carers’ organisation", "carers-organisation"),
        ("£1,000-£4,999", "1000-4999"),
        ("One, 2, 3", "one-2-3"),
        ("R&D", "r-and-d"),
        ("Food & cooking", "food-and-cooking"),
        ("LGBTQ+ people", "lgbtq-people"),
        ("  Independently -- evaluated! ", "independently-evaluated"),
        (
            "ÅLAND Łódź Straße Œuvre Þing",
            "aland-lodz-strasse-oeuvre-thing",
        ),
        ("Gwy\u{302}l y ty\u{302} ŵ", "gwyl-y-ty-w"),
        ("İstanbul", "istanbul"),
        ("博物館", ""),
        ("", ""),
    ] {
        assert_eq!(slugify(label), slug, "{label:?}");
    }
}
