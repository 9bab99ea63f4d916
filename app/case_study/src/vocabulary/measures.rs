//! Named scales, toolkits and methods.
//!
//! Authors may write others in their own words: this list only helps people find the common ones.

use super::{Term, term};

pub(super) const MEASURES: &[Term] = &[
    term(
        "ucl-museum-wellbeing-measures",
        "UCL Museum Wellbeing Measures",
        "Short questionnaires and \"umbrellas\" of feelings, made for museums; free, please credit UCL",
    ),
    term(
        "wemwbs",
        "WEMWBS",
        "Warwick-Edinburgh Mental Wellbeing Scale: 14 statements; register before you use it",
    ),
    term(
        "swemwbs",
        "SWEMWBS",
        "The short Warwick-Edinburgh scale: 7 of the 14 statements; register before you use it",
    ),
    term(
        "ons4",
        "ONS4",
        "Four questions about life, answered from 0 to 10; report each one on its own",
    ),
    term(
        "generic-learning-outcomes",
        "Generic Learning Outcomes",
        "What people learned, in five areas",
    ),
    term(
        "generic-social-outcomes",
        "Generic Social Outcomes",
        "What changed for communities, in three areas; an older framework",
    ),
    term(
        "generic-wellbeing-outcomes",
        "Generic Wellbeing Outcomes",
        "What changed for people's wellbeing; work that led to the UCL measures",
    ),
    term("panas", "PANAS", "People rate words for good and bad moods"),
    term(
        "visual-analogue-scales",
        "Visual analogue scales",
        "People mark a line from 0 to 100 to show how they feel",
    ),
    term(
        "ucla-loneliness-scale",
        "UCLA Loneliness Scale",
        "Questions about feeling lonely or left out",
    ),
    term(
        "clinical-scales",
        "Clinical scales",
        "Used with a health partner, such as PHQ-9 or GAD-7; needs a plan in case someone is at risk",
    ),
    term(
        "sroi",
        "SROI",
        "Social return on investment: puts a money value on what changed; show what you assumed",
    ),
    term(
        "stated-value",
        "Stated value",
        "Visitors say what the effect is worth to them; this is not a saving",
    ),
    term(
        "wellby",
        "WELLBY",
        "One point of life satisfaction for one person for one year; for larger studies",
    ),
    term(
        "happy-museum-tools",
        "Happy Museum tools",
        "Story of Change, LIFE survey and others, good for teams",
    ),
    term(
        "mit",
        "Museum Impact Toolkit",
        "Helps a museum plan and judge its effect on people and places",
    ),
    term(
        "moi",
        "MOI! Museums of Impact",
        "Helps a team talk about and choose its goals",
    ),
    term(
        "qualitative",
        "Interviews, diaries or observation",
        "Also drawings and recorded talk; ask for consent for each use",
    ),
    term(
        "workforce",
        "Staff measures",
        "Staff surveys, exit talks, absence and turnover; in a group under ten, give no result",
    ),
];
