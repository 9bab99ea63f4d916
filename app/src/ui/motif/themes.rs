//! Which shape and ink each theme brings. A theme that is not here gets one by its name, so a new
//! theme needs no change.

use super::dice::Dice;

/// The inks of the printer's drawer; `style/ui/motif.css` mixes them for light and dark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ink {
    Paper,
    Black,
    Madder,
    Ochre,
    Indigo,
    Leaf,
    Clay,
    Sky,
}

impl Ink {
    /// The class that colours a mark.
    pub const fn class(self) -> &'static str {
        match self {
            Self::Paper => "p",
            Self::Black => "k",
            Self::Madder => "r",
            Self::Ochre => "o",
            Self::Indigo => "i",
            Self::Leaf => "g",
            Self::Clay => "c",
            Self::Sky => "s",
        }
    }

    /// The inks that print well on this one: the figure's and a second.
    pub const fn partners(self) -> (Self, Self) {
        match self {
            Self::Paper | Self::Black | Self::Leaf => (Self::Paper, Self::Ochre),
            Self::Madder => (Self::Paper, Self::Clay),
            Self::Indigo => (Self::Paper, Self::Sky),
            Self::Ochre => (Self::Black, Self::Paper),
            Self::Clay => (Self::Paper, Self::Madder),
            Self::Sky => (Self::Indigo, Self::Paper),
        }
    }

    /// The ink itself where it shows on black, else its light neighbour.
    pub const fn on_black(self) -> Self {
        match self {
            Self::Indigo => Self::Sky,
            Self::Leaf => Self::Ochre,
            other => other,
        }
    }
}

/// The families of shapes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    Arches,
    Bars,
    Birds,
    Bowls,
    Leaves,
    Pair,
    Petals,
    Ripples,
    Rings,
    Roofs,
    Steps,
    Sun,
    Threads,
    Vessel,
    Weave,
}

impl Shape {
    /// All of them.
    pub const ALL: [Self; 15] = [
        Self::Arches,
        Self::Bars,
        Self::Birds,
        Self::Bowls,
        Self::Leaves,
        Self::Pair,
        Self::Petals,
        Self::Ripples,
        Self::Rings,
        Self::Roofs,
        Self::Steps,
        Self::Sun,
        Self::Threads,
        Self::Vessel,
        Self::Weave,
    ];
}

/// What a theme looks like.
#[derive(Clone, Copy, Debug)]
pub struct Theme {
    pub shape: Shape,
    pub ink: Ink,
}

impl Theme {
    /// The look of a theme.
    pub fn of(slug: &str) -> Self {
        let (shape, ink) = match slug {
            "mental-health" => (Shape::Sun, Ink::Ochre),
            "loneliness-and-isolation" => (Shape::Pair, Ink::Indigo),
            "dementia-and-memory" => (Shape::Rings, Ink::Madder),
            "healthy-ageing" => (Shape::Leaves, Ink::Leaf),
            "carers" => (Shape::Bowls, Ink::Clay),
            "bereavement-and-loss" => (Shape::Vessel, Ink::Indigo),
            "physical-health-and-rehabilitation" => (Shape::Bars, Ink::Madder),
            "addiction-recovery" => (Shape::Steps, Ink::Ochre),
            "homelessness" => (Shape::Roofs, Ink::Indigo),
            "social-prescribing" => (Shape::Threads, Ink::Leaf),
            "creative-health" => (Shape::Petals, Ink::Clay),
            "mindfulness-and-rest" => (Shape::Ripples, Ink::Sky),
            "nature-and-green-wellbeing" => (Shape::Leaves, Ink::Ochre),
            "skills-and-volunteering" => (Shape::Weave, Ink::Ochre),
            "migration-and-belonging" => (Shape::Birds, Ink::Sky),
            "access-and-inclusion" => (Shape::Arches, Ink::Indigo),
            "children-and-families" => (Shape::Bowls, Ink::Ochre),
            "health-inequalities" => (Shape::Bars, Ink::Indigo),
            "climate-and-sustainability" => (Shape::Leaves, Ink::Sky),
            "evaluation-and-value" => (Shape::Bars, Ink::Leaf),
            "youth-mental-health" => (Shape::Birds, Ink::Ochre),
            "neurodiversity" => (Shape::Petals, Ink::Sky),
            "identity-and-heritage" => (Shape::Vessel, Ink::Madder),
            "trauma-and-safety" => (Shape::Arches, Ink::Leaf),
            "poverty-and-cost-of-living" => (Shape::Roofs, Ink::Ochre),
            "culture-of-care" => (Shape::Bowls, Ink::Leaf),
            "leadership-and-strategy" => (Shape::Steps, Ink::Indigo),
            "line-management" => (Shape::Threads, Ink::Ochre),
            "workload-and-job-design" => (Shape::Weave, Ink::Sky),
            "flexible-and-hybrid-working" => (Shape::Threads, Ink::Sky),
            "front-of-house" => (Shape::Arches, Ink::Clay),
            "safety-and-abuse" => (Shape::Arches, Ink::Madder),
            "emotional-labour-and-vicarious-trauma" => (Shape::Ripples, Ink::Indigo),
            "peer-support-and-reflective-practice" => (Shape::Pair, Ink::Leaf),
            "staff-training-and-confidence" => (Shape::Steps, Ink::Clay),
            "inclusion-and-belonging-at-work" => (Shape::Petals, Ink::Madder),
            "volunteer-wellbeing" => (Shape::Weave, Ink::Leaf),
            "freelancer-wellbeing" => (Shape::Birds, Ink::Clay),
            "pay-and-security" => (Shape::Roofs, Ink::Leaf),
            "health-at-work" => (Shape::Sun, Ink::Sky),
            other => return Self::by_name(other),
        };
        Self { shape, ink }
    }

    fn by_name(slug: &str) -> Self {
        const SHAPES: [Shape; 6] = [
            Shape::Vessel,
            Shape::Rings,
            Shape::Petals,
            Shape::Weave,
            Shape::Threads,
            Shape::Leaves,
        ];
        const INKS: [Ink; 6] = [
            Ink::Madder,
            Ink::Ochre,
            Ink::Indigo,
            Ink::Leaf,
            Ink::Clay,
            Ink::Sky,
        ];
        let mut dice = Dice::new(slug);
        Self {
            shape: *dice.pick(&SHAPES),
            ink: *dice.pick(&INKS),
        }
    }
}

/// One theme of every shape, for tests.
#[cfg(test)]
pub const KNOWN: [&str; 15] = [
    "access-and-inclusion",
    "addiction-recovery",
    "bereavement-and-loss",
    "carers",
    "creative-health",
    "dementia-and-memory",
    "healthy-ageing",
    "homelessness",
    "loneliness-and-isolation",
    "mental-health",
    "migration-and-belonging",
    "mindfulness-and-rest",
    "physical-health-and-rehabilitation",
    "skills-and-volunteering",
    "social-prescribing",
];
