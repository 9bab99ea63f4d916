//! What a case is found by: the facets of every list.

use super::evidence::EvidenceLabel;
use super::vocabulary::slugify;
use super::{FIELDS, PublicMembers, Vocabulary};
use std::fmt;

/// Where the values of a facet come from.
enum Values {
    /// The terms of a vocabulary, under its label.
    Listed(Vocabulary),
    /// Whatever the cases say, under this label.
    Free(&'static str),
}

/// Which value of a facet a reader sees first.
#[derive(PartialEq, Eq)]
enum Order {
    /// The first of an order of its own.
    Own,
    MostUsed,
}

/// What the labels of a facet are.
#[derive(PartialEq, Eq)]
enum Labels {
    /// Words, without a capital inside a sentence.
    Words,
    /// Names of places, goals and bands, which keep theirs.
    Names,
}

macro_rules! facets {
    ($($(#[$doc:meta])* $name:ident: $slug:literal, $values:expr, $order:expr, $labels:expr;)*) => {
        /// A facet: one of the things that a list is narrowed by.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Facet {
            $($(#[$doc])* $name,)*
        }

        impl Facet {
            /// Every facet, in the order in which lists show and addresses name them.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// The name in addresses and in the API.
            #[must_use]
            pub const fn slug(self) -> &'static str {
                match self {
                    $(Self::$name => $slug,)*
                }
            }

            const fn values(self) -> Values {
                match self {
                    $(Self::$name => $values,)*
                }
            }

            const fn order(self) -> Order {
                match self {
                    $(Self::$name => $order,)*
                }
            }

            const fn labels(self) -> Labels {
                match self {
                    $(Self::$name => $labels,)*
                }
            }
        }
    };
}

use Labels::{Names, Words};
use Order::{MostUsed, Own};
use Values::{Free, Listed};

facets! {
    /// Who gained most.
    Strand: "strand", Listed(Vocabulary::Strand), Own, Words;
    /// What the work was about.
    Theme: "theme", Listed(Vocabulary::Theme), MostUsed, Words;
    /// Who took part.
    Audience: "audience", Listed(Vocabulary::Audience), MostUsed, Words;
    /// What people did.
    Activity: "activity", Listed(Vocabulary::Activity), MostUsed, Words;
    MuseumType: "museum_type", Listed(Vocabulary::MuseumType), MostUsed, Words;
    Country: "country", Listed(Vocabulary::Country), MostUsed, Names;
    /// A nation or region, by the slug of its name.
    Region: "region", Free("Region"), MostUsed, Names;
    /// The evidence label.
    Evidence: "evidence", Listed(Vocabulary::Evidence), Own, Words;
    FiveWays: "five_ways", Listed(Vocabulary::FiveWays), MostUsed, Names;
    Sdg: "sdg", Listed(Vocabulary::Sdg), MostUsed, Names;
    /// What the work cost, as a band.
    Cost: "cost", Listed(Vocabulary::CostBand), Own, Names;
    /// Every year in which the work ran.
    Year: "year", Free("Year"), Own, Names;
}

impl Facet {
    /// The facet with this [`slug`](Self::slug).
    #[must_use]
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|facet| facet.slug() == slug)
    }

    /// The list of its values; `None` where cases may say anything.
    #[must_use]
    pub const fn vocabulary(self) -> Option<Vocabulary> {
        match self.values() {
            Listed(vocabulary) => Some(vocabulary),
            Free(_) => None,
        }
    }

    /// What people read above the values.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self.values() {
            Listed(vocabulary) => vocabulary.label(),
            Free(label) => label,
        }
    }

    /// What people read for a value: its label, or for a value nobody has listed the value itself.
    #[must_use]
    pub fn label_of(self, slug: &str) -> String {
        match (self, self.vocabulary()) {
            (_, Some(vocabulary)) => vocabulary.label_of(slug),
            (Self::Region, None) => label_of_region(slug),
            (_, None) => slug.to_owned(),
        }
    }

    /// The label as it stands inside a sentence: names of places and goals keep their capitals.
    #[must_use]
    pub fn label_in_a_sentence(self, label: &str) -> String {
        // The capital of "Deaf people" says who they are.
        let people = self == Self::Audience && label.starts_with("Deaf");
        if self.labels() == Words && !people {
            super::text::lower_first(label)
        } else {
            label.to_owned()
        }
    }

    /// Whether its values have an order of their own; those of the others begin with the most used.
    #[must_use]
    pub fn has_an_order(self) -> bool {
        self.order() == Own
    }

    /// The place of a value in the list it comes from; what is in no list comes last.
    #[must_use]
    pub fn place_of(self, slug: &str) -> usize {
        let list = match self {
            Self::Region => Some(Vocabulary::UkRegion),
            _ => self.vocabulary(),
        };
        list.and_then(|list| list.terms().iter().position(|term| term.slug == slug))
            .unwrap_or(usize::MAX)
    }

    /// The values that a case has, as the fields that feed the facet say; work that still runs counts up to `this_year`.
    #[must_use]
    pub fn terms(self, content: &PublicMembers, this_year: u16) -> Vec<String> {
        let answers = FIELDS
            .iter()
            .filter(|field| field.facet == Some(self))
            .flat_map(|field| field.answers(content));
        let mut slugs: Vec<String> = match self {
            Self::Year => content
                .years(this_year)
                .iter()
                .map(ToString::to_string)
                .collect(),
            // What people wrote: one slug for every way to write it.
            Self::Region => answers.map(|name| slugify(&name)).collect(),
            // Every case has a label: the one that a person chose, or the one that is suggested.
            Self::Evidence => vec![EvidenceLabel::of(content, false).slug.to_owned()],
            _ => answers.collect(),
        };
        slugs.retain(|slug| !slug.is_empty());
        slugs
    }
}

