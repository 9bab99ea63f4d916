//! Who the work was for.
//!
//! A tag says who the work was planned for. It must never be used to say something about a named
//! or pictured person.

use super::{Term, term};

pub(super) const AUDIENCES: &[Term] = &[
    term("older-people", "Older people", "People in later life"),
    term(
        "people-living-with-dementia",
        "People living with dementia",
        "People with any kind of dementia, with or without a diagnosis",
    ),
    term(
        "carers",
        "Unpaid carers and care partners",
        "Relatives and friends who look after someone",
    ),
    term(
        "mental-health-service-users",
        "People using mental health services or living with mental ill health",
        "People with a mental health condition, in or out of services",
    ),
    term(
        "people-with-long-term-conditions",
        "People with long-term conditions",
        "People who live with an illness or pain for months or years",
    ),
    term(
        "hospital-patients",
        "Hospital patients",
        "People staying in hospital or coming in for treatment",
    ),
    term(
        "stroke-survivors",
        "Stroke survivors",
        "People who have had a stroke",
    ),
    term(
        "people-in-recovery",
        "People in recovery from addiction",
        "People who are leaving alcohol, drugs or another addiction behind",
    ),
    term(
        "people-experiencing-homelessness",
        "People experiencing homelessness",
        "People who have no settled home",
    ),
    term(
        "unemployed-people",
        "People out of work or off sick",
        "People who are looking for work or not well enough for it",
    ),
    term(
        "refugees-and-asylum-seekers",
        "Refugees and asylum seekers",
        "People who had to leave their country to be safe",
    ),
    term(
        "bereaved-people",
        "Bereaved people",
        "People who have lost someone close",
    ),
    term(
        "parents-and-families",
        "Parents and families",
        "Parents and the family around them",
    ),
    term("children", "Children", "Aged under 12"),
    term("young-people", "Young people", "Aged about 12 to 25"),
    term("men", "Men", "Work planned for men"),
    term(
        "disabled-people",
        "Disabled people",
        "People disabled by the barriers around them",
    ),
    term(
        "deaf-people",
        "Deaf people and people with hearing loss",
        "Sign language users, and people who hear little or less than they did",
    ),
    term(
        "blind-and-partially-sighted-people",
        "Blind and partially sighted people",
        "People with any kind of sight loss",
    ),
    term(
        "people-with-learning-disabilities",
        "People with learning disabilities",
        "People who need more time or support to learn and to live their life",
    ),
    term(
        "veterans",
        "Veterans",
        "People who served in the armed forces",
    ),
    term(
        "general-visitors",
        "General visitors",
        "Anyone who comes to the museum",
    ),
    term(
        "health-and-care-staff",
        "Health and care staff",
        "People who work in health or social care",
    ),
    term(
        "museum-staff",
        "Museum staff",
        "People employed by a museum",
    ),
    term(
        "front-of-house-staff",
        "Front-of-house staff",
        "Staff who meet visitors",
    ),
    term(
        "managers-and-leaders",
        "Managers and leaders",
        "People who lead a team or a museum",
    ),
    term(
        "volunteers",
        "Volunteers",
        "People who give their time to a museum",
    ),
    term(
        "freelancers",
        "Freelancers",
        "Self-employed people who work for museums",
    ),
    term(
        "early-years",
        "Early years",
        "Babies and children under five, with their grown-ups",
    ),
    term("women", "Women", "Work planned for women"),
    term(
        "neurodivergent-people",
        "Neurodivergent people",
        "Autistic people, people with ADHD and others whose minds work in different ways",
    ),
    term(
        "lgbtq-people",
        "LGBTQ+ people",
        "Lesbian, gay, bisexual, trans and queer people",
    ),
    term(
        "global-majority-communities",
        "Global majority communities",
        "People from Black, Asian and other racialised communities",
    ),
    term(
        "faith-communities",
        "Faith communities",
        "People who share a religion or belief",
    ),
    term(
        "rural-communities",
        "Rural communities",
        "People who live in the countryside",
    ),
    term(
        "coastal-communities",
        "Coastal communities",
        "People who live by the sea",
    ),
    term(
        "people-in-prison",
        "People in contact with the justice system",
        "People in prison, on probation or just released",
    ),
    term(
        "survivors-of-abuse",
        "Survivors of abuse",
        "People who have lived through abuse",
    ),
    term(
        "care-experienced-people",
        "Care-experienced people",
        "People who are or were looked after in care as children",
    ),
    term("students", "Students", "People at college or university"),
    term(
        "new-parents",
        "New parents",
        "Parents before and soon after a birth",
    ),
    term(
        "people-affected-by-cancer",
        "People affected by cancer",
        "People who have or had cancer, and those close to them",
    ),
    term("trustees", "Trustees", "Members of a museum's board"),
];

/// Those who are there to work or to volunteer.
const AT_WORK: [&str; 7] = [
    "health-and-care-staff",
    "museum-staff",
    "front-of-house-staff",
    "managers-and-leaders",
    "volunteers",
    "freelancers",
    "trustees",
];

/// Whether a group of people is one of those who work: others are no neighbours of theirs.
#[must_use]
pub fn is_at_work(slug: &str) -> bool {
    AT_WORK.contains(&slug)
}

#[cfg(test)]
mod tests {
    use super::{AT_WORK, AUDIENCES};

    #[test]
    fn those_who_work_are_in_the_list() {
        for slug in AT_WORK {
            assert!(AUDIENCES.iter().any(|term| term.slug == slug), "{slug}");
        }
    }
}
