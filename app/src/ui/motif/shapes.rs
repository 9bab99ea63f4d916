//! The families of shapes, each drawn into a rectangle of any size.
//!
//! All are bold and few: a print cut in lino, seen small. Lengths are rounded to whole units to
//! keep the pictures light.

mod built;
mod grown;

use super::dice::Dice;
use super::themes::{Ink, Shape};
use std::fmt::Write as _;

/// The inks of one panel.
#[derive(Clone, Copy, Debug)]
pub struct Inks {
    pub ground: Ink,
    pub figure: Ink,
    pub accent: Ink,
}

/// One path in one ink.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    pub ink: Ink,
    /// The path.
    pub path: String,
    /// Width of a line.
    pub width: Option<i32>,
    /// Dashes of a line.
    pub dashes: Option<String>,
}

impl Mark {
    /// The ink, and `l` for a line instead of an area.
    pub fn class(&self) -> String {
        let line = if self.width.is_some() { " l" } else { "" };
        format!("{}{line}", self.ink.class())
    }
}

fn area(ink: Ink, path: String) -> Mark {
    Mark {
        ink,
        path,
        width: None,
        dashes: None,
    }
}

fn line(ink: Ink, width: f64, path: String) -> Mark {
    Mark {
        ink,
        path,
        width: Some(round(width).max(1)),
        dashes: None,
    }
}

fn dashed(ink: Ink, width: f64, dashes: String, path: String) -> Mark {
    Mark {
        dashes: Some(dashes),
        ..line(ink, width, path)
    }
}

/// Whole units: nobody sees a fraction of one.
fn round(value: f64) -> i32 {
    value.round() as i32
}

/// Adds a piece of path; writing to a string cannot fail.
macro_rules! trace {
    ($path:expr, $($piece:tt)*) => {{ let _ = write!($path, $($piece)*); }};
}

use trace;

/// Draws a shape into a panel.
pub fn draw(shape: Shape, width: i32, height: i32, inks: Inks, dice: &mut Dice) -> Vec<Mark> {
    let (w, h) = (f64::from(width), f64::from(height));
    match shape {
        Shape::Arches => built::arches(w, h, inks, dice),
        Shape::Bars => built::bars(w, h, inks, dice),
        Shape::Birds => grown::birds(w, h, inks, dice),
        Shape::Bowls => built::bowls(w, h, inks),
        Shape::Leaves => grown::leaves(w, h, inks, dice),
        Shape::Pair => grown::pair(w, h, inks, dice),
        Shape::Petals => grown::petals(w, h, inks, dice),
        Shape::Ripples => grown::ripples(w, h, inks, dice),
        Shape::Rings => grown::rings(w, h, inks, dice),
        Shape::Roofs => built::roofs(w, h, inks, dice),
        Shape::Steps => built::steps(w, h, inks, dice),
        Shape::Sun => grown::sun(w, h, inks, dice),
        Shape::Threads => grown::threads(w, h, inks, dice),
        Shape::Vessel => built::vessel(w, h, inks, dice),
        Shape::Weave => built::weave(w, h, inks, dice),
    }
}

/// What the gouge left standing: short flecks over the ground.
pub fn flecks(width: i32, height: i32, inks: Inks, dice: &mut Dice) -> Mark {
    let (w, h) = (f64::from(width), f64::from(height));
    let mut path = String::new();
    let rows = (h / 27.0).round();
    for row in 0..round(rows) {
        let y = (f64::from(row) + 0.5) * h / rows + dice.between(-5.0, 5.0);
        trace!(
            path,
            "M-{} {}h{}",
            dice.below(90),
            round(y),
            round(w + 90.0)
        );
    }
    dashed(
        inks.figure,
        2.0,
        format!(
            "6 {} 11 {} 4 {}",
            60 + dice.below(40),
            90 + dice.below(50),
            40 + dice.below(60)
        ),
        path,
    )
}

fn circle(path: &mut String, x: f64, y: f64, r: f64) {
    let r = round(r);
    trace!(path, "M{} {}a{r} {r} 0 1 1-.1 0z", round(x), round(y) - r);
}