impl fmt::Display for Facet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.slug())
    }
}

/// A region outside the list of UK nations and regions reads as its slug with capitals.
fn label_of_region(slug: &str) -> String {
    if let Some(term) = Vocabulary::UkRegion.term(slug) {
        return term.label.to_owned();
    }
    slug.split('-')
        .map(|word| {
            let mut letters = word.chars();
            letters.next().map_or_else(String::new, |first| {
                first.to_uppercase().chain(letters).collect()
            })
        })
        .collect::<Vec<_>>()
        .join(" ")
}

/// What a case is found by: every value of every facet, in the order of the facets.
#[must_use]
pub fn facet_terms(content: &PublicMembers, this_year: u16) -> Vec<(Facet, String)> {
    Facet::ALL
        .iter()
        .flat_map(|facet| {
            let slugs = facet.terms(content, this_year);
            slugs.into_iter().map(move |slug| (*facet, slug))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{Facet, facet_terms};
    use crate::{PartialDate, PublicMembers};

    #[test]
    fn names_in_addresses_are_a_promise() {
        let slugs: Vec<_> = Facet::ALL.iter().map(|facet| facet.slug()).collect();
        // Links, feeds, harvesters and stored tags carry them. Add to them; take none away.
        let promised = [
            "strand",
            "theme",
            "audience",
            "activity",
            "museum_type",
            "country",
            "region",
            "evidence",
            "five_ways",
            "sdg",
            "cost",
            "year",
        ];
        for slug in promised {
            assert!(slugs.contains(&slug), "{slug}");
        }
        for facet in Facet::ALL {
            assert_eq!(Facet::from_slug(facet.slug()), Some(*facet));
            assert!(!facet.label().is_empty(), "{facet}");
        }
        assert_eq!(Facet::from_slug("colour"), None);
    }

    #[test]
    fn labels_of_words_lose_their_capital_in_a_sentence_and_names_keep_it() {
        for (facet, label, expected) in [
            (Facet::Theme, "Carers", "carers"),
            (Facet::Evidence, "Evaluated", "evaluated"),
            (Facet::Audience, "Deaf people", "Deaf people"),
            (Facet::Country, "Finland", "Finland"),
            (Facet::FiveWays, "Connect", "Connect"),
        ] {
            assert_eq!(facet.label_in_a_sentence(label), expected);
        }
    }

    #[test]
    fn regions_read_as_names() {
        assert_eq!(
            Facet::Region.label_of("north-west-england"),
            "North West England"
        );
        assert_eq!(Facet::Region.label_of("north-holland"), "North Holland");
        assert_eq!(Facet::Year.label_of("2019"), "2019");
    }

    #[test]
    fn a_case_is_found_by_every_facet_it_answers() {
        let content = PublicMembers {
            strand: "community".into(),
            themes: vec!["carers".into()],
            country: "GB".into(),
            region: "North West England".into(),
            started: Some(PartialDate {
                year: 2019,
                month: None,
            }),
            ended: Some(PartialDate {
                year: 2020,
                month: None,
            }),
            ..Default::default()
        };
        let terms = facet_terms(&content, 2026);
        let expected = [
            (Facet::Strand, "community"),
            (Facet::Theme, "carers"),
            (Facet::Country, "GB"),
            (Facet::Region, "north-west-england"),
            (Facet::Evidence, "described"),
            (Facet::Year, "2019"),
            (Facet::Year, "2020"),
        ];
        assert_eq!(
            terms,
            expected.map(|(facet, slug)| (facet, slug.to_owned()))
        );
    }
}
