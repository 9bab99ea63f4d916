//! Sustainable Development Goals that museum wellbeing work touches.
//!
//! The slug is the number of the goal. Plain words only: the United Nations' icons have rules.

use super::{Term, term};

pub(super) const GOALS: &[Term] = &[
    term(
        "3",
        "Good health and well-being",
        "Healthy lives for everyone, at every age",
    ),
    term(
        "4",
        "Quality education",
        "Good and fair learning for everyone, for life",
    ),
    term(
        "5",
        "Gender equality",
        "The same rights and chances for women and girls",
    ),
    term(
        "8",
        "Decent work and economic growth",
        "Good, safe and fairly paid work",
    ),
    term(
        "10",
        "Reduced inequalities",
        "Smaller gaps between people and between places",
    ),
    term(
        "11",
        "Sustainable cities and communities",
        "Safe, open places to live, with heritage looked after",
    ),
    term(
        "12",
        "Responsible consumption and production",
        "Using less and wasting less",
    ),
    term(
        "13",
        "Climate action",
        "Acting on climate change and its effects",
    ),
    term(
        "15",
        "Life on land",
        "Looking after land, woods and wildlife",
    ),
    term(
        "16",
        "Peace, justice and strong institutions",
        "Fair, peaceful communities and bodies people can trust",
    ),
    term(
        "17",
        "Partnerships for the goals",
        "Reaching the goals together",
    ),
];
