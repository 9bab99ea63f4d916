//! Strands, themes and the Five Ways to Wellbeing.

use super::{Term, joined, term};

pub(super) const STRANDS: &[Term] = &[
    term(
        "community",
        "Communities",
        "People who visit or live nearby, and others the museum reaches out to",
    ),
    term(
        "workforce",
        "Museum teams",
        "People who work or volunteer in museums",
    ),
];

const COMMUNITY: &[Term] = &[
    term(
        "mental-health",
        "Mental health",
        "Support for people with low mood, anxiety, stress or a diagnosed condition",
    ),
    term(
        "loneliness-and-isolation",
        "Loneliness and isolation",
        "Helping people who want more company or contact",
    ),
    term(
        "dementia-and-memory",
        "Dementia and memory",
        "Work with people who have dementia or memory problems",
    ),
    term(
        "healthy-ageing",
        "Healthy ageing",
        "Staying active, connected and purposeful in later life",
    ),
    term(
        "carers",
        "Carers",
        "Support for people who care for someone, paid or unpaid",
    ),
    term(
        "bereavement-and-loss",
        "Bereavement and loss",
        "Grief, the loss of a baby, and the end of life",
    ),
    term(
        "physical-health-and-rehabilitation",
        "Physical health and rehabilitation",
        "Long-term conditions, stroke, pain and recovery in hospital",
    ),
    term(
        "addiction-recovery",
        "Addiction recovery",
        "Recovery from alcohol, drugs or another addiction",
    ),
    term(
        "homelessness",
        "Homelessness",
        "Work with people who have no settled home",
    ),
    term(
        "social-prescribing",
        "Social prescribing",
        "A health worker, care worker or link worker refers people",
    ),
    term(
        "creative-health",
        "Creative health",
        "Making and creativity as a way to feel better",
    ),
    term(
        "mindfulness-and-rest",
        "Mindfulness and rest",
        "Slow looking, quiet space and calm",
    ),
    term(
        "nature-and-green-wellbeing",
        "Nature and green wellbeing",
        "Gardens, landscape and walking outdoors",
    ),
    term(
        "skills-and-volunteering",
        "Skills and volunteering",
        "Learning, volunteering and ways into work",
    ),
    term(
        "migration-and-belonging",
        "Migration and belonging",
        "Work with people who have moved or been displaced",
    ),
    term(
        "access-and-inclusion",
        "Access and inclusion",
        "Removing barriers so that everyone can take part",
    ),
    term(
        "children-and-families",
        "Children and families",
        "Early years, families and wellbeing in childhood",
    ),
    term(
        "health-inequalities",
        "Health inequalities",
        "Unfair differences in health between groups or places",
    ),
    term(
        "climate-and-sustainability",
        "Climate and sustainability",
        "Wellbeing linked with care for the environment",
    ),
    term(
        "evaluation-and-value",
        "Evaluation and value",
        "Measuring wellbeing or what it is worth",
    ),
    term(
        "youth-mental-health",
        "Young people's mental health",
        "Mental health of people aged about 11 to 25",
    ),
    term(
        "neurodiversity",
        "Neurodiversity",
        "Autism, ADHD and other kinds of neurodivergence",
    ),
    term(
        "identity-and-heritage",
        "Identity and heritage",
        "Pride in the culture and history of a community",
    ),
    term(
        "trauma-and-safety",
        "Trauma and safety",
        "Work after abuse or conflict, done with trauma in mind",
    ),
    term(
        "poverty-and-cost-of-living",
        "Cost of living",
        "Warm spaces, food and things to do for free",
    ),
];

const WORKFORCE: &[Term] = &[
    term(
        "culture-of-care",
        "Culture of care",
        "Wellbeing built into how the organisation plans and decides",
    ),
    term(
        "leadership-and-strategy",
        "Leadership and strategy",
        "Boards and leaders set the direction and show good habits",
    ),
    term(
        "line-management",
        "Line management",
        "Skills and time for managers to support people",
    ),
    term(
        "workload-and-job-design",
        "Workload and job design",
        "Demands, staffing, deadlines and clear roles",
    ),
    term(
        "flexible-and-hybrid-working",
        "Flexible and hybrid working",
        "Choice over when and where people work",
    ),
    term(
        "front-of-house",
        "Front of house",
        "Teams who meet visitors",
    ),
    term(
        "safety-and-abuse",
        "Safety, hate and abuse",
        "Aggression, bullying and hate, in person or online",
    ),
    term(
        "emotional-labour-and-vicarious-trauma",
        "Emotional labour",
        "Effects of distressing collections or of close work with people",
    ),
    term(
        "peer-support-and-reflective-practice",
        "Reflective practice and peer support",
        "Supervision, debriefs and peer groups",
    ),
    term(
        "staff-training-and-confidence",
        "Training and confidence",
        "Skills to do wellbeing work well",
    ),
    term(
        "inclusion-and-belonging-at-work",
        "Inclusion at work",
        "Fairness, anti-racism, disability and respect",
    ),
    term(
        "volunteer-wellbeing",
        "Volunteer wellbeing",
        "Looking after volunteers as part of the team",
    ),
    term(
        "freelancer-wellbeing",
        "Freelancer wellbeing",
        "Support and fair contracts for freelancers",
    ),
    term(
        "pay-and-security",
        "Pay and security",
        "Cost of living, contracts and redundancy",
    ),
    term(
        "health-at-work",
        "Health at work",
        "Menopause, disability, reasonable adjustments and physical comfort",
    ),
];

pub(super) static THEMES: [Term; COMMUNITY.len() + WORKFORCE.len()] = joined(COMMUNITY, WORKFORCE);

pub(super) const FIVE_WAYS: &[Term] = &[
    term(
        "connect",
        "Connect",
        "Meeting and talking with other people",
    ),
    term(
        "be-active",
        "Be active",
        "Moving, walking, gardening or making things on your feet",
    ),
    term(
        "take-notice",
        "Take notice",
        "Looking closely, being curious and enjoying the moment",
    ),
    term(
        "keep-learning",
        "Keep learning",
        "Trying a skill or finding out a story",
    ),
    term(
        "give",
        "Give",
        "Volunteering, or sharing memories and knowledge",
    ),
];

/// The strand a theme belongs to: `community` or `workforce`. Empty for a theme we do not know.
#[must_use]
pub fn theme_strand(slug: &str) -> &'static str {
    ["community", "workforce"]
        .into_iter()
        .find(|strand| themes_of(strand).iter().any(|theme| theme.slug == slug))
        .unwrap_or_default()
}

/// The themes of one strand, in order; none for a strand we do not know.
#[must_use]
pub fn themes_of(strand: &str) -> &'static [Term] {
    match strand {
        "community" => COMMUNITY,
        "workforce" => WORKFORCE,
        _ => &[],
    }
}
