//! Money and scale. A band is enough: nobody is asked for accounts.

use super::{Term, term};

pub(super) const FUNDING_SOURCES: &[Term] = &[
    term(
        "own-budget",
        "Own budget",
        "The museum paid from its own money",
    ),
    term("local-authority", "Local authority", "A council"),
    term(
        "national-government",
        "National government",
        "A government department",
    ),
    term(
        "health-service-or-public-health",
        "Health service or public health",
        "The NHS, a public health team or the like elsewhere",
    ),
    term(
        "national-lottery-heritage-fund",
        "National Lottery Heritage Fund",
        "Lottery money for heritage in the UK",
    ),
    term(
        "national-lottery-community-fund",
        "National Lottery Community Fund",
        "Lottery money for communities in the UK",
    ),
    term(
        "arts-council-england",
        "Arts Council England",
        "The arts and museums body for England",
    ),
    term(
        "arts-council-of-wales",
        "Arts Council of Wales",
        "The arts body for Wales",
    ),
    term(
        "creative-scotland",
        "Creative Scotland",
        "The arts body for Scotland",
    ),
    term(
        "arts-council-of-northern-ireland",
        "Arts Council of Northern Ireland",
        "The arts body for Northern Ireland",
    ),
    term(
        "museums-galleries-scotland",
        "Museums Galleries Scotland",
        "The museums body for Scotland",
    ),
    term(
        "welsh-government",
        "Welsh Government",
        "Its money for museums",
    ),
    term(
        "ni-museums-council",
        "NI Museums Council",
        "The museums body for Northern Ireland",
    ),
    term(
        "museum-development",
        "Museum Development",
        "A regional museum development service",
    ),
    term(
        "uk-research-and-innovation",
        "UK Research and Innovation",
        "Research councils such as AHRC and ESRC",
    ),
    term(
        "thriving-communities-fund-nasp",
        "Thriving Communities Fund / NASP",
        "The National Academy for Social Prescribing and its fund",
    ),
    term(
        "esmee-fairbairn-collections-fund",
        "Esmée Fairbairn Collections Fund",
        "Run by the Museums Association",
    ),
    term(
        "paul-hamlyn-foundation",
        "Paul Hamlyn Foundation",
        "A UK trust for arts and young people",
    ),
    term(
        "baring-foundation",
        "Baring Foundation",
        "A UK trust known for arts with older people and for mental health",
    ),
    term("wellcome", "Wellcome", "A UK trust for health research"),
    term("other-trust", "Other trust", "Another trust or foundation"),
    term(
        "postcode-lottery",
        "Postcode lottery",
        "A lottery played by postcode",
    ),
    term(
        "eu",
        "EU",
        "European Union money, such as Erasmus+, Creative Europe, Interreg, EU4Health or the Recovery Fund",
    ),
    term("company", "Company", "A sponsor or a gift from a business"),
    term(
        "individual-giving",
        "Individual giving",
        "Gifts from people",
    ),
    term(
        "earned-income",
        "Earned income",
        "Tickets, shop, café, hire or fees",
    ),
    term(
        "no-extra-funding",
        "No extra funding",
        "Done with the time and things already there",
    ),
];

pub(super) const COST_BANDS: &[Term] = &[
    term(
        "no-extra-cost",
        "No extra cost",
        "Only time and things already paid for",
    ),
    term("under-1000", "Under £1,000", "Up to £999 in all"),
    term(
        "1000-4999",
        "£1,000 to £4,999",
        "In all, with staff time if you can",
    ),
    term(
        "5000-19999",
        "£5,000 to £19,999",
        "In all, with staff time if you can",
    ),
    term(
        "20000-49999",
        "£20,000 to £49,999",
        "In all, with staff time if you can",
    ),
    term(
        "50000-99999",
        "£50,000 to £99,999",
        "In all, with staff time if you can",
    ),
    term(
        "100000-249999",
        "£100,000 to £249,999",
        "In all, with staff time if you can",
    ),
    term(
        "250000-and-over",
        "£250,000 and over",
        "In all, with staff time if you can",
    ),
    term(
        "prefer-not-to-say",
        "Prefer not to say",
        "Nothing about cost is shown",
    ),
];

pub(super) const REACH: &[Term] = &[
    term("one-site", "One site", "In one place"),
    term(
        "several-sites",
        "Several sites",
        "In more than one place of the same museum or its partners",
    ),
    term("town-or-city", "Town or city", "All over a town or city"),
    term("region", "Region", "All over a region"),
    term("nation", "Nation", "All over a nation or country"),
    term(
        "more-than-one-country",
        "More than one country",
        "In two or more countries",
    ),
];
