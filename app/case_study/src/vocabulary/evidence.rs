//! How a museum knows what changed, and the label that tells readers.

use super::{Term, term};

pub(super) const DESIGNS: &[Term] = &[
    term(
        "monitoring-and-feedback",
        "Feedback",
        "Counting people, or collecting comments and stories",
    ),
    term(
        "survey",
        "Survey",
        "Questions that people answered, once or more often",
    ),
    term(
        "qualitative",
        "Interviews or observation",
        "Studied in depth, in words",
    ),
    term(
        "mixed-methods",
        "Mixed methods",
        "Numbers and words together",
    ),
    term(
        "participatory-evaluation",
        "Led with participants",
        "People who took part helped to evaluate",
    ),
    term(
        "action-research",
        "Action research",
        "Tried, looked at and changed, again and again",
    ),
    term("pilot", "Pilot", "A small first test"),
    term(
        "longitudinal",
        "Followed over time",
        "The same people, asked again months or years later",
    ),
    term(
        "controlled-trial",
        "Compared with a control group",
        "A trial with a group that did something else, sometimes chosen by chance",
    ),
    term(
        "not-evaluated",
        "Not evaluated yet",
        "Nothing gathered so far",
    ),
];

/// Says how the evidence was gathered, never how good the project is.
pub(super) const LABELS: &[Term] = &[
    term(
        "described",
        "Described",
        "The museum describes what it did and noticed. No data was collected.",
    ),
    term(
        "monitored",
        "Monitored",
        "The team counted who came, or gathered comments and stories, while the work went on.",
    ),
    term(
        "evaluated",
        "Evaluated",
        "The museum and its partners planned how to find out what changed, for example with a survey or interviews.",
    ),
    term(
        "independently-evaluated",
        "Independently evaluated",
        "People from outside the museum looked into what changed and wrote it down.",
    ),
    term(
        "published-research",
        "Published research",
        "Researchers studied the work, and other researchers checked their report before it came out.",
    ),
];

/// Of these only those who took part are ever added up.
pub(super) const COUNTED: &[Term] = &[
    term(
        "took_part",
        "Took part",
        "They were in the activity themselves",
    ),
    term(
        "trained",
        "Were trained",
        "They learned how to do such work with others",
    ),
    term(
        "surveyed",
        "Answered a survey",
        "They gave answers; others may have taken part too",
    ),
    term(
        "visited",
        "Visited",
        "They came to see something, such as an exhibition",
    ),
    term(
        "planned",
        "Were planned for",
        "There was room for them; not all of them took part, or not yet",
    ),
];

pub(super) const OUTCOME_AREAS: &[Term] = &[
    term(
        "personal",
        "Personal",
        "How people feel about themselves and their life",
    ),
    term(
        "intellectual",
        "Intellectual",
        "Learning, thinking and being curious",
    ),
    term(
        "social",
        "Social",
        "Feeling close to other people and part of something",
    ),
    term(
        "physical",
        "Physical",
        "Feeling well, rested and safe in your body",
    ),
];
