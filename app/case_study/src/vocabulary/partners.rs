//! Who a museum worked with.

use super::{Term, term};

pub(super) const PARTNER_TYPES: &[Term] = &[
    term(
        "nhs-trust-or-health-board",
        "NHS trust or health board",
        "A body that runs hospitals or health services",
    ),
    term(
        "gp-surgery-or-primary-care-network",
        "GP surgery or primary care network",
        "Family doctors and the teams around them",
    ),
    term(
        "social-prescribing-link-workers",
        "Social prescribing link workers",
        "People who help patients find things to do nearby",
    ),
    term(
        "integrated-care-board-or-public-health-team",
        "Integrated care board or public health team",
        "People who plan health for an area",
    ),
    term(
        "adult-or-childrens-social-care",
        "Adult or children's social care",
        "The council's care teams",
    ),
    term("hospital", "Hospital", "One hospital, ward or clinic"),
    term(
        "care-home-or-housing-association",
        "Care home or housing association",
        "Homes with care, or homes for rent",
    ),
    term(
        "mental-health-charity",
        "Mental health charity",
        "For example Mind",
    ),
    term(
        "dementia-charity",
        "Dementia charity",
        "For example the Alzheimer's Society or Alzheimer Scotland",
    ),
    term(
        "condition-charity",
        "Condition charity",
        "A charity for one illness or loss, for example the Stroke Association or Sands",
    ),
    term(
        "carers-organisation",
        "Carers' organisation",
        "For people who look after someone",
    ),
    term(
        "homelessness-charity",
        "Homelessness charity",
        "For people who have no settled home",
    ),
    term(
        "recovery-service",
        "Recovery service",
        "For people who are leaving an addiction behind",
    ),
    term(
        "refugee-organisation",
        "Refugee organisation",
        "For refugees and people seeking asylum",
    ),
    term(
        "disabled-peoples-organisation",
        "Disabled people's organisation",
        "Run by disabled people",
    ),
    term(
        "veterans-organisation",
        "Veterans' organisation",
        "For people who served in the armed forces",
    ),
    term(
        "youth-service",
        "Youth service",
        "Youth clubs and youth workers",
    ),
    term(
        "school-college-or-university",
        "School, college or university",
        "A place of learning",
    ),
    term(
        "library-or-archive",
        "Library or archive",
        "A place for books or records",
    ),
    term(
        "arts-organisation-or-artist",
        "Arts organisation or artist",
        "Theatre, music, dance, art or writing",
    ),
    term(
        "sports-body",
        "Sports body",
        "A club, league or sports charity",
    ),
    term(
        "environment-or-gardening-group",
        "Environment or gardening group",
        "Nature, parks and growing",
    ),
    term(
        "faith-group",
        "Faith group",
        "A church, mosque, temple, synagogue or other",
    ),
    term(
        "voluntary-sector-hub",
        "Voluntary sector hub",
        "A body that supports local charities",
    ),
    term(
        "prison-or-probation",
        "Prison or probation",
        "The justice services",
    ),
    term(
        "employer-union-or-occupational-health",
        "Employer, union or occupational health",
        "People who look after health at work",
    ),
    term(
        "sector-body",
        "Sector body",
        "An organisation for museums or culture",
    ),
    term("other-museum", "Other museum", "Another museum or gallery"),
];
