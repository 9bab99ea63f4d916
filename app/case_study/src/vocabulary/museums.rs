//! Kinds of museum, their size and who runs them.

use super::{Term, term};

pub(super) const TYPES: &[Term] = &[
    term(
        "national-museum",
        "National museum",
        "A museum for the whole nation, most often paid for by its government",
    ),
    term(
        "local-or-mixed-collection",
        "Local history or mixed collection",
        "The story of a place, or a bit of everything",
    ),
    term(
        "art-museum-or-gallery",
        "Art museum or gallery",
        "Fine art, design or photography",
    ),
    term(
        "university-museum",
        "University museum",
        "Part of a university",
    ),
    term(
        "open-air-or-living-museum",
        "Open-air or living museum",
        "Buildings, streets or farms that you walk through",
    ),
    term(
        "industrial-transport-or-maritime",
        "Industry, transport or maritime",
        "Factories, mines, trains, ships and the sea",
    ),
    term(
        "natural-history-or-science",
        "Natural history or science",
        "Nature and science, with science centres",
    ),
    term(
        "archaeology-or-heritage-site",
        "Archaeology or heritage site",
        "Finds from the past, or the place where they were found",
    ),
    term(
        "sports-museum",
        "Sports museum",
        "Sport and the people who love it",
    ),
    term(
        "multi-site-service",
        "Museum service with several sites",
        "One service that runs more than one museum",
    ),
    term(
        "sector-body-or-consortium",
        "Sector body or group of museums",
        "An organisation for museums, or museums that work together",
    ),
    term(
        "historic-house",
        "Historic house",
        "A house kept as it once was",
    ),
    term(
        "military-museum",
        "Military museum",
        "Regiments, ships, aircraft and life in the forces",
    ),
    term(
        "medical-or-health-museum",
        "Medical or health museum",
        "Medicine, hospitals and health",
    ),
    term(
        "world-cultures",
        "World cultures",
        "Peoples and cultures of the world",
    ),
    term(
        "rural-life",
        "Rural life",
        "Farming and life in the countryside",
    ),
    term(
        "childrens-museum",
        "Children's museum",
        "Made for children and their families",
    ),
    term(
        "archive-or-library-with-museum",
        "Archive or library with a museum",
        "Papers or books, with displays beside them",
    ),
    term(
        "community-or-pop-up-museum",
        "Community or pop-up museum",
        "Run by local people, or open for a short time",
    ),
];

pub(super) const SIZES: &[Term] = &[
    term(
        "volunteer-run",
        "Volunteer-run",
        "No paid staff, or hardly any",
    ),
    term(
        "turnover-under-320000",
        "Less than £320,000 a year comes in",
        "A small museum by what comes in each year",
    ),
    term(
        "320000-1m",
        "£320,000 to £1 million a year comes in",
        "A middle-sized museum by what comes in each year",
    ),
    term(
        "over-1m",
        "More than £1 million a year comes in",
        "A large museum by what comes in each year",
    ),
    term("national", "National museum", "However much money comes in"),
];

pub(super) const GOVERNANCE: &[Term] = &[
    term(
        "national",
        "National",
        "Set up by a government for the whole nation",
    ),
    term("local-authority", "Local authority", "Run by a council"),
    term(
        "independent",
        "Independent",
        "Run by a charity, trust, company or society",
    ),
    term("university", "University", "Run by a university"),
    term(
        "military",
        "Military",
        "Run by the armed forces or a regiment",
    ),
    term(
        "national-trust-or-similar",
        "National Trust or similar",
        "Run by a body that looks after many heritage places",
    ),
    term("other", "Other", "Run in another way"),
];
